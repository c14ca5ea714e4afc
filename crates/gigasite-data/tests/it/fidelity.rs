//! How close a generated year comes to the real one of 2016, country by country: `datasets/europe/SERIES.md`.
//!
//! Level is taken out of loads, wind and sun (each series is divided by its own mean), since the dataset's level is that of
//! 2024; temperatures are compared as they are. `GIGASITE_BLESS=1` writes the page again.

use gigasite_case::zone::ZoneSeries;
use gigasite_case::{Case, Findings};
use gigasite_data::{CaseSource, load_case};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const REAL: &str = "../../../shared/data/timeseries/eu_2016_dispaset";
const PAGE: &str = "../../datasets/europe/SERIES.md";

struct Quantity {
    title: &'static str,
    file: &'static str,
    of: fn(&ZoneSeries) -> &[f64],
    /// Divided by its own mean, errors in per cent; else in kelvin.
    relative: bool,
    /// What the means over all countries may not exceed: duration curve, months, correlation; and the band of the ramp ratio.
    bounds: (f64, f64, f64, (f64, f64)),
}

const QUANTITIES: [Quantity; 4] = [
    Quantity {
        title: "Load",
        file: "load_mw",
        of: |s| &s.load_mw,
        relative: true,
        bounds: (3.8, 3.5, 0.13, (0.85, 1.15)),
    },
    Quantity {
        title: "Wind onshore",
        file: "cf_wind_onshore",
        of: |s| &s.wind_onshore_frac,
        relative: true,
        bounds: (13.0, 12.0, 0.14, (0.85, 1.2)),
    },
    Quantity {
        title: "Sun",
        file: "cf_solar_pv",
        of: |s| &s.solar_frac,
        relative: true,
        bounds: (18.0, 8.0, 0.05, (0.8, 1.2)),
    },
    Quantity {
        title: "Temperature",
        file: "temperature_c",
        of: |s| &s.temperature_c,
        relative: false,
        bounds: (2.2, 2.3, 0.05, (0.6, 1.2)),
    },
];

struct Row {
    country: String,
    duration: f64,
    months: f64,
    correlation: f64,
    ramp_made: f64,
    ramp_real: f64,
}

#[test]
fn a_generated_year_resembles_the_real_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(REAL);
    if !folder.exists() {
        eprintln!("skipped: there is no ../shared/data beside this clone");
        return;
    }
    let year = [("horizon.calendar_year".to_owned(), "2016".to_owned())];
    let (made, _) = load_case(&CaseSource::parse("europe"), &year, None).unwrap();
    let (real, findings) = load_case(&CaseSource::parse("europe"), &[], Some(&folder)).unwrap();
    let mut page = String::from(INTRODUCTION);
    for quantity in &QUANTITIES {
        let rows = rows(quantity, &made, &real, &findings);
        assert!(rows.len() >= 25, "{} countries have {}", rows.len(), quantity.title);
        let mean = |of: fn(&Row) -> f64| rows.iter().map(of).sum::<f64>() / rows.len() as f64;
        let all = (mean(|r| r.duration), mean(|r| r.months), mean(|r| r.correlation));
        let ramp = mean(|r| r.ramp_made / r.ramp_real);
        let (duration, months, correlation, band) = quantity.bounds;
        print(&mut page, quantity, &rows, all, ramp);
        assert!(
            all.0 <= duration && all.1 <= months && all.2 <= correlation && (band.0..=band.1).contains(&ramp),
            "{}: {all:?}, ramps {ramp:.2} times as steep",
            quantity.title
        );
    }
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    if std::env::var_os("GIGASITE_BLESS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(published == page, "SERIES.md is not of this generator: write it again with GIGASITE_BLESS=1");
}

const INTRODUCTION: &str = "\
# How close the generated hours come to a real year

The generator with seed 2016 in the calendar of 2016, beside the real hourly series of that year (Dispa-SET, read with
`--series`). Monthly levels of the generator are those of the dataset (shape of 2016 and 2019 or a mean of years, level of
2024), so the months differ on purpose where 2016 was no mean year. One row a country; countries whose real column is empty
are left out. Load, wind and sun are divided by their own mean. In short: durations within 4 % (load), 11 % (wind), 16 % (sun) and
2 K; correlations between countries within 0.11; ramps of load, wind and sun as steep as real ones, those of temperature a third
gentler, since a swing of the month stands for every day of it.

