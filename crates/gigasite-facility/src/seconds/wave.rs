//! The steps of a training job: a square wave whose edges the racks blur.
//!
//! ```text
//! sq(φ) = 1 for frac(φ) < duty, else 0                 φ = t / period + phase
//! on(φ) = mean of sq(φ − o) over racks                 o uniform in ±√3·jitter: standard deviation `jitter` periods
//! S(φ)  = ∫₀^φ sq,   Z(φ) = ∫₀^φ S                     piecewise linear, piecewise quadratic
//! F(φ)  = ∫₀^φ on = [Z(φ + e) − Z(φ − e)] / 2e         e = √3·jitter
//! ```
//!
//! The mean over any interval is a difference of `F`: exact, however long a second is beside a step. `F` counts from a
//! constant that differences cancel.

/// One job's steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wave {
    pub(super) period_s: f64,
    pub(super) duty_frac: f64,
    /// Standard deviation of the racks' offsets, in periods.
    pub(super) jitter_frac: f64,
    /// Where in its step the job is at midnight, 0–1.
    pub(super) phase_frac: f64,
}

/// `F`, whole steps apart from the rest so that no digit is lost late in the day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Done {
    steps: f64,
    rest: f64,
}

/// `Z` within a period either side of the first.
fn twice(phase: f64, duty: f64) -> f64 {
    let period = if phase < 0.0 {
        -1.0
    } else if phase < 1.0 {
        0.0
    } else {
        1.0
    };
    let f = phase - period;
    let within = if f < duty { 0.5 * f * f } else { duty * (f - 0.5 * duty) };
    duty * period * (period - 1.0) * 0.5 + period * duty * (1.0 - 0.5 * duty) + period * duty * f + within
}

impl Wave {
    /// Time in compute since midnight.
    pub(super) fn done(&self, at_s: f64) -> Done {
        let phase = at_s / self.period_s + self.phase_frac;
        // never negative, so this is its floor
        let steps = (phase as i64) as f64;
        let f = phase - steps;
        let edge = 3_f64.sqrt() * self.jitter_frac;
        // without jitter: S itself
        let rest = if edge < 1e-9 {
            f.min(self.duty_frac)
        } else {
            (twice(f + edge, self.duty_frac) - twice(f - edge, self.duty_frac)) / (2.0 * edge)
        };
        Done { steps, rest }
    }

    /// Mean share of racks in compute between two moments `apart_s` seconds apart.
    pub(super) fn on_frac(&self, from: Done, to: Done, apart_s: f64) -> f64 {
        ((to.steps - from.steps) * self.duty_frac + (to.rest - from.rest)) * self.period_s / apart_s
    }
}
