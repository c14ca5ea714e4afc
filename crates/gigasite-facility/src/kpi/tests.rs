use super::*;
use proptest::prelude::*;

/// The account of vector KPI-1, by category 1.
fn account() -> Account {
    Account {
        facility_mwh: 100_000.0,
        heat_pump_mwh: 2000.0,
        it: ItEnergy {
            behind_ups_mwh: Some(90_000.0),
            behind_pdu_mwh: Some(89_000.0),
            into_it_mwh: 88_000.0,
        },
        water_m3: 5000.0,
        potable_m3: Some(1000.0),
        reused_mwh: 12_000.0,
        renewable: Renewable { guarantees_mwh: 10_000.0, contracts_mwh: 45_000.0, on_site_mwh: 5000.0 },
        cooling_mwh: Some(5000.0),
        heat_removed_mwh: Some(95_000.0),
        carbon_t: Some(18_000.0),
        peak_hour_mw: Some((13.0, 10.5)),
        pflops: Some(30_000.0),
        gpu_hours: Some(45e6),
        cost_eur: Some(90e6),
        hours: 8760.0,
        ..Account::default()
    }
}

fn value(kpis: &[Kpi], code: &str) -> f64 {
    kpis.iter().find(|kpi| kpi.code == code).unwrap_or_else(|| panic!("no {code}")).value
}

#[test]
fn indicators_are_those_of_the_vector() {
    let kpis = account().kpis().expect("an account");
    for (code, expected) in [("PUE", 1.1111), ("ERF", 0.12), ("REF", 0.6), ("WUE", 0.055_556)] {
        let got = value(&kpis, code);
        assert!((got - expected).abs() <= 1e-4, "KPI-1 {code}: {got} instead of {expected}");
        assert_eq!(kpis.iter().find(|kpi| kpi.code == code).map(|kpi| kpi.basis), Some(Basis::Indicator));
    }
}

#[test]
fn every_other_indicator_is_its_quotient() {
    let kpis = account().kpis().expect("an account");
    for (code, expected) in [
        ("PUE_CAT1", 100.0 / 90.0),
        ("PUE_CAT2", 100.0 / 89.0),
        ("PUE_CAT3", 100.0 / 88.0),
        ("PUE_NO_HP", 98.0 / 90.0),
        ("PUE_PEAK", 13.0 / 10.5),
        ("WUE_POT", 1.0 / 90.0),
        ("CER", 19.0),
        ("CUE", 0.2),
        ("EXAFLOPS_PER_MW", 30.0 / (100_000.0 / 8760.0)),
        ("GPU_HOURS", 45e6),
        ("EUR_PER_GPU_HOUR", 2.0),
        ("G_PER_GPU_HOUR", 400.0),
        ("E_RES-TOT", 60_000.0),
    ] {
        let got = value(&kpis, code);
        assert!((got / expected - 1.0).abs() < 1e-12, "{code}: {got} instead of {expected}");
    }
}

#[test]
fn what_is_not_known_makes_no_indicator() {
    let bare = Account {
        facility_mwh: 10.0,
        it: ItEnergy { into_it_mwh: 9.0, ..ItEnergy::default() },
        hours: 1.0,
        ..Account::default()
    };
    let kpis = bare.kpis().expect("an account");
    let codes: Vec<_> = kpis.iter().map(|kpi| kpi.code).collect();
    for absent in ["P_DIT", "W_IN-POT", "T_WH", "CER", "CUE", "PUE_PEAK", "PUE_CAT1", "EUR_PER_GPU_HOUR"] {
        assert!(!codes.contains(&absent), "{absent}");
    }
    assert!((value(&kpis, "PUE") - 10.0 / 9.0).abs() < 1e-12, "no UPS: measured at the equipment");
}

#[test]
fn the_regulation_counts_in_kilowatt_hours() {
    let kpis = account().kpis().expect("an account");
    let energy = kpis.iter().find(|kpi| kpi.code == "E_DC").expect("E_DC");
    assert_eq!(energy.as_reported(), (100_000_000.0, "kWh"));
    let water = kpis.iter().find(|kpi| kpi.code == "W_IN").expect("W_IN");
    assert_eq!(water.as_reported(), (5000.0, "m3"));
}

#[test]
fn accounts_that_do_not_add_up_are_refused() {
    let good = account();
    let it = |into_it_mwh| ItEnergy { into_it_mwh, ..good.it };
    let bad = [
        (Account { it: it(0.0), ..good }, "into_it_mwh"),
        (Account { it: it(91_000.0), ..good }, "into_it_mwh"),
        (Account { facility_mwh: 80_000.0, ..good }, "it_mwh"),
        (Account { potable_m3: Some(6000.0), ..good }, "potable_m3"),
        (Account { heat_pump_mwh: 11_000.0, ..good }, "heat_pump_mwh"),
        (Account { hours: 0.0, ..good }, "hours"),
    ];
    for (account, what) in bad {
        assert_eq!(account.kpis().expect_err("does not add up").what, what);
    }
}

#[test]
fn the_peak_hour_is_that_of_the_facility() {
    assert_eq!(peak_hour_mw(&[1.0, 3.0, 3.0, 2.0], &[0.9, 2.5, 2.0, 1.9]), Some((3.0, 2.5)));
    assert_eq!(peak_hour_mw(&[], &[]), None);
}

#[test]
fn only_hot_days_have_cooling_degrees() {
    let days = [20.0, 23.9, 24.0, 30.0];
    let hourly: Vec<f64> = days.iter().flat_map(|day| [*day; 24]).chain([40.0; 5]).collect();
    assert!((cooling_degree_days(&hourly) - 12.0).abs() < 1e-9, "3 + 9");
}

proptest! {
    #[test]
    fn categories_are_in_order_and_never_below_one(it in 1.0..1e6, pdu in 0.0..1e4, ups in 0.0..1e4, rest in 0.0..1e5) {
        let account = Account {
            facility_mwh: it + pdu + ups + rest,
            it: ItEnergy { behind_ups_mwh: Some(it + pdu + ups), behind_pdu_mwh: Some(it + pdu), into_it_mwh: it },
            hours: 8760.0,
            ..Account::default()
        };
        let kpis = account.kpis().expect("an account");
        let at = |code| value(&kpis, code);
        prop_assert!(at("PUE_CAT1") >= 1.0 - 1e-12);
        prop_assert!(at("PUE_CAT1") <= at("PUE_CAT2") && at("PUE_CAT2") <= at("PUE_CAT3"));
        prop_assert!((at("PUE") - at("PUE_CAT1")).abs() < 1e-12);
    }
}

#[test]
fn two_equal_accounts_joined_are_twice_the_one() {
    let one = account();
    let both = one.joined(one);
    let double = |a: Option<f64>, b: Option<f64>| {
        a.is_some() == b.is_some() && a.unwrap_or(0.0) * 2.0 - b.unwrap_or(0.0) < 1e-9
    };
    assert!((both.facility_mwh - 2.0 * one.facility_mwh).abs() < 1e-9);
    assert!(double(one.it.behind_ups_mwh, both.it.behind_ups_mwh) && double(one.cost_eur, both.cost_eur));
    assert!(both.peak_hour_mw.is_none(), "peaks need not meet in one hour");
    for code in ["PUE", "WUE", "ERF", "REF", "CER", "EUR_PER_GPU_HOUR"] {
        let (single, joined) = (one.kpis().expect("one"), both.kpis().expect("both"));
        assert!((value(&single, code) - value(&joined, code)).abs() < 1e-9, "{code}");
    }
}
