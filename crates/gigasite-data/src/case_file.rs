//! A case file and its dataset into a checked [`Case`].

use crate::checks::tables_of;
use crate::dataset::{Loaded, read_dataset};
use crate::document::{self, Node};
use crate::files::{CASES, EUROPE, Source, line_of, sha256};
use crate::values::{check_names, check_reach, check_values};
use crate::{Error, flow_based, hours, narrow};
use gigasite_case::flow_based::FlowBased;
use gigasite_case::review::Resource;
use gigasite_case::schema::CaseFile;
use gigasite_case::{Case, Dataset, Findings, Place, suggest};
use std::path::{Path, PathBuf};

/// Where a case file lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseSource {
    /// One that ships with the binary, by name.
    Embedded(String),
    /// A TOML file, or a folder with a `case.toml`.
    Path(PathBuf),
}

impl CaseSource {
    /// The name of an embedded case, or a path.
    ///
    /// ```
    /// use gigasite_data::CaseSource;
    /// assert_eq!(CaseSource::parse("europe"), CaseSource::Embedded("europe".into()));
    /// assert_eq!(CaseSource::parse("mine/case.toml"), CaseSource::Path("mine/case.toml".into()));
    /// ```
    pub fn parse(text: &str) -> Self {
        if embedded_case_names().contains(&text) {
            Self::Embedded(text.to_owned())
        } else {
            Self::Path(PathBuf::from(text))
        }
    }
}

/// Names of the cases that ship with the binary, `europe` first.
pub fn embedded_case_names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = CASES
        .files()
        .filter(|file| file.path().extension().is_some_and(|ending| ending == "toml"))
        .filter_map(|file| file.path().file_stem()?.to_str())
        .collect();
    names.sort_by_key(|name| (*name != "europe", *name));
    names
}

/// The text of an embedded case, comments and all.
pub fn embedded_case_text(name: &str) -> Option<&'static str> {
    CASES.get_file(format!("{name}.toml"))?.contents_utf8()
}

/// The JSON Schema of the case file, for editors.
pub fn case_schema_json() -> String {
    format!("{:#}\n", document::schema())
}

/// Reads, checks and completes a case: narrows the dataset to what the case uses and makes the hours.
///
/// `overrides` are dotted keys with TOML values (`("programme.stages.0.target_gpus", "100000")`); a value that is no
/// TOML is taken as text. `series` is a folder of real hourly series in place of the generated year.
///
/// # Errors
/// [`Error::Findings`] with every defect if anything stops the study; the findings of a good case are warnings and notes.
pub fn load_case(
    source: &CaseSource,
    overrides: &[(String, String)],
    series: Option<&Path>,
) -> Result<(Case, Findings), Error> {
    load_case_on(source, None, overrides, series)
}

/// As [`load_case`], on another dataset than the one the case names.
///
/// # Errors
/// As [`load_case`].
pub fn load_case_on(
    source: &CaseSource,
    dataset: Option<&Source>,
    overrides: &[(String, String)],
    series: Option<&Path>,
) -> Result<(Case, Findings), Error> {
    let mut findings = Findings::default();
    let Some(ready) = prepare(source, dataset, overrides, &mut findings)? else {
        return Err(Error::Findings(findings));
    };
    if findings.has_errors() {
        return Err(Error::Findings(findings));
    }
    let hours = hours::make(&ready.file, &ready.dataset, series, &mut findings)?;
    if findings.has_errors() {
        return Err(Error::Findings(findings));
    }
    let mut input_hashes = ready.hashes;
    input_hashes.extend(hours.hashes);
    let case = Case {
        price_year: ready.file.horizon.price_year,
        file: ready.file,
        dataset: ready.dataset,
        horizon: hours.horizon,
        zone_series: hours.zone_series,
        site_weather: hours.site_weather,
        flow_based: ready.flow_based,
        series_source: hours.source,
        input_hashes,
    };
    Ok((case, findings))
}

/// Everything that is wrong with a case file, an embedded case, a dataset folder, a folder of series or a data package; no
/// hours are made.
pub fn check(what: &str) -> Findings {
    crate::checks::run(what).findings
}

/// Checks a case and the dataset it names; returns the files that were looked at.
pub(crate) fn check_case(what: &str, findings: &mut Findings) -> Result<Vec<Resource>, Error> {
    let source = CaseSource::parse(what);
    let ready = prepare(&source, None, &[], findings)?;
    let label = match &source {
        CaseSource::Embedded(name) => format!("{name}.toml"),
        CaseSource::Path(path) if path.is_dir() => path.join("case.toml").display().to_string(),
        CaseSource::Path(path) => path.display().to_string(),
    };
    let mut resources = vec![Resource { file: label, checks: vec!["file", "values", "case"] }];
    if let Some(ready) = ready {
        let folder = ready.hashes.iter().find_map(|(name, _)| name.strip_suffix("/zones.csv"));
        resources.extend(folder.map(tables_of).unwrap_or_default());
    }
    Ok(resources)
}

