//! What the formats promise to those who read them.

use super::{Format, count, render};
use gigasite_case::review::{Checked, Choice, Resource, Review, review};
use gigasite_case::{Findings, Place};
use serde_json::Value;

fn sample() -> Review {
    let mut findings = Findings::default();
    let place = Place::file("data/fleet.csv").line(7).field("capacity_mw").column(5);
    findings.error(
        "negative-value",
        place,
        "-120 MW is negative, 100 % <wrong> & \"odd\"",
        "no sign, here: none",
    );
    findings.with("-120", "at least 0");
    findings.warning("unknown-file", Place::file("data/a|b.csv"), "nothing reads this table", "");
    let resources = ["data/fleet.csv", "data/zones.csv"]
        .map(|file| Resource { file: file.to_owned(), checks: vec!["structure", "values", "keys"] });
    let checked = Checked { findings, resources: resources.to_vec() };
    review("data", checked, &Choice::default())
}

fn written(format: Format) -> String {
    render(format, &sample(), "1.2.3").expect("a text")
}

#[test]
fn json_names_code_place_value_and_expectation() {
    let document: Value = serde_json::from_str(&written(Format::Json)).expect("JSON");
    assert_eq!((&document["schema_version"], &document["tool"]["version"]), (&1.into(), &"1.2.3".into()));
    assert_eq!(document["summary"]["error"], 1);
    let first = &document["findings"][0];
    for (key, expected) in [
        ("code", "negative-value"),
        ("severity", "error"),
        ("frictionless_type", "constraint-error"),
        ("file", "data/fleet.csv"),
        ("field", "capacity_mw"),
        ("value", "-120"),
        ("expected", "at least 0"),
    ] {
        assert_eq!(first[key], expected, "{key}");
    }
    assert_eq!((&first["line"], &first["column"]), (&7.into(), &5.into()));
    assert_eq!(first["fingerprint"].as_str().map(str::len), Some(16));
    let lines = written(Format::JsonLines);
    assert_eq!(lines.lines().count(), 2);
    for (line, whole) in lines.lines().zip(document["findings"].as_array().expect("a list")) {
        assert_eq!(serde_json::from_str::<Value>(line).expect("JSON"), *whole);
    }
}

#[test]
fn json_keeps_its_published_schema() {
    let schema: Value = serde_json::from_str(super::SCHEMA).expect("JSON");
    let mut document: Value = serde_json::from_str(&written(Format::Json)).expect("JSON");
    let defects = |document: &Value| crate::tests::defects(&schema, &schema, document, "findings");
    assert_eq!(defects(&document), Vec::<String>::new());
    document["findings"][0]["severity"] = "fatal".into();
    document["summary"].as_object_mut().expect("an object").remove("known");
    assert_eq!(defects(&document).len(), 2, "the checker sees a word of no list and a missing key");
}

#[test]
fn sarif_has_a_rule_a_code_and_a_place_a_result() {
    let document: Value = serde_json::from_str(&written(Format::Sarif)).expect("JSON");
    let run = &document["runs"][0];
    assert_eq!(document["version"], "2.1.0");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    for result in run["results"].as_array().expect("results") {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert!(result["partialFingerprints"]["gigasite/v1"].is_string());
        assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64() >= Some(1));
    }
    let place = &run["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(
        (&place["artifactLocation"]["uri"], &place["region"]["startLine"]),
        (&"data/fleet.csv".into(), &7.into())
    );
    assert_eq!(
        run["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"],
        "data/a%7Cb.csv"
    );
}

#[test]
fn junit_counts_passed_checks_too() {
    let text = written(Format::JUnit);
    // three checks of two files, and the one that only a finding names
    assert!(text.contains("tests=\"7\" failures=\"1\" errors=\"0\" skipped=\"1\""), "{text}");
    assert!(text.contains("<testcase classname=\"data/zones.csv\" name=\"keys\"/>"), "{text}");
    assert!(text.contains("type=\"negative-value\" message=\"-120 MW is negative, 100 % &lt;wrong&gt; &amp; &quot;odd&quot;\""), "{text}");
    assert_eq!(text.matches("<testcase").count(), 7);
}

#[test]
fn commands_of_github_are_escaped() {
    let text = written(Format::GitHub);
    assert_eq!(
        text.lines().next(),
        Some(
            "::error file=data/fleet.csv,line=7,title=negative-value::`capacity_mw`: -120 MW is negative, 100 %25 <wrong> & \"odd\"%0Ahint: no sign, here: none"
        ),
    );
    assert!(text.contains("::warning file=data/a|b.csv,title=unknown-file::"), "{text}");
}

#[test]
fn markdown_is_a_table_that_bars_do_not_break() {
    let text = written(Format::Markdown);
    assert!(text.contains("1 error, 1 warning, 0 notes in 2 files."), "{text}");
    assert!(text.contains("data/a\\|b.csv"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("| ")).count(), 3);
}

#[test]
fn a_clean_review_says_so_in_every_format() {
    let clean = Review { what: "data".into(), ..Review::default() };
    for format in [
        Format::Text,
        Format::Json,
        Format::JsonLines,
        Format::Sarif,
        Format::JUnit,
        Format::GitHub,
        Format::Markdown,
    ] {
        let text = render(format, &clean, "1").expect("a text");
        assert!(text.is_empty() || text.ends_with('\n'), "{format:?}");
        assert!(!text.contains("negative-value"));
    }
    assert_eq!(count(&clean), "0 errors, 0 warnings, 0 notes");
}
