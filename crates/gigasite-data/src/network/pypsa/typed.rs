//! Columns of text into columns of their type: by PyPSA's schema where it knows the attribute, by the cells where not.

use super::schema::{self, Kind};
use super::tables::{Cell, Column};
use gigasite_case::Findings;
use gigasite_case::Place;

/// Where the cells of a column stand, for findings.
pub(super) struct Where<'a> {
    /// File as the user finds it.
    pub(super) file: &'a str,
    /// List name.
    pub(super) list: &'a str,
    /// Column.
    pub(super) attribute: &'a str,
    /// Line of each row.
    pub(super) lines: &'a [usize],
}

impl Where<'_> {
    fn place(&self, row: usize) -> Place {
        Place::file(self.file).line(self.lines[row]).field(self.attribute)
    }
}

/// Types a column; cells that are not of its type are findings.
pub(super) fn column(at: &Where<'_>, cells: Vec<String>, findings: &mut Findings) -> Column {
    match schema::find(at.list, at.attribute).map(|attribute| attribute.kind) {
        Some(Kind::Text) => Column::Text(cells),
        Some(Kind::Float) => Column::Float(numbers(at, &cells, findings)),
        Some(Kind::Int) => whole_numbers(at, &cells, findings),
        Some(Kind::Bool) => truths(at, &cells, findings),
        None => guess(cells),
    }
}

/// Numbers; an empty cell is NaN.
pub(super) fn numbers(at: &Where<'_>, cells: &[String], findings: &mut Findings) -> Vec<f64> {
    cells
        .iter()
        .enumerate()
        .map(|(row, cell)| {
            number(cell).unwrap_or_else(|| {
                let message = format!("`{cell}` is not a number");
                findings.error("not-a-number", at.place(row), message, "write it like 1234.5, or inf");
                f64::NAN
            })
        })
        .collect()
}

fn whole_numbers(at: &Where<'_>, cells: &[String], findings: &mut Findings) -> Column {
    let values = numbers(at, cells, findings);
    for (row, value) in values.iter().enumerate() {
        if value.fract() != 0.0 && !value.is_nan() {
            let message = format!("`{}` is not a whole number", cells[row]);
            findings.error("not-a-number", at.place(row), message, "PyPSA would cut off the fraction");
        }
    }
    if values.iter().any(|value| !value.is_finite()) {
        return Column::Float(values);
    }
    Column::Int(values.into_iter().map(|value| value as i64).collect())
}

/// Truth values. PyPSA takes an empty cell for `False` beside others, and for the default if the whole column is empty.
fn truths(at: &Where<'_>, cells: &[String], findings: &mut Findings) -> Column {
    if cells.iter().all(|cell| cell.trim().is_empty()) {
        return Column::Float(vec![f64::NAN; cells.len()]);
    }
    let mut values = Vec::with_capacity(cells.len());
    for (row, cell) in cells.iter().enumerate() {
        let value = truth(cell).unwrap_or_else(|| {
            if cell.trim().is_empty() {
                findings.warning(
                    "empty-cell",
                    at.place(row),
                    "an empty truth value, which PyPSA takes for False",
                    "write True or False",
                );
            } else {
                let message = format!("`{cell}` is not a truth value; PyPSA would take it for True");
                findings.error("not-a-truth-value", at.place(row), message, "write True or False");
            }
            false
        });
        values.push(value);
    }
    Column::Bool(values)
}

/// A column PyPSA has no name for, typed as pandas would.
fn guess(cells: Vec<String>) -> Column {
    let is_empty = |cell: &String| cell.trim().is_empty();
    if cells.iter().all(is_empty) {
        return Column::Text(cells);
    }
    if let Some(values) = cells.iter().map(|cell| cell.trim().parse().ok()).collect() {
        return Column::Int(values);
    }
    if let Some(values) = cells.iter().map(|cell| number(cell)).collect() {
        return Column::Float(values);
    }
    let words = |cell: &String| truth(cell).filter(|_| cell.trim().len() > 1);
    if let Some(values) = cells.iter().map(words).collect() {
        return Column::Bool(values);
    }
    Column::Text(cells)
}

/// A cell on its own, such as an attribute of the network.
pub(super) fn cell(text: &str) -> Cell {
    let trimmed = text.trim();
    match (trimmed.parse(), trimmed.parse()) {
        (Ok(whole), _) => Cell::Int(whole),
        (_, Ok(number)) => Cell::Float(number),
        _ => Cell::Text(text.to_owned()),
    }
}

/// A number; an empty cell and `NA` are missing.
pub(super) fn number(cell: &str) -> Option<f64> {
    match cell.trim() {
        "" | "NA" | "N/A" | "NULL" | "None" => Some(f64::NAN),
        number => number.parse().ok(),
    }
}

fn truth(cell: &str) -> Option<bool> {
    match cell.trim() {
        "True" | "TRUE" | "true" | "1" | "1.0" => Some(true),
        "False" | "FALSE" | "false" | "0" | "0.0" => Some(false),
        _ => None,
    }
}
