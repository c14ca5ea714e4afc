//! Energy that is kept.
//!
//! ```text
//! level[s,t] = (1 − standing)^h level[s,t−1] + h (η_in · charge − discharge / η_out + inflow − spill)
//! 0 ≤ level ≤ energy_h · capacity,   0 ≤ spill ≤ inflow,   level prescribed where the file does
//! held[e,t]  = (1 − standing)^h held[e,t−1] − h · given[e,t]                       stores
//! ```
//!
//! `h` is the hours of the snapshot for stores. The first snapshot begins with the energy of the file, which loses nothing in
//! it (as in PyPSA), or, if the unit is cyclic, with what is left of the last. Where snapshots are apart, nothing is kept.

use super::Draft;
use gigasite_case::network::{Expansion, Storage, Store};
use gigasite_lp::{Column, Sense};

pub(super) fn write(draft: &mut Draft<'_>) {
    let network = draft.network;
    draft.at.charge = draft.grid(network.storage.len());
    draft.at.discharge = draft.grid(network.storage.len());
    draft.at.level = draft.grid(network.storage.len());
    draft.at.given = draft.grid(network.stores.len());
    draft.at.held = draft.grid(network.stores.len());
    draft.at.growth.storage = vec![None; network.storage.len()];
    draft.at.growth.stores = vec![None; network.stores.len()];
    if !draft.is_joined() {
        return;
    }
    for (s, unit) in network.storage.iter().enumerate().filter(|(s, _)| draft.live.storage[*s]) {
        storage(draft, s, unit);
    }
    for (e, store) in network.stores.iter().enumerate().filter(|(e, _)| draft.live.stores[*e]) {
        stores(draft, e, store);
    }
}

fn storage(draft: &mut Draft<'_>, s: usize, unit: &Storage) {
    let capacity = draft.capacity("storage_capacity_mw", &unit.id, unit.expansion.as_ref());
    draft.at.growth.storage[s] = capacity;
    let mut levels: Vec<Column> = Vec::new();
    let mut changes: Vec<(Vec<(Column, f64)>, f64)> = Vec::new();
    for t in 0..draft.times.len() {
        let time = draft.times[t];
        let label = format!("{},{}", unit.id, draft.network.snapshots.labels[time]);
        let most = |mw: f64| (0.0, if capacity.is_some() { f64::INFINITY } else { mw });
        let (charge_max, discharge_max) = (most(unit.charge_max_mw), most(unit.discharge_max_mw));
        let charge = draft.lp.column(format!("charge_mw[{label}]"), charge_max.0, charge_max.1, 0.0);
        let cost = draft.cost_h(t) * unit.marginal_cost_per_mwh;
        let discharge =
            draft.lp.column(format!("discharge_mw[{label}]"), discharge_max.0, discharge_max.1, cost);
        let bounds = level_bounds(draft, unit, capacity.is_some(), time);
        let level = draft.lp.column(format!("level_mwh[{label}]"), bounds.0, bounds.1, 0.0);
        draft.inject(t, unit.bus, charge, -1.0);
        draft.inject(t, unit.bus, discharge, 1.0);
        draft.at.charge.set(t, s, charge);
        draft.at.discharge.set(t, s, discharge);
        draft.at.level.set(t, s, level);
        if let (Some(capacity), Some(expansion)) = (capacity, &unit.expansion) {
            let uses = [
                ("charge_room_mw", charge, -expansion.use_min_pu),
                ("discharge_room_mw", discharge, expansion.use_max_pu),
                ("level_room_mwh", level, unit.energy_h),
            ];
            for (name, column, usable) in uses {
                let terms = [(column, 1.0), (capacity, -usable)];
                draft.lp.row(format!("{name}[{label}]"), &terms, Sense::AtMost, 0.0);
            }
        }
        let hours = draft.network.snapshots.store_h[time];
        let inflow = draft.network.at(unit.inflow, time, unit.inflow_mw);
        let mut change =
            vec![(charge, -hours * unit.efficiency_store), (discharge, hours / unit.efficiency_dispatch)];
        if inflow > 0.0 {
            let spill = draft.lp.column(format!("spill_mw[{label}]"), 0.0, inflow, 0.0);
            change.push((spill, hours));
        }
        levels.push(level);
        changes.push((change, hours * inflow));
    }
    let keeping = Keeping {
        name: "storage_mwh",
        id: &unit.id,
        loss_per_h: unit.standing_loss_per_h,
        initial_mwh: unit.initial_mwh,
        is_cyclic: unit.is_cyclic,
    };
    keep(draft, &keeping, &levels, changes);
}

