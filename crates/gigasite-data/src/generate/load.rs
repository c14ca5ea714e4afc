//! Load: the shape of its region, the response of its country to cold and heat, its peak and its yearly demand.

use super::calibrate::{month_hours, scale_to_mean};
use super::rng::Stream;
use gigasite_case::Horizon;
use gigasite_case::zone::Zone;

/// Mean load by region, season, kind of day and hour over the mean of its season, measured on 2016.
const SHAPES: &str = include_str!("shapes.csv");
/// Response of load to temperature and Weibull shape of wind by country, measured on 2016.
const RESPONSE: &str = include_str!("response.csv");

/// Heating starts below and cooling above, °C.
const COMFORT_C: (f64, f64) = (15.0, 22.0);
/// Hourly noise of the load of a whole zone.
const NOISE_FRAC: f64 = 0.01;

fn region(country: &str) -> &'static str {
    match country {
        "DK" | "EE" | "FI" | "LT" | "LV" | "NO" | "SE" => "north",
        "GB" | "IE" => "isles",
        "BE" | "CH" | "AT" | "CZ" | "DE" | "FR" | "LU" | "NL" | "PL" | "SK" | "SI" | "HU" => "west",
        _ => "south",
    }
}

/// `[season][kind of day][hour]`
fn shape(region: &str) -> [[[f64; 24]; 3]; 4] {
    let mut table = [[[1.0; 24]; 3]; 4];
    for line in SHAPES.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if let [name, season, day, hour, ratio] = cells[..]
            && name == region
            && let (Ok(season), Ok(day), Ok(hour), Ok(ratio)) =
                (season.parse::<usize>(), day.parse::<usize>(), hour.parse::<usize>(), ratio.parse::<f64>())
            && season < 4
            && day < 3
            && hour < 24
        {
            table[season][day][hour] = ratio;
        }
    }
    table
}

/// A figure of a country in `response.csv`, or the mean of all where it has none.
fn response(country: &str, column: usize) -> f64 {
    let figure = |line: &str| line.split(',').nth(column).and_then(|cell| cell.parse::<f64>().ok());
    let rows = || RESPONSE.lines().skip(1);
    rows().find(|line| line.split(',').next() == Some(country)).and_then(figure).unwrap_or_else(|| {
        let all: Vec<f64> = rows().filter_map(figure).collect();
        all.iter().sum::<f64>() / all.len().max(1) as f64
    })
}

/// Weibull shape of a country's wind; never below 0.9, which stands for a handful of turbines.
pub(super) fn wind_shape(country: &str) -> f64 {
    response(country, 3).max(0.9)
}

/// Hourly load of a zone, MW.
pub(super) fn load_mw(
    zone: &Zone,
    ratio: &[f64],
    horizon: Horizon,
    temperature_c: &[f64],
    seed: u64,
) -> Vec<f64> {
    let mut series = raw(zone, horizon, temperature_c, seed);
    let mean_mw = zone.demand.0 / horizon.hours as f64;
    let wanted: Vec<f64> = ratio.iter().map(|ratio| ratio * mean_mw).collect();
    scale_to_mean(horizon, &mut series, &wanted, f64::INFINITY);
    let total: f64 = series.iter().sum();
    let factor = zone.demand.0 / total;
    for mw in &mut series {
        *mw *= factor;
    }
    stretch_to_peak(horizon, &mut series, zone.peak_load.0);
    series
}

/// Shape of its region, response to temperature and noise: load over its mean, before any level is met.
pub(super) fn raw(zone: &Zone, horizon: Horizon, temperature_c: &[f64], seed: u64) -> Vec<f64> {
    let shape = shape(region(&zone.country));
    let (heating, cooling) = (response(&zone.country, 1), response(&zone.country, 2));
    let purpose = zone.id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut stream = Stream::new(seed, purpose);
    // people and buildings feel the mean of a day
    let mut felt_c = temperature_c.first().copied().unwrap_or(10.0);
    let mut noise = 0.0;
    (0..horizon.hours)
        .map(|t| {
            felt_c = 0.96 * felt_c + 0.04 * temperature_c[t];
            noise = 0.9 * noise + 0.436 * stream.normal();
            let month = horizon.month(t);
            let season = [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0][month];
            let feast = t < 24 || (24 * 358..24 * 360).contains(&t);
            let day = match horizon.weekday(t) {
                _ if feast => 2,
                5 => 1,
                6 => 2,
                _ => 0,
            };
            let response =
                heating * (COMFORT_C.0 - felt_c).max(0.0) + cooling * (felt_c - COMFORT_C.1).max(0.0);
            shape[season][day][t % 24] * (1.0 + response) * (1.0 + NOISE_FRAC * noise).max(0.5)
        })
        .collect()
}

/// Stretches the hours around the mean of their month until the highest is the peak load; monthly means stay. A peak that
/// would need the swing of the hours to change by more than a half is left where the limit puts it.
fn stretch_to_peak(horizon: Horizon, series: &mut [f64], peak_mw: f64) {
    let months = month_hours(horizon);
    let means: Vec<f64> =
        months.iter().map(|hours| series[hours.clone()].iter().sum::<f64>() / hours.len() as f64).collect();
    let highest = |stretch: f64| {
        months.iter().zip(&means).fold(0.0_f64, |top, (hours, mean)| {
            series[hours.clone()].iter().fold(top, |top, mw| top.max(mean + stretch * (mw - mean)))
        })
    };
    let (mut low, mut high) = (0.5, 1.5);
    for _ in 0..60 {
        let mid = f64::midpoint(low, high);
        if highest(mid) < peak_mw { low = mid } else { high = mid }
    }
    for (hours, mean) in months.iter().zip(&means) {
        for mw in &mut series[hours.clone()] {
            *mw = mean + high * (*mw - mean);
        }
    }
}
