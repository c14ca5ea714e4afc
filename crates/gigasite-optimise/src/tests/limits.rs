//! Every family of rows: a study in which it binds, and the same study without it, which is cheaper or larger.

use crate::plan::SitePlan;
use crate::testing::{Study, accelerator, halls_at, open_sites};
use gigasite_case::schema::StageTable;

/// Tightens a study and checks that the limit costs something and that `holds` is true only with it.
fn binds(loose: &Study, tighten: impl Fn(&mut Study), holds: impl Fn(&[SitePlan]) -> bool) {
    let mut tight = loose.clone();
    tighten(&mut tight);
    let (before, after) = (loose.solve().plan, tight.solve().plan);
    assert!(!holds(&before.sites), "the limit holds without being asked for: {:?}", before.sites);
    assert!(holds(&after.sites), "the limit does not hold: {:?}", after.sites);
    assert!(after.objective_eur_per_a >= before.objective_eur_per_a - 1e-3, "a limit made the plan cheaper");
}

fn of<'a>(sites: &'a [SitePlan], id: &str) -> Option<&'a SitePlan> {
    sites.iter().find(|site| site.site == id)
}

fn gpus(sites: &[SitePlan], stage: usize) -> f64 {
    sites.iter().map(|site| site.stages[stage].gpus).sum()
}

fn power(sites: &[SitePlan], technology: &str) -> f64 {
    sites
        .iter()
        .flat_map(|site| &site.supply)
        .filter(|supply| supply.technology == technology)
        .map(|s| s.power_mw)
        .sum()
}

fn connection(sites: &[SitePlan]) -> f64 {
    sites.iter().filter_map(|site| site.stages.last()).map(|stage| stage.connection_mw).sum()
}

/// A study in which nothing hurries, so that only the targets make halls.
fn calm() -> Study {
    let mut study = Study::tiny();
    study.case.file.programme.value_eur_per_gpu_hour = 0.0;
    study
}

#[test]
fn a_target_in_accelerators_makes_halls() {
    binds(&calm(), |study| study.target(2030, 9000.0), |sites| gpus(sites, 1) >= 9000.0);
}

#[test]
fn an_early_target_makes_early_halls() {
    binds(&calm(), |study| study.target(2028, 5000.0), |sites| gpus(sites, 0) >= 5000.0);
}

#[test]
fn targets_in_throughput_power_and_gpu_hours_ask_for_the_same_halls() {
    let wanted = |target: fn(&mut StageTable)| {
        let mut study = calm();
        let mut last = StageTable {
            year: 2030,
            target_gpus: None,
            target_pflops: None,
            target_it_mw: None,
            target_gpu_hours: None,
        };
        target(&mut last);
        study.case.file.programme.stages = vec![last];
        study.solve().plan.sites.iter().map(|site| site.stages[0].gpus).sum::<f64>()
    };
    // one hall: 1,000 accelerators, 5,000 PFLOP/s, 10 MW, 21,600 GPU-hours in the day
    assert!((wanted(|stage| stage.target_gpus = Some(6500.0)) - 7000.0).abs() < 1e-6);
    assert!((wanted(|stage| stage.target_pflops = Some(32_500.0)) - 7000.0).abs() < 1e-6);
    assert!((wanted(|stage| stage.target_it_mw = Some(65.0)) - 7000.0).abs() < 1e-6);
    assert!((wanted(|stage| stage.target_gpu_hours = Some(6.5 * 21_600.0)) - 7000.0).abs() < 1e-6);
}

#[test]
fn halls_never_leave() {
    let mut study = Study::tiny();
    study.target(2028, 5000.0);
    study.target(2030, 1000.0);
    let plan = study.solve().plan;
    for site in &plan.sites {
        assert!(site.stages[1].gpus >= site.stages[0].gpus);
    }
    assert!(gpus(&plan.sites, 1) >= 5000.0);
}

#[test]
fn firm_megawatts_of_the_year_limit_the_halls() {
    let study = Study::tiny();
    let favourite = study.solve().plan.sites[0].site.clone();
    let name = favourite.clone();
    binds(
        &study,
        |study| {
            study.case.file.sites.firm_mw.insert(name.clone(), 30.0);
        },
        |sites| {
            of(sites, &favourite)
                .is_none_or(|site| site.stages.iter().all(|stage| stage.connection_mw <= 30.0))
        },
    );
}

