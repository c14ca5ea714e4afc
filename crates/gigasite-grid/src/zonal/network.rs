//! The dispatched year as a network of buses, for tools that read networks: the same optimum, found by somebody else.
//!
//! ```text
//! zone               bus, load, a generator for demand not served, one that takes what is spilled (output ≤ 0)
//! class of plant     generator; availability by month and must-run as parts of its highest availability
//! wind, sun, river   one generator with the weather of the hour
//! reservoir          storage without a pump, empty before every week, into which the week's release flows in its first hour
//! store              storage that ends every week as it began;   wear of a MWh charged = wear / round trip of a MWh given
//! border             a link each way
//! ```

use crate::Error;
use crate::zonal::ZonalModel;
use crate::zonal::result::AddedLoad;
use crate::zonal::supply::{
    STORAGE_WEAR_EUR_PER_MWH, UNSERVED_EUR_PER_MWH, WHEELING_EUR_PER_MWH, ZoneSupply,
};
use crate::zonal::week::{Europe, REACH_MW};
use gigasite_case::Horizon;
use gigasite_case::network::{
    Bus, Carrier, Cost, Generator, Link, Load, Network, Profile, Snapshots, Storage,
};
use std::collections::BTreeSet;

/// Base voltage of buses, kV: no line hangs on them.
const BASE_KV: f64 = 380.0;

impl ZonalModel {
    /// The year with a plan's load on top as a network; [`ZonalModel::weeks`] says where its weeks begin and end. Its
    /// storage is one cycle here: what reads it has to close the cycle week by week, and to empty reservoirs between.
    ///
    /// # Errors
    /// Flow-based limits, which a network of links has no place for.
    pub fn network(&self, horizon: Horizon, added: &AddedLoad) -> Result<Network, Error> {
        let europe = &self.europe;
        if !europe.elements.is_empty() {
            let what = "its limits have no place in a network of links".to_owned();
            return Err(Error::FlowBased { what });
        }
        let stamp = |hour| horizon.stamp(hour).replace('T', " ").replace('Z', ":00");
        let hours = europe.weeks.iter().cloned().flatten();
        let network = Network {
            name: "gigasite".to_owned(),
            base_mva: 100.0,
            snapshots: Snapshots::hourly(hours.map(stamp).collect()),
            ..Network::default()
        };
        let mut draft = Draft { europe, network };
        for (zone, supply) in europe.supply.iter().enumerate() {
            draft.zone(zone, added);
            draft.plants(zone, supply);
            draft.storage(zone, supply);
        }
        draft.borders();
        Ok(draft.done())
    }
}

/// A network on its way.
struct Draft<'a> {
    europe: &'a Europe,
    network: Network,
}

