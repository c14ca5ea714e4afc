//! Lines, transformers and links.

use super::buses::kv;
use super::{Nominal, Out, Sheet};
use gigasite_case::network::{Branch, BranchKind, Expansion, Link};
use std::collections::BTreeSet;

/// Whether PyPSA can only hold it as a transformer.
fn is_transformer(branch: &Branch) -> bool {
    branch.kind == BranchKind::Transformer || branch.tap_ratio.is_some() || branch.shift_deg != 0.0
}

impl Out<'_> {
    pub(super) fn lines(&mut self) {
        let (network, base) = (self.network, self.network.base_mva);
        let lines: Vec<&Branch> = network.branches.iter().filter(|branch| !is_transformer(branch)).collect();
        let square = |branch: &Branch| kv(&network.buses[branch.from]) * kv(&network.buses[branch.from]);
        let ohm = |of: fn(&Branch) -> f64| lines.iter().map(move |line| of(line) * square(line) / base);
        let siemens = |of: fn(&Branch) -> f64| lines.iter().map(move |line| of(line) * base / square(line));
        let mut sheet = Sheet::of("lines", lines.iter().map(|line| line.id.clone()));
        self.ends(&mut sheet, &lines);
        sheet.numbers("x", ohm(|line| line.reactance_pu));
        sheet.numbers("r", ohm(|line| line.resistance_pu));
        sheet.numbers("g", siemens(|line| line.conductance_pu));
        sheet.numbers("b", siemens(|line| line.charging_pu));
        sheet.numbers("s_nom", lines.iter().map(|line| line.rating_mva.unwrap_or(f64::INFINITY)));
        sheet.numbers("s_max_pu", lines.iter().map(|line| line.usable_frac));
        sheet.optional("length", lines.iter().map(|line| line.length_km));
        shared(&mut sheet, &lines);
        self.put("lines", sheet);
        self.about_branches();
    }

    /// A transformer without a rating, or of none, is per unit of the base power, and its use is without limit, or none.
    pub(super) fn transformers(&mut self) {
        let (network, base) = (self.network, self.network.base_mva);
        let found: Vec<&Branch> = network.branches.iter().filter(|branch| is_transformer(branch)).collect();
        let rated = |branch: &Branch| branch.rating_mva.filter(|rating| *rating > 0.0);
        let mva = |branch: &Branch| rated(branch).unwrap_or(base);
        let usable = |branch: &Branch| match (rated(branch), branch.rating_mva) {
            (Some(_), _) => branch.usable_frac,
            (None, Some(_)) => 0.0,
            (None, None) => f64::INFINITY,
        };
        let series = |of: fn(&Branch) -> f64| found.iter().map(move |branch| of(branch) * mva(branch) / base);
        let shunt = |of: fn(&Branch) -> f64| found.iter().map(move |branch| of(branch) * base / mva(branch));
        let names = self.transformer_names(&found);
        let mut sheet = Sheet::of("transformers", names.into_iter());
        self.ends(&mut sheet, &found);
        sheet.texts("model", found.iter().map(|_| "pi".to_owned()));
        sheet.numbers("x", series(|branch| branch.reactance_pu));
        sheet.numbers("r", series(|branch| branch.resistance_pu));
        sheet.numbers("g", shunt(|branch| branch.conductance_pu));
        sheet.numbers("b", shunt(|branch| branch.charging_pu));
        sheet.numbers("s_nom", found.iter().map(|branch| mva(branch)));
        sheet.numbers("s_max_pu", found.iter().map(|branch| usable(branch)));
        sheet.optional("tap_ratio", found.iter().map(|branch| branch.tap_ratio));
        sheet.numbers("phase_shift", found.iter().map(|branch| branch.shift_deg));
        shared(&mut sheet, &found);
        self.put("transformers", sheet);
        let count = |of: &dyn Fn(&Branch) -> bool| found.iter().filter(|branch| of(branch)).count();
        let blocked = count(&|branch| branch.rating_mva.is_some() && rated(branch).is_none());
        self.lost("transformers", blocked, "a rating of 0, which is written as a use of 0");
        let open = count(&|branch| branch.rating_mva.is_none() && branch.usable_frac != 1.0);
        self.lost("transformers", open, "usable shares of no rating");
        self.lost("transformers", count(&|branch| branch.length_km.is_some()), "lengths of transformers");
        self.lost(
            "transformers",
            count(&|branch| branch.kind == BranchKind::Line),
            "lines with a tap or shift, as lines",
        );
    }

    /// Names without the `transformer ` that reading put before those that a line has too.
    fn transformer_names(&self, found: &[&Branch]) -> Vec<String> {
        let lines = self.network.branches.iter().filter(|branch| !is_transformer(branch));
        let lines: BTreeSet<&str> = lines.map(|line| line.id.as_str()).collect();
        let short = |branch: &&Branch| {
            let short = branch.id.strip_prefix("transformer ").filter(|short| lines.contains(short));
            short.unwrap_or(&branch.id).to_owned()
        };
        found.iter().map(short).collect()
    }

    fn ends(&self, sheet: &mut Sheet, branches: &[&Branch]) {
        sheet.texts("bus0", self.bus_names(branches.iter().map(|branch| branch.from)).into_iter());
        sheet.texts("bus1", self.bus_names(branches.iter().map(|branch| branch.to)).into_iter());
    }

    fn about_branches(&mut self) {
        let branches = &self.network.branches;
        let count = |of: &dyn Fn(&Branch) -> bool| branches.iter().filter(|branch| of(branch)).count();
        let short =
            count(&|branch| branch.rating_short_mva.is_some() || branch.rating_emergency_mva.is_some());
        self.lost("branches", short, "short-term and emergency ratings");
        let lopsided =
            |branch: &Branch| symmetric(branch).is_none_or(|angle| branch.angle_min_deg != angle.map(|a| -a));
        self.changed(
            "branches",
            count(&lopsided),
            "angle limits that differ by direction, which are widened",
        );
        let unlike = |branch: &Branch| {
            let usable = branch.usable_frac;
            branch
                .expansion
                .as_ref()
                .is_some_and(|growth| growth.use_max_pu != usable || growth.use_min_pu != -usable)
        };
        self.changed("branches", count(&unlike), "a use of what may grow beside the usable share");
        let kinds: Vec<bool> = branches.iter().map(is_transformer).collect();
        let mixed = usize::from(kinds.windows(2).any(|pair| pair[0] && !pair[1]));
        self.lost("branches", mixed, "the order of lines among transformers");
        let zero = count(&|branch| branch.length_km == Some(0.0));
        self.lost("branches", zero, "a length of zero beside no length");
    }

    pub(super) fn links(&mut self) {
        let links = &self.network.links;
        let limits: Vec<Nominal> = links.iter().map(nominal).collect();
        let mut sheet = Sheet::of("links", links.iter().map(|link| link.id.clone()));
        sheet.texts("bus0", self.bus_names(links.iter().map(|link| link.from)).into_iter());
        sheet.texts("bus1", self.bus_names(links.iter().map(|link| link.to)).into_iter());
        sheet.texts("carrier", links.iter().map(|link| link.carrier.clone().unwrap_or_default()));
        sheet.numbers("efficiency", links.iter().map(|link| link.efficiency));
        sheet.flags("active", links.iter().map(|link| link.in_service));
        sheet.numbers("p_nom", limits.iter().map(|limit| limit.rated));
        sheet.numbers("p_min_pu", limits.iter().map(|limit| limit.min_pu));
        sheet.numbers("p_max_pu", limits.iter().map(|limit| limit.max_pu));
        sheet.growth("p_nom", links.iter().map(|link| link.expansion.as_ref()));
        sheet.numbers("marginal_cost", links.iter().map(|link| link.marginal_cost_per_mwh));
        sheet.optional("length", links.iter().map(|link| link.length_km));
        self.put("links", sheet);
        self.put_results("links", "p0", links.iter().map(|link| (link.id.as_str(), link.power_mw)));
        let rescaled = limits.iter().filter(|limit| limit.is_rescaled).count();
        self.lost("links", rescaled, "a rated power that its limits cannot be parts of");
        let count = |of: &dyn Fn(&Link) -> bool| links.iter().filter(|link| of(link)).count();
        self.changed("links", count(&|link| link.loss_mw != 0.0), "constant losses");
        let default = Link::default();
        let reactive = |link: &Link| {
            (link.from_mvar, link.to_mvar, link.voltage_pu) != (0.0, 0.0, default.voltage_pu)
                || link.from_limits_mvar != default.from_limits_mvar
                || link.to_limits_mvar != default.to_limits_mvar
        };
        self.lost("links", count(&reactive), "reactive power and voltages of links");
        let parts = |link: &Link| {
            unlike(link.expansion.as_ref(), link.rated_mw, link.power_min_mw, link.power_max_mw)
        };
        self.changed("links", count(&parts), "limits of what may grow beside parts of its rated power");
        let zero = count(&|link| link.length_km == Some(0.0));
        self.lost("links", zero, "a length of zero beside no length");
    }
}

