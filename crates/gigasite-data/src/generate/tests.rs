//! The generator meets its statistics and repeats itself.

use super::*;

fn europe() -> Dataset {
    crate::read_dataset(&crate::Source::Embedded("europe".into()))
        .expect("the embedded dataset reads")
        .dataset
}

#[test]
fn monthly_means_demand_and_peak_are_met() {
    let dataset = europe();
    let horizon = Horizon::year(2030);
    let series = zone_series(&dataset, horizon, 2016);
    for (zone, series) in dataset.zones.iter().zip(&series) {
        let energy: f64 = series.load_mw.iter().sum();
        assert!((energy / zone.demand.0 - 1.0).abs() < 1e-9, "{}: {energy}", zone.id);
        let months = dataset.zone_months.iter().filter(|row| row.zone == zone.id);
        for row in months {
            let mean = |series: &[f64]| monthly_means(horizon, series)[row.month - 1];
            assert!(
                (mean(&series.temperature_c) - row.temperature_c).abs() < 1e-6,
                "{} {}",
                zone.id,
                row.month
            );
            // where the sun never rises in a month, no statistic can make it shine
            let hours = &month_hours(horizon)[row.month - 1];
            let dark =
                hours.clone().all(|t| sun::cos_zenith(horizon, t, (zone.lat_deg, zone.lon_deg)) < 0.05);
            assert!(
                dark || (mean(&series.solar_frac) - row.solar_frac).abs() < 1e-6,
                "{} {}",
                zone.id,
                row.month
            );
            assert!(
                (mean(&series.wind_onshore_frac) - row.wind_onshore_frac).abs() < 1e-6,
                "{} {}",
                zone.id,
                row.month
            );
        }
        for hour in 0..horizon.hours {
            assert!(series.load_mw[hour] > 0.0);
            assert!((0.0..=1.0).contains(&series.wind_onshore_frac[hour]));
            assert!((0.05..=1.0).contains(&series.humidity_frac[hour]));
            if sun::cos_zenith(horizon, hour, (zone.lat_deg, zone.lon_deg)) <= 0.0 {
                assert!(series.solar_frac[hour].abs() < 1e-12, "sun at night in {}", zone.id);
            }
        }
    }
}

#[test]
fn the_same_seed_repeats_and_another_does_not() {
    let dataset = europe();
    let horizon = Horizon::year(2030);
    let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
    let one = pool(1).install(|| zone_series(&dataset, horizon, 7));
    let two = pool(2).install(|| zone_series(&dataset, horizon, 7));
    assert_eq!(one, two);
    assert_ne!(one, zone_series(&dataset, horizon, 8));
}

#[test]
fn near_zones_share_their_wind_and_far_ones_do_not() {
    let dataset = europe();
    let series = zone_series(&dataset, Horizon::year(2030), 2016);
    let of = |id: &str| {
        &series[dataset.zones.iter().position(|zone| zone.id == id).expect("a zone")].wind_onshore_frac
    };
    let near = correlation(of("DE"), of("NL"));
    let far = correlation(of("DE"), of("ES"));
    assert!(near > 0.35 && near < 0.9, "DE–NL {near}, 0.79 in 2016");
    assert!(far < 0.35, "DE–ES {far}, 0.11 in 2016");
}

#[test]
fn a_site_has_the_climate_of_its_station() {
    let dataset = europe();
    let horizon = Horizon::year(2030);
    let zones = zone_series(&dataset, horizon, 2016);
    let weather = site_weather(&dataset, horizon, 2016, &zones);
    for (site, weather) in dataset.sites.iter().zip(&weather) {
        assert_eq!(weather.temperature_c.len(), 8760, "{}", site.id);
        let rows = dataset.stations.iter().filter(|row| row.station == site.station);
        for row in rows {
            let mean = monthly_means(horizon, &weather.temperature_c)[row.month - 1];
            assert!((mean - row.temperature_c).abs() < 1e-6, "{} {}: {mean}", site.id, row.month);
        }
    }
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let (ma, mb) = (mean(a), mean(b));
    let cov: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    let var = |x: &[f64], m: f64| x.iter().map(|v| (v - m).powi(2)).sum::<f64>();
    cov / (var(a, ma) * var(b, mb)).sqrt()
}
