//! The European set of 90 nodes (HThawley/FIRMEurope, after PyPSA-Eur `base_s_90_elec`): lines and links, existing plants,
//! hours of run-of-river, sun and inflow, and shares of the nodes in the load of their country.
//!
//! What the set does not give, and what stands in:
//! * reactance: a standard line of 380 kV, `x = 0.246 Ω/km · length / circuits`, with `circuits = s_nom / 1,698 MVA`;
//! * load: the mean demand of the country in the embedded dataset, times the node's share, in every hour;
//!   [`set_country_loads`](super::country_loads::set_country_loads) puts hours in its place;
//! * efficiencies: 1.

use super::country_loads::embedded_mw;
use super::eu_base::{bus_at, index, read_buses};
use super::sheet::{Folder, Sheet};
use super::standard_lines::LineType;
use super::tally::Tally;
use crate::Error;
use gigasite_case::network::{Branch, Cost, Generator, Link, Load, Network, Profile, Snapshots, Storage};
use gigasite_case::{Findings, Place, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const BASE_MVA: f64 = 100.0;
/// Voltage to which PyPSA-Eur brings all lines of a clustered network, kV.
const VOLTAGE_KV: f64 = 380.0;
/// Columns of `existing_capacity` that are generators, MW.
const PLANTS: [&str; 5] = ["OCGT", "CCGT", "biomass", "nuclear", "ror"];

/// Reads the folder. `None` if it cannot be computed with; the reasons are findings.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read(path: &Path, findings: &mut Findings) -> Result<Option<Network>, Error> {
    let before = findings.count(Severity::Error);
    let folder = Folder::open(path)?;
    let mut network = Network { name: folder.name(), base_mva: BASE_MVA, ..Network::default() };
    let (label, text) = folder.text("nodes", findings)?;
    network.buses = read_buses(&Sheet::read(&label, &text, b'"', findings), ["Bus", "x", "y"], findings);
    for bus in &mut network.buses {
        bus.base_kv = VOLTAGE_KV;
    }
    let (label, text) = folder.text("load_shares", findings)?;
    read_loads(&Sheet::read(&label, &text, b'"', findings), &mut network, findings);
    let (label, text) = folder.text("lines", findings)?;
    network.branches = read_lines(&Sheet::read(&label, &text, b'"', findings), &network, findings);
    let (label, text) = folder.text("links", findings)?;
    network.links = read_links(&Sheet::read(&label, &text, b'"', findings), &network, findings);
    let hours = read_hours(&folder, &mut network, findings)?;
    let prices = read_prices(&folder, findings)?;
    let (label, text) = folder.text("existing_capacity", findings)?;
    read_plants(&Sheet::read(&label, &text, b'"', findings), &mut network, &hours, &prices, findings);
    let at = || Place::file(folder.label());
    findings.note("not-kept", at(), "capital costs are not kept: nothing is offered for expansion", "");
    let message = "hours of sun lie about an hour late against UTC; they are left so";
    findings.note("clock-offset", at(), message, "");
    Ok((findings.count(Severity::Error) == before).then_some(network))
}

fn read_loads(sheet: &Sheet<'_>, network: &mut Network, findings: &mut Findings) {
    let names = ["bus", "country", "share_of_country_load"];
    let Some([bus, country, share]) = sheet.columns(names, findings) else { return };
    let demand = embedded_mw();
    let mut without = BTreeSet::new();
    let mut loads = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        let Some(bus) = bus_at(row, bus, &index(&network.buses), findings) else { continue };
        let country = row.text(country);
        network.buses[bus].country = Some(country.to_owned());
        let mean = demand.get(country).copied();
        if mean.is_none() {
            without.insert(country);
        }
        let power_mw = mean.unwrap_or(0.0) * row.number(share, findings);
        loads.push(Load { id: network.buses[bus].id.clone(), bus, power_mw, ..Load::default() });
    }
    network.loads = loads;
    let message = "the set gives shares only: every load is its share in the mean demand of its country in the embedded dataset";
    findings.warning("derived-load", Place::file(sheet.label()), message, "give hourly totals of countries");
    let missing: Tally = without.into_iter().collect();
    if let Some(message) =
        missing.sentence("countries have no demand of their own in the embedded dataset and no load")
    {
        findings.warning("missing-load", Place::file(sheet.label()), message, "give their totals");
    }
}

