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
    assert_eq!(shown["stages"][0]["firm_mw"], 240.0);
}

#[test]
fn an_unknown_place_gets_a_suggestion() {
    let here = folder();
    let (code, _, talk) = said(&["data", "show", "FR-FOUJI", "--quiet"], here.path());
    assert_eq!(code, 2);
    assert!(talk.contains("did you mean `FR-FOUJU`?"), "{talk}");
}

#[test]
fn regions_share_a_zone_out_and_write_its_hours() {
    let here = folder();
    let line = ["data", "regions", "SE1", "SE2", "--hours", "shared", "--quiet"];
    assert_eq!(said(&line, here.path()).0, 0);
    let (code, out, talk) = said(&["check", "shared"], here.path());
    assert!(code == 0, "Övre Norrland lies in both zones and is one series: {out} {talk}");
    let line = ["data", "regions", "IT-SIC", "SE4", "--level", "3", "--hours", "hours", "--json", "--quiet"];
    let (code, out, talk) = said(&line, here.path());
    assert_eq!(code, 0, "{talk}");
    let told: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let regions = told["regions"].as_array().expect("a table");
    let share = |zone: &str| -> f64 {
        let of_zone = regions.iter().filter(|region| region["zone"] == zone);
        of_zone.map(|region| region["share_frac"].as_f64().expect("a number")).sum()
    };
    assert_eq!(regions.len(), 9 + 4, "Sicily's provinces, and Kronoberg, Kalmar, Blekinge and Skåne");
    assert!((share("IT-SIC") - 1.0).abs() < 1e-9 && (share("SE4") - 1.0).abs() < 1e-9);
    // what was written reads as any imported table does
    let (code, out, talk) = said(&["check", "hours"], here.path());
    assert!(code == 0 && talk.contains("0 errors"), "{out} {talk}");
    assert_eq!(said(&["data", "regions", "IT-SIZ", "-q"], here.path()).0, 2);
    assert_eq!(said(&["data", "regions", "--gdp-weight", "1.2", "-q"], here.path()).0, 2);
}

#[test]
fn a_site_stands_beside_its_region_and_the_queues_of_its_country() {
    let here = folder();
    let (code, out, _) = said(&["data", "show", "FR-FOUJU", "--json", "--quiet"], here.path());
    assert_eq!(code, 0);
    let shown: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(shown["regions"][0]["region"], "FR10");
    let queues = shown["queues"].as_array().expect("a table");
    assert!(
        queues.iter().any(|row| row["country"] == "FR" && row["value"] == "15" && row["source"] == "S22")
    );
    assert!(queues.iter().all(|row| row["country"] == "FR" || row["country"] == "EU"));
    let (_, out, _) = said(&["data", "show", "PT-SINES", "--quiet"], here.path());
    assert!(out.contains("no region `PT1C` of NUTS 2021"), "{out}");
}
