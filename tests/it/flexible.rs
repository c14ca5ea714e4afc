//! Work that may wait: what it saves, and that the audit sees it done.

use gigasite_case::Case;
use gigasite_grid::zonal::{AddedLoad, ZonalModel};
use gigasite_optimise::{DispatchCut, Inputs, Options};
use gigasite_tests::{alone, load, study};

/// Two weeks of Europe in which half of the computing may wait, on halls used to 70 %.
fn two_weeks() -> Case {
    let keys = [("halls.utilisation_frac", "0.7"), ("flexibility.deferrable_frac", "0.5")];
    load("europe", None, &keys).first_hours(336)
}

#[test]
fn every_promise_of_a_plan_that_moves_its_work_is_kept() {
    let study = study(two_weeks());
    let kept = |what: &str| {
        let promises = study.result.audit.promises.iter();
        promises.filter(|promise| promise.what.contains(what) && promise.kept).count()
    };
    assert_eq!(kept("every megawatt hour of work"), study.result.plan.sites.len());
    assert_eq!(kept("no hour computes on more"), study.result.plan.sites.len());
    // where prices do not differ for a day, work stays where it loses least: spread evenly
    let moving = study.result.site_years.iter().filter(|site| {
        let mean = site.it_mw.iter().sum::<f64>() / site.it_mw.len() as f64;
        site.it_mw.iter().filter(|mw| (*mw - mean).abs() > 1e-2 * mean).count() > 168
    });
    assert!(moving.count() >= 3, "fewer than three of five sites move their work in most hours");
}

#[test]
fn moving_work_saves_what_the_cuts_bound_and_no_more() {
    let case = two_weeks();
    let _guard = alone();
    let halls = gigasite_facility::hall_years(&case).expect("halls");
    let mut grid = ZonalModel::new(&case, 2).expect("a grid");
    let mut dispatch =
        |added: &AddedLoad| grid.dispatch(added, &|_, _| (), &|| true).expect("a dispatched year");
    let base = dispatch(&AddedLoad::default());
    let carbon = &base.carbon_t_per_mwh;
    let flat_cut = vec![DispatchCut::of(&base, AddedLoad::default())];
    let inputs = Inputs {
        case: &case,
        halls: &halls,
        base: &base,
        carbon_t_per_mwh: carbon,
        cuts: &flat_cut,
        shortfalls: &[],
    };
    let plan = gigasite_optimise::solve(&inputs, &Options::default()).expect("a plan").plan;

    let flat_load = gigasite_optimise::added_load(&case, &halls, &plan, &[]);
    let flat = dispatch(&flat_load);
    let prices = (flat.price_eur_per_mwh.as_slice(), carbon.as_slice());
    let lived = gigasite_optimise::operated(&case, &halls, &plan, prices).expect("schedules");
    let moved = dispatch(&gigasite_optimise::added_load(&case, &lived, &plan, &[]));
    let settled = |lived, found| {
        let mut plan = plan.clone();
        gigasite_optimise::settle(&case, (&halls, lived), &mut plan, (&base, found), &[]);
        plan.objective_eur_per_a
    };
    let (still, saving) = (settled(&halls, &flat), settled(&halls, &flat) - settled(&lived, &moved));
    assert!(saving > 0.0, "moving work costs {} EUR more", -saving);

    // what the cut at the flat load says of this plan is below what any schedule of it costs
    let cuts = vec![DispatchCut::of(&flat, flat_load)];
    let inputs = Inputs { cuts: &cuts, ..inputs };
    let claimed = gigasite_optimise::solve(&inputs, &Options::default()).expect("a plan").plan;
    assert!(claimed.bound_eur_per_a <= still - saving, "{} {still} {saving}", claimed.bound_eur_per_a);
}
