//! Cells against the type and the constraints of their field.

use super::Table;
use super::schema::Field;
use gigasite_case::{Findings, Place};
use polars::prelude::{StringChunked, StringNameSpaceImpl as _};
use serde_json::Value;
use std::collections::BTreeMap;

/// The values of a table in one spelling each (`1.0` and `1` are one number); `None` where missing or of a wrong type.
pub(super) type Values = Vec<Vec<Option<String>>>;

/// Every defect of the rows.
pub(super) fn check(table: &Table, findings: &mut Findings) -> Values {
    let columns = table.schema.of_columns(&table.labels);
    let mut patterns: BTreeMap<usize, Vec<bool>> = BTreeMap::new();
    for (column, index) in columns.iter().enumerate() {
        let Some(pattern) = index.and_then(|index| table.schema.fields[index].constraint("pattern").as_str())
        else {
            continue;
        };
        let cells: StringChunked =
            table.rows.iter().map(|row| Some(row.cells.get(column).map_or("", String::as_str))).collect();
        if let Ok(fits) = cells.contains(&format!("^(?:{pattern})$"), true) {
            patterns.insert(column, fits.iter().map(|fit| fit.unwrap_or(true)).collect());
        }
    }
    let mut values = Vec::with_capacity(table.rows.len());
    for (row, record) in table.rows.iter().enumerate() {
        let mut good: Vec<Option<String>> = vec![None; table.labels.len()];
        let line = || Place::file(&table.label).line(record.line);
        if record.cells.iter().all(String::is_empty) {
            findings.error("blank-row", line(), "the row is blank", "remove it");
            values.push(good);
            continue;
        }
        for extra in table.labels.len()..record.cells.len() {
            let message = format!("cell {} has no column", extra + 1);
            findings.error(
                "extra-cell",
                line().column(extra + 1),
                message,
                "quote a text that holds the delimiter",
            );
            findings.with(&record.cells[extra], format!("{} cells", table.labels.len()));
        }
        for (column, index) in columns.iter().enumerate() {
            let field = index.map(|index| &table.schema.fields[index]);
            let name = field.map_or(table.labels[column].as_str(), |field| &field.name);
            let place = table.place(row, column, name);
            let Some(cell) = record.cells.get(column) else {
                let message = format!("the row ends after {} cells", record.cells.len());
                findings.error("missing-cell", place, message, format!("add `{name}`"));
                continue;
            };
            let Some(field) = field else { continue };
            let fits = patterns.get(&column).is_none_or(|fits| fits[row]);
            good[column] = judge(field, cell, fits, &place, findings);
        }
        values.push(good);
    }
    values
}

/// The value of a cell, or what is wrong with it.
fn judge(field: &Field, cell: &str, fits: bool, place: &Place, findings: &mut Findings) -> Option<String> {
    if field.missing.iter().any(|text| text == cell) {
        if field.constraint("required") == true {
            findings.error("constraint-error", place.clone(), "the cell is empty and is required", "fill it");
            findings.with(cell, "required");
        }
        return None;
    }
    let Some(value) = read(field, cell) else {
        let format = field.descriptor["format"].as_str().unwrap_or("default");
        let message = format!("`{cell}` is no {} of the format {format}", field.kind);
        findings.error("type-error", place.clone(), message, format!("write a {}", field.kind));
        findings.with(cell, &field.kind);
        return None;
    };
    for (name, limit) in field.descriptor["constraints"].as_object().into_iter().flatten() {
        if !holds(field, name, limit, &value, fits) {
            let message = format!("`{cell}` breaks `{name}`: {limit}");
            findings.error("constraint-error", place.clone(), message, "write an allowed value");
            findings.with(cell, format!("{name} {limit}"));
        }
    }
    Some(value)
}

