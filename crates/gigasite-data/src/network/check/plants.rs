//! Generators, storage, loads.

use super::Desk;
use gigasite_case::Place;
use gigasite_case::network::{BusKind, CostCurve};

impl Desk<'_> {
    pub(super) fn plants(&mut self) {
        let network = self.network;
        let generators = &network.generators;
        let name = |bus: usize, id: &str| format!("{id} at bus {}", network.buses[bus].id);
        let inverted = generators
            .iter()
            .filter(|one| one.power_min_mw > one.power_max_mw || one.power_min_mvar > one.power_max_mvar);
        let names = inverted.map(|one| name(one.bus, &one.id)).collect();
        self.err(
            "inverted-limits",
            "gen",
            &names,
            "generators have a least output above the most",
            "swap them",
        );
        let infinite =
            generators.iter().filter(|one| one.power_min_mw.is_infinite() || one.power_max_mw.is_infinite());
        let names = infinite.map(|one| name(one.bus, &one.id)).collect();
        self.note(
            "infinite-limit",
            "gen",
            &names,
            "generators have an infinite limit of active power",
            "give a limit where an optimum may run away",
        );
        let infinite = generators
            .iter()
            .filter(|one| one.power_min_mvar.is_infinite() || one.power_max_mvar.is_infinite());
        let names = infinite.map(|one| name(one.bus, &one.id)).collect();
        self.note(
            "infinite-limit",
            "gen",
            &names,
            "generators have an infinite limit of reactive power",
            "give a limit where voltages matter",
        );
        let concave =
            generators.iter().filter(|one| one.cost.as_ref().is_some_and(|cost| is_concave(&cost.curve)));
        let names = concave.map(|one| name(one.bus, &one.id)).collect();
        self.note(
            "concave-cost",
            "gen",
            &names,
            "generators have costs that are not convex",
            "let slopes rise with output",
        );
        let is_isolated = |bus: usize| network.buses[bus].kind == BusKind::Isolated;
        let plants = generators
            .iter()
            .filter(|one| one.in_service && is_isolated(one.bus))
            .map(|one| (one.bus, &one.id));
        let loads = network
            .loads
            .iter()
            .filter(|one| one.in_service && is_isolated(one.bus))
            .map(|one| (one.bus, &one.id));
        let stores = network
            .storage
            .iter()
            .filter(|one| one.in_service && is_isolated(one.bus))
            .map(|one| (one.bus, &one.id));
        let names = plants.chain(loads).chain(stores).map(|(bus, id)| name(bus, id)).collect();
        self.warn(
            "dangling-element",
            "gen",
            &names,
            "plants or loads are in service at an isolated bus",
            "switch them off",
        );
        let names =
            self.branches_that(|one| one.in_service && (is_isolated(one.from) || is_isolated(one.to)));
        self.warn(
            "dangling-element",
            "branch",
            &names,
            "branches in service end at an isolated bus",
            "switch them off",
        );
        self.finite();
        let gives =
            generators.iter().any(|one| one.in_service) || network.storage.iter().any(|one| one.in_service);
        if !network.buses.is_empty() && !gives {
            let place = Place::file(self.label);
            self.findings.warning("no-generator", place, "no generator is in service", "switch one on");
        }
    }

    /// Quantities that every calculation reads; limits may be infinite.
    fn finite(&mut self) {
        let network = self.network;
        let loads =
            network.loads.iter().filter(|one| !(one.power_mw.is_finite() && one.power_mvar.is_finite()));
        let names = loads.map(|one| one.id.clone()).collect();
        self.err("not-finite", "load", &names, "loads draw no finite power", "correct them");
        let generators =
            network.generators.iter().filter(|one| one.power_mw.is_nan() || one.rated_mw.is_nan());
        let names = generators.map(|one| one.id.clone()).collect();
        self.err("not-finite", "gen", &names, "generators have a power that is no number", "correct it");
        let storage = network.storage.iter().filter(|one| {
            let figures =
                [one.energy_h, one.efficiency_store, one.efficiency_dispatch, one.inflow_mw, one.initial_mwh];
            figures.iter().any(|figure| !figure.is_finite())
        });
        let names = storage.map(|one| one.id.clone()).collect();
        self.err(
            "not-finite",
            "storage",
            &names,
            "storage units have figures that are not finite",
            "correct them",
        );
    }
}

/// Whether a cost rises ever more slowly somewhere: a negative square, or falling slopes.
fn is_concave(curve: &CostCurve) -> bool {
    match curve {
        CostCurve::Polynomial(terms) => terms.len() == 3 && terms[0] < 0.0,
        CostCurve::Piecewise(points) => {
            let slope = |a: (f64, f64), b: (f64, f64)| (b.1 - a.1) / (b.0 - a.0);
            points.windows(3).any(|three| {
                let (before, after) = (slope(three[0], three[1]), slope(three[1], three[2]));
                after < before - 1e-9 * before.abs().max(1.0)
            })
        }
    }
}
