//! Findings: what is wrong with the input, all of it, each with its place and a way out.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    /// Position of the column in its table, the first being 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
}

impl Place {
    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), ..Self::default() }
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
    /// The position of the column, the first being 1.
    #[must_use]
    pub fn column(mut self, column: usize) -> Self {
        self.column = Some(column);
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
    /// The text that was found there, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What was expected in its place, for machines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}

impl Finding {
    /// A name of this finding that outlives moved lines and other folders: 16 hexadecimal digits of code, file name,
    /// field, value and message (FNV-1a). Two findings that differ only in their line share it; see
    /// [`Findings::fingerprints`].
    pub fn fingerprint(&self) -> String {
        let file = self.place.file.rsplit(['/', '\\']).next().unwrap_or_default();
        let field = self.place.field.as_deref().unwrap_or_default();
        let value = self.value.as_deref().unwrap_or_default();
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for part in [&self.code, file, field, value, &without_lines(&self.message)] {
            for byte in part.bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
        format!("{hash:016x}")
    }
}

/// A message without the numbers of lines, which move.
fn without_lines(message: &str) -> String {
    let mut parts = message.split("line ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str("line ");
        text.push_str(part.trim_start_matches(|letter: char| letter.is_ascii_digit()));
    }
    text
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
        self.0.push(Finding {
            severity,
            code: code.to_owned(),
            place,
            message: message.into(),
            hint,
            value: None,
            expected: None,
        });
    }
    /// Adds what was found and what was expected to the finding just made.
    pub fn with(&mut self, value: impl Into<String>, expected: impl Into<String>) {
        if let Some(last) = self.0.last_mut() {
            (last.value, last.expected) = (Some(value.into()), Some(expected.into()));
        }
    }
    /// A name for each finding, in their order; the second of two that are alike carries `-2`, and so on.
    pub fn fingerprints(&self) -> Vec<String> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let names = self.0.iter().map(|finding| {
            let name = finding.fingerprint();
            let count = seen.entry(name.clone()).or_default();
            *count += 1;
            if *count == 1 { name } else { format!("{name}-{count}") }
        });
        names.collect()
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
