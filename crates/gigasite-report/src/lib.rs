//! Tables, maps, figures and one page from a finished study.
//!
//! # What it answers
//! Nothing new: it shows what the plan, its year and its audit already hold, to a planner (`report.html`, `plan.xlsx`, the
//! console), to a researcher (Parquet, CSV, `plan.json`, `sites.geojson`) and to whoever must check it (`audit.json`, `manifest.json`).
//!
//! # What goes in
//! A [`gigasite_case::Case`], a [`gigasite_cosim::result::StudyResult`] and how the run was made ([`RunInfo`]).
//!
//! # What comes out
//! A results folder ([`write()`]) that appears whole or not at all, and one console screen ([`summary`]). Every file but
//! `manifest.json` has the same bytes for the same study.
//!
//! # What it assumes
//! Programme figures are sums and weighted means of the sites' own figures: exact to rounding. The map is a Lambert
//! azimuthal equal-area projection of the sphere, within 10 km of EPSG:3035 anywhere in Europe: two pixels.
//!
//! # What it does not do
//! It computes no cost, no power flow and no KPI of its own, opens no network and prints nothing.

mod answer;
mod charts;
mod compare;
mod document;
mod error;
mod explain;
pub mod facility;
mod figures;
pub mod findings;
mod folder;
pub mod format;
mod map;
mod near;
pub mod network;
mod page;
mod parquet;
pub mod place;
pub mod results;
mod rival;
mod summary;
mod svg;
mod table;
mod tables;
mod view;
mod why_not;
mod workbook;
pub mod zones;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use answer::Answer;
pub use compare::compare;
pub use document::PLAN_SCHEMA;
pub use error::Error;
pub use explain::explain;
pub use folder::{Written, check_out};
pub use summary::summary;
pub use why_not::why_not;

use gigasite_case::Case;
use gigasite_cosim::result::StudyResult;
use std::path::Path;

/// How a run was made: goes into `manifest.json` and nowhere else.
#[derive(Debug, Clone, PartialEq)]
pub struct RunInfo {
    /// The command as typed.
    pub command: String,
    /// Version of the programme.
    pub version: String,
    /// Threads asked for; 0 = all cores.
    pub threads: usize,
    /// Wall clock by stage, seconds.
    pub timing_s: Vec<(String, f64)>,
    /// Files asked for beside the results, such as the programme in the format of solvers: name and bytes.
    pub extra_files: Vec<(String, Vec<u8>)>,
}

/// Writes the results folder beside `out` and renames it into place.
///
/// # Errors
/// If `out` holds something that is no results folder, if it cannot be written, if the disk is full, or if result and
/// case do not belong together. Whatever happens, no half-written folder stays behind and an older one stays as it was.
pub fn write(out: &Path, case: &Case, result: &StudyResult, run: &RunInfo) -> Result<Written, Error> {
    check_out(out)?;
    let files = render(case, result, run)?;
    folder::write(out, &files, &mut folder::write_file)
}

/// The document `plan.json` alone.
///
/// # Errors
/// If result and case do not belong together.
pub fn plan_json(case: &Case, result: &StudyResult) -> Result<Vec<u8>, Error> {
    document::plan_json(&view::Study::new(case, result)?)
}

/// Every file of the results folder, by relative path, in the order of writing.
fn render(case: &Case, result: &StudyResult, run: &RunInfo) -> Result<Vec<(String, Vec<u8>)>, Error> {
    let study = view::Study::new(case, result)?;
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    files.push(("plan.json".into(), document::plan_json(&study)?));
    files.push(("plan.schema.json".into(), document::PLAN_SCHEMA.as_bytes().to_vec()));
    let asked = near::published(study.plan);
    for table in tables::published(&study).into_iter().chain(rival::published(&study)).chain(asked) {
        files.push((format!("{}.csv", table.name), table.csv().into_bytes()));
    }
    files.push(("audit.json".into(), document::audit_json(&study)?));
    files.push(("sites.geojson".into(), document::geojson(&study)?));
    files.push(("hourly.parquet".into(), parquet::hourly(&study)?));
    files.push(("zones.parquet".into(), parquet::zones(&study)?));
    files.push(("duals.parquet".into(), parquet::duals(&study)?));
    files.push(("plan.xlsx".into(), workbook::workbook(&study)?));
    files.push(("report.html".into(), page::page(&study)?.into_bytes()));
    for (name, figure) in figures::all(&study)? {
        files.push((format!("figures/{name}.svg"), figure.into_bytes()));
    }
    files.extend(run.extra_files.iter().cloned());
    let manifest = document::manifest(&study, run, &files)?;
    files.push(("manifest.json".into(), manifest));
    Ok(files)
}
