//! MATPOWER case files, format version 2.
//!
//! A case is a function that fills a struct: scalars, number matrices and cell arrays of text. That is what is read; other
//! statements of a file are MATLAB programme text, which is not run, and each is a finding. Source of columns and
//! conventions: MATPOWER manual, appendix B.
//!
//! | in the file | here |
//! |---|---|
//! | `bus` `PD`, `QD` | a [`Load`](gigasite_case::network::Load), if either is not zero |
//! | `branch` `RATE_*` | none if 0 or from 1e10; a negative one too, with a finding |
//! | `branch` `ANGMIN`, `ANGMAX` | none if both are 0, or beyond ±360° |
//! | `gen` `RAMP_AGC`, `RAMP_30`, `RAMP_10` | the first that is not 0, in MW per hour: ×60, ×2, ×6 |
//! | `gen` `APF` | [`Generator::participation`](gigasite_case::network::Generator::participation) |
//! | `dcline` | a [`Link`](gigasite_case::network::Link) |
//! | `dclinecost`, linear | its cost of a megawatt hour |
//! | `genfuel`, `gen_name`, `bus_name` | carrier and names |
//!
//! Not kept, each with a finding: costs of reactive power, capability curves, `RAMP_Q`, machine bases, results of former
//! runs, `gentype`, and every other field.

mod changes;
mod rows;
mod script;
mod write;

pub use changes::{read_changes_of, read_contingencies, read_scenarios};
pub use write::write;

use super::tally::Tally;
use gigasite_case::network::Network;
use gigasite_case::{Findings, Place, Severity};
use script::Script;
use std::collections::BTreeMap;

const BUS: [&str; 13] =
    ["bus_i", "type", "Pd", "Qd", "Gs", "Bs", "area", "Vm", "Va", "baseKV", "zone", "Vmax", "Vmin"];
const GEN: [&str; 10] = ["bus", "Pg", "Qg", "Qmax", "Qmin", "Vg", "mBase", "status", "Pmax", "Pmin"];
const BRANCH: [&str; 11] =
    ["fbus", "tbus", "r", "x", "b", "rateA", "rateB", "rateC", "ratio", "angle", "status"];
const DCLINE: [&str; 17] = [
    "fbus", "tbus", "status", "Pf", "Pt", "Qf", "Qt", "Vf", "Vt", "Pmin", "Pmax", "QminF", "QmaxF", "QminT",
    "QmaxT", "loss0", "loss1",
];
const GENCOST: [&str; 4] = ["model", "startup", "shutdown", "n"];
/// Columns of a matrix behind these hold results of a former run.
const WIDTHS: [(&str, usize); 4] = [("bus", 13), ("gen", 21), ("branch", 13), ("dcline", 17)];
/// Fields that are read.
const READ: [&str; 11] = [
    "version",
    "baseMVA",
    "bus",
    "gen",
    "branch",
    "gencost",
    "dcline",
    "dclinecost",
    "bus_name",
    "gen_name",
    "genfuel",
];

/// Reads a case. `None` if it cannot be computed with; the reasons are findings.
pub fn read(label: &str, text: &str, findings: &mut Findings) -> Option<Network> {
    let script = Script::read(label, text, findings);
    if script.is_broken {
        return None;
    }
    let before = findings.count(Severity::Error);
    let mut desk = Desk { label, script: &script, findings };
    desk.version();
    let base_mva = desk.base_mva();
    let (buses, loads) = desk.buses();
    let index: BTreeMap<String, usize> =
        buses.iter().enumerate().map(|(index, bus)| (bus.id.clone(), index)).collect();
    let generators = desk.generators(&index, base_mva);
    let branches = desk.branches(&index);
    let links = desk.links(&index);
    desk.unread();
    if desk.findings.count(Severity::Error) > before {
        return None;
    }
    let (name, base_mva) = (script.name.clone(), base_mva?);
    Some(Network { name, base_mva, buses, branches, loads, generators, links, ..Network::default() })
}

/// What reading has at hand.
struct Desk<'a> {
    label: &'a str,
    script: &'a Script,
    findings: &'a mut Findings,
}

impl<'a> Desk<'a> {
    fn place(&self, line: usize) -> Place {
        Place::file(self.label).line(line)
    }

    /// The place a field begins at.
    fn place_of(&self, field: &str) -> Place {
        self.place(self.script.fields.get(field).map_or(1, |field| field.line)).field(field)
    }

    fn not_kept(&mut self, field: &str, message: impl Into<String>) {
        self.findings.note("not-kept", self.place_of(field), message, "");
    }

    fn version(&mut self) {
        let Some(field) = self.script.fields.get("version") else { return };
        if field.text() != "2" {
            let message = format!("format version `{}`, expected `2`", field.text());
            let hint = "load it in MATPOWER and save it with savecase";
            self.findings.error("wrong-version", self.place_of("version"), message, hint);
        }
    }

