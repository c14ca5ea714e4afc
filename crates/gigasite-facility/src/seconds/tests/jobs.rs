//! Steps, interruptions, inference, and what K jobs do together.

use super::{input, undisturbed};
use crate::seconds::job::{Job, Levels};
use crate::seconds::random::SplitMix64;
use crate::seconds::site::Site;
use crate::seconds::wave::Wave;
use crate::seconds::*;
use proptest::prelude::*;

const LEVELS: Levels = Levels { hi: 0.95, lo: 0.45, checkpoint: 0.3 };

fn variance(series: &[f64]) -> f64 {
    let n = series.len() as f64;
    let mean = series.iter().sum::<f64>() / n;
    series.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n
}

/// Seconds from `from_s` on of an undisturbed site of `jobs` jobs, bent by nothing but a level mean.
fn swing_mw(jobs: usize, seed: u64) -> f64 {
    let input = DayInput { workload: undisturbed(jobs), seed, ..input() };
    let (site, _) = Site::draw(&input);
    variance(&site.waveform_mw(43_200, 256, 16).expect("within the day")).sqrt()
}

#[test]
fn a_hundred_thousand_accelerators_are_interrupted_every_half_hour() {
    let training = Training::default();
    let seeds = 400;
    let interruptions: usize = (0..seeds)
        .map(|seed| {
            let job = Job::draw(0, 100_000.0, &training, LEVELS, SplitMix64::stream(seed, 1));
            job.events.iter().filter(|event| event.kind == EventKind::Interruption).count()
        })
        .sum();
    let mean_min = 1440.0 * seeds as f64 / interruptions as f64;
    println!("mean between interruptions: {mean_min:.2} min over {interruptions} interruptions");
    // 18,900 of them: one standard deviation is 0.7 %
    assert!((mean_min / 30.406 - 1.0).abs() < 0.02, "{mean_min} min");
}

#[test]
fn an_interruption_drops_a_job_to_idle_within_a_second() {
    let training = Training { jobs_count: 1, ..Training::default() };
    let mut input = input();
    input.workload = Workload { training_frac: 1.0, training, ..Workload::default() };
    // well below what the job draws, so that nothing is filled
    input.hours.iter_mut().for_each(|hour| hour.it_mw = 45.0);
    let (site, drawn) = Site::draw(&input);
    assert!(drawn.backfill_mwh < 1e-12);
    let level = site.gpu_level();
    let aborts = drawn.events.iter().filter(|event| event.kind == EventKind::Interruption && event.at_s > 0);
    let mut whole = 0;
    for event in aborts {
        let (before, after) = (drawn.it_mw[event.at_s - 1], drawn.it_mw[event.at_s]);
        assert!((after - input.plant.it_idle_mw).abs() < 1e-9, "{after} MW in second {}", event.at_s);
        assert!(level[event.at_s] < 1e-12);
        whole += usize::from(before > input.plant.it_idle_mw + 2.0);
    }
    assert!(whole > 10, "{whole} drops from work");
    // back after the restart, within the ramp
    let restart = drawn.events.iter().find(|event| event.kind == EventKind::Restart).expect("one");
    assert!(level[restart.at_s] > 0.0 && level[restart.at_s - 1] < 1e-12);
}

#[test]
fn many_jobs_swing_less_as_one_over_the_root_of_their_number() {
    let seeds = 40_u64;
    let mean_square =
        |jobs: usize| (0..seeds).map(|seed| swing_mw(jobs, seed).powi(2)).sum::<f64>() / seeds as f64;
    let one = mean_square(1);
    for jobs in [4, 16, 64] {
        let ratio = (mean_square(jobs) / one).sqrt() * (jobs as f64).sqrt();
        println!("{jobs} jobs: {ratio:.6} of 1/sqrt(K)");
        assert!((ratio - 1.0).abs() < 0.15, "{jobs} jobs: {ratio}");
    }
}

