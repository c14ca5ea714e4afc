//! Every shipped case from its file to its report.

use gigasite_tests::{Study, close, load, shared, study};
use std::collections::BTreeSet;

fn countries(study: &Study) -> Vec<String> {
    let country = |id: &str| {
        study.case.dataset.sites.iter().find(|site| site.id == id).map(|site| site.country.clone())
    };
    study.result.plan.sites.iter().filter_map(|site| country(&site.site)).collect()
}

fn gpus(study: &Study, year: i32) -> f64 {
    let stage = |site: &gigasite_optimise::plan::SitePlan| {
        site.stages.iter().filter(|stage| stage.year <= year).map(|stage| stage.gpus).fold(0.0, f64::max)
    };
    study.result.plan.sites.iter().map(stage).sum()
}

#[test]
fn europe_gets_five_gigafactories_in_five_member_states_on_one_thread_or_two() {
    let study = study(load("europe", None, &[("solver.threads_count", "1")]));
    let countries = countries(&study);
    assert_eq!(countries.len(), 5);
    assert_eq!(countries.iter().collect::<BTreeSet<_>>().len(), 5, "one bid a country: {countries:?}");
    assert!(
        study.result.plan.sites.iter().all(|site| site.stages.iter().any(|stage| stage.gpus >= 100_000.0))
    );
    assert!(gpus(&study, 2028) >= 200_000.0 && gpus(&study, 2030) >= 500_000.0);
    for file in [
        "report.html",
        "audit.json",
        "sites.geojson",
        "hourly.parquet",
        "plan.xlsx",
        "sites.csv",
        "money.csv",
    ] {
        assert!(study.files.get(file).is_some_and(|bytes| bytes.len() > 100), "{file}");
    }
    assert_eq!(
        study.files.keys().filter(|name| name.starts_with("figures/")).count(),
        5,
        "{:?}",
        study.files.keys()
    );

    // the same question again, on another number of threads
    let again = gigasite_tests::study(load("europe", None, &[("solver.threads_count", "2")]));
    for (name, bytes) in &study.files {
        assert!(again.files.get(name) == Some(bytes), "`{name}` differs between one thread and two");
    }
}

#[test]
fn investai_2028_stays_within_both_envelopes() {
    let study = study(load("investai-2028", None, &[]));
    assert_eq!(study.result.plan.sites.len(), 2);
    assert!(gpus(&study, 2028) >= 200_000.0);
    let capex: f64 = study.result.plan.sites.iter().map(|site| site.capex_eur).sum();
    assert!(capex <= 24.0e9, "{capex}");
    let union: f64 =
        study.result.plan.money.iter().filter(|item| item.layer == "union").map(|item| item.amount_eur).sum();
    assert!(union > 0.0 && union <= 1.64e9 * (1.0 + 1e-9), "{union}");
}

#[test]
fn four_times_grows_todays_hosts_only() {
    let study = study(load("four-times", None, &[]));
    let host =
        |id: &str| study.case.dataset.sites.iter().any(|site| site.id == id && site.kind == "ai_factory");
    assert!(study.result.plan.sites.iter().all(|site| host(&site.site)));
    assert!(study.result.plan.sites.len() >= 8);
    let it_mw = |year: i32| -> f64 {
        let stage = |site: &gigasite_optimise::plan::SitePlan| {
            site.stages.iter().filter(|stage| stage.year <= year).map(|stage| stage.it_mw).fold(0.0, f64::max)
        };
        study.result.plan.sites.iter().map(stage).sum()
    };
    assert!(it_mw(2028) >= 212.0 && it_mw(2030) >= 424.0, "{} {}", it_mw(2028), it_mw(2030));
}

#[test]
fn stargate_is_set_beside_the_plan() {
    let study = study(load("stargate", None, &[]));
    let rival = study.result.rival.as_ref().expect("a comparison");
    for unit in ["EUR/GPU-hour", "g CO2/GPU-hour"] {
        let row = rival.rows.iter().find(|row| row.unit == unit);
        assert!(row.is_some_and(|row| row.ours > 0.0 && row.theirs > 0.0), "{unit}: {:?}", rival.rows);
    }
    assert!(
        rival.rows.iter().any(|row| row.unit == "MW" && row.theirs >= 8_000.0),
        "10 GW at the fence: {:?}",
        rival.rows
    );
    assert!(String::from_utf8_lossy(&study.files["rival_sites.csv"]).contains("SG-ABILENE"));
    let html = String::from_utf8_lossy(&study.files["report.html"]).into_owned();
    assert!(html.contains(&rival.name), "the report names the rival");
}

#[test]
fn private_takes_no_public_money() {
    let study = study(load("private", None, &[]));
    assert!(study.case.dataset.sites.iter().any(|site| ["NO", "GB", "CH"].contains(&site.country.as_str())));
    let public = |layer: &str| layer != "private";
    let public_eur: f64 =
        study.result.plan.money.iter().filter(|item| public(&item.layer)).map(|item| item.amount_eur).sum();
    close(public_eur, 0.0, "public money");
    assert!(gpus(&study, 2030) >= 500_000.0);
}

#[test]
fn sovereign_stays_in_the_union_and_spreads_over_synchronous_areas() {
    let study = study(load("sovereign", None, &[]));
    let dataset = &study.case.dataset;
    let areas: BTreeSet<&str> = study
        .result
        .plan
        .sites
        .iter()
        .filter_map(|site| dataset.sites.iter().find(|row| row.id == site.site))
        .filter_map(|site| dataset.zones.iter().find(|zone| zone.id == site.zone))
        .map(|zone| zone.synchronous_area.as_str())
        .collect();
    assert!(areas.len() >= 2, "{areas:?}");
    assert!(countries(&study).iter().all(|country| !["NO", "GB", "CH"].contains(&country.as_str())));
    let hours = gpus(&study, 2030) * 8760.0 * study.case.file.halls.utilisation_frac;
    assert!(hours >= 3.17e9, "{hours} GPU-hours");
}

#[test]
fn the_real_hours_of_2016_carry_a_plan() {
    let Some(folder) = shared("data/timeseries/eu_2016_dispaset") else { return };
    let study = study(load("europe", Some(&folder), &[]));
    assert_eq!(study.case.horizon.hours, 8784, "2016 was a leap year");
    assert!(study.case.series_source.contains("eu_2016_dispaset"), "{}", study.case.series_source);
    assert_eq!(study.result.plan.sites.len(), 5);
}
