//! The interior point beside HiGHS.

use crate::{InteriorOptions, Partition, Programme, Sense, Solution, SolveOptions, Status};
use clarabel::algebra::CscMatrix;
use clarabel::solver::{DefaultSettingsBuilder, DefaultSolver, IPSolver as _, SupportedConeT};
use proptest::prelude::*;

fn solve(lp: &Programme, partition: &Partition) -> Solution {
    lp.solve_interior(partition, &InteriorOptions::default(), &mut |_| true).expect("a solution")
}

fn whole(lp: &Programme) -> Solution {
    solve(lp, &Partition::whole(lp))
}

#[test]
fn the_smallest_programme_has_its_answer() {
    let mut lp = Programme::new();
    let north = lp.column("north", 0.0, 200.0, 10.0);
    let south = lp.column("south", 0.0, 100.0, 20.0);
    let demand = lp.row("demand", &[(north, 1.0), (south, 1.0)], Sense::AtLeast, 250.0);
    let answer = whole(&lp);
    assert_eq!(answer.status, Status::Optimal);
    assert!((answer.value(south) - 50.0).abs() < 1e-5 && (answer.dual(demand) - 20.0).abs() < 1e-5);
    assert!((answer.objective - 3000.0).abs() < 1e-4 && (answer.bound - 3000.0).abs() < 1e-4);
}

/// Weeks of hours with a thermal class, a store and unserved energy; capacities link, an annual budget links.
fn years(weeks: usize, hours: usize, seed: u64) -> (Programme, Partition) {
    let mut state = seed;
    let mut random = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut lp = Programme::new();
    let wind = lp.column("wind_mw", 0.0, f64::INFINITY, 60_000.0 * weeks as f64 / 52.0);
    let store = lp.column("store_mw", 0.0, 500.0, 20_000.0 * weeks as f64 / 52.0);
    let mut block = vec![None, None];
    let mut burnt = Vec::new();
    for week in 0..weeks {
        let mut levels = Vec::new();
        let mut rows = Vec::new();
        for hour in 0..hours {
            let name = |what: &str| format!("{what}[{week},{hour}]");
            let gas = lp.column(name("gas"), 0.0, 700.0, 80.0);
            let unserved = lp.column(name("unserved"), 0.0, f64::INFINITY, 4000.0);
            let spill = lp.column(name("spill"), 0.0, f64::INFINITY, 0.0);
            let charge = lp.column(name("charge"), 0.0, f64::INFINITY, 0.1);
            let discharge = lp.column(name("discharge"), 0.0, f64::INFINITY, 0.0);
            let level = lp.column(name("level"), 0.0, f64::INFINITY, 0.0);
            block.extend([Some(week); 6]);
            burnt.push((gas, 1.0));
            let load = 600.0 + 300.0 * (hour as f64 / 24.0 * std::f64::consts::TAU).sin() + 50.0 * random();
            let factor = random();
            rows.push((
                name("balance"),
                vec![
                    (gas, 1.0),
                    (unserved, 1.0),
                    (spill, -1.0),
                    (charge, -1.0),
                    (discharge, 1.0),
                    (wind, factor),
                ],
                Sense::Equal,
                load,
            ));
            rows.push((
                name("power"),
                vec![(charge, 1.0), (discharge, 1.0), (store, -1.0)],
                Sense::AtMost,
                0.0,
            ));
            rows.push((name("energy"), vec![(level, 1.0), (store, -4.0)], Sense::AtMost, 0.0));
            levels.push((level, charge, discharge));
        }
        for hour in 0..hours {
            let (level, charge, discharge) = levels[hour];
            let before = levels[(hour + hours - 1) % hours].0;
            rows.push((
                format!("storage[{week},{hour}]"),
                vec![(level, 1.0), (before, -1.0), (charge, -0.9), (discharge, 1.0 / 0.9)],
                Sense::Equal,
                0.0,
            ));
        }
        for (name, terms, sense, rhs) in rows {
            lp.row(name, &terms, sense, rhs);
        }
    }
    lp.row("gas_budget", &burnt, Sense::AtMost, 300.0 * (weeks * hours) as f64);
    let partition = Partition::by_column(&lp, |column| block[column.index()]).expect("blocks");
    (lp, partition)
}

#[test]
fn weeks_that_share_capacities_cost_what_highs_says() {
    for (weeks, hours, seed) in [(1, 24, 1), (4, 24, 2), (6, 48, 3)] {
        let (lp, partition) = years(weeks, hours, seed);
        assert_eq!(partition.size(), (weeks, 2, usize::from(weeks > 1)));
        let highs = lp.solve(&SolveOptions::default()).expect("HiGHS");
        let own = solve(&lp, &partition);
        assert_eq!(own.status, Status::Optimal);
        let size = highs.objective.abs();
        assert!(
            (own.objective - highs.objective).abs() < 1e-7 * size,
            "{} {}",
            own.objective,
            highs.objective
        );
        assert!((own.bound - highs.objective).abs() < 1e-6 * size, "{} {}", own.bound, highs.objective);
        assert!(lp.check(&own.values).is_within(1e-4));
    }
}

