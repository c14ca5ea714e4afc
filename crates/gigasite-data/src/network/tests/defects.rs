//! What can be read and not be trusted: every finding of the checks, each from one break of a sound network.

use super::check::check;
use super::*;
use gigasite_case::network::{Branch, Bus, Cost, Current, Generator, Link, Load, Profile, Storage};

/// Three buses in a ring, a plant, a load, storage and a link, without a defect.
pub(super) fn sound() -> Network {
    let bus = |id: &str, kind| Bus {
        id: id.to_owned(),
        kind,
        base_kv: 380.0,
        voltage_max_pu: 1.1,
        voltage_min_pu: 0.9,
        ..Bus::default()
    };
    let branch = |id: &str, from, to| Branch {
        id: id.to_owned(),
        from,
        to,
        resistance_pu: 0.01,
        reactance_pu: 0.1,
        rating_mva: Some(100.0),
        ..Branch::default()
    };
    Network {
        name: "sound".to_owned(),
        base_mva: 100.0,
        buses: vec![bus("1", BusKind::Reference), bus("2", BusKind::Load), bus("3", BusKind::Load)],
        branches: vec![branch("1", 0, 1), branch("2", 1, 2), branch("3", 0, 2)],
        loads: vec![Load { id: "2".to_owned(), bus: 1, power_mw: 50.0, ..Load::default() }],
        generators: vec![Generator {
            id: "1".to_owned(),
            rated_mw: 100.0,
            power_max_mw: 100.0,
            power_max_mvar: 50.0,
            power_min_mvar: -50.0,
            cost: Some(Cost::per_mwh(20.0)),
            ..Generator::default()
        }],
        links: vec![Link {
            id: "1".to_owned(),
            from: 1,
            to: 2,
            rated_mw: 10.0,
            power_max_mw: 10.0,
            ..Link::default()
        }],
        storage: vec![Storage { id: "1".to_owned(), bus: 2, rated_mw: 5.0, ..Storage::default() }],
        ..Network::default()
    }
}

