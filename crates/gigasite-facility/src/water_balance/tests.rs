use super::*;
use proptest::prelude::*;

fn near(id: &str, got: f64, expected: f64, tolerance: f64) {
    assert!((got - expected).abs() <= tolerance, "{id}: {got} instead of {expected} ± {tolerance}");
}

#[test]
fn water_is_that_of_the_vectors() {
    near("W-1", l_per_kwh_of(2.6), 1.123_52, 1e-4);
    near("W-2", all_latent_l_per_kwh(30.0), 1.481_38, 1e-4);
    for (cycles, expected) in [(3.0, 1.5), (4.0, 4.0 / 3.0), (5.0, 1.25)] {
        let balance = Balance::close(1.0, 0.0, cycles).expect("cycles above 1");
        near("W-3", balance.make_up_m3(), expected, 1e-6);
    }
    near("W-4", fluid_cooler_loss_per_k(0.5, 20.0), 0.001_410_86, 1e-6);
}

#[test]
fn the_default_loss_factor_supposes_more_vapour_than_all_heat_can_make() {
    // a megawatt hour of heat warms 3600 / (4.186 · 5.56) = 154.7 m³ by 5.56 K
    let circulating_m3 = 3600.0 / (4.186 * 5.56);
    let l_per_kwh = evaporation_m3(circulating_m3, 5.56, EVAPORATION_PER_K);
    near("0.20 %/K", l_per_kwh, 1.72, 0.005);
    near("over the bound", l_per_kwh / all_latent_l_per_kwh(30.0), 1.161, 5e-4);
    assert!(evaporation_m3(circulating_m3, 5.56, 0.0015) < all_latent_l_per_kwh(30.0));
}

#[test]
fn drift_saves_blow_down_until_there_is_none_left() {
    let balance = Balance::close(1.0, 0.1, 4.0).expect("cycles");
    near("blow-down", balance.blow_down_m3, 1.0 / 3.0 - 0.1, 1e-12);
    let drifting = Balance::close(1.0, 0.5, 4.0).expect("cycles");
    near("no blow-down", drifting.blow_down_m3, 0.0, 0.0);
    near("drift", drift_m3(1000.0, DRIFT_FRAC, 0.5), 0.025, 1e-12);
}

#[test]
fn cycles_that_nothing_holds_are_refused() {
    for cycles in [1.0, 0.5, -3.0, f64::NAN] {
        let refused = Balance::close(1.0, 0.0, cycles).expect_err("cycles of 1 or less");
        assert!(refused.to_string().ends_with("expected more than 1"), "{refused}");
    }
}

#[test]
fn off_site_water_is_litres_per_kilowatt_hour() {
    near("off site", off_site_m3(1000.0, 1.8), 1800.0, 1e-9);
}

proptest! {
    #[test]
    fn what_comes_in_goes_out(e in 0.0..1e4, d in 0.0..100.0, cycles in 1.01..10.0, potable in 0.0..1.0) {
        let balance = Balance::close(e, d, cycles).expect("cycles");
        prop_assert!(balance.blow_down_m3 >= 0.0);
        let source = balance.by_source(Fraction::new(potable).expect("a fraction"));
        let gap = source.potable_m3 + source.other_m3 - balance.make_up_m3();
        prop_assert!(gap.abs() < 1e-9 && source.other_m3 >= 0.0 && source.potable_m3 >= 0.0);
    }

    #[test]
    fn more_cycles_never_need_more_water(e in 0.0..1e4, d in 0.0..100.0, cycles in 1.1..10.0, more in 0.1..5.0) {
        let make_up = |cycles| Balance::close(e, d, cycles).expect("cycles").make_up_m3();
        prop_assert!(make_up(cycles + more) <= make_up(cycles));
    }

    #[test]
    fn gallons_and_litres_go_there_and_back(x in 0.0..10.0) {
        prop_assert!((mgal_per_mw_year_of(l_per_kwh_of(x)) - x).abs() < 1e-12);
    }
}
