//! From rows to a year: every hour once, gaps closed or refused, physical values, UTC.

use super::{Pick, Raw, Row, WeatherFile};
use gigasite_case::site::SiteWeather;
use gigasite_case::{Findings, Hourly, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Longest run of missing hours that is closed by a straight line.
const CLOSED_H: usize = 3;
/// Longest run that is filled with the day before.
const FILLED_H: usize = 24;
/// Bounds of what is physical on the ground.
const TEMPERATURE_C: (f64, f64) = (-60.0, 55.0);
const PRESSURE_PA: (f64, f64) = (50_000.0, 110_000.0);
/// Instruments show a little above saturation.
const OVER_SATURATED: f64 = 1.05;
const DAYS: [usize; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

fn days_of(month: usize, leap: bool) -> usize {
    DAYS.get(month).map_or(0, |days| days + usize::from(leap && month == 1))
}

/// Month and day (both from 1) of a day of the year (from 0).
pub(super) fn day_of(mut day: usize, leap: bool) -> (usize, usize) {
    for month in 0..12 {
        if day < days_of(month, leap) {
            return (month + 1, day + 1);
        }
        day -= days_of(month, leap);
    }
    // beyond the year: a thirteenth month, which is then refused by its line
    (13, day + 1)
}

/// Sums of the rows of one hour.
#[derive(Default, Clone, Copy)]
struct Slot {
    sums: [f64; 3],
    counts: [f64; 3],
}

pub(super) fn finish(file: &str, raw: Raw, pick: &Pick, findings: &mut Findings) -> Option<WeatherFile> {
    let rows = of_year(file, &raw, pick, findings)?;
    let year = rows.first().map_or(0, |row| row.year);
    let leap = rows.iter().any(|row| row.month == 2 && row.day == 29);
    let slots = slots(file, &rows, leap, findings)?;
    let columns: [Vec<Option<f64>>; 3] = std::array::from_fn(|i| {
        slots.iter().map(|slot| (slot.counts[i] > 0.0).then(|| slot.sums[i] / slot.counts[i])).collect()
    });
    let [temperature, humidity, pressure] = columns;
    let when = |hour: usize| {
        let (month, day) = day_of(hour.div_euclid(24), leap);
        format!("{month:02}-{day:02} {:02}:00", hour % 24)
    };
    let place = || Place::file(file);
    let temperature = closed(&temperature, "temperature", &when, &place, findings)?;
    let humidity = if humidity.iter().any(Option::is_some) {
        closed(&humidity, "humidity", &when, &place, findings)?
    } else {
        findings.warning(
            "humidity-assumed",
            place(),
            "the file has no humidity: the dew point of every day is taken as its lowest temperature (FAO-56, equation 48)",
            "wet towers and adiabatic cooling depend on it; give a file with relative humidity to decide between them",
        );
        assumed_humidity(&temperature)
    };
    let pressure_pa = mean_pressure(&raw, &pressure, &place, findings);
    let offset = raw.utc_offset_h.round();
    if offset.abs() > 0.0 {
        findings.note(
            "clock-shifted",
            place(),
            format!("the file's clock is {offset:+} h from UTC: its hours were turned within the year"),
            "",
        );
    }
    let hours = temperature.len();
    let shift = offset.rem_euclid(hours as f64) as usize;
    let local = |utc: usize| (utc + shift) % hours;
    let turned = |series: &[f64]| Hourly((0..hours).map(|utc| series[local(utc)]).collect());
    Some(WeatherFile {
        format: raw.format,
        place: raw.place,
        lat_deg: raw.lat_deg,
        lon_deg: raw.lon_deg,
        elevation_m: raw.elevation_m,
        utc_offset_h: raw.utc_offset_h,
        year,
        months: (0..hours).map(|hour| day_of(hour.div_euclid(24), leap).0 - 1).collect(),
        weather: SiteWeather {
            temperature_c: turned(&temperature),
            humidity_frac: turned(&humidity),
            pressure_pa,
        },
    })
}

/// The rows of the year that is asked for.
fn of_year(file: &str, raw: &Raw, pick: &Pick, findings: &mut Findings) -> Option<Vec<Row>> {
    if raw.rows.is_empty() {
        let hint = "a weather file has a row for every hour of a year";
        findings.error("missing-value", Place::file(file), "there is no hour in the file", hint);
        return None;
    }
    if raw.typical {
        return Some(raw.rows.clone());
    }
    let years: BTreeSet<i32> = raw.rows.iter().map(|row| row.year).collect();
    let list = years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let year = match (pick.year, years.len()) {
        (Some(year), _) if years.contains(&year) => year,
        (Some(year), _) => {
            let message = format!("the file has no hour of {year}, only of {list}");
            findings.error("unknown-year", Place::file(file), message, "name a year of the file");
            return None;
        }
        (None, 1) => *years.first()?,
        (None, _) => {
            let message = format!("the file holds {} years: {list}", years.len());
            findings.error(
                "which-year",
                Place::file(file),
                message,
                "name one, --year YEAR on the command line",
            );
            return None;
        }
    };
    Some(raw.rows.iter().filter(|row| row.year == year).copied().collect())
}

/// Puts every row into its hour.
fn slots(file: &str, rows: &[Row], leap: bool, findings: &mut Findings) -> Option<Vec<Slot>> {
    let hours = if leap { 8784 } else { 8760 };
    let mut slots = vec![Slot::default(); hours];
    let mut seen: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut whole = true;
    for row in rows {
        let at = Place::file(file).line(row.line);
        let days = row.month.checked_sub(1).map_or(0, |month| days_of(month, leap));
        if row.day == 0 || row.day > days || row.hour > 23 {
            let message = format!("there is no {:02}-{:02} {:02}:00", row.month, row.day, row.hour);
            findings.error("not-a-time", at, message, "months 1–12, days of the month, hours of the day");
            whole = false;
            continue;
        }
        let before: usize = (0..row.month - 1).map(|month| days_of(month, leap)).sum();
        let hour = 24 * (before + row.day - 1) + row.hour;
        if let Some(first) = seen.insert((hour, row.minute), row.line) {
            let message = format!(
                "{:02}-{:02} {:02}:{:02} stands in line {first} already",
                row.month, row.day, row.hour, row.minute
            );
            findings.error("doubled-hour", at, message, "keep one of the two rows");
            whole = false;
            continue;
        }
        let humidity = row.humidity_frac.map(|value| {
            if value > 1.0 && value <= OVER_SATURATED {
                findings.note(
                    "humidity-clipped",
                    at.clone(),
                    format!("{:.1} % of humidity was taken as 100 %", 100.0 * value),
                    "",
                );
                1.0
            } else {
                value
            }
        });
        let checked = [
            (row.temperature_c, TEMPERATURE_C, "temperature", "°C; kelvin or fahrenheit?"),
            (humidity, (0.0, 1.0), "humidity", "a share of saturation; percent in a column of shares?"),
            (row.pressure_pa, PRESSURE_PA, "pressure", "Pa; hectopascal or sea-level pressure?"),
        ];
        for (i, (value, (low, high), what, unit)) in checked.into_iter().enumerate() {
            let Some(value) = value else { continue };
            if !(low..=high).contains(&value) {
                let message = format!("{what} of {value} is not within {low} to {high}");
                findings.error("out-of-range", at.clone().field(what), message, format!("expected {unit}"));
                whole = false;
            }
            slots[hour].sums[i] += value;
            slots[hour].counts[i] += 1.0;
        }
    }
    whole.then_some(slots)
}

/// Closes short gaps by a straight line, fills up to a day with the day before, around the turn of the year as well;
/// refuses longer ones.
fn closed(
    values: &[Option<f64>],
    what: &str,
    when: &dyn Fn(usize) -> String,
    place: &dyn Fn() -> Place,
    findings: &mut Findings,
) -> Option<Vec<f64>> {
    let hours = values.len();
    let Some(known) = values.iter().position(Option::is_some) else {
        findings.error("missing-value", place(), format!("there is no {what} in the file"), "");
        return None;
    };
    let mut out: Vec<f64> = values.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
    let (mut step, mut whole) = (0, true);
    while step < hours {
        let start = (known + step) % hours;
        if values[start].is_some() {
            step += 1;
            continue;
        }
        let length = (0..hours).take_while(|i| values[(start + i) % hours].is_none()).count();
        let (first, last) = (when(start), when((start + length - 1) % hours));
        if length > FILLED_H {
            let message = format!("{length} hours of {what} are missing from {first} to {last}");
            let hint = format!("at most {FILLED_H} hours in a row are filled; complete the file");
            findings.error("long-gap", place(), message, hint);
            whole = false;
        } else if length > CLOSED_H {
            for i in 0..length {
                out[(start + i) % hours] = out[(start + i + hours - 24) % hours];
            }
            let message = format!(
                "{length} missing hours of {what} from {first} to {last} were filled with the day before"
            );
            findings.warning("gap-filled", place(), message, "complete the file if these hours matter");
        } else {
            let (low, high) = (out[(start + hours - 1) % hours], out[(start + length) % hours]);
            for i in 0..length {
                out[(start + i) % hours] = low + (high - low) * (i + 1) as f64 / (length + 1) as f64;
            }
            let message = format!(
                "{length} missing hour(s) of {what} from {first} to {last} were put on a straight line"
            );
            findings.warning("gap-closed", place(), message, "complete the file if these hours matter");
        }
        step += length;
    }
    whole.then_some(out)
}

/// Saturation pressure over water, relative: Tetens, as in FAO-56 equation 11. Only its ratios count here.
fn saturation(temperature_c: f64) -> f64 {
    (17.27 * temperature_c / (temperature_c + 237.3)).exp()
}

fn assumed_humidity(temperature_c: &[f64]) -> Vec<f64> {
    temperature_c
        .chunks(24)
        .flat_map(|day| {
            let dew_c = day.iter().copied().fold(f64::MAX, f64::min);
            day.iter().map(move |air_c| saturation(dew_c) / saturation(*air_c))
        })
        .collect()
}

fn mean_pressure(
    raw: &Raw,
    pressure_pa: &[Option<f64>],
    place: &dyn Fn() -> Place,
    findings: &mut Findings,
) -> f64 {
    let known: Vec<f64> = pressure_pa.iter().flatten().copied().collect();
    if !known.is_empty() {
        return known.iter().sum::<f64>() / known.len() as f64;
    }
    // standard atmosphere (ASHRAE Fundamentals 2017, chapter 1, equation 3)
    let at = |elevation_m: f64| 101_325.0 * (1.0 - 2.25577e-5 * elevation_m).powf(5.2559);
    let (height_m, known) = raw.elevation_m.map_or((0.0, false), |height_m| (height_m, true));
    if known {
        let message = format!("the file has no pressure: standard atmosphere at {height_m} m is taken");
        findings.note("pressure-assumed", place(), message, "");
    } else {
        let message = "the file has neither pressure nor height: standard atmosphere at sea level is taken";
        let hint = "give a file with either; 1,000 m are worth 0.3 K of wet bulb";
        findings.warning("pressure-assumed", place(), message, hint);
    }
    at(height_m)
}
