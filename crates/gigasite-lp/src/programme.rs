//! Writing a programme: `min cᵀx` subject to `A x {≤,=,≥} b`, `l ≤ x ≤ u`, some `x` integer.

use crate::names::{Axis, Family, Name, Names};
use crate::{Error, Solution, SolveOptions};

/// From here on HiGHS takes a bound for infinite, and so do the certificates.
const INFINITE: f64 = 1e20;

/// A column of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column(pub(crate) u32);

/// A row of a programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row(pub(crate) u32);

impl Column {
    /// The one at a place among the columns, for callers who laid them out by arithmetic.
    pub fn nth(index: usize) -> Self {
        Self(index as u32)
    }

    /// Its place among the columns.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Row {
    /// The one at a place among the rows, for callers who laid them out by arithmetic.
    pub fn nth(index: usize) -> Self {
        Self(index as u32)
    }

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
    /// Slice of the coefficient store: columns ascending, each once, no zeros.
    pub(crate) terms: std::ops::Range<usize>,
}

/// A linear or mixed-integer programme under construction; minimised.
///
/// A defect (a number that is none, an empty range) is remembered with its name and reported by the solve, so that
/// code that builds rows needs no `?` in every line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Programme {
    pub(crate) columns: Vec<ColumnData>,
    pub(crate) rows: Vec<RowData>,
    pub(crate) terms: Vec<(u32, f64)>,
    pub(crate) names: Names,
    pub(crate) defect: Option<Error>,
    /// Constant added to the objective.
    pub offset: f64,
    /// No optimal point needs a column without bound beyond ±reach: what [`Programme::dual_bound`] pays for a reduced cost that
    /// is more than rounding. `None`: nothing is known, such a cost makes the bound `−∞`.
    pub reach: Option<f64>,
}

impl Programme {
    /// An empty programme.
    pub fn new() -> Self {
        Self::default()
    }

    /// A continuous column `lower ≤ x ≤ upper` with a cost per unit.
    pub fn column(&mut self, name: impl Into<String>, lower: f64, upper: f64, cost: f64) -> Column {
        self.push_column(text(name), (lower, upper), cost, false)
    }

    /// An integer column.
    pub fn integer(&mut self, name: impl Into<String>, lower: f64, upper: f64, cost: f64) -> Column {
        self.push_column(text(name), (lower, upper), cost, true)
    }

    /// A yes-or-no column.
    pub fn binary(&mut self, name: impl Into<String>, cost: f64) -> Column {
        self.integer(name, 0.0, 1.0, cost)
    }

    /// Registers a family of names once, at most four index positions: `dispatch_mw[FR,gas_new,17]`.
    ///
    /// # Panics
    /// On more than four axes.
    pub fn family(&mut self, name: &str, axes: impl IntoIterator<Item = Axis>) -> Family {
        self.names.family(name, axes.into_iter().collect(), false)
    }

    /// A continuous column of a family, at one index per axis.
    ///
    /// # Panics
    /// If the number of indices is not that of the axes.
    pub fn column_in(
        &mut self,
        family: Family,
        at: &[usize],
        (lower, upper): (f64, f64),
        cost: f64,
    ) -> Column {
        let name = self.names.at(family, at);
        self.push_column(name, (lower, upper), cost, false)
    }

    /// An integer column of a family.
    ///
    /// # Panics
    /// As [`Programme::column_in`].
    pub fn integer_in(
        &mut self,
        family: Family,
        at: &[usize],
        (lower, upper): (f64, f64),
        cost: f64,
    ) -> Column {
        let name = self.names.at(family, at);
        self.push_column(name, (lower, upper), cost, true)
    }

    /// Registers the middle part of hourly names once: `family[key,hour]`.
    pub fn key(&mut self, key: impl Into<String>) -> u32 {
        self.names.key(key.into())
    }

