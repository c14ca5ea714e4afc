//! Hourly series: clocks by the sun, sensors that stand still, hours that leap, sums, and zones that do not move as their neighbours.
//!
//! Limits were set on the real year 2016 of 27 countries, none of which is found, and on spoilt copies of it, all of which are.

use crate::files::Source;
use crate::series::{folder_tables, read_folder};
use crate::{Error, read_dataset};
use gigasite_case::review::Resource;
use gigasite_case::zone::{Zone, ZoneSeries};
use gigasite_case::{Dataset, Findings, Place};
use std::path::Path;

/// Hours that sun may be off its noon: zones are wide, panels do not all look south.
const CLOCK_H: f64 = 0.8;
/// Degrees that the sun moves in an hour.
const DEG_PER_H: f64 = 15.0;
/// Hours in a row that load or wind may stand still.
const STILL_H: usize = 24;
/// A load that leaves both neighbouring hours by more than this share of its mean is a slip.
const SPIKE_FRAC: f64 = 0.5;
/// Load of a year over the annual figure of the dataset: other years and other borders are within.
const SUM_RATIO: (f64, f64) = (0.5, 2.0);
/// Correlation of a load with the mean of its neighbours, below which it is not of this continent and year.
const LEAST_CORRELATION: f64 = 0.2;

/// Checks a folder of hourly series against the embedded dataset.
pub(super) fn check(path: &Path, findings: &mut Findings) -> Result<Vec<Resource>, Error> {
    let dataset = read_dataset(&Source::Embedded("europe".into()))?.dataset;
    let (_, series) = read_folder(path, &dataset, findings)?;
    let tables = folder_tables(path);
    let place = |name: &str, zone: &Zone| {
        let file = tables
            .iter()
            .find(|(known, _)| *known == name)
            .map_or_else(String::new, |(_, file)| file.clone());
        Place::file(file).field(zone.id.clone())
    };
    // what the generator stands in for is not the folder's
    let stand_ins: Vec<(String, String)> = findings
        .0
        .iter()
        .filter(|finding| finding.code == "generated-zone")
        .filter_map(|finding| Some((finding.place.file.clone(), finding.place.field.clone()?)))
        .collect();
    let looked = |name: &str, zone: &Zone| {
        tables.iter().any(|(known, file)| {
            *known == name && !stand_ins.iter().any(|(table, id)| table == file && *id == zone.id)
        })
    };
    for (zone, series) in dataset.zones.iter().zip(&series) {
        if looked("load_mw", zone) {
            load(zone, series, &place("load_mw", zone), findings);
        }
        if looked("cf_solar_pv", zone) {
            clock(zone, series, &place("cf_solar_pv", zone), findings);
        }
        if looked("cf_wind_onshore", zone) {
            // a storm holds all turbines at their most for days
            let most = series.wind_onshore_frac.iter().copied().fold(0.0, f64::max);
            let below: Vec<f64> = series
                .wind_onshore_frac
                .iter()
                .map(|share| if *share >= most - 1e-6 { 0.0 } else { *share })
                .collect();
            still(&below, &place("cf_wind_onshore", zone), findings);
        }
        if looked("temperature_c", zone) {
            still(&series.temperature_c, &place("temperature_c", zone), findings);
        }
    }
    let real: Vec<bool> = dataset.zones.iter().map(|zone| looked("load_mw", zone)).collect();
    neighbours(&dataset, (&series, &real), &place, findings);
    Ok(tables
        .into_iter()
        .map(|(_, file)| Resource { file, checks: vec!["file", "structure", "series"] })
        .collect())
}

