//! Losses of branches, half at each end.
//!
//! ```text
//! loss[l,t] ≥ r/base · (2 f̂ flow − f̂²)      tangents of r f² at unit voltage, added at the flows of each answer
//! loss[l,t] ≤ r/base · L²                   where the branch has a limit
//! ```
//!
//! The tangents lie below the parabola, and a loss costs money wherever prices are positive, so it comes to rest on them:
//! at a price below zero it would pay to burn power, and the report then says by how much the losses are too high.

use super::{Draft, room};
use crate::opf::draft::{Bowl, BowlOf};
use gigasite_case::network::{Branch, Network};

/// Losses of a branch per squared megawatt: `r / base`, zero where the resistance is not positive.
fn loss_factor(network: &Network, branch: &Branch) -> f64 {
    branch.resistance_pu.max(0.0) / network.base_mva
}

pub(super) fn write(draft: &mut Draft<'_>) {
    if draft.options.losses.is_none() {
        return;
    }
    let network = draft.network;
    let family = draft.family("loss_mw", network.branches.iter().map(|branch| branch.id.as_str()));
    draft.at.loss = draft.grid(network.branches.len());
    for (l, branch) in network.branches.iter().enumerate().filter(|(l, _)| draft.live.branches[*l]) {
        let a = loss_factor(network, branch);
        if a == 0.0 {
            continue;
        }
        let capacity = draft.at.growth.branches[l];
        let room = room(
            branch,
            draft.series[l],
            network.base_mva,
            branch.limit_mva().filter(|_| capacity.is_none()),
        );
        let largest = room.high.abs().max(room.low.abs());
        for t in 0..draft.times.len() {
            let Some(flow) = draft.at.flow.get(t, l) else { continue };
            let y = draft.lp.column_in(family, &[l, t], (0.0, a * largest * largest), 0.0);
            draft.at.loss.set(t, l, y);
            draft.inject(t, branch.from, y, -0.5);
            draft.inject(t, branch.to, y, -0.5);
            let bowl = Bowl { x: flow, y, a, weight: 0.0, of: BowlOf::Loss { t, branch: l } };
            let touches =
                [-0.5 * largest, 0.5 * largest].into_iter().filter(|at| at.is_finite() && *at != 0.0);
            let label = format!("loss {},{}", branch.id, network.snapshots.labels[draft.times[t]]);
            draft.bowl(bowl, &label, touches);
        }
    }
}
