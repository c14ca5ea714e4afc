//! Real hourly series from a folder, in place of the generated year.
//!
//! # Layout
//! One table a quantity, as `.csv`, `.csv.gz` or `.parquet`: `load_mw`, `cf_wind_onshore`, `cf_wind_offshore`, `cf_solar_pv`,
//! `cf_hydro_ror`, `hydro_inflow_scaled` (per unit of turbine capacity), `temperature_c`. First column the start of the hour
//! in UTC, then one column per zone or per country (ISO codes; `EL` and `UK` are understood). A country's series serves
//! each of its zones; load is split by the zones' demand. The level is left as it is: 2016 is not scaled to today.
//!
//! Perhaps `site_temperature_c` and `site_humidity_frac`, one column a site: what `gigasite data synth` writes.
//! Or one tidy table a quantity, as `gigasite data import` writes it: `load_mw.parquet` and so on. Of several years the latest
//! that most zones have whole is taken, with a note.
//!
//! # What is repaired, each with a finding
//! Infinite or missing values over at most three hours are interpolated, capacity factors above 1 clipped; a quantity or
//! zone without a column is taken from the generator; humidity follows the temperature read. Longer gaps, other lengths, stamps that are not UTC hours, missing
//! or double hours are refused.

use crate::files::read_bytes;
use crate::{Error, generate};
use gigasite_case::site::SiteWeather;
use gigasite_case::time::is_leap;
use gigasite_case::zone::ZoneSeries;
use gigasite_case::{Dataset, Findings, Horizon, Hourly, Place, suggest};
use polars::prelude::{Column, CsvReadOptions, DataFrame, DataType, ParquetReader, SerReader as _, TimeUnit};
use std::io::Cursor;
use std::path::Path;

mod imported;

/// Longest gap that is interpolated, hours.
const SHORT_GAP_H: usize = 3;
/// Seed of what stands in for missing columns.
const STAND_IN_SEED: u64 = 2016;

/// A quantity of the folder.
struct Quantity {
    file: &'static str,
    what: &'static str,
    is_fraction: bool,
    /// Least and most that can be true, in the column's unit.
    range: (f64, f64),
}

/// A capacity factor up to here is noise of the capacity it was divided by, and clipped; above, it is another unit.
const MOST_FRACTION: f64 = 5.0;

const QUANTITIES: [Quantity; 7] = [
    Quantity { file: "load_mw", what: "load", is_fraction: false, range: (0.0, 1e6) },
    Quantity {
        file: "cf_wind_onshore",
        what: "onshore wind",
        is_fraction: true,
        range: (0.0, MOST_FRACTION),
    },
    Quantity {
        file: "cf_wind_offshore",
        what: "offshore wind",
        is_fraction: true,
        range: (0.0, MOST_FRACTION),
    },
    Quantity { file: "cf_solar_pv", what: "sun", is_fraction: true, range: (0.0, MOST_FRACTION) },
    Quantity { file: "cf_hydro_ror", what: "run-of-river", is_fraction: true, range: (0.0, MOST_FRACTION) },
    Quantity { file: "hydro_inflow_scaled", what: "inflow", is_fraction: false, range: (0.0, 1e3) },
    Quantity { file: "temperature_c", what: "temperature", is_fraction: false, range: (-70.0, 60.0) },
];

const SITE_QUANTITIES: [Quantity; 2] = [
    Quantity {
        file: "site_temperature_c",
        what: "temperature of sites",
        is_fraction: false,
        range: (-70.0, 60.0),
    },
    Quantity { file: "site_humidity_frac", what: "humidity of sites", is_fraction: true, range: (0.0, 1.0) },
];

/// Reads the weather of sites where the folder has it, in place of what is made from the climate of their stations.
///
/// # Errors
/// A file that cannot be opened. Defects of the content are findings.
pub fn read_sites(
    path: &Path,
    dataset: &Dataset,
    horizon: Horizon,
    weather: &mut [SiteWeather],
    findings: &mut Findings,
) -> Result<(), Error> {
    for (index, quantity) in SITE_QUANTITIES.iter().enumerate() {
        let Some(table) = read_table(path, quantity, None, findings)? else { continue };
        if table.horizon != horizon {
            findings.error(
                "series-mismatch",
                Place::file(&table.label),
                format!(
                    "covers {}, but the load covers {}",
                    table.horizon.calendar_year, horizon.calendar_year
                ),
                "give every table the same year",
            );
            continue;
        }
        for (site, weather) in dataset.sites.iter().zip(weather.iter_mut()) {
            let Some((_, values)) = table.columns.iter().find(|(name, _)| *name == site.id) else { continue };
            match index {
                0 => weather.temperature_c = Hourly(values.clone()),
                _ => weather.humidity_frac = Hourly(values.clone()),
            }
        }
    }
    Ok(())
}

