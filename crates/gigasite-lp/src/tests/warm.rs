//! Warm equals cold, on any number of threads, and survives what goes wrong.

use super::solve;
use crate::*;

/// A week of two plants and a battery, whose load is a fixed column.
fn week() -> (Programme, Vec<Column>) {
    let mut lp = Programme::new();
    let key = lp.key("FR");
    let mut loads = Vec::new();
    let mut previous: Option<Column> = None;
    for hour in 0..168 {
        let base = lp.hourly_column(("base_mw", key, hour), (0.0, 80.0), 10.0);
        let peak = lp.hourly_column(("peak_mw", key, hour), (0.0, 80.0), 50.0 + hour as f64);
        let charge = lp.hourly_column(("charge_mw", key, hour), (0.0, 20.0), 0.01);
        let discharge = lp.hourly_column(("discharge_mw", key, hour), (0.0, 20.0), 0.01);
        let stored = lp.hourly_column(("stored_mwh", key, hour), (0.0, 60.0), 0.0);
        let at = 70.0 + 25.0 * (hour as f64 / 3.0).sin();
        let load = lp.hourly_column(("load_mw", key, hour), (at, at), 0.0);
        let terms = [(base, 1.0), (peak, 1.0), (discharge, 1.0), (charge, -1.0), (load, -1.0)];
        lp.hourly_row(("balance", key, hour), &terms, Sense::Equal, 0.0);
        let mut terms = vec![(stored, 1.0), (charge, -0.9), (discharge, 1.0)];
        terms.extend(previous.map(|before| (before, -1.0)));
        lp.hourly_row(("storage", key, hour), &terms, Sense::Equal, 0.0);
        previous = Some(stored);
        loads.push(load);
    }
    (lp, loads)
}

#[test]
fn warm_equals_cold_with_less_work() {
    let (lp, loads) = week();
    assert_eq!(lp.column_name(loads[7]), "load_mw[FR,7]");
    let mut warm = WarmProgramme::new(lp.clone()).expect("builds");
    let first = warm.solve(&[]).expect("solves");
    let change = BoundChange { column: loads[12], lower: 61.0, upper: 61.0 };
    let again = warm.solve(&[change]).expect("solves");
    let mut moved = lp;
    moved.set_bounds(loads[12], 61.0, 61.0);
    let cold = solve(&moved);
    assert!((again.objective - cold.objective).abs() <= 1e-9 * cold.objective);
    assert!(
        again.effort.iterations < first.effort.iterations.max(2),
        "{:?} after {:?}",
        again.effort,
        first.effort
    );
}

#[test]
fn blocks_answer_the_same_bytes_on_any_number_of_threads() {
    let answers = |threads| {
        let mut blocks = WarmBlocks::new(5, threads, |block| {
            let (mut lp, loads) = week();
            lp.set_bounds(loads[block], 50.0, 50.0);
            lp
        });
        let nothing = |_| Vec::new();
        let change = |block| vec![BoundChange { column: week().1[block + 1], lower: 64.0, upper: 64.0 }];
        blocks.solve_all(nothing, &|_, _| {}, &|| true).expect("solves");
        blocks.solve_all(change, &|_, _| {}, &|| true).expect("solves").expect("not stopped")
    };
    let (one, three) = (answers(1), answers(3));
    assert_eq!(one, three);
    for (solution, bound) in &one {
        assert!(
            (solution.objective - bound).abs() <= 1e-7 * bound.abs(),
            "{} against {bound}",
            solution.objective
        );
    }
}

#[test]
fn a_stop_between_blocks_gives_nothing() {
    let mut blocks = WarmBlocks::new(3, 1, |_| week().0);
    let stopped = blocks.solve_all(|_| Vec::new(), &|_, _| {}, &|| false).expect("no error");
    assert!(stopped.is_none());
}

