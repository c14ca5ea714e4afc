//! How close many generated years come to the real ones: `datasets/europe/YEARS.md`.
//!
//! 2016 is what the generator was measured on; 2019 (another source, no load) is not fitted on. Every statistic is taken
//! country by country and averaged over the countries that are one zone; wind, sun and load are divided by their own mean.
//! `GIGASITE_BLESS=1` writes the page again.

use super::years_statistics::{Place, Row, statistics};
use gigasite_case::{Dataset, Horizon};
use gigasite_data::generate::{Climate, Year, Years};
use gigasite_data::{Source, read_dataset};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

const PAGE: &str = "../../datasets/europe/YEARS.md";
const N_YEARS: usize = 20;

fn shared(file: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(file);
    path.exists().then_some(path)
}

/// Columns of a table by country, in ISO codes; hours on Central European Time are turned back to UTC.
fn read(path: &Path, cet: bool) -> BTreeMap<String, Vec<f64>> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    let mut lines = text.lines();
    let names: Vec<String> = lines
        .next()
        .unwrap()
        .split(',')
        .skip(1)
        .map(|name| name.replace("EL", "GR").replace("UK", "GB"))
        .collect();
    let mut columns = vec![Vec::new(); names.len()];
    for line in lines {
        for (column, cell) in columns.iter_mut().zip(line.split(',').skip(1)) {
            column.push(cell.parse::<f64>().unwrap_or(f64::NAN));
        }
    }
    if cet {
        for column in &mut columns {
            column.rotate_left(1);
        }
    }
    names.into_iter().zip(columns).filter(|(_, column)| column.iter().all(|x| x.is_finite())).collect()
}

/// A real year: the countries that are one zone and have wind, sun and temperature.
fn real(dataset: &Dataset, folder: &str, files: [&str; 4], cet: bool) -> Option<BTreeMap<String, Place>> {
    let table = |file: &str| Some(read(&shared(&format!("{folder}/{file}.csv.gz"))?, cet));
    let (wind, sun, temperature) = (table(files[0])?, table(files[1])?, table(files[2])?);
    let load = if files[3].is_empty() { BTreeMap::new() } else { table(files[3])? };
    let places = dataset.zones.iter().filter(|zone| zone.id == zone.country).filter_map(|zone| {
        let place = Place {
            at: (zone.lat_deg, zone.lon_deg),
            wind: wind.get(&zone.id)?.clone(),
            sun: sun.get(&zone.id)?.clone(),
            temperature_c: temperature.get(&zone.id)?.clone(),
            load: load.get(&zone.id).cloned(),
        };
        Some((zone.id.clone(), place))
    });
    // one plant or a handful is no country: Slovenia's and Croatia's wind of 2016
    Some(places.filter(|(id, _)| !["SI", "HR", "MK"].contains(&id.as_str())).collect())
}

fn made(dataset: &Dataset, year: &Year, like: &BTreeMap<String, Place>) -> BTreeMap<String, Place> {
    like.iter()
        .filter_map(|(id, real)| {
            let zone = &year.zones[dataset.zones.iter().position(|zone| zone.id == *id)?];
            let place = Place {
                at: real.at,
                wind: zone.wind_onshore_frac.to_vec(),
                sun: zone.solar_frac.to_vec(),
                temperature_c: zone.temperature_c.to_vec(),
                load: real.load.as_ref().map(|_| zone.load_mw.to_vec()),
            };
            Some((id.clone(), place))
        })
        .collect()
}

struct Compared {
    row: Row,
    mean: f64,
    least: f64,
    most: f64,
}

fn compare(dataset: &Dataset, real: &BTreeMap<String, Place>, horizon: Horizon) -> Vec<Compared> {
    let model = Years::new(dataset, horizon, 7, Climate::today());
    let drawn: Vec<Vec<Row>> =
        (0..N_YEARS).map(|index| statistics(&made(dataset, &model.year(index), real), horizon)).collect();
    statistics(real, horizon)
        .into_iter()
        .enumerate()
        .map(|(index, row)| {
            let values: Vec<f64> = drawn.iter().map(|rows| rows[index].value).collect();
            Compared {
                row,
                mean: values.iter().sum::<f64>() / N_YEARS as f64,
                least: values.iter().copied().fold(f64::INFINITY, f64::min),
                most: values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            }
        })
        .collect()
}

fn print(page: &mut String, title: &str, rows: &[Compared]) {
    let _ = writeln!(
        page,
        "\n## {title}\n\n| statistic | real | ours | difference | ours, {N_YEARS} years |\n|---|---:|---:|---:|---:|"
    );
    for Compared { row, mean, least, most } in rows {
        let digits = row.digits;
        let _ = writeln!(
            page,
            "| {} | {:.digits$} | {mean:.digits$} | {:+.digits$} | {least:.digits$} … {most:.digits$} |",
            row.name,
            row.value,
            mean - row.value
        );
    }
}

