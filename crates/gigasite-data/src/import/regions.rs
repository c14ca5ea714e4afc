//! Tables of regions, a value a year or half-year: ARDECO (population, product per head), Eurostat prices of non-household
//! consumers, and water stress of Aqueduct.

use super::frame::Frame;
use super::quantity;
use super::records::{Points, cells};
use super::stamp::{DAY_S, days};
use super::{Reading, wide, zone};
use crate::Error;
use gigasite_case::Place;
use std::path::Path;

/// Half-year of Eurostat's table by consumption bands, which carries no date: 2024-S2 (`nrg_pc_205` as published in May 2025).
const BANDS_AT: (i64, i64) = (2024, 7);
/// Last year of the hydrology behind Aqueduct 4.0's baseline.
const AQUEDUCT_YEAR: i64 = 2019;

/// Whether a heading is of ARDECO.
pub(super) fn is_ardeco(line: &str) -> bool {
    line.starts_with("TERRITORY_ID,LEVEL_ID,NAME_HTML")
}
/// Whether a heading is of Eurostat's price tables.
pub(super) fn is_eurostat(line: &str) -> bool {
    line.starts_with("Geopolitical entity (reporting)")
        && (line.contains("band I") || line.contains("2007 June"))
}
/// Whether a heading is of Aqueduct.
pub(super) fn is_aqueduct(line: &str) -> bool {
    line.starts_with("iso3,bws_score")
}

/// What a value of a row is, and when.
type What = (&'static str, i64, f64);

/// Reads a file.
pub(super) fn read(path: &Path, reading: &mut Reading<'_>) -> Result<Vec<Frame>, Error> {
    let label = path.display().to_string();
    let text = super::text(path)?;
    let heading = text.lines().next().unwrap_or("");
    let mut heads = Vec::new();
    cells(heading, ',', &mut heads);
    let is_ardeco = is_ardeco(heading);
    let source = if is_ardeco {
        "JRC ARDECO"
    } else if is_eurostat(heading) {
        "Eurostat nrg_pc_205"
    } else {
        "WRI Aqueduct 4.0"
    };
    let january = |year: i64| days(year, 1, 1) * DAY_S;
    if heading.contains("band I") {
        let message = "the table carries no date: it is taken as the second half of 2024";
        reading.findings.warning(
            "date-assumed",
            Place::file(&label).line(1),
            message,
            "Eurostat's table of half-years has dates",
        );
    }
    let what = |head: &str, unit: &str| -> Option<What> {
        if is_ardeco {
            let name = match unit {
                "EUR" => "gdp_per_head_eur",
                "PPS" => "gdp_per_head_pps",
                "Persons" => "population_count",
                _ => return None,
            };
            return Some((name, january(head.parse().ok()?), 1.0));
        }
        if head.starts_with("bws_score") {
            return Some(("water_stress_score", january(AQUEDUCT_YEAR), 1.0));
        }
        if let Some((_, band)) = head.rsplit_once("band ") {
            let name = quantity::BANDS.iter().find(|(code, _)| *code == band)?.1;
            return Some((name, days(BANDS_AT.0, BANDS_AT.1, 1) * DAY_S, 1000.0));
        }
        let (year, half) = head.split_once(' ')?;
        let month = match half {
            "June" => 1,
            "December" => 7,
            _ => return None,
        };
        Some(("price_non_household_ic_eur_per_mwh", days(year.parse().ok()?, month, 1) * DAY_S, 1000.0))
    };
    let mut points = Points::default();
    let mut row = Vec::new();
    let mut elsewhere = 0;
    let mut renamed = false;
    for (number, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        cells(line, ',', &mut row);
        let first = row.first().copied().unwrap_or("");
        let code = if is_ardeco {
            let ours = if first.len() == 2 { zone::renamed(first) } else { None };
            renamed |= ours.is_some();
            Some(ours.unwrap_or(first))
        } else {
            zone::of_alpha3(first).or_else(|| zone::of_name(first))
        };
        let Some(code) = code else {
            elsewhere += 1;
            continue;
        };
        let unit = if is_ardeco { row.get(4).copied().unwrap_or("") } else { "" };
        for (column, cell) in row.iter().enumerate().skip(1) {
            let Some((name, at, factor)) = heads.get(column).and_then(|head| what(head, unit)) else {
                continue;
            };
            let Some(value) = wide::word(cell.as_bytes()) else {
                let place = Place::file(&label).line(number + 1).field(heads[column]);
                reading.findings.error(
                    "not-a-number",
                    place,
                    format!("`{cell}` is no number"),
                    "leave the cell empty",
                );
                continue;
            };
            points.push(code, quantity::known(name), (number + 1, heads[column]), (at, value * factor));
        }
    }
    if renamed {
        let message = "country codes are renamed: EL to GR, UK to GB";
        reading.findings.note("country-code", Place::file(&label), message, "");
    }
    if elsewhere > 0 {
        let message =
            format!("{elsewhere} row(s) are of groups or countries that have no code here, and left out");
        reading.findings.note("unused-row", Place::file(&label), message, "");
    }
    Ok(points.frames(&label, source))
}
