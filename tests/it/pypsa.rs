//! PyPSA from the package index as the oracle, both ways: what it writes we read, what we write it reads.
//!
//! Needs a Python that can `import pypsa` (1.4): `GIGASITE_PYTHON`, or the one that `make test` puts into the target folder;
//! skipped with a line otherwise. Examples are built by `pypsa_oracle.py`, which also says what PyPSA computes from them.

use gigasite_case::network::{Branch, BranchKind, Current, Expansion, Network};
use gigasite_case::{Findings, Severity};
use gigasite_data::network::pypsa::{
    Tables, from_network, into_network, read_folder, read_netcdf, write_folder, write_netcdf,
};
use gigasite_tests::python;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

const EXAMPLES: [&str; 4] = ["everything", "small", "curved", "solved"];

/// Examples that PyPSA wrote, once for all tests.
static WRITTEN: LazyLock<Option<TempDir>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    oracle("write", &[folder.path()]).map(|_| folder)
});

/// What the oracle prints; `None` without a Python that has PyPSA.
pub(crate) fn oracle(verb: &str, paths: &[&Path]) -> Option<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/pypsa_oracle.py");
    let output = Command::new(python("pypsa")?).arg(script).arg(verb).args(paths).output().unwrap();
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{verb} {paths:?}: {said}{wrong}");
    Some(said.into_owned())
}

fn without_errors<T>(what: &Path, read: impl FnOnce(&mut Findings) -> T) -> T {
    let mut findings = Findings::default();
    let found = read(&mut findings);
    assert_eq!(findings.count(Severity::Error), 0, "{}: {:#?}", what.display(), findings.0);
    found
}

fn tables(path: &Path) -> Tables {
    without_errors(path, |findings| {
        if path.is_dir() {
            read_folder(path, findings).unwrap()
        } else {
            read_netcdf(path, findings).unwrap().unwrap()
        }
    })
}

fn network(path: &Path) -> Network {
    without_errors(path, |findings| into_network("test", &tables(path), findings).unwrap())
}

#[test]
fn what_pypsa_writes_reads_the_same_from_every_format() {
    let Some(root) = WRITTEN.as_ref() else { return };
    for example in EXAMPLES {
        let folder = root.path().join(example);
        let csv = tables(&folder.join("csv"));
        for file in ["n4.nc", "classic.nc"] {
            let nc = tables(&folder.join(file));
            assert_eq!(csv.series, nc.series, "{example}/{file}");
            assert_eq!(csv.curves, nc.curves, "{example}/{file}");
            for (list, table) in &csv.lists {
                assert_eq!(table.names, nc.lists[list].names, "{example}/{file}: {list}");
                let columns = |table: &gigasite_data::network::pypsa::Table| {
                    table.columns.keys().cloned().collect::<std::collections::BTreeSet<_>>()
                };
                assert_eq!(columns(table), columns(&nc.lists[list]), "{example}/{file}: {list}");
            }
            let (from_csv, from_nc) = (network(&folder.join("csv")), network(&folder.join(file)));
            // NaN of free storage levels equals nothing, so they are compared as texts
            assert_eq!(format!("{from_csv:#?}"), format!("{from_nc:#?}"), "{example}/{file}");
        }
        let facts: Value =
            serde_json::from_str(&std::fs::read_to_string(folder.join("facts.json")).unwrap()).unwrap();
        compare(example, &network(&folder.join("csv")), &facts);
    }
}

#[test]
fn what_we_write_pypsa_reads_as_its_own() {
    let Some(root) = WRITTEN.as_ref() else { return };
    let ours = tempfile::tempdir().unwrap();
    let mut pairs = Vec::new();
    for example in EXAMPLES {
        for source in ["csv", "n4.nc"] {
            let theirs = root.path().join(example).join(source);
            let tables = tables(&theirs);
            let stem = format!("{example}-from-{}", source.split('.').next().unwrap_or_default());
            let (folder, file) = (ours.path().join(&stem), ours.path().join(format!("{stem}.nc")));
            write_folder(&tables, &folder).unwrap();
            write_netcdf(&tables, &file).unwrap();
            pairs.extend([theirs.clone(), folder, theirs, file]);
        }
    }
    oracle("same", &pairs.iter().map(PathBuf::as_path).collect::<Vec<_>>());
}