/// The objective by Clarabel, an interior point of others: `A x + s = b`, rows first, then bounds.
fn clarabel(lp: &Programme) -> f64 {
    // equation?, terms, right-hand side
    type Line = (bool, Vec<(usize, f64)>, f64);
    let columns = lp.columns.len();
    let (mut entries, mut rhs) = (Vec::new(), Vec::new());
    let mut rows: Vec<Line> = Vec::new();
    for row in &lp.rows {
        let sign = if row.sense == Sense::AtLeast { -1.0 } else { 1.0 };
        let terms = lp.terms[row.terms.clone()].iter().map(|(c, a)| (*c as usize, sign * a)).collect();
        rows.push((row.sense == Sense::Equal, terms, sign * row.rhs));
    }
    for (index, column) in lp.columns.iter().enumerate() {
        if column.lower.is_finite() {
            rows.push((false, vec![(index, -1.0)], -column.lower));
        }
        if column.upper.is_finite() {
            rows.push((false, vec![(index, 1.0)], column.upper));
        }
    }
    rows.sort_by_key(|(equal, ..)| !equal);
    let equal = rows.iter().filter(|(equal, ..)| *equal).count();
    for (place, (_, terms, right)) in rows.iter().enumerate() {
        entries.extend(terms.iter().map(|(column, value)| (place, *column, *value)));
        rhs.push(*right);
    }
    let (is, js, vs): (Vec<_>, Vec<_>, Vec<_>) = (
        entries.iter().map(|e| e.0).collect(),
        entries.iter().map(|e| e.1).collect(),
        entries.iter().map(|e| e.2).collect(),
    );
    let a = CscMatrix::new_from_triplets(rows.len(), columns, is, js, vs);
    let costs: Vec<f64> = lp.columns.iter().map(|column| column.cost).collect();
    let cones = [SupportedConeT::ZeroConeT(equal), SupportedConeT::NonnegativeConeT(rows.len() - equal)];
    let settings = DefaultSettingsBuilder::default().verbose(false).build().expect("settings");
    let quadratic = CscMatrix::zeros((columns, columns));
    let mut solver = DefaultSolver::new(&quadratic, &costs, &a, &rhs, &cones, settings).expect("a solver");
    solver.solve();
    solver.solution.obj_val + lp.offset
}

#[test]
fn clarabel_agrees_on_the_weeks() {
    let (lp, partition) = years(3, 24, 7);
    let (own, other) = (solve(&lp, &partition).objective, clarabel(&lp));
    assert!((own - other).abs() < 1e-6 * other.abs(), "{own} {other}");
}

#[test]
fn the_partition_changes_the_work_and_not_the_answer() {
    let (lp, partition) = years(4, 24, 11);
    let (apart, together) = (solve(&lp, &partition), whole(&lp));
    assert!((apart.objective - together.objective).abs() < 2e-8 * together.objective.abs());
}

#[test]
fn one_thread_and_two_give_the_same_bits() {
    let (lp, partition) = years(4, 24, 5);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| solve(&lp, &partition)).values.iter().map(|value| value.to_bits()).collect::<Vec<_>>()
    };
    assert_eq!(with(1), with(2));
}

#[test]
fn primal_and_dual_meet_and_complement_each_other() {
    let (lp, partition) = years(2, 24, 13);
    let answer = solve(&lp, &partition);
    let size = answer.objective.abs();
    for (index, column) in lp.columns.iter().enumerate() {
        let (value, cost) = (answer.values[index], answer.reduced_costs[index]);
        let room = if cost > 0.0 { value - column.lower } else { column.upper - value };
        let product = if room.is_finite() { (cost * room).abs() } else { cost.abs() };
        assert!(product < 1e-6 * size, "{}: {cost} at {value}", lp.columns[index].cost);
    }
    assert!(answer.objective - answer.bound < 1e-6 * size && answer.bound <= answer.objective + 1e-8 * size);
}

#[test]
fn what_cannot_be_is_proven_so() {
    let mut lp = Programme::new();
    let a = lp.column("a", 0.0, 10.0, 1.0);
    let b = lp.column("b", 0.0, 10.0, 1.0);
    lp.row("most", &[(a, 1.0), (b, 1.0)], Sense::AtMost, 5.0);
    lp.row("least", &[(a, 1.0), (b, 2.0)], Sense::AtLeast, 30.0);
    assert_eq!(whole(&lp).status, Status::Infeasible);

    let mut bounds = Programme::new();
    let x = bounds.column("x", 0.0, f64::INFINITY, 1.0);
    let y = bounds.column("y", 0.0, f64::INFINITY, 0.0);
    bounds.row("one", &[(x, 1.0), (y, -1.0)], Sense::Equal, 1.0);
    bounds.row("other", &[(x, 1.0), (y, -1.0)], Sense::Equal, 2.0);
    assert_eq!(whole(&bounds).status, Status::Infeasible);
}

