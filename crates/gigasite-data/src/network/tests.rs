pub(super) mod broken;
mod defects;
mod hostile;
mod losses;
mod matpower_files;
mod powermodels_files;
mod raw;
mod readers;
mod round_trip;
mod sets;

/// A path of the collection of real data; `None` where there is none beside the clone.
fn shared(path: &str) -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if !root.exists() {
        eprintln!("skipped: there is no ../shared/data beside this clone");
        return None;
    }
    Some(root.join(path))
}

/// Distinct codes, in order.
fn codes(findings: &Findings) -> Vec<&str> {
    let mut codes: Vec<&str> = findings.0.iter().map(|finding| finding.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

use super::*;
use gigasite_case::network::{BusKind, CostCurve};
use gigasite_case::{Findings, Severity};
use std::path::PathBuf;

const SMALL: &str = "\
function mpc = small
% a 100 % comment
mpc.version = '2';
mpc.baseMVA = 100;
mpc.bus = [
\t1\t3\t0\t0\t0\t0\t1\t1\t0\t380\t1\t1.1\t0.9;
\t2\t1\t90\t30\t0\t5\t1\t1\t0\t380\t1\t1.1\t0.9; % with 90 MW
\t7\t2\t0\t0\t0\t0\t1\t1\t0\t380\t1\t1.1\t0.9
];
mpc.gen = [ 1 50 0 Inf -Inf 1 100 1 200 0; 7 40 0 30 -30 1.02 100 1 40 10 ];
mpc.branch = [
\t1 2 0.01 0.1 0.02 250 0 0 0 0 1 -360 360;
\t2, 7, 0.01, 0.1, 0.02, 0, 0, 0, 0.98, 5, 1, 0, 0;
\t1 7 0 -0.05 0 100 0 0 0 0 0 -30 30;
];
mpc.gencost = [
\t2 0 0 3 0.01 40 0;
\t1 100 0 2 0 0 40 1200 0 0;
];
mpc.bus_name = {
\t'Nord; 100 %';
\t'O''Donnell';
\t'Süd';
};
";

fn parsed(text: &str) -> (Option<Network>, Findings) {
    let mut findings = Findings::default();
    let network = matpower::read("small.m", text, &mut findings);
    (network, findings)
}

#[test]
fn everything_of_a_small_case_is_read() {
    let (network, findings) = parsed(SMALL);
    let network = network.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!((network.name.as_str(), network.base_mva), ("small", 100.0));
    assert_eq!(network.buses.len(), 3);
    assert_eq!(network.buses[0].kind, BusKind::Reference);
    assert_eq!(network.buses[2].id, "7");
    assert_eq!(network.buses[1].name.as_deref(), Some("O'Donnell"));
    assert_eq!(network.buses[0].name.as_deref(), Some("Nord; 100 %"));
    assert_eq!((network.loads.len(), network.loads[0].bus, network.loads[0].power_mvar), (1, 1, 30.0));
    assert_eq!((network.demand_mw(0), network.buses[1].shunt_mvar), (vec![0.0, 90.0, 0.0], 5.0));
    assert!(network.generators[0].power_max_mvar.is_infinite());
    assert_eq!(network.generators[1].bus, 2);
    let branch = &network.branches[1];
    assert_eq!(
        (branch.from, branch.to, branch.rating_mva, branch.tap_ratio, branch.shift_deg),
        (1, 2, None, Some(0.98), 5.0)
    );
    assert_eq!(
        (branch.angle_min_deg, branch.angle_max_deg),
        (None, None),
        "zero and zero mean unconstrained"
    );
    assert_eq!((network.branches[0].angle_min_deg, network.branches[2].angle_max_deg), (None, Some(30.0)));
    assert!(!network.branches[2].in_service);
    let cost = |at: usize| network.generators[at].cost.clone().unwrap();
    assert_eq!(cost(0).curve, CostCurve::Polynomial(vec![0.01, 40.0, 0.0]));
    assert_eq!(
        (cost(1).startup, cost(1).curve),
        (100.0, CostCurve::Piecewise(vec![(0.0, 0.0), (40.0, 1200.0)]))
    );
    assert_eq!(network.islands(), [0, 0, 0]);
}

#[test]
fn every_defect_has_its_line() {
    let cases = [
        ("7\t2\t0", "2\t2\t0", "duplicate-id", 8),
        ("1 7 0 -0.05", "1 9 0 -0.05", "dangling-reference", 14),
        ("250 0 0 0 0 1 -360 360;", "250 0;", "row-count", 12),
        ("0.01, 0.1", "abc, 0.1", "not-a-number", 13),
        ("mpc.version = '2'", "mpc.version = '1'", "wrong-version", 3),
        ("mpc.baseMVA = 100", "mpc.baseMVA = 0", "missing-key", 4),
        ("1 100 0 2 0 0 40 1200 0 0;", "1 100 0 4 0 0 40 1200 0 0;", "wrong-value", 18),
        ("\t2\t1\t90", "\t2\t6\t90", "wrong-value", 7),
        ("mpc.bus_name = {", "mpc.branch(:, 6) = 0; mpc.bus_name = {", "not-data", 20),
        ("\t2\t1\t90", "\t2\t1\tNaN", "not-finite", 7),
    ];
    for (from, to, code, line) in cases {
        assert_eq!(SMALL.matches(from).count(), 1, "{from}");
        let (network, findings) = parsed(&SMALL.replace(from, to));
        let found = findings.0.iter().find(|finding| finding.code == code);
        assert!(found.is_some_and(|found| found.place.line == Some(line)), "{code} for `{to}`: {findings:?}");
        assert!(network.is_none() && findings.has_errors(), "{code}");
    }
    let (network, findings) = parsed(&SMALL[..SMALL.len() - 3]);
    assert!(network.is_none() && findings.0.iter().any(|finding| finding.code == "unclosed"), "{findings:?}");
}

#[test]
fn what_can_be_read_but_not_trusted_is_said() {
    let mut network = parsed(SMALL).0.unwrap();
    let codes = |network: &Network| -> Vec<String> {
        let mut findings = Findings::default();
        check::check("small.m", network, &mut findings);
        findings.0.into_iter().map(|finding| finding.code).collect()
    };
    assert_eq!(codes(&network), ["negative-reactance", "no-rating", "infinite-limit"]);
    network.branches[1].in_service = false;
    assert_eq!(codes(&network)[..3], ["dangling-bus", "islands", "no-reference"]);
    network.branches[0].reactance_pu = 0.0;
    network.branches[2].to = 0;
    network.generators[1].power_min_mw = 50.0;
    let found = codes(&network);
    for code in ["zero-impedance", "self-loop", "inverted-limits"] {
        assert!(found.iter().any(|one| one == code), "{code}: {found:?}");
    }
}

#[test]
fn every_case_of_the_collection_reads() {
    let Some(root) = shared("grid") else { return };
    let sizes = [
        ("matpower/case14.m", 14, 20, 5),
        ("matpower/case118.m", 118, 186, 54),
        ("matpower/case300.m", 300, 411, 69),
        ("matpower/case2869pegase.m.gz", 2869, 4582, 510),
        ("matpower/case9241pegase.m.gz", 9241, 16049, 1445),
        ("matpower/case_ACTIVSg2000.m.gz", 2000, 3206, 544),
        ("pglib/pglib_opf_case5_pjm.m", 5, 6, 5),
        ("pglib/pglib_opf_case118_ieee.m", 118, 186, 54),
    ];
    for (file, buses, branches, generators) in sizes {
        let (network, findings) = read(&root.join(file)).unwrap();
        let network = network.unwrap_or_else(|| panic!("{file}: {findings:?}"));
        assert_eq!(
            (network.buses.len(), network.branches.len(), network.generators.len()),
            (buses, branches, generators),
            "{file}"
        );
        assert_eq!(findings.count(Severity::Error), 0, "{file}");
        assert_eq!(network.islands().iter().max(), Some(&0), "{file} is in one piece");
    }
    let mut read_files = 0;
    for folder in ["matpower", "pglib", "rts_gmlc"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_case = name.contains("case") || name.starts_with("RTS");
            if is_case && name.contains(".m") {
                let (network, findings) = read(&entry.path()).unwrap();
                assert!(network.is_some(), "{name}: {findings:?}");
                read_files += 1;
            }
        }
    }
    assert_eq!(read_files, 24);
}
