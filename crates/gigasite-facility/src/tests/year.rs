//! Whole years.

use crate::envelope::hourly;
use crate::envelope::shared_plant_gap_frac;
use crate::hall::{Hall, Settings};
use crate::testing::{COOLING, FRANKFURT, SEVILLE, add_site, case, climate_of, power_chain, series, site};
use crate::year::choices;
use crate::{
    Asked, Build, Error, HallYear, Place, envelope, facility_year, hall_years, normals_of, scheduled_year,
};
use gigasite_case::{Case, Horizon};
use std::path::Path;
use std::process::Command;

fn two_places() -> Case {
    let mut case = case();
    add_site(&mut case, "FRA", "none", FRANKFURT);
    add_site(&mut case, "SVQ", "sea", SEVILLE);
    case
}

fn years(case: &Case) -> Vec<HallYear> {
    hall_years(case).expect("halls")
}

#[test]
fn every_site_has_every_design_that_suits_it_in_order() {
    let found: Vec<_> =
        years(&two_places()).iter().map(|hall| (hall.site, hall.design.cooling.clone())).collect();
    let wanted = [
        (0, "dry"),
        (0, "dry_adiabatic"),
        (0, "wet_tower"),
        (1, "dry"),
        (1, "dry_adiabatic"),
        (1, "wet_tower"),
        (1, "sea_water"),
    ];
    assert_eq!(found, wanted.map(|(site, name)| (site, name.to_owned())));
}

#[test]
fn a_hall_holds_the_accelerators_that_its_power_feeds() {
    let hall = &years(&two_places())[0];
    // 24 MW / (6.6 kW / 4 · 1.08 = 1.782 kW)
    assert!((hall.gpus - 13_468.0).abs() < 1e-9, "{}", hall.gpus);
    assert!((hall.pflops - 13_468.0 * 5.0).abs() < 1e-6);
    // 0.9 · 0.85 + 0.1 · 0.22 = 0.787 of nameplate
    assert!((hall.it_mw[4000] - 13_468.0 * 1.782e-3 * 0.787).abs() < 1e-9);
    assert!((hall.heat_c - 47.0).abs() < 1e-9, "40 + 10 − 3");
}

#[test]
fn kpis_are_sums_of_the_hours() {
    for hall in years(&two_places()) {
        let sum = |series: &[f64]| series.iter().sum::<f64>();
        let kpi = hall.kpi;
        assert!((sum(&hall.facility_mw) - kpi.facility_mwh).abs() < 1e-6);
        assert!((sum(&hall.water_m3) / sum(&hall.it_mw) - kpi.wue_l_per_kwh).abs() < 1e-9);
        assert!((sum(&hall.heat_mw) - kpi.heat_mwh).abs() < 1e-6 && kpi.heat_mwh <= kpi.it_mwh);
        assert!(kpi.pue_ratio > 1.0 && kpi.pue_peak_hour_ratio >= kpi.pue_ratio);
        assert!((kpi.gpu_hours + kpi.lost_gpu_hours - hall.gpus * 0.9 * 8760.0).abs() < 1e-3);
    }
}

#[test]
fn the_envelope_is_safe_and_says_its_gap() {
    for hall in years(&two_places()) {
        let flat = envelope(&hall);
        assert!(flat.used_peak_ratio <= 1.0, "{}: an hour above the connection", hall.design);
        assert!(flat.used_peak_ratio > 0.7, "{}: {}", hall.design, flat.used_peak_ratio);
        println!("{} site {}: {flat:?}", hall.design, hall.site);
        for (facility, it) in hall.facility_mw.iter().zip(hall.it_mw.iter()) {
            let gap = (flat.pue_ratio * it - facility).abs() / facility;
            assert!(gap <= flat.worst_gap_frac + 1e-12 && *facility <= flat.peak_mw);
        }
        // measured: 2.5 % (towers, Frankfurt) to 6.3 % (dry, Seville)
        assert!(flat.worst_gap_frac < 0.08, "{}: {}", hall.design, flat.worst_gap_frac);
    }
    let gap = shared_plant_gap_frac(&power_chain());
    println!("shared plant: {gap}");
    assert!(gap > 0.0 && gap < 0.0025, "{gap}");
}