/// Checks a dataset folder; returns the files that were looked at.
pub(crate) fn check_dataset(what: &str, findings: &mut Findings) -> Result<Vec<Resource>, Error> {
    let loaded = read_dataset(&Source::Folder(what.into()))?;
    findings.extend(loaded.findings);
    Ok(tables_of(what))
}

/// Says why nothing could be read.
pub(crate) fn unreadable(what: &str, error: &Error, findings: &mut Findings) -> Vec<Resource> {
    let reason = std::error::Error::source(error).map_or_else(String::new, |cause| format!(": {cause}"));
    let hint = error.hint().unwrap_or_default();
    findings.error("unreadable", Place::file(what), format!("{error}{reason}"), hint);
    vec![Resource { file: what.to_owned(), checks: vec!["file"] }]
}

/// A case that has been read, with its narrowed dataset.
struct Ready {
    file: CaseFile,
    dataset: Dataset,
    flow_based: Option<FlowBased>,
    hashes: Vec<(String, String)>,
}

/// Everything before the hours. `None` if there is nothing to go on with; the reasons are findings.
fn prepare(
    source: &CaseSource,
    dataset: Option<&Source>,
    overrides: &[(String, String)],
    findings: &mut Findings,
) -> Result<Option<Ready>, Error> {
    let Some((label, text, folder)) = open(source, findings)? else { return Ok(None) };
    let mut node = document::parse(&label, &text, findings);
    if findings.has_errors() {
        return Ok(None); // half a document names the wrong keys
    }
    for (key, value) in overrides {
        node.set(key, value, findings);
    }
    document::check(&mut node, &document::schema(), findings);
    let file: Option<CaseFile> = match serde_json::from_value(node.json()) {
        Ok(file) => Some(file),
        Err(error) => {
            if !findings.has_errors() {
                let message = format!("the case does not fit its schema: {error}");
                findings.error("wrong-type", Place::file(&label), message, "see `gigasite schema`");
            }
            None
        }
    };
    let name = file.as_ref().map_or_else(|| written_dataset(&node), |file| file.dataset.clone());
    let loaded = match dataset {
        None => open_dataset(&name, &folder, &node, findings)?,
        Some(dataset) => {
            let mut loaded = read_dataset(dataset)?;
            findings.extend(std::mem::take(&mut loaded.findings));
            loaded
        }
    };
    let Some(file) = file else {
        if let Some(file) = completed(node.json())
            && !loaded.dataset.sites.is_empty()
        {
            check_names(&file, &loaded.dataset, &node, findings);
        }
        return Ok(None);
    };
    let before = findings.0.len();
    check_values(&file, &node, findings);
    let sound = findings.0.len() == before;
    let Loaded { dataset, hashes, .. } = loaded;
    if !dataset.sites.is_empty() {
        check_names(&file, &dataset, &node, findings);
    }
    let region = flow_based::of_case(&file, &folder, &dataset, (&node, findings))?;
    let dataset = narrow::to_case(dataset, &file);
    if sound && !findings.has_errors() {
        check_reach(&file, &dataset, &node, findings);
    }
    let mut all = vec![(label, sha256(text.as_bytes()))];
    // threads change no answer, and so are no input; a file stands with a hash of its own, wherever it lies
    let lines: Vec<String> = overrides
        .iter()
        .filter(|(key, _)| key != "solver.threads_count" && key != "grid.flow_based")
        .map(|(key, value)| format!("{key}={value}\n"))
        .collect();
    if !lines.is_empty() {
        all.push(("--set".to_owned(), sha256(lines.concat().as_bytes())));
    }
    all.extend(hashes);
    let (flow_based, hash) = region.unzip();
    all.extend(hash);
    Ok(Some(Ready { file, dataset, flow_based, hashes: all }))
}

