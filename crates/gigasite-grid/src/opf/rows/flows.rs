//! What a branch may carry: its rating, and its angle limits as megawatts.
//!
//! ```text
//! −L ≤ flow[l,t] ≤ L                                            rating · usable share
//! b (θ_min − φ) ≤ flow[l,t] ≤ b (θ_max − φ)                      angle-difference limits, exact since flow = b (Δθ − φ)
//! −use · capacity[l] ≤ flow[l,t] ≤ use · capacity[l]             where the capacity is chosen; its impedance stays
//! ```

use super::Draft;
use crate::dc::Series;
use crate::opf::outcome::Limit;
use gigasite_case::network::Branch;
use gigasite_lp::Sense;

/// Least and most flow of a branch, MW, and what says so.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::opf) struct Room {
    pub(in crate::opf) low: f64,
    pub(in crate::opf) high: f64,
    pub(in crate::opf) low_by: Limit,
    pub(in crate::opf) high_by: Limit,
}

/// The tighter of rating and angle limits. `rating_mva` is that of the branch where its capacity is not chosen.
pub(in crate::opf) fn room(branch: &Branch, series: Series, base_mva: f64, rating_mva: Option<f64>) -> Room {
    let rating = rating_mva.unwrap_or(f64::INFINITY);
    let mut room = Room { low: -rating, high: rating, low_by: Limit::Rating, high_by: Limit::Rating };
    if !series.susceptance.is_finite() {
        return room; // equal angles, whatever the flow
    }
    if series.susceptance == 0.0 {
        return Room { low: 0.0, high: 0.0, ..room };
    }
    let at = |degrees: f64| series.susceptance * base_mva * (degrees.to_radians() - series.shift);
    let ends = [branch.angle_min_deg.map(at), branch.angle_max_deg.map(at)];
    let (low, high) = if series.susceptance > 0.0 { (ends[0], ends[1]) } else { (ends[1], ends[0]) };
    if let Some(low) = low.filter(|low| *low > room.low) {
        (room.low, room.low_by) = (low, Limit::Angle);
    }
    if let Some(high) = high.filter(|high| *high < room.high) {
        (room.high, room.high_by) = (high, Limit::Angle);
    }
    room
}

pub(super) fn write(draft: &mut Draft<'_>) {
    let network = draft.network;
    let ids = || network.branches.iter().map(|branch| branch.id.as_str());
    let flow = draft.family("flow_mw", ids());
    let above = draft.family("branch_room_mw", ids());
    let below = draft.family("branch_room_back_mw", ids());
    draft.at.flow = draft.grid(network.branches.len());
    draft.at.growth.branches = vec![None; network.branches.len()];
    for (l, branch) in network.branches.iter().enumerate().filter(|(l, _)| draft.live.branches[*l]) {
        let capacity = draft.capacity("capacity_mva", &branch.id, branch.expansion.as_ref());
        draft.at.growth.branches[l] = capacity;
        let rating = if capacity.is_some() { None } else { branch.limit_mva() };
        let room = room(branch, draft.series[l], network.base_mva, rating);
        let usable = branch.expansion.as_ref().map_or(1.0, |expansion| expansion.use_max_pu);
        for t in 0..draft.times.len() {
            let column = draft.lp.column_in(flow, &[l, t], (room.low, room.high), 0.0);
            draft.at.flow.set(t, l, column);
            draft.inject(t, branch.from, column, -1.0);
            draft.inject(t, branch.to, column, 1.0);
            let Some(capacity) = capacity else { continue };
            for (family, sign) in [(above, 1.0), (below, -1.0)] {
                let terms = [(column, sign), (capacity, -usable)];
                let row = draft.lp.row_in(family, &[l, t], &terms, Sense::AtMost, 0.0);
                draft.at.branch_room.push((t, l, sign, row));
            }
        }
    }
}
