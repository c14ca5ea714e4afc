//! A network with everything the types hold, written to each format: whatever does not come back has a finding.

use super::defects::sound;
use super::*;
use gigasite_case::network::{
    Branch, BranchKind, Cap, Carrier, Commitment, Contingency, Current, Expansion, Generator, Load, Profile,
    Snapshots, Storage, Store,
};

/// A feature put into a sound network, and words of the finding about it in MATPOWER, PyPSA and `GeoJSON`; an empty text where
/// the format keeps it.
type Feature = (&'static str, fn(&mut Network), &'static str, &'static str, &'static str);

fn growth() -> Expansion {
    Expansion { min: 0.0, max: 900.0, cost: 5.0, use_min_pu: 0.0, use_max_pu: 1.0, block: None }
}

/// Two hours, with a series of them.
fn hours(network: &mut Network) -> Profile {
    network.snapshots = Snapshots::hourly(vec!["a".to_owned(), "b".to_owned()]);
    network.profiles.push(vec![0.5, 0.7]);
    Profile { series: network.profiles.len() - 1, scale: 1.0 }
}

const MAP_IS_WHOLE: &str = "";

const FEATURES: [Feature; 46] = [
    ("base power", |_| (), "", "1 MVA in PyPSA", MAP_IS_WHOLE),
    ("name of the case", |n| n.name = "a b".into(), "no word of the language", "", MAP_IS_WHOLE),
    ("names of buses", |n| n.buses[0].id = "north".into(), "numbered anew", "", ""),
    ("second names", |n| n.buses[0].name = Some("Nord".into()), "", "names beside the names of buses", ""),
    ("coordinates", |n| n.buses[0].lon_lat_deg = Some((9.0, 50.0)), "lose their coordinates", "", ""),
    (
        "null island",
        |n| n.buses[0].lon_lat_deg = Some((0.0, 0.0)),
        "coordinates",
        "longitude and latitude zero",
        "",
    ),
    ("no coordinates", |n| n.buses[0].lon_lat_deg = None, "", "", "have no coordinates"),
    ("country", |n| n.buses[0].country = Some("DE".into()), "lose their country", "", ""),
    ("carrier of a bus", |n| n.buses[0].carrier = Some("heat".into()), "buses lose their carrier", "", ""),
    ("direct current", |n| n.buses[0].current = Current::Direct, "as if it alternated", "", ""),
    ("area", |n| n.buses[0].area = 7, "", "areas and zones", ""),
    ("isolated bus", |n| n.buses[2].kind = BusKind::Isolated, "", "buses out of service", ""),
    ("unknown voltage", |n| n.buses[0].base_kv = 0.0, "", "unknown voltages", ""),
    ("held voltage", |n| n.buses[2].kind = BusKind::Generator, "", "without a generator in service", ""),
    ("load out of service", |n| n.loads[0].in_service = false, "out of service and left out", "", ""),
    ("load of nothing", |n| n.loads[0].power_mw = 0.0, "draw nothing and are left out", "", ""),
    ("carrier of a load", |n| n.loads[0].carrier = Some("mill".into()), "loads lose their carrier", "", ""),
    (
        "two loads",
        |n| n.loads.push(Load { id: "x".into(), bus: 1, power_mw: 1.0, ..Load::default() }),
        "loads are merged",
        "",
        "",
    ),
    (
        "series of a load",
        |n| n.loads[0].profile = Some(hours(n)),
        "a case is of one moment",
        "",
        "of 2 snapshots the first",
    ),
    (
        "series of output",
        |n| n.generators[0].availability = Some(hours(n)),
        "series of most or least output",
        "",
        "first is drawn",
    ),
    (
        "series of price",
        |n| n.generators[0].marginal_cost = Some(hours(n)),
        "series of marginal cost",
        "",
        "first is drawn",
    ),
    (
        "unused series",
        |n| (hours(n), ()).1,
        "a case is of one moment",
        "series that no component uses",
        "first is drawn",
    ),
    (
        "operating point",
        |n| (n.generators[0].power_mw = 9.0, hours(n), ()).2,
        "one moment",
        "the operating point",
        "first is drawn",
    ),
    ("efficiency", |n| n.generators[0].efficiency = 0.4, "generators lose their efficiency", "", ""),
    ("ramp down", |n| n.generators[0].ramp_down_mw_per_h = Some(5.0), "ramp down, which differs", "", ""),
    ("no cost", |n| n.generators[0].cost = None, "", "", ""),
    (
        "some without cost",
        |n| n.generators.push(Generator { id: "2".into(), ..Generator::default() }),
        "written with a cost of zero",
        "",
        "",
    ),
    (
        "cost at no output",
        |n| n.generators[0].cost.as_mut().unwrap().curve = CostCurve::Polynomial(vec![1.0, 2.0]),
        "",
        "costs at no output",
        "",
    ),
    (
        "cubic cost",
        |n| n.generators[0].cost.as_mut().unwrap().curve = CostCurve::Polynomial(vec![1.0, 0.0, 2.0, 0.0]),
        "",
        "costs of this shape",
        "",
    ),
    (
        "commitment",
        |n| n.generators[0].commitment = Some(Commitment { min_up_h: 2.0, ..Commitment::default() }),
        "starting and stopping",
        "",
        "",
    ),
    (
        "growth of a plant",
        |n| n.generators[0].expansion = Some(growth()),
        "generators lose their expansion",
        "",
        "",
    ),
    ("rated power", |n| n.generators[0].rated_mw = 120.0, "generators lose their rated power", "", ""),
    ("share in balancing", |n| n.generators[0].participation = 1.0, "", "shares in balancing", ""),
    ("reactive limits", |_| (), "", "limits of reactive power", ""),
    ("conductance", |n| n.branches[0].conductance_pu = 0.1, "lose their shunt conductance", "", ""),
    ("usable share", |n| n.branches[0].usable_frac = 0.7, "share of the rating", "", ""),
    ("length", |n| n.branches[0].length_km = Some(5.0), "length or circuits", "", ""),
    (
        "growth of a line",
        |n| n.branches[0].expansion = Some(growth()),
        "branches lose their expansion",
        "a use of what may grow",
        "",
    ),
    (
        "emergency rating",
        |n| n.branches[0].rating_emergency_mva = Some(200.0),
        "",
        "short-term and emergency",
        "",
    ),
    (
        "lopsided angles",
        |n| (n.branches[0].angle_min_deg, n.branches[0].angle_max_deg) = (Some(-5.0), Some(9.0)),
        "",
        "differ by direction",
        "",
    ),
    (
        "tap of a line",
        |n| n.branches[0].tap_ratio = Some(1.02),
        "become transformers",
        "lines with a tap",
        "",
    ),
    (
        "transformer without ratio",
        |n| n.branches[2] = Branch { kind: BranchKind::Transformer, ..n.branches[2].clone() },
        "written with 1",
        "",
        "",
    ),
    (
        "storage",
        |n| n.storage.push(Storage { id: "s".into(), ..Storage::default() }),
        "storage units are left out",
        "",
        "",
    ),
    (
        "stores",
        |n| n.stores.push(Store { id: "s".into(), ..Store::default() }),
        "stores are left out",
        "",
        "stores are not drawn",
    ),
    (
        "policy",
        |n| {
            n.carriers.push(Carrier { id: "gas".into(), co2_t_per_mwh: 0.2 });
            n.caps.push(Cap { id: "co2".into(), sense: "<=".into(), limit_t: 5.0 });
        },
        "caps are left out",
        "",
        "",
    ),
    (
        "outages",
        |n| n.contingencies.push(Contingency { id: "1".into(), branches: vec![0], ..Contingency::default() }),
        "contingencies are left out",
        "named outages",
        "",
    ),
];

