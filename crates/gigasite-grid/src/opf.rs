//! Linear optimal power flow: the cheapest dispatch that the network can carry, what it costs at every bus, and what limits
//! it.
//!
//! ```text
//! min  Σ_t hours_t (Σ_g cost_g(p) + Σ_k cost_k · link + Σ_s cost_s · discharge) + Σ capacity costs + starts
//! s.t. balance of every bus, the voltage law, limits of flows, angles, outputs and links,
//!      and, where asked for, losses, outages, ramps, starts and stops, stores, caps, capacities, circuits
//! ```
//!
//! One file for each family of rows, its maths above it: [`rows`](self) has balance, flows, voltage law, generators and their
//! cost, links, storage, losses, commitment, ramps, caps, candidates. What cannot be written at once is added where answers
//! lie: tangents of curved costs and losses, limits after outages.
//!
//! # What it assumes
//! Flow by reactance: unit voltages, small angles; against an AC optimum, costs of transmission cases are off by 0–3 %
//! (PGLib's own table: 1.4 % in the median of the cases here). Quadratic costs are exact to a stated gap, with the proven
//! bound beside the true cost of the dispatch. Prices are duals: where the optimum is degenerate, one of several.
//!
//! # What it does not do
//! No voltage, no reactive power. No redispatch after an outage.

mod apart;
mod binding;
mod draft;
mod error;
mod explain;
mod live;
mod options;
mod outcome;
mod prices;
mod read;
mod rows;
mod security;
mod settle;
mod spans;

#[cfg(test)]
mod tests;

pub use error::Error;
pub use options::{Candidate, Capacity, Coupling, Kirchhoff, Losses, Options, Security, UnitCommitment};
pub use outcome::{
    Binding, CapUse, Capacities, Conflict, Effort, Element, Limit, Lmp, LossReport, Moment, Outcome,
    SecurityReport, Status, Why,
};

use crate::dc::Series;
use draft::Draft;
use gigasite_case::network::Network;
use live::Live;
use rows::Cycles;
use security::Outages;
use settle::Session;

/// Solves the optimal power flow of a network.
///
/// # Errors
/// What no programme can be written for, and a solver that refuses it. That nothing fits is a [`Status`], with the reason in
/// [`Outcome::why`].
pub fn solve(network: &Network, options: &Options) -> Result<Outcome, Error> {
    solve_seen(network, options, &|_, _| ())
}

/// As [`solve`]; `seen` is told how many snapshots are done of how many, where each is solved on its own.
///
/// # Errors
/// As [`solve`].
pub fn solve_seen(
    network: &Network,
    options: &Options,
    seen: &(dyn Fn(usize, usize) + Sync),
) -> Result<Outcome, Error> {
    let times = times(network, options);
    let live = Live::of(network, &options.candidates);
    live::check(network, options, &live, &times)?;
    let series = options.form.all(network);
    let outages = Outages::new(network, options, &live)?;
    let problem = Problem { network, options, live: &live, series: &series, outages: outages.as_ref() };
    let mut outcome = match options.coupling {
        Coupling::Joined => problem.joined(&times)?,
        Coupling::Apart { block } => apart::solve(&problem, &times, block, seen)?,
    };
    outcome.findings = live::findings(network, options, &live);
    Ok(outcome)
}

/// Numbers of the snapshots that are asked for.
fn times(network: &Network, options: &Options) -> Vec<usize> {
    if options.snapshots.is_empty() {
        (0..network.snapshots.len()).collect()
    } else {
        options.snapshots.clone()
    }
}

/// Columns, rows and entries of the programme that [`solve`] would begin with, if snapshots are joined.
///
/// # Errors
/// What no programme can be written for.
pub fn size(network: &Network, options: &Options) -> Result<(usize, usize, usize), Error> {
    let times = times(network, options);
    let live = Live::of(network, &options.candidates);
    live::check(network, options, &live, &times)?;
    let series = options.form.all(network);
    let problem = Problem { network, options, live: &live, series: &series, outages: None };
    let (programme, _) = rows::write(problem.draft(&times))?;
    Ok(programme.size())
}

/// What every part of a solve looks at.
#[derive(Clone, Copy)]
struct Problem<'a> {
    network: &'a Network,
    options: &'a Options,
    live: &'a Live,
    series: &'a [Series],
    outages: Option<&'a Outages<'a>>,
}

impl Problem<'_> {
    /// All snapshots in one programme.
    fn joined(&self, times: &[usize]) -> Result<Outcome, Error> {
        let (programme, at) = rows::write(self.draft(times))?;
        let mut session = Session::new(programme, &at, times.len(), self.options, self.outages)?;
        let settled = session.settle(&[])?;
        read::read(self, times, &session, settled)
    }

    fn draft(&self, times: &[usize]) -> Draft<'_> {
        Draft::new(self.network, self.options, self.live, self.series, times)
    }

    /// Spanning trees, where angles are not columns.
    fn cycles(&self) -> Option<Cycles> {
        (self.options.kirchhoff == Kirchhoff::Cycles && self.options.candidates.is_empty())
            .then(|| Cycles::of(self.network, self.live, self.series))
    }
}
