//! Rivers and reservoirs: the dryness of the season and the rain of the last days.

use super::weather::{DRYNESS_DAYS, Weather};
use crate::generate::smooth;
use gigasite_case::Horizon;

/// Standard deviation of the logarithm of inflow by the rain of the last days, and their time in hours.
const RAIN_SPREAD: f64 = 0.25;
const RAIN_HOURS: f64 = 120.0;
/// Standard deviation that it leaves in a yearly mean: about eight days of memory.
pub(super) const YEARLY_RAIN: f64 = 0.05;
/// Rivers with a weir vary less than the water that feeds reservoirs.
const RIVER_SHARE: f64 = 0.6;

/// Anomalies of water in a zone: of the season and of the last days, each with variance 1.
pub(super) struct Wetness {
    season: Vec<f64>,
    rain: Vec<f64>,
}

/// Part of the season's standard deviation that is left in the year's inflow; more where snow melts in a few weeks.
pub(super) fn kept_in_a_year(curve: &[f64]) -> f64 {
    let days: Vec<f64> = curve.chunks(24).map(|day| day.iter().sum::<f64>()).collect();
    let total: f64 = days.iter().sum();
    if total <= 0.0 {
        return 1.0;
    }
    // the persistent part of the variance of a weighted mean, by one pass in either direction
    let keep = (-1.0 / DRYNESS_DAYS).exp();
    let (mut memory, mut variance) = (0.0, 0.0);
    for weight in days {
        variance += weight * (weight + 2.0 * keep * memory);
        memory = keep * memory + weight;
    }
    variance.sqrt() / total
}

pub(super) fn wetness(horizon: Horizon, weather: &Weather, zone: usize) -> Wetness {
    let season: Vec<f64> = weather.dryness[zone].iter().map(|dry| -dry).collect();
    // clouds bring rain; a low pass of the cloud field keeps about a third of its standard deviation
    let mut rain: Vec<f64> = weather.sun[zone].iter().take(horizon.hours).map(|sun| -sun).collect();
    smooth(&mut rain, RAIN_HOURS);
    let n = rain.len().max(1) as f64;
    let spread = (rain.iter().map(|x| x * x).sum::<f64>() / n).sqrt().max(0.1);
    for x in &mut rain {
        *x /= spread;
    }
    Wetness { season, rain }
}

/// Log-normal around 1.
fn ratio(wet: &Wetness, t: usize, spread: f64, rain: f64) -> f64 {
    (spread * wet.season[t] + rain * wet.rain[t] - 0.5 * (spread * spread + rain * rain)).exp()
}

pub(super) fn inflow(curve: &[f64], mean_mw: f64, spread: f64, wet: &Wetness, change: &[f64]) -> Vec<f64> {
    curve
        .iter()
        .enumerate()
        .map(|(t, level)| mean_mw * level * ratio(wet, t, spread, RAIN_SPREAD) * change[t])
        .collect()
}

pub(super) fn river(curve: &[f64], spread: f64, wet: &Wetness, change: &[f64]) -> Vec<f64> {
    curve
        .iter()
        .enumerate()
        .map(|(t, level)| {
            (level * ratio(wet, t, RIVER_SHARE * spread, RIVER_SHARE * RAIN_SPREAD) * change[t]).min(1.0)
        })
        .collect()
}
