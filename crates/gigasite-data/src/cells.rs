//! From text to values: every cell against what its column may hold.

use crate::csv::Text;
use crate::tables::{Column, Kind, Table};
use gigasite_case::{Findings, suggest};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The box that holds every place of the dataset but the rival's: degrees of latitude and longitude.
const EUROPE_DEG: ((f64, f64), (f64, f64)) = ((34.0, 72.0), (-25.0, 45.0));

/// The rows of a table whose cells are all well, as JSON objects, with the number of the row in the text.
pub(crate) fn check(table: &Table, text: &Text, findings: &mut Findings) -> Vec<(usize, Map<String, Value>)> {
    let complete = table.all_columns().all(|column| text.columns.contains_key(column.name));
    let mut good = Vec::new();
    for row in 0..text.lines.len() {
        let mut object = Map::new();
        let mut well = complete;
        for column in table.all_columns() {
            let Some(cells) = text.columns.get(column.name) else { continue };
            match cell(table, column, text, row, &cells[row], findings) {
                Some(value) => {
                    object.insert(column.name.to_owned(), value);
                }
                None => well = false,
            }
        }
        if well {
            good.push((row, object));
        }
    }
    duplicates(table, text, findings);
    good
}

/// The value of a cell, or a finding.
fn cell(
    table: &Table,
    column: &Column,
    text: &Text,
    row: usize,
    cell: &str,
    findings: &mut Findings,
) -> Option<Value> {
    let place = || text.place(row, column.name);
    if cell.is_empty() {
        return match column.kind {
            Kind::Free | Kind::Date => Some(Value::String(String::new())),
            Kind::Maybe(..) => Some(Value::Null),
            _ => {
                let (code, message, hint) = match column.name {
                    "source" => (
                        "missing-source",
                        "the row has no source",
                        "name ids of sources.csv, `MEM` for memory or `EST` for an estimate",
                    ),
                    "licence" => {
                        ("missing-licence", "the row has no licence", "name the licence of its source")
                    }
                    "demand_mwh" | "peak_load_mw" if table.file == "zones.csv" => {
                        ("zone-without-load", "the zone has no load", "give its yearly demand and its peak")
                    }
                    _ => {
                        ("missing-value", "the cell is empty", "fill it; an empty cell is never read as zero")
                    }
                };
                findings.error(code, place(), message, hint);
                None
            }
        };
    }
    match column.kind {
        Kind::Free | Kind::Text => Some(Value::String(cell.to_owned())),
        Kind::Date => {
            if is_date(cell) {
                return Some(Value::String(cell.to_owned()));
            }
            let message = format!("`{cell}` is not a date");
            findings.error("bad-date", place(), message, "write 2026, 2026-11 or 2026-11-22");
            findings.with(cell, "a date");
            None
        }
        Kind::OneOf(names) => {
            if names.contains(&cell) {
                return Some(Value::String(cell.to_owned()));
            }
            let message = format!("`{cell}` is none of {}", names.join(", "));
            findings.error("unknown-value", place(), message, suggest::hint(cell, names.iter().copied()));
            findings.with(cell, names.join(" | "));
            None
        }
        Kind::Number(least, most) | Kind::Maybe(least, most) => {
            let value = number(column, text, row, cell, findings)?;
            within(column, text, row, value, (least, most), findings)?;
            serde_json::Number::from_f64(value).map(Value::Number)
        }
        Kind::Whole(least, most) => {
            let value = number(column, text, row, cell, findings)?;
            if value.fract().abs() > 0.0 {
                let message = format!("{cell} is not a whole number");
                findings.error("not-a-whole-number", place(), message, "round it");
                findings.with(cell, "a whole number");
                return None;
            }
            within(column, text, row, value, (least as f64, most as f64), findings)?;
            Some(Value::from(value as i64))
        }
        Kind::Latitude | Kind::Longitude => {
            let value = number(column, text, row, cell, findings)?;
            let north = column.kind == Kind::Latitude;
            let abroad = text.columns.get("country").is_some_and(|countries| countries[row] == "US");
            let (least, most) = match (abroad, north) {
                (true, true) => (-90.0, 90.0),
                (true, false) => (-180.0, 180.0),
                (false, true) => EUROPE_DEG.0,
                (false, false) => EUROPE_DEG.1,
            };
            if !(least..=most).contains(&value) {
                let latitude = text.columns.get("lat_deg").and_then(|cells| cells[row].parse::<f64>().ok());
                if !north
                    && latitude.is_some_and(|lat| !abroad && (lat < EUROPE_DEG.0.0 || lat > EUROPE_DEG.0.1))
                {
                    return None; // said once, at the latitude
                }
                let message = format!("{value}° lies outside Europe ({least}° to {most}°)");
                let hint = "are latitude and longitude swapped? degrees, decimal, north and east positive";
                findings.error("outside-europe", place(), message, hint);
                findings.with(cell, format!("{least} to {most}"));
                return None;
            }
            serde_json::Number::from_f64(value).map(Value::Number)
        }
    }
}

