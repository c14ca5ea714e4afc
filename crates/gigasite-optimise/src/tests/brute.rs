//! A second, slow optimiser: every whole-number plan is written down and priced without a single row.

use crate::testing::{Study, exact};
use crate::{Measure, added_load, front, intervals, site_sets, solve};
use gigasite_case::Case;
use gigasite_facility::hall_year::HallYear;
use gigasite_units::annuity_factor;
use std::collections::BTreeMap;

/// Halls by `[hall of the inputs][stage]`.
type Counts = Vec<[u32; 2]>;

/// Annual cost of a plan from the tables, by hand; the system cost is the highest cut of its load.
fn cost(study: &Study, counts: &Counts) -> f64 {
    let case = &study.case;
    let years: Vec<i32> = case.file.programme.stages.iter().map(|stage| stage.year).collect();
    let span = f64::from(years[1] - years[0]);
    let mut total = 0.0;
    let mut load = vec![vec![0.0; case.horizon.hours]; case.dataset.zones.len()];
    for (hall, count) in study.halls.iter().zip(counts) {
        let site = &case.dataset.sites[hall.site];
        let country = case.country(&site.country).expect("country");
        let zone = case.zone_index(&site.zone).expect("zone");
        let halls = f64::from(count[1]);
        let pay = |years: f64| annuity_factor(country.wacc_frac, years);
        let technology = |name: &str| {
            case.dataset.technologies.iter().find(|row| row.technology == name).expect("technology")
        };
        let cooling =
            case.dataset.cooling_designs.iter().find(|row| row.id == hall.design.cooling).expect("cooling");
        let (chain, plug, line) =
            (technology("power_chain"), technology("grid_connection"), technology("grid_line"));
        let it = hall.gpus * 40.0 * pay(5.0);
        let shell = (10_000.0 * 0.83 - chain.capex_eur_per_mw).max(2500.0);
        let building = 10.0 * shell * pay(20.0);
        let cool = 10.0 * cooling.capex_eur_per_mw * pay(20.0);
        let power = 10.0 * (chain.capex_eur_per_mw * pay(20.0) + 1.0);
        let connection = hall.kpi.peak_mw
            * (plug.capex_eur_per_mw * pay(20.0)
                + 1.0
                + (line.capex_eur_per_mw * pay(20.0) + 1.0) * 10.0 / 300.0);
        let charges = hall.kpi.facility_mwh * (country.network_charge_eur_per_mwh + 0.5);
        let carbon: f64 = hall
            .facility_mw
            .iter()
            .zip(study.base.carbon_t_per_mwh[zone].iter())
            .map(|(mw, t)| mw * t * case.file.supply.carbon_price_eur_per_t)
            .sum();
        let water = hall.kpi.water_m3 * 2.0;
        let heat: f64 = 7.0 * 24.0 * (3.0 * country.district_heat_frac).min(0.5) * 8.0;
        let value = case.file.programme.value_eur_per_gpu_hour;
        let lost = hall.kpi.lost_gpu_hours * value;
        total += halls * (it + building + cool + power + connection + charges + carbon + water - heat + lost);
        total += value * hall.kpi.gpu_hours * pay(5.0) * span * (halls - f64::from(count[0]));
        for (sum, mw) in load[zone].iter_mut().zip(hall.facility_mw.iter()) {
            *sum += halls * mw;
        }
    }
    let system = study
        .cuts
        .iter()
        .map(|cut| {
            let mut height = cut.cost_eur - study.base.cost_eur;
            for (zone, price) in cut.price_eur_per_mwh.iter().enumerate() {
                for (hour, eur) in price.iter().enumerate() {
                    height += eur * (load[zone][hour] - cut.added.added_mw[zone][hour]);
                }
            }
            height
        })
        .fold(f64::NEG_INFINITY, f64::max);
    total + system
}

fn allowed(case: &Case, halls: &[HallYear], counts: &Counts) -> bool {
    let asked = &case.file.programme;
    let mut open = 0;
    for (index, site) in case.dataset.sites.iter().enumerate() {
        let of_site = || halls.iter().zip(counts).filter(|(hall, _)| hall.site == index);
        for (place, stage) in asked.stages.iter().enumerate() {
            let peak: f64 = of_site().map(|(hall, count)| f64::from(count[place]) * hall.kpi.peak_mw).sum();
            if peak > case.firm_mw(&site.id, stage.year) + 1e-9 {
                return false;
            }
        }
        let gpus: f64 = of_site().map(|(hall, count)| f64::from(count[1]) * hall.gpus).sum();
        if gpus > 0.0 {
            open += 1;
            if gpus < asked.site_min_gpus || gpus > asked.site_max_gpus {
                return false;
            }
        }
    }
    let stage_ok = |place: usize| {
        let gpus: f64 =
            halls.iter().zip(counts).map(|(hall, count)| f64::from(count[place]) * hall.gpus).sum();
        gpus + 1e-9 >= asked.stages[place].target_gpus.expect("target")
    };
    stage_ok(0) && stage_ok(1) && open >= asked.sites_min_count && open <= asked.sites_max_count
}