#[test]
fn a_site_is_a_gigafactory_or_nothing() {
    let mut study = calm();
    study.case.file.programme.sites_min_count = 3;
    binds(
        &study,
        |study| study.case.file.programme.site_min_gpus = 3000.0,
        |sites| sites.iter().all(|site| site.stages[1].gpus >= 3000.0),
    );
}

#[test]
fn no_site_outgrows_its_limit() {
    binds(
        &calm(),
        |study| study.case.file.programme.site_max_gpus = 3000.0,
        |sites| sites.iter().all(|site| site.stages[1].gpus <= 3000.0),
    );
}

#[test]
fn the_number_of_sites_has_a_floor_and_a_ceiling() {
    binds(&calm(), |study| study.case.file.programme.sites_min_count = 3, |sites| sites.len() >= 3);
    let mut study = calm();
    study.case.file.programme.site_max_gpus = 3000.0;
    study.target(2030, 5000.0);
    study.case.file.programme.sites_min_count = 3;
    let three = study.solve().plan.sites.len();
    study.case.file.programme.sites_min_count = 1;
    study.case.file.programme.sites_max_count = 2;
    assert_eq!((three, study.solve().plan.sites.len()), (3, 2));
}

#[test]
fn one_country_gets_one_bid() {
    let mut study = with_two_in_germany(calm());
    study.case.file.programme.sites_per_country_count = 2;
    study.case.file.money.public = false;
    study.case.file.programme.site_max_gpus = 3000.0;
    let in_germany = |sites: &[SitePlan]| sites.iter().filter(|site| site.site.starts_with("DE")).count();
    binds(
        &study,
        |study| study.case.file.programme.sites_per_country_count = 1,
        |sites| in_germany(sites) <= 1,
    );
    // the same from the call, where public money takes part
    binds(
        &study,
        |study| {
            study.rule("GF-ONE", "EU", "bids_per_country_count", Some(1.0), "");
            study.case.file.money.public = true;
        },
        |sites| in_germany(sites) <= 1,
    );
}

fn with_two_in_germany(mut study: Study) -> Study {
    study.add_site("DE-TWO", "DE", 120.0);
    study.halls.clear();
    study.case.dataset.cooling_designs.clear();
    study.add_design("dry", 1.2, 0.0, 1.0e6);
    study
}

#[test]
fn synchronous_areas_can_be_asked_to_differ() {
    let mut study = calm();
    study.case.file.sites.force = vec!["FR-ONE".into()];
    study.case.file.programme.sites_max_count = 2;
    study.target(2030, 3000.0);
    let continental = |sites: &[SitePlan]| sites.iter().all(|site| !site.site.starts_with("SE"));
    binds(
        &study,
        |study| study.case.file.programme.synchronous_areas_min_count = 2,
        |sites| !continental(sites),
    );
}

#[test]
fn a_zone_takes_a_share_of_its_peak() {
    binds(
        &calm(),
        |study| study.case.file.supply.zone_peak_max_frac = 0.04,
        |sites| sites.iter().all(|site| site.stages[1].connection_mw <= 40.0),
    );
}

#[test]
fn a_zone_takes_what_its_headroom_allows() {
    binds(
        &calm(),
        |study| {
            for series in &mut study.base.headroom_mw {
                for mw in series.iter_mut() {
                    *mw /= 12.0;
                }
            }
        },
        |sites| sites.iter().all(|site| site.stages[1].connection_mw <= 42.0),
    );
}

#[test]
fn the_loss_of_a_site_stays_below_the_reference_incident() {
    binds(
        &calm(),
        |study| {
            for zone in &mut study.case.dataset.zones {
                zone.synchronous_area = "island".into();
            }
            study.target(2030, 9000.0);
            study.case.file.supply.zone_peak_max_frac = 1.0;
        },
        |sites| sites.len() > 1 && sites.iter().all(|site| site.stages[1].connection_mw <= 100.0),
    );
}

/// A calm study that may contract everything.
fn supplied() -> Study {
    let mut study = calm();
    study.case.file.supply.technologies =
        ["wind_onshore", "solar", "firm_clean", "battery", "gas_backup"].map(String::from).to_vec();
    study
}

#[test]
fn a_carbon_free_share_is_contracted() {
    binds(
        &supplied(),
        |study| study.case.file.supply.carbon_free_frac = 0.8,
        |sites| power(sites, "wind_onshore") + power(sites, "solar") + power(sites, "firm_clean") > 1.0,
    );
}

