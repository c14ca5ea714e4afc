//! `PowerModels`: what is read, and what is said of what is not.

use super::*;

const SMALL: &str = r#"{"name": "s", "baseMVA": 100.0, "per_unit": true,
"bus": {"10": {"index": 10, "bus_type": 1, "va": 0.1, "vm": 1.02, "vmin": 0.9, "vmax": 1.1, "base_kv": 380.0},
 "2": {"index": 2, "bus_type": 3, "base_kv": 380.0, "coord": [8.5, 47.0], "country": "CH", "name": "Nord"}},
"load": {"1": {"load_bus": 10, "pd": 0.5, "qd": 0.1, "status": 1}},
"shunt": {"1": {"shunt_bus": 10, "gs": 0.01, "bs": 0.2, "status": 1}},
"gen": {"1": {"gen_bus": 2, "pg": 0.5, "pmax": 2.0, "pmin": 0.1, "qmax": 1.0, "qmin": -1.0, "gen_status": 1,
 "model": 2, "ncost": 3, "cost": [100.0, 4000.0, 7.0], "type": "gas"}},
"branch": {"1": {"f_bus": 2, "t_bus": 10, "br_r": 0.01, "br_x": 0.1, "b_fr": 0.01, "b_to": 0.01, "g_fr": 0.0,
 "g_to": 0.0, "tap": 1.0, "shift": 0.0, "rate_a": 3.0, "angmin": -0.5, "angmax": 0.5, "br_status": 1,
 "transformer": false}},
"dcline": {"1": {"f_bus": 2, "t_bus": 10, "pf": 0.1, "pminf": 0.0, "pmaxf": 0.4, "loss0": 0.001, "loss1": 0.02,
 "br_status": 1}}}"#;

fn parsed(text: &str) -> (Option<Network>, Findings) {
    let mut findings = Findings::default();
    let network = powermodels::parse("s.json", text.as_bytes(), &mut findings);
    (network, findings)
}

#[test]
fn per_unit_becomes_megawatts_and_radians_degrees() {
    let (network, findings) = parsed(SMALL);
    let network = network.unwrap_or_else(|| panic!("{findings:#?}"));
    assert!(findings.is_empty(), "{findings:#?}");
    let ids: Vec<&str> = network.buses.iter().map(|bus| bus.id.as_str()).collect();
    assert_eq!(ids, ["2", "10"], "by number, not by letter");
    assert!((network.buses[1].angle_deg - 0.1_f64.to_degrees()).abs() < 1e-12);
    assert_eq!(network.buses[0].lon_lat_deg, Some((8.5, 47.0)));
    assert_eq!(
        (network.loads[0].bus, network.loads[0].power_mw, network.loads[0].power_mvar),
        (1, 50.0, 10.0)
    );
    assert_eq!((network.buses[1].shunt_mw, network.buses[1].shunt_mvar), (1.0, 20.0));
    let plant = &network.generators[0];
    assert_eq!((plant.power_max_mw, plant.power_min_mw, plant.power_max_mvar), (200.0, 10.0, 100.0));
    // 100 (P/100)² + 4000 P/100 + 7
    assert_eq!(plant.cost.as_ref().unwrap().curve, CostCurve::Polynomial(vec![0.01, 40.0, 7.0]));
    let branch = &network.branches[0];
    assert_eq!((branch.charging_pu, branch.rating_mva, branch.tap_ratio), (0.02, Some(300.0), None));
    assert!((branch.angle_max_deg.unwrap() - 0.5_f64.to_degrees()).abs() < 1e-12);
    let link = &network.links[0];
    assert_eq!((link.power_max_mw, link.loss_mw, link.efficiency), (40.0, 0.1, 0.98));
}

#[test]
fn every_defect_is_said_with_its_element() {
    let cases = [
        (SMALL, "[]", "not-json", "s.json:1"),
        ("\"load\": {", "\"load\": }", "not-json", "s.json:4"),
        ("\"baseMVA\": 100.0", "\"baseMVA\": 0", "missing-key", "s.json `baseMVA`"),
        ("\"branch\"", "\"branches\"", "missing-table", "s.json `branch`"),
        ("\"load_bus\": 10", "\"load_bus\": 11", "dangling-reference", "s.json `load[1].load_bus`"),
        ("\"br_x\": 0.1", "\"br_x\": \"much\"", "not-a-number", "s.json `branch[1].br_x`"),
        ("\"br_x\": 0.1,", "", "missing-key", "s.json `branch[1].br_x`"),
        ("\"bus_type\": 1", "\"bus_type\": 7", "wrong-value", "s.json `bus[10].bus_type`"),
        ("\"ncost\": 3", "\"ncost\": 2", "wrong-value", "s.json `gen[1].cost`"),
        ("\"2\": {\"index\"", "\"two\": {\"index\"", "wrong-value", "s.json `bus[two]`"),
        ("\"b_to\": 0.01", "\"b_to\": 0.03", "uneven-shunt", "s.json `branch`"),
        ("\"type\": \"gas\"", "\"colour\": \"red\"", "not-kept", "s.json `gen`"),
        ("\"dcline\"", "\"storage\"", "not-kept", "s.json `storage`"),
    ];
    for (from, to, code, place) in cases {
        assert_eq!(SMALL.matches(from).count(), 1, "{from}");
        let (network, findings) = parsed(&SMALL.replace(from, to));
        let found = findings.0.iter().find(|one| one.code == code && one.place.to_string() == place);
        let found = found.unwrap_or_else(|| panic!("{code} at {place}: {findings:#?}"));
        assert_eq!(network.is_none(), found.severity == Severity::Error, "{code}");
        assert!(network.is_some() || found.hint.is_some(), "{code} has no hint");
    }
}

#[test]
fn what_is_not_per_unit_is_megawatts_already() {
    let (network, _) = parsed(&SMALL.replace("true", "false"));
    let network = network.unwrap();
    assert_eq!((network.loads[0].power_mw, network.generators[0].power_max_mw), (0.5, 2.0));
    assert_eq!(network.branches[0].angle_max_deg, Some(0.5));
}
