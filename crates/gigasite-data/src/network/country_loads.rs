//! Loads of nodes from totals of countries.

use crate::files::EUROPE;
use crate::network::sheet::Sheet;
use crate::network::tally::Tally;
use gigasite_case::network::{Network, Profile};
use gigasite_case::{Findings, Place};
use std::collections::BTreeMap;

/// Hours of a year of demand in the embedded dataset.
const YEAR_H: f64 = 8760.0;

/// Mean demand of every country in the embedded dataset, MW. Luxembourg is in the zone of Germany.
pub(crate) fn embedded_mw() -> BTreeMap<String, f64> {
    let text = EUROPE.get_file("zones.csv").and_then(|file| file.contents_utf8()).unwrap_or_default();
    let mut findings = Findings::default();
    let sheet = Sheet::read("zones.csv", text, b'"', &mut findings);
    let mut mean = BTreeMap::new();
    if let Some([country, demand]) = sheet.columns(["country", "demand_mwh"], &mut findings) {
        for row in sheet.rows() {
            *mean.entry(row.text(country).to_owned()).or_insert(0.0) +=
                row.number(demand, &mut findings) / YEAR_H;
        }
    }
    mean
}

/// Gives every load the hours of its country: `hours_mw` by ISO code, one value a snapshot of the network, split by the
/// loads' present power (evenly in a country whose loads are all zero). `power_mw` becomes the mean.
///
/// Countries without hours keep their loads, with a finding; a series of another length is an error and is not used.
pub fn set_country_loads(
    network: &mut Network,
    hours_mw: &BTreeMap<String, Vec<f64>>,
    findings: &mut Findings,
) {
    let snapshots = network.snapshots.len();
    let mut loads_of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, load) in network.loads.iter().enumerate().filter(|(_, load)| load.in_service) {
        let country = network.buses[load.bus].country.clone().unwrap_or_default();
        loads_of.entry(country).or_default().push(number);
    }
    let place = |country: &str| Place::file(&network.name).field(country);
    let (mut without, mut places) = (Tally::default(), Vec::new());
    for (country, loads) in loads_of {
        let Some(hours) = hours_mw.get(&country) else {
            without.add(if country.is_empty() { "no country" } else { country.as_str() });
            continue;
        };
        if hours.len() != snapshots {
            let message = format!("{} values for {snapshots} snapshots", hours.len());
            let hint = "give one value a snapshot of the network";
            findings.error("series-length", place(&country), message, hint);
            continue;
        }
        places.push((loads, hours));
    }
    if let Some(message) = without.sentence("countries have no hours and keep their loads") {
        findings.warning("constant-load", Place::file(&network.name), message, "");
    }
    for (loads, hours) in places {
        let total: f64 = loads.iter().map(|load| network.loads[*load].power_mw).sum();
        let mean = hours.iter().sum::<f64>() / hours.len().max(1) as f64;
        let series = network.profiles.len();
        network.profiles.push(hours.clone());
        for load in &loads {
            let load = &mut network.loads[*load];
            let share = if total == 0.0 { 1.0 / loads.len() as f64 } else { load.power_mw / total };
            load.power_mw = share * mean;
            load.profile = Some(Profile { series, scale: share });
        }
    }
}
