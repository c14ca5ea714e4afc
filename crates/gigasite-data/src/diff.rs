//! What changed between two datasets: rows by their key, cells by how much.
//!
//! Both must read without an error: rows of a table with a doubled key cannot be told apart.

use crate::files::{Files, Source};
use crate::tables::{PROVENANCE, TABLES, Table};
use crate::{Error, csv};
use gigasite_case::Findings;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What changed, table by table in the order of the dataset; tables that are the same are left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Difference {
    /// Tables that differ.
    pub tables: Vec<TableDifference>,
    /// Files beside the tables that differ, such as `datapackage.json`, by name.
    pub files: Vec<String>,
}

/// What changed in a table.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct TableDifference {
    /// Its file.
    pub file: String,
    /// Rows before.
    pub before_count: usize,
    /// Rows after.
    pub after_count: usize,
    /// Keys of rows that are new.
    pub added: Vec<String>,
    /// Keys of rows that are gone.
    pub removed: Vec<String>,
    /// Rows that differ in nothing but their key: before and after.
    pub renamed: Vec<(String, String)>,
    /// Cells that differ, in the order of rows and columns.
    pub cells: Vec<CellDifference>,
    /// Values of the first column of the key, such as zones or sites, whose rows come, go or differ in a number.
    pub groups: BTreeSet<String>,
}

/// A cell that differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellDifference {
    /// Key of its row.
    pub row: String,
    /// Column.
    pub column: String,
    /// Text before.
    pub before: String,
    /// Text after.
    pub after: String,
    /// Change as a share of the number before; none for texts and from zero.
    pub change_frac: Option<f64>,
    /// Whether it says where a number comes from and no number.
    pub is_provenance: bool,
}

/// A column of a table in sum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnDifference {
    /// Column.
    pub column: String,
    /// Cells that differ.
    pub cells_count: usize,
    /// Mean of the changes that are shares.
    pub mean_change_frac: Option<f64>,
    /// The largest of them, by size.
    pub largest_change_frac: Option<f64>,
    /// Row of the largest, or the first row.
    pub row: String,
}

impl Difference {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty() && self.files.is_empty()
    }
}

impl TableDifference {
    /// Every column with a cell that differs, in the order of the first such cell.
    pub fn columns(&self) -> Vec<ColumnDifference> {
        let mut columns: Vec<ColumnDifference> = Vec::new();
        for cell in &self.cells {
            let place = columns.iter().position(|one| one.column == cell.column).unwrap_or_else(|| {
                columns.push(ColumnDifference {
                    column: cell.column.clone(),
                    cells_count: 0,
                    mean_change_frac: None,
                    largest_change_frac: None,
                    row: cell.row.clone(),
                });
                columns.len() - 1
            });
            let one = &mut columns[place];
            one.cells_count += 1;
            let Some(change) = cell.change_frac else { continue };
            if one.largest_change_frac.is_none_or(|largest| change.abs() > largest.abs()) {
                one.largest_change_frac = Some(change);
                one.row.clone_from(&cell.row);
            }
        }
        for one in &mut columns {
            let changes: Vec<f64> = self
                .cells
                .iter()
                .filter(|cell| cell.column == one.column)
                .filter_map(|cell| cell.change_frac)
                .collect();
            if !changes.is_empty() {
                one.mean_change_frac = Some(changes.iter().sum::<f64>() / changes.len() as f64);
            }
        }
        columns
    }

    fn is_empty(&self) -> bool {
        let Self { added, removed, renamed, cells, .. } = self;
        added.is_empty() && removed.is_empty() && renamed.is_empty() && cells.is_empty()
    }
}

/// Compares two datasets, record by record.
///
/// # Errors
/// A file that cannot be read.
pub fn difference(old: &Source, new: &Source) -> Result<Difference, Error> {
    // both were checked by whoever asks: what is wrong with them has been said
    let mut unsaid = Findings::default();
    let (old, new) = (Files::read(old, &mut unsaid)?, Files::read(new, &mut unsaid)?);
    let mut found = Difference::default();
    for table in TABLES {
        let (before, after) = (rows(table, &old)?, rows(table, &new)?);
        let difference = compare(table, &before, &after);
        if !difference.is_empty() {
            found.tables.push(difference);
        }
    }
    // texts are for people
    let is_table = |name: &&String| {
        Path::new(name.as_str()).extension().is_some_and(|ending| ending == "md")
            || TABLES.iter().any(|table| table.file == **name)
    };
    let names: BTreeSet<&String> = old.contents.keys().chain(new.contents.keys()).collect();
    let differs = |name: &&String| old.contents.get(*name) != new.contents.get(*name);
    found.files = names.into_iter().filter(|name| !is_table(name)).filter(differs).cloned().collect();
    Ok(found)
}

