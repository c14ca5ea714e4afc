//! The result of a check in the formats that people, editors and CI read.

mod github;
mod json;
mod junit;
mod markdown;
mod sarif;

use gigasite_case::Severity;
use gigasite_case::review::Review;
use std::fmt::Write as _;

/// JSON Schema of [`Format::Json`].
pub const SCHEMA: &str = include_str!("findings/findings.schema.json");

/// A format of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON document with a summary.
    Json,
    /// One JSON object a line and finding.
    JsonLines,
    /// SARIF 2.1.0, for code review.
    Sarif,
    /// `JUnit` XML, for dashboards: a test case a file and check, also for those that pass.
    JUnit,
    /// Workflow commands that GitHub shows beside the lines.
    GitHub,
    /// A table for a summary or a pull request.
    Markdown,
}

/// The result as text in a format, ending in a line break unless it is empty.
///
/// # Errors
/// If JSON cannot be written, which would be a bug.
pub fn render(format: Format, review: &Review, version: &str) -> Result<String, crate::Error> {
    Ok(match format {
        Format::Text => text(review),
        Format::Json => json::document(review, version)?,
        Format::JsonLines => json::lines(review)?,
        Format::Sarif => sarif::document(review, version)?,
        Format::JUnit => junit::document(review),
        Format::GitHub => github::commands(review),
        Format::Markdown => markdown::page(review),
    })
}

fn text(review: &Review) -> String {
    let mut text = String::new();
    for row in &review.rows {
        let _ = writeln!(text, "{}", row.finding);
    }
    text
}

/// «2 errors, 1 warning, 0 notes», and what is not shown.
pub fn count(review: &Review) -> String {
    let (errors, warnings, notes) = review.counts;
    let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let mut text = [plural(errors, "error"), plural(warnings, "warning"), plural(notes, "note")].join(", ");
    if review.known_count > 0 {
        let _ = write!(text, "; {} known from the baseline", review.known_count);
    }
    if review.hidden_count > 0 {
        let _ = write!(text, "; {} not shown", plural(review.hidden_count, "row"));
    }
    text
}

/// The word of a severity.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

#[cfg(test)]
mod tests;