/// Tables of a folder that a study reads: name of the quantity and path.
pub(crate) fn folder_tables(path: &Path) -> Vec<(&'static str, String)> {
    let endings = ["csv", "csv.gz", "parquet"];
    QUANTITIES
        .iter()
        .filter_map(|quantity| {
            let files = endings.iter().map(|ending| path.join(format!("{}.{ending}", quantity.file)));
            let file = files.into_iter().find(|file| file.is_file())?;
            Some((quantity.file, file.display().to_string()))
        })
        .collect()
}

/// Reads a folder of series for every zone of the dataset.
///
/// # Errors
/// A file that cannot be opened. Defects of the content are findings; the horizon is then that of the first readable table.
pub fn read_folder(
    path: &Path,
    dataset: &Dataset,
    findings: &mut Findings,
) -> Result<(Horizon, Vec<ZoneSeries>), Error> {
    let mut tables: Vec<Option<Table>> = Vec::new();
    strangers(path, findings);
    for quantity in &QUANTITIES {
        let year = tables.first().and_then(Option::as_ref).map(|load: &Table| load.horizon.calendar_year);
        tables.push(read_table(path, quantity, year, findings)?);
    }
    if findings.has_errors() {
        return Ok((Horizon::year(2016), Vec::new()));
    }
    let Some(load) = &tables[0] else {
        findings.error(
            "missing-file",
            Place::file(path.join("load_mw.csv").display().to_string()),
            "there is no load, neither `load_mw.csv` nor `load_mw.csv.gz`",
            "put one table per quantity into the folder; `gigasite plan --help` lists the names",
        );
        return Ok((Horizon::year(2016), Vec::new()));
    };
    let horizon = load.horizon;
    for table in tables.iter().flatten().filter(|table| table.horizon != horizon) {
        findings.error(
            "series-mismatch",
            Place::file(&table.label),
            format!(
                "covers {} with {} hours, but the load covers {} with {}",
                table.horizon.calendar_year, table.horizon.hours, horizon.calendar_year, horizon.hours
            ),
            "give every table the same year",
        );
    }
    if findings.has_errors() {
        return Ok((horizon, Vec::new()));
    }
    let mut series = generate::zone_series(dataset, horizon, STAND_IN_SEED);
    for (quantity, table) in QUANTITIES.iter().zip(&tables) {
        let Some(table) = table else {
            findings.warning(
                "generated-quantity",
                Place::file(path.join(quantity.file).display().to_string()),
                format!("there is no table of {}: the generator's stands in for every zone", quantity.what),
                "add the table to the folder",
            );
            continue;
        };
        for (index, zone) in dataset.zones.iter().enumerate() {
            let Some((_, values, is_country)) = table.column_of(&zone.id, &zone.country) else {
                findings.note(
                    "generated-zone",
                    Place::file(&table.label).field(zone.id.clone()),
                    format!(
                        "there is no column of {} for zone {}: the generator's stands in",
                        quantity.what, zone.id
                    ),
                    "",
                );
                continue;
            };
            let of_country: f64 = dataset
                .zones
                .iter()
                .filter(|other| other.country == zone.country)
                .map(|other| other.demand.0)
                .sum();
            let share = if is_country { zone.demand.0 / of_country } else { 1.0 };
            let row = dataset.renewables.iter().find(|row| row.zone == zone.id);
            let target = &mut series[index];
            match quantity.file {
                "load_mw" => target.load_mw = Hourly(values.iter().map(|mw| mw * share).collect()),
                "cf_wind_onshore" => target.wind_onshore_frac = Hourly(values.clone()),
                "cf_wind_offshore" => target.wind_offshore_frac = Hourly(values.clone()),
                "cf_solar_pv" => target.solar_frac = Hourly(values.clone()),
                "cf_hydro_ror" => target.run_of_river_frac = Hourly(values.clone()),
                "hydro_inflow_scaled" => {
                    let turbines_mw = row.map_or(0.0, |row| row.reservoir.0);
                    target.inflow_mw = Hourly(values.iter().map(|per_unit| per_unit * turbines_mw).collect());
                }
                _ => target.temperature_c = Hourly(values.clone()),
            }
        }
    }
    notes(path, dataset, horizon, &tables, &mut series, findings);
    for (zone, series) in dataset.zones.iter().zip(&series) {
        if series.load_mw.iter().sum::<f64>() <= 0.0 {
            findings.error(
                "zone-without-load",
                Place::file(&load.label).field(zone.id.clone()),
                format!("zone {} has no load in any hour", zone.id),
                "give it a load column, or leave the zone out of the dataset",
            );
        }
    }
    Ok((horizon, series))
}

