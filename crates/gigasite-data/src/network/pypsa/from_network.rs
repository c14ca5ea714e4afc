//! A network into PyPSA's tables: the way back of [`into_network`](super::into_network()).
//!
//! What a network has and PyPSA has no attribute for is said. Operating points are written as results (`generators-p`), not
//! as set points (`p_set`), which PyPSA's optimisation would hold fixed; for a power flow of what was written,
//! `n.generators_t.p_set = n.generators_t.p` in PyPSA.

mod branches;
mod buses;
mod plants;
mod sheet;

use super::tables::{Cell, Column, Series, Table, Tables};
use gigasite_case::network::{Network, Profile, Snapshots};
use gigasite_case::{Findings, Place};
use sheet::Sheet;
use std::collections::BTreeMap;

/// The release whose layout is written.
const VERSION: &str = "1.4.0";
/// WGS 84.
const SRID: i64 = 4326;

/// The tables of a network, and findings for what they cannot hold.
pub fn from_network(network: &Network, findings: &mut Findings) -> Tables {
    let label = if network.name.is_empty() { "network" } else { &network.name };
    let mut desk = Out { label, network, findings, tables: Tables::default() };
    desk.attributes();
    desk.snapshots();
    desk.buses();
    desk.loads();
    desk.lines();
    desk.transformers();
    desk.links();
    desk.generators();
    desk.storage();
    desk.stores();
    desk.policy();
    desk.the_rest();
    desk.tables
}

/// What is written, and what is said about it.
struct Out<'a> {
    label: &'a str,
    network: &'a Network,
    findings: &'a mut Findings,
    tables: Tables,
}

