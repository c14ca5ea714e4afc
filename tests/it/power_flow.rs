//! Flows on published cases: voltages beside pandapower's, factors beside flows solved again.

use gigasite_case::network::{Contingency, Generator, Network};
use gigasite_data::network::read;
use gigasite_grid::ac::{AcFlow, AcModel, AcOptions, AcStatus, Start};
use gigasite_grid::dc::{DcModel, DcState, Form, Outage, ScreenOptions};
use gigasite_tests::shared;

/// Written by `ac_oracle.py`, which says with what.
const VOLTAGES: &str = include_str!("ac_voltages.csv");
const CASES: [&str; 5] = ["case14.m", "case118.m", "case300.m", "case2869pegase.m.gz", "case9241pegase.m.gz"];

fn case(file: &str) -> Option<Network> {
    let path = shared(&format!("data/grid/matpower/{file}"))?;
    let (network, findings) = read(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
    Some(network.unwrap_or_else(|| panic!("{file}: {findings:?}")))
}

fn alternating(network: &Network, options: &AcOptions) -> AcFlow {
    let flow = AcModel::new(network).unwrap().solve(network, 0, options).unwrap();
    assert_eq!(flow.status, AcStatus::Solved, "{}", network.name);
    assert!(flow.mismatch_pu <= 1e-8, "{}: {:e}", network.name, flow.mismatch_pu);
    flow
}

fn by_reactance(network: &Network) -> (DcModel, DcState) {
    let model = DcModel::new(network, Form::Matpower).unwrap();
    let state = model.state(network, 0);
    (model, state)
}

/// Largest difference, beside the larger of 1 and the value.
fn apart(ours: &[f64], theirs: &[f64]) -> f64 {
    assert_eq!(ours.len(), theirs.len());
    ours.iter().zip(theirs).map(|(a, b)| (a - b).abs() / b.abs().max(1.0)).fold(0.0, f64::max)
}

#[test]
fn voltages_are_those_of_pandapower_from_every_start() {
    for file in CASES {
        let Some(network) = case(file) else { return };
        let name = file.split('.').next().unwrap_or_default();
        let rows = VOLTAGES.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
        let theirs: Vec<(usize, f64, f64)> = rows
            .filter(|row| row[0] == name)
            .map(|row| (network.bus(row[1]).unwrap(), row[2].parse().unwrap(), row[3].parse().unwrap()))
            .collect();
        assert!(theirs.len() >= network.buses.len().div_ceil(10), "{file}");
        for start in [Start::Dc, Start::Flat, Start::File] {
            let flow =
                alternating(&network, &AcOptions { start, tolerance_pu: 1e-10, ..AcOptions::default() });
            for (bus, voltage_pu, angle_deg) in &theirs {
                let (voltage, angle) = (flow.voltage_pu[*bus] - voltage_pu, flow.angle_deg[*bus] - angle_deg);
                assert!(
                    voltage.abs() < 1e-8,
                    "{file} {start:?}: {voltage:e} p.u. at {}",
                    network.buses[*bus].id
                );
                assert!(angle.abs() < 1e-6, "{file} {start:?}: {angle:e}° at {}", network.buses[*bus].id);
            }
        }
    }
}

#[test]
fn reactive_limits_hold_on_real_cases() {
    for file in ["case118.m", "case300.m", "case2869pegase.m.gz"] {
        let Some(network) = case(file) else { return };
        let flow = alternating(&network, &AcOptions { reactive_limits: true, ..AcOptions::default() });
        let (mut least, mut most, mut output) =
            (vec![0.0; network.buses.len()], vec![0.0; network.buses.len()], vec![0.0; network.buses.len()]);
        let mut set = vec![None; network.buses.len()];
        for (generator, mvar) in network.generators.iter().zip(&flow.output_mvar) {
            if generator.in_service {
                least[generator.bus] += generator.power_min_mvar;
                most[generator.bus] += generator.power_max_mvar;
                output[generator.bus] += mvar;
                set[generator.bus].get_or_insert(generator.voltage_pu);
            }
        }
        let references = by_reactance(&network).0.references().to_vec();
        let held = (0..network.buses.len()).filter(|bus| !references.contains(bus));
        for (bus, set) in held.filter_map(|bus| Some((bus, set[bus]?))) {
            let now = flow.voltage_pu[bus];
            let fits = (least[bus] - 1e-4..=most[bus] + 1e-4).contains(&output[bus]);
            assert!(fits, "{file}: {} Mvar at {}", output[bus], network.buses[bus].id);
            let is_free = (now - set).abs() < 1e-9;
            let is_most = (output[bus] - most[bus]).abs() < 1e-4 && now < set + 1e-9;
            let is_least = (output[bus] - least[bus]).abs() < 1e-4 && now > set - 1e-9;
            assert!(
                is_free || is_most || is_least,
                "{file}: {now} p.u. for {set} at {}",
                network.buses[bus].id
            );
        }
    }
}

#[test]
fn flows_after_every_outage_are_those_solved_again() {
    for (file, every) in [("case14.m", 1), ("case118.m", 1), ("case300.m", 1), ("case2869pegase.m.gz", 61)] {
        let Some(network) = case(file) else { return };
        let (model, before) = by_reactance(&network);
        let (mut torn, mut whole) = (0, 0);
        for lost in
            (0..network.branches.len()).step_by(every).filter(|lost| network.branches[*lost].in_service)
        {
            let contingency = Contingency { branches: vec![lost], ..Contingency::default() };
            let after = model.after(&network, &before, &contingency).unwrap();
            let mut left = network.clone();
            left.branches[lost].in_service = false;
            if after.islanded.is_some() {
                assert!(model.is_bridge(lost), "{file}");
                torn += 1;
                continue;
            }
            let again = DcModel::new(&left, Form::Matpower).unwrap().flow(&before.injection_mw);
            let difference = apart(&after.flow_mw, &again.flow_mw);
            assert!(difference < 1e-7, "{file}: {difference:e} after losing {}", network.branches[lost].id);
            whole += 1;
        }
        assert!(whole > 0, "{file}: {torn} outages tear it");
    }
}

#[test]
fn screening_finds_what_solving_again_finds() {
    let Some(network) = case("case118.m") else { return };
    let mut network = network;
    for branch in &mut network.branches {
        branch.rating_mva = Some(120.0);
    }
    let (model, before) = by_reactance(&network);
    let screening = model.screen(&network, &before, &ScreenOptions::default()).unwrap();
    let gives = |generator: &&Generator| generator.in_service && generator.power_mw != 0.0;
    let generators = network.generators.iter().filter(gives).count();
    assert_eq!(screening.cases.len(), network.branches.len() + generators);
    let mut seen = 0;
    for case in &screening.cases {
        let contingency = match case.outage {
            Outage::Branch(branch) => Contingency { branches: vec![branch], ..Contingency::default() },
            Outage::Named(number) => network.contingencies[number].clone(),
            Outage::Generator(generator) => {
                Contingency { generators: vec![generator], ..Contingency::default() }
            }
        };
        let after = model.after(&network, &before, &contingency).unwrap();
        let dark = after.islanded.as_ref().map_or(0.0, |islanded| islanded.load_mw);
        assert!((case.lost_load_mw - dark).abs() < 1e-9, "{:?}", case.outage);
        for over in &case.overloads {
            assert!((over.flow_mw - after.flow_mw[over.branch]).abs() < 1e-6, "{:?}", case.outage);
            seen += 1;
        }
        let above = after
            .flow_mw
            .iter()
            .zip(&before.flow.flow_mw)
            .filter(|(after, before)| after.abs() > 120.0 + 1e-6 && after.abs() > before.abs() + 1.2e-4);
        assert_eq!(above.count(), case.overloads.len(), "{:?}", case.outage);
    }
    assert!(seen > 100, "{seen} overloads");
}

#[test]
fn factors_are_zero_at_the_reference_and_give_the_flow() {
    for file in ["case118.m", "case300.m", "case_ACTIVSg2000.m.gz"] {
        let Some(mut network) = case(file) else { return };
        for branch in &mut network.branches {
            branch.shift_deg = 0.0;
        }
        let (model, state) = by_reactance(&network);
        let branches: Vec<usize> = (0..network.branches.len()).step_by(7).collect();
        let factors = model.ptdf(&branches);
        for (row, branch) in branches.iter().enumerate() {
            for reference in model.references() {
                assert!(factors[(row, *reference)].abs() < 1e-15, "{file}");
            }
            let flow: f64 =
                state.injection_mw.iter().enumerate().map(|(bus, mw)| factors[(row, bus)] * mw).sum();
            let solved = state.flow.flow_mw[*branch];
            assert!((flow - solved).abs() < 1e-6 * solved.abs().max(1.0), "{file}: {flow} and {solved}");
        }
    }
}

#[test]
fn flows_scale_with_injections() {
    let Some(mut network) = case("case300.m") else { return };
    for branch in &mut network.branches {
        branch.shift_deg = 0.0;
    }
    let (model, state) = by_reactance(&network);
    let doubled: Vec<f64> = state.injection_mw.iter().map(|mw| 2.0 * mw).collect();
    let twice: Vec<f64> = state.flow.flow_mw.iter().map(|mw| 2.0 * mw).collect();
    assert!(apart(&model.flow(&doubled).flow_mw, &twice) < 1e-12);
}

#[test]
fn other_names_and_another_order_change_nothing() {
    for file in ["case118.m", "case300.m"] {
        let Some(network) = case(file) else { return };
        let n = network.buses.len();
        // a prime that does not divide n visits every bus
        let step = [101, 103].into_iter().find(|step| n % step != 0).unwrap();
        let new_of = |bus: usize| (bus * step + 7) % n;
        let mut other = network.clone();
        for (bus, data) in network.buses.iter().enumerate() {
            other.buses[new_of(bus)] = data.clone();
            other.buses[new_of(bus)].id = format!("bus {bus}");
        }
        for branch in &mut other.branches {
            (branch.from, branch.to) = (new_of(branch.from), new_of(branch.to));
        }
        other.branches.reverse();
        other.loads.iter_mut().for_each(|load| load.bus = new_of(load.bus));
        other.generators.iter_mut().for_each(|generator| generator.bus = new_of(generator.bus));
        let ours = by_reactance(&network).1.flow.flow_mw;
        let mut theirs = by_reactance(&other).1.flow.flow_mw;
        theirs.reverse();
        assert!(apart(&theirs, &ours) < 1e-9, "{file}");
        let options = AcOptions { tolerance_pu: 1e-11, ..AcOptions::default() };
        let (ours, theirs) = (alternating(&network, &options), alternating(&other, &options));
        let voltages: Vec<f64> = (0..n).map(|bus| theirs.voltage_pu[new_of(bus)]).collect();
        assert!(apart(&voltages, &ours.voltage_pu) < 1e-10, "{file}");
    }
}
