//! Findings of MATPOWER cases that read all the same, and of change tables.

use super::*;

/// A case with a link, texts and everything that is not kept.
const CASE: &str = "\
function mpc = c
mpc.version = '2';
mpc.baseMVA = 100;
mpc.bus = [
1 3 0 0 0 0 1 1 0 380 1 1.1 0.9;
2 1 90 0 0 0 1 1 0 380 1 1.1 0.9;
3 1 10 0 0 0 2 1 0 380 1 1.1 0.9;
];
mpc.gen = [
1 50 0 9 -9 1 100 1 200 0;
];
mpc.branch = [
1 2 0.01 0.1 0 250 0 0 0 0 1 0 0;
2 3 0.01 0.1 0 250 0 0 0 0 1 0 0;
];
mpc.gencost = [
2 0 0 2 40 0;
];
mpc.dcline = [
1 3 1 5 5 0 0 1 1 0 10 -9 9 -9 9 0 0;
];
mpc.dclinecost = [
2 0 0 2 3 0;
];
mpc.bus_name = { 'a'; 'b'; 'c' };
";

#[test]
fn what_of_a_case_is_not_kept_or_not_meant_is_said() {
    let wide = "1 50 0 9 -9 1 100 1 200 0 1 2 3 4 5 6 0 0 0 0 0;";
    let cases: [(&str, &str, &str, &str); 13] = [
        ("0.1 0 250 0 0 0 0 1 0 0;\n]", "0.1 0 -5 0 0 0 0 1 0 0;\n]", "negative-rating", "c.m:12 `branch`"),
        ("1 1 0 10 -9", "1 1 -10 10 -9", "", ""),
        ("1 1 0 10 -9 9 -9 9 0 0", "1 1 -10 10 -9 9 -9 9 0 0.1", "limit-end", "c.m:19 `dcline`"),
        ("2 0 0 2 3 0;", "2 0 0 3 1 3 0;", "not-kept", "c.m:22 `dclinecost`"),
        ("'b'; 'c' }", "'b' }", "row-count", "c.m:25 `bus_name`"),
        ("1 50 0 9 -9 1 100 1 200 0;", wide, "not-kept", "c.m:9 `gen`"),
        ("-9 1 100 1 200 0;", "-9 1 75 1 200 0;", "not-kept", "c.m:9 `gen`"),
        ("1 0 0;\n2 3", "1 0 0 7 8 9 9;\n2 3", "not-kept", "c.m:12 `branch`"),
        ("2 0 0 2 40 0;", "2 0 0 2 40 0;\n2 0 0 2 1 0;", "not-kept", "c.m:18 `gencost`"),
        ("mpc.bus_name", "mpc.zones = [1 2];\nmpc.bus_name", "not-kept", "c.m:25 `zones`"),
        ("2 0 0 2 40 0;", "2 0 0 2 40 0;\n2 0 0 2 1 0;\n2 0 0 2 1 0;", "row-count", "c.m:16 `gencost`"),
        ("2 0 0 2 3 0;", "2 0 0 2 3 0;\n2 0 0 2 3 0;", "row-count", "c.m:22 `dclinecost`"),
        ("function mpc = c", "function [baseMVA, bus] = c", "wrong-version", "c.m:1"),
    ];
    for (from, to, code, place) in cases {
        assert_eq!(CASE.matches(from).count(), 1, "{from}");
        let mut findings = Findings::default();
        matpower::read("c.m", &CASE.replace(from, to), &mut findings);
        let is_it = |one: &&gigasite_case::Finding| one.code == code && one.place.to_string() == place;
        let found = findings.0.iter().find(is_it);
        assert!(
            found.is_some() || (code.is_empty() && findings.is_empty()),
            "{code} at {place}: {findings:#?}"
        );
        let needs_hint = found.is_some_and(|one| one.severity > Severity::Note);
        assert!(!needs_hint || found.is_some_and(|one| one.hint.is_some()), "{code} has no hint");
    }
}

