//! A folder of series, clean and spoilt: one defect, one finding, in its column.

use gigasite_case::{Findings, Horizon, Severity};
use gigasite_data::{Source, check, generate, read_dataset};
use std::fmt::Write as _;
use std::path::Path;

/// Columns of a table by zone.
type Columns = Vec<(String, Vec<f64>)>;

struct Folder {
    load: Columns,
    sun: Columns,
    wind: Columns,
    temperature: Columns,
}

impl Folder {
    fn clean() -> Self {
        let dataset = read_dataset(&Source::Embedded("europe".into())).expect("embedded").dataset;
        let series = generate::zone_series(&dataset, Horizon::year(2030), 2016);
        let columns = |of: fn(&gigasite_case::zone::ZoneSeries) -> &Vec<f64>| {
            dataset.zones.iter().zip(&series).map(|(zone, one)| (zone.id.clone(), of(one).clone())).collect()
        };
        Self {
            load: columns(|one| &one.load_mw.0),
            sun: columns(|one| &one.solar_frac.0),
            wind: columns(|one| &one.wind_onshore_frac.0),
            temperature: columns(|one| &one.temperature_c.0),
        }
    }

    fn of<'a>(columns: &'a mut Columns, zone: &str) -> &'a mut Vec<f64> {
        &mut columns.iter_mut().find(|(id, _)| id == zone).expect("a zone").1
    }

    /// Findings from a warning on, but for what stands in for tables that are not there.
    fn found(&self) -> Vec<(String, Option<String>)> {
        let folder = tempfile::tempdir().expect("a folder");
        let tables = [
            ("load_mw", &self.load),
            ("cf_solar_pv", &self.sun),
            ("cf_wind_onshore", &self.wind),
            ("temperature_c", &self.temperature),
        ];
        for (name, columns) in tables {
            write(&folder.path().join(format!("{name}.csv")), columns);
        }
        let findings: Findings = check(&folder.path().display().to_string());
        findings
            .0
            .into_iter()
            .filter(|finding| finding.severity >= Severity::Warning && finding.code != "generated-quantity")
            .map(|finding| (finding.code, finding.place.field))
            .collect()
    }
}

fn write(path: &Path, columns: &Columns) {
    let mut text = String::from("utc");
    for (zone, _) in columns {
        let _ = write!(text, ",{zone}");
    }
    let horizon = Horizon::year(2030);
    for hour in 0..horizon.hours {
        let _ = write!(text, "\n{}", horizon.stamp(hour));
        for (_, values) in columns {
            let _ = write!(text, ",{:.6}", values[hour]);
        }
    }
    std::fs::write(path, text + "\n").expect("written");
}

#[track_caller]
fn spoilt(code: &str, zone: &str, spoil: impl FnOnce(&mut Folder)) {
    let mut folder = Folder::clean();
    spoil(&mut folder);
    let found = folder.found();
    assert_eq!(found, [(code.to_owned(), Some(zone.to_owned()))]);
}

#[test]
fn a_clean_folder_gives_no_finding() {
    assert_eq!(Folder::clean().found(), []);
}

#[test]
fn sun_sold_in_another_clock_is_found() {
    spoilt("clock-shift", "GR", |folder| Folder::of(&mut folder.sun, "GR").rotate_right(2));
}

#[test]
fn a_sensor_that_stands_still_is_found() {
    spoilt("flat-line", "AT", |folder| Folder::of(&mut folder.temperature, "AT")[500..540].fill(7.25));
    spoilt("flat-line", "FR", |folder| {
        let load = Folder::of(&mut folder.load, "FR");
        let mean = load.iter().sum::<f64>() / load.len() as f64;
        load[4000..4030].fill(mean);
    });
}

#[test]
fn an_hour_that_leaps_is_found() {
    spoilt("spike", "PT", |folder| Folder::of(&mut folder.load, "PT")[3000] *= 2.2);
}

#[test]
fn a_load_in_another_unit_is_found() {
    spoilt("energy-off-annual", "CZ", |folder| {
        for mw in Folder::of(&mut folder.load, "CZ").iter_mut() {
            *mw *= 0.25;
        }
    });
}

#[test]
fn a_load_that_is_nobody_s_neighbour_is_found() {
    spoilt("unlike-series", "CZ", |folder| Folder::of(&mut folder.load, "CZ").rotate_right(12));
}
