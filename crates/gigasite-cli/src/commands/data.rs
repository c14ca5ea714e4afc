//! `gigasite data`: the data behind a study.

mod diff;
mod get;
mod import;
mod list;
mod regions;
mod show;
mod synth;

use crate::args::{DataArgs, DataCommand};
use crate::commands::plan::with_hint;
use crate::say::{self, Exit};
use gigasite_case::Severity;
use gigasite_data::{Error, Loaded, Source};
use std::fmt::Write as _;

pub(crate) fn run(args: &DataArgs) -> anyhow::Result<Exit> {
    match &args.command {
        DataCommand::Diff(args) => diff::run(args),
        DataCommand::Import(args) => import::run(args),
        DataCommand::List(args) => list::run(args),
        DataCommand::Get(args) => get::run(args),
        DataCommand::Synth(args) => synth::run(args),
        DataCommand::Regions(args) => regions::run(args),
        DataCommand::Show(args) => show::run(args),
    }
}

/// Reads a dataset by name or folder; `None` if its findings refuse it, which has then been said.
fn dataset(name: &str) -> anyhow::Result<Option<Loaded>> {
    let source =
        if name == "europe" { Source::Embedded(name.to_owned()) } else { Source::Folder(name.into()) };
    let loaded = gigasite_data::read_dataset(&source).map_err(with_hint(Error::hint))?;
    if loaded.findings.has_errors() {
        say::findings(&loaded.findings, Severity::Warning);
        return Ok(None);
    }
    Ok(Some(loaded))
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
