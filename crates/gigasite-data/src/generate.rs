//! A year of weather and load for every zone and site, made from statistics and a seed.
//!
//! # How it is made
//! Three Gaussian fields (wind, temperature, cloud) over all zones, correlated in space and time:
//!
//! ```text
//! corr(i, j) = exp(−(d_ij / L)^p)      wind 625 km, 1;   temperature 1,200 km, 1.5;   cloud 950 km, 1
//! x_t = second-order autoregression with roots 0.96 / 0.985 / 0.974 (slow) and 0.6 (fast)
//! ```
//!
//! measured on the real series of 2016 (27 countries, mean error of the correlations 0.08–0.09;
//! `datasets/scripts/measure_series.py`). Wind is the Weibull quantile of its field, sun the clear sky of the hour behind
//! its cloud, load the measured shape of its region with the response of its country to cold and heat. Every monthly mean of
//! `zone_months.csv`, the yearly demand and the peak load of `zones.csv` are then met exactly.
//!
//! # How far off it is
//! `datasets/europe/SERIES.md` has the numbers per country, measured against the real year: durations within 4 % (load), 11 % (wind),
//! 16 % (sun) and 2 K, correlations within 0.11, ramps as steep but for temperature, a third gentler. Not in the generator: public holidays but
//! the days around New Year, storms that outlast three days more often than chance, and a link between drought and wind.

mod calibrate;
mod field;
mod load;
mod rng;
mod site;
mod sun;
mod wind;
pub mod years;

pub use site::site_weather;
pub use years::{Climate, Year, Years, years};

use calibrate::{month_hours, scale_to_mean, shift_to_mean};
use field::{Field, Kind};
use gigasite_case::zone::{Zone, ZoneMonth, ZoneSeries};
use gigasite_case::{Dataset, Horizon, Hourly};
use rayon::prelude::*;

/// Half of the daily temperature swing by month, K (mean over 27 countries, 2016).
pub(crate) const HALF_SWING_K: [f64; 12] = [1.9, 2.4, 3.4, 4.1, 4.4, 4.3, 4.5, 4.6, 4.5, 3.2, 2.2, 2.1];
/// Standard deviation of the temperature anomaly, winter and summer, K (the same).
const ANOMALY_K: (f64, f64) = (3.15, 2.52);

/// The hourly series of every zone, in the dataset's order. The same seed gives the same bytes on any number of threads.
pub fn zone_series(dataset: &Dataset, horizon: Horizon, seed: u64) -> Vec<ZoneSeries> {
    let places: Vec<(f64, f64)> = dataset.zones.iter().map(|zone| (zone.lat_deg, zone.lon_deg)).collect();
    let kinds = [Kind::Wind, Kind::Temperature, Kind::Cloud];
    let fields: Vec<Field> =
        kinds.par_iter().map(|kind| Field::new(*kind, &places, horizon.hours, seed)).collect();
    dataset
        .zones
        .par_iter()
        .enumerate()
        .map(|(index, zone)| {
            let mut months: Vec<&ZoneMonth> =
                dataset.zone_months.iter().filter(|row| row.zone == zone.id).collect();
            months.sort_by_key(|row| row.month);
            one_zone(
                dataset,
                zone,
                &months,
                horizon,
                [&fields[0].series[index], &fields[1].series[index], &fields[2].series[index]],
                seed,
            )
        })
        .collect()
}

