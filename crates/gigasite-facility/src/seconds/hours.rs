//! The sum of the seconds equals the hour.
//!
//! A series of seconds is bent until every hour has its given mean. What bends it varies slowly: linear between the centres of the
//! hours, and what is still missing is put into each hour with a window that fades out towards both of its ends,
//!
//! ```text
//! w(s) = min(1, seconds to the nearer end of the hour / 300), at least 0.001
//! ```
//!
//! so that no step stands at the turn of an hour. The strength δ of each hour's window is the root of
//! `Σ value(s, δ·w(s)) = 3600 · mean`. The floor of the window lets every mean within the bounds be met; the 300 s are an
//! estimate (EST).

use super::HOUR_S;
use crate::root::bracketed;

const FADE_S: f64 = 300.0;
const FLOOR: f64 = 0.001;

fn window(second: usize) -> f64 {
    let nearer = second.min(HOUR_S - 1 - second) as f64 + 0.5;
    (nearer / FADE_S).clamp(FLOOR, 1.0)
}

/// Windows of the seconds of an hour.
pub(super) fn windows() -> Vec<f64> {
    (0..HOUR_S).map(window).collect()
}

/// A series of the day through the given values at the centres of the hours, level before the first and after the last.
pub(super) fn between_centres(knots: &[f64; 24], second: usize) -> f64 {
    let at_hours = ((second as f64 + 0.5) / HOUR_S as f64 - 0.5).clamp(0.0, 23.0);
    let before = (at_hours as usize).min(22);
    let part = at_hours - before as f64;
    knots[before] + (knots[before + 1] - knots[before]) * part
}

/// Zero of a rising function of δ that reaches both signs within ±`5000`, looked for near 0 first.
pub(super) fn strength(missing: impl Fn(f64) -> f64) -> f64 {
    let here = missing(0.0);
    if here.abs() <= 0.0 {
        return 0.0;
    }
    let side = if here < 0.0 { 1.0 } else { -1.0 };
    let (mut near, mut far) = (0.0, 0.01 * side);
    while missing(far) * here > 0.0 && far.abs() < 5000.0 {
        (near, far) = (far, far * 4.0);
    }
    bracketed(near, far, 1e-15, missing)
}

/// Scales positive seconds so that every hour has its mean; factors are never negative.
pub(super) fn scale_to_hours(seconds: &mut [f64], means: &[f64; 24]) {
    let windows = windows();
    let mut ratios = [0.0; 24];
    for ((ratio, hour), mean) in ratios.iter_mut().zip(seconds.chunks_exact(HOUR_S)).zip(means) {
        *ratio = mean * HOUR_S as f64 / hour.iter().sum::<f64>();
    }
    for (second, value) in seconds.iter_mut().enumerate() {
        *value *= between_centres(&ratios, second);
    }
    for (hour, mean) in seconds.chunks_exact_mut(HOUR_S).zip(means) {
        let factor = |delta: f64, w: f64| (1.0 + delta * w).max(0.0);
        let delta = strength(|delta| {
            let sum: f64 = hour.iter().zip(&windows).map(|(value, w)| value * factor(delta, *w)).sum();
            sum - mean * HOUR_S as f64
        });
        for (value, w) in hour.iter_mut().zip(&windows) {
            *value *= factor(delta, *w);
        }
    }
}
