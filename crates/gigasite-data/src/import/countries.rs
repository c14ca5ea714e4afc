//! Tables with one column a country, zone or node and the quantity in the file's name: Dispa-SET, the Energy Transition Model,
//! `eu_90node`, and whoever writes `load_mw.csv` by hand. The stamp's heading tells the clock: `cet_utc_plus_1` is an hour ahead.

use super::frame::Frame;
use super::tables::{self, Named};
use super::{Reading, quantity};
use crate::Error;
use gigasite_case::{Place, suggest};
use std::path::Path;

/// Stems of files that are not called after their quantity.
const STEMS: [(&str, &str); 10] = [
    ("air_temperature", quantity::TEMPERATURE),
    ("temps", quantity::TEMPERATURE),
    ("solar_pv_on_land", "shape_solar_pv"),
    ("wind_inland", "shape_wind_onshore"),
    ("wind_offshore", "shape_wind_offshore"),
    ("hydro_inflow_daily", "hydro_inflow_gwh"),
    ("fixsolar_cf", "cf_solar_pv"),
    ("ror_cf", "cf_hydro_ror"),
    ("inflow", "hydro_inflow_mw"),
    ("load", quantity::LOAD),
];

/// Headings of the stamp.
const STAMPS: [&str; 12] = [
    "utc",
    "cet_utc_plus_1",
    "date",
    "time",
    "utc_timestamp",
    "timestamp",
    "timestamp_utc",
    "hour",
    "datetime",
    "cet_cest",
    "snapshot",
    "",
];

/// Whether a heading is of this format: a stamp, then short names only.
pub(super) fn is_heading(line: &str) -> bool {
    let delimiter = char::from(tables::delimiter_of(line));
    let mut cells = line.split(delimiter).map(|cell| cell.trim().trim_matches('"'));
    let first = cells.next().unwrap_or("x").to_lowercase();
    let names: Vec<&str> = cells.collect();
    STAMPS.contains(&first.as_str())
        && !names.is_empty()
        && names
            .iter()
            .all(|name| (2..=12).contains(&name.len()) && name.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// The quantity of a file's name.
pub(super) fn of_stem(stem: &str) -> Option<&'static quantity::Quantity> {
    quantity::find(stem).or_else(|| {
        STEMS.iter().find(|(name, _)| stem.starts_with(name)).map(|(_, name)| quantity::known(name))
    })
}

/// Reads a file.
pub(super) fn read(path: &Path, reading: &mut Reading<'_>) -> Result<Vec<Frame>, Error> {
    let label = path.display().to_string();
    let stem = super::stem(path);
    let Some(quantity) = reading.options.quantity.or_else(|| of_stem(&stem)) else {
        let names = quantity::QUANTITIES.iter().map(|quantity| quantity.name);
        let message = format!("nothing says what the numbers are: `{stem}` is the name of no quantity");
        let hint = format!("say it with --quantity; {}", suggest::hint(&stem, names));
        reading.findings.error("unknown-quantity", Place::file(label), message, hint);
        return Ok(Vec::new());
    };
    let source = reading.options.source.clone().unwrap_or_else(|| format!("table {stem}"));
    // nodes of `eu_90node` carry their carrier behind their name
    let node = |heading: &str| {
        let bare =
            [" solar", " hydro", " ror", " load"].iter().find_map(|carrier| heading.strip_suffix(carrier));
        bare.unwrap_or(heading).to_owned()
    };
    let named = |heading: &str| Some(Named { zone: node(heading), quantity });
    Ok(tables::read(path, reading, &source, named)?.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::{is_heading, of_stem};

    #[test]
    fn tables_of_countries_are_told_from_others() {
        assert!(
            is_heading("utc,AT,BE,EL,UK") && is_heading("cet_utc_plus_1,NL,AT") && is_heading(",AL0 0,AT0 0")
        );
        assert!(
            !is_heading("time,temperature_2m,lat")
                && !is_heading("TERRITORY_ID,LEVEL_ID")
                && !is_heading("utc")
        );
        assert_eq!(of_stem("wind_inland_baseline").map(|quantity| quantity.name), Some("shape_wind_onshore"));
        assert!(of_stem("table").is_none());
    }
}
