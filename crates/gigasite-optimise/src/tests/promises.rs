//! What the optimiser promises everybody downstream.

use crate::testing::{HOURS, Study, dispatch_of, exact, hour_cost};
use crate::{
    Error, added_load, alternatives, assumptions, battery_schedules, duals, heat_taken_frac, settle, solve,
};
use gigasite_case::Hourly;

fn rich() -> Study {
    let mut study = Study::tiny();
    study.add_design("wet", 1.1, 1.0, 1.2e6);
    study.case.file.supply.technologies =
        ["wind_onshore", "solar", "firm_clean", "battery", "gas_backup"].map(String::from).to_vec();
    study.case.file.supply.carbon_free_frac = 0.5;
    for row in &mut study.case.dataset.technologies {
        if row.technology == "battery" {
            row.capex_eur_per_mw = 1.0;
            row.capex_eur_per_mwh = 1.0;
        }
    }
    study.rule("EU-ERF", "EU", "erf_min_frac", Some(0.02), "");
    study.cut(&[30.0, 20.0, 50.0]);
    study
}

#[test]
fn the_claimed_components_add_up_to_the_objective_by_site_and_in_all() {
    let plan = rich().solve().plan;
    let sum: f64 = plan.cost.iter().map(|item| item.eur_per_a).sum();
    assert!((sum - plan.objective_eur_per_a).abs() < 1e-6 * sum.abs());
    for (index, item) in plan.cost.iter().enumerate() {
        let by_site: f64 = plan.sites.iter().map(|site| site.cost[index].eur_per_a).sum();
        assert!((by_site - item.eur_per_a).abs() < 1e-6 * sum.abs(), "{} differs by site", item.component);
    }
    assert_eq!(plan.cost.len(), 16);
    for component in
        ["it", "building", "energy", "contracts", "battery", "network_charges", "heat_sales", "water"]
    {
        let item = plan.cost.iter().find(|item| item.component == component).expect("component");
        assert!(item.eur_per_a.abs() > 0.0, "{component} is zero");
    }
    assert!(plan.bound_eur_per_a <= plan.objective_eur_per_a && plan.gap_rel < 1e-6);
}

#[test]
fn no_cut_claims_more_than_the_true_system_cost_of_any_plan() {
    // a cut is made at one load and asked about many others, batteries included
    let study = rich();
    for target in [1000.0, 3000.0, 6000.0, 9000.0, 12_000.0] {
        let mut asked = study.clone();
        asked.target(2030, target);
        let siting = asked.solve();
        let last = &asked.cuts[asked.cuts.len() - 1].price_eur_per_mwh;
        for schedule in [battery_schedules(&asked.case, &siting.plan, last), Vec::new()] {
            let added = added_load(&asked.case, &asked.halls, &siting.plan, &schedule);
            let truth: f64 = (0..3)
                .flat_map(|zone| (0..HOURS).map(move |hour| (zone, hour)))
                .map(|(zone, hour)| {
                    let base = asked.base.load_mw[zone][hour];
                    let more = added.added_mw[zone].get(hour).copied().unwrap_or(0.0);
                    hour_cost(zone, base + more).0 - hour_cost(zone, base).0
                })
                .sum();
            assert!(
                siting.system_eur_per_a <= truth + 1e-6 * truth.abs().max(1.0),
                "{target}: {} > {truth}",
                siting.system_eur_per_a
            );
        }
    }
}

#[test]
fn cuts_at_the_plan_close_the_gap_between_claim_and_truth() {
    let mut study = Study::tiny();
    let mut bounds = Vec::new();
    for _ in 0..8 {
        let siting = study.solve();
        bounds.push(siting.plan.bound_eur_per_a);
        let added = added_load(&study.case, &study.halls, &siting.plan, &[]);
        let mut found = study.base.clone();
        found.cost_eur = 0.0;
        for zone in 0..3 {
            for hour in 0..HOURS {
                let load =
                    study.base.load_mw[zone][hour] + added.added_mw[zone].get(hour).copied().unwrap_or(0.0);
                let (cost, price) = hour_cost(zone, load);
                found.cost_eur += cost;
                found.price_eur_per_mwh[zone][hour] = price;
            }
        }
        found.cost_bound_eur = found.cost_eur;
        let mut plan = siting.plan.clone();
        settle(&study.case, (&study.halls, &study.halls), &mut plan, (&study.base, &found), &[]);
        let parts: f64 = plan.cost.iter().map(|item| item.eur_per_a).sum();
        let sites: f64 = plan.sites.iter().flat_map(|site| &site.cost).map(|item| item.eur_per_a).sum();
        assert!(
            (parts - plan.objective_eur_per_a).abs() < 1e-6 * parts && (sites - parts).abs() < 1e-6 * parts
        );
        assert!(
            plan.objective_eur_per_a >= siting.plan.objective_eur_per_a - 1e-6 * parts,
            "the claim was no bound"
        );
        if plan.gap_rel < 1e-6 {
            assert!(
                bounds.windows(2).all(|pair| pair[1] >= pair[0] - 1e-6 * parts),
                "more cuts lowered the bound"
            );
            return;
        }
        study.cuts.push(crate::DispatchCut::of(&found, added));
    }
    panic!("eight cuts did not close the gap: {bounds:?}");
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    let (one, two) = (rich().solve(), rich().solve());
    assert_eq!(format!("{one:?}"), format!("{two:?}"));
    let study = rich();
    let list = || {
        format!(
            "{:?}",
            alternatives(&study.inputs(), &one.plan, 3, &exact(), &|_, _| true).expect("alternatives")
        )
    };
    assert_eq!(list(), list());
}

