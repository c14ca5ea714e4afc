//! `gigasite check`: which findings fail, which are known, and how they are written.

use super::{folder, said};
use serde_json::Value;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A dataset with one error (line 3 of borders.csv), one warning (line 2) and nothing else.
fn spoilt() -> TempDir {
    let here = folder();
    assert_eq!(said(&["init", "study"], here.path()).0, 0);
    change(here.path(), "borders.csv", "AT,CH,1200,1200", "AT,CH,120000,1200");
    here
}

fn change(here: &Path, table: &str, from: &str, to: &str) {
    let path = here.join("study/dataset").join(table);
    let text = fs::read_to_string(&path).expect("a table");
    assert_eq!(text.matches(from).count(), 1, "{from}");
    fs::write(path, text.replace(from, to)).expect("written");
}

fn check(here: &TempDir, flags: &[&str]) -> (i32, String, String) {
    let line: Vec<&str> = ["check", "study/dataset"].iter().chain(flags).copied().collect();
    said(&line, here.path())
}

#[test]
fn the_severity_that_fails_is_chosen() {
    let here = spoilt();
    for (flags, code) in [
        (&[][..], 0),
        (&["--fail-on", "warning"], 1),
        (&["--strict"], 1),
        (&["--fail-on", "never"], 0),
        (&["--strict", "--fail-on", "never"], 2),
        (&["--fail-on", "note"], 2),
    ] {
        assert_eq!(check(&here, flags).0, code, "{flags:?}");
    }
    change(here.path(), "borders.csv", "AT,CZ,900,800", "AT,CZ,-900,800");
    assert_eq!(check(&here, &[]).0, 1);
    assert_eq!(check(&here, &["--fail-on", "never"]).0, 0);
}

#[test]
fn codes_and_checks_are_selected_and_ignored() {
    let here = spoilt();
    let count = |flags: &[&str]| -> u64 {
        let (_, out, talk) = check(&here, &[flags, &["--format", "json"]].concat());
        let document: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{talk}"));
        document["summary"]["warning"].as_u64().expect("a count")
    };
    assert_eq!(count(&[]), 1);
    assert_eq!(count(&["--ignore", "ntc-above-peak"]), 0);
    assert_eq!(count(&["--ignore", "ntc-*"]), 0);
    assert_eq!(count(&["--ignore", "physics"]), 0);
    assert_eq!(count(&["--select", "physics"]), 1);
    assert_eq!(count(&["--select", "keys,provenance"]), 0);
    assert_eq!(check(&here, &["--strict", "--ignore", "physics"]).0, 0);
    let (code, _, talk) = check(&here, &["--select", "ntc-above-peek"]);
    assert!(code == 2 && talk.contains("did you mean `ntc-above-peak`?"), "{talk}");
}

#[test]
fn a_baseline_knows_what_was_there() {
    let here = spoilt();
    assert_eq!(check(&here, &["--write-baseline", "known.json"]).0, 0);
    let (code, _, talk) = check(&here, &["--strict", "--baseline", "known.json"]);
    assert!(code == 0 && talk.contains("1 known from the baseline"), "{talk}");
    change(here.path(), "borders.csv", "AT,CZ,900,800", "AT,CZ,900,80000");
    let (code, out, talk) = check(&here, &["--strict", "--baseline", "known.json"]);
    assert_eq!(code, 1);
    assert!((out + &talk).contains("80000 MW"), "{talk}");
    let (code, _, talk) = check(&here, &["--baseline", "nowhere.json"]);
    assert!(code == 2 && talk.contains("nowhere.json"), "{talk}");
}

#[test]
fn every_format_is_written_to_the_screen_and_into_files() {
    let here = spoilt();
    let (_, out, talk) =
        check(&here, &["--format", "text", "--format", "junit=checks.xml", "--format", "sarif=checks.sarif"]);
    assert!(out.contains("warning[ntc-above-peak]") && out.contains("borders.csv:2"), "{out}");
    assert!(talk.contains("0 errors, 1 warning"), "{talk}");
    let read = |name: &str| fs::read_to_string(here.path().join(name)).expect("a file");
    let sarif: Value = serde_json::from_str(&read("checks.sarif")).expect("JSON");
    let place = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "study/dataset/borders.csv");
    assert_eq!(place["region"]["startLine"], 2);
    let junit = read("checks.xml");
    assert!(junit.starts_with("<?xml"), "{junit}");
    assert_eq!(junit.matches("<testcase").count(), junit.matches("classname=").count());
    assert!(
        junit.contains("ntc-above-peak") && !junit.contains("<failure"),
        "a warning fails nothing: {junit}"
    );
    for (format, word) in [
        ("jsonl", "\"code\":\"ntc-above-peak\""),
        ("github", "::warning file=study/dataset/borders.csv,line=2"),
        ("markdown", "| warning |"),
        ("sarif", "\"ruleId\": \"ntc-above-peak\""),
    ] {
        let (_, out, _) = check(&here, &["--format", format]);
        assert!(out.contains(word), "{format}: {out}");
    }
    change(here.path(), "borders.csv", "AT,CZ,900,800", "AT,CZ,-900,800");
    let (code, out, _) = check(&here, &["--format", "junit"]);
    assert!(code == 1 && out.matches("<failure").count() == 1, "{out}");
    assert_eq!(check(&here, &["--format", "xml"]).0, 2);
    assert_eq!(check(&here, &["--format", "junit=nowhere/checks.xml"]).0, 2);
}

#[test]
fn schemas_are_printed() {
    let here = folder();
    for (of, title) in [("findings", "Findings of gigasite check"), ("plan", "plan.json of gigasite")] {
        let (code, out, _) = said(&["schema", of], here.path());
        let schema: Value = serde_json::from_str(&out).expect("JSON");
        assert!(code == 0 && schema["title"].as_str().expect("a title").starts_with(title), "{out}");
    }
}
