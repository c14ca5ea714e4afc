//! MATPOWER change tables: named outages, and loads of areas over time.
//!
//! A change table is a function that returns rows `label prob table row col chgtype newval`, in which named constants stand
//! for numbers (MATPOWER manual, section 9.5.4, `apply_changes`). Rows of one label belong together.

use super::script::code_lines;
use crate::Error;
use crate::files::read_bytes;
use crate::network::tally::Tally;
use gigasite_case::network::{Contingency, Network, Profile, Snapshots};
use gigasite_case::{Findings, Place, Severity};
use std::collections::BTreeMap;
use std::path::Path;

/// Names of the constants that are understood, and their values (`idx_ct`, `idx_brch`, `idx_gen`).
const CONSTANTS: [(&str, f64); 11] = [
    ("CT_TGEN", TABLE_GENERATORS),
    ("CT_TBRCH", TABLE_BRANCHES),
    ("CT_TAREALOAD", TABLE_AREA_LOADS),
    ("BR_STATUS", COLUMN_BRANCH_STATUS),
    ("GEN_STATUS", COLUMN_GENERATOR_STATUS),
    ("CT_REP", REPLACE),
    ("CT_REL", SCALE),
    ("CT_LOAD_ALL_PQ", 1.0),
    ("CT_LOAD_FIX_PQ", 2.0),
    ("CT_LOAD_ALL_P", ALL_ACTIVE),
    ("CT_LOAD_FIX_P", FIXED_ACTIVE),
];
const TABLE_GENERATORS: f64 = 2.0;
const TABLE_BRANCHES: f64 = 3.0;
const TABLE_AREA_LOADS: f64 = 8.0;
const COLUMN_BRANCH_STATUS: f64 = 11.0;
const COLUMN_GENERATOR_STATUS: f64 = 8.0;
const REPLACE: f64 = 1.0;
const SCALE: f64 = 2.0;
const ALL_ACTIVE: f64 = 4.0;
const FIXED_ACTIVE: f64 = 5.0;

/// A row of a change table.
struct Change {
    line: usize,
    /// Label, probability, table, row, column, kind of change, value.
    cells: [f64; 7],
}

/// Reads a table of outages (`contab_*.m`, also packed) into [`Network::contingencies`], behind those that are there.
///
/// Understood are branches and generators that are switched off; anything else is a finding. Probabilities are not kept.
/// With an error among the findings the network is left as it is.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read_contingencies(path: &Path, network: &mut Network, findings: &mut Findings) -> Result<(), Error> {
    let label = path.display().to_string();
    let before = findings.count(Severity::Error);
    let changes = read_changes(path, &label, findings)?;
    contingencies(&label, &changes, before, network, findings);
    Ok(())
}

fn contingencies(
    label: &str,
    changes: &[Change],
    before: usize,
    network: &mut Network,
    findings: &mut Findings,
) {
    let mut outages: Vec<Contingency> = Vec::new();
    let mut last = f64::NAN;
    for change in changes {
        let [name, _, table, row, column, kind, value] = change.cells;
        let is_off = kind == REPLACE && value == 0.0;
        let (count, of_branch) = match table {
            TABLE_BRANCHES if is_off && column == COLUMN_BRANCH_STATUS => (network.branches.len(), true),
            TABLE_GENERATORS if is_off && column == COLUMN_GENERATOR_STATUS => {
                (network.generators.len(), false)
            }
            _ => {
                let message = "a change that switches no branch or generator off";
                let hint = "outages are CT_TBRCH n BR_STATUS CT_REP 0 and CT_TGEN n GEN_STATUS CT_REP 0";
                findings.error("unknown-change", Place::file(label).line(change.line), message, hint);
                continue;
            }
        };
        let Some(element) = index(row, count) else {
            let what = if of_branch { "branches" } else { "generators" };
            let message = format!("row {row}, but the network has {count} {what}");
            let hint = "use the table that belongs to this case";
            findings.error("dangling-reference", Place::file(label).line(change.line), message, hint);
            continue;
        };
        if name != last {
            outages.push(Contingency { id: format!("{name}"), ..Contingency::default() });
            last = name;
        }
        if let Some(outage) = outages.last_mut() {
            let list = if of_branch { &mut outage.branches } else { &mut outage.generators };
            list.push(element);
        }
    }
    if changes.iter().any(|change| change.cells[1] != 0.0) {
        findings.note("not-kept", Place::file(label), "probabilities of outages are not kept", "");
    }
    if findings.count(Severity::Error) == before {
        network.contingencies.extend(outages);
    }
}

