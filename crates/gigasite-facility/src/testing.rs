//! Small cases for the tests of this crate; figures of the embedded dataset.

use gigasite_case::facility::{Accelerator, CoolingDesign, PowerStage};
use gigasite_case::schema::{CaseFile, HallsTable, HorizonTable, ProgrammeTable};
use gigasite_case::site::{Site, SiteWeather};
use gigasite_case::zone::Provenance;
use gigasite_case::{Case, Dataset, Horizon, Hourly};
use gigasite_units::{Fraction, Kilometres};

fn fraction(value: f64) -> Fraction {
    Fraction::new(value).expect("a fraction")
}

pub(crate) fn accelerator(id: &str) -> Accelerator {
    let (node_gpus, node_max_kw, sustained, idle, liquid, coolant_max_c, fp8) = match id {
        "gb300_nvl72" => (4.0, 6.6, 0.85, 0.22, 0.9, 45.0, 5000.0),
        "h100_sxm" => (8.0, 10.2, 0.824, 0.25, 0.0, 27.0, 1979.0),
        other => panic!("no accelerator {other}"),
    };
    Accelerator {
        id: id.into(),
        vendor: "NVIDIA".into(),
        name: id.into(),
        tdp_w: 1400.0,
        idle_w: 150.0,
        fp8_dense_tflops: Some(fp8),
        node_gpus,
        node_max_kw,
        sustained_frac: fraction(sustained),
        idle_frac: fraction(idle),
        liquid_frac: fraction(liquid),
        coolant_max_c,
        system_eur_per_gpu: 69_400.0,
        lifetime_years: 5.0,
        available_year: 2025,
        provenance: Provenance::default(),
    }
}

pub(crate) const COOLING: [&str; 9] = [
    "dry",
    "dry_adiabatic",
    "wet_tower",
    "sea_water",
    "chiller",
    "tower_chiller",
    "river",
    "outside_air",
    "all_liquid",
];

/// Rows of `cooling_designs.csv`.
pub(crate) fn cooling(id: &str) -> CoolingDesign {
    let mut design = CoolingDesign {
        id: id.into(),
        name: id.into(),
        liquid_sink: id.into(),
        air_sink: "chiller".into(),
        liquid_supply_c: 30.0,
        liquid_rise_k: 10.0,
        cdu_approach_k: 3.0,
        air_supply_c: 20.0,
        air_limit_c: 32.0,
        all_liquid: "no".into(),
        cdu_pump_w_per_w: 0.0075,
        loop_pump_w_per_w: 0.008,
        pump_floor_ratio: 0.5,
        loop_static_frac: fraction(0.4),
        intake_static_frac: Fraction::ZERO,
        crah_fan_w_per_w: 0.03,
        cooler_fan_w_per_w: 0.0401,
        design_margin_k: 2.0,
        pad_frac: Fraction::ZERO,
        concentration_ratio: 4.0,
        drift_frac: fraction(5e-5),
        potable_frac: Fraction::ONE,
        tower_approach_k: 3.89,
        economiser_approach_k: 3.0,
        discharge_max_c: 30.0,
        discharge_rise_max_k: 10.0,
        carnot_frac: fraction(0.8),
        units_count: 5,
        spare_count: 1,
        capex_eur_per_mw: 1.7e6,
        needs_water_body: "no".into(),
        provenance: Provenance::default(),
    };
    match id {
        "dry" => design.liquid_supply_c = 40.0,
        "dry_adiabatic" => (design.liquid_supply_c, design.pad_frac) = (37.0, fraction(0.75)),
        "wet_tower" => (design.cooler_fan_w_per_w, design.design_margin_k) = (0.0126, 1.0),
        "chiller" => design.liquid_supply_c = 20.0,
        "tower_chiller" => {
            (design.cooler_fan_w_per_w, design.design_margin_k) = (0.0126, 1.0);
            (design.liquid_sink, design.air_sink) = ("wet_tower_chiller".into(), "wet_tower_chiller".into());
            (design.liquid_supply_c, design.air_supply_c) = (25.0, 18.0);
        }
        "sea_water" | "river" => {
            (design.cooler_fan_w_per_w, design.design_margin_k) = (0.007, 1.0);
            (design.intake_static_frac, design.needs_water_body) = (fraction(0.7), "yes".into());
        }
        "outside_air" => {
            (design.liquid_sink, design.air_sink) = ("dry".into(), "outside_air".into());
            (design.liquid_supply_c, design.pad_frac) = (40.0, fraction(0.75));
        }
        "all_liquid" => {
            (design.liquid_sink, design.all_liquid) = ("dry_adiabatic".into(), "yes".into());
            (design.liquid_supply_c, design.pad_frac) = (40.0, fraction(0.75));
        }
        other => panic!("no cooling {other}"),
    }
    if id == "river" {
        (design.liquid_sink, design.air_sink) = ("sea_water_chiller".into(), "sea_water_chiller".into());
        (design.discharge_max_c, design.discharge_rise_max_k) = (28.0, 5.0);
    }
    design
}

