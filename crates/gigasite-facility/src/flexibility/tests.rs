use super::*;
use proptest::prelude::*;

fn fraction(value: f64) -> Fraction {
    Fraction::new(value).expect("a fraction")
}

fn tranche(name: &str, kind: Kind, share: f64, depth: f64) -> Tranche {
    let (duration_h, response_s, recovery_h, made_up) = match kind {
        Kind::LatencyBound => (1.0, 10.0, 1.0, 0.0),
        Kind::Deferrable => (12.0, 1800.0, 24.0, 0.9),
        Kind::Pausable { .. } => (8.0, 120.0, 4.0, 0.5),
        Kind::Cappable { .. } => (10.0, 30.0, 0.0, 0.0),
    };
    Tranche {
        name: name.into(),
        kind,
        share_frac: fraction(share),
        depth_frac: fraction(depth),
        duration_h,
        response_s,
        recovery_h,
        made_up_frac: fraction(made_up),
        eur_per_gpu_hour: 2.0,
    }
}

const CAP: Kind = Kind::Cappable { floor_frac: 0.35, exponent: 0.36 };

/// 1,000 accelerators on one megawatt.
const COMPUTING: Computing = Computing { busy_mw: 1.0, gpus: 1000.0, idle_frac: 0.2 };

fn call(duration_h: f64, response_s: f64) -> Call {
    Call { duration_h, response_s, rested_h: f64::INFINITY }
}

/// A capped tranche whose jobs bear `loss` of their throughput.
fn capped(name: &str, share: f64, loss: f64) -> Tranche {
    tranche(name, CAP, share, depth_for_loss_frac(loss, 0.35, 0.36))
}

#[test]
fn a_stopped_accelerator_costs_its_hour_over_the_power_it_saves() {
    let stop = tranche("serving", Kind::LatencyBound, 0.5, 0.8);
    let curve = curve(&COMPUTING, &[stop], call(1.0, 30.0)).expect("a curve");
    assert_eq!(curve.steps.len(), 1);
    assert!((curve.total_mw() - 0.4).abs() < 1e-12);
    // 1,000 GPU-hours save 0.8 MWh: 1,250 GPU-hours per MWh at 2 EUR
    assert!((curve.steps[0].eur_per_mwh - 2500.0).abs() < 1e-9);
}

#[test]
fn work_made_up_is_not_lost_and_restarts_weigh_less_in_long_calls() {
    let pause = tranche("training", Kind::Pausable { restart_h: 0.25 }, 1.0, 0.8);
    let price = |duration_h| {
        let curve =
            curve(&COMPUTING, std::slice::from_ref(&pause), call(duration_h, 600.0)).expect("a curve");
        curve.steps[0].eur_per_mwh
    };
    // 2 EUR · 1,250 · (0.5 + 0.25 h / duration)
    assert!((price(1.0) - 1875.0).abs() < 1e-9 && (price(5.0) - 1375.0).abs() < 1e-9);
}

#[test]
fn caps_come_in_steps_that_grow_dearer_and_add_up_to_the_loss() {
    let curve = curve(&COMPUTING, &[tranche("training", CAP, 1.0, 0.5)], call(3.0, 60.0)).expect("a curve");
    assert_eq!(curve.steps.len(), 10);
    assert!(curve.steps.windows(2).all(|pair| pair[0].eur_per_mwh < pair[1].eur_per_mwh));
    for (cut, throughput) in [(0.1, 0.941_633), (0.2, 0.876_007), (0.3, 0.800_232), (0.5, 0.589_853)] {
        let lost = curve.lost_gpu_hours_per_h(cut).expect("within the curve") / 1000.0;
        assert!((1.0 - lost - throughput).abs() < 1e-4, "CAP-{}: {}", 1.0 - cut, 1.0 - lost);
    }
    assert_eq!(curve.lost_gpu_hours_per_h(0.51), None);
    assert_eq!(curve.price_of(0.51), None);
    // the first per cent of power costs g/(1 − s) = 0.554 per cent of work
    assert!((curve.price_of(0.01).expect("a price") / 2000.0 - 0.554).abs() < 0.03);
}

#[test]
fn a_tranche_too_slow_or_too_short_is_left_out_and_said_to_be() {
    let tranches = [
        tranche("serving", Kind::LatencyBound, 0.2, 0.1),
        tranche("batch", Kind::Deferrable, 0.3, 0.8),
        tranche("training", CAP, 0.5, 0.5),
    ];
    let curve = curve(&COMPUTING, &tranches, call(3.0, 60.0)).expect("a curve");
    assert_eq!(curve.left_out, [(0, LeftOut::TooShort), (1, LeftOut::TooSlow)]);
    assert!((curve.total_mw() - 0.25).abs() < 1e-12);
}

