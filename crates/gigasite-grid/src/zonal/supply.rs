//! The supply side of every zone, ready for the programme: classes with one marginal cost each.

use crate::Error;
use crate::zonal::hydro;
use gigasite_case::Case;
use gigasite_case::zone::{Renewables, ZoneSeries};

/// Cost of demand not served: the harmonised maximum clearing price of the single day-ahead coupling in 2024
/// (4,000 EUR/MWh, ACER decision 01/2023).
pub(crate) const UNSERVED_EUR_PER_MWH: f64 = 4000.0;
/// Cost of moving a megawatt hour over a border: breaks ties in favour of the shorter way. A numerical choice, below
/// any real transmission charge; it moves prices by at most itself per border.
pub(crate) const WHEELING_EUR_PER_MWH: f64 = 0.3;
/// Wear of a store per megawatt hour charged: breaks ties. A numerical choice.
pub(crate) const STORAGE_WEAR_EUR_PER_MWH: f64 = 0.1;
/// Round-trip efficiency of pumped storage (0.75–0.80 in JRC-EU-TIMES; estimate).
pub(crate) const PUMPED_ROUND_TRIP: f64 = 0.77;
/// Round-trip efficiency of grid batteries (technology-data 2030: 0.92 inverter round trip; estimate).
pub(crate) const BATTERY_ROUND_TRIP: f64 = 0.90;
/// Seasonal swing of nuclear availability: refuelling is done in summer. ±8 % around the mean, estimate from the French
/// monthly availabilities of 2015–2019.
const NUCLEAR_SWING: f64 = 0.08;
/// Seasonal swing of biomass plants, most of which follow the need for heat in the cold half of the year. ±25 % around
/// the mean: estimate, between forest industry (flat) and district heating (idle in summer).
const BIOMASS_SWING: f64 = 0.25;
/// Two classes whose costs differ by less are one class in the programme.
const MERGE_EUR_PER_MWH: f64 = 0.75;

/// A class of plant with one marginal cost.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Class {
    pub(crate) technology: String,
    pub(crate) cost_eur_per_mwh: f64,
    pub(crate) carbon_t_per_mwh: f64,
    /// Available power by month.
    pub(crate) available_mw: [f64; 12],
    /// Share of the available power that runs at any price.
    pub(crate) must_run_frac: f64,
}

/// A store whose level repeats every week.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Store {
    pub(crate) technology: &'static str,
    pub(crate) power_mw: f64,
    pub(crate) energy_mwh: f64,
    pub(crate) round_trip: f64,
}

/// Everything that can generate in a zone.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ZoneSupply {
    pub(crate) classes: Vec<Class>,
    pub(crate) stores: Vec<Store>,
    /// Wind, sun and run-of-river together, MW per hour.
    pub(crate) renewable_mw: Vec<f64>,
    /// The same by technology: `(technology, capacity factor source, MW)`.
    pub(crate) renewable_parts: Vec<(&'static str, f64)>,
    pub(crate) reservoir_mw: f64,
    /// Energy that the reservoirs may release in each week of the model.
    pub(crate) weekly_budget_mwh: Vec<f64>,
}

/// Builds the supply of every zone.
pub(crate) fn build(case: &Case, weeks: &[std::ops::Range<usize>]) -> Result<Vec<ZoneSupply>, Error> {
    case.dataset
        .zones
        .iter()
        .zip(&case.zone_series)
        .map(|(zone, series)| {
            let row = case
                .dataset
                .renewables
                .iter()
                .find(|row| row.zone == zone.id)
                .ok_or_else(|| Error::NoRenewables { zone: zone.id.clone() })?;
            let renewable_parts = vec![
                ("wind_onshore", row.wind_onshore.0),
                ("wind_offshore", row.wind_offshore.0),
                ("solar", row.solar.0),
                ("run_of_river", row.run_of_river.0),
            ];
            let renewable_mw = (0..case.horizon.hours)
                .map(|t| renewable_parts.iter().map(|(name, mw)| mw * factor(series, name, t)).sum())
                .collect::<Vec<f64>>();
            let residual_mw: Vec<f64> =
                series.load_mw.iter().zip(&renewable_mw).map(|(load, renewable)| load - renewable).collect();
            Ok(ZoneSupply {
                classes: classes(case, &zone.id, &zone.country)?,
                stores: stores(row),
                weekly_budget_mwh: hydro::weekly_release_mwh(
                    weeks,
                    &series.inflow_mw,
                    &residual_mw,
                    row.reservoir.0,
                    row.reservoir_energy.0,
                ),
                renewable_mw,
                renewable_parts,
                reservoir_mw: row.reservoir.0,
            })
        })
        .collect()
}