/// All plans with at most `most` halls of each kind.
fn plans(study: &Study, most: u32) -> Vec<Counts> {
    let pairs: Vec<[u32; 2]> =
        (0..=most).flat_map(|late| (0..=late).map(move |early| [early, late])).collect();
    let total = pairs.len().pow(study.halls.len() as u32);
    let plan = |number: usize| -> Counts {
        let mut rest = number;
        study
            .halls
            .iter()
            .map(|_| {
                let pair = pairs[rest % pairs.len()];
                rest = rest.div_euclid(pairs.len());
                pair
            })
            .collect()
    };
    (0..total).map(plan).filter(|counts| allowed(&study.case, &study.halls, counts)).collect()
}

/// The cheapest of them.
fn enumerate(study: &Study, most: u32) -> f64 {
    plans(study, most).iter().map(|counts| cost(study, counts)).fold(f64::INFINITY, f64::min)
}

fn meets_brute_force(study: &Study, most: u32, what: &str) {
    let siting = solve(&study.inputs(), &exact()).expect("a plan exists");
    let expected = enumerate(study, most);
    let found = siting.plan.objective_eur_per_a;
    assert!(
        (found - expected).abs() <= 1e-6 * expected.abs(),
        "{what}: found {found}, enumerated {expected}"
    );
    assert!(siting.plan.bound_eur_per_a <= expected * (1.0 + 1e-9), "{what}: the bound is no bound");
}

#[test]
fn enumeration_of_every_plan_finds_the_same_optimum() {
    let mut study = Study::tiny();
    // eight halls at most: a site's firm megawatts carry no more
    for sites in &mut study.case.dataset.site_stages {
        sites.firm.0 *= 0.55;
    }
    study.target(2030, 5000.0);
    meets_brute_force(&study, 6, "one design");
    study.cut(&[40.0, 30.0, 60.0]);
    study.cut(&[0.0, 80.0, 0.0]);
    meets_brute_force(&study, 6, "three cuts");
    study.case.file.programme.value_eur_per_gpu_hour = 0.0;
    study.case.file.programme.sites_min_count = 3;
    study.case.file.programme.site_min_gpus = 2000.0;
    meets_brute_force(&study, 6, "three sites, no hurry");
}

#[test]
fn enumeration_agrees_where_designs_compete() {
    let mut study = Study::tiny();
    study.add_design("wet", 1.12, 1.2, 1.2e6);
    for sites in &mut study.case.dataset.site_stages {
        sites.firm.0 *= 0.33;
    }
    study.target(2028, 1000.0);
    study.target(2030, 4000.0);
    study.cut(&[30.0, 30.0, 30.0]);
    meets_brute_force(&study, 3, "two designs");
}

#[test]
fn the_highest_cut_is_the_system_cost_of_the_plan_it_was_made_at() {
    let mut study = Study::tiny();
    study.cut(&[60.0, 40.0, 80.0]);
    let siting = study.solve();
    let added = added_load(&study.case, &study.halls, &siting.plan, &[]);
    let height = study
        .cuts
        .iter()
        .map(|cut| {
            let mut height = cut.cost_eur - study.base.cost_eur;
            for (zone, price) in cut.price_eur_per_mwh.iter().enumerate() {
                for (hour, eur) in price.iter().enumerate() {
                    let mine = added.added_mw[zone].get(hour).copied().unwrap_or(0.0);
                    height += eur * (mine - cut.added.added_mw[zone][hour]);
                }
            }
            height
        })
        .fold(f64::NEG_INFINITY, f64::max);
    assert!((height - siting.system_eur_per_a).abs() < 1e-3 * height.abs().max(1.0));
}

/// Three sites that all fit a small plan, so that there is something to choose.
fn roomy() -> Study {
    let mut study = Study::tiny();
    for sites in &mut study.case.dataset.site_stages {
        sites.firm.0 *= 0.4;
    }
    study.target(2028, 1000.0);
    study.target(2030, 3000.0);
    study.cut(&[40.0, 30.0, 60.0]);
    study
}

