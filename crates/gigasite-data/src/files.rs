//! A folder of named bytes, whether on disk or in the binary.

use crate::{Error, mixed};
use flate2::read::GzDecoder;
use gigasite_case::{Findings, Place, suggest};
use include_dir::{Dir, include_dir};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The European dataset, as it stood when the binary was built.
pub(crate) static EUROPE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../datasets/europe");
/// The cases that ship with the binary.
pub(crate) static CASES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../datasets/cases");

/// Where a dataset lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A dataset of the binary, by name; `europe` is the only one.
    Embedded(String),
    /// A folder with the same tables.
    Folder(PathBuf),
    /// The files of one dataset, with some of another.
    Mixed {
        /// Where all other files are from.
        old: Box<Self>,
        /// Where the named ones are from.
        new: Box<Self>,
        /// Files such as `fuels.csv`, or some of their rows.
        from_new: Vec<Part>,
    },
}

/// A part of a dataset that can be taken from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// A file, such as `fuels.csv`.
    pub file: String,
    /// Only its rows with this value in the first column of the key; `None` is the whole file.
    pub rows: Option<String>,
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.rows {
            Some(rows) => write!(f, "{} `{rows}`", self.file),
            None => f.write_str(&self.file),
        }
    }
}

/// The files of a dataset by name, with the label a user finds them under.
#[derive(Debug, Default)]
pub(crate) struct Files {
    label: String,
    pub(crate) contents: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// Reads the tables; what is missing is a finding.
    pub(crate) fn read(source: &Source, findings: &mut Findings) -> Result<Self, Error> {
        match source {
            Source::Embedded(name) if name == "europe" => Ok(Self {
                label: "europe".into(),
                contents: EUROPE
                    .files()
                    .filter_map(|file| {
                        let name = file.path().file_name()?.to_str()?.to_owned();
                        Some((name, file.contents().to_vec()))
                    })
                    .collect(),
            }),
            Source::Embedded(name) => {
                let message = format!("no dataset named `{name}` is embedded");
                findings.error(
                    "unknown-dataset",
                    Place::file(name),
                    message,
                    suggest::hint(name, ["europe"]),
                );
                Ok(Self::default())
            }
            Source::Folder(path) => Self::from_disk(path, findings),
            Source::Mixed { old, new, from_new } => {
                let (mut files, mut other) = (Self::read(old, findings)?, Self::read(new, findings)?);
                let mut some: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
                for part in from_new {
                    if let Some(rows) = &part.rows {
                        some.entry(&part.file).or_default().insert(rows);
                        continue;
                    }
                    files.contents.remove(&part.file);
                    files.contents.extend(other.contents.remove_entry(&part.file));
                }
                for (file, rows) in some {
                    let sides = (files.contents.get(file), other.contents.get(file));
                    if let Some(mixed) = mixed::rows(file, sides, &rows) {
                        files.contents.insert(file.to_owned(), mixed);
                    }
                }
                Ok(files)
            }
        }
    }

    fn from_disk(path: &Path, findings: &mut Findings) -> Result<Self, Error> {
        let label = path.display().to_string();
        if !path.is_dir() {
            findings.error(
                "missing-folder",
                Place::file(&label),
                "no such dataset folder",
                "give `europe` for the embedded dataset, or a folder relative to the case file",
            );
            return Ok(Self::default());
        }
        let read = |source| Error::Read { path: path.to_owned(), source };
        let mut contents = BTreeMap::new();
        for entry in std::fs::read_dir(path).map_err(read)? {
            let entry = entry.map_err(read)?;
            let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
            if !is_input(&name) || !entry.path().is_file() {
                continue;
            }
            let bytes =
                std::fs::read(entry.path()).map_err(|source| Error::Read { path: entry.path(), source })?;
            contents.insert(name, bytes);
        }
        Ok(Self { label, contents })
    }

    /// The name of a table as the user would find it.
    pub(crate) fn label(&self, file: &str) -> String {
        if self.label.is_empty() { file.to_owned() } else { format!("{}/{file}", self.label) }
    }

    /// Whether there is nothing to read, which has been said already.
    pub(crate) fn is_nowhere(&self) -> bool {
        self.label.is_empty()
    }

    /// `(label, sha256)` of every file, by name.
    pub(crate) fn hashes(&self) -> Vec<(String, String)> {
        self.contents
            .iter()
            .filter(|(name, _)| is_input(name))
            .map(|(name, bytes)| (self.label(name), sha256(bytes)))
            .collect()
    }
}

fn is_input(name: &str) -> bool {
    let path = Path::new(name);
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv")) || name == "datapackage.json"
}

/// The bytes of a file; unpacked where its name ends in `.gz`.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let bytes = std::fs::read(path).map_err(failed)?;
    if path.extension().is_none_or(|ending| ending != "gz") {
        return Ok(bytes);
    }
    let mut plain = Vec::new();
    GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).map_err(failed)?;
    Ok(plain)
}

/// The line of a byte, the first being 1.
pub(crate) fn line_of(text: &[u8], byte: usize) -> usize {
    text[..byte.min(text.len())].split(|byte| *byte == b'\n').count()
}

/// SHA-256 as lower-case hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