fn load(zone: &Zone, series: &ZoneSeries, place: &Place, findings: &mut Findings) {
    let values = &series.load_mw;
    still(values, place, findings);
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    for (hour, three) in values.windows(3).enumerate() {
        let (low, high) = (three[0].min(three[2]), three[0].max(three[2]));
        let leap = (three[1] - high).max(low - three[1]);
        if leap > SPIKE_FRAC * mean {
            let message = format!(
                "the hour on line {} has {:.0} MW between {:.0} and {:.0}",
                hour + 3,
                three[1],
                three[0],
                three[2]
            );
            findings.warning(
                "spike",
                place.clone().line(hour + 3),
                message,
                "check it against another source",
            );
        }
    }
    let year_mwh = values.iter().sum::<f64>() * 8760.0 / values.len().max(1) as f64;
    let ratio = year_mwh / zone.demand.0;
    if ratio < SUM_RATIO.0 || ratio > SUM_RATIO.1 {
        let message = format!(
            "the year adds up to {:.1} TWh, the dataset has {:.1} TWh",
            year_mwh / 1e6,
            zone.demand.0 / 1e6
        );
        findings.warning(
            "energy-off-annual",
            place.clone(),
            message,
            "is it in megawatts, and of this zone?",
        );
    }
}

/// The same value hour after hour; nothing at all is a calm or a night and no fault.
fn still(values: &[f64], place: &Place, findings: &mut Findings) {
    let mut begin = 0;
    for hour in 1..=values.len() {
        let same = hour < values.len() && (values[hour] - values[begin]).abs() < 1e-9;
        if same {
            continue;
        }
        if hour - begin >= STILL_H && values[begin].abs() > 1e-9 {
            let message = format!("{} hours in a row have {}", hour - begin, values[begin]);
            let hint = "look for a sensor or a fill that got stuck";
            findings.warning("flat-line", place.clone().line(begin + 2), message, hint);
            return;
        }
        begin = hour;
    }
}

/// Sun is symmetric about its noon in the mean of the year.
fn clock(zone: &Zone, series: &ZoneSeries, place: &Place, findings: &mut Findings) {
    let (mut weighted, mut sum) = (0.0, 0.0);
    for (hour, share) in series.solar_frac.iter().enumerate() {
        weighted += share * ((hour % 24) as f64 + 0.5);
        sum += share;
    }
    if sum <= 0.0 {
        return;
    }
    let off_h = weighted / sum - (12.0 - zone.lon_deg / DEG_PER_H);
    if off_h.abs() > CLOCK_H {
        let message =
            format!("the sun stands highest {off_h:+.1} h from the noon of {:.1}° east", zone.lon_deg);
        findings.warning(
            "clock-shift",
            place.clone(),
            message,
            "hours must be UTC, named by their beginning",
        );
    }
}

fn neighbours(
    dataset: &Dataset,
    (series, real): (&[ZoneSeries], &[bool]),
    place: &dyn Fn(&str, &Zone) -> Place,
    findings: &mut Findings,
) {
    for (index, zone) in dataset.zones.iter().enumerate().take(series.len()).filter(|(index, _)| real[*index])
    {
        let beside: Vec<usize> = dataset
            .borders
            .iter()
            .filter_map(|border| match (border.from == zone.id, border.to == zone.id) {
                (true, _) => dataset.zones.iter().position(|other| other.id == border.to),
                (_, true) => dataset.zones.iter().position(|other| other.id == border.from),
                _ => None,
            })
            .collect();
        if beside.is_empty() {
            continue;
        }
        let own = &series[index].load_mw;
        let around: Vec<f64> = (0..own.len())
            .map(|hour| {
                beside.iter().map(|other| series[*other].load_mw[hour] / dataset.zones[*other].demand.0).sum()
            })
            .collect();
        let found = correlation(own, &around);
        if found < LEAST_CORRELATION {
            let message = format!("its correlation with the neighbours' load is {found:.2}");
            let hint = "are two columns swapped, or is the clock off by half a day?";
            findings.warning("unlike-series", place("load_mw", zone), message, hint);
        }
    }
}

fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len().max(1) as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        ab += (x - mean_a) * (y - mean_b);
        aa += (x - mean_a).powi(2);
        bb += (y - mean_b).powi(2);
    }
    ab / (aa * bb).sqrt().max(f64::MIN_POSITIVE)
}
