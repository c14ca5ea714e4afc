//! Many snapshots, joined and apart.

use super::*;
use gigasite_case::network::{Cap, Carrier, Commitment, Expansion, Profile, Snapshots, Storage, Store};

/// One bus with a cheap and a dear plant and a load that follows `demand`.
fn over(demand: &[f64]) -> Network {
    let mut network = buses(1);
    network.snapshots = Snapshots::hourly((0..demand.len()).map(|hour| format!("h{hour}")).collect());
    network.profiles = vec![demand.to_vec()];
    network.loads = vec![load(0, 0.0)];
    network.loads[0].profile = Some(Profile { series: 0, scale: 1.0 });
    network.generators = vec![plant(1, 0, 100.0, 10.0), plant(2, 0, 200.0, 50.0)];
    network
}

#[test]
fn storage_moves_energy_at_its_efficiency() {
    let mut network = over(&[50.0, 150.0]);
    network.storage.push(Storage {
        id: "battery".into(),
        rated_mw: 40.0,
        charge_max_mw: 40.0,
        discharge_max_mw: 40.0,
        energy_h: 1.0,
        efficiency_store: 0.9,
        efficiency_dispatch: 0.9,
        ..Storage::default()
    });
    let outcome = optimum(&network, &Options::default());
    near(outcome.storage_mwh[0][0], 36.0);
    near(outcome.storage_mw[1][0], 32.4);
    near(outcome.objective.expect("a cost"), 10.0 * 190.0 + 50.0 * 17.6);
    // three hours count three times in cost and store alike
    network.snapshots.cost_h = vec![3.0; 2];
    network.snapshots.store_h = vec![3.0; 2];
    network.storage[0].energy_h = 3.0;
    let long = optimum(&network, &Options::default());
    near(long.objective.expect("a cost"), 3.0 * (10.0 * 190.0 + 50.0 * 17.6));
    near(long.lmp.total[1][0], 50.0);
}

#[test]
fn storage_ends_as_it_began_loses_on_the_way_and_spills() {
    let mut network = over(&[50.0, 150.0, 150.0]);
    network.profiles.push(vec![f64::NAN, f64::NAN, 5.0]);
    network.storage.push(Storage {
        id: "lake".into(),
        rated_mw: 60.0,
        discharge_max_mw: 60.0,
        energy_h: 0.5,
        inflow_mw: 20.0,
        initial_mwh: 10.0,
        standing_loss_per_h: 0.1,
        level: Some(Profile { series: 1, scale: 1.0 }),
        ..Storage::default()
    });
    let outcome = optimum(&network, &Options::default());
    // 10 + 20 fill it; 0.9 of 30 and 20 more; 5 must be left
    near(outcome.storage_mwh[2][0], 5.0);
    let given: f64 = outcome.storage_mw.iter().map(|row| row[0]).sum();
    assert!((46.0..=65.0).contains(&given), "{given}");
    network.storage[0].level = None;
    network.storage[0].is_cyclic = true;
    let cyclic = optimum(&network, &Options::default());
    let before = 0.9 * cyclic.storage_mwh[2][0];
    assert!(before + 20.0 - cyclic.storage_mw[0][0] >= cyclic.storage_mwh[0][0] - 1e-6, "{cyclic:?}");
}

#[test]
fn a_store_gives_without_a_power_limit() {
    let mut network = over(&[50.0, 150.0]);
    network.stores.push(Store {
        id: "tank".into(),
        bus: 0,
        in_service: true,
        energy_max_mwh: 100.0,
        energy_min_mwh: 0.0,
        standing_loss_per_h: 0.0,
        initial_mwh: 0.0,
        is_cyclic: false,
        marginal_cost_per_mwh: 0.0,
        expansion: None,
        carrier: None,
    });
    let outcome = optimum(&network, &Options::default());
    near(outcome.objective.expect("a cost"), 2000.0);
    near(outcome.store_mw[1][0], 50.0);
}

