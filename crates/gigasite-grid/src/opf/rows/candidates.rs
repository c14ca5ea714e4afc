//! Circuits that may be built, whole: transmission expansion by disjunction.
//!
//! ```text
//! low · built[c,k] ≤ flow[c,k,t] ≤ high · built[c,k]
//! |flow[c,k,t] − B (θ_from − θ_to − φ)| ≤ M (1 − built[c,k])          M = B · largest angle that can stand over the corridor
//! built[c,k] ≥ built[c,k+1]                                            circuits of a corridor are alike
//! cost += cost[c] · Σ_k built[c,k]
//! ```
//!
//! The largest angle is that of the shortest way through existing branches at their limits, or, between buses that nothing
//! joins yet, the sum of the `buses − 1` largest angles a branch or circuit allows (Binato, Pereira, Granville 2001).

use super::{Draft, room};
use crate::opf::Error;
use crate::opf::options::Candidate;
use crate::opf::spans::{all_power_mw, distances, span};
use gigasite_case::network::Branch;
use gigasite_lp::{Column, Sense};

pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), Error> {
    let candidates = &draft.options.candidates;
    if candidates.is_empty() {
        return Ok(());
    }
    let spans = Spans::of(draft);
    draft.at.circuits = vec![vec![Vec::new(); candidates.len()]; draft.times.len()];
    for (c, candidate) in candidates.iter().enumerate() {
        let built: Vec<Column> = (0..candidate.most)
            .map(|k| draft.lp.binary(format!("built[{},{k}]", c + 1), candidate.cost))
            .collect();
        for (k, pair) in built.windows(2).enumerate() {
            let name = format!("one_by_one[{},{k}]", c + 1);
            draft.lp.row(name, &[(pair[0], 1.0), (pair[1], -1.0)], Sense::AtLeast, 0.0);
        }
        for (k, built) in built.iter().enumerate() {
            for t in 0..draft.times.len() {
                circuit(draft, &spans, (c, candidate), (k, *built), t)?;
            }
        }
        draft.at.built.push(built);
    }
    Ok(())
}

fn circuit(
    draft: &mut Draft<'_>,
    spans: &Spans,
    (c, candidate): (usize, &Candidate),
    (k, built): (usize, Column),
    t: usize,
) -> Result<(), Error> {
    let branch = &candidate.circuit;
    let network = draft.network;
    let series = draft.options.form.series(branch, &network.buses[branch.from]);
    if !series.susceptance.is_finite() {
        return Err(Error::NoImpedance { branch: branch.id.clone(), what: "circuits to be built" });
    }
    let b = series.susceptance * network.base_mva;
    let room = room(branch, series, network.base_mva, branch.limit_mva());
    let m = b.abs() * (spans.between(branch.from, branch.to) + series.shift.abs());
    if !(m.is_finite() && room.low.is_finite() && room.high.is_finite()) {
        return Err(Error::Span { candidate: c + 1 });
    }
    let (Some(from), Some(to)) = (draft.at.angle.get(t, branch.from), draft.at.angle.get(t, branch.to))
    else {
        return Ok(()); // at an isolated bus nothing is built
    };
    let name = |what: &str| format!("{what}[{},{k},{t}]", c + 1);
    let flow = draft.lp.column(name("circuit_mw"), room.low, room.high, 0.0);
    draft.inject(t, branch.from, flow, -1.0);
    draft.inject(t, branch.to, flow, 1.0);
    draft.lp.row(name("circuit_room"), &[(flow, 1.0), (built, -room.high)], Sense::AtMost, 0.0);
    draft.lp.row(name("circuit_room_back"), &[(flow, 1.0), (built, -room.low)], Sense::AtLeast, 0.0);
    let law = [(flow, 1.0), (from, -b), (to, b)];
    let with = |m: f64| [law[0], law[1], law[2], (built, m)];
    draft.lp.row(name("circuit_law"), &with(m), Sense::AtMost, m - b * series.shift);
    draft.lp.row(name("circuit_law_back"), &with(-m), Sense::AtLeast, -m - b * series.shift);
    draft.at.circuits[t][c].push(flow);
    Ok(())
}

/// Largest angle differences, radians.
struct Spans {
    /// Existing branches: ends and largest angle.
    branches: Vec<(usize, usize, f64)>,
    buses: usize,
    /// No way without a cycle is longer.
    longest: f64,
}

impl Spans {
    fn of(draft: &Draft<'_>) -> Self {
        let network = draft.network;
        let most_mw = all_power_mw(network);
        let span = |branch: &Branch| {
            let series = draft.options.form.series(branch, &network.buses[branch.from]);
            span(branch, series, network.base_mva, most_mw)
        };
        let live = network.branches.iter().zip(&draft.live.branches).filter(|(_, live)| **live);
        let branches: Vec<_> = live.map(|(branch, _)| (branch.from, branch.to, span(branch))).collect();
        let circuits = draft.options.candidates.iter().map(|candidate| span(&candidate.circuit));
        let mut all: Vec<f64> = branches.iter().map(|branch| branch.2).chain(circuits).collect();
        all.sort_by(|a, b| b.total_cmp(a));
        let buses = network.buses.len();
        Self { branches, buses, longest: all.iter().take(buses.saturating_sub(1)).sum() }
    }

    /// Largest angle between two buses: along the shortest way of existing branches, or along any way at all.
    fn between(&self, from: usize, to: usize) -> f64 {
        distances(self.buses, &self.branches, &[from])[to].min(self.longest)
    }
}
