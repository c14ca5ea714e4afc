//! What must hold of every network, and published prices by factors.

use super::*;
use gigasite_case::network::{Branch, Bus, BusKind, Contingency, Current, Generator, Link, Load, Network};
use proptest::prelude::*;

/// A connected network: a tree, some more branches, loads and plants everywhere.
fn networks() -> impl Strategy<Value = Network> {
    (4_usize..14, 0_usize..12).prop_flat_map(|(buses, extra)| {
        let tree = proptest::collection::vec((0.0..1.0_f64, 0.02..0.5_f64), buses - 1);
        let more = proptest::collection::vec((0..buses, 0..buses, 0.02..0.5_f64, -8.0..8.0_f64), extra);
        let power = proptest::collection::vec((0.0..200.0_f64, 0.0..200.0_f64), buses);
        (tree, more, power).prop_map(move |(tree, more, power)| {
            let mut branches = Vec::new();
            for (bus, (near, x)) in tree.iter().enumerate() {
                let from = ((bus + 1) as f64 * near) as usize;
                branches.push(branch(from, bus + 1, *x));
            }
            for (from, to, x, shift) in more {
                if from != to {
                    branches.push(Branch { shift_deg: shift, ..branch(from, to, x) });
                }
            }
            let (loads, generators) = power
                .iter()
                .enumerate()
                .map(|(bus, (load, output))| {
                    let load = Load { bus, power_mw: *load, ..Load::default() };
                    let plant = Generator {
                        bus,
                        power_mw: *output,
                        power_max_mw: 250.0,
                        rated_mw: 250.0,
                        ..Generator::default()
                    };
                    (load, plant)
                })
                .unzip();
            network(buses, branches, loads, generators)
        })
    })
}

fn branch(from: usize, to: usize, x: f64) -> Branch {
    Branch { from, to, reactance_pu: x, resistance_pu: x / 9.0, rating_mva: Some(80.0), ..Branch::default() }
}

fn network(buses: usize, branches: Vec<Branch>, loads: Vec<Load>, generators: Vec<Generator>) -> Network {
    let buses = (0..buses)
        .map(|bus| Bus {
            id: (bus + 1).to_string(),
            kind: if bus == 0 { BusKind::Reference } else { BusKind::Load },
            ..Bus::default()
        })
        .collect();
    Network { base_mva: 100.0, buses, branches, loads, generators, ..Network::default() }
}

fn modelled(network: &Network) -> (DcModel, DcState) {
    let model = DcModel::new(network, Form::Matpower).unwrap();
    let state = model.state(network, 0);
    (model, state)
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6 * (1.0 + a.abs().max(b.abs()))
}

