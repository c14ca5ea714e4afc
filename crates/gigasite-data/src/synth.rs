//! Many years as folders that `--series` reads, with a manifest.
//!
//! ```text
//! OUT/manifest.json           seed, climate, calendar, dataset, and of every file its bytes and SHA-256
//! OUT/year-001/load_mw.parquet, cf_*.parquet, hydro_inflow_scaled.parquet, temperature_c.parquet
//! OUT/year-001/site_temperature_c.parquet, site_humidity_frac.parquet
//! ```
//!
//! The first column is `time_utc`, then one a zone (or site). Years are drawn and written one at a time: memory holds one.
//! The bytes depend on the dataset, the seed, the climate and the calendar, on nothing else.

use crate::Error;
use crate::files::sha256;
use crate::generate::{Climate, Year, Years};
use gigasite_case::zone::ZoneSeries;
use gigasite_case::{Dataset, Horizon};
use polars::prelude::{
    Column, DataFrame, Int64Chunked, IntoSeries as _, ParquetCompression, ParquetWriter, TimeUnit, TimeZone,
};
use rayon::prelude::*;
use serde::Serialize;
use std::fmt::Write as _;
use std::path::Path;

/// How tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Columns with types, small.
    Parquet,
    /// Text, about four times as large.
    Csv,
}

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Draw {
    /// How many years.
    pub years: usize,
    /// Seed of all of them.
    pub seed: u64,
    /// Calendar of every year.
    pub horizon: Horizon,
    /// How much warmer than the dataset.
    pub climate: Climate,
    /// How tables are written.
    pub format: Format,
}

/// A file of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Path below the folder of the manifest.
    pub path: String,
    /// Length.
    pub bytes: usize,
    /// Hash.
    pub sha256: String,
}

/// What sets a year apart, all zones together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct YearSummary {
    /// Folder of the year.
    pub folder: String,
    /// Its own seed.
    pub seed: u64,
    /// Demand.
    pub demand_twh: f64,
    /// Highest demand of all zones in the same hour.
    pub peak_gw: f64,
    /// Temperature, weighted by demand.
    pub temperature_c: f64,
    /// The coldest day's mean of it.
    pub coldest_day_c: f64,
    /// The hottest day's mean of it.
    pub hottest_day_c: f64,
    /// Wind power, all zones.
    pub wind_twh: f64,
    /// Photovoltaic power, all zones.
    pub solar_twh: f64,
    /// Natural inflow to reservoirs.
    pub inflow_twh: f64,
    /// Longest time in which the running day's wind and sun stay below half of the mean of their year.
    pub longest_lull_h: usize,
    /// Files, where they were written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Entry>,
}

/// `manifest.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Manifest {
    /// What wrote it.
    pub generator: String,
    /// Seed of all years.
    pub seed: u64,
    /// How many.
    pub years_count: usize,
    /// Calendar of every year.
    pub calendar_year: i32,
    /// Warming in the mean of year and zones.
    pub climate_shift_k: f64,
    /// Probability of each year.
    pub probability_frac: f64,
    /// Files that the years were made from, with their SHA-256.
    pub dataset: Vec<(String, String)>,
    /// The years.
    pub years: Vec<YearSummary>,
}

/// Draws the years and writes each into `out`, a new or empty folder, telling `each` when one is done. Without `out`, the
/// years are drawn and summed up only.
///
/// # Errors
/// A folder that holds something ([`Error::NotEmpty`]), a file that cannot be written, a table that Polars refuses.
pub fn draw(
    dataset: &Dataset,
    hashes: &[(String, String)],
    draw: Draw,
    out: Option<&Path>,
    mut each: impl FnMut(&YearSummary),
) -> Result<Manifest, Error> {
    if let Some(out) = out {
        let holds = std::fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
        if holds || out.is_file() {
            return Err(Error::NotEmpty(out.to_owned()));
        }
    }
    let model = Years::new(dataset, draw.horizon, draw.seed, draw.climate);
    let mut years = Vec::new();
    for index in 0..draw.years {
        let year = model.year(index);
        let mut summary = summary(dataset, draw.horizon, &year);
        if let Some(out) = out {
            summary.files = write_year(dataset, draw, &year, out, &summary.folder)?;
        }
        each(&summary);
        years.push(summary);
    }
    let manifest = Manifest {
        generator: format!("gigasite {}", env!("CARGO_PKG_VERSION")),
        seed: draw.seed,
        years_count: draw.years,
        calendar_year: draw.horizon.calendar_year,
        climate_shift_k: draw.climate.shift_k(),
        probability_frac: 1.0 / draw.years.max(1) as f64,
        dataset: hashes.to_vec(),
        years,
    };
    if let Some(out) = out {
        let text = serde_json::to_string_pretty(&manifest)
            .map_err(|source| Error::Internal { place: "manifest.json".into(), source })?;
        write(out, "manifest.json", text.as_bytes())?;
    }
    Ok(manifest)
}

