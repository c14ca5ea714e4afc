//! Programmes whose answers are known by hand, and properties that hold for all.

use super::*;

fn solve(programme: &Programme) -> Solution {
    programme.solve(&SolveOptions::default()).expect("a well-formed programme")
}

/// Two sites of 200 and 100 MW at 10 and 20 EUR, a demand of 250 MW.
fn two_sites() -> (Programme, Column, Column, Row, Row) {
    let mut lp = Programme::new();
    let north = lp.column("built_mw[north]", 0.0, f64::INFINITY, 10.0);
    let south = lp.column("built_mw[south]", 0.0, 100.0, 20.0);
    let demand = lp.row("demand", &[(north, 1.0), (south, 1.0)], Sense::AtLeast, 250.0);
    let room = lp.row("grid_room[north]", &[(north, 1.0)], Sense::AtMost, 200.0);
    (lp, north, south, demand, room)
}

#[test]
fn the_cheap_site_fills_first_and_duals_are_prices() {
    let (lp, north, south, demand, room) = two_sites();
    let answer = solve(&lp);
    assert_eq!(answer.status, Status::Optimal);
    assert!((answer.value(north) - 200.0).abs() < 1e-9 && (answer.value(south) - 50.0).abs() < 1e-9);
    assert!((answer.objective - 3000.0).abs() < 1e-9);
    assert!((answer.dual(demand) - 20.0).abs() < 1e-9, "one more MW of demand costs the dear site");
    assert!((answer.dual(room) + 10.0).abs() < 1e-9, "one more MW of room saves the difference");
    assert!((lp.dual_bound(&answer.row_duals) - 3000.0).abs() < 1e-6);
}

#[test]
fn any_dual_vector_gives_a_bound_that_holds() {
    let (lp, ..) = two_sites();
    for duals in [[0.0, 0.0], [10.0, 0.0], [15.0, -5.0], [9.0, 99.0]] {
        let bound = lp.dual_bound(&duals);
        assert!(bound <= 3000.0 + 1e-9, "{duals:?} claims {bound}");
    }
    assert!((lp.dual_bound(&[10.0, 0.0]) - 2500.0).abs() < 1e-9);
    assert!(lp.dual_bound(&[11.0, 0.0]).is_infinite(), "north has no upper bound to pay for");
}

#[test]
fn a_knapsack_of_halls_is_filled_exactly() {
    // values 10, 13, 7 MW for weights 3, 4, 2 in a room of 7: best is the first and second (23)
    let mut mip = Programme::new();
    let halls: Vec<_> = [10.0, 13.0, 7.0].iter().enumerate().map(|(i, v)| mip.binary(format!("hall[{i}]"), -v)).collect();
    let terms: Vec<_> = halls.iter().copied().zip([3.0, 4.0, 2.0]).collect();
    mip.row("room", &terms, Sense::AtMost, 7.0);
    let answer = solve(&mip);
    assert_eq!(answer.status, Status::Optimal);
    assert!((answer.objective + 23.0).abs() < 1e-9 && (answer.bound + 23.0).abs() < 1e-6);
    assert!(answer.row_duals.is_empty(), "an integer programme has no duals");
    let fixed = solve(&mip.with_integers_fixed(&answer.values));
    assert!((fixed.objective + 23.0).abs() < 1e-9 && !fixed.row_duals.is_empty());
    assert!(mip.check(&answer.values).integrality < 1e-9);
    assert!(mip.check(&[1.0, 1.0, 0.5]).row > 0.9, "3 + 4 + 1 exceeds 7 by 1");
}

#[test]
fn statuses_are_honest() {
    let mut lp = Programme::new();
    let x = lp.column("x", 0.0, 10.0, 1.0);
    lp.row("too_much", &[(x, 1.0)], Sense::AtLeast, 11.0);
    let infeasible = solve(&lp);
    assert_eq!(infeasible.status, Status::Infeasible);
    assert!(!infeasible.is_feasible() && infeasible.objective.is_nan());

    let mut lp = Programme::new();
    lp.column("free", f64::NEG_INFINITY, f64::INFINITY, 1.0);
    let y = lp.column("y", 0.0, 1.0, 0.0);
    lp.row("harmless", &[(y, 1.0)], Sense::AtMost, 1.0);
    assert!(matches!(solve(&lp).status, Status::Unbounded | Status::Infeasible));
}

#[test]
fn repeated_coefficients_add_up() {
    let mut lp = Programme::new();
    let x = lp.column("x", 0.0, f64::INFINITY, 1.0);
    lp.row("twice", &[(x, 1.0), (x, 1.0)], Sense::AtLeast, 10.0);
    assert!((solve(&lp).value(x) - 5.0).abs() < 1e-9);
    assert_eq!(lp.size(), (1, 1, 1));
}