fn one_zone(
    dataset: &Dataset,
    zone: &Zone,
    months: &[&ZoneMonth],
    horizon: Horizon,
    [wind, warmth, cloud]: [&[f64]; 3],
    seed: u64,
) -> ZoneSeries {
    let monthly = |f: fn(&ZoneMonth) -> f64| -> Vec<f64> { months.iter().map(|row| f(row)).collect() };
    let mut temperature_c = temperature(horizon, &monthly(|m| m.temperature_c), wind, warmth, zone.lon_deg);
    shift_to_mean(horizon, &mut temperature_c, &monthly(|m| m.temperature_c), (-60.0, 55.0));

    let shape = load::wind_shape(&zone.country);
    let wind_onshore = wind::capacity_factors(horizon, wind, shape, &monthly(|m| m.wind_onshore_frac));
    // at sea the wind is steadier: the Weibull shape rises by a fifth (ratio of the 2016 onshore and offshore series)
    let wind_offshore =
        wind::capacity_factors(horizon, wind, shape * 1.2, &monthly(|m| m.wind_offshore_frac));
    let solar =
        sun::capacity_factors(horizon, cloud, (zone.lat_deg, zone.lon_deg), &monthly(|m| m.solar_frac));

    let mut river: Vec<f64> = cloud.iter().map(|x| (1.0 + 0.12 * x).max(0.2)).collect();
    smooth(&mut river, 72.0);
    scale_to_mean(horizon, &mut river, &monthly(|m| m.run_of_river_frac), 1.0);

    let reservoir = dataset.renewables.iter().find(|row| row.zone == zone.id);
    let mean_inflow_mw = reservoir.map_or(0.0, |row| row.reservoir_inflow.0 / horizon.hours as f64);
    let wanted: Vec<f64> = months.iter().map(|row| row.inflow_ratio * mean_inflow_mw).collect();
    let mut inflow: Vec<f64> = cloud.iter().map(|x| (1.0 + 0.3 * x).max(0.1)).collect();
    smooth(&mut inflow, 120.0);
    scale_to_mean(horizon, &mut inflow, &wanted, f64::INFINITY);
    let total: f64 = inflow.iter().sum();
    if total > 0.0 {
        let factor = mean_inflow_mw * horizon.hours as f64 / total;
        for mw in &mut inflow {
            *mw *= factor;
        }
    }

    let humidity = humidity_frac(horizon, &temperature_c, months);

    ZoneSeries {
        load_mw: Hourly(load::load_mw(zone, &monthly(|m| m.demand_ratio), horizon, &temperature_c, seed)),
        wind_onshore_frac: Hourly(wind_onshore),
        wind_offshore_frac: Hourly(wind_offshore),
        solar_frac: Hourly(solar),
        run_of_river_frac: Hourly(river),
        inflow_mw: Hourly(inflow),
        temperature_c: Hourly(temperature_c),
        humidity_frac: Hourly(humidity),
    }
}

/// Monthly means joined smoothly, the daily swing with its maximum at 15 h solar time, and the anomaly of the field.
fn temperature(horizon: Horizon, monthly: &[f64], wind: &[f64], warmth: &[f64], lon_deg: f64) -> Vec<f64> {
    let season = |t: usize| (t as f64 / horizon.hours as f64 * std::f64::consts::TAU).cos();
    (0..horizon.hours)
        .map(|t| {
            let solar_hour = (t % 24) as f64 + lon_deg / 15.0;
            let swing =
                HALF_SWING_K[horizon.month(t)] * ((solar_hour - 15.0) / 24.0 * std::f64::consts::TAU).cos();
            let winter = season(t);
            let sigma = f64::midpoint(ANOMALY_K.0, ANOMALY_K.1) + 0.5 * (ANOMALY_K.0 - ANOMALY_K.1) * winter;
            // westerlies are mild in winter: correlation 0.34 measured
            let tie = 0.34 * winter.max(0.0);
            let anomaly = tie * wind[t] + (1.0 - tie * tie).sqrt() * warmth[t];
            between_months(horizon, monthly, t) + swing + sigma * anomaly
        })
        .collect()
}

/// Relative humidity of a zone: the monthly means, 1.6 points less a kelvin above the month's mean temperature.
pub(crate) fn humidity_frac(horizon: Horizon, temperature_c: &[f64], months: &[&ZoneMonth]) -> Vec<f64> {
    let means = monthly_means(horizon, temperature_c);
    let wanted: Vec<f64> = months.iter().map(|row| row.humidity_frac).collect();
    let mut humidity: Vec<f64> = temperature_c
        .iter()
        .enumerate()
        .map(|(t, c)| {
            let month = horizon.month(t);
            wanted.get(month).map_or(0.75, |mean| mean - 0.016 * (c - means[month]))
        })
        .collect();
    shift_to_mean(horizon, &mut humidity, &wanted, (0.05, 1.0));
    humidity
}

/// Monthly values joined by straight lines between the middles of the months.
pub(crate) fn between_months(horizon: Horizon, monthly: &[f64], t: usize) -> f64 {
    if monthly.len() < 12 {
        return 0.0;
    }
    let place = t as f64 / horizon.hours as f64 * 12.0 - 0.5;
    let low = place.floor();
    let at = |month: f64| monthly[month.rem_euclid(12.0) as usize];
    at(low) + (place - low) * (at(low + 1.0) - at(low))
}

/// A first-order low pass with a time constant in hours.
fn smooth(series: &mut [f64], hours: f64) {
    let keep = (-1.0 / hours).exp();
    let mut state = series.first().copied().unwrap_or(0.0);
    for value in series {
        state = keep * state + (1.0 - keep) * *value;
        *value = state;
    }
}

/// Mean of a series in each month.
pub(crate) fn monthly_means(horizon: Horizon, series: &[f64]) -> Vec<f64> {
    month_hours(horizon)
        .into_iter()
        .map(|hours| series[hours.clone()].iter().sum::<f64>() / hours.len() as f64)
        .collect()
}

#[cfg(test)]
mod tests;
