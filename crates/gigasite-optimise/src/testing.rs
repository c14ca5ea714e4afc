//! A hand-made Europe of three sites and one day, small enough to enumerate.

use crate::{DispatchCut, Inputs, Options, Siting, solve};
use gigasite_case::facility::{Accelerator, CoolingDesign};
use gigasite_case::money::{Country, MoneyLayer, Technology};
use gigasite_case::programme::Rule;
use gigasite_case::schema::{CaseFile, ProgrammeTable, StageTable};
use gigasite_case::site::{Site, SiteStage, SiteWeather};
use gigasite_case::zone::{Provenance, Zone, ZoneSeries};
use gigasite_case::{Case, Dataset, Horizon, Hourly};
use gigasite_facility::hall_year::{Design, HallKpi, HallYear};
use gigasite_grid::zonal::{AddedLoad, Dispatch, Effort};
use gigasite_units::{EurPerMwh, Fraction, Kilometres, MegawattHours, Megawatts};

pub(crate) const HOURS: usize = 24;

/// A study with everything the optimiser looks at.
#[derive(Debug, Clone)]
pub(crate) struct Study {
    pub(crate) case: Case,
    pub(crate) halls: Vec<HallYear>,
    pub(crate) base: Dispatch,
    pub(crate) cuts: Vec<DispatchCut>,
}

impl Study {
    /// Three sites (`DE-ONE`, `FR-ONE`, `SE-ONE`) of 100, 80 and 120 MW in 2028, 20 MW more from 2030; one hall is 10 MW of
    /// IT with 1,000 accelerators; 6,000 accelerators are asked for in 2030, on one to three sites of 1,000 to 8,000.
    pub(crate) fn tiny() -> Self {
        let mut study =
            Self { case: case(), halls: Vec::new(), base: dispatch_of(&[0.0; 3]), cuts: Vec::new() };
        for (id, zone, firm_mw) in [("DE-ONE", "DE", 100.0), ("FR-ONE", "FR", 80.0), ("SE-ONE", "SE3", 120.0)]
        {
            study.add_site(id, zone, firm_mw);
        }
        study.add_design("dry", 1.2, 0.0, 1.0e6);
        study.cut(&[0.0; 3]);
        study
    }

    /// One more site in a zone, firm from 2028, 20 MW more from 2030. Halls stand there after the next design is added.
    pub(crate) fn add_site(&mut self, id: &str, zone: &str, firm_mw: f64) {
        let country = zone[..2].to_owned();
        self.case.dataset.sites.push(Site {
            id: id.into(),
            name: format!("Site {id}"),
            country,
            zone: zone.into(),
            nuts2: "XX00".into(),
            lat_deg: 50.0,
            lon_deg: 8.0,
            kind: "announced".into(),
            status: "planned".into(),
            water_class: "none".into(),
            cooling_water: String::new(),
            substation: String::new(),
            ehv_distance: Kilometres(10.0),
            latency_ms: 1.0,
            station: "S".into(),
            elevation_m: 100.0,
            cohesion_category: "transition".into(),
            cohesion_ceiling_frac: 0.6,
            seismic_g: 0.0,
            flood_class: "L".into(),
            eu_eligible: "yes".into(),
            note: String::new(),
            provenance: Provenance::default(),
        });
        for (year, more) in [(2028, 0.0), (2030, 20.0)] {
            self.case.dataset.site_stages.push(SiteStage {
                site: id.into(),
                year,
                firm: Megawatts(firm_mw + more),
                provenance: Provenance::default(),
            });
        }
        let site = self.case.dataset.sites.len() - 1;
        self.case.site_weather.push(SiteWeather {
            temperature_c: Hourly((0..HOURS).map(|t| 8.0 + site as f64 + (t % 12) as f64 * 0.5).collect()),
            humidity_frac: Hourly(vec![0.7; HOURS]),
            pressure_pa: 100_000.0,
        });
    }

    /// A cooling design at every site: PUE, litres per kilowatt hour, investment per megawatt. Sites differ a little.
    pub(crate) fn add_design(&mut self, cooling: &str, pue: f64, wue: f64, capex_eur_per_mw: f64) {
        self.case.dataset.cooling_designs.push(cooling_design(cooling, capex_eur_per_mw));
        self.case.file.halls.cooling.push(cooling.into());
        for site in 0..self.case.dataset.sites.len() {
            self.halls.push(hall(site, cooling, pue + 0.01 * site as f64, wue));
        }
    }

    /// Adds the cut of the true dispatch at flat added megawatts by zone.
    pub(crate) fn cut(&mut self, added_mw: &[f64; 3]) {
        let dispatch = dispatch_of(added_mw);
        let added = AddedLoad { added_mw: added_mw.iter().map(|mw| Hourly(vec![*mw; HOURS])).collect() };
        self.cuts.push(DispatchCut::of(&dispatch, added));
    }

