//! Packages of others, spoilt in one place each: the errors that frictionless-py finds are those that we find, in the same row.

use gigasite_case::Severity;
use gigasite_tests::python;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DESCRIPTION: &str = r#"{"name": "plants", "resources": [
{"name": "sites", "path": "sites.csv", "type": "table", "format": "csv", "schema": {"primaryKey": ["id"], "fields": [
  {"name": "id", "type": "string"}, {"name": "mw", "type": "number", "constraints": {"minimum": 0, "maximum": 5000}},
  {"name": "kind", "type": "string", "constraints": {"enum": ["sea", "dry"]}}, {"name": "opened", "type": "date"},
  {"name": "code", "type": "string", "constraints": {"unique": true, "pattern": "[A-Z]{2}[0-9]"}}]}},
{"name": "stages", "path": "stages.csv", "type": "table", "format": "csv", "schema": {
  "fields": [{"name": "site", "type": "string", "constraints": {"required": true}}, {"name": "year", "type": "integer"},
    {"name": "firm", "type": "boolean"}],
  "foreignKeys": [{"fields": ["site"], "reference": {"resource": "sites", "fields": ["id"]}}]}}
]}
"#;
const SITES: &str = "id,mw,kind,opened,code\nA,10.5,sea,2024-02-29,AA1\nB,20,dry,2025-01-01,BB2\n";
const STAGES: &str = "site,year,firm\nA,2028,true\nB,2030,false\n";

/// File, what stands there, what is written in its place.
const SPOILT: [(&str, &str, &str); 24] = [
    ("sites.csv", "10.5", "ten"),
    ("sites.csv", "10.5", "1 000"),
    ("sites.csv", "10.5", "1,5"),
    ("sites.csv", "2024-02-29", "2023-02-29"),
    ("sites.csv", "2024-02-29", "29.02.2024"),
    ("sites.csv", "B,20", "B,-20"),
    ("sites.csv", "B,20", "B,5001"),
    ("sites.csv", "B,20,dry", "B,20,wet"),
    ("sites.csv", "BB2", "BB22"),
    ("sites.csv", "BB2", "AA1"),
    ("sites.csv", "B,20", "A,20"),
    ("sites.csv", "2025-01-01,BB2", "2025-01-01,BB2,x"),
    ("sites.csv", "2025-01-01,BB2", "2025-01-01"),
    ("sites.csv", "id,mw", "id,"),
    ("sites.csv", "id,mw", "id,id"),
    ("sites.csv", "id,mw", "id,gw"),
    ("sites.csv", "opened,code", "opened,code,more"),
    ("stages.csv", "B,2030", ",2030"),
    ("stages.csv", "B,2030", "C,2030"),
    ("stages.csv", "2030", "2030.5"),
    ("stages.csv", "false", "perhaps"),
    ("stages.csv", "A,2028,true\n", "A,2028,true\n\n"),
    ("stages.csv", ",firm\nA,2028,true\nB,2030,false", "\nA,2028\nB,2030"),
    ("datapackage.json", "\"path\": \"stages.csv\"", "\"path\": \"stagez.csv\""),
];

/// Type of error, file, row.
type Found = BTreeSet<(String, String, Option<usize>)>;

fn theirs(python: &Path, folders: &[PathBuf]) -> BTreeMap<String, Found> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/frictionless_oracle.py");
    let output = Command::new(python).arg(script).args(folders).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut all: BTreeMap<String, Found> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let found = all.entry(words[0].to_owned()).or_default();
        if let [_, kind, file, row] = words[..] {
            found.insert((kind.to_owned(), file.to_owned(), row.parse().ok()));
        }
    }
    all
}

fn ours(folder: &Path) -> Found {
    let findings = gigasite_data::check(&folder.join("datapackage.json").display().to_string());
    let errors = findings.0.into_iter().filter(|one| one.severity == Severity::Error);
    errors
        .map(|one| {
            let file = Path::new(&one.place.file).file_name().unwrap().to_string_lossy().into_owned();
            // frictionless counts no row where the header is at fault
            let row = one.place.line.filter(|_| !one.code.ends_with("-label"));
            (one.code, file, row)
        })
        .collect()
}

#[test]
fn frictionless_finds_what_we_find() {
    let Some(python) = python("frictionless") else { return };
    let root = tempfile::tempdir().unwrap();
    let clean = ("", "", "");
    let folders: Vec<PathBuf> = std::iter::once(&clean)
        .chain(&SPOILT)
        .enumerate()
        .map(|(number, (spoilt, from, to))| {
            let folder = root.path().join(format!("p{number}"));
            fs::create_dir(&folder).unwrap();
            for (file, text) in
                [("datapackage.json", DESCRIPTION), ("sites.csv", SITES), ("stages.csv", STAGES)]
            {
                let text = if file == *spoilt {
                    assert_eq!(text.matches(from).count(), 1, "`{from}` in {file}");
                    text.replace(from, to)
                } else {
                    text.to_owned()
                };
                fs::write(folder.join(file), text).unwrap();
            }
            folder
        })
        .collect();
    let theirs = theirs(&python, &folders);
    let mut wrong = Vec::new();
    for (number, folder) in folders.iter().enumerate() {
        let (we, they) = (ours(folder), &theirs[&format!("p{number}")]);
        if we != *they {
            let what = number.checked_sub(1).map(|index| SPOILT[index]);
            wrong.push(format!("{what:?}\n  we   {we:?}\n  they {they:?}"));
        }
    }
    assert!(theirs["p0"].is_empty() && theirs.len() == folders.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn our_own_dataset_is_a_valid_package() {
    let Some(python) = python("frictionless") else { return };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../datasets/europe");
    let found = theirs(&python, &[folder]);
    assert_eq!(found["europe"], Found::new());
}
