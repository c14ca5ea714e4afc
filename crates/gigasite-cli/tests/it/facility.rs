//! `gigasite facility` as a user meets it.

use super::{folder, said};
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;
use tempfile::TempDir;

/// A year of a mild place in the columns of our own.
fn weather(folder: &Path) -> String {
    let mut text = String::from("temperature_c,humidity_frac,pressure_pa\n");
    for hour in 0..8760 {
        let turn = |period: f64, peak: f64| (std::f64::consts::TAU * (f64::from(hour) - peak) / period).cos();
        let air = 11.0 + 9.5 * turn(8760.0, 4800.0) + 5.0 * turn(24.0, 15.0);
        let humidity = 0.7 - 0.15 * turn(24.0, 15.0);
        let _ = writeln!(text, "{air:.2},{humidity:.3},100900");
    }
    let path = folder.join("mild.csv");
    std::fs::write(&path, text).expect("written");
    "mild.csv".to_owned()
}

fn mild() -> TempDir {
    let here = folder();
    weather(here.path());
    here
}

fn json(arguments: &[&str], folder: &Path) -> Value {
    let (code, out, err) = said(&[&["facility"], arguments, &["--json", "-q"]].concat(), folder);
    assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
    serde_json::from_str(&out).expect("one JSON document")
}

fn design(found: &Value, place: usize, column: &str) -> f64 {
    found["designs"][place][column].as_f64().unwrap_or_else(|| panic!("{column} in {found}"))
}

#[test]
fn designs_stand_side_by_side() {
    let here = mild();
    let found = json(
        &["--weather", "mild.csv", "--design", "dry,wet_tower,chiller", "--gpus", "100000"],
        here.path(),
    );
    assert_eq!(found["halls_count"], 8.0);
    assert!(found["gpus"].as_f64().is_some_and(|gpus| gpus >= 100_000.0));
    let pue = |place| design(&found, place, "pue_ratio");
    assert!(pue(0) > 1.04 && pue(0) < 1.09 && pue(2) > pue(0), "{found}");
    assert!(design(&found, 0, "water_m3") < 1e-9 && design(&found, 1, "water_m3") > 1e5);
    assert!(design(&found, 0, "connection_mw") > found["it_provisioned_mw"].as_f64().expect("IT"));
}

#[test]
fn one_design_is_shown_in_full_and_left_as_a_folder() {
    let here = mild();
    let arguments = [
        "facility",
        "--weather",
        "mild.csv",
        "--design",
        "dry_adiabatic",
        "--seconds",
        "--out",
        "shown",
        "-q",
    ];
    let (code, out, err) = said(&arguments, here.path());
    assert_eq!((code, err.as_str()), (0, ""));
    for word in ["Months", "Components of a hall", "E_DC", "PUE_CAT3", "EnEfG 11(2) 1", "at one second"] {
        assert!(out.contains(word), "{word} in {out}");
    }
    let read = |name: &str| std::fs::read_to_string(here.path().join("shown").join(name)).expect("a file");
    assert_eq!(read("hours/dry_adiabatic.csv").lines().count(), 8761);
    assert_eq!(read("seconds/dry_adiabatic.csv").lines().count(), 86_401);
    for figure in ["pue", "power", "water", "day"] {
        assert!(read(&format!("figures/dry_adiabatic_{figure}.svg")).ends_with("</svg>\n"));
    }
    // the seconds of every hour make up the hour
    let answer: Value = serde_json::from_str(&read("answer.json")).expect("JSON");
    let number = answer["day_dry_adiabatic"]["day_of_year"].as_u64().expect("a day") as usize;
    let column = |text: &str, name: &str| -> Vec<f64> {
        let at =
            text.lines().next().expect("headings").split(',').position(|own| own == name).expect("a column");
        text.lines()
            .skip(1)
            .map(|line| line.split(',').nth(at).expect("a cell").parse().expect("a number"))
            .collect()
    };
    let hours = column(&read("hours/dry_adiabatic.csv"), "facility_mw");
    let seconds = column(&read("seconds/dry_adiabatic.csv"), "facility_mw");
    for (hour, part) in seconds.chunks(3600).enumerate() {
        let mean = part.iter().sum::<f64>() / 3600.0;
        let expected = hours[24 * (number - 1) + hour];
        // four decimals a second stand in the file
        assert!((mean - expected).abs() < 1e-4, "hour {hour}: {mean} and {expected}");
    }
}

#[test]
fn the_same_question_has_the_same_bytes() {
    let here = mild();
    let ask = || {
        said(
            &["facility", "--weather", "mild.csv", "--design", "wet_tower", "--seconds", "--json", "-q"],
            here.path(),
        )
    };
    assert_eq!(ask(), ask());
}

