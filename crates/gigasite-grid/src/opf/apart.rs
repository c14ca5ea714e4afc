//! Many snapshots that know nothing of one another: one matrix, other demand and other limits.
//!
//! Snapshots are cut into blocks of a fixed number. A block is written once and walked through from the basis of the
//! snapshot before; blocks run in parallel. Which thread takes which block changes nothing.

use super::draft::{Places, output_mw};
use super::outcome::Outcome;
use super::read::read;
use super::rows::{self, cost};
use super::settle::Session;
use super::{Error, Problem};
use gigasite_lp::BoundChange;
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(super) fn solve(
    problem: &Problem<'_>,
    times: &[usize],
    block: usize,
    seen: &(dyn Fn(usize, usize) + Sync),
) -> Result<Outcome, Error> {
    let done = AtomicUsize::new(0);
    let count = || seen(done.fetch_add(1, Ordering::Relaxed) + 1, times.len());
    let blocks: Vec<Vec<Outcome>> =
        times.par_chunks(block.max(1)).map(|times| walk(problem, times, &count)).collect::<Result<_, _>>()?;
    let mut answers = blocks.into_iter().flatten().zip(times);
    let Some((first, time)) = answers.next() else {
        return Err(Error::UnknownSnapshot { number: 0, count: 0 });
    };
    let mut all = weighted(first, problem, *time);
    for (number, (one, time)) in answers.enumerate() {
        join(&mut all, weighted(one, problem, *time), number + 1);
    }
    Ok(all)
}

/// One block, snapshot by snapshot.
fn walk(problem: &Problem<'_>, times: &[usize], count: &(dyn Fn() + Sync)) -> Result<Vec<Outcome>, Error> {
    let (programme, at) = rows::write(problem.draft(&times[..1]))?;
    let mut session = Session::new(programme, &at, 1, problem.options, problem.outages)?;
    let mut answers = Vec::with_capacity(times.len());
    for time in times {
        let changes = moved(problem, &at, *time)?;
        for (column, cost) in costs(problem, &at, *time)? {
            session.warm.set_column_cost(column, cost)?;
        }
        let settled = session.settle(&changes)?;
        answers.push(read(problem, &[*time], &session, settled)?);
        count();
    }
    Ok(answers)
}

/// Demand and limits of a snapshot.
fn moved(problem: &Problem<'_>, at: &Places, time: usize) -> Result<Vec<BoundChange>, Error> {
    let network = problem.network;
    let mut changes = Vec::new();
    for (bus, demand) in network.demand_mw(time).into_iter().enumerate() {
        if let Some(column) = at.demand.get(0, bus) {
            changes.push(BoundChange { column, lower: demand, upper: demand });
        }
    }
    for (g, plant) in network.generators.iter().enumerate() {
        let Some(column) = at.dispatch.get(0, g) else { continue };
        if plant.availability.is_some() || plant.floor.is_some() {
            let (low, high) = output_mw(network, plant, time)?;
            let low = if plant.commitment.is_some() { low.min(0.0) } else { low };
            changes.push(BoundChange { column, lower: low, upper: high });
        }
    }
    Ok(changes)
}

/// Costs of a snapshot that follow a series.
fn costs(problem: &Problem<'_>, at: &Places, time: usize) -> Result<Vec<(gigasite_lp::Column, f64)>, Error> {
    let mut moved = Vec::new();
    for (g, plant) in problem.network.generators.iter().enumerate() {
        if let (Some(column), Some(_)) = (at.dispatch.get(0, g), plant.marginal_cost) {
            let (shape, _) = cost::shape(plant)?;
            moved.push((column, shape.slope(problem.network, plant, time)));
        }
    }
    Ok(moved)
}

/// An hour of cost becomes that of the snapshot.
fn weighted(mut one: Outcome, problem: &Problem<'_>, time: usize) -> Outcome {
    one.moments[0].cost_per_h = one.objective;
    if one.objective.is_none() {
        // a snapshot without a dispatch keeps its place, empty
        for grid in grids(&mut one) {
            grid.push(Vec::new());
        }
        one.surplus_per_h.push(f64::NAN);
    }
    let hours = problem.network.snapshots.cost_h[time];
    for money in [&mut one.objective, &mut one.objective_of_change, &mut one.bound] {
        *money = money.map(|money| money * hours);
    }
    one
}

/// Adds a snapshot to those before. Sums exist only if every part does; the status is the worst of all.
fn join(all: &mut Outcome, mut one: Outcome, number: usize) {
    let sum = |a: Option<f64>, b: Option<f64>| Some(a? + b?);
    all.objective = sum(all.objective, one.objective);
    all.objective_of_change = sum(all.objective_of_change, one.objective_of_change);
    all.bound = sum(all.bound, one.bound);
    all.gap_rel = match (all.objective, all.bound) {
        (Some(objective), Some(bound)) => Some(((objective - bound) / objective.abs().max(1e-9)).max(0.0)),
        _ => None,
    };
    all.status = all.status.max(one.status);
    all.moments.append(&mut one.moments);
    for (grid, rows) in grids(all).into_iter().zip(grids(&mut one)) {
        grid.append(rows);
    }
    all.loss_mw.append(&mut one.loss_mw);
    all.surplus_per_h.append(&mut one.surplus_per_h);
    all.binding.extend(one.binding.into_iter().map(|binding| super::Binding { snapshot: number, ..binding }));
    match (&mut all.losses, one.losses) {
        (Some(all), Some(one)) => {
            all.total_mw.extend(one.total_mw);
            all.true_mw.extend(one.true_mw);
            all.error_frac = all.error_frac.max(one.error_frac);
            all.converged &= one.converged;
        }
        (losses, one) => *losses = losses.take().or(one),
    }
    if let (Some(all), Some(one)) = (&mut all.security, one.security) {
        all.rows = all.rows.max(one.rows);
        all.worst_excess_mw = all.worst_excess_mw.max(one.worst_excess_mw);
    }
    if all.why.is_none() {
        all.why = one.why;
    }
    all.effort.columns = all.effort.columns.max(one.effort.columns);
    all.effort.rows = all.effort.rows.max(one.effort.rows);
    all.effort.tangents = all.effort.tangents.max(one.effort.tangents);
    all.effort.rounds += one.effort.rounds;
    all.effort.iterations += one.effort.iterations;
}

/// Every grid that each snapshot has a row in.
fn grids(outcome: &mut Outcome) -> [&mut Vec<Vec<f64>>; 12] {
    [
        &mut outcome.dispatch_mw,
        &mut outcome.flow_mw,
        &mut outcome.angle_deg,
        &mut outcome.link_mw,
        &mut outcome.storage_mw,
        &mut outcome.storage_mwh,
        &mut outcome.store_mw,
        &mut outcome.store_mwh,
        &mut outcome.lmp.total,
        &mut outcome.lmp.energy,
        &mut outcome.lmp.congestion,
        &mut outcome.lmp.loss,
    ]
}