* **duration**: root mean square difference of the duration curves;
* **months**: mean absolute difference of the monthly means;
* **correlation**: mean absolute difference of the hourly correlation with every other country;
* **ramp p99**: the change from hour to hour that one hour in a hundred exceeds, generated and real.
";

fn rows(quantity: &Quantity, made: &Case, real: &Case, findings: &Findings) -> Vec<Row> {
    let stands_in: BTreeSet<&str> = findings
        .0
        .iter()
        .filter(|finding| finding.code == "generated-zone" || finding.code == "empty-column")
        .filter(|finding| finding.place.file.contains(quantity.file))
        .filter_map(|finding| finding.place.field.as_deref())
        .collect();
    let mut countries: Vec<(&str, Vec<f64>, Vec<f64>)> = Vec::new();
    for (index, zone) in made.dataset.zones.iter().enumerate() {
        let known = countries.iter().any(|(country, ..)| *country == zone.country);
        if known || stands_in.contains(zone.id.as_str()) || stands_in.contains(zone.country.as_str()) {
            continue;
        }
        let series = |case: &Case| -> Vec<f64> {
            let values = (quantity.of)(&case.zone_series[index]);
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            values.iter().map(|value| if quantity.relative { value / mean } else { *value }).collect()
        };
        countries.push((&zone.country, series(made), series(real)));
    }
    let scale = if quantity.relative { 100.0 } else { 1.0 };
    (0..countries.len())
        .map(|own| {
            let (country, made_series, real_series) = &countries[own];
            let others = (0..countries.len()).filter(|other| *other != own);
            let difference: f64 = others
                .map(|other| {
                    let (_, made_other, real_other) = &countries[other];
                    (correlation(made_series, made_other) - correlation(real_series, real_other)).abs()
                })
                .sum();
            Row {
                country: (*country).to_owned(),
                duration: scale * duration(made_series, real_series),
                months: scale * months(real, made_series, real_series),
                correlation: difference / (countries.len() - 1) as f64,
                ramp_made: scale * ramp(made_series),
                ramp_real: scale * ramp(real_series),
            }
        })
        .collect()
}

fn duration(made: &[f64], real: &[f64]) -> f64 {
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values
    };
    let sum: f64 = sorted(made).iter().zip(sorted(real)).map(|(a, b)| (a - b).powi(2)).sum();
    (sum / made.len() as f64).sqrt()
}

fn months(case: &Case, made: &[f64], real: &[f64]) -> f64 {
    let means = |values: &[f64]| {
        let mut sums = [(0.0, 0.0); 12];
        for (t, value) in values.iter().enumerate() {
            let month = &mut sums[case.horizon.month(t)];
            month.0 += value;
            month.1 += 1.0;
        }
        sums.map(|(sum, hours)| sum / hours)
    };
    means(made).iter().zip(means(real)).map(|(a, b)| (a - b).abs()).sum::<f64>() / 12.0
}

fn ramp(values: &[f64]) -> f64 {
    let mut steps: Vec<f64> = values.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
    steps.sort_by(f64::total_cmp);
    steps[(0.99 * (steps.len() - 1) as f64) as usize]
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        ab += (x - mean_a) * (y - mean_b);
        aa += (x - mean_a).powi(2);
        bb += (y - mean_b).powi(2);
    }
    ab / (aa * bb).sqrt()
}

fn print(page: &mut String, quantity: &Quantity, rows: &[Row], all: (f64, f64, f64), ramp: f64) {
    let unit = if quantity.relative { "% of the mean" } else { "K" };
    let _ = writeln!(page, "\n## {} ({unit})\n\n```text", quantity.title);
    let _ = writeln!(page, "country  duration    months  correlation  ramp p99  real p99");
    for row in rows {
        let _ = writeln!(
            page,
            "{:7}{:10.1}{:10.1}{:13.2}{:10.1}{:10.1}",
            row.country, row.duration, row.months, row.correlation, row.ramp_made, row.ramp_real
        );
    }
    let _ =
        writeln!(page, "mean   {:10.1}{:10.1}{:13.2}   ratio of ramps {ramp:.2}\n```", all.0, all.1, all.2);
}
