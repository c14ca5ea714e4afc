//! Dispatches small enough to be done by hand.

use crate::Error;
use crate::zonal::ZonalModel;
use crate::zonal::result::{AddedLoad, Dispatch};
use crate::zonal::testing::{border, plant, zones};
use gigasite_case::{Case, Hourly};
use gigasite_units::{MegawattHours, Megawatts};

fn dispatch(case: &Case, added: &AddedLoad) -> Dispatch {
    ZonalModel::new(case, 2).expect("builds").dispatch(added, &|_, _| {}, &|| true).expect("dispatches")
}

fn none() -> AddedLoad {
    AddedLoad::default()
}

/// A: 100 MW load, 150 MW coal (74). B: 100 MW load, 200 MW gas (80). 30 MW between them.
fn neighbours() -> Case {
    let mut case = zones(&[("A", 100.0), ("B", 100.0)]);
    plant(&mut case, "A", "coal", 150.0);
    plant(&mut case, "B", "gas", 200.0);
    border(&mut case, "A", "B", 30.0);
    case
}

#[test]
fn congestion_splits_the_price() {
    let year = dispatch(&neighbours(), &none());
    assert!((year.price_eur_per_mwh[0][5] - 74.0).abs() < 1e-6, "(20 + 0.34·50)/0.5");
    assert!((year.price_eur_per_mwh[1][5] - 80.0).abs() < 1e-6, "(30 + 0.2·50)/0.5");
    assert!((year.flow_mw[0][5] - 30.0).abs() < 1e-6);
    let expected = 336.0 * (130.0 * 74.0 + 70.0 * 80.0 + 30.0 * 0.3);
    assert!((year.cost_eur - expected).abs() < 1e-3, "{} instead of {expected}", year.cost_eur);
    assert!((year.cost_eur - year.cost_bound_eur).abs() <= 1e-6 * year.cost_eur);
}

#[test]
fn a_free_border_joins_the_price() {
    let mut case = neighbours();
    case.dataset.borders[0].forward = Megawatts(1000.0);
    let year = dispatch(&case, &none());
    assert!((year.price_eur_per_mwh[0][0] - 79.7).abs() < 1e-6, "gas less the wheeling of 0.3");
    assert!((year.flow_mw[0][0] - 50.0).abs() < 1e-6, "coal is used up");
}

#[test]
fn carbon_follows_the_flow_and_headroom_is_what_idles() {
    let year = dispatch(&neighbours(), &none());
    assert!((year.carbon_t_per_mwh[0][0] - 0.68).abs() < 1e-6);
    let mix = (30.0 * 0.68 + 70.0 * 0.4) / 100.0;
    assert!((year.carbon_t_per_mwh[1][0] - mix).abs() < 1e-6);
    assert!((year.marginal_carbon_t_per_mwh[1][0] - 0.4).abs() < 1e-6);
    // B: 130 MW of gas idle, nothing more over the full border; A: 20 MW of coal, 60 MW back over the border
    assert!((year.headroom_mw[1][0] - 130.0).abs() < 1e-6);
    assert!((year.headroom_mw[0][0] - 80.0).abs() < 1e-6);
}

#[test]
fn what_cannot_be_served_is_counted_and_dear() {
    let mut case = zones(&[("A", 100.0)]);
    plant(&mut case, "A", "coal", 90.0);
    let year = dispatch(&case, &none());
    assert!((year.unserved_mw[0][100] - 10.0).abs() < 1e-6);
    assert!((year.price_eur_per_mwh[0][100] - 4000.0).abs() < 1e-6);
}

