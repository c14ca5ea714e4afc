//! How often the grid sees a site swing.
//!
//! ```text
//! X_k = Σ w_n (p_n − mean) e^(−2πi kn/N) / sinc(k/N)    w: Hann window, 1 ≤ k ≤ N/2
//! amplitude at f_k    = 2 |X_k| / Σ w
//! share of a band     = Σ_band |X_k|² / Σ |X_k|²
//! amplitude of a peak = √(4 Σ_{±2 bins} |X_k|² / (N Σ w²))
//! ```
//!
//! A sample is a mean over its interval, which weakens fast swings by `sinc`: amplitudes and shares are those of the wave itself. The
//! amplitude of the peak adds up the window's main lobe, so it holds between two frequencies of the grid as well. What the samples are
//! too slow for folds back: steps at 64 Hz leave less than 1 % of their energy above 32 Hz.

use serde::Serialize;
use std::f64::consts::{PI, TAU};

/// Band in which plants and lines can be excited, Hz (`facts/facility_workload.csv`, row "Grid-critical band").
pub const BAND_HZ: [f64; 2] = [0.1, 20.0];

/// Swings of a waveform by frequency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Spectrum {
    /// First second of the waveform in its day.
    pub from_s: usize,
    /// Its length, s.
    pub duration_s: f64,
    /// Distance of two frequencies, Hz.
    pub step_hz: f64,
    /// Amplitude (half of peak to peak) of `step_hz · index`, MW, up to half the sampling rate; index 0 is the mean.
    pub amplitude_mw: Vec<f64>,
    /// Share of the energy of all swings (the mean taken off) within 0.1–20 Hz; 0 if nothing swings.
    pub band_frac: f64,
    /// The same share with the energy of the mean power counted in the whole.
    pub band_of_total_frac: f64,
    /// Frequency of the strongest swing within the band, Hz.
    pub peak_hz: f64,
    /// Its amplitude, MW.
    pub peak_mw: f64,
    /// Highest less lowest sample, MW: the dynamic range of the waveform.
    pub range_mw: f64,
}

impl Spectrum {
    /// Of `rate_hz` samples a second; as many of them, from the first on, as make a power of two.
    pub fn of(waveform_mw: &[f64], from_s: usize, rate_hz: f64) -> Self {
        let n = (waveform_mw.len() + 1).next_power_of_two() >> 1;
        let samples = &waveform_mw[..n];
        let mean = samples.iter().sum::<f64>() / n.max(1) as f64;
        let window: Vec<f64> = (0..n).map(|i| 0.5 - 0.5 * (TAU * i as f64 / n as f64).cos()).collect();
        let mut re: Vec<f64> = samples.iter().zip(&window).map(|(p, w)| (p - mean) * w).collect();
        let mut im = vec![0.0; n];
        fourier(&mut re, &mut im);
        let half = (n >> 1) + usize::from(n > 1);
        let step_hz = rate_hz / n.max(1) as f64;
        let energy_at = |k: usize| (re[k] * re[k] + im[k] * im[k]) / sinc(k as f64 / n as f64).powi(2);
        let energy: Vec<f64> = (0..half).map(energy_at).collect();
        let sum_w: f64 = window.iter().sum();
        let sum_w2: f64 = window.iter().map(|w| w * w).sum();
        let mut amplitude_mw: Vec<f64> = energy.iter().map(|e| 2.0 * e.sqrt() / sum_w).collect();
        if let Some(first) = amplitude_mw.first_mut() {
            *first = mean;
        }
        let in_band = |k: &usize| (BAND_HZ[0]..=BAND_HZ[1]).contains(&(*k as f64 * step_hz));
        let all: f64 = energy.iter().skip(1).sum();
        let band: f64 = (1..half).filter(in_band).map(|k| energy[k]).sum();
        // the mean's energy in the same measure: one-sided sums of an oscillation hold half of its windowed energy
        let steady = mean * mean * sum_w2 * n as f64 * 0.5;
        let share = |whole: f64| if whole > 0.0 { band / whole } else { 0.0 };
        let peak = (1..half).filter(in_band).max_by(|a, b| energy[*a].total_cmp(&energy[*b]).then(b.cmp(a)));
        let peak = peak.filter(|k| energy[*k] > 0.0).unwrap_or(0);
        let lobe: f64 = energy[peak.saturating_sub(2).max(1).min(half)..(peak + 3).min(half)].iter().sum();
        let peak_mw = if peak > 0 { (4.0 * lobe / (n as f64 * sum_w2)).sqrt() } else { 0.0 };
        Self {
            from_s,
            duration_s: n as f64 / rate_hz,
            step_hz,
            amplitude_mw,
            band_frac: share(all),
            band_of_total_frac: share(all + steady),
            peak_hz: peak as f64 * step_hz,
            peak_mw,
            range_mw: super::ramp::range_mw(samples),
        }
    }
}

fn sinc(x: f64) -> f64 {
    if x > 0.0 { (PI * x).sin() / (PI * x) } else { 1.0 }
}

/// Radix-2 transform in place (Cooley and Tukey 1965); the length is a power of two.
pub(super) fn fourier(re: &mut [f64], im: &mut [f64]) {
    let n = re.len();
    if n < 2 {
        return;
    }
    let bits = n.trailing_zeros();
    for i in 0..n {
        let j = i.reverse_bits() >> (usize::BITS - bits);
        if i < j {
            re.swap(i, j);
            im.swap(i, j);
        }
    }
    let turns: Vec<(f64, f64)> = (0..n >> 1).map(|k| (-TAU * k as f64 / n as f64).sin_cos()).collect();
    let mut half = 1;
    let mut stride = n >> 1;
    while half < n {
        for (re, im) in re.chunks_exact_mut(2 * half).zip(im.chunks_exact_mut(2 * half)) {
            let (re_a, re_b) = re.split_at_mut(half);
            let (im_a, im_b) = im.split_at_mut(half);
            for k in 0..half {
                let (sin, cos) = turns[k * stride];
                let (r, i) = (re_b[k] * cos - im_b[k] * sin, re_b[k] * sin + im_b[k] * cos);
                (re_b[k], im_b[k]) = (re_a[k] - r, im_a[k] - i);
                re_a[k] += r;
                im_a[k] += i;
            }
        }
        half <<= 1;
        stride >>= 1;
    }
}