/// Humidity that fits the temperature read, and what the reader should know about the year.
fn notes(
    path: &Path,
    dataset: &Dataset,
    horizon: Horizon,
    tables: &[Option<Table>],
    series: &mut [ZoneSeries],
    findings: &mut Findings,
) {
    let folder = || Place::file(path.display().to_string());
    for (zone, series) in dataset.zones.iter().zip(series.iter_mut()) {
        let mut months: Vec<_> = dataset.zone_months.iter().filter(|row| row.zone == zone.id).collect();
        months.sort_by_key(|row| row.month);
        if months.len() == 12 {
            series.humidity_frac = Hourly(generate::humidity_frac(horizon, &series.temperature_c, &months));
        }
    }
    findings.note(
        "generated-humidity",
        folder(),
        "the folder holds no humidity: it is made from the temperature and the dataset's monthly means",
        "",
    );
    let read_twh: f64 = series.iter().flat_map(|zone| zone.load_mw.iter()).sum::<f64>() / 1e6;
    let dataset_twh: f64 = dataset.zones.iter().map(|zone| zone.demand.0).sum::<f64>() / 1e6;
    findings.note(
        "series-level",
        folder(),
        format!(
            "the load of {} is taken as it is, {read_twh:.0} TWh; the dataset's demand is {dataset_twh:.0} TWh",
            horizon.calendar_year
        ),
        "",
    );
    for table in tables.iter().flatten() {
        for (name, _) in &table.columns {
            if !dataset.zones.iter().any(|zone| zone.id == *name || zone.country == *name) {
                findings.note(
                    "unused-column",
                    Place::file(&table.label).field(name.clone()),
                    format!(
                        "`{name}` is neither a zone nor a country of the dataset: the column is not used"
                    ),
                    "",
                );
            }
        }
    }
    // README of the shared data, section 3: found by comparing with the year 2015 in UTC
    if let Some(load) = &tables[0]
        && horizon.calendar_year == 2016
        && load.is_dispaset
    {
        findings.note(
            "clock-offset",
            Place::file(&load.label),
            "the 2016 loads of AT and CH run about an hour late and that of RO an hour early; they are left so",
            "",
        );
    }
}

/// Tables in the folder that nothing reads: most likely a misspelt name.
fn strangers(path: &Path, findings: &mut Findings) {
    let mut names: Vec<String> = std::fs::read_dir(path)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".csv") || name.ends_with(".parquet"))
        .collect();
    names.sort();
    for name in names {
        let stem = name.split(".csv").next().unwrap_or_default();
        // what `gigasite data import` wrote is no misspelt name, and other studies may read it
        let stem = stem.strip_suffix(".parquet").unwrap_or(stem);
        let is_imported = name.ends_with(".parquet") && crate::import::quantity::find(stem).is_some();
        let of_sites = SITE_QUANTITIES.iter().any(|quantity| quantity.file == stem);
        if !is_imported && !of_sites && QUANTITIES.iter().all(|quantity| quantity.file != stem) {
            findings.warning(
                "unknown-file",
                Place::file(path.join(&name).display().to_string()),
                "nothing reads this table",
                suggest::hint(stem, QUANTITIES.iter().map(|quantity| quantity.file)),
            );
        }
    }
}

/// A table that was read and repaired.
struct Table {
    label: String,
    horizon: Horizon,
    columns: Vec<(String, Vec<f64>)>,
    /// Whether it uses the country codes of Dispa-SET.
    is_dispaset: bool,
}

