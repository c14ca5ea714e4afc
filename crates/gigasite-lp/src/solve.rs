//! What a solve is asked for and what it answers.

use crate::{Column, Row};
use serde::{Deserialize, Serialize};
use std::sync::atomic::AtomicBool;

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SolveOptions {
    /// Relative gap at which an integer programme is good enough.
    pub gap_rel: f64,
    /// Wall clock, seconds. A run that hits it may differ between machines and says so in its status.
    pub time_limit_s: Option<f64>,
}

impl Default for SolveOptions {
    fn default() -> Self {
        Self { gap_rel: 1e-6, time_limit_s: None }
    }
}

/// Whether HiGHS simplifies the programme first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Presolve {
    /// HiGHS decides.
    #[default]
    Choose,
    /// Always.
    On,
    /// Never.
    Off,
}

/// What else to tell the solver, for [`Programme::solve_with`](crate::Programme::solve_with).
#[derive(Debug, Clone, Copy)]
pub struct Controls<'a> {
    /// Absolute gap at which an integer programme is good enough, in the unit of the objective; the looser of the two
    /// gaps decides.
    pub gap_abs: f64,
    /// Simplify first?
    pub presolve: Presolve,
    /// A point to start an integer programme from, one value per column. If its integers lead to a feasible point,
    /// the answer is never worse; else HiGHS ignores it. A linear programme ignores it too.
    pub start: Option<&'a [f64]>,
    /// Asked once, before HiGHS starts: `true` ends with [`Status::Interrupted`]. HiGHS cannot be stopped inside a
    /// solve from safe Rust, and slices of a search would each begin a new tree; give long searches a time limit.
    pub interrupt: Option<&'a AtomicBool>,
}

impl Default for Controls<'_> {
    fn default() -> Self {
        Self { gap_abs: 1e-6, presolve: Presolve::Choose, start: None, interrupt: None }
    }
}

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Proven optimal; for integers: within the asked gap, which [`Solution::gap_rel`] reports.
    Optimal,
    /// A limit came first; there is a feasible point with a gap.
    FeasibleAtLimit,
    /// A limit came first; there is nothing.
    NothingAtLimit,
    /// Somebody asked to stop before it began; there is nothing.
    Interrupted,
    /// No point satisfies all rows.
    Infeasible,
    /// The cost falls without end.
    Unbounded,
    /// The solver gave up for numerical reasons.
    NumericalTrouble,
}

impl Status {
    /// Whether it comes with a point.
    pub fn has_point(self) -> bool {
        matches!(self, Self::Optimal | Self::FeasibleAtLimit)
    }
}

/// Counted work: the same for the same programme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effort {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// Non-zeros.
    pub nonzeros: usize,
    /// Simplex iterations.
    pub iterations: usize,
}

/// The answer to a programme. Values exist only where the status says so.
///
/// **Sign** of duals: `d objective / d right-hand side` of a minimisation. A `≥` row that binds has a dual `≥ 0` (more
/// demand costs more), a `≤` row `≤ 0` (more room costs less), an `=` row either. A reduced cost is `≥ 0` where a
/// column sits at its lower bound and `≤ 0` at its upper one.
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// How it ended.
    pub status: Status,
    /// Cost of the point; not a number without one.
    pub objective: f64,
    /// Lower bound: HiGHS' for integers, the objective itself for an optimal linear programme, `−∞` if there is none.
    pub bound: f64,
    /// Values, one per column; empty without a feasible point.
    pub values: Vec<f64>,
    /// Duals, one per row; empty for an integer programme.
    pub row_duals: Vec<f64>,
    /// Reduced costs, one per column; empty for an integer programme.
    pub reduced_costs: Vec<f64>,
    /// Counted work.
    pub effort: Effort,
}

impl Solution {
    pub(crate) fn without_point(status: Status, effort: Effort) -> Self {
        let (objective, bound) = (f64::NAN, f64::NEG_INFINITY);
        let (values, row_duals, reduced_costs) = (Vec::new(), Vec::new(), Vec::new());
        Self { status, objective, bound, values, row_duals, reduced_costs, effort }
    }

    /// Value of a column.
    ///
    /// # Panics
    /// If the status has no feasible point: ask [`Solution::is_feasible`] first.
    pub fn value(&self, column: Column) -> f64 {
        self.values[column.index()]
    }

    /// Dual of a row: change of the objective per unit more of its right-hand side.
    ///
    /// # Panics
    /// If there are none: no feasible point, or integers that were not fixed.
    pub fn dual(&self, row: Row) -> f64 {
        self.row_duals[row.index()]
    }

    /// Dual of a row, where there are duals.
    pub fn try_dual(&self, row: Row) -> Option<f64> {
        self.row_duals.get(row.index()).copied()
    }

    /// Reduced cost of a column, where there are duals.
    pub fn reduced_cost(&self, column: Column) -> Option<f64> {
        self.reduced_costs.get(column.index()).copied()
    }

    /// Whether there is a point to read.
    pub fn is_feasible(&self) -> bool {
        self.status.has_point()
    }

    /// `(objective − bound) / |objective|`, at least 0; infinite without a point or a bound.
    pub fn gap_rel(&self) -> f64 {
        if !self.is_feasible() {
            return f64::INFINITY;
        }
        ((self.objective - self.bound) / self.objective.abs().max(1e-9)).max(0.0)
    }
}
