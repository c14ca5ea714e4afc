//! Calibrate your own: a utilisation law from measured samples.
//!
//! ```text
//! min Σ (P_i − idle − (max − idle)·f(u_i))²        linear in idle and max for a fixed law; its parameter by golden section
//! leave-one-out error = √mean((e_i/(1 − h_i))²)    h_i: leverage of sample i
//! ```
//!
//! The law with the least leave-one-out error wins, but a law with a parameter must beat those without by 2 %, and a table of
//! ten points (means of equal bins, made monotone by pooling neighbours) must beat every law by 10 % and have 20 samples: a
//! richer form that hardly helps is noise. The leave-one-out error of a law keeps its parameter; that of the table is exact.
//!
//! Nothing is dropped: samples far off the law are named, and stay in the fit.

mod candidate;
mod finding;
mod table;

pub use finding::{FitError, Outlier, Scale, Warning};

use super::{Law, PowerError};
use candidate::Candidate;

/// Samples a table needs.
const TABLE_SAMPLES: usize = 20;
/// What a law with a parameter, and a table, must reach of the error of the simpler.
const GAIN_LAW: f64 = 0.98;
const GAIN_TABLE: f64 = 0.9;
/// Differences of error that are rounding, over the power range.
const EXACT: f64 = 1e-6;

/// A law fitted to samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// The law.
    pub law: Law,
    /// Power at utilisation 0, W: an extrapolation where no sample is near.
    pub idle_w: f64,
    /// Power at utilisation 1, W: likewise.
    pub max_w: f64,
    /// Root mean square of the residuals, W.
    pub rmse_w: f64,
    /// Share of the variance that the law explains.
    pub r_squared: f64,
    /// Root mean square error at a sample that was left out, W.
    pub leave_one_out_w: f64,
    /// Samples.
    pub samples_count: usize,
    /// How utilisation was given.
    pub scale: Scale,
    /// Samples far off the law, in the order given.
    pub outliers: Vec<Outlier>,
    /// What to keep in mind.
    pub warnings: Vec<Warning>,
    /// Every form tried with its leave-one-out error, W, from the plainest.
    pub tried: Vec<(Law, f64)>,
}

impl Fit {
    /// Power at utilisation `u` (a fraction), W.
    ///
    /// # Errors
    /// `u` outside 0–1.
    pub fn power_w(&self, u: f64) -> Result<f64, PowerError> {
        self.law.power_w(self.idle_w, self.max_w, u)
    }
}

/// Fits the best law to samples `(utilisation, power in W)`. Utilisation is a fraction if none is above 1, percent if one is
/// above 2; see [`Scale`].
///
/// # Errors
/// Samples that are not finite or out of range, a scale that cannot be told, fewer than three different utilisations, power
/// that falls with utilisation.
pub fn fit(samples: &[(f64, f64)]) -> Result<Fit, FitError> {
    let scale = finding::scale_of(samples)?;
    let samples: Vec<(f64, f64)> = samples.iter().map(|(u, power)| (u / scale.full(), *power)).collect();
    finding::check_spread(&samples)?;
    let mut tried: Vec<Candidate> = candidate::plain(&samples);
    let mut best = least(&tried).ok_or(FitError::Falling)?;
    let richer = candidate::with_parameter(&samples).into_iter().map(|line| (line, GAIN_LAW));
    let table = table::fit(&samples).filter(|_| samples.len() >= TABLE_SAMPLES);
    for (line, gain) in richer.chain(table.map(|line| (line, GAIN_TABLE))) {
        if line.error_w < gain * best.error_w && best.error_w - line.error_w > EXACT * best.range_w() {
            best = line.clone();
        }
        tried.push(line);
    }
    Ok(told(&samples, scale, best, tried))
}

/// The candidate of least error; the first of equals.
fn least(tried: &[Candidate]) -> Option<Candidate> {
    tried.iter().min_by(|a, b| a.error_w.total_cmp(&b.error_w)).cloned()
}

/// The fit with everything that can be said of it.
fn told(samples: &[(f64, f64)], scale: Scale, best: Candidate, tried: Vec<Candidate>) -> Fit {
    let count = samples.len() as f64;
    let residuals: Vec<f64> = samples.iter().map(|(u, power)| power - best.power_w(*u)).collect();
    let squares: f64 = residuals.iter().map(|residual| residual * residual).sum();
    let mean = samples.iter().map(|sample| sample.1).sum::<f64>() / count;
    let variance: f64 = samples.iter().map(|sample| (sample.1 - mean).powi(2)).sum();
    let r_squared = 1.0 - squares / variance;
    Fit {
        rmse_w: (squares / count).sqrt(),
        r_squared,
        leave_one_out_w: best.error_w,
        samples_count: samples.len(),
        scale,
        outliers: finding::outliers(samples, &residuals, best.range_w()),
        warnings: finding::warnings(samples, r_squared, best.idle_w),
        tried: tried.into_iter().map(|line| (line.law, line.error_w)).collect(),
        idle_w: best.idle_w,
        max_w: best.max_w,
        law: best.law,
    }
}
