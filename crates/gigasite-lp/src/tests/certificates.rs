//! Bounds that hold, breaches that are seen, duals that point the right way, reasons with names.

use super::{solve, two_sites};
use crate::*;
use proptest::collection::vec;
use proptest::prelude::ProptestConfig;

#[test]
fn a_dual_is_the_slope_of_the_cost() {
    // every sense binds: one demand, one room, one fixed share
    let build = |moved: [f64; 3]| {
        let mut lp = Programme::new();
        let a = lp.column("a_mw", 0.0, f64::INFINITY, 1.0);
        let b = lp.column("b_mw", 0.0, f64::INFINITY, 4.0);
        let c = lp.column("c_mw", 0.0, f64::INFINITY, 2.0);
        lp.row("demand", &[(a, 1.0), (b, 1.0), (c, 1.0)], Sense::AtLeast, 10.0 + moved[0]);
        lp.row("room", &[(a, 1.0)], Sense::AtMost, 4.0 + moved[1]);
        lp.row("share", &[(b, 2.0), (c, -1.0)], Sense::Equal, 1.0 + moved[2]);
        lp
    };
    let base = solve(&build([0.0; 3]));
    let step = 1e-3;
    for row in 0..3 {
        let mut moved = [0.0; 3];
        moved[row] = step;
        let slope = (solve(&build(moved)).objective - base.objective) / step;
        assert!(
            (slope - base.row_duals[row]).abs() < 1e-6,
            "row {row}: {slope} against {}",
            base.row_duals[row]
        );
    }
    assert!(base.row_duals[0] > 0.0 && base.row_duals[1] < 0.0);
    let lp = build([0.0; 3]);
    for column in lp.columns().map(|(column, _)| column) {
        assert!(base.reduced_cost(column).expect("linear").abs() < 1e-9, "all three are in the basis");
    }
}

#[test]
fn a_reach_pays_for_what_has_no_bound() {
    let (lp, ..) = two_sites();
    assert!(lp.dual_bound(&[11.0, 0.0]).is_infinite());
    // reduced cost −1 of the north, −11·0 for the south (cost 20 stays above 11): 11·250 − 1·1000
    assert!((lp.dual_bound_within(&[11.0, 0.0], 1000.0) - 1750.0).abs() < 1e-9);
    assert!(lp.dual_bound(&[f64::NAN, 0.0]).is_infinite());
    assert!((lp.dual_bound(&[10.0]) - 2500.0).abs() < 1e-9, "a missing dual counts as zero");
}

#[test]
fn a_dear_column_elsewhere_does_not_blunt_the_bound() {
    let mut lp = Programme::new();
    lp.column("hall_eur", 0.0, 10.0, 1e9);
    let x = lp.column("energy_mwh", 0.0, f64::INFINITY, 1.0);
    lp.row("demand", &[(x, 1.0)], Sense::AtLeast, 5.0);
    assert!(lp.dual_bound(&[1.5]).is_infinite(), "half a euro a megawatt-hour is no rounding");
}

#[test]
fn every_breach_has_its_name() {
    let mut mip = Programme::new();
    let halls = mip.integer("halls[FR]", 0.0, 5.0, 1.0);
    let mw = mip.column("grid_mw[FR]", 0.0, 100.0, 1.0);
    mip.row("supply[FR]", &[(mw, 1.0), (halls, -24.0)], Sense::Equal, 0.0);
    assert_eq!(mip.check(&[2.0, 48.0]), Violation::default());
    let worst = mip.check(&[2.25, 110.0]);
    assert_eq!(
        (worst.row_name.as_str(), worst.column_name.as_str(), worst.integer_name.as_str()),
        ("supply[FR]", "grid_mw[FR]", "halls[FR]")
    );
    assert!((worst.row - 56.0).abs() < 1e-9 && (worst.bound - 10.0).abs() < 1e-9);
    assert!((worst.integrality - 0.25).abs() < 1e-9 && worst.is_within(56.1) && !worst.is_within(55.9));
    assert!(mip.check(&[2.0, f64::NAN]).row.is_infinite() && mip.check(&[2.0]).bound.is_infinite());
}

#[test]
fn physics_stays_hard_and_contradictions_are_told_apart() {
    let mut lp = Programme::new();
    let x = lp.column("x_mw", 0.0, 10.0, 1.0);
    lp.row("law[a]", &[(x, 1.0)], Sense::AtLeast, 6.0);
    lp.row("wish[b]", &[(x, 1.0)], Sense::Equal, 4.0);
    let all = Infeasibility::explain(&lp, |_| Some(1.0), &SolveOptions::default()).expect("well formed");
    assert!((all.price - 2.0).abs() < 1e-6);
    let soft = |row: &str| (family_of(row) == "wish").then_some(3.0);
    let given = Infeasibility::explain(&lp, soft, &SolveOptions::default()).expect("well formed");
    assert_eq!((given.status, given.rows.len(), given.rows[0].row.as_str()), (Status::Optimal, 1, "wish[b]"));
    assert!((given.rows[0].amount - 2.0).abs() < 1e-6 && (given.price - 6.0).abs() < 1e-6);
    let hard = Infeasibility::explain(&lp, |_| None, &SolveOptions::default()).expect("well formed");
    assert_eq!((hard.status, hard.rows.len()), (Status::Infeasible, 0));
    assert!(Infeasibility::explain(&lp, |_| Some(-1.0), &SolveOptions::default()).is_err());
}