    pub(crate) fn rule(
        &mut self,
        id: &str,
        jurisdiction: &str,
        parameter: &str,
        value: Option<f64>,
        list: &str,
    ) {
        self.case.dataset.rules.push(Rule {
            id: id.into(),
            jurisdiction: jurisdiction.into(),
            instrument: "Law".into(),
            status: "in_force".into(),
            from_year: 2026,
            text: String::new(),
            parameter: parameter.into(),
            value_ratio: value,
            list: list.into(),
            provenance: Provenance::default(),
        });
    }

    pub(crate) fn inputs(&self) -> Inputs<'_> {
        Inputs {
            case: &self.case,
            halls: &self.halls,
            base: &self.base,
            carbon_t_per_mwh: &self.base.carbon_t_per_mwh,
            cuts: &self.cuts,
            shortfalls: &[],
        }
    }

    pub(crate) fn solve(&self) -> Siting {
        solve(&self.inputs(), &exact()).expect("a plan exists")
    }

    /// The sentence, repairs and rows of a study without a plan.
    pub(crate) fn why_not(&self) -> (String, Vec<String>, Vec<String>) {
        match solve(&self.inputs(), &exact()) {
            Err(crate::Error::Infeasible { sentence, repairs, rows }) => (sentence, repairs, rows),
            other => panic!("expected no plan, found {other:?}"),
        }
    }

    pub(crate) fn target(&mut self, year: i32, gpus: f64) {
        let stages = &mut self.case.file.programme.stages;
        stages.retain(|stage| stage.year != year);
        stages.push(stage(year, gpus));
        stages.sort_by_key(|stage| stage.year);
    }
}

/// To the last euro.
pub(crate) fn exact() -> Options {
    Options { gap_rel: 0.0, ..Options::default() }
}

pub(crate) fn stage(year: i32, gpus: f64) -> StageTable {
    StageTable {
        year,
        target_gpus: Some(gpus),
        target_pflops: None,
        target_it_mw: None,
        target_gpu_hours: None,
    }
}

/// Halls of a site in the last stage.
pub(crate) fn halls_at(siting: &Siting, site: &str) -> u32 {
    let plan = siting.plan.sites.iter().find(|plan| plan.site == site);
    plan.and_then(|plan| plan.stages.last())
        .map_or(0, |stage| stage.halls.iter().map(|halls| halls.count).sum())
}

pub(crate) fn open_sites(siting: &Siting) -> Vec<&str> {
    siting.plan.sites.iter().map(|plan| plan.site.as_str()).collect()
}

/// Cost of a zone's hour at a load: 20, 60 and 150 EUR/MWh in blocks that differ by zone. Convex, known in closed form.
pub(crate) fn hour_cost(zone: usize, load_mw: f64) -> (f64, f64) {
    let (mut left, mut cost, mut price) = (load_mw, 0.0, 0.0);
    for (size, eur) in
        [(1000.0, 10.0 + 10.0 * zone as f64), (60.0, 60.0), (40.0, 90.0), (f64::INFINITY, 150.0)]
    {
        let used = left.min(size);
        cost += used * eur;
        price = eur;
        left -= used;
        if left <= 0.0 {
            break;
        }
    }
    (cost, price)
}

pub(crate) fn base_load(zone: usize, hour: usize) -> f64 {
    960.0 + 5.0 * zone as f64 + 5.0 * (hour % 12) as f64
}

/// The whole system at flat added megawatts.
pub(crate) fn dispatch_of(added_mw: &[f64; 3]) -> Dispatch {
    let zones = 0..3;
    let load = |zone: usize, hour: usize| base_load(zone, hour) + added_mw[zone];
    let series = |value: &dyn Fn(usize, usize) -> f64| -> Vec<Hourly<f64>> {
        zones.clone().map(|zone| (0..HOURS).map(|hour| value(zone, hour)).collect()).collect()
    };
    let cost_eur = zones
        .clone()
        .flat_map(|z| (0..HOURS).map(move |t| (z, t)))
        .map(|(z, t)| hour_cost(z, load(z, t)).0)
        .sum();
    Dispatch {
        cost_eur,
        cost_bound_eur: cost_eur,
        price_eur_per_mwh: series(&|z, t| hour_cost(z, load(z, t)).1),
        load_mw: series(&load),
        flow_mw: Vec::new(),
        unserved_mw: series(&|_, _| 0.0),
        spill_mw: series(&|_, _| 0.0),
        stores_mw: series(&|_, _| 0.0),
        element_price_eur_per_mwh: Vec::new(),
        free_import_mw: series(&|_, _| 0.0),
        carbon_t_per_mwh: series(&|z, _| [0.4, 0.05, 0.02][z]),
        marginal_carbon_t_per_mwh: series(&|_, _| 0.4),
        headroom_mw: series(&|_, t| 500.0 + t as f64),
        generation: Vec::new(),
        effort: Effort::default(),
    }
}

