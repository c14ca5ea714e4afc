//! The programme at the size of Europe, with figures of the right magnitude from a small generator.

use crate::testing::{Study, accelerator, stage};
use crate::{DispatchCut, Options, alternatives, duals, solve};
use gigasite_case::Hourly;
use gigasite_case::facility::Accelerator;
use gigasite_facility::hall_year::Design;
use gigasite_grid::zonal::AddedLoad;
use gigasite_units::Megawatts;

const ZONES: usize = 37;
const SITES: usize = 160;
const HOURS: usize = 168;
const YEAR: f64 = 8760.0;

/// Deterministic numbers in 0–1.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.roll()
    }
}

/// 160 sites in 30 countries and 37 zones, four cooling designs, three stages, a year in 168 weighted hours.
fn europe(cuts: usize) -> Study {
    let mut dice = Dice(7);
    let mut study = Study::tiny();
    let weight = YEAR / HOURS as f64;
    study.case.horizon.hours = HOURS;
    let (zone, country, site) = (
        study.case.dataset.zones[0].clone(),
        study.case.dataset.countries[0].clone(),
        study.case.dataset.sites[0].clone(),
    );
    let (hall, weather) = (study.halls[0].clone(), study.case.site_weather[0].clone());
    study.case.dataset.zones = (0..ZONES)
        .map(|z| {
            let mut zone = zone.clone();
            zone.id = format!("Z{z}");
            zone.synchronous_area = if z % 6 == 0 { "nordic" } else { "continental" }.into();
            zone.peak_load = Megawatts(dice.between(2000.0, 60_000.0));
            zone
        })
        .collect();
    study.case.dataset.countries = (0..30)
        .map(|c| {
            let mut country = country.clone();
            country.id = format!("C{c}");
            country.network_charge_eur_per_mwh = dice.between(3.0, 20.0);
            country.electricity_tax_eur_per_mwh = dice.between(0.5, 20.0);
            country.wacc_frac = dice.between(0.05, 0.085);
            country.building_eur_per_mw = dice.between(7.0e6, 13.0e6);
            country.district_heat_frac = dice.between(0.0, 0.5);
            country
        })
        .collect();
    for row in &mut study.case.dataset.technologies {
        let (capex, ratio) = match row.technology.as_str() {
            "grid_connection" | "battery" => (150_000.0, 1.0),
            "grid_line" => (1000.0, 1.0),
            "power_chain" => (3.0e6, 1.0),
            "wind_onshore" => (1.5e6, 2.0),
            "solar" => (0.7e6, 2.0),
            // flat over the week that stands for the year: priced and bounded per weighted megawatt
            "firm_clean" => (5.0e6 / weight, 1.5 * weight),
            _ => (600_000.0, 1.2),
        };
        row.capex_eur_per_mw = capex;
        row.capex_eur_per_mwh = if row.technology == "battery" { 150_000.0 } else { 0.0 };
        row.max_ratio = ratio;
    }
    study.case.zone_series = (0..ZONES)
        .map(|_| {
            let (wind, sun) = (dice.between(0.15, 0.4), dice.between(0.1, 0.22));
            let mut series = study.case.zone_series[0].clone();
            series.wind_onshore_frac =
                (0..HOURS).map(|_| weight * (wind * dice.between(0.0, 2.0)).min(1.0)).collect();
            series.solar_frac =
                (0..HOURS).map(|_| weight * (sun * dice.between(0.0, 2.0)).min(1.0)).collect();
            series
        })
        .collect();
    study.case.dataset.accelerators =
        vec![Accelerator { system_eur_per_gpu: 40_000.0, lifetime_years: 6.0, ..accelerator("chip", 2026) }];
    study.case.dataset.sites.clear();
    study.case.dataset.site_stages.clear();
    study.case.site_weather.clear();
    study.halls.clear();
    for (cooling, capex) in [("dry", 1.2e9), ("adiabatic", 1.3e9), ("wet", 1.0e9), ("sea", 1.1e9)] {
        study.case.file.programme.value_eur_per_gpu_hour = 2.0;
        study.add_design(cooling, 1.1, 0.0, capex);
    }
    let stages = study.case.dataset.site_stages.clone();
    assert!(stages.is_empty());
    for s in 0..SITES {
        let mut site = site.clone();
        site.id = format!("S{s:03}");
        site.zone = format!("Z{}", s % ZONES);
        site.country = format!("C{}", s % 30);
        site.ehv_distance.0 = dice.between(0.0, 30.0);
        let full = dice.between(150.0, 1400.0);
        for (year, share) in [(2028, 0.3), (2030, 0.6), (2033, 1.0)] {
            study.case.dataset.site_stages.push(gigasite_case::site::SiteStage {
                site: site.id.clone(),
                year,
                firm: Megawatts(full * share),
                provenance: gigasite_case::zone::Provenance::default(),
            });
        }
        study.case.dataset.sites.push(site);
        let mut weather = weather.clone();
        weather.temperature_c = (0..HOURS).map(|_| dice.between(-5.0, 30.0)).collect();
        study.case.site_weather.push(weather);
        let warm = dice.between(0.0, 0.06);
        for (place, (cooling, pue, wue)) in
            [("dry", 1.14, 0.0), ("adiabatic", 1.11, 0.3), ("wet", 1.09, 1.2), ("sea", 1.08, 0.0)]
                .into_iter()
                .enumerate()
        {
            if cooling == "sea" && s % 3 != 0 {
                continue;
            }
            let mut hall = hall.clone();
            hall.site = s;
            hall.design = Design { accelerator: "chip".into(), cooling: cooling.into() };
            hall.gpus = 12_500.0;
            hall.pflops = 12_500.0 * 5.0;
            let pue = pue + warm / (1.0 + place as f64);
            hall.facility_mw = (0..HOURS).map(|_| 22.0 * pue * dice.between(0.98, 1.02)).collect();
            hall.heat_mw = Hourly(vec![18.0; HOURS]);
            // the week stands for the year: energies of the year, hourly values scaled so that bills are annual
            for series in [&mut hall.facility_mw, &mut hall.heat_mw] {
                for mw in series.iter_mut() {
                    *mw *= weight;
                }
            }
            hall.kpi.facility_mwh = hall.facility_mw.iter().sum();
            hall.kpi.it_mwh = 22.0 * YEAR;
            hall.kpi.water_m3 = wue * hall.kpi.it_mwh;
            hall.kpi.pue_ratio = pue;
            hall.kpi.peak_mw = 24.0 * (pue + 0.05);
            hall.kpi.gpu_hours = 12_500.0 * 0.9 * YEAR;
            hall.kpi.lost_gpu_hours = 0.0;
            study.halls.push(hall);
        }
    }
    let file = &mut study.case.file;
    file.programme.stages = vec![stage(2028, 100_000.0), stage(2030, 300_000.0), stage(2033, 500_000.0)];
    file.programme.sites_min_count = 4;
    file.programme.sites_max_count = 5;
    file.programme.site_min_gpus = 100_000.0;
    file.programme.site_max_gpus = 150_000.0;
    file.programme.synchronous_areas_min_count = 2;
    file.halls.hall_it_mw = 24.0;
    file.supply.technologies =
        ["wind_onshore", "solar", "firm_clean", "battery", "gas_backup"].map(String::from).to_vec();
    file.supply.carbon_free_frac = 0.8;
    file.supply.water_max_l_per_kwh = Some(0.4);
    for row in &mut study.case.dataset.zones {
        assert!(row.peak_load.0 > 0.0);
    }

    let flat = |dice: &mut Dice, low: f64, high: f64| -> Vec<Hourly<f64>> {
        (0..ZONES).map(|_| Hourly((0..HOURS).map(|_| dice.between(low, high)).collect())).collect()
    };
    study.base.carbon_t_per_mwh = flat(&mut dice, 0.02, 0.5);
    study.base.headroom_mw = flat(&mut dice, 300.0, 5000.0);
    study.base.price_eur_per_mwh = flat(&mut dice, 30.0, 110.0);
    study.base.cost_eur = 1e11;
    study.base.cost_bound_eur = 1e11;
    study.cuts = vec![DispatchCut::of(&study.base, AddedLoad { added_mw: vec![Hourly::default(); ZONES] })];
    for _ in 1..cuts {
        // plans of five sites in random zones, whose prices they push up
        let mut cut = study.cuts[0].clone();
        let mut extra = 0.0;
        for _ in 0..5 {
            let zone = (dice.roll() * ZONES as f64) as usize;
            let rise = dice.between(0.5, 12.0);
            let mw = 250.0 * weight;
            for price in cut.price_eur_per_mwh[zone].iter_mut() {
                extra += mw * (*price + rise / 2.0);
                *price += rise;
            }
            cut.added.added_mw[zone] = Hourly(vec![mw; HOURS]);
        }
        cut.cost_eur = study.base.cost_eur + extra;
        study.cuts.push(cut);
    }
    study
}

