//! `gigasite data`: years that are drawn, places that are shown.

use super::{folder, said};

#[test]
fn years_are_drawn_written_and_the_same_again() {
    let here = folder();
    let drawn = |out: &str, threads: &str| {
        let line =
            ["data", "synth", "--years", "2", "--seed", "7", "--out", out, "--json", "--threads", threads];
        said(&line, here.path())
    };
    let (code, one, talk) = drawn("one", "1");
    assert_eq!(code, 0, "{talk}");
    let (_, two, _) = drawn("two", "2");
    assert_eq!(one, two, "the manifest holds the hash of every file");
    let manifest: serde_json::Value = serde_json::from_str(&one).expect("JSON");
    assert_eq!(manifest["years_count"], 2);
    assert!(here.path().join("one/year-002/load_mw.parquet").is_file());
    let (code, _, talk) = drawn("one", "1");
    assert_eq!(code, 2);
    assert!(talk.contains("hint:"), "a folder that holds years is not overwritten: {talk}");
}

#[test]
fn a_climate_is_a_shift_or_a_year_and_never_both() {
    let here = folder();
    let (code, out, _) = said(&["data", "synth", "--years", "1", "--climate", "2045"], here.path());
    assert_eq!(code, 0);
    assert!(out.contains("+1.35 K"), "{out}");
    let both = ["data", "synth", "--climate", "2045", "--climate-shift-c", "1"];
    assert_eq!(said(&both, here.path()).0, 2);
    assert_eq!(said(&["data", "synth", "--climate-shift-c", "99"], here.path()).0, 2);
    assert_eq!(said(&["data", "synth", "--years", "0"], here.path()).0, 2);
}

#[test]
fn a_zone_and_a_site_are_shown_with_their_sources() {
    let here = folder();
    let (code, out, talk) = said(&["data", "show", "DE", "--quiet", "--out", "de"], here.path());
    assert_eq!(code, 0, "{talk}");
    for word in ["Germany", "Borders", "Plants", "confidence", "water_stress_score", "wait_years"] {
        assert!(out.contains(word), "{word}: {out}");
    }
    assert!(here.path().join("de/load_mw.svg").is_file());
    let (code, out, _) = said(&["data", "show", "FR-FOUJU", "--json", "--quiet"], here.path());
    assert_eq!(code, 0);
    let shown: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(shown["queue"][0]["firm_mw"], 240.0);
}

#[test]
fn an_unknown_place_gets_a_suggestion() {
    let here = folder();
    let (code, _, talk) = said(&["data", "show", "FR-FOUJI", "--quiet"], here.path());
    assert_eq!(code, 2);
    assert!(talk.contains("did you mean `FR-FOUJU`?"), "{talk}");
}
