//! The tables of a PyPSA file in memory: nothing interpreted, nothing lost.

use gigasite_case::Place;
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// A PyPSA network as its tables: what a CSV folder and a netCDF file both hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tables {
    /// Attributes of the network (`network.csv`): `name`, `pypsa_version`, `srid` and others.
    pub attributes: IndexMap<String, Cell>,
    /// `meta.json`, as JSON text.
    pub meta: Option<String>,
    /// `crs.json`, as JSON text.
    pub crs: Option<String>,
    /// `snapshots.csv`: columns `snapshot` (or `period` and `timestep`) and weightings; `None` = one snapshot named `now`.
    pub snapshots: Option<Table>,
    /// `investment_periods.csv`.
    pub investment_periods: Option<Table>,
    /// Static tables by list name (`buses`, `lines`, …).
    pub lists: IndexMap<String, Table>,
    /// Series by list name and attribute.
    pub series: BTreeMap<(String, String), Series>,
    /// Piecewise curves by list name and attribute.
    pub curves: BTreeMap<(String, String), Curves>,
}

/// A static table: a name per row, and columns of one type each.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Names of the rows, in the order of the file.
    pub names: Vec<String>,
    /// Columns by attribute, each as long as `names`.
    pub columns: IndexMap<String, Column>,
}

/// A column. An empty cell is NaN among numbers and the empty text among texts.
#[derive(Debug, Clone)]
pub enum Column {
    /// Numbers.
    Float(Vec<f64>),
    /// Whole numbers.
    Int(Vec<i64>),
    /// Truth values.
    Bool(Vec<bool>),
    /// Texts.
    Text(Vec<String>),
}

/// A value on its own.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A number.
    Float(f64),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
}

/// Series of an attribute: a column per component, a value per snapshot.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Components, in the order of the file.
    pub names: Vec<String>,
    /// Values, one vector per component; NaN = empty.
    pub values: Vec<Vec<f64>>,
}

/// Piecewise curves of an attribute: breakpoints per component.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Curves {
    /// Attribute along the curve (`p_pu`, `p_nom`, …).
    pub along: String,
    /// Breakpoints `(along, attribute)` by component, in the order of the file.
    pub points: IndexMap<String, Vec<(f64, f64)>>,
}

impl Tables {
    /// How many snapshots there are.
    pub fn n_snapshots(&self) -> usize {
        self.snapshots.as_ref().map_or(1, |table| table.names.len())
    }
}

impl Table {
    /// Row of `name`.
    pub fn row(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|other| other == name)
    }

    /// A table with these rows and no columns.
    pub fn of(names: Vec<String>) -> Self {
        Self { names, columns: IndexMap::new() }
    }
}

impl Column {
    /// Length.
    pub fn len(&self) -> usize {
        match self {
            Self::Float(values) => values.len(),
            Self::Int(values) => values.len(),
            Self::Bool(values) => values.len(),
            Self::Text(values) => values.len(),
        }
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// As numbers; `None` for texts.
    pub fn numbers(&self) -> Option<Vec<f64>> {
        match self {
            Self::Float(values) => Some(values.clone()),
            Self::Int(values) => Some(values.iter().map(|value| *value as f64).collect()),
            Self::Bool(values) => Some(values.iter().map(|value| f64::from(*value)).collect()),
            Self::Text(_) => None,
        }
    }

    /// As texts, the way they stand in a CSV file.
    pub fn texts(&self) -> Vec<String> {
        (0..self.len()).map(|row| self.text(row)).collect()
    }

    /// The cell of a row as it stands in a CSV file.
    pub fn text(&self, row: usize) -> String {
        match self {
            Self::Float(values) => number_text(values[row]),
            Self::Int(values) => values[row].to_string(),
            Self::Bool(values) => if values[row] { "True" } else { "False" }.to_owned(),
            Self::Text(values) => values[row].clone(),
        }
    }
}

/// Numbers are equal bit by bit or both missing.
impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Float(a), Self::Float(b)) => same_numbers(a, b),
            (Self::Int(a), Self::Int(b)) => a == b,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Float(_) | Self::Int(_) | Self::Bool(_) | Self::Text(_), _) => false,
        }
    }
}

impl PartialEq for Series {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names
            && self.values.len() == other.values.len()
            && self.values.iter().zip(&other.values).all(|(a, b)| same_numbers(a, b))
    }
}

fn same_numbers(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits() || (a.is_nan() && b.is_nan()))
}

/// A number as the shortest text that reads back as itself; a missing one is empty, `20` stands as `20.0`.
pub(super) fn number_text(value: f64) -> String {
    if value.is_nan() { String::new() } else { format!("{value:?}") }
}

/// The place of an attribute of a component: `lines[12].x` of the file or folder.
pub(super) fn place(label: &str, list: &str, name: &str, attribute: &str) -> Place {
    Place::file(label).field(format!("{list}[{name}].{attribute}"))
}
