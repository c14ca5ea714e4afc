//! The weather of a site: the climate of its station, the synoptic weather of its zone.

use super::calibrate::shift_to_mean;
use super::{HALF_SWING_K, between_months, monthly_means};
use gigasite_case::site::SiteWeather;
use gigasite_case::zone::ZoneSeries;
use gigasite_case::{Dataset, Horizon, Hourly};
use rayon::prelude::*;

/// Hours that are hotter than the 99.6 % dry bulb: 0.4 % of the year.
pub(super) const HOT_SHARE: f64 = 0.004;

/// Hourly weather of every site, in the dataset's order: monthly means of temperature and humidity are those of its
/// station, the 0.4 % hottest hours start at the station's 99.6 % dry bulb where a swing of 0.6–1.8 times the zone's gets
/// there. A site whose station or zone is missing gets empty series, which the checks of a case report.
pub fn site_weather(
    dataset: &Dataset,
    horizon: Horizon,
    _seed: u64,
    zones: &[ZoneSeries],
) -> Vec<SiteWeather> {
    dataset
        .sites
        .par_iter()
        .map(|site| {
            let mut months: Vec<_> =
                dataset.stations.iter().filter(|row| row.station == site.station).collect();
            months.sort_by_key(|row| row.month);
            let zone =
                dataset.zones.iter().position(|zone| zone.id == site.zone).and_then(|index| zones.get(index));
            let (Some(zone), 12) = (zone, months.len()) else { return SiteWeather::default() };
            let monthly: Vec<f64> = months.iter().map(|row| row.temperature_c).collect();
            let zone_means = monthly_means(horizon, &zone.temperature_c);
            let swing: Vec<f64> = (0..horizon.hours)
                .map(|t| zone.temperature_c[t] - between_months(horizon, &zone_means, t))
                .collect();
            let make = |factor: f64| -> Vec<f64> {
                let mut series: Vec<f64> = (0..horizon.hours)
                    .map(|t| between_months(horizon, &monthly, t) + factor * swing[t])
                    .collect();
                shift_to_mean(horizon, &mut series, &monthly, (-60.0, 55.0));
                series
            };
            let (mut low, mut high) = (0.6, 1.8);
            for _ in 0..12 {
                let mid = f64::midpoint(low, high);
                if quantile(&make(mid), 1.0 - HOT_SHARE) < months[0].dry_bulb_99_6_c {
                    low = mid;
                } else {
                    high = mid;
                }
            }
            let factor = f64::midpoint(low, high);
            let temperature_c = make(factor);
            let mut humidity: Vec<f64> = (0..horizon.hours)
                .map(|t| {
                    let month = horizon.month(t);
                    // relative humidity falls as the air of the same vapour warms: about 4 points a kelvin around the
                    // mean of the day, damped because air masses change with the weather
                    let damp = 0.5 + 0.5 * (HALF_SWING_K[month] / 4.6);
                    months[month].humidity_frac - 0.02 * damp * (temperature_c[t] - monthly[month])
                })
                .collect();
            let wanted: Vec<f64> = months.iter().map(|row| row.humidity_frac).collect();
            shift_to_mean(horizon, &mut humidity, &wanted, (0.05, 1.0));
            SiteWeather {
                temperature_c: Hourly(temperature_c),
                humidity_frac: Hourly(humidity),
                pressure_pa: pressure_pa(site.elevation_m),
            }
        })
        .collect()
}

/// Standard atmosphere, facility-equations 1.1.
pub(super) fn pressure_pa(elevation_m: f64) -> f64 {
    101_325.0 * (1.0 - 2.25577e-5 * elevation_m).powf(5.2559)
}

/// Value that a share of the hours stays below.
pub(super) fn quantile(series: &[f64], share: f64) -> f64 {
    let mut sorted = series.to_vec();
    let place = ((sorted.len() - 1) as f64 * share) as usize;
    *sorted.select_nth_unstable_by(place, f64::total_cmp).1
}