#[test]
fn ramps_bring_the_dear_plant_in_early() {
    let mut network = over(&[50.0, 100.0, 100.0]);
    network.generators[0].ramp_up_mw_per_h = Some(30.0);
    let outcome = optimum(&network, &Options::default());
    near(outcome.dispatch_mw[1][0], 80.0);
    near(outcome.objective.expect("a cost"), 10.0 * 230.0 + 50.0 * 20.0);
    network.generators[0].ramp_up_mw_per_h = None;
    network.profiles[0] = vec![100.0, 50.0, 50.0];
    network.generators[0].ramp_down_mw_per_h = Some(30.0);
    network.generators[1].power_min_mw = -10.0; // power that it can burn at 50
    let outcome = optimum(&network, &Options::default());
    // it burns 10 MW at low demand, and the cheap plant comes down from 90 MW to 60 MW, not from 100 MW
    near(outcome.dispatch_mw[0][0], 90.0);
    near(outcome.dispatch_mw[1][0], 60.0);
}

#[test]
fn a_cap_has_a_price_and_is_kept() {
    let mut network = over(&[50.0, 100.0]);
    network.carriers = vec![Carrier { id: "coal".into(), co2_t_per_mwh: 0.3 }];
    network.generators[0].carrier = Some("coal".into());
    network.generators[0].efficiency = 0.5;
    network.caps = vec![Cap { id: "co2".into(), sense: "<=".into(), limit_t: 60.0 }];
    let outcome = optimum(&network, &Options::default());
    // 0.6 t a megawatt hour: 100 of 150 MWh may be coal, a tonne is worth 40 / 0.6
    near(outcome.objective.expect("a cost"), 1000.0 + 2500.0);
    near(outcome.caps[0].price_per_t, 40.0 / 0.6);
    near(outcome.caps[0].used_t, 60.0);
    network.caps[0].sense = "about".into();
    assert!(solve(&network, &Options::default()).expect_err("refused").to_string().contains("`about`"));
}

#[test]
fn capacity_grows_until_its_last_megawatt_pays() {
    let mut network = over(&[50.0, 100.0]);
    network.generators[0].rated_mw = 20.0;
    network.generators[0].expansion = Some(Expansion {
        min: 0.0,
        max: 500.0,
        cost: 60.0,
        use_min_pu: 0.0,
        use_max_pu: 0.8,
        block: Some(10.0),
    });
    let outcome = optimum(&network, &Options::default());
    // a megawatt of use costs 75: it saves 80 up to 50 MW, 40 beyond
    near(outcome.capacities.generator_mw[0].expect("chosen"), 62.5);
    near(outcome.objective.expect("a cost"), 62.5 * 60.0 + 100.0 * 10.0 + 50.0 * 50.0);
    near(outcome.constant, 1200.0);
    near(outcome.objective_of_change.expect("a cost"), outcome.objective.expect("a cost") - 1200.0);
    assert_eq!(outcome.findings.0[0].code, "relaxed-blocks");
    let fixed = optimum(&network, &Options { capacity: Capacity::Fixed, ..Options::default() });
    assert!(fixed.capacities.generator_mw[0].is_none() && fixed.constant == 0.0);
}

/// PyPSA's examples of `test_lopf_unit_commitment.py`, whose costs are in the test: coal of 20 at 10,000 MW from 0.3 up, gas of
/// 70 at 1,000 MW.
fn committed(demand: &[f64], coal: Commitment, gas: Commitment) -> Network {
    let mut network = over(demand);
    let unit = |number, most: f64, least_frac: f64, price, startup, shutdown, commitment| Generator {
        power_min_mw: least_frac * most,
        cost: Some(Cost { startup, shutdown, curve: CostCurve::Polynomial(vec![price, 0.0]) }),
        commitment: Some(commitment),
        ..plant(number, 0, most, 0.0)
    };
    network.generators =
        vec![unit(1, 10_000.0, 0.3, 20.0, 0.0, 0.0, coal), unit(2, 1000.0, 0.1, 70.0, 0.0, 0.0, gas)];
    network
}