/// Capacity factor of a technology in an hour.
pub(crate) fn factor(series: &ZoneSeries, technology: &str, t: usize) -> f64 {
    match technology {
        "wind_onshore" => series.wind_onshore_frac[t],
        "wind_offshore" => series.wind_offshore_frac[t],
        "solar" => series.solar_frac[t],
        _ => series.run_of_river_frac[t],
    }
}

fn stores(row: &Renewables) -> Vec<Store> {
    [
        ("pumped", row.pumped.0, row.pumped_energy.0, PUMPED_ROUND_TRIP),
        ("battery", row.battery.0, row.battery_energy.0, BATTERY_ROUND_TRIP),
    ]
    .into_iter()
    .filter(|(_, power, energy, _)| *power > 0.0 && *energy > 0.0)
    .map(|(technology, power_mw, energy_mwh, round_trip)| Store {
        technology,
        power_mw,
        energy_mwh,
        round_trip,
    })
    .collect()
}

/// Thermal classes in merit order. Cost of a class:
///
/// ```text
/// cost = (fuel price + fuel carbon · carbon price) / efficiency + variable O&M
/// ```
fn classes(case: &Case, zone: &str, country: &str) -> Result<Vec<Class>, Error> {
    let carbon_price = case
        .dataset
        .carbon_prices
        .iter()
        .find(|row| row.country == country)
        .or_else(|| case.dataset.carbon_prices.iter().find(|row| row.country == "EU"))
        .ok_or_else(|| Error::NoCarbonPrice { country: country.to_owned() })?
        .price
        .0;
    let mut classes: Vec<Class> = Vec::new();
    for plant in case.dataset.fleet.iter().filter(|plant| plant.zone == zone && plant.capacity.0 > 0.0) {
        let fuels = case.dataset.fuels.iter().filter(|row| row.fuel == plant.fuel);
        let fuel = fuels
            .clone()
            .find(|row| row.country == country)
            .or_else(|| fuels.clone().find(|row| row.country == "EU"))
            .ok_or_else(|| Error::NoFuel {
                technology: plant.technology.clone(),
                zone: zone.to_owned(),
                fuel: plant.fuel.clone(),
                country: country.to_owned(),
            })?;
        let efficiency = plant.efficiency.get().max(1e-3);
        let mean_mw = plant.capacity.0 * plant.availability.get();
        let mut available_mw = [mean_mw; 12];
        let swing = match plant.technology.as_str() {
            "nuclear" => NUCLEAR_SWING,
            "biomass" => BIOMASS_SWING,
            _ => 0.0,
        };
        if swing > 0.0 {
            for (month, mw) in available_mw.iter_mut().enumerate() {
                let phase = (month as f64 + 0.5) / 12.0 * std::f64::consts::TAU;
                *mw = (mean_mw * (1.0 + swing * phase.cos())).min(plant.capacity.0);
            }
        }
        classes.push(Class {
            technology: plant.technology.clone(),
            cost_eur_per_mwh: (fuel.price.0 + fuel.carbon.0 * carbon_price) / efficiency
                + plant.variable_om.0,
            carbon_t_per_mwh: fuel.carbon.0 / efficiency,
            available_mw,
            must_run_frac: plant.must_run.get(),
        });
    }
    classes.sort_by(|a, b| {
        a.cost_eur_per_mwh.total_cmp(&b.cost_eur_per_mwh).then_with(|| a.technology.cmp(&b.technology))
    });
    Ok(classes.into_iter().fold(Vec::new(), merge))
}

/// Joins a class to the last one when both are the same technology at nearly the same cost; capacity-weighted.
fn merge(mut merged: Vec<Class>, next: Class) -> Vec<Class> {
    if let Some(last) = merged.last_mut()
        && last.technology == next.technology
        && next.cost_eur_per_mwh - last.cost_eur_per_mwh < MERGE_EUR_PER_MWH
    {
        let (a, b): (f64, f64) = (last.available_mw.iter().sum(), next.available_mw.iter().sum());
        let mix = |x: f64, y: f64| (a * x + b * y) / (a + b);
        last.cost_eur_per_mwh = mix(last.cost_eur_per_mwh, next.cost_eur_per_mwh);
        last.carbon_t_per_mwh = mix(last.carbon_t_per_mwh, next.carbon_t_per_mwh);
        last.must_run_frac = mix(last.must_run_frac, next.must_run_frac);
        for (mw, more) in last.available_mw.iter_mut().zip(next.available_mw) {
            *mw += more;
        }
        return merged;
    }
    merged.push(next);
    merged
}
