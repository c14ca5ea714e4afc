//! Straight lines in `f(u)`: least squares for a fixed law, a search for its parameter.

use super::super::Law;

/// A law with its ends and its error.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) law: Law,
    pub(super) idle_w: f64,
    pub(super) max_w: f64,
    /// Leave-one-out error.
    pub(super) error_w: f64,
    /// Sum of squared residuals, W².
    squares: f64,
}

impl Candidate {
    pub(super) fn new(law: Law, idle_w: f64, max_w: f64, error_w: f64) -> Self {
        Self { law, idle_w, max_w, error_w, squares: f64::INFINITY }
    }

    pub(super) fn power_w(&self, u: f64) -> f64 {
        self.idle_w + self.range_w() * self.law.shape(u)
    }

    pub(super) fn range_w(&self) -> f64 {
        self.max_w - self.idle_w
    }
}

/// The laws without a parameter, and Fan's with its published one.
pub(super) fn plain(samples: &[(f64, f64)]) -> Vec<Candidate> {
    [Law::Linear, Law::FAN, Law::Log, Law::Sqrt, Law::Square, Law::Cubic]
        .into_iter()
        .filter_map(|law| line(law, samples))
        .collect()
}

/// The laws whose parameter is fitted as well.
pub(super) fn with_parameter(samples: &[(f64, f64)]) -> Vec<Candidate> {
    let fan = |h: f64| Law::Fan { h };
    let asymptotic = |ln_a: f64| Law::Asymptotic { a: ln_a.exp() };
    [search(samples, (1.0, 2.0), fan), search(samples, (0.02f64.ln(), 10.0f64.ln()), asymptotic)]
        .into_iter()
        .flatten()
        .collect()
}

/// Least squares of `P = idle + (max − idle)·f`; through 0 where idle power would be negative; none where power falls.
fn line(law: Law, samples: &[(f64, f64)]) -> Option<Candidate> {
    let points: Vec<(f64, f64)> = samples.iter().map(|(u, power)| (law.shape(*u), *power)).collect();
    let count = points.len() as f64;
    let mean_f = points.iter().map(|point| point.0).sum::<f64>() / count;
    let mean_p = points.iter().map(|point| point.1).sum::<f64>() / count;
    let spread: f64 = points.iter().map(|(f, _)| (f - mean_f).powi(2)).sum();
    let slope = points.iter().map(|(f, p)| (f - mean_f) * (p - mean_p)).sum::<f64>() / spread;
    let idle_w = mean_p - slope * mean_f;
    let free = idle_w >= 0.0;
    let about = if free { mean_f } else { 0.0 };
    let length: f64 = points.iter().map(|(f, _)| (f - about).powi(2)).sum();
    let (idle_w, slope) =
        if free { (idle_w, slope) } else { (0.0, points.iter().map(|(f, p)| f * p).sum::<f64>() / length) };
    if slope.is_nan() || slope <= 0.0 {
        return None;
    }
    let (mut squares, mut left_out) = (0.0, 0.0);
    for (f, p) in &points {
        let residual = p - idle_w - slope * f;
        let leverage = (if free { 1.0 / count } else { 0.0 }) + (f - about).powi(2) / length;
        squares += residual * residual;
        left_out += (residual / (1.0 - leverage)).powi(2);
    }
    let error_w = (left_out / count).sqrt();
    Some(Candidate { law, idle_w, max_w: idle_w + slope, error_w, squares })
}

/// The parameter of least squares: a grid, then golden section between the neighbours of its best.
fn search(samples: &[(f64, f64)], (from, to): (f64, f64), law: impl Fn(f64) -> Law) -> Option<Candidate> {
    const STEPS: u32 = 24;
    let squares = |x: f64| line(law(x), samples).map_or(f64::INFINITY, |line| line.squares);
    let step = (to - from) / f64::from(STEPS);
    let best =
        (0..=STEPS).map(|i| from + step * f64::from(i)).min_by(|a, b| squares(*a).total_cmp(&squares(*b)))?;
    let (mut low, mut high) = ((best - step).max(from), (best + step).min(to));
    let golden = 0.5 * (5.0f64.sqrt() - 1.0);
    for _ in 0..40 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if squares(left) <= squares(right) { high = right } else { low = left }
    }
    line(law(0.5 * (low + high)), samples)
}