#[test]
fn starts_cost_what_pypsa_says() {
    let demand = [4000.0, 6000.0, 5000.0, 800.0];
    let off = Commitment { before_h: -1.0, ..Commitment::default() };
    let mut network = committed(&demand, off.clone(), off);
    for plant in &mut network.generators {
        if let Some(cost) = &mut plant.cost {
            cost.startup = if plant.id == "1" { 5000.0 } else { 0.0 };
        }
    }
    let whole = Options { commitment: UnitCommitment::Integer, ..Options::default() };
    let outcome = optimum_whole(&network, &whole);
    near(outcome.objective.expect("a cost"), 20.0 * 15_000.0 + 5000.0 + 70.0 * 800.0);
    assert_eq!(outcome.on.iter().map(|row| row[0].round()).collect::<Vec<_>>(), [1.0, 1.0, 1.0, 0.0]);
    let relaxed = optimum(&network, &Options::default());
    assert!(relaxed.objective < outcome.objective, "a relaxation costs less");
    assert!((0.0..=1.0).contains(&relaxed.on[3][0]));
    let ignored = solve(&network, &Options { commitment: UnitCommitment::Ignored, ..Options::default() });
    assert_eq!(
        ignored.expect("a programme").status,
        Status::Infeasible,
        "3,000 MW of coal must run in the last hour"
    );
}

fn optimum_whole(network: &Network, options: &Options) -> Outcome {
    let outcome = solve(network, options).expect("a programme");
    assert_eq!(outcome.status, Status::Optimal, "{:?}", outcome.why);
    outcome
}

#[test]
fn a_plant_stays_on_and_off_as_long_as_it_must() {
    // coal that must run three hours is not started for one
    let demand = [800.0, 3000.0, 800.0];
    let unit = |up, down, before| Commitment {
        min_up_h: up,
        min_down_h: down,
        before_h: before,
        ..Commitment::default()
    };
    let mut network = committed(&demand, unit(3.0, 0.0, -5.0), unit(0.0, 0.0, 1.0));
    network.generators[1].power_max_mw = 3000.0;
    let whole = Options { commitment: UnitCommitment::Integer, ..Options::default() };
    let outcome = optimum_whole(&network, &whole);
    assert!(outcome.on.iter().all(|row| row[0] < 0.5), "{:?}", outcome.on);
    // started an hour ago, it holds for two more
    network.generators[0].commitment = Some(unit(3.0, 0.0, 1.0));
    network.generators[0].power_min_mw = 500.0;
    let outcome = optimum_whole(&network, &whole);
    assert!(outcome.on[0][0] > 0.5 && outcome.on[1][0] > 0.5);
    // stopped an hour ago, it rests for one more
    network.generators[0].commitment = Some(unit(0.0, 2.0, -1.0));
    let outcome = optimum_whole(&network, &whole);
    assert_eq!(outcome.on.iter().map(|row| row[0].round()).collect::<Vec<_>>(), [0.0, 1.0, 1.0]);
}

#[test]
fn starts_and_stops_keep_their_own_ramps() {
    let demand = [800.0, 6000.0, 6000.0, 800.0];
    let ramp = Commitment {
        before_h: -1.0,
        start_up_mw: Some(4000.0),
        shut_down_mw: Some(3500.0),
        ..Commitment::default()
    };
    let mut network = committed(&demand, ramp, Commitment { before_h: 1.0, ..Commitment::default() });
    network.generators[0].ramp_up_mw_per_h = Some(1000.0);
    network.generators[0].ramp_down_mw_per_h = Some(2500.0);
    network.generators[1].power_max_mw = 9000.0;
    network.generators[1].power_min_mw = 0.0;
    let outcome =
        optimum_whole(&network, &Options { commitment: UnitCommitment::Integer, ..Options::default() });
    let coal: Vec<f64> = outcome.dispatch_mw.iter().map(|row| row[0]).collect();
    near(coal[1], 4000.0);
    near(coal[2], 3500.0);
    near(coal[3], 0.0);
}

