//! Tables of things that have no hours: plants, network nodes and lines, outlines. Written as Parquet beside the series.

use crate::Error;
use polars::prelude::{DataFrame, IntoColumn as _, NamedFrom as _, ParquetCompression, ParquetWriter};
use polars::series::Series as Values;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A column of a listing.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Words.
    Text(Vec<Option<String>>),
    /// Numbers, in the unit of the heading's suffix.
    Number(Vec<Option<f64>>),
}

/// A table of things.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// Name, also of the table it is written into.
    pub name: &'static str,
    /// Publisher and product.
    pub source: String,
    /// Columns by heading.
    pub columns: Vec<(&'static str, Cells)>,
}

impl Listing {
    /// Rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |(_, cells)| match cells {
            Cells::Text(cells) => cells.len(),
            Cells::Number(cells) => cells.len(),
        })
    }

    /// A column of words.
    pub fn text(&self, heading: &str) -> Option<&[Option<String>]> {
        self.columns.iter().find_map(|(name, cells)| match cells {
            Cells::Text(cells) if *name == heading => Some(cells.as_slice()),
            _ => None,
        })
    }

    /// A column of numbers.
    pub fn number(&self, heading: &str) -> Option<&[Option<f64>]> {
        self.columns.iter().find_map(|(name, cells)| match cells {
            Cells::Number(cells) if *name == heading => Some(cells.as_slice()),
            _ => None,
        })
    }
}

/// Writes listings into a folder, those of one name one below the other.
///
/// # Errors
/// A file that cannot be written.
pub fn write(folder: &Path, listings: &[Listing]) -> Result<Vec<PathBuf>, Error> {
    let failed = |path: &Path, source| Error::Write { path: path.to_owned(), source };
    let mut names: Vec<&str> = listings.iter().map(|listing| listing.name).collect();
    names.sort_unstable();
    names.dedup();
    if !names.is_empty() {
        std::fs::create_dir_all(folder).map_err(|source| failed(folder, source))?;
    }
    let mut written = Vec::new();
    for name in names {
        let mut all: Option<DataFrame> = None;
        for listing in listings.iter().filter(|listing| listing.name == name) {
            let mut columns = Vec::new();
            for (heading, cells) in &listing.columns {
                columns.push(match cells {
                    Cells::Text(cells) => Values::new((*heading).into(), cells).into_column(),
                    Cells::Number(cells) => Values::new((*heading).into(), cells).into_column(),
                });
            }
            let source = vec![listing.source.as_str(); listing.rows()];
            columns.push(Values::new("source".into(), source).into_column());
            let frame = DataFrame::new(listing.rows(), columns)?;
            all = Some(match all {
                Some(above) => above.vstack(&frame)?,
                None => frame,
            });
        }
        let Some(mut frame) = all else { continue };
        let path = folder.join(format!("{name}.parquet"));
        let file = File::create(&path).map_err(|source| failed(&path, source))?;
        ParquetWriter::new(file).with_compression(ParquetCompression::Snappy).finish(&mut frame)?;
        written.push(path);
    }
    Ok(written)
}
