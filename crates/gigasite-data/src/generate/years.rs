//! Many years of weather and load: [`years`] draws them, one after the other.
//!
//! [`super::zone_series`] makes *the* year whose months are those of the dataset. Here every year is another one: its winter
//! may be cold and still, its summer hot, its rivers low. Means over many years are those of the dataset.
//!
//! # The model
//! Three Gaussian fields over all zones (wind, temperature, sun), each a mixture of the hourly field of the single year and of
//! a slow one that stands for the regimes of the weather, which last a week or two (Grams and others 2017,
//! doi:10.1038/nclimate3338), and of one draw a year:
//!
//! ```text
//! z = √(1 − s² − y²) · fast + s · slow(τ) + y · yearly
//!        wind s² = 0.02, τ = 12 d, y² = 0     temperature 0.25, 10 d, 0.02     sun 0.03, 10 d, 0
//! within fast, and 1.3 times as much within slow, with the season w = cos(2π·t/year), correlations of
//!        wind–temperature 0.08 + 0.40 w       wind–sun −0.25 − 0.17 w          temperature–sun −0.08 − 0.36 w
//! dryness: one more field, τ = 60 d, correlation length 900 km; a dry summer is warm and clear, a dry winter still
//! ```
//!
//! Shares and times follow the autocorrelation at 1, 3, 7 and 14 days and the correlations of the seasons of 2016
//! (`datasets/scripts/measure_years.py`), the dryness the inflow of 31 countries in 2003–2012. Levels are met in
//! expectation and join smoothly from month to month; nothing is scaled afterwards, so that a year keeps its anomaly. Load is
//! that of the dataset in the mean over years and answers the temperature of every year.
//!
//! # For a two-stage programme
//! [`Years`] costs once what all years share; [`Years::year`] then draws any of them, in any order and on any thread: year
//! `i` of a seed is the same however many are asked for. Every year has the probability `1/n`. First-stage variables are
//! what is built; the second stage reads [`Year::zones`] and [`Year::sites`] in place of the case's own.
//!
//! # How far off it is
//! `datasets/europe/YEARS.md`: real, ours and the difference for 2016 and for 2019, which nothing here was fitted on.
//! Lulls last about a quarter too long (longest 109 h, real 85 h), cold days come a third too seldom against 2016.
//! A year does not know the one before (the reservoirs' anomaly has gone after twelve months: measured −0.05).

mod climate;
mod climatology;
mod hydro;
mod sites;
mod weather;

pub use climate::Climate;

use super::load;
use climatology::Climatology;
use gigasite_case::site::SiteWeather;
use gigasite_case::zone::{Zone, ZoneMonth, ZoneSeries};
use gigasite_case::{Dataset, Horizon, Hourly};
use rayon::prelude::*;
use weather::{Fields, Weather};

/// Years that the level of load is fitted on, so that it is that of the dataset in their mean.
const REFERENCE_YEARS: usize = 8;
/// Seed of the reference years: the fit does not depend on what the user draws.
const REFERENCE_SEED: u64 = 0x5EED_0F10_AD00;

/// One of many years.
#[derive(Debug, Clone, PartialEq)]
pub struct Year {
    /// Which, from 0.
    pub index: usize,
    /// Its own seed.
    pub seed: u64,
    /// Hourly series of every zone, in the dataset's order.
    pub zones: Vec<ZoneSeries>,
    /// Weather of every site in the same year, in the dataset's order.
    pub sites: Vec<SiteWeather>,
}

/// `n` years of a seed, drawn one at a time, so that memory holds one.
///
/// ```
/// use gigasite_case::Horizon;
/// use gigasite_data::{Source, generate, read_dataset};
///
/// let dataset = read_dataset(&Source::Embedded("europe".into()))?.dataset;
/// let horizon = Horizon::year(2030);
/// for year in generate::years(&dataset, horizon, 7, 2, generate::Climate::today()) {
///     let demand_mwh: f64 = year.zones.iter().flat_map(|zone| zone.load_mw.iter()).sum();
///     assert!(demand_mwh > 1e9);
/// }
/// # Ok::<(), gigasite_data::Error>(())
/// ```
pub fn years(
    dataset: &Dataset,
    horizon: Horizon,
    seed: u64,
    n: usize,
    climate: Climate,
) -> impl Iterator<Item = Year> + '_ {
    let model = Years::new(dataset, horizon, seed, climate);
    (0..n).map(move |index| model.year(index))
}

/// What all years of a dataset, a seed and a climate share.
#[derive(Debug)]
pub struct Years<'a> {
    dataset: &'a Dataset,
    horizon: Horizon,
    seed: u64,
    climate: Climate,
    fields: Fields,
    climatology: Vec<Climatology>,
    loads: Vec<LoadLevel>,
    sites: Vec<Option<sites::SiteClimate>>,
}

