//! Power plants: powerplantmatching (`Name,Fueltype,…,Country,Capacity`) and the open units of JRC-PPDB (`eic_p,eic_g,…`).
//! A capacity of zero is missing, a country is our code, and nothing is merged: doubles are the check's business.

use super::places::{Cells, Listing};
use super::records::cells;
use super::{Reading, zone};
use crate::Error;
use gigasite_case::Place;
use std::path::Path;

/// Our heading, theirs, and whether it is a number.
type Map = [(&'static str, &'static str, bool)];

const MATCHED: [(&str, &str, bool); 12] = [
    ("plant", "id", false),
    ("name", "Name", false),
    ("zone", "Country", false),
    ("nuts2", "NUTS2", false),
    ("fuel", "Fueltype", false),
    ("technology", "Technology", false),
    ("capacity_mw", "Capacity", true),
    ("lat_deg", "lat", true),
    ("lon_deg", "lon", true),
    ("commissioned_year", "DateIn", true),
    ("retired_year", "DateOut", true),
    ("cooling", "cooling_type", false),
];

const JRC: [(&str, &str, bool); 12] = [
    ("plant", "eic_g", false),
    ("name", "name_g", false),
    ("zone", "country", false),
    ("nuts2", "NUTS2", false),
    ("fuel", "type_g", false),
    ("technology", "type_g", false),
    ("capacity_mw", "capacity_g", true),
    ("lat_deg", "lat", true),
    ("lon_deg", "lon", true),
    ("commissioned_year", "year_commissioned", true),
    ("retired_year", "year_decommissioned", true),
    ("cooling", "cooling_type", false),
];

/// Whether a heading is of this format.
pub(super) fn is_heading(line: &str) -> bool {
    line.contains("eic_p,eic_g,name_p") || line.contains("Name,Fueltype,Technology")
}

/// Reads a file.
pub(super) fn read(path: &Path, reading: &mut Reading<'_>) -> Result<Vec<Listing>, Error> {
    let label = path.display().to_string();
    let text = super::text(path)?;
    let heading = text.lines().next().unwrap_or("");
    let is_jrc = heading.contains("eic_g");
    let map: &Map = if is_jrc { &JRC } else { &MATCHED };
    let source = if is_jrc { "JRC-PPDB open units" } else { "powerplantmatching" };
    let mut heads = Vec::new();
    cells(heading, ',', &mut heads);
    let at: Vec<Option<usize>> =
        map.iter().map(|(_, theirs, _)| heads.iter().position(|head| head == theirs)).collect();
    let mut columns: Vec<(&'static str, Cells)> = map
        .iter()
        .map(|(ours, _, is_number)| {
            (*ours, if *is_number { Cells::Number(Vec::new()) } else { Cells::Text(Vec::new()) })
        })
        .collect();
    let mut row = Vec::new();
    let (mut zeros, mut strangers) = (None, None);
    for (number, line) in text.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
        cells(line, ',', &mut row);
        for ((heading, column), at) in columns.iter_mut().zip(&at) {
            let cell = at.and_then(|at| row.get(at)).copied().unwrap_or("");
            match column {
                Cells::Text(texts) => {
                    let code = if *heading == "zone" { zone::of_name(cell) } else { None };
                    if *heading == "zone" && code.is_none() {
                        let (_, count) = strangers.get_or_insert((number + 1, 0_usize));
                        *count += 1;
                    }
                    let text = code.unwrap_or(cell).to_owned();
                    texts.push(Some(text).filter(|text| !text.is_empty()));
                }
                Cells::Number(numbers) => {
                    let value = super::wide::word(cell.as_bytes());
                    if value.is_none() {
                        let place = Place::file(&label).line(number + 1).field(*heading);
                        let message = format!("`{cell}` is no number");
                        reading.findings.error("not-a-number", place, message, "leave the cell empty");
                    }
                    let mut value = value.filter(|value| value.is_finite());
                    if *heading == "capacity_mw" && value.is_some_and(|mw| mw <= 0.0) {
                        let (_, count) = zeros.get_or_insert((number + 1, 0_usize));
                        *count += 1;
                        value = None;
                    }
                    numbers.push(value);
                }
            }
        }
    }
    if let Some((line, count)) = zeros {
        let message = format!("{count} plant(s) have no capacity above zero: it is missing");
        reading.findings.warning(
            "zero-missing",
            Place::file(&label).line(line).field("capacity_mw"),
            message,
            "",
        );
    }
    if let Some((line, count)) = strangers {
        let message =
            format!("{count} plant(s) stand in countries that have no code here: their names are left");
        reading.findings.note("unknown-country", Place::file(&label).line(line).field("zone"), message, "");
    }
    Ok(vec![Listing { name: "plants", source: source.to_owned(), columns }])
}