/// Sites with halls in a plan of one design, in the order of the case.
fn sites_of(study: &Study, counts: &Counts) -> Vec<String> {
    let built = study.halls.iter().zip(counts).filter(|(_, count)| count[1] > 0);
    built.map(|(hall, _)| study.case.dataset.sites[hall.site].id.clone()).collect()
}

#[test]
fn near_optimal_sets_are_the_cheapest_of_all_sets_in_order() {
    let study = roomy();
    let mut best: BTreeMap<Vec<String>, f64> = BTreeMap::new();
    for counts in plans(&study, 4) {
        let known = best.entry(sites_of(&study, &counts)).or_insert(f64::INFINITY);
        *known = known.min(cost(&study, &counts));
    }
    let mut wanted: Vec<(Vec<String>, f64)> = best.into_iter().collect();
    wanted.sort_by(|a, b| a.1.total_cmp(&b.1));
    let found = site_sets(&study.inputs(), 10, 1e3, &exact()).expect("sets");
    assert!(wanted.len() > 2 && found.len() == wanted.len(), "{found:?} {wanted:?}");
    for (found, wanted) in found.iter().zip(&wanted) {
        assert_eq!(found.sites, wanted.0);
        assert!((found.cost_eur_per_a - wanted.1).abs() < 1e-6 * wanted.1, "{found:?} {wanted:?}");
    }
    let near = site_sets(&study.inputs(), 10, 1e-6, &exact()).expect("sets");
    assert_eq!(near.len(), 1, "nothing costs as little as the best");
}

#[test]
fn megawatts_move_as_far_as_enumeration_says() {
    let study = roomy();
    let plan = study.solve().plan;
    let within = 0.1;
    let budget = plan.objective_eur_per_a * (1.0 + within);
    let all = plans(&study, 4);
    let found = intervals(&study.inputs(), &plan, within, &exact()).expect("intervals");
    assert_eq!(found.len(), plan.sites.len());
    for one in found {
        let mw = |counts: &Counts| -> f64 {
            let halls = study.halls.iter().zip(counts);
            let here = halls.filter(|(hall, _)| study.case.dataset.sites[hall.site].id == one.site);
            here.map(|(hall, count)| f64::from(count[1]) * hall.kpi.peak_mw).sum()
        };
        let near: Vec<f64> = all.iter().filter(|plan| cost(&study, plan) <= budget).map(mw).collect();
        let least = near.iter().copied().fold(f64::INFINITY, f64::min);
        let most = near.iter().copied().fold(0.0, f64::max);
        assert!(
            (one.least_mw - least).abs() < 1e-6 && (one.most_mw - most).abs() < 1e-6,
            "{one:?} {least} {most}"
        );
    }
}

#[test]
fn every_point_of_a_front_is_the_cheapest_plan_with_as_little() {
    let study = roomy();
    let all: Vec<(f64, f64)> = plans(&study, 4)
        .iter()
        .map(|counts| {
            let halls = study.halls.iter().zip(counts);
            let carbon = halls.map(|(hall, count)| {
                let zone = study.case.zone_index(&study.case.dataset.sites[hall.site].zone).expect("zone");
                let one: f64 = hall
                    .facility_mw
                    .iter()
                    .zip(study.base.carbon_t_per_mwh[zone].iter())
                    .map(|(mw, t)| mw * t)
                    .sum();
                f64::from(count[1]) * one / 1e3
            });
            (cost(&study, counts), carbon.sum())
        })
        .collect();
    let points = front(&study.inputs(), Measure::Carbon, 5, &exact()).expect("a front");
    assert!(points.len() > 1, "{points:?}");
    let least = all.iter().map(|plan| plan.1).fold(f64::INFINITY, f64::min);
    let last = points.last().expect("a point").value(Measure::Carbon);
    assert!((last - least).abs() < 1e-5 * least, "{last} {least}");
    for point in &points {
        let level = point.value(Measure::Carbon) * (1.0 + 1e-5);
        let wanted =
            all.iter().filter(|plan| plan.1 <= level).map(|plan| plan.0).fold(f64::INFINITY, f64::min);
        assert!((point.cost_eur_per_a - wanted).abs() < 1e-6 * wanted, "{point:?} {wanted}");
    }
    assert!(points.windows(2).all(|pair| pair[0].cost_eur_per_a <= pair[1].cost_eur_per_a));
}
