//! What must hold in every hour of every plant.

use crate::climate::Outdoors;
use crate::hall::{Hall, Settings};
use crate::testing::{COOLING, FRANKFURT, SEVILLE, add_site, case, climate_of};
use crate::water::surface_water_c;
use crate::year::choices;
use gigasite_case::Case;
use proptest::prelude::*;
use std::sync::LazyLock;

/// GB300 and H100 halls with every design in a mild and a hot place.
static HALLS: LazyLock<Vec<(String, Hall)>> = LazyLock::new(|| {
    let mut case = all_designs();
    add_site(&mut case, "FRA", "fresh", FRANKFURT);
    add_site(&mut case, "SVQ", "fresh", SEVILLE);
    let mut halls = Vec::new();
    for site in 0..2 {
        let climate = climate_of(&case, site);
        for choice in choices(&case).expect("known designs") {
            let chain = &case.dataset.power_chain;
            let hall = Hall::size(
                choice.it,
                choice.accelerator,
                choice.cooling,
                chain,
                0.08,
                &climate,
                &Settings::default(),
            );
            halls.push((
                format!("{} {}", choice.accelerator.id, choice.cooling.id),
                hall.expect("known sink"),
            ));
        }
    }
    halls
});

fn all_designs() -> Case {
    let mut case = case();
    case.file.halls.accelerators = vec!["gb300_nvl72".into(), "h100_sxm".into()];
    case.file.halls.cooling = COOLING.map(String::from).to_vec();
    case
}

fn outdoors(air_c: f64, humidity_frac: f64, water_c: f64) -> Outdoors {
    Outdoors { air_c, humidity_frac, pressure_pa: 98_000.0, known_wet_bulb_c: None, water_c }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_goes_in_as_power_comes_out_as_heat(
        which in 0..36_usize, load in 0.0..1.0, air in -35.0..50.0, humidity in 0.05..1.0, water in 1.0..30.0,
    ) {
        let (name, hall) = &HALLS[which];
        let it_mw = hall.it.idle_mw + load * (hall.it.provisioned_mw - hall.it.idle_mw);
        let hour = hall.exact_hour(it_mw, &outdoors(air, humidity, water));
        let gap = (hour.facility_mw() - hour.rejected_mw()).abs();
        prop_assert!(gap < 1e-9, "{name}: {gap} MW of {hour:?}");
        prop_assert!(hour.facility_mw() >= hour.it_mw, "{name}: PUE below 1");
        prop_assert!(hour.reusable_mw <= hour.liquid_heat_mw + hour.air_heat_mw, "{name}: more heat than there is");
        prop_assert!(hour.it_mw <= it_mw + 1e-12 && (0.0..=1.0).contains(&hour.throughput_frac));
        let parts = [hour.fan_mw, hour.compressor_mw, hour.pump_mw, hour.crah_mw, hour.water_m3(), hour.outdoor_loss_mw];
        prop_assert!(parts.iter().all(|part| *part >= 0.0), "{name}: {hour:?}");
    }

    #[test]
    fn a_hotter_hour_never_lowers_cooling_power(
        which in 0..36_usize, air in -30.0..45.0, warmer in 0.0..8.0, humidity in 0.05..1.0,
    ) {
        let (name, hall) = &HALLS[which];
        let at = |air_c: f64| hall.exact_hour(hall.it.mean_mw, &outdoors(air_c, humidity, 15.0));
        let (cool, hot) = (at(air), at(air + warmer));
        // a throttled hall has less to cool
        if hot.throughput_frac >= 1.0 {
            prop_assert!(hot.cooling_mw() >= cool.cooling_mw() - 1e-7, "{name}: {cool:?} {hot:?}");
        }
        prop_assert!(hot.it_mw <= cool.it_mw + 1e-9, "{name} computes more in the heat");
    }

    #[test]
    fn no_water_is_spent_while_fans_suffice(air in -30.0..50.0, humidity in 0.05..1.0) {
        for (name, hall) in HALLS.iter().filter(|(name, _)| name == "gb300_nvl72 dry_adiabatic") {
            let hour = hall.exact_hour(hall.it.mean_mw, &outdoors(air, humidity, 15.0));
            let spent = hour.water_m3() > 0.0;
            let calm = hall.exact_hour(hall.it.mean_mw, &outdoors(-30.0, humidity, 15.0));
            let full = hall.at_peak().fan_mw;
            if spent {
                // liquid coolers at full speed; the air side's condensers are staged with load
                prop_assert!(hour.fan_mw > 0.75 * full, "{name}: {hour:?}");
            }
            prop_assert!(calm.water_m3() < 1e-12);
            prop_assert!(!(spent && air < 25.0), "{name} evaporates at {air} °C");
        }
        for (name, hall) in HALLS.iter().filter(|(name, _)| ["dry", "sea_water", "chiller", "river"].iter().any(|dry| name.ends_with(&format!(" {dry}")))) {
            let hour = hall.exact_hour(hall.it.mean_mw, &outdoors(air, humidity, 15.0));
            prop_assert!(hour.water_m3() < 1e-12, "{name} has nothing to evaporate with");
        }
    }

    #[test]
    fn the_wet_bulb_lies_between_dew_point_and_dry_bulb(
        air in -30.0..48.0, humidity in 0.05..1.0, pressure in 70_000.0..104_000.0,
    ) {
        let wet = crate::psychro::wet_bulb_c(air, humidity, pressure);
        prop_assert!(wet <= air + 1e-9 && wet >= crate::psychro::dew_point_c(air, humidity) - 0.15);
        let back = crate::psychro::humidity_ratio_from_wet_bulb(air, wet, pressure);
        let there = crate::psychro::humidity_ratio(air, humidity, pressure);
        prop_assert!((back - there).abs() < 2e-7 || wet.abs() < 0.3, "{back} instead of {there} at {wet}");
    }

    #[test]
    fn the_sea_is_milder_than_the_air_and_never_ice(months in prop::array::uniform12(-20.0..30.0)) {
        let high = months.iter().copied().fold(1.0, f64::max);
        for month in 0..12 {
            let sea = surface_water_c(&months, month);
            prop_assert!(sea >= 1.0 && sea <= high + 1e-9);
        }
    }
}
