//! When nothing fits, the sentence says whose limit, which year and how much, and the repairs are true.

use crate::testing::{Study, stage};
use gigasite_case::schema::StageTable;

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is missing in: {text}");
    }
}

#[test]
fn a_target_above_all_connections_names_the_megawatts_short() {
    let mut study = Study::tiny();
    study.case.file.programme.site_max_gpus = 1e6;
    study.target(2030, 50_000.0);
    let (sentence, repairs, rows) = study.why_not();
    // 50 halls of 12.5 MW at the best site; 120 + 100 + 140 MW are firm in 2030
    assert_eq!(
        sentence,
        "target of 50,000 accelerators in 2030 needs 625 MW; the 3 best permitted sites offer 360 MW firm: 265 MW short"
    );
    assert_eq!(repairs.len(), 2, "{repairs:?}");
    assert!(
        repairs.iter().any(|repair| repair.contains("lower the 2030 target to 27,000 accelerators")),
        "{repairs:?}"
    );
    assert!(repairs.iter().any(|repair| repair.contains("add a site, or bring")), "{repairs:?}");
    assert!(rows.contains(&"target[2030]".to_owned()), "{rows:?}");
}

#[test]
fn the_repair_of_a_target_is_a_target_that_works_and_one_more_hall_does_not() {
    let mut study = Study::tiny();
    study.case.file.programme.site_max_gpus = 1e6;
    study.target(2030, 27_000.0);
    assert!(study.solve().plan.sites.len() == 3);
    study.target(2030, 27_001.0);
    assert!(study.why_not().0.contains("27,001"));
}

#[test]
fn an_early_target_can_be_repaired_by_waiting() {
    let mut study = Study::tiny();
    study.case.file.programme.sites_min_count = 1;
    study.case.file.programme.site_max_gpus = 1e6;
    study.target(2028, 26_000.0);
    study.target(2030, 26_000.0);
    let (sentence, repairs, _) = study.why_not();
    has(&sentence, &["26,000 accelerators in 2028", "offer 300 MW firm", "25 MW short"]);
    assert!(repairs.iter().any(|repair| repair.contains("2028")), "{repairs:?}");
}

#[test]
fn too_few_sites_are_named() {
    let mut study = Study::tiny();
    study.case.file.programme.sites_min_count = 5;
    study.case.file.programme.sites_max_count = 6;
    let (sentence, repairs, rows) = study.why_not();
    has(&sentence, &["5 sites are asked for", "2 more than fit"]);
    has(&repairs[0], &["programme.sites_min_count", "to 3"]);
    assert!(rows.contains(&"sites_min".to_owned()));
}

#[test]
fn a_limit_on_the_number_of_sites_is_named() {
    let mut study = Study::tiny();
    study.case.file.programme.sites_max_count = 1;
    study.target(2030, 12_000.0);
    study.case.file.programme.site_max_gpus = 8000.0;
    let (sentence, repairs, _) = study.why_not();
    has(&sentence, &["12,000 accelerators in 2030", "MW short"]);
    let all = repairs.join(" | ");
    assert!(all.contains("sites_max") || all.contains("lower the 2030 target to 8,000"), "{all}");
}

#[test]
fn halls_that_do_not_divide_a_site_are_named() {
    let mut study = Study::tiny();
    study.case.file.programme.site_min_gpus = 2400.0;
    study.case.file.programme.site_max_gpus = 2600.0;
    let (sentence, repairs, _) = study.why_not();
    has(&sentence, &["2,400 to 2,600 accelerators", "a hall holds 1,000"]);
    has(&repairs[0], &["raise `programme.site_max_gpus` to 3,000"]);
    has(&repairs[1], &["lower `programme.site_min_gpus` to 2,000"]);
}

#[test]
fn a_forced_site_that_may_not_stand_is_named_with_its_reason() {
    let mut study = Study::tiny();
    study.case.file.sites.force = vec!["FR-ONE".into()];
    study.rule("FR-ONLY", "FR", "only_sites", None, "FR-OTHER");
    let (sentence, repairs, rows) = study.why_not();
    has(&sentence, &["`FR-ONE` must be in the plan", "FR-ONLY"]);
    has(&repairs[0], &["`sites.force`"]);
    assert_eq!(rows, ["forced[FR-ONE]"]);
}

#[test]
fn a_zone_that_cannot_take_it_is_named() {
    let mut study = Study::tiny();
    study.case.file.supply.zone_peak_max_frac = 0.02;
    let (sentence, repairs, _) = study.why_not();
    has(
        &sentence,
        &["6,000 accelerators in 2030 cannot be met", "3,000 short", "may take 2 % of its peak load"],
    );
    assert!(repairs.iter().any(|repair| repair.contains("zone_peak_max_frac")), "{repairs:?}");
}