#[test]
fn the_size_of_europe_is_solved_to_half_a_per_cent() {
    let study = europe(12);
    let options = Options { gap_rel: 0.005, time_limit_s: 120.0, force: None };
    let clock = std::time::Instant::now();
    let siting = solve(&study.inputs(), &options).expect("a plan exists");
    let solved = clock.elapsed().as_secs_f64();
    assert_eq!(siting.plan.status, crate::plan::PlanStatus::Optimal);
    assert!(siting.plan.gap_rel <= 0.005 + 1e-9, "{}", siting.plan.gap_rel);
    assert!((4..=5).contains(&siting.plan.sites.len()));
    let prices = duals(&study.inputs(), &siting.plan).expect("duals");
    assert!(!prices.is_empty());
    let priced = clock.elapsed().as_secs_f64();
    let list = alternatives(
        &study.inputs(),
        &siting.plan,
        3,
        &Options { time_limit_s: 20.0, ..options.clone() },
        &|_, _| true,
    )
    .expect("alternatives");
    assert!(list.iter().filter(|one| one.forced_in_eur_per_a.is_some()).count() > 20);
    eprintln!(
        "{:?}: {solved:.2} s to solve, gap {:.5}; {:.2} s for the duals; {:.2} s for {} alternatives",
        siting.plan.effort,
        siting.plan.gap_rel,
        priced - solved,
        clock.elapsed().as_secs_f64() - priced,
        list.len()
    );
}
