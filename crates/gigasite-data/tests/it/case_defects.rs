//! Changes to the good case file whose finding must say more than its code and place; the others are in [`crate::seeded`].

use crate::bench::{Study, errors, only_error};
use gigasite_data::{CaseSource, Error, check, load_case};
use std::fs;

/// Changes one text of the case and expects one finding, `below` lines under where the change begins.
#[track_caller]
fn changed(from: &str, to: &str, code: &str, below: usize) -> String {
    let study = Study::new();
    let line = study.change_case(from, to);
    only_error(&study.check_case(), code, "case.toml", Some(line + below)).to_string()
}

#[test]
fn an_unknown_key_names_its_line_and_the_nearest_key() {
    let text = changed("drafts_bind = false", "draft_binds = false", "unknown-key", 0);
    assert!(text.contains("did you mean `drafts_bind`?"), "{text}");
}

#[test]
fn every_unknown_key_is_found_at_once() {
    let study = Study::new();
    let first = study.change_case("hall_it_mw = 24.0", "hall_it_gw = 24.0");
    let second = study.change_case("gap_frac = 0.005", "gap = 0.005");
    let findings = study.check_case();
    let found: Vec<_> = errors(&findings).iter().map(|e| (e.code.as_str(), e.place.line)).collect();
    assert_eq!(found, [("unknown-key", Some(first)), ("unknown-key", Some(second))]);
}

#[test]
fn a_key_of_another_table_is_sent_home() {
    let text = changed("[solver]", "[solver]\nzone_peak_max_frac = 0.2", "unknown-key", 1);
    assert!(text.contains("it belongs under [supply]"), "{text}");
}

#[test]
fn a_missing_key_is_found_at_its_table() {
    let study = Study::new();
    study.change_case("site_min_gpus = 100_000", "");
    let text = fs::read_to_string(study.root.join("case.toml")).unwrap();
    let table = 1 + text.lines().position(|line| line == "[programme]").unwrap();
    let findings = study.check_case();
    let error = only_error(&findings, "missing-key", "case.toml", Some(table));
    assert_eq!(error.place.field.as_deref(), Some("programme.site_min_gpus"));
}

#[test]
fn a_target_above_all_connections_names_the_limit_and_the_megawatts_short() {
    let text = changed("target_gpus = 500_000", "target_gpus = 5_000_000", "target-above-connections", 0);
    // five sites, one a country, at most 300,000 × 6.6/4 kW × 1.08 = 534.6 MW each, or less firm power
    assert!(text.contains("needs 8910 MW for IT alone"), "{text}");
    assert!(text.contains("firm connections of the best 5 site(s)"), "{text}");
    let number = |after: &str| -> f64 {
        let rest = text.split(after).nth(1).unwrap_or_else(|| panic!("no `{after}` in {text}"));
        rest.split_whitespace().next().unwrap().parse().unwrap()
    };
    let (carry, short) = (number("allowed carry "), number("in 2030: "));
    assert!((carry + short - 8910.0).abs() <= 1.0, "{text}");
    assert!(short > 6000.0, "{text}");
}

#[test]
fn firm_megawatts_of_the_case_lift_the_limit() {
    let study = Study::new();
    let line = study.change_case("target_gpus = 500_000", "target_gpus = 1_480_000");
    only_error(&study.check_case(), "target-above-connections", "case.toml", Some(line));
    study.change_case("# [sites.firm_mw]  ", "[sites.firm_mw]  ");
    study.change_case("# \"FR-FOUJU\" = 300.0", "\"DE-JAENSCHWALDE\" = 600.0");
    assert!(errors(&study.check_case()).is_empty());
    let line = study.change_case("\"DE-JAENSCHWALDE\" = 600.0", "\"DE-JAENSCHWALD\" = 600.0");
    let findings = study.check_case();
    let error = only_error(&findings, "unknown-name", "case.toml", Some(line));
    assert_eq!(error.hint.as_deref(), Some("did you mean `DE-JAENSCHWALDE`?"));
}

#[test]
fn a_stage_with_two_targets_is_found() {
    let study = Study::new();
    let line = study.change_case(
        "[[programme.stages]]\nyear = 2030",
        "[[programme.stages]]\ntarget_it_mw = 900.0\nyear = 2030",
    );
    only_error(&study.check_case(), "several-targets", "case.toml", Some(line));
}

#[test]
fn a_stage_without_a_target_is_found() {
    let study = Study::new();
    let line = study.change_case(
        "[[programme.stages]]\nyear = 2030\ntarget_gpus = 500_000",
        "[[programme.stages]]\nyear = 2030",
    );
    only_error(&study.check_case(), "no-target", "case.toml", Some(line));
}

