//! The `GridKit` extract of the ENTSO-E map of 2022 as PyPSA-Eur ships it: buses, lines, links, transformers, converters and
//! generators, with text between single quotes.
//!
//! Nothing is left out: what is under construction is out of service, North Africa and Russia stay. What the map does not
//! give and is derived:
//! * impedance, charging and rating of lines: the standard line of their voltage, times length and circuits;
//! * transformers: `x = 0.1` on 2,000 MVA, as PyPSA-Eur takes them.
//!
//! The map has no loads, no costs, and no capacity of its direct-current links and converters.

use super::eu_base::{bus_at, index, read_buses};
use super::sheet::{Folder, Row, Sheet};
use super::standard_lines::LineType;
use super::tally::Tally;
use crate::Error;
use gigasite_case::network::{Branch, BranchKind, Bus, BusKind, Current, Generator, Link, Network};
use gigasite_case::{Findings, Place, Severity};
use std::collections::BTreeMap;
use std::path::Path;

const BASE_MVA: f64 = 100.0;
const QUOTE: u8 = b'\'';
/// Rating and reactance of a transformer. Source: PyPSA-Eur, `config.default.yaml`, `transformers`.
const TRANSFORMER_MVA: f64 = 2000.0;
pub(super) const TRANSFORMER_REACTANCE: f64 = 0.1;

/// Index of a bus by its name.
pub(super) type Index<'a> = BTreeMap<&'a str, usize>;

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
    let (label, text) = folder.text("lines", findings)?;
    let mut branches = lines(&Sheet::read(&label, &text, QUOTE, findings), &index, findings);
    let (label, text) = folder.text("transformers", findings)?;
    branches.extend(transformers(&Sheet::read(&label, &text, QUOTE, findings), &index, findings));
    let (label, text) = folder.text("links", findings)?;
    let mut links = links(&Sheet::read(&label, &text, QUOTE, findings), &index, findings);
    let (label, text) = folder.text("converters", findings)?;
    links.extend(converters(&Sheet::read(&label, &text, QUOTE, findings), &index, findings));
    let (label, text) = folder.text("generators", findings)?;
    let generators = generators(&Sheet::read(&label, &text, QUOTE, findings), &index, findings);
    let place = || Place::file(folder.label());
    let message =
        format!("the map gives no capacity of its {} links and converters: they carry nothing", links.len());
    findings.warning("no-capacity", place(), message, "set their limits");
    findings.note("not-given", place(), "the map has no loads and no costs", "");
    let name = folder.name();
    let network =
        Network { name, base_mva: BASE_MVA, branches, links, generators, buses, ..Network::default() };
    Ok((findings.count(Severity::Error) == before).then_some(network))
}

/// A finding on rows of a table, if there are any.
pub(super) fn say(code: &str, sheet: &Sheet<'_>, tally: &Tally, what: &str, findings: &mut Findings) {
    if let Some(message) = tally.sentence(what) {
        findings.warning(code, Place::file(sheet.label()), message, "");
    }
}

fn buses(sheet: &Sheet<'_>, findings: &mut Findings) -> Vec<Bus> {
    let mut buses = read_buses(sheet, ["bus_id", "x", "y"], findings);
    let names = ["voltage", "dc", "under_construction", "tags"];
    let Some([voltage, direct, building, tags]) = sheet.columns(names, findings) else { return buses };
    let (mut unbuilt, mut unknown) = (Tally::default(), Tally::default());
    for (bus, row) in buses.iter_mut().zip(sheet.rows()) {
        let kv = row.maybe(voltage, findings);
        bus.base_kv = kv.unwrap_or(0.0);
        bus.name = tag(row.text(tags), "name").map(str::to_owned);
        bus.country =
            tag(row.text(tags), "country").map(|code| if code == "UK" { "GB" } else { code }.to_owned());
        if row.flag(direct, findings) {
            bus.current = Current::Direct;
        } else if kv.is_none() {
            unknown.add(bus.id.clone());
        }
        if row.flag(building, findings) {
            bus.kind = BusKind::Isolated;
            unbuilt.add(bus.id.clone());
        }
    }
    say("under-construction", sheet, &unbuilt, "buses are under construction and isolated", findings);
    say("no-voltage", sheet, &unknown, "buses of alternating current have no voltage", findings);
    buses
}

