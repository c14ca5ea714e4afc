//! What can stop a report.

use std::path::PathBuf;

/// Why there is no results folder.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The place holds something that this programme did not write.
    #[error("`{}` is not an older results folder, so it is not replaced", path.display())]
    Foreign {
        /// The place.
        path: PathBuf,
    },
    /// The place or its parent is no folder.
    #[error("`{}` is not a folder", path.display())]
    NotAFolder {
        /// The place.
        path: PathBuf,
    },
    /// There are no results to read.
    #[error("there are no results: `{}` cannot be read", path.display())]
    NoResults {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file that holds no plan.
    #[error("`{}` holds no plan of this programme", path.display())]
    StrangeResults {
        /// The file.
        path: PathBuf,
        /// What could not be read.
        source: serde_json::Error,
    },
    /// Nothing may be written there.
    #[error("`{}` cannot be written", path.display())]
    Unwritable {
        /// The place.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The disk, or the share of it that this user has, is full.
    #[error("the disk is full: `{}` could not be written", path.display())]
    DiskFull {
        /// The file that did not fit.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Plan, year and case do not belong together.
    #[error("the result does not fit the case: {what} has {found}, expected {expected}")]
    Shape {
        /// Which part.
        what: String,
        /// What is there.
        found: String,
        /// What should be there.
        expected: String,
    },
    /// A table could not be put into Parquet.
    #[error("writing Parquet")]
    Parquet(#[from] polars::error::PolarsError),
    /// A document could not be put into JSON.
    #[error("writing JSON")]
    Json(#[from] serde_json::Error),
    /// A sheet could not be put into the workbook.
    #[error("writing the workbook")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// A figure could not be drawn.
    #[error("drawing the figure `{figure}`: {reason}")]
    Figure {
        /// Which one.
        figure: String,
        /// What the drawing library said.
        reason: String,
    },
}

impl Error {
    /// What the user could try next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Foreign { path } => Some(format!(
                "choose another folder with --out, for example `{}`, or empty this one first",
                path.join("plan").display()
            )),
            Self::NoResults { .. } => {
                Some("give the folder that `gigasite plan --out FOLDER` has written".into())
            }
            Self::StrangeResults { .. } => {
                Some("run `gigasite plan` again: results of another version may lack what is asked".into())
            }
            Self::NotAFolder { .. } => Some("choose a folder with --out".into()),
            Self::Unwritable { .. } => Some("choose a folder that you may write with --out".into()),
            Self::DiskFull { .. } => Some(
                "free about 50 MB, or choose a folder on another disk with --out; nothing was left behind"
                    .into(),
            ),
            Self::Shape { .. }
            | Self::Parquet(_)
            | Self::Json(_)
            | Self::Workbook(_)
            | Self::Figure { .. } => None,
        }
    }

    /// Files what the system said under what it means to the user.
    pub(crate) fn io(path: &std::path::Path, source: std::io::Error) -> Self {
        use std::io::ErrorKind::{NotADirectory, QuotaExceeded, StorageFull};
        let path = path.to_owned();
        match source.kind() {
            StorageFull | QuotaExceeded => Self::DiskFull { path, source },
            NotADirectory => Self::NotAFolder { path },
            _ => Self::Unwritable { path, source },
        }
    }
}