impl Table {
    /// The column of a zone, else of its country: name, values, whether it is the country's.
    fn column_of(&self, zone: &str, country: &str) -> Option<(&str, &Vec<f64>, bool)> {
        let find = |name: &str| self.columns.iter().find(|(column, _)| column == name);
        find(zone)
            .map(|(name, values)| (name.as_str(), values, zone == country))
            .or_else(|| find(country).map(|(name, values)| (name.as_str(), values, true)))
    }
}

fn read_table(
    folder: &Path,
    quantity: &Quantity,
    year: Option<i32>,
    findings: &mut Findings,
) -> Result<Option<Table>, Error> {
    let tidy = folder.join(format!("{}.parquet", quantity.file));
    let plain = folder.join(format!("{}.csv", quantity.file));
    let packed = folder.join(format!("{}.csv.gz", quantity.file));
    if plain.is_file() && packed.is_file() {
        let place = Place::file(plain.display().to_string());
        findings.error(
            "two-files",
            place,
            "the same table also stands there as `.csv.gz`",
            "keep one of the two",
        );
    }
    if tidy.is_file() && (plain.is_file() || packed.is_file()) {
        let message = "the same table also stands there as CSV";
        findings.error("two-files", Place::file(tidy.display().to_string()), message, "keep one of the two");
    }
    if tidy.is_file() && crate::import::tidy::is_tidy(&tidy)? {
        return imported::read(&tidy, quantity, year, findings);
    }
    let Some(path) = [plain, packed, tidy].into_iter().find(|path| path.is_file()) else { return Ok(None) };
    let bytes = read_bytes(&path)?;
    let label = path.display().to_string();
    let frame = if path.extension().is_some_and(|ending| ending == "parquet") {
        stamped_as_text(ParquetReader::new(Cursor::new(bytes)).finish()?)?
    } else {
        CsvReadOptions::default()
            .with_infer_schema_length(Some(0))
            .with_has_header(true)
            .into_reader_with_file_handle(Cursor::new(bytes))
            .finish()?
    };
    let Some(horizon) = check_stamps(&label, &frame, findings)? else { return Ok(None) };
    let is_dispaset = frame.columns().iter().any(|column| ["EL", "UK"].contains(&column.name().as_str()));
    let mut columns = Vec::new();
    for column in frame.columns().iter().skip(1) {
        let numbers = column.cast(&DataType::Float64)?;
        let raw: Vec<Option<f64>> = numbers.f64()?.iter().collect();
        let texts = column.str().ok();
        let text_of = |row: usize| texts.and_then(|texts| texts.get(row)).unwrap_or_default();
        let is_text = |row: &usize| raw[*row].is_none() && !text_of(*row).trim().is_empty();
        if let Some(row) = (0..raw.len()).find(is_text) {
            findings.error(
                "not-a-number",
                Place::file(&label).line(row + 2).field(column.name().to_string()),
                format!("`{}` is not a number", text_of(row)),
                "write a plain number, or leave the cell empty where the hour is missing",
            );
        }
        let name = match column.name().as_str() {
            "EL" => "GR".to_owned(),
            "UK" => "GB".to_owned(),
            other => other.to_owned(),
        };
        if let Some(values) = repair(&label, &name, &raw, quantity, findings) {
            columns.push((name, values));
        }
    }
    Ok(Some(Table { label, horizon, columns, is_dispaset }))
}

/// A typed first column as the text that a CSV table would have.
fn stamped_as_text(mut frame: DataFrame) -> Result<DataFrame, Error> {
    let Some(first) = frame.columns().first().cloned() else { return Ok(frame) };
    if matches!(first.dtype(), DataType::Datetime(..)) {
        let ms = first.cast(&DataType::Datetime(TimeUnit::Milliseconds, None))?.cast(&DataType::Int64)?;
        let texts: Vec<Option<String>> = ms.i64()?.iter().map(|ms| ms.map(stamp_of)).collect();
        frame.with_column(Column::new(first.name().clone(), texts))?;
    }
    Ok(frame)
}