fn messages(findings: &Findings) -> Vec<&str> {
    findings.0.iter().map(|finding| finding.message.as_str()).collect()
}

/// A message without its numbers and names.
fn kind(message: &str) -> String {
    message.split(':').next().unwrap_or_default().chars().filter(|letter| !letter.is_ascii_digit()).collect()
}

#[test]
fn every_feature_that_a_format_drops_is_said_and_what_it_keeps_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let mut plain = sound();
    plain.buses.iter_mut().for_each(|bus| bus.lon_lat_deg = Some((9.0, 51.0)));
    let said = |network: &Network, file: &str| write(&folder.path().join(file), network).unwrap();
    for (number, (what, put, matpower, pypsa, map)) in FEATURES.into_iter().enumerate() {
        let mut network = plain.clone();
        put(&mut network);
        for (file, words) in
            [("a.m".to_owned(), matpower), (format!("p{number}"), pypsa), ("a.geojson".to_owned(), map)]
        {
            let (before, after) = (said(&plain, &format!("plain{number}{file}")), said(&network, &file));
            let found = messages(&after).iter().any(|message| message.contains(words));
            assert!(found || words.is_empty(), "{what} in {file}: {:#?}", messages(&after));
            let known: Vec<String> = messages(&before).into_iter().map(kind).collect();
            let is_new = messages(&after).into_iter().any(|message| !known.contains(&kind(message)));
            assert!(!words.is_empty() || !is_new, "{what} in {file}: {:#?}", messages(&after));
        }
    }
}

#[test]
fn what_pypsa_keeps_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    for (number, (what, put, _, pypsa, _)) in FEATURES.into_iter().enumerate() {
        let mut network = sound();
        network.base_mva = 1.0;
        network.generators[0].power_max_mvar = f64::INFINITY;
        network.generators[0].power_min_mvar = f64::NEG_INFINITY;
        put(&mut network);
        if !pypsa.is_empty() {
            continue;
        }
        let path = folder.path().join(number.to_string());
        write(&path, &network).unwrap();
        let back = read(&path).unwrap().0.unwrap_or_else(|| panic!("{what}"));
        // v² of 380 kV rounds twice on its way through ohms
        let rounded = |mut network: Network| {
            for branch in &mut network.branches {
                for value in [&mut branch.resistance_pu, &mut branch.reactance_pu, &mut branch.conductance_pu]
                {
                    *value = (*value * 1e12).round() / 1e12;
                }
            }
            format!("{network:#?}")
        };
        let (back, network) = (rounded(back), rounded(network));
        let first = back.lines().zip(network.lines()).find(|(a, b)| a != b);
        assert!(first.is_none() && back.len() == network.len(), "{what}: {first:?}");
    }
}
