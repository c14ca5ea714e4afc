//! Ramps, spectrum and buffers.

use crate::seconds::spectrum::fourier;
use crate::seconds::*;
use proptest::prelude::*;
use std::f64::consts::TAU;

#[test]
fn a_step_of_50_mw_at_5_mw_per_second_needs_69_kwh() {
    // TR-3 of facility_vectors.csv
    assert!((step_energy_mwh(50.0, 5.0) * 1000.0 - 69.4444).abs() < 1e-4);
    let buffer = Buffer::size(&vec![50.0; 120], 1.0, 5.0, 0.0);
    println!("TR-3 by simulation: {} kWh, {} MW", buffer.energy_mwh * 1000.0, buffer.power_mw);
    assert!((buffer.energy_mwh * 1000.0 - 69.4444).abs() < 1e-4, "TR-3: {}", buffer.energy_mwh * 1000.0);
    assert!((buffer.power_mw - 50.0).abs() < 1e-12);
}

#[test]
fn the_store_returns_to_rest_and_the_grid_to_the_load() {
    let buffer = Buffer::size(&vec![50.0; 7200], 1.0, 5.0, 0.0);
    assert!(buffer.stored_mwh[7199].abs() < 1e-9);
    assert!((buffer.grid_mw[7199] - 50.0).abs() < 1e-6);
}

#[test]
fn steps_of_uneven_duty_neither_fill_nor_drain_the_store() {
    // 60 MW for 0.8 of 2.5 s steps for an hour: one step holds 60·0.8·0.2·2.5 MJ about its mean, the trailing mean hides it
    let load: Vec<f64> = (0..3600 * 10).map(|i| if i % 25 < 20 { 100.0 } else { 40.0 }).collect();
    let buffer = Buffer::size(&load, 0.1, 5.0, 88.0);
    println!("steps of 60 MW: {:.2} kWh, mean over {} s", buffer.energy_mwh * 1000.0, buffer.averaging_s);
    let one_step_mwh = 60.0 * 0.8 * 0.2 * 2.5 / 3600.0;
    assert!(buffer.energy_mwh < 4.0 * one_step_mwh, "{} MWh, one step {one_step_mwh}", buffer.energy_mwh);
    assert!(buffer.averaging_s > 0.0);
}

#[test]
fn ramps_are_those_of_a_series_drawn_by_hand() {
    let mut power = vec![10.0; 200];
    power[50..].fill(40.0);
    for (i, value) in power[100..161].iter_mut().enumerate() {
        *value = 40.0 - 0.5 * i as f64;
    }
    power[161..].fill(10.0);
    let ramps = Ramps::of(&power);
    let near =
        |got: f64, expected: f64| assert!((got - expected).abs() < 1e-12, "{got} instead of {expected}");
    near(ramps.over_1_s.up_mw_per_s, 30.0);
    near(ramps.over_1_s.down_mw_per_s, 0.5);
    near(ramps.over_10_s.up_mw_per_s, 3.0);
    near(ramps.over_60_s.up_mw_per_s, 0.5);
    near(ramps.over_60_s.down_mw_per_s, 0.5);
    near(ramps.range_mw, 30.0);
}

#[test]
fn the_transform_is_the_sum_it_stands_for() {
    let mut random = random::SplitMix64::stream(5, 5);
    let wave: Vec<f64> = (0..64).map(|_| random.normal()).collect();
    let (mut re, mut im) = (wave.clone(), vec![0.0; 64]);
    fourier(&mut re, &mut im);
    for k in 0..64 {
        let turn = |n: usize| -TAU * (k * n) as f64 / 64.0;
        let sum_re: f64 = wave.iter().enumerate().map(|(n, p)| p * turn(n).cos()).sum();
        let sum_im: f64 = wave.iter().enumerate().map(|(n, p)| p * turn(n).sin()).sum();
        assert!((re[k] - sum_re).abs() < 1e-11 && (im[k] - sum_im).abs() < 1e-11, "bin {k}");
    }
}

/// Means over intervals of 1/64 s of `mean + amplitude·sin(2πft)`.
fn sine(mean: f64, amplitude: f64, hz: f64, seconds: usize) -> Vec<f64> {
    let whole = |i: usize| -(TAU * hz * i as f64 / 64.0).cos() / (TAU * hz) * 64.0;
    (0..seconds * 64).map(|i| mean + amplitude * (whole(i + 1) - whole(i))).collect()
}

