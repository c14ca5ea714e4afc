//! Small cases for the tests of this crate.

use gigasite_case::schema::CaseFile;
use gigasite_case::zone::{Border, CarbonPrice, FleetClass, Fuel, Provenance, Renewables, Zone, ZoneSeries};
use gigasite_case::{Case, Dataset, Horizon, Hourly};
use gigasite_units::{EurPerMwh, EurPerTonne, Fraction, MegawattHours, Megawatts, TonnesPerMwh};

pub(crate) fn fraction(value: f64) -> Fraction {
    Fraction::new(value).expect("a fraction")
}

/// Zones with a flat load for two weeks, no plant and no border.
pub(crate) fn zones(loads_mw: &[(&str, f64)]) -> Case {
    let hours = 336;
    let file: CaseFile = toml_case();
    let zone = |(id, load): &(&str, f64)| Zone {
        id: (*id).to_owned(),
        name: (*id).to_owned(),
        country: (*id).to_owned(),
        synchronous_area: "continental".into(),
        lat_deg: 50.0,
        lon_deg: 5.0,
        demand: MegawattHours(load * hours as f64),
        peak_load: Megawatts(*load),
        observed_2024: EurPerMwh(50.0),
        provenance: Provenance::default(),
    };
    let nothing = |(id, _): &(&str, f64)| Renewables {
        zone: (*id).to_owned(),
        wind_onshore: Megawatts(0.0),
        wind_offshore: Megawatts(0.0),
        solar: Megawatts(0.0),
        run_of_river: Megawatts(0.0),
        reservoir: Megawatts(0.0),
        reservoir_energy: MegawattHours(0.0),
        reservoir_inflow: MegawattHours(0.0),
        pumped: Megawatts(0.0),
        pumped_energy: MegawattHours(0.0),
        battery: Megawatts(0.0),
        battery_energy: MegawattHours(0.0),
        provenance: Provenance::default(),
    };
    let series = |(_, load): &(&str, f64)| {
        let flat = |value: f64| Hourly(vec![value; hours]);
        ZoneSeries {
            load_mw: flat(*load),
            wind_onshore_frac: flat(0.0),
            wind_offshore_frac: flat(0.0),
            solar_frac: flat(0.0),
            run_of_river_frac: flat(0.0),
            inflow_mw: flat(0.0),
            temperature_c: flat(10.0),
            humidity_frac: flat(0.7),
        }
    };
    let dataset = Dataset {
        zones: loads_mw.iter().map(zone).collect(),
        renewables: loads_mw.iter().map(nothing).collect(),
        fuels: vec![fuel("free", 0.0, 0.0), fuel("coal", 20.0, 0.34), fuel("gas", 30.0, 0.2)],
        carbon_prices: vec![CarbonPrice {
            country: "EU".into(),
            price: EurPerTonne(50.0),
            provenance: Provenance::default(),
        }],
        ..Dataset::default()
    };
    Case {
        file,
        dataset,
        horizon: Horizon { calendar_year: 2030, hours },
        price_year: 2025,
        zone_series: loads_mw.iter().map(series).collect(),
        site_weather: Vec::new(),
        flow_based: None,
        series_source: "test".into(),
        input_hashes: Vec::new(),
    }
}

fn toml_case() -> CaseFile {
    serde_json::from_str(
        r#"{"name": "test", "programme": {"stages": [], "sites_min_count": 1, "sites_max_count": 1,
            "site_min_gpus": 0, "site_max_gpus": 1}}"#,
    )
    .expect("a case file")
}

fn fuel(name: &str, price: f64, carbon: f64) -> Fuel {
    Fuel {
        fuel: name.into(),
        country: "EU".into(),
        price: EurPerMwh(price),
        carbon: TonnesPerMwh(carbon),
        provenance: Provenance::default(),
    }
}

/// Adds a plant with efficiency 0.5, so that coal costs 74 and gas 80 EUR/MWh.
pub(crate) fn plant(case: &mut Case, zone: &str, fuel: &str, capacity_mw: f64) {
    case.dataset.fleet.push(FleetClass {
        zone: zone.into(),
        technology: format!("{fuel}_plant"),
        vintage: "all".into(),
        fuel: fuel.into(),
        capacity: Megawatts(capacity_mw),
        efficiency: fraction(0.5),
        availability: fraction(1.0),
        must_run: fraction(0.0),
        variable_om: EurPerMwh(0.0),
        provenance: Provenance::default(),
    });
}

/// Adds a border of the same capacity both ways.
pub(crate) fn border(case: &mut Case, from: &str, to: &str, capacity_mw: f64) {
    case.dataset.borders.push(Border {
        from: from.into(),
        to: to.into(),
        forward: Megawatts(capacity_mw),
        backward: Megawatts(capacity_mw),
        provenance: Provenance::default(),
    });
}
