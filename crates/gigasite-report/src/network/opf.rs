//! The cheapest dispatch: what it costs, prices, and what holds it back.

use super::{Answer, branch_label, bus_label, mw};
use crate::format;
use crate::table::{Cell, Table, column};
use gigasite_case::network::Network;
use gigasite_grid::opf::{Binding, Element, Limit, Options, Outcome, Status};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

/// The answer of an optimal power flow of `options.snapshots`, all if empty.
pub fn opf(network: &Network, options: &Options, outcome: &Outcome) -> Answer {
    let mut answer = Answer::new(network);
    answer.fact("method", "dc_opf");
    answer.fact("form", json!(options.form));
    answer.fact("status", json!(outcome.status));
    answer.fact("objective", outcome.objective);
    answer.fact("bound", outcome.bound);
    answer.fact("gap_rel", outcome.gap_rel);
    answer.fact("snapshots_count", outcome.moments.len());
    if outcome.constant != 0.0 {
        answer.fact("objective_of_change", outcome.objective_of_change);
        answer.fact("existing_capacity_cost", outcome.constant);
    }
    answer.fact("effort", json!(outcome.effort));
    answer.fact("findings", outcome.findings.0.iter().map(|finding| json!(finding)).collect::<Vec<_>>());
    say_status(&mut answer, outcome);
    if let Some(why) = &outcome.why {
        answer.say(format!("because {}", why.sentence));
        answer.say(format!("hint: {}", why.hint));
        answer.fact("why", json!(why));
    }
    if outcome.objective.is_some() || outcome.moments.iter().any(|moment| moment.status <= Status::NotSettled)
    {
        say_prices(&mut answer, network, outcome);
        answer.fact("lmp", lmp(network, outcome));
        answer.tables = vec![
            binding(network, outcome),
            prices(network, outcome),
            dispatch(network, outcome),
            flows(network, outcome),
            capacities(network, outcome),
            caps(outcome),
        ];
        answer.tables.retain(|table| !table.rows.is_empty() || table.name == "binding");
        if outcome.moments.len() > 1 {
            series(&mut answer, network, outcome);
        }
    }
    answer
}

fn say_status(answer: &mut Answer, outcome: &Outcome) {
    let cost = |money: f64| format::thousands(money, 2);
    answer.say(match (outcome.status, outcome.objective) {
        (Status::Optimal, Some(objective)) => {
            let gap = outcome.gap_rel.unwrap_or(0.0);
            let proof = if gap > 0.0 { format!(", proven to {gap:.1e}") } else { ", proven".to_owned() };
            format!("optimal: cost {}{proof}", cost(objective))
        }
        (Status::NotSettled, Some(objective)) => format!(
            "not settled: cost {}, but curved costs, losses or outages were still moving when the rounds ended",
            cost(objective)
        ),
        (Status::AtLimit, Some(objective)) => format!(
            "stopped at the time limit: cost {}, at least {}",
            cost(objective),
            outcome.bound.map_or("unknown".into(), cost)
        ),
        (Status::AtLimit, None) => "stopped at the time limit without a dispatch".to_owned(),
        (Status::Infeasible, _) => "infeasible: no dispatch keeps all limits".to_owned(),
        (Status::Unbounded, _) => "unbounded: something earns without a limit".to_owned(),
        (Status::NumericalTrouble, _) => "the solver gave up for numerical reasons: no answer".to_owned(),
        (Status::Optimal | Status::NotSettled, None) => "no cost".to_owned(),
    });
    if let (true, Some(change)) = (outcome.constant != 0.0, outcome.objective_of_change) {
        answer.say(format!(
            "of that {} for capacity that stood before; without it {}",
            cost(outcome.constant),
            cost(change)
        ));
    }
    if let Some(security) = &outcome.security {
        answer.say(format!(
            "{} outages looked at, {} limits after an outage written, {} left above a limit",
            format::count(security.outages),
            format::count(security.rows),
            mw(security.worst_excess_mw)
        ));
        if !security.islanding.is_empty() {
            answer.say(format!(
                "{} outages split the network and are not secured: {}",
                format::count(security.islanding.len()),
                first(&security.islanding, 5)
            ));
        }
        answer.fact("security", json!(security));
    }
    if let Some(losses) = &outcome.losses {
        let all: f64 = losses.total_mw.iter().sum::<f64>() / losses.total_mw.len().max(1) as f64;
        answer.say(format!(
            "losses {} on average, to {:.1e} of r·f² ({} was asked for)",
            mw(all),
            losses.error_frac,
            losses.tolerance_frac
        ));
        answer.fact("losses", json!(losses));
    }
}

