//! The chain against published curves, and what sharing and lost units do to it.

use super::{Category, Chain, ChainError, Curve, HeatTo, Options, Sharing, Ups};
use crate::testing::power_chain;
use gigasite_case::facility::PowerStage;
use gigasite_case::zone::Provenance;
use proptest::prelude::*;

/// The test chain with the battery in the rack and a power supply inside IT.
fn stages() -> Vec<PowerStage> {
    let mut stages = power_chain();
    let row = |stage: &str, order_count, units_count, spare_count, a: [f64; 3]| PowerStage {
        stage: stage.into(),
        order_count,
        heats_hall: "yes".into(),
        redundancy_ratio: units_count as f64 / (units_count - spare_count) as f64,
        units_count,
        spare_count,
        it_category_count: 3,
        a0_ratio: a[0],
        a1_ratio: a[1],
        a2_ratio: a[2],
        provenance: Provenance::default(),
    };
    stages.push(row("bbu", 3, 6, 1, [0.002, 0.0, 0.0]));
    stages.push(row("psu_titanium", 6, 6, 2, [0.01268, -0.01721, 0.06831]));
    stages
}

fn chain(ups: Ups, sharing: Sharing) -> Chain {
    Chain::with(&stages(), 20.0, 24.0, Options { ups, sharing }).unwrap()
}

/// Rated 1.5 · 24 MW and so on: what the chain was before units had numbers.
#[test]
fn every_unit_on_is_the_chain_of_ratings() {
    let chain = Chain::size(&stages(), 20.0, 24.0);
    let loss = |rated: f64, a: [f64; 3], output: f64| {
        let x = output / rated;
        rated * (a[0] + a[1] * x + a[2] * x * x)
    };
    let busway = loss(40.0, [0.0, 0.0, 0.006], 13.0);
    let ups = loss(25.0, [0.00924, -0.00194, 0.02781], 13.0 + busway);
    assert_eq!(chain.indoor_loss_mw(13.0).to_bits(), (busway + ups).to_bits());
    let mv = loss(24.0 * 1.33, [0.00063, 0.0, 0.0074], 15.0);
    let hv = loss(36.0, [0.0005, 0.0, 0.003_125], 15.0 + mv);
    assert_eq!(chain.outdoor_loss_mw(15.0).to_bits(), (mv + hv).to_bits());
}

/// `facility_powerchain.csv`: own fits, efficiencies of four digits at a quarter, half, three quarters and full load.
#[test]
fn curves_have_the_efficiencies_of_their_fits() {
    for (a, expected) in [
        ([0.01268, -0.01721, 0.06831], [0.9518, 0.9594, 0.9515, 0.94]),
        ([0.00677, -0.00253, 0.02844], [0.9693, 0.9754, 0.9729, 0.9683]),
        ([0.00924, -0.00194, 0.02781], [0.9597, 0.9704, 0.9697, 0.9661]),
        ([0.00369, 0.00532, 0.0011], [0.9801, 0.9869, 0.9891, 0.99]),
        ([1.575 / 2500.0, 0.0, 18.5 / 2500.0], [0.99565, 0.99506, 0.99365, 0.99203]),
    ] {
        let curve = Curve { a0_ratio: a[0], a1_ratio: a[1], a2_ratio: a[2] };
        for (x, expected) in [0.25, 0.5, 0.75, 1.0].into_iter().zip(expected) {
            let got = curve.efficiency(x);
            assert!((got - expected).abs() < 6e-5, "{a:?} at {x}: {got} instead of {expected}");
        }
    }
}

#[test]
fn eco_saves_two_points_and_the_rack_battery_most() {
    let [double, eco, rack] = [Ups::DoubleConversion, Ups::Eco, Ups::InRack]
        .map(|ups| chain(ups, Sharing::All).indoor_loss_mw(20.0) / 20.0);
    assert!((0.030..0.040).contains(&double), "{double}");
    assert!((0.013..0.016).contains(&eco), "{eco}");
    assert!((0.004..0.006).contains(&rack), "{rack}");
}

#[test]
fn losses_are_told_by_stage_and_add_up() {
    let chain = chain(Ups::DoubleConversion, Sharing::All);
    let losses = chain.losses(18.0, 22.0);
    let names: Vec<&str> = losses.iter().map(|loss| loss.stage).collect();
    assert_eq!(names, ["busway", "ups_double_conversion", "mv_transformer", "hv_transformer"]);
    let sum = |heats: HeatTo| {
        losses.iter().filter(|loss| loss.heats == heats).map(|loss| loss.loss_mw).sum::<f64>()
    };
    assert!((sum(HeatTo::HallAir) - chain.indoor_loss_mw(18.0)).abs() < 1e-12);
    assert!((sum(HeatTo::Outdoors) - chain.outdoor_loss_mw(22.0)).abs() < 1e-12);
    assert!((sum(HeatTo::HallLiquid)).abs() < 1e-12);
    assert!(
        (losses[0].load_ratio - 0.45).abs() < 1e-12,
        "2N runs at half of its load: {}",
        losses[0].load_ratio
    );
}