#[test]
fn no_contract_outgrows_its_share_of_the_connection() {
    let mut study = supplied();
    study.case.file.supply.carbon_free_frac = 0.6;
    binds(
        &study,
        |study| {
            for row in &mut study.case.dataset.technologies {
                row.max_ratio = row.max_ratio.min(0.7);
            }
        },
        |sites| {
            ["wind_onshore", "solar", "firm_clean"]
                .iter()
                .all(|technology| power(sites, technology) <= 0.7 * connection(sites) + 1e-6)
        },
    );
}

#[test]
fn renewable_energy_can_be_asked_for_by_law() {
    let mut study = supplied();
    study.case.file.supply.carbon_free_frac = 0.5;
    for row in &mut study.case.dataset.technologies {
        if row.technology == "firm_clean" {
            row.capex_eur_per_mw = 9000.0;
        }
    }
    let wind_and_sun = |sites: &[SitePlan]| power(sites, "wind_onshore") + power(sites, "solar") > 1.0;
    for parameter in ["renewable_share_frac", "additional_renewable_frac"] {
        binds(&study, |study| study.rule("X-RES", "EU", parameter, Some(0.5), ""), wind_and_sun);
    }
}

#[test]
fn dispatchable_plant_can_be_asked_for_by_law() {
    binds(
        &supplied(),
        |study| study.rule("IE-CRU", "EU", "dispatchable_ratio", Some(1.0), ""),
        |sites| power(sites, "battery") + power(sites, "gas_backup") >= connection(sites) - 1e-6,
    );
}

#[test]
fn reused_heat_can_be_asked_for_by_law() {
    let mut study = calm();
    study.case.file.sites.force = vec!["DE-ONE".into()];
    // a tenth of dwellings on networks: three tenths of 7 MW of heat in 11 MW of load, about a fifth
    binds(
        &calm(),
        |study| study.rule("EU-ERF", "EU", "erf_min_frac", Some(0.3), ""),
        |sites| sites.iter().all(|site| site.site == "SE-ONE"),
    );
    study.rule("DE-ERF", "DE", "erf_min_frac", Some(0.3), "");
    let (sentence, repairs, _) = study.why_not();
    assert!(
        sentence.contains("DE-ERF") || repairs.iter().any(|repair| repair.contains("DE-ERF")),
        "{sentence} {repairs:?}"
    );
}

#[test]
fn carbon_has_a_ceiling_over_the_plan() {
    let mut study = calm();
    study.case.file.supply.carbon_price_eur_per_t = 0.0;
    study.case.file.sites.force = vec!["DE-ONE".into()];
    study.target(2030, 3000.0);
    binds(
        &study,
        |study| study.case.file.supply.carbon_max_t_per_mwh = Some(0.2),
        |sites| sites.iter().any(|site| site.site != "DE-ONE"),
    );
}

#[test]
fn water_has_a_ceiling_at_every_site() {
    let mut study = calm();
    study.add_design("wet", 1.05, 1.5, 0.2e6);
    let wet = |sites: &[SitePlan]| {
        sites
            .iter()
            .flat_map(|site| &site.stages[1].halls)
            .filter(|halls| halls.design.cooling == "wet")
            .count()
    };
    binds(&study, |study| study.case.file.supply.water_max_l_per_kwh = Some(0.0), |sites| wet(sites) == 0);
}

#[test]
fn investment_has_a_ceiling() {
    let mut study = calm();
    study.add_design("cheap", 1.5, 0.0, 0.0);
    let full: f64 = study.solve().plan.sites.iter().map(|site| site.capex_eur).sum();
    let limit_bn = full * 0.999_9 / 1e9;
    binds(
        &study,
        |study| study.case.file.money.capex_max_bn_eur = Some(limit_bn),
        |sites| sites.iter().map(|site| site.capex_eur).sum::<f64>() <= limit_bn * 1e9 * (1.0 + 1e-9),
    );
}

#[test]
fn a_pue_limit_keeps_designs_out_from_its_year_on() {
    let mut study = calm();
    study.add_design("cheap", 1.5, 0.0, -1.0e7);
    let cheap = |sites: &[SitePlan], stage: usize| -> u32 {
        let halls = sites.iter().flat_map(|site| &site.stages[stage].halls);
        halls.filter(|halls| halls.design.cooling == "cheap").map(|halls| halls.count).sum()
    };
    binds(&study, |study| study.rule("EU-PUE", "EU", "pue_max", Some(1.3), ""), |sites| cheap(sites, 1) == 0);
    // a rule of 2030 lets the halls of 2028 stand and forbids new ones
    study.rule("EU-PUE", "EU", "pue_max", Some(1.3), "");
    study.case.dataset.rules[0].from_year = 2030;
    let plan = study.solve().plan;
    assert_eq!(cheap(&plan.sites, 1), cheap(&plan.sites, 0));
}

