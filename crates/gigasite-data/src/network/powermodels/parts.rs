//! Elements to buses, plants, branches and links.

use super::Desk;
use super::element::{Element, Index};
use crate::network::tally::Tally;
use gigasite_case::Place;
use gigasite_case::network::{Branch, BranchKind, Bus, BusKind, Cost, CostCurve, Generator, Link, Load};
use serde_json::Value;

/// An angle limit this wide is none.
const ANY_ANGLE_DEG: f64 = 360.0;

impl Desk<'_> {
    pub(super) fn buses(&mut self) -> Vec<Bus> {
        let read = [
            "bus_i", "bus_type", "status", "name", "area", "zone", "vm", "va", "base_kv", "vmax", "vmin",
            "coord", "country",
        ];
        let mut buses = Vec::new();
        for row in self.table("bus") {
            self.unread(&row, &read);
            let kind = self.kind(&row);
            let is_on = self.is_on(&row, "status");
            buses.push(Bus {
                id: row.id(),
                name: row.text("name"),
                kind: if is_on { kind } else { BusKind::Isolated },
                area: self.maybe(&row, "area").map_or(1, |area| area as u32),
                zone: self.maybe(&row, "zone").map_or(1, |zone| zone as u32),
                voltage_pu: self.maybe(&row, "vm").unwrap_or(1.0),
                angle_deg: self.angle(&row, "va").unwrap_or(0.0),
                base_kv: self.maybe(&row, "base_kv").unwrap_or(0.0),
                voltage_max_pu: self.maybe(&row, "vmax").unwrap_or(f64::INFINITY),
                voltage_min_pu: self.maybe(&row, "vmin").unwrap_or(0.0),
                lon_lat_deg: place_of(&row),
                country: row.text("country"),
                ..Bus::default()
            });
        }
        buses
    }

    fn kind(&mut self, row: &Element<'_>) -> BusKind {
        let number = self.number(row, "bus_type");
        let kinds = [BusKind::Load, BusKind::Generator, BusKind::Reference, BusKind::Isolated];
        let found = (1..).zip(kinds).find(|(at, _)| f64::from(*at) == number);
        if found.is_none() {
            let message = format!("bus type {number}, expected 1 to 4");
            let hint = "1 PQ, 2 PV, 3 reference, 4 isolated";
            self.findings.error("wrong-value", self.place(row, "bus_type"), message, hint);
        }
        found.map_or(BusKind::Load, |(_, kind)| kind)
    }

    pub(super) fn loads(&mut self, index: &Index) -> Vec<Load> {
        let mut loads = Vec::new();
        for row in self.table("load") {
            self.unread(&row, &["load_bus", "pd", "qd", "status"]);
            let Some(bus) = self.bus(&row, "load_bus", index) else { continue };
            let (power_mw, power_mvar) = (self.power(&row, "pd"), self.power(&row, "qd"));
            let in_service = self.is_on(&row, "status");
            loads.push(Load { id: row.id(), bus, power_mw, power_mvar, in_service, ..Load::default() });
        }
        loads
    }

    pub(super) fn shunts(&mut self, index: &Index, buses: &mut [Bus]) {
        for row in self.table("shunt") {
            self.unread(&row, &["shunt_bus", "gs", "bs", "status"]);
            let Some(bus) = self.bus(&row, "shunt_bus", index) else { continue };
            if self.is_on(&row, "status") {
                buses[bus].shunt_mw += self.power(&row, "gs");
                buses[bus].shunt_mvar += self.power(&row, "bs");
            }
        }
    }

    pub(super) fn generators(&mut self, index: &Index) -> Vec<Generator> {
        let read = [
            "gen_bus",
            "pg",
            "qg",
            "pmax",
            "pmin",
            "qmax",
            "qmin",
            "vg",
            "gen_status",
            "model",
            "ncost",
            "cost",
            "startup",
            "shutdown",
            "type",
            "name",
            "mbase",
        ];
        let mut generators = Vec::new();
        for row in self.table("gen") {
            self.unread(&row, &read);
            let Some(bus) = self.bus(&row, "gen_bus", index) else { continue };
            self.number(&row, "pmax");
            let most = self.power(&row, "pmax");
            generators.push(Generator {
                id: row.id(),
                bus,
                power_mw: self.power(&row, "pg"),
                power_mvar: self.power(&row, "qg"),
                power_max_mvar: self.limit(&row, "qmax", f64::INFINITY),
                power_min_mvar: self.limit(&row, "qmin", f64::NEG_INFINITY),
                voltage_pu: self.maybe(&row, "vg").unwrap_or(1.0),
                in_service: self.is_on(&row, "gen_status"),
                rated_mw: most,
                power_max_mw: most,
                power_min_mw: self.power(&row, "pmin"),
                cost: self.cost(&row),
                name: row.text("name"),
                carrier: row.text("type"),
                ..Generator::default()
            });
        }
        generators
    }

    /// `model` 2: coefficients, highest power first, of the power in the file's unit; 1: points.
    fn cost(&mut self, row: &Element<'_>) -> Option<Cost> {
        let given = row.fields.get("cost")?;
        let terms: Option<Vec<f64>> =
            given.as_array().and_then(|terms| terms.iter().map(Value::as_f64).collect());
        let (model, n) = (self.number(row, "model"), self.maybe(row, "ncost"));
        let terms = terms.filter(|terms| terms.iter().all(|term| term.is_finite()));
        let curve = terms.and_then(|terms| curve(model, n, &terms, self.to_mw));
        if curve.is_none() {
            let message = format!("cost model {model} with `{given}`");
            let hint = "1 = piecewise with ncost points, 2 = polynomial with ncost coefficients";
            self.findings.error("wrong-value", self.place(row, "cost"), message, hint);
        }
        let startup = self.maybe(row, "startup").unwrap_or(0.0);
        let shutdown = self.maybe(row, "shutdown").unwrap_or(0.0);
        Some(Cost { startup, shutdown, curve: curve? })
    }

    pub(super) fn branches(&mut self, index: &Index) -> Vec<Branch> {
        let read = [
            "f_bus",
            "t_bus",
            "br_r",
            "br_x",
            "g_fr",
            "g_to",
            "b_fr",
            "b_to",
            "tap",
            "shift",
            "rate_a",
            "rate_b",
            "rate_c",
            "angmin",
            "angmax",
            "br_status",
            "transformer",
        ];
        let mut branches = Vec::new();
        let mut uneven = Tally::default();
        for row in self.table("branch") {
            self.unread(&row, &read);
            let ends = (self.bus(&row, "f_bus", index), self.bus(&row, "t_bus", index));
            let (Some(from), Some(to)) = ends else { continue };
            let half = |desk: &mut Self, key: &str| desk.maybe(&row, key).unwrap_or(0.0);
            let (b_from, b_to) = (half(self, "b_fr"), half(self, "b_to"));
            let (g_from, g_to) = (half(self, "g_fr"), half(self, "g_to"));
            if (b_from, g_from) != (b_to, g_to) {
                uneven.add(row.id());
            }
            let is_transformer = row.fields.get("transformer").and_then(Value::as_bool) == Some(true);
            let mut rating = |key| Some(self.power(&row, key)).filter(|mva| *mva > 0.0);
            let ratings = ["rate_a", "rate_b", "rate_c"].map(&mut rating);
            let (low, high) = (self.angle(&row, "angmin"), self.angle(&row, "angmax"));
            let is_free = low.unwrap_or(0.0) == 0.0 && high.unwrap_or(0.0) == 0.0;
            branches.push(Branch {
                id: row.id(),
                kind: if is_transformer { BranchKind::Transformer } else { BranchKind::Line },
                from,
                to,
                resistance_pu: self.number(&row, "br_r"),
                reactance_pu: self.number(&row, "br_x"),
                charging_pu: b_from + b_to,
                conductance_pu: g_from + g_to,
                rating_mva: ratings[0],
                rating_short_mva: ratings[1],
                rating_emergency_mva: ratings[2],
                tap_ratio: self.maybe(&row, "tap").filter(|tap| is_transformer && *tap != 0.0),
                shift_deg: self.angle(&row, "shift").unwrap_or(0.0),
                in_service: self.is_on(&row, "br_status"),
                angle_min_deg: low.filter(|low| !is_free && *low > -ANY_ANGLE_DEG),
                angle_max_deg: high.filter(|high| !is_free && *high < ANY_ANGLE_DEG),
                ..Branch::default()
            });
        }
        let what = "branches have unequal halves of their shunt, of which each end gets the mean";
        if let Some(message) = uneven.sentence(what) {
            self.findings.warning("uneven-shunt", Place::file(self.label).field("branch"), message, "");
        }
        branches
    }

    pub(super) fn links(&mut self, index: &Index) -> Vec<Link> {
        let read = [
            "f_bus",
            "t_bus",
            "br_status",
            "pf",
            "qf",
            "qt",
            "vf",
            "vt",
            "pminf",
            "pmaxf",
            "qminf",
            "qmaxf",
            "qmint",
            "qmaxt",
            "loss0",
            "loss1",
        ];
        let mut links = Vec::new();
        for row in self.table("dcline") {
            self.unread(&row, &read);
            let ends = (self.bus(&row, "f_bus", index), self.bus(&row, "t_bus", index));
            let (Some(from), Some(to)) = ends else { continue };
            let open = f64::INFINITY;
            let most = self.limit(&row, "pmaxf", open);
            links.push(Link {
                id: row.id(),
                from,
                to,
                in_service: self.is_on(&row, "br_status"),
                power_mw: self.power(&row, "pf"),
                rated_mw: most,
                power_min_mw: self.limit(&row, "pminf", -open),
                power_max_mw: most,
                efficiency: 1.0 - self.maybe(&row, "loss1").unwrap_or(0.0),
                loss_mw: self.power(&row, "loss0"),
                from_mvar: self.power(&row, "qf"),
                to_mvar: self.power(&row, "qt"),
                from_limits_mvar: (self.limit(&row, "qminf", -open), self.limit(&row, "qmaxf", open)),
                to_limits_mvar: (self.limit(&row, "qmint", -open), self.limit(&row, "qmaxt", open)),
                voltage_pu: (self.maybe(&row, "vf").unwrap_or(1.0), self.maybe(&row, "vt").unwrap_or(1.0)),
                ..Link::default()
            });
        }
        links
    }
}

/// Longitude and latitude, where a bus has both.
fn place_of(row: &Element<'_>) -> Option<(f64, f64)> {
    let coordinates = row.fields.get("coord")?.as_array()?;
    Some((coordinates.first()?.as_f64()?, coordinates.get(1)?.as_f64()?))
}

/// A cost per hour over MW from one over units of `mw`.
fn curve(model: f64, n: Option<f64>, terms: &[f64], mw: f64) -> Option<CostCurve> {
    if model == 1.0 {
        let points: Vec<(f64, f64)> = terms.chunks_exact(2).map(|point| (point[0] * mw, point[1])).collect();
        let is_whole = terms.len().is_multiple_of(2) && n.is_none_or(|n| n == points.len() as f64);
        return (is_whole && points.len() > 1).then_some(CostCurve::Piecewise(points));
    }
    let is_whole = n.is_none_or(|n| n == terms.len() as f64);
    let powers = (0..terms.len()).rev().map(|power| mw.powi(i32::try_from(power).unwrap_or(i32::MAX)));
    let terms = terms.iter().zip(powers).map(|(term, power)| term / power);
    (model == 2.0 && is_whole).then(|| CostCurve::Polynomial(terms.collect()))
}