#[test]
fn every_rejected_site_has_a_price_and_drivers_that_add_up_to_it() {
    let mut study = rich();
    study.target(2030, 3000.0);
    study.case.file.programme.sites_max_count = 1;
    let plan = study.solve().plan;
    let list = alternatives(&study.inputs(), &plan, 1, &exact(), &|_, _| true).expect("alternatives");
    assert_eq!(list.len(), 2);
    for one in &list {
        let extra = one.forced_in_eur_per_a.expect("both sites can host the plan alone");
        let drivers: f64 = one.drivers.iter().map(|item| item.eur_per_a).sum();
        assert!((drivers - extra).abs() < 20.0 && extra > 0.0, "{drivers} is not {extra}");
        assert_eq!(one.displaces.as_deref(), Some(plan.sites[0].site.as_str()));
        let mut forced = study.clone();
        forced.case.file.sites.force = vec![one.site.clone()];
        let cost = forced.solve().plan.objective_eur_per_a - plan.objective_eur_per_a;
        assert!((cost - extra).abs() < 1.0, "{}: {cost} is not {extra}", one.site);
        assert!(one.reason.contains("M EUR"), "{}", one.reason);
    }
    assert!(list[0].forced_in_eur_per_a <= list[1].forced_in_eur_per_a, "best first");
}

#[test]
fn asking_of_every_site_never_makes_an_answer_dearer() {
    let study = rich();
    let plan = study.solve().plan;
    let heard = std::cell::RefCell::new(Vec::new());
    let ask = |how_many: usize| {
        let hear = |done: usize, of: usize| {
            heard.borrow_mut().push((done, of));
            true
        };
        alternatives(&study.inputs(), &plan, how_many, &exact(), &hear).expect("alternatives")
    };
    let (few, all) = (ask(0), ask(usize::MAX));
    assert_eq!(few.len(), all.len());
    for one in &few {
        let other = all.iter().find(|other| other.site == one.site).expect("asked of both");
        let (few, all) = (one.forced_in_eur_per_a, other.forced_in_eur_per_a);
        assert!(all.unwrap_or(f64::INFINITY) <= few.unwrap_or(f64::INFINITY) + 1e-6, "{}", one.site);
    }
    let last = *heard.borrow().last().expect("heard");
    assert_eq!(last.0, last.1, "progress ends at its end");
}

#[test]
fn a_site_that_no_plan_can_have_says_why() {
    let mut study = rich();
    study.rule("FR-ONLY", "FR", "only_sites", None, "NOWHERE");
    let plan = study.solve().plan;
    let list = alternatives(&study.inputs(), &plan, 1, &exact(), &|_, _| true).expect("alternatives");
    let barred = list.iter().find(|one| one.site == "FR-ONE").expect("listed");
    assert!(barred.forced_in_eur_per_a.is_none() && barred.reason.contains("FR-ONLY"));
}

#[test]
fn shadow_prices_are_the_slope_of_the_programme() {
    let mut study = Study::tiny();
    study.case.file.programme.value_eur_per_gpu_hour = 0.0;
    study.case.file.programme.sites_max_count = 1;
    study.case.file.sites.only = vec!["SE-ONE".into()];
    study.case.file.sites.force = vec!["SE-ONE".into()];
    let plan = study.solve().plan;
    let prices = duals(&study.inputs(), &plan).expect("duals");
    let target = prices.iter().find(|dual| dual.row == "target[2030]").expect("the target has a price");
    assert_eq!(target.unit, "EUR/a per accelerator");
    let at_a_site = |row: &str| ["DE-ONE", "FR-ONE", "SE-ONE"].iter().any(|site| row.contains(site));
    assert!(prices.iter().all(|dual| !at_a_site(&dual.row) || dual.row.contains("SE-ONE")), "{prices:?}");
    study.target(2030, 7000.0);
    let slope = (study.solve().plan.objective_eur_per_a - plan.objective_eur_per_a) / 1000.0;
    assert!((target.value - slope).abs() < 1e-3 * slope, "{} is not {slope}", target.value);
}