fn nominal(link: &Link) -> Nominal {
    grown(link.expansion.as_ref(), link.rated_mw, link.power_min_mw, link.power_max_mw)
}

/// Nominal capacity and parts: those of the growth where it may grow.
pub(super) fn grown(growth: Option<&Expansion>, rated: f64, min: f64, max: f64) -> Nominal {
    growth.map_or_else(
        || Nominal::new(rated, min, max),
        |growth| Nominal { rated, min_pu: growth.use_min_pu, max_pu: growth.use_max_pu, is_rescaled: false },
    )
}

/// Whether limits of what may grow say something else than its parts.
pub(super) fn unlike(growth: Option<&Expansion>, rated: f64, min: f64, max: f64) -> bool {
    let near = |limit: f64, part: f64| {
        part == 0.0 && limit == 0.0 || (limit - part * rated).abs() <= 1e-9 * limit.abs()
    };
    growth.is_some_and(|growth| !near(min, growth.use_min_pu) || !near(max, growth.use_max_pu))
}

/// What lines and transformers share.
fn shared(sheet: &mut Sheet, branches: &[&Branch]) {
    sheet.flags("active", branches.iter().map(|branch| branch.in_service));
    sheet.growth("s_nom", branches.iter().map(|branch| branch.expansion.as_ref()));
    sheet.optional("num_parallel", branches.iter().map(|branch| branch.circuits));
    let angle = |branch: &Branch| symmetric(branch).flatten().unwrap_or(f64::INFINITY);
    sheet.numbers("v_ang_max", branches.iter().map(|branch| angle(branch)));
}

/// PyPSA's angle limit: the wider of both directions, none if one is open; `None` if only one is open.
#[expect(clippy::option_option, reason = "no limit and no common limit are two answers")]
fn symmetric(branch: &Branch) -> Option<Option<f64>> {
    match (branch.angle_min_deg, branch.angle_max_deg) {
        (None, None) => Some(None),
        (Some(low), Some(high)) => Some(Some(low.abs().max(high.abs()))),
        (Some(_), None) | (None, Some(_)) => None,
    }
}
