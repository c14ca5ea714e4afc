//! A series as Parquet pages. In a tidy table four columns of six say the same in every row of a series, and the stamps go up by
//! one step: whoever knows that writes a dictionary of one word and the differences of the stamps, and is done with five columns
//! before a writer of any table has sorted the words of one.

use super::frame::Series;
use crate::Error;
use polars_arrow::array::{DictionaryArray, PrimitiveArray, Utf8ViewArray};
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema, Field, TimeUnit};
use polars_parquet::write::{
    CompressedPage, CompressionOptions, DynIter, DynStreamingIterator, Encoding, FallibleStreamingIterator,
    FileWriter, Page, ParquetType, StatisticsOptions, Version, WriteOptions, array_to_columns, compress,
    to_parquet_type,
};
use std::io::Write;
use std::ops::Range;

const OPTIONS: WriteOptions = WriteOptions {
    statistics: StatisticsOptions {
        min_value: true,
        max_value: true,
        distinct_count: false,
        null_count: true,
        binary_statistics_truncate_length: None,
    },
    version: Version::V1,
    compression: CompressionOptions::Snappy,
    data_page_size: None,
};

fn stamp_type() -> ArrowDataType {
    ArrowDataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into()))
}

/// The columns of a tidy table; none has holes.
fn schema() -> ArrowSchema {
    [
        ("zone", ArrowDataType::Utf8View),
        ("timestamp", stamp_type()),
        ("quantity", ArrowDataType::Utf8View),
        ("unit", ArrowDataType::Utf8View),
        ("source", ArrowDataType::Utf8View),
        ("value", ArrowDataType::Float64),
    ]
    .into_iter()
    .map(|(name, kind)| Field::new(name.into(), kind, false))
    .collect()
}

/// The packed pages of a column.
type Pages = Vec<CompressedPage>;

/// Rows of one series, ready to be written.
pub(super) struct Group {
    rows: usize,
    columns: Vec<Pages>,
}

fn packed(pages: DynIter<'static, polars::prelude::PolarsResult<Page>>) -> Result<Pages, Error> {
    pages
        .map(|page| {
            Ok(compress(page?, Vec::new(), OPTIONS.compression)
                .map_err(polars::prelude::PolarsError::from)?)
        })
        .collect()
}

/// The same word in every row.
fn word(word: &str, rows: usize) -> Result<DictionaryArray<u32>, Error> {
    let keys = PrimitiveArray::from_vec(vec![0_u32; rows]);
    let words = Utf8ViewArray::from_slice_values([word]);
    Ok(DictionaryArray::try_from_keys(keys, Box::new(words), false)?)
}

/// A part of a series as pages.
pub(super) fn group(series: &Series, range: Range<usize>) -> Result<Group, Error> {
    let rows = range.len();
    let fields: Vec<ParquetType> = schema().iter_values().map(to_parquet_type).collect::<Result<_, _>>()?;
    let stamps: Vec<i64> = range.clone().map(|index| series.stamp(index) * 1000).collect();
    let stamps = PrimitiveArray::from_vec(stamps).to(stamp_type());
    let values = PrimitiveArray::from_slice(&series.values[range]);
    let (words, steps, plain) = (Encoding::RleDictionary, Encoding::DeltaBinaryPacked, Encoding::Plain);
    let columns: [(Box<dyn polars_arrow::array::Array>, Encoding); 6] = [
        (Box::new(word(&series.zone, rows)?), words),
        (Box::new(stamps), steps),
        (Box::new(word(series.quantity.name, rows)?), words),
        (Box::new(word(series.quantity.unit, rows)?), words),
        (Box::new(word(&series.source, rows)?), words),
        (Box::new(values), plain),
    ];
    let mut packs = Vec::with_capacity(columns.len());
    for ((array, encoding), field) in columns.into_iter().zip(fields) {
        for pages in array_to_columns(array, field, OPTIONS, &[encoding])? {
            packs.push(packed(pages)?);
        }
    }
    Ok(Group { rows, columns: packs })
}