/// Reads a change table of either kind, told by what it changes: area loads, as [`read_scenarios`] does, else outages, as
/// [`read_contingencies`] does.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read_changes_of(path: &Path, network: &mut Network, findings: &mut Findings) -> Result<(), Error> {
    let label = path.display().to_string();
    let before = findings.count(Severity::Error);
    let changes = read_changes(path, &label, findings)?;
    if changes.iter().any(|change| change.cells[2] == TABLE_AREA_LOADS) {
        scenarios(&label, &changes, before, network, findings);
    } else {
        contingencies(&label, &changes, before, network, findings);
    }
    Ok(())
}

/// Reads a table of area loads (`scenarios_*.m`, also packed): every label becomes a snapshot of an hour, every area a
/// profile in MW, and every load of the area its share of it by its power in the network.
///
/// Reactive loads stay as they are. What the table replaces, snapshots and profiles, must be those of a file of one moment;
/// with an error among the findings the network is left as it is.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read_scenarios(path: &Path, network: &mut Network, findings: &mut Findings) -> Result<(), Error> {
    let label = path.display().to_string();
    let before = findings.count(Severity::Error);
    let changes = read_changes(path, &label, findings)?;
    scenarios(&label, &changes, before, network, findings);
    Ok(())
}

fn scenarios(label: &str, changes: &[Change], before: usize, network: &mut Network, findings: &mut Findings) {
    if network.snapshots.len() > 1 || !network.profiles.is_empty() {
        let message = "the network has snapshots already";
        let hint = "read the table into a case of one moment";
        findings.error("snapshots-exist", Place::file(label), message, hint);
    }
    let base = area_loads_mw(network);
    let (labels, series) = area_series(label, changes, &base, findings);
    if findings.count(Severity::Error) > before {
        return;
    }
    let number: BTreeMap<u32, usize> = series.keys().copied().zip(0..).collect();
    let mut constant = Tally::default();
    for load in network.loads.iter_mut().filter(|load| load.in_service && load.power_mw != 0.0) {
        let area = network.buses[load.bus].area;
        match number.get(&area) {
            Some(&series) => load.profile = Some(Profile { series, scale: load.power_mw / base[&area] }),
            None => constant.add(load.id.clone()),
        }
    }
    if let Some(message) = constant.sentence("loads are in areas the table does not name and stay constant") {
        findings.note("constant-load", Place::file(label), message, "");
    }
    network.snapshots = Snapshots::hourly(labels);
    network.profiles = series.into_values().collect();
}

/// Active load of every area, MW.
fn area_loads_mw(network: &Network) -> BTreeMap<u32, f64> {
    let mut total = BTreeMap::new();
    for load in network.loads.iter().filter(|load| load.in_service) {
        *total.entry(network.buses[load.bus].area).or_insert(0.0) += load.power_mw;
    }
    total
}