#[test]
fn water_goes_to_the_dear_hours() {
    let mut case = zones(&[("A", 100.0)]);
    plant(&mut case, "A", "coal", 100.0);
    plant(&mut case, "A", "gas", 100.0);
    for t in 0..336 {
        case.zone_series[0].load_mw[t] = if t % 24 < 12 { 50.0 } else { 150.0 };
        case.zone_series[0].inflow_mw[t] = 10.0;
    }
    let row = &mut case.dataset.renewables[0];
    row.reservoir = Megawatts(40.0);
    row.reservoir_energy = MegawattHours(1e5);
    let year = dispatch(&case, &none());
    let water = year.generation.iter().find(|row| row.technology == "reservoir").expect("runs").energy_mwh;
    assert!((water - 3360.0).abs() < 1.0, "all inflow is used: {water}");
    let gas = year.generation.iter().find(|row| row.technology == "gas_plant").expect("runs").energy_mwh;
    assert!((gas - (50.0 * 168.0 - 3360.0)).abs() < 1.0, "water only replaces gas: {gas}");
}

#[test]
fn a_pump_shifts_cheap_energy_and_loses_some() {
    let mut case = zones(&[("A", 100.0)]);
    plant(&mut case, "A", "free", 100.0);
    plant(&mut case, "A", "gas", 100.0);
    for t in 0..336 {
        case.zone_series[0].load_mw[t] = if t % 24 < 12 { 50.0 } else { 110.0 };
    }
    let without = dispatch(&case, &none());
    let row = &mut case.dataset.renewables[0];
    row.pumped = Megawatts(10.0);
    row.pumped_energy = MegawattHours(200.0);
    let with = dispatch(&case, &none());
    assert!(with.cost_eur < without.cost_eur);
    let lost = with.generation.iter().find(|row| row.technology == "pumped").expect("runs").energy_mwh;
    assert!(lost < 0.0, "a store never makes energy: {lost}");
}

#[test]
fn a_second_load_warm_equals_the_same_load_cold() {
    let case = neighbours();
    let added = AddedLoad { added_mw: vec![Hourly(vec![10.0; 336]), Hourly(vec![35.0; 336])] };
    let mut model = ZonalModel::new(&case, 1).expect("builds");
    model.dispatch(&none(), &|_, _| {}, &|| true).expect("dispatches");
    let warm = model.dispatch(&added, &|_, _| {}, &|| true).expect("dispatches");
    let cold = dispatch(&case, &added);
    assert!((warm.cost_eur - cold.cost_eur).abs() <= 1e-9 * cold.cost_eur);
    assert!((warm.load_mw[1][7] - 135.0).abs() < 1e-9);
}

#[test]
fn cost_is_convex_and_prices_cut_it_from_below() {
    let case = neighbours();
    let mut model = ZonalModel::new(&case, 1).expect("builds");
    let mut at = |mw: f64| {
        let added = AddedLoad { added_mw: vec![Hourly::default(), Hourly(vec![mw; 336])] };
        model.dispatch(&added, &|_, _| {}, &|| true).expect("dispatches")
    };
    let known = at(20.0);
    let slope: f64 = known.price_eur_per_mwh[1].iter().sum();
    for mw in [-80.0, -40.0, 0.0, 60.0, 129.0, 140.0] {
        let truth = at(mw).cost_eur;
        let cut = known.cost_bound_eur + slope * (mw - 20.0);
        assert!(cut <= truth + 1e-6 * truth.abs(), "{mw} MW: the cut {cut} exceeds {truth}");
    }
}

#[test]
fn one_and_two_threads_give_the_same_bytes() {
    let case = neighbours();
    let run = |threads| {
        let mut model = ZonalModel::new(&case, threads).expect("builds");
        model.dispatch(&none(), &|_, _| {}, &|| true).expect("dispatches")
    };
    assert_eq!(run(1), run(2));
}

#[test]
fn a_missing_fuel_is_named() {
    let mut case = zones(&[("A", 10.0)]);
    plant(&mut case, "A", "peat", 10.0);
    let error = ZonalModel::new(&case, 1).expect_err("peat has no price");
    assert!(matches!(error, Error::NoFuel { .. }) && error.to_string().contains("`peat`"), "{error}");
    assert!(error.hint().is_some());
}

#[test]
fn an_interruption_is_no_answer() {
    let mut model = ZonalModel::new(&neighbours(), 1).expect("builds");
    assert!(matches!(model.dispatch(&none(), &|_, _| {}, &|| false), Err(Error::Interrupted)));
}
