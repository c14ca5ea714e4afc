//! The Gaussian weather of a year: fast and slow, over all zones, wind, temperature and sun leaning on each other.

use crate::generate::field::{Field, Kind, cholesky, distance_km};
use crate::generate::rng::Stream;
use gigasite_case::Horizon;
use rayon::prelude::*;

/// Places and the spatial roots that every year shares.
#[derive(Debug)]
pub(super) struct Fields {
    places: Vec<(f64, f64)>,
    regime: Vec<f64>,
    dryness: Vec<f64>,
}

/// Standard normal series by zone; `dryness` too, high = dry.
#[derive(Debug)]
pub(super) struct Weather {
    pub(super) wind: Vec<Vec<f64>>,
    pub(super) temperature: Vec<Vec<f64>>,
    pub(super) sun: Vec<Vec<f64>>,
    pub(super) dryness: Vec<Vec<f64>>,
}

/// How a field is mixed: share of the variance that is slow, its time, share that is one draw a year.
struct Mixture {
    kind: Kind,
    slow_share: f64,
    slow_days: f64,
    yearly_share: f64,
}

const WIND: Mixture = Mixture { kind: Kind::Wind, slow_share: 0.05, slow_days: 12.0, yearly_share: 0.0 };
const WARMTH: Mixture =
    Mixture { kind: Kind::Temperature, slow_share: 0.25, slow_days: 10.0, yearly_share: 0.02 };
const SUN: Mixture = Mixture { kind: Kind::Cloud, slow_share: 0.12, slow_days: 10.0, yearly_share: 0.0 };

/// Correlation length of regimes: they span the continent (Grams and others 2017).
const REGIME_KM: f64 = 1500.0;
/// Correlation length of monthly inflow anomalies: NO–SE 0.73, ES–PT 0.69, FR–CH 0.60, FR–ES 0.41 in 2003–2012.
const DRYNESS_KM: f64 = 900.0;
/// Persistence of inflow anomalies: monthly autocorrelation 0.70, 0.42, 0.26 at one, two and three months.
const DRYNESS_DAYS: f64 = 60.0;
/// A dry spell warms a summer, clears the sky and stills the winter wind; shares of a standard deviation. Summer temperature
/// and rain correlate by about −0.3 to −0.6 over European land (Zscheischler and Seneviratne 2017, doi:10.1126/sciadv.1700263).
const DRY_WARM: f64 = 0.35;
const DRY_CLEAR: f64 = 0.2;
const DRY_STILL: f64 = 0.2;

impl Fields {
    pub(super) fn new(places: &[(f64, f64)]) -> Self {
        let root = |length_km: f64| {
            cholesky(places.len(), |i, j| {
                let nugget = if i == j { 1e-6 } else { 0.0 };
                (-distance_km(places[i], places[j]) / length_km).exp() + nugget
            })
        };
        Self { places: places.to_vec(), regime: root(REGIME_KM), dryness: root(DRYNESS_KM) }
    }

