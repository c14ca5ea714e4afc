//! Between a programme and HiGHS: `good_lp` builds, HiGHS solves, the status stays honest.

use crate::{Column, Controls, Effort, Error, Presolve, Programme, Sense, Solution, SolveOptions, Status};
use good_lp::{Expression, ProblemVariables, SolverModel as _, Variable, variable};
use highs::{HighsModelStatus, HighsSolutionStatus, Model, SolvedModel};
use std::sync::atomic::Ordering;

/// A row may be missed by this much before a point without columns counts as none (HiGHS' own tolerance).
const FEASIBLE: f64 = 1e-7;

impl Programme {
    /// Solves the programme.
    ///
    /// # Errors
    /// The first defect of the programme, or HiGHS' refusal of the model. Infeasible, unbounded and limits are statuses.
    pub fn solve(&self, options: &SolveOptions) -> Result<Solution, Error> {
        self.solve_with(options, &Controls::default())
    }

    /// Solves the programme with a start, an interrupt or settings of HiGHS.
    ///
    /// # Errors
    /// As [`Programme::solve`], and a start of the wrong length.
    pub fn solve_with(&self, options: &SolveOptions, controls: &Controls<'_>) -> Result<Solution, Error> {
        if let Some(defect) = &self.defect {
            return Err(defect.clone());
        }
        if controls.interrupt.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return Ok(Solution::without_point(Status::Interrupted, self.effort(0)));
        }
        let mut model = self.to_highs()?;
        configure(&mut model, options, controls, 0.0)?;
        if let Some(start) = controls.start {
            if start.len() != self.columns.len() {
                return Err(Error::StartLength { found: start.len(), expected: self.columns.len() });
            }
            if self.has_integers() {
                let refused = |status| Error::Solver { doing: "take the start", why: format!("{status:?}") };
                model.try_set_solution(Some(start), None, None, None).map_err(refused)?;
            }
        }
        let solved = run(model)?;
        self.read(&solved, options)
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
        problem
            .try_into_inner()
            .map_err(|error| Error::Solver { doing: "build the model", why: error.to_string() })
    }

    fn effort(&self, iterations: i64) -> Effort {
        let (columns, rows, nonzeros) = self.size();
        Effort { columns, rows, nonzeros, iterations: usize::try_from(iterations).unwrap_or(0) }
    }

    /// Reads a solved model back, refusing values that no status vouches for.
    pub(crate) fn read(&self, solved: &SolvedModel, options: &SolveOptions) -> Result<Solution, Error> {
        let integers = self.has_integers();
        // by key: the crate's own getters panic where HiGHS has nothing to tell
        let feasible =
            solved.int_info_value(c"primal_solution_status") == Ok(HighsSolutionStatus::Feasible as i64);
        let iterations = solved.int_info_value(c"simplex_iteration_count").unwrap_or(0);
        let status = match solved.status() {
            HighsModelStatus::Optimal if feasible => Status::Optimal,
            HighsModelStatus::ModelEmpty if self.check(&[]).row <= FEASIBLE => Status::Optimal,
            HighsModelStatus::ModelEmpty | HighsModelStatus::Infeasible => Status::Infeasible,
            HighsModelStatus::Unbounded => Status::Unbounded,
            HighsModelStatus::UnboundedOrInfeasible => self.which_of_both(options)?,
            HighsModelStatus::ReachedTimeLimit
            | HighsModelStatus::ReachedIterationLimit
            | HighsModelStatus::ReachedSolutionLimit
            | HighsModelStatus::ReachedMemoryLimit
            | HighsModelStatus::ReachedInterrupt
            | HighsModelStatus::ObjectiveBound
            | HighsModelStatus::ObjectiveTarget => {
                if feasible {
                    Status::FeasibleAtLimit
                } else {
                    Status::NothingAtLimit
                }
            }
            _ => Status::NumericalTrouble,
        };
        let mut solution = Solution::without_point(status, self.effort(iterations));
        if integers && matches!(status, Status::Optimal | Status::FeasibleAtLimit | Status::NothingAtLimit) {
            let bound = solved.double_info_value(c"mip_dual_bound").unwrap_or(f64::NEG_INFINITY);
            solution.bound = if bound < f64::INFINITY { bound + self.offset } else { f64::NEG_INFINITY };
        }
        if status.has_point() {
            let point = solved.get_solution();
            solution.values = point.columns().to_vec();
            solution.objective = self.objective_of(&solution.values);
            if !integers {
                solution.row_duals = point.dual_rows().to_vec();
                solution.reduced_costs = point.dual_columns().to_vec();
                solution.bound = match status {
                    Status::Optimal => solution.objective,
                    _ => self.dual_bound(&solution.row_duals),
                };
            }
        }
        Ok(solution)
    }

    /// HiGHS' presolve may stop at "unbounded or infeasible"; without costs only one of the two is left.
    fn which_of_both(&self, options: &SolveOptions) -> Result<Status, Error> {
        let mut free = self.clone();
        for column in &mut free.columns {
            column.cost = 0.0;
        }
        let mut model = free.to_highs()?;
        configure(&mut model, options, &Controls::default(), 0.0)?;
        let solved = run(model)?;
        Ok(match solved.status() {
            HighsModelStatus::Optimal => Status::Unbounded,
            HighsModelStatus::Infeasible | HighsModelStatus::UnboundedOrInfeasible => Status::Infeasible,
            HighsModelStatus::ReachedTimeLimit => Status::NothingAtLimit,
            _ => Status::NumericalTrouble,
        })
    }

    /// HiGHS' handles of the columns. It numbers them as the programme does; an empty problem of the same width lends
    /// them, since HiGHS' own crate gives no other way to make one.
    pub(crate) fn handles(&self) -> Vec<highs::Col> {
        let mut lender = highs::RowProblem::default();
        self.columns.iter().map(|_| lender.add_column(0.0, 0.0..1.0)).collect()
    }

    /// Whether a column is one of this programme's.
    pub(crate) fn owns(&self, column: Column) -> bool {
        column.index() < self.columns.len()
    }
}

/// One thread, no talk, a fixed seed: the same programme gives the same bytes. `spent_s` is what the model has already
/// used, since HiGHS counts its time limit over all runs of a model.
pub(crate) fn configure(
    model: &mut Model,
    options: &SolveOptions,
    controls: &Controls<'_>,
    spent_s: f64,
) -> Result<(), Error> {
    let refused = |doing: &'static str| move |status| Error::Solver { doing, why: format!("{status:?}") };
    model.make_quiet();
    model.try_set_option("threads", 1).map_err(refused("use one thread"))?;
    model.try_set_option("parallel", "off").map_err(refused("switch parallelism off"))?;
    model.try_set_option("random_seed", 0).map_err(refused("fix the seed"))?;
    model.try_set_option("mip_rel_gap", options.gap_rel).map_err(refused("set the relative gap"))?;
    model.try_set_option("mip_abs_gap", controls.gap_abs).map_err(refused("set the absolute gap"))?;
    let presolve = match controls.presolve {
        Presolve::Choose => "choose",
        Presolve::On => "on",
        Presolve::Off => "off",
    };
    model.try_set_option("presolve", presolve).map_err(refused("set presolve"))?;
    let until_s = options.time_limit_s.map_or(f64::INFINITY, |seconds| spent_s + seconds.max(0.0));
    model.try_set_option("time_limit", until_s).map_err(refused("set the time limit"))
}

pub(crate) fn run(model: Model) -> Result<SolvedModel, Error> {
    model.try_solve().map_err(|status| Error::Solver { doing: "solve the model", why: format!("{status:?}") })
}
