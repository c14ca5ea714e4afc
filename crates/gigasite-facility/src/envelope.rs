//! The linear statement that the optimiser relies on, with the size of its error.

use crate::hall_year::HallYear;

/// What `n` halls of a design draw, as `n` times these figures.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Envelope {
    /// Connection per hall, MW: never below any hour of the year.
    pub peak_mw: f64,
    /// Energy per hall, MWh/a.
    pub facility_mwh: f64,
    /// Highest hour over `peak_mw`: at most 1, or the envelope is unsafe.
    pub used_peak_ratio: f64,
    /// Bound on the relative error of `n` times one hall against one plant of `n` halls. Transformers and coolers are
    /// installed per hall, so only what is shared beyond the hall fence counts: the HV transformer, whose no-load loss of
    /// 0.05 % of rating is charged to every hall at its own share.
    pub worst_gap_frac: f64,
}

/// Reads the envelope of a hall.
pub fn envelope(hall: &HallYear) -> Envelope {
    let highest = hall.facility_mw.iter().copied().fold(0.0, f64::max);
    Envelope {
        peak_mw: hall.kpi.peak_mw,
        facility_mwh: hall.kpi.facility_mwh,
        used_peak_ratio: highest / hall.kpi.peak_mw,
        worst_gap_frac: 5e-4,
    }
}
