//! Flows and factors.

use super::{Answer, branch_label, bus_label, mw};
use crate::format;
use crate::table::{Cell, Table, column};
use gigasite_case::network::Network;
use gigasite_grid::dc::{DcModel, DcState};
use serde_json::json;

/// A flow by reactance, branches by loading.
pub fn dc_flow(network: &Network, model: &DcModel, state: &DcState, snapshot: usize) -> Answer {
    let mut answer = Answer::new(network);
    let flow = &state.flow;
    answer.fact("method", "dc");
    answer.fact("snapshot", network.snapshots.labels[snapshot].as_str());
    answer.fact("status", "solved");
    let demand: f64 = state.demand_mw.iter().sum();
    let islands = match model.references().len() {
        1 => "one island".to_owned(),
        many => format!("{} islands", format::count(many)),
    };
    answer.say(format!("flow by reactance: demand {}, {islands}", mw(demand)));
    let references: Vec<_> = model
        .references()
        .iter()
        .zip(&flow.balance_mw)
        .map(|(bus, balance)| json!({ "bus": network.buses[*bus].id, "balance_mw": balance }))
        .collect();
    for (bus, balance) in model.references().iter().zip(&flow.balance_mw).take(5) {
        if balance.abs() > 0.5 {
            let more = if *balance > 0.0 { "more" } else { "less" };
            answer.say(format!(
                "bus {} gives {} {more} than the outputs say, to balance",
                bus_label(network, *bus),
                mw(balance.abs())
            ));
        }
    }
    answer.fact("references", references);
    let mut voltages = Table::new(
        "voltages",
        "Buses",
        vec![
            column("bus", "bus", None),
            column("voltage_pu", "voltage", Some(4)),
            column("angle_deg", "angle", Some(2)),
        ],
    );
    for (bus, angle) in flow.angle_rad.iter().enumerate() {
        let live = model.islands()[bus].is_some();
        let voltage = live.then_some(1.0);
        let angle = live.then(|| angle.to_degrees());
        voltages.push(vec![network.buses[bus].id.as_str().into(), voltage.into(), angle.into()]);
    }
    let loaded =
        |branch: usize| network.branches[branch].limit_mva().map(|limit| flow.flow_mw[branch].abs() / limit);
    let mut flows = Table::new(
        "flows",
        "Branches, the most loaded first",
        vec![
            column("branch", "branch", None),
            column("from_bus", "from", None),
            column("to_bus", "to", None),
            column("flow_mw", "flow", Some(1)),
            column("limit_mva", "limit", Some(0)),
            column("loading_frac", "loading", Some(3)),
        ],
    );
    for branch in by_loading(network.branches.len(), &loaded) {
        let data = &network.branches[branch];
        flows.push(vec![
            data.id.as_str().into(),
            network.buses[data.from].id.as_str().into(),
            network.buses[data.to].id.as_str().into(),
            flow.flow_mw[branch].into(),
            data.limit_mva().into(),
            loaded(branch).into(),
        ]);
    }
    let over =
        (0..network.branches.len()).filter(|branch| loaded(*branch).is_some_and(|part| part > 1.0)).count();
    let is_limited = network.branches.iter().any(|branch| branch.limit_mva().is_some());
    answer.say(match over {
        0 if !is_limited => "no branch has a limit".to_owned(),
        0 => "no branch is above its limit".to_owned(),
        1 => "1 branch is above its limit".to_owned(),
        many => format!("{} branches are above their limit", format::count(many)),
    });
    answer.fact("overloaded_count", over);
    answer.tables = vec![flows, voltages];
    answer
}

/// Numbers of branches, the most loaded first; those without a limit come last, in their order.
pub(super) fn by_loading(count: usize, loading: &dyn Fn(usize) -> Option<f64>) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let key = |branch: usize| loading(branch).unwrap_or(-1.0);
    order.sort_by(|a, b| key(*b).total_cmp(&key(*a)).then(a.cmp(b)));
    order
}

/// Transfer factors of some branches: a row a branch and bus that matters, the strongest first.
pub fn ptdf(network: &Network, model: &DcModel, branches: &[usize], least: f64) -> Answer {
    let mut answer = Answer::new(network);
    let factors = model.ptdf(branches);
    answer.fact(
        "references",
        model.references().iter().map(|bus| json!(network.buses[*bus].id)).collect::<Vec<_>>(),
    );
    answer.fact("least_factor", least);
    answer.say(format!(
        "MW on a branch for 1 MW put in at a bus and taken out at {}; factors below {least} are left out",
        model.references().iter().take(3).map(|bus| bus_label(network, *bus)).collect::<Vec<_>>().join(", "),
    ));
    let mut table = Table::new(
        "ptdf",
        "Transfer factors",
        vec![
            column("branch", "branch", None),
            column("bus", "bus", None),
            column("factor_ratio", "factor", Some(6)),
        ],
    );
    for (row, branch) in branches.iter().enumerate() {
        let mut buses: Vec<usize> = (0..network.buses.len())
            .filter(|bus| factors[(row, *bus)].abs() >= least.max(f64::MIN_POSITIVE))
            .collect();
        buses.sort_by(|a, b| factors[(row, *b)].abs().total_cmp(&factors[(row, *a)].abs()).then(a.cmp(b)));
        for bus in buses {
            let name: Cell = branch_label(network, *branch).into();
            table.push(vec![name, network.buses[bus].id.as_str().into(), factors[(row, bus)].into()]);
        }
    }
    answer.tables = vec![table];
    answer
}