fn say_prices(answer: &mut Answer, network: &Network, outcome: &Outcome) {
    let all = outcome.lmp.total.iter().flatten().copied().filter(|price| price.is_finite());
    let (low, high) =
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), price| (low.min(price), high.max(price)));
    if low > high {
        return;
    }
    let at = |price: f64| {
        let found = outcome.lmp.total.iter().enumerate().find_map(|(t, row)| {
            row.iter().position(|one| one.to_bits() == price.to_bits()).map(|bus| (t, bus))
        });
        found.map_or(String::new(), |(t, bus)| {
            let when = if outcome.moments.len() > 1 {
                format!(", {}", outcome.moments[t].label)
            } else {
                String::new()
            };
            format!(" (bus {}{when})", bus_label(network, bus))
        })
    };
    let mut line = format!("price of a MWh: {}", format::thousands(low, 2));
    if high - low > 1e-6 {
        let _ = write!(line, "{} to {}{}", at(low), format::thousands(high, 2), at(high));
    } else {
        line.push_str(" everywhere");
    }
    answer.say(line);
    answer.say(match outcome.binding.len() {
        0 => "no limit of a branch binds".to_owned(),
        1 => "1 limit of a branch binds".to_owned(),
        many => format!("{} limits of branches bind", format::count(many)),
    });
}

/// Bus → price; a list over the snapshots where there are several.
fn lmp(network: &Network, outcome: &Outcome) -> Map<String, Value> {
    let one = outcome.lmp.total.len() == 1;
    let price = |bus: usize| {
        let over: Vec<Value> = outcome
            .lmp
            .total
            .iter()
            .map(|row| row.get(bus).map_or(Value::Null, |price| json!(price)))
            .collect();
        if one { over[0].clone() } else { Value::Array(over) }
    };
    network.buses.iter().enumerate().map(|(bus, data)| (data.id.clone(), price(bus))).collect()
}

/// Mean over the snapshots that have a value.
fn mean(grid: &[Vec<f64>], element: usize) -> Option<f64> {
    let values: Vec<f64> =
        grid.iter().filter_map(|row| row.get(element).copied()).filter(|value| value.is_finite()).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The value with the largest size over the snapshots.
fn extreme(grid: &[Vec<f64>], element: usize) -> Option<f64> {
    let values = grid.iter().filter_map(|row| row.get(element).copied());
    values.max_by(|a, b| a.abs().total_cmp(&b.abs()))
}

fn prices(network: &Network, outcome: &Outcome) -> Table {
    let many = outcome.moments.len() > 1;
    let mut table = Table::new(
        "prices",
        if many { "Prices on average, the highest first" } else { "Prices, the highest first" },
        vec![
            column("bus", "bus", None),
            column("price_money_per_mwh", "price", Some(3)),
            column("energy_money_per_mwh", "energy", Some(3)),
            column("congestion_money_per_mwh", "congestion", Some(3)),
            column("loss_money_per_mwh", "loss", Some(3)),
        ],
    );
    let lmp = &outcome.lmp;
    let mut order: Vec<(usize, Option<f64>)> =
        (0..network.buses.len()).map(|bus| (bus, mean(&lmp.total, bus))).collect();
    order.sort_by(|(a, x), (b, y)| {
        let key = |price: &Option<f64>| price.unwrap_or(f64::NEG_INFINITY);
        key(y).total_cmp(&key(x)).then(a.cmp(b))
    });
    for (bus, price) in order {
        let part = |grid: &[Vec<f64>]| Cell::from(price.and_then(|_| mean(grid, bus)));
        table.push(vec![
            network.buses[bus].id.as_str().into(),
            price.into(),
            part(&lmp.energy),
            part(&lmp.congestion),
            part(&lmp.loss),
        ]);
    }
    table
}

fn binding(network: &Network, outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "binding",
        "Limits that bind, the dearest first",
        vec![
            column("snapshot", "when", None),
            column("element", "element", None),
            column("limit", "limit", None),
            column("flow_mw", "flow", Some(1)),
            column("shadow_price_money_per_mwh", "worth of more room", Some(3)),
        ],
    );
    let mut order: Vec<_> = outcome.binding.iter().collect();
    order.sort_by(|a, b| b.shadow_price.total_cmp(&a.shadow_price));
    for one in order {
        table.push(vec![
            outcome.moments[one.snapshot].label.as_str().into(),
            element_label(network, one).into(),
            limit_label(&one.limit).into(),
            one.flow_mw.into(),
            one.shadow_price.into(),
        ]);
    }
    table
}

