//! Limits on the whole network over all snapshots.
//!
//! ```text
//! Σ_t hours_t Σ_g co2 / efficiency · dispatch[g,t]  +  Σ co2 · (energy before − energy at the end)   {≤ = ≥}   limit
//! ```
//!
//! `hours_t` are those for energy. The second sum is over storage and stores that are not cyclic. The dual of a cap is the
//! price of a tonne.

use super::Draft;
use crate::opf::Error;
use gigasite_case::network::Cap;
use gigasite_lp::{Column, Row, Sense};
use std::collections::BTreeMap;

pub(super) fn write(draft: &mut Draft<'_>) -> Result<(), Error> {
    let network = draft.network;
    if !draft.is_joined() || network.caps.is_empty() {
        return Ok(());
    }
    let (terms, stored) = emissions(draft)?;
    for cap in &network.caps {
        let row = cap_row(draft, cap, &terms, stored)?;
        draft.at.caps.push(row);
    }
    Ok(())
}

fn cap_row(draft: &mut Draft<'_>, cap: &Cap, terms: &[(Column, f64)], stored: f64) -> Result<Row, Error> {
    let sense = match cap.sense.as_str() {
        "<=" => Sense::AtMost,
        "==" | "=" => Sense::Equal,
        ">=" => Sense::AtLeast,
        other => return Err(Error::Sense { cap: cap.id.clone(), sense: other.to_owned() }),
    };
    Ok(draft.lp.row(format!("cap_t[{}]", cap.id), terms, sense, cap.limit_t - stored))
}

/// Tonnes per unit of every column, and tonnes in what is stored before.
fn emissions(draft: &Draft<'_>) -> Result<(Vec<(Column, f64)>, f64), Error> {
    let network = draft.network;
    let of: BTreeMap<&str, f64> =
        network.carriers.iter().map(|carrier| (carrier.id.as_str(), carrier.co2_t_per_mwh)).collect();
    let co2 = |carrier: &Option<String>| {
        carrier.as_deref().and_then(|id| of.get(id).copied()).filter(|co2| *co2 != 0.0)
    };
    let (mut terms, mut stored) = (Vec::new(), 0.0);
    for (g, plant) in network.generators.iter().enumerate() {
        let Some(co2) = co2(&plant.carrier) else { continue };
        if !(plant.efficiency.is_finite() && plant.efficiency > 0.0) {
            return Err(Error::Efficiency { generator: plant.id.clone(), efficiency: plant.efficiency });
        }
        for t in 0..draft.times.len() {
            if let Some(column) = draft.at.dispatch.get(t, g) {
                terms.push((column, network.snapshots.energy_h[draft.times[t]] * co2 / plant.efficiency));
            }
        }
    }
    let last = draft.times.len().wrapping_sub(1);
    let units =
        network.storage.iter().map(|unit| (&unit.carrier, unit.is_cyclic, unit.initial_mwh)).enumerate();
    let stores =
        network.stores.iter().map(|store| (&store.carrier, store.is_cyclic, store.initial_mwh)).enumerate();
    let kept = units.map(|(s, unit)| (draft.at.level.get(last, s), unit));
    for (level, (carrier, is_cyclic, initial_mwh)) in
        kept.chain(stores.map(|(e, store)| (draft.at.held.get(last, e), store)))
    {
        if let (Some(level), Some(co2), false) = (level, co2(carrier), is_cyclic) {
            terms.push((level, -co2));
            stored += co2 * initial_mwh;
        }
    }
    Ok((terms, stored))
}