/// Hands out pages in the manner of the writer.
struct Out {
    pages: std::vec::IntoIter<CompressedPage>,
    current: Option<CompressedPage>,
}

impl FallibleStreamingIterator for Out {
    type Item = CompressedPage;
    type Error = polars::prelude::PolarsError;

    fn advance(&mut self) -> Result<(), Self::Error> {
        self.current = self.pages.next();
        Ok(())
    }

    fn get(&self) -> Option<&Self::Item> {
        self.current.as_ref()
    }
}

/// A table that is being written.
pub(super) struct Table<W: Write>(FileWriter<W>);

impl<W: Write> Table<W> {
    pub(super) fn new(out: W) -> Result<Self, Error> {
        Ok(Self(FileWriter::try_new(out, schema(), OPTIONS)?))
    }

    pub(super) fn add(&mut self, group: Group) -> Result<(), Error> {
        let rows = u64::try_from(group.rows).unwrap_or(u64::MAX);
        let columns = group
            .columns
            .into_iter()
            .map(|pages| Ok(DynStreamingIterator::new(Out { pages: pages.into_iter(), current: None })));
        Ok(self.0.write(rows, DynIter::new(columns))?)
    }

    pub(super) fn finish(mut self) -> Result<W, Error> {
        self.0.end(None)?;
        Ok(self.0.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::frame::Stamps;
    use crate::import::{quantity, tidy};
    use polars::prelude::{ParquetReader, SerReader as _};

    #[test]
    fn pages_are_read_by_polars_as_the_rows_that_went_in() {
        let longer_than_a_group = (1_usize << 18) + 3;
        let one = |zone: &str, stamps, values: Vec<f64>| Series {
            zone: zone.into(),
            quantity: quantity::find("load_mw").expect("a quantity"),
            source: "a publisher".into(),
            stamps,
            values,
            repaired: 0,
        };
        let hours = (0..longer_than_a_group).map(|hour| (hour as f64).sin() * 1e3).collect();
        let series = [
            one("AT", Stamps::Hourly(0), hours),
            one("ÅL", Stamps::Listed(vec![-900, 5, 1800]), vec![0.0, -0.5, 1e300]),
        ];
        let folder = tempfile::tempdir().expect("a folder");
        let written = tidy::write(folder.path(), &series.iter().collect::<Vec<_>>()).expect("written");
        let table =
            ParquetReader::new(std::fs::File::open(&written[0]).expect("a file")).finish().expect("readable");
        assert_eq!(table.get_column_names(), ["zone", "timestamp", "quantity", "unit", "source", "value"]);
        let text = |name: &str| table.column(name).expect("there").str().expect("text").clone();
        let stamps = table.column("timestamp").expect("there").datetime().expect("stamps").clone();
        assert_eq!(stamps.time_zone().as_ref().map(|zone| zone.as_str()), Some("UTC"));
        let values = table.column("value").expect("there").f64().expect("numbers").clone();
        let rows = series.iter().flat_map(|one| (0..one.values.len()).map(move |index| (one, index)));
        let [zones, kinds, units, sources] = ["zone", "quantity", "unit", "source"].map(text);
        let mut seen = 0;
        for (row, (one, index)) in rows.enumerate() {
            assert_eq!(zones.get(row), Some(one.zone.as_str()), "{row}");
            assert_eq!((kinds.get(row), units.get(row)), (Some("load_mw"), Some("MW")), "{row}");
            assert_eq!(sources.get(row), Some("a publisher"), "{row}");
            assert_eq!(stamps.physical().get(row), Some(one.stamp(index) * 1000), "{row}");
            assert_eq!(values.get(row).map(f64::to_bits), Some(one.values[index].to_bits()), "{row}");
            seen += 1;
        }
        assert_eq!((table.height(), seen), (longer_than_a_group + 3, longer_than_a_group + 3));
    }
}
