//! Networks to MATPOWER cases.

mod losses;

use super::rows::ANY_ANGLE_DEG;
use crate::network::tally::Tally;
use gigasite_case::network::{
    BranchKind, Bus, BusKind, Cost, CostCurve, Current, Generator, Link, Network, Snapshots,
};
use gigasite_case::{Findings, Place};
use losses::{LOST_OF_BRANCHES, LOST_OF_GENERATORS};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A network as a MATPOWER case of version 2, at its first snapshot, and findings on all that the format cannot carry.
///
/// What it can carry comes back equal from [`read`](super::read): a case that was read from MATPOWER, whole. Buses keep
/// their numbers if all are whole and positive; else they are counted from 1 and their names stand in `bus_name`. Storage is
/// left out. An efficiency of a link below a half is rounded in its last digit, as the format holds the loss.
pub fn write(network: &Network) -> (String, Findings) {
    let mut draft = Draft { network, text: String::new(), findings: Findings::default() };
    let numbers = draft.bus_numbers();
    draft.head();
    draft.buses(&numbers);
    draft.generators(&numbers);
    draft.branches(&numbers);
    draft.links(&numbers);
    draft.left_out();
    (draft.text, draft.findings)
}

/// What is being written.
struct Draft<'a> {
    network: &'a Network,
    text: String,
    findings: Findings,
}