    /// The weather of the year with this seed.
    pub(super) fn draw(&self, horizon: Horizon, seed: u64) -> Weather {
        let mut mixed: Vec<Vec<Vec<f64>>> = [WIND, WARMTH, SUN]
            .par_iter()
            .map(|mixture| self.mix(mixture, horizon, seed))
            .collect();
        let (Some(own_sun), Some(own_warmth), Some(own_wind)) = (mixed.pop(), mixed.pop(), mixed.pop())
        else {
            return Weather { wind: vec![], temperature: vec![], sun: vec![], dryness: vec![] };
        };
        let dryness = slow(&self.dryness, self.places.len(), horizon, DRYNESS_DAYS, &mut Stream::new(seed, 41));
        let zones = (0..self.places.len()).into_par_iter().map(|zone| {
            let mut weather = (vec![], vec![], vec![]);
            for t in 0..horizon.hours {
                let winter = (t as f64 / horizon.hours as f64 * std::f64::consts::TAU).cos();
                let dry = dryness[zone][t];
                let (cold_half, warm_half) = (winter.max(0.0), (-winter).max(0.0));
                let wind = lean(own_wind[zone][t], &[(dry, -DRY_STILL * cold_half)]);
                let with_wind = 0.08 + 0.40 * winter;
                let warmth = lean(lean(own_warmth[zone][t], &[(wind, with_wind)]), &[(dry, DRY_WARM * warm_half)]);
                // the direct tie of sun to temperature is what the detour over wind leaves
                let (sun_wind, sun_warmth) = (-0.20 - 0.13 * winter, -0.08 - 0.36 * winter);
                let direct = (sun_warmth - with_wind * sun_wind) / (1.0 - with_wind * with_wind);
                let wind_part = sun_wind - direct * with_wind;
                let explained = wind_part * sun_wind + direct * sun_warmth;
                let left = (1.0 - explained).max(0.0).sqrt();
                let sun = wind_part * wind + direct * warmth + left * own_sun[zone][t];
                weather.0.push(wind);
                weather.1.push(warmth);
                weather.2.push(lean(sun, &[(dry, DRY_CLEAR * warm_half)]));
            }
            weather
        });
        let all: Vec<_> = zones.collect();
        let mut weather = Weather { wind: vec![], temperature: vec![], sun: vec![], dryness };
        for (wind, temperature, sun) in all {
            weather.wind.push(wind);
            weather.temperature.push(temperature);
            weather.sun.push(sun);
        }
        weather
    }

    fn mix(&self, mixture: &Mixture, horizon: Horizon, seed: u64) -> Vec<Vec<f64>> {
        let n = self.places.len();
        let mut series = Field::new(mixture.kind, &self.places, horizon.hours, seed).series;
        let purpose = 10 + 10 * mixture.kind as u64;
        let slow = slow(&self.regime, n, horizon, mixture.slow_days, &mut Stream::new(seed, purpose));
        let yearly = spatial(&self.regime, n, &mut Stream::new(seed, purpose + 1));
        let fast = (1.0 - mixture.slow_share - mixture.yearly_share).sqrt();
        for zone in 0..n {
            let level = mixture.yearly_share.sqrt() * yearly[zone];
            for (x, slow) in series[zone].iter_mut().zip(&slow[zone]) {
                *x = fast * *x + mixture.slow_share.sqrt() * slow + level;
            }
        }
        series
    }
}

/// A standard normal that leans on others by a share each, its variance kept where they are independent of it.
fn lean(own: f64, on: &[(f64, f64)]) -> f64 {
    let explained: f64 = on.iter().map(|(_, share)| share * share).sum();
    (1.0 - explained).max(0.0).sqrt() * own + on.iter().map(|(x, share)| x * share).sum::<f64>()
}

/// One draw over all zones.
fn spatial(root: &[f64], n: usize, stream: &mut Stream) -> Vec<f64> {
    let noise: Vec<f64> = (0..n).map(|_| stream.normal()).collect();
    (0..n).map(|i| (0..=i).map(|j| root[i * n + j] * noise[j]).sum()).collect()
}

/// First-order autoregression of days, from its stationary distribution on, joined by straight lines.
fn slow(root: &[f64], n: usize, horizon: Horizon, days: f64, stream: &mut Stream) -> Vec<Vec<f64>> {
    let keep = (-1.0 / days).exp();
    let fresh = (1.0 - keep * keep).sqrt();
    let mut state = spatial(root, n, stream);
    let mut series = vec![Vec::with_capacity(horizon.hours); n];
    for _ in 0..horizon.hours.div_ceil(24) {
        let noise = spatial(root, n, stream);
        for zone in 0..n {
            let next = keep * state[zone] + fresh * noise[zone];
            for hour in 0..24 {
                series[zone].push(state[zone] + (next - state[zone]) * f64::from(hour) / 24.0);
            }
            state[zone] = next;
        }
    }
    series
}