#[test]
fn a_tranche_rests_between_calls() {
    let pause = tranche("training", Kind::Pausable { restart_h: 0.25 }, 1.0, 0.8);
    let soon = Call { duration_h: 1.0, response_s: 600.0, rested_h: 3.9 };
    assert_eq!(pause.fails(soon), Some(LeftOut::NotRested));
    assert_eq!(pause.fails(Call { rested_h: 4.0, ..soon }), None);
}

/// The jobs of Phoenix by tier. Tiers bear 10, 25 and 50 % (arXiv:2507.00909); of 256 accelerators the job list of the trial
/// (`SRP_exp_performance.csv`, names) gives 48, 48 and 32 to inference of tiers 1, 2 and 3; three training jobs share the
/// other 128 in a way that is not said, one of tier 2 and two of tier 3.
fn phoenix(training_in_tier_2: f64) -> [Tranche; 3] {
    let share = |gpus: f64| gpus / 256.0;
    [
        capped("Flex 1", share(48.0), 0.10),
        capped("Flex 2", share(48.0 + training_in_tier_2), 0.25),
        capped("Flex 3", share(32.0 + 128.0 - training_in_tier_2), 0.50),
    ]
}

#[test]
fn phoenix_could_shed_its_quarter_for_three_hours_and_gave_up_less_work_than_our_cap() {
    for training_in_tier_2 in [0.0, 64.0, 128.0] {
        let curve = curve(&COMPUTING, &phoenix(training_in_tier_2), call(3.0, 900.0)).expect("a curve");
        let work = 1.0 - curve.lost_gpu_hours_per_h(0.25).expect("a quarter") / 1000.0;
        eprintln!(
            "{training_in_tier_2} of 128 in tier 2: up to {:.1} %, work at 25 % {work:.3}",
            100.0 * curve.total_mw()
        );
        assert!((0.34..0.46).contains(&curve.total_mw()), "{}", curve.total_mw());
        // weighted performance of the trial 0.910: our cap is that of training and gives up more
        assert!((0.82..0.910).contains(&work), "{work}");
    }
}

#[test]
fn london_needs_jobs_that_bear_a_quarter_less_throughput() {
    let total = |loss| {
        let all = [capped("all", 1.0, loss)];
        curve(&COMPUTING, &all, call(10.0, 30.0)).expect("a curve").total_mw()
    };
    eprintln!(
        "10 h after 30 s: {:.1} % at 10 % loss, {:.1} % at 25 %",
        100.0 * total(0.10),
        100.0 * total(0.25)
    );
    assert!(total(0.25) > 0.35 && total(0.10) < 0.30);
}

#[test]
fn tranches_that_cannot_be_are_refused() {
    let refused =
        |tranches: &[Tranche]| curve(&COMPUTING, tranches, call(1.0, 1.0)).expect_err("refused").what;
    assert_eq!(refused(&[tranche("a", CAP, 0.6, 0.2), tranche("b", CAP, 0.6, 0.2)]), "sum of share_frac");
    assert_eq!(refused(&[tranche("a", Kind::Deferrable, 0.6, 0.9)]), "depth_frac");
    assert_eq!(refused(&[tranche("a", CAP, 0.6, 0.7)]), "depth_frac");
}

proptest! {
    #[test]
    fn depth_and_loss_undo_each_other(loss in 0.0..0.99, floor in 0.25..0.45, exponent in 0.25..0.45) {
        let depth = depth_for_loss_frac(loss, floor, exponent);
        prop_assert!((1.0 - capped_throughput(1.0 - depth, floor, exponent) - loss).abs() < 1e-9);
    }

    #[test]
    fn a_higher_price_or_an_easier_call_never_sheds_less(
        depth in 0.05..0.6, pause in 0.1..0.8, price in 0.0..4000.0, dearer in 0.0..2000.0,
        duration in 0.5..12.0, shorter in 0.1..1.0, response in 1.0..3600.0,
    ) {
        let tranches = [
            tranche("serving", Kind::LatencyBound, 0.2, 0.1),
            tranche("batch", Kind::Deferrable, 0.2, pause),
            tranche("pause", Kind::Pausable { restart_h: 0.0 }, 0.2, pause),
            tranche("cap", CAP, 0.4, depth),
        ];
        let hard = curve(&COMPUTING, &tranches, call(duration, response)).expect("a curve");
        let easy = curve(&COMPUTING, &tranches, call(duration * shorter, response * 2.0)).expect("a curve");
        prop_assert!(hard.mw_at(price + dearer) >= hard.mw_at(price));
        prop_assert!(easy.total_mw() >= hard.total_mw() - 1e-12);
        prop_assert!(easy.mw_at(price) >= hard.mw_at(price) - 1e-12);
        prop_assert!(hard.steps.windows(2).all(|pair| pair[0].eur_per_mwh <= pair[1].eur_per_mwh));
        prop_assert!(hard.total_mw() <= COMPUTING.busy_mw);
    }
}
