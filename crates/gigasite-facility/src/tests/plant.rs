//! Parts of the plant by themselves, spares and losses, throttling and hand-over.

use crate::climate::Outdoors;
use crate::district::{HeatingCurve, Link, Network};
use crate::hall::{Hall, Lost, Settings};
use crate::open_water::{OpenWater, WaterLimits};
use crate::outside_air::blow;
use crate::pump::{Pump, in_service_ratio};
use crate::testing::{FRANKFURT, SEVILLE, add_site, case, climate_of, cooling};
use crate::year::choices;
use crate::{Asked, Build, Place, facility_year, normals_of};
use gigasite_case::Case;
use gigasite_units::Fraction;

fn outdoors(air_c: f64, humidity_frac: f64, water_c: f64) -> Outdoors {
    Outdoors { air_c, humidity_frac, pressure_pa: 100_000.0, known_wet_bulb_c: None, water_c }
}

fn halls_with(design: &str, lost: Lost) -> Hall {
    let mut case = case();
    case.file.halls.cooling = vec![design.into()];
    add_site(&mut case, "FRA", "fresh", FRANKFURT);
    let climate = climate_of(&case, 0);
    let choice = choices(&case).expect("a design")[0];
    let settings = Settings { lost, ..Settings::default() };
    let chain = &case.dataset.power_chain;
    Hall::size(choice.it, choice.accelerator, choice.cooling, chain, 0.08, &climate, &settings)
        .expect("sized")
}

#[test]
fn pumps_follow_their_laws() {
    let cube = Pump { design_mw: 1.0, static_frac: 0.0, floor_ratio: 0.3 };
    assert!((cube.power_mw(0.5) - 0.125).abs() < 1e-12 && (cube.power_mw(1.0) - 1.0).abs() < 1e-12);
    let lift = Pump { static_frac: 1.0, ..cube };
    assert!((lift.power_mw(0.5) - 0.5).abs() < 1e-12);
    assert!((cube.flow_ratio(0.1) - 0.3).abs() < 1e-12 && (cube.flow_ratio(0.8) - 0.8).abs() < 1e-12);
    assert!(
        (in_service_ratio(5, 1, 0) - 1.2).abs() < 1e-12 && (in_service_ratio(5, 1, 2) - 0.8).abs() < 1e-12
    );
    assert!(in_service_ratio(5, 1, 9).abs() < 1e-12);
}

#[test]
fn water_is_returned_within_its_limits() {
    let limits = WaterLimits { discharge_max_c: 28.0, rise_max_k: 5.0 };
    let river = OpenWater::size(20.0, 22.0, limits, 0.14, 0.7, 1.0);
    // 5 K are allowed up to 23 °C: design flow carries the design heat
    let warm = river.work(20.0, 22.0);
    assert!((warm.pump_mw - 0.14).abs() < 1e-12 && (warm.most_mw - 20.0).abs() < 1e-9);
    assert!((warm.leaving_c - 24.0).abs() < 1e-12, "two kelvin of the exchanger");
    // at 27 °C one kelvin is left: a fifth of the heat
    assert!((river.work(20.0, 27.0).most_mw - 4.0).abs() < 1e-9);
    assert!(river.work(20.0, 28.5).most_mw.abs() < 1e-12);
    // half the heat, half the flow: 0.5 (0.7 + 0.3 · 0.25)
    assert!((river.work(10.0, 22.0).pump_mw - 0.14 * 0.3875).abs() < 1e-12);
}

#[test]
fn outside_air_is_mixed_wetted_and_then_short() {
    let cold = blow(26.0, 32.0, 0.75, &outdoors(-5.0, 0.8, 10.0));
    assert!((cold.inlet_c - 26.0).abs() < 1e-12 && cold.evaporation_kg_per_s(5.0).abs() < 1e-12);
    assert!(cold.most_mw(5.0).is_infinite());
    let dry = blow(26.0, 32.0, 0.75, &outdoors(32.0, 0.3, 10.0));
    assert!((dry.inlet_c - 26.0).abs() < 1e-9 && dry.evaporation_kg_per_s(5.0) > 0.0);
    let humid = blow(26.0, 32.0, 0.75, &outdoors(40.0, 0.8, 10.0));
    assert!(humid.inlet_c > 32.0 && humid.most_mw(5.0) < 5.0 && humid.flow_ratio > 1.0);
    assert!(
        blow(26.0, 32.0, 0.0, &outdoors(45.0, 0.5, 10.0)).most_mw(5.0).abs() < 1e-12,
        "44 °C leave no rise"
    );
}

#[test]
fn one_lost_unit_is_covered_by_the_spare_and_more_are_not() {
    for design in ["dry", "dry_adiabatic", "wet_tower", "tower_chiller", "sea_water", "all_liquid"] {
        let hour = |lost: Lost| {
            let hall = halls_with(design, lost);
            hall.exact_hour(hall.it.provisioned_mw, &hall.design_hour)
        };
        let whole = hour(Lost::default());
        assert!(whole.throughput_frac >= 1.0, "{design}: {whole:?}");
        let one = hour(Lost { pumps: 1, chillers: 1, coolers: 1, ups: 0 });
        assert!(one.throughput_frac >= 1.0, "{design} has a spare of everything: {one:?}");
        // the UPS is rated without the busway's 0.3 %
        let ups = hour(Lost { ups: 1, ..Lost::default() });
        assert!(ups.throughput_frac > 0.99, "{design}: {ups:?}");
        assert!(one.coolant_c >= whole.coolant_c - 1e-3, "{design}: {} {}", one.coolant_c, whole.coolant_c);
        let three = hour(Lost { pumps: 3, ..Lost::default() });
        assert!(three.throughput_frac < 1.0 && three.it_mw < whole.it_mw, "{design}: {three:?}");
    }
    // air chillers: three of six carry 60 % of the design
    let hall = halls_with("dry", Lost { chillers: 3, ..Lost::default() });
    assert!(hall.exact_hour(hall.it.provisioned_mw, &hall.design_hour).throughput_frac < 1.0);
}

