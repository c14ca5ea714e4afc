//! `gigasite data diff` as a reviewer of a dataset meets it.

use super::{folder, said};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// The embedded dataset as files, under `study/dataset`.
fn written(here: &Path) {
    let (code, _, error) = said(&["init", "study"], here);
    assert_eq!(code, 0, "{error}");
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a table")
}

/// Sets a cell of the row that begins with `key`.
fn set(here: &Path, file: &str, key: &str, column: &str, value: &str) {
    let path = here.join("study/dataset").join(file);
    let text = read(&path);
    let place = text.lines().next().and_then(|head| head.split(',').position(|name| name == column));
    let place = place.expect("a column");
    let line = |line: &str| {
        let mut cells: Vec<&str> = line.split(',').collect();
        if line.starts_with(&format!("{key},")) {
            cells[place] = value;
        }
        cells.join(",") + "\n"
    };
    let edited: String = text.lines().map(line).collect();
    assert_ne!(text, edited);
    fs::write(path, edited).expect("written");
}

const SIDES: [&str; 4] = ["data", "diff", "europe", "study/dataset"];

fn diff(here: &Path, more: &[&str]) -> (i32, String, String) {
    said(&[&SIDES, more].concat(), here)
}

#[test]
fn a_copy_says_the_same_and_plans_nothing() {
    let here = folder();
    written(here.path());
    for format in ["text", "markdown"] {
        let (code, out, error) = diff(here.path(), &["--format", format]);
        assert_eq!((code, error.as_str()), (0, ""));
        assert!(out.to_lowercase().contains("the datasets say the same"), "{out}");
    }
}

#[test]
fn records_are_shown_for_people_scripts_and_pull_requests() {
    let here = folder();
    written(here.path());
    set(here.path(), "countries.csv", "FI", "network_charge_eur_per_mwh", "40");
    let (code, text, error) = diff(here.path(), &["--no-decisions"]);
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(
        text.contains("countries.csv: 1 changed of") && text.contains("network_charge_eur_per_mwh"),
        "{text}"
    );
    assert!(text.contains("+700.00 %") && !text.contains("decisions"), "{text}");
    let (_, page, _) = diff(here.path(), &["--no-decisions", "--format", "markdown"]);
    assert!(page.contains("| FI | network_charge_eur_per_mwh | 5 | 40 | +700.00 % |"), "{page}");
    let (_, document, _) = diff(here.path(), &["--no-decisions", "--format", "json"]);
    let document: Value = serde_json::from_str(&document).unwrap();
    let cell = &document["records"]["tables"][0]["cells"][0];
    assert_eq!((cell["row"].as_str(), cell["change_frac"].as_f64()), (Some("FI"), Some(7.0)));
    assert_eq!(document["cases"], serde_json::json!([]));
}

#[test]
fn a_source_that_changed_changes_no_decision() {
    let here = folder();
    written(here.path());
    let path = here.path().join("study/dataset/countries.csv");
    let text = read(&path);
    fs::write(&path, text.replacen("low", "medium", 1)).unwrap();
    let (code, out, error) = diff(here.path(), &[]);
    assert_eq!((code, error.as_str()), (0, ""), "nothing is planned");
    assert!(out.contains("1 cell of source") && out.contains("no number changed"), "{out}");
}

