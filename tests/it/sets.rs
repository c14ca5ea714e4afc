//! Flows by reactance on every set of the collection: finite, and balanced at every bus of every island.

use gigasite_case::network::{BusKind, Network};
use gigasite_data::network::{add, read};
use gigasite_grid::dc::{DcFlow, DcModel, Form, injections_mw};
use gigasite_tests::shared;

const SETS: [&str; 14] = [
    "eu_90node",
    "eu_base_3532",
    "eu_powergama_2014",
    "entsoe_gridkit_2022",
    "osm_prebuilt",
    "rts_gmlc",
    "rts_gmlc/RTS_GMLC.m",
    "matpower/case_ACTIVSg2000.m.gz",
    "matpower/case9241pegase.m.gz",
    "scigrid_de",
    "pl_nuts2_16",
    "pantagruel_countries/switzerland.json.gz",
    "pantagruel_countries/germany.json.gz",
    "pantagruel_countries/france.json.gz",
];

fn set(path: &str) -> Option<Network> {
    let path = shared(&format!("data/grid/{path}"))?;
    let (network, findings) = read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert!(!findings.has_errors(), "{findings:#?}");
    network
}

/// Holds what leaves every bus against what is put in there; the reference takes the mismatch of its island.
fn assert_balanced(what: &str, network: &Network, model: &DcModel, injection_mw: &[f64], flow: &DcFlow) {
    let mut left: Vec<f64> = injection_mw.to_vec();
    for (reference, missing) in model.references().iter().zip(&flow.balance_mw) {
        left[*reference] += missing;
    }
    assert!(flow.flow_mw.iter().chain(&flow.angle_rad).all(|value| value.is_finite()), "{what}");
    for (branch, mw) in network.branches.iter().zip(&flow.flow_mw) {
        left[branch.from] -= mw;
        left[branch.to] += mw;
    }
    let scale = injection_mw.iter().map(|mw| mw.abs()).sum::<f64>().max(1.0);
    for (bus, mw) in network.buses.iter().zip(&left).filter(|(bus, _)| bus.kind != BusKind::Isolated) {
        assert!(mw.abs() <= 1e-7 * scale, "{what}: {mw} MW left at bus {} of {scale} MW", bus.id);
    }
}

/// A network with output for its load: every plant by its most, shared over the island.
fn dispatched(mut network: Network) -> Network {
    let demand: f64 = network.demand_mw(0).iter().sum();
    let most: f64 = network.generators.iter().filter(|one| one.in_service).map(|one| one.power_max_mw).sum();
    if most > 0.0 && network.generators.iter().all(|one| one.power_mw == 0.0) {
        network.generators.iter_mut().for_each(|one| one.power_mw = one.power_max_mw * demand / most);
    }
    network
}

#[test]
fn every_set_flows_and_balances_in_every_island() {
    for path in SETS {
        let Some(network) = set(path).map(dispatched) else { return };
        let model = DcModel::new(&network, Form::Matpower).unwrap_or_else(|error| panic!("{path}: {error}"));
        let last = network.snapshots.len() - 1;
        for snapshot in [0, last] {
            let state = model.state(&network, snapshot);
            assert_balanced(path, &network, &model, &state.injection_mw, &state.flow);
            let mismatch: f64 = state.flow.balance_mw.iter().sum();
            let isolated = |at: usize| network.buses[at].kind == BusKind::Isolated;
            let put_in: f64 =
                (0..network.buses.len()).filter(|at| !isolated(*at)).map(|at| state.injection_mw[at]).sum();
            assert!(
                (mismatch + put_in).abs() <= 1e-6 * put_in.abs().max(1.0),
                "{path}: {mismatch}, {put_in}"
            );
        }
    }
}

#[test]
fn a_megawatt_from_any_bus_reaches_its_reference_in_every_set() {
    for path in SETS {
        let Some(network) = set(path) else { return };
        let model = DcModel::new(&network, Form::Matpower).unwrap_or_else(|error| panic!("{path}: {error}"));
        let buses = network.buses.len();
        for bus in (0..buses).step_by(buses.div_ceil(7)) {
            let mut injection = vec![0.0; buses];
            injection[bus] = f64::from(u8::from(network.buses[bus].kind != BusKind::Isolated));
            assert_balanced(path, &network, &model, &injection, &model.flow(&injection));
        }
    }
}

#[test]
fn hours_of_texas_flow_as_one_by_one() {
    let Some(mut network) = set("matpower/case_ACTIVSg2000.m.gz") else { return };
    let Some(folder) = shared("data/grid/matpower") else { return };
    for table in ["contab_ACTIVSg2000.m.gz", "scenarios_ACTIVSg2000.m.gz"] {
        let findings = add(&folder.join(table), &mut network).unwrap_or_else(|error| panic!("{error}"));
        assert!(!findings.has_errors(), "{findings:#?}");
    }
    let model = DcModel::new(&network, Form::Matpower).unwrap_or_else(|error| panic!("{error}"));
    let hours: Vec<Vec<f64>> = (0..8784).step_by(97).map(|hour| injections_mw(&network, hour)).collect();
    for (injection, flow) in hours.iter().zip(model.flows(&hours)) {
        assert_balanced("Texas", &network, &model, injection, &flow);
    }
    let elements = |one: &gigasite_case::network::Contingency| one.branches.len() + one.generators.len();
    assert_eq!(network.contingencies.iter().map(elements).sum::<usize>(), 3734);
    assert!(network.contingencies.iter().all(|one| elements(one) == 1), "each is of one element");
}
