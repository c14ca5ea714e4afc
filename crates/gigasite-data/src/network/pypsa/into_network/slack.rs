//! Which bus of every island holds the angle.

use crate::network::pypsa::desk::Desk;
use gigasite_case::Place;
use gigasite_case::network::{BusKind, Network};
use std::collections::BTreeMap;

impl Desk<'_> {
    /// As PyPSA does: the bus of the first generator with `control` = `Slack`, else of the first generator, else the first
    /// bus of an island; other buses with a `PV` or `Slack` generator hold their voltage.
    pub(super) fn slacks(&mut self, network: &mut Network) {
        let controls = self.texts("generators", "control");
        let by_name: BTreeMap<&str, &str> = self
            .names("generators")
            .iter()
            .map(String::as_str)
            .zip(controls.iter().map(String::as_str))
            .collect();
        let islands = network.islands();
        let mut first_bus: BTreeMap<usize, usize> = BTreeMap::new();
        for (bus, island) in islands.iter().enumerate() {
            first_bus.entry(*island).or_insert(bus);
        }
        let (mut named, mut first): (BTreeMap<usize, usize>, BTreeMap<usize, usize>) =
            (BTreeMap::new(), BTreeMap::new());
        for generator in network.generators.iter().filter(|generator| generator.in_service) {
            let control = by_name.get(generator.id.as_str()).copied().unwrap_or("PQ");
            let island = islands[generator.bus];
            first.entry(island).or_insert(generator.bus);
            if control == "Slack" {
                named.entry(island).or_insert(generator.bus);
            }
            if ["PV", "Slack"].contains(&control) {
                network.buses[generator.bus].kind = BusKind::Generator;
            }
        }
        let mut chosen = 0;
        for (island, bus) in first_bus {
            let slack = named.get(&island).or_else(|| first.get(&island)).copied().unwrap_or(bus);
            chosen += usize::from(!named.contains_key(&island));
            network.buses[slack].kind = BusKind::Reference;
        }
        if chosen > 0 {
            let message = format!(
                "{chosen} islands name no slack: the bus of their first generator, or their first, is it"
            );
            let place = Place::file(self.label).field("generators.control");
            self.findings.note("slack", place, message + ", as in PyPSA", "");
        }
    }
}
