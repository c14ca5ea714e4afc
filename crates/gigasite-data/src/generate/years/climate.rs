//! A warmer climate.

use gigasite_case::Horizon;

/// Warming of Europe per year: about 0.5 °C a decade in 1991–2021 (WMO and Copernicus, State of the Climate in Europe
/// 2021; the figure from memory).
const WARMING_K_PER_YEAR: f64 = 0.05;
/// Year that the monthly means of the dataset stand for: shapes of 2016 and 2019.
const BASE_YEAR: i32 = 2018;
/// More warming in northern winters and southern summers than in the mean of the year (IPCC AR6 WGI, regional fact sheet
/// Europe, from memory, gives the direction; the size is an estimate).
const SEASON_SHARE: f64 = 0.3;
/// Change of natural inflow per kelvin: less on the Iberian and Balkan coasts, more in Scandinavia, and in the south most of
/// it in summer (Donnelly and others 2017, doi:10.1007/s10584-017-1971-7, gives the direction; the size is an estimate).
const SOUTH_PER_K: f64 = -0.05;
const NORTH_PER_K: f64 = 0.03;

/// How much warmer the years are than those of the dataset. Wind and sun are left as they are: their projected change is
/// smaller than the difference between models.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Climate {
    shift_k: f64,
}

impl Climate {
    /// As in the dataset.
    pub fn today() -> Self {
        Self { shift_k: 0.0 }
    }

    /// Warmer by `shift_k` in the mean of year and zones, within −5 to 10 K; `None` beyond.
    pub fn warmer_by(shift_k: f64) -> Option<Self> {
        (-5.0..=10.0).contains(&shift_k).then_some(Self { shift_k })
    }

    /// The climate of a calendar year from 1990 to 2100 if the trend of 1991–2021 goes on; `None` beyond.
    pub fn of_year(year: i32) -> Option<Self> {
        (1990..=2100)
            .contains(&year)
            .then(|| Self { shift_k: WARMING_K_PER_YEAR * f64::from(year - BASE_YEAR) })
    }

    /// Warmer by how much, K.
    pub fn shift_k(self) -> f64 {
        self.shift_k
    }

    /// Warming by month at a latitude, K; its mean over the year is the shift.
    pub(super) fn warming_k(self, horizon: Horizon, lat_deg: f64) -> [f64; 12] {
        let days = horizon.month_days();
        let season = |month: usize| ((month as f64 + 0.5) / 12.0 * std::f64::consts::TAU).cos();
        let north = northness(lat_deg);
        let pattern = |month: usize| 1.0 + SEASON_SHARE * north * season(month);
        let all: f64 = days.iter().sum::<usize>() as f64;
        let mean: f64 = (0..12).map(|month| pattern(month) * days[month] as f64).sum::<f64>() / all;
        std::array::from_fn(|month| self.shift_k * pattern(month) / mean)
    }

    /// Inflow by hour over that of today.
    pub(super) fn inflow_ratio(self, horizon: Horizon, lat_deg: f64) -> Vec<f64> {
        let north = northness(lat_deg);
        (0..horizon.hours)
            .map(|t| {
                let summer = 1.0 - (t as f64 / horizon.hours as f64 * std::f64::consts::TAU).cos();
                let per_k = if north < 0.0 { SOUTH_PER_K * -north * summer } else { NORTH_PER_K * north };
                (1.0 + per_k * self.shift_k).max(0.1)
            })
            .collect()
    }
}

/// −1 up to 42° north, 1 from 60°.
fn northness(lat_deg: f64) -> f64 {
    ((lat_deg - 51.0) / 9.0).clamp(-1.0, 1.0)
}
