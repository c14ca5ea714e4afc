//! A moved price is worth what the same price in the tables is worth.

use crate::plan::{Swing, SwingEnd};
use crate::testing::{Study, exact, open_sites};
use crate::{solve, swings};
use gigasite_case::Case;

fn study() -> Study {
    let mut study = Study::tiny();
    study.add_design("wet", 1.1, 0.5, 2.0e6);
    study.cut(&[0.0, 30.0, 0.0]);
    study.case.file.programme.value_eur_per_gpu_hour = 2.0;
    study.case.file.supply.carbon_price_eur_per_t = 80.0;
    study
}

fn swings_by(study: &Study, by_frac: Option<f64>) -> Vec<Swing> {
    swings(&study.inputs(), by_frac, &exact(), &|_, _| true).expect("swings")
}

fn swing<'a>(swings: &'a [Swing], price: &str) -> &'a Swing {
    swings.iter().find(|swing| swing.price == price).unwrap_or_else(|| panic!("no `{price}`: {swings:?}"))
}

/// Moves a price in the tables.
type Mover = fn(&mut Case, f64);

const MOVERS: &[(&str, Mover)] = &[
    ("accelerators", |case, f| {
        case.dataset.accelerators.iter_mut().for_each(|row| row.system_eur_per_gpu *= f);
    }),
    ("network charges", |case, f| {
        case.dataset.countries.iter_mut().for_each(|row| row.network_charge_eur_per_mwh *= f);
    }),
    ("electricity tax", |case, f| {
        case.dataset.countries.iter_mut().for_each(|row| row.electricity_tax_eur_per_mwh *= f);
    }),
    ("cooling plant", |case, f| {
        case.dataset.cooling_designs.iter_mut().for_each(|row| row.capex_eur_per_mw *= f);
    }),
    ("grid connection", |case, f| {
        for row in &mut case.dataset.technologies {
            if ["grid_line", "grid_connection"].contains(&row.technology.as_str()) {
                row.capex_eur_per_mw *= f;
                row.fixed_om_eur_per_mw_a *= f;
            }
        }
    }),
    ("carbon", |case, f| case.file.supply.carbon_price_eur_per_t *= f),
    ("water", |case, f| case.dataset.countries.iter_mut().for_each(|row| row.water_eur_per_m3 *= f)),
    ("heat", |case, f| case.dataset.countries.iter_mut().for_each(|row| row.heat_eur_per_mwh *= f)),
    ("value of a GPU-hour", |case, f| case.file.programme.value_eur_per_gpu_hour *= f),
];

#[test]
fn the_best_plan_at_a_moved_price_is_that_of_moved_tables() {
    let found = swings_by(&study(), Some(0.4));
    for (price, mover) in MOVERS {
        let Swing { low, high, .. } = swing(&found, price);
        for (factor, end) in [(0.6, low), (1.4, high)] {
            let mut moved = study();
            mover(&mut moved.case, factor);
            let plan = moved.solve().plan;
            let gap = (plan.objective_eur_per_a - end.best_eur_per_a).abs();
            assert!(
                gap < 1e-6 * plan.objective_eur_per_a,
                "{price} × {factor}: {end:?} against {}",
                plan.objective_eur_per_a
            );
        }
    }
}

#[test]
fn a_dearer_power_system_is_that_of_dearer_cuts() {
    let found = swings_by(&study(), Some(0.4));
    let mut moved = study();
    for cut in &mut moved.cuts {
        cut.cost_eur *= 1.4;
        cut.price_eur_per_mwh.iter_mut().flat_map(|series| series.iter_mut()).for_each(|eur| *eur *= 1.4);
    }
    moved.base.cost_eur *= 1.4;
    let best = moved.solve().plan.objective_eur_per_a;
    let end = &swing(&found, "power system").high;
    assert!((end.best_eur_per_a - best).abs() < 1e-6 * best, "{end:?} against {best}");
}

#[test]
fn keeping_the_plan_costs_no_less_than_the_best_and_as_much_where_the_sites_stay() {
    let study = study();
    let plan = study.solve().plan;
    let found = swings_by(&study, Some(0.4));
    let ends = found.iter().flat_map(|swing| [(swing, &swing.low), (swing, &swing.high)]);
    for (swing, end) in ends {
        assert!(end.regret_eur_per_a() >= 0.0, "{swing:?}");
        assert!(end.bound_eur_per_a <= end.best_eur_per_a * (1.0 + 1e-9), "{swing:?}");
    }
    for swing in &found {
        let middle = f64::midpoint(swing.low.kept_eur_per_a, swing.high.kept_eur_per_a);
        assert!((middle - plan.objective_eur_per_a).abs() < 1e-6 * plan.objective_eur_per_a, "{swing:?}");
        // the best cost is concave in a price
        assert!(f64::midpoint(swing.low.best_eur_per_a, swing.high.best_eur_per_a) <= middle * (1.0 + 1e-9));
    }
    assert!(found.is_sorted_by(|a, b| a.width_eur_per_a() >= b.width_eur_per_a()), "widest first");
    let accelerators = plan.cost.iter().find(|item| item.component == "it").expect("it").eur_per_a;
    let width = swing(&found, "accelerators").width_eur_per_a();
    assert!((width - 0.8 * accelerators).abs() < 1e-6 * accelerators, "{width} of {accelerators}");
}

#[test]
fn a_price_that_moves_the_sites_says_which() {
    let mut study = study();
    // one country charges as much as makes its site the dearest by a little when charges double
    let before = open_sites(&study.solve()).iter().map(|site| (*site).to_owned()).collect::<Vec<_>>();
    let country = before[0][..2].to_owned();
    for row in &mut study.case.dataset.countries {
        if row.id == country {
            row.network_charge_eur_per_mwh = 30.0;
        }
    }
    let found = swings_by(&study, Some(0.99));
    let moves = |end: &SwingEnd| !end.come.is_empty() || !end.gone.is_empty();
    let charges = swing(&found, "network charges");
    assert!(moves(&charges.low) || moves(&charges.high), "{charges:?}");
    for end in [&charges.low, &charges.high].into_iter().filter(|end| moves(end)) {
        assert!(end.regret_eur_per_a() > 1.0, "sites that change are worth it: {charges:?}");
        assert!(end.come.iter().all(|site| !end.gone.contains(site)), "{charges:?}");
    }
}

#[test]
fn ranges_are_those_of_the_least_certain_row() {
    let mut study = study();
    for row in &mut study.case.dataset.countries {
        row.provenance.confidence = "medium: tariff sheets".into();
    }
    study.case.dataset.countries[0].provenance.confidence = "low: from memory".into();
    for row in &mut study.case.dataset.accelerators {
        row.provenance.confidence = "high".into();
    }
    let found = swings_by(&study, None);
    let by = |price: &str| (swing(&found, price).by_frac * 100.0).round() as i32;
    assert_eq!((by("network charges"), by("accelerators"), by("value of a GPU-hour")), (50, 10, 25));
}

#[test]
fn an_interruption_keeps_what_is_there() {
    let study = study();
    let found = swings(&study.inputs(), Some(0.1), &exact(), &|done, _| done < 2).expect("swings");
    assert_eq!(found.len(), 2);
    assert!(solve(&study.inputs(), &exact()).is_ok());
}
