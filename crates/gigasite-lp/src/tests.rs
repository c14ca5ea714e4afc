//! Programmes whose answers are known by hand, and properties that hold for all.

use super::*;

mod certificates;
mod golden;
mod interior;
mod mps;
mod statuses;
mod warm;

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
    let halls: Vec<_> =
        [10.0, 13.0, 7.0].iter().enumerate().map(|(i, v)| mip.binary(format!("hall[{i}]"), -v)).collect();
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
    assert_eq!(solve(&lp).status, Status::Unbounded);
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
    let sites: Vec<_> =
        ["A", "B"].iter().map(|s| lp.column(format!("mw[{s}]"), 0.0, f64::INFINITY, 1.0)).collect();
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

#[test]
fn the_lp_format_names_what_it_writes() {
    let (mut lp, ..) = two_sites();
    lp.integer("halls [é]", 0.0, 3.0, 0.0);
    lp.column("e", 0.0, 3.0, 0.0);
    lp.column("e", 0.0, 3.0, 0.0);
    lp.offset = 5.0;
    let text = lp.to_lp_format();
    for part in
        ["Minimize", " +5\n", "built_mw(north)", "grid_room(north): +1", ">= 250", "halls_(_)", "_e#4", "End"]
    {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
}

#[test]
fn a_family_is_spelt_only_when_asked() {
    let mut lp = Programme::new();
    let zones = Axis::labels(["DE", "FR"]);
    let classes = Axis::labels(["gas_new", "wind"]);
    let dispatch = lp.family("dispatch_mw", [zones.clone(), classes, Axis::Number]);
    let balance = lp.family("balance", [zones, Axis::Number]);
    let gas = lp.column_in(dispatch, &[1, 0, 17], (0.0, 5.0), 1.0);
    let halls = lp.family("halls", []);
    let whole = lp.integer_in(halls, &[], (0.0, 5.5), -1.0);
    let row = lp.row_in(balance, &[1, 17], &[(gas, 1.0)], Sense::AtLeast, 2.0);
    assert_eq!(lp.column_name(gas), "dispatch_mw[FR,gas_new,17]");
    assert_eq!(lp.column_name(whole), "halls");
    assert_eq!((lp.row_name(row).as_str(), lp.row_family(row)), ("balance[FR,17]", "balance"));
    assert_eq!(lp.find_column("dispatch_mw[FR,gas_new,17]"), Some(gas));
    assert_eq!(lp.find_row("balance[DE,17]"), None);
    assert_eq!((Column::nth(gas.index()), Row::nth(row.index())), (gas, row));
    assert!((solve(&lp).value(whole) - 5.0).abs() < 1e-9);
    assert!(std::mem::size_of::<crate::names::Name>() <= 24, "a name is to stay cheap");
}
