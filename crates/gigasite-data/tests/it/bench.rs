//! A workbench: a good study in a folder of its own, and tools to spoil one thing of it.

use gigasite_case::{Finding, Findings, Severity};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A good case with its dataset, as `gigasite init` writes it.
pub(crate) struct Study {
    _folder: TempDir,
    pub(crate) root: PathBuf,
}

impl Study {
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let root = folder.path().join("study");
        gigasite_data::write_case("europe", &root).unwrap();
        Self { _folder: folder, root }
    }

    pub(crate) fn table(&self, file: &str) -> PathBuf {
        self.root.join("dataset").join(file)
    }

    pub(crate) fn read(&self, file: &str) -> Csv {
        let text = fs::read_to_string(self.table(file)).unwrap();
        Csv { rows: text.lines().map(fields).collect() }
    }

    pub(crate) fn write(&self, file: &str, csv: &Csv) {
        let lines: Vec<String> = csv.rows.iter().map(|row| row.join(",")).collect();
        fs::write(self.table(file), format!("{}\n", lines.join("\n"))).unwrap();
    }

    pub(crate) fn check_dataset(&self) -> Findings {
        gigasite_data::check(self.root.join("dataset").to_str().unwrap())
    }

    /// Replaces a text of the case file that is there exactly once; returns its line.
    pub(crate) fn change_case(&self, from: &str, to: &str) -> usize {
        let path = self.root.join("case.toml");
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(from).count(), 1, "`{from}` is not there exactly once");
        let line = 1 + text[..text.find(from).unwrap()].matches('\n').count();
        fs::write(&path, text.replace(from, to)).unwrap();
        line
    }

    pub(crate) fn check_case(&self) -> Findings {
        gigasite_data::check(self.root.join("case.toml").to_str().unwrap())
    }
}

/// A table as raw fields, quotes kept.
pub(crate) struct Csv {
    pub(crate) rows: Vec<Vec<String>>,
}

impl Csv {
    pub(crate) fn column(&self, name: &str) -> usize {
        self.rows[0].iter().position(|label| label == name).unwrap_or_else(|| panic!("no column {name}"))
    }
    /// Changes a cell by its line in the file.
    pub(crate) fn set(&mut self, line: usize, column: &str, value: &str) {
        let column = self.column(column);
        value.clone_into(&mut self.rows[line - 1][column]);
    }
    /// The line of the first row with `value` in `column`.
    pub(crate) fn line(&self, column: &str, value: &str) -> usize {
        let column = self.column(column);
        1 + self.rows.iter().position(|row| row[column] == value).unwrap_or_else(|| panic!("no {value}"))
    }
}

fn fields(line: &str) -> Vec<String> {
    let (mut found, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        if letter == ',' && !quoted {
            found.push(String::new());
            continue;
        }
        quoted ^= letter == '"';
        found.last_mut().unwrap().push(letter);
    }
    found
}

/// The errors among findings.
pub(crate) fn errors(findings: &Findings) -> Vec<&Finding> {
    findings.0.iter().filter(|finding| finding.severity == Severity::Error).collect()
}

/// Exactly this one error, with an expectation in words.
#[track_caller]
pub(crate) fn only_error<'a>(
    findings: &'a Findings,
    code: &str,
    file: &str,
    line: Option<usize>,
) -> &'a Finding {
    let errors = errors(findings);
    assert_eq!(errors.len(), 1, "expected one `{code}`, found {errors:#?}");
    let error = errors[0];
    assert_eq!(error.code, code, "{error}");
    assert_eq!(Path::new(&error.place.file).file_name().unwrap().to_str().unwrap(), file, "{error}");
    assert_eq!(error.place.line, line, "{error}");
    assert!(!error.message.is_empty() && !error.message.ends_with('.'), "{error}");
    error
}
