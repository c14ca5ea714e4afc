//! The IEEE Reliability Test System 1979 as a golden value: LOLE 9.39418 h/a and EENS 1,176 MWh/a in 8,736 hours
//! (Allan, Billinton and Abdel-Gawad, *The IEEE Reliability Test System – extensions to and evaluation of the generating
//! system*, IEEE Trans. PWRS-1, 1986, exact hourly evaluation without rounding).
//!
//! Units and load model: *IEEE Reliability Test System*, IEEE Trans. PAS-98, 1979, tables 1–5.

use super::outage_table::{OutageTable, Units};

/// `(MW, forced outage rate, count)`
const UNITS: [(f64, f64, usize); 9] = [
    (12.0, 0.02, 5),
    (20.0, 0.10, 4),
    (50.0, 0.01, 6),
    (76.0, 0.02, 4),
    (100.0, 0.04, 3),
    (155.0, 0.04, 4),
    (197.0, 0.05, 3),
    (350.0, 0.08, 1),
    (400.0, 0.12, 2),
];
const PEAK_MW: f64 = 2850.0;
/// Weekly peak in per cent of the annual one.
const WEEKS: [f64; 52] = [
    86.2, 90.0, 87.8, 83.4, 88.0, 84.1, 83.2, 80.6, 74.0, 73.7, 71.5, 72.7, 70.4, 75.0, 72.1, 80.0, 75.4,
    83.7, 87.0, 88.0, 85.6, 81.1, 90.0, 88.7, 89.6, 86.1, 75.5, 81.6, 80.1, 88.0, 72.2, 77.6, 80.0, 72.9,
    72.6, 70.5, 78.0, 69.5, 72.4, 72.4, 74.3, 74.4, 80.0, 88.1, 88.5, 90.9, 94.0, 89.0, 94.2, 97.0, 100.0,
    95.2,
];
/// Daily peak in per cent of the weekly one, from Monday.
const DAYS: [f64; 7] = [93.0, 100.0, 98.0, 96.0, 94.0, 77.0, 75.0];
/// Hourly load in per cent of the daily peak: weekday and weekend of winter (weeks 1–8 and 44–52), summer (18–30), else.
const HOURS: [[[f64; 24]; 2]; 3] = [
    [
        [
            67.0, 63.0, 60.0, 59.0, 59.0, 60.0, 74.0, 86.0, 95.0, 96.0, 96.0, 95.0, 95.0, 95.0, 93.0, 94.0,
            99.0, 100.0, 100.0, 96.0, 91.0, 83.0, 73.0, 63.0,
        ],
        [
            78.0, 72.0, 68.0, 66.0, 64.0, 65.0, 66.0, 70.0, 80.0, 88.0, 90.0, 91.0, 90.0, 88.0, 87.0, 87.0,
            91.0, 100.0, 99.0, 97.0, 94.0, 92.0, 87.0, 81.0,
        ],
    ],
    [
        [
            64.0, 60.0, 58.0, 56.0, 56.0, 58.0, 64.0, 76.0, 87.0, 95.0, 99.0, 100.0, 99.0, 100.0, 100.0,
            97.0, 96.0, 96.0, 93.0, 92.0, 92.0, 93.0, 87.0, 72.0,
        ],
        [
            74.0, 70.0, 66.0, 65.0, 64.0, 62.0, 62.0, 66.0, 81.0, 86.0, 91.0, 93.0, 93.0, 92.0, 91.0, 91.0,
            92.0, 94.0, 95.0, 95.0, 100.0, 93.0, 88.0, 80.0,
        ],
    ],
    [
        [
            63.0, 62.0, 60.0, 58.0, 59.0, 65.0, 72.0, 85.0, 95.0, 99.0, 100.0, 99.0, 93.0, 92.0, 90.0, 88.0,
            90.0, 92.0, 96.0, 98.0, 96.0, 90.0, 80.0, 70.0,
        ],
        [
            75.0, 73.0, 69.0, 66.0, 65.0, 65.0, 68.0, 74.0, 83.0, 89.0, 92.0, 94.0, 91.0, 90.0, 90.0, 86.0,
            85.0, 88.0, 92.0, 100.0, 97.0, 95.0, 90.0, 85.0,
        ],
    ],
];

fn loads_mw() -> Vec<f64> {
    let mut loads = Vec::with_capacity(8736);
    for (week, of_year) in WEEKS.iter().enumerate() {
        let season = match week + 1 {
            1..=8 | 44..=52 => 0,
            18..=30 => 1,
            _ => 2,
        };
        for (day, of_week) in DAYS.iter().enumerate() {
            let hours = &HOURS[season][usize::from(day >= 5)];
            loads.extend(hours.iter().map(|of_day| PEAK_MW * of_year * of_week * of_day / 1e6));
        }
    }
    loads
}

fn fleet() -> Vec<Units> {
    let units = |(capacity_mw, forced_outage_rate, count)| Units { capacity_mw, forced_outage_rate, count };
    UNITS.into_iter().map(units).collect()
}

fn risk(units: &[Units], factor: f64) -> (f64, f64) {
    let table = OutageTable::new(units, 1.0);
    let loads = loads_mw();
    let lole_h = loads.iter().map(|mw| table.loss_probability(factor * mw)).sum();
    let eens_mwh = loads.iter().map(|mw| table.unserved_mw(factor * mw)).sum();
    (lole_h, eens_mwh)
}

#[test]
fn the_reliability_test_system_loses_load_in_9_394_hours_a_year() {
    let (lole_h, eens_mwh) = risk(&fleet(), 1.0);
    assert!((lole_h - 9.39418).abs() < 5e-6, "{lole_h} h");
    assert!((eens_mwh - 1176.0).abs() < 0.5, "{eens_mwh} MWh");
}

#[test]
fn the_peak_day_criterion_is_1_369_days_a_year() {
    // daily peaks of 364 days: LOLE 1.36886 d/a
    let table = OutageTable::new(&fleet(), 1.0);
    let peaks = loads_mw().chunks(24).map(|day| day.iter().copied().fold(0.0, f64::max)).collect::<Vec<_>>();
    let days: f64 = peaks.iter().map(|mw| table.loss_probability(*mw)).sum();
    assert!((days - 1.36886).abs() < 5e-6, "{days} d");
}

#[test]
fn risk_falls_with_capacity_and_grows_with_load() {
    let base = risk(&fleet(), 1.0);
    let heavier = risk(&fleet(), 1.02);
    let mut more = fleet();
    more.push(Units { capacity_mw: 100.0, forced_outage_rate: 0.04, count: 1 });
    let safer = risk(&more, 1.0);
    assert!(heavier.0 > base.0 && heavier.1 > base.1 && safer.0 < base.0 && safer.1 < base.1);
}