#[test]
fn a_sine_shows_its_frequency_and_its_amplitude() {
    for hz in [0.15, 0.501_95, 1.0, 2.345, 19.9] {
        let spectrum = Spectrum::of(&sine(100.0, 10.0, hz, 256), 0, 64.0);
        assert!(
            (spectrum.peak_hz - hz).abs() <= 0.5 * spectrum.step_hz + 1e-12,
            "{hz}: {}",
            spectrum.peak_hz
        );
        assert!((spectrum.peak_mw - 10.0).abs() < 0.05, "{hz}: {}", spectrum.peak_mw);
        assert!(spectrum.band_frac > 0.999, "{hz}: {}", spectrum.band_frac);
        // 50 of 100² + 50
        assert!(
            (spectrum.band_of_total_frac - 50.0 / 10_050.0).abs() < 1e-4,
            "{}",
            spectrum.band_of_total_frac
        );
        assert!((spectrum.amplitude_mw[0] - 100.0).abs() < 0.2);
    }
    let slow = Spectrum::of(&sine(100.0, 10.0, 0.02, 256), 0, 64.0);
    assert!(slow.band_frac < 0.01, "{}", slow.band_frac);
    let fast = Spectrum::of(&sine(100.0, 10.0, 25.0, 256), 0, 64.0);
    assert!(fast.band_frac < 0.01, "{}", fast.band_frac);
}

#[test]
fn steps_leave_little_above_what_the_samples_can_tell() {
    // the fastest steps and edges of the ranges: energy of harmonics above 32 Hz after averaging over 1/64 s
    let wave = wave::Wave { period_s: 0.3, duty_frac: 0.8, jitter_frac: 0.01, phase_frac: 0.0 };
    let (rate, n) = (1024, 1 << 16);
    let done = |i: usize| wave.done(i as f64 / f64::from(rate));
    let samples: Vec<f64> =
        (0..n).map(|i| wave.on_frac(done(i), done(i + 1), 1.0 / f64::from(rate))).collect();
    let (mut re, mut im) = (samples, vec![0.0; n]);
    fourier(&mut re, &mut im);
    let energy = |k: &usize| re[*k] * re[*k] + im[*k] * im[*k];
    let step_hz = f64::from(rate) / n as f64;
    let (mut above, mut all) = (0.0, 0.0);
    for k in 20..n >> 1 {
        let hz = k as f64 * step_hz;
        let held = (std::f64::consts::PI * hz / 64.0).sin() / (std::f64::consts::PI * hz / 64.0);
        all += energy(&k);
        above += if hz > 32.0 { energy(&k) * held * held } else { 0.0 };
    }
    println!("folded back: {:.5} of the energy of steps", above / all);
    assert!(above / all < 0.01, "{}", above / all);
}

#[test]
fn limits_are_held_against_the_day() {
    let ramps = Ramps::of(&[10.0, 12.0, 11.0]);
    let spectrum = Spectrum::of(&sine(100.0, 10.0, 1.0, 16), 0, 64.0);
    let limits = Limits { ramp_mw_per_s: 2.0, range_mw: Some(15.0), band_frac: 0.2 };
    assert_eq!(limits.kept(&ramps, &spectrum), Kept { ramp: true, range: Some(false), band: false });
    let wide = Limits { ramp_mw_per_s: 1.9, range_mw: None, band_frac: 1.0 };
    assert_eq!(wide.kept(&ramps, &spectrum), Kept { ramp: false, range: None, band: true });
}

proptest! {
    #[test]
    fn any_single_step_needs_the_closed_form(step in -100.0..100.0_f64, limit in 0.5..60.0, level in 0.0..50.0) {
        let (from, to) = if step < 0.0 { (level - step, level) } else { (level, level + step) };
        let buffer = Buffer::size(&vec![to; 300], 1.0, limit, from);
        let expected = step_energy_mwh(step, limit);
        prop_assert!((buffer.energy_mwh - expected).abs() < 1e-4 * expected + 1e-9, "{} instead of {expected}", buffer.energy_mwh);
        prop_assert!((buffer.power_mw - step.abs()).abs() < 1e-9);
    }

    #[test]
    fn the_grid_side_never_passes_its_ramp_and_no_energy_is_lost(
        load in prop::collection::vec(0.0..100.0, 2..400), limit in 0.1..50.0, step_s in 0.01..1.0,
    ) {
        let buffer = Buffer::size(&load, step_s, limit, load[0]);
        let mut before = load[0];
        for grid in &buffer.grid_mw {
            prop_assert!((grid - before).abs() <= limit * step_s * (1.0 + 1e-9) && *grid >= -1e-12);
            before = *grid;
        }
        let capacity = buffer.energy_mwh * (1.0 + 1e-12) + 1e-12;
        prop_assert!(buffer.stored_mwh.iter().all(|stored| stored.abs() <= capacity));
    }
}