/// `branch 12 (A–B), rating after losing C`.
pub(super) fn binding_label(network: &Network, one: &Binding) -> String {
    format!("{}, {}", element_label(network, one), limit_label(&one.limit))
}

fn element_label(network: &Network, one: &Binding) -> String {
    match one.element {
        Element::Branch(branch) => format!("branch {}", branch_label(network, branch)),
        Element::Link(_) => format!("link {}", one.id),
    }
}

fn limit_label(limit: &Limit) -> String {
    match limit {
        Limit::Rating => "rating".to_owned(),
        Limit::Angle => "angle".to_owned(),
        Limit::ChosenCapacity => "chosen capacity".to_owned(),
        Limit::Outage(lost) => format!("rating after losing {lost}"),
    }
}

fn dispatch(network: &Network, outcome: &Outcome) -> Table {
    let many = outcome.moments.len() > 1;
    let mut table = Table::new(
        "dispatch",
        if many { "Outputs on average, the largest first" } else { "Outputs, the largest first" },
        vec![
            column("generator", "generator", None),
            column("bus", "at bus", None),
            column("carrier", "carrier", None),
            column("power_mw", "output", Some(1)),
            column("power_max_mw", "most", Some(1)),
        ],
    );
    let mut order: Vec<(usize, Option<f64>)> =
        (0..network.generators.len()).map(|one| (one, mean(&outcome.dispatch_mw, one))).collect();
    order.sort_by(|(a, x), (b, y)| y.unwrap_or(0.0).total_cmp(&x.unwrap_or(0.0)).then(a.cmp(b)));
    for (number, power) in order {
        let generator = &network.generators[number];
        table.push(vec![
            generator.id.as_str().into(),
            network.buses[generator.bus].id.as_str().into(),
            generator.carrier.as_deref().unwrap_or("").into(),
            power.into(),
            outcome
                .capacities
                .generator_mw
                .get(number)
                .copied()
                .flatten()
                .unwrap_or(generator.power_max_mw)
                .into(),
        ]);
    }
    table
}

fn flows(network: &Network, outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "flows",
        if outcome.moments.len() > 1 {
            "Highest flows, the most loaded first"
        } else {
            "Flows, the most loaded first"
        },
        vec![
            column("branch", "branch", None),
            column("from_bus", "from", None),
            column("to_bus", "to", None),
            column("flow_mw", "flow", Some(1)),
            column("limit_mva", "limit", Some(0)),
            column("loading_frac", "loading", Some(3)),
        ],
    );
    let flow = |branch: usize| extreme(&outcome.flow_mw, branch);
    let limit = |branch: usize| {
        outcome
            .capacities
            .branch_mva
            .get(branch)
            .copied()
            .flatten()
            .or_else(|| network.branches[branch].limit_mva())
    };
    let loading = |branch: usize| Some(flow(branch)?.abs() / limit(branch).filter(|limit| *limit > 0.0)?);
    for branch in super::flow::by_loading(network.branches.len(), &loading) {
        let data = &network.branches[branch];
        table.push(vec![
            data.id.as_str().into(),
            network.buses[data.from].id.as_str().into(),
            network.buses[data.to].id.as_str().into(),
            flow(branch).into(),
            limit(branch).into(),
            loading(branch).into(),
        ]);
    }
    for (number, link) in network.links.iter().enumerate() {
        let flow = extreme(&outcome.link_mw, number);
        table.push(vec![
            link.id.as_str().into(),
            network.buses[link.from].id.as_str().into(),
            network.buses[link.to].id.as_str().into(),
            flow.into(),
            outcome.capacities.link_mw.get(number).copied().flatten().unwrap_or(link.power_max_mw).into(),
            Cell::Empty,
        ]);
    }
    table
}

