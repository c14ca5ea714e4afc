//! How much of a hall's heat a network takes: one rule for optimiser, co-simulation and audit.

use crate::assumptions::{HEAT_MARKET_RATIO, HEAT_TAKEN_MAX_FRAC, HEATING_LIMIT_C};
use gigasite_case::{Case, Hourly};

/// Share of the reusable heat that a network near the site takes, 0–1, per hour of the horizon.
///
/// ```text
/// share(t) = min(HEAT_TAKEN_MAX_FRAC, HEAT_MARKET_RATIO · district_heat_frac)   on days whose mean is below HEATING_LIMIT_C, else 0
/// ```
///
/// Nothing is sold in summer and nothing where no networks exist. The demand of the network itself is not known: hundreds of
/// megawatts beside a small town are too many, whatever the country's share. A site whose country is unknown sells nothing.
pub fn heat_taken_frac(case: &Case, site: usize) -> Hourly<f64> {
    let market = case
        .country(&case.dataset.sites[site].country)
        .map_or(0.0, |country| (HEAT_MARKET_RATIO * country.district_heat_frac).min(HEAT_TAKEN_MAX_FRAC));
    let temperature = &case.site_weather[site].temperature_c;
    temperature
        .chunks(24)
        .flat_map(|day| {
            let mean = day.iter().sum::<f64>() / day.len() as f64;
            let share = if mean < HEATING_LIMIT_C { market } else { 0.0 };
            std::iter::repeat_n(share, day.len())
        })
        .collect()
}