fn hall(site: usize, cooling: &str, pue: f64, wue: f64) -> HallYear {
    let it_mw = 9.0;
    let facility: Vec<f64> = (0..HOURS).map(|t| it_mw * (pue + 0.001 * (t % 6) as f64)).collect();
    let facility_mwh: f64 = facility.iter().sum();
    let it_mwh = it_mw * HOURS as f64;
    HallYear {
        site,
        design: Design { accelerator: "chip".into(), cooling: cooling.into() },
        gpus: 1000.0,
        pflops: 5000.0,
        facility_mw: Hourly(facility),
        it_mw: Hourly(vec![it_mw; HOURS]),
        water_m3: Hourly(vec![wue * it_mw; HOURS]),
        heat_mw: Hourly(vec![7.0; HOURS]),
        heat_c: 45.0,
        kpi: HallKpi {
            pue_ratio: pue,
            pue_peak_hour_ratio: pue + 0.1,
            wue_l_per_kwh: wue,
            peak_mw: 10.0 * (pue + 0.05),
            it_mwh,
            facility_mwh,
            water_m3: wue * it_mwh,
            heat_mwh: 7.0 * HOURS as f64,
            gpu_hours: 1000.0 * HOURS as f64 * 0.9,
            lost_gpu_hours: 5.0,
        },
        reach: None,
        given_up_gpu_hours: 0.0,
    }
}

fn case() -> Case {
    let zones = [("DE", "continental"), ("FR", "continental"), ("SE3", "nordic")];
    let file = CaseFile {
        name: "tiny".into(),
        description: String::new(),
        dataset: "tiny".into(),
        horizon: gigasite_case::schema::HorizonTable::default(),
        programme: ProgrammeTable {
            stages: vec![stage(2028, 2000.0), stage(2030, 6000.0)],
            sites_min_count: 1,
            sites_max_count: 3,
            site_min_gpus: 1000.0,
            site_max_gpus: 8000.0,
            sites_per_country_count: 1,
            synchronous_areas_min_count: 1,
            eu_only: true,
            drafts_bind: false,
            value_eur_per_gpu_hour: 0.1,
        },
        sites: gigasite_case::schema::SitesTable::default(),
        halls: gigasite_case::schema::HallsTable {
            hall_it_mw: 10.0,
            accelerators: vec!["chip".into()],
            cooling: Vec::new(),
            ..gigasite_case::schema::HallsTable::default()
        },
        grid: gigasite_case::schema::GridTable::default(),
        flexibility: gigasite_case::schema::FlexibilityTable::default(),
        supply: gigasite_case::schema::SupplyTable {
            technologies: Vec::new(),
            carbon_free_frac: 0.0,
            carbon_price_eur_per_t: 10.0,
            water_max_l_per_kwh: None,
            ..gigasite_case::schema::SupplyTable::default()
        },
        money: gigasite_case::schema::MoneyTable::default(),
        rival: None,
        solver: gigasite_case::schema::SolverTable::default(),
        cosimulation: gigasite_case::schema::CosimulationTable::default(),
    };
    let dataset = Dataset {
        zones: zones.iter().map(|(id, area)| zone(id, area)).collect(),
        countries: vec![country("DE", 15.0), country("FR", 10.0), country("SE", 5.0)],
        technologies: vec![
            technology("grid_connection", 200.0, 1.0),
            technology("grid_line", 10.0, 1.0),
            technology("power_chain", 3000.0, 1.0),
            technology("wind_onshore", 10_000.0, 5.0),
            technology("solar", 6000.0, 5.0),
            technology("firm_clean", 30_000.0, 2.0),
            Technology {
                capex_eur_per_mwh: 10_000.0,
                efficiency_frac: 0.85,
                ..technology("battery", 100.0, 1.0)
            },
            technology("gas_backup", 500.0, 1.0),
        ],
        money_layers: [
            ("union", 0.17, Some(0.02)),
            ("member_state", 0.35, None),
            ("cohesion", 0.85, Some(0.005)),
            ("private", 1.0, None),
        ]
        .into_iter()
        .map(|(layer, max_share_frac, envelope_bn_eur)| MoneyLayer {
            layer: layer.into(),
            name: layer.into(),
            applies_to: "compute_capex".into(),
            max_share_frac,
            envelope_bn_eur,
            provenance: Provenance::default(),
        })
        .collect(),
        accelerators: vec![accelerator("chip", 2025)],
        ..Dataset::default()
    };
    Case {
        file,
        dataset,
        horizon: Horizon { calendar_year: 2030, hours: HOURS },
        price_year: 2025,
        zone_series: (0..zones.len()).map(series).collect(),
        site_weather: Vec::new(),
        flow_based: None,
        series_source: "test".into(),
        input_hashes: Vec::new(),
    }
}