/// What turns the raw load of a zone into megawatts.
#[derive(Debug)]
struct LoadLevel {
    /// Mean load of each month over the reference years.
    mean_mw: [f64; 12],
    /// Megawatts per unit of raw load, by month.
    per_raw_mw: [f64; 12],
    /// Share by which an hour that lies a mean above the mean is pushed up further.
    push: f64,
    /// Mean of what is pushed up in each month.
    pushed_mw: [f64; 12],
}

impl<'a> Years<'a> {
    /// Fits the levels of every zone and site; about a second on one core.
    pub fn new(dataset: &'a Dataset, horizon: Horizon, seed: u64, climate: Climate) -> Self {
        let places: Vec<(f64, f64)> = dataset.zones.iter().map(|zone| (zone.lat_deg, zone.lon_deg)).collect();
        let fields = Fields::new(&places);
        let climatology: Vec<Climatology> = dataset
            .zones
            .par_iter()
            .map(|zone| Climatology::new(zone, &months_of(dataset, zone), horizon))
            .collect();
        let mut model = Self {
            dataset,
            horizon,
            seed,
            climate,
            fields,
            climatology,
            loads: Vec::new(),
            sites: Vec::new(),
        };
        model.loads = model.fit_loads();
        model.sites = model.fit_sites();
        model
    }

    /// Year `index` of the seed, whatever was drawn before.
    pub fn year(&self, index: usize) -> Year {
        let seed = year_seed(self.seed, index);
        let weather = self.fields.draw(self.horizon, seed);
        let zones: Vec<ZoneSeries> = (0..self.dataset.zones.len())
            .into_par_iter()
            .map(|zone| self.zone(zone, &weather, seed))
            .collect();
        let sites = self.site_weather(&zones);
        Year { index, seed, zones, sites }
    }

    fn zone(&self, index: usize, weather: &Weather, seed: u64) -> ZoneSeries {
        let zone = &self.dataset.zones[index];
        let level = &self.climatology[index];
        // warmer air holds more water: its relative humidity stays that of the same weather today
        let today_c = self.temperature(index, weather);
        let temperature_c = self.warmed(index, &today_c);
        let reservoir = self.dataset.renewables.iter().find(|row| row.zone == zone.id);
        let mean_mw = reservoir.map_or(0.0, |row| row.reservoir_inflow.0 / self.horizon.hours as f64);
        let wet = hydro::wetness(self.horizon, weather, index);
        let change = self.climate.inflow_ratio(self.horizon, zone.lat_deg);
        let load = &self.loads[index];
        let load_mw = load::raw(zone, self.horizon, &temperature_c, seed)
            .into_iter()
            .enumerate()
            .map(|(t, raw)| load.at(self.horizon.month(t), raw))
            .collect();
        ZoneSeries {
            load_mw: Hourly(load_mw),
            wind_onshore_frac: Hourly(level.onshore.series(&weather.wind[index])),
            wind_offshore_frac: Hourly(level.offshore.series(&weather.wind[index])),
            solar_frac: Hourly(level.sun.series(self.horizon, &weather.sun[index])),
            run_of_river_frac: Hourly(hydro::river(&level.river, level.inflow_spread, &wet, &change)),
            inflow_mw: Hourly(hydro::inflow(&level.inflow, mean_mw, level.inflow_spread, &wet, &change)),
            humidity_frac: Hourly(level.humidity(self.horizon, &today_c)),
            temperature_c: Hourly(temperature_c),
        }
    }

    /// Temperature of a zone in today's climate.
    fn temperature(&self, index: usize, weather: &Weather) -> Vec<f64> {
        let zone = &self.dataset.zones[index];
        self.climatology[index].temperature(self.horizon, zone, weather, index)
    }

    /// The same in the climate asked for.
    fn warmed(&self, index: usize, today_c: &[f64]) -> Vec<f64> {
        let warming_k = self.climate.warming_k(self.horizon, self.dataset.zones[index].lat_deg);
        today_c
            .iter()
            .enumerate()
            .map(|(t, c)| (c + warming_k[self.horizon.month(t)]).clamp(-60.0, 55.0))
            .collect()
    }

    fn references(&self, n: usize) -> Vec<(u64, Weather)> {
        (0..n)
            .map(|index| {
                let seed = year_seed(REFERENCE_SEED, index);
                (seed, self.fields.draw(self.horizon, seed))
            })
            .collect()
    }

