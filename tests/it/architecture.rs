//! The plan of the house, as a test: which crate may lean on which, and where each big package lives.
//!
//! A new edge is a design decision; change these tables in the same commit.

use std::process::Command;

/// Every direct dependency allowed between the crates of the house.
const PLAN: &[(&str, &[&str])] = &[
    ("gigasite-units", &[]),
    ("gigasite-case", &["units"]),
    ("gigasite-data", &["case", "units"]),
    ("gigasite-lp", &[]),
    ("gigasite-grid", &["case", "lp", "units"]),
    ("gigasite-facility", &["case", "units"]),
    ("gigasite-optimise", &["case", "facility", "grid", "lp", "units"]),
    ("gigasite-cosim", &["case", "facility", "grid", "optimise", "units"]),
    ("gigasite-report", &["case", "cosim", "facility", "grid", "optimise", "units"]),
    ("gigasite-cli", &["case", "cosim", "data", "facility", "grid", "optimise", "report", "units"]),
    ("gigasite-py", &["case", "cosim", "data", "report"]),
];

/// Packages that have a home: no other crate may name them.
const HOMES: &[(&str, &[&str])] = &[
    ("polars", &["gigasite-data", "gigasite-report"]),
    ("good_lp", &["gigasite-lp"]),
    ("highs", &["gigasite-lp"]),
    ("nalgebra", &["gigasite-facility", "gigasite-grid"]),
    ("faer", &["gigasite-grid", "gigasite-lp"]),
    ("netcdf-reader", &["gigasite-data"]),
    ("netcdf-writer", &["gigasite-data"]),
    ("plotters", &["gigasite-report"]),
    ("clap", &["gigasite-cli"]),
    ("anyhow", &["gigasite-cli", "gigasite-tests", "gigasite-benches"]),
    ("pyo3", &["gigasite-py"]),
];

#[test]
fn crates_only_lean_downwards() {
    for (krate, on) in dependencies() {
        let Some((_, allowed)) = PLAN.iter().find(|(name, _)| *name == krate) else { continue };
        let Some(short) = on.strip_prefix("gigasite-") else { continue };
        assert!(allowed.contains(&short), "`{krate}` leans on `{on}`, which is not in the plan");
    }
}

#[test]
fn every_package_stays_in_its_home() {
    for (krate, on) in dependencies() {
        if let Some((_, homes)) = HOMES.iter().find(|(name, _)| *name == on) {
            assert!(homes.contains(&krate.as_str()), "`{krate}` names `{on}`, which lives in {homes:?}");
        }
    }
}

#[test]
fn every_crate_is_on_the_map_and_every_package_has_a_reason() {
    let map = include_str!("../../crates/ARCHITECTURE.md");
    for (krate, on) in dependencies() {
        if krate.starts_with("gigasite-") && PLAN.iter().any(|(name, _)| *name == krate) {
            assert!(map.contains(&format!("`crates/{krate}`")), "the map does not mention `{krate}`");
            let named =
                on.starts_with("gigasite-") || map.contains(&on.replace('-', "_")) || map.contains(&on);
            assert!(named, "`{on}`, which `{krate}` uses, has no reason on the map");
        }
    }
}

/// Normal dependencies of every member, as `(crate, on)`.
fn dependencies() -> Vec<(String, String)> {
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    let meta: serde_json::Value = serde_json::from_slice(&out.stdout).expect("metadata is JSON");
    let mut edges = Vec::new();
    for package in meta["packages"].as_array().expect("packages") {
        let krate = package["name"].as_str().expect("name");
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            if dependency["kind"].is_null() {
                edges.push((krate.to_owned(), dependency["name"].as_str().expect("name").to_owned()));
            }
        }
    }
    edges
}
