//! What comes in equals what goes out, at every bus.
//!
//! ```text
//! balance[b,t]:   Σ dispatch + Σ (discharge − charge) + Σ links in − Σ links out + Σ flows in − Σ flows out − ½ Σ losses
//!                 = demand + shunt conductance + constant losses of links
//! ```
//!
//! Its dual, over the hours the snapshot counts for, is the price of one more megawatt hour of demand.

use super::Draft;
use gigasite_lp::Sense;

pub(super) fn write(draft: &mut Draft<'_>) {
    let network = draft.network;
    let buses = network.buses.len();
    let ids = || network.buses.iter().map(|bus| bus.id.as_str());
    let family = draft.family("balance_mw", ids());
    let moving = draft.family("demand_mw", ids());
    draft.at.balance = vec![None; draft.times.len() * buses];
    draft.at.demand = draft.grid(buses);
    for t in 0..draft.times.len() {
        let demand = network.demand_mw(draft.times[t]);
        for bus in (0..buses).filter(|bus| draft.live.buses[*bus]) {
            let mut terms = draft.take_injections(t, bus);
            let mut needed = draft.needed_mw[t][bus];
            if draft.is_joined() {
                needed += demand[bus];
            } else {
                let column = draft.lp.column_in(moving, &[bus, t], (demand[bus], demand[bus]), 0.0);
                draft.at.demand.set(t, bus, column);
                terms.push((column, -1.0));
            }
            // a bus where nothing stands needs no row
            if !terms.is_empty() || needed != 0.0 {
                let row = draft.lp.row_in(family, &[bus, t], &terms, Sense::Equal, needed);
                draft.at.balance[t * buses + bus] = Some(row);
            }
        }
    }
}
