//! From columns and rows back to megawatts and money.

use super::draft::{Grid, Growth};
use super::outcome::{CapUse, Capacities, LossReport, Moment, Outcome, SecurityReport, Status};
use super::prices::{Priced, prices};
use super::rows::{Cycles, angles_of_cycles};
use super::settle::{LossSum, Session, Settled};
use super::{Coupling, Error, Problem, binding, explain};
use gigasite_case::network::Expansion;
use gigasite_lp::{Column, Programme, Solution, SolveOptions};

/// Reads an answer over `times`.
pub(super) fn read(
    problem: &Problem<'_>,
    times: &[usize],
    session: &Session<'_>,
    settled: Settled,
) -> Result<Outcome, Error> {
    let mut outcome = empty(problem, times, &settled);
    outcome.security = security(problem, session, settled.worst_excess_mw);
    if !settled.solution.is_feasible() {
        if settled.status == Status::Infeasible {
            outcome.why = Some(explain::explain(problem, times, session)?);
        }
        return Ok(outcome);
    }
    let grows =
        problem.options.coupling == Coupling::Joined && problem.options.capacity == super::Capacity::Chosen;
    outcome.constant = if grows { standing_cost(problem) } else { 0.0 };
    outcome.objective = Some(settled.objective);
    outcome.objective_of_change = Some(settled.objective - outcome.constant);
    outcome.bound = Some(settled.bound).filter(|bound| bound.is_finite());
    outcome.gap_rel =
        outcome.bound.map(|bound| ((settled.objective - bound) / settled.objective.abs().max(1e-9)).max(0.0));
    let solution = with_duals(session.warm.programme(), settled.solution)?;
    let cycles = problem.cycles();
    for t in 0..times.len() {
        flows(&mut outcome, problem, session, (times, t), &solution, cycles.as_ref());
        let priced = prices(problem, session, (times, t), &solution)?;
        outcome.binding.extend(binding::of(problem, session, (times, t), &solution)?);
        price(&mut outcome, priced);
    }
    let at = session.at;
    outcome.capacities = capacities(&at.growth, &solution);
    outcome.built = at
        .built
        .iter()
        .map(|built| built.iter().filter(|column| solution.value(**column) > 0.5).count())
        .collect();
    outcome.caps = caps(problem, session, &solution);
    outcome.losses = losses(problem, session, &solution, settled.losses_met);
    Ok(outcome)
}

fn empty(problem: &Problem<'_>, times: &[usize], settled: &Settled) -> Outcome {
    let labels = &problem.network.snapshots.labels;
    let moments = times
        .iter()
        .map(|time| Moment { label: labels[*time].clone(), status: settled.status, cost_per_h: None })
        .collect();
    Outcome {
        status: settled.status,
        objective: None,
        bound: None,
        gap_rel: None,
        constant: 0.0,
        objective_of_change: None,
        moments,
        dispatch_mw: Vec::new(),
        flow_mw: Vec::new(),
        loss_mw: Vec::new(),
        angle_deg: Vec::new(),
        link_mw: Vec::new(),
        storage_mw: Vec::new(),
        storage_mwh: Vec::new(),
        store_mw: Vec::new(),
        store_mwh: Vec::new(),
        on: Vec::new(),
        lmp: super::Lmp::default(),
        binding: Vec::new(),
        surplus_per_h: Vec::new(),
        capacities: Capacities::default(),
        built: Vec::new(),
        built_flow_mw: Vec::new(),
        caps: Vec::new(),
        losses: None,
        security: None,
        why: None,
        findings: gigasite_case::Findings::default(),
        effort: settled.effort,
    }
}

/// Duals of an integer answer are those of its linear rest.
fn with_duals(programme: &Programme, solution: Solution) -> Result<Solution, Error> {
    if !solution.row_duals.is_empty() {
        return Ok(solution);
    }
    let fixed = programme.fix_integers_and_resolve(&solution.values, &SolveOptions::default())?;
    Ok(if fixed.is_feasible() { fixed } else { solution })
}

/// Cost of the capacity that stands, of elements that may grow.
fn standing_cost(problem: &Problem<'_>) -> f64 {
    let network = problem.network;
    let live = problem.live;
    let cost = |expansion: &Option<Expansion>, stands: f64, live: bool| {
        expansion.as_ref().filter(|_| live).map_or(0.0, |expansion| expansion.cost * stands)
    };
    let generators = network.generators.iter().zip(&live.generators);
    let branches = network.branches.iter().zip(&live.branches);
    let links = network.links.iter().zip(&live.links);
    let storage = network.storage.iter().zip(&live.storage);
    let stores = network.stores.iter().zip(&live.stores);
    generators.map(|(plant, live)| cost(&plant.expansion, plant.rated_mw, *live)).sum::<f64>()
        + branches
            .map(|(branch, live)| cost(&branch.expansion, branch.rating_mva.unwrap_or(0.0), *live))
            .sum::<f64>()
        + links.map(|(link, live)| cost(&link.expansion, link.rated_mw, *live)).sum::<f64>()
        + storage.map(|(unit, live)| cost(&unit.expansion, unit.rated_mw, *live)).sum::<f64>()
        + stores.map(|(store, live)| cost(&store.expansion, store.energy_max_mwh, *live)).sum::<f64>()
}

