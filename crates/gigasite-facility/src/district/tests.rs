use super::*;
use crate::testing::weather;
use proptest::prelude::*;

/// A network like that of Odense: 35–40 °C back, 70–75 °C out (DBDH, Ramboll); shape MEM.
fn network() -> Network {
    let network = Network {
        peak_mw: 100.0,
        base_c: 17.0,
        design_c: -12.0,
        hot_water_frac: Fraction::new(0.175).expect("a fraction"),
        others_mw: 0.0,
        supply: HeatingCurve { cold_supply_c: 75.0, mild_supply_c: 70.0 },
        return_c: 37.5,
    };
    network.checked().expect("a network")
}

fn link(network: Network, capacity_mw: f64) -> Link {
    Link { network, capacity_mw, lorentz_frac: Fraction::new(LORENTZ_FRAC).expect("a fraction") }
}

const AIR: HallHeat = HallHeat { there_mw: 40.0, return_c: 27.0, supply_c: 17.0 };
const LIQUID: HallHeat = HallHeat { there_mw: 40.0, return_c: 45.0, supply_c: 35.0 };

fn cop(link: &Link, heat: &HallHeat, outdoor_c: f64) -> f64 {
    match link.way(heat, outdoor_c) {
        Way::HeatPump { cop } => cop,
        other => panic!("a heat pump, not {other:?}"),
    }
}

#[test]
fn heat_pumps_have_the_coefficients_of_the_vector() {
    let link = link(network(), 100.0);
    let air = cop(&link, &AIR, -12.0);
    assert!((air - 4.85).abs() <= 1e-3, "HP-1: {air}");
    // warm liquid halves the electricity: 10.33 to the same sink
    let liquid = cop(&link, &LIQUID, -12.0);
    assert!((liquid - 10.334).abs() < 1e-3, "{liquid}");
    // the 9.6 of facility-equations.md 1.13 is with a return of 40 °C
    let warm = Link { network: Network { return_c: 40.0, ..network() }, ..link };
    assert!((cop(&warm, &LIQUID, -12.0) - 9.6).abs() < 0.05);
}

#[test]
fn demand_follows_the_weather_and_never_ends() {
    let network = network();
    assert!((network.load_mw(-12.0) - 100.0).abs() < 1e-9 && (network.load_mw(-30.0) - 100.0).abs() < 1e-9);
    assert!((network.load_mw(17.0) - 17.5).abs() < 1e-9 && (network.load_mw(35.0) - 17.5).abs() < 1e-9);
    assert!((network.load_mw(2.5) - 58.75).abs() < 1e-9, "half way");
    assert!((network.supply_c(-20.0) - 75.0).abs() < 1e-9 && (network.supply_c(25.0) - 70.0).abs() < 1e-9);
    let first = Network { others_mw: 20.0, ..network };
    assert!(first.demand_mw(30.0).abs() < f64::EPSILON && (first.demand_mw(-12.0) - 80.0).abs() < 1e-9);
}

#[test]
fn heat_that_is_warm_enough_needs_no_pump() {
    let low = Network {
        supply: HeatingCurve { cold_supply_c: 60.0, mild_supply_c: 42.0 },
        return_c: 30.0,
        ..network()
    };
    let link = link(low.checked().expect("a network"), 100.0);
    let summer = link.hand_over(&LIQUID, 20.0);
    assert_eq!(summer.way, Way::Direct);
    assert!((summer.taken_mw - 17.5).abs() < 1e-9 && summer.pump_mw.abs() < f64::EPSILON);
    assert!((summer.left_mw - 22.5).abs() < 1e-9, "the plant rejects the rest");
    assert!(matches!(link.way(&LIQUID, -12.0), Way::HeatPump { .. }));
    // 44.9 °C would leave 41.9 °C
    assert!(matches!(link.way(&HallHeat { return_c: 44.9, ..LIQUID }, 20.0), Way::HeatPump { .. }));
}

#[test]
fn a_source_as_warm_as_the_sink_is_credited_with_no_more_than_the_cap() {
    let hot = HallHeat { return_c: 70.0, supply_c: 60.0, ..LIQUID };
    let link = link(Network { return_c: 30.0, ..network() }, 100.0);
    assert!((cop(&link, &hot, -12.0) - COP_CAP).abs() < 1e-12);
}