fn read_lines(sheet: &Sheet<'_>, network: &Network, findings: &mut Findings) -> Vec<Branch> {
    let names = ["Line", "bus0", "bus1", "s_nom", "length"];
    let columns = sheet.columns(names, findings).zip(LineType::of(VOLTAGE_KV));
    let Some(([id, from, to, rating, length], kind)) = columns else { return Vec::new() };
    let index = index(&network.buses);
    let mut lines = Vec::with_capacity(sheet.rows().len());
    for row in sheet.rows() {
        let ends = (bus_at(row, from, &index, findings), bus_at(row, to, &index, findings));
        let (Some(from), Some(to)) = ends else { continue };
        let rating = row.number(rating, findings);
        let circuits = rating / kind.rating_mva();
        let line = kind.line(row.number(length, findings), circuits, BASE_MVA);
        let id = row.text(id).to_owned();
        lines.push(Branch { id, from, to, rating_mva: Some(rating), ..line });
    }
    let message = format!(
        "the set gives no impedances: those of {} lines are derived from length and rating with the standard type `{}` ({} Ω/km, {:.0} MVA a circuit)",
        lines.len(),
        kind.name,
        kind.reactance_ohm_per_km,
        kind.rating_mva()
    );
    findings.warning("derived-impedance", Place::file(sheet.label()), message, "");
    lines
}

fn read_links(sheet: &Sheet<'_>, network: &Network, findings: &mut Findings) -> Vec<Link> {
    let names = ["Link", "bus0", "bus1", "p_nom", "length"];
    let Some([id, from, to, rating, length]) = sheet.columns(names, findings) else { return Vec::new() };
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
            length_km: Some(row.number(length, findings)),
            ..Link::default()
        });
    }
    let message = "links are taken as turning either way without loss, as the set says nothing of it";
    findings.note("derived-limit", Place::file(sheet.label()), message, "");
    links
}

/// Series by the name of their column, such as `AT0 0 ror`; sets the snapshots.
fn read_hours(
    folder: &Folder,
    network: &mut Network,
    findings: &mut Findings,
) -> Result<BTreeMap<String, usize>, Error> {
    let mut series = BTreeMap::new();
    let mut labels: Option<Vec<String>> = None;
    for table in ["ror_cf", "fixsolar_cf", "inflow"] {
        let (label, text) = folder.text(table, findings)?;
        let sheet = Sheet::read(&label, &text, b'"', findings);
        let stamps: Vec<String> = sheet.rows().map(|row| row.text(0).to_owned()).collect();
        if labels.as_ref().is_some_and(|first| *first != stamps) {
            let message = "its snapshots differ from those of `ror_cf`";
            findings.error(
                "series-mismatch",
                Place::file(&label),
                message,
                "give every table the same hours",
            );
        }
        labels.get_or_insert(stamps);
        for (column, name) in sheet.header().iter().enumerate().skip(1) {
            series.insert(name.to_string(), network.profiles.len());
            network.profiles.push(sheet.numbers(column, findings));
        }
    }
    network.snapshots = Snapshots::hourly(labels.unwrap_or_default());
    Ok(series)
}

/// Prices of a megawatt hour: by technology, and of gas by node.
struct Prices {
    technology: BTreeMap<String, f64>,
    gas: BTreeMap<String, f64>,
}

fn read_prices(folder: &Folder, findings: &mut Findings) -> Result<Prices, Error> {
    let mut prices = Prices { technology: BTreeMap::new(), gas: BTreeMap::new() };
    let (label, text) = folder.text("costs", findings)?;
    let sheet = Sheet::read(&label, &text, b'"', findings);
    if let Some([price]) = sheet.columns(["marginal_cost"], findings) {
        for row in sheet.rows() {
            let price = row.maybe(price, findings);
            prices.technology.extend(price.map(|price| (row.text(0).to_owned(), price)));
        }
    }
    let (label, text) = folder.text("gas_costs", findings)?;
    let sheet = Sheet::read(&label, &text, b'"', findings);
    if let Some([bus, price]) = sheet.columns(["bus", "marginal_cost"], findings) {
        for row in sheet.rows() {
            prices.gas.insert(row.text(bus).to_owned(), row.number(price, findings));
        }
    }
    Ok(prices)
}

