//! What must hold of every flow.

use super::*;
use crate::dc::{DcModel, Form, Outage, Rating};
use gigasite_case::network::{Branch, Bus, BusKind, Generator, Load, Network};
use proptest::prelude::*;

/// A connected network with taps, shifts and shunts, so lightly loaded that a chain of all buses carries it: then
/// `Σ x P` = 0.04 · 0.15 · (1 + … + 13) ≈ 0.55 rad.
fn networks() -> impl Strategy<Value = Network> {
    (4_usize..14, 0_usize..12).prop_flat_map(|(buses, extra)| {
        let tree = proptest::collection::vec((0.0..1.0_f64, 0.01..0.04_f64), buses - 1);
        let more = proptest::collection::vec((0..buses, 0..buses, 0.95..1.05_f64, -3.0..3.0_f64), extra);
        let power =
            proptest::collection::vec((0.0..8.0_f64, -3.0..3.0_f64, -8.0..8.0_f64, any::<bool>()), buses);
        (tree, more, power).prop_map(move |(tree, more, power)| {
            let mut branches = Vec::new();
            for (bus, (near, x)) in tree.iter().enumerate() {
                branches.push(branch(((bus + 1) as f64 * near) as usize, bus + 1, *x));
            }
            for (from, to, tap, shift) in more.into_iter().filter(|(from, to, ..)| from != to) {
                branches.push(Branch { tap_ratio: Some(tap), shift_deg: shift, ..branch(from, to, 0.1) });
            }
            let buses = power.iter().enumerate().map(|(bus, (_, _, shunt, is_generator))| Bus {
                kind: match bus {
                    0 => BusKind::Reference,
                    _ if *is_generator => BusKind::Generator,
                    _ => BusKind::Load,
                },
                shunt_mvar: *shunt,
                ..Bus::default()
            });
            Network {
                base_mva: 100.0,
                branches,
                loads: power
                    .iter()
                    .enumerate()
                    .map(|(bus, (mw, mvar, ..))| Load {
                        bus,
                        power_mw: *mw,
                        power_mvar: *mvar,
                        ..Load::default()
                    })
                    .collect(),
                generators: power
                    .iter()
                    .enumerate()
                    .filter(|(bus, one)| *bus == 0 || one.3)
                    .map(|(bus, _)| plant(bus))
                    .collect(),
                buses: buses.collect(),
                ..Network::default()
            }
        })
    })
}

fn branch(from: usize, to: usize, x: f64) -> Branch {
    Branch { from, to, reactance_pu: x, resistance_pu: x / 6.0, charging_pu: 0.02, ..Branch::default() }
}

fn plant(bus: usize) -> Generator {
    Generator {
        bus,
        power_mw: 15.0,
        voltage_pu: 1.01,
        rated_mw: 50.0 + bus as f64,
        power_max_mvar: 60.0,
        power_min_mvar: -60.0,
        ..Generator::default()
    }
}

fn solved(network: &Network, options: &AcOptions) -> AcFlow {
    AcModel::new(network).unwrap().solve(network, 0, options).unwrap()
}

