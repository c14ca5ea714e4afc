//! Any Frictionless data package: its description, its files, its tables, in the error names of the standard.
//!
//! Read from disk only: remote and inline resources are noted, never fetched. What is not judged is said too: a format
//! other than CSV, a hash other than SHA-256, an encoding other than UTF-8 and Latin-1.

mod cells;
mod header;
mod keys;
mod records;
mod schema;

use crate::files::{line_of, read_bytes, sha256};
use gigasite_case::review::Resource;
use gigasite_case::{Findings, Place};
use records::{Dialect, Record};
use schema::Schema;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

/// Checks of every resource.
const OF_A_RESOURCE: [&str; 1] = ["package"];

/// A table that was read.
struct Table {
    label: String,
    labels: Vec<String>,
    rows: Vec<Record>,
    schema: Schema,
}

impl Table {
    /// The place of a cell, by the position of its column.
    fn place(&self, row: usize, column: usize, name: &str) -> Place {
        Place::file(&self.label).line(self.rows[row].line).field(name).column(column + 1)
    }
}

/// Checks a `datapackage.json`; returns the files that were looked at.
pub(super) fn check(path: &Path, findings: &mut Findings) -> Vec<Resource> {
    let label = path.display().to_string();
    let mut resources = vec![Resource { file: label.clone(), checks: OF_A_RESOURCE.to_vec() }];
    let error = |findings: &mut Findings, line: Option<usize>, message: String| {
        let mut place = Place::file(&label);
        place.line = line;
        findings.error("package-error", place, message, "see https://datapackage.org/standard/data-package/");
    };
    let bytes = match read_bytes(path) {
        Ok(bytes) => bytes,
        Err(reason) => {
            error(findings, None, format!("the description cannot be read: {reason}"));
            return resources;
        }
    };
    let package: Value = match serde_json::from_slice(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes)) {
        Ok(package) => package,
        Err(reason) => {
            error(findings, Some(reason.line()), format!("the description is no JSON: {reason}"));
            return resources;
        }
    };
    let Some(listed) = package["resources"].as_array().filter(|listed| !listed.is_empty()) else {
        error(findings, None, "the package lists no `resources`".into());
        return resources;
    };
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for (index, resource) in listed.iter().enumerate() {
        let at = Place::file(&label).field(format!("resources.{index}"));
        let Some(name) = resource["name"].as_str() else {
            findings.error("resource-error", at, "the resource has no name", "name it in lower case");
            continue;
        };
        if tables.contains_key(name) {
            findings.error("package-error", at, format!("two resources are named `{name}`"), "rename one");
            continue;
        }
        let (files, table) = read(&at, name, resource, &folder, findings);
        resources.extend(files.into_iter().map(|file| Resource { file, checks: OF_A_RESOURCE.to_vec() }));
        if let Some(table) = table {
            tables.insert(name.to_owned(), table);
        }
    }
    let names: Vec<&str> = listed.iter().filter_map(|resource| resource["name"].as_str()).collect();
    // in the order of the package, keys last: they look into other tables
    for name in names.iter().copied() {
        if let Some(table) = tables.get(name) {
            header::check(table, findings);
            let values = cells::check(table, findings);
            keys::check(name, table, &values, (&names, &tables), findings);
        }
    }
    resources
}

