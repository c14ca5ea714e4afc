//! The clock: what the sun tells, and rows that are no hours.

use super::*;
use crate::import::quantity;

/// A year of sun over a zone whose table is `late_h` late, with summer time or without.
fn sun(zone: &str, late_h: f64, summer_time: bool) -> Frame {
    let start = crate::import::stamp::days(2019, 1, 1) * DAY_S;
    let east = crate::import::zone::longitude_deg(zone).expect("a country");
    let (begin, end) = crate::import::stamp::summer(2019);
    let values = (0..8760)
        .map(|hour| {
            let at = start + hour * 3600;
            let ahead = if summer_time && (begin..end).contains(&at) { 1.0 } else { 0.0 };
            let of_day = (hour % 24) as f64 + 0.5 - late_h - ahead;
            let noon = 12.0 - east / 15.0;
            (1.0 - ((of_day - noon) / 6.0).powi(2)).max(0.0)
        })
        .collect();
    Frame {
        file: "sun.csv".into(),
        source: "test".into(),
        stamps: (0..8760).map(|hour| start + hour * 3600).collect(),
        first_line: 2,
        columns: vec![Column {
            name: zone.into(),
            zone: zone.into(),
            quantity: quantity::known("cf_solar_pv"),
            values,
        }],
    }
}

#[test]
fn the_sun_tells_the_clock() {
    for (late_h, expected) in [(0.0, 0), (1.0, -1), (2.0, -2), (-1.0, 1), (0.4, 0)] {
        let (series, repairs) = tidy(sun("ES", late_h, false));
        let begins = crate::import::stamp::days(2019, 1, 1) * DAY_S;
        let shifted = (series[0].stamp(0) - begins).div_euclid(3600);
        assert_eq!(shifted, expected, "{late_h} h late");
        assert_eq!(repairs.iter().any(|repair| repair.code == "clock-shift"), expected != 0);
    }
}

#[test]
fn summer_time_sold_as_utc_is_refused() {
    let (series, repairs) = tidy(sun("PL", 1.0, true));
    assert!(series.is_empty());
    assert_eq!(repairs[0].code, "local-time");
}

fn rows(stamps: Vec<i64>, name: &str, values: Vec<f64>) -> (Vec<Series>, Vec<Repair>) {
    let column = Column { name: "DE".into(), zone: "DE".into(), quantity: quantity::known(name), values };
    tidy(Frame { file: "f".into(), source: "s".into(), stamps, first_line: 2, columns: vec![column] })
}

fn told(repairs: &[Repair]) -> Vec<(&str, usize)> {
    repairs.iter().map(|repair| (repair.code, repair.line)).collect()
}

#[test]
fn energy_of_parts_adds_up_and_power_does_not() {
    let stamps: Vec<i64> = (0..8).map(|row| row * 900).collect();
    let (energy, _) = rows(stamps.clone(), "demand_mwh", vec![1.0; 8]);
    let (power, _) = rows(stamps, "flow_mw", vec![1.0; 8]);
    assert!(energy[0].values.iter().all(|mwh| (mwh - 4.0).abs() < 1e-12));
    assert!(power[0].values.iter().all(|mw| (mw - 1.0).abs() < 1e-12));
}

#[test]
fn rows_out_of_order_double_and_missing_are_told() {
    let hours = [0, 1, 3, 2, 2, 4, 6, 7];
    let values = vec![0.0, 10.0, 30.0, 20.0, 99.0, 40.0, 60.0, 70.0];
    let (series, repairs) = rows(hours.iter().map(|hour| hour * 3600).collect(), "flow_mw", values);
    assert_eq!(
        told(&repairs),
        [("row-order", 5), ("double-hour", 6), ("missing-hour", 7), ("gap-interpolated", 7)]
    );
    let right: Vec<f64> = (0..8).map(|hour| f64::from(hour) * 10.0).collect();
    assert!(series[0].values.iter().zip(&right).all(|(value, right)| (value - right).abs() < 1e-9));
}

#[test]
fn tables_that_are_not_hourly_are_refused() {
    let (series, repairs) = rows((0..8).map(|row| row * 7 * 60).collect(), "flow_mw", vec![1.0; 8]);
    assert!(series.is_empty());
    assert_eq!(repairs[0].code, "not-hourly");
}

#[test]
fn shares_in_percent_are_refused_with_a_hint() {
    let (series, repairs) = rows((0..8).map(|row| row * 3600).collect(), "cf_wind_onshore", vec![35.0; 8]);
    assert!(series.is_empty());
    assert_eq!((repairs[0].code, repairs[0].hint), ("out-of-range", "is it percent? divide by 100"));
}
