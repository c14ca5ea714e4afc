//! Plants that are on or off: relaxed to parts, or whole.
//!
//! ```text
//! on[t] − on[t−1] = start[t] − stop[t]                      0 ≤ on, start, stop ≤ 1
//! least · on ≤ dispatch ≤ most · on
//! dispatch[t]   ≤ most · on[t]   − (most − start_up) start[t]
//! dispatch[t−1] ≤ most · on[t−1] − (most − shut_down) stop[t]
//! Σ start over the last min_up hours ≤ on[t]                 Σ stop over the last min_down hours ≤ 1 − on[t]
//! cost += startup · start + shutdown · stop + hours · (stand_by + c₀) on
//! ```
//!
//! Hours count by the duration of the snapshots. What was before the first snapshot holds a plant on or off until its time
//! is over. (Rajan and Takriti 2005: these rows are the convex hull of up and down times, so the relaxation is as tight as
//! one of on, start and stop can be.)

use super::Draft;
use super::cost::shape;
use super::generators::curve;
use crate::opf::Error;
use crate::opf::draft::output_mw;
use crate::opf::options::UnitCommitment;
use gigasite_case::network::{Commitment, Generator};
use gigasite_lp::{Column, Sense};

/// The three columns of a plant in every snapshot.
struct State {
    on: Vec<Column>,
    start: Vec<Column>,
    stop: Vec<Column>,
}

pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), Error> {
    let network = draft.network;
    draft.at.on = draft.grid(network.generators.len());
    draft.at.start = draft.grid(network.generators.len());
    draft.at.stop = draft.grid(network.generators.len());
    for (g, plant) in network.generators.iter().enumerate().filter(|(g, _)| draft.live.generators[*g]) {
        let Some(commitment) = plant.commitment.as_ref().filter(|_| draft.commits(plant)) else { continue };
        if draft.at.growth.generators[g].is_some() {
            return Err(Error::CommittedGrowth { generator: plant.id.clone() });
        }
        let state = columns(draft, g, plant, commitment)?;
        limits(draft, g, plant, commitment, &state)?;
        times(draft, plant, commitment, &state);
    }
    Ok(())
}

fn columns(
    draft: &mut Draft<'_>,
    g: usize,
    plant: &Generator,
    commitment: &Commitment,
) -> Result<State, Error> {
    let (shape, constant) = shape(plant)?;
    let (startup, shutdown) = plant.cost.as_ref().map_or((0.0, 0.0), |cost| (cost.startup, cost.shutdown));
    let mut state = State { on: Vec::new(), start: Vec::new(), stop: Vec::new() };
    let whole = draft.options.commitment == UnitCommitment::Integer;
    for t in 0..draft.times.len() {
        let label = label(draft, plant, t);
        let hourly = draft.cost_h(t) * (commitment.stand_by_cost_per_h + constant);
        let mut column = |name: &str, cost: f64| {
            let name = format!("{name}[{label}]");
            if whole { draft.lp.binary(name, cost) } else { draft.lp.column(name, 0.0, 1.0, cost) }
        };
        state.on.push(column("on", hourly));
        state.start.push(column("start", startup));
        state.stop.push(column("stop", shutdown));
        draft.at.on.set(t, g, state.on[t]);
        draft.at.start.set(t, g, state.start[t]);
        draft.at.stop.set(t, g, state.stop[t]);
        if let Some(dispatch) = draft.at.dispatch.get(t, g) {
            curve(draft, plant, &shape, (dispatch, Some(state.on[t])), t);
        }
    }
    Ok(state)
}

fn limits(
    draft: &mut Draft<'_>,
    g: usize,
    plant: &Generator,
    commitment: &Commitment,
    state: &State,
) -> Result<(), Error> {
    let mut before: Option<(Column, f64)> = None;
    for t in 0..draft.times.len() {
        let Some(dispatch) = draft.at.dispatch.get(t, g) else { continue };
        let (low, high) = output_mw(draft.network, plant, draft.times[t])?;
        let label = label(draft, plant, t);
        let mut most = vec![(dispatch, 1.0), (state.on[t], -high)];
        if let Some(start_up) = commitment.start_up_mw {
            most.push((state.start[t], (high - start_up).max(0.0)));
        }
        draft.lp.row(format!("on_most_mw[{label}]"), &most, Sense::AtMost, 0.0);
        draft.lp.row(
            format!("on_least_mw[{label}]"),
            &[(dispatch, 1.0), (state.on[t], -low)],
            Sense::AtLeast,
            0.0,
        );
        if let (Some(shut_down), Some((previous, high_before))) = (commitment.shut_down_mw, before) {
            let terms = [
                (previous, 1.0),
                (state.on[t - 1], -high_before),
                (state.stop[t], (high_before - shut_down).max(0.0)),
            ];
            draft.lp.row(format!("shut_down_mw[{label}]"), &terms, Sense::AtMost, 0.0);
        }
        before = Some((dispatch, high));
    }
    Ok(())
}

fn times(draft: &mut Draft<'_>, plant: &Generator, commitment: &Commitment, state: &State) {
    let hours: Vec<f64> = draft.times.iter().map(|time| draft.network.snapshots.store_h[*time]).collect();
    let mut clock = 0.0;
    let mut begins_h: Vec<f64> = Vec::with_capacity(hours.len());
    for (t, lasts_h) in hours.iter().enumerate() {
        begins_h.push(clock);
        let label = label(draft, plant, t);
        let mut change = vec![(state.on[t], 1.0), (state.start[t], -1.0), (state.stop[t], 1.0)];
        let was_on = if t == 0 {
            f64::from(u8::from(commitment.before_h > 0.0))
        } else {
            change.push((state.on[t - 1], -1.0));
            0.0
        };
        draft.lp.row(format!("state[{label}]"), &change, Sense::Equal, was_on);
        let recent = |columns: &[Column], least_h: f64| -> Vec<(Column, f64)> {
            (0..=t).filter(|s| clock - begins_h[*s] < least_h).map(|s| (columns[s], 1.0)).collect()
        };
        if commitment.min_up_h > 0.0 {
            let mut terms = recent(&state.start, commitment.min_up_h);
            terms.push((state.on[t], -1.0));
            draft.lp.row(format!("min_up[{label}]"), &terms, Sense::AtMost, 0.0);
        }
        if commitment.min_down_h > 0.0 {
            let mut terms = recent(&state.stop, commitment.min_down_h);
            terms.push((state.on[t], 1.0));
            draft.lp.row(format!("min_down[{label}]"), &terms, Sense::AtMost, 1.0);
        }
        if commitment.before_h > 0.0 && clock < commitment.min_up_h - commitment.before_h {
            draft.lp.set_bounds(state.on[t], 1.0, 1.0);
        }
        if commitment.before_h < 0.0 && clock < commitment.min_down_h + commitment.before_h {
            draft.lp.set_bounds(state.on[t], 0.0, 0.0);
        }
        clock += lasts_h;
    }
}

fn label(draft: &Draft<'_>, plant: &Generator, t: usize) -> String {
    format!("{},{}", plant.id, draft.network.snapshots.labels[draft.times[t]])
}
