//! What a grid operator allows, held against a day.

use super::workload::expect_positive;
use super::{Ramps, Spectrum};
use serde::{Deserialize, Serialize};

/// Limits at the connection.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Fastest change, MW/s up or down. 5 (row TR-3 of `facility_vectors.csv`, an example and no grid code: EST).
    pub ramp_mw_per_s: f64,
    /// Largest dynamic range of the waveform, MW; none unless the operator names one.
    pub range_mw: Option<f64>,
    /// Largest share of the energy of swings within 0.1–20 Hz. 0.2 (summary of arXiv:2508.14318).
    pub band_frac: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { ramp_mw_per_s: 5.0, range_mw: None, band_frac: 0.2 }
    }
}

/// Which limits a day keeps without a buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// The ramp from second to second.
    pub ramp: bool,
    /// The dynamic range, if there is a limit.
    pub range: Option<bool>,
    /// The share of the band.
    pub band: bool,
}

impl Limits {
    pub(super) fn check(&self) -> Result<(), super::Error> {
        expect_positive("ramp_mw_per_s", self.ramp_mw_per_s)?;
        expect_positive("range_mw", self.range_mw.unwrap_or(1.0))?;
        expect_positive("band_frac", self.band_frac)
    }

    /// Holds ramps and spectrum against the limits.
    pub fn kept(&self, ramps: &Ramps, spectrum: &Spectrum) -> Kept {
        Kept {
            ramp: ramps.over_1_s.fastest_mw_per_s() <= self.ramp_mw_per_s,
            range: self.range_mw.map(|limit| spectrum.range_mw.max(ramps.range_mw) <= limit),
            band: spectrum.band_frac <= self.band_frac,
        }
    }
}
