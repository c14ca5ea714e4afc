//! `EnergyPlus` weather: eight lines of heading, then 35 columns an hour.
//!
//! Hour 1 is the hour that ends at 1:00, local standard time. Missing values are 99.9 (temperature), 999 (humidity) and 999999
//! (pressure). The months of a typical year are of different years.

use super::{Raw, Row, number};
use gigasite_case::{Findings, Place};

/// Columns of month, day, hour, temperature, relative humidity, pressure.
const COLUMNS: [(usize, &str); 7] = [
    (0, "year"),
    (1, "month"),
    (2, "day"),
    (3, "hour"),
    (6, "dry bulb"),
    (8, "relative humidity"),
    (9, "pressure"),
];

pub(super) fn read(file: &str, text: &str, findings: &mut Findings) -> Option<Raw> {
    let head: Vec<&str> = text.lines().next()?.split(',').collect();
    let cell = |i: usize| head.get(i).and_then(|cell| cell.trim().parse::<f64>().ok());
    let name = head.get(1).map_or("", |name| name.trim());
    let mut raw = Raw {
        format: "EPW",
        place: if name.is_empty() || name == "unknown" { "unnamed place".into() } else { name.into() },
        lat_deg: cell(6),
        lon_deg: cell(7),
        elevation_m: cell(9),
        utc_offset_h: cell(8).unwrap_or(0.0),
        typical: true,
        rows: Vec::with_capacity(8784),
    };
    if cell(8).is_none() {
        findings.error(
            "missing-value",
            Place::file(file).line(1).field("time zone"),
            "the line LOCATION has no time zone",
            "its ninth cell is the offset of local standard time from UTC in hours",
        );
    }
    for (number_, line) in text.lines().enumerate().skip(8).filter(|(_, line)| !line.trim().is_empty()) {
        let (cells, line) = (line.split(',').collect::<Vec<_>>(), number_ + 1);
        let mut values = [0.0; 7];
        let mut whole = true;
        for (value, (place, name)) in values.iter_mut().zip(COLUMNS) {
            match number((file, line, name), cells.get(place).copied(), findings) {
                Some(found) => *value = found,
                None => whole = false,
            }
        }
        if !whole {
            continue;
        }
        let [year, month, day, hour, air, humidity, pressure] = values;
        let known = |value: f64, missing: f64| (value < missing).then_some(value);
        raw.rows.push(Row {
            line,
            year: year as i32,
            month: month as usize,
            day: day as usize,
            hour: (hour as usize).saturating_sub(1),
            minute: 0,
            temperature_c: known(air, 99.9),
            humidity_frac: known(humidity, 999.0).map(|percent| percent / 100.0),
            pressure_pa: known(pressure, 999_999.0),
        });
    }
    Some(raw)
}
