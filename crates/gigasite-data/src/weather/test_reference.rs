//! Test reference years of the German weather service (TRY 2015 and 2045): a German heading up to `***`, then columns.
//!
//! Hour 1 is the hour that ends at 1:00 CET all year. Temperature in °C, pressure in hPa, relative humidity in percent.

use super::{Raw, Row, number};
use gigasite_case::{Findings, Place};

/// Central European Time ahead of UTC.
const CET_H: f64 = 1.0;

pub(super) fn read(file: &str, text: &str, findings: &mut Findings) -> Option<Raw> {
    let lines: Vec<&str> = text.lines().collect();
    let stars = lines.iter().position(|line| line.trim() == "***")?;
    let names: Vec<&str> =
        lines[..stars].iter().rev().find(|line| !line.trim().is_empty())?.split_whitespace().collect();
    let column = |name: &str| names.iter().position(|own| *own == name);
    let wanted = [
        ("MM", column("MM")),
        ("DD", column("DD")),
        ("HH", column("HH")),
        ("t", column("t")),
        ("p", column("p")),
        ("RF", column("RF")),
    ];
    let mut places = [0; 6];
    for (place, (name, found)) in places.iter_mut().zip(wanted) {
        match found {
            Some(found) => *place = found,
            None => findings.error(
                "missing-column",
                Place::file(file).line(stars).field(name),
                format!("there is no column `{name}` in the line of headings above `***`"),
                "a test reference year has MM, DD, HH, t, p and RF",
            ),
        }
    }
    let after = |key: &str| {
        let line = lines[..stars].iter().find(|line| line.trim_start().starts_with(key))?;
        Some(line.split_once(':')?.1.trim())
    };
    let meters = |key: &str| after(key)?.split_whitespace().next()?.parse::<f64>().ok();
    let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let period = after("Bezugszeitraum").unwrap_or("");
    let year = period.rsplit('-').next().and_then(|year| year.trim().parse().ok()).unwrap_or(2012);
    let mut raw = Raw {
        format: "DWD TRY",
        place: stem.trim_end_matches(".gz").trim_end_matches(".dat").to_owned(),
        elevation_m: meters("Hoehenlage"),
        utc_offset_h: CET_H,
        typical: true,
        ..Raw::default()
    };
    for (number_, line) in
        lines.iter().enumerate().skip(stars + 1).filter(|(_, line)| !line.trim().is_empty())
    {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let line = number_ + 1;
        let mut values = [0.0; 6];
        let mut whole = true;
        for ((value, place), (name, _)) in values.iter_mut().zip(places).zip(wanted) {
            match number((file, line, name), cells.get(place).copied(), findings) {
                Some(found) => *value = found,
                None => whole = false,
            }
        }
        if !whole {
            continue;
        }
        let [month, day, hour, air, pressure_hpa, percent] = values;
        raw.rows.push(Row {
            line,
            year,
            month: month as usize,
            day: day as usize,
            hour: (hour as usize).saturating_sub(1),
            minute: 0,
            temperature_c: Some(air),
            humidity_frac: Some(percent / 100.0),
            pressure_pa: Some(100.0 * pressure_hpa),
        });
    }
    Some(raw)
}
