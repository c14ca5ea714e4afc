//! `PowerGAMA` cases: nodes, branches, direct-current branches, generators and consumers; the European one of 2014 has 1,539
//! nodes (SINTEF, powergama/powergama).
//!
//! Reactances are per unit on 100 MVA (`baseS` of `PowerGAMA`). Profiles of the case are not in the folder: loads are their
//! mean, and a generator's most output is `pmax · inflow_fac`, its mean. A generator with storage is a storage unit.

use super::eu_base::{bus_at, index, read_buses};
use super::sheet::{Folder, Sheet};
use super::tally::Tally;
use crate::Error;
use gigasite_case::network::{Branch, Cost, Generator, Link, Load, Network, Storage};
use gigasite_case::{Findings, Place, Severity};
use std::path::Path;

const BASE_MVA: f64 = 100.0;

/// Whether a folder holds the tables of a case.
pub(super) fn is_case(folder: &Folder) -> bool {
    folder.prefix("consumers").is_some_and(|prefix| {
        folder.has(
            &["nodes", "branches", "generators"]
                .map(|table| format!("{prefix}{table}"))
                .each_ref()
                .map(String::as_str),
        )
    })
}

/// Reads the folder. `None` if it cannot be computed with; the reasons are findings.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read(path: &Path, findings: &mut Findings) -> Result<Option<Network>, Error> {
    let before = findings.count(Severity::Error);
    let folder = Folder::open(path)?;
    let prefix = folder.prefix("consumers").unwrap_or_default();
    let mut network = Network { name: folder.name(), base_mva: BASE_MVA, ..Network::default() };
    let (label, text) = folder.text(&format!("{prefix}nodes"), findings)?;
    let sheet = Sheet::read(&label, &text, b'"', findings);
    network.buses = read_buses(&sheet, ["id", "lon", "lat"], findings);
    if let Some([area]) = sheet.columns(["area"], findings) {
        for (bus, row) in network.buses.iter_mut().zip(sheet.rows()) {
            bus.country = Some(row.text(area).to_owned());
        }
    }
    let (label, text) = folder.text(&format!("{prefix}branches"), findings)?;
    network.branches = read_branches(&Sheet::read(&label, &text, b'"', findings), &network, findings);
    let table = format!("{prefix}hvdc");
    if folder.has(&[&table]) {
        let (label, text) = folder.text(&table, findings)?;
        network.links = read_links(&Sheet::read(&label, &text, b'"', findings), &network, findings);
    }
    let (label, text) = folder.text(&format!("{prefix}consumers"), findings)?;
    network.loads = read_consumers(&Sheet::read(&label, &text, b'"', findings), &network, findings);
    let (label, text) = folder.text(&format!("{prefix}generators"), findings)?;
    let sheet = Sheet::read(&label, &text, b'"', findings);
    (network.generators, network.storage) = read_generators(&sheet, &network, findings).unwrap_or_default();
    Ok((findings.count(Severity::Error) == before).then_some(network))
}

fn read_branches(sheet: &Sheet<'_>, network: &Network, findings: &mut Findings) -> Vec<Branch> {
    let names = ["node_from", "node_to", "reactance", "capacity"];
    let Some([from, to, reactance, capacity]) = sheet.columns(names, findings) else { return Vec::new() };
    let index = index(&network.buses);
    let mut branches = Vec::with_capacity(sheet.rows().len());
    for (number, row) in sheet.rows().enumerate() {
        let ends = (bus_at(row, from, &index, findings), bus_at(row, to, &index, findings));
        let (Some(from), Some(to)) = ends else { continue };
        branches.push(Branch {
            id: (number + 1).to_string(),
            from,
            to,
            reactance_pu: row.number(reactance, findings),
            rating_mva: Some(row.number(capacity, findings)).filter(|mva| mva.is_finite()),
            ..Branch::default()
        });
    }
    let message =
        "the set gives neither voltages, resistances nor charging: flows are those of direct-current flow";
    findings.note("not-given", Place::file(sheet.label()), message, "");
    branches
}