#[test]
fn a_percentage_in_a_case_is_found() {
    let text = changed("carbon_free_frac = 0.8", "carbon_free_frac = 80.0", "fraction-out-of-range", 0);
    assert!(text.contains("write 0.8"), "{text}");
}

#[test]
fn an_unknown_accelerator_is_found_with_the_nearest_name() {
    let text = changed("\"gb300_nvl72\"", "\"gb300_nvl27\"", "unknown-name", 0);
    assert!(text.contains("did you mean `gb300_nvl72`?"), "{text}");
}

#[test]
fn an_unknown_site_is_found() {
    let text = changed("# exclude = [\"FR-FOUJU\"]", "exclude = [\"FR-FOUJOU\"]", "unknown-name", 0);
    assert!(text.contains("did you mean `FR-FOUJU`?"), "{text}");
}

#[test]
fn filters_that_leave_too_few_sites_are_found() {
    let study = Study::new();
    study.change_case("# exclude = [\"FR-FOUJU\"]", "only = [\"FR-FOUJU\"]");
    let findings = study.check_case();
    let codes: Vec<_> = errors(&findings).iter().map(|error| error.code.as_str()).collect();
    assert!(codes.contains(&"too-few-sites"), "{codes:?}");
}

#[test]
fn a_defect_of_the_dataset_comes_with_those_of_the_case() {
    let study = Study::new();
    study.change_case("drafts_bind = false", "draft_binds = false");
    let mut fleet = study.read("fleet.csv");
    fleet.set(7, "capacity_mw", "-120");
    study.write("fleet.csv", &fleet);
    let findings = study.check_case();
    let codes: Vec<_> = errors(&findings).iter().map(|error| error.code.as_str()).collect();
    assert_eq!(codes, ["unknown-key", "negative-value"]);
}

#[test]
fn a_case_that_is_no_text_is_found() {
    let study = Study::new();
    fs::write(study.root.join("case.toml"), b"name = \"x\"\n\xFF").unwrap();
    only_error(&study.check_case(), "not-utf8", "case.toml", Some(2));
}

#[test]
fn a_case_that_does_not_exist_is_found_with_the_nearest_name() {
    let findings = check("sovereing");
    assert!(only_error(&findings, "missing-file", "sovereing", None).to_string().contains("`sovereign`"));
}

#[test]
fn a_misspelt_override_is_found() {
    let overrides = [("solver.gap_fraction".to_owned(), "0.01".to_owned())];
    let error = load_case(&CaseSource::parse("europe"), &overrides, None).unwrap_err();
    let Error::Findings(findings) = error else { panic!("{error}") };
    let error = only_error(&findings, "unknown-key", "--set", None);
    assert_eq!(error.place.field.as_deref(), Some("solver.gap_fraction"));
    assert!(error.to_string().contains("`gap_frac`"), "{error}");
}

#[test]
fn a_folder_that_holds_something_is_not_overwritten() {
    let study = Study::new();
    assert!(matches!(gigasite_data::write_case("europe", &study.root), Err(Error::NotEmpty(_))));
}

#[test]
fn a_folder_that_cannot_be_written_leaves_nothing_behind() {
    let study = Study::new();
    let under_a_file = study.root.join("case.toml").join("new");
    assert!(matches!(gigasite_data::write_case("europe", &under_a_file), Err(Error::Write { .. })));
    let mut names: Vec<_> = fs::read_dir(&study.root).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["case.toml", "dataset", "gigasite-case.schema.json"]);
}

#[test]
fn more_flexible_work_than_there_is_and_promised_work_that_may_be_lost_are_found() {
    changed("pausable_frac = 0.0", "pausable_frac = 1.2", "fraction-out-of-range", 0);
    let study = Study::new();
    study.change_case("deferrable_frac = 0.0", "deferrable_frac = 0.8");
    let line = study.change_case("pausable_frac = 0.0", "pausable_frac = 0.3");
    only_error(&study.check_case(), "out-of-range", "case.toml", Some(line));
    let study = Study::new();
    let line = study.change_case("pausable_frac = 0.0", "pausable_frac = 0.1");
    study.change_case("target_gpus = 200_000", "target_gpu_hours = 1e9");
    only_error(&study.check_case(), "not-promised", "case.toml", Some(line));
}

#[test]
fn clean_energy_around_the_clock_for_work_that_moves_is_found() {
    for (flexible, matching) in [("deferrable_frac", "hour"), ("pausable_frac", "month")] {
        let study = Study::new();
        study.change_case(&format!("{flexible} = 0.0"), &format!("{flexible} = 0.1"));
        let to = format!("carbon_free_matching = \"{matching}\"");
        let line = study.change_case("carbon_free_matching = \"year\"", &to);
        only_error(&study.check_case(), "not-promised", "case.toml", Some(line));
    }
    changed("contracts_max_ratio = 1.0", "contracts_max_ratio = -1.0", "out-of-range", 0);
}