/// Bounds of the energy: what the file prescribes, else what the unit holds.
fn level_bounds(draft: &Draft<'_>, unit: &Storage, grows: bool, time: usize) -> (f64, f64) {
    let prescribed = draft.network.at(unit.level, time, f64::NAN);
    if !prescribed.is_nan() {
        return (prescribed, prescribed);
    }
    (0.0, if grows { f64::INFINITY } else { unit.energy_h * unit.rated_mw })
}

fn stores(draft: &mut Draft<'_>, e: usize, store: &Store) {
    let capacity = draft.capacity("store_capacity_mwh", &store.id, store.expansion.as_ref());
    draft.at.growth.stores[e] = capacity;
    let (mut levels, mut changes) = (Vec::new(), Vec::new());
    for t in 0..draft.times.len() {
        let time = draft.times[t];
        let label = format!("{},{}", store.id, draft.network.snapshots.labels[time]);
        let cost = draft.cost_h(t) * store.marginal_cost_per_mwh;
        let given = draft.lp.column(format!("store_mw[{label}]"), f64::NEG_INFINITY, f64::INFINITY, cost);
        let bounds = match capacity {
            Some(_) => (f64::NEG_INFINITY, f64::INFINITY),
            None => (store.energy_min_mwh, store.energy_max_mwh),
        };
        let held = draft.lp.column(format!("held_mwh[{label}]"), bounds.0, bounds.1, 0.0);
        draft.inject(t, store.bus, given, 1.0);
        draft.at.given.set(t, e, given);
        draft.at.held.set(t, e, held);
        if let (Some(capacity), Some(Expansion { use_min_pu, use_max_pu, .. })) = (capacity, &store.expansion)
        {
            let uses = [("held_room_mwh", 1.0, *use_max_pu), ("held_floor_mwh", -1.0, -*use_min_pu)];
            for (name, sign, usable) in uses {
                let terms = [(held, sign), (capacity, -usable)];
                draft.lp.row(format!("{name}[{label}]"), &terms, Sense::AtMost, 0.0);
            }
        }
        levels.push(held);
        changes.push((vec![(given, draft.network.snapshots.store_h[time])], 0.0));
    }
    let keeping = Keeping {
        name: "kept_mwh",
        id: &store.id,
        loss_per_h: store.standing_loss_per_h,
        initial_mwh: store.initial_mwh,
        is_cyclic: store.is_cyclic,
    };
    keep(draft, &keeping, &levels, changes);
}

/// What carries energy from one snapshot to the next.
struct Keeping<'a> {
    name: &'static str,
    id: &'a str,
    loss_per_h: f64,
    initial_mwh: f64,
    is_cyclic: bool,
}

/// `level_t − kept · level_{t−1} + taken = added`
fn keep(
    draft: &mut Draft<'_>,
    keeping: &Keeping<'_>,
    levels: &[Column],
    changes: Vec<(Vec<(Column, f64)>, f64)>,
) {
    for (t, (mut terms, added)) in changes.into_iter().enumerate() {
        let time = draft.times[t];
        let kept = (1.0 - keeping.loss_per_h).powf(draft.network.snapshots.store_h[time]);
        let mut rhs = added;
        terms.push((levels[t], 1.0));
        match (t, keeping.is_cyclic) {
            (0, false) => rhs += keeping.initial_mwh,
            (0, true) => terms.push((levels[levels.len() - 1], -kept)),
            _ => terms.push((levels[t - 1], -kept)),
        }
        let label = &draft.network.snapshots.labels[time];
        let name = format!("{}[{},{label}]", keeping.name, keeping.id);
        draft.lp.row(name, &terms, Sense::Equal, rhs);
    }
}