impl Manifest {
    /// One line a year, then the mean and what nine years in ten lie between, where there are ten.
    pub fn text(&self) -> String {
        const HEADINGS: [&str; 9] =
            ["demand", "peak", "mean", "coldest day", "hottest day", "wind", "sun", "inflow", "longest lull"];
        const UNITS: [&str; 9] = ["TWh", "GW", "°C", "°C", "°C", "TWh", "TWh", "TWh", "h"];
        const DIGITS: [usize; 9] = [1, 1, 2, 1, 1, 1, 1, 1, 0];
        let values = |year: &YearSummary| {
            [
                year.demand_twh,
                year.peak_gw,
                year.temperature_c,
                year.coldest_day_c,
                year.hottest_day_c,
                year.wind_twh,
                year.solar_twh,
                year.inflow_twh,
                year.longest_lull_h as f64,
            ]
        };
        let mut out = format!(
            "{} year(s) of seed {}, calendar {}, {:+.2} K; all zones together, temperatures weighted by demand\n",
            self.years_count, self.seed, self.calendar_year, self.climate_shift_k
        );
        for labels in [HEADINGS, UNITS] {
            let _ = write!(out, "  {:<9}", if labels == HEADINGS { "year" } else { "" });
            for (label, heading) in labels.iter().zip(HEADINGS) {
                let width = heading.len().max(7);
                let _ = write!(out, "  {label:>width$}");
            }
            out.push('\n');
        }
        let mut line = |name: &str, values: [f64; 9]| {
            let _ = write!(out, "  {name:<9}");
            for (index, value) in values.iter().enumerate() {
                let (width, digits) = (HEADINGS[index].len().max(7), DIGITS[index]);
                let _ = write!(out, "  {value:>width$.digits$}");
            }
            out.push('\n');
        };
        let rows: Vec<[f64; 9]> = self.years.iter().map(values).collect();
        for (year, row) in self.years.iter().zip(&rows) {
            line(&year.folder, *row);
        }
        let n = rows.len();
        if n >= 2 {
            line("mean", std::array::from_fn(|c| rows.iter().map(|row| row[c]).sum::<f64>() / n as f64));
        }
        if n >= 10 {
            let at = |share: f64| {
                std::array::from_fn(|c| {
                    let mut column: Vec<f64> = rows.iter().map(|row| row[c]).collect();
                    column.sort_by(f64::total_cmp);
                    column[((n - 1) as f64 * share).round() as usize]
                })
            };
            line("5 %", at(0.05));
            line("95 %", at(0.95));
        }
        out
    }
}

type Table<'a> = (&'static str, Vec<(&'a str, Vec<f64>)>);

fn write_year(
    dataset: &Dataset,
    draw: Draw,
    year: &Year,
    out: &Path,
    folder: &str,
) -> Result<Vec<Entry>, Error> {
    let tables = tables(dataset, year);
    let ending = match draw.format {
        Format::Parquet => "parquet",
        Format::Csv => "csv",
    };
    let encoded: Vec<Result<(String, Vec<u8>), Error>> = tables
        .par_iter()
        .map(|(name, columns)| {
            let bytes = match draw.format {
                Format::Parquet => parquet(draw.horizon, columns)?,
                Format::Csv => csv(draw.horizon, columns),
            };
            Ok((format!("{folder}/{name}.{ending}"), bytes))
        })
        .collect();
    let mut files = Vec::new();
    for table in encoded {
        let (path, bytes) = table?;
        write(out, &path, &bytes)?;
        files.push(Entry { bytes: bytes.len(), sha256: sha256(&bytes), path });
    }
    Ok(files)
}

/// The tables of a year as `--series` names them.
fn tables<'a>(dataset: &'a Dataset, year: &Year) -> Vec<Table<'a>> {
    let zones = |of: &dyn Fn(usize, &ZoneSeries) -> Vec<f64>| -> Vec<(&'a str, Vec<f64>)> {
        let pairs = dataset.zones.iter().zip(&year.zones).enumerate();
        pairs.map(|(index, (zone, series))| (zone.id.as_str(), of(index, series))).collect()
    };
    let turbines_mw = |index: usize| {
        let zone = &dataset.zones[index].id;
        dataset.renewables.iter().find(|row| row.zone == *zone).map_or(0.0, |row| row.reservoir.0)
    };
    let per_unit = |index: usize, series: &ZoneSeries| {
        let turbines_mw = turbines_mw(index);
        let scaled = |mw: &f64| if turbines_mw > 0.0 { mw / turbines_mw } else { 0.0 };
        series.inflow_mw.iter().map(scaled).collect()
    };
    let mut tables = vec![
        ("load_mw", zones(&|_, s| s.load_mw.to_vec())),
        ("cf_wind_onshore", zones(&|_, s| s.wind_onshore_frac.to_vec())),
        ("cf_wind_offshore", zones(&|_, s| s.wind_offshore_frac.to_vec())),
        ("cf_solar_pv", zones(&|_, s| s.solar_frac.to_vec())),
        ("cf_hydro_ror", zones(&|_, s| s.run_of_river_frac.to_vec())),
        ("hydro_inflow_scaled", zones(&per_unit)),
        ("temperature_c", zones(&|_, s| s.temperature_c.to_vec())),
    ];
    let sites =
        || dataset.sites.iter().zip(&year.sites).filter(|(_, weather)| !weather.temperature_c.is_empty());
    tables.push((
        "site_temperature_c",
        sites().map(|(site, weather)| (site.id.as_str(), weather.temperature_c.to_vec())).collect(),
    ));
    tables.push((
        "site_humidity_frac",
        sites().map(|(site, weather)| (site.id.as_str(), weather.humidity_frac.to_vec())).collect(),
    ));
    tables
}

