//! MATPOWER case files, format version 2.
//!
//! A case is a function that fills a struct: scalars, number matrices and cell arrays of text. That is what is read; other
//! statements of a file are MATLAB programme text, which is not run, and each is a finding. Source of columns and
//! conventions: MATPOWER manual, appendix B.

mod script;

use gigasite_case::network::{
    Branch, BranchKind, Bus, BusKind, Cost, CostCurve, Generator, Link, Load, Network,
};
use gigasite_case::{Findings, Place};
use script::{Field, Script};
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
/// An angle limit this wide is none.
const ANY_ANGLE_DEG: f64 = 360.0;

/// Reads a case. `None` if it cannot be computed with; the reasons are findings.
pub fn read(label: &str, text: &str, findings: &mut Findings) -> Option<Network> {
    let script = Script::read(label, text, findings);
    let mut desk = Desk { label, script: &script, findings };
    let before = desk.findings.count(gigasite_case::Severity::Error);
    desk.version();
    let base_mva = desk.base_mva();
    let (buses, loads) = desk.buses();
    let index: BTreeMap<String, usize> =
        buses.iter().enumerate().map(|(index, bus)| (bus.id.clone(), index)).collect();
    let generators = desk.generators(&index);
    let branches = desk.branches(&index);
    let links = desk.links(&index);
    desk.unread();
    if desk.findings.count(gigasite_case::Severity::Error) > before || script.is_broken {
        return None;
    }
    Some(Network {
        name: script.name.clone(),
        base_mva: base_mva?,
        buses,
        branches,
        loads,
        generators,
        links,
        ..Network::default()
    })
}

struct Desk<'a> {
    label: &'a str,
    script: &'a Script,
    findings: &'a mut Findings,
}

