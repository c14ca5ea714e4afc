//! `gigasite grid` as a user meets it.

use super::{folder, said};
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

/// Three buses in a ring: cheap at 1, dear at 2, 100 MW at 3 behind a line of 40 MVA from 1.
const RING: &str = "\
function mpc = ring
mpc.version = '2';
mpc.baseMVA = 100;
mpc.bus = [
 1 3 0   0  0 0 1 1 0 380 1 1.1 0.9;
 2 2 0   0  0 0 1 1 0 380 1 1.1 0.9;
 3 1 100 20 0 0 1 1 0 380 1 1.1 0.9;
];
mpc.gen = [
 1 60 0 100 -100 1 100 1 200 0;
 2 40 0 100 -100 1 100 1 200 0;
];
mpc.branch = [
 1 2 0.01 0.1 0 200 0 0 0 0 1 -360 360;
 2 3 0.01 0.1 0 200 0 0 0 0 1 -360 360;
 1 3 0.01 0.1 0 40  0 0 0 0 1 -360 360;
];
mpc.gencost = [
 2 0 0 2 10 0;
 2 0 0 2 30 0;
];
";

fn ring() -> TempDir {
    let here = folder();
    std::fs::write(here.path().join("ring.m"), RING).expect("a case");
    here
}

fn json(arguments: &[&str], folder: &Path) -> (i32, Value) {
    let (code, out, err) = said(&[&["grid"], arguments, &["--json", "-q"]].concat(), folder);
    assert_eq!(err, "", "{arguments:?}");
    (code, serde_json::from_str(&out).expect("one JSON document"))
}

fn near(found: &Value, expected: f64) {
    let found = found.as_f64().expect("a number");
    assert!((found - expected).abs() < 1e-6 * expected.abs().max(1.0), "{found}, not {expected}");
}

#[test]
fn every_question_helps_with_examples() {
    let here = folder();
    let (code, out, _) = said(&["grid", "--help"], here.path());
    assert_eq!(code, 0);
    for verb in ["info", "flow", "opf", "n1", "ptdf", "hosting", "convert"] {
        assert!(out.contains(&format!("\n  {verb} ")), "{verb} is listed");
        if verb != "info" {
            let (code, out, _) = said(&["grid", verb, "--help"], here.path());
            assert!(code == 0 && out.contains(&format!("gigasite grid {verb} ")), "{out}");
        }
    }
    for format in ["MATPOWER", "PyPSA", "RTS-GMLC", "PowerGAMA", "GridKit"] {
        assert!(out.contains(format), "{format}");
    }
}

#[test]
fn an_optimal_flow_has_status_objective_and_prices() {
    let here = ring();
    let (code, answer) = json(&["opf", "ring.m"], here.path());
    // 2/3 of what 1 gives and 1/3 of what 2 gives go over the line of 40: p₁ = 20, p₂ = 80
    assert_eq!((code, answer["status"].as_str()), (0, Some("optimal")));
    near(&answer["objective"], 20.0 * 10.0 + 80.0 * 30.0);
    for (bus, price) in [("1", 10.0), ("2", 30.0), ("3", 50.0)] {
        near(&answer["lmp"][bus], price);
    }
    let (_, out, _) = said(&["grid", "opf", "ring.m", "-q"], here.path());
    assert!(out.starts_with("optimal: cost 2,600.00, proven"), "{out}");
    assert!(out.contains("branch 3 (1–3)"), "{out}");
}

#[test]
fn what_cannot_be_dispatched_says_why_and_ends_in_one() {
    let here = ring();
    std::fs::write(here.path().join("sad.m"), RING.replace("3 1 100 20", "3 1 500 20")).expect("a case");
    let (code, answer) = json(&["opf", "sad.m"], here.path());
    assert_eq!((code, answer["status"].as_str()), (1, Some("infeasible")));
    assert!(answer["objective"].is_null() && answer["why"]["hint"].is_string());
    assert!(
        answer["why"]["sentence"].as_str().is_some_and(|why| why.contains('3') || why.contains("generator"))
    );
}

#[test]
fn flows_have_voltages_and_flows_with_either_current() {
    let here = ring();
    let (code, direct) = json(&["flow", "ring.m"], here.path());
    assert_eq!((code, direct["method"].as_str(), direct["dispatch"].as_str()), (0, Some("dc"), Some("file")));
    // 60 and 40 MW: 2/3 · 60 + 1/3 · 40 on the line from 1 to 3
    assert_eq!(direct["flows"][0]["branch"], "3");
    near(&direct["flows"][0]["flow_mw"], 160.0 / 3.0);
    assert_eq!(direct["voltages"].as_array().map(Vec::len), Some(3));
    let (code, alternating) = json(&["flow", "ring.m", "--ac"], here.path());
    assert_eq!((code, alternating["status"].as_str()), (0, Some("solved")));
    assert!(alternating["losses_mw"].as_f64().is_some_and(|losses| (0.1..2.0).contains(&losses)));
    assert!(alternating["mismatch_pu"].as_f64().is_some_and(|mismatch| mismatch <= 1e-8));
    near(&alternating["voltages"][0]["voltage_pu"], 1.0);
    let (_, optimal) = json(&["flow", "ring.m", "--dispatch", "opf"], here.path());
    near(&optimal["flows"][0]["flow_mw"], 40.0);
}