#[test]
fn a_loss_may_go_into_the_coolant() {
    let mut stages = stages();
    stages.iter_mut().filter(|row| row.order_count == 3).for_each(|row| row.heats_hall = "liquid".into());
    let chain = Chain::size(&stages, 20.0, 24.0);
    assert_eq!(chain.losses(18.0, 22.0)[1].heats, HeatTo::HallLiquid);
    let air = Chain::size(&self::stages(), 20.0, 24.0);
    assert!((chain.indoor_loss_mw(18.0) - air.indoor_loss_mw(18.0)).abs() < 1e-12);
}

#[test]
fn it_power_depends_on_where_it_is_metered() {
    let double = chain(Ups::DoubleConversion, Sharing::All);
    let at = |chain: &Chain, category| chain.it_power_mw(category, 18.0) - 18.0;
    let busway = double.losses(18.0, 0.0)[0].loss_mw;
    assert!((at(&double, Category::One) - busway).abs() < 1e-12);
    assert!(at(&double, Category::Two).abs() < 1e-12 && at(&double, Category::Three).abs() < 1e-12);
    let rack = chain(Ups::InRack, Sharing::All);
    assert!((at(&rack, Category::Three) - 20.0 * 1.2 * 0.002).abs() < 1e-12, "a battery in the rack is IT");
}

#[test]
fn staging_keeps_a_spare_unit_and_leaves_two_n_alone() {
    let chain = chain(Ups::DoubleConversion, Sharing::Staged);
    for (it_mw, on) in [(0.5, 2), (4.0, 2), (5.5, 3), (19.9, 5)] {
        let losses = chain.losses(it_mw, it_mw);
        assert_eq!(losses[0].units_on, 2, "A and B");
        assert!(losses[1].units_on >= on, "{it_mw} MW on {} units", losses[1].units_on);
        assert!(losses[1].output_mw <= 5.0 * (losses[1].units_on - 1) as f64 + 1e-9, "one may fail");
    }
    assert_eq!(chain.losses(4.0, 4.0)[1].units_on, 2);
    let all = self::chain(Ups::DoubleConversion, Sharing::All);
    let (staged, shared) = (chain.indoor_loss_mw(4.0), all.indoor_loss_mw(4.0));
    assert!(
        staged < 0.75 * shared,
        "at a fifth of the load staging saves more than a quarter: {staged} of {shared}"
    );
}

#[test]
fn a_lost_unit_of_n_plus_one_still_carries_the_design() {
    let whole = chain(Ups::DoubleConversion, Sharing::All);
    let one = whole.lose("ups_double_conversion", 1).unwrap();
    let (before, after) = (whole.losses(20.0, 24.0)[1], one.losses(20.0, 24.0)[1]);
    assert!((after.load_ratio / before.load_ratio - 1.25).abs() < 1e-12);
    assert!(after.loss_mw > before.loss_mw, "four units at full load lose more than five at 0.8");
    // design is the racks'; the loss of the busway between is 0.15 % more
    assert!(one.check(19.9, 23.0).is_ok());
    let two = one.lose("ups_double_conversion", 1).unwrap();
    let error = two.check(19.9, 23.0).unwrap_err();
    assert!(
        matches!(&error, ChainError::Overloaded { stage, rated_mw, .. }
        if stage == "ups_double_conversion" && (rated_mw - 15.0).abs() < 1e-9),
        "{error}"
    );
    assert!(error.hint().is_some());
    let feed = whole.lose("busway", 1).unwrap();
    assert!(feed.check(20.0, 24.0).is_ok(), "B carries what A and B carried");
}

#[test]
fn what_is_not_there_is_said() {
    let chain = chain(Ups::Eco, Sharing::All);
    let error = chain.lose("ups_double_conversion", 1).unwrap_err();
    assert!(error.to_string().contains("ups_eco"), "{error}");
    assert!(matches!(chain.lose("busway", 2), Err(ChainError::NoUnitLeft { units: 2, lost: 2, .. })));
    let none: Vec<PowerStage> = stages().into_iter().filter(|row| row.stage != "bbu").collect();
    let options = Options { ups: Ups::InRack, sharing: Sharing::All };
    assert!(matches!(Chain::with(&none, 1.0, 1.0, options), Err(ChainError::Unknown { .. })));
}

proptest! {
    #[test]
    fn staging_never_loses_more_and_more_load_never_loses_less(it in 0.1..20.0f64, more in 0.01..2.0f64) {
        for ups in [Ups::DoubleConversion, Ups::Eco, Ups::InRack] {
            let (staged, all) = (chain(ups, Sharing::Staged), chain(ups, Sharing::All));
            prop_assert!(staged.indoor_loss_mw(it) <= all.indoor_loss_mw(it) + 1e-12);
            prop_assert!(staged.outdoor_loss_mw(it) <= all.outdoor_loss_mw(it) + 1e-12);
            let load = |it: f64| it + staged.indoor_loss_mw(it);
            prop_assert!(load(it + more) > load(it), "input rises with output");
        }
    }
}
