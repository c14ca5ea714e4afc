//! Shapes of costs.

use super::*;

fn priced(curve: CostCurve) -> Network {
    let mut network = buses(1);
    let cost = Some(Cost { startup: 0.0, shutdown: 0.0, curve });
    network.generators = vec![Generator { cost, ..plant(1, 0, 100.0, 0.0) }, plant(2, 0, 100.0, 22.0)];
    network.loads = vec![load(0, 80.0)];
    network
}

#[test]
fn a_quadratic_is_met_to_the_gap_that_is_printed() {
    // marginal 10 + 0.2 p meets 22 at 60 MW
    let network = priced(CostCurve::Polynomial(vec![0.1, 10.0, 7.0]));
    for gap_rel in [1e-4, 1e-6, 1e-9] {
        let outcome = optimum_within(&network, gap_rel);
        let exact = 7.0 + 600.0 + 360.0 + 20.0 * 22.0;
        let (objective, bound) = (outcome.objective.expect("a cost"), outcome.bound.expect("a bound"));
        assert!(bound <= exact + 1e-9 && exact <= objective + 1e-9, "{bound} {exact} {objective}");
        assert!(outcome.gap_rel.expect("a gap") <= gap_rel);
        near(outcome.lmp.total[0][0], 22.0);
    }
}

fn optimum_within(network: &Network, gap_rel: f64) -> Outcome {
    let outcome = solve(network, &Options { gap_rel, ..Options::default() }).expect("a programme");
    assert_eq!(outcome.status, Status::Optimal);
    outcome
}

#[test]
fn a_gap_that_is_not_reached_says_so() {
    let network = priced(CostCurve::Polynomial(vec![0.1, 10.0, 7.0]));
    let outcome = solve(&network, &Options { most_rounds: 1, ..Options::default() }).expect("a programme");
    assert_eq!(outcome.status, Status::NotSettled);
    assert!(outcome.gap_rel.expect("a gap") > 1e-8);
}

#[test]
fn joined_points_cost_what_lies_on_them_and_beyond() {
    let points = vec![(10.0, 100.0), (30.0, 300.0), (60.0, 900.0), (70.0, 1200.0)];
    let network = priced(CostCurve::Piecewise(points));
    let outcome = optimum(&network, &Options::default());
    // 10, then 20, then 30 a megawatt hour: the other plant comes in at 22
    near(outcome.dispatch_mw[0][0], 60.0);
    near(outcome.objective.expect("a cost"), 900.0 + 20.0 * 22.0);
    let mut alone = network.clone();
    alone.generators.truncate(1);
    near(optimum(&alone, &Options::default()).objective.expect("a cost"), 1500.0);
    alone.loads[0].power_mw = 5.0;
    near(optimum(&alone, &Options::default()).objective.expect("a cost"), 50.0);
}

#[test]
fn points_in_a_straight_line_are_a_line() {
    let network = priced(CostCurve::Piecewise(vec![(0.0, 5.0), (50.0, 505.0), (100.0, 1005.0)]));
    let outcome = optimum(&network, &Options::default());
    near(outcome.objective.expect("a cost"), 805.0);
    assert_eq!(outcome.effort.rows, 1);
}

#[test]
fn what_is_not_convex_or_of_third_degree_is_refused() {
    let refused = |curve| solve(&priced(curve), &Options::default()).expect_err("refused").to_string();
    let concave = refused(CostCurve::Piecewise(vec![(0.0, 0.0), (10.0, 300.0), (20.0, 400.0)]));
    assert_eq!(
        concave,
        "the cost of generator `1` is not convex: at 10 MW it costs 100 more than between its neighbours"
    );
    assert!(refused(CostCurve::Polynomial(vec![-0.1, 10.0, 0.0])).contains("quadratic coefficient is -0.1"));
    assert!(refused(CostCurve::Polynomial(vec![1e-3, 0.1, 10.0, 0.0])).contains("degree 3"));
    assert!(refused(CostCurve::Piecewise(vec![(10.0, 0.0), (10.0, 5.0)])).contains("2 points"));
    // leading zeros are no degree
    let line = priced(CostCurve::Polynomial(vec![0.0, 0.0, 10.0, 5.0]));
    near(optimum(&line, &Options::default()).objective.expect("a cost"), 805.0);
}

#[test]
fn a_dent_of_rounding_is_levelled_and_said() {
    // at 50 MW half a unit of money above the line from 0 to 100 MW: 1/2000 of the largest cost
    let network = priced(CostCurve::Piecewise(vec![(0.0, 0.0), (50.0, 500.5), (100.0, 1000.0)]));
    let outcome = optimum(&network, &Options::default());
    near(outcome.objective.expect("a cost"), 800.0);
    let finding =
        outcome.findings.0.iter().find(|finding| finding.code == "levelled-cost").expect("a finding");
    assert!(finding.message.contains("at most 0.500"), "{}", finding.message);
    assert!(
        optimum(&priced(CostCurve::Piecewise(vec![(0.0, 0.0), (100.0, 1000.0)])), &Options::default())
            .findings
            .is_empty()
    );
}
