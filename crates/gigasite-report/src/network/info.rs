//! What a network file holds.

use super::{Answer, mw};
use crate::format;
use crate::table::{Table, column};
use gigasite_case::network::{BranchKind, BusKind, Network};
use std::collections::BTreeMap;

/// Counts, sums and what carries what.
pub fn info(network: &Network) -> Answer {
    let mut answer = Answer::new(network);
    let islands = network.islands();
    let live: Vec<usize> =
        (0..network.buses.len()).filter(|bus| network.buses[*bus].kind != BusKind::Isolated).collect();
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for bus in &live {
        *sizes.entry(islands[*bus]).or_insert(0) += 1;
    }
    let demand: f64 = network.demand_mw(0).iter().sum();
    let in_service = network.generators.iter().filter(|generator| generator.in_service);
    let capacity: f64 = in_service.clone().map(|generator| generator.power_max_mw.max(0.0)).sum();
    answer.say(format!(
        "{}: {} buses, {} branches, {} generators, {} loads",
        if network.name.is_empty() { "network" } else { &network.name },
        format::count(network.buses.len()),
        format::count(network.branches.len()),
        format::count(network.generators.len()),
        format::count(network.loads.len()),
    ));
    let first = network.snapshots.labels.first().map_or("", String::as_str);
    let last = network.snapshots.labels.last().map_or("", String::as_str);
    if network.snapshots.len() > 1 {
        answer.say(format!("{} snapshots, {first} to {last}", format::count(network.snapshots.len())));
    }
    answer.say(format!(
        "demand {} in the first snapshot, generation in service {}",
        mw(demand),
        mw(capacity)
    ));
    answer.say(match sizes.len() {
        1 => "one piece".to_owned(),
        pieces => format!(
            "{pieces} islands, the largest of {} buses",
            format::count(sizes.values().copied().max().unwrap_or(0))
        ),
    });
    answer.fact("base_mva", network.base_mva);
    answer.fact("buses_count", network.buses.len());
    answer.fact("branches_count", network.branches.len());
    answer.fact("generators_count", network.generators.len());
    answer.fact("loads_count", network.loads.len());
    answer.fact("links_count", network.links.len());
    answer.fact("storage_count", network.storage.len() + network.stores.len());
    answer.fact("snapshots_count", network.snapshots.len());
    answer.fact("islands_count", sizes.len());
    answer.fact("demand_mw", demand);
    answer.fact("generation_mw", capacity);
    answer.tables = vec![parts(network), voltages(network), carriers(network)];
    answer
}

fn parts(network: &Network) -> Table {
    let mut table = Table::new(
        "parts",
        "What it is made of",
        vec![
            column("part", "part", None),
            column("count", "all", Some(0)),
            column("in_service_count", "in service", Some(0)),
        ],
    );
    let mut push = |part: &str, all: usize, on: usize| {
        if all > 0 {
            table.push(vec![part.into(), (all as f64).into(), (on as f64).into()]);
        }
    };
    let of_kind = |kind: BranchKind| network.branches.iter().filter(move |branch| branch.kind == kind);
    let on = |kind: BranchKind| of_kind(kind).filter(|branch| branch.in_service).count();
    let live = network.buses.iter().filter(|bus| bus.kind != BusKind::Isolated).count();
    push("buses", network.buses.len(), live);
    push("lines", of_kind(BranchKind::Line).count(), on(BranchKind::Line));
    push("transformers", of_kind(BranchKind::Transformer).count(), on(BranchKind::Transformer));
    push("links", network.links.len(), network.links.iter().filter(|link| link.in_service).count());
    push(
        "generators",
        network.generators.len(),
        network.generators.iter().filter(|one| one.in_service).count(),
    );
    push("loads", network.loads.len(), network.loads.iter().filter(|load| load.in_service).count());
    push("storage units", network.storage.len(), network.storage.iter().filter(|one| one.in_service).count());
    push("stores", network.stores.len(), network.stores.iter().filter(|store| store.in_service).count());
    push("contingencies", network.contingencies.len(), network.contingencies.len());
    table
}

fn voltages(network: &Network) -> Table {
    let mut table = Table::new(
        "voltages",
        "By voltage",
        vec![
            column("base_kv", "base", Some(0)),
            column("buses_count", "buses", Some(0)),
            column("lines_count", "lines", Some(0)),
            column("rated_mva", "line ratings", Some(0)),
        ],
    );
    let mut levels: BTreeMap<u64, (usize, usize, f64)> = BTreeMap::new();
    // kilovolts are positive, so their bits sort as they do
    for bus in &network.buses {
        levels.entry(bus.base_kv.max(0.0).to_bits()).or_default().0 += 1;
    }
    for branch in
        network.branches.iter().filter(|branch| branch.kind == BranchKind::Line && branch.in_service)
    {
        let level = levels.entry(network.buses[branch.from].base_kv.max(0.0).to_bits()).or_default();
        level.1 += 1;
        level.2 += branch.limit_mva().unwrap_or(0.0);
    }
    for (bits, (buses, lines, rated)) in levels.iter().rev() {
        table.push(vec![
            f64::from_bits(*bits).into(),
            (*buses as f64).into(),
            (*lines as f64).into(),
            (*rated).into(),
        ]);
    }
    table
}

fn carriers(network: &Network) -> Table {
    let mut table = Table::new(
        "generation",
        "Generation by carrier",
        vec![
            column("carrier", "carrier", None),
            column("generators_count", "generators", Some(0)),
            column("power_max_mw", "most output", Some(0)),
        ],
    );
    let mut by_carrier: BTreeMap<&str, (usize, f64)> = BTreeMap::new();
    for generator in network.generators.iter().filter(|generator| generator.in_service) {
        let entry = by_carrier.entry(generator.carrier.as_deref().unwrap_or("not stated")).or_default();
        entry.0 += 1;
        entry.1 += generator.power_max_mw.max(0.0);
    }
    let mut rows: Vec<_> = by_carrier.into_iter().collect();
    rows.sort_by(|a, b| b.1.1.total_cmp(&a.1.1).then(a.0.cmp(b.0)));
    for (carrier, (count, power)) in rows {
        table.push(vec![carrier.into(), (count as f64).into(), power.into()]);
    }
    table
}
