//! The siting programme with its dispatch written out, solved by three kinds of mathematics.

use gigasite_grid::zonal::{AddedLoad, ZonalModel};
use gigasite_lp::{InteriorOptions, SolveOptions, Status};
use gigasite_optimise::{DispatchCut, Inputs, Options, whole_year};
use gigasite_tests::load;

#[test]
fn two_days_of_europe_cost_the_same_by_simplex_and_interior_point_and_no_plan_costs_less() {
    let case = load("europe", None, &[]).first_hours(48);
    let halls = gigasite_facility::hall_years(&case).expect("halls");
    let mut grid = ZonalModel::new(&case, 1).expect("a grid");
    let mut dispatch =
        |added: &AddedLoad| grid.dispatch(added, &|_, _| (), &|| true).expect("a dispatched year");
    let base = dispatch(&AddedLoad::default());
    let mut cuts = vec![DispatchCut::of(&base, AddedLoad::default())];
    let carbon = &base.carbon_t_per_mwh;
    let mut plans = Vec::new();
    for _ in 0..2 {
        let inputs = Inputs {
            case: &case,
            halls: &halls,
            base: &base,
            carbon_t_per_mwh: carbon,
            cuts: &cuts,
            shortfalls: &[],
        };
        let mut plan = gigasite_optimise::solve(&inputs, &Options::default()).expect("a plan").plan;
        let battery = gigasite_optimise::battery_schedules(&case, &plan, &base.price_eur_per_mwh);
        let added = gigasite_optimise::added_load(&case, &halls, &plan, &battery);
        let found = dispatch(&added);
        // what the evaluated plan costs, at the carbon that every round reckons with
        let claimed = plan.cost.iter().filter(|item| item.component != "energy").map(|item| item.eur_per_a);
        plan.objective_eur_per_a = claimed.sum::<f64>() + found.cost_eur - base.cost_eur;
        cuts.push(DispatchCut::of(&found, added));
        plans.push(plan);
    }
    let inputs = Inputs {
        case: &case,
        halls: &halls,
        base: &base,
        carbon_t_per_mwh: carbon,
        cuts: &cuts,
        shortfalls: &[],
    };
    let year = whole_year(&inputs, &grid).expect("the year written out");
    let (blocks, columns, rows) = year.partition.size();
    assert_eq!(blocks, 2, "48 hours, and what no hour sees");
    assert!(columns > 100 && rows < 10, "{columns} columns and {rows} rows link");

    let simplex = year.programme.solve(&SolveOptions::default()).expect("HiGHS");
    let interior = year
        .programme
        .solve_interior(&year.partition, &InteriorOptions::default(), &mut |_| true)
        .expect("the interior point");
    assert_eq!((simplex.status, interior.status), (Status::Optimal, Status::Optimal));
    let size = simplex.objective.abs();
    assert!((interior.objective - simplex.objective).abs() < 1e-7 * size);
    assert!((interior.bound - simplex.objective).abs() < 1e-6 * size, "{} {size}", interior.bound);
    for plan in plans {
        let found = plan.objective_eur_per_a / 1e6;
        assert!(found >= interior.bound * (1.0 - 1e-6), "{found} is below the proof {}", interior.bound);
        assert!(found < interior.bound * 1.05, "{found} is far above the proof {}", interior.bound);
    }
}