#[test]
fn a_column_of_another_programme_is_named() {
    let (_, _, south, ..) = two_sites();
    let mut lp = Programme::new();
    lp.row("stray", &[(south, 1.0)], Sense::AtMost, 1.0);
    let error = lp.solve(&SolveOptions::default()).expect_err("no such column");
    assert!(error.to_string().contains("stray"), "{error}");
}

proptest::proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    /// Random bounded covering programmes: strong duality, by our own arithmetic.
    #[test]
    fn primal_meets_dual(
        costs in vec(1.0_f64..50.0, 4),
        rows in vec((vec(0.1_f64..5.0, 4), 1.0_f64..30.0), 3),
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

    /// Rows of all senses, bounds on either side, a feasible point by construction: primal meets dual, no breach, and
    /// no made-up dual vector claims more.
    #[test]
    fn no_dual_claims_more_than_the_optimum(
        columns in vec((-20.0_f64..20.0, 0.0_f64..15.0, 0.0_f64..1.0, -9.0_f64..9.0), 5),
        rows in vec((vec(-4.0_f64..4.0, 5), 0_u8..3, 0.0_f64..6.0), 4),
        guess in vec(-10.0_f64..10.0, 4),
    ) {
        let mut lp = Programme::new();
        let mut point = Vec::new();
        for (index, (lower, width, share, cost)) in columns.iter().enumerate() {
            point.push(lower + share * width);
            // the last column has no upper bound and a price
            let last = index == 4;
            let (upper, cost) = if last { (f64::INFINITY, cost.abs() + 30.0) } else { (lower + width, *cost) };
            lp.column(format!("x[{index}]"), *lower, upper, cost);
        }
        for (index, (coefficients, sense, slack)) in rows.iter().enumerate() {
            let terms: Vec<_> = lp.columns().map(|(column, _)| column).zip(coefficients.iter().copied()).collect();
            let at: f64 = coefficients.iter().zip(&point).map(|(a, x)| a * x).sum();
            let (sense, rhs) = match sense {
                0 => (Sense::AtMost, at + slack),
                1 => (Sense::Equal, at),
                _ => (Sense::AtLeast, at - slack),
            };
            lp.row(format!("r[{index}]"), &terms, sense, rhs);
        }
        let answer = solve(&lp);
        proptest::prop_assert_eq!(answer.status, Status::Optimal);
        let bound = lp.dual_bound(&answer.row_duals);
        let scale = answer.objective.abs().max(1.0);
        proptest::prop_assert!((answer.objective - bound).abs() <= 1e-7 * scale, "{} {bound}", answer.objective);
        proptest::prop_assert!(lp.check(&answer.values).is_within(1e-6));
        proptest::prop_assert!(lp.dual_bound(&guess) <= answer.objective + 1e-7 * scale);
        proptest::prop_assert!(lp.dual_bound_within(&guess, 1e4) <= answer.objective + 1e-7 * scale);
        proptest::prop_assert!(lp.objective_of(&point) >= answer.objective - 1e-7 * scale);
    }
}

#[test]
fn a_reach_for_one_column_pays_for_its_rounding() {
    let mut lp = Programme::new();
    let built = lp.column("built", 0.0, 10.0, 1.0);
    let angle = lp.column("angle", f64::NEG_INFINITY, f64::INFINITY, 0.0);
    lp.row("demand", &[(built, 1.0)], Sense::AtLeast, 4.0);
    lp.row("law", &[(angle, 1e3)], Sense::Equal, 0.0);
    let duals = [1.0, 1e-12];
    let far = lp.dual_bound(&duals);
    assert!(far.is_infinite() && far < 0.0, "nothing cancelled in it, so it may be a price");
    let bound = lp.dual_bound_reaching(&duals, |column| if column == angle { 2.0 } else { f64::INFINITY });
    assert!((bound - (4.0 - 2e-9)).abs() < 1e-12, "{bound}");
}

#[test]
fn a_reach_turns_a_rounded_dual_into_a_finite_bound_below_the_optimum() {
    // min 2x, x ≥ 3: the optimum is 6 with dual 2; a dual of 2.0001 makes the reduced cost of x negative
    let mut lp = Programme::new();
    let x = lp.column("x", 0.0, f64::INFINITY, 2.0);
    lp.row("need", &[(x, 1.0)], Sense::AtLeast, 3.0);
    assert!(lp.dual_bound(&[2.0001]).is_infinite());
    lp.reach = Some(10.0);
    let bound = lp.dual_bound(&[2.0001]);
    assert!((bound - (6.0003 - 0.001)).abs() < 1e-9 && bound <= 6.0, "{bound}");
}