/// Label, text and folder of a case file.
fn open(source: &CaseSource, findings: &mut Findings) -> Result<Option<(String, String, PathBuf)>, Error> {
    let path = match source {
        CaseSource::Embedded(name) => {
            let text = embedded_case_text(name).ok_or_else(|| Error::UnknownCase(name.clone()))?;
            return Ok(Some((format!("{name}.toml"), text.to_owned(), PathBuf::new())));
        }
        CaseSource::Path(path) if path.is_dir() => path.join("case.toml"),
        CaseSource::Path(path) => path.clone(),
    };
    let label = path.display().to_string();
    if !path.is_file() {
        let hint = suggest::hint(&label, embedded_case_names());
        findings.error(
            "missing-file",
            Place::file(&label),
            "there is no such case, neither as a file nor by name",
            hint,
        );
        return Ok(None);
    }
    let bytes = std::fs::read(&path).map_err(|source| Error::Read { path: path.clone(), source })?;
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some((label, text.trim_start_matches('\u{feff}').to_owned(), folder))),
        Err(error) => {
            let bad = error.utf8_error().valid_up_to();
            let line = line_of(error.as_bytes(), bad);
            findings.error(
                "not-utf8",
                Place::file(&label).line(line),
                "the file is not UTF-8 text",
                "save it as UTF-8",
            );
            Ok(None)
        }
    }
}

/// A case that lacks required keys, with those of the embedded case in their place: no study, but its names can be checked.
fn completed(mut written: serde_json::Value) -> Option<CaseFile> {
    let mut unread = Findings::default();
    let whole = document::parse("europe.toml", embedded_case_text("europe")?, &mut unread).json();
    let written_keys = written.as_object_mut()?;
    written_keys.remove("rival"); // has keys of its own that no other case could lend
    for table in ["name", "programme"] {
        let entry = written_keys.entry(table).or_insert_with(|| whole[table].clone());
        if let (Some(entry), Some(whole)) = (entry.as_object_mut(), whole[table].as_object()) {
            for (key, value) in whole {
                entry.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
    }
    serde_json::from_value(written).ok()
}

/// The dataset a broken case still names, so that its findings come along.
fn written_dataset(node: &Node) -> String {
    node.json()["dataset"].as_str().unwrap_or("europe").to_owned()
}

fn open_dataset(name: &str, folder: &Path, node: &Node, findings: &mut Findings) -> Result<Loaded, Error> {
    let path = folder.join(name);
    let source = if name == "europe" {
        Source::Embedded(name.to_owned())
    } else if path.is_dir() {
        Source::Folder(path)
    } else {
        findings.error(
            "missing-folder",
            node.place_of("dataset"),
            format!("there is no dataset folder `{}`", path.display()),
            "write `europe` for the embedded dataset, or a folder relative to the case file",
        );
        return Ok(Loaded::default());
    };
    let mut loaded = read_dataset(&source)?;
    findings.extend(std::mem::take(&mut loaded.findings));
    Ok(loaded)
}

/// Writes an embedded case with its dataset and schema as files to edit: `case.toml`, `dataset/`,
/// `gigasite-case.schema.json`. The folder appears whole or not at all.
///
/// # Errors
/// [`Error::UnknownCase`], [`Error::NotEmpty`] if `dir` holds something, [`Error::Write`] with the system's reason.
pub fn write_case(name: &str, dir: &Path) -> Result<(), Error> {
    let text = embedded_case_text(name).ok_or_else(|| Error::UnknownCase(name.to_owned()))?;
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Error::Write { path, source }
    };
    if dir.exists() {
        let mut entries = std::fs::read_dir(dir).map_err(failed(dir))?;
        if entries.next().is_some() {
            return Err(Error::NotEmpty(dir.to_owned()));
        }
    }
    let mut beside = dir.as_os_str().to_owned();
    beside.push(".partial");
    let beside = PathBuf::from(beside);
    let outcome = write_all(text, &beside).and_then(|()| {
        if dir.exists() {
            std::fs::remove_dir(dir).map_err(failed(dir))?;
        }
        std::fs::rename(&beside, dir).map_err(failed(dir))
    });
    if outcome.is_err() && beside.exists() {
        // the first error is the one to tell; a left-over `.partial` folder says the rest
        let _ = std::fs::remove_dir_all(&beside);
    }
    outcome
}

fn write_all(text: &str, dir: &Path) -> Result<(), Error> {
    let tables = dir.join("dataset");
    std::fs::create_dir_all(&tables).map_err(|source| Error::Write { path: tables.clone(), source })?;
    let put = |path: PathBuf, bytes: &[u8]| {
        std::fs::write(&path, bytes).map_err(|source| Error::Write { path: path.clone(), source })
    };
    put(dir.join("case.toml"), text.replace("dataset = \"europe\"", "dataset = \"dataset\"").as_bytes())?;
    put(dir.join("gigasite-case.schema.json"), case_schema_json().as_bytes())?;
    for file in EUROPE.files() {
        if let Some(name) = file.path().file_name() {
            put(tables.join(name), file.contents())?;
        }
    }
    Ok(())
}