impl Desk<'_> {
    fn place(&self, line: usize) -> Place {
        Place::file(self.label).line(line)
    }

    fn version(&mut self) {
        let version = self.script.fields.get("version").and_then(|field| field.text.clone());
        if version.as_deref().is_some_and(|version| version != "2") {
            let line = self.script.fields["version"].line;
            let message = format!("format version `{}`, expected `2`", version.unwrap_or_default());
            let place = self.place(line).field("version");
            self.findings.error(
                "wrong-version",
                place,
                message,
                "load it in MATPOWER and save it with savecase",
            );
        }
    }

    fn base_mva(&mut self) -> Option<f64> {
        let field = self.script.fields.get("baseMVA");
        let line = field.map_or(1, |field| field.line);
        match field.and_then(|field| field.number) {
            Some(base) if base.is_finite() && base > 0.0 => Some(base),
            _ => {
                let place = self.place(line).field("baseMVA");
                self.findings.error(
                    "missing-key",
                    place,
                    "the base power is missing or not positive",
                    "write mpc.baseMVA = 100;",
                );
                None
            }
        }
    }

    /// Rows of a matrix that have all the columns they need; the others are findings.
    fn matrix(&mut self, name: &str, columns: &[&str], needed: bool) -> Vec<(usize, Vec<f64>)> {
        let Some(field) = self.script.fields.get(name) else {
            if needed {
                let place = self.place(1).field(name);
                self.findings.error(
                    "missing-table",
                    place,
                    format!("there is no matrix `{name}`"),
                    "a case has bus, gen and branch",
                );
            }
            return Vec::new();
        };
        let mut rows = Vec::new();
        for (line, row) in &field.rows {
            if row.len() < columns.len() {
                let message = format!(
                    "{} columns, expected at least {}: `{}` is missing",
                    row.len(),
                    columns.len(),
                    columns[row.len()]
                );
                self.findings.error(
                    "row-count",
                    self.place(*line).field(name),
                    message,
                    "one row a line, ended by a semicolon",
                );
                continue;
            }
            for (value, column) in row.iter().zip(columns) {
                if value.is_nan() {
                    let place = self.place(*line).field(format!("{name}.{column}"));
                    self.findings.error("not-finite", place, "not a number", "write the value itself");
                }
            }
            rows.push((*line, row.clone()));
        }
        rows
    }

    /// Buses, and the load of each that draws anything.
    fn buses(&mut self) -> (Vec<Bus>, Vec<Load>) {
        let rows = self.matrix("bus", &BUS, true);
        let names = self.script.texts("bus_name");
        let named = names.len() == rows.len();
        let mut first_line: BTreeMap<String, usize> = BTreeMap::new();
        let (mut buses, mut loads) = (Vec::with_capacity(rows.len()), Vec::new());
        for (number, (line, row)) in rows.iter().enumerate() {
            let id = format!("{}", row[0]);
            if let Some(first) = first_line.insert(id.clone(), *line) {
                let message = format!("bus {id} stands here and in line {first}");
                self.findings.error(
                    "duplicate-id",
                    self.place(*line).field("bus.bus_i"),
                    message,
                    "number buses once",
                );
            }
            let kind = match row[1] as i64 {
                1 => BusKind::Load,
                2 => BusKind::Generator,
                3 => BusKind::Reference,
                4 => BusKind::Isolated,
                other => {
                    let message = format!("bus type {other}, expected 1 to 4");
                    self.findings.error(
                        "wrong-value",
                        self.place(*line).field("bus.type"),
                        message,
                        "1 PQ, 2 PV, 3 reference, 4 isolated",
                    );
                    BusKind::Load
                }
            };
            if row[2] != 0.0 || row[3] != 0.0 {
                loads.push(Load {
                    id: id.clone(),
                    bus: number,
                    power_mw: row[2],
                    power_mvar: row[3],
                    ..Load::default()
                });
            }
            buses.push(Bus {
                id,
                name: named.then(|| names[number].trim().to_owned()),
                kind,
                shunt_mw: row[4],
                shunt_mvar: row[5],
                area: row[6] as u32,
                zone: row[10] as u32,
                voltage_pu: row[7],
                angle_deg: row[8],
                base_kv: row[9],
                voltage_max_pu: row[11],
                voltage_min_pu: row[12],
                ..Bus::default()
            });
        }
        (buses, loads)
    }

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
            let message = format!("there is no bus {id}");
            self.findings.error(
                "dangling-reference",
                self.place(line).field(field),
                message,
                "add the bus, or correct the number",
            );
        }
        found
    }

    fn generators(&mut self, index: &BTreeMap<String, usize>) -> Vec<Generator> {
        let rows = self.matrix("gen", &GEN, true);
        let costs = self.costs(rows.len());
        let names = self.script.texts("gen_name");
        let fuels = self.script.texts("genfuel");
        let text = |list: &[String], number: usize| {
            Some(list.get(number)?.trim().to_owned())
                .filter(|text| list.len() == rows.len() && !text.is_empty())
        };
        let wide = rows.iter().any(|(_, row)| row.iter().take(20).skip(GEN.len()).any(|value| *value != 0.0));
        if wide {
            let place = Place::file(self.label).field("gen");
            self.findings.note(
                "not-kept",
                place,
                "capability curves and ramps of generators are not kept",
                "",
            );
        }
        let mut generators = Vec::with_capacity(rows.len());
        for (number, (line, row)) in rows.iter().enumerate() {
            let Some(bus) = self.bus(index, row[0], *line, "gen.bus") else { continue };
            generators.push(Generator {
                id: (number + 1).to_string(),
                bus,
                power_mw: row[1],
                power_mvar: row[2],
                power_max_mvar: row[3],
                power_min_mvar: row[4],
                voltage_pu: row[5],
                in_service: row[7] > 0.0,
                rated_mw: row[8],
                power_max_mw: row[8],
                power_min_mw: row[9],
                participation: row.get(20).copied().unwrap_or(0.0),
                cost: costs.get(number).cloned().flatten(),
                name: text(&names, number),
                carrier: text(&fuels, number),
                ..Generator::default()
            });
        }
        generators
    }

    /// One cost a generator; a second block of rows is the cost of reactive power, which is not kept.
    fn costs(&mut self, generators: usize) -> Vec<Option<Cost>> {
        let rows = self.matrix("gencost", &["model", "startup", "shutdown", "n"], false);
        if rows.is_empty() {
            return Vec::new();
        }
        if rows.len() == 2 * generators {
            let place = self.place(rows[generators].0).field("gencost");
            self.findings.note("not-kept", place, "costs of reactive power are not kept", "");
        } else if rows.len() != generators {
            let message = format!("{} rows of cost for {generators} generators", rows.len());
            self.findings.error(
                "row-count",
                self.place(rows[0].0).field("gencost"),
                message,
                "one row a generator, or two blocks of them",
            );
        }
        rows.iter().take(generators).map(|(line, row)| self.cost(*line, row)).collect()
    }

    fn cost(&mut self, line: usize, row: &[f64]) -> Option<Cost> {
        let n = row[3] as usize;
        let data = &row[4..];
        let model = row[0] as i64;
        let is_piecewise = model == 1;
        let needed = if is_piecewise { 2 * n } else { n };
        if !(is_piecewise || model == 2) || data.len() < needed || (is_piecewise && n < 2) {
            let message = format!("cost model {} with {} numbers for n = {n}", row[0], data.len());
            self.findings.error(
                "wrong-value",
                self.place(line).field("gencost"),
                message,
                "1 = piecewise with n points, 2 = polynomial with n coefficients",
            );
            return None;
        }
        let curve = if is_piecewise {
            CostCurve::Piecewise(data[..needed].chunks_exact(2).map(|point| (point[0], point[1])).collect())
        } else {
            CostCurve::Polynomial(data[..needed].to_vec())
        };
        Some(Cost { startup: row[1], shutdown: row[2], curve })
    }

    fn branches(&mut self, index: &BTreeMap<String, usize>) -> Vec<Branch> {
        let rows = self.matrix("branch", &BRANCH, true);
        let mut branches = Vec::with_capacity(rows.len());
        for (number, (line, row)) in rows.iter().enumerate() {
            let from = self.bus(index, row[0], *line, "branch.fbus");
            let to = self.bus(index, row[1], *line, "branch.tbus");
            let (Some(from), Some(to)) = (from, to) else { continue };
            let rating = |mva: f64| Some(mva).filter(|mva| *mva > 0.0 && mva.is_finite());
            let (low, high) = match (row.get(11), row.get(12)) {
                (Some(low), Some(high)) => (*low, *high),
                _ => (0.0, 0.0),
            };
            let free = low == 0.0 && high == 0.0;
            let tap_ratio = Some(row[8]).filter(|ratio| *ratio != 0.0);
            let is_transformer = tap_ratio.is_some() || row[9] != 0.0;
            branches.push(Branch {
                id: (number + 1).to_string(),
                kind: if is_transformer { BranchKind::Transformer } else { BranchKind::Line },
                from,
                to,
                resistance_pu: row[2],
                reactance_pu: row[3],
                charging_pu: row[4],
                rating_mva: rating(row[5]),
                rating_short_mva: rating(row[6]),
                rating_emergency_mva: rating(row[7]),
                tap_ratio,
                shift_deg: row[9],
                in_service: row[10] > 0.0,
                angle_min_deg: Some(low).filter(|low| !free && *low > -ANY_ANGLE_DEG),
                angle_max_deg: Some(high).filter(|high| !free && *high < ANY_ANGLE_DEG),
                ..Branch::default()
            });
        }
        branches
    }

    fn links(&mut self, index: &BTreeMap<String, usize>) -> Vec<Link> {
        let mut links = Vec::new();
        for (number, (line, row)) in self.matrix("dcline", &DCLINE, false).into_iter().enumerate() {
            let from = self.bus(index, row[0], line, "dcline.fbus");
            let to = self.bus(index, row[1], line, "dcline.tbus");
            let (Some(from), Some(to)) = (from, to) else { continue };
            links.push(Link {
                id: (number + 1).to_string(),
                from,
                to,
                in_service: row[2] > 0.0,
                power_mw: row[3],
                rated_mw: row[10],
                power_min_mw: row[9],
                power_max_mw: row[10],
                efficiency: 1.0 - row[16],
                loss_mw: row[15],
                from_mvar: row[5],
                to_mvar: row[6],
                from_limits_mvar: (row[11], row[12]),
                to_limits_mvar: (row[13], row[14]),
                voltage_pu: (row[7], row[8]),
                ..Link::default()
            });
        }
        links
    }

    /// Fields of the file that have no place in a [`Network`].
    fn unread(&mut self) {
        const READ: [&str; 9] =
            ["version", "baseMVA", "bus", "gen", "branch", "gencost", "dcline", "bus_name", "gen_name"];
        let unread: Vec<(&String, &Field)> = self
            .script
            .fields
            .iter()
            .filter(|(name, _)| !READ.contains(&name.as_str()) && *name != "genfuel")
            .collect();
        for (name, field) in unread {
            self.findings.note(
                "not-kept",
                self.place(field.line).field(name.clone()),
                format!("`{name}` is not kept"),
                "",
            );
        }
    }
}