fn read_links(sheet: &Sheet<'_>, network: &Network, findings: &mut Findings) -> Vec<Link> {
    let names = ["node_from", "node_to", "capacity"];
    let Some([from, to, capacity]) = sheet.columns(names, findings) else { return Vec::new() };
    let index = index(&network.buses);
    let mut links = Vec::with_capacity(sheet.rows().len());
    for (number, row) in sheet.rows().enumerate() {
        let ends = (bus_at(row, from, &index, findings), bus_at(row, to, &index, findings));
        let (Some(from), Some(to)) = ends else { continue };
        let rated_mw = row.number(capacity, findings);
        links.push(Link {
            id: (number + 1).to_string(),
            from,
            to,
            rated_mw,
            power_min_mw: -rated_mw,
            power_max_mw: rated_mw,
            carrier: Some("DC".to_owned()),
            ..Link::default()
        });
    }
    links
}

fn read_consumers(sheet: &Sheet<'_>, network: &Network, findings: &mut Findings) -> Vec<Load> {
    let Some([node, demand]) = sheet.columns(["node", "demand_avg"], findings) else { return Vec::new() };
    let index = index(&network.buses);
    let mut loads = Vec::with_capacity(sheet.rows().len());
    for (number, row) in sheet.rows().enumerate() {
        let Some(bus) = bus_at(row, node, &index, findings) else { continue };
        let power_mw = row.number(demand, findings);
        loads.push(Load { id: (number + 1).to_string(), bus, power_mw, ..Load::default() });
    }
    let message = "profiles are not in the folder: loads are their mean";
    findings.warning(
        "missing-series",
        Place::file(sheet.label()),
        message,
        "give hourly totals of countries",
    );
    loads
}

/// Generators, and those with storage.
fn read_generators(
    sheet: &Sheet<'_>,
    network: &Network,
    findings: &mut Findings,
) -> Option<(Vec<Generator>, Vec<Storage>)> {
    let names = ["desc", "type", "node", "pmax", "pmin", "fuelcost", "inflow_fac", "inflow_ref"];
    let [name, kind, node, most, least, price, factor, reference] = sheet.columns(names, findings)?;
    let names = ["storage_cap", "storage_ini", "pump_cap", "pump_efficiency"];
    let [energy, filling, pump, efficiency] = sheet.columns(names, findings)?;
    let index = index(&network.buses);
    let (mut generators, mut storage) = (Vec::new(), Vec::new());
    let mut averaged = Tally::default();
    for (number, row) in sheet.rows().enumerate() {
        let Some(bus) = bus_at(row, node, &index, findings) else { continue };
        let rated_mw = row.number(most, findings);
        let mean_mw = rated_mw * row.number(factor, findings);
        let price = row.number(price, findings);
        let carrier = Some(row.text(kind).to_owned());
        let id = (number + 1).to_string();
        if row.text(reference) != "const" {
            averaged.add(id.clone());
        }
        match row.maybe(energy, findings).filter(|energy| *energy > 0.0 && rated_mw > 0.0) {
            Some(energy_mwh) => storage.push(Storage {
                id: format!("{id} {}", row.text(name)).trim().to_owned(),
                bus,
                rated_mw,
                discharge_max_mw: rated_mw,
                charge_max_mw: row.maybe(pump, findings).unwrap_or(0.0),
                energy_h: energy_mwh / rated_mw,
                efficiency_store: row.maybe(efficiency, findings).unwrap_or(1.0),
                inflow_mw: mean_mw,
                initial_mwh: energy_mwh * row.maybe(filling, findings).unwrap_or(0.0),
                marginal_cost_per_mwh: price,
                carrier,
                ..Storage::default()
            }),
            None => generators.push(Generator {
                id,
                bus,
                rated_mw,
                power_max_mw: mean_mw.min(rated_mw),
                power_min_mw: row.number(least, findings),
                cost: Some(Cost::per_mwh(price)),
                name: Some(row.text(name).to_owned()).filter(|name| !name.is_empty()),
                carrier,
                ..Generator::default()
            }),
        }
    }
    let place = || Place::file(sheet.label());
    if let Some(message) =
        averaged.sentence("plants have a profile that is not in the folder and give their mean")
    {
        findings.warning("missing-series", place(), message, "");
    }
    findings.note("not-kept", place(), "values of stored energy and dead bands of pumps are not kept", "");
    Some((generators, storage))
}