#[test]
fn a_dearer_column_is_noticed() {
    let (lp, _) = week();
    let base = lp.find_column("base_mw[FR,3]").expect("exists");
    let mut warm = WarmProgramme::new(lp.clone()).expect("builds");
    warm.solve(&[]).expect("solves");
    warm.set_column_cost(base, 60.0).expect("a number");
    let again = warm.solve(&[]).expect("solves");
    let mut moved = lp;
    moved.set_cost(base, 60.0);
    let cold = solve(&moved);
    assert!((again.objective - cold.objective).abs() <= 1e-9 * cold.objective);
    assert_eq!(warm.programme(), &moved);
}

#[test]
fn a_refused_change_changes_nothing() {
    let (lp, loads) = week();
    let mut warm =
        WarmProgramme::with_options(lp, SolveOptions { time_limit_s: Some(60.0), ..SolveOptions::default() })
            .expect("builds");
    let before = warm.solve(&[]).expect("solves");
    let error = warm.set_column_bounds(loads[5], 2.0, 1.0).expect_err("empty");
    assert!(error.to_string().contains("load_mw[FR,5]"), "{error}");
    assert!(warm.set_column_bounds(loads[5], f64::NAN, 1.0).is_err());
    assert!(warm.set_column_cost(loads[5], f64::INFINITY).is_err());
    assert!(warm.set_column_cost(Column(u32::MAX), 1.0).is_err());
    let after = warm.solve(&[]).expect("solves");
    assert_eq!(before.objective.to_bits(), after.objective.to_bits());
}

#[test]
fn an_infeasible_moment_passes() {
    let (lp, loads) = week();
    let mut warm = WarmProgramme::new(lp).expect("builds");
    let at = warm.programme().bounds(loads[9]);
    let before = warm.solve(&[]).expect("solves");
    let never = BoundChange { column: loads[9], lower: 999.0, upper: 999.0 };
    let refused = warm.solve(&[never]).expect("solves");
    assert_eq!((refused.status, refused.values.len()), (Status::Infeasible, 0));
    let after = warm.solve(&[BoundChange { column: loads[9], lower: at.0, upper: at.1 }]).expect("solves");
    assert!((before.objective - after.objective).abs() <= 1e-9 * before.objective);
}

#[test]
fn a_block_that_panics_is_an_error_and_not_a_wait() {
    let mut blocks = WarmBlocks::new(2, 2, |block| {
        assert!(block != 1, "this block is broken on purpose");
        week().0
    });
    let answer = blocks.solve_all(|_| Vec::new(), &|_, _| {}, &|| true);
    assert_eq!(answer.expect_err("block 1 is lost"), Error::WorkerLost);
}

#[test]
fn blocks_may_move_between_threads() {
    fn is_send<T: Send>() {}
    is_send::<WarmBlocks>();
    is_send::<Programme>();
    is_send::<Solution>();
}

#[test]
fn a_row_added_to_a_warm_programme_counts_at_once() {
    let (lp, north, south, ..) = super::two_sites();
    let mut warm = WarmProgramme::new(lp).expect("builds");
    assert!((warm.solve(&[]).expect("solves").objective - 3000.0).abs() < 1e-9);
    let cut = warm.add_row("spread", &[(north, 1.0), (south, -1.0)], Sense::AtMost, 60.0).expect("a row");
    let answer = warm.solve(&[]).expect("solves");
    assert!(
        (answer.value(north) - 155.0).abs() < 1e-9 && (answer.objective - 3450.0).abs() < 1e-9,
        "{answer:?}"
    );
    assert!((answer.dual(cut) + 5.0).abs() < 1e-9, "{answer:?}");
    assert_eq!(warm.programme().row_name(cut), "spread");
    // what no row can be is refused, and leaves the programme as it was
    assert!(warm.add_row("broken", &[(north, f64::NAN)], Sense::AtMost, 1.0).is_err());
    assert!((warm.solve(&[]).expect("solves").objective - 3450.0).abs() < 1e-9);
    assert_eq!(warm.programme().size().1, 3);
}