fn parquet(horizon: Horizon, columns: &[(&str, Vec<f64>)]) -> Result<Vec<u8>, Error> {
    let start_ms = days_since_1970(horizon.calendar_year) * 86_400_000;
    let hours: Vec<i64> =
        (0..horizon.hours).map(|hour| start_ms + hour.cast_signed() as i64 * 3_600_000).collect();
    let stamps = Int64Chunked::from_vec("time_utc".into(), hours)
        .into_datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC))
        .into_series();
    let mut all: Vec<Column> = vec![stamps.into()];
    all.extend(columns.iter().map(|(name, values)| Column::new((*name).into(), values.as_slice())));
    let mut frame = DataFrame::new_infer_height(all)?;
    let mut bytes = Vec::new();
    // one row group: the bytes do not depend on threads
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Zstd(None))
        .with_row_group_size(Some(horizon.hours))
        .finish(&mut frame)?;
    Ok(bytes)
}

fn csv(horizon: Horizon, columns: &[(&str, Vec<f64>)]) -> Vec<u8> {
    let mut text = String::from("time_utc");
    for (name, _) in columns {
        let _ = write!(text, ",{name}");
    }
    for t in 0..horizon.hours {
        let _ = write!(text, "\n{}", horizon.stamp(t));
        for (_, values) in columns {
            let _ = write!(text, ",{}", values[t]);
        }
    }
    text.push('\n');
    text.into_bytes()
}

fn write(out: &Path, name: &str, bytes: &[u8]) -> Result<(), Error> {
    let path = out.join(name);
    let failed = |source| Error::Write { path: path.clone(), source };
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(&path, bytes).map_err(failed)
}

/// Days from 1 January 1970 to 1 January of `year`.
fn days_since_1970(year: i32) -> i64 {
    let y = i64::from(year) - 1;
    365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) - 719_162
}

fn summary(dataset: &Dataset, horizon: Horizon, year: &Year) -> YearSummary {
    let all_mwh: f64 = dataset.zones.iter().map(|zone| zone.demand.0).sum();
    let sum = |of: &dyn Fn(usize, usize) -> f64| -> Vec<f64> {
        (0..horizon.hours).map(|t| (0..dataset.zones.len()).map(|zone| of(zone, t)).sum()).collect()
    };
    let rows: Vec<_> =
        dataset.zones.iter().map(|zone| dataset.renewables.iter().find(|row| row.zone == zone.id)).collect();
    let load = sum(&|zone, t| year.zones[zone].load_mw[t]);
    let temperature =
        sum(&|zone, t| year.zones[zone].temperature_c[t] * dataset.zones[zone].demand.0 / all_mwh);
    let wind = sum(&|zone, t| {
        rows[zone].map_or(0.0, |row| {
            row.wind_onshore.0 * year.zones[zone].wind_onshore_frac[t]
                + row.wind_offshore.0 * year.zones[zone].wind_offshore_frac[t]
        })
    });
    let solar = sum(&|zone, t| rows[zone].map_or(0.0, |row| row.solar.0 * year.zones[zone].solar_frac[t]));
    let inflow = sum(&|zone, t| year.zones[zone].inflow_mw[t]);
    let green: Vec<f64> = wind.iter().zip(&solar).map(|(wind, solar)| wind + solar).collect();
    let days: Vec<f64> = temperature.chunks(24).map(|day| day.iter().sum::<f64>() / 24.0).collect();
    let twh = |series: &[f64]| series.iter().sum::<f64>() / 1e6;
    YearSummary {
        folder: format!("year-{:03}", year.index + 1),
        seed: year.seed,
        demand_twh: twh(&load),
        peak_gw: load.iter().copied().fold(0.0, f64::max) / 1e3,
        temperature_c: temperature.iter().sum::<f64>() / horizon.hours as f64,
        coldest_day_c: days.iter().copied().fold(f64::INFINITY, f64::min),
        hottest_day_c: days.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        wind_twh: twh(&wind),
        solar_twh: twh(&solar),
        inflow_twh: twh(&inflow),
        longest_lull_h: longest_lull_h(&green),
        files: Vec::new(),
    }
}