pub(crate) fn power_chain() -> Vec<PowerStage> {
    let stage = |stage: &str, order_count, heats_hall: &str, redundancy_ratio: f64, a: [f64; 3]| PowerStage {
        stage: stage.into(),
        order_count,
        heats_hall: heats_hall.into(),
        redundancy_ratio,
        // one spare: n / (n − 1)
        units_count: (redundancy_ratio / (redundancy_ratio - 1.0)).round() as usize,
        spare_count: 1,
        it_category_count: usize::from(stage == "busway"),
        a0_ratio: a[0],
        a1_ratio: a[1],
        a2_ratio: a[2],
        provenance: Provenance::default(),
    };
    vec![
        stage("hv_transformer", 1, "no", 1.5, [0.0005, 0.0, 0.003_125]),
        stage("mv_transformer", 2, "no", 1.33, [0.00063, 0.0, 0.0074]),
        stage("ups_double_conversion", 3, "yes", 1.25, [0.00924, -0.00194, 0.02781]),
        stage("ups_eco", 3, "yes", 1.25, [0.00369, 0.00532, 0.0011]),
        stage("busway", 4, "yes", 2.0, [0.0, 0.0, 0.006]),
    ]
}

/// A smooth year: mean, seasonal and daily amplitude of the dry bulb, relative humidity lowest in the afternoon.
pub(crate) fn weather(hours: usize, climate: [f64; 4], pressure_pa: f64) -> SiteWeather {
    let [mean_c, season_k, day_k, humidity] = climate;
    let turn = std::f64::consts::TAU;
    let daily = |t: usize| ((t % 24) as f64 - 15.0) / 24.0 * turn;
    let yearly = |t: usize| (t as f64 / 24.0 - 201.0) / 365.25 * turn;
    // a slow wave stands in for fronts
    let front = |t: usize| (t as f64 / 109.0).sin() * 3.0;
    let temperature = |t: usize| mean_c + season_k * yearly(t).cos() + day_k * daily(t).cos() + front(t);
    SiteWeather {
        temperature_c: (0..hours).map(temperature).collect(),
        humidity_frac: (0..hours).map(|t| (humidity - 0.15 * daily(t).cos()).clamp(0.05, 1.0)).collect(),
        pressure_pa,
    }
}

pub(crate) const FRANKFURT: [f64; 4] = [11.0, 9.5, 5.0, 0.72];
pub(crate) const SEVILLE: [f64; 4] = [19.5, 9.0, 7.5, 0.5];

pub(crate) fn site(id: &str, water_class: &str) -> Site {
    Site {
        id: id.into(),
        name: id.into(),
        country: "DE".into(),
        zone: "DE".into(),
        nuts2: "XX00".into(),
        lat_deg: 50.0,
        lon_deg: 8.0,
        kind: "announced".into(),
        status: "planned".into(),
        water_class: water_class.into(),
        cooling_water: String::new(),
        substation: String::new(),
        ehv_distance: Kilometres(10.0),
        latency_ms: 1.0,
        station: "none".into(),
        elevation_m: 100.0,
        cohesion_category: "transition".into(),
        cohesion_ceiling_frac: 0.6,
        seismic_g: 0.0,
        flood_class: "L".into(),
        eu_eligible: "yes".into(),
        note: String::new(),
        provenance: Provenance::default(),
    }
}

/// GB300 halls with the four designs of the europe case, no site yet.
pub(crate) fn case() -> Case {
    let programme = ProgrammeTable {
        stages: Vec::new(),
        sites_min_count: 1,
        sites_max_count: 1,
        site_min_gpus: 1.0,
        site_max_gpus: 1e6,
        sites_per_country_count: 1,
        synchronous_areas_min_count: 1,
        eu_only: true,
        drafts_bind: false,
        value_eur_per_gpu_hour: 2.0,
    };
    let file = CaseFile {
        name: "halls".into(),
        description: String::new(),
        dataset: "test".into(),
        horizon: HorizonTable::default(),
        programme,
        sites: gigasite_case::schema::SitesTable::default(),
        halls: HallsTable::default(),
        grid: gigasite_case::schema::GridTable::default(),
        flexibility: gigasite_case::schema::FlexibilityTable::default(),
        supply: gigasite_case::schema::SupplyTable::default(),
        money: gigasite_case::schema::MoneyTable::default(),
        rival: None,
        solver: gigasite_case::schema::SolverTable::default(),
        cosimulation: gigasite_case::schema::CosimulationTable::default(),
    };
    let dataset = Dataset {
        accelerators: ["gb300_nvl72", "h100_sxm"].map(accelerator).to_vec(),
        cooling_designs: COOLING.map(cooling).to_vec(),
        power_chain: power_chain(),
        ..Dataset::default()
    };
    Case {
        file,
        dataset,
        horizon: Horizon::year(2030),
        price_year: 2025,
        zone_series: Vec::new(),
        site_weather: Vec::new(),
        flow_based: None,
        series_source: "test".into(),
        input_hashes: Vec::new(),
    }
}

pub(crate) fn add_site(case: &mut Case, id: &str, water_class: &str, climate: [f64; 4]) {
    case.dataset.sites.push(site(id, water_class));
    case.site_weather.push(weather(case.horizon.hours, climate, 101_325.0));
}

/// Temperature, humidity and pressure of an hour, for tables of `Hourly`.
pub(crate) fn series(rows: &[(f64, f64)], pressure_pa: f64) -> SiteWeather {
    SiteWeather {
        temperature_c: Hourly(rows.iter().map(|row| row.0).collect()),
        humidity_frac: Hourly(rows.iter().map(|row| row.1).collect()),
        pressure_pa,
    }
}

/// Climate of a case's site, with its wet bulb.
pub(crate) fn climate_of(case: &Case, site: usize) -> crate::climate::Climate<'_> {
    let months: Vec<usize> = (0..case.horizon.hours).map(|t| case.horizon.month(t)).collect();
    crate::climate::Climate::of(&case.site_weather[site], &months, &crate::normals_of(case, site), true)
}
