//! Generators, storage units and stores.

use super::branches::{grown, unlike};
use super::{Nominal, Out, Sheet};
use crate::network::pypsa::tables::Curves;
use gigasite_case::network::{Commitment, Cost, CostCurve, Generator, Storage, Store};

/// What of a cost PyPSA holds.
#[derive(Debug, Clone, Default)]
struct Price {
    linear: Option<f64>,
    quadratic: f64,
    /// Breakpoints `(part of nominal power, marginal cost)`.
    points: Vec<(f64, f64)>,
    is_constant_lost: bool,
    is_shape_lost: bool,
}

impl Out<'_> {
    pub(super) fn generators(&mut self) {
        let generators = &self.network.generators;
        let limits: Vec<Nominal> = generators.iter().map(generator_nominal).collect();
        let prices: Vec<Price> =
            generators.iter().zip(&limits).map(|(one, limit)| price(one, *limit)).collect();
        let mut sheet = Sheet::of("generators", generators.iter().map(|generator| generator.id.clone()));
        sheet.texts("bus", self.bus_names(generators.iter().map(|generator| generator.bus)).into_iter());
        sheet.texts("control", self.controls().into_iter().map(str::to_owned));
        sheet.texts(
            "carrier",
            generators.iter().map(|generator| generator.carrier.clone().unwrap_or_default()),
        );
        sheet.flags("active", generators.iter().map(|generator| generator.in_service));
        sheet.numbers("p_nom", limits.iter().map(|limit| limit.rated));
        sheet.numbers("p_min_pu", limits.iter().map(|limit| limit.min_pu));
        sheet.numbers("p_max_pu", limits.iter().map(|limit| limit.max_pu));
        sheet.growth("p_nom", generators.iter().map(|generator| generator.expansion.as_ref()));
        sheet.numbers("q_set", generators.iter().map(|generator| generator.power_mvar));
        sheet.numbers("efficiency", generators.iter().map(|generator| generator.efficiency));
        sheet.optional("marginal_cost", prices.iter().map(|price| price.linear));
        sheet.numbers("marginal_cost_quadratic", prices.iter().map(|price| price.quadratic));
        let cost = |of: fn(&Cost) -> f64| generators.iter().map(move |one| one.cost.as_ref().map_or(0.0, of));
        sheet.numbers("start_up_cost", cost(|cost| cost.startup));
        sheet.numbers("shut_down_cost", cost(|cost| cost.shutdown));
        self.ramps(&mut sheet, &limits);
        self.commitments(&mut sheet, &limits);
        self.put("generators", sheet);
        let names = || generators.iter().map(|generator| generator.id.as_str());
        self.put_series("generators", "p_max_pu", names().zip(generators.iter().map(|one| one.availability)));
        self.put_series("generators", "p_min_pu", names().zip(generators.iter().map(|one| one.floor)));
        self.put_series(
            "generators",
            "marginal_cost",
            names().zip(generators.iter().map(|one| one.marginal_cost)),
        );
        self.put_results("generators", "p", names().zip(generators.iter().map(|one| one.power_mw)));
        self.put_curves(&prices);
        self.about_generators(&limits, &prices);
    }

    fn put_curves(&mut self, prices: &[Price]) {
        let names = self.network.generators.iter().map(|generator| generator.id.clone());
        let curved = names.zip(prices).filter(|(_, price)| !price.points.is_empty());
        let points: indexmap::IndexMap<_, _> =
            curved.map(|(name, price)| (name, price.points.clone())).collect();
        if !points.is_empty() {
            let curves = Curves { along: "p_pu".to_owned(), points };
            self.tables.curves.insert(("generators".to_owned(), "marginal_cost".to_owned()), curves);
        }
    }

    fn about_generators(&mut self, limits: &[Nominal], prices: &[Price]) {
        const LIST: &str = "generators";
        let generators = &self.network.generators;
        let count = |of: &dyn Fn(&Generator) -> bool| generators.iter().filter(|one| of(one)).count();
        let rescaled = limits.iter().filter(|limit| limit.is_rescaled).count();
        self.lost(LIST, rescaled, "a rated power that its limits cannot be parts of");
        self.lost(LIST, count(&|one| one.name.is_some()), "names beside the names of generators");
        let reactive = |one: &Generator| one.power_max_mvar.is_finite() || one.power_min_mvar.is_finite();
        self.changed(LIST, count(&reactive), "limits of reactive power");
        self.lost(LIST, count(&|one| one.participation != 0.0), "shares in balancing");
        let constants = prices.iter().filter(|price| price.is_constant_lost).count();
        self.changed(LIST, constants, "costs at no output");
        let shapes = prices.iter().filter(|price| price.is_shape_lost).count();
        self.changed(LIST, shapes, "costs of this shape");
        let parts = |one: &Generator| {
            unlike(one.expansion.as_ref(), one.rated_mw, one.power_min_mw, one.power_max_mw)
        };
        self.changed(LIST, count(&parts), "limits of what may grow beside parts of its rated power");
    }

    /// PyPSA counts ramps in parts of the nominal power from one snapshot to the next.
    fn ramps(&mut self, sheet: &mut Sheet, limits: &[Nominal]) {
        let generators = &self.network.generators;
        let hours = self.snapshot_h();
        let each = |of: fn(&Generator) -> Option<f64>| {
            let pairs = generators.iter().zip(limits);
            pairs.map(move |(one, limit)| {
                Some(of(one)? * hours? / limit.rated).filter(|part| part.is_finite())
            })
        };
        sheet.optional("ramp_limit_up", each(|one| one.ramp_up_mw_per_h));
        sheet.optional("ramp_limit_down", each(|one| one.ramp_down_mw_per_h));
        let some = |one: &Generator| one.ramp_up_mw_per_h.is_some() || one.ramp_down_mw_per_h.is_some();
        let lost = |limit: &Nominal| hours.is_none() || limit.rated == 0.0;
        let count = generators.iter().zip(limits).filter(|(one, limit)| some(one) && lost(limit)).count();
        self.changed("generators", count, "ramps of snapshots that differ in length, or of no rated power");
    }

    fn commitments(&mut self, sheet: &mut Sheet, limits: &[Nominal]) {
        let generators = &self.network.generators;
        let hours = self.snapshot_h().unwrap_or(1.0);
        let each = |of: fn(&Commitment) -> f64| {
            generators.iter().map(move |one| one.commitment.as_ref().map_or(f64::NAN, of) / hours)
        };
        let snapshots =
            |values: f64, default: i64| if values.is_nan() { default } else { values.ceil() as i64 };
        sheet.flags("committable", generators.iter().map(|one| one.commitment.is_some()));
        sheet.whole("min_up_time", each(|one| one.min_up_h).map(|hours| snapshots(hours, 0)));
        sheet.whole("min_down_time", each(|one| one.min_down_h).map(|hours| snapshots(hours, 0)));
        sheet.whole("up_time_before", each(|one| one.before_h.max(0.0)).map(|hours| snapshots(hours, 1)));
        sheet
            .whole("down_time_before", each(|one| (-one.before_h).max(0.0)).map(|hours| snapshots(hours, 0)));
        let part = |of: fn(&Commitment) -> Option<f64>| {
            let pairs = generators.iter().zip(limits);
            pairs.map(move |(one, limit)| {
                Some(of(one.commitment.as_ref()?)? / limit.rated).filter(|part| part.is_finite())
            })
        };
        sheet.optional("ramp_limit_start_up", part(|one| one.start_up_mw));
        sheet.optional("ramp_limit_shut_down", part(|one| one.shut_down_mw));
        sheet.numbers(
            "stand_by_cost",
            generators
                .iter()
                .map(|one| one.commitment.as_ref().map_or(f64::NAN, |one| one.stand_by_cost_per_h)),
        );
        let is_broken = |value: f64| (value / hours).fract() != 0.0;
        let broken =
            |one: &Commitment| [one.min_up_h, one.min_down_h, one.before_h].into_iter().any(is_broken);
        let committed = || {
            generators.iter().zip(limits).filter_map(|(one, limit)| Some((one.commitment.as_ref()?, limit)))
        };
        let count = committed().filter(|(one, _)| broken(one)).count();
        self.changed("generators", count, "hours that are no whole snapshots, which are rounded up");
        let limited = |one: &Commitment| one.start_up_mw.is_some() || one.shut_down_mw.is_some();
        let count = committed().filter(|(one, limit)| limited(one) && limit.rated == 0.0).count();
        self.changed("generators", count, "limits of starts and stops of no rated power");
    }

    pub(super) fn storage(&mut self) {
        const LIST: &str = "storage_units";
        let storage = &self.network.storage;
        let limits: Vec<Nominal> = storage
            .iter()
            .map(|one| grown(one.expansion.as_ref(), one.rated_mw, -one.charge_max_mw, one.discharge_max_mw))
            .collect();
        let each = |of: fn(&Storage) -> f64| storage.iter().map(of);
        let mut sheet = Sheet::of(LIST, storage.iter().map(|one| one.id.clone()));
        sheet.texts("bus", self.bus_names(storage.iter().map(|one| one.bus)).into_iter());
        sheet.texts("carrier", storage.iter().map(|one| one.carrier.clone().unwrap_or_default()));
        sheet.flags("active", storage.iter().map(|one| one.in_service));
        sheet.numbers("p_nom", limits.iter().map(|limit| limit.rated));
        sheet.numbers("p_min_pu", limits.iter().map(|limit| limit.min_pu));
        sheet.numbers("p_max_pu", limits.iter().map(|limit| limit.max_pu));
        sheet.growth("p_nom", storage.iter().map(|one| one.expansion.as_ref()));
        sheet.numbers("max_hours", each(|one| one.energy_h));
        sheet.numbers("efficiency_store", each(|one| one.efficiency_store));
        sheet.numbers("efficiency_dispatch", each(|one| one.efficiency_dispatch));
        sheet.numbers("standing_loss", each(|one| one.standing_loss_per_h));
        sheet.numbers("inflow", each(|one| one.inflow_mw));
        sheet.numbers("state_of_charge_initial", each(|one| one.initial_mwh));
        sheet.flags("cyclic_state_of_charge", storage.iter().map(|one| one.is_cyclic));
        sheet.numbers("marginal_cost", each(|one| one.marginal_cost_per_mwh));
        self.put(LIST, sheet);
        self.put_series(LIST, "inflow", storage.iter().map(|one| (one.id.as_str(), one.inflow)));
        self.put_series(LIST, "state_of_charge_set", storage.iter().map(|one| (one.id.as_str(), one.level)));
        let rescaled = limits.iter().filter(|limit| limit.is_rescaled).count();
        self.changed(
            LIST,
            rescaled,
            "a rated power that its limits cannot be parts of, so that its energy changes",
        );
        let parts = |one: &&Storage| {
            unlike(one.expansion.as_ref(), one.rated_mw, -one.charge_max_mw, one.discharge_max_mw)
        };
        let count = storage.iter().filter(parts).count();
        self.changed(LIST, count, "limits of what may grow beside parts of its rated power");
    }

    pub(super) fn stores(&mut self) {
        const LIST: &str = "stores";
        let stores = &self.network.stores;
        let limits: Vec<Nominal> = stores.iter().map(store_nominal).collect();
        let each = |of: fn(&Store) -> f64| stores.iter().map(of);
        let mut sheet = Sheet::of(LIST, stores.iter().map(|one| one.id.clone()));
        sheet.texts("bus", self.bus_names(stores.iter().map(|one| one.bus)).into_iter());
        sheet.texts("carrier", stores.iter().map(|one| one.carrier.clone().unwrap_or_default()));
        sheet.flags("active", stores.iter().map(|one| one.in_service));
        sheet.numbers("e_nom", limits.iter().map(|limit| limit.rated));
        sheet.numbers("e_min_pu", limits.iter().map(|limit| limit.min_pu));
        sheet.numbers("e_max_pu", limits.iter().map(|limit| limit.max_pu));
        sheet.growth("e_nom", stores.iter().map(|one| one.expansion.as_ref()));
        sheet.numbers("e_initial", each(|one| one.initial_mwh));
        sheet.flags("e_cyclic", stores.iter().map(|one| one.is_cyclic));
        sheet.numbers("standing_loss", each(|one| one.standing_loss_per_h));
        sheet.numbers("marginal_cost", each(|one| one.marginal_cost_per_mwh));
        self.put(LIST, sheet);
        let parts = |(one, limit): &(&Store, &Nominal)| {
            unlike(one.expansion.as_ref(), limit.rated, one.energy_min_mwh, one.energy_max_mwh)
        };
        let count = stores.iter().zip(&limits).filter(parts).count();
        self.changed(LIST, count, "limits of what may grow beside parts of its energy");
    }
}

