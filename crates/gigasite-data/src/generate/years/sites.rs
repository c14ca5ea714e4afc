//! Sites in a year: the climate of their station and the anomaly that their zone has in that year.

use super::climatology::through_months;
use super::{REFERENCE_YEARS, Years};
use crate::generate::HALF_SWING_K;
use crate::generate::site::{HOT_SHARE, pressure_pa, quantile};
use gigasite_case::Hourly;
use gigasite_case::site::SiteWeather;
use gigasite_case::zone::ZoneSeries;
use rayon::prelude::*;

/// What the years of a site have in common.
#[derive(Debug)]
pub(super) struct SiteClimate {
    zone: usize,
    mean_c: Vec<f64>,
    monthly_c: Vec<f64>,
    monthly_humidity: Vec<f64>,
    /// Swing of the site over that of its zone.
    factor: f64,
}

impl Years<'_> {
    /// Climate of every site; `None` where its station or zone is missing, which the checks of a case report. The 0.4 %
    /// hottest hours of the reference years start in their mean at the station's 99.6 % dry bulb, where a swing of 0.6–1.8
    /// times the zone's gets there.
    pub(super) fn fit_sites(&self) -> Vec<Option<SiteClimate>> {
        let years = self.references(REFERENCE_YEARS.min(4));
        let anomalies: Vec<Vec<f64>> = (0..self.dataset.zones.len())
            .into_par_iter()
            .map(|zone| {
                years
                    .iter()
                    .flat_map(|(_, weather)| {
                        let series = self.temperature(zone, weather);
                        series.into_iter().zip(&self.climatology[zone].mean_c).map(|(c, mean)| c - mean)
                    })
                    .collect()
            })
            .collect();
        self.dataset
            .sites
            .par_iter()
            .map(|site| {
                let mut months: Vec<_> =
                    self.dataset.stations.iter().filter(|row| row.station == site.station).collect();
                months.sort_by_key(|row| row.month);
                let zone = self.dataset.zones.iter().position(|zone| zone.id == site.zone)?;
                if months.len() != 12 {
                    return None;
                }
                let monthly_c: Vec<f64> = months.iter().map(|row| row.temperature_c).collect();
                let mean_c = through_months(self.horizon, &monthly_c, -60.0);
                let hottest = |factor: f64| {
                    let all: Vec<f64> = anomalies[zone]
                        .iter()
                        .enumerate()
                        .map(|(t, k)| mean_c[t % self.horizon.hours] + factor * k)
                        .collect();
                    quantile(&all, 1.0 - HOT_SHARE)
                };
                let (mut low, mut high) = (0.6, 1.8);
                for _ in 0..12 {
                    let mid = f64::midpoint(low, high);
                    if hottest(mid) < months[0].dry_bulb_99_6_c { low = mid } else { high = mid }
                }
                Some(SiteClimate {
                    zone,
                    mean_c,
                    monthly_c,
                    monthly_humidity: months.iter().map(|row| row.humidity_frac).collect(),
                    factor: f64::midpoint(low, high),
                })
            })
            .collect()
    }

    /// Weather of every site in the year of these zones.
    pub(super) fn site_weather(&self, zones: &[ZoneSeries]) -> Vec<SiteWeather> {
        self.sites
            .par_iter()
            .zip(&self.dataset.sites)
            .map(|(climate, site)| {
                let Some(climate) = climate else { return SiteWeather::default() };
                let zone = &self.dataset.zones[climate.zone];
                let warming_k = self.climate.warming_k(self.horizon, zone.lat_deg);
                let zone_mean_c = &self.climatology[climate.zone].mean_c;
                let (mut temperature_c, mut humidity) = (Vec::new(), Vec::new());
                for (t, zone_c) in zones[climate.zone].temperature_c.iter().enumerate() {
                    let month = self.horizon.month(t);
                    let anomaly_k = zone_c - warming_k[month] - zone_mean_c[t];
                    let today_c = climate.mean_c[t] + climate.factor * anomaly_k;
                    temperature_c.push((today_c + warming_k[month]).clamp(-60.0, 55.0));
                    // as in the single year: damped, because air masses change with the weather
                    let damp = 0.5 + 0.5 * (HALF_SWING_K[month] / 4.6);
                    let dryer = 0.02 * damp * (today_c - climate.monthly_c[month]);
                    humidity.push((climate.monthly_humidity[month] - dryer).clamp(0.05, 1.0));
                }
                SiteWeather {
                    temperature_c: Hourly(temperature_c),
                    humidity_frac: Hourly(humidity),
                    pressure_pa: pressure_pa(site.elevation_m),
                }
            })
            .collect()
    }
}
