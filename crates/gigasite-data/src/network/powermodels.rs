//! Networks of `PowerModels` as JSON (network data format of `PowerModels.jl`, a MATPOWER case as a dictionary of
//! dictionaries); the countries of Pantagruel come so.
//!
//! * Elements stand in the order of their numbers.
//! * With `per_unit`, powers are on `baseMVA`, angles in radians and cost coefficients per power of the base; else all are as
//!   in MATPOWER.
//! * `b_fr + b_to` is the charging, `g_fr + g_to` the conductance of a branch; unequal halves are evened, with a finding.
//! * A generator's `type` is its carrier. Keys that the format does not have are not kept, with a finding.

mod element;
mod parts;

use crate::Error;
use crate::files::read_bytes;
use element::Element;
use gigasite_case::network::Network;
use gigasite_case::{Findings, Place, Severity};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Tables that are read.
const READ: [&str; 6] = ["bus", "load", "shunt", "gen", "branch", "dcline"];
/// Keys of the whole network beside its tables.
const GLOBAL: [&str; 7] =
    ["name", "baseMVA", "per_unit", "source_type", "source_version", "multinetwork", "time_series"];

/// Reads a file, perhaps gzipped. `None` if it cannot be computed with; the reasons are findings.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read(path: &Path, findings: &mut Findings) -> Result<Option<Network>, Error> {
    let label = path.display().to_string();
    Ok(parse(&label, &read_bytes(path)?, findings))
}

/// The network in a JSON text.
pub fn parse(label: &str, bytes: &[u8], findings: &mut Findings) -> Option<Network> {
    let before = findings.count(Severity::Error);
    let hint = "write it with export_file of PowerModels";
    let whole: Map<String, Value> = match serde_json::from_slice(bytes) {
        Ok(whole) => whole,
        Err(error) => {
            let place = Place::file(label).line(error.line());
            findings.error("not-json", place, format!("no JSON object: {error}"), hint);
            return None;
        }
    };
    let mut desk = Desk { label, whole: &whole, findings, unread: BTreeMap::new(), to_mw: 1.0, to_deg: 1.0 };
    let base_mva = desk.base_mva()?;
    if whole.get("per_unit").and_then(Value::as_bool) == Some(true) {
        (desk.to_mw, desk.to_deg) = (base_mva, 1.0_f64.to_degrees());
    }
    let mut network = Network { base_mva, ..Network::default() };
    whole.get("name").and_then(Value::as_str).unwrap_or_default().clone_into(&mut network.name);
    network.buses = desk.buses();
    let index: BTreeMap<String, usize> =
        network.buses.iter().enumerate().map(|(index, bus)| (bus.id.clone(), index)).collect();
    network.loads = desk.loads(&index);
    desk.shunts(&index, &mut network.buses);
    network.generators = desk.generators(&index);
    network.branches = desk.branches(&index);
    network.links = desk.links(&index);
    desk.say_the_rest();
    (findings.count(Severity::Error) == before).then_some(network)
}

/// What reading has at hand.
struct Desk<'a> {
    label: &'a str,
    whole: &'a Map<String, Value>,
    findings: &'a mut Findings,
    /// Keys that were not read, by table.
    unread: BTreeMap<&'static str, BTreeSet<String>>,
    /// Megawatts of one unit of power.
    to_mw: f64,
    /// Degrees of one unit of angle.
    to_deg: f64,
}

impl<'a> Desk<'a> {
    fn base_mva(&mut self) -> Option<f64> {
        let base = self.whole.get("baseMVA").and_then(Value::as_f64).filter(|base| *base > 0.0);
        if base.is_none() {
            let place = Place::file(self.label).field("baseMVA");
            let message = "the base power is missing or no positive number";
            self.findings.error("missing-key", place, message, "write \"baseMVA\": 100");
        }
        base
    }

    /// Elements of a table in the order of their numbers; what is no element is an error.
    fn table(&mut self, table: &'static str) -> Vec<Element<'a>> {
        let place = |field: String| Place::file(self.label).field(field);
        let hint = "a table is an object of objects by number";
        let entries = match self.whole.get(table) {
            Some(Value::Object(entries)) => entries,
            other => {
                if ["bus", "branch", "gen"].contains(&table) || other.is_some() {
                    let message = format!("there is no table `{table}`");
                    self.findings.error("missing-table", place(table.to_owned()), message, hint);
                }
                return Vec::new();
            }
        };
        let mut elements = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            if let (Ok(number), Value::Object(fields)) = (key.parse::<u64>(), value) {
                elements.push(Element { table, number, fields });
            } else {
                let message = "not an object with a number";
                self.findings.error("wrong-value", place(format!("{table}[{key}]")), message, hint);
            }
        }
        elements.sort_by_key(|element| element.number);
        elements
    }

    fn say_the_rest(&mut self) {
        for (table, keys) in std::mem::take(&mut self.unread) {
            let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            let place = Place::file(self.label).field(table);
            self.findings.note("not-kept", place, format!("{} are not kept", keys.join(", ")), "");
        }
        for (key, value) in self.whole {
            let is_empty = value.as_object().is_some_and(Map::is_empty);
            if !is_empty && !READ.contains(&key.as_str()) && !GLOBAL.contains(&key.as_str()) {
                let message = "the table is not kept, so results will differ from PowerModels'";
                self.findings.warning("not-kept", Place::file(self.label).field(key), message, "");
            }
        }
    }
}
