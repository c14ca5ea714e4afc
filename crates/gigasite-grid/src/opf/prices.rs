//! What one more megawatt costs, and why.
//!
//! ```text
//! λ_b           = dual of the balance of bus b, over the hours of the snapshot
//! energy_b      = λ at the reference of the island
//! B loss        = Aᵀ diag(b) ν,   loss = 0 at the references,   ν_l = Σ dual of tangent · 2 a f̂   (marginal loss times price)
//! congestion_b  = λ_b − energy_b − loss_b
//! ```
//!
//! From the optimality of flows and angles, `B λ = Aᵀ diag(b) (μ + ν)` with `μ` the shadow prices of flow limits, in normal
//! operation and after outages: what losses leave of a price is congestion. Without losses no system has to be solved.
//! The network buys at one end of a branch and sells at the other: its surplus is `Σ flow (λ_to − λ_from) − ½ Σ loss (λ_from +
//! λ_to)`.

use super::draft::BowlOf;
use super::live::Live;
use super::options::{Candidate, Coupling};
use super::settle::Session;
use super::{Error, Problem};
use crate::dc::DcModel;
use gigasite_lp::{Row, Solution};
use std::collections::BTreeMap;

/// Prices of a snapshot, by bus.
#[derive(Debug, Default)]
pub(super) struct Priced {
    pub(super) total: Vec<f64>,
    pub(super) energy: Vec<f64>,
    pub(super) congestion: Vec<f64>,
    pub(super) loss: Vec<f64>,
    pub(super) surplus_per_h: f64,
}

impl Problem<'_> {
    /// Hours a snapshot counts for in the cost; one where snapshots are apart.
    pub(super) fn cost_h(&self, time: usize) -> f64 {
        if self.options.coupling == Coupling::Joined { self.network.snapshots.cost_h[time] } else { 1.0 }
    }
}

pub(super) fn prices(
    problem: &Problem<'_>,
    session: &Session<'_>,
    (times, t): (&[usize], usize),
    solution: &Solution,
) -> Result<Priced, Error> {
    let network = problem.network;
    let hours = problem.cost_h(times[t]);
    let buses = network.buses.len();
    let price =
        |row: Option<Row>| row.and_then(|row| solution.try_dual(row)).map_or(f64::NAN, |dual| dual / hours);
    let total: Vec<f64> = (0..buses).map(|bus| price(session.at.balance[t * buses + bus])).collect();
    let built = built(problem, session, solution);
    let live = Live::of(network, &built);
    let reference = |bus: usize| live.reference[live.island[bus]];
    let energy: Vec<f64> = (0..buses)
        .map(|bus| if live.buses[bus] && !total[bus].is_nan() { total[reference(bus)] } else { f64::NAN })
        .collect();
    let mut loss = vec![0.0; buses];
    if problem.options.losses.is_some() && !solution.row_duals.is_empty() {
        let over_reference = loss_prices(problem, session, t, solution, &built)?;
        for bus in (0..buses).filter(|bus| live.buses[*bus]) {
            loss[bus] = (over_reference[bus] - over_reference[reference(bus)]) / hours;
        }
    }
    let congestion = (0..buses).map(|bus| total[bus] - energy[bus] - loss[bus] + 0.0).collect();
    let surplus_per_h = surplus(problem, session, t, solution, &total);
    Ok(Priced { total, energy, congestion, loss, surplus_per_h })
}

/// Candidates of which circuits were built.
pub(super) fn built(problem: &Problem<'_>, session: &Session<'_>, solution: &Solution) -> Vec<Candidate> {
    let candidates = problem.options.candidates.iter().zip(&session.at.built);
    candidates
        .map(|(candidate, columns)| Candidate {
            most: columns.iter().filter(|column| solution.value(**column) > 0.5).count(),
            ..candidate.clone()
        })
        .collect()
}

/// `B⁻¹ Aᵀ diag(b) ν`, over the network as it was built.
fn loss_prices(
    problem: &Problem<'_>,
    session: &Session<'_>,
    t: usize,
    solution: &Solution,
    built: &[Candidate],
) -> Result<Vec<f64>, Error> {
    let model = price_model(problem, built)?;
    Ok(pulled(problem, &model, marginal_losses(session, t, solution)))
}

/// The network as it was built, without shifts: what prices spread over.
pub(super) fn price_model(problem: &Problem<'_>, built: &[Candidate]) -> Result<DcModel, Error> {
    let mut network = problem.network.clone();
    for candidate in built {
        network.branches.extend(std::iter::repeat_n(candidate.circuit.clone(), candidate.most));
    }
    for branch in &mut network.branches {
        branch.shift_deg = 0.0;
    }
    Ok(DcModel::new(&network, problem.options.form)?)
}

/// `B⁻¹ Aᵀ diag(b) pull`, zero at the references.
pub(super) fn pulled(
    problem: &Problem<'_>,
    model: &DcModel,
    pulls: impl IntoIterator<Item = (usize, f64)>,
) -> Vec<f64> {
    let network = problem.network;
    let mut injection = vec![0.0; network.buses.len()];
    for (l, pull) in pulls {
        let pull = problem.series[l].susceptance * pull * network.base_mva;
        injection[network.branches[l].from] += pull;
        injection[network.branches[l].to] -= pull;
    }
    model.flow(&injection).angle_rad
}

/// `ν` of every branch: what one more megawatt of flow loses, in money.
fn marginal_losses(session: &Session<'_>, t: usize, solution: &Solution) -> BTreeMap<usize, f64> {
    let mut marginal = BTreeMap::new();
    for touch in session.at.touches.iter().chain(&session.touches) {
        let bowl = &session.at.bowls[touch.bowl];
        match bowl.of {
            BowlOf::Loss { t: when, branch } if when == t => {
                *marginal.entry(branch).or_insert(0.0) -= solution.dual(touch.row) * 2.0 * bowl.a * touch.at;
            }
            BowlOf::Loss { .. } | BowlOf::Cost => {}
        }
    }
    marginal
}

fn surplus(
    problem: &Problem<'_>,
    session: &Session<'_>,
    t: usize,
    solution: &Solution,
    price: &[f64],
) -> f64 {
    let at = session.at;
    let network = problem.network;
    let existing = network
        .branches
        .iter()
        .enumerate()
        .map(|(l, branch)| (branch, at.flow.value(t, l, solution), at.loss.value(t, l, solution)));
    let circuits = at.circuits.get(t).into_iter().flatten().zip(&problem.options.candidates);
    let circuits = circuits.map(|(flows, candidate)| {
        let flow: f64 = flows.iter().map(|flow| solution.value(*flow)).sum();
        (&candidate.circuit, flow, 0.0)
    });
    existing
        .chain(circuits)
        .filter(|(_, flow, loss)| *flow != 0.0 || *loss != 0.0)
        .map(|(branch, flow, loss)| {
            let (from, to) = (price[branch.from], price[branch.to]);
            flow * (to - from) - 0.5 * loss * (from + to)
        })
        .sum()
}
