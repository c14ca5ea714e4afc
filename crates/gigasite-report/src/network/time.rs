//! Flows of many snapshots.

use super::flow::by_loading;
use super::{Answer, branch_label, bus_label, mw, wide};
use crate::format;
use crate::table::{Table, column};
use gigasite_case::network::Network;
use gigasite_grid::ac::{AcCheck, AcFlow, AcStatus};
use gigasite_grid::dc::{DcFlow, Rating};
use gigasite_grid::dispatch::Moment;

/// Flows by reactance of all `moments`.
pub fn dc_series(network: &Network, moments: &[Moment], flows: &[DcFlow]) -> Answer {
    let mut answer = Answer::new(network);
    answer.fact("method", "dc");
    answer.fact("status", "solved");
    answer.fact("snapshots_count", moments.len());
    let grid: Vec<Vec<f64>> = flows.iter().map(|flow| flow.flow_mw.clone()).collect();
    answer.tables = vec![branches(network, moments, &grid)];
    say_overloads(&mut answer, network, &grid);
    let mut table = Table::new(
        "snapshots",
        "Snapshots",
        vec![
            column("snapshot", "when", None),
            column("demand_mw", "demand", Some(0)),
            column("made_up_mw", "made up for by references", Some(1)),
            column("overloaded_count", "branches above their limit", Some(0)),
        ],
    );
    for (moment, flow) in moments.iter().zip(flows) {
        let demand: f64 = network.demand_mw(moment.snapshot).iter().sum();
        let made_up: f64 = flow.balance_mw.iter().map(|mw| mw.abs()).sum();
        let over = overloaded(network, &flow.flow_mw).count();
        let label = network.snapshots.labels[moment.snapshot].as_str();
        table.push(vec![label.into(), demand.into(), made_up.into(), (over as f64).into()]);
    }
    answer.tables.push(table);
    flow_file(&mut answer, network, moments, &grid);
    answer
}

/// Alternating-current flows of all `moments`.
pub fn ac_series(network: &Network, moments: &[Moment], flows: &[AcFlow]) -> Answer {
    let mut answer = Answer::new(network);
    answer.fact("method", "ac");
    let unsolved = flows.iter().filter(|flow| flow.status != AcStatus::Solved).count();
    answer.fact("status", if unsolved == 0 { "solved" } else { "not_solved" });
    answer.fact("snapshots_count", moments.len());
    answer.fact("unsolved_count", unsolved);
    if unsolved > 0 {
        answer.say(format!(
            "{} of {} snapshots have no flow",
            format::count(unsolved),
            format::count(flows.len())
        ));
    }
    let signed = |flow: &AcFlow| -> Vec<f64> {
        let at = |one: &gigasite_grid::ac::AcBranch| one.apparent_mva() * one.from_mw.signum();
        if flow.status == AcStatus::Solved { flow.branches.iter().map(at).collect() } else { Vec::new() }
    };
    let grid: Vec<Vec<f64>> = flows.iter().map(signed).collect();
    answer.tables = vec![branches(network, moments, &grid)];
    say_overloads(&mut answer, network, &grid);
    let mut table = Table::new(
        "snapshots",
        "Snapshots",
        vec![
            column("snapshot", "when", None),
            column("losses_mw", "losses", Some(1)),
            column("voltage_min_pu", "lowest voltage", Some(4)),
            column("voltage_min_bus", "at bus", None),
            column("out_of_band_count", "voltages outside their band", Some(0)),
            column("overloaded_count", "branches above their rating", Some(0)),
        ],
    );
    for (moment, flow) in moments.iter().zip(flows) {
        let label = network.snapshots.labels[moment.snapshot].as_str();
        let check = AcCheck::of(network, flow, Rating::LongTerm);
        let solved = check.status == AcStatus::Solved;
        let count = |number: usize| solved.then_some(number as f64);
        table.push(vec![
            label.into(),
            solved.then_some(check.losses_mw).into(),
            check.lowest.map(|lowest| lowest.voltage_pu).into(),
            check.lowest.map_or_else(|| "no flow".to_owned(), |lowest| bus_label(network, lowest.bus)).into(),
            count(check.out_of_band.len()).into(),
            count(check.overloads.len()).into(),
        ]);
    }
    answer.tables.push(table);
    flow_file(&mut answer, network, moments, &grid);
    answer
}

fn overloaded<'a>(network: &'a Network, flow: &'a [f64]) -> impl Iterator<Item = usize> + 'a {
    (0..flow.len()).filter(|branch| {
        network.branches[*branch].limit_mva().is_some_and(|limit| flow[*branch].abs() > limit)
    })
}

fn say_overloads(answer: &mut Answer, network: &Network, grid: &[Vec<f64>]) {
    let hours = grid.iter().filter(|flow| overloaded(network, flow).next().is_some()).count();
    answer.fact("overloaded_snapshots_count", hours);
    answer.say(format!(
        "{} snapshots, {} of them with a branch above its limit",
        format::count(grid.len()),
        if hours == 0 { "none".to_owned() } else { format::count(hours) }
    ));
}

/// The highest flow of every branch and when it is.
fn branches(network: &Network, moments: &[Moment], grid: &[Vec<f64>]) -> Table {
    let mut table = Table::new(
        "flows",
        "Branches at their highest flow, the most loaded first",
        vec![
            column("branch", "branch", None),
            column("flow_mw", "highest flow", Some(1)),
            column("snapshot", "when", None),
            column("limit_mva", "limit", Some(0)),
            column("loading_frac", "loading", Some(3)),
            column("overloaded_h", "above its limit", Some(0)),
        ],
    );
    let highest: Vec<Option<(usize, f64)>> = (0..network.branches.len())
        .map(|branch| {
            let flows = grid.iter().enumerate().filter_map(|(at, row)| Some((at, *row.get(branch)?)));
            flows.fold(None, |best: Option<(usize, f64)>, one| match best {
                Some(best) if best.1.abs() >= one.1.abs() => Some(best),
                _ => Some(one),
            })
        })
        .collect();
    let loading = |branch: usize| Some(highest[branch]?.1.abs() / network.branches[branch].limit_mva()?);
    for branch in by_loading(network.branches.len(), &loading) {
        let limit = network.branches[branch].limit_mva();
        let over = |(at, row): (usize, &Vec<f64>)| {
            let above = row.get(branch)?.abs() > limit?;
            above.then(|| network.snapshots.energy_h[moments[at].snapshot])
        };
        let hours: f64 = grid.iter().enumerate().filter_map(over).sum();
        table.push(vec![
            branch_label(network, branch).into(),
            highest[branch].map(|one| one.1).into(),
            highest[branch]
                .map_or("", |one| network.snapshots.labels[moments[one.0].snapshot].as_str())
                .into(),
            limit.into(),
            loading(branch).into(),
            hours.into(),
        ]);
    }
    table
}

fn flow_file(answer: &mut Answer, network: &Network, moments: &[Moment], grid: &[Vec<f64>]) {
    let ids: Vec<&str> = network.branches.iter().map(|branch| branch.id.as_str()).collect();
    let labels = moments.iter().map(|moment| network.snapshots.labels[moment.snapshot].as_str());
    answer.file("flow_by_snapshot.csv", wide(&ids, labels, grid).into_bytes());
    let all: f64 = grid
        .iter()
        .filter_map(|row| row.iter().map(|mw| mw.abs()).max_by(f64::total_cmp))
        .fold(0.0, f64::max);
    answer.say(format!("the highest flow is {}", mw(all)));
}
