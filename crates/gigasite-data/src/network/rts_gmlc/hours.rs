//! Day-ahead hours of RTS-GMLC, as `timeseries_pointers` names them.

use crate::Error;
use crate::network::sheet::{Folder, Sheet};
use crate::network::tally::Tally;
use gigasite_case::network::{Network, Profile, Snapshots};
use gigasite_case::{Findings, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Columns of a table before the series: year, month, day, hour of the day from 1.
const STAMP: usize = 4;

/// What a series is of.
enum Target {
    /// Most output of a generator, by index.
    Most(usize),
    /// Least output of a generator.
    Least(usize),
    /// Load of an area.
    Load(u32),
}

/// Reads every table of the day-ahead market that a pointer names and the folder holds.
pub(super) fn read(folder: &Folder, network: &mut Network, findings: &mut Findings) -> Result<(), Error> {
    let (label, text) = folder.text("timeseries_pointers", findings)?;
    let sheet = Sheet::read(&label, &text, b'"', findings);
    let names = ["Simulation", "Category", "Object", "Parameter", "Data File"];
    let Some([market, category, object, parameter, file]) = sheet.columns(names, findings) else {
        return Ok(());
    };
    let number: BTreeMap<&str, usize> =
        network.generators.iter().enumerate().map(|(number, one)| (one.id.as_str(), number)).collect();
    let mut wanted: BTreeMap<String, Vec<(String, Target)>> = BTreeMap::new();
    let mut unused = BTreeSet::new();
    for row in sheet.rows().filter(|row| row.text(market) == "DAY_AHEAD") {
        let name = row.text(file).rsplit('/').next().unwrap_or_default();
        let table = name.strip_suffix(".csv").unwrap_or(name);
        let generator = number.get(row.text(object)).copied();
        let target = match (row.text(category), row.text(parameter)) {
            ("Generator", "PMax MW") => generator.map(Target::Most),
            ("Generator", "PMin MW") => generator.map(Target::Least),
            ("Area", "MW Load") => row.text(object).parse().ok().map(Target::Load),
            _ => None,
        };
        match target.filter(|_| folder.has(&[table])) {
            Some(target) => {
                wanted.entry(table.to_owned()).or_default().push((row.text(object).to_owned(), target));
            }
            None => {
                unused.insert(format!("{} of {}", row.text(parameter), row.text(object)));
            }
        }
    }
    let real_time = sheet.rows().filter(|row| row.text(market) == "REAL_TIME").count();
    if real_time > 0 {
        let message =
            format!("{real_time} series of five minutes (REAL_TIME) are not read: hours are day-ahead");
        findings.note("unused-series", Place::file(&label), message, "");
    }
    let unused: Tally = unused.into_iter().collect();
    if let Some(message) = unused.sentence("series are named and not read, or not in the folder") {
        findings.note("unused-series", Place::file(&label), message, "");
    }
    let mut stamps = Stamps::default();
    for (table, targets) in wanted {
        read_table(folder, &table, targets, network, &mut stamps, findings)?;
    }
    if let Some(labels) = stamps.labels {
        network.snapshots = Snapshots::hourly(labels);
    }
    Ok(())
}

/// Hours of the tables: those of the first.
#[derive(Default)]
struct Stamps {
    labels: Option<Vec<String>>,
}

fn read_table(
    folder: &Folder,
    table: &str,
    targets: Vec<(String, Target)>,
    network: &mut Network,
    stamps: &mut Stamps,
    findings: &mut Findings,
) -> Result<(), Error> {
    let (label, text) = folder.text(table, findings)?;
    let sheet = Sheet::read(&label, &text, b'"', findings);
    let labels = stamps_of(&sheet, findings);
    if stamps.labels.as_ref().is_some_and(|first| *first != labels) {
        let message = "its hours differ from those of the other tables";
        findings.error("series-mismatch", Place::file(&label), message, "give every table the same hours");
    }
    stamps.labels.get_or_insert(labels);
    let mut read: BTreeMap<String, usize> = BTreeMap::new();
    for (name, target) in targets {
        let Some([column]) = sheet.columns([name.as_str()], findings) else { continue };
        let series = *read.entry(name).or_insert_with(|| {
            network.profiles.push(sheet.numbers(column, findings));
            network.profiles.len() - 1
        });
        apply(network, &target, series);
    }
    Ok(())
}

/// Points components at a series in MW.
fn apply(network: &mut Network, target: &Target, series: usize) {
    match *target {
        Target::Most(number) | Target::Least(number) => {
            let generator = &mut network.generators[number];
            // a plant of no power gives none, whatever its series says
            let scale = if generator.rated_mw > 0.0 { 1.0 / generator.rated_mw } else { 0.0 };
            let profile = Some(Profile { series, scale });
            if matches!(target, Target::Most(_)) {
                generator.availability = profile;
            } else {
                generator.floor = profile;
            }
        }
        Target::Load(area) => {
            let buses = &network.buses;
            let total: f64 = network
                .loads
                .iter()
                .filter(|load| buses[load.bus].area == area)
                .map(|load| load.power_mw)
                .sum();
            for load in network.loads.iter_mut().filter(|load| total != 0.0 && buses[load.bus].area == area) {
                load.profile = Some(Profile { series, scale: load.power_mw / total });
            }
        }
    }
}

/// Beginnings of the hours, such as `2020-01-01 00:00:00`.
fn stamps_of(sheet: &Sheet<'_>, findings: &mut Findings) -> Vec<String> {
    let names = ["Year", "Month", "Day", "Period"];
    let Some(columns) = sheet.columns(names, findings).filter(|columns| *columns == [0, 1, 2, STAMP - 1])
    else {
        let hint = "begin with Year, Month, Day and Period";
        findings.error("wrong-columns", Place::file(sheet.label()), "its first columns are no hours", hint);
        return Vec::new();
    };
    let stamp = |parts: [f64; 4]| {
        let [year, month, day, period] = parts;
        format!("{year:04}-{month:02}-{day:02} {:02}:00:00", period - 1.0)
    };
    sheet.rows().map(|row| stamp(columns.map(|column| row.number(column, findings)))).collect()
}
