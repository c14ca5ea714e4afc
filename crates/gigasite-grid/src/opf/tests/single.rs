//! One snapshot without losses or outages.

use super::*;
use crate::dc::{DcModel, Form};
use gigasite_case::network::BusKind;

#[test]
fn bakers_three_buses_have_a_negative_price_and_every_euro_of_it_a_reason() {
    let network = baker();
    for kirchhoff in [Kirchhoff::Angles, Kirchhoff::Cycles] {
        let options = Options { kirchhoff, split_congestion: true, ..Options::default() };
        let outcome = optimum(&network, &options);
        near(outcome.objective.expect("a cost"), 7600.0);
        near(outcome.dispatch_mw[0][1], 30.0);
        near(outcome.dispatch_mw[0][2], 70.0);
        for (bus, price) in [-60.0, 20.0, 100.0].into_iter().enumerate() {
            near(outcome.lmp.total[0][bus], price);
        }
        let [binding] = outcome.binding.as_slice() else { panic!("{:?}", outcome.binding) };
        assert_eq!((binding.element, &binding.limit), (Element::Branch(2), &Limit::Rating));
        near(binding.flow_mw, 10.0);
        // one more megawatt from 1 to 3 lets 3 MW from 2 take the place of 3
        near(binding.shadow_price, 240.0);
        near(outcome.surplus_per_h[0], 2400.0);
        for bus in 0..3 {
            near(binding.congestion[bus], outcome.lmp.congestion[0][bus]);
        }
        let flow = DcModel::new(&network, Form::Matpower).expect("a network").flow(&[0.0, 30.0, -30.0]);
        for l in 0..3 {
            near(outcome.flow_mw[0][l], flow.flow_mw[l]);
        }
        for bus in 0..3 {
            let over = flow.angle_rad[bus] - flow.angle_rad[0];
            near(outcome.angle_deg[0][bus] - outcome.angle_deg[0][0], over.to_degrees());
        }
    }
}

#[test]
fn both_voltage_laws_and_every_order_of_buses_say_the_same() {
    for seed in 1..=12 {
        let network = random(seed, 9);
        let options = Options { split_congestion: true, ..Options::default() };
        let angles = optimum(&network, &options);
        let cost = angles.objective.expect("a cost");
        let cycles = optimum(&network, &Options { kirchhoff: Kirchhoff::Cycles, ..Options::default() });
        near(cycles.objective.expect("a cost"), cost);
        let n = network.buses.len();
        let mut turned = network.clone();
        turned.buses.rotate_left(4);
        let moved = |bus: usize| (bus + n - 4) % n;
        for branch in &mut turned.branches {
            (branch.from, branch.to) = (moved(branch.from), moved(branch.to));
        }
        for plant in &mut turned.generators {
            plant.bus = moved(plant.bus);
        }
        for load in &mut turned.loads {
            load.bus = moved(load.bus);
        }
        let turned = optimum(&turned, &Options::default());
        near(turned.objective.expect("a cost"), cost);
        for bus in 0..n {
            // prices come from tangents: near, not equal
            let (here, there) = (angles.lmp.total[0][bus], turned.lmp.total[0][moved(bus)]);
            assert!((here - there).abs() < 0.02 * here.abs().max(1.0), "seed {seed}: {here} and {there}");
            // congestion is the sum of its limits
            let parts: f64 = angles.binding.iter().map(|binding| binding.congestion[bus]).sum();
            assert!((parts - angles.lmp.congestion[0][bus]).abs() < 1e-5, "seed {seed}: {parts}");
        }
        // what demand pays less what plants get stays with the network
        let paid: f64 =
            network.demand_mw(0).iter().zip(&angles.lmp.total[0]).map(|(mw, price)| mw * price).sum();
        let got: f64 = network
            .generators
            .iter()
            .zip(&angles.dispatch_mw[0])
            .map(|(plant, mw)| mw * angles.lmp.total[0][plant.bus])
            .sum();
        near(angles.surplus_per_h[0], paid - got);
    }
}

