//! Generators, storage units and stores.

use super::links::part;
use crate::network::pypsa::desk::Desk;
use gigasite_case::Place;
use gigasite_case::network::{Commitment, Cost, CostCurve, Expansion, Generator, Profile, Storage, Store};
use std::collections::BTreeMap;

impl<'a> Desk<'a> {
    /// Generators. One of `sign` −1 draws power: limits and cost are turned.
    pub(super) fn generators(&mut self) -> Vec<Generator> {
        const LIST: &str = "generators";
        let buses = self.buses(LIST, "bus");
        let (p_nom, least, most) =
            (self.numbers(LIST, "p_nom"), self.finite(LIST, "p_min_pu"), self.numbers(LIST, "p_max_pu"));
        let (p_set, given, reactive) =
            (self.set_points(LIST), self.results(LIST, "p"), self.finite(LIST, "q_set"));
        let (efficiency, signs) = (self.finite(LIST, "efficiency"), self.finite(LIST, "sign"));
        let (active, carriers) = (self.flags(LIST, "active"), self.optional_texts(LIST, "carrier"));
        let set_points = self.numbers("buses", "v_mag_pu_set");
        let (mut costs, commitments) = (self.costs(&p_nom), self.commitments(&p_nom));
        let [up, down] = ["ramp_limit_up", "ramp_limit_down"].map(|attribute| self.ramps(attribute, &p_nom));
        let growth = self.expansions(LIST, "p_nom", &least, &most);
        let [floors, availabilities, prices] =
            ["p_min_pu", "p_max_pu", "marginal_cost"].map(|attribute| self.series(LIST, attribute));
        let mut generators = Vec::new();
        for (row, id) in self.names(LIST).iter().enumerate() {
            let Some(bus) = buses[row] else { continue };
            let of = |series: &BTreeMap<&'a str, Profile>| series.get(id.as_str()).copied();
            let generator = Generator {
                id: id.clone(),
                bus,
                power_mw: p_set[row].or(given.get(id.as_str()).copied()).unwrap_or(0.0),
                power_mvar: reactive[row],
                voltage_pu: set_points[bus],
                in_service: active[row],
                rated_mw: p_nom[row],
                power_max_mw: part(most[row], p_nom[row]),
                power_min_mw: part(least[row], p_nom[row]),
                availability: of(&availabilities),
                floor: of(&floors),
                cost: costs[row].take(),
                marginal_cost: of(&prices),
                efficiency: efficiency[row],
                ramp_up_mw_per_h: up[row],
                ramp_down_mw_per_h: down[row],
                commitment: commitments[row].clone(),
                expansion: growth[row].clone(),
                carrier: carriers[row].clone(),
                ..Generator::default()
            };
            generators.push(self.signed(id, signs[row], generator));
        }
        generators
    }

    fn signed(&mut self, id: &str, sign: f64, generator: Generator) -> Generator {
        if sign == 1.0 {
            return generator;
        }
        if sign != -1.0 {
            self.wrong_sign("generators", id, sign);
            return generator;
        }
        turned(generator)
    }

    fn wrong_sign(&mut self, list: &str, id: &str, sign: f64) {
        let message = format!("a sign of {sign} is not understood");
        let place = self.place(list, id, "sign");
        self.findings.error("wrong-value", place, message, "use 1, and turn the limits instead");
    }

    /// Cost of every generator: quadratic, or along breakpoints; `None` where the file says nothing.
    fn costs(&mut self, p_nom: &[f64]) -> Vec<Option<Cost>> {
        const LIST: &str = "generators";
        let (linear, quadratic) =
            (self.given(LIST, "marginal_cost"), self.finite(LIST, "marginal_cost_quadratic"));
        let (startup, shutdown) = (self.finite(LIST, "start_up_cost"), self.finite(LIST, "shut_down_cost"));
        let curves = self.tables.curves.get(&(LIST.to_owned(), "marginal_cost".to_owned()));
        self.other_curves();
        let rows = self.names(LIST).iter().enumerate();
        rows.map(|(row, id)| {
            let slope = linear[row].unwrap_or(0.0);
            let (startup, shutdown) = (startup[row], shutdown[row]);
            let points = curves.and_then(|curves| curves.points.get(id));
            let curve = if let Some(points) = points.filter(|points| points.len() > 1) {
                CostCurve::Piecewise(accumulated(points, p_nom[row]))
            } else if quadratic[row] != 0.0 {
                CostCurve::Polynomial(vec![quadratic[row], slope, 0.0])
            } else {
                CostCurve::Polynomial(vec![slope, 0.0])
            };
            let is_said = linear[row].is_some() || points.is_some() || quadratic[row] != 0.0;
            (is_said || startup != 0.0 || shutdown != 0.0).then_some(Cost { startup, shutdown, curve })
        })
        .collect()
    }

