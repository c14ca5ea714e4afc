//! Carbon-free energy within every hour: rows that come as they are broken, against the programme that has a column an hour.

use crate::plan::SitePlan;
use crate::programme::{MILLION, Shape, build};
use crate::sets::{Keep, Sets, output};
use crate::testing::{HOURS, Study};
use gigasite_case::schema::Matching;
use gigasite_lp::{Sense, SolveOptions};

/// A study with every contract, wind that comes and goes and a sun that sets.
fn supplied(share: f64, technologies: &[&str]) -> Study {
    let mut study = Study::tiny();
    let supply = &mut study.case.file.supply;
    supply.technologies = technologies.iter().map(|name| String::from(*name)).collect();
    supply.carbon_free_frac = share;
    supply.carbon_free_matching = Matching::Hour;
    supply.contracts_max_ratio = 3.0;
    for (zone, series) in study.case.zone_series.iter_mut().enumerate() {
        for hour in 0..HOURS {
            series.wind_onshore_frac[hour] = 0.1 + 0.6 * ((hour * (5 + zone)) % 7) as f64 / 7.0;
            series.solar_frac[hour] = (1.0 - ((hour as f64 - 12.0) / 6.0).powi(2)).max(0.0);
        }
    }
    study
}

/// The optimum with a column for what is matched in every hour, EUR/a.
fn written_out(study: &Study) -> Option<f64> {
    let inputs = study.inputs();
    let case = inputs.case;
    let sets = Sets::new(&inputs, Keep::Useful).expect("sets");
    let mut built = build(&inputs, &sets, Shape::default());
    let last = sets.stages.len() - 1;
    for (site, columns) in sets.sites.iter().zip(&built.columns.sites) {
        let mut whole = Vec::new();
        for hour in 0..HOURS {
            let matched =
                built.programme.column(format!("matched[{},{hour}]", site.id), 0.0, f64::INFINITY, 0.0);
            whole.push((matched, 1.0));
            let mut used = vec![(matched, -1.0)];
            used.extend(
                columns.halls_at(&site.halls, last, |hall| inputs.halls[hall.hall].facility_mw[hour]),
            );
            built.programme.row(format!("used[{},{hour}]", site.id), &used, Sense::AtLeast, 0.0);
            let mut clean = vec![(matched, -1.0)];
            for (option, column) in site.supply.iter().zip(&columns.supply) {
                if let Some(output) = output(case, site.zone, &option.technology) {
                    clean.push((*column, output[hour]));
                }
            }
            built.programme.row(format!("clean[{},{hour}]", site.id), &clean, Sense::AtLeast, 0.0);
        }
        let share = case.file.supply.carbon_free_frac;
        whole.extend(columns.halls_at(&site.halls, last, |hall| -share * hall.facility_mwh));
        built.programme.row(format!("share[{}]", site.id), &whole, Sense::AtLeast, 0.0);
    }
    let exact = SolveOptions { gap_rel: 1e-9, time_limit_s: None };
    let solution = built.programme.solve(&exact).expect("solved");
    solution.is_feasible().then_some(solution.objective * MILLION)
}

/// Share of a site's consumption that its contracts match in the same hour.
fn matched_frac(study: &Study, site: &SitePlan) -> f64 {
    let used = crate::facility_load(&study.case, &study.halls, site);
    let made = crate::contracted_output(&study.case, site);
    let matched: f64 = used.iter().zip(made.iter()).map(|(used, made)| used.min(*made)).sum();
    matched / used.iter().sum::<f64>()
}

#[test]
fn rows_that_come_when_they_are_broken_end_where_all_hours_written_out_do() {
    let all = ["wind_onshore", "solar", "firm_clean"];
    for (share, technologies) in
        [(0.5, &all[..]), (0.8, &all), (0.95, &all), (0.5, &all[..2]), (0.7, &["wind_onshore"])]
    {
        let study = supplied(share, technologies);
        let siting = study.solve();
        let (found, expected) = (siting.plan.objective_eur_per_a, written_out(&study).expect("a plan"));
        assert!(
            (found - expected).abs() <= 1e-6 * expected.abs(),
            "{share} {technologies:?}: {found} {expected}"
        );
        for site in &siting.plan.sites {
            let matched = matched_frac(&study, site);
            assert!(matched >= share - 1e-6, "{}: {matched} of {share}", site.site);
        }
        assert!(!siting.shortfalls.is_empty(), "the year alone was enough: the test tests nothing");

        let mut yearly = study.clone();
        yearly.case.file.supply.carbon_free_matching = Matching::Year;
        let loose = yearly.solve();
        assert!(loose.shortfalls.is_empty());
        assert!(loose.plan.objective_eur_per_a < found - 1.0, "matching by the hour costs nothing");
        assert!(loose.plan.sites.iter().any(|site| matched_frac(&study, site) < share - 1e-3));
    }
}

#[test]
fn the_rows_of_a_round_are_those_the_next_begins_with() {
    let study = supplied(0.8, &["wind_onshore", "solar", "firm_clean"]);
    let first = study.solve();
    let inputs = crate::Inputs { shortfalls: &first.shortfalls, ..study.inputs() };
    let again = crate::solve(&inputs, &crate::testing::exact()).expect("a plan");
    assert!(again.shortfalls.is_empty(), "{:?}", again.shortfalls.len());
    let (one, two) = (first.plan.objective_eur_per_a, again.plan.objective_eur_per_a);
    assert!((one - two).abs() <= 1e-6 * one, "{one} {two}");
}

#[test]
fn nights_without_wind_or_firm_plant_cannot_be_matched_and_are_named() {
    let study = supplied(0.9, &["solar"]);
    assert_eq!(written_out(&study), None);
    let (sentence, repairs, rows) = study.why_not();
    assert!(sentence.contains("90 % carbon-free energy in every hour is asked for"), "{sentence}");
    assert!(repairs.iter().any(|repair| repair.contains("supply.carbon_free_matching")), "{repairs:?}");
    assert!(rows.iter().any(|row| row.starts_with("carbon_free[")), "{rows:?}");
}

#[test]
fn contracts_may_exceed_consumption_as_far_as_the_case_says() {
    let mut study = supplied(0.8, &["wind_onshore", "solar", "firm_clean"]);
    let contracted = |study: &Study| -> f64 {
        let sites = study.solve().plan.sites;
        let ratio = |site: &SitePlan| {
            let made: f64 = crate::contracted_output(&study.case, site).iter().sum();
            made / crate::facility_load(&study.case, &study.halls, site).iter().sum::<f64>()
        };
        sites.iter().map(ratio).fold(0.0, f64::max)
    };
    study.case.file.supply.contracts_max_ratio = 1.0;
    assert!(contracted(&study) <= 1.0 + 1e-6);
    for row in &mut study.case.dataset.technologies {
        if row.technology == "wind_onshore" {
            (row.capex_eur_per_mw, row.fixed_om_eur_per_mw_a, row.variable_eur_per_mwh) = (0.0, 0.0, 0.0);
            row.max_ratio = 100.0;
        }
    }
    study.case.file.supply.contracts_max_ratio = 1.5;
    let most = contracted(&study);
    assert!((most - 1.5).abs() < 1e-6, "free wind is contracted as far as it may be: {most}");
}
