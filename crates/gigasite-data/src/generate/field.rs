//! A Gaussian field over places and hours.

use super::rng::Stream;

/// Which field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Wind,
    Temperature,
    Cloud,
}

impl Kind {
    /// Correlation length in kilometres, its exponent, and the slow root of the autoregression.
    fn measured(self) -> (f64, f64, f64) {
        match self {
            Self::Wind => (625.0, 1.0, 0.96),
            Self::Temperature => (1200.0, 1.5, 0.985),
            Self::Cloud => (950.0, 1.0, 0.974),
        }
    }
}

/// Fast root of the autoregression of every field: weather does not jump within an hour.
const FAST: f64 = 0.6;

/// Standard normal series, one per place.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) series: Vec<Vec<f64>>,
}

impl Field {
    pub(super) fn new(kind: Kind, places: &[(f64, f64)], hours: usize, seed: u64) -> Self {
        let (length_km, exponent, slow) = kind.measured();
        let n = places.len();
        let root = cholesky(n, |i, j| {
            let nugget = if i == j { 1e-6 } else { 0.0 };
            (-(distance_km(places[i], places[j]) / length_km).powf(exponent)).exp() + nugget
        });
        let mut stream = Stream::new(seed, kind as u64 + 1);
        let (a, b) = (slow + FAST, -slow * FAST);
        // variance of the second-order autoregression driven by unit noise
        let variance = (1.0 - b) / ((1.0 + b) * ((1.0 - b).powi(2) - a * a));
        let scale = 1.0 / variance.sqrt();
        let mut series = vec![vec![0.0; hours]; n];
        let (mut one, mut two) = (vec![0.0; n], vec![0.0; n]);
        let warm_up = 400;
        for t in 0..hours + warm_up {
            let noise: Vec<f64> = (0..n).map(|_| stream.normal()).collect();
            let mut next = vec![0.0; n];
            for i in 0..n {
                let shared: f64 = (0..=i).map(|j| root[i * n + j] * noise[j]).sum();
                next[i] = a * one[i] + b * two[i] + shared;
            }
            two = one;
            one = next;
            if t >= warm_up {
                for (series, value) in series.iter_mut().zip(&one) {
                    series[t - warm_up] = scale * value;
                }
            }
        }
        Self { series }
    }
}

/// Great-circle distance, km.
pub(super) fn distance_km(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (p, q) = (a.0.to_radians(), b.0.to_radians());
    let cosine = p.sin() * q.sin() + p.cos() * q.cos() * (a.1 - b.1).to_radians().cos();
    6371.0 * cosine.clamp(-1.0, 1.0).acos()
}

/// Lower Cholesky factor, row-major; a place that repeats another gets a zero pivot and follows it.
pub(super) fn cholesky(n: usize, matrix: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let mut root = vec![0.0; n * n];
    for i in 0..n {
        for j in 0..=i {
            let known: f64 = (0..j).map(|k| root[i * n + k] * root[j * n + k]).sum();
            let left = matrix(i, j) - known;
            root[i * n + j] = if i == j {
                left.max(0.0).sqrt()
            } else if root[j * n + j] > 1e-9 {
                left / root[j * n + j]
            } else {
                0.0
            };
        }
    }
    root
}