/// `YYYY-MM-DD HH:MM` of milliseconds since 1970 (Hinnant's days to civil date).
fn stamp_of(ms: i64) -> String {
    let minutes = ms.div_euclid(60_000);
    let z = minutes.div_euclid(1440) + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe.div_euclid(1460) + doe.div_euclid(36_524) - doe.div_euclid(146_096)).div_euclid(365);
    let doy = doe - (365 * yoe + yoe.div_euclid(4) - yoe.div_euclid(100));
    let shifted = (5 * doy + 2).div_euclid(153);
    let day = doy - (153 * shifted + 2).div_euclid(5) + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    let of_day = minutes.rem_euclid(1440);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", of_day.div_euclid(60), of_day.rem_euclid(60))
}

/// Checks that the first column holds every hour of one calendar year in UTC, in order.
fn check_stamps(label: &str, frame: &DataFrame, findings: &mut Findings) -> Result<Option<Horizon>, Error> {
    let Some(first) = frame.columns().first() else {
        findings.error(
            "empty-table",
            Place::file(label),
            "the table has no columns",
            "give it hours and zones",
        );
        return Ok(None);
    };
    let field = first.name().to_string();
    let stamps: Vec<String> = first.str()?.iter().map(|cell| cell.unwrap_or("").to_owned()).collect();
    let mut bad = |code: &str, row: usize, message: String, hint: &str| {
        findings.error(code, Place::file(label).line(row + 2).field(field.clone()), message, hint);
    };
    let mut hours: Vec<i64> = Vec::with_capacity(stamps.len());
    for (row, stamp) in stamps.iter().enumerate() {
        match parse_stamp(stamp) {
            Ok(hour) => hours.push(hour),
            Err((code, expected)) => {
                bad(
                    code,
                    row,
                    format!("`{stamp}` is {expected}"),
                    "write the start of the hour in UTC, as 2016-01-01 00:00:00",
                );
                return Ok(None);
            }
        }
    }
    if hours.is_empty() {
        bad("series-length", 0, "there are no hours".into(), "give one row an hour");
        return Ok(None);
    }
    let mut broken = false;
    let mut clock_changes = Vec::new();
    for (row, pair) in hours.windows(2).enumerate() {
        let (code, what) = match pair[1] - pair[0] {
            1 => continue,
            2 => ("dst-gap", "an hour is missing before it"),
            0 => ("dst-double", "the hour stands there twice"),
            _ => ("series-order", "the hours do not follow each other"),
        };
        broken = true;
        if code.starts_with("dst") {
            clock_changes.push((row + 1, code));
        }
        bad(
            code,
            row + 1,
            format!("`{}`: {what}", stamps[row + 1]),
            "UTC has no summer time: convert local stamps before the import",
        );
    }
    if let [(spring, "dst-gap"), (_, "dst-double")] = clock_changes[..] {
        bad(
            "not-utc",
            spring,
            "an hour is missing in March and one is double in October: the stamps are local time".into(),
            "convert the stamps to UTC before the import",
        );
    }
    let year = stamps[0].get(..4).and_then(|text| text.parse::<i32>().ok()).unwrap_or(0);
    let horizon = Horizon::year(year);
    if !broken && hours.len() != horizon.hours {
        let near = [8760, 8784].contains(&hours.len());
        let code = if near { "leap-year" } else { "series-length" };
        let kind = if is_leap(year) { "a leap year" } else { "no leap year" };
        bad(
            code,
            hours.len() - 1,
            format!("there are {} hours, but {year} is {kind} and has {}", hours.len(), horizon.hours),
            "give every hour of one calendar year, from 1 January 00:00 to 31 December 23:00 UTC",
        );
        broken = true;
    }
    if !broken && !stamps[0].contains("-01-01") {
        bad(
            "series-start",
            0,
            format!("the series starts at `{}`", stamps[0]),
            "start on 1 January 00:00 UTC",
        );
        broken = true;
    }
    Ok((!broken).then_some(horizon))
}