    /// A continuous column of an hourly family, named `family[key,hour]`; short for a family of two axes.
    pub fn hourly_column(
        &mut self,
        (family, key, hour): (&'static str, u32, usize),
        (lower, upper): (f64, f64),
        cost: f64,
    ) -> Column {
        let name = self.names.hourly(family, key, hour);
        self.push_column(name, (lower, upper), cost, false)
    }

    pub(crate) fn push_column(
        &mut self,
        name: Name,
        (lower, upper): (f64, f64),
        cost: f64,
        integer: bool,
    ) -> Column {
        let column = Column(self.columns.len() as u32);
        let (lower, upper) = (endless(lower), endless(upper));
        self.columns.push(ColumnData { name, lower, upper, cost, integer });
        let defect = self.cost_defect(column, cost).or_else(|| self.bounds_defect(column, lower, upper));
        self.report(defect);
        column
    }

    pub(crate) fn cost_defect(&self, column: Column, cost: f64) -> Option<Error> {
        (cost.is_nan() || cost.abs() >= INFINITE).then(|| Error::NotANumber {
            name: self.column_name(column),
            what: "cost",
            value: cost,
        })
    }

    pub(crate) fn bounds_defect(&self, column: Column, lower: f64, upper: f64) -> Option<Error> {
        if lower.is_nan() || upper.is_nan() {
            let name = self.column_name(column);
            return Some(Error::NotANumber { name, what: "bound", value: f64::NAN });
        }
        (lower > upper || lower >= INFINITE || upper <= -INFINITE).then(|| Error::EmptyColumn {
            name: self.column_name(column),
            lower,
            upper,
        })
    }

    /// A row `Σ coefficient·column {sense} rhs`. The same column may appear more than once: its coefficients add up.
    pub fn row(&mut self, name: impl Into<String>, terms: &[(Column, f64)], sense: Sense, rhs: f64) -> Row {
        self.push_row(text(name), terms, sense, rhs)
    }

    /// A row of a family.
    ///
    /// # Panics
    /// As [`Programme::column_in`].
    pub fn row_in(
        &mut self,
        family: Family,
        at: &[usize],
        terms: &[(Column, f64)],
        sense: Sense,
        rhs: f64,
    ) -> Row {
        let name = self.names.at(family, at);
        self.push_row(name, terms, sense, rhs)
    }

    /// A row of an hourly family.
    pub fn hourly_row(
        &mut self,
        (family, key, hour): (&'static str, u32, usize),
        terms: &[(Column, f64)],
        sense: Sense,
        rhs: f64,
    ) -> Row {
        let name = self.names.hourly(family, key, hour);
        self.push_row(name, terms, sense, rhs)
    }

    /// A row with two sides, `lower ≤ Σ coefficient·column ≤ upper`, written as `a·x − activity = 0` with a column
    /// `activity[name]` that carries the two bounds. [`WarmProgramme`](crate::WarmProgramme) can move them there; the
    /// row's dual is the price of shifting both.
    pub fn row_between(
        &mut self,
        name: impl Into<String>,
        terms: &[(Column, f64)],
        lower: f64,
        upper: f64,
    ) -> (Row, Column) {
        let name = name.into();
        let activity = self.column(format!("activity[{name}]"), lower, upper, 0.0);
        let mut terms = terms.to_vec();
        terms.push((activity, -1.0));
        (self.row(name, &terms, Sense::Equal, 0.0), activity)
    }

    fn push_row(&mut self, name: Name, terms: &[(Column, f64)], sense: Sense, rhs: f64) -> Row {
        let start = self.terms.len();
        let mut sorted: Vec<(u32, f64)> =
            terms.iter().map(|(column, coefficient)| (column.0, *coefficient)).collect();
        sorted.sort_by_key(|(column, _)| *column);
        sorted.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        let row = Row(self.rows.len() as u32);
        let wrong = sorted.iter().map(|term| term.1).find(|value| !value.is_finite());
        let strange = sorted.last().filter(|term| term.0 as usize >= self.columns.len()).map(|term| term.0);
        self.terms.extend(sorted.into_iter().filter(|term| term.1.abs() > 0.0));
        self.rows.push(RowData { name, sense, rhs, terms: start..self.terms.len() });
        let defect = wrong
            .map(|value| ("coefficient", value))
            .or_else(|| (rhs.is_nan() || rhs.abs() >= INFINITE).then_some(("right-hand side", rhs)))
            .map(|(what, value)| Error::NotANumber { name: self.row_name(row), what, value })
            .or_else(|| strange.map(|column| Error::StrangeColumn { row: self.row_name(row), column }));
        self.report(defect);
        row
    }

    fn report(&mut self, defect: Option<Error>) {
        if self.defect.is_none() {
            self.defect = defect;
        }
    }

    /// Joins another programme to this one: its columns and rows follow, its costs times `weight`. `more` gives columns of
    /// this programme that join a row of the other. Returns where its columns and its rows now begin.
    pub fn append(
        &mut self,
        other: Self,
        weight: f64,
        more: impl Fn(Row) -> Vec<(Column, f64)>,
    ) -> (usize, usize) {
        let (columns, rows) = (self.columns.len(), self.rows.len());
        let rename = self.names.append(other.names);
        self.offset += weight * other.offset;
        self.columns.extend(other.columns.into_iter().map(|column| ColumnData {
            name: rename(column.name),
            cost: weight * column.cost,
            ..column
        }));
        for (index, row) in other.rows.into_iter().enumerate() {
            let own = other.terms[row.terms].iter().map(|(column, a)| (Column(column + columns as u32), *a));
            let terms: Vec<(Column, f64)> = more(Row(index as u32)).into_iter().chain(own).collect();
            self.push_row(rename(row.name), &terms, row.sense, row.rhs);
        }
        self.report(other.defect);
        (columns, rows)
    }

    /// Coefficients of a row, by place of the column.
    pub(crate) fn terms_of(&self, row: Row) -> &[(u32, f64)] {
        &self.terms[self.rows[row.index()].terms.clone()]
    }

    /// Takes the last row away again.
    pub(crate) fn drop_last_row(&mut self) {
        if let Some(row) = self.rows.pop() {
            self.terms.truncate(row.terms.start);
        }
    }

    /// The same programme with the finite bounds of chosen columns written as rows, after those it has:
    /// `at_least[name]` and `at_most[name]`. [`Infeasibility::explain`](crate::Infeasibility::explain) softens rows only;
    /// this is how a bound becomes one. Answers are the same.
    #[must_use]
    pub fn with_bounds_as_rows(&self, chosen: &[Column]) -> Self {
        let mut wide = self.clone();
        for column in chosen {
            let (lower, upper) = self.bounds(*column);
            let name = self.column_name(*column);
            wide.set_bounds(*column, f64::NEG_INFINITY, f64::INFINITY);
            if lower.is_finite() {
                wide.row(format!("at_least[{name}]"), &[(*column, 1.0)], Sense::AtLeast, lower);
            }
            if upper.is_finite() {
                wide.row(format!("at_most[{name}]"), &[(*column, 1.0)], Sense::AtMost, upper);
            }
        }
        wide
    }

    /// Replaces the bounds of a column.
    pub fn set_bounds(&mut self, column: Column, lower: f64, upper: f64) {
        let defect = self.bounds_defect(column, lower, upper);
        self.report(defect);
        self.columns[column.index()].lower = endless(lower);
        self.columns[column.index()].upper = endless(upper);
    }

    /// Replaces the cost of a column.
    pub fn set_cost(&mut self, column: Column, cost: f64) {
        let defect = self.cost_defect(column, cost);
        self.report(defect);
        self.columns[column.index()].cost = cost;
    }

    /// Bounds of a column.
    pub fn bounds(&self, column: Column) -> (f64, f64) {
        (self.columns[column.index()].lower, self.columns[column.index()].upper)
    }

    /// Cost of a column.
    pub fn cost(&self, column: Column) -> f64 {
        self.columns[column.index()].cost
    }

    /// The same programme with integers divisible.
    #[must_use]
    pub fn relaxed(&self) -> Self {
        let mut relaxed = self.clone();
        relaxed.columns.iter_mut().for_each(|column| column.integer = false);
        relaxed
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

    /// Solves [`Programme::with_integers_fixed`]: the duals of an integer programme at its answer. The status is
    /// *infeasible* when rounding a value that was integer only within 1e-6 breaks a row.
    ///
    /// # Errors
    /// As [`Programme::solve`].
    pub fn fix_integers_and_resolve(
        &self,
        values: &[f64],
        options: &SolveOptions,
    ) -> Result<Solution, Error> {
        self.with_integers_fixed(values).solve(options)
    }

    /// Name of a column.
    pub fn column_name(&self, column: Column) -> String {
        self.names.spell(&self.columns[column.index()].name)
    }

    /// Name of a row.
    pub fn row_name(&self, row: Row) -> String {
        self.names.spell(&self.rows[row.index()].name)
    }

    /// Family of a row: its name before the index.
    pub fn row_family(&self, row: Row) -> &str {
        self.names.family_of(&self.rows[row.index()].name)
    }

    /// Columns, rows and non-zeros.
    pub fn size(&self) -> (usize, usize, usize) {
        (self.columns.len(), self.rows.len(), self.terms.len())
    }

    /// Columns in order, with their names.
    pub fn columns(&self) -> impl Iterator<Item = (Column, String)> + '_ {
        (0..self.columns.len() as u32).map(|index| (Column(index), self.column_name(Column(index))))
    }

    /// Rows in order, with their names.
    pub fn rows(&self) -> impl Iterator<Item = (Row, String)> + '_ {
        (0..self.rows.len() as u32).map(|index| (Row(index), self.row_name(Row(index))))
    }

    /// A column by its name; looks at every one, so it is for tests and questions, not for loops.
    pub fn find_column(&self, name: &str) -> Option<Column> {
        self.columns().find(|(_, known)| known == name).map(|(column, _)| column)
    }

    /// A row by its name; looks at every one.
    pub fn find_row(&self, name: &str) -> Option<Row> {
        self.rows().find(|(_, known)| known == name).map(|(row, _)| row)
    }

    /// `Σ cost·value` plus the offset.
    pub fn objective_of(&self, values: &[f64]) -> f64 {
        self.offset + self.columns.iter().zip(values).map(|(column, value)| column.cost * value).sum::<f64>()
    }

    /// Right-hand side less `Σ coefficient·value`: what a `≤` row has left.
    pub fn slack(&self, row: Row, values: &[f64]) -> f64 {
        let left: f64 = self.terms_of(row).iter().map(|(column, a)| a * values[*column as usize]).sum();
        self.rows[row.index()].rhs - left
    }

    pub(crate) fn has_integers(&self) -> bool {
        self.columns.iter().any(|column| column.integer)
    }
}

fn text(name: impl Into<String>) -> Name {
    Name::Text(name.into().into_boxed_str())
}

/// HiGHS' idea of infinity, so that solver and certificates speak of the same programme.
pub(crate) fn endless(bound: f64) -> f64 {
    if bound.abs() >= INFINITE { f64::INFINITY.copysign(bound) } else { bound }
}
