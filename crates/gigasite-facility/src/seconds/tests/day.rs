//! The whole day.

use super::{day, input, undisturbed};
use crate::seconds::*;
use proptest::prelude::*;

/// Largest relative gap of an hour's energy.
fn worst_gap(seconds: &[f64], hours: [f64; 24]) -> f64 {
    let gap = |(seconds, mean): (&[f64], f64)| {
        let energy: f64 = seconds.iter().sum();
        (energy - mean * 3600.0).abs() / (mean * 3600.0).max(1.0)
    };
    seconds.chunks_exact(HOUR_S).zip(hours).map(gap).fold(0.0, f64::max)
}

#[test]
fn the_sum_of_the_seconds_is_the_hour() {
    let input = input();
    let day = day(&input);
    for (what, seconds, hours) in [
        ("IT", &day.it_mw, input.hours.map(|hour| hour.it_mw)),
        ("cooling", &day.cooling_mw, input.hours.map(|hour| hour.cooling_mw)),
        ("losses", &day.loss_mw, input.hours.map(|hour| hour.loss_mw)),
        ("facility", &day.facility_mw, input.hours.map(|hour| hour.it_mw + hour.cooling_mw + hour.loss_mw)),
    ] {
        assert_eq!(seconds.len(), DAY_S);
        let gap = worst_gap(seconds, hours);
        println!("{what}: worst hour misses {gap:.1e}");
        assert!(gap < 1e-9, "{what}: {gap}");
    }
}