fn flows(
    outcome: &mut Outcome,
    problem: &Problem<'_>,
    session: &Session<'_>,
    (_, t): (&[usize], usize),
    solution: &Solution,
    cycles: Option<&Cycles>,
) {
    let at = session.at;
    let clean = |grid: &Grid| -> Vec<f64> { grid.values(t, solution).into_iter().map(|x| x + 0.0).collect() };
    outcome.dispatch_mw.push(clean(&at.dispatch));
    outcome.flow_mw.push(clean(&at.flow));
    if problem.options.losses.is_some() {
        outcome.loss_mw.push(clean(&at.loss));
    }
    let angles = match cycles {
        Some(cycles) => angles_of_cycles(problem.network, problem.series, cycles, (at, t), solution),
        None => clean(&at.angle),
    };
    outcome.angle_deg.push(angles.into_iter().map(f64::to_degrees).collect());
    outcome.link_mw.push(clean(&at.link));
    let (given, drawn) = (clean(&at.discharge), clean(&at.charge));
    outcome.storage_mw.push(given.iter().zip(&drawn).map(|(given, drawn)| given - drawn).collect());
    outcome.storage_mwh.push(clean(&at.level));
    outcome.store_mw.push(clean(&at.given));
    outcome.store_mwh.push(clean(&at.held));
    if at.on.has_any() {
        outcome.on.push(clean(&at.on));
    }
    if let Some(circuits) = at.circuits.get(t) {
        let sums = circuits.iter().map(|flows| flows.iter().map(|flow| solution.value(*flow)).sum());
        outcome.built_flow_mw.push(sums.collect());
    }
}

fn price(outcome: &mut Outcome, priced: Priced) {
    outcome.lmp.total.push(priced.total);
    outcome.lmp.energy.push(priced.energy);
    outcome.lmp.congestion.push(priced.congestion);
    outcome.lmp.loss.push(priced.loss);
    outcome.surplus_per_h.push(priced.surplus_per_h);
}

fn capacities(growth: &Growth, solution: &Solution) -> Capacities {
    let values = |columns: &[Option<Column>]| -> Vec<Option<f64>> {
        columns.iter().map(|column| column.map(|column| solution.value(column))).collect()
    };
    Capacities {
        generator_mw: values(&growth.generators),
        branch_mva: values(&growth.branches),
        link_mw: values(&growth.links),
        storage_mw: values(&growth.storage),
        store_mwh: values(&growth.stores),
    }
}

fn caps(problem: &Problem<'_>, session: &Session<'_>, solution: &Solution) -> Vec<CapUse> {
    let programme = session.warm.programme();
    let uses = problem.network.caps.iter().zip(&session.at.caps);
    uses.map(|(cap, row)| CapUse {
        id: cap.id.clone(),
        used_t: cap.limit_t - programme.slack(*row, &solution.values),
        limit_t: cap.limit_t,
        price_per_t: solution.try_dual(*row).map_or(f64::NAN, |dual| -dual + 0.0),
    })
    .collect()
}

fn losses(
    problem: &Problem<'_>,
    session: &Session<'_>,
    solution: &Solution,
    converged: bool,
) -> Option<LossReport> {
    let losses = problem.options.losses?;
    let sums = session.losses(solution);
    let total = |t: usize| session.at.loss.values(t, solution).iter().sum();
    let error = |sum: &LossSum| if sum.error_mw > 0.0 { sum.error_mw / sum.true_mw.max(1e-6) } else { 0.0 };
    Some(LossReport {
        total_mw: (0..session.times).map(total).collect(),
        true_mw: sums.iter().map(|sum| sum.true_mw).collect(),
        error_frac: sums.iter().map(error).fold(0.0, f64::max),
        tolerance_frac: losses.tolerance_frac,
        converged,
    })
}

fn security(problem: &Problem<'_>, session: &Session<'_>, worst_excess_mw: f64) -> Option<SecurityReport> {
    let outages = problem.outages?;
    Some(SecurityReport {
        outages: outages.len(),
        rows: session.secured.len(),
        islanding: session.islanding.iter().map(|outage| outages.name(*outage).to_owned()).collect(),
        worst_excess_mw,
    })
}
