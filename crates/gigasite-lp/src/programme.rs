//! Writing a programme: `min cᵀx` subject to `A x {≤,=,≥} b`, `l ≤ x ≤ u`, some `x` integer.

use crate::Error;
use std::fmt::Write as _;

/// A column of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column(pub(crate) u32);

/// A row of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row(pub(crate) u32);

impl Column {
    /// The column at a place, for programmes whose layout is a formula. A place outside the programme panics on use.
    pub fn nth(index: usize) -> Self {
        Self(index as u32)
    }
    /// Its place among the columns.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Row {
    /// Its place among the rows.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// How a row binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// `a·x ≤ b`
    AtMost,
    /// `a·x = b`
    Equal,
    /// `a·x ≥ b`
    AtLeast,
}

/// A name, built only when somebody asks: a year of dispatch has eight million columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Name {
    Text(String),
    Hour { family: &'static str, key: u32, hour: u32 },
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ColumnData {
    pub(crate) name: Name,
    pub(crate) lower: f64,
    pub(crate) upper: f64,
    pub(crate) cost: f64,
    pub(crate) integer: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RowData {
    pub(crate) name: Name,
    pub(crate) sense: Sense,
    pub(crate) rhs: f64,
    /// Slice of the coefficient store.
    pub(crate) terms: std::ops::Range<usize>,
}

/// A linear or mixed-integer programme under construction; minimised.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Programme {
    pub(crate) columns: Vec<ColumnData>,
    pub(crate) rows: Vec<RowData>,
    pub(crate) terms: Vec<(u32, f64)>,
    keys: Vec<String>,
    /// First defect met while writing; reported by the solve so that building code stays readable.
    pub(crate) defect: Option<Error>,
    /// Constant added to the objective.
    pub offset: f64,
}

impl Programme {
    /// An empty programme.
    pub fn new() -> Self {
        Self::default()
    }

    /// A continuous column `lower ≤ x ≤ upper` with a cost per unit.
    pub fn column(&mut self, name: impl Into<String>, lower: f64, upper: f64, cost: f64) -> Column {
        self.push_column(Name::Text(name.into()), (lower, upper), cost, false)
    }

    /// An integer column.
    pub fn integer(&mut self, name: impl Into<String>, lower: f64, upper: f64, cost: f64) -> Column {
        self.push_column(Name::Text(name.into()), (lower, upper), cost, true)
    }

    /// A yes-or-no column.
    pub fn binary(&mut self, name: impl Into<String>, cost: f64) -> Column {
        self.integer(name, 0.0, 1.0, cost)
    }

    /// Registers the middle part of hourly names once: `family[key,hour]`.
    pub fn key(&mut self, key: impl Into<String>) -> u32 {
        self.keys.push(key.into());
        (self.keys.len() - 1) as u32
    }

    /// A continuous column of an hourly family, named `family[key,hour]` at no cost.
    pub fn hourly_column(
        &mut self,
        (family, key, hour): (&'static str, u32, usize),
        (lower, upper): (f64, f64),
        cost: f64,
    ) -> Column {
        self.push_column(Name::Hour { family, key, hour: hour as u32 }, (lower, upper), cost, false)
    }

    fn push_column(&mut self, name: Name, (lower, upper): (f64, f64), cost: f64, integer: bool) -> Column {
        let column = Column(self.columns.len() as u32);
        self.columns.push(ColumnData { name, lower, upper, cost, integer });
        let defect = if !cost.is_finite() {
            Some(Error::NotANumber { name: self.column_name(column), what: "cost", value: cost })
        } else if lower.is_nan() || upper.is_nan() {
            Some(Error::NotANumber { name: self.column_name(column), what: "bound", value: f64::NAN })
        } else if lower > upper {
            Some(Error::EmptyColumn { name: self.column_name(column), lower, upper })
        } else {
            None
        };
        self.report(defect);
        column
    }

    /// A row `Σ coefficient·column {sense} rhs`. The same column may appear more than once: its coefficients add up.
    pub fn row(&mut self, name: impl Into<String>, terms: &[(Column, f64)], sense: Sense, rhs: f64) -> Row {
        self.push_row(Name::Text(name.into()), terms, sense, rhs)
    }

    /// A row of an hourly family.
    pub fn hourly_row(
        &mut self,
        (family, key, hour): (&'static str, u32, usize),
        terms: &[(Column, f64)],
        sense: Sense,
        rhs: f64,
    ) -> Row {
        self.push_row(Name::Hour { family, key, hour: hour as u32 }, terms, sense, rhs)
    }

    fn push_row(&mut self, name: Name, terms: &[(Column, f64)], sense: Sense, rhs: f64) -> Row {
        let start = self.terms.len();
        let mut sorted: Vec<(u32, f64)> = terms.iter().map(|(column, coefficient)| (column.0, *coefficient)).collect();
        sorted.sort_by_key(|(column, _)| *column);
        for (column, coefficient) in sorted {
            match self.terms[start..].last_mut() {
                Some(last) if last.0 == column => last.1 += coefficient,
                _ => self.terms.push((column, coefficient)),
            }
        }
        let row = Row(self.rows.len() as u32);
        let wrong = self.terms[start..].iter().map(|term| term.1).find(|value| !value.is_finite());
        self.rows.push(RowData { name, sense, rhs, terms: start..self.terms.len() });
        let defect = wrong
            .map(|value| ("coefficient", value))
            .or_else(|| (!rhs.is_finite()).then_some(("right-hand side", rhs)))
            .map(|(what, value)| Error::NotANumber { name: self.row_name(row), what, value });
        self.report(defect);
        row
    }

    fn report(&mut self, defect: Option<Error>) {
        if self.defect.is_none() {
            self.defect = defect;
        }
    }

    /// Replaces the bounds of a column.
    pub fn set_bounds(&mut self, column: Column, lower: f64, upper: f64) {
        self.columns[column.index()].lower = lower;
        self.columns[column.index()].upper = upper;
        if lower > upper || lower.is_nan() || upper.is_nan() {
            let defect = Error::EmptyColumn { name: self.column_name(column), lower, upper };
            self.report(Some(defect));
        }
    }

    /// Replaces the cost of a column.
    pub fn set_cost(&mut self, column: Column, cost: f64) {
        self.columns[column.index()].cost = cost;
        if !cost.is_finite() {
            let defect = Error::NotANumber { name: self.column_name(column), what: "cost", value: cost };
            self.report(Some(defect));
        }
    }

    /// Bounds of a column.
    pub fn bounds(&self, column: Column) -> (f64, f64) {
        (self.columns[column.index()].lower, self.columns[column.index()].upper)
    }

    /// Fixes every integer column at a (rounded) value and lets it be continuous: what is left is a linear programme
    /// whose duals speak for the chosen integers.
    #[must_use]
    pub fn with_integers_fixed(&self, values: &[f64]) -> Self {
        let mut fixed = self.clone();
        for (column, value) in fixed.columns.iter_mut().zip(values) {
            if column.integer {
                column.lower = value.round();
                column.upper = value.round();
                column.integer = false;
            }
        }
        fixed
    }

    /// Name of a column.
    pub fn column_name(&self, column: Column) -> String {
        self.spell(&self.columns[column.index()].name)
    }

    /// Name of a row.
    pub fn row_name(&self, row: Row) -> String {
        self.spell(&self.rows[row.index()].name)
    }

    fn spell(&self, name: &Name) -> String {
        match name {
            Name::Text(text) => text.clone(),
            Name::Hour { family, key, hour } => format!("{family}[{},{hour}]", self.keys[*key as usize]),
        }
    }

    /// Columns, rows and non-zeros.
    pub fn size(&self) -> (usize, usize, usize) {
        (self.columns.len(), self.rows.len(), self.terms.len())
    }

    /// Rows in order, with their names.
    pub fn rows(&self) -> impl Iterator<Item = (Row, String)> + '_ {
        (0..self.rows.len() as u32).map(|index| (Row(index), self.row_name(Row(index))))
    }

    /// `Σ cost·value` plus the offset.
    pub fn objective_of(&self, values: &[f64]) -> f64 {
        self.offset + self.columns.iter().zip(values).map(|(column, value)| column.cost * value).sum::<f64>()
    }

    /// The programme in CPLEX LP format, to take it to another solver.
    pub fn to_lp_format(&self) -> String {
        let name = |index: usize| format!("x{index}");
        let mut text = String::from("\\ columns\n");
        for index in 0..self.columns.len() {
            let _ = writeln!(text, "\\ {} = {}", name(index), self.column_name(Column(index as u32)));
        }
        text.push_str("Minimize\n obj:");
        for (index, column) in self.columns.iter().enumerate().filter(|(_, column)| column.cost.abs() > 0.0) {
            let _ = write!(text, " {:+} {}", column.cost, name(index));
        }
        text.push_str("\nSubject To\n");
        for (index, row) in self.rows.iter().enumerate() {
            let _ = write!(text, "\\ {}\n r{index}:", self.row_name(Row(index as u32)));
            for (column, coefficient) in &self.terms[row.terms.clone()] {
                let _ = write!(text, " {coefficient:+} {}", name(*column as usize));
            }
            let sense = match row.sense {
                Sense::AtMost => "<=",
                Sense::Equal => "=",
                Sense::AtLeast => ">=",
            };
            let _ = writeln!(text, " {sense} {}", row.rhs);
        }
        text.push_str("Bounds\n");
        for (index, column) in self.columns.iter().enumerate() {
            let _ = writeln!(text, " {} <= {} <= {}", column.lower, name(index), column.upper);
        }
        text.push_str("General\n");
        for (index, _) in self.columns.iter().enumerate().filter(|(_, column)| column.integer) {
            let _ = writeln!(text, " {}", name(index));
        }
        text.push_str("End\n");
        text
    }
}
