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

/// How a field is mixed, set so that spells and monthly means of 2016 come out: share of the variance that is slow, its time, share that is one draw a year.
struct Mixture {
    kind: Kind,
    slow_share: f64,
    slow_days: f64,
    yearly_share: f64,
}

const MIXTURES: [Mixture; 3] = [
    Mixture { kind: Kind::Wind, slow_share: 0.02, slow_days: 12.0, yearly_share: 0.0 },
    Mixture { kind: Kind::Temperature, slow_share: 0.25, slow_days: 10.0, yearly_share: 0.02 },
    Mixture { kind: Kind::Cloud, slow_share: 0.03, slow_days: 10.0, yearly_share: 0.0 },
];
/// Weeks tie wind, temperature and sun closer together than days do: 0.58 against 0.45 in winter, 0.34 against 0.30 in summer.
const SLOW_STRENGTH: f64 = 1.3;

/// The independent parts of a field, by zone.
struct Parts {
    fast: Vec<Vec<f64>>,
    slow: Vec<Vec<f64>>,
    yearly: Vec<f64>,
}

/// Correlation length of regimes: they span the continent (Grams and others 2017).
const REGIME_KM: f64 = 1500.0;
/// Correlation length of monthly inflow anomalies: NO–SE 0.73, ES–PT 0.69, FR–CH 0.60, FR–ES 0.41 in 2003–2012.
const DRYNESS_KM: f64 = 900.0;
/// Persistence of inflow anomalies: monthly autocorrelation 0.70, 0.42, 0.26 at one, two and three months.
pub(super) const DRYNESS_DAYS: f64 = 60.0;
/// A dry spell warms a summer, clears the sky and stills the winter wind; shares of a standard deviation. Summer temperature
/// and rain correlate by about −0.3 to −0.6 over European land (Zscheischler and
/// Seneviratne 2017, doi:10.1126/sciadv.1700263, from memory); the other two shares are estimates.
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
        let parts: Vec<Parts> =
            MIXTURES.par_iter().map(|mixture| self.parts(mixture, horizon, seed)).collect();
        let dryness =
            slow(&self.dryness, self.places.len(), horizon, DRYNESS_DAYS, &mut Stream::new(seed, 41));
        let zones = (0..self.places.len()).into_par_iter().map(|zone| {
            let mut weather = (vec![], vec![], vec![]);
            for (t, dry) in dryness[zone].iter().copied().enumerate().take(horizon.hours) {
                let winter = (t as f64 / horizon.hours as f64 * std::f64::consts::TAU).cos();
                let fast = tie(winter, 1.0, [0, 1, 2].map(|kind| parts[kind].fast[zone][t]));
                let slow = tie(winter, SLOW_STRENGTH, [0, 1, 2].map(|kind| parts[kind].slow[zone][t]));
                let mixed = [0, 1, 2].map(|kind| {
                    let Mixture { slow_share, yearly_share, .. } = MIXTURES[kind];
                    (1.0 - slow_share - yearly_share).sqrt() * fast[kind]
                        + slow_share.sqrt() * slow[kind]
                        + yearly_share.sqrt() * parts[kind].yearly[zone]
                });
                let (cold_half, warm_half) = (winter.max(0.0), (-winter).max(0.0));
                weather.0.push(lean(mixed[0], dry, -DRY_STILL * cold_half));
                weather.1.push(lean(mixed[1], dry, DRY_WARM * warm_half));
                weather.2.push(lean(mixed[2], dry, DRY_CLEAR * warm_half));
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

    fn parts(&self, mixture: &Mixture, horizon: Horizon, seed: u64) -> Parts {
        let n = self.places.len();
        let purpose = 10 + 10 * mixture.kind as u64;
        Parts {
            fast: Field::new(mixture.kind, &self.places, horizon.hours, seed).series,
            slow: slow(&self.regime, n, horizon, mixture.slow_days, &mut Stream::new(seed, purpose)),
            yearly: spatial(&self.regime, n, &mut Stream::new(seed, purpose + 1)),
        }
    }
}

/// Three independent normals (wind, temperature, sun) into three that correlate as in the season.
///
/// Wind and sun are tied closer than their days correlate (−0.32 in winter), since daily means loosen what comes out.
fn tie(winter: f64, strength: f64, [wind, warmth, sky]: [f64; 3]) -> [f64; 3] {
    let wind_warmth = strength * (0.08 + 0.40 * winter);
    let wind_sun = strength * (-0.25 - 0.17 * winter);
    let warmth_sun = strength * (-0.08 - 0.36 * winter);
    let warmth_own = (1.0 - wind_warmth * wind_warmth).sqrt();
    // second and third row of the Cholesky factor of the three correlations
    let by_warmth = (warmth_sun - wind_warmth * wind_sun) / warmth_own;
    let sun_own = (1.0 - wind_sun * wind_sun - by_warmth * by_warmth).max(0.0).sqrt();
    [wind, wind_warmth * wind + warmth_own * warmth, wind_sun * wind + by_warmth * warmth + sun_own * sky]
}

/// A standard normal that leans on another by a share, its variance kept.
fn lean(own: f64, on: f64, share: f64) -> f64 {
    (1.0 - share * share).sqrt() * own + share * on
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