/// Availability and floor are parts of the rated power, so it stays as it is beside them.
fn generator_nominal(one: &Generator) -> Nominal {
    if (one.availability.is_some() || one.floor.is_some())
        && !(one.rated_mw > 0.0 && one.rated_mw.is_finite())
    {
        return Nominal { rated: one.rated_mw, min_pu: f64::NAN, max_pu: f64::NAN, is_rescaled: false };
    }
    grown(one.expansion.as_ref(), one.rated_mw, one.power_min_mw, one.power_max_mw)
}

/// What stands of a store is its most energy in parts of the most use.
fn store_nominal(one: &Store) -> Nominal {
    match &one.expansion {
        Some(growth) if growth.use_max_pu > 0.0 => Nominal {
            rated: one.energy_max_mwh / growth.use_max_pu,
            min_pu: growth.use_min_pu,
            max_pu: growth.use_max_pu,
            is_rescaled: false,
        },
        growth => grown(growth.as_ref(), one.energy_max_mwh, one.energy_min_mwh, one.energy_max_mwh),
    }
}

fn price(one: &Generator, limit: Nominal) -> Price {
    let Some(cost) = &one.cost else { return Price::default() };
    match &cost.curve {
        CostCurve::Polynomial(terms) => polynomial(terms),
        CostCurve::Piecewise(points) => piecewise(points, limit.rated, one.expansion.is_some()),
    }
}