#[test]
fn a_budget_that_is_too_small_is_named() {
    let mut study = Study::tiny();
    study.case.file.money.capex_max_bn_eur = Some(0.0005);
    let (sentence, repairs, _) = study.why_not();
    has(&sentence, &["6,000 accelerators in 2030 cannot be met", "investment limit of 0.0005 bn EUR"]);
    assert!(repairs.iter().any(|repair| repair.contains("money.capex_max_bn_eur")), "{repairs:?}");
}

#[test]
fn carbon_free_energy_without_contracts_is_named() {
    let mut study = Study::tiny();
    study.case.file.supply.carbon_free_frac = 0.8;
    let (sentence, repairs, _) = study.why_not();
    has(&sentence, &["80 % carbon-free energy"]);
    has(&repairs[0], &["supply.carbon_free_frac"]);
}

#[test]
fn a_case_whose_sites_are_all_barred_says_why() {
    let mut study = Study::tiny();
    for site in &mut study.case.dataset.sites {
        site.eu_eligible = "no".into();
    }
    let (sentence, repairs, _) = study.why_not();
    has(&sentence, &["no site may be chosen", "each of 3 sites cannot receive Union money"]);
    assert!(!repairs.is_empty());
}

#[test]
fn limits_that_only_together_leave_no_plan_are_all_named() {
    let mut study = Study::tiny();
    study.case.file.programme.sites_min_count = 5;
    study.case.file.programme.sites_max_count = 6;
    study.case.file.supply.carbon_free_frac = 0.5;
    let (sentence, repairs, rows) = study.why_not();
    has(&sentence, &["several limits together", "sites are asked for", "carbon-free"]);
    has(&repairs[0], &["do all of this"]);
    assert!(rows.len() >= 2);
}

#[test]
fn a_target_that_two_limits_stand_against_names_the_larger() {
    let mut study = Study::tiny();
    study.case.file.programme.site_max_gpus = 1500.0;
    study.case.file.supply.zone_peak_max_frac = 0.02;
    let (sentence, repairs, _) = study.why_not();
    has(
        &sentence,
        &["6,000 accelerators in 2030 cannot be met: 3,000 are possible", "may take 2 % of its peak load"],
    );
    assert_eq!(repairs[0], "lower the 2030 target to 3,000 accelerators");
}

/// What is done to a study, the sentence of it, and what its first repair says.
type Broken = (fn(&mut Study), &'static str, &'static str);

/// A last stage that asks for something else than accelerators.
fn last_stage(study: &mut Study, target: impl Fn(&mut StageTable)) {
    let mut last = StageTable { target_gpus: None, ..stage(2030, 0.0) };
    target(&mut last);
    study.case.file.programme.stages[1] = last;
}

fn two_in_germany(study: &mut Study) {
    study.add_site("DE-TWO", "DE", 120.0);
    study.halls.clear();
    study.case.dataset.cooling_designs.clear();
    study.add_design("dry", 1.2, 0.0, 1.0e6);
    study.case.file.sites.force = vec!["DE-ONE".into(), "DE-TWO".into()];
}

fn islands(study: &mut Study) {
    for zone in &mut study.case.dataset.zones {
        zone.synchronous_area = "island".into();
    }
    study.case.file.programme.site_max_gpus = 1e6;
    study.target(2030, 26_000.0);
}

fn only_wet(study: &mut Study) {
    study.halls.clear();
    study.case.dataset.cooling_designs.clear();
    study.add_design("wet", 1.05, 1.5, 0.2e6);
    study.case.file.supply.water_max_l_per_kwh = Some(0.5);
}

fn one_coal_country(study: &mut Study) {
    study.case.file.sites.force = vec!["DE-ONE".into()];
    study.case.file.programme.sites_max_count = 1;
    study.case.file.supply.carbon_max_t_per_mwh = Some(0.2);
}

fn little_sun(study: &mut Study) {
    study.case.file.supply.technologies = vec!["solar".into()];
    study.case.file.supply.carbon_free_frac = 0.9;
    for row in &mut study.case.dataset.technologies {
        row.max_ratio = 0.5;
    }
}

