//! What takes part: elements in service at buses that are, their islands and references.

use super::Error;
use super::options::{Candidate, Coupling, Options};
use super::rows::cost;
use gigasite_case::network::{BusKind, Network};
use gigasite_case::{Findings, Place};

/// What takes part.
#[derive(Debug, Clone)]
pub(super) struct Live {
    pub(super) buses: Vec<bool>,
    pub(super) branches: Vec<bool>,
    pub(super) generators: Vec<bool>,
    pub(super) links: Vec<bool>,
    pub(super) storage: Vec<bool>,
    pub(super) stores: Vec<bool>,
    /// Number of the island of every bus, candidates taken as built.
    pub(super) island: Vec<usize>,
    /// Reference bus of every island.
    pub(super) reference: Vec<usize>,
}

impl Live {
    pub(super) fn of(network: &Network, candidates: &[Candidate]) -> Self {
        let buses: Vec<bool> = network.buses.iter().map(|bus| bus.kind != BusKind::Isolated).collect();
        let (island, reference) = islands(network, candidates, &buses);
        Self {
            branches: network
                .branches
                .iter()
                .map(|branch| branch.in_service && buses[branch.from] && buses[branch.to])
                .collect(),
            generators: network.generators.iter().map(|plant| plant.in_service && buses[plant.bus]).collect(),
            links: network
                .links
                .iter()
                .map(|link| link.in_service && buses[link.from] && buses[link.to])
                .collect(),
            storage: network.storage.iter().map(|unit| unit.in_service && buses[unit.bus]).collect(),
            stores: network.stores.iter().map(|store| store.in_service && buses[store.bus]).collect(),
            island,
            reference,
            buses,
        }
    }

    pub(super) fn is_reference(&self, bus: usize) -> bool {
        self.reference[self.island[bus]] == bus
    }
}

/// Islands of the network with every candidate built, and the reference of each: its first bus of that kind, else the one
/// with the most generation, else its first.
fn islands(network: &Network, candidates: &[Candidate], live: &[bool]) -> (Vec<usize>, Vec<usize>) {
    let mut island = network.islands();
    for candidate in candidates.iter().filter(|candidate| candidate.most > 0) {
        let (a, b) = (island[candidate.circuit.from], island[candidate.circuit.to]);
        for number in &mut island {
            if *number == a.max(b) {
                *number = a.min(b);
            }
        }
    }
    let mut rated = vec![0.0; live.len()];
    for plant in network.generators.iter().filter(|plant| plant.in_service) {
        rated[plant.bus] += plant.rated_mw.max(0.0);
    }
    let rank = |bus: usize| (network.buses[bus].kind == BusKind::Reference, rated[bus]);
    let mut reference: Vec<usize> = vec![usize::MAX; island.len()];
    for bus in (0..live.len()).filter(|bus| live[*bus]) {
        let best = &mut reference[island[bus]];
        if *best == usize::MAX {
            *best = bus;
            continue;
        }
        let ((own, mw), (other, other_mw)) = (rank(bus), rank(*best));
        if (own && !other) || (own == other && !own && mw > other_mw) {
            *best = bus;
        }
    }
    (island, reference)
}

/// Refuses what no programme can be written for.
pub(super) fn check(network: &Network, options: &Options, live: &Live, times: &[usize]) -> Result<(), Error> {
    let count = network.snapshots.len();
    if let Some(number) = times.iter().find(|number| **number >= count) {
        return Err(Error::UnknownSnapshot { number: *number, count });
    }
    for (branch, _) in network.branches.iter().zip(&live.branches).filter(|(_, live)| **live) {
        if network.buses[branch.from].current != network.buses[branch.to].current {
            return Err(Error::MixedCurrent { branch: branch.id.clone() });
        }
    }
    if !options.candidates.is_empty() {
        if options.security.is_some() {
            return Err(Error::Together { one: "security", other: "candidates" });
        }
        if options.coupling != Coupling::Joined {
            return Err(Error::Together { one: "snapshots apart", other: "candidates" });
        }
    }
    Ok(())
}

/// What is seen differently than the file says.
pub(super) fn findings(network: &Network, options: &Options, live: &Live) -> Findings {
    let mut findings = Findings::default();
    let at = |what: String| Place::file(&network.name).field(what);
    for load in network.loads.iter().filter(|load| load.in_service && !live.buses[load.bus]) {
        let message = format!("load `{}` stands at an isolated bus and is not served", load.id);
        findings.warning("isolated-load", at(format!("bus {}", network.buses[load.bus].id)), message, "");
    }
    for (link, _) in network.links.iter().zip(&live.links).filter(|(_, live)| **live) {
        if link.power_min_mw < 0.0 && link.efficiency < 1.0 {
            let message = "it may turn, and then gives more at its from end than it draws at its to end";
            findings.warning(
                "turning-loss",
                at(format!("link {}", link.id)),
                message,
                "model each direction as a link of its own",
            );
        }
    }
    let blocks = network
        .generators
        .iter()
        .map(|plant| &plant.expansion)
        .chain(network.branches.iter().map(|branch| &branch.expansion))
        .chain(network.links.iter().map(|link| &link.expansion))
        .chain(network.storage.iter().map(|unit| &unit.expansion))
        .chain(network.stores.iter().map(|store| &store.expansion))
        .flatten()
        .filter(|expansion| expansion.block.is_some())
        .count();
    if blocks > 0 {
        let message = format!("{blocks} capacities come in blocks and are chosen in parts of a block");
        findings.note("relaxed-blocks", Place::file(&network.name), message, "");
    }
    let dents: Vec<f64> = network.generators.iter().filter_map(cost::dent).collect();
    if !dents.is_empty() {
        let deepest = dents.iter().copied().fold(0.0, f64::max);
        let message = format!(
            "the costs of {} generators are not quite convex and are taken as their lower hull, at most {deepest:.3} \
             an hour below",
            dents.len()
        );
        findings.warning(
            "levelled-cost",
            Place::file(&network.name),
            message,
            "make marginal costs rise with output",
        );
    }
    if options.coupling != Coupling::Joined {
        let apart = [
            ("stores stand still", network.storage.len() + network.stores.len()),
            ("caps do not count", network.caps.len()),
            (
                "plants that start and stop may run below their least output",
                network.generators.iter().filter(|plant| plant.commitment.is_some()).count(),
            ),
        ];
        for (what, count) in apart.into_iter().filter(|(_, count)| *count > 0) {
            let message = format!("snapshots are apart: {what} ({count} of them)");
            findings.note("snapshots-apart", Place::file(&network.name), message, "join the snapshots");
        }
    }
    findings
}
