//! Alternating-current flows.

use super::flow::by_loading;
use super::{Answer, branch_label, bus_label, mw};
use crate::format;
use crate::table::{Cell, Table, column};
use gigasite_case::network::Network;
use gigasite_grid::ac::{AcCheck, AcFlow, AcStatus, OutOfBand};
use gigasite_grid::dc::Rating;
use serde_json::json;

/// A flow with voltages, branches by loading.
pub fn ac_flow(network: &Network, flow: &AcFlow, snapshot: usize) -> Answer {
    let mut answer = Answer::new(network);
    let check = AcCheck::of(network, flow, Rating::LongTerm);
    answer.fact("method", "ac");
    answer.fact("snapshot", network.snapshots.labels[snapshot].as_str());
    answer.fact("steps", flow.steps);
    answer.fact("mismatch_pu", flow.mismatch_pu);
    answer.say(solved(network, flow));
    if let AcStatus::NotSolved { bus, mismatch_mw, mismatch_mvar } = &flow.status {
        answer.fact("status", "not_solved");
        answer.fact(
            "worst_mismatch",
            json!({ "bus": network.buses[*bus].id, "mismatch_mw": mismatch_mw, "mismatch_mvar": mismatch_mvar }),
        );
        answer.say("hint: less load there or more reactive power may help; `--start file` begins at the voltages of the file");
        return answer;
    }
    answer.fact("status", "solved");
    answer.fact("losses_mw", flow.losses_mw);
    answer.fact("missing_mw", json!(flow.missing_mw));
    answer.fact("overloaded_count", check.overloads.len());
    answer.fact("out_of_band_count", check.out_of_band.len());
    answer.fact("at_reactive_limit", ids(network, &flow.at_limit));
    answer.fact("dead_buses", ids(network, &flow.dead));
    answer.say(check_words(network, &check));
    if !flow.dead.is_empty() {
        answer.say(format!(
            "{} buses have no voltage: their island has no generator",
            format::count(flow.dead.len())
        ));
    }
    if !flow.at_limit.is_empty() {
        answer.say(format!(
            "generators at {} buses are at a reactive limit",
            format::count(flow.at_limit.len())
        ));
    }
    answer.tables = vec![flows(network, flow), voltages(network, flow), outputs(network, flow)];
    answer
}

fn solved(network: &Network, flow: &AcFlow) -> String {
    match &flow.status {
        AcStatus::Solved => format!(
            "alternating-current flow solved in {} steps, mismatch {:.1e} p.u.; losses {}",
            flow.steps,
            flow.mismatch_pu,
            mw(flow.losses_mw)
        ),
        AcStatus::NotSolved { bus, mismatch_mw, mismatch_mvar } => format!(
            "no alternating-current flow found: {} and {} Mvar are left at bus {}",
            mw(*mismatch_mw),
            format::thousands(*mismatch_mvar, 1),
            bus_label(network, *bus)
        ),
    }
}

fn ids(network: &Network, buses: &[usize]) -> Vec<serde_json::Value> {
    buses.iter().map(|bus| json!(network.buses[*bus].id)).collect()
}

/// `3 branches above their rating, 2 buses outside their band: lowest 0.93 at 12`.
pub(super) fn check_words(network: &Network, check: &AcCheck) -> String {
    let is_rated = network.branches.iter().any(|branch| branch.in_service && branch.limit_mva().is_some());
    let over = match check.overloads.first() {
        None if !is_rated => "no branch has a rating".to_owned(),
        None => "no branch is above its rating".to_owned(),
        Some(worst) => format!(
            "{} above their rating, {} the most ({:.0} %)",
            format::count(check.overloads.len()),
            branch_label(network, worst.branch),
            100.0 * worst.apparent_mva / worst.limit_mva
        ),
    };
    let band = match check.out_of_band.first() {
        None => "every voltage is in its band".to_owned(),
        Some(OutOfBand { bus, voltage_pu, limit_pu }) => format!(
            "{} voltages outside their band, {voltage_pu:.3} for {limit_pu:.3} p.u. at bus {} the furthest",
            format::count(check.out_of_band.len()),
            bus_label(network, *bus)
        ),
    };
    format!("{over}; {band}")
}

fn flows(network: &Network, flow: &AcFlow) -> Table {
    let mut table = Table::new(
        "flows",
        "Branches, the most loaded first",
        vec![
            column("branch", "branch", None),
            column("from_bus", "from", None),
            column("to_bus", "to", None),
            column("from_mw", "into it at from", Some(1)),
            column("from_mvar", "reactive at from", Some(1)),
            column("to_mw", "into it at to", Some(1)),
            column("to_mvar", "reactive at to", Some(1)),
            column("limit_mva", "limit", Some(0)),
            column("loading_frac", "loading", Some(3)),
        ],
    );
    let loading = |branch: usize| {
        let limit = network.branches[branch].limit_mva().filter(|limit| *limit > 0.0)?;
        Some(flow.branches[branch].apparent_mva() / limit)
    };
    for branch in by_loading(network.branches.len(), &loading) {
        let (data, one) = (&network.branches[branch], &flow.branches[branch]);
        table.push(vec![
            data.id.as_str().into(),
            network.buses[data.from].id.as_str().into(),
            network.buses[data.to].id.as_str().into(),
            one.from_mw.into(),
            one.from_mvar.into(),
            one.to_mw.into(),
            one.to_mvar.into(),
            data.limit_mva().into(),
            loading(branch).into(),
        ]);
    }
    table
}

fn voltages(network: &Network, flow: &AcFlow) -> Table {
    let mut table = Table::new(
        "voltages",
        "Buses",
        vec![
            column("bus", "bus", None),
            column("voltage_pu", "voltage", Some(4)),
            column("angle_deg", "angle", Some(2)),
        ],
    );
    for (bus, data) in network.buses.iter().enumerate() {
        let live = flow.voltage_pu[bus] > 0.0;
        let cell = |value: f64| Cell::from(live.then_some(value));
        table.push(vec![data.id.as_str().into(), cell(flow.voltage_pu[bus]), cell(flow.angle_deg[bus])]);
    }
    table
}

fn outputs(network: &Network, flow: &AcFlow) -> Table {
    let mut table = Table::new(
        "generators",
        "Generators",
        vec![
            column("generator", "generator", None),
            column("bus", "at bus", None),
            column("power_mw", "output", Some(1)),
            column("power_mvar", "reactive output", Some(1)),
        ],
    );
    for (number, generator) in network.generators.iter().enumerate().filter(|(_, one)| one.in_service) {
        table.push(vec![
            generator.id.as_str().into(),
            network.buses[generator.bus].id.as_str().into(),
            flow.output_mw[number].into(),
            flow.output_mvar[number].into(),
        ]);
    }
    table
}