    fn base_mva(&mut self) -> Option<f64> {
        let field = self.script.fields.get("baseMVA");
        let base: Option<f64> = field.and_then(|field| field.scalar.parse().ok());
        if base.is_some_and(|base| base.is_finite() && base > 0.0) {
            return base;
        }
        let message = match field {
            Some(field) => format!("the base power is `{}`, expected a positive number", field.scalar),
            None => "the base power is missing".to_owned(),
        };
        self.findings.error("missing-key", self.place_of("baseMVA"), message, "write mpc.baseMVA = 100;");
        None
    }

    /// Rows of a matrix that have all the columns they need; the others are findings.
    fn matrix(&mut self, name: &str, columns: &[&str], is_needed: bool) -> Vec<(usize, &'a [f64])> {
        let script = self.script;
        let Some(field) = script.fields.get(name) else {
            if is_needed {
                let message = format!("there is no matrix `{name}`");
                let hint = "a case has bus, gen and branch";
                self.findings.error("missing-table", self.place(1).field(name), message, hint);
            }
            return Vec::new();
        };
        let mut rows = Vec::with_capacity(field.rows.len());
        for (line, row) in &field.rows {
            if row.len() < columns.len() {
                let (got, expected, missing) = (row.len(), columns.len(), columns[row.len()]);
                let message = format!("{got} columns, expected at least {expected}: `{missing}` is missing");
                let hint = "one row a line, ended by a semicolon";
                self.findings.error("row-count", self.place(*line).field(name), message, hint);
                continue;
            }
            let width = WIDTHS.iter().find(|(matrix, _)| *matrix == name).map_or(row.len(), |found| found.1);
            if let Some(at) = row.iter().take(width).position(|value| value.is_nan()) {
                let field = columns.get(at).map_or(name.to_owned(), |column| format!("{name}.{column}"));
                let place = self.place(*line).field(field);
                self.findings.error("not-finite", place, "not a number", "write the value itself");
            }
            rows.push((*line, row.as_slice()));
        }
        rows
    }

    /// Texts of a cell array, one a row of a matrix; none if there are more or fewer, with a finding.
    fn texts(&mut self, name: &str, rows: usize) -> Vec<Option<String>> {
        let texts = self.script.texts(name);
        if !texts.is_empty() && texts.len() != rows {
            let message = format!("{} texts for {rows} rows: none of them is kept", texts.len());
            self.findings.warning("row-count", self.place_of(name), message, "write one text a row");
        }
        if texts.len() != rows {
            return vec![None; rows];
        }
        let kept = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        texts.into_iter().map(kept).collect()
    }

    /// A whole number in a cell.
    fn whole(&mut self, line: usize, field: &str, value: f64) -> u32 {
        if value < 0.0 || value.fract() != 0.0 || value > f64::from(u32::MAX) {
            let message = format!("{value}, expected a whole number");
            let place = self.place(line).field(field);
            self.findings.error("wrong-value", place, message, "count from 0 or 1");
        }
        value as u32
    }

    /// Index of the bus of a number in a cell.
    fn bus(
        &mut self,
        index: &BTreeMap<String, usize>,
        number: f64,
        line: usize,
        field: &str,
    ) -> Option<usize> {
        let id = format!("{number}");
        let found = index.get(&id).copied();
        if found.is_none() {
            let place = self.place(line).field(field);
            let hint = "add the bus, or correct the number";
            self.findings.error("dangling-reference", place, format!("there is no bus {id}"), hint);
        }
        found
    }

    /// What the file holds and a [`Network`] has no place for.
    fn unread(&mut self) {
        let script = self.script;
        for (name, field) in &script.fields {
            let is_empty = field.scalar.is_empty() && field.rows.is_empty() && field.cells.is_empty();
            if !READ.contains(&name.as_str()) && !is_empty {
                self.not_kept(name, format!("`{name}` is not kept"));
            }
        }
        for (name, width) in WIDTHS {
            let rows = script.fields.get(name).map(|field| field.rows.as_slice()).unwrap_or_default();
            if rows.iter().any(|(_, row)| row.iter().skip(width).any(|value| *value != 0.0)) {
                let message = format!(
                    "columns of `{name}` from the {}th, results of a former run, are not kept",
                    width + 1
                );
                self.not_kept(name, message);
            }
        }
    }

    /// A warning about rows of a matrix, if there are any.
    fn tallied(&mut self, code: &str, field: &str, tally: &Tally, what: &str, hint: &str) {
        if let Some(message) = tally.sentence(what) {
            self.findings.warning(code, self.place_of(field), message, hint);
        }
    }
}
