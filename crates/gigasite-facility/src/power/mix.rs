//! What accelerators do with their time, and the power that costs.
//!
//! ```text
//! P = TDP · (f_hi · l_hi + f_lo · l_lo) + f_idle · P_idle,      f_hi + f_lo + f_idle = 1
//! ```
//!
//! Exact for energy whatever the order of the phases: power is linear in time, not in «utilisation».

use super::PowerError;

/// A share of time at a level of power.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Phase {
    /// Share of time, 0–1.
    pub share_frac: f64,
    /// Power over thermal design power; a little above 1 where boards exceed it for seconds.
    pub level_ratio: f64,
}

/// Time shares of computing, of waiting for memory or network, and of nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mix {
    hi: Phase,
    lo: Phase,
    idle_frac: f64,
}

impl Mix {
    /// Training over many nodes: computes 0.8 of the time at 0.95 of TDP, communicates at 0.45. `facility_workload.csv`,
    /// MEM: duty 0.6–0.95, levels 0.85–1.1 and 0.2–0.7.
    pub const TRAINING: Self = Self::fixed((0.8, 0.95), (0.2, 0.45));
    /// Training inside one node, as measured on DGX H100 (76 % of 10.2 kW, arXiv:2412.08602): the same compute level, with
    /// duty and level of communication at the upper end of their ranges, because no network is waited for. Chosen with that
    /// measurement in view: a calibration, no evidence for it.
    pub const INTENSE: Self = Self::fixed((0.95, 0.95), (0.05, 0.7));
    /// Serving a language model: prefill at 0.9 of TDP (0.85–0.95) and decode at 0.625 (0.5–0.75), weak secondary sources;
    /// half of the time each, EST.
    pub const INFERENCE: Self = Self::fixed((0.5, 0.9), (0.5, 0.625));

    const fn fixed(hi: (f64, f64), lo: (f64, f64)) -> Self {
        Self {
            hi: Phase { share_frac: hi.0, level_ratio: hi.1 },
            lo: Phase { share_frac: lo.0, level_ratio: lo.1 },
            idle_frac: 0.0,
        }
    }

    /// A mix; what `hi`, `lo` and `idle_frac` take of the time must sum to 1 within a millionth.
    ///
    /// # Errors
    /// Shares that do not sum to 1 or are outside 0–1; a level outside 0–1.5; `lo` above `hi`.
    pub fn new(hi: Phase, lo: Phase, idle_frac: f64) -> Result<Self, PowerError> {
        for share in [hi.share_frac, lo.share_frac, idle_frac] {
            if !(0.0..=1.0).contains(&share) {
                return Err(PowerError::outside("share of time", share, 0.0, 1.0));
            }
        }
        if !(0.0..=1.5).contains(&hi.level_ratio) {
            return Err(PowerError::outside("high level", hi.level_ratio, 0.0, 1.5));
        }
        if !(0.0..=hi.level_ratio).contains(&lo.level_ratio) {
            return Err(PowerError::outside("low level", lo.level_ratio, 0.0, hi.level_ratio));
        }
        let sum = hi.share_frac + lo.share_frac + idle_frac;
        if (sum - 1.0).abs() > 1e-6 {
            return Err(PowerError::NotWhole { sum });
        }
        Ok(Self { hi, lo, idle_frac })
    }

    /// The same mix in `busy_frac` of the time, idle for the rest.
    ///
    /// # Errors
    /// A share outside 0–1.
    pub fn at(self, busy_frac: f64) -> Result<Self, PowerError> {
        let part = |phase: Phase| Phase { share_frac: busy_frac * phase.share_frac, ..phase };
        Self::new(part(self.hi), part(self.lo), 1.0 - busy_frac * (1.0 - self.idle_frac))
    }

    /// Mean power of an accelerator whose power is capped at `cap_ratio` of TDP (`f64::INFINITY`: not capped), W. Phases below the
    /// cap do not feel it, and no phase draws less than idle.
    pub fn power_w(self, tdp_w: f64, idle_w: f64, cap_ratio: f64) -> f64 {
        let phase = |phase: Phase| phase.share_frac * (tdp_w * phase.level_ratio.min(cap_ratio)).max(idle_w);
        phase(self.hi) + phase(self.lo) + self.idle_frac * idle_w
    }

    /// Share of time in which the accelerator does anything.
    pub fn busy_frac(self) -> f64 {
        1.0 - self.idle_frac
    }
}
