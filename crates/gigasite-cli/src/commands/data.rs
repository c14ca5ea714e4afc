//! `gigasite data`: what comes in from outside.

mod get;
mod import;
mod list;

use crate::args::{DataArgs, DataCommand};
use crate::say::Exit;
use std::fmt::Write as _;

pub(crate) fn run(args: &DataArgs) -> anyhow::Result<Exit> {
    match &args.command {
        DataCommand::Import(args) => import::run(args),
        DataCommand::List(args) => list::run(args),
        DataCommand::Get(args) => get::run(args),
    }
}

/// Rows below headings, columns aligned; those of `right` to the right.
fn aligned(headings: &[&str], right: &[usize], rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain([headings[column].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let mut out = String::new();
    let heading: Vec<String> = headings.iter().map(|cell| (*cell).to_owned()).collect();
    for row in std::iter::once(&heading).chain(rows) {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let pad = " ".repeat(widths[column].saturating_sub(cell.chars().count()));
            let _ = if right.contains(&column) {
                write!(line, "{pad}{cell}  ")
            } else {
                write!(line, "{cell}{pad}  ")
            };
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