#[test]
fn layers_of_money_pay_each_euro_once_and_stay_in_their_envelopes() {
    let mut study = rich();
    study.case.file.programme.site_max_gpus = 3000.0;
    study.target(2030, 9000.0);
    for envelope_m_eur in [1e6, 0.05, 0.01] {
        for row in &mut study.case.dataset.money_layers {
            row.envelope_bn_eur = (row.layer == "union").then_some(envelope_m_eur / 1e3);
        }
        let plan = study.solve().plan;
        let paid =
            |layer: &str| plan.money.iter().filter(|m| m.layer == layer).map(|m| m.amount_eur).sum::<f64>();
        assert!(paid("union") <= envelope_m_eur * 1e6 * (1.0 + 1e-9));
        assert!(
            (paid("union") - paid("member_state") - paid("cohesion")).abs() < 1e-3,
            "Member States match"
        );
        for site in &plan.sites {
            let all: f64 = plan.money.iter().filter(|m| m.site == site.site).map(|m| m.amount_eur).sum();
            assert!((all - site.capex_eur).abs() < 1e-6 * all);
            let union: f64 = plan
                .money
                .iter()
                .filter(|m| m.site == site.site && m.layer == "union")
                .map(|m| m.amount_eur)
                .sum();
            assert!(union <= 0.17 * site.compute_capex_eur * (1.0 + 1e-9) && union > 0.0);
        }
        let share = paid("union") / plan.sites.iter().map(|site| site.compute_capex_eur).sum::<f64>();
        let expected = f64::min(
            0.17,
            envelope_m_eur * 1e6 / plan.sites.iter().map(|s| s.compute_capex_eur).sum::<f64>(),
        );
        assert!((share - expected).abs() < 1e-9, "the Union pays as much as it may: {share} of {expected}");
    }
    study.case.file.money.public = false;
    assert!(study.solve().plan.money.iter().all(|item| item.layer == "private"));
}

#[test]
fn heat_is_sold_in_the_heating_season_only() {
    let mut study = Study::tiny();
    let sweden = study.case.site_index("SE-ONE").expect("site");
    let cold = heat_taken_frac(&study.case, sweden);
    assert!(cold.iter().all(|share| (*share - 0.5).abs() < 1e-12), "half the dwellings are on networks");
    study.case.site_weather[sweden].temperature_c = Hourly(vec![assumptions::HEATING_LIMIT_C + 1.0; HOURS]);
    assert!(heat_taken_frac(&study.case, sweden).iter().all(|share| share.abs() < 1e-12));
}

#[test]
fn a_superfluous_design_changes_nothing() {
    let study = Study::tiny();
    let mut more = study.clone();
    more.add_design("worse", 1.4, 0.5, 3.0e6);
    let (one, two) = (study.solve(), more.solve());
    assert!(
        (one.plan.objective_eur_per_a - two.plan.objective_eur_per_a).abs()
            < 1e-6 * one.plan.objective_eur_per_a
    );
    assert_eq!(one.plan.effort.columns, two.plan.effort.columns, "a dominated design has no column");
}

#[test]
fn inputs_that_do_not_fit_are_refused_in_words() {
    let mut study = Study::tiny();
    study.cuts.clear();
    assert_eq!(
        solve(&study.inputs(), &exact()).expect_err("no cut").to_string(),
        "the siting programme needs at least one dispatch cut"
    );
    study.cut(&[0.0; 3]);
    study.cuts[0].price_eur_per_mwh.pop();
    let error = solve(&study.inputs(), &exact()).expect_err("two zones only");
    assert_eq!(error.to_string(), "a dispatch cut has 2 series, but the case has 3 zones");
    let mut study = Study::tiny();
    study.case.file.sites.force = vec!["DE-TWO".into()];
    assert!(matches!(solve(&study.inputs(), &exact()), Err(Error::UnknownSite { .. })));
    let mut study = Study::tiny();
    study.case.dataset.technologies.retain(|row| row.technology != "grid_line");
    let error = solve(&study.inputs(), &exact()).expect_err("a table is short");
    assert_eq!(error.to_string(), "`technologies.csv` has no row `grid_line`");
    assert_eq!(dispatch_of(&[0.0; 3]).price_eur_per_mwh.len(), 3);
}