/// A day of the random network, its load in waves.
fn day() -> Network {
    let mut network = random(5, 9);
    let hours = 24;
    network.snapshots = Snapshots::hourly((0..hours).map(|hour| hour.to_string()).collect());
    network.snapshots.cost_h[3] = 2.0;
    let wave =
        |phase: f64| (0..hours).map(|hour| 0.8 + 0.3 * (f64::from(hour) * 0.4 + phase).sin()).collect();
    network.profiles = vec![wave(0.0), wave(1.0), wave(2.0)];
    for (number, load) in network.loads.iter_mut().enumerate() {
        load.profile = Some(Profile { series: number % 2, scale: load.power_mw });
    }
    network.generators[0].availability = Some(Profile { series: 2, scale: 0.5 });
    network.generators[1].marginal_cost = Some(Profile { series: 1, scale: 25.0 });
    network
}

#[test]
fn snapshots_apart_are_each_alone_whatever_the_blocks_and_threads() {
    let network = day();
    let alone: Vec<Outcome> = (0..24)
        .map(|time| optimum(&network, &Options { snapshots: vec![time], ..Options::default() }))
        .collect();
    let apart = |block| Options { coupling: Coupling::Apart { block }, ..Options::default() };
    let together = optimum(&network, &apart(7));
    for (time, alone) in alone.iter().enumerate() {
        let weight = network.snapshots.cost_h[time];
        near(together.moments[time].cost_per_h.expect("a cost") * weight, alone.objective.expect("a cost"));
    }
    near(
        together.objective.expect("a cost"),
        alone.iter().map(|outcome| outcome.objective.expect("a cost")).sum(),
    );
    let joined = optimum(&network, &Options::default());
    near(joined.objective.expect("a cost"), together.objective.expect("a cost"));
    let bytes = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let outcome = pool.install(|| solve(&network, &apart(7))).expect("a programme");
        serde_json::to_string(&outcome).expect("JSON")
    };
    assert_eq!(bytes(1), bytes(4));
}

#[test]
fn a_snapshot_that_does_not_fit_keeps_its_place() {
    let mut network = over(&[50.0, 500.0, 150.0]);
    network.storage.push(Storage { id: "still".into(), ..Storage::default() });
    let options = Options { coupling: Coupling::Apart { block: 2 }, ..Options::default() };
    let outcome = solve(&network, &options).expect("a programme");
    assert_eq!((outcome.status, outcome.objective), (Status::Infeasible, None));
    let statuses: Vec<Status> = outcome.moments.iter().map(|moment| moment.status).collect();
    assert_eq!(statuses, [Status::Optimal, Status::Infeasible, Status::Optimal]);
    assert!(outcome.dispatch_mw[1].is_empty());
    near(outcome.dispatch_mw[2][1], 50.0);
    assert!(outcome.why.expect("a reason").sentence.contains("`h1`"));
    assert!(outcome.findings.0.iter().any(|finding| finding.message.contains("stores stand still")));
}

#[test]
fn losses_and_outages_go_with_snapshots_apart() {
    let network = day();
    let security = Security { every_branch: true, ..Security::default() };
    let options = Options {
        coupling: Coupling::Apart { block: 24 },
        losses: Some(Losses::default()),
        security: Some(security),
        snapshots: vec![0, 6, 12],
        ..Options::default()
    };
    let outcome = optimum(&network, &options);
    assert_eq!(outcome.losses.as_ref().expect("a report").total_mw.len(), 3);
    for (place, time) in [0, 6, 12].into_iter().enumerate() {
        let alone = optimum(
            &network,
            &Options { coupling: Coupling::Joined, snapshots: vec![time], ..options.clone() },
        );
        near(alone.objective.expect("a cost"), outcome.moments[place].cost_per_h.expect("a cost"));
    }
}
