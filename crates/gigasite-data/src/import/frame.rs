//! What importers hand to the repairs, and what comes out of them.

use super::quantity::Quantity;
use gigasite_case::{Finding, Place, Severity};
use serde::Serialize;

/// A table of numbers on one clock, as read and not yet repaired. A missing value is NaN.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    /// The file as the user finds it.
    pub(crate) file: String,
    /// Publisher and product.
    pub(crate) source: String,
    /// Start of every row, seconds since 1970 in UTC.
    pub(crate) stamps: Vec<i64>,
    /// Line of the first row.
    pub(crate) first_line: usize,
    pub(crate) columns: Vec<Column>,
}

/// A column of a frame.
#[derive(Debug)]
pub(crate) struct Column {
    /// Heading.
    pub(crate) name: String,
    pub(crate) zone: String,
    pub(crate) quantity: &'static Quantity,
    pub(crate) values: Vec<f64>,
}

/// One thing that was done to a series, or the reason why it was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// Stable kebab-case code.
    pub code: &'static str,
    /// How bad: a note changes no value, a warning does, an error leaves the series out.
    pub severity: Severity,
    /// File.
    pub file: String,
    /// Line of the first hour.
    pub line: usize,
    /// Zone; empty for what concerns every column.
    pub zone: String,
    /// Heading of the column; empty for what concerns every column.
    pub column: String,
    /// Hours changed.
    pub hours: usize,
    /// What was found and done, one lower-case sentence without full stop.
    pub done: String,
    /// What to do about it.
    pub hint: &'static str,
}

impl Repair {
    /// The same for the list of findings.
    pub fn finding(&self) -> Finding {
        let place = Place::file(&self.file).line(self.line);
        Finding {
            severity: self.severity,
            code: self.code.to_owned(),
            place: if self.column.is_empty() { place } else { place.field(self.column.clone()) },
            message: if self.zone.is_empty() {
                self.done.clone()
            } else {
                format!("{}: {}", self.zone, self.done)
            },
            hint: Some(self.hint.to_owned()).filter(|hint| !hint.is_empty()),
            value: None,
            expected: None,
        }
    }
}

/// When the values of a series are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stamps {
    /// Every hour from here, seconds since 1970 in UTC.
    Hourly(i64),
    /// Days, months or years, each by its start.
    Listed(Vec<i64>),
}

/// A tidy series: one zone, one quantity, no hole.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Zone, by our code where we know the publisher's.
    pub zone: String,
    /// Quantity and unit.
    pub quantity: &'static Quantity,
    /// Publisher and product.
    pub source: String,
    /// When.
    pub stamps: Stamps,
    /// Values in the quantity's unit.
    pub values: Vec<f64>,
    /// Values that a repair has touched.
    pub repaired: usize,
}

impl Series {
    /// Start of value `index`, seconds since 1970 in UTC.
    pub fn stamp(&self, index: usize) -> i64 {
        match &self.stamps {
            Stamps::Hourly(start) => super::stamp::hours_after(*start, index),
            Stamps::Listed(stamps) => stamps[index],
        }
    }
    /// First and last start, as text.
    pub fn span(&self) -> (String, String) {
        let last = self.values.len().saturating_sub(1);
        (super::stamp::text(self.stamp(0)), super::stamp::text(self.stamp(last)))
    }
}