#[test]
fn a_network_written_for_pypsa_computes_the_same_there() {
    let Some(root) = WRITTEN.as_ref() else { return };
    let ours = tempfile::tempdir().unwrap();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for example in ["everything", "small", "curved"] {
        let source = root.path().join(example).join("csv");
        let network = network(&source);
        let tables = from_network(&network, &mut Findings::default());
        let (folder, file) = (ours.path().join(example), ours.path().join(format!("{example}.nc")));
        write_folder(&tables, &folder).unwrap();
        write_netcdf(&tables, &file).unwrap();
        let facts = oracle("facts", &[&file]).unwrap();
        compare(example, &network, &serde_json::from_str(&facts).unwrap());
        if example != "everything" {
            before.push(source);
            after.extend([folder, file]);
        }
    }
    let objectives = |paths: &[PathBuf]| objectives(&paths.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    let expected: Vec<f64> = objectives(&before).into_iter().flat_map(|cost| [cost, cost]).collect();
    assert_near("objectives", &objectives(&after), &expected, 1e-9);
}

/// PyPSA's own test values: `test/data/ac-dc-meshed/results-lopf` and the example `storage-hvdc`.
#[test]
fn reference_cases_keep_their_objectives_through_a_network() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/optimiser/pypsa");
    if !root.exists() {
        eprintln!("skipped: there is no ../shared/data beside this clone");
        return;
    }
    if python("pypsa").is_none() {
        return;
    }
    let ours = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for case in ["ac-dc-meshed", "storage-hvdc"] {
        let network = network(&root.join(case));
        let tables = from_network(&network, &mut Findings::default());
        paths.extend([ours.path().join(case), ours.path().join(format!("{case}.nc"))]);
        write_folder(&tables, &paths[paths.len() - 2]).unwrap();
        write_netcdf(&tables, &paths[paths.len() - 1]).unwrap();
    }
    let found = objectives(&paths.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    let (meshed, storage) = (-3_474_256.040_55, 14_670_508.825_4);
    assert_near("objectives", &found, &[meshed, meshed, storage, storage], 1e-9);
}

/// What PyPSA's optimisation finds.
fn objectives(paths: &[&Path]) -> Vec<f64> {
    let said = oracle("solve", paths).unwrap();
    let lines = said.lines().filter_map(|line| line.strip_prefix("objective "));
    lines.map(|line| line.split(' ').next().unwrap_or_default().parse().unwrap()).collect()
}

/// Holds a network against what PyPSA computes with.
fn compare(example: &str, network: &Network, facts: &Value) {
    let of = |list: &str, column: &str| numbers(&facts[list][column]);
    let near = |what: &str, ours: &[f64], theirs: &[f64]| {
        assert_near(&format!("{example}: {what}"), ours, theirs, 1e-12);
    };
    near("weights", &network.snapshots.cost_h, &of("weights", "objective"));
    near("weights", &network.snapshots.store_h, &of("weights", "stores"));
    near("weights", &network.snapshots.energy_h, &of("weights", "generators"));
    let labels: Vec<&str> = network.snapshots.labels.iter().map(String::as_str).collect();
    assert_eq!(labels, texts(&facts["snapshots"]), "{example}");
    near("kV", &network.buses.iter().map(|bus| bus.base_kv).collect::<Vec<_>>(), &of("buses", "v_nom"));
    let direct: Vec<bool> = network.buses.iter().map(|bus| bus.current == Current::Direct).collect();
    let carriers: Vec<bool> =
        texts(&facts["buses"]["carrier"]).iter().map(|carrier| *carrier == "DC").collect();
    assert_eq!(direct, carriers);
    compare_lines(network, facts, &near);
    compare_transformers(network, facts, &near);
    let generators = &network.generators;
    let plant =
        |of: fn(&gigasite_case::network::Generator) -> f64| generators.iter().map(of).collect::<Vec<_>>();
    near("p_nom", &plant(|one| one.rated_mw), &of("generators", "p_nom"));
    near("efficiency", &plant(|one| one.efficiency), &of("generators", "efficiency"));
    growth("generators", facts, &near, generators.iter().map(|one| one.expansion.as_ref()));
    for (row, generator) in generators.iter().enumerate().filter(|(_, one)| one.id != "sink") {
        let n = network.snapshots.len();
        let most: Vec<f64> = (0..n).map(|hour| network.available_mw(generator, hour)).collect();
        let theirs = numbers(&facts["generators"]["p_max_pu"][row]);
        near("p_max_pu", &most, &theirs.iter().map(|share| share * generator.rated_mw).collect::<Vec<_>>());
        if let Some(prices) = generator.marginal_cost {
            let prices: Vec<f64> = (0..n).map(|hour| network.at(Some(prices), hour, 0.0)).collect();
            near("marginal_cost", &prices, &numbers(&facts["generators"]["marginal_cost"][row]));
        }
    }
    let links =
        |of: fn(&gigasite_case::network::Link) -> f64| network.links.iter().map(of).collect::<Vec<_>>();
    near("p_nom", &links(|one| one.rated_mw), &of("links", "p_nom"));
    near("efficiency", &links(|one| one.efficiency), &of("links", "efficiency"));
    near("marginal_cost", &links(|one| one.marginal_cost_per_mwh), &of("links", "marginal_cost"));
    let least: Vec<f64> =
        of("links", "p_nom").iter().zip(of("links", "p_min_pu")).map(|(p, pu)| p * pu).collect();
    near("p_min", &links(|one| one.power_min_mw), &least);
    growth("links", facts, &near, network.links.iter().map(|one| one.expansion.as_ref()));
    let stores: Vec<f64> =
        of("stores", "e_nom").iter().zip(of("stores", "e_max_pu")).map(|(e, pu)| e * pu).collect();
    near("e_max", &network.stores.iter().map(|one| one.energy_max_mwh).collect::<Vec<_>>(), &stores);
    near(
        "max_hours",
        &network.storage.iter().map(|one| one.energy_h).collect::<Vec<_>>(),
        &of("storage_units", "max_hours"),
    );
    let drawn = facts["drawn"].as_array().unwrap();
    for hour in 0..network.snapshots.len() {
        let theirs: Vec<f64> = drawn.iter().map(|bus| numbers(bus)[hour]).collect();
        let shunts: Vec<f64> = network.buses.iter().map(|bus| bus.shunt_mw).collect();
        let ours: Vec<f64> =
            network.demand_mw(hour).iter().zip(&shunts).map(|(all, shunt)| all - shunt).collect();
        near("drawn", &ours, &theirs);
    }
}

type Near<'a> = &'a dyn Fn(&str, &[f64], &[f64]);

fn compare_lines(network: &Network, facts: &Value, near: Near<'_>) {
    let lines: Vec<&Branch> = network.branches.iter().filter(|one| one.kind == BranchKind::Line).collect();
    let ours = |of: fn(&Branch) -> f64| lines.iter().map(|line| of(line)).collect::<Vec<_>>();
    let theirs = |column: &str| numbers(&facts["lines"][column]);
    near("line x", &ours(|one| one.reactance_pu), &theirs("x_pu"));
    near("line r", &ours(|one| one.resistance_pu), &theirs("r_pu"));
    near("line b", &ours(|one| one.charging_pu), &theirs("b_pu"));
    near("line g", &ours(|one| one.conductance_pu), &theirs("g_pu"));
    near("line s_nom", &ours(|one| one.rating_mva.unwrap_or(f64::INFINITY)), &theirs("s_nom"));
    near("line s_max_pu", &ours(|one| one.usable_frac), &theirs("s_max_pu"));
    near("line angle", &ours(|one| one.angle_max_deg.unwrap_or(f64::INFINITY)), &theirs("v_ang_max"));
    let active: Vec<&str> = lines.iter().map(|line| if line.in_service { "True" } else { "False" }).collect();
    assert_eq!(active, texts(&facts["lines"]["active"]));
    growth("lines", facts, near, lines.iter().map(|one| one.expansion.as_ref()));
}

/// PyPSA writes a tap at the far side; here all are at the near one: `z τ²`, `y / τ²`, `1 / τ`.
fn compare_transformers(network: &Network, facts: &Value, near: Near<'_>) {
    let found: Vec<&Branch> =
        network.branches.iter().filter(|one| one.kind == BranchKind::Transformer).collect();
    let ours = |of: fn(&Branch) -> f64| found.iter().map(|one| of(one)).collect::<Vec<_>>();
    let theirs = |column: &str| numbers(&facts["transformers"][column]);
    let (taps, sides) = (theirs("tap_ratio"), theirs("tap_side"));
    let square: Vec<f64> =
        taps.iter().zip(&sides).map(|(tap, side)| if *side > 0.5 { tap * tap } else { 1.0 }).collect();
    let series =
        |column: &str| theirs(column).iter().zip(&square).map(|(z, square)| z * square).collect::<Vec<_>>();
    let shunt =
        |column: &str| theirs(column).iter().zip(&square).map(|(y, square)| y / square).collect::<Vec<_>>();
    let near_side: Vec<f64> =
        taps.iter().zip(&sides).map(|(tap, side)| if *side > 0.5 { 1.0 / tap } else { *tap }).collect();
    near("transformer x", &ours(|one| one.reactance_pu), &series("x_pu"));
    near("transformer r", &ours(|one| one.resistance_pu), &series("r_pu"));
    near("transformer b", &ours(|one| one.charging_pu), &shunt("b_pu"));
    near("transformer g", &ours(|one| one.conductance_pu), &shunt("g_pu"));
    near("transformer tap", &ours(Branch::tap), &near_side);
    near("transformer shift", &ours(|one| one.shift_deg), &theirs("phase_shift"));
    near("transformer s_nom", &ours(|one| one.rating_mva.unwrap_or(f64::INFINITY)), &theirs("s_nom"));
}

/// Costs of capacity per unit over all snapshots; NaN where nothing may grow.
fn growth<'a>(list: &str, facts: &Value, near: Near<'_>, ours: impl Iterator<Item = Option<&'a Expansion>>) {
    let costs: Vec<f64> = ours.map(|growth| growth.map_or(f64::NAN, |growth| growth.cost)).collect();
    near(&format!("cost of {list}"), &costs, &numbers(&facts[list]["cost"]));
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().map(|texts| texts.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

fn numbers(value: &Value) -> Vec<f64> {
    texts(value).iter().map(|text| text.parse().unwrap()).collect()
}

fn assert_near(what: &str, ours: &[f64], theirs: &[f64], relative: f64) {
    let near = |a: &f64, b: &f64| {
        (a.is_nan() && b.is_nan()) || a.to_bits() == b.to_bits() || (a - b).abs() <= relative * b.abs()
    };
    let all = ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| near(a, b));
    assert!(all, "{what}: {ours:?}, PyPSA says {theirs:?}");
}