    fn other_curves(&mut self) {
        for ((list, attribute), curves) in &self.tables.curves {
            if (list.as_str(), attribute.as_str()) != ("generators", "marginal_cost") {
                let message = format!(
                    "piecewise curves of {} are not kept: the static value is taken",
                    curves.points.len()
                );
                let place = Place::file(self.label).field(format!("{list}-{attribute}-pw"));
                self.findings.warning("not-kept", place, message, "results will differ from PyPSA's");
            }
        }
    }

    /// Hours of a snapshot, for what PyPSA counts in snapshots; 1 with a warning where they differ.
    fn snapshot_h(&mut self, attribute: &str) -> f64 {
        let hours = &self.snapshots.store_h;
        let first = hours.first().copied().unwrap_or(1.0);
        if first > 0.0 && hours.iter().all(|hour| (hour - first).abs() < 1e-9) {
            return first;
        }
        let place = Place::file(self.label).field(format!("generators.{attribute}"));
        let message = "PyPSA counts it in snapshots, which differ in length: each is taken for an hour";
        self.findings.warning(
            "uneven-snapshots",
            place,
            message,
            "give all snapshots the same weight for stores",
        );
        1.0
    }

    fn ramps(&mut self, attribute: &str, p_nom: &[f64]) -> Vec<Option<f64>> {
        let limits = self.given("generators", attribute);
        if limits.iter().all(Option::is_none) {
            return limits;
        }
        let hours = self.snapshot_h(attribute);
        limits
            .iter()
            .zip(p_nom)
            .map(|(limit, p_nom)| limit.map(|limit| part(limit, *p_nom) / hours))
            .collect()
    }

    fn commitments(&mut self, p_nom: &[f64]) -> Vec<Option<Commitment>> {
        const LIST: &str = "generators";
        let committable = self.flags(LIST, "committable");
        let mut of = |attribute: &str| self.finite(LIST, attribute);
        let (up, down) = (of("min_up_time"), of("min_down_time"));
        let (up_before, down_before) = (of("up_time_before"), of("down_time_before"));
        let stand_by = of("stand_by_cost");
        let (start, stop) =
            (self.given(LIST, "ramp_limit_start_up"), self.given(LIST, "ramp_limit_shut_down"));
        if !committable.contains(&true) {
            return vec![None; committable.len()];
        }
        let hours = self.snapshot_h("committable");
        (0..committable.len())
            .map(|row| {
                let before = if down_before[row] > 0.0 { -down_before[row] } else { up_before[row] };
                committable[row].then(|| Commitment {
                    min_up_h: up[row] * hours,
                    min_down_h: down[row] * hours,
                    before_h: before * hours,
                    start_up_mw: start[row].map(|limit| part(limit, p_nom[row])),
                    shut_down_mw: stop[row].map(|limit| part(limit, p_nom[row])),
                    stand_by_cost_per_h: stand_by[row],
                })
            })
            .collect()
    }

    /// Storage units.
    pub(super) fn storage(&mut self) -> Vec<Storage> {
        const LIST: &str = "storage_units";
        let buses = self.buses(LIST, "bus");
        let (p_nom, least, most) =
            (self.numbers(LIST, "p_nom"), self.finite(LIST, "p_min_pu"), self.numbers(LIST, "p_max_pu"));
        let (hours, loss) = (self.numbers(LIST, "max_hours"), self.finite(LIST, "standing_loss"));
        let (store, dispatch) =
            (self.finite(LIST, "efficiency_store"), self.finite(LIST, "efficiency_dispatch"));
        let (initial, cyclic) =
            (self.finite(LIST, "state_of_charge_initial"), self.flags(LIST, "cyclic_state_of_charge"));
        let (inflow, cost, sign) =
            (self.finite(LIST, "inflow"), self.finite(LIST, "marginal_cost"), self.finite(LIST, "sign"));
        let (active, carriers) = (self.flags(LIST, "active"), self.optional_texts(LIST, "carrier"));
        let growth = self.expansions(LIST, "p_nom", &least, &most);
        let (inflows, mut levels) = (self.series(LIST, "inflow"), self.series(LIST, "state_of_charge_set"));
        let fixed = self.given(LIST, "state_of_charge_set");
        let mut found = Vec::new();
        for (row, id) in self.names(LIST).iter().enumerate() {
            let Some(bus) = buses[row] else { continue };
            if sign[row] != 1.0 {
                self.wrong_sign(LIST, id, sign[row]);
            }
            if let Some(level) = fixed[row].filter(|_| !levels.contains_key(id.as_str())) {
                levels.insert(id, Profile { series: self.profiles.len(), scale: 1.0 });
                self.profiles.push(vec![level; self.snapshots.len()]);
            }
            found.push(Storage {
                id: id.clone(),
                bus,
                in_service: active[row],
                rated_mw: p_nom[row],
                discharge_max_mw: part(most[row], p_nom[row]),
                charge_max_mw: part(-least[row], p_nom[row]),
                energy_h: hours[row],
                efficiency_store: store[row],
                efficiency_dispatch: dispatch[row],
                standing_loss_per_h: loss[row],
                inflow_mw: inflow[row],
                inflow: inflows.get(id.as_str()).copied(),
                initial_mwh: initial[row],
                is_cyclic: cyclic[row],
                level: levels.get(id.as_str()).copied(),
                marginal_cost_per_mwh: cost[row],
                expansion: growth[row].clone(),
                carrier: carriers[row].clone(),
            });
        }
        found
    }

