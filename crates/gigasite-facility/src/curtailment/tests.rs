use super::*;
use proptest::prelude::*;

/// A system with days, weeks, seasons and fronts, GW-sized, MW.
fn system() -> Vec<f64> {
    let turn = std::f64::consts::TAU;
    (0..8760)
        .map(|t| {
            let t = f64::from(t);
            let (day, week, year) = ((t - 18.0) / 24.0, t / 168.0, (t - 400.0) / 8760.0);
            50_000.0
                + 8000.0 * (day * turn).cos()
                + 3000.0 * (week * turn).cos()
                + 9000.0 * (year * turn).cos()
                + 3000.0 * (t / 97.0).sin()
        })
        .collect()
}

fn peak(load_mw: &[f64]) -> f64 {
    load_mw.iter().copied().fold(f64::MIN, f64::max)
}

#[test]
fn full_load_hours_are_those_of_the_vector() {
    for (rate, expected_h) in [(0.0025, 21.9), (0.005, 43.8), (0.01, 87.6)] {
        assert!((allowed_h(rate, 8760.0) - expected_h).abs() < 1e-9, "FX-1");
        let load = system();
        let found = headroom(&load, peak(&load), rate).expect("a system");
        assert!((found.full_load_h - expected_h).abs() < 1e-6, "FX-1: {}", found.full_load_h);
        eprintln!(
            "{:.2} %: {:.0} MW beside a peak of {:.0} MW, {} h in {} events of {:.1} h",
            100.0 * rate,
            found.new_mw,
            peak(&load),
            found.curtailed_h,
            found.events,
            found.mean_event_h().expect("events")
        );
    }
}

#[test]
fn without_curtailment_the_room_is_limit_less_peak() {
    let load = system();
    let found = headroom(&load, peak(&load) + 1234.0, 0.0).expect("a system");
    assert!((found.new_mw - 1234.0).abs() < 1e-6 && found.curtailed_h == 0 && found.mean_event_h().is_none());
    assert!(headroom(&load, peak(&load), 0.0).expect("a system").new_mw.abs() < 1e-9);
}

#[test]
fn a_day_by_hand() {
    // rooms 0, 1, 3, 6; a quarter of the energy: 1 h of four. x = (0 + 1 + 3)/(3 − 1) = 2 is below 3; x = 1/(2 − 1) = 1
    let found = headroom(&[10.0, 9.0, 7.0, 4.0], 10.0, 0.25).expect("a system");
    assert!((found.new_mw - 1.0).abs() < 1e-12 && (found.curtailed_mwh - 1.0).abs() < 1e-12);
    assert_eq!((found.curtailed_h, found.events), (1, 1));
    // a third hour: 2 · x − 1 = 0.4 · 4 x … x = 1 / (2 − 1.6) = 2.5
    let more = headroom(&[10.0, 4.0, 9.0, 7.0], 10.0, 0.4).expect("a system");
    assert!((more.new_mw - 2.5).abs() < 1e-12 && more.events == 2 && (more.deepest_mw - 2.5).abs() < 1e-12);
    assert_eq!(more.mean_event_h(), Some(1.0));
}

#[test]
fn nonsense_is_refused() {
    assert_eq!(headroom(&[], 1.0, 0.1).expect_err("no hours").what, "hours");
    assert_eq!(headroom(&[2.0], 1.0, 0.1).expect_err("above").what, "load_mw");
    assert_eq!(headroom(&[f64::NAN], 1.0, 0.1).expect_err("no number").what, "load_mw");
    assert_eq!(headroom(&[1.0], 1.0, 1.0).expect_err("all of it").what, "rate_frac");
}

/// The definition, by bisection.
fn bisected_mw(load_mw: &[f64], limit_mw: f64, rate_frac: f64) -> f64 {
    let rate = |x: f64| {
        let cut: f64 = load_mw.iter().map(|load| (x - (limit_mw - load)).max(0.0)).sum();
        cut / (x * load_mw.len() as f64)
    };
    let (mut low, mut high) = (0.0, 1e9);
    for _ in 0..200 {
        let mid = f64::midpoint(low, high);
        if rate(mid) <= rate_frac { low = mid } else { high = mid }
    }
    low
}

proptest! {
    #[test]
    fn the_formula_is_the_definition(
        load in prop::collection::vec(0.0..100.0, 2..60), above in 0.01..50.0, rate in 0.0..0.9,
    ) {
        let limit = peak(&load) + above;
        let found = headroom(&load, limit, rate).expect("a system");
        let bisected = bisected_mw(&load, limit, rate);
        prop_assert!((found.new_mw / bisected - 1.0).abs() < 1e-9, "{} and {bisected}", found.new_mw);
        prop_assert!(found.curtailed_mwh <= rate * found.new_mw * load.len() as f64 + 1e-6);
    }

    #[test]
    fn more_curtailment_never_leaves_less_room(
        load in prop::collection::vec(0.0..100.0, 2..60), rate in 0.0..0.5, more in 0.0..0.4,
    ) {
        let limit = peak(&load);
        let at = |rate| headroom(&load, limit, rate).expect("a system").new_mw;
        prop_assert!(at(rate + more) >= at(rate) - 1e-9);
    }

    #[test]
    fn the_order_of_the_hours_does_not_matter(load in prop::collection::vec(0.0..100.0, 2..60), rate in 0.0..0.5) {
        let limit = peak(&load);
        let reversed: Vec<f64> = load.iter().rev().copied().collect();
        let (a, b) = (headroom(&load, limit, rate), headroom(&reversed, limit, rate));
        let (a, b) = (a.expect("a system"), b.expect("a system"));
        prop_assert!((a.new_mw - b.new_mw).abs() < 1e-12 && a.events == b.events);
    }
}
