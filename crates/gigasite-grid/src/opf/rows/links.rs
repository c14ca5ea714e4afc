//! Controlled transfers.
//!
//! ```text
//! least ≤ link[k,t] ≤ most                                        drawn at the from end
//! given at the to end = efficiency · link[k,t] − constant loss
//! use_min · capacity[k] ≤ link[k,t] ≤ use_max · capacity[k]        where the capacity is chosen
//! ```

use super::Draft;
use gigasite_lp::Sense;

pub(super) fn write(draft: &mut Draft<'_>) {
    let network = draft.network;
    let ids = || network.links.iter().map(|link| link.id.as_str());
    let family = draft.family("link_mw", ids());
    let above = draft.family("link_room_mw", ids());
    let below = draft.family("link_room_back_mw", ids());
    draft.at.link = draft.grid(network.links.len());
    draft.at.growth.links = vec![None; network.links.len()];
    for (k, link) in network.links.iter().enumerate().filter(|(k, _)| draft.live.links[*k]) {
        let capacity = draft.capacity("link_capacity_mw", &link.id, link.expansion.as_ref());
        draft.at.growth.links[k] = capacity;
        let bounds = match capacity {
            Some(_) => (f64::NEG_INFINITY, f64::INFINITY),
            None => (link.power_min_mw, link.power_max_mw),
        };
        for t in 0..draft.times.len() {
            let cost = draft.cost_h(t) * link.marginal_cost_per_mwh;
            let column = draft.lp.column_in(family, &[k, t], bounds, cost);
            draft.at.link.set(t, k, column);
            draft.inject(t, link.from, column, -1.0);
            draft.inject(t, link.to, column, link.efficiency);
            draft.needed_mw[t][link.to] += link.loss_mw;
            let (Some(capacity), Some(expansion)) = (capacity, &link.expansion) else { continue };
            for (family, sign, usable) in
                [(above, 1.0, expansion.use_max_pu), (below, -1.0, -expansion.use_min_pu)]
            {
                let terms = [(column, sign), (capacity, -usable)];
                let row = draft.lp.row_in(family, &[k, t], &terms, Sense::AtMost, 0.0);
                draft.at.link_room.push((t, k, sign, row));
            }
        }
    }
}
