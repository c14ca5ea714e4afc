//! Buses and islands.

use super::Desk;
use gigasite_case::Place;
use gigasite_case::network::BusKind;
use std::collections::BTreeMap;

impl Desk<'_> {
    pub(super) fn buses(&mut self) {
        let network = self.network;
        let mut touched = vec![false; network.buses.len()];
        let branches = network.branches.iter().filter(|one| one.in_service).map(|one| [one.from, one.to]);
        let links = network.links.iter().filter(|one| one.in_service).map(|one| [one.from, one.to]);
        for end in branches.chain(links).flatten() {
            touched[end] = true;
        }
        let dangling = network.buses.iter().zip(&touched).filter(|(bus, is_touched)| {
            !**is_touched && bus.kind != BusKind::Isolated && network.buses.len() > 1
        });
        let names = dangling.map(|(bus, _)| bus.id.clone()).collect();
        let hint = "connect them, or make them isolated (type 4)";
        self.warn("dangling-bus", "bus", &names, "buses have no branch or link in service", hint);
        let inverted = network.buses.iter().filter(|bus| bus.voltage_min_pu > bus.voltage_max_pu);
        let names = inverted.map(|bus| bus.id.clone()).collect();
        self.err(
            "inverted-limits",
            "bus",
            &names,
            "buses have a lowest voltage above the highest",
            "swap them",
        );
        self.islands();
    }

    fn islands(&mut self) {
        let network = self.network;
        // size, whether it has a reference, and its first bus
        let mut islands: BTreeMap<usize, (usize, bool, usize)> = BTreeMap::new();
        for (bus, island) in network.islands().into_iter().enumerate() {
            let kind = network.buses[bus].kind;
            if kind != BusKind::Isolated {
                let entry = islands.entry(island).or_insert((0, false, bus));
                entry.0 += 1;
                entry.1 |= kind == BusKind::Reference;
            }
        }
        if islands.len() > 1 {
            let largest = islands.values().map(|(size, ..)| *size).max().unwrap_or(0);
            let (count, buses) = (islands.len(), network.buses.len());
            let message = format!("{count} islands; the largest has {largest} of {buses} buses");
            let hint = "each island is computed on its own";
            self.findings.note("islands", Place::file(self.label), message, hint);
        }
        let without = islands.values().filter(|(_, has_reference, _)| !has_reference);
        let names =
            without.map(|(size, _, bus)| format!("{size} around bus {}", network.buses[*bus].id)).collect();
        let hint = "make one bus of every island the reference (type 3)";
        self.warn("no-reference", "bus", &names, "islands have no reference bus", hint);
    }
}