fn holds(field: &Field, name: &str, limit: &Value, value: &str, fits: bool) -> bool {
    let length = value.chars().count() as u64;
    let text = |limit: &Value| limit.as_str().map_or_else(|| limit.to_string(), str::to_owned);
    let order = || {
        let limit = read(field, &text(limit))?;
        match field.kind.as_str() {
            "integer" | "number" | "year" => {
                value.parse::<f64>().ok()?.partial_cmp(&limit.parse::<f64>().ok()?)
            }
            _ => Some(value.cmp(limit.as_str())),
        }
    };
    match name {
        "minLength" => limit.as_u64().is_none_or(|least| length >= least),
        "maxLength" => limit.as_u64().is_none_or(|most| length <= most),
        "minimum" => order().is_none_or(std::cmp::Ordering::is_ge),
        "maximum" => order().is_none_or(std::cmp::Ordering::is_le),
        "exclusiveMinimum" => order().is_none_or(std::cmp::Ordering::is_gt),
        "exclusiveMaximum" => order().is_none_or(std::cmp::Ordering::is_lt),
        "enum" => limit.as_array().is_none_or(|all| {
            all.iter().any(|one| read(field, &text(one)).is_some_and(|allowed| allowed == value))
        }),
        "pattern" => fits,
        // required and unique are judged where missing cells and whole columns are
        _ => true,
    }
}

/// A text as a value of the field's type, in one spelling; types without a fixed form pass as they are.
fn read(field: &Field, cell: &str) -> Option<String> {
    let listed = |name: &str, or: [&str; 4]| -> Vec<String> {
        match field.descriptor[name].as_array() {
            Some(all) => all.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            None => or.map(str::to_owned).to_vec(),
        }
    };
    let is_default = matches!(field.descriptor["format"].as_str(), None | Some("default"));
    match field.kind.as_str() {
        "integer" => bare(field, cell.trim()).parse::<i64>().ok().map(|whole| whole.to_string()),
        "number" => {
            let mut text = bare(field, cell.trim());
            if let Some(group) = field.descriptor["groupChar"].as_str() {
                text = text.replace(group, "");
            }
            if let Some(point) = field.descriptor["decimalChar"].as_str().filter(|point| *point != ".") {
                if text.contains('.') {
                    return None;
                }
                text = text.replace(point, ".");
            }
            let number = text.parse::<f64>().ok()?;
            Some(if number == 0.0 { "0".to_owned() } else { number.to_string() })
        }
        "boolean" => {
            if listed("trueValues", ["true", "True", "TRUE", "1"]).iter().any(|text| text == cell) {
                return Some("true".to_owned());
            }
            let falses = listed("falseValues", ["false", "False", "FALSE", "0"]);
            falses.iter().any(|text| text == cell).then(|| "false".to_owned())
        }
        "date" if is_default => is_day(cell).then(|| cell.to_owned()),
        "datetime" if is_default => {
            let (day, time) = cell.split_once('T')?;
            (is_day(day) && is_time(time)).then(|| cell.to_owned())
        }
        "time" if is_default => is_time(cell).then(|| cell.to_owned()),
        "year" => {
            let digits = cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| cell.to_owned())
        }
        "yearmonth" => {
            let (year, month) = cell.split_once('-')?;
            let month_is =
                month.len() == 2 && month.parse::<u32>().is_ok_and(|month| (1..=12).contains(&month));
            (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) && month_is)
                .then(|| cell.to_owned())
        }
        "object" => {
            serde_json::from_str::<Value>(cell).ok().filter(Value::is_object).map(|_| cell.to_owned())
        }
        "array" => serde_json::from_str::<Value>(cell).ok().filter(Value::is_array).map(|_| cell.to_owned()),
        _ => Some(cell.to_owned()),
    }
}

/// A number without what stands around it, where the field allows that.
fn bare(field: &Field, cell: &str) -> String {
    if field.descriptor["bareNumber"] == false {
        let text = cell.trim_start_matches(|letter: char| letter != '-' && !letter.is_ascii_digit());
        return text.trim_end_matches(|letter: char| !letter.is_ascii_digit()).to_owned();
    }
    cell.to_owned()
}

/// `2026-11-24`, a day that exists.
fn is_day(text: &str) -> bool {
    text.len() == 10 && crate::cells::is_date(text)
}

/// `12:30:00`, perhaps with fractions and an offset.
fn is_time(text: &str) -> bool {
    let text = text.trim_end_matches('Z');
    let at = text.find(['+', '-', '.']).unwrap_or(text.len());
    let parts: Vec<Option<u32>> = text[..at].split(':').map(|part| part.parse().ok()).collect();
    matches!(parts[..], [Some(0..=23), Some(0..=59), Some(0..=59)]) && at == 8
}