impl Draft<'_> {
    fn series(&mut self, values: Vec<f64>) -> Profile {
        self.network.profiles.push(values);
        Profile { series: self.network.profiles.len() - 1, scale: 1.0 }
    }

    fn each_hour(&self, of: impl Fn(usize) -> f64) -> Vec<f64> {
        self.europe.weeks.iter().cloned().flatten().map(of).collect()
    }

    fn zone(&mut self, zone: usize, added: &AddedLoad) {
        let id = self.europe.zones[zone].clone();
        let load_mw = self.each_hour(|hour| self.europe.load(added, zone, hour));
        let profile = Some(self.series(load_mw));
        self.network.loads.push(Load { id: format!("{id} load"), bus: zone, profile, ..Load::default() });
        let endless = |what: &str, (power_min_mw, power_max_mw), price| Generator {
            id: format!("{id} {what}"),
            bus: zone,
            rated_mw: REACH_MW,
            power_min_mw,
            power_max_mw,
            cost: Some(Cost::per_mwh(price)),
            carrier: Some(what.to_owned()),
            ..Generator::default()
        };
        let unserved = endless("unserved", (0.0, REACH_MW), UNSERVED_EUR_PER_MWH);
        let spill = endless("spill", (-REACH_MW, 0.0), 0.0);
        self.network.generators.extend([unserved, spill]);
        self.network.buses.push(Bus { id, base_kv: BASE_KV, ..Bus::default() });
    }

    fn plants(&mut self, zone: usize, supply: &ZoneSupply) {
        let id = &self.europe.zones[zone];
        let renewable_mw = self.each_hour(|hour| supply.renewable_mw[hour].max(0.0));
        let most_mw = renewable_mw.iter().copied().fold(0.0, f64::max);
        if most_mw > 0.0 {
            let availability = self.series(renewable_mw.iter().map(|mw| mw / most_mw).collect());
            self.network.generators.push(Generator {
                id: format!("{id} weather"),
                bus: zone,
                rated_mw: most_mw,
                power_max_mw: most_mw,
                availability: Some(availability),
                cost: Some(Cost::per_mwh(0.0)),
                carrier: Some("weather".to_owned()),
                ..Generator::default()
            });
        }
        for (number, class) in supply.classes.iter().enumerate() {
            let rated_mw = class.available_mw.iter().copied().fold(0.0, f64::max);
            if rated_mw <= 0.0 {
                continue;
            }
            let swings = class.available_mw.iter().any(|mw| *mw < rated_mw);
            let part = self.each_hour(|hour| class.available_mw[self.europe.month[hour]] / rated_mw);
            let least = part.iter().map(|part| class.must_run_frac * part).collect();
            let floor = (swings && class.must_run_frac > 0.0).then(|| self.series(least));
            let availability = swings.then(|| self.series(part));
            self.network.generators.push(Generator {
                id: format!("{id} {} {}", class.technology, number + 1),
                bus: zone,
                rated_mw,
                power_min_mw: class.must_run_frac * rated_mw,
                power_max_mw: rated_mw,
                availability,
                floor,
                cost: Some(Cost::per_mwh(class.cost_eur_per_mwh)),
                carrier: Some(class.technology.clone()),
                ..Generator::default()
            });
        }
    }

    fn storage(&mut self, zone: usize, supply: &ZoneSupply) {
        let id = &self.europe.zones[zone];
        let longest_h = self.europe.weeks.iter().map(ExactSizeIterator::len).max().unwrap_or(0);
        if supply.reservoir_mw > 0.0 {
            let releases = self.europe.weeks.iter().zip(&supply.weekly_budget_mwh);
            let inflow = releases
                .flat_map(|(week, mwh)| (0..week.len()).map(|hour| if hour == 0 { *mwh } else { 0.0 }));
            let inflow = self.series(inflow.collect());
            self.network.storage.push(Storage {
                id: format!("{id} reservoir"),
                bus: zone,
                rated_mw: supply.reservoir_mw,
                discharge_max_mw: supply.reservoir_mw,
                energy_h: longest_h as f64,
                inflow: Some(inflow),
                carrier: Some("reservoir".to_owned()),
                ..Storage::default()
            });
        }
        for store in &supply.stores {
            let one_way = store.round_trip.sqrt();
            self.network.storage.push(Storage {
                id: format!("{id} {}", store.technology),
                bus: zone,
                rated_mw: store.power_mw,
                discharge_max_mw: store.power_mw,
                charge_max_mw: store.power_mw,
                energy_h: store.energy_mwh / store.power_mw,
                efficiency_store: one_way,
                efficiency_dispatch: one_way,
                is_cyclic: true,
                marginal_cost_per_mwh: STORAGE_WEAR_EUR_PER_MWH / store.round_trip,
                carrier: Some(store.technology.to_owned()),
                ..Storage::default()
            });
        }
    }

    fn borders(&mut self) {
        let zones = &self.europe.zones;
        for (from, to, forward_mw, backward_mw) in &self.europe.borders {
            for (from, to, most_mw) in [(*from, *to, *forward_mw), (*to, *from, *backward_mw)] {
                self.network.links.push(Link {
                    id: format!("{} > {}", zones[from], zones[to]),
                    from,
                    to,
                    rated_mw: most_mw,
                    power_max_mw: most_mw,
                    marginal_cost_per_mwh: WHEELING_EUR_PER_MWH,
                    carrier: Some("border".to_owned()),
                    ..Link::default()
                });
            }
        }
    }

    /// Names every carrier once.
    fn done(mut self) -> Network {
        let network = &self.network;
        let plants = network.generators.iter().map(|one| &one.carrier);
        let others = network.storage.iter().map(|one| &one.carrier);
        let links = network.links.iter().map(|one| &one.carrier);
        let names: BTreeSet<String> = plants.chain(others).chain(links).flatten().cloned().collect();
        self.network.carriers = names.into_iter().map(|id| Carrier { id, co2_t_per_mwh: 0.0 }).collect();
        self.network
    }
}