#[test]
fn no_step_stands_at_the_turn_of_an_hour() {
    let mut input = input();
    input.workload = undisturbed(64);
    // steps of a tenth of a second: seconds without swing
    input.workload.training.step_s = Span::just(0.1);
    for (hour, means) in input.hours.iter_mut().enumerate() {
        means.it_mw = 110.0 + 8.0 * (hour as f64).sin();
    }
    let day = day(&input);
    let steepest = |second: usize| (day.it_mw[second] - day.it_mw[second - 1]).abs();
    for hour in 1..24 {
        assert!(steepest(hour * HOUR_S) < 0.05, "{} MW at hour {hour}", steepest(hour * HOUR_S));
    }
    assert!(day.ramps.over_1_s.fastest_mw_per_s() < 0.2, "{:?}", day.ramps);
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_another_day() {
    let bytes = |day: &DayAtOneSecond| -> Vec<u64> {
        day.facility_mw
            .iter()
            .chain(&day.junction_c)
            .chain(&day.buffer.grid_mw)
            .map(|v| v.to_bits())
            .collect()
    };
    let input = input();
    let here = day(&input);
    let (there, beside) = rayon::join(|| day(&input), || day(&DayInput { seed: 2, ..input.clone() }));
    assert_eq!(bytes(&here), bytes(&there));
    assert_eq!(here, there);
    assert_ne!(bytes(&here), bytes(&beside));
    assert_ne!(here.events, beside.events);
}

#[test]
fn cooling_lags_and_never_jumps_with_the_servers() {
    let day = day(&input());
    let jump = |series: &[f64]| Ramp::over(series, 1).fastest_mw_per_s();
    let ratio = 6.0 / 125.0;
    println!("IT moves {:.1} MW in a second, cooling {:.4} MW", jump(&day.it_mw), jump(&day.cooling_mw));
    // PUE times IT would move with the servers; the lag takes 1/300 of it
    assert!(jump(&day.cooling_mw) < 0.05 * ratio * jump(&day.it_mw), "{}", jump(&day.cooling_mw));
}

#[test]
fn junctions_stay_between_coolant_and_full_power() {
    let day = day(&input());
    for (junction, coolant) in day.junction_c.iter().zip(&day.coolant_c) {
        assert!(
            (coolant - 5.0..coolant + 0.025 * 1400.0 + 5.0).contains(junction),
            "{junction} over {coolant}"
        );
    }
    let hottest = day.coolant_c.iter().copied().fold(0.0, f64::max);
    println!(
        "coolant up to {hottest:.1} °C, {:.1} s to the limit without flow",
        day.no_flow_s.expect("liquid")
    );
    assert!(day.over_limit_s == 0 && hottest <= 40.0 + 1e-9);
    // 5 K or more at 0.385 K/s or less
    assert!(day.no_flow_s.expect("liquid") > 13.0);
}

#[test]
fn an_air_cooled_site_has_a_lag_and_no_coolant() {
    let mut input = input();
    input.plant.liquid_frac = 0.0;
    let day = day(&input);
    assert!(day.coolant_c.is_empty() && day.junction_c.is_empty() && day.no_flow_s.is_none());
    assert!(worst_gap(&day.cooling_mw, input.hours.map(|hour| hour.cooling_mw)) < 1e-9);
}

#[test]
fn one_job_asks_for_more_store_than_many() {
    let with = |jobs: usize| {
        let mut input = input();
        input.workload.training.jobs_count = jobs;
        let day = day(&input);
        (day.buffer.energy_mwh, day.step_buffer.power_mw, day.backfill_mwh)
    };
    let (one, many) = (with(1), with(32));
    println!("store (MWh), step power (MW), backfill (MWh): one job {one:.3?}, 32 jobs {many:.3?}");
    assert!(one.0 > many.0 && one.1 > many.1);
}

#[test]
fn an_hour_that_no_mix_can_give_is_refused() {
    for (it_mw, says) in
        [(170.0, "hour 7 asks for a mean of 170 MW"), (20.0, "hour 7 asks for a mean of 20 MW")]
    {
        let mut input = input();
        input.hours[7].it_mw = it_mw;
        let error = day_at_one_second(&input).expect_err("out of bounds");
        assert!(error.to_string().contains(says), "{error}");
        assert!(error.hint().is_some());
    }
    let mut input = input();
    input.workload.training.duty_frac = 1.2;
    let error = day_at_one_second(&input).expect_err("no share");
    assert_eq!(error.to_string(), "`duty_frac` is 1.2, expected a share from 0 to 1");
    let day = day(&super::input());
    assert!(day.site.waveform_mw(86_300, 101, 64).is_err() && day.site.waveform_mw(86_300, 100, 0).is_err());
}

#[test]
fn the_time_of_a_day_is_reported() {
    for jobs in [1, 4, 16] {
        let mut input = input();
        input.workload.training.jobs_count = jobs;
        let start = std::time::Instant::now();
        let day = day(&input);
        println!("a day at one second with {jobs} jobs in {:?}", start.elapsed());
        println!(
            "  {:?}; peak {:.2} Hz {:.1} MW, band {:.3}; store {:.3} MWh {:.1} MW, steps {:.4} MWh {:.1} MW; {} events; mix {:.1} MW",
            day.ramps,
            day.spectrum.peak_hz,
            day.spectrum.peak_mw,
            day.spectrum.band_frac,
            day.buffer.energy_mwh,
            day.buffer.power_mw,
            day.step_buffer.energy_mwh,
            day.step_buffer.power_mw,
            day.events.len(),
            day.mix_mw,
        );
        assert_eq!(day.facility_mw.len(), DAY_S);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_hour_between_idle_and_full_is_met_within_the_bounds(
        means in prop::collection::vec(39.0..=160.0_f64, 24), corner in 0..5_usize, jobs in 1..6_usize,
        training in 0.0..=1.0_f64, seed in 0..1_000_000_u64,
    ) {
        let mut input = input();
        for (hour, mean) in input.hours.iter_mut().zip(&means) {
            hour.it_mw = *mean;
            hour.cooling_mw = mean - 39.0;
        }
        // the bounds themselves, beside anything
        input.hours[3 * corner].it_mw = 39.0;
        input.hours[3 * corner + 1].it_mw = 160.0;
        input.workload.training_frac = if seed % 5 == 0 { 0.0 } else { training };
        input.workload.training.jobs_count = jobs;
        input.seed = seed;
        let day = day(&input);
        prop_assert!(worst_gap(&day.it_mw, input.hours.map(|hour| hour.it_mw)) < 1e-9);
        prop_assert!(worst_gap(&day.cooling_mw, input.hours.map(|hour| hour.cooling_mw)) < 1e-9);
        prop_assert!(day.it_mw.iter().all(|mw| (39.0..=160.0).contains(mw)));
        prop_assert!(day.cooling_mw.iter().all(|mw| *mw >= 0.0));
    }
}
