//! Programmes with published or hand-made answers.

use super::solve;
use crate::*;

#[test]
fn a_free_column_goes_below_zero() {
    let mut lp = Programme::new();
    let x = lp.column("angle", f64::NEG_INFINITY, f64::INFINITY, 2.0);
    let y = lp.column("y", f64::NEG_INFINITY, 4.0, -1.0);
    lp.row("floor", &[(x, 1.0), (y, 1.0)], Sense::AtLeast, -1.0);
    let answer = solve(&lp);
    // y is worth 1 and frees x by 1, so it goes to 4 and x to −5
    assert!((answer.value(x) + 5.0).abs() < 1e-9 && (answer.objective + 14.0).abs() < 1e-9);
    assert!((lp.dual_bound(&answer.row_duals) + 14.0).abs() < 1e-9);
}

#[test]
fn a_degenerate_transport_has_the_known_cost() {
    // 3 × 3, equal supplies and demands of 1: an assignment; costs 4 1 3 / 2 0 5 / 3 2 2 → 1 + 2 + 2 = 5
    let costs = [[4.0, 1.0, 3.0], [2.0, 0.0, 5.0], [3.0, 2.0, 2.0]];
    let mut lp = Programme::new();
    let number = || Axis::Number;
    let sent = lp.family("sent_mw", [number(), number()]);
    let (supply, demand) = (lp.family("supply", [number()]), lp.family("demand", [number()]));
    let mut columns = Vec::new();
    for (i, costs) in costs.iter().enumerate() {
        for (j, cost) in costs.iter().enumerate() {
            columns.push(lp.column_in(sent, &[i, j], (0.0, f64::INFINITY), *cost));
        }
    }
    for i in 0..3 {
        let from: Vec<_> = (0..3).map(|j| (columns[3 * i + j], 1.0)).collect();
        let to: Vec<_> = (0..3).map(|j| (columns[3 * j + i], 1.0)).collect();
        lp.row_in(supply, &[i], &from, Sense::Equal, 1.0);
        lp.row_in(demand, &[i], &to, Sense::Equal, 1.0);
    }
    let answer = solve(&lp);
    assert!((answer.objective - 5.0).abs() < 1e-9);
    assert!((lp.dual_bound(&answer.row_duals) - 5.0).abs() < 1e-9);
}

/// Garver's six buses as a transport model.
/// Source: Romero, Monticelli, Garcia, Haffner, IEE Proc. Gener. Transm. Distrib. 149 (2002) 27–36: an expansion costs
/// 200 with fixed and 110 with free dispatch (thousand USD).
fn garver(free_dispatch: bool) -> Programme {
    // from, to, circuits that stand, MW of one, cost of one more
    const LINES: [(usize, usize, f64, f64, f64); 15] = [
        (1, 2, 1.0, 100.0, 40.0),
        (1, 3, 0.0, 100.0, 38.0),
        (1, 4, 1.0, 80.0, 60.0),
        (1, 5, 1.0, 100.0, 20.0),
        (1, 6, 0.0, 70.0, 68.0),
        (2, 3, 1.0, 100.0, 20.0),
        (2, 4, 1.0, 100.0, 40.0),
        (2, 5, 0.0, 100.0, 31.0),
        (2, 6, 0.0, 100.0, 30.0),
        (3, 4, 0.0, 82.0, 59.0),
        (3, 5, 1.0, 100.0, 20.0),
        (3, 6, 0.0, 100.0, 48.0),
        (4, 5, 0.0, 75.0, 63.0),
        (4, 6, 0.0, 100.0, 30.0),
        (5, 6, 0.0, 78.0, 61.0),
    ];
    // bus, MW when fixed, MW at most
    const PLANTS: [(usize, f64, f64); 3] = [(1, 50.0, 150.0), (3, 165.0, 360.0), (6, 545.0, 600.0)];
    const LOAD_MW: [f64; 6] = [80.0, 240.0, 40.0, 160.0, 240.0, 0.0];
    let mut mip = Programme::new();
    let mut balance: Vec<Vec<(Column, f64)>> = vec![Vec::new(); 6];
    for (bus, fixed_mw, most_mw) in PLANTS {
        let (lower, upper) = if free_dispatch { (0.0, most_mw) } else { (fixed_mw, fixed_mw) };
        balance[bus - 1].push((mip.column(format!("dispatch_mw[{bus}]"), lower, upper, 0.0), 1.0));
    }
    for (from, to, standing, mw, cost) in LINES {
        let built = mip.integer(format!("built[{from},{to}]"), 0.0, 5.0, cost);
        let flow = mip.column(format!("flow_mw[{from},{to}]"), f64::NEG_INFINITY, f64::INFINITY, 0.0);
        mip.row(format!("forth[{from},{to}]"), &[(flow, 1.0), (built, -mw)], Sense::AtMost, standing * mw);
        mip.row(format!("back[{from},{to}]"), &[(flow, 1.0), (built, mw)], Sense::AtLeast, -standing * mw);
        balance[from - 1].push((flow, -1.0));
        balance[to - 1].push((flow, 1.0));
    }
    for (bus, terms) in balance.iter().enumerate() {
        mip.row(format!("balance[{}]", bus + 1), terms, Sense::Equal, LOAD_MW[bus]);
    }
    mip
}

#[test]
fn garvers_network_costs_what_the_literature_says() {
    for (free_dispatch, cost) in [(true, 110.0), (false, 200.0)] {
        let mip = garver(free_dispatch);
        let answer = solve(&mip);
        assert_eq!(answer.status, Status::Optimal);
        assert!((answer.objective - cost).abs() < 1e-6, "{} instead of {cost}", answer.objective);
        assert!((answer.bound - cost).abs() < 1e-4 && mip.check(&answer.values).is_within(1e-6));
        let fixed =
            mip.fix_integers_and_resolve(&answer.values, &SolveOptions::default()).expect("well formed");
        assert_eq!(fixed.status, Status::Optimal);
        assert!((fixed.objective - cost).abs() < 1e-6 && fixed.row_duals.len() == mip.size().1);
    }
}

#[test]
fn two_solves_give_the_same_bits() {
    let mip = garver(true);
    let bits = |answer: &Solution| answer.values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    let (first, second) = (solve(&mip), solve(&mip));
    assert_eq!(bits(&first), bits(&second));
    assert_eq!(first, second);
}

#[test]
fn a_row_with_two_sides_keeps_both_and_has_one_price() {
    for (cost, at, price) in [(3.0, 20.0, 3.0), (-3.0, 50.0, -3.0)] {
        let mut lp = Programme::new();
        let x = lp.column("x_mw", 0.0, 100.0, cost);
        let (band, activity) = lp.row_between("band", &[(x, 1.0)], 20.0, 50.0);
        let answer = solve(&lp);
        assert!((answer.value(x) - at).abs() < 1e-9 && (answer.value(activity) - at).abs() < 1e-9);
        assert!((answer.dual(band) - price).abs() < 1e-9);
        assert_eq!(lp.column_name(activity), "activity[band]");
    }
}