/// The value of a key in `"key"=>"value", …`; `None` where it is empty or says so.
fn tag<'a>(tags: &'a str, key: &str) -> Option<&'a str> {
    let (_, after) = tags.split_once(&format!("\"{key}\"=>\""))?;
    let value = after.split('"').next()?.trim();
    (!value.is_empty() && value != "None").then_some(value)
}

/// The ends of a row.
pub(super) fn ends(
    row: Row<'_>,
    columns: [usize; 2],
    index: &Index<'_>,
    findings: &mut Findings,
) -> Option<(usize, usize)> {
    let from = bus_at(row, columns[0], index, findings);
    let to = bus_at(row, columns[1], index, findings);
    from.zip(to)
}

pub(super) fn lines(sheet: &Sheet<'_>, index: &Index<'_>, findings: &mut Findings) -> Vec<Branch> {
    let names =
        ["line_id", "bus0", "bus1", "voltage", "circuits", "length", "underground", "under_construction"];
    let Some(columns) = sheet.columns(names, findings) else { return Vec::new() };
    let [id, from, to, voltage, circuits, length, underground, building] = columns;
    let mut lines = Vec::with_capacity(sheet.rows().len());
    let (mut unbuilt, mut cables, mut other) = (Tally::default(), Tally::default(), Tally::default());
    for row in sheet.rows() {
        let Some((from, to)) = ends(row, [from, to], index, findings) else { continue };
        let (kv, circuits) = (row.number(voltage, findings), row.number(circuits, findings));
        let length_km = row.number(length, findings) / 1000.0;
        let is_unbuilt = row.flag(building, findings);
        let id = row.text(id).to_owned();
        if is_unbuilt {
            unbuilt.add(id.clone());
        }
        if row.flag(underground, findings) {
            cables.add(id.clone());
        }
        let line = LineType::of(kv).map(|kind| kind.line(length_km, circuits, BASE_MVA));
        let line = line.unwrap_or_else(|| {
            other.add(id.clone());
            Branch { length_km: Some(length_km), circuits: Some(circuits), ..Branch::default() }
        });
        lines.push(Branch { id, from, to, in_service: !is_unbuilt, ..line });
    }
    let message = format!(
        "the map gives no impedances and ratings: those of {} lines are derived from voltage, circuits and length with standard overhead lines (220 kV: {:.0} MVA a circuit, 380 kV: {:.0} MVA)",
        lines.len() - other.count(),
        LineType::of(220.0).map_or(f64::NAN, |kind| kind.rating_mva()),
        LineType::of(380.0).map_or(f64::NAN, |kind| kind.rating_mva())
    );
    findings.warning("derived-impedance", Place::file(sheet.label()), message, "");
    say("under-construction", sheet, &unbuilt, "lines are under construction and out of service", findings);
    say(
        "derived-cable",
        sheet,
        &cables,
        "lines are underground and have the figures of overhead lines",
        findings,
    );
    say(
        "no-line-type",
        sheet,
        &other,
        "lines have a voltage without a standard line and no impedance",
        findings,
    );
    lines
}

