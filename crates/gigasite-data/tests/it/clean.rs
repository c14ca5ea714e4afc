//! What is good passes: the embedded dataset, the six cases, and the same tables as other programs write them.

use crate::bench::{Study, errors};
use gigasite_data::{
    CaseSource, Source, case_schema_json, check, embedded_case_names, load_case, read_dataset,
};
use gigasite_units::suffix;
use std::fs;
use std::path::Path;

const CASES: [&str; 6] = ["europe", "four-times", "investai-2028", "private", "sovereign", "stargate"];

#[test]
fn the_embedded_dataset_and_cases_have_no_error() {
    assert_eq!(embedded_case_names(), CASES);
    for name in CASES {
        let findings = check(name);
        assert!(errors(&findings).is_empty(), "{name}: {:#?}", errors(&findings));
    }
}

#[test]
fn the_dataset_has_the_size_that_is_promised() {
    let europe = read_dataset(&Source::Embedded("europe".into())).unwrap();
    let data = &europe.dataset;
    assert!(data.zones.len() >= 30, "{} zones", data.zones.len());
    assert!(data.sites.len() >= 150, "{} sites", data.sites.len());
    let of_kind = |kind: &str| data.landmarks.iter().filter(|row| row.kind == kind).count();
    assert_eq!((of_kind("ai_factory"), of_kind("antenna")), (19, 13));
    assert_eq!(europe.hashes.len(), 25, "24 tables and their description");
    assert!(europe.hashes.iter().all(|(_, hash)| hash.len() == 64));
}

#[test]
fn every_case_loads_with_complete_hours() {
    for name in CASES {
        let (case, _) = load_case(&CaseSource::parse(name), &[], None).unwrap();
        assert_eq!(case.zone_series.len(), case.dataset.zones.len(), "{name}");
        assert_eq!(case.site_weather.len(), case.dataset.sites.len(), "{name}");
        assert!(case.zone_series.iter().all(|zone| zone.load_mw.len() == case.horizon.hours), "{name}");
        assert_eq!(case.input_hashes[0].0, format!("{name}.toml"));
    }
}

#[test]
fn overrides_change_what_they_name_and_are_hashed() {
    let pairs = [
        ("programme.stages.1.target_gpus", "400000"),
        ("halls.accelerators", "[\"h200_sxm\"]"),
        ("sites.firm_mw.FR-FOUJU", "333"),
        ("name", "mine"),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()));
    let (case, _) = load_case(&CaseSource::parse("europe"), &pairs, None).unwrap();
    assert_eq!(case.file.name, "mine");
    assert_eq!(case.file.programme.stages[1].target_gpus, Some(400_000.0));
    assert_eq!(case.dataset.accelerators.len(), 1);
    assert!((case.firm_mw("FR-FOUJU", 2028) - 333.0).abs() < 1e-9);
    assert!(case.input_hashes.iter().any(|(name, _)| name == "--set"));
}

#[test]
fn the_filters_narrow_the_sites() {
    let sites = |name: &str| load_case(&CaseSource::parse(name), &[], None).unwrap().0.dataset.sites;
    let europe = sites("europe");
    assert!(europe.iter().all(gigasite_case::site::Site::is_eu_eligible));
    let hosts = sites("four-times");
    assert_eq!(hosts.len(), 19);
    assert!(hosts.iter().all(|site| site.kind == "ai_factory"));
    let private = sites("private");
    for country in ["NO", "GB", "CH"] {
        assert!(private.iter().any(|site| site.country == country), "{country}");
    }
    for country in ["RS", "BA", "MK", "ME", "XK", "AL", "US"] {
        assert!(private.iter().all(|site| site.country != country), "{country}");
    }
}

#[test]
fn four_times_is_four_times_what_the_landmarks_say() {
    let (case, _) = load_case(&CaseSource::parse("four-times"), &[], None).unwrap();
    let today: f64 = case
        .dataset
        .landmarks
        .iter()
        .filter(|row| row.kind == "ai_factory")
        .filter_map(|row| row.power_mw)
        .sum();
    let target = case.file.programme.stages.last().unwrap().target_it_mw.unwrap();
    assert!((target - 4.0 * today).abs() < 0.5, "{target} MW against {today} MW today");
}

#[test]
fn an_embedded_case_written_out_and_read_back_is_the_same_study() {
    let study = Study::new();
    assert!(errors(&study.check_case()).is_empty());
    assert!(errors(&study.check_dataset()).is_empty());
    let (there, _) = load_case(&CaseSource::Path(study.root.clone()), &[], None).unwrap();
    let (here, _) = load_case(&CaseSource::parse("europe"), &[], None).unwrap();
    assert_eq!(there.dataset, here.dataset);
    assert_eq!(there.zone_series, here.zone_series);
    assert_eq!(there.file.programme, here.file.programme);
}

#[test]
fn tables_as_a_spreadsheet_writes_them_are_read_alike() {
    let study = Study::new();
    for file in fs::read_dir(study.root.join("dataset")).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_some_and(|ending| ending == "csv") {
            let text = fs::read_to_string(&file).unwrap();
            fs::write(&file, format!("\u{feff}{}\r\n\r\n", text.trim_end().replace('\n', "\r\n"))).unwrap();
        }
    }
    let folder = read_dataset(&Source::Folder(study.root.join("dataset"))).unwrap();
    assert!(errors(&folder.findings).is_empty(), "{:#?}", errors(&folder.findings));
    assert_eq!(folder.dataset, read_dataset(&Source::Embedded("europe".into())).unwrap().dataset);
}

#[test]
fn every_numeric_column_of_the_dataset_names_its_unit() {
    let study = Study::new();
    for file in fs::read_dir(study.root.join("dataset")).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_none_or(|ending| ending != "csv") {
            continue;
        }
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let csv = study.read(&name);
        for (column, label) in csv.rows[0].iter().enumerate() {
            let cells =
                || csv.rows[1..].iter().map(|row| row[column].as_str()).filter(|cell| !cell.is_empty());
            let numeric = cells().next().is_some() && cells().all(|cell| cell.parse::<f64>().is_ok());
            // an exchange's tier is a class, 1 = large, not a quantity
            if numeric && label != "tier" {
                assert!(suffix::unit_of(label).is_some(), "{name}: `{label}` names no unit");
            }
        }
    }
}

#[test]
fn the_published_schema_is_the_schema() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../datasets/cases/gigasite-case.schema.json");
    if std::env::var_os("GIGASITE_BLESS").is_some() {
        fs::write(&path, case_schema_json()).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), case_schema_json(), "bless it with GIGASITE_BLESS=1");
}