impl Out<'_> {
    fn attributes(&mut self) {
        let text = |text: &str| Cell::Text(text.to_owned());
        let attributes = [
            ("name", text(&self.network.name)),
            ("_multi_invest", Cell::Int(0)),
            ("pypsa_version", text(VERSION)),
            ("srid", Cell::Int(SRID)),
        ];
        self.tables.attributes = attributes.into_iter().map(|(key, cell)| (key.to_owned(), cell)).collect();
        self.tables.meta = Some("{}".to_owned());
    }

    fn snapshots(&mut self) {
        let Snapshots { labels, cost_h, energy_h, store_h } = &self.network.snapshots;
        let mut table = Table::of((0..labels.len()).map(|row| row.to_string()).collect());
        table.columns.insert("snapshot".to_owned(), Column::Text(labels.clone()));
        for (name, hours) in [("objective", cost_h), ("stores", store_h), ("generators", energy_h)] {
            table.columns.insert(name.to_owned(), Column::Float(hours.clone()));
        }
        self.tables.snapshots = Some(table);
    }

    /// Puts a list among the tables unless it is empty.
    fn put(&mut self, list: &str, sheet: Sheet) {
        if !sheet.table.names.is_empty() {
            self.tables.lists.insert(list.to_owned(), sheet.table);
        }
    }

    /// A series of those components that have one.
    fn put_series<'b>(
        &mut self,
        list: &str,
        attribute: &str,
        of: impl Iterator<Item = (&'b str, Option<Profile>)>,
    ) {
        let mut series = Series::default();
        for (name, profile) in of.filter_map(|(name, profile)| Some((name, profile?))) {
            series.names.push(name.to_owned());
            let values = self.network.profiles[profile.series].iter();
            series.values.push(values.map(|value| profile.scale * value).collect());
        }
        if !series.names.is_empty() {
            self.tables.series.insert((list.to_owned(), attribute.to_owned()), series);
        }
    }

    /// An operating point as results of the only snapshot; zeros are left out.
    fn put_results<'b>(&mut self, list: &str, attribute: &str, of: impl Iterator<Item = (&'b str, f64)>) {
        let points: Vec<(&str, f64)> = of.filter(|(_, value)| *value != 0.0).collect();
        if self.network.snapshots.len() != 1 {
            let what =
                format!("the operating point of {list} (`{attribute}`) in a network of several snapshots");
            self.lost(list, points.len(), &what);
        } else if !points.is_empty() {
            let names = points.iter().map(|(name, _)| (*name).to_owned()).collect();
            let values = points.iter().map(|(_, value)| vec![*value]).collect();
            self.tables.series.insert((list.to_owned(), attribute.to_owned()), Series { names, values });
        }
    }

    /// Says what describes and is not kept, if there is any.
    fn lost(&mut self, list: &str, count: usize, what: &str) {
        if count > 0 {
            let message = format!("PyPSA has no place for {what}: {count} not kept");
            self.findings.note("not-kept", Place::file(self.label).field(list), message, "");
        }
    }

    /// Says what calculations see and is not kept, if there is any.
    fn changed(&mut self, list: &str, count: usize, what: &str) {
        if count > 0 {
            let message = format!("PyPSA has no place for {what}: {count} not kept");
            let hint = "results in PyPSA will differ";
            self.findings.warning("not-kept", Place::file(self.label).field(list), message, hint);
        }
    }

    fn policy(&mut self) {
        let network = self.network;
        let mut carriers = Sheet::of("carriers", network.carriers.iter().map(|carrier| carrier.id.clone()));
        carriers.numbers("co2_emissions", network.carriers.iter().map(|carrier| carrier.co2_t_per_mwh));
        self.put("carriers", carriers);
        let mut caps = Sheet::of("global_constraints", network.caps.iter().map(|cap| cap.id.clone()));
        caps.texts("sense", network.caps.iter().map(|cap| cap.sense.clone()));
        caps.numbers("constant", network.caps.iter().map(|cap| cap.limit_t));
        self.put("global_constraints", caps);
        self.lost("contingencies", network.contingencies.len(), "named outages");
    }

    fn the_rest(&mut self) {
        let network = self.network;
        if network.base_mva.to_bits() != 1.0_f64.to_bits() {
            let message =
                format!("per-unit values are on {} MVA here and on 1 MVA in PyPSA", network.base_mva);
            self.findings.note("base-power", Place::file(self.label).field("base_mva"), message, "");
        }
        let mut used = vec![false; network.profiles.len()];
        let loads = network.loads.iter().map(|load| load.profile);
        let generators = network
            .generators
            .iter()
            .flat_map(|generator| [generator.availability, generator.floor, generator.marginal_cost]);
        let storage = network.storage.iter().flat_map(|storage| [storage.inflow, storage.level]);
        for profile in loads.chain(generators).chain(storage).flatten() {
            used[profile.series] = true;
        }
        let unused = used.into_iter().filter(|used| !used).count();
        self.lost("profiles", unused, "series that no component uses");
    }

    /// Hours of a snapshot, for what PyPSA counts in snapshots; `None` where they differ.
    fn snapshot_h(&self) -> Option<f64> {
        let hours = &self.network.snapshots.store_h;
        let first = hours.first().copied()?;
        (first > 0.0 && hours.iter().all(|hour| (hour - first).abs() < 1e-9)).then_some(first)
    }

    /// Names of the buses at `indices`.
    fn bus_names(&self, indices: impl Iterator<Item = usize>) -> Vec<String> {
        indices.map(|bus| self.network.buses[bus].id.clone()).collect()
    }
}

/// A nominal capacity and limits in parts of it: `rated` where it can be divided by, else the largest finite limit.
#[derive(Debug, Clone, Copy)]
struct Nominal {
    rated: f64,
    min_pu: f64,
    max_pu: f64,
    /// Whether the rated power itself is not kept.
    is_rescaled: bool,
}

impl Nominal {
    /// NaN among the parts stands for PyPSA's default.
    fn new(rated: f64, min: f64, max: f64) -> Self {
        if rated > 0.0 && rated.is_finite() {
            return Self { rated, min_pu: min / rated, max_pu: max / rated, is_rescaled: false };
        }
        if min == 0.0 && max == 0.0 {
            return Self { rated: 0.0, min_pu: f64::NAN, max_pu: f64::NAN, is_rescaled: rated != 0.0 };
        }
        let largest =
            [min, max].iter().map(|limit| limit.abs()).filter(|limit| limit.is_finite()).fold(0.0, f64::max);
        let nominal = if largest > 0.0 { largest } else { 1.0 };
        Self { rated: nominal, min_pu: min / nominal, max_pu: max / nominal, is_rescaled: true }
    }
}

/// Rows by bus, in the order of the rows.
fn rows_by_bus(buses: impl Iterator<Item = usize>) -> BTreeMap<usize, Vec<usize>> {
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (row, bus) in buses.enumerate() {
        found.entry(bus).or_default().push(row);
    }
    found
}