/// Longest time in which the running day stays below half of the mean; the first day counts.
fn longest_lull_h(series: &[f64]) -> usize {
    let mean = series.iter().sum::<f64>() / series.len().max(1) as f64;
    let (mut run, mut longest) = (0, 0);
    for day in series.windows(24) {
        run = if day.iter().sum::<f64>() / 24.0 < 0.5 * mean { run + 1 } else { 0 };
        longest = longest.max(if run > 0 { run + 23 } else { 0 });
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Source, read_dataset, series};
    use gigasite_case::Findings;

    fn two_years(format: Format) -> Draw {
        Draw { years: 2, seed: 7, horizon: Horizon::year(2030), climate: Climate::today(), format }
    }

    #[test]
    fn what_is_written_is_read_as_the_same_year() {
        let loaded = read_dataset(&Source::Embedded("europe".into())).expect("the embedded dataset reads");
        let dataset = &loaded.dataset;
        let model = Years::new(dataset, Horizon::year(2030), 7, Climate::today());
        for format in [Format::Parquet, Format::Csv] {
            let folder = tempfile::tempdir().expect("a folder");
            let out = folder.path().join("years");
            let one = Draw { years: 1, ..two_years(format) };
            let manifest = draw(dataset, &loaded.hashes, one, Some(&out), |_| ()).expect("it is written");
            let mut findings = Findings::default();
            let (horizon, zones) =
                series::read_folder(&out.join("year-001"), dataset, &mut findings).expect("it reads");
            assert!(!findings.has_errors(), "{findings:?}");
            assert_eq!(findings.count(gigasite_case::Severity::Warning), 0, "{findings:?}");
            assert_eq!(horizon, Horizon::year(2030));
            let year = model.year(0);
            for (zone, (read, drawn)) in dataset.zones.iter().zip(zones.iter().zip(&year.zones)) {
                assert!(read.load_mw == drawn.load_mw, "{}", zone.id);
                assert!(read.temperature_c == drawn.temperature_c, "{}", zone.id);
                assert!(read.wind_offshore_frac == drawn.wind_offshore_frac, "{}", zone.id);
            }
            let mut sites = vec![gigasite_case::site::SiteWeather::default(); dataset.sites.len()];
            series::read_sites(&out.join("year-001"), dataset, horizon, &mut sites, &mut findings)
                .expect("it reads");
            for (read, drawn) in sites.iter().zip(&year.sites) {
                assert!(read.temperature_c == drawn.temperature_c, "temperature of sites");
                assert!(read.humidity_frac == drawn.humidity_frac, "humidity of sites");
            }
            for entry in &manifest.years[0].files {
                let bytes = std::fs::read(out.join(&entry.path)).expect("the file is there");
                assert_eq!(sha256(&bytes), entry.sha256, "{}", entry.path);
            }
            let again = draw(dataset, &loaded.hashes, one, Some(&out), |_| ());
            assert!(matches!(again, Err(Error::NotEmpty(_))));
        }
    }

    #[test]
    fn bytes_do_not_depend_on_threads() {
        let loaded = read_dataset(&Source::Embedded("europe".into())).expect("the embedded dataset reads");
        let written = |threads| {
            let folder = tempfile::tempdir().expect("a folder");
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
            pool.install(|| {
                draw(&loaded.dataset, &loaded.hashes, two_years(Format::Parquet), Some(folder.path()), |_| ())
            })
            .expect("it is written")
        };
        assert_eq!(written(1), written(3));
    }

    #[test]
    fn a_lull_is_counted_from_its_first_hour() {
        let mut series = vec![1.0; 500];
        series[100..180].fill(0.0);
        // the running day is below half of the mean (0.42) once less than about ten of its hours blow
        assert_eq!(longest_lull_h(&series), 80 + 2 * 10);
        assert_eq!(longest_lull_h(&[1.0; 100]), 0);
    }
}
