//! Tidy tables as Parquet: one file a quantity, one row group a series, `zone, timestamp, quantity, unit, source, value`.

use super::frame::{Series, Stamps};
use super::pages::{Group, Table, group};
use super::stamp::hours_after;
use crate::Error;
use polars::prelude::{DataType, ParquetReader, SerReader as _, TimeUnit, TimeZone};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Most rows of a row group.
const GROUP: usize = 1 << 18;

/// Row groups that are packed side by side before they are written.
const AT_ONCE: usize = 8;

fn stamp_type() -> DataType {
    DataType::Datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC))
}

/// The row groups of a series.
fn parts(series: &Series) -> impl Iterator<Item = (&Series, Range<usize>)> {
    let length = series.values.len();
    (0..length).step_by(GROUP).map(move |from| (series, from..(from + GROUP).min(length)))
}

/// Writes series into a folder, one table a quantity; the files written, by name.
///
/// # Errors
/// A folder or file that cannot be written.
pub(crate) fn write(folder: &Path, series: &[&Series]) -> Result<Vec<PathBuf>, Error> {
    let failed = |path: &Path, source| Error::Write { path: path.to_owned(), source };
    std::fs::create_dir_all(folder).map_err(|source| failed(folder, source))?;
    let mut by_quantity: BTreeMap<&str, Vec<&Series>> = BTreeMap::new();
    for &one in series {
        by_quantity.entry(one.quantity.name).or_default().push(one);
    }
    let groups: Vec<(&str, Vec<&Series>)> = by_quantity.into_iter().collect();
    groups
        .into_par_iter()
        .map(|(name, series)| {
            let path = folder.join(format!("{name}.parquet"));
            let part = folder.join(format!("{name}.parquet.part"));
            let file = File::create(&part).map_err(|source| failed(&part, source))?;
            let mut table = Table::new(BufWriter::with_capacity(1 << 20, file))?;
            let parts: Vec<(&Series, Range<usize>)> = series.into_iter().flat_map(parts).collect();
            for some in parts.chunks(AT_ONCE) {
                let groups: Vec<Group> = some
                    .par_iter()
                    .map(|(one, range)| group(one, range.clone()))
                    .collect::<Result<_, _>>()?;
                for group in groups {
                    table.add(group)?;
                }
            }
            let file = table.finish()?.into_inner().map_err(|fault| failed(&part, fault.into_error()))?;
            drop(file);
            std::fs::rename(&part, &path).map_err(|source| failed(&path, source))?;
            Ok(path)
        })
        .collect()
}

/// Whether a Parquet table is tidy: a value a row. The other kind has a column a zone.
///
/// # Errors
/// A file that cannot be read or is no Parquet.
pub(crate) fn is_tidy(path: &Path) -> Result<bool, Error> {
    let file = File::open(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let schema = ParquetReader::new(file).schema()?;
    Ok(schema.contains("zone") && schema.contains("value"))
}

/// An hourly column of a tidy table: zone, start in seconds since 1970 in UTC, values.
pub(crate) type Read = (String, i64, Vec<f64>);

/// Reads the hourly series of a tidy table, in the order of the file. A zone that is not hourly or has a hole is `Err` with its
/// name and the row.
pub(crate) fn read(path: &Path) -> Result<Result<Vec<Read>, (String, usize)>, Error> {
    let file = File::open(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    let columns = ["zone", "timestamp", "value"].map(str::to_owned).to_vec();
    let table = ParquetReader::new(file).with_columns(Some(columns)).finish()?;
    let zones = table.column("zone")?.cast(&DataType::String)?;
    let stamps = table.column("timestamp")?.cast(&stamp_type())?.cast(&DataType::Int64)?;
    let values = table.column("value")?.cast(&DataType::Float64)?;
    let (zones, stamps, values) = (zones.str()?, stamps.i64()?, values.f64()?);
    let mut series: Vec<Read> = Vec::new();
    for (row, ((zone, stamp), value)) in zones.iter().zip(stamps.iter()).zip(values.iter()).enumerate() {
        let (Some(zone), Some(stamp), Some(value)) = (zone, stamp, value) else {
            return Ok(Err((zone.unwrap_or("?").to_owned(), row)));
        };
        let at = stamp.div_euclid(1000);
        match series.last_mut() {
            Some((last, start, values)) if last == zone => {
                if at != hours_after(*start, values.len()) {
                    return Ok(Err((zone.to_owned(), row)));
                }
                values.push(value);
            }
            _ => series.push((zone.to_owned(), at, vec![value])),
        }
    }
    Ok(Ok(series))
}

/// Whether a series is hourly.
pub fn is_hourly(series: &Series) -> bool {
    matches!(series.stamps, Stamps::Hourly(_))
}