impl Draft<'_> {
    /// A warning about what the format cannot carry, if there is any.
    fn lost(&mut self, field: &str, names: impl IntoIterator<Item = String>, what: &str) {
        if let Some(message) = names.into_iter().collect::<Tally>().sentence(what) {
            self.findings.warning("not-carried", Place::file("MATPOWER").field(field), message, "");
        }
    }

    fn head(&mut self) {
        let network = self.network;
        let mut name: String = network
            .name
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' })
            .collect();
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            name.insert_str(0, "case_");
        }
        if name != network.name {
            self.lost("name", [network.name.clone()], "name is no word of the language and is changed");
        }
        let base = number(network.base_mva);
        let _ = write!(self.text, "function mpc = {name}\nmpc.version = '2';\nmpc.baseMVA = {base};\n");
    }

    /// Number of every bus in the file.
    fn bus_numbers(&mut self) -> Vec<String> {
        let ids = || self.network.buses.iter().map(|bus| bus.id.clone());
        let is_number =
            |id: &String| id.parse::<u32>().is_ok_and(|number| number > 0 && number.to_string() == *id);
        if ids().all(|id| is_number(&id)) && ids().collect::<BTreeSet<_>>().len() == self.network.buses.len()
        {
            return ids().collect();
        }
        self.lost("bus", ids(), "buses are numbered anew, as their names are no numbers");
        (1..=self.network.buses.len()).map(|number| number.to_string()).collect()
    }

    fn matrix(&mut self, name: &str, columns: &str, rows: &[Vec<f64>], ends: Option<&[[String; 2]]>) {
        if rows.iter().flatten().any(|value| value.is_nan()) {
            let place = Place::file("MATPOWER").field(name.to_owned());
            self.findings.error("not-finite", place, "a value is not a number", "correct the network");
        }
        let _ = write!(self.text, "\n%\t{columns}\nmpc.{name} = [\n");
        for (at, row) in rows.iter().enumerate() {
            let ends = ends.map(|ends| ends[at].as_slice()).unwrap_or_default();
            for word in ends.iter().filter(|word| !word.is_empty()) {
                self.text.push('\t');
                self.text.push_str(word);
            }
            for value in row {
                self.text.push('\t');
                self.text.push_str(&number(*value));
            }
            self.text.push_str(";\n");
        }
        self.text.push_str("];\n");
    }

    /// A cell array of texts, if any is not empty.
    fn texts(&mut self, name: &str, texts: &[String]) {
        if texts.iter().all(String::is_empty) {
            return;
        }
        let is_changed = |text: &&String| text.trim() != *text || text.contains(char::is_control);
        self.lost(
            name,
            texts.iter().filter(is_changed).cloned(),
            "texts lose blanks at their ends or line breaks",
        );
        let _ = write!(self.text, "\nmpc.{name} = {{\n");
        for text in texts {
            let plain: String =
                text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
            let _ = writeln!(self.text, "\t'{}';", plain.replace('\'', "''"));
        }
        self.text.push_str("};\n");
    }

    fn buses(&mut self, numbers: &[String]) {
        let network = self.network;
        let mut drawn = vec![(0.0, 0.0); network.buses.len()];
        let mut loads_of = vec![0_usize; network.buses.len()];
        let mut merged = Tally::default();
        for load in network.loads.iter().filter(|load| load.in_service) {
            drawn[load.bus].0 += network.at(load.profile, 0, load.power_mw);
            drawn[load.bus].1 += load.power_mvar;
            loads_of[load.bus] += 1;
            if loads_of[load.bus] > 1 || load.id != network.buses[load.bus].id {
                merged.add(load.id.clone());
            }
        }
        let mut rows = Vec::with_capacity(network.buses.len());
        for (bus, (active, reactive)) in network.buses.iter().zip(drawn) {
            let kind = match bus.kind {
                BusKind::Load => 1.0,
                BusKind::Generator => 2.0,
                BusKind::Reference => 3.0,
                BusKind::Isolated => 4.0,
            };
            rows.push(vec![
                kind,
                active,
                reactive,
                bus.shunt_mw,
                bus.shunt_mvar,
                f64::from(bus.area),
                bus.voltage_pu,
                bus.angle_deg,
                bus.base_kv,
                f64::from(bus.zone),
                bus.voltage_max_pu,
                bus.voltage_min_pu,
            ]);
        }
        let ends: Vec<_> = numbers.iter().map(|number| [number.clone(), String::new()]).collect();
        let columns = "bus_i\ttype\tPd\tQd\tGs\tBs\tarea\tVm\tVa\tbaseKV\tzone\tVmax\tVmin";
        self.matrix("bus", columns, &rows, Some(&ends));
        let names: Vec<String> = network
            .buses
            .iter()
            .zip(numbers)
            .map(|(bus, number)| {
                let id = if bus.id == *number { "" } else { &bus.id };
                bus.name.clone().unwrap_or_else(|| id.to_owned())
            })
            .collect();
        self.texts("bus_name", &names);
        if let Some(message) = merged.sentence("loads are merged into those of their bus") {
            self.findings.warning("not-carried", Place::file("MATPOWER").field("bus"), message, "");
        }
        let buses = || network.buses.iter();
        let id = |bus: &Bus| bus.id.clone();
        self.lost(
            "bus",
            buses().filter(|bus| bus.lon_lat_deg.is_some()).map(id),
            "buses lose their coordinates",
        );
        self.lost("bus", buses().filter(|bus| bus.country.is_some()).map(id), "buses lose their country");
        self.lost("bus", buses().filter(|bus| bus.carrier.is_some()).map(id), "buses lose their carrier");
        let direct = buses().filter(|bus| bus.current == Current::Direct).map(id);
        self.lost("bus", direct, "buses of direct current are written as if it alternated");
        let loads = || network.loads.iter();
        let off = loads().filter(|load| !load.in_service).map(|load| load.id.clone());
        self.lost("bus", off, "loads are out of service and left out");
        let carriers = loads().filter(|load| load.carrier.is_some()).map(|load| load.id.clone());
        self.lost("bus", carriers, "loads lose their carrier");
        let none = loads().filter(|load| load.in_service && load.power_mw == 0.0 && load.power_mvar == 0.0);
        self.lost("bus", none.map(|load| load.id.clone()), "loads draw nothing and are left out");
    }

    fn generators(&mut self, numbers: &[String]) {
        let network = self.network;
        let generators = || network.generators.iter().zip(1_usize..);
        let mut rows = Vec::with_capacity(network.generators.len());
        for generator in &network.generators {
            let floor = generator
                .floor
                .map_or(generator.power_min_mw, |floor| generator.rated_mw * network.at(Some(floor), 0, 0.0));
            let mut row = vec![
                generator.power_mw,
                generator.power_mvar,
                generator.power_max_mvar,
                generator.power_min_mvar,
                generator.voltage_pu,
                network.base_mva,
                f64::from(u8::from(generator.in_service)),
                network.available_mw(generator, 0),
                floor,
            ];
            row.extend([0.0; 11]);
            // RAMP_30 is half of what is possible in an hour; halving loses no digit
            row[17] = generator.ramp_up_mw_per_h.unwrap_or(0.0) / 2.0;
            row[19] = generator.participation;
            rows.push(row);
        }
        let ends: Vec<_> = network
            .generators
            .iter()
            .map(|generator| [numbers[generator.bus].clone(), String::new()])
            .collect();
        let columns = "bus\tPg\tQg\tQmax\tQmin\tVg\tmBase\tstatus\tPmax\tPmin\tPc1\tPc2\tQc1min\tQc1max\tQc2min\tQc2max\tramp_agc\tramp_10\tramp_30\tramp_q\tapf";
        self.matrix("gen", columns, &rows, Some(&ends));
        self.costs();
        let names: Vec<String> = generators()
            .map(|(generator, number)| {
                let id = if generator.id == number.to_string() { "" } else { &generator.id };
                generator.name.clone().unwrap_or_else(|| id.to_owned())
            })
            .collect();
        self.texts("gen_name", &names);
        let fuel = |generator: &Generator| generator.carrier.clone().unwrap_or_default();
        self.texts("genfuel", &network.generators.iter().map(fuel).collect::<Vec<_>>());
        for (what, is_lost) in LOST_OF_GENERATORS {
            let names =
                generators().filter(|(generator, _)| is_lost(generator)).map(|(one, _)| one.id.clone());
            self.lost("gen", names, what);
        }
        let renamed = generators().filter(|(generator, number)| generator.id != number.to_string());
        self.lost("gen", renamed.map(|(one, _)| one.id.clone()), "generators are numbered anew");
    }

    fn costs(&mut self) {
        let network = self.network;
        let width = |cost: &Cost| match &cost.curve {
            CostCurve::Polynomial(terms) => terms.len(),
            CostCurve::Piecewise(points) => 2 * points.len(),
        };
        let Some(widest) = network.generators.iter().filter_map(|one| one.cost.as_ref().map(width)).max()
        else {
            return;
        };
        let free = Cost::per_mwh(0.0);
        let mut rows = Vec::with_capacity(network.generators.len());
        for generator in &network.generators {
            let cost = generator.cost.as_ref().unwrap_or(&free);
            let (model, n, data) = match &cost.curve {
                CostCurve::Polynomial(terms) => (2.0, terms.len(), terms.clone()),
                CostCurve::Piecewise(points) => {
                    (1.0, points.len(), points.iter().flat_map(|point| [point.0, point.1]).collect())
                }
            };
            let mut row = vec![model, cost.startup, cost.shutdown, n as f64];
            row.extend(data);
            row.resize(4 + widest.max(2), 0.0);
            rows.push(row);
        }
        self.matrix("gencost", "model\tstartup\tshutdown\tn\t...", &rows, None);
        let without = network.generators.iter().filter(|one| one.cost.is_none()).map(|one| one.id.clone());
        self.lost("gencost", without, "generators have no cost and are written with a cost of zero");
    }

    fn branches(&mut self, numbers: &[String]) {
        let network = self.network;
        let mut rows = Vec::with_capacity(network.branches.len());
        for branch in &network.branches {
            let rating = |mva: Option<f64>| mva.unwrap_or(0.0);
            let is_plain = branch.kind == BranchKind::Transformer && branch.shift_deg == 0.0;
            rows.push(vec![
                branch.resistance_pu,
                branch.reactance_pu,
                branch.charging_pu,
                rating(branch.rating_mva),
                rating(branch.rating_short_mva),
                rating(branch.rating_emergency_mva),
                branch.tap_ratio.unwrap_or(if is_plain { 1.0 } else { 0.0 }),
                branch.shift_deg,
                f64::from(u8::from(branch.in_service)),
                branch.angle_min_deg.unwrap_or(-ANY_ANGLE_DEG),
                branch.angle_max_deg.unwrap_or(ANY_ANGLE_DEG),
            ]);
        }
        let end = |bus: usize| numbers[bus].clone();
        let ends: Vec<_> = network.branches.iter().map(|branch| [end(branch.from), end(branch.to)]).collect();
        let columns = "fbus\ttbus\tr\tx\tb\trateA\trateB\trateC\tratio\tangle\tstatus\tangmin\tangmax";
        self.matrix("branch", columns, &rows, Some(&ends));
        for (what, is_lost) in LOST_OF_BRANCHES {
            let names = network.branches.iter().filter(|branch| is_lost(branch)).map(|one| one.id.clone());
            self.lost("branch", names, what);
        }
        let renamed =
            network.branches.iter().zip(1_usize..).filter(|(one, number)| one.id != number.to_string());
        self.lost("branch", renamed.map(|(one, _)| one.id.clone()), "branches are numbered anew");
    }

    fn links(&mut self, numbers: &[String]) {
        let network = self.network;
        if network.links.is_empty() {
            return;
        }
        let mut rows = Vec::with_capacity(network.links.len());
        for link in &network.links {
            let given = link.efficiency * link.power_mw - link.loss_mw;
            rows.push(vec![
                f64::from(u8::from(link.in_service)),
                link.power_mw,
                given,
                link.from_mvar,
                link.to_mvar,
                link.voltage_pu.0,
                link.voltage_pu.1,
                link.power_min_mw,
                link.power_max_mw,
                link.from_limits_mvar.0,
                link.from_limits_mvar.1,
                link.to_limits_mvar.0,
                link.to_limits_mvar.1,
                link.loss_mw,
                1.0 - link.efficiency,
            ]);
        }
        let end = |bus: usize| numbers[bus].clone();
        let ends: Vec<_> = network.links.iter().map(|link| [end(link.from), end(link.to)]).collect();
        let columns = "fbus\ttbus\tstatus\tPf\tPt\tQf\tQt\tVf\tVt\tPmin\tPmax\tQminF\tQmaxF\tQminT\tQmaxT\tloss0\tloss1";
        self.matrix("dcline", columns, &rows, Some(&ends));
        if network.links.iter().any(|link| link.marginal_cost_per_mwh != 0.0) {
            let row = |price: f64| vec![2.0, 0.0, 0.0, 2.0, price, 0.0];
            let rows: Vec<_> = network.links.iter().map(|link| row(link.marginal_cost_per_mwh)).collect();
            self.matrix("dclinecost", "model\tstartup\tshutdown\tn\tc1\tc0", &rows, None);
        }
        let links = || network.links.iter().zip(1_usize..);
        let id = |(link, _): (&Link, usize)| link.id.clone();
        let renamed = links().filter(|(link, number)| link.id != number.to_string()).map(id);
        self.lost("dcline", renamed, "links are numbered anew");
        let rated = links().filter(|(link, _)| link.rated_mw != link.power_max_mw).map(id);
        self.lost("dcline", rated, "links lose their rated power");
        let more = links()
            .filter(|(link, _)| {
                link.carrier.is_some() || link.length_km.is_some() || link.expansion.is_some()
            })
            .map(id);
        self.lost("dcline", more, "links lose their carrier, length or expansion");
        let turning = links()
            .filter(|(link, _)| {
                (link.power_min_mw < 0.0 || link.power_max_mw < 0.0)
                    && (link.loss_mw != 0.0 || link.efficiency != 1.0)
            })
            .map(id);
        self.lost(
            "dcline",
            turning,
            "lossy links have a negative limit, which the format means at the to end",
        );
    }

    /// Parts of a network that the format has no table for.
    fn left_out(&mut self) {
        let network = self.network;
        let storage = network.storage.iter().map(|one| one.id.clone());
        self.lost("storage", storage, "storage units are left out");
        self.lost("stores", network.stores.iter().map(|one| one.id.clone()), "stores are left out");
        self.lost("carriers", network.carriers.iter().map(|one| one.id.clone()), "carriers are left out");
        self.lost("caps", network.caps.iter().map(|one| one.id.clone()), "caps are left out");
        let outages = network.contingencies.iter().map(|one| one.id.clone());
        self.lost("contingencies", outages, "contingencies are left out");
        let labels = || network.snapshots.labels.iter().cloned();
        if network.snapshots.len() > 1 {
            self.lost(
                "snapshots",
                labels().skip(1),
                "snapshots are left out, as a case is of one moment, the first",
            );
        } else if network.snapshots != Snapshots::default() {
            self.lost("snapshots", labels(), "snapshot loses its name or weight");
        }
    }
}

/// A number as the format writes it.
fn number(value: f64) -> String {
    if value.is_infinite() { if value > 0.0 { "Inf" } else { "-Inf" }.to_owned() } else { format!("{value}") }
}
