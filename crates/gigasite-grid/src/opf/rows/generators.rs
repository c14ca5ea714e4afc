//! Output of generators.
//!
//! ```text
//! least ≤ dispatch[g,t] ≤ most                                    most = rated · availability where there is a series
//! floor · capacity[g] ≤ dispatch[g,t] ≤ availability · capacity[g]    where the capacity is chosen
//! cost += hours · (c₁ · dispatch + y)  + constant
//! ```
//!
//! A dispatchable load is a generator of negative output. One that starts and stops has its limits in `commitment`.

use super::Draft;
use super::cost::{Shape, shape};
use crate::opf::Error;
use crate::opf::draft::{Bowl, BowlOf, output_mw};
use gigasite_case::network::Generator;
use gigasite_lp::{Column, Sense};

/// Tangents that a curved cost starts with.
const FIRST_TANGENTS: usize = 6;

pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), Error> {
    let network = draft.network;
    let ids = || network.generators.iter().map(|plant| plant.id.as_str());
    let family = draft.family("dispatch_mw", ids());
    draft.at.dispatch = draft.grid(network.generators.len());
    draft.at.growth.generators = vec![None; network.generators.len()];
    for (g, plant) in network.generators.iter().enumerate().filter(|(g, _)| draft.live.generators[*g]) {
        let (shape, constant) = shape(plant)?;
        let capacity = draft.capacity("capacity_mw", &plant.id, plant.expansion.as_ref());
        draft.at.growth.generators[g] = capacity;
        for t in 0..draft.times.len() {
            let bounds = bounds(draft, plant, capacity, t)?;
            let hours = draft.cost_h(t);
            let slope = hours * shape.slope(network, plant, draft.times[t]);
            let column = draft.lp.column_in(family, &[g, t], bounds, slope);
            draft.at.dispatch.set(t, g, column);
            draft.inject(t, plant.bus, column, 1.0);
            if let Some(capacity) = capacity {
                follow_capacity(draft, plant, (column, capacity), t);
            }
            if !draft.commits(plant) {
                draft.lp.offset += hours * constant;
                curve(draft, plant, &shape, (column, None), t);
            }
        }
    }
    Ok(())
}

/// Bounds of the column: the limits themselves, or what leaves room for a chosen capacity or for being off.
fn bounds(
    draft: &Draft<'_>,
    plant: &Generator,
    capacity: Option<Column>,
    t: usize,
) -> Result<(f64, f64), Error> {
    if capacity.is_some() {
        return Ok((f64::NEG_INFINITY, f64::INFINITY));
    }
    let (low, high) = output_mw(draft.network, plant, draft.times[t])?;
    let may_be_off = plant.commitment.is_some() && (draft.commits(plant) || !draft.is_joined());
    Ok(if may_be_off { (low.min(0.0), high.max(0.0)) } else { (low, high) })
}

fn follow_capacity(draft: &mut Draft<'_>, plant: &Generator, (column, capacity): (Column, Column), t: usize) {
    let Some(expansion) = &plant.expansion else { return };
    let time = draft.times[t];
    let label = format!("{},{}", plant.id, draft.network.snapshots.labels[time]);
    let most = draft.network.at(plant.availability, time, expansion.use_max_pu);
    let least = draft.network.at(plant.floor, time, expansion.use_min_pu);
    draft.lp.row(
        format!("generator_room_mw[{label}]"),
        &[(column, 1.0), (capacity, -most)],
        Sense::AtMost,
        0.0,
    );
    if least == 0.0 {
        draft.lp.set_bounds(column, 0.0, f64::INFINITY);
    } else {
        let terms = [(column, 1.0), (capacity, -least)];
        draft.lp.row(format!("generator_floor_mw[{label}]"), &terms, Sense::AtLeast, 0.0);
    }
}

/// The curved part of a cost. `on` scales the intercepts of a plant that may be off.
pub(super) fn curve(
    draft: &mut Draft<'_>,
    plant: &Generator,
    shape: &Shape,
    (column, on): (Column, Option<Column>),
    t: usize,
) {
    let hours = draft.cost_h(t);
    let label = format!("{},{}", plant.id, draft.network.snapshots.labels[draft.times[t]]);
    match shape {
        Shape::Line(_) => {}
        Shape::Bowl(a, _) => {
            let y = draft.lp.column(format!("curved_cost[{label}]"), 0.0, f64::INFINITY, hours);
            let bowl = Bowl { x: column, y, a: *a, weight: hours, of: BowlOf::Cost };
            let touches = spread(draft.lp.bounds(column));
            draft.bowl(bowl, &label, touches);
        }
        Shape::Segments(segments) => {
            let y = draft.lp.column(format!("joined_cost[{label}]"), f64::NEG_INFINITY, f64::INFINITY, hours);
            for (slope, intercept) in segments {
                let mut terms = vec![(y, 1.0), (column, -slope)];
                let rhs = match on {
                    Some(on) => {
                        terms.push((on, -intercept));
                        0.0
                    }
                    None => *intercept,
                };
                draft.lp.row(format!("segment[{label}]"), &terms, Sense::AtLeast, rhs);
            }
        }
    }
}

/// Evenly spread points where a first tangent touches; none where a limit is missing.
fn spread((low, high): (f64, f64)) -> Vec<f64> {
    if !(low.is_finite() && high.is_finite() && high > low) {
        return Vec::new();
    }
    let step = (high - low) / FIRST_TANGENTS as f64;
    (0..FIRST_TANGENTS).map(|number| low + (number as f64 + 0.5) * step).collect()
}
