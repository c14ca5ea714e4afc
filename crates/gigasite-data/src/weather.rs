//! Weather files: a year of hourly temperature, humidity and pressure of one place.
//!
//! | format | known by | clock | humidity | pressure |
//! |---|---|---|---|---|
//! | EPW ([`epw`]) | `LOCATION,` | local standard, hour 1 ends at 1:00 | yes | yes |
//! | DWD TRY ([`test_reference`]) | `***` after the German header | CET, hour 1 ends at 1:00 | yes | yes |
//! | Open-Meteo CSV ([`table`]) | `temperature_2m` | local, offset in the file | yes | perhaps |
//! | NSRDB CSV ([`table`]) | `Temperature` with `Year`, `Month` … | local, offset in the file | perhaps | yes |
//! | ERA5 of hydesign ([`table`]) | `temp_c` | UTC | no | no |
//! | plain CSV ([`table`]) | `temperature_c` | UTC | perhaps | perhaps |
//!
//! The format is recognised from the content; `.gz` is unpacked; bytes that are not UTF-8 are read as Latin-1. Hours come out
//! in UTC order from 1 January: a file on another clock is turned within its year, with a note.
//!
//! **Humidity missing**: the dew point of a day is taken as its lowest temperature (FAO Irrigation and Drainage Paper 56,
//! equation 48) and said as a warning. On Frankfurt 2022 that is 5 points of relative humidity too much, 12 points off in the mean hour (test
//! `the_assumed_humidity_of_frankfurt_is_near_the_measured`). **Pressure missing**: standard atmosphere at the height of the
//! place, or at sea level, said as a note or a warning. Pressure is the mean of the file.

pub mod epw;
mod finish;
pub mod table;
pub mod test_reference;

#[cfg(test)]
mod tests;

use crate::Error;
use crate::files::read_bytes;
use gigasite_case::site::SiteWeather;
use gigasite_case::{Findings, Place};
use std::path::Path;

/// Which part of a file that holds several places or years.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pick {
    /// Name of the place.
    pub place: Option<String>,
    /// Year.
    pub year: Option<i32>,
}

/// A year of one place.
#[derive(Debug, Clone, PartialEq)]
pub struct WeatherFile {
    /// Kind of file, for people.
    pub format: &'static str,
    /// Name of the place.
    pub place: String,
    /// Latitude.
    pub lat_deg: Option<f64>,
    /// Longitude.
    pub lon_deg: Option<f64>,
    /// Height above the sea.
    pub elevation_m: Option<f64>,
    /// Clock of the file ahead of UTC.
    pub utc_offset_h: f64,
    /// Year; of a typical year, that of its first hour.
    pub year: i32,
    /// Month (0–11) of every hour.
    pub months: Vec<usize>,
    /// The hours, in UTC order.
    pub weather: SiteWeather,
}

/// An hour or a part of it as it stands in a file. The hour is counted from its beginning, 0–23, on the file's clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) year: i32,
    pub(crate) month: usize,
    pub(crate) day: usize,
    pub(crate) hour: usize,
    pub(crate) minute: usize,
    pub(crate) temperature_c: Option<f64>,
    pub(crate) humidity_frac: Option<f64>,
    pub(crate) pressure_pa: Option<f64>,
}

/// A file as read, before it is checked.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Raw {
    pub(crate) format: &'static str,
    pub(crate) place: String,
    pub(crate) lat_deg: Option<f64>,
    pub(crate) lon_deg: Option<f64>,
    pub(crate) elevation_m: Option<f64>,
    pub(crate) utc_offset_h: f64,
    /// Months of several years make one typical year.
    pub(crate) typical: bool,
    pub(crate) rows: Vec<Row>,
}

/// Reads a weather file; what was assumed or repaired is a finding.
///
/// # Errors
/// A file that cannot be read or is no weather file; several places or years and no choice; cells that are no number or not
/// physical; doubled hours; more than a day missing in a row.
pub fn read(path: &Path, pick: &Pick) -> Result<(WeatherFile, Findings), Error> {
    let bytes = read_bytes(path)?;
    let text = text_of(&bytes);
    let file = path.display().to_string();
    let mut findings = Findings::default();
    let raw = if text.starts_with("LOCATION,") {
        epw::read(&file, &text, &mut findings)
    } else if text.lines().take(60).any(|line| line.trim() == "***") {
        test_reference::read(&file, &text, &mut findings)
    } else {
        table::read(&file, &text, pick, &mut findings)
    };
    let weather = raw.and_then(|raw| finish::finish(&file, raw, pick, &mut findings));
    match weather {
        Some(weather) if findings.count(gigasite_case::Severity::Error) == 0 => Ok((weather, findings)),
        _ => Err(Error::Findings(findings)),
    }
}

/// UTF-8, or Latin-1 where it is not.
fn text_of(bytes: &[u8]) -> String {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    std::str::from_utf8(body)
        .map_or_else(|_| body.iter().map(|byte| char::from(*byte)).collect(), str::to_owned)
}

/// A number in a cell that must hold one.
pub(crate) fn number(
    (file, line, column): (&str, usize, &str),
    cell: Option<&str>,
    findings: &mut Findings,
) -> Option<f64> {
    let cell = cell.map_or("", str::trim);
    let value = cell.parse::<f64>().ok().filter(|value| value.is_finite());
    if value.is_none() {
        findings.error(
            "not-a-number",
            Place::file(file).line(line).field(column),
            format!("`{cell}` is no number"),
            "write a number with a point for decimals",
        );
    }
    value
}
