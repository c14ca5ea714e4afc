//! Tables into a network to compute with.
//!
//! | PyPSA | here |
//! |---|---|
//! | line `x`, `r` in Ω, `b`, `g` in S | `x / v²`, `b · v²` on 1 MVA, with `v` the `v_nom` of `bus0` |
//! | transformer `x`, `r`, `g`, `b` on `s_nom` | `x / s_nom`, `b · s_nom` on 1 MVA; the T circuit as its π |
//! | `p_nom`, `s_nom` | rated power, also of what may grow: the cost of what stands is `Σ cost · rated` |
//! | `snapshot_weightings` | `objective` → `cost_h`, `generators` → `energy_h`, `stores` → `store_h` |
//!
//! Source: PyPSA 1.4.0, `network/power_flow.py` and `costs.py`.

mod branches;
mod buses;
mod links;
mod plants;
mod slack;

use super::desk::Desk;
use super::tables::{Cell, Tables};
use gigasite_case::network::{Cap, Carrier, Network};
use gigasite_case::{Findings, Severity};

/// Lists that are read.
const READ: [&str; 11] = [
    "buses",
    "carriers",
    "generators",
    "loads",
    "links",
    "stores",
    "storage_units",
    "lines",
    "transformers",
    "shunt_impedances",
    "global_constraints",
];

/// The network that tables describe, on a base of 1 MVA. `None` if it cannot be computed with; the reasons are findings,
/// and so is everything that has no place in a [`Network`].
pub fn into_network(label: &str, tables: &Tables, findings: &mut Findings) -> Option<Network> {
    let before = findings.count(Severity::Error);
    let mut desk = Desk::new(label, tables, findings);
    desk.check_lengths();
    let mut network = Network { name: name(tables), base_mva: 1.0, ..Network::default() };
    network.buses = desk.all_buses();
    network.branches = desk.all_branches(&network.buses);
    network.loads = desk.loads();
    network.links = desk.links();
    network.generators = desk.generators();
    network.storage = desk.storage();
    network.stores = desk.stores();
    network.carriers = desk.carriers();
    network.caps = desk.caps();
    desk.shunts(&mut network.buses);
    desk.slacks(&mut network);
    desk.periods();
    desk.say_the_rest(&READ);
    network.snapshots = std::mem::take(&mut desk.snapshots);
    network.profiles = std::mem::take(&mut desk.profiles);
    if network.buses.is_empty() {
        let place = gigasite_case::Place::file(label).field("buses");
        findings.error("missing-table", place, "there are no buses", "a network has at least buses.csv");
    }
    (findings.count(Severity::Error) == before).then_some(network)
}

fn name(tables: &Tables) -> String {
    match tables.attributes.get("name") {
        Some(Cell::Text(name)) => name.clone(),
        Some(Cell::Float(_) | Cell::Int(_)) | None => String::new(),
    }
}

impl Desk<'_> {
    fn carriers(&mut self) -> Vec<Carrier> {
        let co2 = self.finite("carriers", "co2_emissions");
        let names = self.names("carriers").iter().zip(co2);
        names.map(|(name, co2_t_per_mwh)| Carrier { id: name.clone(), co2_t_per_mwh }).collect()
    }

    /// Limits on primary energy; other kinds of constraints are said.
    fn caps(&mut self) -> Vec<Cap> {
        const LIST: &str = "global_constraints";
        let (kinds, weights) = (self.texts(LIST, "type"), self.texts(LIST, "carrier_attribute"));
        let (senses, limits) = (self.texts(LIST, "sense"), self.finite(LIST, "constant"));
        let mut caps = Vec::new();
        for (row, id) in self.names(LIST).iter().enumerate() {
            if kinds[row] != "primary_energy" || weights[row] != "co2_emissions" {
                let message =
                    format!("a constraint of type `{}` on `{}` is not kept", kinds[row], weights[row]);
                let place = self.place(LIST, id, "type");
                self.findings.warning("not-kept", place, message, "only primary_energy on co2_emissions is");
                continue;
            }
            let Some(sense) = sense(&senses[row]) else {
                let message = format!("sense `{}`, expected <=, == or >=", senses[row]);
                let place = self.place(LIST, id, "sense");
                self.findings.error("wrong-value", place, message, "write one of the three");
                continue;
            };
            caps.push(Cap { id: id.clone(), sense: sense.to_owned(), limit_t: limits[row] });
        }
        caps
    }

    /// Several investment periods are more than a network of one moment in planning holds.
    fn periods(&mut self) {
        let Some(table) = self.tables.investment_periods.as_ref().filter(|table| !table.names.is_empty())
        else {
            return;
        };
        let message =
            format!("{} investment periods are taken as one, without discounting", table.names.len());
        let place = gigasite_case::Place::file(self.label).field("investment_periods");
        self.findings.warning("not-kept", place, message, "take one period at a time");
    }
}

fn sense(text: &str) -> Option<&'static str> {
    match text {
        "<=" | "<" => Some("<="),
        ">=" | ">" => Some(">="),
        "==" | "=" => Some("=="),
        _ => None,
    }
}
