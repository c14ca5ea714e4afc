//! Solving once: good_lp builds, HiGHS solves, the status stays honest.

use crate::{Column, Error, Programme, Row, Sense};
use good_lp::{Expression, ProblemVariables, SolverModel as _, Variable, variable};
use highs::{HighsModelStatus, HighsSolutionStatus, Model, SolvedModel};
use serde::{Deserialize, Serialize};

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

/// How a solve ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Proven optimal; for integers: within the asked gap.
    Optimal,
    /// A limit came first; there is a feasible point with a gap.
    FeasibleAtLimit,
    /// A limit came first; there is nothing.
    NothingAtLimit,
    /// No point satisfies all rows.
    Infeasible,
    /// The cost falls without end.
    Unbounded,
    /// The solver gave up for numerical reasons.
    NumericalTrouble,
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
#[derive(Debug, Clone, PartialEq)]
pub struct Solution {
    /// How it ended.
    pub status: Status,
    /// Cost of the point; meaningless without a feasible point.
    pub objective: f64,
    /// The solver's lower bound: the objective itself for a linear programme.
    pub bound: f64,
    /// Values, one per column; empty without a feasible point.
    pub values: Vec<f64>,
    /// `d objective / d right-hand side`, one per row; empty for an integer programme.
    pub row_duals: Vec<f64>,
    /// Reduced costs, one per column; empty for an integer programme.
    pub reduced_costs: Vec<f64>,
    /// Counted work.
    pub effort: Effort,
}

impl Solution {
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
    /// If the programme had integers: fix them first.
    pub fn dual(&self, row: Row) -> f64 {
        self.row_duals[row.index()]
    }

    /// Whether there is a point to read.
    pub fn is_feasible(&self) -> bool {
        !self.values.is_empty()
    }

    /// `(objective − bound) / |objective|`, at least 0.
    pub fn gap_rel(&self) -> f64 {
        ((self.objective - self.bound) / self.objective.abs().max(1e-9)).max(0.0)
    }
}

impl Programme {
    /// Solves the programme.
    ///
    /// # Errors
    /// The first defect of the programme, or HiGHS' refusal of the model. Infeasible, unbounded and limits are statuses.
    pub fn solve(&self, options: &SolveOptions) -> Result<Solution, Error> {
        let mut model = self.to_highs()?;
        configure(&mut model, options)?;
        let solved = run(model)?;
        Ok(self.read(&solved))
    }

    pub(crate) fn has_integers(&self) -> bool {
        self.columns.iter().any(|column| column.integer)
    }

    /// The programme as a HiGHS model, columns and rows in the same order.
    pub(crate) fn to_highs(&self) -> Result<Model, Error> {
        if let Some(defect) = &self.defect {
            return Err(defect.clone());
        }
        let mut variables = ProblemVariables::new();
        let mut handles: Vec<Variable> = Vec::with_capacity(self.columns.len());
        let mut objective = Expression::with_capacity(self.columns.len());
        for column in &self.columns {
            let mut definition = variable().min(column.lower).max(column.upper);
            if column.integer {
                definition = definition.integer();
            }
            let handle = variables.add(definition);
            if column.cost.abs() > 0.0 {
                objective.add_mul(column.cost, handle);
            }
            handles.push(handle);
        }
        let mut problem = variables.minimise(objective).using(good_lp::highs);
        for row in &self.rows {
            let terms = &self.terms[row.terms.clone()];
            let mut expression = Expression::with_capacity(terms.len());
            for (column, coefficient) in terms {
                expression.add_mul(*coefficient, handles[*column as usize]);
            }
            let _ = problem.add_constraint(match row.sense {
                Sense::AtMost => expression.leq(row.rhs),
                Sense::Equal => expression.eq(row.rhs),
                Sense::AtLeast => expression.geq(row.rhs),
            });
        }
        problem.try_into_inner().map_err(|error| Error::Solver { doing: "build the model", why: error.to_string() })
    }

    /// Reads a solved model back, refusing values that no status vouches for.
    pub(crate) fn read(&self, solved: &SolvedModel) -> Solution {
        let integers = self.has_integers();
        let feasible = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
        let status = match solved.status() {
            HighsModelStatus::Optimal | HighsModelStatus::ModelEmpty => Status::Optimal,
            HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => Status::Infeasible,
            HighsModelStatus::Unbounded => Status::Unbounded,
            HighsModelStatus::ReachedTimeLimit
            | HighsModelStatus::ReachedIterationLimit
            | HighsModelStatus::ReachedSolutionLimit
            | HighsModelStatus::ReachedInterrupt
            | HighsModelStatus::ObjectiveBound
            | HighsModelStatus::ObjectiveTarget => {
                if feasible { Status::FeasibleAtLimit } else { Status::NothingAtLimit }
            }
            _ => Status::NumericalTrouble,
        };
        let (columns, rows, nonzeros) = self.size();
        let effort =
            Effort { columns, rows, nonzeros, iterations: usize::try_from(solved.simplex_iteration_count()).unwrap_or(0) };
        let mut solution = Solution {
            status,
            objective: f64::NAN,
            bound: f64::NEG_INFINITY,
            values: Vec::new(),
            row_duals: Vec::new(),
            reduced_costs: Vec::new(),
            effort,
        };
        if matches!(status, Status::Optimal | Status::FeasibleAtLimit) {
            let point = solved.get_solution();
            solution.values = point.columns().to_vec();
            solution.objective = self.objective_of(&solution.values);
            if integers {
                solution.bound = solved.double_info_value(c"mip_dual_bound").map_or(f64::NEG_INFINITY, |b| b + self.offset);
            } else {
                solution.row_duals = point.dual_rows().to_vec();
                solution.reduced_costs = point.dual_columns().to_vec();
                solution.bound = if status == Status::Optimal { solution.objective } else { f64::NEG_INFINITY };
            }
        } else if integers && status == Status::NothingAtLimit {
            solution.bound = solved.double_info_value(c"mip_dual_bound").map_or(f64::NEG_INFINITY, |b| b + self.offset);
        }
        solution
    }
}

/// One thread, no talk, a fixed seed: the same programme gives the same bytes.
pub(crate) fn configure(model: &mut Model, options: &SolveOptions) -> Result<(), Error> {
    let refused = |what: &'static str| move |status| Error::Solver { doing: what, why: format!("{status:?}") };
    model.make_quiet();
    model.try_set_option("threads", 1).map_err(refused("use one thread"))?;
    model.try_set_option("parallel", "off").map_err(refused("switch parallelism off"))?;
    model.try_set_option("random_seed", 0).map_err(refused("fix the seed"))?;
    model.try_set_option("mip_rel_gap", options.gap_rel).map_err(refused("set the gap"))?;
    if let Some(seconds) = options.time_limit_s {
        model.try_set_option("time_limit", seconds.max(0.1)).map_err(refused("set the time limit"))?;
    }
    Ok(())
}

pub(crate) fn run(model: Model) -> Result<SolvedModel, Error> {
    model.try_solve().map_err(|status| Error::Solver { doing: "solve the model", why: format!("{status:?}") })
}