/// Rows in the order of the file.
#[derive(Default)]
struct Rows {
    order: Vec<String>,
    /// Cells by column, by key.
    cells: BTreeMap<String, BTreeMap<&'static str, String>>,
    /// Value of the first column of the key, by key.
    groups: BTreeMap<String, String>,
}

fn rows(table: &Table, files: &Files) -> Result<Rows, Error> {
    let mut rows = Rows::default();
    let Some(bytes) = files.contents.get(table.file) else { return Ok(rows) };
    let Some(text) = csv::read(table, table.file, bytes, &mut Findings::default())? else { return Ok(rows) };
    for row in 0..text.lines.len() {
        let cell = |column: &str| text.columns.get(column).map_or("", |cells| cells[row].as_str());
        let key = table.key.iter().map(|column| cell(column)).collect::<Vec<_>>().join(" ");
        let cells = text.columns.iter().map(|(column, cells)| (*column, cells[row].clone())).collect();
        rows.order.push(key.clone());
        rows.groups.insert(key.clone(), table.key.first().map_or("", |column| cell(column)).to_owned());
        rows.cells.insert(key, cells);
    }
    Ok(rows)
}

fn compare(table: &Table, before: &Rows, after: &Rows) -> TableDifference {
    let gone = |rows: &Rows, other: &Rows| -> Vec<String> {
        rows.order.iter().filter(|key| !other.cells.contains_key(*key)).cloned().collect()
    };
    let mut found = TableDifference {
        file: table.file.to_owned(),
        before_count: before.order.len(),
        after_count: after.order.len(),
        added: gone(after, before),
        removed: gone(before, after),
        ..TableDifference::default()
    };
    let group = |rows: &Rows, key: &String| rows.groups.get(key).cloned().unwrap_or_default();
    let mut groups: BTreeSet<String> = found.added.iter().map(|key| group(after, key)).collect();
    groups.extend(found.removed.iter().map(|key| group(before, key)));
    rename(table, (before, after), &mut found);
    for key in before.order.iter().filter(|key| after.cells.contains_key(*key)) {
        for column in table.all_columns() {
            let text = |rows: &Rows| rows.cells[key].get(column.name).cloned().unwrap_or_default();
            let (before, after) = (text(before), text(after));
            let numbers = (before.parse::<f64>(), after.parse::<f64>());
            let same_number = matches!(&numbers, (Ok(a), Ok(b)) if a.total_cmp(b).is_eq());
            if before == after || same_number {
                continue;
            }
            let change_frac = match numbers {
                (Ok(a), Ok(b)) if a.abs() > 0.0 => Some((b - a) / a.abs()),
                _ => None,
            };
            found.cells.push(CellDifference {
                row: key.clone(),
                column: column.name.to_owned(),
                before,
                after,
                change_frac,
                is_provenance: PROVENANCE.iter().any(|other| other.name == column.name),
            });
        }
    }
    let counted = found.cells.iter().filter(|cell| !cell.is_provenance);
    groups.extend(counted.map(|cell| group(after, &cell.row)));
    found.groups = groups;
    found
}