/// A break, the code it makes, where, how bad, and words of the message.
type Defect = (fn(&mut Network), &'static str, &'static str, Severity, &'static str);

const DEFECTS: [Defect; 38] = [
    (
        |n| n.branches.drain(1..).for_each(drop),
        "islands",
        "",
        Severity::Note,
        "2 islands; the largest has 2 of 3",
    ),
    (|n| n.branches.drain(1..).for_each(drop), "no-reference", "bus", Severity::Warning, "1 around bus 3"),
    (|n| n.buses[0].kind = BusKind::Generator, "no-reference", "bus", Severity::Warning, "3 around bus 1"),
    (|n| (n.branches.truncate(1), n.links.clear()).1, "dangling-bus", "bus", Severity::Warning, ": 3"),
    (|n| n.buses[1].voltage_min_pu = 1.2, "inverted-limits", "bus", Severity::Error, "lowest voltage above"),
    (|n| n.branches[0].to = 0, "self-loop", "branch", Severity::Error, "1 (1–1)"),
    (|n| n.links[0].to = 1, "self-loop", "link", Severity::Warning, "both ends at one bus"),
    (|n| n.branches[0].reactance_pu = f64::INFINITY, "not-finite", "branch", Severity::Error, "1 (1–2)"),
    (|n| n.branches[0].charging_pu = f64::NAN, "not-finite", "branch", Severity::Error, "1 (1–2)"),
    (|n| n.branches[0].reactance_pu = 0.0, "zero-impedance", "branch", Severity::Warning, "1 (1–2)"),
    (
        |n| {
            n.buses.iter_mut().for_each(|bus| bus.current = Current::Direct);
            n.branches[1].resistance_pu = 0.0;
        },
        "zero-impedance",
        "branch",
        Severity::Warning,
        "2 (2–3)",
    ),
    (|n| n.branches[0].reactance_pu = -0.1, "negative-reactance", "branch", Severity::Note, "1 (1–2)"),
    (|n| n.branches[0].rating_mva = None, "no-rating", "branch", Severity::Note, "unlimited"),
    (
        |n| n.branches[0].rating_mva = Some(0.0),
        "zero-rating",
        "branch",
        Severity::Warning,
        "may carry nothing",
    ),
    (|n| n.branches[0].usable_frac = 0.0, "zero-rating", "branch", Severity::Warning, "may carry nothing"),
    (|n| n.links[0].power_max_mw = 0.0, "zero-rating", "link", Severity::Warning, "may carry nothing"),
    (
        |n| (n.branches[0].angle_min_deg, n.branches[0].angle_max_deg) = (Some(9.0), Some(3.0)),
        "inverted-limits",
        "branch",
        Severity::Error,
        "least angle above",
    ),
    (|n| n.buses[2].base_kv = 220.0, "voltage-mismatch", "branch", Severity::Warning, "2 (2–3), 3 (1–3)"),
    (
        |n| {
            let twin = Branch { id: "4".to_owned(), reactance_pu: 0.2, ..n.branches[0].clone() };
            n.branches.push(twin);
        },
        "parallel-branches",
        "branch",
        Severity::Note,
        "4 (1–2)",
    ),
    (
        |n| {
            let twin = Branch { id: "4".to_owned(), from: 1, to: 0, ..n.branches[0].clone() };
            n.branches.push(twin);
        },
        "doubled-branches",
        "branch",
        Severity::Note,
        "4 (2–1)",
    ),
    (|n| n.links[0].power_min_mw = 20.0, "inverted-limits", "link", Severity::Error, "least power above"),
    (
        |n| n.links[0].from_limits_mvar = (1.0, -1.0),
        "inverted-limits",
        "link",
        Severity::Error,
        "least power above",
    ),
    (|n| n.links[0].power_max_mw = f64::INFINITY, "infinite-limit", "link", Severity::Note, "infinite limit"),
    (|n| n.generators[0].power_min_mw = 200.0, "inverted-limits", "gen", Severity::Error, "1 at bus 1"),
    (|n| n.generators[0].power_min_mvar = 60.0, "inverted-limits", "gen", Severity::Error, "1 at bus 1"),
    (
        |n| n.generators[0].power_max_mw = f64::INFINITY,
        "infinite-limit",
        "gen",
        Severity::Note,
        "active power",
    ),
    (
        |n| n.generators[0].power_max_mvar = f64::INFINITY,
        "infinite-limit",
        "gen",
        Severity::Note,
        "reactive power",
    ),
    (
        |n| n.generators[0].cost.as_mut().unwrap().curve = CostCurve::Polynomial(vec![-1.0, 2.0, 0.0]),
        "concave-cost",
        "gen",
        Severity::Note,
        "1 at bus 1",
    ),
    (
        |n| {
            let points = vec![(0.0, 0.0), (10.0, 300.0), (20.0, 400.0)];
            n.generators[0].cost.as_mut().unwrap().curve = CostCurve::Piecewise(points);
        },
        "concave-cost",
        "gen",
        Severity::Note,
        "1 at bus 1",
    ),
    (|n| n.buses[1].kind = BusKind::Isolated, "dangling-element", "gen", Severity::Warning, "2 at bus 2"),
    (
        |n| n.buses[1].kind = BusKind::Isolated,
        "dangling-element",
        "branch",
        Severity::Warning,
        "1 (1–2), 2 (2–3)",
    ),
    (
        |n| {
            n.generators.clear();
            n.storage.clear();
        },
        "no-generator",
        "",
        Severity::Warning,
        "no generator is in service",
    ),
    (|n| n.loads[0].power_mw = f64::INFINITY, "not-finite", "load", Severity::Error, ": 2"),
    (|n| n.generators[0].rated_mw = f64::NAN, "not-finite", "gen", Severity::Error, ": 1"),
    (|n| n.storage[0].energy_h = f64::INFINITY, "not-finite", "storage", Severity::Error, ": 1"),
    (|n| n.profiles.push(vec![1.0, 2.0]), "series-length", "series", Severity::Error, "0 with 2"),
    (
        |n| n.loads[0].profile = Some(Profile { series: 3, scale: 1.0 }),
        "series-missing",
        "series",
        Severity::Error,
        "number 3",
    ),
    (
        |n| {
            n.profiles.push(vec![f64::NAN]);
            n.loads[0].profile = Some(Profile { series: 0, scale: 1.0 });
        },
        "series-not-finite",
        "series",
        Severity::Error,
        "number 0",
    ),
];

fn checked(network: &Network) -> Findings {
    let mut findings = Findings::default();
    check("grid.m", network, &mut findings);
    findings
}

#[test]
fn a_sound_network_has_nothing_to_say() {
    let findings = checked(&sound());
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn every_defect_is_said_with_its_elements_and_a_way_out() {
    for (spoil, code, field, severity, words) in DEFECTS {
        let mut network = sound();
        spoil(&mut network);
        let findings = checked(&network);
        let is_it = |one: &&gigasite_case::Finding| {
            one.code == code
                && one.place.field.as_deref().unwrap_or("") == field
                && one.message.contains(words)
        };
        let found = findings.0.iter().find(is_it);
        let found = found.unwrap_or_else(|| panic!("{code} `{words}`: {findings:#?}"));
        assert_eq!((found.place.file.as_str(), found.severity), ("grid.m", severity), "{code}");
        assert!(found.hint.as_ref().is_some_and(|hint| hint.len() > 8), "{code}: {:?}", found.hint);
    }
}

#[test]
fn every_code_of_the_table_is_tested_here() {
    let table = include_str!("../check.rs");
    let rows = table.lines().filter_map(|line| line.strip_prefix("/// | `"));
    let documented = rows.flat_map(|row| row.split(" | ").next().unwrap_or_default().split("`, `"));
    for code in documented.map(|code| code.trim_end_matches('`')) {
        assert!(DEFECTS.iter().any(|defect| defect.1 == code), "no test of {code}");
    }
}

#[test]
fn many_elements_make_one_finding_with_the_first_few_by_name() {
    let mut network = sound();
    for number in 0..20 {
        let load = Load { id: format!("x{number}"), power_mw: f64::NAN, ..Load::default() };
        network.loads.push(load);
    }
    let findings = checked(&network);
    assert_eq!(findings.0.len(), 1);
    assert_eq!(findings.0[0].message, "20 loads draw no finite power: x0, x1, x2 and 17 more");
}
