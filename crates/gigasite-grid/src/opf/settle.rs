//! Solving again and again until nothing is left to add: tangents where an answer lies below a curve, limits after outages
//! where it breaks one.
//!
//! Every programme is a relaxation of the next, so the bound of each holds for the last; the dispatch of each has a true
//! cost, and the gap between the two is what is left to prove.

use super::Error;
use super::draft::{BowlOf, Places, Touch};
use super::options::Options;
use super::outcome::{Effort, Status};
use super::security::{Outages, Secured};
use gigasite_lp::{BoundChange, Column, Programme, Sense, Solution, SolveOptions, WarmProgramme};
use std::collections::BTreeMap;

/// A row may be missed by this much: a tangent cannot bring an answer nearer.
const ROW: f64 = 1e-7;

/// A gap below this, in money, is the solver's tolerance.
const MONEY: f64 = 1e-6;

/// A programme with what was added to it.
pub(super) struct Session<'a> {
    pub(super) warm: WarmProgramme,
    pub(super) at: &'a Places,
    pub(super) times: usize,
    options: &'a Options,
    outages: Option<&'a Outages<'a>>,
    pub(super) secured: Vec<Secured>,
    pub(super) islanding: Vec<usize>,
    pub(super) touches: Vec<Touch>,
    /// How far angles can be from zero.
    reach: BTreeMap<Column, f64>,
}

/// An answer after its last round.
pub(super) struct Settled {
    pub(super) status: Status,
    pub(super) solution: Solution,
    /// True cost of the point.
    pub(super) objective: f64,
    pub(super) bound: f64,
    pub(super) losses_met: bool,
    pub(super) worst_excess_mw: f64,
    pub(super) effort: Effort,
}

/// Losses of a snapshot.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct LossSum {
    /// By `r f²`.
    pub(super) true_mw: f64,
    /// Sum over branches of how far the linear ones are off.
    pub(super) error_mw: f64,
    branches: usize,
}

