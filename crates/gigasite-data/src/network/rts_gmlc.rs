//! The reliability test system RTS-GMLC as a folder of tables: `bus`, `branch`, `gen`, `dc_branch`, `storage`, and the hours
//! that `timeseries_pointers` names.
//!
//! * Loads of a region are spread over its buses by their share in `bus`.
//! * Series of `PMax MW` limit a plant from above, those of `PMin MW` from below: hydro and roof-top sun run as given.
//! * Cost is piecewise linear: fuel price × heat rate, the average one up to the first point and the incremental ones
//!   behind it, and `VOM` on every megawatt hour. A start costs the heat of a cold start and what is not fuel.
//! * Storage has the round-trip efficiency in equal parts, `√η` each way. Reservoirs are not kept, as their plants' output is
//!   given; the solar-thermal plant has no series of heat in the set and is out of service.

mod hours;
mod plants;

use super::eu_base::{bus_at, index};
use super::sheet::{Folder, Sheet};
use crate::Error;
use gigasite_case::network::{Branch, BranchKind, Bus, BusKind, Link, Load, Network};
use gigasite_case::{Findings, Place, Severity};
use std::path::Path;

/// Base power of the per-unit figures, MVA. Source: `RTS_GMLC.m` beside the tables.
const BASE_MVA: f64 = 100.0;
/// Lengths are in miles (RTS-96, table 12).
const KM_PER_MILE: f64 = 1.609_344;

/// Reads the folder. `None` if it cannot be computed with; the reasons are findings.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read(path: &Path, findings: &mut Findings) -> Result<Option<Network>, Error> {
    let before = findings.count(Severity::Error);
    let folder = Folder::open(path)?;
    let mut network = Network { name: folder.name(), base_mva: BASE_MVA, ..Network::default() };
    let (label, text) = folder.text("bus", findings)?;
    let sheet = Sheet::read(&label, &text, b'"', findings);
    (network.buses, network.loads) = read_buses(&sheet, findings).unwrap_or_default();
    let (label, text) = folder.text("branch", findings)?;
    let sheet = Sheet::read(&label, &text, b'"', findings);
    network.branches = read_branches(&sheet, &network, findings).unwrap_or_default();
    if folder.has(&["dc_branch"]) {
        let (label, text) = folder.text("dc_branch", findings)?;
        let sheet = Sheet::read(&label, &text, b'"', findings);
        network.links = read_links(&sheet, &network, findings).unwrap_or_default();
    }
    let (label, text) = folder.text("gen", findings)?;
    let sheet = Sheet::read(&label, &text, b'"', findings);
    let energy = plants::energy_mwh(&folder, findings)?;
    plants::read(&sheet, &energy, &mut network, findings);
    if folder.has(&["timeseries_pointers"]) {
        hours::read(&folder, &mut network, findings)?;
    }
    let at = || Place::file(folder.label());
    findings.note("not-given", at(), "the tables give no voltage limits of buses", "");
    if folder.has(&["reserves"]) {
        findings.note(
            "not-kept",
            at(),
            "reserves, outage rates and emissions other than carbon dioxide are not kept",
            "",
        );
    }
    Ok((findings.count(Severity::Error) == before).then_some(network))
}

fn read_buses(sheet: &Sheet<'_>, findings: &mut Findings) -> Option<(Vec<Bus>, Vec<Load>)> {
    let names = ["Bus ID", "Bus Name", "BaseKV", "Bus Type", "MW Load", "MVAR Load", "V Mag", "V Angle"];
    let [id, name, base, kind, active, reactive, voltage, angle] = sheet.columns(names, findings)?;
    let names = ["MW Shunt G", "MVAR Shunt B", "Area", "Zone", "lat", "lng"];
    let [conductance, susceptance, area, zone, lat, lon] = sheet.columns(names, findings)?;
    let (mut buses, mut loads) = (Vec::new(), Vec::new());
    for (number, row) in sheet.rows().enumerate() {
        let mut value = |column: usize| row.number(column, findings);
        let (power_mw, power_mvar) = (value(active), value(reactive));
        let bus = Bus {
            id: row.text(id).to_owned(),
            name: Some(row.text(name).to_owned()),
            base_kv: value(base),
            shunt_mw: value(conductance),
            shunt_mvar: value(susceptance),
            area: value(area) as u32,
            zone: value(zone) as u32,
            voltage_pu: value(voltage),
            angle_deg: value(angle),
            lon_lat_deg: Some((value(lon), value(lat))),
            ..Bus::default()
        };
        let kind = match row.text(kind) {
            "PQ" => BusKind::Load,
            "PV" => BusKind::Generator,
            "Ref" => BusKind::Reference,
            other => {
                let message = format!("bus type `{other}`, expected PQ, PV or Ref");
                findings.error("wrong-value", row.place(kind), message, "correct it");
                BusKind::Load
            }
        };
        if power_mw != 0.0 || power_mvar != 0.0 {
            loads.push(Load { id: bus.id.clone(), bus: number, power_mw, power_mvar, ..Load::default() });
        }
        buses.push(Bus { kind, ..bus });
    }
    Some((buses, loads))
}

fn read_branches(sheet: &Sheet<'_>, network: &Network, findings: &mut Findings) -> Option<Vec<Branch>> {
    let names = ["UID", "From Bus", "To Bus", "R", "X", "B", "Tr Ratio", "Length"];
    let [id, from, to, resistance, reactance, charging, ratio, length] = sheet.columns(names, findings)?;
    let ratings = sheet.columns(["Cont Rating", "LTE Rating", "STE Rating"], findings)?;
    let index = index(&network.buses);
    let mut branches = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        let ends = (bus_at(row, from, &index, findings), bus_at(row, to, &index, findings));
        let (Some(from), Some(to)) = ends else { continue };
        let mut value = |column: usize| row.number(column, findings);
        let [normal, short, emergency] = ratings.map(|column| Some(value(column)).filter(|mva| *mva > 0.0));
        let tap_ratio = Some(value(ratio)).filter(|ratio| *ratio != 0.0);
        branches.push(Branch {
            id: row.text(id).to_owned(),
            kind: if tap_ratio.is_some() { BranchKind::Transformer } else { BranchKind::Line },
            from,
            to,
            resistance_pu: value(resistance),
            reactance_pu: value(reactance),
            charging_pu: value(charging),
            rating_mva: normal,
            rating_short_mva: short,
            rating_emergency_mva: emergency,
            tap_ratio,
            length_km: Some(value(length) * KM_PER_MILE).filter(|km| *km > 0.0),
            ..Branch::default()
        });
    }
    Some(branches)
}

/// Direct-current lines; `MW Load` is what they can carry, either way.
fn read_links(sheet: &Sheet<'_>, network: &Network, findings: &mut Findings) -> Option<Vec<Link>> {
    let [id, from, to, rating] = sheet.columns(["UID", "From Bus", "To Bus", "MW Load"], findings)?;
    let index = index(&network.buses);
    let mut links = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        let ends = (bus_at(row, from, &index, findings), bus_at(row, to, &index, findings));
        let (Some(from), Some(to)) = ends else { continue };
        let rated_mw = row.number(rating, findings);
        links.push(Link {
            id: row.text(id).to_owned(),
            from,
            to,
            rated_mw,
            power_min_mw: -rated_mw,
            power_max_mw: rated_mw,
            carrier: Some("DC".to_owned()),
            ..Link::default()
        });
    }
    let message = "direct-current lines carry their `MW Load` either way without loss, as in RTS_GMLC.m";
    findings.note("derived-limit", Place::file(sheet.label()), message, "");
    Some(links)
}