proptest! {
    #[test]
    fn what_goes_in_at_a_bus_flows_away_over_its_branches(network in networks()) {
        let (model, state) = modelled(&network);
        let mut left = state.injection_mw.clone();
        left[model.references()[0]] += state.flow.balance_mw[0];
        for (branch, flow) in network.branches.iter().zip(&state.flow.flow_mw) {
            left[branch.from] -= flow;
            left[branch.to] += flow;
        }
        prop_assert!(left.iter().all(|left| left.abs() < 1e-6), "{left:?}");
    }

    #[test]
    fn flows_are_the_factors_times_injections(mut network in networks()) {
        network.branches.iter_mut().for_each(|branch| branch.shift_deg = 0.0);
        let (model, state) = modelled(&network);
        let all: Vec<usize> = (0..model.branches()).collect();
        let factors = model.ptdf(&all);
        for branch in all {
            prop_assert!(factors[(branch, 0)] == 0.0, "zero at the slack");
            let flow: f64 = (0..model.buses()).map(|bus| factors[(branch, bus)] * state.injection_mw[bus]).sum();
            prop_assert!(close(flow, state.flow.flow_mw[branch]));
        }
        let doubled: Vec<f64> = state.injection_mw.iter().map(|mw| 2.0 * mw).collect();
        let twice = model.flow(&doubled);
        for (once, twice) in state.flow.flow_mw.iter().zip(&twice.flow_mw) {
            prop_assert!(close(2.0 * once, *twice));
        }
    }

    #[test]
    fn many_at_once_are_the_same_as_one_by_one(network in networks()) {
        let (model, state) = modelled(&network);
        let sets: Vec<Vec<f64>> =
            (0..11).map(|k| state.injection_mw.iter().map(|mw| mw * f64::from(k)).collect()).collect();
        for (set, flow) in sets.iter().zip(model.flows(&sets)) {
            prop_assert_eq!(model.flow(set), flow);
        }
    }

    #[test]
    fn every_outage_is_the_network_solved_without_it(network in networks()) {
        let (model, state) = modelled(&network);
        let screening = model.screen(&network, &state, &ScreenOptions { generators: false, ..ScreenOptions::default() }).unwrap();
        prop_assert_eq!(screening.cases.len(), network.branches.len());
        let all: Vec<usize> = (0..model.branches()).collect();
        let factors = model.lodf(&all);
        for case in &screening.cases {
            let Outage::Branch(lost) = case.outage else { continue };
            let mut without = network.clone();
            without.branches[lost].in_service = false;
            let after = model
                .after(&network, &state, &Contingency { branches: vec![lost], ..Contingency::default() })
                .unwrap();
            if model.is_bridge(lost) {
                let islanded = after.islanded.as_ref().expect("a bridge tears");
                prop_assert!(close(islanded.load_mw, case.lost_load_mw));
                prop_assert!(close(islanded.generation_mw, case.lost_generation_mw));
                prop_assert!(factors[(lost, lost)].is_nan());
            } else {
                let solved = modelled(&without).1.flow.flow_mw;
                for (branch, solved) in solved.iter().enumerate() {
                    prop_assert!(close(*solved, after.flow_mw[branch]));
                    let by_factor =
                        state.flow.flow_mw[branch] + factors[(branch, lost)] * state.flow.flow_mw[lost];
                    prop_assert!(close(*solved, by_factor));
                }
            }
            let over: Vec<usize> = (0..model.branches())
                .filter(|branch| after.flow_mw[*branch].abs() > 80.0 + 1e-6)
                .filter(|branch| after.flow_mw[*branch].abs() > state.flow.flow_mw[*branch].abs() + 1e-3)
                .collect();
            for branch in over {
                let found = case.overloads.iter().find(|over| over.branch == branch);
                prop_assert!(found.is_some_and(|found| close(found.flow_mw, after.flow_mw[branch])));
            }
            for over in &case.overloads {
                prop_assert!(close(over.flow_mw, after.flow_mw[over.branch]));
            }
        }
        for pair in screening.cases.windows(2) {
            prop_assert!(pair[0].severity_mw() >= pair[1].severity_mw());
        }
    }

    #[test]
    fn a_lost_generator_is_made_up_for_by_the_room_of_the_others(network in networks(), lost in 0_usize..4) {
        let (model, state) = modelled(&network);
        let screening = model.screen(&network, &state, &ScreenOptions { branches: false, ..ScreenOptions::default() }).unwrap();
        let mut after = network.clone();
        let room = |plant: &Generator| plant.power_max_mw - plant.power_mw;
        let all: f64 = network.generators.iter().map(room).sum::<f64>() - room(&network.generators[lost]);
        for plant in &mut after.generators {
            plant.power_mw += room(plant) / all * network.generators[lost].power_mw;
        }
        after.generators[lost].in_service = false;
        let solved = modelled(&after).1.flow.flow_mw;
        let both = Contingency { generators: vec![lost], ..Contingency::default() };
        let found = model.after(&network, &state, &both).unwrap();
        for (a, b) in solved.iter().zip(&found.flow_mw) {
            prop_assert!(close(*a, *b));
        }
        if let Some(case) = screening.cases.iter().find(|case| case.outage == Outage::Generator(lost)) {
            for over in &case.overloads {
                prop_assert!(close(over.flow_mw, solved[over.branch]));
            }
        }
    }

    #[test]
    fn several_lost_at_once_are_the_network_without_them(network in networks(), a in 0_usize..20, b in 0_usize..20) {
        let (model, state) = modelled(&network);
        let lost: Vec<usize> = [a % network.branches.len(), b % network.branches.len()].into();
        let after =
            model.after(&network, &state, &Contingency { branches: lost.clone(), ..Contingency::default() }).unwrap();
        let mut without = network.clone();
        for lost in &lost {
            without.branches[*lost].in_service = false;
        }
        let parts = without.islands();
        if parts.iter().all(|part| *part == 0) {
            prop_assert!(after.islanded.is_none());
            let solved = modelled(&without).1.flow.flow_mw;
            for (solved, after) in solved.iter().zip(&after.flow_mw) {
                prop_assert!(close(*solved, *after));
            }
        } else {
            let islanded = after.islanded.expect("torn");
            let size = |part: usize| parts.iter().filter(|other| **other == part).count();
            let greatest = parts.iter().map(|part| size(*part)).max().unwrap_or(0);
            prop_assert_eq!(islanded.buses, model.buses() - greatest);
            let gone = |bus: usize| network.branches.iter().zip(&after.flow_mw).all(|(branch, flow)| {
                (branch.from != bus && branch.to != bus) || *flow == 0.0
            });
            let load: f64 = (0..model.buses()).filter(|bus| gone(*bus)).map(|bus| state.demand_mw[bus]).sum();
            prop_assert!(islanded.load_mw <= load + 1e-6);
        }
    }

    #[test]
    fn other_numbers_for_the_buses_change_nothing(network in networks(), turn in 1_usize..13) {
        let count = network.buses.len();
        let new = |bus: usize| (bus + turn) % count;
        let mut renamed = network.clone();
        for bus in 0..count {
            renamed.buses[new(bus)] = network.buses[bus].clone();
        }
        renamed.branches.iter_mut().for_each(|branch| {
            branch.from = new(branch.from);
            branch.to = new(branch.to);
        });
        renamed.loads.iter_mut().for_each(|load| load.bus = new(load.bus));
        renamed.generators.iter_mut().for_each(|plant| plant.bus = new(plant.bus));
        let (own, other) = (modelled(&network).1, modelled(&renamed).1);
        for (a, b) in own.flow.flow_mw.iter().zip(&other.flow.flow_mw) {
            prop_assert!(close(*a, *b));
        }
    }
}

