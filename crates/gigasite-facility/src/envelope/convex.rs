//! Facility power against IT power, hour by hour, as a convex piecewise-linear function that is never below the truth.
//!
//! ```text
//! knots     p_0 = idle < … < p_K = provisioned, the mean among them
//! hull_t    lower convex hull of facility_t(p_k)
//! lift_t    max over a grid of facility_t(p) − hull_t(p), and what may bend between its points, at least 0
//! h_t(p)    = hull_t(p) + lift_t  ≥  facility_t(p);   convex, so the LP may write h ≥ every segment
//! ```
//!
//! Fans, pumps and losses are convex in load, so chords lie above the truth and the lift is nearly zero, until fans run at
//! full speed and the curve bends down again: measured worst gaps are 0.3 % of facility power in Frankfurt, 3.3–4.6 % in the
//! hottest hours of Seville (dry coolers, at part load). No convex function can do much better there.

use crate::Error;
use crate::year::{Build, Place, sized};

/// Points between two knots at which the hull is held against the truth.
const BETWEEN: usize = 7;

/// A convex hull for every hour.
#[derive(Debug, Clone, PartialEq)]
pub struct HourlyEnvelope {
    /// IT power at the knots, MW, rising from idle to provisioned.
    pub it_mw: Vec<f64>,
    /// Facility power at the knots, MW: hours × knots, row-major; never below the truth.
    pub facility_mw: Vec<f64>,
    /// Most IT power the weather allows in every hour, MW: below provisioned only where the coolant limit is passed.
    pub most_it_mw: Vec<f64>,
    /// Largest distance above the truth, MW.
    pub worst_gap_mw: f64,
    /// The same over the facility power there.
    pub worst_gap_frac: f64,
    /// Its hour.
    pub worst_hour: usize,
}

impl HourlyEnvelope {
    /// Facility power that the hull states for an hour at an IT power, MW.
    pub fn at(&self, hour: usize, it_mw: f64) -> f64 {
        let knots = self.it_mw.len();
        let row = &self.facility_mw[hour * knots..(hour + 1) * knots];
        between(&self.it_mw, row, it_mw)
    }
}

/// The hull of every hour of one hall.
///
/// # Errors
/// As [`crate::facility_year`].
pub fn hourly(build: &Build<'_>, place: &Place<'_>) -> Result<HourlyEnvelope, Error> {
    let (hall, climate) = sized(build, place)?;
    let it = hall.it;
    let middle = |a: f64, b: f64| f64::midpoint(a, b);
    let mean = it.mean_mw.clamp(it.idle_mw, it.provisioned_mw);
    let mut knots =
        vec![it.idle_mw, middle(it.idle_mw, mean), mean, middle(mean, it.provisioned_mw), it.provisioned_mw];
    knots.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    let grid: Vec<f64> = knots
        .windows(2)
        .flat_map(|pair| {
            let step = (pair[1] - pair[0]) / (BETWEEN + 1) as f64;
            (0..=BETWEEN).map(move |i| pair[0] + step * i as f64)
        })
        .chain(knots.last().copied())
        .collect();
    let tables = hall.tables(&climate, &grid, false);
    let mut found = HourlyEnvelope {
        it_mw: knots.clone(),
        facility_mw: Vec::with_capacity(place.months.len() * knots.len()),
        most_it_mw: Vec::with_capacity(place.months.len()),
        worst_gap_mw: 0.0,
        worst_gap_frac: 0.0,
        worst_hour: 0,
    };
    for (t, month) in place.months.iter().enumerate() {
        let outdoors = climate.hour(t, *month);
        found.most_it_mw.push(hall.hour(Some(&tables), it.provisioned_mw, 0.0, &outdoors).it_mw);
        // beyond what the weather allows the curve goes on as if nothing throttled
        let truth: Vec<f64> =
            grid.iter().map(|it_mw| hall.unthrottled(&tables, *it_mw, &outdoors).facility_mw()).collect();
        let at_knots: Vec<f64> = truth.iter().step_by(BETWEEN + 1).copied().collect();
        let hull = lower_hull(&knots, &at_knots);
        let over = |it_mw: &f64| between(&knots, &hull, *it_mw);
        let above = grid.iter().zip(&truth).map(|(p, f)| f - over(p)).fold(0.0, f64::max);
        // a bend down between two grid points rises above their chord by no more than it shows at one of them
        let bends = grid.windows(3).zip(truth.windows(3)).map(|(p, f)| {
            let chord = (f[0] * (p[2] - p[1]) + f[2] * (p[1] - p[0])) / (p[2] - p[0]);
            f[1] - chord
        });
        let lift = above + bends.fold(0.0, f64::max);
        for (it_mw, truth_mw) in grid.iter().zip(&truth) {
            let gap_mw = over(it_mw) + lift - truth_mw;
            if gap_mw > found.worst_gap_mw {
                (found.worst_gap_mw, found.worst_gap_frac, found.worst_hour) = (gap_mw, gap_mw / truth_mw, t);
            }
        }
        found.facility_mw.extend(hull.iter().map(|mw| mw + lift));
    }
    Ok(found)
}

/// Straight between knots; beyond them the nearest value.
fn between(knots: &[f64], values: &[f64], at: f64) -> f64 {
    let last = knots.len() - 1;
    let above = knots.partition_point(|knot| *knot < at).clamp(1, last.max(1)).min(last);
    let low = above.saturating_sub(1);
    if above == low {
        return values[low];
    }
    let share = ((at - knots[low]) / (knots[above] - knots[low])).clamp(0.0, 1.0);
    values[low] + share * (values[above] - values[low])
}

/// The lower convex hull of points, read at their own places.
fn lower_hull(x: &[f64], y: &[f64]) -> Vec<f64> {
    let mut kept: Vec<usize> = Vec::with_capacity(x.len());
    for i in 0..x.len() {
        while let [.., a, b] = kept[..] {
            // b stays only where the line bends upwards
            if (y[b] - y[a]) * (x[i] - x[b]) < (y[i] - y[b]) * (x[b] - x[a]) {
                break;
            }
            kept.pop();
        }
        kept.push(i);
    }
    let (xs, ys): (Vec<f64>, Vec<f64>) = kept.iter().map(|i| (x[*i], y[*i])).unzip();
    x.iter().map(|at| between(&xs, &ys, *at)).collect()
}