const BROKEN: &[Broken] = &[
    (
        |study| study.case.file.programme.synchronous_areas_min_count = 3,
        "3 synchronous areas are asked for, 1 more than the sites allow",
        "lower `programme.synchronous_areas_min_count` to 2",
    ),
    (
        two_in_germany,
        "programme.sites_per_country_count allows 1 in one country, 1 fewer than needed (first in DE)",
        "allow 2 sites in DE (programme.sites_per_country_count says 1)",
    ),
    (
        |study| study.base.headroom_mw.iter_mut().flat_map(|zone| zone.iter_mut()).for_each(|mw| *mw = 20.0),
        "target of 6,000 accelerators in 2030 cannot be met: 3,000 are possible, 3,000 short: zone SE3 has 5.4 MW less \
         headroom than needed",
        "bring 6 MW of plant or lines to zone SE3 (and 2 more)",
    ),
    (
        islands,
        "target of 26,000 accelerators in 2030 needs 325 MW; the 3 best permitted sites offer 300 MW that their areas may \
         lose at once: 25 MW short",
        "split SE-ONE over two connection points (and 1 more)",
    ),
    (
        only_wet,
        "the water limit is 864 m3 a year too low at FR-ONE",
        "raise `supply.water_max_l_per_kwh`, or allow a dry design in `halls.cooling`",
    ),
    (
        one_coal_country,
        "the carbon limit is 0.31 kt a year too low",
        "raise `supply.carbon_max_t_per_mwh`, or allow sites on cleaner grids",
    ),
    (
        |study| study.rule("EU-ERF", "EU", "erf_min_frac", Some(0.9), ""),
        "EU-ERF asks SE-ONE for 0.92 GWh a year more reused heat than it can have",
        "study without rule EU-ERF, or allow sites outside its reach",
    ),
    (
        |study| study.rule("EU-RES", "EU", "renewable_share_frac", Some(0.5), ""),
        "EU-RES asks DE-ONE for 0.78 GWh a year more contracted wind and sun than it can have",
        "study without rule EU-RES, or allow sites outside its reach",
    ),
    (
        |study| study.rule("EU-CRU", "EU", "dispatchable_ratio", Some(1.0), ""),
        "EU-CRU asks DE-ONE for 75 MW more dispatchable plant than it can have",
        "study without rule EU-CRU, or allow sites outside its reach",
    ),
    (
        |study| study.rule("EU-PUE", "EU", "pue_max", Some(1.05), ""),
        "no site may be chosen: each of 3 sites has no hall design that meets EU-PUE (PUE 1.05)",
        "allow designs of a lower PUE in `halls.cooling`",
    ),
    (
        |study| study.case.dataset.accelerators[0].available_year = 2031,
        "no site may be chosen: each of 3 sites has no accelerator that exists by 2030: the first comes in 2031",
        "allow accelerators that exist by 2030 in `halls.accelerators`, or ask for a stage in 2031",
    ),
    (
        |study| last_stage(study, |last| last.target_pflops = Some(1e6)),
        "target of 1,000,000 PFLOP/s in 2030 needs 2,500 MW; the 3 best permitted sites offer 360 MW firm: 2,140 MW short",
        "lower the 2030 target to 115,000 PFLOP/s",
    ),
    (
        |study| last_stage(study, |last| last.target_it_mw = Some(1e3)),
        "target of 1,000 MW of IT in 2030 needs 1,250 MW; the 3 best permitted sites offer 360 MW firm: 890 MW short",
        "lower the 2030 target to 230 MW of IT",
    ),
    (
        |study| last_stage(study, |last| last.target_gpu_hours = Some(1e6)),
        "target of 1,000,000 GPU-hours a year in 2030 needs 579 MW; the 3 best permitted sites offer 360 MW firm: 219 MW \
         short",
        "lower the 2030 target to 496,800 GPU-hours a year",
    ),
    (
        |study| study.rule("EU-WAIT", "EU", "no_connection_before_year", Some(2035.0), ""),
        "EU-WAIT lets nothing be connected at DE-ONE before 2035",
        "study without rule EU-WAIT, or ask for nothing before 2035",
    ),
    (
        |study| study.rule("EU-WAIT", "EU", "no_connection_before_year", Some(2029.0), ""),
        "target of 2,000 accelerators in 2028 needs 25 MW; EU-WAIT lets no site be connected before 2029",
        "study without rule EU-WAIT, or ask for nothing before 2029",
    ),
    (
        |study| {
            study.case.file.sites.force = vec!["DE-ONE".into(), "FR-ONE".into()];
            study.case.file.programme.sites_max_count = 1;
        },
        "1 site is allowed, 1 fewer than needed",
        "raise `programme.sites_max_count` to 2",
    ),
    (
        |study| study.case.file.sites.exclude = ["DE-ONE", "FR-ONE", "SE-ONE"].map(String::from).to_vec(),
        "no site may be chosen: each of 3 sites is excluded by the case",
        "take sites out of `sites.exclude`",
    ),
    (
        little_sun,
        "90 % carbon-free energy is asked for, 1.3 GWh a year more than DE-ONE can contract",
        "lower `supply.carbon_free_frac`, or allow more contracts in `supply.technologies`",
    ),
    (
        |study| {
            study.case.file.sites.force = vec!["DE-ONE".into()];
            study.case.file.sites.firm_mw.insert("DE-ONE".into(), 5.0);
        },
        "a site must host 1,000 accelerators, and DE-ONE is 1,000 short",
        "lower `programme.site_min_gpus` by 1,000",
    ),
];

#[test]
fn every_broken_study_has_its_sentence() {
    for (breaks, wanted, first_repair) in BROKEN {
        let mut study = Study::tiny();
        breaks(&mut study);
        let (sentence, repairs, _) = study.why_not();
        assert_eq!(sentence, *wanted);
        assert_eq!(repairs[0], *first_repair, "{sentence}");
    }
}
