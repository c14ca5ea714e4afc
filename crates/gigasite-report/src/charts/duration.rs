//! Duration curves: how many hours of the year a figure is at least this high.

use super::Chart;
use crate::format;
use crate::svg::{Anchor, Svg, polyline, spread, tick_decimals, ticks};
use crate::table::{Cell, Table, column};
use crate::view::Study;

/// Points drawn of a curve: more than pixels, far fewer than hours.
const POINTS: usize = 240;

/// What a chart of duration curves shows.
pub(crate) struct Curves {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) decimals: usize,
    pub(crate) caption: String,
    /// Label and hourly values.
    pub(crate) series: Vec<(String, Vec<f64>)>,
}

/// Facility power of every site.
pub(crate) fn load(study: &Study<'_>) -> Curves {
    Curves {
        name: "load_duration",
        title: "Load duration",
        unit: "MW drawn by the halls",
        decimals: 0,
        caption: "Hours of the year in which a site draws at least this much. Flat curves are the nature of the load: \
                  accelerators work day and night, and only cooling follows the weather."
            .into(),
        series: study.sites.iter().map(|site| (site.name(), site.year.facility_mw.to_vec())).collect(),
    }
}

/// PUE of every site.
pub(crate) fn pue(study: &Study<'_>) -> Curves {
    let series = study.sites.iter().map(|site| {
        let hours = site.year.facility_mw.iter().zip(site.year.it_mw.iter());
        (site.name(), hours.map(|(all, it)| all / it).filter(|ratio| ratio.is_finite()).collect())
    });
    Curves {
        name: "pue_duration",
        title: "PUE duration",
        unit: "facility power over IT power",
        decimals: 3,
        caption:
            "Hours of the year in which the PUE of a site is at least this high: the left end is summer."
                .into(),
        series: series.collect(),
    }
}

impl Curves {
    /// Each series from its highest hour to its lowest.
    pub(crate) fn sorted(&self) -> Vec<(String, Vec<f64>)> {
        self.series
            .iter()
            .map(|(label, values)| {
                let mut sorted = values.clone();
                sorted.sort_by(|a, b| b.total_cmp(a));
                (label.clone(), sorted)
            })
            .filter(|(_, values)| !values.is_empty())
            .collect()
    }
    /// Bottom and top of the axis; it starts at zero unless everything lies in the upper half.
    pub(crate) fn axis(&self) -> Vec<f64> {
        let values = || self.series.iter().flat_map(|(_, values)| values.iter().copied());
        let (low, high) =
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        if !low.is_finite() || !high.is_finite() {
            return vec![0.0, 1.0];
        }
        ticks(if low > 0.5 * high { low } else { low.min(0.0) }, high, 5.0)
    }

    /// The drawing with its table.
    pub(crate) fn chart(&self) -> Chart {
        let (width, height, left, right, top, bottom) = (860.0, 360.0, 64.0, 190.0, 26.0, 44.0);
        let mut svg = Svg::new(width, height, format!("{}, one line per site", self.title));
        let axis = self.axis();
        let (low, high) = (axis[0], axis[axis.len() - 1]);
        let y_of = |value: f64| height - bottom - (value - low) / (high - low) * (height - top - bottom);
        let sorted = self.sorted();
        let hours = sorted.iter().map(|(_, values)| values.len()).max().unwrap_or(1);
        let x_of = |hour: f64| left + hour / hours as f64 * (width - left - right);
        let decimals = tick_decimals(&axis);
        for tick in &axis {
            svg.line((left, y_of(*tick)), (width - right, y_of(*tick)), "grid");
            svg.text((left - 8.0, y_of(*tick) + 4.0), Anchor::End, "m", &format::thousands(*tick, decimals));
        }
        for tick in ticks(0.0, hours as f64, 5.0).into_iter().filter(|tick| *tick <= hours as f64) {
            svg.text((x_of(tick), height - bottom + 18.0), Anchor::Middle, "m", &format::thousands(tick, 0));
        }
        svg.text((left, top - 12.0), Anchor::Start, "m", self.unit);
        svg.text(((left + width - right) / 2.0, height - 8.0), Anchor::Middle, "m", "hours of the year");
        let ends: Vec<f64> = sorted.iter().map(|(_, values)| y_of(values[values.len() - 1])).collect();
        let places = spread(&ends, 17.0, top + 4.0, height - bottom);
        for (i, ((label, values), (end, place))) in sorted.iter().zip(ends.iter().zip(&places)).enumerate() {
            let points: Vec<(f64, f64)> = (0..=POINTS)
                .map(|p| {
                    let hour = (p * (values.len() - 1)).div_euclid(POINTS);
                    (x_of(hour as f64 + if p == POINTS { 1.0 } else { 0.0 }), y_of(values[hour]))
                })
                .collect();
            let dash = if i >= 7 { " dash" } else { "" };
            svg.path(&polyline(&points), &format!("l l{}{dash}", i % 7), label);
            svg.line(
                (width - right + 2.0, *end),
                (width - right + 12.0, *place),
                &format!("lead l{}", i % 7),
            );
            svg.text((width - right + 16.0, place + 4.0), Anchor::Start, "t", &format::cut(label, 25));
        }
        let mut caption = self.caption.clone();
        if low.abs() > 1e-9 {
            caption.push_str(" The axis does not start at zero.");
        }
        Chart { svg: svg.finish(), caption, table: self.table(&sorted) }
    }

    fn table(&self, sorted: &[(String, Vec<f64>)]) -> Table {
        let marks =
            [("Highest", 0.0), ("1 % of hours", 0.01), ("10 %", 0.1), ("25 %", 0.25), ("Median", 0.5)];
        let marks = marks.into_iter().chain([("75 %", 0.75), ("90 %", 0.9), ("Lowest", 1.0)]);
        let mut columns = vec![column("site", "Site", None)];
        columns.extend(marks.clone().map(|(label, _)| column(label, label, Some(self.decimals))));
        let mut table = Table::new(self.name, self.title, columns);
        for (label, values) in sorted {
            let mut row: Vec<Cell> = vec![label.as_str().into()];
            row.extend(marks.clone().map(|(_, share)| {
                let index = ((values.len() - 1) as f64 * share).round() as usize;
                Cell::from(values[index])
            }));
            table.push(row);
        }
        table
    }
}
