//! A site's weather as the plant meets it: design hours, wet bulb, water.

use crate::psychro::{wet_bulb_c, wet_bulbs_c};
use crate::water::surface_water_c;
use gigasite_case::site::SiteWeather;

/// The air and water around a hall in one hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outdoors {
    /// Dry bulb, °C.
    pub air_c: f64,
    /// Relative humidity, 0–1.
    pub humidity_frac: f64,
    /// Pressure, Pa.
    pub pressure_pa: f64,
    /// Wet bulb, °C, where it has been worked out already.
    pub known_wet_bulb_c: Option<f64>,
    /// Water of the sea, lake or river, °C.
    pub water_c: f64,
}

impl Outdoors {
    /// Wet bulb, °C.
    pub fn wet_bulb_c(&self) -> f64 {
        self.known_wet_bulb_c.unwrap_or_else(|| wet_bulb_c(self.air_c, self.humidity_frac, self.pressure_pa))
    }
}

/// What is known of a place beside its hourly weather.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Normals {
    /// Dry bulb exceeded 0.4 % of the year over many years, °C; `None`: that of the weather given.
    pub hot_c: Option<f64>,
    /// Monthly mean dry bulb over many years, °C; `None`: that of the weather given.
    pub monthly_air_c: Option<[f64; 12]>,
    /// Water of the same temperature all year (deep lake, fjord), °C; `None`: the surface, estimated from the air.
    pub deep_water_c: Option<f64>,
}

/// A site's year and its design hours.
#[derive(Debug)]
pub(crate) struct Climate<'a> {
    weather: &'a SiteWeather,
    wet_bulb_c: Option<Vec<f64>>,
    water_c: [f64; 12],
    /// Dry bulb exceeded 0.4 % of the year.
    pub(crate) hot_c: f64,
    /// Coldest and hottest hour.
    pub(crate) air_c: (f64, f64),
    /// Lowest and highest wet bulb, and the one exceeded 0.4 % of the year; the dry bulb's where none was asked for.
    pub(crate) wet_c: (f64, f64, f64),
}

impl<'a> Climate<'a> {
    /// Reads a year; `months` holds the month (0–11) of every hour. Works the hourly wet bulb out only if a design needs it.
    pub(crate) fn of(
        weather: &'a SiteWeather,
        months: &[usize],
        normals: &Normals,
        with_wet_bulb: bool,
    ) -> Self {
        let wet_bulb_c = with_wet_bulb
            .then(|| wet_bulbs_c(&weather.temperature_c, &weather.humidity_frac, weather.pressure_pa));
        let air_c = range(&weather.temperature_c);
        let wet_c = wet_bulb_c.as_ref().map_or((air_c.0, air_c.1, air_c.1), |series| {
            let (low, high) = range(series);
            (low, high, exceeded(series))
        });
        let hot_c = normals.hot_c.unwrap_or_else(|| exceeded(&weather.temperature_c));
        let monthly = normals.monthly_air_c.unwrap_or_else(|| monthly_means(months, &weather.temperature_c));
        let water_c = std::array::from_fn(|month| {
            normals.deep_water_c.unwrap_or_else(|| surface_water_c(&monthly, month))
        });
        Self { weather, wet_bulb_c, water_c, hot_c, air_c, wet_c }
    }

    /// Weather of an hour.
    pub(crate) fn hour(&self, t: usize, month: usize) -> Outdoors {
        Outdoors {
            air_c: self.weather.temperature_c[t],
            humidity_frac: self.weather.humidity_frac[t],
            pressure_pa: self.weather.pressure_pa,
            known_wet_bulb_c: self.wet_bulb_c.as_ref().map(|series| series[t]),
            water_c: self.water_c[month],
        }
    }

    /// The hour a hall is sized for: never milder than any hour of the year.
    pub(crate) fn design_hour(&self, margin_k: f64) -> Outdoors {
        let air_c = (self.hot_c + margin_k).max(self.air_c.1);
        Outdoors {
            air_c,
            // only read where no wet bulb was worked out: a hot hour in Europe is a dry one (estimate)
            humidity_frac: 0.3,
            pressure_pa: self.weather.pressure_pa,
            known_wet_bulb_c: self.wet_bulb_c.as_ref().map(|_| (self.wet_c.2 + margin_k).max(self.wet_c.1)),
            water_c: self.warmest_water_c(),
        }
    }

    /// Water of the warmest month, °C.
    pub(crate) fn warmest_water_c(&self) -> f64 {
        self.water_c.iter().copied().fold(f64::MIN, f64::max)
    }

    /// Station pressure, Pa.
    pub(crate) fn pressure_pa(&self) -> f64 {
        self.weather.pressure_pa
    }
}

fn range(series: &[f64]) -> (f64, f64) {
    series.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)))
}

/// Value exceeded in 0.4 % of the hours.
fn exceeded(series: &[f64]) -> f64 {
    let mut sorted = series.to_vec();
    let place = (0.996 * (sorted.len() - 1) as f64) as usize;
    let (_, value, _) = sorted.select_nth_unstable_by(place, f64::total_cmp);
    *value
}

fn monthly_means(months: &[usize], temperature_c: &[f64]) -> [f64; 12] {
    let (mut sums, mut counts) = ([0.0; 12], [0.0_f64; 12]);
    for (month, value) in months.iter().zip(temperature_c) {
        sums[*month] += value;
        counts[*month] += 1.0;
    }
    let year = sums.iter().sum::<f64>() / counts.iter().sum::<f64>();
    std::array::from_fn(|month| if counts[month] > 0.0 { sums[month] / counts[month] } else { year })
}
