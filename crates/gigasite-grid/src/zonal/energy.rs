//! Energy of a zone by technology.

use crate::zonal::result::GenerationRow;
use crate::zonal::supply::ZoneSupply;

/// Yearly energy of a zone while it is summed, MWh.
pub(super) struct ZoneEnergy {
    pub(super) class: Vec<f64>,
    pub(super) renewable: Vec<f64>,
    pub(super) reservoir: f64,
    pub(super) store: Vec<f64>,
}

impl ZoneEnergy {
    pub(super) fn new(supply: &ZoneSupply) -> Self {
        Self {
            class: vec![0.0; supply.classes.len()],
            renewable: vec![0.0; supply.renewable_parts.len()],
            reservoir: 0.0,
            store: vec![0.0; supply.stores.len()],
        }
    }

    /// One row a technology, in merit order; stores show what they lost (negative).
    pub(super) fn file(self, zone: &str, supply: &ZoneSupply, rows: &mut Vec<GenerationRow>) {
        let mut push = |technology: &str, energy_mwh: f64, carbon_t: f64| {
            let same = rows.iter_mut().find(|row| row.zone == zone && row.technology == technology);
            match same {
                Some(row) => {
                    row.energy_mwh += energy_mwh;
                    row.carbon_t += carbon_t;
                }
                None if energy_mwh.abs() > 1e-6 => rows.push(GenerationRow {
                    zone: zone.to_owned(),
                    technology: technology.to_owned(),
                    energy_mwh,
                    carbon_t,
                }),
                None => {}
            }
        };
        for ((technology, _), energy) in supply.renewable_parts.iter().zip(self.renewable) {
            push(technology, energy, 0.0);
        }
        push("reservoir", self.reservoir, 0.0);
        for (class, energy) in supply.classes.iter().zip(self.class) {
            push(&class.technology, energy, energy * class.carbon_t_per_mwh);
        }
        for (store, energy) in supply.stores.iter().zip(self.store) {
            push(store.technology, energy, 0.0);
        }
    }
}