#[test]
fn the_hull_of_every_hour_is_convex_and_never_below_the_truth() {
    let mut case = two_places();
    case.file.halls.accelerators = vec!["gb300_nvl72".into()];
    let months: Vec<usize> = (0..8760).map(|t| case.horizon.month(t)).collect();
    for cooling in COOLING.map(crate::testing::cooling) {
        for site in 0..2 {
            let build = Build {
                accelerator: &case.dataset.accelerators[0],
                cooling: &cooling,
                chain: &case.dataset.power_chain,
                halls: &case.file.halls,
                settings: Settings::default(),
            };
            let normals = normals_of(&case, site);
            let place = Place { weather: &case.site_weather[site], months: &months, normals };
            let hull = hourly(&build, &place).expect("a hull");
            println!("{} {site}: gap {:.4} MW, {:.2e}", cooling.id, hull.worst_gap_mw, hull.worst_gap_frac);
            assert!(hull.worst_gap_frac < 0.05, "{}: {}", cooling.id, hull.worst_gap_frac);
            // 24 levels, none of them a knot: the year then works them without interpolation in load
            let shares = |t: usize| 0.05 + 0.9 * ((t * 7919) % 24) as f64 / 24.0;
            let (low, high) = (hull.it_mw[0], hull.it_mw[hull.it_mw.len() - 1]);
            let asked: Vec<f64> = (0..8760).map(|t| low + shares(t) * (high - low)).collect();
            let year = facility_year(&build, &place, &Asked { it_mw: Some(&asked), ..Asked::default() })
                .expect("a year");
            for (t, hour) in year.hours.iter().enumerate() {
                let cap_mw = 1.002 * hull.most_it_mw[t];
                assert!(
                    hour.it_mw <= cap_mw || hour.throughput_frac >= 1.0,
                    "{} {t}: {cap_mw} {} {hour:?}",
                    cooling.id,
                    asked[t]
                );
                let stated = hull.at(t, asked[t]);
                // two tables of temperature stand behind the two: 0.01 % of facility power
                assert!(
                    stated >= hour.facility_mw() * (1.0 - 1e-4),
                    "{} {t}: {stated} below {hour:?}",
                    cooling.id
                );
                let row = &hull.facility_mw[t * hull.it_mw.len()..(t + 1) * hull.it_mw.len()];
                let slopes: Vec<f64> = (1..row.len())
                    .map(|k| (row[k] - row[k - 1]) / (hull.it_mw[k] - hull.it_mw[k - 1]))
                    .collect();
                assert!(slopes.windows(2).all(|pair| pair[1] >= pair[0] - 1e-9), "{slopes:?}");
            }
        }
    }
}

#[test]
fn the_tables_are_as_good_as_the_crate_says() {
    let mut case = two_places();
    case.file.halls.cooling = COOLING.map(String::from).to_vec();
    let (mut worst_cooling, mut worst_facility, mut worst_water) = (0.0_f64, 0.0_f64, 0.0_f64);
    for site in 0..2 {
        let climate = climate_of(&case, site);
        for choice in choices(&case).expect("designs") {
            let chain = &case.dataset.power_chain;
            let hall = Hall::size(
                choice.it,
                choice.accelerator,
                choice.cooling,
                chain,
                0.08,
                &climate,
                &Settings::default(),
            )
            .expect("sized");
            let tables = hall.tables(&climate, &[hall.it.mean_mw], false);
            for t in (0..8760).step_by(7) {
                let outdoors = climate.hour(t, case.horizon.month(t));
                let (quick, exact) = (
                    hall.hour(Some(&tables), hall.it.mean_mw, 0.0, &outdoors),
                    hall.exact_hour(hall.it.mean_mw, &outdoors),
                );
                let cooling = (quick.cooling_mw() / exact.cooling_mw() - 1.0).abs();
                worst_cooling = worst_cooling.max(cooling);
                worst_facility = worst_facility.max((quick.facility_mw() / exact.facility_mw() - 1.0).abs());
                worst_water =
                    worst_water.max((quick.water_m3() - exact.water_m3()).abs() / (exact.water_m3() + 0.1));
            }
        }
    }
    println!("tables: cooling {worst_cooling:.2e}, facility {worst_facility:.2e}, water {worst_water:.2e}");
    assert!(worst_cooling < 1.5e-3 && worst_facility < 2e-4 && worst_water < 1e-3);
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let case = two_places();
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| years(&case))
    };
    let bits = |halls: Vec<HallYear>| -> Vec<u64> {
        halls
            .iter()
            .flat_map(|hall| hall.facility_mw.iter().chain(hall.water_m3.iter()).map(|v| v.to_bits()))
            .collect()
    };
    assert!(bits(with(1)) == bits(with(2)));
}