#[test]
fn what_never_ends_is_proven_so() {
    let mut lp = Programme::new();
    let a = lp.column("a", 0.0, f64::INFINITY, -1.0);
    let b = lp.column("b", f64::NEG_INFINITY, f64::INFINITY, 0.0);
    lp.row("tie", &[(a, 1.0), (b, -1.0)], Sense::Equal, 3.0);
    assert_eq!(whole(&lp).status, Status::Unbounded);
}

#[test]
fn free_columns_redundant_rows_and_wild_scales_do_not_stop_it() {
    let mut lp = Programme::new();
    let free = lp.column("free", f64::NEG_INFINITY, f64::INFINITY, 0.0);
    let tiny = lp.column("tiny", 0.0, 1e-4, 3e6);
    let huge = lp.column("huge", 0.0, f64::INFINITY, 2e-5);
    let fixed = lp.column("fixed", 7.0, 7.0, 11.0);
    for name in ["sum", "the same sum"] {
        lp.row(name, &[(free, 1.0), (tiny, 1e5), (huge, 1e-5), (fixed, 1.0)], Sense::Equal, 20.0);
    }
    lp.row("free_is_small", &[(free, 1e3)], Sense::AtMost, 2e3);
    lp.row("nothing", &[], Sense::AtMost, 1.0);
    let highs = lp.solve(&SolveOptions::default()).expect("HiGHS").objective;
    let own = whole(&lp);
    assert_eq!(own.status, Status::Optimal);
    assert!((own.objective - highs).abs() < 1e-7 * highs.abs().max(1.0), "{} {highs}", own.objective);
}

#[test]
fn an_interrupted_search_keeps_a_bound_that_holds() {
    let (lp, partition) = years(2, 24, 17);
    let best = lp.solve(&SolveOptions::default()).expect("HiGHS").objective;
    let mut seen = 0;
    let stopped = lp
        .solve_interior(&partition, &InteriorOptions::default(), &mut |_| {
            seen += 1;
            seen < 8
        })
        .expect("an answer");
    assert!(matches!(stopped.status, Status::FeasibleAtLimit | Status::NothingAtLimit));
    assert!(stopped.bound <= best * (1.0 + 1e-9), "{} {best}", stopped.bound);
}

#[test]
fn a_partition_of_another_programme_is_refused() {
    let (lp, _) = years(1, 4, 1);
    let (_, other) = years(2, 4, 1);
    assert!(lp.solve_interior(&other, &InteriorOptions::default(), &mut |_| true).is_err());
    assert!(Partition::by_column(&lp, |_| None).is_err(), "no block");
}

/// Small programmes with every kind of row and bound; feasible by construction around a point, bounded by their bounds.
fn any_programme() -> impl Strategy<Value = Programme> {
    let column = (0_u8..4, -5.0..5.0_f64, 0.1..8.0_f64, -3.0..3.0_f64);
    let row = (0_u8..3, proptest::collection::vec(-4_i8..5, 8), 0.0..3.0_f64);
    (proptest::collection::vec(column, 2..8), proptest::collection::vec(row, 1..7)).prop_map(
        |(columns, rows)| {
            let mut lp = Programme::new();
            let mut point = Vec::new();
            for (index, (kind, at, width, cost)) in columns.iter().enumerate() {
                let (lower, upper) = (at - width, at + width);
                let (lower, upper, cost) = match kind {
                    0 => (lower, upper, *cost),
                    1 => (lower, f64::INFINITY, cost.abs()),
                    2 => (f64::NEG_INFINITY, upper, -cost.abs()),
                    _ => (lower, lower, *cost),
                };
                lp.column(format!("x[{index}]"), lower, upper, cost);
                point.push(if *kind == 3 { lower } else { *at });
            }
            for (index, (kind, terms, slack)) in rows.iter().enumerate() {
                let terms: Vec<_> = terms
                    .iter()
                    .take(columns.len())
                    .enumerate()
                    .map(|(place, value)| (crate::Column::nth(place), f64::from(*value)))
                    .collect();
                let left: f64 = terms.iter().zip(&point).map(|((_, a), x)| a * x).sum();
                let (sense, rhs) = match kind {
                    0 => (Sense::AtMost, left + slack),
                    1 => (Sense::AtLeast, left - slack),
                    _ => (Sense::Equal, left),
                };
                lp.row(format!("r[{index}]"), &terms, sense, rhs);
            }
            lp
        },
    )
}

proptest! {
    #[test]
    fn small_programmes_of_every_kind_have_the_optimum_of_highs(lp in any_programme()) {
        let highs = lp.solve(&SolveOptions::default()).expect("HiGHS");
        prop_assume!(highs.status == Status::Optimal);
        let own = whole(&lp);
        prop_assert_eq!(own.status, Status::Optimal);
        let size = highs.objective.abs().max(1.0);
        prop_assert!((own.objective - highs.objective).abs() < 1e-6 * size, "{} {}", own.objective, highs.objective);
        prop_assert!(own.bound <= highs.objective + 1e-7 * size);
    }
}
