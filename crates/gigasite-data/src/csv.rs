//! One CSV file into columns of text with the line each row stands on. Nothing is interpreted here.

use crate::Error;
use crate::files::line_of;
use crate::tables::Table;
use gigasite_case::{Findings, Place, suggest};
use gigasite_units::suffix;
use indexmap::IndexMap;
use polars::prelude::{CsvParseOptions, CsvReadOptions, DataType, Field, Schema, SerReader as _};
use std::io::Cursor;
use std::sync::Arc;

/// A table as text.
#[derive(Debug)]
pub(crate) struct Text {
    /// The file as the user finds it.
    pub(crate) file: String,
    /// Line of each row.
    pub(crate) lines: Vec<usize>,
    /// Trimmed cells by column, of the expected columns that are there.
    pub(crate) columns: IndexMap<&'static str, Vec<String>>,
    /// Position of each column in the file, the first being 0.
    pub(crate) positions: IndexMap<&'static str, usize>,
}

impl Text {
    /// The place of a cell.
    pub(crate) fn place(&self, row: usize, column: &str) -> Place {
        let place = Place::file(&self.file).line(self.lines[row]).field(column);
        match self.positions.get(column) {
            Some(position) => place.column(position + 1),
            None => place,
        }
    }
}

/// A record of the file: where it starts, where it lies, how many fields it has.
struct Record {
    line: usize,
    bytes: std::ops::Range<usize>,
    fields: usize,
}

/// Reads a table with Polars, every column as text. `None` if it cannot be read at all; the reason is a finding.
pub(crate) fn read(
    table: &Table,
    file: &str,
    bytes: &[u8],
    findings: &mut Findings,
) -> Result<Option<Text>, Error> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = match std::str::from_utf8(body) {
        Ok(text) => text.replace("\r\n", "\n"),
        Err(error) => {
            let line = line_of(body, error.valid_up_to());
            findings.error(
                "not-utf8",
                Place::file(file).line(line),
                "the file is not UTF-8 text",
                "save it as UTF-8 (a spreadsheet offers «CSV UTF-8»)",
            );
            return Ok(None);
        }
    };
    let Some(records) = records(file, &text, findings) else { return Ok(None) };
    let Some((head, rows)) = records.split_first() else {
        findings.error(
            "empty-file",
            Place::file(file),
            "the file holds no table",
            "its first line must name the columns",
        );
        return Ok(None);
    };
    let labels = fields(&text[head.bytes.clone()]);
    let positions = header(table, file, head.line, &labels, findings);

    let mut kept = String::with_capacity(text.len());
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        if row.fields == labels.len() {
            kept.push_str(&text[row.bytes.clone()]);
            kept.push('\n');
            lines.push(row.line);
        } else {
            findings.error(
                "ragged-row",
                Place::file(file).line(row.line),
                format!("{} fields where the header names {}", row.fields, labels.len()),
                "quote a text that holds a comma",
            );
        }
    }
    if lines.is_empty() {
        let columns = positions.keys().map(|name| (*name, Vec::new())).collect();
        return Ok(Some(Text { file: file.to_owned(), lines, columns, positions }));
    }
    let schema: Schema =
        (0..labels.len()).map(|i| Field::new(format!("c{i}").into(), DataType::String)).collect();
    let frame = CsvReadOptions::default()
        .with_has_header(false)
        .with_schema(Some(Arc::new(schema)))
        .with_parse_options(CsvParseOptions::default().with_missing_is_null(false))
        .into_reader_with_file_handle(Cursor::new(kept.into_bytes()))
        .finish()?;
    if frame.height() != lines.len() {
        findings.error(
            "unreadable-rows",
            Place::file(file),
            format!("{} rows were read from {} records", frame.height(), lines.len()),
            "look for stray quotes",
        );
        return Ok(None);
    }
    let mut columns = IndexMap::new();
    for (name, position) in &positions {
        let cells = frame.column(&format!("c{position}"))?.str()?;
        columns.insert(*name, cells.iter().map(|cell| cell.map_or("", str::trim).to_owned()).collect());
    }
    Ok(Some(Text { file: file.to_owned(), lines, columns, positions }))
}