const TABLE: &str = "\
function chgtab = contab
define_constants;
chgtab = [
1 0 CT_TBRCH 1 BR_STATUS CT_REP 0;
1 0 CT_TGEN 1 GEN_STATUS CT_REP 0;
2 0 CT_TBRCH 2 BR_STATUS CT_REP 0;
];
";
const HOURS: &str = "\
function chgtab = scenarios
chgtab = [
1 0 CT_TAREALOAD 1 CT_LOAD_ALL_P CT_REP 80;
2 0 CT_TAREALOAD 1 CT_LOAD_ALL_P CT_REL 0.5;
];
";

fn with(table: &str) -> (Network, Findings) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.m");
    std::fs::write(&path, table).unwrap();
    let mut network = matpower::read("c.m", CASE, &mut Findings::default()).unwrap();
    let findings = add(&path, &mut network).unwrap();
    (network, findings)
}

#[test]
fn change_tables_give_outages_and_hours() {
    let (network, findings) = with(TABLE);
    assert!(findings.is_empty(), "{findings:#?}");
    let outages: Vec<(&str, &[usize], &[usize])> = network
        .contingencies
        .iter()
        .map(|one| (one.id.as_str(), one.branches.as_slice(), one.generators.as_slice()))
        .collect();
    assert_eq!(outages, [("1", [0].as_slice(), [0].as_slice()), ("2", &[1], &[])]);
    let (network, findings) = with(HOURS);
    assert_eq!((network.demand_mw(0), network.demand_mw(1)), (vec![0.0, 80.0, 10.0], vec![0.0, 45.0, 10.0]));
    assert_eq!(codes(&findings), ["constant-load"]);
}

#[test]
fn every_defect_of_a_change_table_has_its_line_and_changes_nothing() {
    let cases: [(&str, &str, &str, &str, Option<usize>); 10] = [
        (TABLE, "CT_TBRCH 2", "CT_TBRCH 9", "dangling-reference", Some(6)),
        (TABLE, "CT_TBRCH 2", "CT_TBUS 2", "unknown-change", Some(6)),
        (TABLE, "CT_TBRCH 2 BR_STATUS CT_REP 0", "CT_TBRCH 2 BR_STATUS CT_REP 1", "unknown-change", Some(6)),
        (TABLE, "CT_TBRCH 2 BR_STATUS CT_REP 0", "CT_TBRCH 2 BR_STATUS", "unknown-change", Some(6)),
        (TABLE, "define_constants;", "chgtab(:, 2) = 0;", "not-data", Some(2)),
        (TABLE, "];\n", "", "unclosed", None),
        (TABLE, TABLE, "", "empty-file", None),
        (
            HOURS,
            "CT_TAREALOAD 1 CT_LOAD_ALL_P CT_REL",
            "CT_TAREALOAD 7 CT_LOAD_ALL_P CT_REL",
            "dangling-reference",
            Some(4),
        ),
        (HOURS, "CT_LOAD_ALL_P CT_REL", "CT_LOAD_ALL_PQ CT_REL", "unknown-change", Some(4)),
        (HOURS, "0.5", "half", "unknown-change", Some(4)),
    ];
    let before = matpower::read("c.m", CASE, &mut Findings::default()).unwrap();
    for (table, from, to, code, line) in cases {
        assert_eq!(table.matches(from).count(), 1, "{from}");
        let (network, findings) = with(&table.replace(from, to));
        let found = findings.0.iter().find(|one| one.code == code && one.place.line == line);
        assert!(found.is_some_and(|one| one.hint.is_some()), "{code}: {findings:#?}");
        assert!(network == before, "{code} changed the network");
    }
    let (network, findings) = with(&TABLE.replace("2 0 CT", "2 0.1 CT"));
    assert_eq!((codes(&findings), network.contingencies.len()), (vec!["not-kept"], 2));
}
