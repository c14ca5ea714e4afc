//! Writing a CSV folder as PyPSA does.

use crate::Error;
use crate::network::pypsa::tables::{Cell, Curves, Series, Table, Tables, number_text};
use crate::network::pypsa::text::write_record;
use std::borrow::Cow;
use std::path::Path;

/// Writes a CSV folder that PyPSA opens. The folder is made; it may exist if it is empty, since PyPSA would read what else
/// lies in it.
///
/// # Errors
/// [`Error::NotEmpty`], [`Error::Write`].
pub fn write_folder(tables: &Tables, path: &Path) -> Result<(), Error> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Write { path, source }
    };
    std::fs::create_dir_all(path).map_err(failed(path))?;
    if std::fs::read_dir(path).map_err(failed(path))?.next().is_some() {
        return Err(Error::NotEmpty(path.to_owned()));
    }
    for (name, text) in files(tables) {
        let file = path.join(name);
        std::fs::write(&file, text).map_err(failed(&file))?;
    }
    Ok(())
}

/// Every file with its text.
fn files(tables: &Tables) -> Vec<(String, String)> {
    let mut files = vec![("network.csv".to_owned(), network_text(tables))];
    let mut add = |name: String, text: String| files.push((name, text));
    for (name, text) in [("meta.json", &tables.meta), ("crs.json", &tables.crs)] {
        if let Some(text) = text {
            add(name.to_owned(), text.clone());
        }
    }
    if let Some(table) = &tables.snapshots {
        add("snapshots.csv".to_owned(), table_text("", table));
    }
    if let Some(table) = &tables.investment_periods {
        add("investment_periods.csv".to_owned(), table_text("period", table));
    }
    for (list, table) in &tables.lists {
        add(format!("{list}.csv"), table_text("name", table));
    }
    for ((list, attribute), series) in &tables.series {
        add(format!("{list}-{attribute}.csv"), series_text(series, tables.n_snapshots()));
    }
    for ((list, attribute), curves) in &tables.curves {
        add(format!("{list}-{attribute}-pw.csv"), curves_text(attribute, curves));
    }
    files
}

/// `network.csv`: PyPSA takes the name from its first column.
fn network_text(tables: &Tables) -> String {
    let name = Cell::Text(String::new());
    let name = tables.attributes.get("name").unwrap_or(&name);
    let others = || tables.attributes.iter().filter(|(key, _)| *key != "name");
    let mut text = String::new();
    write_record(
        &mut text,
        std::iter::once("name").chain(others().map(|(key, _)| key.as_str())).map(Cow::Borrowed),
    );
    write_record(
        &mut text,
        std::iter::once(name).chain(others().map(|(_, cell)| cell)).map(|cell| Cow::Owned(cell_text(cell))),
    );
    text
}

fn cell_text(cell: &Cell) -> String {
    match cell {
        Cell::Float(value) => number_text(*value),
        Cell::Int(value) => value.to_string(),
        Cell::Text(text) => text.clone(),
    }
}

fn table_text(index: &str, table: &Table) -> String {
    let mut text = String::new();
    write_record(
        &mut text,
        std::iter::once(index).chain(table.columns.keys().map(String::as_str)).map(Cow::Borrowed),
    );
    for (row, name) in table.names.iter().enumerate() {
        let cells = table.columns.values().map(|column| Cow::Owned(column.text(row)));
        write_record(&mut text, std::iter::once(Cow::Borrowed(name.as_str())).chain(cells));
    }
    text
}

fn series_text(series: &Series, n: usize) -> String {
    let mut text = String::new();
    write_record(
        &mut text,
        std::iter::once("").chain(series.names.iter().map(String::as_str)).map(Cow::Borrowed),
    );
    for snapshot in 0..n {
        let cells = series.values.iter().map(|values| {
            Cow::Owned(values.get(snapshot).map_or_else(String::new, |value| number_text(*value)))
        });
        write_record(&mut text, std::iter::once(Cow::Owned(snapshot.to_string())).chain(cells));
    }
    text
}

fn curves_text(attribute: &str, curves: &Curves) -> String {
    let names = curves.points.keys().flat_map(|name| [name.as_str(), name.as_str()]);
    let kinds = curves.points.keys().flat_map(|_| [curves.along.as_str(), attribute]);
    let mut text = String::new();
    write_record(&mut text, std::iter::once("name").chain(names).map(Cow::Borrowed));
    write_record(&mut text, std::iter::once("attribute").chain(kinds).map(Cow::Borrowed));
    write_record(
        &mut text,
        std::iter::once("breakpoint").chain(curves.points.keys().flat_map(|_| ["", ""])).map(Cow::Borrowed),
    );
    let longest = curves.points.values().map(Vec::len).max().unwrap_or(0);
    for row in 0..longest {
        let cells = curves.points.values().flat_map(|points| {
            let (x, y) = points.get(row).copied().unwrap_or((f64::NAN, f64::NAN));
            [Cow::Owned(number_text(x)), Cow::Owned(number_text(y))]
        });
        write_record(&mut text, std::iter::once(Cow::Owned(row.to_string())).chain(cells));
    }
    text
}
