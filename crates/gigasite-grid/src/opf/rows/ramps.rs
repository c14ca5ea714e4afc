//! How fast output may change.
//!
//! ```text
//! dispatch[t] − dispatch[t−1] ≤ up · h                           h = hours of the snapshot
//! dispatch[t−1] − dispatch[t] ≤ down · h
//! dispatch[t] − dispatch[t−1] ≤ up · h · on[t−1] + start_up · start[t]      where the plant is on or off; up and down alike
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

fn row(draft: &mut Draft<'_>, (g, plant): (usize, &Generator), (name, sign, ramp): (&str, f64, f64), t: usize) {
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
    } else if let (Some(on), Some(on_before), Some(commitment)) =
        (draft.at.on.get(t, g), draft.at.on.get(t - 1, g), &plant.commitment)
    {
        // rising: the part that was on ramps, the part that starts may jump; falling: the part that stays on ramps
        let jump = if sign > 0.0 { commitment.start_up_mw } else { commitment.shut_down_mw };
        let jump = jump.unwrap_or(plant.power_max_mw.max(plant.rated_mw));
        let (stays, other) = if sign > 0.0 { (on_before, on) } else { (on, on_before) };
        terms.push((stays, -mw + jump));
        terms.push((other, -jump));
        rhs = 0.0;
    }
    let label = format!("{},{}", plant.id, draft.network.snapshots.labels[draft.times[t]]);
    draft.lp.row(format!("{name}[{label}]"), &terms, Sense::AtMost, rhs);
}
