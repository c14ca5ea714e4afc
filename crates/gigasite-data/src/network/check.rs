//! Defects that a network file can hold and still be read: findings, not surprises.

use super::tally::Tally;
use gigasite_case::network::{Branch, BranchKind, BusKind, CostCurve, Current, Network, Profile};
use gigasite_case::{Findings, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Two base voltages differ if they differ by more than this, in parts of the larger: 380 and 400 kV are one level.
const SAME_VOLTAGE: f64 = 0.1;

/// Looks for what stops or bends a calculation: one finding a kind, with the number of elements and the first few by name.
/// Nothing is repaired.
///
/// | code | what | severity |
/// |---|---|---|
/// | `islands` | parts that no branch joins | note |
/// | `no-reference` | islands without a reference bus | warning |
/// | `dangling-bus` | buses without branch or link in service | warning |
/// | `dangling-element` | plants, loads or branches in service at an isolated bus | warning |
/// | `inverted-limits` | least above most: outputs, voltages, angles, links | error |
/// | `self-loop` | both ends at one bus | error; of a link, which then carries nothing, warning |
/// | `not-finite` | impedances that are no numbers or infinite | error |
/// | `zero-impedance` | branches without reactance (resistance, between buses of direct current) | warning |
/// | `negative-reactance` | as equivalents have it | note |
/// | `parallel-branches` | buses that another branch joins already | note |
/// | `doubled-branches` | the same ends, impedance and rating as another | note |
/// | `no-rating` | no limit on the flow | note |
/// | `zero-rating` | a limit of nothing, or less | warning |
/// | `voltage-mismatch` | lines between buses of different base voltage | warning |
/// | `infinite-limit` | plants and links with infinite limits | note |
/// | `no-generator` | nothing in service gives power | warning |
/// | `concave-cost` | costs that rise ever more slowly | note |
/// | `series-length`, `series-missing`, `series-not-finite` | series | error |
pub fn check(label: &str, network: &Network, findings: &mut Findings) {
    let mut desk = Desk { label, network, findings };
    desk.buses();
    desk.branches();
    desk.links();
    desk.plants();
    desk.series();
}

struct Desk<'a> {
    label: &'a str,
    network: &'a Network,
    findings: &'a mut Findings,
}