fn read_plants(
    sheet: &Sheet<'_>,
    network: &mut Network,
    hours: &BTreeMap<String, usize>,
    prices: &Prices,
    findings: &mut Findings,
) {
    let Some([bus]) = sheet.columns(["bus"], findings) else { return };
    let Some(plants) = sheet.columns(PLANTS, findings) else { return };
    let names = ["hydroe", "hydrop", "phse", "phsp"];
    let Some([hydro_mwh, hydro_mw, pumped_a, pumped_b]) = sheet.columns(names, findings) else { return };
    let (mut unpriced, mut pumped, mut dark) = (Tally::default(), Tally::default(), Tally::default());
    for row in sheet.rows() {
        let Some(at) = bus_at(row, bus, &index(&network.buses), findings) else { continue };
        let id = network.buses[at].id.clone();
        let profile = |kind: &str, scale: f64| {
            hours.get(&format!("{id} {kind}")).map(|series| Profile { series: *series, scale })
        };
        for (kind, column) in PLANTS.into_iter().zip(plants) {
            let rated_mw = row.number(column, findings);
            let availability = (kind == "ror").then(|| profile("ror", 1.0)).flatten();
            let is_gas = kind == "OCGT" || kind == "CCGT";
            let price = if is_gas { prices.gas.get(&id) } else { prices.technology.get(kind) };
            let name = format!("{id} {kind}");
            if rated_mw > 0.0 && price.is_none() {
                unpriced.add(name.clone());
            }
            if rated_mw > 0.0 && kind == "ror" && availability.is_none() {
                dark.add(name.clone());
            }
            if rated_mw != 0.0 {
                network.generators.push(plant(name, at, kind, rated_mw, availability, price));
            }
        }
        if let Some(sun) = profile("solar", 1.0) {
            let price = prices.technology.get("fixsolar");
            network.generators.push(plant(format!("{id} solar"), at, "solar", 0.0, Some(sun), price));
        }
        let (energy, power) = (row.number(hydro_mwh, findings), row.number(hydro_mw, findings));
        if power > 0.0 {
            let inflow = profile("hydro", 1.0);
            network.storage.push(reservoir(format!("{id} hydro"), at, energy, power, inflow));
        }
        if row.number(pumped_a, findings) != 0.0 || row.number(pumped_b, findings) != 0.0 {
            pumped.add(id);
        }
    }
    let mut say = |code: &str, tally: &Tally, what: &str| {
        if let Some(message) = tally.sentence(what) {
            findings.warning(code, Place::file(sheet.label()), message, "");
        }
    };
    say(
        "missing-power",
        &pumped,
        "nodes have pumped storage whose power is missing (`phsp` holds MWh, `phse` is zero): it is left out",
    );
    say("missing-cost", &unpriced, "plants have no price of their own and run free");
    say("missing-series", &dark, "run-of-river plants have no hours and run at full power");
    let place = || Place::file(sheet.label());
    findings.note(
        "no-capacity",
        place(),
        "the set gives hours of sun but no capacity: solar generators have 0 MW",
        "",
    );
    let message = "reservoirs end as they begin, as the set gives no filling; nothing is lost in them";
    findings.note("derived-storage", place(), message, "");
}

fn plant(
    id: String,
    bus: usize,
    carrier: &str,
    rated_mw: f64,
    availability: Option<Profile>,
    price: Option<&f64>,
) -> Generator {
    Generator {
        id,
        bus,
        rated_mw,
        power_max_mw: rated_mw,
        availability,
        cost: price.map(|price| Cost::per_mwh(*price)),
        carrier: Some(carrier.to_owned()),
        ..Generator::default()
    }
}

fn reservoir(id: String, bus: usize, energy_mwh: f64, power_mw: f64, inflow: Option<Profile>) -> Storage {
    Storage {
        id,
        bus,
        rated_mw: power_mw,
        discharge_max_mw: power_mw,
        energy_h: energy_mwh / power_mw,
        inflow,
        is_cyclic: true,
        carrier: Some("hydro".to_owned()),
        ..Storage::default()
    }
}
