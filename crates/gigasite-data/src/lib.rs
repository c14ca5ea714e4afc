//! Regional energy data: raw tables in, clean typed hourly series out, every repair a finding.
//!
//! # What it answers
//! What a case file and its dataset say, completely typed ([`load_case`]), and everything that is wrong with them, at
//! once, each defect with its file, line, column, what was expected and a way out ([`check`], [`read_dataset`]).
//!
//! # What goes in
//! A case file (TOML; six ship with the binary, [`embedded_case_names`]), a dataset folder of CSV tables (`europe` is
//! embedded), and perhaps a folder of real hourly series.
//!
//! # What comes out
//! A [`gigasite_case::Case`]: the dataset narrowed to the sites, accelerators and cooling designs the case may use, a
//! year of hourly series for every zone and site, and the SHA-256 of everything that went in.
//!
//! # What it assumes
//! **No silent repair.** An empty cell is never zero, a wrong row is never dropped without a finding. **A target is
//! refused before optimising** only if IT power alone (a PUE of 1) exceeds the firm connections of the best sites
//! allowed: a necessary condition, 10–20 % weaker than what a plan needs. The error of the generated hours is stated in
//! [`generate`].
//!
//! # What it does not do
//! It decides nothing and converts no currency. Nothing but [`catalogue::fetch`] touches a network, and only when asked.

mod case_file;
pub mod catalogue;
mod cells;
pub mod checks;
mod consistency;
mod csv;
mod dataset;
pub mod diff;
mod document;
mod error;
mod files;
mod flow_based;
pub mod generate;
mod hours;
pub mod import;
mod mixed;
mod narrow;
pub mod network;
pub mod regions;
pub mod samples;
pub mod series;
pub mod synth;
mod tables;
mod values;
pub mod weather;

pub use case_file::{
    CaseSource, case_schema_json, check, embedded_case_names, embedded_case_text, load_case, load_case_on,
    write_case,
};
pub use dataset::{Loaded, read_dataset};
pub use error::Error;
pub use files::{Part, Source};