fn polynomial(terms: &[f64]) -> Price {
    let of = |power: usize| terms.len().checked_sub(power + 1).map_or(0.0, |at| terms[at]);
    Price {
        linear: Some(of(1)),
        quadratic: of(2),
        points: Vec::new(),
        is_constant_lost: of(0) != 0.0,
        is_shape_lost: (3..terms.len()).any(|power| of(power) != 0.0),
    }
}

/// Breakpoints with the slope that leads to each. PyPSA wants the first at zero output and the last at full, costs nothing at
/// zero, and knows curves only of what cannot grow.
fn piecewise(points: &[(f64, f64)], nominal: f64, may_grow: bool) -> Price {
    let slopes: Vec<(f64, f64)> = points
        .windows(2)
        .map(|pair| (pair[1].0, (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0)))
        .collect();
    let (Some(first), Some((_, slope))) = (points.first(), slopes.first().copied()) else {
        return Price { is_shape_lost: !points.is_empty(), ..Price::default() };
    };
    let at_zero = first.1 - slope * first.0;
    let is_constant_lost = at_zero.abs() > 1e-9 * first.1.abs().max(1.0);
    let is_straight = slopes.iter().all(|(_, other)| (other - slope).abs() <= 1e-12 * slope.abs());
    if is_straight {
        return Price { linear: Some(slope), is_constant_lost, ..Price::default() };
    }
    let is_usable = nominal > 0.0 && nominal.is_finite() && !may_grow && first.0 >= 0.0;
    if !is_usable || slopes.iter().any(|(_, slope)| !slope.is_finite()) {
        return Price { linear: Some(slope), is_constant_lost, is_shape_lost: true, ..Price::default() };
    }
    let mut found = vec![(0.0, slope)];
    found.extend(slopes.iter().map(|(power, slope)| (power / nominal, *slope)));
    if let Some(last) = found.last().copied().filter(|last| last.0 < 1.0) {
        found.push((1.0, last.1));
    }
    Price { linear: Some(slope), points: found, is_constant_lost, ..Price::default() }
}
