//! Ember: country overviews a month or a year (`demand_twh`, `emissions_intensity_gco2_per_kwh`) and European wholesale prices
//! an hour (`Datetime (UTC)`, `Price (EUR/MWhe)`). Countries outside Europe are left out.

use super::frame::Frame;
use super::records::{Points, cells};
use super::stamp::{self, DAY_S};
use super::{Reading, quantity, wide, zone};
use crate::Error;
use gigasite_case::Place;
use std::path::Path;

/// Whether a heading is of this format.
pub(super) fn is_heading(line: &str) -> bool {
    line.starts_with("country_or_region,country_code,")
        || line.contains("Datetime (UTC)") && line.contains("Price (EUR/MWh")
}

/// Reads a file.
pub(super) fn read(path: &Path, reading: &mut Reading<'_>) -> Result<Vec<Frame>, Error> {
    let label = path.display().to_string();
    let text = super::text(path)?;
    let mut row = Vec::new();
    let mut lines = text.lines().enumerate();
    let heading = lines.next().map_or("", |(_, line)| line);
    let mut heads = Vec::new();
    cells(heading, ',', &mut heads);
    let at = |name: &str| heads.iter().position(|head| head.starts_with(name));
    let code = at("country_code").or_else(|| at("ISO3"));
    let when = at("date").or_else(|| at("year")).or_else(|| at("Datetime (UTC)"));
    let values = [
        (at("demand_twh"), "demand_mwh", 1e6),
        (at("emissions_intensity_gco2_per_kwh"), "carbon_t_per_mwh", 1e-3),
        (at("Price (EUR/MWh"), quantity::PRICE, 1.0),
    ];
    let mut points = Points::default();
    let (Some(code), Some(when)) = (code, when) else {
        let message = "there is no column of countries or of dates";
        reading.findings.error(
            "missing-column",
            Place::file(label),
            message,
            "give the file as Ember publishes it",
        );
        return Ok(Vec::new());
    };
    let mut elsewhere = 0;
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        cells(line, ',', &mut row);
        let place = |column: usize| Place::file(&label).line(number + 1).field(heads[column]);
        let cell = |column: usize| row.get(column).copied().unwrap_or("");
        let Some(zone) = zone::of_alpha3(cell(code)) else {
            elsewhere += 1;
            continue;
        };
        let year = cell(when).parse::<i64>().ok().filter(|_| cell(when).len() == 4);
        let at = year.map(|year| stamp::days(year, 1, 1) * DAY_S);
        let Some(at) = at.or_else(|| stamp::parse(cell(when)).map(|stamp| stamp.naive_s)) else {
            let message = format!("`{}` is no date", cell(when));
            reading.findings.error("bad-stamp", place(when), message, "write it as 2024 or 2024-01-01");
            continue;
        };
        for (column, name, factor) in values {
            let Some(column) = column else { continue };
            let Some(value) = wide::word(cell(column).as_bytes()) else {
                let message = format!("`{}` is no number", cell(column));
                reading.findings.error("not-a-number", place(column), message, "leave the cell empty");
                continue;
            };
            points.push(zone, quantity::known(name), (number + 1, heads[column]), (at, value * factor));
        }
    }
    if elsewhere > 0 {
        let message =
            format!("{elsewhere} row(s) are of countries outside Europe or of groups, and left out");
        reading.findings.note("unused-row", Place::file(&label), message, "");
    }
    Ok(points.frames(&label, "Ember"))
}
