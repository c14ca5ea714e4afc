//! The European base network of 3,532 nodes (martavp/integrated-energy-grids): `nodes` (`Bus,x,y`) and `edges`
//! (`Line,bus0,bus1,s_nom,x_pu`).
//!
//! Reactances of the file are per unit on 1 MVA, as PyPSA computes them; here they stand on 100 MVA. The set has neither
//! loads nor plants, voltages nor countries.

use super::sheet::{Folder, Row, Sheet};
use super::tally::Tally;
use crate::Error;
use gigasite_case::network::{Branch, Bus, Network};
use gigasite_case::{Findings, Place, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Base power here and in the file, MVA.
const BASE_MVA: f64 = 100.0;
const FILE_BASE_MVA: f64 = 1.0;

/// Reads the folder. Edges without rating or reactance are left out, with a finding. `None` if it cannot be computed with;
/// the reasons are findings.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read(path: &Path, findings: &mut Findings) -> Result<Option<Network>, Error> {
    let before = findings.count(Severity::Error);
    let folder = Folder::open(path)?;
    let (label, text) = folder.text("nodes", findings)?;
    let buses = read_buses(&Sheet::read(&label, &text, b'"', findings), ["Bus", "x", "y"], findings);
    let (label, text) = folder.text("edges", findings)?;
    let branches = read_edges(&Sheet::read(&label, &text, b'"', findings), &index(&buses), findings);
    let message = "the set has no voltages, countries, loads or plants";
    findings.note("not-given", Place::file(folder.label()), message, "");
    let name = folder.name();
    let network = Network { name, base_mva: BASE_MVA, buses, branches, ..Network::default() };
    Ok((findings.count(Severity::Error) == before).then_some(network))
}

/// Buses of a table with a name, a longitude and a latitude; doubled names are errors.
pub(super) fn read_buses(sheet: &Sheet<'_>, columns: [&str; 3], findings: &mut Findings) -> Vec<Bus> {
    let Some([id, lon, lat]) = sheet.columns(columns, findings) else { return Vec::new() };
    let mut seen = BTreeSet::new();
    let mut buses = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        if !seen.insert(row.text(id)) {
            let message = format!("bus `{}` stands there twice", row.text(id));
            findings.error("duplicate-id", row.place(id), message, "name buses once");
        }
        let lon_lat_deg = Some((row.number(lon, findings), row.number(lat, findings)));
        buses.push(Bus { id: row.text(id).to_owned(), lon_lat_deg, ..Bus::default() });
    }
    buses
}

/// Index of every bus by its name.
pub(super) fn index(buses: &[Bus]) -> BTreeMap<&str, usize> {
    buses.iter().enumerate().map(|(index, bus)| (bus.id.as_str(), index)).collect()
}

/// Index of the bus a cell names; a name that is none is an error.
pub(super) fn bus_at(
    row: Row<'_>,
    column: usize,
    index: &BTreeMap<&str, usize>,
    findings: &mut Findings,
) -> Option<usize> {
    let found = index.get(row.text(column)).copied();
    if found.is_none() {
        let message = format!("there is no bus `{}`", row.text(column));
        findings.error("dangling-reference", row.place(column), message, "add the bus, or correct the name");
    }
    found
}

fn read_edges(sheet: &Sheet<'_>, index: &BTreeMap<&str, usize>, findings: &mut Findings) -> Vec<Branch> {
    let names = ["Line", "bus0", "bus1", "s_nom", "x_pu"];
    let Some([id, from, to, rating, reactance]) = sheet.columns(names, findings) else { return Vec::new() };
    let mut branches = Vec::with_capacity(sheet.rows().len());
    let mut dropped = Tally::default();
    for row in sheet.rows() {
        let (rating, reactance) = (row.number(rating, findings), row.number(reactance, findings));
        let ends = (bus_at(row, from, index, findings), bus_at(row, to, index, findings));
        let (Some(from), Some(to)) = ends else { continue };
        if reactance.is_infinite() || rating == 0.0 {
            dropped.add(row.text(id));
            continue;
        }
        branches.push(Branch {
            id: row.text(id).to_owned(),
            from,
            to,
            reactance_pu: reactance * BASE_MVA / FILE_BASE_MVA,
            rating_mva: Some(rating),
            ..Branch::default()
        });
    }
    if let Some(message) = dropped.sentence("edges have no rating or an infinite reactance and are left out")
    {
        findings.warning("dropped-branch", Place::file(sheet.label()), message, "");
    }
    branches
}