#[test]
fn a_pump_that_would_only_be_a_boiler_takes_nothing() {
    let poor = Link { lorentz_frac: Fraction::new(0.1).expect("a fraction"), ..link(network(), 100.0) };
    let handover = poor.hand_over(&AIR, -12.0);
    assert_eq!(handover.way, Way::None);
    assert!((handover.left_mw - 40.0).abs() < f64::EPSILON && handover.pump_mw.abs() < f64::EPSILON);
}

#[test]
fn the_boundary_decides_what_counts_as_reused() {
    let link = link(network(), 100.0);
    let handover = link.hand_over(&AIR, -12.0);
    assert!((handover.reused_mw(PumpOwner::Network) - 40.0).abs() < 1e-9);
    let delivered_mw = 40.0 * cop(&link, &AIR, -12.0) / (cop(&link, &AIR, -12.0) - 1.0);
    assert!((handover.reused_mw(PumpOwner::DataCentre) - delivered_mw).abs() < 1e-9);
    let year = HeatYear { delivered_mwh: 12.0, taken_mwh: 10.0, pump_mwh: 2.0, ..HeatYear::default() };
    assert!((year.reuse_factor(98.0, PumpOwner::DataCentre) - 0.12).abs() < 1e-12, "KPI-1");
    assert!((year.reuse_factor(100.0, PumpOwner::Network) - 0.1).abs() < 1e-12);
    assert!(year.seasonal_cop().is_some_and(|cop| (cop - 6.0).abs() < 1e-12));
}

#[test]
fn odense_lies_between_a_plant_that_goes_first_and_one_that_fills_the_peak() {
    // 45 MW that deliver 215 GWh: 4,778 h (Ramboll, Fjernvarme Fyn). Copenhagen normals: 9.2 °C, season 8.2 K (MEM).
    let copenhagen = weather(8760, [9.2, 8.2, 3.0, 0.8], 101_325.0).temperature_c;
    let plenty = HallHeat { there_mw: 1000.0, ..AIR };
    let hours = |others_mw: f64, capacity_mw: f64| {
        let link = link(Network { others_mw, ..network() }, capacity_mw);
        link.year(&copenhagen, |_| plenty).full_load_h(capacity_mw)
    };
    let (first, whole) = (hours(0.0, 20.0), hours(0.0, 100.0));
    eprintln!("20 % of the peak first: {first:.0} h; the whole peak: {whole:.0} h");
    assert!(first > 8000.0 && whole < 4200.0);
    // with heat of others that covers summer first: 45 of a 100 MW peak
    let behind = hours(17.5, 45.0);
    eprintln!("45 % of the peak behind hot water by others: {behind:.0} h, Odense 4778 h");
    assert!((behind / 4778.0 - 1.0).abs() < 0.15, "{behind}");
}

#[test]
fn networks_that_cannot_be_are_refused() {
    let refused = Network { base_c: -12.0, ..network() }.checked().expect_err("no base");
    assert_eq!(refused.to_string(), "base_c is -12, expected more than the design temperature");
    assert!(Network { return_c: 71.0, ..network() }.checked().is_err());
    assert!(Network { peak_mw: f64::NAN, ..network() }.checked().is_err());
}

proptest! {
    #[test]
    fn heat_taken_is_there_heat_sold_is_wanted_and_nothing_is_lost(
        there in 0.0..200.0, ret in 20.0..80.0, drop in 2.0..15.0, outdoor in -25.0..35.0, capacity in 0.0..150.0,
        others in 0.0..60.0,
    ) {
        let link = link(Network { others_mw: others, ..network() }, capacity);
        let heat = HallHeat { there_mw: there, return_c: ret, supply_c: ret - drop };
        let h = link.hand_over(&heat, outdoor);
        prop_assert!(h.taken_mw <= there && h.left_mw >= 0.0 && h.pump_mw >= 0.0);
        prop_assert!(h.delivered_mw <= h.demand_mw + 1e-12 && h.delivered_mw <= capacity + 1e-12);
        prop_assert!((h.delivered_mw - h.taken_mw - h.pump_mw).abs() < 1e-9);
        prop_assert!((h.taken_mw + h.left_mw - there).abs() < 1e-9);
    }

    #[test]
    fn warmer_liquid_never_needs_more_electricity(ret in 20.0..70.0, warmer in 0.1..10.0, outdoor in -20.0..15.0) {
        let link = link(network(), 30.0);
        let pump = |return_c: f64| {
            let heat = HallHeat { there_mw: 1e3, return_c, supply_c: return_c - 10.0 };
            link.hand_over(&heat, outdoor).pump_mw
        };
        prop_assert!(pump(ret + warmer) <= pump(ret) + 1e-12);
    }
}
