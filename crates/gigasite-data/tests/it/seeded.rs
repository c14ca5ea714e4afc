//! Seeded defects: one change to what is clean, one finding, of this code and at this place. The changes are data, below:
//! [`seeds::SEEDS`].

mod seeds;

use crate::bench::{Csv, Study};
use gigasite_case::{Finding, Horizon, Severity};
use gigasite_data::{Source, check, generate, read_dataset};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// A row by the value of a column, the first that has it.
type Key = (&'static str, &'static str);

/// What is done to the clean thing.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Spoil {
    /// A cell of a table gets another value: table, row, column, value.
    Cell(&'static str, Key, &'static str, &'static str),
    /// The same in every row with this value.
    Cells(&'static str, Key, &'static str, &'static str),
    /// A column gets another label.
    Label(&'static str, &'static str, &'static str),
    /// A column is left out.
    NoColumn(&'static str, &'static str),
    /// A column is added, with this label and this value.
    Column(&'static str, &'static str, &'static str),
    /// Two cells of a row change places.
    Swap(&'static str, Key, &'static str, &'static str),
    /// All rows with this value are left out.
    NoRows(&'static str, Key),
    /// The first row with this value stands there again, at the end.
    Double(&'static str, Key),
    /// The same with some cells changed.
    Like(&'static str, Key, &'static [Key]),
    /// The bytes of a table change.
    Bytes(&'static str, fn(Vec<u8>) -> Vec<u8>),
    /// A table is left out.
    NoFile(&'static str),
    /// A text of the case file becomes another.
    Case(&'static str, &'static str),
    /// The hours of a zone change: table, zone, how.
    Hours(&'static str, &'static str, fn(&mut [f64])),
    /// The lines of a table of hours change.
    Lines(&'static str, fn(&mut Vec<String>)),
    /// A text of a small data package becomes another: file, from, to.
    Package(&'static str, &'static str, &'static str),
}

/// Where the finding must be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum At {
    /// Where the change was made.
    Here,
    /// In another file than the change, at the row with this value.
    There(&'static str, Key),
    /// In the file of the change, at this line.
    Line(usize),
    /// In the file of the change, without a line.
    File,
    /// The first row of the changed file with this value.
    Row(Key),
    /// In this column of the hours.
    Hour(&'static str),
    /// Where the case file says this.
    Case(&'static str),
}

/// A defect and its finding.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seed {
    /// What is wrong, in a person's words.
    pub(crate) what: &'static str,
    pub(crate) spoil: Spoil,
    pub(crate) code: &'static str,
    pub(crate) at: At,
    /// Codes that follow from the defect and may stand beside it.
    pub(crate) also: &'static [&'static str],
}

/// What a seed did: where the finding is expected (file, line, column).
struct Expected {
    file: String,
    line: Option<usize>,
    field: Option<&'static str>,
    findings: Vec<Finding>,
}

/// Findings from a warning on. What stands in for series that are not there is no defect.
fn matter(path: &Path) -> Vec<Finding> {
    let found = check(&path.display().to_string()).0;
    found
        .into_iter()
        .filter(|one| one.severity >= Severity::Warning && one.code != "generated-quantity")
        .collect()
}

fn line_of(csv: &Csv, (column, value): Key) -> usize {
    csv.line(column, value)
}

/// The seed sown into a fresh study, and what the check says.
fn sow(seed: &Seed) -> Expected {
    match seed.spoil {
        Spoil::Case(from, to) => {
            let study = Study::new();
            let line = study.change_case(from, to);
            let line = match seed.at {
                At::Line(below) => Some(line + below),
                At::Case(other) => Some(study.change_case(other, other)),
                _ => Some(line),
            };
            let findings = matter(&study.root.join("case.toml"));
            Expected { file: "case.toml".into(), line, field: None, findings }
        }
        Spoil::Hours(..) | Spoil::Lines(..) => hours(seed),
        Spoil::Package(file, from, to) => package(seed, file, from, to),
        _ => table(seed),
    }
}

fn table(seed: &Seed) -> Expected {
    let study = Study::new();
    let (file, line) = match seed.spoil {
        Spoil::Bytes(file, change) => {
            let path = study.table(file);
            fs::write(&path, change(fs::read(&path).unwrap())).unwrap();
            (file, None)
        }
        Spoil::NoFile(file) => {
            fs::remove_file(study.table(file)).unwrap();
            (file, None)
        }
        _ => spoil_csv(&study, seed.spoil),
    };
    let (file, line) = match seed.at {
        At::Here => (file, line),
        At::There(file, key) => (file, Some(line_of(&study.read(file), key))),
        At::Line(line) => (file, Some(line)),
        At::Row(key) => (file, Some(line_of(&study.read(file), key))),
        At::File | At::Hour(_) | At::Case(_) => (file, None),
    };
    Expected { file: file.into(), line, field: None, findings: matter(&study.root.join("dataset")) }
}

/// Changes rows of a table; its name and the line of the change.
fn spoil_csv(study: &Study, spoil: Spoil) -> (&'static str, Option<usize>) {
    let (Spoil::Cell(file, ..)
    | Spoil::Cells(file, ..)
    | Spoil::Label(file, ..)
    | Spoil::NoColumn(file, ..)
    | Spoil::Column(file, ..)
    | Spoil::Swap(file, ..)
    | Spoil::NoRows(file, ..)
    | Spoil::Double(file, ..)
    | Spoil::Like(file, ..)) = spoil
    else {
        unreachable!("a change of rows: {spoil:?}")
    };
    let mut csv = study.read(file);
    let mut line = 1;
    match spoil {
        Spoil::Cell(_, key, column, value) => {
            line = line_of(&csv, key);
            csv.set(line, column, value);
        }
        Spoil::Cells(_, (by, wanted), column, value) => {
            let (by, column) = (csv.column(by), csv.column(column));
            line = line_of(&csv, (csv.rows[0][by].clone().leak(), wanted));
            for row in csv.rows.iter_mut().filter(|row| row[by] == wanted) {
                value.clone_into(&mut row[column]);
            }
        }
        Spoil::Label(_, from, to) => csv.set(1, from, to),
        Spoil::NoColumn(_, column) => {
            let at = csv.column(column);
            csv.rows.iter_mut().for_each(|row| drop(row.remove(at)));
        }
        Spoil::Column(_, label, value) => {
            csv.rows.iter_mut().for_each(|row| row.push(value.into()));
            label.clone_into(csv.rows[0].last_mut().unwrap());
        }
        Spoil::Swap(_, key, one, other) => {
            line = line_of(&csv, key);
            let (one, other) = (csv.column(one), csv.column(other));
            csv.rows[line - 1].swap(one, other);
        }
        Spoil::NoRows(_, key) => {
            line = line_of(&csv, key);
            let by = csv.column(key.0);
            csv.rows.retain(|row| row[by] != key.1);
        }
        Spoil::Double(_, key) | Spoil::Like(_, key, _) => {
            let row = csv.rows[line_of(&csv, key) - 1].clone();
            csv.rows.push(row);
            line = csv.rows.len();
            if let Spoil::Like(_, _, cells) = spoil {
                for (column, value) in cells {
                    csv.set(line, column, value);
                }
            }
        }
        _ => {}
    }
    study.write(file, &csv);
    (file, Some(line))
}

/// A clean folder of hours, by table and line.
fn clean_hours() -> &'static BTreeMap<&'static str, Vec<String>> {
    static CLEAN: OnceLock<BTreeMap<&'static str, Vec<String>>> = OnceLock::new();
    CLEAN.get_or_init(|| {
        let dataset = read_dataset(&Source::Embedded("europe".into())).unwrap().dataset;
        let horizon = Horizon::year(2030);
        let series = generate::zone_series(&dataset, horizon, 2016);
        let lines = |of: fn(&gigasite_case::zone::ZoneSeries) -> &[f64]| {
            let zones: Vec<&str> = dataset.zones.iter().map(|zone| zone.id.as_str()).collect();
            let mut lines = vec![format!("utc,{}", zones.join(","))];
            lines.extend((0..horizon.hours).map(|hour| {
                let mut line = horizon.stamp(hour);
                for one in &series {
                    let _ = write!(line, ",{:.6}", of(one)[hour]);
                }
                line
            }));
            lines
        };
        BTreeMap::from([
            ("load_mw", lines(|one| &one.load_mw.0)),
            ("cf_solar_pv", lines(|one| &one.solar_frac.0)),
            ("cf_wind_onshore", lines(|one| &one.wind_onshore_frac.0)),
            ("temperature_c", lines(|one| &one.temperature_c.0)),
        ])
    })
}

fn hours(seed: &Seed) -> Expected {
    let mut tables = clean_hours().clone();
    let name = match seed.spoil {
        Spoil::Hours(name, zone, change) => {
            let lines = tables.get_mut(name).unwrap();
            let column = lines[0].split(',').position(|label| label == zone).unwrap();
            let cell = |line: &String| line.split(',').nth(column).unwrap().parse().unwrap();
            let mut values: Vec<f64> = lines[1..].iter().map(cell).collect();
            change(&mut values);
            for (line, value) in lines[1..].iter_mut().zip(values) {
                let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
                cells[column] = format!("{value:.6}");
                *line = cells.join(",");
            }
            name
        }
        Spoil::Lines(name, change) => {
            change(tables.get_mut(name).unwrap());
            name
        }
        _ => unreachable!("a change of hours"),
    };
    let folder = tempfile::tempdir().unwrap();
    for (name, lines) in &tables {
        fs::write(folder.path().join(format!("{name}.csv")), lines.join("\n") + "\n").unwrap();
    }
    let (line, field) = match seed.at {
        At::Hour(field) => (None, Some(field)),
        At::Line(line) => (Some(line), None),
        _ => (None, None),
    };
    Expected { file: format!("{name}.csv"), line, field, findings: matter(folder.path()) }
}

/// A package of two tables as others write them.
const PACKAGE: [(&str, &str); 3] = [
    (
        "datapackage.json",
        r#"{"name": "plants", "resources": [
{"name": "sites", "path": "sites.csv", "schema": {"primaryKey": "id", "fields": [
  {"name": "id", "type": "string"}, {"name": "mw", "type": "number", "constraints": {"minimum": 0}},
  {"name": "kind", "type": "string", "constraints": {"enum": ["sea", "dry"]}}, {"name": "opened", "type": "date"}]}},
{"name": "stages", "path": "stages.csv", "schema": {
  "fields": [{"name": "site", "type": "string", "constraints": {"required": true}}, {"name": "year", "type": "integer"}],
  "foreignKeys": [{"fields": "site", "reference": {"resource": "sites", "fields": "id"}}]}}
]}
"#,
    ),
    ("sites.csv", "id,mw,kind,opened\nA,10.5,sea,2024-02-29\nB,20,dry,2025-01-01\n"),
    ("stages.csv", "site,year\nA,2028\nB,2030\n"),
];

fn package(seed: &Seed, file: &'static str, from: &str, to: &str) -> Expected {
    let folder = tempfile::tempdir().unwrap();
    let mut changed = 1;
    for (name, text) in PACKAGE {
        if name == file {
            assert_eq!(text.matches(from).count(), 1, "`{from}` is not in {file} exactly once");
            changed = 1 + text[..text.find(from).unwrap()].matches('\n').count();
            fs::write(folder.path().join(name), text.replace(from, to)).unwrap();
        } else {
            fs::write(folder.path().join(name), text).unwrap();
        }
    }
    let (file, line) = match seed.at {
        At::There(file, (_, line)) => (file, line.parse().ok()),
        At::Line(line) => (file, Some(line)),
        At::Here => (file, Some(changed)),
        _ => (file, None),
    };
    let findings = matter(&folder.path().join("datapackage.json"));
    Expected { file: file.into(), line, field: None, findings }
}

/// What is wrong with the check of a seed; `None` if it says what it must.
fn judge(seed: &Seed) -> Option<String> {
    let expected = sow(seed);
    let name = |one: &Finding| {
        Path::new(&one.place.file).file_name().map(|name| name.to_string_lossy().into_owned())
    };
    let is_it = |one: &Finding| {
        one.code == seed.code
            && name(one).as_deref() == Some(expected.file.as_str())
            && (expected.field.is_some() || one.place.line == expected.line)
            && expected.field.is_none_or(|field| one.place.field.as_deref() == Some(field))
    };
    let hits = expected.findings.iter().filter(|one| is_it(one)).count();
    let other: Vec<String> = expected
        .findings
        .iter()
        .filter(|one| !is_it(one) && !seed.also.contains(&one.code.as_str()))
        .map(ToString::to_string)
        .collect();
    let says = expected.findings.iter().filter(|one| is_it(one)).all(|one| {
        !one.message.is_empty()
            && !one.message.ends_with('.')
            && one.hint.as_ref().is_some_and(|hint| !hint.is_empty())
    });
    let hits_well = hits == 1 || (hits > 1 && seed.also.contains(&seed.code));
    if hits_well && other.is_empty() && says {
        return None;
    }
    let place = (expected.file, expected.line, expected.field);
    let why = if says { "" } else { ", without a sentence or a hint" };
    Some(format!(
        "{}: expected one `{}` at {place:?}, found {hits}{why} and {other:#?}",
        seed.what, seed.code
    ))
}

#[test]
fn every_seeded_defect_is_found_and_named() {
    clean_hours(); // before the threads: making hours uses them too
    let wrong: Vec<String> = seeds::SEEDS.par_iter().filter_map(judge).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), seeds::SEEDS.len(), wrong.join("\n"));
    let codes: BTreeSet<&str> = seeds::SEEDS.iter().map(|seed| seed.code).collect();
    let names: BTreeSet<&str> = seeds::SEEDS.iter().map(|seed| seed.what).collect();
    assert!(seeds::SEEDS.len() >= 100 && names.len() == seeds::SEEDS.len(), "{} seeds", seeds::SEEDS.len());
    assert!(codes.len() >= 60, "{} kinds", codes.len());
}

#[test]
fn what_is_clean_gives_no_finding() {
    let study = Study::new();
    assert!(matter(&study.root.join("dataset")).is_empty());
    assert!(matter(&study.root.join("case.toml")).is_empty());
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in PACKAGE {
        fs::write(folder.path().join(name), text).unwrap();
    }
    assert!(matter(&folder.path().join("datapackage.json")).is_empty());
    for (name, lines) in clean_hours() {
        fs::write(folder.path().join(format!("{name}.csv")), lines.join("\n") + "\n").unwrap();
    }
    fs::remove_file(folder.path().join("datapackage.json")).unwrap();
    for name in ["sites.csv", "stages.csv"] {
        fs::remove_file(folder.path().join(name)).unwrap();
    }
    assert!(matter(folder.path()).is_empty());
}