#[test]
fn the_law_can_name_the_only_places() {
    let mut study = calm();
    study.case.file.programme.site_max_gpus = 2000.0;
    study.target(2030, 2000.0);
    let favourite = study.solve().plan.sites[0].site.clone();
    let country = favourite[..2].to_owned();
    binds(
        &study,
        |study| study.rule("X-ONLY", &country, "only_sites", None, "ELSEWHERE; OTHER"),
        |sites| sites.iter().all(|site| site.site != favourite),
    );
}

#[test]
fn no_connection_comes_before_the_year_of_the_law() {
    let mut study = Study::tiny();
    study.case.file.sites.force = vec!["SE-ONE".into()];
    binds(
        &study,
        |study| study.rule("SE-WAIT", "SE", "no_connection_before_year", Some(2030.0), ""),
        |sites| of(sites, "SE-ONE").is_none_or(|site| site.stages[0].connection_mw < 1e-9),
    );
}

#[test]
fn drafts_bind_only_where_the_case_says_so() {
    let mut study = calm();
    study.add_design("cheap", 1.5, 0.0, -1.0e7);
    study.rule("EU-PUE", "EU", "pue_max", Some(1.3), "");
    study.case.dataset.rules[0].status = "draft".into();
    let cheap = |sites: &[SitePlan]| {
        sites.iter().flat_map(|site| &site.stages[1].halls).any(|halls| halls.design.cooling == "cheap")
    };
    binds(&study, |study| study.case.file.programme.drafts_bind = true, |sites| !cheap(sites));
}

#[test]
fn only_sites_that_may_receive_union_money_are_chosen() {
    let mut study = calm();
    for site in &mut study.case.dataset.sites {
        if site.id == "SE-ONE" {
            site.eu_eligible = "no".into();
        }
    }
    study.case.file.programme.eu_only = false;
    study.case.file.programme.sites_min_count = 3;
    assert_eq!(open_sites(&study.solve()).len(), 3);
    study.case.file.programme.sites_min_count = 2;
    study.case.file.programme.eu_only = true;
    assert!(!open_sites(&study.solve()).contains(&"SE-ONE"));
    study.case.file.programme.eu_only = false;
    study.rule("GF-LOCATION", "EU", "eu_only", None, "");
    assert!(!open_sites(&study.solve()).contains(&"SE-ONE"), "the call binds where public money takes part");
    study.case.file.money.public = false;
    study.case.file.programme.sites_min_count = 3;
    assert!(open_sites(&study.solve()).contains(&"SE-ONE"), "without public money the call binds nobody");
}

#[test]
fn accelerators_are_not_installed_before_they_exist() {
    let mut study = calm();
    study.case.dataset.accelerators = vec![accelerator("chip", 2029)];
    study.case.file.programme.stages[0].target_gpus = Some(0.0);
    study.case.file.programme.value_eur_per_gpu_hour = 5.0;
    let plan = study.solve().plan;
    assert!(gpus(&plan.sites, 0) < 1e-9 && gpus(&plan.sites, 1) >= 6000.0);
    let waiting = plan.cost.iter().find(|item| item.component == "waiting").expect("component").eur_per_a;
    assert!(waiting > 0.0, "two years without compute cost something");
}

#[test]
fn forced_and_excluded_sites_are_obeyed() {
    let mut study = calm();
    study.case.file.programme.site_max_gpus = 8000.0;
    study.target(2030, 3000.0);
    let free = study.solve();
    let favourite = open_sites(&free)[0].to_owned();
    study.case.file.sites.exclude = vec![favourite.clone()];
    assert_eq!(halls_at(&study.solve(), &favourite), 0);
    study.case.file.sites.exclude.clear();
    for site in ["DE-ONE", "FR-ONE", "SE-ONE"] {
        study.case.file.sites.force = vec![site.into()];
        let forced = study.solve();
        assert!(open_sites(&forced).contains(&site));
        assert!(
            forced.plan.objective_eur_per_a >= free.plan.objective_eur_per_a - 1e-6,
            "forcing {site} lowered the cost"
        );
    }
}
