//! What `gigasite check` looks at, told by what lies there: a case, a dataset, hourly series, or a data package of others.

pub(crate) mod dataset;
mod licence;
mod outline;
mod package;
mod series;

use crate::case_file::{self, embedded_case_names};
use crate::tables::TABLES;
use gigasite_case::Findings;
use gigasite_case::review::{Checked, Resource};
use std::path::Path;

/// Checks of a table of the dataset; see [`gigasite_case::rule::Rule::check`].
const OF_A_TABLE: [&str; 9] = [
    "file",
    "structure",
    "values",
    "keys",
    "references",
    "completeness",
    "physics",
    "plausibility",
    "provenance",
];

/// What a path is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Case,
    Dataset,
    Package,
    Series,
}

fn kind_of(what: &str) -> Kind {
    let path = Path::new(what);
    if path.is_file() && path.extension().is_some_and(|ending| ending == "json") {
        return Kind::Package;
    }
    if path.is_dir() && path.join("datapackage.json").is_file() && !is_ours(path) {
        return Kind::Package;
    }
    if embedded_case_names().contains(&what) || !path.is_dir() || path.join("case.toml").is_file() {
        return Kind::Case;
    }
    if !is_ours(path) && crate::series::folder_tables(path).iter().any(|(name, _)| *name == "load_mw") {
        return Kind::Series;
    }
    Kind::Dataset
}

/// Whether a folder holds a dataset of this house, or what is left of one.
fn is_ours(folder: &Path) -> bool {
    TABLES.iter().filter(|table| folder.join(table.file).is_file()).count() * 2 > TABLES.len()
}

/// Everything that is wrong there, and which files were looked at; no hours are made.
pub fn run(what: &str) -> Checked {
    let mut findings = Findings::default();
    let resources = match kind_of(what) {
        Kind::Case => {
            let checked = case_file::check_case(what, &mut findings);
            checked.unwrap_or_else(|error| case_file::unreadable(what, &error, &mut findings))
        }
        Kind::Package => {
            let path = Path::new(what);
            let path = if path.is_dir() { path.join("datapackage.json") } else { path.to_owned() };
            package::check(&path, &mut findings)
        }
        Kind::Series => {
            let checked = series::check(Path::new(what), &mut findings);
            checked.unwrap_or_else(|error| case_file::unreadable(what, &error, &mut findings))
        }
        Kind::Dataset => {
            let checked = case_file::check_dataset(what, &mut findings);
            checked.unwrap_or_else(|error| case_file::unreadable(what, &error, &mut findings))
        }
    };
    Checked { findings, resources }
}

/// The tables of a dataset under a label.
pub(crate) fn tables_of(label: &str) -> Vec<Resource> {
    TABLES
        .iter()
        .map(|table| Resource { file: format!("{label}/{}", table.file), checks: OF_A_TABLE.to_vec() })
        .collect()
}
