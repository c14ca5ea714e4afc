//! Weather files (EPW, DWD test reference years, Open-Meteo, NSRDB, ERA5 of hydesign): read by [`crate::weather`], which closes
//! their gaps and turns their clocks with findings of its own, and laid out as series of temperature and humidity.

use super::frame::{Series, Stamps};
use super::stamp::{DAY_S, days};
use super::{Reading, quantity};
use crate::Error;
use crate::weather::{self, Pick, WeatherFile};
use gigasite_case::Place;
use std::collections::BTreeSet;
use std::path::Path;

/// Whether the first lines are of this format.
pub(super) fn is_head(head: &str, heading: &str) -> bool {
    let has = |name: &str| heading.split(',').any(|cell| cell.trim().starts_with(name));
    heading.starts_with("LOCATION,")
        || head.lines().take(60).any(|line| line.trim() == "***")
        || has("temperature_2m")
        || has("Temperature") && has("Year") && has("Month")
        || has("temp_c") && has("site")
}

/// Reads every place and year of a file.
pub(super) fn read(path: &Path, reading: &mut Reading<'_>) -> Result<Vec<Series>, Error> {
    let (_, heading) = reading.heading();
    let text = super::text(path)?;
    let names: Vec<&str> = heading.split(',').map(str::trim).collect();
    let of = |column: &str| names.iter().position(|name| *name == column);
    let mut picks: BTreeSet<(Option<String>, Option<i32>)> = BTreeSet::new();
    let place = of("city").or_else(|| of("site"));
    let year = of("time").or_else(|| of("Year"));
    if place.is_some() || year.is_some() && !heading.starts_with("LOCATION,") {
        for line in text.lines().skip_while(|line| *line != heading).skip(1) {
            let cells: Vec<&str> = line.split(',').collect();
            let year = year
                .and_then(|at| cells.get(at))
                .and_then(|cell| cell.get(..4))
                .and_then(|text| text.parse().ok());
            let place = place.and_then(|at| cells.get(at)).map(|cell| (*cell).to_owned());
            if year.is_some() {
                picks.insert((place, year));
            }
        }
    }
    if picks.is_empty() {
        picks.insert((None, None));
    }
    let mut series: Vec<Series> = Vec::new();
    for (place, year) in picks {
        match weather::read(path, &Pick { place, year }) {
            Ok((file, findings)) => {
                reading.findings.extend(findings);
                for one in of_file(path, &file, reading) {
                    join(&mut series, one);
                }
            }
            Err(Error::Findings(findings)) => reading.findings.extend(findings),
            Err(error) => return Err(error),
        }
    }
    Ok(series)
}

/// Puts a year behind the year before it.
fn join(all: &mut Vec<Series>, one: Series) {
    let before = all.iter_mut().find(|other| {
        other.zone == one.zone
            && other.quantity == one.quantity
            && other.stamp(other.values.len()) == one.stamp(0)
    });
    match before {
        Some(before) => before.values.extend(one.values),
        None => all.push(one),
    }
}

fn of_file(path: &Path, file: &WeatherFile, reading: &mut Reading<'_>) -> Vec<Series> {
    let hours = file.weather.temperature_c.len();
    let mut year = file.year;
    if hours == 8760 && gigasite_case::time::is_leap(year) {
        year += 1;
        let message =
            format!("a year of 365 days is stamped as {year}, because {} is a leap year", file.year);
        reading.findings.note("typical-year", Place::file(path.display().to_string()), message, "");
    }
    let start = days(i64::from(year), 1, 1) * DAY_S;
    let zone = reading.options.zone.clone().unwrap_or_else(|| file.place.clone());
    let one = |name: &str, values: &[f64]| Series {
        zone: zone.clone(),
        quantity: quantity::known(name),
        source: file.format.to_owned(),
        stamps: Stamps::Hourly(start),
        values: values.to_vec(),
        repaired: 0,
    };
    vec![
        one(quantity::TEMPERATURE, &file.weather.temperature_c),
        one("humidity_frac", &file.weather.humidity_frac),
        one("pressure_pa", &vec![file.weather.pressure_pa; hours]),
    ]
}