#[test]
fn demand_of_a_day_has_its_peak_valley_and_mean() {
    for (valley, mean) in [(3.3, 1.7), (2.0, 1.4), (4.0, 1.8), (34.6, 3.0)] {
        let inference =
            Inference { peak_to_valley_ratio: valley, peak_to_mean_ratio: mean, ..Inference::default() };
        let shape = Diurnal::of(&inference);
        let points: Vec<f64> = (0..1440).map(|minute| shape.demand_frac(f64::from(minute) / 60.0)).collect();
        let low = points.iter().copied().fold(f64::INFINITY, f64::min);
        assert!((shape.demand_frac(14.0) - 1.0).abs() < 1e-12);
        assert!((1.0 / low - valley).abs() < 1e-6 * valley, "{valley}: {}", 1.0 / low);
        let got = 1440.0 / points.iter().sum::<f64>();
        assert!((got - mean).abs() < 1e-4, "{mean}: {got}");
    }
}

#[test]
fn the_noise_of_inference_falls_with_its_size() {
    let inference = Inference::default();
    let shape = Diurnal::of(&inference);
    let noise = |gpus: f64| {
        let busy = inference::busy_frac(&inference, gpus, &mut SplitMix64::stream(3, 0));
        let relative = |(second, busy): (usize, &f64)| {
            let demand = shape.demand_frac((second as f64 + 0.5) / 3600.0);
            (busy / demand - 1.0) * (demand * gpus).sqrt()
        };
        variance(&busy.iter().enumerate().map(relative).collect::<Vec<_>>()).sqrt()
    };
    // Poisson: one over the root of the requests in service
    for gpus in [1e3, 1e5] {
        assert!((noise(gpus) - 1.0).abs() < 0.05, "{gpus}: {}", noise(gpus));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_blurred_step_is_the_mean_of_its_racks(
        period_s in 0.3..5.0, duty_frac in 0.0..1.0, jitter_frac in 0.001..0.2, phase_frac in 0.0..1.0,
        from_s in 0.0..86_399.0, length_s in 0.01..1.0,
    ) {
        let wave = Wave { period_s, duty_frac, jitter_frac, phase_frac };
        let mean = |wave: Wave| wave.on_frac(wave.done(from_s), wave.done(from_s + length_s), length_s);
        let racks = 2000;
        let rack = |i: i32| {
            let offset = (2.0 * (f64::from(i) + 0.5) / f64::from(racks) - 1.0) * 3_f64.sqrt() * jitter_frac;
            mean(Wave { jitter_frac: 0.0, phase_frac: phase_frac - offset, ..wave })
        };
        let expected = (0..racks).map(rack).sum::<f64>() / f64::from(racks);
        prop_assert!((mean(wave) - expected).abs() < 2e-3, "{} instead of {expected}", mean(wave));
        prop_assert!((-1e-7..=1.0 + 1e-7).contains(&mean(wave)));
    }

    #[test]
    fn whole_steps_have_the_duty_as_their_mean(
        period_s in 0.3..5.0, duty_frac in 0.0..1.0, jitter_frac in 0.0..0.2, steps in 1..5000_u32,
    ) {
        let wave = Wave { period_s, duty_frac, jitter_frac, phase_frac: 0.3 };
        let length_s = period_s * f64::from(steps);
        let mean = wave.on_frac(wave.done(0.0), wave.done(length_s), length_s);
        prop_assert!((mean - duty_frac).abs() < 1e-9);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn no_partition_swings_more_than_one_job_can(jobs in 2..20_usize, seed in 0..1000_u64) {
        // a square wave between lo and hi of the full power
        let plant = input().plant;
        let half_mw = 0.5 * 0.5 * plant.it_full_mw;
        prop_assert!(swing_mw(jobs, seed) <= half_mw);
    }

    #[test]
    fn the_mean_of_a_waveform_is_its_second(seed in 0..1000_u64, from_s in 0..86_300_usize) {
        let input = DayInput { seed, ..input() };
        let (site, drawn) = Site::draw(&input);
        let fine = site.waveform_mw(from_s, 100, 64).expect("within the day");
        for (samples, second) in fine.chunks_exact(64).zip(&drawn.it_mw[from_s..]) {
            let mean = samples.iter().sum::<f64>() / 64.0;
            prop_assert!((mean - second).abs() < 1e-6, "{mean} instead of {second}");
        }
    }
}