#[test]
fn a_leap_year_has_its_day() {
    let mut case = case();
    case.horizon = Horizon::year(2028);
    add_site(&mut case, "FRA", "sea", FRANKFURT);
    assert!(years(&case).iter().all(|hall| hall.facility_mw.len() == 8784));
}

#[test]
fn air_halls_give_all_their_heat_to_chilled_water() {
    let mut case = two_places();
    case.file.halls.accelerators = vec!["h100_sxm".into()];
    let halls = years(&case);
    let pue = halls[0].kpi.pue_ratio;
    // published peak hours of air and chiller halls: 1.34–1.40; own mean with free cooling lies far below
    assert!(pue > 1.08 && pue < 1.25, "{pue}");
    assert!(halls.iter().all(|hall| hall.kpi.water_m3 < 1e-9 && (hall.heat_c - 30.0).abs() < 1e-9));
}

#[test]
fn coolant_past_its_limit_costs_compute() {
    let mut case = case();
    add_site(&mut case, "OVEN", "none", [34.0, 12.0, 8.0, 0.3]);
    let halls = years(&case);
    let dry = &halls[0];
    assert!(dry.kpi.lost_gpu_hours > 0.0, "57 °C air cannot cool a loop to 42 °C");
    let least = dry.it_mw.iter().copied().fold(f64::MAX, f64::min);
    assert!(least < dry.it_mw[0] - 0.1);
    // pads help, water towers more
    assert!(halls[1].kpi.lost_gpu_hours < dry.kpi.lost_gpu_hours);
    assert!(halls[1].kpi.water_m3 > 0.0);
    let mild = &years(&two_places())[0];
    assert!(mild.kpi.lost_gpu_hours < 1e-9, "Frankfurt never throttles");
}

#[test]
fn warm_water_halls_have_the_pue_of_the_prototype() {
    // own prototype of the equations: 1.06–1.09 from London to Phoenix, peak hour 1.13–1.14
    for hall in years(&two_places()) {
        let (kpi, place) = (hall.kpi, hall.site);
        println!("site {place} {}: {kpi:?}", hall.design);
        assert!(kpi.pue_ratio > 1.05 && kpi.pue_ratio < 1.10, "{}: {}", hall.design, kpi.pue_ratio);
        match hall.design.cooling.as_str() {
            "dry_adiabatic" => assert!(kpi.wue_l_per_kwh < 0.1, "{}", kpi.wue_l_per_kwh),
            "wet_tower" => {
                assert!(kpi.wue_l_per_kwh > 0.8 && kpi.wue_l_per_kwh < 1.9, "{}", kpi.wue_l_per_kwh);
            }
            _ => assert!(kpi.wue_l_per_kwh < 1e-12),
        }
    }
}

#[test]
fn real_years_of_brussels_and_piedmont_stay_in_the_published_band() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/weather/epw");
    let mut case = case();
    for file in ["BE_Uccle_TMYx2007-2021.epw.gz", "IT_45N8E_PVGIS_TMY2005-2023.epw.gz"] {
        let path = folder.join(file);
        let Ok(unpacked) = Command::new("gzip").arg("-dc").arg(&path).output() else { continue };
        // EPW may be Latin-1
        let text = String::from_utf8_lossy(&unpacked.stdout);
        let rows: Vec<(f64, f64)> = text
            .lines()
            .skip(8)
            .filter_map(|line| {
                let cells: Vec<&str> = line.split(',').collect();
                Some((cells.get(6)?.parse().ok()?, cells.get(8)?.parse::<f64>().ok()? / 100.0))
            })
            .collect();
        if rows.len() == 8760 {
            case.dataset.sites.push(site(file, "fresh"));
            case.site_weather.push(series(&rows, 100_500.0));
        }
    }
    if case.site_weather.is_empty() {
        println!("skipped: no weather in {}", folder.display());
        return;
    }
    for hall in years(&case) {
        println!("{} {}: {:?}", case.dataset.sites[hall.site].id, hall.design, hall.kpi);
        assert!(hall.kpi.pue_ratio > 1.05 && hall.kpi.pue_ratio < 1.10, "{}", hall.kpi.pue_ratio);
        assert!(envelope(&hall).used_peak_ratio <= 1.0);
        if hall.design.cooling == "dry_adiabatic" {
            assert!(hall.kpi.wue_l_per_kwh <= 0.03, "{}", hall.kpi.wue_l_per_kwh);
        }
    }
}

