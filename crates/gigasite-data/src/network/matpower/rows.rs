//! Rows of a case to buses, plants, branches and links.

use super::{BRANCH, BUS, DCLINE, Desk, GEN, GENCOST};
use crate::network::tally::Tally;
use gigasite_case::network::{Branch, BranchKind, Bus, BusKind, Cost, CostCurve, Generator, Link, Load};
use std::collections::BTreeMap;

/// An angle limit this wide is none.
pub(super) const ANY_ANGLE_DEG: f64 = 360.0;
/// A rating from here on is none.
pub(super) const ANY_RATING_MVA: f64 = 1e10;

/// Index of a bus by its number.
type Index = BTreeMap<String, usize>;

impl Desk<'_> {
    /// Buses, and the load of each that draws anything.
    pub(super) fn buses(&mut self) -> (Vec<Bus>, Vec<Load>) {
        let rows = self.matrix("bus", &BUS, true);
        let names = self.texts("bus_name", rows.len());
        let mut first_line: BTreeMap<String, usize> = BTreeMap::new();
        let (mut buses, mut loads) = (Vec::with_capacity(rows.len()), Vec::new());
        for (number, ((line, row), name)) in rows.into_iter().zip(names).enumerate() {
            let id = format!("{}", row[0]);
            self.whole(line, "bus.bus_i", row[0]);
            if let Some(first) = first_line.insert(id.clone(), line) {
                let message = format!("bus {id} stands here and in line {first}");
                let place = self.place(line).field("bus.bus_i");
                self.findings.error("duplicate-id", place, message, "number buses once");
            }
            if row[2] != 0.0 || row[3] != 0.0 {
                let (power_mw, power_mvar) = (row[2], row[3]);
                loads.push(Load { id: id.clone(), bus: number, power_mw, power_mvar, ..Load::default() });
            }
            buses.push(Bus {
                id,
                name,
                kind: self.kind(line, row[1]),
                shunt_mw: row[4],
                shunt_mvar: row[5],
                area: self.whole(line, "bus.area", row[6]),
                zone: self.whole(line, "bus.zone", row[10]),
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

    fn kind(&mut self, line: usize, number: f64) -> BusKind {
        let kinds = [BusKind::Load, BusKind::Generator, BusKind::Reference, BusKind::Isolated];
        let found = (1..).zip(kinds).find(|(at, _)| f64::from(*at) == number);
        if found.is_none() {
            let message = format!("bus type {number}, expected 1 to 4");
            let hint = "1 PQ, 2 PV, 3 reference, 4 isolated";
            self.findings.error("wrong-value", self.place(line).field("bus.type"), message, hint);
        }
        found.map_or(BusKind::Load, |(_, kind)| kind)
    }

    pub(super) fn generators(&mut self, index: &Index, base_mva: Option<f64>) -> Vec<Generator> {
        let rows = self.matrix("gen", &GEN, true);
        let costs = self.costs(rows.len());
        let names = self.texts("gen_name", rows.len());
        let fuels = self.texts("genfuel", rows.len());
        self.unkept_of_generators(&rows, base_mva);
        let mut generators = Vec::with_capacity(rows.len());
        for (number, (line, row)) in rows.iter().enumerate() {
            let Some(bus) = self.bus(index, row[0], *line, "gen.bus") else { continue };
            let ramp = ramp_mw_per_h(row);
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
                ramp_up_mw_per_h: ramp,
                ramp_down_mw_per_h: ramp,
                participation: row.get(20).copied().unwrap_or(0.0),
                cost: costs.get(number).cloned().flatten(),
                name: names[number].clone(),
                carrier: fuels[number].clone(),
                ..Generator::default()
            });
        }
        generators
    }

    fn unkept_of_generators(&mut self, rows: &[(usize, &[f64])], base_mva: Option<f64>) {
        let has = |from: usize, to: usize| {
            rows.iter().any(|(_, row)| row.iter().take(to).skip(from).any(|value| *value != 0.0))
        };
        if has(10, 16) {
            self.not_kept("gen", "capability curves (Pc1 to Qc2max) are not kept");
        }
        if has(19, 20) {
            self.not_kept("gen", "ramps of reactive power (RAMP_Q) are not kept");
        }
        let other = rows.iter().filter(|(_, row)| Some(row[6]) != base_mva).count();
        if other > 0 {
            let message =
                format!("{other} generators have a machine base (mBase) of their own, which is not kept");
            self.not_kept("gen", message);
        }
    }

    /// One cost a generator; a second block of rows is the cost of reactive power, which is not kept.
    fn costs(&mut self, generators: usize) -> Vec<Option<Cost>> {
        let rows = self.matrix("gencost", &GENCOST, false);
        if rows.is_empty() {
            return Vec::new();
        }
        if rows.len() == 2 * generators {
            let place = self.place(rows[generators].0).field("gencost");
            self.findings.note("not-kept", place, "costs of reactive power are not kept", "");
        } else if rows.len() != generators {
            let message = format!("{} rows of cost for {generators} generators", rows.len());
            let hint = "one row a generator, or two blocks of them";
            self.findings.error("row-count", self.place_of("gencost"), message, hint);
        }
        rows.iter().take(generators).map(|(line, row)| self.cost("gencost", *line, row)).collect()
    }

    fn cost(&mut self, field: &str, line: usize, row: &[f64]) -> Option<Cost> {
        let (data, is_piecewise) = (&row[4..], row[0] == 1.0);
        let n = if row[3] >= 1.0 && row[3].fract() == 0.0 { row[3] as usize } else { 0 };
        let needed = if is_piecewise { n.saturating_mul(2) } else { n };
        if !(is_piecewise || row[0] == 2.0) || n == 0 || data.len() < needed || (is_piecewise && n < 2) {
            let message = format!("cost model {} with {} numbers for n = {}", row[0], data.len(), row[3]);
            let hint = "1 = piecewise with n points, 2 = polynomial with n coefficients";
            self.findings.error("wrong-value", self.place(line).field(field), message, hint);
            return None;
        }
        if let Some(at) = data[..needed].iter().position(|value| !value.is_finite()) {
            let message = format!("{}, expected a finite number", data[at]);
            self.findings.error(
                "not-finite",
                self.place(line).field(field),
                message,
                "write the value itself",
            );
        }
        let curve = if is_piecewise {
            CostCurve::Piecewise(data[..needed].chunks_exact(2).map(|point| (point[0], point[1])).collect())
        } else {
            CostCurve::Polynomial(data[..needed].to_vec())
        };
        Some(Cost { startup: row[1], shutdown: row[2], curve })
    }

    pub(super) fn branches(&mut self, index: &Index) -> Vec<Branch> {
        let rows = self.matrix("branch", &BRANCH, true);
        let mut branches = Vec::with_capacity(rows.len());
        let mut negative = Tally::default();
        for (number, (line, row)) in rows.iter().enumerate() {
            let from = self.bus(index, row[0], *line, "branch.fbus");
            let to = self.bus(index, row[1], *line, "branch.tbus");
            let (Some(from), Some(to)) = (from, to) else { continue };
            let rating = |mva: f64| Some(mva).filter(|mva| *mva > 0.0 && *mva < ANY_RATING_MVA);
            if row[5..8].iter().any(|mva| *mva < 0.0) {
                negative.add((number + 1).to_string());
            }
            let low = row.get(11).copied().unwrap_or(0.0);
            let high = row.get(12).copied().unwrap_or(0.0);
            let is_free = low == 0.0 && high == 0.0;
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
                angle_min_deg: Some(low).filter(|low| !is_free && *low > -ANY_ANGLE_DEG),
                angle_max_deg: Some(high).filter(|high| !is_free && *high < ANY_ANGLE_DEG),
                ..Branch::default()
            });
        }
        let what = "branches have a negative rating, which is taken as none";
        self.tallied("negative-rating", "branch", &negative, what, "write 0 for no rating");
        branches
    }

    pub(super) fn links(&mut self, index: &Index) -> Vec<Link> {
        let rows = self.matrix("dcline", &DCLINE, false);
        let prices = self.link_costs(rows.len());
        let mut links = Vec::with_capacity(rows.len());
        let mut turning = Tally::default();
        for (number, (line, row)) in rows.into_iter().enumerate() {
            let from = self.bus(index, row[0], line, "dcline.fbus");
            let to = self.bus(index, row[1], line, "dcline.tbus");
            let (Some(from), Some(to)) = (from, to) else { continue };
            if (row[9] < 0.0 || row[10] < 0.0) && (row[15] != 0.0 || row[16] != 0.0) {
                turning.add((number + 1).to_string());
            }
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
                marginal_cost_per_mwh: prices.get(number).copied().unwrap_or(0.0),
                ..Link::default()
            });
        }
        let what = "lossy links have a negative limit, which the format means at the to end and which is taken at the from end";
        self.tallied("limit-end", "dcline", &turning, what, "give the limits at the from end");
        links
    }

    /// Cost of a megawatt hour on every link; what is not proportional to power is not kept.
    fn link_costs(&mut self, links: usize) -> Vec<f64> {
        let rows = self.matrix("dclinecost", &GENCOST, false);
        if !rows.is_empty() && rows.len() != links {
            let message = format!("{} rows of cost for {links} links", rows.len());
            self.findings.error("row-count", self.place_of("dclinecost"), message, "one row a link");
        }
        let (mut prices, mut other) = (Vec::with_capacity(rows.len()), Tally::default());
        for (number, (line, row)) in rows.into_iter().enumerate() {
            let price = self.cost("dclinecost", line, row).map(|cost| proportional(&cost));
            if price == Some(None) {
                other.add((number + 1).to_string());
            }
            prices.push(price.flatten().unwrap_or(0.0));
        }
        let what = "links have a cost that is not proportional to power and is not kept";
        self.tallied("not-kept", "dclinecost", &other, what, "write `2 0 0 2 price 0`");
        prices
    }
}

/// The price, if a cost is nothing but a price times power.
fn proportional(cost: &Cost) -> Option<f64> {
    let CostCurve::Polynomial(terms) = &cost.curve else { return None };
    let at = terms.len().wrapping_sub(2);
    let others = terms.iter().enumerate().filter(|(place, _)| *place != at).all(|(_, term)| *term == 0.0);
    (others && cost.startup == 0.0 && cost.shutdown == 0.0).then(|| terms.get(at).copied().unwrap_or(0.0))
}

/// `RAMP_AGC` is in MW a minute, `RAMP_30` in MW over 30 minutes, `RAMP_10` over 10; zero is none.
fn ramp_mw_per_h(row: &[f64]) -> Option<f64> {
    let of = |column: usize, per_h: f64| {
        row.get(column).map(|ramp| ramp * per_h).filter(|ramp| *ramp > 0.0 && ramp.is_finite())
    };
    of(16, 60.0).or_else(|| of(18, 2.0)).or_else(|| of(17, 6.0))
}
