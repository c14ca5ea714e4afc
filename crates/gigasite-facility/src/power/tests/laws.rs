//! Utilisation laws and activity mixes; rows GPU-1 to GPU-3 of `facility_vectors.csv`.

use crate::power::law::Points;
use crate::power::{Law, Mix, Phase, PowerError};
use proptest::prelude::*;

fn near_rel(id: &str, got: f64, expected: f64, tolerance: f64) {
    assert!((got / expected - 1.0).abs() <= tolerance, "{id}: {got} instead of {expected}");
}

fn all() -> Vec<Law> {
    let points = Points::new(vec![(0.0, 0.0), (0.2, 0.5), (0.7, 0.5), (1.0, 1.0)]).unwrap();
    let asymptotic = [0.05, 0.3, 4.0].map(|a| Law::Asymptotic { a });
    let mut laws =
        vec![Law::Linear, Law::FAN, Law::Log, Law::Sqrt, Law::Square, Law::Cubic, Law::Table(points)];
    laws.extend(asymptotic);
    laws.extend([Law::Fan { h: 1.0 }, Law::Fan { h: 2.0 }]);
    laws
}

#[test]
fn laws_give_the_published_power_of_half_a_load() {
    let at_half = |law: Law| law.power_w(70.0, 700.0, 0.5).unwrap();
    assert!((at_half(Law::Linear) - 385.0).abs() < 1e-12, "GPU-1");
    near_rel("GPU-2", at_half(Law::Log), 438.526, 1e-4);
    near_rel("GPU-3", at_half(Law::FAN), 461.275, 1e-4);
    near_rel("sqrt", at_half(Law::Sqrt), 70.0 + 630.0 * 0.5f64.sqrt(), 1e-12);
    near_rel("square", at_half(Law::Square), 227.5, 1e-12);
    near_rel("cubic", at_half(Law::Cubic), 148.75, 1e-12);
    // OpenDC: 70 + 315·(1 + 0.5 − e^(−0.5/0.3)), which ends at 688.8 W; here the same shape ends at 700 W
    let open_dc = (315.0 * (1.5 - (-0.5f64 / 0.3).exp())) / (315.0 * (2.0 - (-1.0f64 / 0.3).exp()));
    near_rel("asymptotic", at_half(Law::Asymptotic { a: 0.3 }), 70.0 + 630.0 * open_dc, 1e-12);
    let points = Points::new(vec![(0.0, 0.0), (0.4, 0.6), (1.0, 1.0)]).unwrap();
    near_rel("table", at_half(Law::Table(points)), 70.0 + 630.0 * (0.6 + 0.4 / 6.0), 1e-12);
}

#[test]
fn percent_is_refused_not_taken_for_a_fraction() {
    for law in all() {
        for u in [100.0, 1.000_001, -0.1, f64::NAN] {
            assert!(matches!(law.power_w(70.0, 700.0, u), Err(PowerError::Outside { .. })), "{law:?} at {u}");
        }
    }
    let error = Law::Log.power_w(70.0, 700.0, 85.0).unwrap_err();
    assert_eq!(error.to_string(), "utilisation is 85, expected 0 to 1");
    assert_eq!(error.hint().as_deref(), Some("is it percent? write 0.85"));
    assert!(matches!(Law::Linear.power_w(700.0, 70.0, 0.5), Err(PowerError::IdleAboveMax { .. })));
    assert!(Law::Fan { h: 2.5 }.share(0.5).is_err(), "it would fall near full load");
    assert!(Law::Asymptotic { a: 0.0 }.share(0.5).is_err());
}

#[test]
fn a_table_must_span_its_range_and_never_fall() {
    assert_eq!(Points::new(vec![(0.0, 0.0), (0.9, 1.0)]), Err(PowerError::OpenTable));
    assert_eq!(
        Points::new(vec![(0.0, 0.0), (0.5, 0.7), (0.6, 0.6), (1.0, 1.0)]),
        Err(PowerError::FallingTable { point: 2 })
    );
    assert_eq!(
        Points::new(vec![(0.0, 0.0), (0.5, 0.7), (0.5, 0.8), (1.0, 1.0)]),
        Err(PowerError::FallingTable { point: 2 })
    );
}

#[test]
fn a_mix_is_exact_for_the_energy_of_its_phases() {
    let (tdp_w, idle_w) = (700.0, 70.0);
    let mix = Mix::new(
        Phase { share_frac: 0.5, level_ratio: 0.9 },
        Phase { share_frac: 0.3, level_ratio: 0.4 },
        0.2,
    )
    .unwrap();
    // an hour of seconds, one after another
    let seconds = (0..3600u32).map(|s| match s % 10 {
        0..5 => 630.0,
        5..8 => 280.0,
        _ => 70.0,
    });
    let mean_w = seconds.sum::<f64>() / 3600.0;
    assert!((mix.power_w(tdp_w, idle_w, f64::INFINITY) - mean_w).abs() < 1e-9);
    let half = mix.at(0.5).unwrap();
    assert!((half.power_w(tdp_w, idle_w, f64::INFINITY) - 0.5 * (mean_w + idle_w)).abs() < 1e-9);
    assert!((half.busy_frac() - 0.4).abs() < 1e-12);
    // a cap of 0.6 is felt by the high phase alone
    assert!((mix.power_w(tdp_w, idle_w, 0.6) - (0.5 * 420.0 + 0.3 * 280.0 + 14.0)).abs() < 1e-9);
}

#[test]
fn a_mix_must_fill_the_hour() {
    let phase = |share_frac: f64, level_ratio: f64| Phase { share_frac, level_ratio };
    assert_eq!(
        Mix::new(phase(0.8, 0.95), phase(0.3, 0.45), 0.1),
        Err(PowerError::NotWhole { sum: 0.8 + 0.3 + 0.1 })
    );
    assert!(Mix::new(phase(80.0, 0.95), phase(20.0, 0.45), 0.0).is_err(), "percent");
    assert!(Mix::new(phase(0.8, 0.45), phase(0.2, 0.95), 0.0).is_err(), "low above high");
    for mix in [Mix::TRAINING, Mix::INTENSE, Mix::INFERENCE] {
        assert!(mix.at(1.0).is_ok_and(|same| same == mix), "{mix:?} keeps its own rules");
    }
}

proptest! {
    #[test]
    fn laws_run_from_idle_to_full_and_never_fall(u in 0.0..1.0f64, more in 0.0..1.0f64) {
        for law in all() {
            let at = |u: f64| law.power_w(70.0, 700.0, u).unwrap();
            prop_assert!((at(0.0) - 70.0).abs() < 1e-9 && (at(1.0) - 700.0).abs() < 1e-9, "{:?}", law);
            let higher = u + (1.0 - u) * more;
            prop_assert!(at(higher) >= at(u) - 1e-9, "{:?} from {} to {}", law, u, higher);
        }
    }
}
