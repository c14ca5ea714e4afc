//! Standard types of lines and transformers.
//!
//! Source: `pypsa/data/standard_types/*.csv` of PyPSA 1.4.0 (MIT), which names the origin of each.

use super::tables::{Column, Table};
use super::text::records;
use super::typed;
use std::sync::LazyLock;

static LINES: LazyLock<Table> = LazyLock::new(|| table(include_str!("line_types.csv")));
static TRANSFORMERS: LazyLock<Table> = LazyLock::new(|| table(include_str!("transformer_types.csv")));

/// The standard types of a list (`line_types`, `transformer_types`).
pub(super) fn standard(list: &str) -> &'static Table {
    if list == "line_types" { &LINES } else { &TRANSFORMERS }
}

/// One of our own tables: a name, numbers, a source.
fn table(text: &'static str) -> Table {
    let mut rows = records(text).unwrap_or_default().into_iter();
    let Some(head) = rows.next() else { return Table::default() };
    let rows: Vec<_> = rows.collect();
    let mut table = Table::of(rows.iter().map(|row| row.cells[0].to_string()).collect());
    for (position, name) in head.cells.iter().enumerate().skip(1) {
        let cells = || rows.iter().map(|row| row.cells[position].as_ref());
        let numbers: Option<Vec<f64>> = cells().map(typed::number).collect();
        let column =
            numbers.map_or_else(|| Column::Text(cells().map(str::to_owned).collect()), Column::Float);
        table.columns.insert(name.to_string(), column);
    }
    table
}