#[test]
fn a_lost_cooler_never_makes_an_hour_cheaper() {
    for design in ["dry", "wet_tower", "tower_chiller"] {
        for air_c in [-10.0, 5.0, 18.0, 27.0, 33.0] {
            let powers = (0..4).map(|coolers| {
                let hall = halls_with(design, Lost { coolers, ..Lost::default() });
                hall.exact_hour(hall.it.mean_mw, &outdoors(air_c, 0.5, 10.0))
            });
            let hours: Vec<_> = powers.collect();
            for pair in hours.windows(2).filter(|pair| pair[1].throughput_frac >= 1.0) {
                let cheaper = pair[0].cooling_mw() - pair[1].cooling_mw();
                // at full speed fewer fans draw less, but the coolant is warmer
                assert!(
                    cheaper < 1e-9 || pair[1].coolant_c > pair[0].coolant_c + 1e-6,
                    "{design} {air_c}: {pair:?}"
                );
            }
        }
    }
}

#[test]
fn accelerators_throttle_above_their_limit_alone() {
    let mut case = case();
    add_site(&mut case, "SVQ", "fresh", SEVILLE);
    let climate = climate_of(&case, 0);
    for choice in choices(&case).expect("designs") {
        let chain = &case.dataset.power_chain;
        let settings = Settings::default();
        let hall =
            Hall::size(choice.it, choice.accelerator, choice.cooling, chain, 0.08, &climate, &settings)
                .expect("sized");
        for air_c in 20..50 {
            let hour = hall.exact_hour(hall.it.mean_mw, &outdoors(f64::from(air_c), 0.4, 20.0));
            let limit_c = choice.accelerator.coolant_max_c;
            if hour.throughput_frac < 1.0 {
                assert!(
                    hour.coolant_c > limit_c - 1e-3,
                    "{}: throttles at {}",
                    choice.cooling.id,
                    hour.coolant_c
                );
            }
            let idle = hour.it_mw <= hall.it.idle_mw + 1e-6;
            assert!(
                idle || hour.coolant_c < limit_c + 0.2,
                "{} at {air_c}: {}",
                choice.cooling.id,
                hour.coolant_c
            );
        }
    }
}

fn town(peak_mw: f64) -> Link {
    let network = Network {
        peak_mw,
        base_c: 15.0,
        design_c: -10.0,
        hot_water_frac: Fraction::new(0.175).expect("a fraction"),
        others_mw: 0.0,
        supply: HeatingCurve { cold_supply_c: 75.0, mild_supply_c: 65.0 },
        return_c: 40.0,
    };
    Link { network, capacity_mw: peak_mw, lorentz_frac: Fraction::new(0.5).expect("a fraction") }
}

#[test]
fn heat_that_is_sold_was_there_and_spares_the_coolers() {
    let mut case: Case = case();
    add_site(&mut case, "FRA", "fresh", FRANKFURT);
    let months: Vec<usize> = (0..8760).map(|t| case.horizon.month(t)).collect();
    let place = Place { weather: &case.site_weather[0], months: &months, normals: normals_of(&case, 0) };
    for name in ["dry", "wet_tower", "tower_chiller"] {
        let cooling = cooling(name);
        let build = Build {
            accelerator: &case.dataset.accelerators[0],
            cooling: &cooling,
            chain: &case.dataset.power_chain,
            halls: &case.file.halls,
            settings: Settings::default(),
        };
        let year = |network: Option<&Link>| {
            facility_year(&build, &place, &Asked { network, ..Asked::default() }).expect("a year")
        };
        let (alone, sold) = (year(None), year(Some(&town(12.0))));
        assert_eq!(sold.handover.len(), 8760);
        for (hour, handed) in sold.hours.iter().zip(&sold.handover) {
            assert!(hour.taken_mw <= hour.reusable_mw + 1e-9 && handed.taken_mw <= hour.reusable_mw + 1e-9);
            assert!(handed.delivered_mw <= handed.demand_mw + 1e-9);
        }
        let taken: f64 = sold.hours.iter().map(|hour| hour.taken_mw).sum();
        assert!(taken > 1e4, "{taken} MWh");
        assert!(sold.kpi.facility_mwh < alone.kpi.facility_mwh, "{name}: coolers are spared");
        assert!(sold.kpi.water_m3 <= alone.kpi.water_m3 + 1e-9);
        let saves = name == "dry" || sold.kpi.water_m3 < 0.9 * alone.kpi.water_m3;
        assert!(saves, "{name}: {} of {}", sold.kpi.water_m3, alone.kpi.water_m3);
    }
}