/// The files of a resource and its table, where it is one.
fn read(
    at: &Place,
    name: &str,
    resource: &Value,
    folder: &Path,
    findings: &mut Findings,
) -> (Vec<String>, Option<Table>) {
    let Some(written) = resource["path"].as_str().or_else(|| only(&resource["path"])) else {
        if resource["data"].is_null() && resource["path"].is_null() {
            findings.error(
                "resource-error",
                at.clone(),
                format!("`{name}` has neither path nor data"),
                "say where its file lies",
            );
        } else {
            let message = format!("`{name}` is inline or in parts, and is not looked into");
            findings.note("not-looked-into", at.clone(), message, "put it into one file");
        }
        return (Vec::new(), None);
    };
    if written.contains("://") {
        let message = format!("`{written}` is not fetched");
        findings.note("not-looked-into", at.clone(), message, "download it, and describe the file");
        return (Vec::new(), None);
    }
    let path = PathBuf::from(written);
    if path.is_absolute() || path.components().any(|part| part == Component::ParentDir) {
        let message = format!("`{written}` leaves the folder of the package");
        findings.error("resource-error", at.clone(), message, "write a path below datapackage.json");
        return (Vec::new(), None);
    }
    let path = folder.join(path);
    let file = path.display().to_string();
    let files = vec![file.clone()];
    let raw = match std::fs::read(&path) {
        Ok(raw) => raw,
        Err(reason) => {
            let message = format!("the file of `{name}` cannot be read: {reason}");
            findings.error("scheme-error", Place::file(&file), message, "add it, or correct its path");
            return (files, None);
        }
    };
    fixity(at, &file, resource, &raw, findings);
    let ending = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_lowercase();
    let ending = ending.trim_end_matches(".gz");
    let is_tsv = Path::new(ending).extension().is_some_and(|ending| ending == "tsv");
    let is_table = is_tsv || Path::new(ending).extension().is_some_and(|ending| ending == "csv");
    if !is_table && resource["format"] != "csv" {
        if !resource["schema"].is_null() {
            let message = format!("`{name}` is no CSV, so its rows are not looked into");
            findings.note("not-looked-into", at.clone(), message, "offer it as CSV too");
        }
        return (files, None);
    }
    let bytes = match read_bytes(&path) {
        Ok(bytes) => bytes,
        Err(reason) => {
            findings.error("source-error", Place::file(&file), reason.to_string(), "pack it again");
            return (files, None);
        }
    };
    let Some(text) = decode(at, &file, resource, bytes, findings) else { return (files, None) };
    let dialect = Dialect::of(resource, is_tsv);
    let mut records = records::split(&text, &dialect);
    let Some(schema) = Schema::of(at, resource, folder, findings) else { return (files, None) };
    if records.is_empty() {
        findings.error(
            "source-error",
            Place::file(&file),
            "the source is empty",
            "name the columns in its first line",
        );
        return (files, None);
    }
    let labels = if dialect.has_header {
        records.remove(0).cells.into_iter().map(|label| label.trim().to_owned()).collect()
    } else {
        schema.fields.iter().map(|field| field.name.clone()).collect()
    };
    (files, Some(Table { label: file, labels, rows: records, schema }))
}

/// The only path of a list of one.
fn only(value: &Value) -> Option<&str> {
    match value.as_array().map(Vec::as_slice) {
        Some([one]) => one.as_str(),
        _ => None,
    }
}

/// Size and hash as declared.
fn fixity(at: &Place, file: &str, resource: &Value, raw: &[u8], findings: &mut Findings) {
    if let Some(bytes) = resource["bytes"].as_u64()
        && bytes != raw.len() as u64
    {
        let message = format!("the file has {} bytes, {bytes} are declared", raw.len());
        findings.error("byte-count", Place::file(file), message, "take the right file, or declare its size");
        findings.with(raw.len().to_string(), bytes.to_string());
    }
    let Some(declared) = resource["hash"].as_str() else { return };
    let Some(("sha256", digest)) = declared.split_once(':') else {
        let message = format!("`{declared}` is no SHA-256, so it is not compared");
        findings.note("not-looked-into", at.clone(), message, "declare `sha256:` and 64 digits");
        return;
    };
    let found = sha256(raw);
    if !digest.eq_ignore_ascii_case(&found) {
        let message = format!("the file has the SHA-256 {found}, {digest} is declared");
        findings.error("hash-count", Place::file(file), message, "take the right file, or declare its hash");
        findings.with(found, digest);
    }
}

/// Bytes in the declared encoding.
fn decode(
    at: &Place,
    file: &str,
    resource: &Value,
    bytes: Vec<u8>,
    findings: &mut Findings,
) -> Option<String> {
    let encoding = resource["encoding"].as_str().unwrap_or("utf-8").to_lowercase().replace('_', "-");
    match encoding.as_str() {
        "utf-8" | "utf8" | "ascii" | "utf-8-sig" => match String::from_utf8(bytes) {
            Ok(text) => Some(text.trim_start_matches('\u{feff}').to_owned()),
            Err(error) => {
                let line = line_of(error.as_bytes(), error.utf8_error().valid_up_to());
                let message = format!("the bytes are no {encoding}");
                findings.error(
                    "encoding-error",
                    Place::file(file).line(line),
                    message,
                    "save the file in UTF-8",
                );
                None
            }
        },
        "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" => {
            Some(bytes.into_iter().map(char::from).collect())
        }
        other => {
            let message = format!("`{other}` is not decoded, so its rows are not looked into");
            findings.note("not-looked-into", at.clone(), message, "save the file in UTF-8");
            None
        }
    }
}
