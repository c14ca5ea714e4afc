//! Heat: vector TR-1, the ladder against small steps, the lag of cooling.

use super::input;
use crate::seconds::thermal::{Heat, Ladder, junction_after_c, no_flow_k_per_s};
use crate::seconds::*;
use proptest::prelude::*;

#[test]
fn a_junction_follows_the_first_order_vector() {
    // TR-1 of facility_vectors.csv: 0.025 K/W, 250 J/K, 1 kW from rest at 35 °C
    for (at_s, expected) in [(1.0, 38.696), (5.0, 48.767), (10.0, 54.953), (20.0, 58.981)] {
        let got = junction_after_c(35.0, 1000.0, 35.0, 0.025, 0.025 * 250.0, at_s);
        println!("TR-1 at {at_s} s: {got:.4}");
        assert!((got - expected).abs() <= 1e-3, "TR-1 at {at_s} s: {got} instead of {expected}");
        // twenty small steps are one large step
        let small = (0..20).fold(35.0, |c, _| junction_after_c(c, 1000.0, 35.0, 0.025, 6.25, at_s / 20.0));
        assert!((small - got).abs() < 1e-10);
    }
}

#[test]
fn coolant_that_stands_still_warms_by_10_k_in_26_s() {
    let rise = no_flow_k_per_s(120.0, 80.0, 3.9);
    assert!((rise - 0.3846).abs() < 1e-4, "{rise}");
    assert!((10.0 / rise - 26.0).abs() < 0.01);
}

#[test]
fn full_heat_meets_the_supply_temperature() {
    let input = input();
    let ladder = Ladder::of(&input.plant, &input.loops);
    let full_mw = input.plant.liquid_frac * input.plant.it_full_mw;
    let balance = ladder.balance(full_mw);
    assert!((balance.coolant_c - 40.0).abs() < 1e-9 && (balance.facility_water_c - 37.0).abs() < 1e-9);
    let (next, rejected_mw) = ladder.step(balance, full_mw);
    assert!((next.plate_c - balance.plate_c).abs() < 1e-9 && (rejected_mw - full_mw).abs() < 1e-7);
    // 300 s of the water, a minute of coolant and plates
    assert!((ladder.lag_s() - 361.0).abs() < 1.0, "{} s", ladder.lag_s());
}

/// The same ladder in steps of a millisecond, written out again.
fn small_steps(input: &DayInput, from: Heat, heat_mw: f64) -> [f64; 3] {
    let (plant, loops) = (&input.plant, &input.loops);
    let full = plant.liquid_frac * plant.it_full_mw;
    let r = [
        loops.junction_k_per_w / plant.gpus * 1e6,
        loops.cdu_approach_k / full,
        loops.rejection_s / (loops.fws_m3_per_mw * full * 4.147),
    ];
    let c = [
        loops.junction_s / r[0],
        loops.tcs_kg_per_kw * full * loops.tcs_kj_per_kg_k,
        (loops.fws_m3_per_mw * full + loops.tank_m3) * 4.147,
    ];
    let sink = plant.coolant_supply_c - full * (r[1] + r[2]);
    let mut t = [from.plate_c, from.coolant_c, from.facility_water_c];
    for _ in 0..10_000 {
        let flows = [(t[0] - t[1]) / r[0], (t[1] - t[2]) / r[1], (t[2] - sink) / r[2]];
        t[0] += 1e-4 * (heat_mw - flows[0]) / c[0];
        t[1] += 1e-4 * (flows[0] - flows[1]) / c[1];
        t[2] += 1e-4 * (flows[1] - flows[2]) / c[2];
    }
    t
}

#[test]
fn more_water_is_slower_and_swings_less() {
    let coolest = |tank_m3: f64| {
        let mut input = input();
        input.loops.tank_m3 = tank_m3;
        let day = day_at_one_second(&input).expect("a day");
        let low = day.facility_water_c.iter().copied().fold(f64::INFINITY, f64::min);
        let high = day.facility_water_c.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (high - low, Ladder::of(&input.plant, &input.loops).lag_s())
    };
    let (bare, with) = (coolest(0.0), coolest(2000.0));
    println!("FWS swings {:.2} K bare, {:.2} K with 2000 m³ (lag {:.0} s)", bare.0, with.0, with.1);
    assert!(with.0 < bare.0 && with.1 > bare.1 + 900.0);
}

#[test]
fn cooling_of_a_step_arrives_with_the_lag_of_the_loop() {
    let input = input();
    let ladder = Ladder::of(&input.plant, &input.loops);
    let mut state = ladder.balance(50.0);
    let mut rejected = Vec::new();
    for _ in 0..9000 {
        let (next, mw) = ladder.step(state, 100.0);
        state = next;
        rejected.push(mw);
    }
    assert!(rejected[0] - 50.0 < 50.0 / 300.0, "{}", rejected[0]);
    // what is late in all is the step times the lag
    let late_mj: f64 = rejected.iter().map(|mw| 100.0 - mw).sum();
    assert!((late_mj / 50.0 - ladder.lag_s()).abs() < 1.0, "{late_mj} MJ");
    let reached =
        rejected.iter().position(|mw| *mw > 50.0 + 50.0 * (1.0 - (-1.0_f64).exp())).expect("some second");
    println!("cooling reaches 63 % after {reached} s, lag {:.1} s", ladder.lag_s());
    assert!((reached as f64 - ladder.lag_s()).abs() < 5.0, "{reached} s");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_exact_step_is_many_small_ones_and_keeps_the_energy(
        plate_c in 20.0..90.0, coolant_c in 10.0..60.0, facility_water_c in 5.0..50.0, heat_mw in 0.0..200.0,
        tank_m3 in 0.0..3000.0, junction_s in 3.0..15.0,
    ) {
        let mut input = input();
        input.loops = Loops { junction_s, tank_m3, ..input.loops };
        let ladder = Ladder::of(&input.plant, &input.loops);
        let from = Heat { plate_c, coolant_c, facility_water_c };
        let (to, rejected_mw) = ladder.step(from, heat_mw);
        let small = small_steps(&input, from, heat_mw);
        let gaps = [to.plate_c - small[0], to.coolant_c - small[1], to.facility_water_c - small[2]];
        prop_assert!(gaps.iter().all(|gap| gap.abs() < 1e-3), "{gaps:?}");
        let kept = ladder.stored_mj(to) - ladder.stored_mj(from) - (heat_mw - rejected_mw);
        prop_assert!(kept.abs() < 1e-7 * ladder.stored_mj(from).abs().max(1.0), "{kept} MJ");
    }
}
