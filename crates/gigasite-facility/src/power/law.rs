//! Power of an accelerator from its utilisation.
//!
//! Every law is `P(u) = P_idle + (P_max − P_idle) · f(u)` with `f(0) = 0`, `f(1) = 1` and `f` never falling:
//!
//! ```text
//! linear       u                                        u is a share of time: exact (RAPS)
//! Fan          2u − u^h                                 h = 1.4, a scheduler's or NVML's utilisation (Fan et al. 2007)
//! log          log2(1 + u)                              as sustain-cluster
//! sqrt         √u                                       these and the next as OpenDC
//! square       u²
//! cubic        u³
//! asymptotic   (1 + u − e^(−u/a)) / (2 − e^(−1/a))
//! table        straight lines between points
//! ```
//!
//! `u` is a fraction of 1. Percent is an error, not a guess: the logarithm of 1 + 100 would be 6.7 times the dynamic range.
//! `OpenDC` divides the asymptotic law by 2, so that it ends `e^(−1/a)/2` of the range below `P_max` (1.8 % at a = 0.3); here
//! it ends at `P_max`.

use super::PowerError;

/// A utilisation law.
#[derive(Debug, Clone, PartialEq)]
pub enum Law {
    /// Straight.
    Linear,
    /// Fan et al. 2007; `h` within 1–2, or the law would fall again.
    Fan {
        /// Exponent, 1.4 in the paper.
        h: f64,
    },
    /// Binary logarithm.
    Log,
    /// Square root.
    Sqrt,
    /// Square.
    Square,
    /// Cube.
    Cubic,
    /// Steep at first, then straight.
    Asymptotic {
        /// Utilisation at which the steep part has lost 63 %, above 0.
        a: f64,
    },
    /// Measured points.
    Table(Points),
}

impl Law {
    /// Fan's law with its published exponent.
    pub const FAN: Self = Self::Fan { h: 1.4 };

    /// Power at utilisation `u`, W.
    ///
    /// # Errors
    /// `u` outside 0–1, a parameter outside its range, idle power below 0 or above maximum power.
    pub fn power_w(&self, idle_w: f64, max_w: f64, u: f64) -> Result<f64, PowerError> {
        if !(0.0 <= idle_w && idle_w <= max_w && max_w.is_finite()) {
            return Err(PowerError::IdleAboveMax { idle_w, max_w });
        }
        Ok(idle_w + (max_w - idle_w) * self.share(u)?)
    }

    /// The share of the range between idle and maximum at utilisation `u`: `f(u)`.
    ///
    /// # Errors
    /// `u` outside 0–1, a parameter outside its range.
    pub fn share(&self, u: f64) -> Result<f64, PowerError> {
        if !(0.0..=1.0).contains(&u) {
            return Err(PowerError::outside("utilisation", u, 0.0, 1.0));
        }
        match self {
            Self::Fan { h } if !(1.0..=2.0).contains(h) => {
                Err(PowerError::outside("exponent h", *h, 1.0, 2.0))
            }
            Self::Asymptotic { a } if !(1e-3..=1e3).contains(a) => {
                Err(PowerError::outside("constant a", *a, 1e-3, 1e3))
            }
            _ => Ok(self.shape(u)),
        }
    }

    /// `f(u)` for a `u` and parameters that are right.
    pub(super) fn shape(&self, u: f64) -> f64 {
        match self {
            Self::Linear => u,
            Self::Fan { h } => 2.0 * u - u.powf(*h),
            Self::Log => (1.0 + u).log2(),
            Self::Sqrt => u.sqrt(),
            Self::Square => u * u,
            Self::Cubic => u * u * u,
            Self::Asymptotic { a } => (1.0 + u - (-u / a).exp()) / (2.0 - (-1.0 / a).exp()),
            Self::Table(points) => points.at(u),
        }
    }
}

/// Points of a law from (0, 0) to (1, 1): utilisation rises, the share of the power range never falls.
#[derive(Debug, Clone, PartialEq)]
pub struct Points(Vec<(f64, f64)>);

impl Points {
    /// Checks the points `(utilisation, share of the range between idle and maximum)`, both fractions.
    ///
    /// # Errors
    /// Fewer than two, not from (0, 0) to (1, 1), utilisation that does not rise, a share that falls.
    pub fn new(points: Vec<(f64, f64)>) -> Result<Self, PowerError> {
        let is = |point: Option<&(f64, f64)>, value: f64| {
            point.is_some_and(|(u, share)| (u - value).abs() < 1e-12 && (share - value).abs() < 1e-12)
        };
        if points.len() < 2 || !is(points.first(), 0.0) || !is(points.last(), 1.0) {
            return Err(PowerError::OpenTable);
        }
        let bad = points.windows(2).position(|pair| !(pair[0].0 < pair[1].0 && pair[0].1 <= pair[1].1));
        match bad {
            Some(at) => Err(PowerError::FallingTable { point: at + 1 }),
            None => Ok(Self(points)),
        }
    }

    /// The points.
    pub fn as_slice(&self) -> &[(f64, f64)] {
        &self.0
    }

    fn at(&self, u: f64) -> f64 {
        // the last segment that starts at or below u; there are at least two points
        let right = self.0.partition_point(|point| point.0 <= u).clamp(1, self.0.len() - 1);
        let ((u0, f0), (u1, f1)) = (self.0[right - 1], self.0[right]);
        f0 + (f1 - f0) * ((u - u0) / (u1 - u0)).clamp(0.0, 1.0)
    }
}
