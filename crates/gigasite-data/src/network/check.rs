//! Defects that a network file can hold and still be read: findings, not surprises.

use gigasite_case::network::{BusKind, Current, Network};
use gigasite_case::{Findings, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Looks for islands, missing references, dangling buses, zero and negative impedances, doubled branches, missing ratings
/// and infinite limits. Nothing is repaired; what is common in good files is counted, the rest is named one by one.
pub fn check(label: &str, network: &Network, findings: &mut Findings) {
    buses(label, network, findings);
    branches(label, network, findings);
    generators(label, network, findings);
}

fn place(label: &str, field: String) -> Place {
    Place::file(label).field(field)
}

fn buses(label: &str, network: &Network, findings: &mut Findings) {
    let mut touched = vec![false; network.buses.len()];
    for branch in network.branches.iter().filter(|branch| branch.in_service) {
        touched[branch.from] = true;
        touched[branch.to] = true;
    }
    for link in network.links.iter().filter(|link| link.in_service) {
        touched[link.from] = true;
        touched[link.to] = true;
    }
    for (bus, touched) in network.buses.iter().zip(&touched) {
        if !touched && bus.kind != BusKind::Isolated {
            let message = "no branch in service ends here".to_owned();
            findings.warning(
                "dangling-bus",
                place(label, format!("bus {}", bus.id)),
                message,
                "connect it, or make it isolated (type 4)",
            );
        }
    }
    let islands = network.islands();
    let mut sizes: BTreeMap<usize, (usize, bool, usize)> = BTreeMap::new();
    for (bus, island) in islands.iter().enumerate() {
        if network.buses[bus].kind == BusKind::Isolated {
            continue;
        }
        let entry = sizes.entry(*island).or_insert((0, false, bus));
        entry.0 += 1;
        entry.1 |= network.buses[bus].kind == BusKind::Reference;
    }
    if sizes.len() > 1 {
        let largest = sizes.values().map(|(size, ..)| *size).max().unwrap_or(0);
        let message =
            format!("{} islands; the largest has {largest} of {} buses", sizes.len(), network.buses.len());
        findings.note("islands", Place::file(label), message, "");
    }
    for (size, has_reference, first) in sizes.values() {
        if !has_reference {
            let message = format!("no reference bus in its island of {size} buses");
            let at = place(label, format!("bus {}", network.buses[*first].id));
            findings.warning(
                "no-reference",
                at,
                message,
                "make one bus of the island the reference (type 3)",
            );
        }
    }
}

fn branches(label: &str, network: &Network, findings: &mut Findings) {
    let name = |number: usize| {
        let branch = &network.branches[number];
        format!("branch {} ({}–{})", number + 1, network.buses[branch.from].id, network.buses[branch.to].id)
    };
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    let (mut doubled, mut unrated, mut negative) = (Vec::new(), 0, Vec::new());
    for (number, branch) in network.branches.iter().enumerate() {
        if branch.from == branch.to {
            findings.error(
                "self-loop",
                place(label, name(number)),
                "both ends are the same bus",
                "correct a bus number",
            );
        }
        let is_direct = network.buses[branch.from].current == Current::Direct;
        let steers = if is_direct { branch.resistance_pu } else { branch.reactance_pu };
        if steers == 0.0 && branch.in_service {
            let message = match (branch.resistance_pu == 0.0 && branch.reactance_pu == 0.0, is_direct) {
                (true, _) => "no impedance",
                (false, true) => "no resistance, which a direct current follows",
                (false, false) => "no reactance",
            };
            let hint = "give it a small impedance, or join the buses";
            findings.warning("zero-impedance", place(label, name(number)), message, hint);
        }
        if branch.reactance_pu < 0.0 {
            negative.push(name(number));
        }
        if !pairs.insert((branch.from.min(branch.to), branch.from.max(branch.to))) {
            doubled.push(name(number));
        }
        unrated += usize::from(branch.rating_mva.is_none());
        if let (Some(low), Some(high)) = (branch.angle_min_deg, branch.angle_max_deg)
            && low > high
        {
            let message = format!("the least angle difference, {low}°, is above the largest, {high}°");
            findings.error("inverted-limits", place(label, name(number)), message, "swap them");
        }
    }
    let mut count = |code: &str, what: &str, list: &[String]| {
        if let Some(first) = list.first() {
            let message = format!("{} {what}, the first is {first}", list.len());
            findings.note(code, Place::file(label).field("branch"), message, "");
        }
    };
    count("negative-reactance", "branches have a negative reactance", &negative);
    count("parallel-branches", "branches join buses that another joins already", &doubled);
    if unrated > 0 {
        let message = format!(
            "{unrated} of {} branches have no rating: their flow is unlimited",
            network.branches.len()
        );
        findings.note("no-rating", Place::file(label).field("branch"), message, "");
    }
}

fn generators(label: &str, network: &Network, findings: &mut Findings) {
    let mut infinite = 0;
    for (number, generator) in network.generators.iter().enumerate() {
        let at =
            || place(label, format!("generator {} at bus {}", number + 1, network.buses[generator.bus].id));
        if generator.power_min_mw > generator.power_max_mw {
            let message = format!(
                "least output {} MW is above most output {} MW",
                generator.power_min_mw, generator.power_max_mw
            );
            findings.error("inverted-limits", at(), message, "swap them");
        }
        if generator.in_service && network.buses[generator.bus].kind == BusKind::Isolated {
            findings.warning("dangling-generator", at(), "in service at an isolated bus", "switch it off");
        }
        let limits = [
            generator.power_max_mw,
            generator.power_min_mw,
            generator.power_max_mvar,
            generator.power_min_mvar,
        ];
        infinite += usize::from(limits.iter().any(|limit| limit.is_infinite()));
    }
    if infinite > 0 {
        let message = format!("{infinite} of {} generators have an infinite limit", network.generators.len());
        findings.note("infinite-limit", Place::file(label).field("gen"), message, "");
    }
    if !network.buses.is_empty() && network.generators.iter().all(|generator| !generator.in_service) {
        findings.warning("no-generator", Place::file(label), "no generator is in service", "switch one on");
    }
}
