//! What the years of a zone have in common: levels by month, met in expectation, joined smoothly.

use super::hydro;
use super::weather::Weather;
use crate::generate::rng::normal_cdf;
use crate::generate::{HALF_SWING_K, between_months, load, month_hours, monthly_means, sun};
use gigasite_case::Horizon;
use gigasite_case::zone::{Zone, ZoneMonth};

/// `country,winter_k,summer_k,inflow_ratio`, measured by `datasets/scripts/measure_years.py`.
const SPREAD: &str = include_str!("spread.csv");
/// The spread of a season about the wave of its own year understates the spread about that of many years; set so that the
/// statistic of 2016 comes out.
const OWN_WAVE: f64 = 1.1;
/// Most that the logarithm of inflow spreads: rivers that fall dry have no logarithm.
const MOST_INFLOW_SPREAD: f64 = 0.9;

#[derive(Debug)]
pub(super) struct Climatology {
    pub(super) onshore: Wind,
    pub(super) offshore: Wind,
    pub(super) sun: Sun,
    /// Mean temperature of every hour's season.
    pub(super) mean_c: Vec<f64>,
    /// Standard deviation of temperature in winter and summer.
    spread_k: (f64, f64),
    /// Curves of run-of-river capacity factor and of inflow over its yearly mean.
    pub(super) river: Vec<f64>,
    pub(super) inflow: Vec<f64>,
    /// Standard deviation of the logarithm of the season's inflow.
    pub(super) inflow_spread: f64,
    mean_humidity: Vec<f64>,
    mean_month_c: Vec<f64>,
}

impl Climatology {
    pub(super) fn new(zone: &Zone, months: &[&ZoneMonth], horizon: Horizon) -> Self {
        let monthly = |f: fn(&ZoneMonth) -> f64| -> Vec<f64> { months.iter().map(|row| f(row)).collect() };
        let shape = load::wind_shape(&zone.country);
        let cv = spread(&zone.country, 3);
        let log_variance = ((1.0 + cv * cv).ln() - hydro::YEARLY_RAIN.powi(2)).max(0.0);
        let inflow = through_months(horizon, &monthly(|m| m.inflow_ratio), 0.0);
        let mean = inflow.iter().sum::<f64>() / horizon.hours as f64;
        Self {
            onshore: Wind::fit(horizon, shape, &monthly(|m| m.wind_onshore_frac)),
            // as in the single year: at sea the Weibull shape rises by a fifth
            offshore: Wind::fit(horizon, shape * 1.2, &monthly(|m| m.wind_offshore_frac)),
            sun: Sun::fit(horizon, zone, &monthly(|m| m.solar_frac)),
            mean_c: through_months(horizon, &monthly(|m| m.temperature_c), -60.0),
            spread_k: (OWN_WAVE * spread(&zone.country, 1), OWN_WAVE * spread(&zone.country, 2)),
            river: through_months(horizon, &monthly(|m| m.run_of_river_frac), 0.0),
            inflow: inflow.iter().map(|x| if mean > 0.0 { x / mean } else { 0.0 }).collect(),
            inflow_spread: (log_variance.sqrt() / hydro::kept_in_a_year(&inflow)).min(MOST_INFLOW_SPREAD),
            mean_humidity: monthly(|m| m.humidity_frac),
            mean_month_c: monthly(|m| m.temperature_c),
        }
    }

    /// Temperature of a year of today's climate, °C. Clear days swing more than cloudy ones.
    pub(super) fn temperature(
        &self,
        horizon: Horizon,
        zone: &Zone,
        weather: &Weather,
        index: usize,
    ) -> Vec<f64> {
        let (mid, half) =
            (f64::midpoint(self.spread_k.0, self.spread_k.1), 0.5 * (self.spread_k.0 - self.spread_k.1));
        (0..horizon.hours)
            .map(|t| {
                let winter = (t as f64 / horizon.hours as f64 * std::f64::consts::TAU).cos();
                let solar_hour = (t % 24) as f64 + 0.5 + zone.lon_deg / 15.0;
                let clear = 0.15 + 1.7 * normal_cdf(weather.sun[index][t]);
                let swing = HALF_SWING_K[horizon.month(t)] * clear * day_wave(solar_hour);
                self.mean_c[t] + swing + (mid + half * winter) * weather.temperature[index][t]
            })
            .collect()
    }

    /// Relative humidity: that of the month, 1.6 points less a kelvin above the month's long mean.
    pub(super) fn humidity(&self, horizon: Horizon, temperature_c: &[f64]) -> Vec<f64> {
        temperature_c
            .iter()
            .enumerate()
            .map(|(t, c)| {
                let month = horizon.month(t);
                match (self.mean_humidity.get(month), self.mean_month_c.get(month)) {
                    (Some(humidity), Some(mean)) => (humidity - 0.016 * (c - mean)).clamp(0.05, 1.0),
                    _ => 0.75,
                }
            })
            .collect()
    }
}

/// The day's temperature: up from 5 to 15 hours of solar time, slowly down until the next morning; mean 0, swing 1.
fn day_wave(solar_hour: f64) -> f64 {
    let since_low = (solar_hour - 5.0).rem_euclid(24.0);
    let phase = if since_low < 10.0 { since_low / 10.0 - 1.0 } else { (since_low - 10.0) / 14.0 };
    (std::f64::consts::PI * phase).cos()
}

