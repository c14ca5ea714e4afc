//! CSV folders, plain or gzipped.

mod write;

pub use write::write_folder;

use super::clock;
use super::schema::LISTS;
use super::tables::{Column, Curves, Series, Table, Tables};
use super::text::{Record, records};
use super::typed::{self, Where};
use crate::Error;
use flate2::read::GzDecoder;
use gigasite_case::{Findings, Place};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Whether a folder holds a PyPSA network.
pub fn is_folder(path: &Path) -> bool {
    ["buses.csv", "buses.csv.gz", "network.csv"].iter().any(|file| path.join(file).is_file())
}

/// Reads a CSV folder; files may be gzipped. Every defect of a file is a finding; the tables hold what could be read.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read_folder(path: &Path, findings: &mut Findings) -> Result<Tables, Error> {
    let mut desk = Desk { tables: Tables::default(), labels: None, findings };
    for (stem, file) in files(path, desk.findings)? {
        let label = file.display().to_string();
        let Some(text) = text_of(&file, &label, desk.findings)? else { continue };
        desk.take(&stem, &label, &text);
    }
    desk.snapshots_from_series(path);
    Ok(desk.tables)
}

/// Files by name without endings, in the order of their names.
fn files(path: &Path, findings: &mut Findings) -> Result<BTreeMap<String, PathBuf>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut names = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let mut found: BTreeMap<String, PathBuf> = BTreeMap::new();
    for name in names {
        let file = path.join(&name);
        let plain = name.strip_suffix(".gz").unwrap_or(&name);
        let stem = match (plain.strip_suffix(".csv"), plain) {
            (Some(stem), _) => stem,
            (None, "meta.json" | "crs.json") => plain,
            _ => continue,
        };
        if let Some(first) = found.get(stem) {
            let message = format!("`{}` holds the same table and is read instead", first.display());
            findings.warning(
                "two-files",
                Place::file(file.display().to_string()),
                message,
                "keep one of them",
            );
            continue;
        }
        found.insert(stem.to_owned(), file);
    }
    Ok(found)
}

/// Text of a file; `None` with a finding if it is not UTF-8.
fn text_of(file: &Path, label: &str, findings: &mut Findings) -> Result<Option<String>, Error> {
    let failed = |source| Error::Read { path: file.to_owned(), source };
    let mut bytes = std::fs::read(file).map_err(failed)?;
    if file.extension().is_some_and(|ending| ending == "gz") {
        let mut plain = Vec::new();
        GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).map_err(failed)?;
        bytes = plain;
    }
    let text = String::from_utf8(bytes).ok();
    if text.is_none() {
        findings.error("not-utf8", Place::file(label), "the file is not UTF-8 text", "save it as UTF-8");
    }
    Ok(text)
}

struct Desk<'a> {
    tables: Tables,
    /// First column of the first series whose index is more than a count, for folders without `snapshots.csv`.
    labels: Option<Vec<String>>,
    findings: &'a mut Findings,
}