proptest! {
    #[test]
    fn every_bus_balances(network in networks(), distributed_slack in any::<bool>(), flat in any::<bool>()) {
        let start = if flat { Start::Flat } else { Start::Dc };
        let flow = solved(&network, &AcOptions { start, distributed_slack, ..AcOptions::default() });
        prop_assert_eq!(&flow.status, &AcStatus::Solved);
        for bus in 0..network.buses.len() {
            let v2 = flow.voltage_pu[bus] * flow.voltage_pu[bus];
            let (mut p, mut q) = (0.0, -network.buses[bus].shunt_mvar * v2);
            for (branch, flow) in network.branches.iter().zip(&flow.branches) {
                if branch.from == bus {
                    p += flow.from_mw;
                    q += flow.from_mvar;
                }
                if branch.to == bus {
                    p += flow.to_mw;
                    q += flow.to_mvar;
                }
            }
            for load in network.loads.iter().filter(|load| load.bus == bus) {
                p += load.power_mw;
                q += load.power_mvar;
            }
            for (number, _) in network.generators.iter().enumerate().filter(|(_, one)| one.bus == bus) {
                p -= flow.output_mw[number];
                q -= flow.output_mvar[number];
            }
            prop_assert!(p.abs() < 2e-6 && q.abs() < 2e-6, "bus {bus}: {p} MW, {q} Mvar");
        }
        prop_assert!(flow.losses_mw > 0.0);
        if distributed_slack {
            let all: f64 = network.generators.iter().map(|one| one.rated_mw).sum();
            for (one, output) in network.generators.iter().zip(&flow.output_mw) {
                let share = one.rated_mw / all * flow.missing_mw[0];
                prop_assert!((output - 15.0 - share).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn a_light_flow_without_resistance_is_that_by_reactance(mut network in networks()) {
        for branch in &mut network.branches {
            (branch.resistance_pu, branch.charging_pu, branch.tap_ratio) = (0.0, 0.0, None);
            branch.shift_deg /= 1e3;
        }
        for bus in &mut network.buses {
            (bus.shunt_mvar, bus.kind) = (0.0, if bus.kind == BusKind::Load { BusKind::Load } else { bus.kind });
        }
        for load in &mut network.loads {
            (load.power_mw, load.power_mvar) = (load.power_mw / 1e3, 0.0);
        }
        for generator in &mut network.generators {
            (generator.power_mw, generator.voltage_pu) = (generator.power_mw / 1e3, 1.0);
        }
        let flow = solved(&network, &AcOptions::default());
        let by_reactance = DcModel::new(&network, Form::Matpower).unwrap().state(&network, 0).flow;
        for (ac, dc) in flow.branches.iter().zip(&by_reactance.flow_mw) {
            prop_assert!((ac.from_mw - dc).abs() < 1e-4, "{} {dc}", ac.from_mw);
        }
    }

    #[test]
    fn generators_stay_within_their_reactive_limits(mut network in networks(), limit in 1.0..20.0_f64) {
        for generator in &mut network.generators[1..] {
            (generator.power_min_mvar, generator.power_max_mvar) = (-limit, limit);
        }
        let flow = solved(&network, &AcOptions { reactive_limits: true, ..AcOptions::default() });
        prop_assume!(flow.status == AcStatus::Solved);
        for (number, generator) in network.generators.iter().enumerate().skip(1) {
            if generator.bus == 0 || network.generators[0].bus == generator.bus {
                continue;
            }
            prop_assert!(flow.output_mvar[number].abs() < limit + 1e-5, "{}", flow.output_mvar[number]);
            let (now, set) = (flow.voltage_pu[generator.bus], generator.voltage_pu);
            if flow.at_limit.contains(&generator.bus) {
                let is_most = flow.output_mvar[number] > 0.0;
                prop_assert!((is_most && now < set + 1e-7) || (!is_most && now > set - 1e-7));
            } else {
                prop_assert!((now - set).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn two_buses_flow_as_the_quadratic_says() {
    // 1 p.u. behind j0.1 feeds 1 + j0.2: v⁴ + v²(2·0.2·0.1 − 1) + 0.1²(1 + 0.2²) = 0
    let network = Network {
        base_mva: 100.0,
        buses: vec![Bus { kind: BusKind::Reference, ..Bus::default() }, Bus::default()],
        branches: vec![Branch { from: 0, to: 1, reactance_pu: 0.1, ..Branch::default() }],
        loads: vec![Load { bus: 1, power_mw: 100.0, power_mvar: 20.0, ..Load::default() }],
        generators: vec![Generator::default()],
        ..Network::default()
    };
    let flow = solved(&network, &AcOptions { start: Start::Flat, ..AcOptions::default() });
    let b: f64 = 2.0 * 0.2 * 0.1 - 1.0;
    let v = f64::midpoint(-b, (b * b - 4.0 * 0.01 * 1.04).sqrt()).sqrt();
    assert!((flow.voltage_pu[1] - v).abs() < 1e-9, "{} {v}", flow.voltage_pu[1]);
    assert!((flow.output_mw[0] - 100.0).abs() < 1e-5 && flow.losses_mw.abs() < 1e-5);
    // the most that the line can carry at this power factor is about 409 MW
    let mut heavy = network.clone();
    heavy.loads[0].power_mw = 500.0;
    heavy.loads[0].power_mvar = 100.0;
    let flow = solved(&heavy, &AcOptions::default());
    let AcStatus::NotSolved { bus, mismatch_mw, .. } = flow.status else { panic!("{:?}", flow.status) };
    assert!(bus == 1 && mismatch_mw.abs() > 1.0);
    heavy.loads[0].power_mw = 400.0;
    heavy.loads[0].power_mvar = 80.0;
    assert_eq!(
        solved(&heavy, &AcOptions { start: Start::Flat, ..AcOptions::default() }).status,
        AcStatus::Solved
    );
}

#[test]
fn an_island_without_a_generator_is_dead_and_one_without_a_reference_finds_one() {
    let network = Network {
        base_mva: 100.0,
        buses: (0..6)
            .map(|bus| Bus {
                kind: if bus == 0 { BusKind::Reference } else { BusKind::Load },
                ..Bus::default()
            })
            .collect(),
        branches: vec![branch(0, 1, 0.1), branch(2, 3, 0.1), branch(4, 5, 0.1)],
        loads: (1..6).map(|bus| Load { bus, power_mw: 10.0, ..Load::default() }).collect(),
        generators: vec![plant(0), plant(3)],
        ..Network::default()
    };
    let flow = solved(&network, &AcOptions::default());
    assert_eq!((flow.status.clone(), flow.dead.as_slice()), (AcStatus::Solved, &[4, 5][..]));
    assert!(flow.voltage_pu[4] == 0.0 && flow.branches[2] == AcBranch::default());
    assert!((flow.output_mw[1] - 20.0).abs() < 0.5, "{:?}", flow.output_mw);
}

#[test]
fn partial_pivoting_takes_over_where_a_pivot_vanishes() {
    // a bus without any susceptance of its own: series capacitor and reactor cancel on the diagonal
    let network = Network {
        base_mva: 100.0,
        buses: (0..4)
            .map(|bus| Bus {
                kind: if bus == 0 { BusKind::Reference } else { BusKind::Load },
                ..Bus::default()
            })
            .collect(),
        branches: vec![
            Branch { from: 0, to: 1, reactance_pu: 0.1, ..Branch::default() },
            Branch { from: 1, to: 2, reactance_pu: -0.1, ..Branch::default() },
            Branch { from: 2, to: 3, reactance_pu: 0.3, ..Branch::default() },
            Branch { from: 0, to: 3, reactance_pu: 0.2, ..Branch::default() },
        ],
        loads: vec![Load { bus: 3, power_mw: 10.0, ..Load::default() }],
        generators: vec![plant(0)],
        ..Network::default()
    };
    let flow = solved(&network, &AcOptions { start: Start::Flat, ..AcOptions::default() });
    assert_eq!(flow.status, AcStatus::Solved);
}

/// Two plants in a ring of three buses; the load hangs on a fourth.
fn ring() -> Network {
    let mut network = Network {
        base_mva: 100.0,
        buses: (0..4)
            .map(|bus| Bus {
                id: bus.to_string(),
                kind: [BusKind::Reference, BusKind::Generator, BusKind::Load, BusKind::Load][bus],
                voltage_min_pu: 0.97,
                voltage_max_pu: 1.05,
                ..Bus::default()
            })
            .collect(),
        branches: vec![branch(0, 1, 0.1), branch(1, 2, 0.1), branch(0, 2, 0.1), branch(2, 3, 0.05)],
        loads: vec![
            Load { bus: 2, power_mw: 90.0, power_mvar: 20.0, ..Load::default() },
            Load { bus: 3, power_mw: 10.0, ..Load::default() },
        ],
        generators: vec![plant(0), plant(1)],
        ..Network::default()
    };
    network.branches.iter_mut().for_each(|branch| branch.rating_mva = Some(80.0));
    network.generators.iter_mut().for_each(|plant| (plant.power_mw, plant.rated_mw) = (50.0, 60.0));
    network
}

#[test]
fn outages_are_checked_for_currents_and_voltages() {
    let network = ring();
    let lost = [Outage::Branch(2), Outage::Branch(3), Outage::Generator(1)];
    let checks = after_outages(&network, 0, &lost, Rating::LongTerm, &AcOptions::default()).unwrap();
    // 100 MW through the one line left, rated 80 MVA, pull the voltage down
    assert_eq!(checks[0].overloads[0].branch, 1);
    assert!(checks[0].worst_loading_frac > 1.25 && !checks[0].out_of_band.is_empty(), "{:?}", checks[0]);
    assert!(checks[0].lowest.unwrap().voltage_pu < 0.97);
    // the far bus is dark, which is no low voltage
    assert_eq!(checks[1].lowest.unwrap().bus, 2);
    assert!(checks[1].overloads.is_empty());
    // the other plant gives all of it
    let mut alone = network.clone();
    alone.generators[1].in_service = false;
    let flow = solved(&alone, &AcOptions { distributed_slack: true, ..AcOptions::default() });
    assert!((flow.output_mw[0] - 100.0 - flow.losses_mw).abs() < 1e-5, "{:?}", flow.output_mw);
    assert_eq!(checks[2], AcCheck::of(&alone, &flow, Rating::LongTerm));
    // what no network survives says so
    let mut heavy = network;
    heavy.loads[0].power_mw = 900.0;
    let check = &after_outages(&heavy, 0, &lost[..1], Rating::LongTerm, &AcOptions::default()).unwrap()[0];
    assert!(matches!(check.status, AcStatus::NotSolved { .. }) && check.losses_mw.is_nan());
}
