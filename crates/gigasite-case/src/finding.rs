//! Findings: what is wrong with the input, all of it, each with its place and a way out.

use serde::{Deserialize, Serialize};
use std::fmt;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// The study runs, but an answer may be off; fatal under `--strict`.
    Warning,
    /// The study cannot run.
    Error,
}

/// Where it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Default)]
pub struct Place {
    /// File or table, as the user would find it.
    pub file: String,
    /// Line in the file, the header being line 1.
    pub line: Option<usize>,
    /// Column or key, dotted for nested keys.
    pub field: Option<String>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, field: None }
    }
    /// A line of it.
    #[must_use]
    pub fn line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }
    /// A column or key of it.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(field) = &self.field {
            write!(f, " `{field}`")?;
        }
        Ok(())
    }
}

/// One defect or repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How bad.
    pub severity: Severity,
    /// Stable kebab-case code, such as `unknown-key` or `series-length`.
    pub code: String,
    /// Where.
    pub place: Place,
    /// What was found and what was expected, one lower-case sentence without full stop.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// Every finding of a check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// Adds an error.
    pub fn error(&mut self, code: &str, place: Place, message: impl Into<String>, hint: impl Into<String>) {
        self.push(Severity::Error, code, place, message, hint);
    }
    /// Adds a warning.
    pub fn warning(&mut self, code: &str, place: Place, message: impl Into<String>, hint: impl Into<String>) {
        self.push(Severity::Warning, code, place, message, hint);
    }
    /// Adds a note.
    pub fn note(&mut self, code: &str, place: Place, message: impl Into<String>, hint: impl Into<String>) {
        self.push(Severity::Note, code, place, message, hint);
    }
    fn push(
        &mut self,
        severity: Severity,
        code: &str,
        place: Place,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let hint = Some(hint.into()).filter(|text| !text.is_empty());
        self.0.push(Finding { severity, code: code.to_owned(), place, message: message.into(), hint });
    }
    /// Takes over another check's findings.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
    /// Whether anything stops the study.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|finding| finding.severity == Severity::Error)
    }
    /// How many of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.0.iter().filter(|finding| finding.severity == severity).count()
    }
    /// Nothing found.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{word}[{}]: {}: {}", self.code, self.place, self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}