pub(crate) fn accelerator(id: &str, available_year: i32) -> Accelerator {
    Accelerator {
        id: id.into(),
        vendor: "V".into(),
        name: id.into(),
        tdp_w: 1400.0,
        idle_w: 100.0,
        fp8_dense_tflops: Some(5000.0),
        node_gpus: 8.0,
        node_max_kw: 12.0,
        sustained_frac: Fraction::ONE,
        idle_frac: Fraction::ZERO,
        liquid_frac: Fraction::ONE,
        coolant_max_c: 45.0,
        system_eur_per_gpu: 40.0,
        lifetime_years: 5.0,
        available_year,
        provenance: Provenance::default(),
    }
}

fn cooling_design(id: &str, capex_eur_per_mw: f64) -> CoolingDesign {
    CoolingDesign {
        id: id.into(),
        name: id.into(),
        liquid_sink: "dry".into(),
        air_sink: "chiller".into(),
        liquid_supply_c: 40.0,
        liquid_rise_k: 10.0,
        cdu_approach_k: 3.0,
        air_supply_c: 20.0,
        air_limit_c: 32.0,
        all_liquid: "no".into(),
        cdu_pump_w_per_w: 0.01,
        loop_pump_w_per_w: 0.01,
        pump_floor_ratio: 0.5,
        loop_static_frac: Fraction::ZERO,
        intake_static_frac: Fraction::ZERO,
        crah_fan_w_per_w: 0.03,
        cooler_fan_w_per_w: 0.02,
        design_margin_k: 2.0,
        pad_frac: Fraction::ZERO,
        concentration_ratio: 4.0,
        drift_frac: Fraction::ZERO,
        potable_frac: Fraction::ONE,
        tower_approach_k: 4.0,
        economiser_approach_k: 3.0,
        discharge_max_c: 30.0,
        discharge_rise_max_k: 10.0,
        carnot_frac: Fraction::ONE,
        units_count: 5,
        spare_count: 1,
        capex_eur_per_mw: capex_eur_per_mw / 1e3,
        needs_water_body: "no".into(),
        provenance: Provenance::default(),
    }
}

fn zone(id: &str, area: &str) -> Zone {
    Zone {
        id: id.into(),
        name: id.into(),
        country: id[..2].into(),
        synchronous_area: area.into(),
        lat_deg: 50.0,
        lon_deg: 8.0,
        demand: MegawattHours(24_000.0),
        peak_load: Megawatts(1000.0),
        observed_2024: EurPerMwh(60.0),
        provenance: Provenance::default(),
    }
}

fn country(id: &str, charge: f64) -> Country {
    Country {
        id: id.into(),
        name: id.into(),
        eu_member: "yes".into(),
        network_charge_eur_per_mwh: charge,
        electricity_tax_eur_per_mwh: 0.5,
        wacc_frac: 0.06,
        building_eur_per_mw: 10_000.0,
        wait_years: 5.0,
        district_heat_frac: if id == "SE" { 0.5 } else { 0.1 },
        water_stress_score: 1.0,
        water_eur_per_m3: 2.0,
        heat_eur_per_mwh: 8.0,
        provenance: Provenance::default(),
    }
}

fn technology(name: &str, capex_eur_per_mw: f64, max_ratio: f64) -> Technology {
    Technology {
        technology: name.into(),
        capex_eur_per_mw,
        capex_eur_per_mwh: 0.0,
        fixed_om_eur_per_mw_a: 1.0,
        variable_eur_per_mwh: 0.0,
        lifetime_years: 20.0,
        efficiency_frac: 1.0,
        carbon_t_per_mwh: 0.0,
        max_ratio,
        provenance: Provenance::default(),
    }
}

fn series(zone: usize) -> ZoneSeries {
    let hourly = |value: &dyn Fn(usize) -> f64| -> Hourly<f64> { (0..HOURS).map(value).collect() };
    ZoneSeries {
        load_mw: hourly(&|t| base_load(zone, t)),
        wind_onshore_frac: hourly(&|t| 0.2 + 0.05 * ((t + zone) % 5) as f64),
        wind_offshore_frac: hourly(&|_| 0.0),
        solar_frac: hourly(&|t| if (8..16).contains(&t) { 0.5 } else { 0.0 }),
        run_of_river_frac: hourly(&|_| 0.0),
        inflow_mw: hourly(&|_| 0.0),
        temperature_c: hourly(&|_| 10.0),
        humidity_frac: hourly(&|_| 0.7),
    }
}
