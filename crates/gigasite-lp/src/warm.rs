//! Solving the same programme again: the last basis is the start; bounds and costs have moved, rows have been added.

use crate::model::{configure, run};
use crate::programme::endless;
use crate::{Column, Controls, Error, Programme, Row, Sense, Solution, SolveOptions, Status};
use highs::{Col, Model};
use std::time::Instant;

/// A new pair of bounds for a column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BoundChange {
    /// Column.
    pub column: Column,
    /// New lower bound.
    pub lower: f64,
    /// New upper bound.
    pub upper: f64,
}

/// A linear programme with a solver that remembers its last basis.
///
/// A right-hand side that will move is written as a fixed column (`load_mw`, bounds `[b, b]`), since HiGHS' safe
/// interface moves columns only. What it answers depends on its history of changes, never on time or threads.
///
/// It is not `Send`: HiGHS' handle stays on the thread that made it. [`WarmBlocks`](crate::WarmBlocks) keeps many of
/// them on worker threads; with rayon, build it inside the closure.
#[derive(Debug)]
pub struct WarmProgramme {
    programme: Programme,
    handles: Vec<Col>,
    model: Option<Model>,
    options: SolveOptions,
    /// Seconds this model has run: HiGHS adds them up.
    spent_s: f64,
}

impl WarmProgramme {
    /// Hands the programme to HiGHS.
    ///
    /// # Errors
    /// As [`Programme::solve`].
    pub fn new(programme: Programme) -> Result<Self, Error> {
        Self::with_options(programme, SolveOptions::default())
    }

    /// As [`WarmProgramme::new`]; the time limit is of each solve.
    ///
    /// # Errors
    /// As [`Programme::solve`].
    pub fn with_options(programme: Programme, options: SolveOptions) -> Result<Self, Error> {
        let model = Some(programme.to_highs()?);
        let handles = programme.handles();
        Ok(Self { programme, handles, model, options, spent_s: 0.0 })
    }

    /// Moves the bounds of a column.
    ///
    /// # Errors
    /// Bounds that leave no value, and a column of another programme; nothing is changed then.
    pub fn set_column_bounds(&mut self, column: Column, lower: f64, upper: f64) -> Result<(), Error> {
        self.known(column)?;
        if let Some(defect) = self.programme.bounds_defect(column, lower, upper) {
            return Err(defect);
        }
        self.programme.set_bounds(column, lower, upper);
        if let Some(model) = &mut self.model {
            model.change_column_bounds(self.handles[column.index()], endless(lower)..=endless(upper));
        }
        Ok(())
    }

    /// Replaces the cost of a column.
    ///
    /// # Errors
    /// A cost that is no number, and a column of another programme; nothing is changed then.
    pub fn set_column_cost(&mut self, column: Column, cost: f64) -> Result<(), Error> {
        self.known(column)?;
        if let Some(defect) = self.programme.cost_defect(column, cost) {
            return Err(defect);
        }
        self.programme.set_cost(column, cost);
        if let Some(model) = &mut self.model {
            model.change_column_cost(self.handles[column.index()], cost);
        }
        Ok(())
    }

    /// Adds a row; the next solve starts from the last basis, which the new row enters as slack. This is how cuts and
    /// limits that were left out are brought in.
    ///
    /// # Errors
    /// A defect of the row, or HiGHS' refusal of it; nothing is changed then.
    pub fn add_row(
        &mut self,
        name: impl Into<String>,
        terms: &[(Column, f64)],
        sense: Sense,
        rhs: f64,
    ) -> Result<Row, Error> {
        let row = self.programme.row(name, terms, sense, rhs);
        if let Some(defect) = self.programme.defect.take() {
            self.programme.drop_last_row();
            return Err(defect);
        }
        if let Some(model) = &mut self.model {
            let bounds = match sense {
                Sense::AtMost => f64::NEG_INFINITY..=rhs,
                Sense::Equal => rhs..=rhs,
                Sense::AtLeast => rhs..=f64::INFINITY,
            };
            let terms =
                self.programme.terms_of(row).iter().map(|(column, a)| (self.handles[*column as usize], *a));
            if let Err(status) = model.try_add_row(bounds, terms) {
                self.programme.drop_last_row();
                return Err(Error::Solver { doing: "take another row", why: format!("{status:?}") });
            }
        }
        Ok(row)
    }

    fn known(&self, column: Column) -> Result<(), Error> {
        let strange = Error::StrangeColumn { row: "(a change)".into(), column: column.0 };
        if self.programme.owns(column) { Ok(()) } else { Err(strange) }
    }

    /// Moves bounds and solves from the last basis; from scratch where that ends in numerical trouble.
    ///
    /// # Errors
    /// As [`Programme::solve`] and [`WarmProgramme::set_column_bounds`]. The programme stays usable: after HiGHS' own
    /// error the next solve starts from scratch.
    pub fn solve(&mut self, changes: &[BoundChange]) -> Result<Solution, Error> {
        for change in changes {
            self.set_column_bounds(change.column, change.lower, change.upper)?;
        }
        let warm = self.model.is_some();
        let solution = self.solve_once()?;
        if solution.status != Status::NumericalTrouble || !warm {
            return Ok(solution);
        }
        self.model = None;
        self.solve_once()
    }

    fn solve_once(&mut self) -> Result<Solution, Error> {
        let mut model = if let Some(model) = self.model.take() {
            model
        } else {
            self.spent_s = 0.0;
            self.programme.to_highs()?
        };
        configure(&mut model, &self.options, &Controls::default(), self.spent_s)?;
        let began = Instant::now();
        let solved = run(model)?;
        self.spent_s += began.elapsed().as_secs_f64();
        let solution = self.programme.read(&solved, &self.options)?;
        self.model = Some(Model::from(solved));
        Ok(solution)
    }

    /// The programme with its present bounds and costs.
    pub fn programme(&self) -> &Programme {
        &self.programme
    }
}