#[test]
fn many_years_resemble_the_real_ones() {
    let dataset = read_dataset(&Source::Embedded("europe".into())).unwrap().dataset;
    let names = ["cf_wind_onshore", "cf_solar_pv", "temperature_c", "load_mw"];
    let other = ["wind_inland_baseline", "solar_pv_on_land", "air_temperature", ""];
    let (Some(of_2016), Some(of_2019)) = (
        real(&dataset, "timeseries/eu_2016_dispaset", names, false),
        real(&dataset, "timeseries/eu_2019_etm", other, true),
    ) else {
        eprintln!("skipped: there is no ../shared/data beside this clone");
        return;
    };
    assert!(of_2016.len() >= 18 && of_2019.len() >= 18, "{} and {}", of_2016.len(), of_2019.len());
    let mut page = String::from(INTRODUCTION);
    let mut outside = Vec::new();
    for (title, real, horizon) in [
        ("2016, measured on", of_2016, Horizon::year(2016)),
        ("2019, not seen before", of_2019, Horizon::year(2019)),
    ] {
        let rows = compare(&dataset, &real, horizon);
        print(&mut page, &format!("{title}: {} countries", real.len()), &rows);
        outside.extend(
            rows.iter().filter(|row| (row.mean - row.row.value).abs() > row.row.within).map(|row| {
                format!("{title}: {} is {:.3}, real {:.3}", row.row.name, row.mean, row.row.value)
            }),
        );
    }
    spread_of_years(&dataset, &mut page, &mut outside);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if std::env::var_os("GIGASITE_BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    assert!(outside.is_empty(), "{}", outside.join("\n"));
    let published = std::fs::read_to_string(&path).unwrap();
    assert!(published == page, "YEARS.md is not what is measured: GIGASITE_BLESS=1 writes it again");
}

/// Inflow of 2003–2012, temperature of Frankfurt 2020–2024, and what there is no real figure for.
fn spread_of_years(dataset: &Dataset, page: &mut String, outside: &mut Vec<String>) {
    let Some(path) = shared("timeseries/hydro_inflow_daily_2003_2012_gwh.csv.gz") else { return };
    let horizon = Horizon::year(2030);
    let n = 30;
    let model = Years::new(dataset, horizon, 7, Climate::today());
    let mut yearly = vec![Vec::new(); dataset.zones.len()];
    for index in 0..n {
        for (zone, series) in model.year(index).zones.iter().enumerate() {
            let mean = |series: &[f64]| series.iter().sum::<f64>() / horizon.hours as f64;
            let peak = series.load_mw.iter().copied().fold(0.0, f64::max);
            yearly[zone].push([
                mean(&series.inflow_mw),
                mean(&series.temperature_c),
                mean(&series.wind_onshore_frac),
                mean(&series.solar_frac),
                mean(&series.load_mw),
                peak,
            ]);
        }
    }
    let spread = |values: &[f64]| {
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64;
        (mean, variance.sqrt())
    };
    let of = |zone: usize, what: usize| spread(&yearly[zone].iter().map(|row| row[what]).collect::<Vec<_>>());
    let _ = writeln!(
        page,
        "\n## From year to year: yearly inflow, standard deviation over mean\n\n| country | real 2003–2012 | ours, {n} years | difference |\n|---|---:|---:|---:|"
    );
    let inflow = read(&path, false);
    let (mut differences, mut count) = (0.0, 0.0);
    for (zone, row) in dataset.zones.iter().enumerate() {
        let Some(days) = inflow.get(&row.id) else { continue };
        let ours = of(zone, 0);
        if ours.0 < 1.0 {
            continue;
        }
        let mut years = Vec::new();
        let mut start = 0;
        for year in 2003..=2012 {
            let end = start + Horizon::year(year).hours.div_euclid(24);
            years.push(days[start..end].iter().sum::<f64>());
            start = end;
        }
        let real = spread(&years);
        let (real, ours) = (real.1 / real.0, ours.1 / ours.0);
        differences += (ours - real).abs();
        count += 1.0;
        let _ = writeln!(page, "| {} | {real:.2} | {ours:.2} | {:+.2} |", row.id, ours - real);
    }
    if differences / count > 0.1 {
        outside.push(format!("spread of yearly inflow: {:.3} off in the mean", differences / count));
    }
    let _ = writeln!(
        page,
        "\n## From year to year: {n} of our years\n\nPeaks over the peak load of the dataset: what one year in two and one in twenty exceeds.\n\n| zone | temperature (K) | wind (%) | sun (%) | demand (%) | peak, 1 in 2 | peak, 1 in 20 |\n|---|---:|---:|---:|---:|---:|---:|"
    );
    for (zone, row) in dataset.zones.iter().enumerate() {
        let percent = |what: usize| {
            let (mean, deviation) = of(zone, what);
            if mean > 0.0 { 100.0 * deviation / mean } else { 0.0 }
        };
        let mut peaks: Vec<f64> = yearly[zone].iter().map(|year| year[5] / row.peak_load.0).collect();
        peaks.sort_by(f64::total_cmp);
        let _ = writeln!(
            page,
            "| {} | {:.2} | {:.1} | {:.1} | {:.1} | {:.3} | {:.3} |",
            row.id,
            of(zone, 1).1,
            percent(2),
            percent(3),
            percent(4),
            peaks[n.div_euclid(2)],
            peaks[n - 2]
        );
    }
}

const INTRODUCTION: &str = "\
# How close many generated years come to real ones

`gigasite data synth` draws years; here are 20 of them (seed 7) beside the real hourly series of 2016 (Dispa-SET), which the
generator was measured on, and of 2019 (ETM), on which nothing was fitted; its column was in sight when the daily wave and the
shares of the slow fields were chosen, so it is a check and no blind test. The monthly *levels* of the dataset are those of both
years, so levels are taken out: wind, sun and load are divided by their own mean of the
year, temperatures are anomalies about a yearly wave and the mean day. Every statistic is the mean over the countries that are
one zone; «ours» is the mean over the years, and the last column its lowest and highest year: one real year inside that range
is all that can be asked. Written by the test `many_years_resemble_the_real_ones`, which fails when a mean leaves its band.

* **low spell**: wind and sun, half each, stay below 40 % of their mean in the running day for at least 24 or 72 hours (the
  start of the first day counts);
* **hot days**: days in runs of three or more whose mean is 4 K above that of June to August; **cold days**: 5 K below that of
  December to February;
* **cold and still**: share of winter days in the coldest *and* stillest quarter of their winter; independent it would be 0.0625;
* **near**, **far**: pairs of countries less than 700 km and more than 1,500 km apart.
";