#[test]
fn columns_losses_and_networks_change_the_answer() {
    let here = mild();
    let base = ["--weather", "mild.csv", "--design", "dry"];
    let with = |more: &[&str]| json(&[&base[..], more].concat(), here.path());
    let plain = with(&[]);
    let pue = |found: &Value| design(found, 0, "pue_ratio");
    assert!(pue(&with(&["--with", "cooler_fan_w_per_w=0.08"])) > pue(&plain));
    assert!(pue(&with(&["--ups", "none"])) < pue(&plain) - 0.02);
    assert!(pue(&with(&["--lost", "coolers=2"])) > pue(&plain));
    assert!(design(&with(&["--lost", "pumps=4"]), 0, "lost_frac") > 0.05);
    let heated = with(&["--heat-network", "10"]);
    assert!(design(&heated, 0, "erf_ratio") > 0.1 && design(&plain, 0, "erf_ratio") < 1e-12);
    assert!(with(&["--utilisation", "0.5"])["it_mean_mw"].as_f64() < plain["it_mean_mw"].as_f64());
    assert!(with(&["--cap", "0.8"])["gpus"].as_f64() > plain["gpus"].as_f64());
}

#[test]
fn what_cannot_be_asked_says_so_with_a_way_out() {
    let here = mild();
    let ask = |arguments: &[&str]| said(&[&["facility"], arguments].concat(), here.path());
    for (arguments, code, words) in [
        (&["FR-FUJU"][..], 2, &["FR-FUJU", "did you mean", "FR-FOUJU"][..]),
        (&["FR-FOUJU", "--design", "river"], 2, &["body of water", "hint:"]),
        (&["FR-FOUJU", "--design", "riber"], 1, &["unknown-name", "riber"]),
        (&["FR-FOUJU", "--with", "fans=3"], 2, &["no", "column `fans`", "hint:"]),
        (&["FR-FOUJU", "--with", "pad_frac=7", "--design", "dry_adiabatic"], 2, &["pad_frac=7", "hint:"]),
        (&["FR-FOUJU", "--lost", "cats=3"], 2, &["cats", "--lost pumps=1"]),
        (&["FR-FOUJU", "--design", "dry", "--lost", "ups=5"], 2, &["ups_double_conversion", "hint:"]),
        (&["--weather", "mild.csv", "--design", "dry", "--seconds", "400"], 2, &["no day 400", "hint:"]),
        (&["FR-FOUJU", "--design", "dry", "--cap", "0.1"], 2, &["below the", "hint:"]),
        (&["FR-FOUJU", "--design", "dry", "--lost", "coolers=6"], 2, &["6 coolers are lost", "hint:"]),
        (
            &["FR-FOUJU", "--design", "dry", "--with", "liquid_rise_k=0"],
            2,
            &["liquid_rise_k 0", "more than 0"],
        ),
        (&["FR-FOUJU", "--gpus", "-5"], 2, &["-5 accelerators", "hint:"]),
        (&["--weather", "nothing.epw"], 2, &["nothing.epw", "cannot be read"]),
        (&[], 2, &["SITE"]),
    ] {
        let (found, out, err) = ask(arguments);
        assert_eq!((found, out.as_str()), (code, ""), "{arguments:?}: {err}");
        for word in words {
            assert!(err.contains(word), "{word} in {err}");
        }
    }
    std::fs::write(here.path().join("short.csv"), "temperature_c\n12\n13\n").expect("written");
    let (code, _, err) = ask(&["--weather", "short.csv"]);
    assert!(code == 1 && err.contains("long-gap"), "{err}");
}

#[test]
fn samples_of_ones_own_become_a_law() {
    let here = folder();
    let mut text = String::from("utilisation,power_w\n");
    for step in 0..=20 {
        let u = f64::from(step) / 20.0;
        let _ = writeln!(text, "{u},{:.2}", 70.0 + 630.0 * u);
    }
    std::fs::write(here.path().join("samples.csv"), text).expect("written");
    let (code, out, _) = said(&["facility", "--fit", "samples.csv", "--json"], here.path());
    let found: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(code, 0);
    assert!((found["idle_w"].as_f64().expect("idle") - 70.0).abs() < 1.0, "{found}");
    assert!((found["max_w"].as_f64().expect("full") - 700.0).abs() < 1.0, "{found}");
    std::fs::write(here.path().join("bad.csv"), "u,w\n0,70\nhalf,100\n").expect("written");
    let (code, _, err) = said(&["facility", "--fit", "bad.csv"], here.path());
    assert!(code != 0 && err.contains("half"), "{err}");
}