#[test]
fn defects_have_a_sentence_and_a_way_out() {
    let mut unknown = two_places();
    unknown.file.halls.cooling = vec!["ice".into()];
    let mut sink = two_places();
    sink.dataset.cooling_designs[0].liquid_sink = "glacier".into();
    let mut small = two_places();
    small.file.halls.hall_it_mw = 0.001;
    let mut short = two_places();
    short.site_weather[1].temperature_c.0.pop();
    let texts = [&unknown, &sink, &small, &short].map(|case| {
        let error: Error = hall_years(case).expect_err("a defect");
        assert!(error.hint().is_some());
        error.to_string()
    });
    assert!(texts[0].contains("`ice`") && texts[1].contains("`glacier`"), "{texts:?}");
    assert!(texts[2].contains("1.78") && texts[3].contains("8759"), "{texts:?}");
}

#[test]
fn the_time_of_all_sites_is_reported() {
    let mut case = case();
    for place in 0..160 {
        let warmer = f64::from(place) / 16.0;
        add_site(&mut case, &format!("S{place}"), "fresh", [6.0 + warmer, 9.5, 5.0, 0.7]);
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("a pool");
    let start = std::time::Instant::now();
    let halls = pool.install(|| years(&case));
    println!("{} hall years in {:?}", halls.len(), start.elapsed());
    assert_eq!(halls.len(), 640);
}

/// A case in which half of the computing may wait and a tenth may stop.
fn flexible() -> Case {
    let mut case = two_places();
    case.file.flexibility.deferrable_frac = 0.5;
    case.file.flexibility.pausable_frac = 0.1;
    case.horizon.hours = 24 * 200;
    for weather in &mut case.site_weather {
        weather.temperature_c.0.truncate(24 * 200);
        weather.humidity_frac.0.truncate(24 * 200);
    }
    case
}

#[test]
fn the_line_of_a_reach_holds_the_truth_within_its_slack() {
    let case = flexible();
    for hall in years(&case) {
        let reach = hall.reach.as_ref().expect("work moves");
        let place = format!("{} at {}", hall.design, hall.site);
        // a schedule that visits all of the reach, another power every hour
        let asked: Vec<f64> = (0..case.horizon.hours)
            .map(|t| {
                let share = ((t * 37) % 101) as f64 / 100.0;
                let low = reach.least_it_mw[t] - reach.pausable_mw[t];
                low + share * (reach.most_it_mw[t] - low)
            })
            .collect();
        let lived = scheduled_year(&case, &hall, &asked, 7.0).expect("a schedule within reach");
        let (mut tight, mut moved) = (0, 0);
        for (t, asked) in asked.iter().enumerate() {
            if !reach.moves(t) {
                continue;
            }
            moved += 1;
            assert!((lived.it_mw[t] - asked).abs() < 1e-9, "{place}: hour {t} throttles within its reach");
            let line = hall.facility_mw[t] + reach.slope_ratio[t] * (lived.it_mw[t] - hall.it_mw[t]);
            let over = lived.facility_mw[t] - line;
            // tables over temperature and power are 3e-4 of the facility apart from themselves at other levels
            let slack = 5e-4 * hall.facility_mw[t];
            assert!(
                over >= -reach.low_mw[t] - slack && over <= reach.high_mw[t] + slack,
                "{place} {t}: {over}"
            );
            tight += usize::from(reach.low_mw[t] < 2e-3 * hall.facility_mw[t]);
        }
        assert!(10 * moved > 9 * case.horizon.hours, "{place}: {moved} hours move");
        assert!(10 * tight > 9 * moved, "{place}: the line is tight in {tight} of {moved} hours");
        assert!((hall.kpi.gpu_hours - lived.kpi.gpu_hours - 7.0).abs() < 1e-6, "{place}");
    }
}

#[test]
fn a_schedule_of_the_flat_load_is_the_flat_year() {
    let case = flexible();
    for hall in years(&case) {
        let flat = scheduled_year(&case, &hall, &hall.it_mw, 0.0).expect("the flat load");
        let (was, is) = (hall.kpi.facility_mwh, flat.kpi.facility_mwh);
        assert!((was - is).abs() < 1e-6 * was, "{}: {was} {is}", hall.design);
        assert!((hall.kpi.lost_gpu_hours - flat.kpi.lost_gpu_hours).abs() < 1e-6);
    }
}