    /// Stores; what stands of one that may grow is `energy_max_mwh / use_max_pu`.
    pub(super) fn stores(&mut self) -> Vec<Store> {
        const LIST: &str = "stores";
        let buses = self.buses(LIST, "bus");
        let (e_nom, least, most) =
            (self.numbers(LIST, "e_nom"), self.finite(LIST, "e_min_pu"), self.numbers(LIST, "e_max_pu"));
        let (loss, initial) = (self.finite(LIST, "standing_loss"), self.finite(LIST, "e_initial"));
        let (cyclic, active) = (self.flags(LIST, "e_cyclic"), self.flags(LIST, "active"));
        let (cost, sign) = (self.finite(LIST, "marginal_cost"), self.finite(LIST, "sign"));
        let carriers = self.optional_texts(LIST, "carrier");
        let growth: Vec<Option<Expansion>> = self.expansions(LIST, "e_nom", &least, &most);
        let mut stores = Vec::new();
        for (row, id) in self.names(LIST).iter().enumerate() {
            let Some(bus) = buses[row] else { continue };
            if sign[row] != 1.0 {
                self.wrong_sign(LIST, id, sign[row]);
            }
            stores.push(Store {
                id: id.clone(),
                bus,
                in_service: active[row],
                energy_max_mwh: part(most[row], e_nom[row]),
                energy_min_mwh: part(least[row], e_nom[row]),
                standing_loss_per_h: loss[row],
                initial_mwh: initial[row],
                is_cyclic: cyclic[row],
                marginal_cost_per_mwh: cost[row],
                expansion: growth[row].clone(),
                carrier: carriers[row].clone(),
            });
        }
        stores
    }
}

/// The cost at every breakpoint: PyPSA's marginal cost at one holds from the breakpoint before it.
fn accumulated(points: &[(f64, f64)], p_nom: f64) -> Vec<(f64, f64)> {
    let (mut cost, mut before, mut found) = (0.0, 0.0, Vec::with_capacity(points.len()));
    for (share, slope) in points {
        let power = share * p_nom;
        cost += slope * (power - before);
        before = power;
        found.push((power, cost));
    }
    found
}

/// A generator whose `p` draws power, in terms of what it gives.
fn turned(generator: Generator) -> Generator {
    let back = |profile: Option<Profile>| profile.map(|profile| Profile { scale: -profile.scale, ..profile });
    let cost = generator.cost.map(|cost| Cost {
        curve: match cost.curve {
            CostCurve::Polynomial(mut terms) => {
                let top = terms.len() - 1;
                for (at, term) in terms.iter_mut().enumerate() {
                    if (top - at).rem_euclid(2) == 1 {
                        *term = -*term;
                    }
                }
                CostCurve::Polynomial(terms)
            }
            CostCurve::Piecewise(points) => {
                CostCurve::Piecewise(points.into_iter().rev().map(|(power, cost)| (-power, cost)).collect())
            }
        },
        ..cost
    });
    Generator {
        power_mw: -generator.power_mw,
        power_mvar: -generator.power_mvar,
        power_max_mw: -generator.power_min_mw,
        power_min_mw: -generator.power_max_mw,
        availability: back(generator.floor),
        floor: back(generator.availability),
        cost,
        marginal_cost: back(generator.marginal_cost),
        ramp_up_mw_per_h: generator.ramp_down_mw_per_h,
        ramp_down_mw_per_h: generator.ramp_up_mw_per_h,
        expansion: generator.expansion.map(|growth| Expansion {
            use_min_pu: -growth.use_max_pu,
            use_max_pu: -growth.use_min_pu,
            ..growth
        }),
        ..generator
    }
}