    /// Levels of load for which the mean of the reference years, unwarmed, is the demand of each month and the mean of
    /// their peaks the peak load.
    fn fit_loads(&self) -> Vec<LoadLevel> {
        let references = self.references(REFERENCE_YEARS);
        (0..self.dataset.zones.len())
            .into_par_iter()
            .map(|index| {
                let zone = &self.dataset.zones[index];
                let raw: Vec<Vec<f64>> = references
                    .iter()
                    .map(|(seed, weather)| {
                        let temperature_c = self.temperature(index, weather);
                        load::raw(zone, self.horizon, &temperature_c, *seed)
                    })
                    .collect();
                LoadLevel::fit(zone, &months_of(self.dataset, zone), self.horizon, &raw)
            })
            .collect()
    }
}

impl LoadLevel {
    fn fit(zone: &Zone, months: &[&ZoneMonth], horizon: Horizon, raw: &[Vec<f64>]) -> Self {
        let mean_mw = zone.demand.0 / horizon.hours as f64;
        let (mut level, mut energy_mwh) = ([0.0; 12], 0.0);
        let mut per_raw_mw = [0.0; 12];
        for (month, hours) in super::month_hours(horizon).into_iter().enumerate() {
            let n = (hours.len() * raw.len()) as f64;
            let mean_raw = raw.iter().flat_map(|year| &year[hours.clone()]).sum::<f64>() / n;
            level[month] = months.get(month).map_or(1.0, |row| row.demand_ratio) * mean_mw;
            per_raw_mw[month] = if mean_raw > 0.0 { level[month] / mean_raw } else { 0.0 };
            energy_mwh += level[month] * hours.len() as f64;
        }
        let factor = if energy_mwh > 0.0 { zone.demand.0 / energy_mwh } else { 0.0 };
        for month in 0..12 {
            level[month] *= factor;
            per_raw_mw[month] *= factor;
        }
        let month: Vec<usize> = (0..horizon.hours).map(|t| horizon.month(t)).collect();
        let mut fitted = Self { mean_mw: level, per_raw_mw, push: 0.0, pushed_mw: [0.0; 12] };
        let peak_mw = |fitted: &Self| {
            let peaks = raw.iter().map(|year| {
                year.iter().enumerate().fold(0.0_f64, |top, (t, raw)| top.max(fitted.at(month[t], *raw)))
            });
            peaks.sum::<f64>() / (raw.len() as f64)
        };
        // an hour half a mean above the mean moves by at most half of that
        let (mut low, mut high) = (-1.0, 1.0);
        for _ in 0..20 {
            fitted.push = f64::midpoint(low, high);
            fitted.pushed_mw = fitted.mean_push(&month, raw);
            if peak_mw(&fitted) < zone.peak_load.0 {
                low = fitted.push;
            } else {
                high = fitted.push;
            }
        }
        fitted
    }

    fn mean_push(&self, month: &[usize], raw: &[Vec<f64>]) -> [f64; 12] {
        let (mut sum, mut count) = ([0.0; 12], [0.0; 12]);
        for year in raw {
            for (t, raw) in year.iter().enumerate() {
                sum[month[t]] += self.pushed(month[t], *raw);
                count[month[t]] += 1.0;
            }
        }
        std::array::from_fn(|month| if count[month] > 0.0 { sum[month] / count[month] } else { 0.0 })
    }

    /// What is added to an hour above the mean of its month: nothing at the mean, more the higher it lies, so that peaks
    /// are met and ordinary days stay as they are. At −1 the curve ends level, never falling.
    fn pushed(&self, month: usize, raw: f64) -> f64 {
        let mean = self.mean_mw[month];
        if mean <= 0.0 {
            return 0.0;
        }
        let above = (raw * self.per_raw_mw[month] - mean).max(0.0);
        self.push * above * (above / mean).min(0.5)
    }

    fn at(&self, month: usize, raw: f64) -> f64 {
        let mean = self.mean_mw[month];
        // never below a fifth of the mean: lights, fridges and industry stay on
        (raw * self.per_raw_mw[month] + self.pushed(month, raw) - self.pushed_mw[month]).max(0.2 * mean)
    }
}

/// Rows of a zone by month.
fn months_of<'a>(dataset: &'a Dataset, zone: &Zone) -> Vec<&'a ZoneMonth> {
    let mut months: Vec<&ZoneMonth> = dataset.zone_months.iter().filter(|row| row.zone == zone.id).collect();
    months.sort_by_key(|row| row.month);
    months
}

/// Seeds that lie far apart, whatever the seeds of users.
fn year_seed(seed: u64, index: usize) -> u64 {
    let mut z = seed.wrapping_add((index as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests;
