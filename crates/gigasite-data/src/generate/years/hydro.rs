//! Rivers and reservoirs: the dryness of the season and the rain of the last days.

use super::weather::Weather;
use crate::generate::smooth;
use gigasite_case::Horizon;

/// Standard deviation of the logarithm of inflow by the rain of the last days, and their time in hours.
const RAIN_SPREAD: f64 = 0.25;
const RAIN_HOURS: f64 = 120.0;
/// Rivers with a weir vary less than the water that feeds reservoirs.
const RIVER_SHARE: f64 = 0.6;

/// Anomalies of water in a zone: of the season and of the last days, each with variance 1.
pub(super) struct Wetness {
    season: Vec<f64>,
    rain: Vec<f64>,
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
