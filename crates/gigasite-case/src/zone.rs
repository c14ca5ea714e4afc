//! The power system: bidding zones, their fleets and the borders between them.

use gigasite_units::{EurPerMwh, EurPerTonne, Fraction, MegawattHours, Megawatts, TonnesPerMwh};
use serde::{Deserialize, Serialize};

/// Where a row comes from: on every row of every table.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// Source id of `sources.csv`, several joined by `;`. `MEM` = from memory, `EST` = estimate.
    pub source: String,
    /// `high`, `medium` or `low`, with a reason where there is one.
    pub confidence: String,
}

/// A bidding zone (`zones.csv`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Zone {
    /// Identifier such as `FR` or `SE3`.
    #[serde(rename = "zone")]
    pub id: String,
    /// Name for people.
    pub name: String,
    /// ISO 3166-1 alpha-2 country.
    pub country: String,
    /// `continental`, `nordic`, `great_britain`, `ireland`, `baltic` or `island`.
    pub synchronous_area: String,
    /// Latitude of the demand centre.
    pub lat_deg: f64,
    /// Longitude of the demand centre.
    pub lon_deg: f64,
    /// Annual demand of the modelled year, without the plan.
    #[serde(rename = "demand_mwh")]
    pub demand: MegawattHours,
    /// Highest hourly demand, without the plan.
    #[serde(rename = "peak_load_mw")]
    pub peak_load: Megawatts,
    /// Observed mean day-ahead price of 2024, for calibration only.
    #[serde(rename = "observed_2024_eur_per_mwh")]
    pub observed_2024: EurPerMwh,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// One class of thermal or nuclear plant in a zone (`fleet.csv`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FleetClass {
    /// Zone.
    pub zone: String,
    /// `nuclear`, `lignite`, `coal`, `gas_ccgt`, `gas_ocgt`, `gas_chp`, `oil`, `biomass`, `waste`, `geothermal`, `other` …
    pub technology: String,
    /// Age and efficiency class: `new`, `mid`, `old` or `all`.
    pub vintage: String,
    /// Key into `fuels.csv`.
    pub fuel: String,
    /// Net capacity.
    #[serde(rename = "capacity_mw")]
    pub capacity: Megawatts,
    /// Net electric efficiency, lower heating value.
    #[serde(rename = "efficiency_frac")]
    pub efficiency: Fraction,
    /// Mean availability over the year.
    #[serde(rename = "availability_frac")]
    pub availability: Fraction,
    /// Share of the available capacity that runs whatever the price (heat, contracts, stability).
    #[serde(rename = "must_run_frac")]
    pub must_run: Fraction,
    /// Variable operation and maintenance cost.
    #[serde(rename = "variable_om_eur_per_mwh")]
    pub variable_om: EurPerMwh,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Weather-driven and hydro capacity of a zone (`renewables.csv`), one row per zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Renewables {
    /// Zone.
    pub zone: String,
    /// Onshore wind.
    #[serde(rename = "wind_onshore_mw")]
    pub wind_onshore: Megawatts,
    /// Offshore wind.
    #[serde(rename = "wind_offshore_mw")]
    pub wind_offshore: Megawatts,
    /// Photovoltaics.
    #[serde(rename = "solar_mw")]
    pub solar: Megawatts,
    /// Run-of-river hydro.
    #[serde(rename = "run_of_river_mw")]
    pub run_of_river: Megawatts,
    /// Reservoir hydro turbines.
    #[serde(rename = "reservoir_mw")]
    pub reservoir: Megawatts,
    /// Energy that the reservoirs hold when full.
    #[serde(rename = "reservoir_mwh")]
    pub reservoir_energy: MegawattHours,
    /// Natural inflow to the reservoirs in a mean year.
    #[serde(rename = "reservoir_inflow_mwh")]
    pub reservoir_inflow: MegawattHours,
    /// Pumped storage, turbine and pump.
    #[serde(rename = "pumped_mw")]
    pub pumped: Megawatts,
    /// Energy that pumped storage holds when full.
    #[serde(rename = "pumped_mwh")]
    pub pumped_energy: MegawattHours,
    /// Grid batteries.
    #[serde(rename = "battery_mw")]
    pub battery: Megawatts,
    /// Energy of grid batteries.
    #[serde(rename = "battery_mwh")]
    pub battery_energy: MegawattHours,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Monthly statistics of a zone (`zone_months.csv`): what the generator of hourly series is calibrated on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ZoneMonth {
    /// Zone.
    pub zone: String,
    /// 1–12.
    pub month: usize,
    /// Mean load of the month over mean load of the year.
    pub demand_ratio: f64,
    /// Mean dry-bulb temperature.
    pub temperature_c: f64,
    /// Mean relative humidity.
    pub humidity_frac: f64,
    /// Mean capacity factor, onshore wind.
    pub wind_onshore_frac: f64,
    /// Mean capacity factor, offshore wind; 0 where there is none.
    pub wind_offshore_frac: f64,
    /// Mean capacity factor, photovoltaics.
    pub solar_frac: f64,
    /// Mean capacity factor, run-of-river.
    pub run_of_river_frac: f64,
    /// Reservoir inflow of the month over that of the mean month.
    pub inflow_ratio: f64,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// A border between two zones (`borders.csv`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Border {
    /// Zone on one side.
    pub from: String,
    /// Zone on the other side.
    pub to: String,
    /// Net transfer capacity from → to.
    #[serde(rename = "forward_mw")]
    pub forward: Megawatts,
    /// Net transfer capacity to → from.
    #[serde(rename = "backward_mw")]
    pub backward: Megawatts,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// A fuel in a country (`fuels.csv`); `country = "EU"` is the price where no own row stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fuel {
    /// Key.
    pub fuel: String,
    /// ISO country, or `EU` for all others.
    pub country: String,
    /// Price per thermal megawatt hour, delivered.
    #[serde(rename = "price_eur_per_mwh")]
    pub price: EurPerMwh,
    /// Direct combustion carbon per thermal megawatt hour.
    #[serde(rename = "carbon_t_per_mwh")]
    pub carbon: TonnesPerMwh,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Price of carbon in a country (`carbon_prices.csv`); `country = "EU"` is the ETS.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CarbonPrice {
    /// ISO country, or `EU` for all others.
    pub country: String,
    /// Price per tonne.
    #[serde(rename = "price_eur_per_t")]
    pub price: EurPerTonne,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Hourly series of a zone, all of the horizon's length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ZoneSeries {
    /// Load without the plan, megawatts.
    pub load_mw: crate::Hourly<f64>,
    /// Capacity factor of onshore wind, 0–1.
    pub wind_onshore_frac: crate::Hourly<f64>,
    /// Capacity factor of offshore wind, 0–1.
    pub wind_offshore_frac: crate::Hourly<f64>,
    /// Capacity factor of photovoltaics, 0–1.
    pub solar_frac: crate::Hourly<f64>,
    /// Capacity factor of run-of-river hydro, 0–1.
    pub run_of_river_frac: crate::Hourly<f64>,
    /// Natural inflow to reservoirs, megawatts.
    pub inflow_mw: crate::Hourly<f64>,
    /// Dry-bulb temperature at the demand centre, °C.
    pub temperature_c: crate::Hourly<f64>,
    /// Relative humidity, 0–1.
    pub humidity_frac: crate::Hourly<f64>,
}

/// A region of NUTS level 3 (`regions.csv`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Region {
    /// Code of NUTS 2021; its first four characters are the region of level 2.
    #[serde(rename = "region")]
    pub id: String,
    /// Name.
    pub name: String,
    /// Name of the region of level 2.
    pub part_of: String,
    /// Zone that holds it, or its larger part.
    pub zone: String,
    /// Population.
    pub population_count: f64,
    /// Gross domestic product per head, purchasing power standards.
    pub gdp_per_head_pps: f64,
    /// Provenance.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// What a region of level 2 or 3 draws, a share of its zone's load.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionLoad {
    /// Code; that of the zone where the dataset has no regions for it.
    pub id: String,
    /// Name.
    pub name: String,
    /// Zone.
    pub zone: String,
    /// Population; `None` where the zone is not divided.
    pub population_count: Option<f64>,
    /// Gross domestic product per head; `None` where the zone is not divided.
    pub gdp_per_head_pps: Option<f64>,
    /// Share of the zone's load.
    pub share_frac: f64,
    /// Demand of the modelled year.
    pub demand_mwh: f64,
    /// Share of the zone's peak load; regions peak together here.
    pub peak_load_mw: f64,
}
