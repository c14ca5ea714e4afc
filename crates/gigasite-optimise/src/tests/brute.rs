//! A second, slow optimiser: every whole-number plan is written down and priced without a single row.

use crate::testing::{Study, exact};
use crate::{added_load, solve};
use gigasite_case::Case;
use gigasite_facility::hall_year::HallYear;
use gigasite_units::annuity_factor;

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

/// The cheapest of all plans with at most `most` halls of each kind.
fn enumerate(study: &Study, most: u32) -> f64 {
    let pairs: Vec<[u32; 2]> =
        (0..=most).flat_map(|late| (0..=late).map(move |early| [early, late])).collect();
    let mut best = f64::INFINITY;
    let total = pairs.len().pow(study.halls.len() as u32);
    for number in 0..total {
        let mut rest = number;
        let counts: Counts = study
            .halls
            .iter()
            .map(|_| {
                let pair = pairs[rest % pairs.len()];
                rest = rest.div_euclid(pairs.len());
                pair
            })
            .collect();
        if allowed(&study.case, &study.halls, &counts) {
            best = best.min(cost(study, &counts));
        }
    }
    best
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
