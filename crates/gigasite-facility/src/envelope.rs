//! The linear statements that the optimiser relies on, with the size of their error.
//!
//! `n` halls draw `n` times one hall, connection included, and energy is yearly PUE times IT. Both are read off one hall's
//! year; how far the flat energy statement is from single hours is measured here, not assumed. For IT power that moves,
//! [`hourly`] gives a safe convex hull of every hour.

mod convex;

pub use convex::{HourlyEnvelope, hourly};

use crate::hall_year::HallYear;
use gigasite_case::facility::PowerStage;

/// What `n` halls of a design draw, as `n` times these figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Envelope {
    /// Connection per hall, MW: never below any hour of the year.
    pub peak_mw: f64,
    /// Energy per hall, MWh/a: exact in the sum of the year.
    pub facility_mwh: f64,
    /// Facility energy per IT energy: the flat statement for every hour.
    pub pue_ratio: f64,
    /// Highest hour over `peak_mw`: at most 1, or the envelope would be unsafe; what is missing to 1 is its slack.
    pub used_peak_ratio: f64,
    /// Worst hour of `|pue · it − facility| / facility`: the gap of the flat statement against the hourly truth.
    pub worst_gap_frac: f64,
}

/// Reads the envelope of a hall.
pub fn envelope(hall: &HallYear) -> Envelope {
    let pue_ratio = hall.kpi.pue_ratio;
    let hours = || hall.facility_mw.iter().zip(hall.it_mw.iter());
    Envelope {
        peak_mw: hall.kpi.peak_mw,
        facility_mwh: hall.kpi.facility_mwh,
        pue_ratio,
        used_peak_ratio: hours().fold(0.0, |high: f64, (facility, _)| high.max(*facility)) / hall.kpi.peak_mw,
        worst_gap_frac: hours()
            .fold(0.0, |worst: f64, (facility, it)| worst.max((pue_ratio * it - facility).abs() / facility)),
    }
}

/// Bound on the error of «`n` times one hall» from plant that several halls share, as a share of facility power.
///
/// Only the transformers are shared across halls. One hall's share of them has the redundancy of the table; many halls may
/// share a single spare, so that redundancy falls towards 1 and the load ratio rises:
/// `|(r − 1)·a0/x + a2·x·(1/r − 1)|` summed over the stages outdoors, the worst for a load of 0.3–1 of design.
pub fn shared_plant_gap_frac(stages: &[PowerStage]) -> f64 {
    let gap = |x: f64| {
        let outdoors = stages.iter().filter(|stage| stage.heats_hall == "no");
        outdoors.fold(0.0, |sum, stage| {
            let r = stage.redundancy_ratio;
            sum + ((r - 1.0) * stage.a0_ratio / x + stage.a2_ratio * x * (1.0 / r - 1.0)).abs()
        })
    };
    (3..=10).map(|tenth| gap(0.1 * f64::from(tenth))).fold(0.0, f64::max)
}