#[test]
fn islands_have_references_and_prices_of_their_own_and_a_link_joins_them() {
    let mut network = buses(4);
    network.branches = vec![line(1, 0, 1, 0.1, None), line(2, 2, 3, 0.1, None)];
    network.generators = vec![plant(1, 0, 100.0, 10.0), plant(2, 2, 100.0, 50.0)];
    network.loads = vec![load(1, 40.0), load(3, 60.0)];
    let apart = optimum(&network, &Options::default());
    near(apart.objective.expect("a cost"), 400.0 + 3000.0);
    assert_eq!(
        apart.lmp.total[0].iter().map(|price| price.round()).collect::<Vec<_>>(),
        [10.0, 10.0, 50.0, 50.0]
    );
    network.links.push(Link {
        id: "cable".into(),
        from: 1,
        to: 3,
        power_max_mw: 30.0,
        efficiency: 0.9,
        loss_mw: 2.0,
        marginal_cost_per_mwh: 1.0,
        ..Link::default()
    });
    let joined = optimum(&network, &Options::default());
    // 30 MW drawn give 25 MW: the constant loss is drawn at the to end
    near(joined.link_mw[0][0], 30.0);
    near(joined.dispatch_mw[0][1], 35.0);
    near(joined.objective.expect("a cost"), 700.0 + 30.0 + 35.0 * 50.0);
    let [binding] = joined.binding.as_slice() else { panic!("{:?}", joined.binding) };
    assert_eq!(binding.element, Element::Link(0));
    near(binding.shadow_price, 0.9 * 50.0 - 10.0 - 1.0);
}

#[test]
fn what_is_out_of_service_or_isolated_takes_no_part() {
    let mut network = baker();
    network.branches[2].in_service = false;
    let outcome = optimum(&network, &Options::default());
    near(outcome.objective.expect("a cost"), 1000.0);
    assert_eq!(outcome.flow_mw[0][2].to_bits(), 0.0_f64.to_bits());
    network.generators[0].in_service = false;
    near(optimum(&network, &Options::default()).objective.expect("a cost"), 2000.0);
    network.buses[1].kind = BusKind::Isolated;
    network.loads.push(load(1, 5.0));
    let outcome = optimum(&network, &Options::default());
    near(outcome.objective.expect("a cost"), 10_000.0);
    assert!(outcome.lmp.total[0][1].is_nan() && outcome.findings.0[0].code == "isolated-load");
}

#[test]
fn a_dispatchable_load_leaves_when_the_price_exceeds_its_worth() {
    let mut network = buses(1);
    let mut worth = plant(2, 0, 0.0, 25.0);
    worth.power_min_mw = -40.0;
    network.generators = vec![plant(1, 0, 100.0, 20.0), worth, plant(3, 0, 100.0, 30.0)];
    network.loads = vec![load(0, 80.0)];
    let outcome = optimum(&network, &Options::default());
    // 20 MW of it are served at 20, the others would cost 30
    near(outcome.dispatch_mw[0][1], -20.0);
    near(outcome.objective.expect("a cost"), 2000.0 - 500.0);
    near(outcome.lmp.total[0][0], 25.0);
}

#[test]
fn shifters_pull_flow_and_branches_without_impedance_join_their_buses() {
    let mut network = baker();
    network.branches[2].shift_deg = 5.0;
    for kirchhoff in [Kirchhoff::Angles, Kirchhoff::Cycles] {
        let shifted = optimum(&network, &Options { kirchhoff, ..Options::default() });
        let injection = [0, 1, 2].map(|bus| shifted.dispatch_mw[0][bus] - [0.0, 0.0, 100.0][bus]);
        let flow = DcModel::new(&network, Form::Matpower).expect("a network").flow(&injection);
        for l in 0..3 {
            near(shifted.flow_mw[0][l], flow.flow_mw[l]);
        }
        assert!(shifted.objective.expect("a cost") < 7600.0, "the shift holds flow off the weak line");
        // PowerModels leaves it out
        let plain = optimum(&network, &Options { kirchhoff, form: Form::Powermodels, ..Options::default() });
        near(plain.objective.expect("a cost"), 7600.0);
    }
    let mut joined = baker();
    joined.branches[0].reactance_pu = 0.0;
    for kirchhoff in [Kirchhoff::Angles, Kirchhoff::Cycles] {
        let outcome = optimum(&joined, &Options { kirchhoff, ..Options::default() });
        // two equal ways from one bus: the weak line takes half
        near(outcome.flow_mw[0][1], 10.0);
        near(outcome.flow_mw[0][2], 10.0);
        near(outcome.objective.expect("a cost"), 20.0 * 10.0 + 80.0 * 100.0);
    }
}

