//! Limits after outages.

use super::*;
use crate::dc::{DcModel, Form, Rating};
use gigasite_case::network::Contingency;

fn every_branch() -> Options {
    Options { security: Some(Security { every_branch: true, ..Security::default() }), ..Options::default() }
}

/// Two buses and three equal lines of 60 MW.
fn three_lines() -> Network {
    let mut network = buses(2);
    network.branches = (1..=3).map(|number| line(number, 0, 1, 0.3, Some(60.0))).collect();
    network.generators = vec![plant(1, 0, 300.0, 10.0), plant(2, 1, 300.0, 50.0)];
    network.loads = vec![load(1, 200.0)];
    network
}

#[test]
fn of_three_lines_one_may_fail() {
    let network = three_lines();
    near(optimum(&network, &Options::default()).objective.expect("a cost"), 180.0 * 10.0 + 20.0 * 50.0);
    let outcome = optimum(&network, &every_branch());
    near(outcome.objective.expect("a cost"), 120.0 * 10.0 + 80.0 * 50.0);
    let report = outcome.security.expect("a report");
    assert!(report.outages == 3 && report.rows > 0 && report.islanding.is_empty(), "{report:?}");
    assert!(
        outcome
            .binding
            .iter()
            .any(|binding| matches!(&binding.limit, Limit::Outage(name) if name.contains("branch")))
    );
    let shadow: f64 = outcome.binding.iter().map(|binding| binding.shadow_price).sum();
    near(shadow * 60.0, 40.0 * 120.0);
    // the emergency rating lets more through
    let mut network = network;
    for branch in &mut network.branches {
        branch.rating_emergency_mva = Some(75.0);
    }
    let mut options = every_branch();
    options.security = options.security.map(|security| Security { rating: Rating::Emergency, ..security });
    near(optimum(&network, &options).objective.expect("a cost"), 150.0 * 10.0 + 50.0 * 50.0);
}

#[test]
fn no_outage_overloads_a_secured_dispatch_and_prices_add_up() {
    for seed in 1..=8 {
        let mut network = random(seed, 8);
        let mut options = every_branch();
        options.split_congestion = true;
        options.security = options.security.map(|security| Security { every_generator: true, ..security });
        let outcome = solve(&network, &options).expect("a programme");
        if outcome.status == Status::Infeasible {
            assert!(outcome.why.is_some());
            continue;
        }
        let outcome = optimum(&network, &options);
        for (plant, mw) in network.generators.iter_mut().zip(&outcome.dispatch_mw[0]) {
            plant.power_mw = *mw;
        }
        let model = DcModel::new(&network, Form::Matpower).expect("a network");
        let before = model.state(&network, 0);
        for lost in 0..network.branches.len() {
            let outage = Contingency { id: String::new(), branches: vec![lost], generators: Vec::new() };
            let after = model.after(&network, &before, &outage).expect("flows");
            for (branch, flow) in network.branches.iter().zip(&after.flow_mw) {
                let limit = branch.limit_mva().unwrap_or(f64::INFINITY);
                assert!(flow.abs() <= limit + 1e-4, "seed {seed}: {flow} MW over {limit} after {lost}");
            }
        }
        for bus in 0..network.buses.len() {
            let parts: f64 = outcome.binding.iter().map(|binding| binding.congestion[bus]).sum();
            assert!((parts - outcome.lmp.congestion[0][bus]).abs() < 1e-5, "seed {seed}: {parts}");
        }
    }
}

#[test]
fn two_lines_lost_together_and_a_plant_with_them() {
    let mut network = three_lines();
    network.branches.push(line(4, 0, 1, 0.3, Some(60.0)));
    network.generators.push(plant(3, 0, 100.0, 60.0));
    let outage = Contingency { id: "storm".into(), branches: vec![0, 1], generators: Vec::new() };
    let security = Security { outages: vec![outage], ..Security::default() };
    let outcome = optimum(&network, &Options { security: Some(security), ..Options::default() });
    near(outcome.objective.expect("a cost"), 120.0 * 10.0 + 80.0 * 50.0);
    // a lost plant at bus 2 is made up for at bus 1: all demand then comes over the three lines that are left
    let outage = Contingency { id: "trip".into(), branches: vec![0], generators: vec![1] };
    let security = Security { outages: vec![outage], ..Security::default() };
    let options = Options { security: Some(security), ..Options::default() };
    let outcome = solve(&network, &options).expect("a programme");
    assert_eq!(outcome.status, Status::Infeasible, "200 MW do not fit on three lines of 60 MW");
    network.loads[0].power_mw = 170.0;
    near(optimum(&network, &options).objective.expect("a cost"), 1700.0);
}

#[test]
fn an_outage_that_tears_the_network_apart_is_reported() {
    let mut network = three_lines();
    network.buses.push(Bus { id: "3".into(), ..Bus::default() });
    network.branches.push(line(4, 1, 2, 0.1, None));
    network.loads.push(load(2, 10.0));
    let outcome = optimum(&network, &every_branch());
    assert_eq!(outcome.security.expect("a report").islanding, ["branch 4"]);
}

#[test]
fn a_dispatch_that_no_outage_allows_names_rating_and_outage() {
    let mut network = three_lines();
    network.generators.truncate(1);
    network.loads[0].power_mw = 150.0;
    let outcome = solve(&network, &every_branch()).expect("a programme");
    assert_eq!(outcome.status, Status::Infeasible);
    let why = outcome.why.expect("a reason");
    assert!(why.sentence.contains("after the outage of branch"), "{why:?}");
    near(why.unserved[0].amount, 30.0);
}
