//! `gigasite data import, list, get` as a user meets them.

use super::{folder, gigasite, said};
use std::fmt::Write as _;
use std::fs;

fn table(cell: impl Fn(usize) -> String) -> String {
    let mut text = String::from("utc,EL,DE\n");
    for hour in 0..48_usize {
        let _ =
            writeln!(text, "2016-01-{:02} {:02}:00,{},1000", hour.div_euclid(24) + 1, hour % 24, cell(hour));
    }
    text
}

#[test]
fn an_import_says_what_it_repaired_and_writes_parquet() {
    let here = folder();
    let text = table(|hour| if hour == 5 { String::new() } else { "500".into() });
    fs::write(here.path().join("load_mw.csv"), text).expect("written");
    let (code, out, err) = said(&["data", "import", "load_mw.csv", "--out", "series"], here.path());
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("zone") && out.contains("GR") && out.contains("2016-01-02T23:00Z"), "{out}");
    assert!(
        err.contains("warning[gap-interpolated]: load_mw.csv:7 `EL`") && err.contains("country-code"),
        "{err}"
    );
    assert!(here.path().join("series/load_mw.parquet").is_file());
    let (code, out, _) = said(&["data", "import", "load_mw.csv", "--json"], here.path());
    let document: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(code, 0);
    let repair = &document["files"][0]["repairs"][0];
    assert_eq!((repair["code"].as_str(), repair["line"].as_u64()), (Some("gap-interpolated"), Some(7)));
    assert_eq!((repair["zone"].as_str(), repair["hours"].as_u64()), (Some("GR"), Some(1)));
}

#[test]
fn strict_refuses_repairs_and_writes_nothing() {
    let here = folder();
    let text = table(|hour| if hour == 5 { "inf".into() } else { "500".into() });
    fs::write(here.path().join("load_mw.csv"), text).expect("written");
    let (code, _, err) = said(&["data", "import", "load_mw.csv", "--out", "series", "--strict"], here.path());
    assert_eq!(code, 1, "{err}");
    assert!(!here.path().join("series").exists() && err.contains("nothing is written"), "{err}");
    fs::write(here.path().join("load_mw.csv"), table(|_| "500".into())).expect("written");
    let (code, _, err) = said(&["data", "import", "load_mw.csv", "--out", "series", "--strict"], here.path());
    assert_eq!(code, 0, "{err}");
}

#[test]
fn misspelt_formats_and_quantities_have_a_hint() {
    let here = folder();
    fs::write(here.path().join("load_mw.csv"), table(|_| "500".into())).expect("written");
    let (code, _, err) = said(&["data", "import", "load_mw.csv", "--as", "opds"], here.path());
    assert!(code == 2 && err.contains("hint:") && err.contains("opsd"), "{err}");
    let (code, _, err) = said(&["data", "import", "load_mw.csv", "--quantity", "load"], here.path());
    assert!(code == 2 && err.contains("load_mw"), "{err}");
}

#[test]
fn the_catalogue_lists_licence_address_and_checksum() {
    let here = folder();
    let (code, out, _) = said(&["data", "list", "--cache", "cache"], here.path());
    assert!(
        code == 0 && out.contains("CC-BY-4.0") && out.contains("ember/api_country_overview_monthly"),
        "{out}"
    );
    let (_, out, _) = said(&["data", "list", "--json", "--cache", "cache"], here.path());
    let document: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let first = &document["sources"][0];
    assert!(
        first["address"].as_str().is_some_and(|a| a.contains(first["revision"].as_str().expect("a commit")))
    );
    assert_eq!(first["sha256"].as_str().map(str::len), Some(64));
}

#[test]
fn without_a_network_the_cache_is_named() {
    let here = folder();
    let output = gigasite(&["data", "get", "ember", "--mirror", "http://127.0.0.1:9", "--cache", "cache"])
        .env_remove("http_proxy")
        .env_remove("HTTP_PROXY")
        .current_dir(here.path())
        .output()
        .expect("the command runs");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("is there a network?") && err.contains("nothing is in the cache"), "{err}");
    let (code, _, err) = said(&["data", "get", "embr"], here.path());
    assert!(code == 2 && err.contains("ember"), "{err}");
}