/// Splits the text into records, blank lines left out, quotes respected.
fn records(file: &str, text: &str, findings: &mut Findings) -> Option<Vec<Record>> {
    let mut found = Vec::new();
    let (mut line, mut start_line, mut start, mut fields, mut quoted) = (1, 1, 0, 1, false);
    let end = text.len();
    for (at, byte) in text.bytes().chain([b'\n']).enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => fields += 1,
            b'\n' if at == end && quoted => {
                findings.error(
                    "unclosed-quote",
                    Place::file(file).line(start_line),
                    "a quoted text begins here and never ends",
                    "close the quote, or double a quote inside a text",
                );
                return None;
            }
            b'\n' if !quoted => {
                if !text[start..at].trim().is_empty() {
                    found.push(Record { line: start_line, bytes: start..at, fields });
                }
                (start, fields, start_line) = (at + 1, 1, line + 1);
                line += 1;
            }
            b'\n' => line += 1,
            _ => {}
        }
    }
    Some(found)
}

/// Every record as it stands in the file, the heading first; `None` where a quote never closes.
pub(crate) fn raw(file: &str, text: &str, findings: &mut Findings) -> Option<Vec<String>> {
    let records = records(file, text, findings)?;
    Some(records.into_iter().map(|record| text[record.bytes].to_owned()).collect())
}

/// The fields of one record.
pub(crate) fn fields(record: &str) -> Vec<String> {
    let (mut found, mut quoted) = (vec![String::new()], false);
    for letter in record.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => found.push(String::new()),
            _ => found.last_mut().into_iter().for_each(|field| field.push(letter)),
        }
    }
    found.iter().map(|field| field.trim().to_owned()).collect()
}

/// Compares the header with what is expected; returns the position of each column that is there.
fn header(
    table: &Table,
    file: &str,
    line: usize,
    labels: &[String],
    findings: &mut Findings,
) -> IndexMap<&'static str, usize> {
    let place = |label: &str| Place::file(file).line(line).field(label);
    let mut positions = IndexMap::new();
    let mut unknown = Vec::new();
    for (position, label) in labels.iter().enumerate() {
        if label.is_empty() {
            let message = format!("column {} has no label", position + 1);
            findings.error("blank-column", Place::file(file).line(line), message, "name it, or remove it");
        } else if let Some(column) = table.all_columns().find(|column| column.name == label) {
            if positions.contains_key(column.name) {
                findings.error(
                    "duplicate-column",
                    place(label),
                    "the column is named twice",
                    "keep the right one",
                );
            } else {
                positions.insert(column.name, position);
            }
        } else {
            unknown.push(label.as_str());
        }
    }
    let mut missing: Vec<&'static str> = Vec::new();
    for column in table.all_columns() {
        if !positions.contains_key(column.name) && !missing.contains(&column.name) {
            missing.push(column.name);
        }
    }
    for label in unknown {
        let same_stem = missing.iter().position(|name| stem(label).is_some() && stem(name) == stem(label));
        let close = suggest::nearest(label, missing.iter().copied());
        if let Some(at) = same_stem {
            let expected = missing.remove(at);
            let unit = |name| suffix::unit_of(name).unwrap_or("no unit");
            findings.error(
                "wrong-unit",
                place(label),
                format!("`{label}` is in {}, expected `{expected}` in {}", unit(label), unit(expected)),
                format!("convert the values and name the column `{expected}`"),
            );
        } else if let Some(name) = close {
            missing.retain(|other| *other != name);
            findings.error(
                "unknown-column",
                place(label),
                format!("the table has no column `{label}`"),
                format!("did you mean `{name}`?"),
            );
        } else {
            findings.error(
                "unknown-column",
                place(label),
                format!("the table has no column `{label}`"),
                "remove it; nothing reads it",
            );
        }
    }
    for name in missing {
        findings.error(
            "missing-column",
            place(name),
            format!("the column `{name}` is missing"),
            format!("add it{}", suffix::unit_of(name).map(|unit| format!(", in {unit}")).unwrap_or_default()),
        );
    }
    positions
}

/// A column name without the unit at its end.
fn stem(name: &str) -> Option<&str> {
    let (unit, _) = suffix::SUFFIXES
        .iter()
        .filter(|(unit, _)| name.strip_suffix(unit).is_some_and(|rest| rest.ends_with('_')))
        .max_by_key(|(unit, _)| unit.len())?;
    name.strip_suffix(unit)
}
