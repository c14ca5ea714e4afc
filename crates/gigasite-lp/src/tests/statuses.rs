//! No status promises more than was found.

use super::solve;
use crate::*;
use std::sync::atomic::AtomicBool;

/// Twelve halls that fill a room only almost.
fn knapsack() -> Programme {
    let mut mip = Programme::new();
    let halls: Vec<_> =
        (0..12).map(|i| mip.binary(format!("hall[{i}]"), -(10.0 + f64::from(i * i % 7)))).collect();
    let terms: Vec<_> =
        halls.iter().enumerate().map(|(i, hall)| (*hall, 5.0 + (i * 5 % 11) as f64)).collect();
    mip.row("room", &terms, Sense::AtMost, 31.0);
    mip
}

#[test]
fn an_integer_programme_without_end_is_unbounded_and_not_infeasible() {
    let mut mip = Programme::new();
    let x = mip.integer("x", 0.0, f64::INFINITY, -1.0);
    let y = mip.integer("y", 0.0, f64::INFINITY, 0.0);
    mip.row("tie", &[(x, 1.0), (y, -1.0)], Sense::AtMost, 0.5);
    assert_eq!(solve(&mip).status, Status::Unbounded);
    mip.row("contradiction", &[(x, 1.0)], Sense::AtMost, -1.0);
    let infeasible = solve(&mip);
    assert_eq!(infeasible.status, Status::Infeasible);
    assert!(infeasible.gap_rel().is_infinite() && infeasible.try_dual(Row(0)).is_none());
}

#[test]
fn a_programme_without_columns_is_read_from_its_rows() {
    let mut lp = Programme::new();
    lp.offset = 3.0;
    assert_eq!(solve(&lp).status, Status::Optimal);
    assert!((solve(&lp).objective - 3.0).abs() < 1e-12 && solve(&lp).is_feasible());
    lp.row("nothing_is_one", &[], Sense::Equal, 1.0);
    assert_eq!(solve(&lp).status, Status::Infeasible);
}

#[test]
fn an_interrupt_before_the_solve_gives_nothing() {
    let stop = AtomicBool::new(true);
    let controls = Controls { interrupt: Some(&stop), ..Controls::default() };
    let answer = knapsack().solve_with(&SolveOptions::default(), &controls).expect("well formed");
    assert_eq!(answer.status, Status::Interrupted);
    assert!(!answer.is_feasible() && answer.values.is_empty() && answer.bound.is_infinite());
}

#[test]
fn no_time_gives_no_more_than_the_start() {
    let mip = knapsack();
    let no_time = SolveOptions { time_limit_s: Some(0.0), ..SolveOptions::default() };
    let nothing = mip.solve(&no_time).expect("well formed");
    assert_eq!(nothing.is_feasible(), !nothing.values.is_empty());
    let mut start = vec![0.0; 12];
    start[0] = 1.0;
    let controls = Controls { start: Some(&start), presolve: Presolve::Off, ..Controls::default() };
    let kept = mip.solve_with(&no_time, &controls).expect("well formed");
    assert_eq!(kept.status, Status::FeasibleAtLimit);
    assert!(kept.objective <= -10.0 + 1e-9 && mip.check(&kept.values).is_within(1e-6));
    let short = Controls { start: Some(&start[1..]), ..Controls::default() };
    let error = mip.solve_with(&no_time, &short).expect_err("eleven values for twelve columns");
    assert_eq!(error, Error::StartLength { found: 11, expected: 12 });
}

#[test]
fn a_loose_gap_is_kept_and_reported() {
    let mip = knapsack();
    let best = solve(&mip);
    assert!(best.gap_rel() <= 1e-6);
    let loose = mip.solve(&SolveOptions { gap_rel: 0.5, time_limit_s: None }).expect("well formed");
    assert!(loose.status == Status::Optimal && loose.gap_rel() <= 0.5);
    assert!(loose.bound <= best.objective + 1e-6 && best.objective <= loose.objective + 1e-6);
}

#[test]
fn a_linear_programme_stopped_early_keeps_quiet_or_has_a_point() {
    let mut lp = Programme::new();
    let columns: Vec<_> =
        (0..40).map(|i| lp.column(format!("x[{i}]"), 0.0, 10.0, f64::from(i % 7) + 1.0)).collect();
    for i in 0..39 {
        lp.row(format!("r[{i}]"), &[(columns[i], 1.0), (columns[i + 1], 2.0)], Sense::AtLeast, 7.0);
    }
    let controls = Controls { presolve: Presolve::Off, ..Controls::default() };
    let options = SolveOptions { time_limit_s: Some(0.0), ..SolveOptions::default() };
    let answer = lp.solve_with(&options, &controls).expect("well formed");
    assert!(answer.bound <= solve(&lp).objective + 1e-9);
    assert_eq!(answer.is_feasible(), !answer.values.is_empty());
    if answer.is_feasible() {
        assert!(lp.check(&answer.values).is_within(1e-6), "{:?}", lp.check(&answer.values));
    }
}

#[test]
fn bounds_written_as_rows_can_give_and_change_no_answer() {
    let (mut lp, north, south, ..) = super::two_sites();
    let rows = lp.with_bounds_as_rows(&[south]);
    assert!((solve(&rows).objective - 3000.0).abs() < 1e-9);
    assert_eq!(rows.row_name(Row::nth(3)), "at_most[built_mw[south]]");
    lp.set_bounds(north, 0.0, 100.0); // 200 MW in all, 250 are asked for
    let why = Infeasibility::explain(
        &lp.with_bounds_as_rows(&[north, south]),
        |row| row.starts_with("at_").then_some(if row.contains("south") { 1.0 } else { 2.0 }),
        &SolveOptions::default(),
    )
    .expect("a well-formed programme");
    let [gives] = why.rows.as_slice() else { panic!("{why:?}") };
    assert_eq!((gives.row.as_str(), gives.place), ("at_most[built_mw[south]]", Row::nth(5)));
    assert!((gives.amount - 50.0).abs() < 1e-6);
}