/// A finite number, or a finding.
fn number(column: &Column, text: &Text, row: usize, cell: &str, findings: &mut Findings) -> Option<f64> {
    let place = text.place(row, column.name);
    let Ok(value) = cell.parse::<f64>() else {
        let hint = if cell.contains(',') {
            "write a decimal point, and no separator between thousands"
        } else {
            "write a plain number; the unit stands in the column's name"
        };
        findings.error("not-a-number", place, format!("`{cell}` is not a number"), hint);
        findings.with(cell, "a number");
        return None;
    };
    if !value.is_finite() {
        let hint = "fill in the value, or leave the cell empty where the column allows it";
        findings.error("not-finite", place, format!("`{cell}` is not a finite number"), hint);
        findings.with(cell, "a finite number");
        return None;
    }
    Some(value)
}

/// Whether a number lies within the column's bounds; a finding otherwise.
fn within(
    column: &Column,
    text: &Text,
    row: usize,
    value: f64,
    (least, most): (f64, f64),
    findings: &mut Findings,
) -> Option<()> {
    if (least..=most).contains(&value) {
        return Some(());
    }
    let unit = gigasite_units::suffix::unit_of(column.name).unwrap_or_default();
    let (code, message, hint) = if column.name.ends_with("_frac")
        && most <= 1.0
        && !(0.0..=1.0).contains(&value)
    {
        let hint =
            if value > 1.0 { format!("is it percent? write {}", value / 100.0) } else { String::new() };
        ("fraction-out-of-range", format!("{value} is not a fraction between 0 and 1"), hint)
    } else if value < 0.0 && least.abs() < f64::EPSILON {
        ("negative-value", format!("{value} {unit} is negative"), "quantities here have no sign".to_owned())
    } else {
        (
            "out-of-range",
            format!("{value} {unit} is not within {least} to {most}"),
            "check the unit".to_owned(),
        )
    };
    findings.error(code, text.place(row, column.name), message, hint);
    findings.with(value.to_string(), format!("{least} to {most}"));
    None
}

/// `2026`, `2026-11` or `2026-11-22`, a day that exists.
pub(crate) fn is_date(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split('-').collect();
    let lengths = [4, 2, 2];
    let shaped = (1..=3).contains(&parts.len())
        && parts
            .iter()
            .zip(lengths)
            .all(|(part, digits)| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()));
    let numbers: Vec<i32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    shaped
        && match numbers[..] {
            [_] => true,
            [_, month] => (1..=12).contains(&month),
            [year, month @ 1..=12, day] => {
                let days = gigasite_case::Horizon::year(year).month_days()[month as usize - 1];
                (1..=days).contains(&(day as usize))
            }
            _ => false,
        }
}

/// Two rows with one key: each later one is a finding.
fn duplicates(table: &Table, text: &Text, findings: &mut Findings) {
    let keys: Vec<_> = table.key.iter().filter_map(|name| text.columns.get(name)).collect();
    if keys.len() != table.key.len() {
        return;
    }
    let mut seen: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    for row in 0..text.lines.len() {
        let key: Vec<&str> = keys.iter().map(|cells| cells[row].as_str()).collect();
        if key.iter().any(|part| part.is_empty()) {
            continue;
        }
        match seen.get(&key) {
            Some(first) => findings.error(
                "duplicate-id",
                text.place(row, &table.key.join("+")),
                format!("`{}` stands on line {} already", key.join("`, `"), text.lines[*first]),
                "give each row its own, or remove one",
            ),
            None => {
                seen.insert(key, row);
            }
        }
    }
}
