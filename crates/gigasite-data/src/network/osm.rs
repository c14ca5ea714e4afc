//! The map of high voltage in `OpenStreetMap` as PyPSA-Eur prepares it: buses, transformers, links, converters, and lines
//! where the folder has them.
//!
//! A substation is one bus a voltage. Ratings of transformers, links and converters are those of the set. Derived, and said:
//! impedance, charging and rating of lines as in [`gridkit`](super::gridkit); transformers have `x = 0.1` on their rating,
//! as PyPSA-Eur takes them; links and converters turn either way without loss. The map has no plants and no loads.

use super::eu_base::{index, read_buses};
use super::gridkit::{Index, TRANSFORMER_REACTANCE, ends, lines, say};
use super::sheet::{Folder, Sheet};
use super::tally::Tally;
use crate::Error;
use gigasite_case::network::{Branch, BranchKind, Bus, BusKind, Current, Link, Network};
use gigasite_case::{Findings, Place, Severity};
use std::path::Path;

const BASE_MVA: f64 = 100.0;
const QUOTE: u8 = b'\'';

/// Reads the folder. `None` if it cannot be computed with; the reasons are findings.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read(path: &Path, findings: &mut Findings) -> Result<Option<Network>, Error> {
    let before = findings.count(Severity::Error);
    let folder = Folder::open(path)?;
    let (label, text) = folder.text("buses", findings)?;
    let buses = buses(&Sheet::read(&label, &text, QUOTE, findings), findings);
    let index = index(&buses);
    let mut branches = Vec::new();
    if folder.has(&["lines"]) {
        let (label, text) = folder.text("lines", findings)?;
        branches = lines(&Sheet::read(&label, &text, QUOTE, findings), &index, findings);
    } else {
        let message = "the folder has no table of lines: only transformers and links join its buses";
        let hint = "add lines.csv of the same release";
        findings.warning("missing-table", Place::file(folder.label()).field("lines"), message, hint);
    }
    let (label, text) = folder.text("transformers", findings)?;
    branches.extend(transformers(&Sheet::read(&label, &text, QUOTE, findings), &index, findings));
    let mut links = Vec::new();
    for (table, id, carrier) in [("links", "link_id", "DC"), ("converters", "converter_id", "converter")] {
        let (label, text) = folder.text(table, findings)?;
        let sheet = Sheet::read(&label, &text, QUOTE, findings);
        links.extend(read_links(&sheet, id, carrier, &index, findings));
    }
    let place = || Place::file(folder.label());
    let message =
        "links and converters are taken as turning either way without loss, as the map says nothing of it";
    findings.note("derived-limit", place(), message, "");
    findings.note("not-given", place(), "the map has no plants, loads and costs", "");
    let name = folder.name();
    let network = Network { name, base_mva: BASE_MVA, branches, links, buses, ..Network::default() };
    Ok((findings.count(Severity::Error) == before).then_some(network))
}

fn buses(sheet: &Sheet<'_>, findings: &mut Findings) -> Vec<Bus> {
    let mut buses = read_buses(sheet, ["bus_id", "x", "y"], findings);
    let names = ["voltage", "dc", "under_construction", "country"];
    let Some([voltage, direct, building, country]) = sheet.columns(names, findings) else { return buses };
    let mut unbuilt = Tally::default();
    for (bus, row) in buses.iter_mut().zip(sheet.rows()) {
        bus.base_kv = row.number(voltage, findings);
        bus.country = Some(row.text(country).to_owned()).filter(|code| !code.is_empty());
        if row.flag(direct, findings) {
            bus.current = Current::Direct;
        }
        if row.flag(building, findings) {
            bus.kind = BusKind::Isolated;
            unbuilt.add(bus.id.clone());
        }
    }
    say("under-construction", sheet, &unbuilt, "buses are under construction and isolated", findings);
    buses
}

fn transformers(sheet: &Sheet<'_>, index: &Index<'_>, findings: &mut Findings) -> Vec<Branch> {
    let names = ["transformer_id", "bus0", "bus1", "s_nom"];
    let Some([id, from, to, rating]) = sheet.columns(names, findings) else { return Vec::new() };
    let mut transformers = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        let Some((from, to)) = ends(row, [from, to], index, findings) else { continue };
        let mva = row.positive(rating, findings);
        transformers.push(Branch {
            id: row.text(id).to_owned(),
            kind: BranchKind::Transformer,
            from,
            to,
            reactance_pu: TRANSFORMER_REACTANCE * BASE_MVA / mva,
            rating_mva: Some(mva),
            tap_ratio: Some(1.0),
            ..Branch::default()
        });
    }
    let message = format!(
        "the map gives no impedances: each of {} transformers is taken with x = {TRANSFORMER_REACTANCE} on its rating",
        transformers.len()
    );
    findings.warning("derived-impedance", Place::file(sheet.label()), message, "");
    transformers
}

fn read_links(
    sheet: &Sheet<'_>,
    id: &str,
    carrier: &str,
    index: &Index<'_>,
    findings: &mut Findings,
) -> Vec<Link> {
    let Some([id, from, to, rating]) = sheet.columns([id, "bus0", "bus1", "p_nom"], findings) else {
        return Vec::new();
    };
    let (length, building) = (sheet.column("length"), sheet.column("under_construction"));
    let mut links = Vec::with_capacity(sheet.rows().len());
    let mut unbuilt = Tally::default();
    for row in sheet.rows() {
        let Some((from, to)) = ends(row, [from, to], index, findings) else { continue };
        let rated_mw = row.number(rating, findings);
        let is_unbuilt = building.is_some_and(|column| row.flag(column, findings));
        if is_unbuilt {
            unbuilt.add(row.text(id));
        }
        links.push(Link {
            id: row.text(id).to_owned(),
            from,
            to,
            in_service: !is_unbuilt,
            rated_mw,
            power_min_mw: -rated_mw,
            power_max_mw: rated_mw,
            carrier: Some(carrier.to_owned()),
            length_km: length.map(|column| row.number(column, findings) / 1000.0),
            ..Link::default()
        });
    }
    say("under-construction", sheet, &unbuilt, "links are under construction and out of service", findings);
    links
}
