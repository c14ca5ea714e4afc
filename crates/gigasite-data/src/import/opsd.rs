//! Open Power System Data, time series, «single index» CSV: `utc_timestamp`, `cet_cest_timestamp`, then one column a series,
//! `{region}_{variable}_{attribute}`. Stamps are the start of the period. Regions may hold underscores, so names are split from
//! the right with the closed list of what can be measured.

use super::frame::Frame;
use super::tables::{self, Named};
use super::{Reading, quantity};
use crate::Error;
use gigasite_case::Place;
use std::path::Path;

/// Endings of headings and what they are. The first match of a zone counts.
const ENDINGS: [(&str, &str); 20] = [
    ("_load_actual_entsoe_transparency", quantity::LOAD),
    ("_load_actual_entsoe_power_statistics", quantity::LOAD),
    ("_load_actual_tso", quantity::LOAD),
    ("_load_forecast_entsoe_transparency", "load_forecast_mw"),
    ("_load_forecast_tso", "load_forecast_mw"),
    ("_solar_generation_actual", "generation_solar_mw"),
    ("_solar_generation_actual_tso", "generation_solar_mw"),
    ("_wind_generation_actual", "generation_wind_mw"),
    ("_wind_generation_actual_tso", "generation_wind_mw"),
    ("_wind_onshore_generation_actual", "generation_wind_onshore_mw"),
    ("_wind_onshore_generation_actual_tso", "generation_wind_onshore_mw"),
    ("_wind_offshore_generation_actual", "generation_wind_offshore_mw"),
    ("_wind_offshore_generation_actual_tso", "generation_wind_offshore_mw"),
    ("_solar_profile", "cf_solar_pv"),
    ("_wind_onshore_profile", "cf_wind_onshore"),
    ("_wind_offshore_profile", "cf_wind_offshore"),
    ("_solar_capacity", "capacity_solar_mw"),
    ("_wind_capacity", "capacity_wind_mw"),
    ("_wind_onshore_capacity", "capacity_wind_onshore_mw"),
    ("_wind_offshore_capacity", "capacity_wind_offshore_mw"),
];

/// Whether a heading is of this format.
pub(super) fn is_heading(line: &str) -> bool {
    line.starts_with("utc_timestamp") && ENDINGS.iter().any(|(ending, _)| line.contains(ending))
        || line.starts_with("utc_timestamp,cet_cest_timestamp")
}

/// Region and quantity of a heading; the longest ending wins.
fn split(heading: &str) -> Option<(&str, &'static str)> {
    if let Some(region) = heading.strip_suffix("_price_day_ahead") {
        let name = if region.starts_with("GB") { "price_gbp_per_mwh" } else { quantity::PRICE };
        return Some((region, name));
    }
    ENDINGS
        .iter()
        .filter_map(|(ending, name)| heading.strip_suffix(ending).map(|region| (region, *name)))
        .min_by_key(|(region, _)| region.len())
}

/// Reads a file.
pub(super) fn read(path: &Path, reading: &mut Reading<'_>) -> Result<Vec<Frame>, Error> {
    let label = path.display().to_string();
    let mut unused = 0;
    let frame = tables::read(path, reading, "Open Power System Data, time series", |heading| {
        if let Some((region, name)) = split(heading) {
            return Some(Named { zone: region.to_owned(), quantity: quantity::known(name) });
        }
        unused += usize::from(heading != "cet_cest_timestamp");
        None
    })?;
    if unused > 0 {
        let message = format!("{unused} column(s) hold nothing that is used here and are left out");
        reading.findings.note("unused-column", Place::file(label), message, "");
    }
    Ok(frame.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn headings_are_split_from_the_right() {
        assert_eq!(split("DE_50hertz_load_actual_entsoe_transparency"), Some(("DE_50hertz", "load_mw")));
        assert_eq!(split("DE_LU_price_day_ahead"), Some(("DE_LU", "price_eur_per_mwh")));
        assert_eq!(split("GB_GBN_price_day_ahead"), Some(("GB_GBN", "price_gbp_per_mwh")));
        assert_eq!(
            split("DK_1_wind_onshore_generation_actual"),
            Some(("DK_1", "generation_wind_onshore_mw"))
        );
        assert_eq!(split("interpolated_values"), None);
    }
}
