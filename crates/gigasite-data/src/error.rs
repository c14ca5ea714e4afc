//! What can stop a study before it starts.

use gigasite_case::{Findings, Severity, suggest};
use std::path::PathBuf;

/// Why no case came out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The input was read and is wrong: every defect is a finding.
    #[error("the input has {} error(s) that stop the study", .0.count(Severity::Error))]
    Findings(Findings),
    /// A file or folder cannot be read.
    #[error("`{}` cannot be read", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file or folder cannot be written.
    #[error("`{}` cannot be written", path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The folder to write into holds something.
    #[error("`{}` is not an empty folder", .0.display())]
    NotEmpty(PathBuf),
    /// Networks are not written to files of this ending.
    #[error("`{}` ends like no network format that can be written", .0.display())]
    UnknownEnding(PathBuf),
    /// No case of that name ships with the binary.
    #[error("no case named `{0}` ships with gigasite")]
    UnknownCase(String),
    /// Polars could not do what it was asked to.
    #[error("the table reader failed")]
    Table(#[from] polars::error::PolarsError),
    /// The tables hold something that a netCDF file cannot.
    #[error("the network cannot be written as netCDF")]
    NetCdf(#[from] netcdf_writer::Error),
    /// No source of the catalogue has that name.
    #[error("the catalogue has no source named `{name}`")]
    UnknownSource {
        /// What was asked for.
        name: String,
        /// Names that are near.
        hint: String,
    },
    /// Nobody answers.
    #[error("`{address}` cannot be reached, is there a network? ({reason})")]
    NoNetwork {
        /// Address.
        address: String,
        /// What the system says.
        reason: String,
    },
    /// A download that did not come to its end.
    #[error("`{address}` could not be downloaded in {attempts} attempt(s): {reason}")]
    Download {
        /// Address.
        address: String,
        /// Why the last attempt ended.
        reason: String,
        /// Attempts made.
        attempts: usize,
    },
    /// Other bytes than the catalogue has the checksum of.
    #[error("`{address}` sent other bytes than the catalogue knows: SHA-256 {found}, expected {expected}")]
    Checksum {
        /// Address.
        address: String,
        /// Checksum of the catalogue.
        expected: String,
        /// Checksum of what came.
        found: String,
    },
    /// A value that passed every check does not fit its type.
    #[error("`{place}` passed its checks but does not fit its type")]
    Internal {
        /// Table and line, or case file.
        place: String,
        /// What serde says.
        source: serde_json::Error,
    },
}

impl Error {
    /// The findings, where the input was read and is wrong.
    pub fn findings(&self) -> Option<&Findings> {
        match self {
            Self::Findings(findings) => Some(findings),
            _ => None,
        }
    }

    /// A way out, where there is one.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Findings(_) => Some("every finding names its file, line and a way out".into()),
            Self::Read { .. } => Some("check that the path exists and may be read".into()),
            Self::Write { .. } => Some("check that the folder may be written and the disk has room".into()),
            Self::NotEmpty(_) => Some("name a new folder, or empty this one".into()),
            Self::UnknownEnding(_) => Some(
                "end it with .m (MATPOWER), .nc (PyPSA) or .geojson (map), or not at all for a PyPSA folder"
                    .into(),
            ),
            Self::UnknownCase(name) => Some(suggest::hint(name, crate::embedded_case_names())),
            Self::UnknownSource { hint, .. } => Some(hint.clone()),
            Self::NoNetwork { .. } => Some(
                "`gigasite data list` says what is in the cache already; --mirror names another server"
                    .into(),
            ),
            Self::Download { .. } => Some("run the command again: it goes on where it stopped".into()),
            Self::Checksum { .. } => {
                Some("nothing was kept; the file has changed or a proxy stands between: try --mirror".into())
            }
            Self::Table(_) => None,
            Self::NetCdf(_) => Some("write a folder of CSV files instead".into()),
            Self::Internal { .. } => {
                Some("this is a defect of gigasite: please report it with the input".into())
            }
        }
    }
}
