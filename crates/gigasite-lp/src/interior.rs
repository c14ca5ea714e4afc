//! A primal–dual interior point for programmes shaped like an arrow: many blocks that few columns and rows link.
//!
//! # What it is for
//! A year of hourly operation falls into weeks once the capacities and the levels at week ends are fixed. A simplex on the
//! whole does not end, cutting planes crawl; this method factorises every week by itself, in parallel, and lets them meet in
//! a small dense system of what links them ([`Partition`]). It knows nothing of weeks: blocks are what the caller says.
//!
//! # The method
//! Infeasible-start primal–dual path following on the standard form with bounds (`standard`), predictor–corrector with
//! centrality correctors (`iterate`), Newton systems by block elimination (`newton`) with a sparse Cholesky factor a block
//! (`cholesky`), proximal terms that make every system definite. Work of an iteration: one factorisation a block, half a
//! solve per linking column that the block touches, and two solves a block for each of three to six right-hand sides.
//!
//! # What comes out
//! Values, duals, and a bound that does not depend on convergence: [`Programme::dual_bound`] of the duals, on the programme
//! as it was written. Infeasible and unbounded are said only with a ray that proves it.
//!
//! # What it does not do
//! Integers (they are relaxed, and the status says nothing of them), vertices (an optimal face is answered by its middle).
//! Columns that are linked to everything make the dense system large: past a few thousand it is the wrong method.

mod cholesky;
mod iterate;
mod newton;
mod partition;
mod rays;
mod sparse;
mod standard;
mod start;

use crate::{Effort, Error, Programme, Solution, Status};
use cholesky::Pattern;
use iterate::{advance, look};
use newton::Point;
use rayon::prelude::*;
use standard::Standard;
use std::sync::Arc;

pub use iterate::Progress;
pub use partition::Partition;

/// Proximal weight of the rows at the start, its growth where a factor fails, and the most it may be.
const DELTA: (f64, f64, f64) = (1e-10, 100.0, 1e-4);
/// Steps shorter than this, this often in a row, mean that nothing moves any more.
const STUCK: (f64, usize) = (1e-6, 5);
/// Steps beyond the optimum that are spent on a bound which is not finite yet.
const POLISH: usize = 10;

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InteriorOptions {
    /// Relative gap of the objective at which a point is optimal.
    pub gap_rel: f64,
    /// Largest relative miss of rows and reduced costs of an optimal point.
    pub miss_rel: f64,
    /// Most iterations.
    pub iterations_max: usize,
}

impl Default for InteriorOptions {
    fn default() -> Self {
        Self { gap_rel: 1e-8, miss_rel: 1e-8, iterations_max: 200 }
    }
}

impl Programme {
    /// Solves the linear relaxation by the interior point method described in [`crate::interior`].
    ///
    /// `watch` sees every iterate and ends the search by `false`. Blocks run on rayon's current threads; the answer does not
    /// depend on their number. A search that ends early has status [`Status::FeasibleAtLimit`] if its point meets the rows,
    /// else [`Status::NothingAtLimit`], and its bound holds all the same.
    ///
    /// # Errors
    /// The first defect of the programme, a partition of another programme, or no definite factor at any weight.
    pub fn solve_interior(
        &self,
        partition: &Partition,
        options: &InteriorOptions,
        watch: &mut dyn FnMut(&Progress) -> bool,
    ) -> Result<Solution, Error> {
        if let Some(defect) = &self.defect {
            return Err(defect.clone());
        }
        if (partition.columns.len(), partition.rows.len()) != (self.columns.len(), self.rows.len()) {
            return Err(Error::StrangePartition {
                found: partition.columns.len() + partition.rows.len(),
                expected: self.columns.len() + self.rows.len(),
            });
        }
        let standard = Standard::of(self, partition);
        let failed = || Error::NotDefinite;
        let patterns = patterns(&standard).map_err(|_| failed())?;
        let mut delta = DELTA.0;
        let mut point = loop {
            match start::start(&standard, &patterns, delta) {
                Ok(point) => break point,
                Err(_) if delta < DELTA.2 => delta *= DELTA.1,
                Err(_) => return Err(failed()),
            }
        };
        let (mut iterations, mut stuck, mut polished) = (0, 0, 0);
        let status = loop {
            let mut seen = look(&standard, &point, iterations);
            let progress = &mut seen.progress;
            let small = progress.primal_miss <= options.miss_rel && progress.dual_miss <= options.miss_rel;
            let optimal = small && progress.gap_rel <= options.gap_rel;
            progress.objective = self.offset_by(&standard, progress.objective);
            progress.dual_objective = self.offset_by(&standard, progress.dual_objective);
            let go_on = watch(progress);
            if optimal {
                // reduced costs of columns without bounds must vanish before the duals prove anything: a few steps more
                let duals = standard.duals(|part, place| point.duals[part][place]);
                polished += 1;
                if self.dual_bound(&duals).is_finite() || polished > POLISH || !go_on {
                    break Status::Optimal;
                }
            }
            if !go_on || iterations >= options.iterations_max || stuck >= STUCK.1 {
                let feasible = seen.progress.primal_miss <= options.miss_rel;
                break if feasible { Status::FeasibleAtLimit } else { Status::NothingAtLimit };
            }
            if iterations > 4
                && let Some(status) = rays::proven(self, &standard, &point)
            {
                break status;
            }
            let lengths = loop {
                match advance(&standard, &patterns, &mut point, &seen, delta) {
                    Ok(lengths) => break lengths,
                    Err(_) if delta < DELTA.2 => delta *= DELTA.1,
                    Err(_) => return Err(failed()),
                }
            };
            stuck = if lengths.0.max(lengths.1) < STUCK.0 { stuck + 1 } else { 0 };
            iterations += 1;
        };
        Ok(self.answer(&standard, &point, status, iterations))
    }

    fn offset_by(&self, standard: &Standard, scaled: f64) -> f64 {
        let fixed: f64 = self
            .columns
            .iter()
            .filter(|column| column.upper <= column.lower)
            .map(|column| column.cost * column.lower)
            .sum();
        self.offset + fixed + standard.objective_size() * scaled
    }

    fn answer(&self, standard: &Standard, point: &Point, status: Status, iterations: usize) -> Solution {
        let (columns, rows, nonzeros) = self.size();
        let effort = Effort { columns, rows, nonzeros, iterations };
        let mut solution = Solution::without_point(status, effort);
        let duals = standard.duals(|part, place| point.duals[part][place]);
        if matches!(status, Status::Infeasible | Status::Unbounded) {
            return solution;
        }
        solution.bound = self.dual_bound(&duals);
        if status.has_point() {
            solution.values = standard.values(self, |part, place| point.parts[part].x[place]);
            solution.objective = self.objective_of(&solution.values);
            solution.reduced_costs = self.reduced_costs(&duals);
            solution.row_duals = duals;
        }
        solution
    }

    /// `c − Aᵀ y`
    fn reduced_costs(&self, duals: &[f64]) -> Vec<f64> {
        let mut reduced: Vec<f64> = self.columns.iter().map(|column| column.cost).collect();
        for (row, dual) in self.rows.iter().zip(duals) {
            for (column, coefficient) in &self.terms[row.terms.clone()] {
                reduced[*column as usize] -= dual * coefficient;
            }
        }
        reduced
    }
}

/// Orders the blocks; blocks of the same shape share one ordering.
fn patterns(standard: &Standard) -> Result<Vec<Arc<Pattern>>, cholesky::NotDefinite> {
    standard.blocks.par_iter().map(|block| Pattern::of(&block.a).map(Arc::new)).collect()
}