fn transformers(sheet: &Sheet<'_>, index: &Index<'_>, findings: &mut Findings) -> Vec<Branch> {
    let names = ["transformer_id", "bus0", "bus1"];
    let Some([id, from, to]) = sheet.columns(names, findings) else { return Vec::new() };
    let mut transformers = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        let Some((from, to)) = ends(row, [from, to], index, findings) else { continue };
        transformers.push(Branch {
            id: format!("transformer {}", row.text(id)),
            kind: BranchKind::Transformer,
            from,
            to,
            reactance_pu: TRANSFORMER_REACTANCE * BASE_MVA / TRANSFORMER_MVA,
            rating_mva: Some(TRANSFORMER_MVA),
            tap_ratio: Some(1.0),
            ..Branch::default()
        });
    }
    let message = format!(
        "the map gives no figures of its {} transformers: each is taken as {TRANSFORMER_MVA} MVA with x = {TRANSFORMER_REACTANCE}",
        transformers.len()
    );
    findings.warning("derived-impedance", Place::file(sheet.label()), message, "");
    transformers
}

fn links(sheet: &Sheet<'_>, index: &Index<'_>, findings: &mut Findings) -> Vec<Link> {
    let names = ["link_id", "bus0", "bus1", "length", "under_construction"];
    let Some([id, from, to, length, building]) = sheet.columns(names, findings) else { return Vec::new() };
    let mut links = Vec::with_capacity(sheet.rows().len());
    let mut unbuilt = Tally::default();
    for row in sheet.rows() {
        let Some((from, to)) = ends(row, [from, to], index, findings) else { continue };
        let is_unbuilt = row.flag(building, findings);
        if is_unbuilt {
            unbuilt.add(row.text(id));
        }
        links.push(Link {
            id: row.text(id).to_owned(),
            from,
            to,
            in_service: !is_unbuilt,
            carrier: Some("DC".to_owned()),
            length_km: Some(row.number(length, findings) / 1000.0),
            ..Link::default()
        });
    }
    say("under-construction", sheet, &unbuilt, "links are under construction and out of service", findings);
    links
}

/// Converters back to back; one number may stand for several pairs of buses.
fn converters(sheet: &Sheet<'_>, index: &Index<'_>, findings: &mut Findings) -> Vec<Link> {
    let names = ["converter_id", "bus0", "bus1"];
    let Some([id, from, to]) = sheet.columns(names, findings) else { return Vec::new() };
    let mut converters = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        let name = format!("converter {} {}-{}", row.text(id), row.text(from), row.text(to));
        let Some((from, to)) = ends(row, [from, to], index, findings) else { continue };
        let carrier = Some("converter".to_owned());
        converters.push(Link { id: name, from, to, carrier, ..Link::default() });
    }
    converters
}

fn generators(sheet: &Sheet<'_>, index: &Index<'_>, findings: &mut Findings) -> Vec<Generator> {
    let names = ["generator_id", "bus_id", "technology", "capacity", "tags"];
    let Some([id, bus, kind, capacity, tags]) = sheet.columns(names, findings) else { return Vec::new() };
    let mut generators = Vec::with_capacity(sheet.rows().len());
    let (mut unbuilt, mut unknown) = (Tally::default(), Tally::default());
    for row in sheet.rows() {
        let Some(bus) = bus_at(row, bus, index, findings) else { continue };
        // −1 and an empty cell both stand for a capacity the map does not give
        let rated = row.maybe(capacity, findings).filter(|mw| *mw >= 0.0);
        let is_unbuilt = tag(row.text(tags), "under_construction") == Some("1");
        let id = row.text(id).to_owned();
        if is_unbuilt {
            unbuilt.add(id.clone());
        }
        if rated.is_none() {
            unknown.add(id.clone());
        }
        let rated_mw = rated.unwrap_or(0.0);
        generators.push(Generator {
            id,
            bus,
            in_service: rated.is_some() && !is_unbuilt,
            rated_mw,
            power_max_mw: rated_mw,
            name: tag(row.text(tags), "name").map(str::to_owned),
            carrier: Some(row.text(kind).to_owned()),
            ..Generator::default()
        });
    }
    say(
        "under-construction",
        sheet,
        &unbuilt,
        "generators are under construction and out of service",
        findings,
    );
    say("no-capacity", sheet, &unknown, "generators have no capacity and are out of service", findings);
    generators
}
