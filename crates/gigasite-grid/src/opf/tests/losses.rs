//! Linear losses against what they are tangents of.

use super::*;

fn two_buses(price: f64) -> Network {
    let mut network = buses(2);
    network.branches = vec![line(1, 0, 1, 0.1, Some(150.0))];
    network.branches[0].resistance_pu = 0.05;
    network.generators = vec![plant(1, 0, 200.0, price), plant(2, 1, 200.0, 500.0)];
    network.loads = vec![load(1, 100.0)];
    network
}

#[test]
fn a_line_loses_r_f_squared_and_the_price_behind_it_says_so() {
    let options = Options { losses: Some(Losses::default()), ..Options::default() };
    let network = two_buses(20.0);
    let outcome = optimum(&network, &options);
    // half a loss at each end: f − a f²/2 arrives, f + a f²/2 leaves, a = r / base
    let a = 0.05 / 100.0;
    let f = (1.0 - (1.0_f64 - 2.0 * a * 100.0).sqrt()) / a;
    near(outcome.flow_mw[0][0], f);
    near(outcome.loss_mw[0][0], a * f * f);
    near(outcome.dispatch_mw[0][0], 100.0 + a * f * f);
    let behind = 20.0 * (1.0 + a * f) / (1.0 - a * f);
    assert!((outcome.lmp.total[0][1] - behind).abs() < 1e-3 * behind, "{:?} {behind}", outcome.lmp);
    assert!(
        (outcome.lmp.loss[0][1] - (behind - 20.0)).abs() < 1e-3 * behind
            && outcome.lmp.congestion[0][1].abs() < 1e-9
    );
    let report = outcome.losses.expect("a report");
    assert!(report.converged && report.error_frac <= report.tolerance_frac, "{report:?}");
    near(report.total_mw[0], a * f * f);
}

#[test]
fn losses_and_congestion_share_the_price_of_a_meshed_network() {
    for seed in 1..=6 {
        let mut network = random(seed, 8);
        for load in &mut network.loads {
            load.power_mw *= 1.5;
        }
        let options =
            Options { losses: Some(Losses::default()), split_congestion: true, ..Options::default() };
        let outcome = optimum(&network, &options);
        let without = optimum(&network, &Options::default());
        assert!(outcome.objective > without.objective, "losses cost");
        let generated: f64 = outcome.dispatch_mw[0].iter().sum();
        let lost: f64 = outcome.loss_mw[0].iter().sum();
        near(generated, network.demand_mw(0).iter().sum::<f64>() + lost);
        for bus in 0..network.buses.len() {
            // congestion is what is left of the price, and the sum of what every limit does to it
            let parts: f64 = outcome.binding.iter().map(|binding| binding.congestion[bus]).sum();
            assert!((parts - outcome.lmp.congestion[0][bus]).abs() < 1e-6, "seed {seed}: {:?}", outcome.lmp);
        }
    }
}

#[test]
fn power_that_would_be_burnt_at_a_negative_price_is_reported_and_not_hidden() {
    let mut network = two_buses(20.0);
    // a plant that is paid for its output would burn as much as the line may lose
    network.generators[0].cost = Some(Cost::per_mwh(-30.0));
    let options = Options { losses: Some(Losses::default()), ..Options::default() };
    let outcome = solve(&network, &options).expect("a programme");
    assert_eq!(outcome.status, Status::NotSettled);
    let report = outcome.losses.expect("a report");
    assert!(!report.converged && report.total_mw[0] > report.true_mw[0] + 1.0, "{report:?}");
}
