//! Branches and links.

use super::Desk;
use crate::network::tally::Tally;
use gigasite_case::network::{Branch, BranchKind, Current};
use std::collections::BTreeSet;

/// Two base voltages differ if they differ by more than this, in parts of the larger: 380 and 400 kV are one level.
const SAME_VOLTAGE: f64 = 0.1;

impl Desk<'_> {
    /// A branch as it is named: its name and its ends.
    fn branch(&self, branch: &Branch) -> String {
        let id = |bus: usize| &self.network.buses[bus].id;
        format!("{} ({}–{})", branch.id, id(branch.from), id(branch.to))
    }

    /// Branches for which something is true.
    pub(super) fn branches_that(&self, is_so: impl Fn(&Branch) -> bool) -> Tally {
        self.network
            .branches
            .iter()
            .filter(|branch| is_so(branch))
            .map(|branch| self.branch(branch))
            .collect()
    }

    pub(super) fn branches(&mut self) {
        let network = self.network;
        let names = self.branches_that(|one| one.from == one.to);
        self.err("self-loop", "branch", &names, "branches have both ends at one bus", "correct a bus");
        let names = self.branches_that(|one| {
            !(one.resistance_pu.is_finite() && one.reactance_pu.is_finite() && one.charging_pu.is_finite())
        });
        self.err(
            "not-finite",
            "branch",
            &names,
            "branches have an impedance that is no finite number",
            "correct it",
        );
        let is_direct = |one: &Branch| network.buses[one.from].current == Current::Direct;
        let names = self.branches_that(|one| {
            let series = if is_direct(one) { one.resistance_pu } else { one.reactance_pu };
            one.in_service && series == 0.0
        });
        let hint = "give them a small reactance, or join the buses";
        self.warn("zero-impedance", "branch", &names, "branches in service have no reactance", hint);
        let names = self.branches_that(|one| one.reactance_pu < 0.0);
        self.note(
            "negative-reactance",
            "branch",
            &names,
            "branches have a negative reactance",
            "as equivalents have it; correct the sign of a real line",
        );
        let names = self.branches_that(|one| one.rating_mva.is_none());
        self.note(
            "no-rating",
            "branch",
            &names,
            "branches have no rating, their flow is unlimited",
            "give a rating where congestion matters",
        );
        let names = self.branches_that(|one| one.in_service && one.limit_mva().is_some_and(|mva| mva <= 0.0));
        self.warn(
            "zero-rating",
            "branch",
            &names,
            "branches in service may carry nothing",
            "correct the rating",
        );
        let names = self.branches_that(|one| {
            one.angle_min_deg.zip(one.angle_max_deg).is_some_and(|(low, high)| low > high)
        });
        self.err(
            "inverted-limits",
            "branch",
            &names,
            "branches have a least angle above the largest",
            "swap them",
        );
        let names = self.branches_that(|one| {
            let (a, b) = (network.buses[one.from].base_kv, network.buses[one.to].base_kv);
            one.kind == BranchKind::Line && a > 0.0 && b > 0.0 && (a - b).abs() > SAME_VOLTAGE * a.max(b)
        });
        let hint = "give them a ratio, as transformers have";
        self.warn("voltage-mismatch", "branch", &names, "lines join buses of different base voltage", hint);
        self.parallel();
    }

    fn parallel(&mut self) {
        let (mut pairs, mut same) = (BTreeSet::new(), BTreeSet::new());
        let (mut parallel, mut doubled) = (Tally::default(), Tally::default());
        for branch in &self.network.branches {
            let pair = (branch.from.min(branch.to), branch.from.max(branch.to));
            let rating = branch.rating_mva.unwrap_or(0.0);
            let figures =
                [branch.resistance_pu, branch.reactance_pu, branch.charging_pu, branch.tap(), rating];
            if !same.insert((pair, figures.map(f64::to_bits))) {
                doubled.add(self.branch(branch));
            } else if pairs.contains(&pair) {
                parallel.add(self.branch(branch));
            }
            pairs.insert(pair);
        }
        self.note(
            "parallel-branches",
            "branch",
            &parallel,
            "branches join buses that another joins already",
            "as circuits in parallel do",
        );
        let what = "branches are like another: parallel circuits, or the same one twice";
        self.note("doubled-branches", "branch", &doubled, what, "remove one if it stands there twice");
    }

    pub(super) fn links(&mut self) {
        let links = &self.network.links;
        let names = links.iter().filter(|one| one.from == one.to).map(|one| one.id.clone()).collect();
        self.warn(
            "self-loop",
            "link",
            &names,
            "links have both ends at one bus and move nothing",
            "correct a bus",
        );
        let inverted = links.iter().filter(|one| {
            one.power_min_mw > one.power_max_mw
                || one.from_limits_mvar.0 > one.from_limits_mvar.1
                || one.to_limits_mvar.0 > one.to_limits_mvar.1
        });
        let names = inverted.map(|one| one.id.clone()).collect();
        self.err("inverted-limits", "link", &names, "links have a least power above the most", "swap them");
        let infinite =
            links.iter().filter(|one| one.power_min_mw.is_infinite() || one.power_max_mw.is_infinite());
        let names = infinite.map(|one| one.id.clone()).collect();
        self.note(
            "infinite-limit",
            "link",
            &names,
            "links have an infinite limit of power",
            "give a limit where an optimum may run away",
        );
        let zero = links.iter().filter(|one| {
            one.in_service && one.power_min_mw == 0.0 && one.power_max_mw == 0.0 && one.expansion.is_none()
        });
        let names = zero.map(|one| one.id.clone()).collect();
        self.warn("zero-rating", "link", &names, "links in service may carry nothing", "set their limits");
    }
}