/// Takes a row that is gone and a row that is new for one where they differ in their key alone and no other row does.
fn rename(table: &Table, (before, after): (&Rows, &Rows), found: &mut TableDifference) {
    let rest = |rows: &Rows, key: &String| -> BTreeMap<&'static str, String> {
        let cells = rows.cells[key].iter();
        cells
            .filter(|(column, _)| !table.key.contains(column))
            .map(|(column, cell)| (*column, cell.clone()))
            .collect()
    };
    let mut pairs = Vec::new();
    for old in &found.removed {
        let like: Vec<&String> =
            found.added.iter().filter(|new| rest(after, new) == rest(before, old)).collect();
        let rivals = found.removed.iter().filter(|other| rest(before, other) == rest(before, old)).count();
        if let ([new], 1) = (like.as_slice(), rivals) {
            pairs.push((old.clone(), (*new).clone()));
        }
    }
    found.removed.retain(|key| pairs.iter().all(|(old, _)| old != key));
    found.added.retain(|key| pairs.iter().all(|(_, new)| new != key));
    found.renamed = pairs;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::EUROPE;
    use std::fs;

    fn europe() -> Source {
        Source::Embedded("europe".into())
    }

    /// The embedded dataset in a folder, changed.
    fn changed(change: impl Fn(&Path)) -> Difference {
        let folder = tempfile::tempdir().unwrap();
        EUROPE.extract(folder.path()).unwrap();
        change(folder.path());
        difference(&europe(), &Source::Folder(folder.path().to_owned())).unwrap()
    }

    fn edit(folder: &Path, file: &str, edit: impl Fn(&str) -> String) {
        let path = folder.join(file);
        let text = fs::read_to_string(&path).unwrap();
        let edited = edit(&text);
        assert_ne!(text, edited, "{file} was to be changed");
        fs::write(path, edited).unwrap();
    }

    /// Replaces a cell of the row that begins with `key`.
    fn set(text: &str, key: &str, column: &str, value: &str) -> String {
        let place = text.lines().next().unwrap().split(',').position(|name| name == column).unwrap();
        let line = |line: &str| {
            let mut cells: Vec<&str> = line.split(',').collect();
            if line.starts_with(key) {
                cells[place] = value;
            }
            cells.join(",") + "\n"
        };
        text.lines().map(line).collect()
    }

    #[test]
    fn a_copy_does_not_differ_in_bytes_order_or_spelling_of_numbers() {
        assert!(changed(|_| ()).is_empty());
        let found = changed(|folder| {
            edit(folder, "fuels.csv", |text| {
                let (head, rest) = text.split_once('\n').unwrap();
                let mut rows: Vec<&str> = rest.lines().collect();
                rows.reverse();
                format!("{head}\r\n{}\r\n", rows.join("\r\n"))
            });
        });
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn a_number_that_moved_says_where_and_by_how_much() {
        let found = changed(|folder| {
            edit(folder, "countries.csv", |text| set(text, "DE,", "network_charge_eur_per_mwh", "30"));
        });
        let [table] = found.tables.as_slice() else { panic!("{found:?}") };
        let [cell] = table.cells.as_slice() else { panic!("{table:?}") };
        assert_eq!((table.file.as_str(), cell.row.as_str()), ("countries.csv", "DE"));
        assert_eq!((cell.column.as_str(), cell.after.as_str()), ("network_charge_eur_per_mwh", "30"));
        let before: f64 = cell.before.parse().unwrap();
        assert!((cell.change_frac.unwrap() - (30.0 / before - 1.0)).abs() < 1e-12 && !cell.is_provenance);
        let [column] = &table.columns()[..] else { panic!("{table:?}") };
        assert_eq!((column.cells_count, column.mean_change_frac), (1, cell.change_frac));
    }

    #[test]
    fn rows_come_go_and_change_their_names() {
        let found = changed(|folder| {
            edit(folder, "carbon_prices.csv", |text| {
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                lines.pop();
                lines.join("\n") + "\n"
            });
            edit(folder, "sources.csv", |text| {
                let (head, rest) = text.split_once('\n').unwrap();
                let (first, rest) = rest.split_once(',').unwrap();
                format!("{head}\n{first}-NEW,{rest}")
            });
            edit(folder, "landmarks.csv", |text| {
                let (head, rest) = text.split_once('\n').unwrap();
                let first = rest.lines().next().unwrap();
                let (_, cells) = first.split_once(',').unwrap();
                format!("{head}\n{rest}one-more,{}\n", cells.replacen(|c: char| c.is_ascii_digit(), "7", 1))
            });
        });
        let table = |file: &str| found.tables.iter().find(|table| table.file == file).unwrap();
        let gone = table("carbon_prices.csv");
        assert_eq!((gone.removed.len(), gone.before_count - gone.after_count), (1, 1));
        let renamed = table("sources.csv");
        assert!(renamed.added.is_empty() && renamed.removed.is_empty() && renamed.cells.is_empty());
        assert_eq!(renamed.renamed[0].1, format!("{}-NEW", renamed.renamed[0].0));
        assert_eq!(table("landmarks.csv").added.len(), 1);
        assert_eq!(found.tables.len(), 3);
    }

    #[test]
    fn where_a_number_comes_from_is_no_number() {
        let found = changed(|folder| {
            edit(folder, "countries.csv", |text| text.replacen("low", "medium", 1));
            edit(folder, "datapackage.json", |text| text.replacen('{', "{ ", 1));
        });
        assert!(found.tables[0].cells.iter().all(|cell| cell.is_provenance && cell.change_frac.is_none()));
        assert_eq!(found.files, ["datapackage.json"]);
    }
}