#[test]
fn each_changed_table_has_its_part_of_the_changed_plan() {
    let here = folder();
    written(here.path());
    set(here.path(), "accelerators.csv", "gb300_nvl72", "system_eur_per_gpu", "50000");
    set(here.path(), "technologies.csv", "grid_connection", "capex_eur_per_mw", "144000");
    let line = ["--first-hours", "24", "--format", "json", "--case", "europe", "--case", "private"];
    let (code, document, error) = diff(here.path(), &line);
    assert_eq!(code, 0, "{error}");
    assert!(error.contains("planning case europe 4 times"), "{error}");
    assert!(error.contains("planning case private 4 times"), "{error}");
    let document: Value = serde_json::from_str(&document).unwrap();
    let cases = document["cases"].as_array().unwrap();
    assert_eq!((&cases[0]["case"], &cases[1]["case"]), (&"europe".into(), &"private".into()));
    let paid = |place: usize| cases[place]["decisions"]["before"]["objective_eur_per_a"].as_f64().unwrap();
    assert!((paid(0) - paid(1)).abs() > 1e6, "each case is planned for itself: {document}");
    assert!(cases[1]["unexplained"].is_null());
    let decided = &cases[0]["decisions"];
    let cost = |side: &str| decided[side]["objective_eur_per_a"].as_f64().unwrap();
    let part = |place: usize| decided["parts"][place]["eur_per_a"].as_f64().unwrap();
    let group = |place: usize| decided["parts"][place]["group"].as_str().unwrap();
    let change = cost("after") - cost("before");
    assert_eq!((group(0), group(1)), ("technologies.csv", "accelerators.csv"));
    assert!((part(0) + part(1) - change).abs() < 1e-6 * change.abs(), "{decided}");
    // 24,000 EUR more for a megawatt, about a gigawatt of it, at 8 to 10 % a year
    assert!((1e6..4e6).contains(&part(0)), "{decided}");
    assert!(part(1).abs() > 10.0 * part(0), "{decided}");
    assert!(document["cases"][0]["unexplained"].is_null());
}

#[test]
fn a_site_that_goes_is_put_down_to_the_record_that_drives_it_out() {
    let here = folder();
    written(here.path());
    let line = ["--first-hours", "24", "--format", "json", "--by", "record"];
    set(here.path(), "countries.csv", "FR", "building_eur_per_mw", "30000000");
    set(here.path(), "countries.csv", "CY", "building_eur_per_mw", "9000000");
    let (code, document, error) = diff(here.path(), &line);
    assert_eq!(code, 0, "{error}");
    let document: Value = serde_json::from_str(&document).unwrap();
    let decided = &document["cases"][0]["decisions"];
    let part = |place: usize| &decided["parts"][place];
    assert_eq!(part(0)["group"], "countries.csv `CY`");
    assert_eq!(part(1)["group"], "countries.csv `FR`");
    assert!(part(0)["eur_per_a"].as_f64().unwrap().abs() < 1.0, "no site in Cyprus: {decided}");
    assert!(part(1)["eur_per_a"].as_f64().unwrap() > 1e6, "{decided}");
    let moved = decided["moved"].as_array().unwrap();
    let gone = moved.iter().find(|one| one["change"] == "goes").expect("no site in France at that price");
    assert!(gone["site"].as_str().unwrap().starts_with("FR-"), "{decided}");
    assert!(moved.iter().all(|one| one["because"] == serde_json::json!(["countries.csv `FR`"])), "{decided}");
    assert!(document["cases"][0]["unexplained"].is_null());
}

#[test]
fn borders_that_are_gone_are_named() {
    let here = folder();
    written(here.path());
    let tables = here.path().join("study/dataset");
    let text = read(&tables.join("borders.csv"));
    let fewer: Vec<&str> = text.lines().filter(|line| !line.starts_with("FI,")).collect();
    let fewer = fewer.join("\n") + "\n";
    assert_ne!(text, fewer);
    fs::write(tables.join("borders.csv"), fewer).unwrap();
    let (code, out, error) = diff(here.path(), &["--no-decisions"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("borders.csv: ") && out.contains("removed: FI "), "{out}");
}

#[test]
fn a_dataset_that_does_not_read_is_refused_with_its_findings() {
    let here = folder();
    written(here.path());
    set(here.path(), "countries.csv", "FI", "network_charge_eur_per_mwh", "much");
    let (code, out, error) = diff(here.path(), &[]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(error.contains("countries.csv") && error.contains("network_charge_eur_per_mwh"), "{error}");
    let (code, _, error) = diff(here.path(), &["--first-hours", "3"]);
    assert!(code == 2 && error.contains("at least 24"), "{error}");
}
