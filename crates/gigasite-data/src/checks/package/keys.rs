//! Values that may stand once, and values that must stand elsewhere.

use super::Table;
use super::cells::Values;
use gigasite_case::{Findings, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Unique fields, the primary key, foreign keys. `names` are all resources of the package, `tables` those that were read.
pub(super) fn check(
    name: &str,
    table: &Table,
    values: &Values,
    (names, tables): (&[&str], &BTreeMap<String, Table>),
    findings: &mut Findings,
) {
    let columns = table.schema.of_columns(&table.labels);
    let column_of = |field: &str| {
        let index = table.schema.fields.iter().position(|one| one.name == field)?;
        columns.iter().position(|column| *column == Some(index))
    };
    for field in table.schema.fields.iter().filter(|field| field.constraint("unique") == true) {
        let Some(column) = column_of(&field.name) else { continue };
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (row, cells) in values.iter().enumerate() {
            let Some(value) = cells.get(column).and_then(Option::as_deref) else { continue };
            if let Some(first) = seen.insert(value, row) {
                let message = format!("`{value}` stands on line {} already", table.rows[first].line);
                findings.error(
                    "unique-error",
                    table.place(row, column, &field.name),
                    message,
                    "keep it once",
                );
            }
        }
    }
    let key_of =
        |fields: &[String]| fields.iter().map(|field| column_of(field)).collect::<Option<Vec<usize>>>();
    let cells_of = |row: usize, columns: &[usize]| -> Vec<Option<&str>> {
        columns.iter().map(|column| values[row].get(*column).and_then(Option::as_deref)).collect()
    };
    let line = |row: usize, fields: &[String]| {
        Place::file(&table.label).line(table.rows[row].line).field(fields.join("+"))
    };
    if let Some(columns) = key_of(&table.schema.primary_key).filter(|columns| !columns.is_empty()) {
        let mut seen: BTreeMap<Vec<Option<&str>>, usize> = BTreeMap::new();
        for row in 0..values.len() {
            let key = cells_of(row, &columns);
            let place = line(row, &table.schema.primary_key);
            if key.iter().all(Option::is_none) {
                findings.error("primary-key", place, "the key of the row is empty", "fill it");
            } else if let Some(first) = seen.insert(key, row) {
                let message = format!("the key stands on line {} already", table.rows[first].line);
                findings.error("primary-key", place, message, "give each row its own");
            }
        }
    }
    for key in &table.schema.foreign_keys {
        let Some(columns) = key_of(&key.fields) else { continue };
        let itself = key.resource.is_empty() || key.resource == name;
        let Some(other) = (if itself { Some(table) } else { tables.get(&key.resource) }) else {
            if names.contains(&key.resource.as_str()) {
                continue; // it could not be read, and that has been said
            }
            let message = format!("the key refers to `{}`, which is no table of the package", key.resource);
            let place = Place::file(&table.label).field(key.fields.join("+"));
            findings.error("resource-error", place, message, "correct the name of the resource");
            continue;
        };
        let mut unsaid = Findings::default();
        let theirs = super::cells::check(other, &mut unsaid);
        let their_columns = other.schema.of_columns(&other.labels);
        let positions: Option<Vec<usize>> = key
            .to
            .iter()
            .map(|field| {
                let index = other.schema.fields.iter().position(|one| one.name == *field)?;
                their_columns.iter().position(|column| *column == Some(index))
            })
            .collect();
        let Some(positions) = positions else { continue };
        let known: BTreeSet<Vec<Option<&str>>> = theirs
            .iter()
            .map(|row| positions.iter().map(|at| row.get(*at).and_then(Option::as_deref)).collect())
            .collect();
        for row in 0..values.len() {
            let cells = cells_of(row, &columns);
            if cells.iter().any(Option::is_some) && !known.contains(&cells) {
                let shown: Vec<&str> = cells.iter().map(|cell| cell.unwrap_or_default()).collect();
                let place = line(row, &key.fields);
                let message = format!(
                    "`{}` is no {} of `{}`",
                    shown.join("`, `"),
                    key.to.join("+"),
                    if itself { name } else { &key.resource }
                );
                findings.error("foreign-key", place, message, "correct it, or add the row there");
                findings.with(shown.join(" "), format!("a {} of {}", key.to.join("+"), key.resource));
            }
        }
    }
}