impl Desk<'_> {
    fn place(&self, field: &str) -> Place {
        Place::file(self.label).field(field)
    }

    fn note(&mut self, code: &str, field: &str, names: &Tally, what: &str) {
        if let Some(message) = names.sentence(what) {
            self.findings.note(code, self.place(field), message, "");
        }
    }

    fn warn(&mut self, code: &str, field: &str, names: &Tally, what: &str, hint: &str) {
        if let Some(message) = names.sentence(what) {
            self.findings.warning(code, self.place(field), message, hint);
        }
    }

    fn err(&mut self, code: &str, field: &str, names: &Tally, what: &str, hint: &str) {
        if let Some(message) = names.sentence(what) {
            self.findings.error(code, self.place(field), message, hint);
        }
    }

    /// A branch as it is named: its name and its ends.
    fn branch(&self, branch: &Branch) -> String {
        let id = |bus: usize| &self.network.buses[bus].id;
        format!("{} ({}–{})", branch.id, id(branch.from), id(branch.to))
    }

    /// Branches for which something is true.
    fn branches_that(&self, is_so: impl Fn(&Branch) -> bool) -> Tally {
        self.network
            .branches
            .iter()
            .filter(|branch| is_so(branch))
            .map(|branch| self.branch(branch))
            .collect()
    }

    fn buses(&mut self) {
        let network = self.network;
        let mut touched = vec![false; network.buses.len()];
        let branches = network.branches.iter().filter(|one| one.in_service).map(|one| [one.from, one.to]);
        let links = network.links.iter().filter(|one| one.in_service).map(|one| [one.from, one.to]);
        for end in branches.chain(links).flatten() {
            touched[end] = true;
        }
        let dangling = network.buses.iter().zip(&touched).filter(|(bus, is_touched)| {
            !**is_touched && bus.kind != BusKind::Isolated && network.buses.len() > 1
        });
        let names = dangling.map(|(bus, _)| bus.id.clone()).collect();
        let hint = "connect them, or make them isolated (type 4)";
        self.warn("dangling-bus", "bus", &names, "buses have no branch or link in service", hint);
        let inverted = network.buses.iter().filter(|bus| bus.voltage_min_pu > bus.voltage_max_pu);
        let names = inverted.map(|bus| bus.id.clone()).collect();
        self.err(
            "inverted-limits",
            "bus",
            &names,
            "buses have a lowest voltage above the highest",
            "swap them",
        );
        self.islands();
    }

    fn islands(&mut self) {
        let network = self.network;
        // size, whether it has a reference, and its first bus
        let mut islands: BTreeMap<usize, (usize, bool, usize)> = BTreeMap::new();
        for (bus, island) in network.islands().into_iter().enumerate() {
            let kind = network.buses[bus].kind;
            if kind != BusKind::Isolated {
                let entry = islands.entry(island).or_insert((0, false, bus));
                entry.0 += 1;
                entry.1 |= kind == BusKind::Reference;
            }
        }
        if islands.len() > 1 {
            let largest = islands.values().map(|(size, ..)| *size).max().unwrap_or(0);
            let (count, buses) = (islands.len(), network.buses.len());
            let message = format!("{count} islands; the largest has {largest} of {buses} buses");
            self.findings.note("islands", Place::file(self.label), message, "");
        }
        let without = islands.values().filter(|(_, has_reference, _)| !has_reference);
        let names =
            without.map(|(size, _, bus)| format!("{size} around bus {}", network.buses[*bus].id)).collect();
        let hint = "make one bus of every island the reference (type 3)";
        self.warn("no-reference", "bus", &names, "islands have no reference bus", hint);
    }

    fn branches(&mut self) {
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
        self.note("negative-reactance", "branch", &names, "branches have a negative reactance");
        let names = self.branches_that(|one| one.rating_mva.is_none());
        self.note("no-rating", "branch", &names, "branches have no rating, their flow is unlimited");
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
        self.note("parallel-branches", "branch", &parallel, "branches join buses that another joins already");
        let what = "branches are like another: parallel circuits, or the same one twice";
        self.note("doubled-branches", "branch", &doubled, what);
    }

    fn links(&mut self) {
        let links = &self.network.links;
        let names = links.iter().filter(|one| one.from == one.to).map(|one| one.id.clone()).collect();
        self.warn(
            "self-loop",
            "link",
            &names,
            "links have both ends at one bus and carry nothing",
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
        self.note("infinite-limit", "link", &names, "links have an infinite limit of power");
        let zero = links.iter().filter(|one| {
            one.in_service && one.power_min_mw == 0.0 && one.power_max_mw == 0.0 && one.expansion.is_none()
        });
        let names = zero.map(|one| one.id.clone()).collect();
        self.warn("zero-rating", "link", &names, "links in service may carry nothing", "set their limits");
    }

    fn plants(&mut self) {
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
        self.note("infinite-limit", "gen", &names, "generators have an infinite limit of active power");
        let infinite = generators
            .iter()
            .filter(|one| one.power_min_mvar.is_infinite() || one.power_max_mvar.is_infinite());
        let names = infinite.map(|one| name(one.bus, &one.id)).collect();
        self.note("infinite-limit", "gen", &names, "generators have an infinite limit of reactive power");
        let concave =
            generators.iter().filter(|one| one.cost.as_ref().is_some_and(|cost| is_concave(&cost.curve)));
        let names = concave.map(|one| name(one.bus, &one.id)).collect();
        self.note("concave-cost", "gen", &names, "generators have costs that are not convex");
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
        let gives =
            generators.iter().any(|one| one.in_service) || network.storage.iter().any(|one| one.in_service);
        if !network.buses.is_empty() && !gives {
            let place = Place::file(self.label);
            self.findings.warning("no-generator", place, "no generator is in service", "switch one on");
        }
    }

    fn series(&mut self) {
        let network = self.network;
        let (count, snapshots) = (network.profiles.len(), network.snapshots.len());
        let place = || Place::file(self.label).field("series");
        let number = |at: usize| format!("number {at}");
        let used = uses(network);
        let wrong = (0..count).filter(|at| network.profiles[*at].len() != snapshots);
        let names: Tally = wrong.map(|at| format!("{at} with {}", network.profiles[at].len())).collect();
        if let Some(message) =
            names.sentence(format!("series have other than {snapshots} values, one a snapshot"))
        {
            self.findings.error("series-length", place(), message, "give every series a value a snapshot");
        }
        let missing: BTreeSet<usize> = used.keys().copied().filter(|at| *at >= count).collect();
        let names = missing.into_iter().map(number).collect::<Tally>();
        self.err("series-missing", "series", &names, "series are pointed at and are not there", "add them");
        // a prescribed level may be free in some snapshots, which it says by being no number
        let strict = (0..count).filter(|at| used.get(at).copied().unwrap_or(true));
        let bad = strict.filter(|at| network.profiles[*at].iter().any(|value| !value.is_finite()));
        let names = bad.map(number).collect::<Tally>();
        self.err(
            "series-not-finite",
            "series",
            &names,
            "series hold values that are no finite number",
            "fill the gaps",
        );
    }
}

/// Series that are pointed at, and whether each must be finite.
fn uses(network: &Network) -> BTreeMap<usize, bool> {
    let mut used = BTreeMap::new();
    let mut add = |profile: Option<Profile>, is_strict: bool| {
        if let Some(profile) = profile {
            *used.entry(profile.series).or_insert(false) |= is_strict;
        }
    };
    for load in &network.loads {
        add(load.profile, true);
    }
    for generator in &network.generators {
        for profile in [generator.availability, generator.floor, generator.marginal_cost] {
            add(profile, true);
        }
    }
    for storage in &network.storage {
        add(storage.inflow, true);
        add(storage.level, false);
    }
    used
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