/// A figure of a country, or the mean of all where it has none.
fn spread(country: &str, column: usize) -> f64 {
    let figure = |line: &str| line.split(',').nth(column).and_then(|cell| cell.trim().parse::<f64>().ok());
    let rows = || SPREAD.lines().skip(1);
    rows().find(|line| line.split(',').next() == Some(country)).and_then(figure).unwrap_or_else(|| {
        let all: Vec<f64> = rows().filter_map(figure).collect();
        all.iter().sum::<f64>() / all.len().max(1) as f64
    })
}

/// A curve whose monthly means are `monthly`: straight lines between the middles of the months, which are moved until the
/// means fit.
pub(super) fn through_months(horizon: Horizon, monthly: &[f64], floor: f64) -> Vec<f64> {
    if monthly.len() < 12 {
        return vec![0.0; horizon.hours];
    }
    let mut middles = monthly.to_vec();
    let curve = |middles: &[f64]| -> Vec<f64> {
        (0..horizon.hours).map(|t| between_months(horizon, middles, t).max(floor)).collect()
    };
    for _ in 0..20 {
        let means = monthly_means(horizon, &curve(&middles));
        for (middle, (wanted, mean)) in middles.iter_mut().zip(monthly.iter().zip(means)) {
            *middle += wanted - mean;
        }
    }
    curve(&middles)
}

/// Weibull wind behind a level of the hour.
#[derive(Debug)]
pub(super) struct Wind {
    shape: f64,
    level: Vec<f64>,
}

/// Highest capacity factors, as in the single year.
const MOST_WIND: f64 = 0.97;
const MOST_SUN: f64 = 0.92;

impl Wind {
    fn fit(horizon: Horizon, shape: f64, monthly: &[f64]) -> Self {
        let nodes: Vec<f64> =
            (0..400).map(|i| (-(1.0 - (f64::from(i) + 0.5) / 400.0).ln()).powf(1.0 / shape)).collect();
        let levels: Vec<f64> = monthly
            .iter()
            .map(|wanted| {
                root(*wanted, |level| {
                    nodes.iter().map(|x| (level * x).min(MOST_WIND)).sum::<f64>() / nodes.len() as f64
                })
            })
            .collect();
        Self { shape, level: through_months(horizon, &levels, 0.0) }
    }

    pub(super) fn series(&self, field: &[f64]) -> Vec<f64> {
        let power = 1.0 / self.shape;
        field
            .iter()
            .zip(&self.level)
            .map(|(x, level)| {
                if *level > 0.0 {
                    (level * (-(1.0 - normal_cdf(*x)).max(1e-7).ln()).powf(power)).min(MOST_WIND)
                } else {
                    0.0
                }
            })
            .collect()
    }
}

/// Clear sky behind cloud, with a level for each month.
#[derive(Debug)]
pub(super) struct Sun {
    level: Vec<f64>,
    clear: Vec<f64>,
}

impl Sun {
    fn fit(horizon: Horizon, zone: &Zone, monthly: &[f64]) -> Self {
        let clear: Vec<f64> = (0..horizon.hours)
            .map(|t| sun::cos_zenith(horizon, t, (zone.lat_deg, zone.lon_deg)).powf(1.15))
            .collect();
        let nodes: Vec<f64> = (0..16).map(|i| clearness((f64::from(i) + 0.5) / 16.0)).collect();
        let level = month_hours(horizon)
            .into_iter()
            .zip(monthly)
            .map(|(hours, wanted)| {
                let n = (hours.len() * nodes.len()) as f64;
                let lit: Vec<f64> = clear[hours].iter().copied().filter(|x| *x > 0.0).collect();
                root(*wanted, |level| {
                    lit.iter()
                        .flat_map(|sky| nodes.iter().map(move |x| (level * sky * x).min(MOST_SUN)))
                        .sum::<f64>()
                        / n
                })
            })
            .collect();
        Self { level, clear }
    }

    pub(super) fn series(&self, horizon: Horizon, field: &[f64]) -> Vec<f64> {
        self.clear
            .iter()
            .zip(field)
            .enumerate()
            .map(|(t, (sky, x))| {
                let level = self.level.get(horizon.month(t)).copied().unwrap_or(0.0);
                (level * sky * clearness(normal_cdf(*x))).min(MOST_SUN)
            })
            .collect()
    }
}

/// Clearness of the sky at a quantile of its field, as in the single year.
fn clearness(quantile: f64) -> f64 {
    0.15 + 0.85 * quantile.powf(0.7)
}

/// The level from 0 on at which a rising mean reaches what is wanted; the mean stops rising under a cap.
fn root(wanted: f64, mean: impl Fn(f64) -> f64) -> f64 {
    if wanted <= 0.0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    while mean(high) < wanted && high < 64.0 {
        high *= 2.0;
    }
    for _ in 0..40 {
        let mid = f64::midpoint(low, high);
        if mean(mid) < wanted { low = mid } else { high = mid }
    }
    high
}
