//! How far the IT power of every hour may move, and a line that the facility never falls below.
//!
//! ```text
//! full        all accelerators compute: idle + (mean − idle) / utilisation
//! least       only work bound to its hour, and work that may stop: mean − deferrable · (mean − idle)
//! most_t      full, or what the weather of the hour allows
//! line_t(p)   F_t(mean) + slope_t · (p − mean)                     slope: half a percent of the mean to either side
//! low_t       how far F_t falls below its line between least − pausable and most, high_t: how far it rises above
//! ```
//!
//! Fans, pumps and losses are convex in load, so the line through the mean lies below the truth and `low` is nearly zero; where
//! it is not, it is measured at nine points. A price times the line, less `low`, is a bound on what any schedule can save:
//! what an optimiser's proof needs. What a schedule really draws is another matter: [`crate::envelope::hourly`] is never below it.
//!
//! Hours in which the weather throttles the mean do not move.

use crate::climate::Climate;
use crate::hall::Hall;
use gigasite_case::Hourly;
use gigasite_case::schema::{FlexibilityTable, HallsTable};

/// Step to either side of the mean for the slope, share of the mean.
const STEP_FRAC: f64 = 0.005;
/// Points at which the line is held against the truth.
const POINTS: usize = 9;

/// What one hall may move.
#[derive(Debug, Clone, PartialEq)]
pub struct Reach {
    /// IT power of an hour of the flat load, MW.
    pub mean_it_mw: f64,
    /// IT power while all deferrable work waits, MW per hour.
    pub least_it_mw: Hourly<f64>,
    /// IT power while all accelerators compute, MW per hour.
    pub most_it_mw: Hourly<f64>,
    /// IT power of work that may stop, below [`Reach::least_it_mw`], MW per hour.
    pub pausable_mw: Hourly<f64>,
    /// Slope of the line: facility power per IT power.
    pub slope_ratio: Hourly<f64>,
    /// How far the facility falls below the line, MW.
    pub low_mw: Hourly<f64>,
    /// How far the facility rises above the line, MW.
    pub high_mw: Hourly<f64>,
    /// Work in a megawatt hour of IT energy above idle, GPU-hours.
    pub gpu_hours_per_mwh: f64,
}

impl Reach {
    /// Reads the reach of a hall whose flat year is `it_mw` and `facility_mw`.
    pub(crate) fn of(
        hall: &Hall,
        climate: &Climate<'_>,
        months: &[usize],
        (flexibility, halls): (&FlexibilityTable, &HallsTable),
        it_mw: &[f64],
        facility_mw: &[f64],
    ) -> Self {
        let it = hall.it;
        let computing_mw = it.mean_mw - it.idle_mw;
        let full_mw = (it.idle_mw + computing_mw / halls.utilisation_frac).min(it.provisioned_mw);
        let least_mw = it.mean_mw - flexibility.deferrable_frac * computing_mw;
        let pausable_mw = flexibility.pausable_frac * computing_mw;
        let lowest_mw = least_mw - pausable_mw;
        let step_mw = STEP_FRAC * it.mean_mw;
        let near = [it.mean_mw - step_mw, it.mean_mw + step_mw];
        let far: Vec<f64> = (0..POINTS)
            .map(|point| lowest_mw + (full_mw - lowest_mw) * point as f64 / (POINTS - 1) as f64)
            .collect();
        let mut levels: Vec<f64> = near.iter().chain(&far).copied().collect();
        levels.sort_by(f64::total_cmp);
        levels.dedup_by(|a, b| (*a - *b).abs() < 1e-12);
        let tables = hall.tables(climate, &levels, false);
        let hours = months.len();
        let series = || Hourly(Vec::with_capacity(hours));
        let mut reach = Self {
            mean_it_mw: it.mean_mw,
            least_it_mw: series(),
            most_it_mw: series(),
            pausable_mw: series(),
            slope_ratio: series(),
            low_mw: series(),
            high_mw: series(),
            gpu_hours_per_mwh: it.gpus * halls.utilisation_frac / computing_mw,
        };
        for (t, month) in months.iter().enumerate() {
            let outdoors = climate.hour(t, *month);
            let drawn = |mw: f64| hall.unthrottled(&tables, mw, &outdoors).facility_mw();
            let slope = (drawn(near[1]) - drawn(near[0])) / (near[1] - near[0]);
            let moves = it_mw[t] >= it.mean_mw * (1.0 - 1e-9);
            let most_mw =
                if moves { hall.hour(Some(&tables), full_mw, 0.0, &outdoors).it_mw } else { it_mw[t] };
            let (mut low, mut high) = (0.0_f64, 0.0_f64);
            if moves {
                let over = |mw: &f64| drawn(*mw) - (facility_mw[t] + slope * (mw - it.mean_mw));
                let over: Vec<f64> = far.iter().map(over).collect();
                low = over.iter().fold(low, |low, over| low.max(-over));
                // an assist that starts between two points leaves a peak before it no higher than both ends and their step
                let step = over.windows(2).fold(0.0, |step: f64, pair| step.max((pair[1] - pair[0]).abs()));
                high = over.iter().fold(high, |high, over| high.max(*over)) + step;
            }
            reach.least_it_mw.0.push(if moves { least_mw } else { it_mw[t] });
            reach.most_it_mw.0.push(most_mw.max(if moves { it.mean_mw } else { it_mw[t] }));
            reach.pausable_mw.0.push(if moves { pausable_mw } else { 0.0 });
            reach.slope_ratio.0.push(slope);
            reach.low_mw.0.push(low);
            reach.high_mw.0.push(high);
        }
        reach
    }

    /// What is to be asked of a hall that runs at `it_mw`: in hours that do not move the mean, so that throttling is counted.
    pub(crate) fn asked(&self, it_mw: &[f64]) -> Vec<f64> {
        let asked = |(t, mw): (usize, &f64)| if self.moves(t) { *mw } else { self.mean_it_mw };
        it_mw.iter().enumerate().map(asked).collect()
    }

    /// Whether an hour may move.
    pub fn moves(&self, hour: usize) -> bool {
        self.most_it_mw[hour] - self.least_it_mw[hour] + self.pausable_mw[hour] > 1e-12
    }
}
