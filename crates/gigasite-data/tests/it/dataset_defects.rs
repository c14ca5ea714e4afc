//! Changes to the good dataset whose finding must say more than its code and place; those that need not are in [`crate::seeded`].

use crate::bench::{Csv, Study, errors, only_error};
use std::fs;

/// Spoils a table and expects one finding at the line that `spoil` returns.
#[track_caller]
fn spoilt(file: &str, code: &str, spoil: impl FnOnce(&mut Csv) -> usize) -> String {
    let study = Study::new();
    let mut csv = study.read(file);
    let line = spoil(&mut csv);
    study.write(file, &csv);
    let findings = study.check_dataset();
    only_error(&findings, code, file, Some(line)).to_string()
}

/// Spoils one cell.
#[track_caller]
fn cell(file: &str, code: &str, line: usize, column: &str, value: &str) -> String {
    spoilt(file, code, |csv| {
        csv.set(line, column, value);
        line
    })
}

#[test]
fn a_missing_column_is_found() {
    let text = spoilt("countries.csv", "missing-column", |csv| {
        let at = csv.column("heat_eur_per_mwh");
        csv.rows.iter_mut().for_each(|row| drop(row.remove(at)));
        1
    });
    assert!(text.contains("in EUR/MWh"), "{text}");
}

#[test]
fn a_wrong_unit_suffix_is_found_and_says_so() {
    let text = spoilt("fleet.csv", "wrong-unit", |csv| {
        csv.set(1, "capacity_mw", "capacity_gw");
        1
    });
    assert!(text.contains("`capacity_gw` is in GW, expected `capacity_mw` in MW"), "{text}");
}

#[test]
fn a_misspelt_column_is_found_with_the_right_name() {
    let text = spoilt("sites.csv", "unknown-column", |csv| {
        csv.set(1, "cooling_water", "coling_water");
        1
    });
    assert!(text.contains("did you mean `cooling_water`?"), "{text}");
}

#[test]
fn a_text_in_a_number_is_found() {
    let text = cell("borders.csv", "not-a-number", 2, "forward_mw", "\"1,200\"");
    assert!(text.contains("decimal point"), "{text}");
}

#[test]
fn a_percentage_in_a_fraction_is_found() {
    let text = cell("countries.csv", "fraction-out-of-range", 4, "wacc_frac", "5");
    assert!(text.contains("write 0.05"), "{text}");
}

#[test]
fn a_duplicate_id_is_found_at_its_second_line() {
    let text = spoilt("sites.csv", "duplicate-id", |csv| {
        csv.rows.push(csv.rows[10].clone());
        csv.rows.len()
    });
    assert!(text.contains("line 11 already"), "{text}");
}

#[test]
fn a_dangling_reference_is_found_with_the_nearest_name() {
    let text = cell("sites.csv", "dangling-reference", 2, "station", "Paris-Mellun");
    assert!(text.contains("did you mean `Paris-Melun`?"), "{text}");
}

#[test]
fn a_zone_without_months_is_found_at_the_zone() {
    let study = Study::new();
    let mut months = study.read("zone_months.csv");
    let zones = study.read("zones.csv");
    months.rows.retain(|row| row[0] != "MT");
    study.write("zone_months.csv", &months);
    let line = zones.line("zone", "MT");
    only_error(&study.check_dataset(), "zone-without-months", "zones.csv", Some(line));
}

#[test]
fn a_zone_without_renewables_is_found_at_the_zone() {
    let study = Study::new();
    let mut renewables = study.read("renewables.csv");
    let line = study.read("zones.csv").line("zone", "MT");
    renewables.rows.retain(|row| row[0] != "MT");
    study.write("renewables.csv", &renewables);
    only_error(&study.check_dataset(), "zone-without-renewables", "zones.csv", Some(line));
}

#[test]
fn incomplete_months_are_found() {
    let text = spoilt("zone_months.csv", "months-incomplete", |csv| {
        let line = csv.line("zone", "FR");
        csv.rows.remove(line + 5); // July
        line
    });
    assert!(text.contains("`FR` has no month 7"), "{text}");
}

#[test]
fn swapped_coordinates_are_found() {
    let study = Study::new();
    let mut csv = study.read("sites.csv");
    let (lat, lon) = (csv.column("lat_deg"), csv.column("lon_deg"));
    csv.rows[1].swap(lat, lon);
    study.write("sites.csv", &csv);
    only_error(&study.check_dataset(), "outside-europe", "sites.csv", Some(2));
}

#[test]
fn a_shrinking_connection_is_found() {
    let text = spoilt("site_stages.csv", "stage-descends", |csv| {
        let line = csv.line("site", "FR-FOUJU");
        csv.set(line + 1, "firm_mw", "100");
        line + 1
    });
    assert!(text.contains("240 MW in 2027"), "{text}");
}

#[test]
fn bytes_that_are_no_text_are_found() {
    let study = Study::new();
    let mut bytes = fs::read(study.table("exchanges.csv")).unwrap();
    let second = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    bytes[second] = 0xFF;
    fs::write(study.table("exchanges.csv"), bytes).unwrap();
    only_error(&study.check_dataset(), "not-utf8", "exchanges.csv", Some(2));
}

#[test]
fn a_missing_table_is_found() {
    let study = Study::new();
    fs::remove_file(study.table("exchanges.csv")).unwrap();
    only_error(&study.check_dataset(), "missing-file", "exchanges.csv", None);
}

#[test]
fn an_empty_table_is_found() {
    let study = Study::new();
    fs::write(study.table("exchanges.csv"), "\n").unwrap();
    only_error(&study.check_dataset(), "empty-file", "exchanges.csv", None);
}

#[test]
fn two_defects_at_once_give_two_findings() {
    let study = Study::new();
    let mut fleet = study.read("fleet.csv");
    fleet.set(7, "capacity_mw", "-120");
    study.write("fleet.csv", &fleet);
    let mut sites = study.read("sites.csv");
    sites.set(3, "zone", "FRR");
    study.write("sites.csv", &sites);
    let findings = study.check_dataset();
    let codes: Vec<_> = errors(&findings).iter().map(|error| error.code.as_str()).collect();
    assert_eq!(codes, ["negative-value", "dangling-reference"]);
}

#[test]
fn two_defects_in_one_row_give_two_findings() {
    let study = Study::new();
    let mut fleet = study.read("fleet.csv");
    fleet.set(7, "capacity_mw", "-120");
    fleet.set(7, "efficiency_frac", "51");
    study.write("fleet.csv", &fleet);
    assert_eq!(errors(&study.check_dataset()).len(), 2);
}

#[test]
fn an_unknown_technology_of_a_fleet_is_found() {
    let text = cell("fleet.csv", "unknown-value", 9, "technology", "nucular");
    assert!(text.contains("did you mean `nuclear`?"), "{text}");
}

#[test]
fn an_accelerator_without_a_node_is_found_at_the_accelerator() {
    let study = Study::new();
    let mut nodes = study.read("nodes.csv");
    let line = study.read("accelerators.csv").line("accelerator", "gh200");
    nodes.rows.retain(|row| row[0] != "gh200");
    study.write("nodes.csv", &nodes);
    only_error(&study.check_dataset(), "accelerator-without-node", "accelerators.csv", Some(line));
}