#[test]
fn a_number_that_is_none_names_its_column_or_row() {
    let mut lp = Programme::new();
    let x = lp.column("built_mw[FR]", 0.0, 1.0, 1.0);
    lp.row("balance[FR,17]", &[(x, f64::NAN)], Sense::Equal, 0.0);
    let error = lp.solve(&SolveOptions::default()).expect_err("NaN must not pass");
    assert!(error.to_string().contains("balance[FR,17]"), "{error}");
    let mut lp = Programme::new();
    lp.column("halls[DE]", 3.0, 2.0, 1.0);
    let error = lp.solve(&SolveOptions::default()).expect_err("an empty range must not pass");
    assert!(error.to_string().contains("halls[DE]"), "{error}");
}

#[test]
fn an_infeasible_siting_says_which_row_is_short_and_by_how_much() {
    let mut lp = Programme::new();
    let sites: Vec<_> = ["A", "B"].iter().map(|s| lp.column(format!("mw[{s}]"), 0.0, f64::INFINITY, 1.0)).collect();
    lp.row("connection[A]", &[(sites[0], 1.0)], Sense::AtMost, 150.0);
    lp.row("connection[B]", &[(sites[1], 1.0)], Sense::AtMost, 250.0);
    lp.row("demand", &[(sites[0], 1.0), (sites[1], 1.0)], Sense::AtLeast, 500.0);
    assert_eq!(solve(&lp).status, Status::Infeasible);
    let only_demand = |name: &str| (name == "demand").then_some(1.0);
    let given = explain_infeasible(&lp, only_demand, &SolveOptions::default()).expect("solves");
    assert_eq!(given.len(), 1);
    assert_eq!(given[0].row, "demand");
    assert!((given[0].amount + 100.0).abs() < 1e-6, "{given:?}");
}

/// A day of two plants and a battery, whose load is a fixed column.
fn day() -> (Programme, Vec<Column>) {
    let mut lp = Programme::new();
    let key = lp.key("FR");
    let mut loads = Vec::new();
    let mut previous: Option<Column> = None;
    for hour in 0..24 {
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
    let (lp, loads) = day();
    assert_eq!(lp.column_name(loads[7]), "load_mw[FR,7]");
    let mut warm = WarmProgramme::new(lp.clone()).expect("builds");
    let first = warm.solve(&[]).expect("solves");
    let change = BoundChange { column: loads[12], lower: 61.0, upper: 61.0 };
    let again = warm.solve(&[change]).expect("solves");
    let mut moved = lp;
    moved.set_bounds(loads[12], 61.0, 61.0);
    let cold = solve(&moved);
    assert!((again.objective - cold.objective).abs() <= 1e-9 * cold.objective);
    assert!(again.effort.iterations < first.effort.iterations.max(2), "{:?} after {:?}", again.effort, first.effort);
}

#[test]
fn blocks_answer_the_same_bytes_on_any_number_of_threads() {
    let answers = |threads| {
        let mut blocks = WarmBlocks::new(5, threads, |block| {
            let (mut lp, loads) = day();
            lp.set_bounds(loads[block], 50.0, 50.0);
            lp
        });
        let nothing = |_| Vec::new();
        let change = |block| vec![BoundChange { column: day().1[block + 1], lower: 64.0, upper: 64.0 }];
        blocks.solve_all(nothing, &|_, _| {}, &|| true).expect("solves");
        blocks.solve_all(change, &|_, _| {}, &|| true).expect("solves").expect("not stopped")
    };
    let (one, three) = (answers(1), answers(3));
    assert_eq!(one, three);
    for (solution, bound) in &one {
        assert!((solution.objective - bound).abs() <= 1e-7 * bound.abs(), "{} against {bound}", solution.objective);
    }
}

#[test]
fn a_stop_between_blocks_gives_nothing() {
    let mut blocks = WarmBlocks::new(3, 1, |_| day().0);
    let stopped = blocks.solve_all(|_| Vec::new(), &|_, _| {}, &|| false).expect("no error");
    assert!(stopped.is_none());
}

#[test]
fn the_lp_format_names_what_it_writes() {
    let text = two_sites().0.to_lp_format();
    for part in ["Minimize", "built_mw[north]", "grid_room[north]", ">= 250", "End"] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    /// Random bounded covering programmes: strong duality, by our own arithmetic.
    #[test]
    fn primal_meets_dual(
        costs in proptest::collection::vec(1.0_f64..50.0, 4),
        rows in proptest::collection::vec((proptest::collection::vec(0.1_f64..5.0, 4), 1.0_f64..30.0), 3),
    ) {
        let mut lp = Programme::new();
        let columns: Vec<_> = costs.iter().map(|c| lp.column("x", 0.0, 1000.0, *c)).collect();
        for (coefficients, rhs) in &rows {
            let terms: Vec<_> = columns.iter().copied().zip(coefficients.iter().copied()).collect();
            lp.row("cover", &terms, Sense::AtLeast, *rhs);
        }
        let answer = solve(&lp);
        proptest::prop_assert_eq!(answer.status, Status::Optimal);
        let bound = lp.dual_bound(&answer.row_duals);
        proptest::prop_assert!((answer.objective - bound).abs() <= 1e-7 * answer.objective.abs().max(1.0));
        let breach = lp.check(&answer.values);
        proptest::prop_assert!(breach.row < 1e-6 && breach.bound < 1e-6);
    }
}
