//! How fast output may change.
//!
//! ```text
//! dispatch[t] − dispatch[t−1] ≤ up · h                           h = hours of the snapshot
//! dispatch[t−1] − dispatch[t] ≤ down · h
//! dispatch[t] − dispatch[t−1] ≤ up · h · on[t−1] + start_up · start[t]      where the plant is on or off:
//! dispatch[t−1] − dispatch[t] ≤ down · h · on[t] + shut_down · stop[t]      what stays on ramps, what starts or stops jumps
//! ```
//!
//! The ramp of a plant whose capacity is chosen grows with it: `up / rated · capacity`. Into the first snapshot there is
//! none.

use super::Draft;
use gigasite_case::network::Generator;
use gigasite_lp::{Column, Sense};

pub(super) fn write(draft: &mut Draft<'_>) {
    let network = draft.network;
    if !draft.is_joined() {
        return;
    }
    for (g, plant) in network.generators.iter().enumerate().filter(|(g, _)| draft.live.generators[*g]) {
        for (name, sign, ramp) in
            [("ramp_up", 1.0, plant.ramp_up_mw_per_h), ("ramp_down", -1.0, plant.ramp_down_mw_per_h)]
        {
            let Some(ramp) = ramp else { continue };
            for t in 1..draft.times.len() {
                row(draft, (g, plant), (name, sign, ramp), t);
            }
        }
    }
}

fn row(
    draft: &mut Draft<'_>,
    (g, plant): (usize, &Generator),
    (name, sign, ramp): (&str, f64, f64),
    t: usize,
) {
    let (Some(now), Some(before)) = (draft.at.dispatch.get(t, g), draft.at.dispatch.get(t - 1, g)) else {
        return;
    };
    let mw = ramp * draft.network.snapshots.store_h[draft.times[t]];
    let mut terms: Vec<(Column, f64)> = vec![(now, sign), (before, -sign)];
    let mut rhs = mw;
    if let Some(capacity) = draft.at.growth.generators[g] {
        if plant.rated_mw > 0.0 {
            terms.push((capacity, -mw / plant.rated_mw));
            rhs = 0.0;
        }
    } else if let Some(commitment) = &plant.commitment {
        let at = &draft.at;
        let (stays, jumps, jump_mw) = if sign > 0.0 {
            (at.on.get(t - 1, g), at.start.get(t, g), commitment.start_up_mw)
        } else {
            (at.on.get(t, g), at.stop.get(t, g), commitment.shut_down_mw)
        };
        if let (Some(stays), Some(jumps)) = (stays, jumps) {
            let any_mw = plant.power_max_mw.max(plant.rated_mw);
            terms.extend([(stays, -mw), (jumps, -jump_mw.unwrap_or(any_mw))]);
            rhs = 0.0;
        }
    }
    let label = format!("{},{}", plant.id, draft.network.snapshots.labels[draft.times[t]]);
    draft.lp.row(format!("{name}[{label}]"), &terms, Sense::AtMost, rhs);
}