impl<'a> Session<'a> {
    pub(super) fn new(
        programme: Programme,
        at: &'a Places,
        times: usize,
        options: &'a Options,
        outages: Option<&'a Outages<'a>>,
    ) -> Result<Self, Error> {
        let solve = SolveOptions { gap_rel: options.gap_rel, time_limit_s: options.time_limit_s };
        let warm = WarmProgramme::with_options(programme, solve)?;
        let of_time = |t: usize| at.reach_rad.iter().enumerate().map(move |(bus, reach)| (t, bus, *reach));
        let reach = (0..times)
            .flat_map(of_time)
            .filter_map(|(t, bus, reach)| Some((at.angle.get(t, bus)?, reach)))
            .collect();
        let (secured, islanding, touches) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { warm, at, times, options, outages, secured, islanding, touches, reach })
    }

    /// Solves with some bounds moved until everything is settled.
    pub(super) fn settle(&mut self, changes: &[BoundChange]) -> Result<Settled, Error> {
        let mut solution = self.warm.solve(changes)?;
        let mut effort = Effort::default();
        let mut bound = f64::NEG_INFINITY;
        loop {
            effort.rounds += 1;
            effort.iterations += solution.effort.iterations;
            effort.columns = solution.effort.columns;
            effort.rows = solution.effort.rows;
            effort.tangents = self.at.touches.len() + self.touches.len();
            let status = status(&solution);
            if !solution.is_feasible() {
                return Ok(Settled {
                    status,
                    solution,
                    objective: f64::NAN,
                    bound,
                    losses_met: false,
                    worst_excess_mw: f64::NAN,
                    effort,
                });
            }
            bound = bound.max(self.proven(&solution));
            let objective = solution.objective + self.missing_cost(&solution);
            let (losses_met, loss_can_improve) = self.losses_met(&solution);
            let is_curved = objective - bound > (self.options.gap_rel * objective.abs()).max(MONEY);
            let is_last = effort.rounds >= self.options.most_rounds || status != Status::Optimal;
            let added =
                if is_last { 0 } else { self.touch(&solution, is_curved, !losses_met && loss_can_improve)? };
            let (worst_excess_mw, broken) = self.secure(&solution, is_last)?;
            if added + broken == 0 {
                let settled = !is_curved && losses_met && worst_excess_mw == 0.0;
                let status = if status == Status::Optimal && !settled { Status::NotSettled } else { status };
                return Ok(Settled {
                    status,
                    solution,
                    objective,
                    bound,
                    losses_met,
                    worst_excess_mw,
                    effort,
                });
            }
            solution = self.warm.solve(&[])?;
        }
    }

    /// Bound of this programme, from its duals; for integers, the solver's. Rounding in the duals of the voltage law meets
    /// free angles, so the bound is taken over all angles that limits leave within reach.
    fn proven(&self, solution: &Solution) -> f64 {
        if solution.row_duals.is_empty() {
            return solution.bound;
        }
        let reach = |column: Column| self.reach.get(&column).copied().unwrap_or(f64::INFINITY);
        self.warm.programme().dual_bound_reaching(&solution.row_duals, reach)
    }

    /// True cost of curved costs less what their tangents say.
    fn missing_cost(&self, solution: &Solution) -> f64 {
        let cost = self.at.bowls.iter().filter(|bowl| bowl.of == BowlOf::Cost);
        cost.map(|bowl| bowl.weight * bowl.depth(solution)).sum()
    }

    /// Whether the losses are met, and whether tangents could help: a loss that is too high they cannot bring down.
    fn losses_met(&self, solution: &Solution) -> (bool, bool) {
        let Some(losses) = self.options.losses else { return (true, false) };
        let mut met = true;
        let mut too_low = false;
        for sum in self.losses(solution) {
            met &= sum.error_mw <= (losses.tolerance_frac * sum.true_mw).max(ROW * sum.branches as f64);
        }
        for bowl in self.at.bowls.iter().filter(|bowl| bowl.of != BowlOf::Cost) {
            too_low |= bowl.depth(solution) > ROW;
        }
        (met, too_low)
    }

    /// Losses of every snapshot.
    pub(super) fn losses(&self, solution: &Solution) -> Vec<LossSum> {
        let mut sums = vec![LossSum::default(); self.times];
        for bowl in &self.at.bowls {
            if let BowlOf::Loss { t, .. } = bowl.of {
                let x = solution.value(bowl.x);
                sums[t].true_mw += bowl.a * x * x;
                sums[t].error_mw += bowl.depth(solution).abs();
                sums[t].branches += 1;
            }
        }
        sums
    }

    /// Adds tangents where the answer lies, and says how many.
    fn touch(&mut self, solution: &Solution, is_curved: bool, loses: bool) -> Result<usize, Error> {
        let mut added = 0;
        let deepest = |cost: bool| {
            let bowls = self.at.bowls.iter().filter(move |bowl| (bowl.of == BowlOf::Cost) == cost);
            bowls.map(|bowl| bowl.depth(solution)).fold(0.0_f64, f64::max)
        };
        // a curve a thousand times nearer than the worst one can wait
        let worth = [deepest(false) * 1e-3, deepest(true) * 1e-3];
        for (number, bowl) in self.at.bowls.iter().enumerate() {
            let is_cost = bowl.of == BowlOf::Cost;
            let wanted = if is_cost { is_curved } else { loses };
            if !wanted || bowl.depth(solution) <= worth[usize::from(is_cost)].max(ROW) {
                continue;
            }
            let at = solution.value(bowl.x);
            let (terms, rhs) = bowl.tangent(at);
            let name = format!("tangent[{}]", self.touches.len());
            let row = self.warm.add_row(name, &terms, Sense::AtLeast, rhs)?;
            self.touches.push(Touch { bowl: number, at, row });
            added += 1;
        }
        Ok(added)
    }

    /// Adds limits after outages that the answer breaks: the worst excess, and how many limits were added.
    fn secure(&mut self, solution: &Solution, only_look: bool) -> Result<(f64, usize), Error> {
        let Some(outages) = self.outages else { return Ok((0.0, 0)) };
        let found = outages.breaches(self.at, self.times, solution);
        self.islanding = found.islanding;
        if only_look {
            return Ok((found.worst_mw, 0));
        }
        let count = found.breaches.len();
        for breach in found.breaches {
            let sense = if breach.sign > 0.0 { Sense::AtMost } else { Sense::AtLeast };
            let name = format!("security[{}]", self.secured.len());
            let row = self.warm.add_row(name, &breach.terms, sense, breach.sign * breach.limit_mw)?;
            self.secured.push(Secured { breach, row });
        }
        Ok((found.worst_mw, count))
    }
}

fn status(solution: &Solution) -> Status {
    match solution.status {
        gigasite_lp::Status::Optimal => Status::Optimal,
        gigasite_lp::Status::FeasibleAtLimit
        | gigasite_lp::Status::NothingAtLimit
        | gigasite_lp::Status::Interrupted => Status::AtLimit,
        gigasite_lp::Status::Infeasible => Status::Infeasible,
        gigasite_lp::Status::Unbounded => Status::Unbounded,
        gigasite_lp::Status::NumericalTrouble => Status::NumericalTrouble,
    }
}
