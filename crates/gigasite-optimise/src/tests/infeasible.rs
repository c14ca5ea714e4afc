//! When nothing fits, the sentence says whose limit, which year and how much, and the repairs are true.

use crate::testing::Study;

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
    has(&sentence, &["no site may be chosen", "3 cannot receive Union money"]);
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