/// Labels in the order of the table, and the load of every area it names at each of them, MW; as in the case where a label
/// does not name it.
fn area_series(
    label: &str,
    changes: &[Change],
    base: &BTreeMap<u32, f64>,
    findings: &mut Findings,
) -> (Vec<String>, BTreeMap<u32, Vec<f64>>) {
    let (mut labels, mut series) = (Vec::new(), BTreeMap::<u32, Vec<f64>>::new());
    let mut last = f64::NAN;
    for change in changes {
        let [name, _, table, area, column, kind, value] = change.cells;
        let is_active = column == ALL_ACTIVE || column == FIXED_ACTIVE;
        let is_understood = table == TABLE_AREA_LOADS && is_active && (kind == REPLACE || kind == SCALE);
        let place = || Place::file(label).line(change.line);
        if !is_understood {
            let message = "a change that sets no active load of an area";
            let hint = "loads are CT_TAREALOAD area CT_LOAD_ALL_P CT_REP megawatts";
            findings.error("unknown-change", place(), message, hint);
            continue;
        }
        let known = base.iter().find(|(known, mw)| f64::from(**known) == area && **mw != 0.0);
        let Some((&area, &base_mw)) = known else {
            let message = format!("area {area} has no load in the network");
            let hint = "use the table that belongs to this case";
            findings.error("dangling-reference", place(), message, hint);
            continue;
        };
        if name != last {
            labels.push(format!("{name}"));
            last = name;
        }
        let values = series.entry(area).or_default();
        values.resize(labels.len(), base_mw);
        if let Some(now) = values.last_mut() {
            *now = if kind == SCALE { value * base_mw } else { value };
        }
    }
    for (area, values) in &mut series {
        values.resize(labels.len(), base[area]);
    }
    (labels, series)
}

/// Index of a row that is counted from 1.
fn index(row: f64, count: usize) -> Option<usize> {
    let is_row = row >= 1.0 && row.fract() == 0.0 && row <= count as f64;
    is_row.then(|| row as usize - 1)
}

/// Rows of the table; what cannot be read is a finding.
fn read_changes(path: &Path, label: &str, findings: &mut Findings) -> Result<Vec<Change>, Error> {
    let bytes = read_bytes(path)?;
    let text = String::from_utf8_lossy(&bytes);
    let mut changes = Vec::new();
    let mut is_inside = false;
    for (line, code) in code_lines(&text) {
        let mut rest = code.trim();
        if !is_inside {
            let Some((_, rows)) = rest.split_once('[').filter(|_| !rest.starts_with("function")) else {
                let is_known = rest.is_empty()
                    || ["function ", "define_constants", "end", "return"]
                        .iter()
                        .any(|word| rest.starts_with(word));
                if !is_known {
                    let message = format!("`{rest}` is programme text, which is not run");
                    let hint = "a change table is a matrix with one row a change";
                    findings.error("not-data", Place::file(label).line(line), message, hint);
                }
                continue;
            };
            (is_inside, rest) = (true, rows);
        }
        if let Some((rows, _)) = rest.split_once(']') {
            (is_inside, rest) = (false, rows);
        }
        for row in rest.split(';').filter(|row| !row.trim().is_empty()) {
            match change(row) {
                Ok(cells) => changes.push(Change { line, cells }),
                Err(message) => {
                    let hint = "label, prob, table, row, col, chgtype, newval; numbers or names of idx_ct";
                    findings.error("unknown-change", Place::file(label).line(line), message, hint);
                }
            }
        }
    }
    if is_inside {
        let message = "the table never closes, so the file is cut off";
        findings.error("unclosed", Place::file(label), message, "take the whole file");
    }
    if changes.is_empty() {
        findings.error("empty-file", Place::file(label), "there is no change in it", "is it a change table?");
    }
    Ok(changes)
}

/// Seven numbers or constants.
fn change(row: &str) -> Result<[f64; 7], String> {
    let mut cells = [0.0; 7];
    let mut count = 0;
    for word in row.split([' ', '\t', ',']).filter(|word| !word.is_empty()) {
        let known = || CONSTANTS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        let value = word.parse().ok().or_else(known).filter(|value: &f64| !value.is_nan());
        let value =
            value.ok_or_else(|| format!("`{word}` is neither a number nor a constant that is understood"))?;
        if let Some(cell) = cells.get_mut(count) {
            *cell = value;
        }
        count += 1;
    }
    if count == 7 { Ok(cells) } else { Err(format!("{count} columns, expected 7")) }
}
