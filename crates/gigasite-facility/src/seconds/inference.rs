//! Inference over a day.
//!
//! ```text
//! demand(h) = v + (1 − v)·[(1 + cos(2π (h − peak)/24))/2]^n     v = valley/peak, n such that the mean is mean/peak
//! busy(t)   = demand·(1 + z(t)/√requests)                       requests = demand · accelerators · requests each
//! z(t + 1)  = ρ z(t) + √(1 − ρ²)·N(0, 1)                        ρ = e^(−1 s / request)
//! ```
//!
//! Requests in service of many independent users are Poisson, here by its normal limit; `z` forgets as requests end. So the
//! noise falls as one over the root of the size.

use super::random::SplitMix64;
use super::{DAY_S, Inference};
use crate::root::bracketed;
use std::f64::consts::TAU;

/// The two free numbers of the day's shape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Diurnal {
    valley_frac: f64,
    exponent: f64,
    peak_hours: f64,
}

/// Mean of `[(1 + cos)/2]^n` over a turn.
fn mean_of_bell(exponent: f64) -> f64 {
    const POINTS: usize = 256;
    let at = |i: usize| (0.5 + 0.5 * (TAU * (i as f64 + 0.5) / POINTS as f64).cos()).powf(exponent);
    (0..POINTS).map(at).sum::<f64>() / POINTS as f64
}

impl Diurnal {
    /// Fits the shape to peak, valley and mean. Exponents from 0.01 to 100: a mean within about 5 % of the peak or the valley is
    /// met as nearly as these can.
    pub fn of(inference: &Inference) -> Self {
        let valley_frac = 1.0 / inference.peak_to_valley_ratio;
        let bell = (1.0 / inference.peak_to_mean_ratio - valley_frac) / (1.0 - valley_frac).max(1e-9);
        let log_exponent = bracketed(0.01_f64.ln(), 100_f64.ln(), 1e-10, |n| mean_of_bell(n.exp()) - bell);
        Self { valley_frac, exponent: log_exponent.exp(), peak_hours: inference.peak_hours }
    }

    /// Demand relative to the peak at an hour of the day (fractions of an hour count).
    pub fn demand_frac(&self, at_hours: f64) -> f64 {
        let bell = 0.5 + 0.5 * (TAU * (at_hours - self.peak_hours) / 24.0).cos();
        self.valley_frac + (1.0 - self.valley_frac) * bell.max(0.0).powf(self.exponent)
    }
}

/// Share of the peak in service, per second of the day; never below 0, the noise may pass 1.
pub(super) fn busy_frac(inference: &Inference, gpus: f64, random: &mut SplitMix64) -> Vec<f64> {
    let shape = Diurnal::of(inference);
    let kept = (-1.0 / inference.request_s).exp();
    let fresh = (1.0 - kept * kept).sqrt();
    let mut z = random.normal();
    let minutes: Vec<f64> =
        (0..=DAY_S.div_euclid(60)).map(|minute| shape.demand_frac(minute as f64 / 60.0)).collect();
    let mut busy = Vec::with_capacity(DAY_S);
    for pair in minutes.windows(2) {
        for second in 0..60 {
            let demand = pair[0] + (pair[1] - pair[0]) * (f64::from(second) + 0.5) / 60.0;
            let requests = demand * gpus * inference.requests_per_gpu;
            busy.push((demand * (1.0 + z / requests.max(1.0).sqrt())).max(0.0));
            z = kept * z + fresh * random.normal();
        }
    }
    busy
}