/// Hours since 1 January 0001 of `YYYY-MM-DD[ T]HH:MM[:SS][Z|+00:00]`.
fn parse_stamp(stamp: &str) -> Result<i64, (&'static str, &'static str)> {
    let text = stamp.trim().trim_end_matches('Z');
    let text = text.strip_suffix("+00:00").unwrap_or(text);
    let wrong = ("bad-stamp", "no time stamp");
    if text.len() > 19 || (text.len() > 16 && text[16..].contains(['+', '-'])) {
        return Err(("not-utc", "not in UTC: it carries an offset"));
    }
    let number = |range: std::ops::Range<usize>| {
        text.get(range).and_then(|part| part.parse::<i64>().ok()).ok_or(wrong)
    };
    let (year, month, day, hour) = (number(0..4)?, number(5..7)?, number(8..10)?, number(11..13)?);
    if text.get(14..16) != Some("00") {
        return Err(("not-hourly", "no full hour"));
    }
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0..24).contains(&hour) {
        return Err(wrong);
    }
    let y = year - 1;
    let leap_days = y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400);
    let before: i64 = Horizon::year(year as i32).month_days()[..(month - 1) as usize]
        .iter()
        .map(|days| days.cast_signed() as i64)
        .sum();
    Ok((365 * y + leap_days + before + day - 1) * 24 + hour)
}

/// Fills short gaps and clips, each with a finding; `None` where too much is missing.
fn repair(
    label: &str,
    name: &str,
    raw: &[Option<f64>],
    quantity: &Quantity,
    findings: &mut Findings,
) -> Option<Vec<f64>> {
    let usable = |cell: &Option<f64>| cell.is_some_and(f64::is_finite);
    let place = |row: usize| Place::file(label).line(row + 2).field(name.to_owned());
    if !raw.iter().any(usable) {
        let infinite = raw.iter().flatten().filter(|value| value.is_infinite()).count();
        let message = format!(
            "none of {} hours of {} has a usable number ({infinite} are infinite): the generator's stands in",
            raw.len(),
            quantity.what
        );
        if quantity.file == "load_mw" {
            findings.error("nan", place(0), message, "leave the column out, or give it values");
        } else {
            findings.warning("empty-column", place(0), message, "leave the column out, or give it values");
        }
        return None;
    }
    let mut values: Vec<f64> = raw.iter().map(|cell| cell.unwrap_or(f64::NAN)).collect();
    let mut row = 0;
    while row < values.len() {
        if usable(&raw[row]) {
            row += 1;
            continue;
        }
        let end = (row..values.len()).find(|next| usable(&raw[*next])).unwrap_or(values.len());
        let (before, after) = (row.checked_sub(1).map(|at| values[at]), values.get(end).copied());
        if end - row > SHORT_GAP_H {
            findings.error(
                "nan",
                place(row),
                format!("{} hours of {} are missing or no number", end - row, quantity.what),
                "fill gaps longer than 3 hours before the import",
            );
            return None;
        }
        let (from, to) = (before.or(after).unwrap_or(0.0), after.or(before).unwrap_or(0.0));
        let steps = (end - row + 1) as f64;
        for (step, value) in values[row..end].iter_mut().enumerate() {
            *value = from + (to - from) * (step + 1) as f64 / steps;
        }
        findings.warning(
            "gap-filled",
            place(row),
            format!("{} hour(s) of {} were missing and are interpolated", end - row, quantity.what),
            "fill them from another source where hours matter",
        );
        row = end;
    }
    let negative = values.iter().filter(|value| **value < 0.0).count();
    if negative > 0 && !quantity.file.ends_with("temperature_c") {
        let first = values.iter().position(|value| *value < 0.0).unwrap_or(0);
        findings.error(
            "negative",
            place(first),
            format!("{negative} hour(s) of {} are negative", quantity.what),
            "load, capacity factors and inflow are never below zero",
        );
        return None;
    }
    let (least, most) = quantity.range;
    if let Some(row) = values.iter().position(|value| !(least..=most).contains(value)) {
        findings.error(
            "out-of-range",
            place(row),
            format!("{} as {} is not within {least} to {most}", values[row], quantity.what),
            if quantity.is_fraction { "is it percent? divide by 100" } else { "check the unit" },
        );
        return None;
    }
    if quantity.is_fraction {
        let above: Vec<usize> =
            values.iter().enumerate().filter(|(_, value)| **value > 1.0).map(|(row, _)| row).collect();
        if let Some(first) = above.first() {
            findings.warning(
                "clipped",
                place(*first),
                format!("{} hour(s) of {} exceed 1 and are clipped", above.len(), quantity.what),
                "divide by the capacity that stood at that hour",
            );
            for value in &mut values {
                *value = value.min(1.0);
            }
        }
    }
    Some(values)
}

#[cfg(test)]
mod tests;