#[test]
fn islands_balance_each_on_its_own() {
    let branches = vec![branch(0, 1, 0.1), branch(2, 3, 0.1)];
    let load = |bus, power_mw| Load { bus, power_mw, ..Load::default() };
    let plant = |bus, rated_mw| Generator { bus, rated_mw, power_max_mw: rated_mw, ..Generator::default() };
    let mut net =
        network(5, branches, vec![load(1, 30.0), load(2, 50.0)], vec![plant(0, 90.0), plant(3, 90.0)]);
    net.buses[4].kind = BusKind::Isolated;
    let (model, state) = modelled(&net);
    assert_eq!(model.references(), [0, 3], "the island without a reference bus takes its largest plant");
    assert_eq!(state.flow.balance_mw, [30.0, 50.0]);
    assert!(close(state.flow.flow_mw[0], 30.0) && close(state.flow.flow_mw[1], -50.0));
    assert_eq!(model.islands()[4], None);
}

#[test]
fn direct_current_flows_by_resistance_and_links_as_they_are_set() {
    let mut ring = vec![branch(0, 1, 0.1), branch(1, 2, 0.1), branch(0, 2, 0.1)];
    for (branch, r) in ring.iter_mut().zip([0.1, 0.1, 0.2]) {
        branch.resistance_pu = r;
        branch.reactance_pu = 0.0;
    }
    let mut net = network(4, ring, vec![], vec![]);
    net.buses[..3].iter_mut().for_each(|bus| bus.current = Current::Direct);
    net.links =
        vec![Link { from: 3, to: 2, power_mw: 100.0, efficiency: 0.9, loss_mw: 10.0, ..Link::default() }];
    let state = modelled(&net).1;
    // 80 MW arrive at bus 3 and leave at bus 1, half each way: 0.2 against 0.1 + 0.1
    assert!(close(state.flow.flow_mw[2], -40.0) && close(state.flow.flow_mw[0], -40.0));
    assert_eq!(state.flow.balance_mw, [-80.0, 100.0]);
}

#[test]
fn phase_shifters_push_power_round_a_ring() {
    let ring = vec![branch(0, 1, 0.1), branch(1, 2, 0.1), Branch { shift_deg: 9.0, ..branch(0, 2, 0.1) }];
    let state = modelled(&network(3, ring, vec![], vec![])).1;
    let round = 100.0 * 9.0_f64.to_radians() / 0.3;
    assert!(close(state.flow.flow_mw[2], -round) && close(state.flow.flow_mw[0], round), "{:?}", state.flow);
    let ignored =
        DcModel::new(&network(2, vec![branch(0, 1, 0.1)], vec![], vec![]), Form::Powermodels).unwrap();
    assert!(close(ignored.series[0].susceptance, 0.1 / (0.1_f64 * 0.1 + 0.1 * 0.1 / 81.0)));
}

#[test]
fn branches_without_impedance_are_all_named() {
    let mut net = network(3, vec![branch(0, 1, 0.0), branch(1, 2, 0.0)], vec![], vec![]);
    for (branch, id) in net.branches.iter_mut().zip(["tie", "bus bar"]) {
        branch.id = id.to_owned();
        branch.resistance_pu = 0.0;
    }
    let message = DcModel::new(&net, Form::Matpower).unwrap_err().to_string();
    assert_eq!(message, "2 branches without reactance: `tie`, `bus bar`");
    net.branches[0] = branch(0, 1, 0.1);
    net.branches[1] = branch(0, 1, -0.1);
    net.branches.push(branch(1, 2, 0.1));
    let message = DcModel::new(&net, Form::Matpower).unwrap_err().to_string();
    assert!(message.contains("reactances around bus"), "{message}");
}