#[test]
fn outages_are_ranked_and_checked_with_alternating_current() {
    let here = ring();
    let (code, answer) = json(&["n1", "ring.m", "--ac", "--worst", "2"], here.path());
    assert_eq!((code, answer["outages_count"].as_u64()), (0, Some(5)));
    assert_eq!(answer["outages"][0]["outage"], "branch 2 (2–3)");
    near(&answer["outages"][0]["severity_mw"], 60.0);
    assert_eq!(answer["ac_checks"].as_array().map(Vec::len), Some(2));
    assert!(answer["ac_checks"][0]["worst_loading_frac"].as_f64().is_some_and(|part| part > 2.5));
}

#[test]
fn hosting_says_how_much_how_firm_and_what_is_planned() {
    let here = ring();
    let projects = "name,project_status,length,build_year,v_nom,num_parallel,x0,y0,x1,y1\nP,planned,9,2030,380,1,1,2,3,4\n";
    std::fs::write(here.path().join("lines.csv"), projects).expect("projects");
    let arguments =
        ["hosting", "ring.m", "--dispatch", "opf", "--projects", "lines.csv", "--ac", "--bus", "2"];
    let (code, answer) = json(&arguments, here.path());
    assert_eq!((code, answer["hosting"].as_array().map(Vec::len)), (0, Some(1)));
    assert!(answer["curves"].is_null(), "one moment has no hours to give up");
    assert_eq!(answer["ac_checks"].as_array().map(Vec::len), Some(1));
    assert!(answer["hosting"][0]["project"].is_null(), "the buses have no coordinates");
    let (code, out, err) = said(&["grid", "hosting", "ring.m", "--bus", "9"], here.path());
    assert!(code == 2 && out.is_empty() && err.contains("no bus `9`") && err.contains("hint:"), "{err}");
}

#[test]
fn a_network_goes_to_every_format_and_back() {
    let here = ring();
    for target in ["ring.nc", "folder"] {
        let (code, out, err) = said(&["grid", "convert", "ring.m", target], here.path());
        assert!(code == 0 && out.is_empty() && err.contains(target), "{err}");
        let (_, answer) = json(&["opf", target], here.path());
        near(&answer["objective"], 2600.0);
        near(&answer["lmp"]["3"], 50.0);
        let (code, ..) = said(&["grid", "convert", target, &format!("{target}.m"), "-q"], here.path());
        assert_eq!(code, 0);
        let (_, answer) = json(&["opf", &format!("{target}.m")], here.path());
        near(&answer["objective"], 2600.0);
    }
    let (code, _, err) = said(&["grid", "convert", "ring.m", "folder"], here.path());
    assert!(code == 2 && err.contains("not an empty folder") && err.contains("hint:"), "{err}");
    let (code, _, err) = said(&["grid", "convert", "ring.m", "ring.xlsx"], here.path());
    assert!(code == 2 && err.contains(".geojson"), "{err}");
}

#[test]
fn a_broken_case_is_refused_with_its_line_and_an_unknown_moment_with_a_hint() {
    let here = ring();
    std::fs::write(here.path().join("bad.m"), RING.replace("1 3 0.01", "1 9 0.01")).expect("a case");
    for verb in ["info", "flow", "opf", "n1", "ptdf", "hosting"] {
        let (code, out, err) = said(&["grid", verb, "bad.m"], here.path());
        assert!(code == 1 && out.is_empty() && err.contains("bad.m:16"), "{verb}: {err}");
        let (code, _, err) = said(&["grid", verb, "none.m"], here.path());
        assert!(code == 2 && err.contains("none.m") && err.contains("hint:"), "{verb}: {err}");
    }
    for wrong in [
        &["flow", "ring.m", "--snapshot", "2"][..],
        &["n1", "ring.m", "--contingencies"],
        &["opf", "ring.m", "--contingencies"],
        &["ptdf", "ring.m", "--branch", "x"],
    ] {
        let (code, out, err) = said(&[&["grid"], wrong].concat(), here.path());
        assert!(code == 2 && out.is_empty() && err.contains("hint:"), "{wrong:?}: {err}");
    }
    for wrong in [
        &["hosting", "ring.m", "--up-to", "0"][..],
        &["hosting", "ring.m", "--give-up", "nan"],
        &["hosting", "ring.m", "--least-share", "2"],
        &["opf", "ring.m", "--gap", "0"],
        &["opf", "ring.m", "--losses=-1"],
    ] {
        let (code, _, err) = said(&[&["grid"], wrong].concat(), here.path());
        assert!(code == 2 && err.contains("expected"), "{wrong:?}: {err}");
    }
}

#[test]
fn answers_are_written_with_their_command() {
    let here = ring();
    let (code, ..) = said(&["grid", "opf", "ring.m", "--out", "answer", "-q"], here.path());
    assert_eq!(code, 0);
    for file in ["answer.json", "prices.csv", "dispatch.csv", "flows.csv", "binding.csv", "manifest.json"] {
        assert!(here.path().join("answer").join(file).is_file(), "{file}");
    }
    let manifest = std::fs::read_to_string(here.path().join("answer/manifest.json")).expect("a manifest");
    assert!(manifest.contains("grid opf ring.m"), "{manifest}");
}