#[test]
fn angle_limits_bind_as_megawatts() {
    let mut network = buses(2);
    network.branches = vec![line(1, 0, 1, 0.1, Some(90.0))];
    network.branches[0].angle_max_deg = Some(2.0);
    network.branches[0].angle_min_deg = Some(-1.0);
    network.generators = vec![plant(1, 0, 200.0, 10.0), plant(2, 1, 200.0, 30.0)];
    network.loads = vec![load(1, 100.0)];
    let outcome = optimum(&network, &Options::default());
    near(outcome.flow_mw[0][0], 1000.0 * 2.0_f64.to_radians());
    assert_eq!(outcome.binding[0].limit, Limit::Angle);
    near(outcome.angle_deg[0][0] - outcome.angle_deg[0][1], 2.0);
    // a negative reactance turns the limits round
    network.branches[0].reactance_pu = -0.1;
    near(optimum(&network, &Options::default()).flow_mw[0][0], 1000.0 * 1.0_f64.to_radians());
}

#[test]
fn a_network_that_does_not_fit_says_what_would_have_to_give() {
    let mut network = buses(2);
    network.branches = vec![line(7, 0, 1, 0.1, Some(60.0))];
    network.generators = vec![plant(1, 0, 200.0, 10.0)];
    network.loads = vec![load(1, 100.0)];
    let outcome = solve(&network, &Options::default()).expect("a programme");
    assert_eq!((outcome.status, outcome.objective), (Status::Infeasible, None));
    let why = outcome.why.expect("a reason");
    assert_eq!(
        why.sentence,
        "no dispatch keeps all limits in snapshot `now`; nearest to it, these would have to give: the rating of branch \
         `7` (1–2), which lets 60.00 MW through where 100.00 MW would have to flow"
    );
    assert_eq!(
        why.hint,
        "widen these limits, or leave 40.00 MW of demand unserved (40.00 MW of it at bus `2`)"
    );
    network.branches[0].rating_mva = None;
    network.generators[0].power_max_mw = 80.0;
    let why = solve(&network, &Options::default()).expect("a programme").why.expect("a reason");
    assert!(why.sentence.contains("the most output of generator `1` at bus `1`"), "{why:?}");
    near(why.unserved[0].amount, 20.0);
    network.generators[0].power_max_mw = 300.0;
    network.generators[0].power_min_mw = 150.0;
    let why = solve(&network, &Options::default()).expect("a programme").why.expect("a reason");
    assert!(why.sentence.contains("the least output of generator `1`") && why.unserved.is_empty(), "{why:?}");
}

#[test]
fn what_no_programme_can_be_written_for_is_refused_with_a_way_out() {
    let mut network = baker();
    let refused = |network: &Network, options: &Options| {
        let error = solve(network, options).expect_err("refused");
        assert!(error.hint().is_some());
        error.to_string()
    };
    let options = Options { snapshots: vec![3], ..Options::default() };
    assert!(refused(&network, &options).starts_with("snapshot 3 is asked for, but the network has 1"));
    network.buses[0].current = gigasite_case::network::Current::Direct;
    assert!(refused(&network, &Options::default()).contains("joins an alternating and a direct-current bus"));
    let mut network = baker();
    network.generators[0].power_min_mw = 300.0;
    assert!(refused(&network, &Options::default()).contains("may not be below 300 MW nor above 100 MW"));
}

#[test]
fn an_outcome_is_json_with_its_three_promises() {
    let outcome = optimum(&baker(), &Options::default());
    let json = serde_json::to_value(&outcome).expect("JSON");
    assert_eq!(json["status"], "optimal");
    assert!((json["objective"].as_f64().expect("a number") - 7600.0).abs() < 1e-3);
    assert_eq!(json["lmp"]["total"][0].as_array().expect("prices").len(), 3);
}