impl Desk<'_> {
    fn take(&mut self, stem: &str, label: &str, text: &str) {
        match stem {
            "meta.json" => self.tables.meta = self.json(label, text),
            "crs.json" => self.tables.crs = self.json(label, text),
            "network" => self.attributes(label, text),
            "snapshots" => {
                self.tables.snapshots = self.table("snapshots", label, text).map(|mut table| {
                    table.columns.iter_mut().for_each(|(name, column)| normalise(name, column));
                    table
                });
            }
            "investment_periods" => {
                let table = self.table("investment_periods", label, text);
                self.tables.investment_periods = table.filter(|table| !table.names.is_empty());
            }
            list if LISTS.contains(&list) => {
                if let Some(table) = self.table(list, label, text) {
                    self.tables.lists.insert(list.to_owned(), table);
                }
            }
            other => self.series_or_curves(other, label, text),
        }
    }

    fn json(&mut self, label: &str, text: &str) -> Option<String> {
        match serde_json::from_str::<serde_json::Value>(text) {
            Ok(_) => Some(text.to_owned()),
            Err(error) => {
                let place = Place::file(label).line(error.line());
                self.findings.error(
                    "not-json",
                    place,
                    format!("not JSON: {error}"),
                    "correct it, or remove the file",
                );
                None
            }
        }
    }

    /// Header and rows that are as long as it.
    fn rows<'t>(&mut self, label: &str, text: &'t str) -> Option<(Record<'t>, Vec<Record<'t>>)> {
        let mut found = match records(text) {
            Ok(found) if !found.is_empty() => found,
            Ok(_) => {
                let hint = "its first line must name the columns";
                self.findings.error("empty-file", Place::file(label), "the file holds no table", hint);
                return None;
            }
            Err(line) => {
                let place = Place::file(label).line(line);
                self.findings.error(
                    "unclosed-quote",
                    place,
                    "a quoted text begins here and never ends",
                    "close the quote",
                );
                return None;
            }
        };
        let head = found.remove(0);
        found.retain(|row| {
            let fits = row.cells.len() == head.cells.len();
            if !fits {
                let message =
                    format!("{} fields where the header names {}", row.cells.len(), head.cells.len());
                let place = Place::file(label).line(row.line);
                self.findings.error("ragged-row", place, message, "quote a text that holds a comma");
            }
            fits
        });
        Some((head, found))
    }

    fn named_once(&mut self, label: &str, head: &Record<'_>) {
        let mut seen = BTreeSet::new();
        for name in head.cells.iter().skip(1) {
            if seen.insert(name.as_ref()) {
                continue;
            }
            let place = Place::file(label).line(head.line).field(name.as_ref());
            self.findings.error("duplicate-column", place, "the column is named twice", "keep the right one");
        }
    }

    fn table(&mut self, list: &str, label: &str, text: &str) -> Option<Table> {
        let (head, rows) = self.rows(label, text)?;
        self.named_once(label, &head);
        let lines: Vec<usize> = rows.iter().map(|row| row.line).collect();
        let cells =
            |position: usize| rows.iter().map(|row| row.cells[position].to_string()).collect::<Vec<_>>();
        let mut table = Table::of(cells(0));
        self.unique(label, &lines, &table.names);
        for (position, attribute) in head.cells.iter().enumerate().skip(1) {
            let at = Where { file: label, list, attribute, lines: &lines };
            let column = typed::column(&at, cells(position), self.findings);
            table.columns.entry(attribute.to_string()).or_insert(column);
        }
        Some(table)
    }

    fn unique(&mut self, label: &str, lines: &[usize], names: &[String]) {
        let mut first: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, line) in names.iter().zip(lines) {
            let place = Place::file(label).line(*line);
            if name.is_empty() {
                self.findings.error("missing-id", place, "the row has no name", "give it one");
            } else if let Some(earlier) = first.insert(name, *line) {
                let message = format!("`{name}` stands here and in line {earlier}");
                self.findings.error("duplicate-id", place, message, "name every component once");
            }
        }
    }

    fn attributes(&mut self, label: &str, text: &str) {
        let Some((head, rows)) = self.rows(label, text) else { return };
        let Some(row) = rows.first() else { return };
        for (name, cell) in head.cells.iter().zip(&row.cells) {
            let value = match name.as_ref() {
                "name" | "pypsa_version" => super::Cell::Text(cell.to_string()),
                _ => typed::cell(cell),
            };
            self.tables.attributes.insert(name.to_string(), value);
        }
    }

    fn series_or_curves(&mut self, stem: &str, label: &str, text: &str) {
        let named = stem.split_once('-').filter(|(list, _)| LISTS.contains(list));
        let Some((list, attribute)) = named else {
            let message = "not a table of PyPSA, so it is not read";
            self.findings.note("unknown-file", Place::file(label), message, "");
            return;
        };
        let key = |attribute: &str| (list.to_owned(), attribute.to_owned());
        if let Some(attribute) = attribute.strip_suffix("-pw") {
            if let Some(curves) = self.curves(list, attribute, label, text) {
                self.tables.curves.insert(key(attribute), curves);
            }
        } else if let Some(series) = self.series(list, label, text) {
            self.tables.series.insert(key(attribute), series);
        }
    }

    fn series(&mut self, list: &str, label: &str, text: &str) -> Option<Series> {
        let (head, rows) = self.rows(label, text)?;
        self.named_once(label, &head);
        let lines: Vec<usize> = rows.iter().map(|row| row.line).collect();
        let mut series = Series::default();
        for (position, name) in head.cells.iter().enumerate().skip(1) {
            let cells: Vec<String> = rows.iter().map(|row| row.cells[position].to_string()).collect();
            let at = Where { file: label, list, attribute: name, lines: &lines };
            series.names.push(name.to_string());
            series.values.push(typed::numbers(&at, &cells, self.findings));
        }
        let is_count = rows.iter().all(|row| row.cells[0].parse::<u64>().is_ok());
        if self
            .labels
            .as_ref()
            .is_none_or(|labels| labels.iter().all(|label| label.parse::<u64>().is_ok()) && !is_count)
        {
            self.labels = Some(rows.iter().map(|row| row.cells[0].to_string()).collect());
        }
        Some(series)
    }

    /// Curves: two header rows, a name and an attribute above every column, then a row per breakpoint.
    fn curves(&mut self, list: &str, attribute: &str, label: &str, text: &str) -> Option<Curves> {
        let (head, mut rows) = self.rows(label, text)?;
        let broken = |findings: &mut Findings, message: &str| {
            let hint = "write it with PyPSA's export_to_csv_folder";
            findings.error("wrong-curve", Place::file(label), message, hint);
        };
        if rows.is_empty() {
            broken(self.findings, "a second header row with attributes is missing");
            return None;
        }
        let kinds = rows.remove(0);
        // pandas writes the name of the index on a row of its own
        rows.retain(|row| row.cells[1..].iter().any(|cell| !cell.is_empty()) || row.cells[0] != "breakpoint");
        let lines: Vec<usize> = rows.iter().map(|row| row.line).collect();
        let mut sides: IndexMap<String, [Option<Vec<f64>>; 2]> = IndexMap::new();
        let mut along = String::new();
        for position in 1..head.cells.len() {
            let cells: Vec<String> = rows.iter().map(|row| row.cells[position].to_string()).collect();
            let name = head.cells[position].to_string();
            let at = Where { file: label, list, attribute: &name, lines: &lines };
            let values = typed::numbers(&at, &cells, self.findings);
            let is_value = kinds.cells[position] == attribute;
            if !is_value {
                along = kinds.cells[position].to_string();
            }
            sides.entry(name).or_default()[usize::from(is_value)] = Some(values);
        }
        let mut points = IndexMap::new();
        for (name, pair) in sides {
            let [Some(xs), Some(ys)] = pair else {
                broken(self.findings, &format!("`{name}` lacks a column beside `{attribute}`"));
                return None;
            };
            let filled = xs.into_iter().zip(ys).filter(|(x, y)| !x.is_nan() || !y.is_nan());
            points.insert(name, filled.collect());
        }
        Some(Curves { along, points })
    }

    /// Old folders have no `snapshots.csv`: the index of a series then says which snapshots there are.
    fn snapshots_from_series(&mut self, path: &Path) {
        let Some(labels) = self.labels.take() else { return };
        if self.tables.snapshots.is_some() {
            return;
        }
        let message = format!(
            "there is no snapshots.csv: {} snapshots of an hour are taken from a series",
            labels.len()
        );
        let place = Place::file(path.join("snapshots.csv").display().to_string());
        let hint = "add one with the columns `snapshot`, `objective`, `stores` and `generators`";
        self.findings.warning("missing-table", place, message, hint);
        let mut column = Column::Text(labels);
        normalise("snapshot", &mut column);
        let mut table = Table::of((0..column.len()).map(|row| row.to_string()).collect());
        table.columns.insert("snapshot".into(), column);
        self.tables.snapshots = Some(table);
    }
}

/// Moments as pandas writes them, if every label is one.
fn normalise(name: &str, column: &mut Column) {
    if !["snapshot", "timestep"].contains(&name) {
        return;
    }
    if let Column::Text(labels) = column
        && let Some(moments) = labels.iter().map(|label| clock::parse(label)).collect::<Option<Vec<_>>>()
    {
        *labels = moments.into_iter().map(clock::text).collect();
    }
}
