//! Years differ from each other, their means do not differ from the dataset.

use super::*;
use crate::generate::monthly_means;

fn europe() -> Dataset {
    crate::read_dataset(&crate::Source::Embedded("europe".into()))
        .expect("the embedded dataset reads")
        .dataset
}

#[test]
fn the_same_year_comes_out_on_any_number_of_threads_and_in_any_order() {
    let dataset = europe();
    let horizon = Horizon::year(2030);
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    let one = pool(1).install(|| Years::new(&dataset, horizon, 7, Climate::today()).year(3));
    let all: Vec<Year> = pool(2).install(|| years(&dataset, horizon, 7, 4, Climate::today()).collect());
    assert_eq!(all[3], one);
    assert_ne!(all[2].zones, all[3].zones);
    let other = Years::new(&dataset, horizon, 8, Climate::today()).year(3);
    assert_ne!(other.zones, one.zones);
}

#[test]
fn many_years_have_the_means_of_the_dataset() {
    let dataset = europe();
    let horizon = Horizon::year(2030);
    let n = 24;
    let drawn: Vec<Year> = years(&dataset, horizon, 7, n, Climate::today()).collect();
    for (index, zone) in dataset.zones.iter().enumerate() {
        let mean = |of: fn(&ZoneSeries) -> &[f64]| {
            drawn.iter().map(|year| of(&year.zones[index]).iter().sum::<f64>()).sum::<f64>()
                / (n * horizon.hours) as f64
        };
        let months = months_of(&dataset, zone);
        let days: f64 = horizon.month_days().iter().sum::<usize>() as f64;
        let wanted = |of: fn(&ZoneMonth) -> f64| {
            months.iter().zip(horizon.month_days()).map(|(row, d)| of(row) * d as f64).sum::<f64>() / days
        };
        let load = mean(|s| &s.load_mw) / (zone.demand.0 / horizon.hours as f64);
        assert!((load - 1.0).abs() < 0.02, "{}: load {load}", zone.id);
        let kelvin = mean(|s| &s.temperature_c) - wanted(|m| m.temperature_c);
        assert!(kelvin.abs() < 0.6, "{}: temperature {kelvin}", zone.id);
        let wind = mean(|s| &s.wind_onshore_frac) / wanted(|m| m.wind_onshore_frac);
        assert!((wind - 1.0).abs() < 0.08 || wind.is_nan(), "{}: wind {wind}", zone.id);
        let sun = mean(|s| &s.solar_frac) / wanted(|m| m.solar_frac);
        assert!((sun - 1.0).abs() < 0.05, "{}: sun {sun}", zone.id);
        let peaks: f64 =
            drawn.iter().map(|y| y.zones[index].load_mw.iter().fold(0.0, |a: f64, b| a.max(*b))).sum();
        let peak = peaks / n as f64 / zone.peak_load.0;
        assert!((0.8..1.25).contains(&peak), "{}: peak {peak}", zone.id);
    }
}

#[test]
fn a_warmer_climate_heats_less_cools_more_and_leaves_the_wind_alone() {
    let dataset = europe();
    let horizon = Horizon::year(2030);
    let today = Years::new(&dataset, horizon, 7, Climate::today()).year(0);
    let warm = Climate::warmer_by(2.0).expect("2 K are within bounds");
    let warmer = Years::new(&dataset, horizon, 7, warm).year(0);
    let of = |id: &str| dataset.zones.iter().position(|zone| zone.id == id).expect("a zone");
    let change = |id: &str, months: std::ops::Range<usize>, series: fn(&ZoneSeries) -> &[f64]| {
        let mean = |year: &Year| {
            monthly_means(horizon, series(&year.zones[of(id)]))[months.clone()].iter().sum::<f64>()
        };
        mean(&warmer) / mean(&today)
    };
    assert!(change("FR", 0..2, |s| &s.load_mw) < 0.98, "less heating in France");
    assert!(change("ES", 6..8, |s| &s.load_mw) > 1.02, "more cooling in Spain");
    assert!(change("ES", 6..8, |s| &s.inflow_mw) < 0.9, "drier Spanish summers");
    assert!(change("NO2", 0..12, |s| &s.inflow_mw) > 1.02, "wetter Norway");
    for zone in 0..dataset.zones.len() {
        assert_eq!(warmer.zones[zone].wind_onshore_frac, today.zones[zone].wind_onshore_frac);
        let kelvin = |year: &Year| year.zones[zone].temperature_c.iter().sum::<f64>() / horizon.hours as f64;
        assert!((kelvin(&warmer) - kelvin(&today) - 2.0).abs() < 0.01);
    }
    for (warmer, today) in warmer.sites.iter().zip(&today.sites) {
        assert_eq!(warmer.humidity_frac.len(), today.humidity_frac.len());
        let mean = |weather: &SiteWeather| weather.temperature_c.iter().sum::<f64>() / horizon.hours as f64;
        assert!((mean(warmer) - mean(today) - 2.0).abs() < 0.05);
    }
}

#[test]
fn climates_beyond_reason_are_refused() {
    assert!(Climate::warmer_by(11.0).is_none());
    assert!(Climate::warmer_by(f64::NAN).is_none());
    assert!(Climate::of_year(2200).is_none());
    let shift = Climate::of_year(2045).map(Climate::shift_k);
    assert!(shift.is_some_and(|k| (k - 1.35).abs() < 1e-9));
}

#[test]
fn dry_years_come_with_warm_summers_and_cold_winters_with_still_air() {
    let dataset = europe();
    let horizon = Horizon::year(2030);
    let model = Years::new(&dataset, horizon, 7, Climate::today());
    let of = |id: &str| dataset.zones.iter().position(|zone| zone.id == id).expect("a zone");
    let (spain, germany) = (of("ES"), of("DE"));
    let (mut dry, mut summer, mut cold, mut still) = (vec![], vec![], vec![], vec![]);
    for index in 0..30 {
        let year = model.year(index);
        let months = |series: &[f64]| monthly_means(horizon, series);
        dry.push(-months(&year.zones[spain].inflow_mw)[5..8].iter().sum::<f64>());
        summer.push(months(&year.zones[spain].temperature_c)[5..8].iter().sum::<f64>());
        let zone = &year.zones[germany];
        for hour in (0..horizon.hours).step_by(24).filter(|hour| [0, 1, 11].contains(&horizon.month(*hour))) {
            let mean = |series: &[f64]| series[hour..hour + 24].iter().sum::<f64>() / 24.0;
            cold.push(mean(&model.climatology[germany].mean_c) - mean(&zone.temperature_c));
            still.push(-mean(&zone.wind_onshore_frac));
        }
    }
    assert!(correlation(&dry, &summer) > 0.1, "{}", correlation(&dry, &summer));
    assert!(correlation(&cold, &still) > 0.2, "{}", correlation(&cold, &still));
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let (ma, mb) = (mean(a), mean(b));
    let cov: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    let var = |x: &[f64], m: f64| x.iter().map(|v| (v - m).powi(2)).sum::<f64>();
    cov / (var(a, ma) * var(b, mb)).sqrt()
}