fn capacities(network: &Network, outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "capacities",
        "Chosen capacities, the largest first",
        vec![
            column("element", "element", None),
            column("id", "name", None),
            column("capacity", "capacity", Some(2)),
            column("unit", "unit", None),
        ],
    );
    let chosen = &outcome.capacities;
    let ids = |kind: &'static str, unit: &'static str, ids: Vec<&str>, sizes: &[Option<f64>]| {
        ids.into_iter()
            .zip(sizes)
            .filter_map(|(id, size)| Some((kind, id.to_owned(), (*size)?, unit)))
            .collect::<Vec<_>>()
    };
    let mut all = [
        ids(
            "generator",
            "MW",
            network.generators.iter().map(|one| one.id.as_str()).collect(),
            &chosen.generator_mw,
        ),
        ids(
            "branch",
            "MVA",
            network.branches.iter().map(|one| one.id.as_str()).collect(),
            &chosen.branch_mva,
        ),
        ids("link", "MW", network.links.iter().map(|one| one.id.as_str()).collect(), &chosen.link_mw),
        ids("storage", "MW", network.storage.iter().map(|one| one.id.as_str()).collect(), &chosen.storage_mw),
        ids("store", "MWh", network.stores.iter().map(|one| one.id.as_str()).collect(), &chosen.store_mwh),
    ]
    .concat();
    all.sort_by(|a, b| b.2.total_cmp(&a.2));
    for (kind, id, size, unit) in all {
        table.push(vec![kind.into(), id.into(), size.into(), unit.into()]);
    }
    table
}

fn caps(outcome: &Outcome) -> Table {
    let mut table = Table::new(
        "caps",
        "Limits on the whole network",
        vec![
            column("cap", "limit", None),
            column("used_t", "used", Some(1)),
            column("limit_t", "allowed", Some(1)),
            column("price_money_per_t", "worth of more room", Some(2)),
        ],
    );
    for cap in &outcome.caps {
        table.push(vec![
            cap.id.as_str().into(),
            cap.used_t.into(),
            cap.limit_t.into(),
            cap.price_per_t.into(),
        ]);
    }
    table
}

/// Prices, outputs and flows of every snapshot: a row a snapshot, a column an element.
fn series(answer: &mut Answer, network: &Network, outcome: &Outcome) {
    let buses: Vec<&str> = network.buses.iter().map(|one| one.id.as_str()).collect();
    let generators: Vec<&str> = network.generators.iter().map(|one| one.id.as_str()).collect();
    let branches: Vec<&str> = network.branches.iter().map(|one| one.id.as_str()).collect();
    for (name, ids, grid) in [
        ("lmp_by_snapshot.csv", buses, &outcome.lmp.total),
        ("dispatch_by_snapshot.csv", generators, &outcome.dispatch_mw),
        ("flow_by_snapshot.csv", branches, &outcome.flow_mw),
    ] {
        let labels = outcome.moments.iter().map(|moment| moment.label.as_str());
        answer.file(name, super::wide(&ids, labels, grid).into_bytes());
    }
}

/// The first few, and how many more there are.
fn first(all: &[String], few: usize) -> String {
    let mut text = all.iter().take(few).cloned().collect::<Vec<_>>().join(", ");
    if all.len() > few {
        let _ = write!(text, " and {} more", all.len() - few);
    }
    text
}
