//! One document, or one object a line.

use super::word;
use crate::Error;
use gigasite_case::review::{Review, Row};
use gigasite_case::rule;
use serde_json::{Value, json};

/// The shape of the document; raised when a key changes its meaning.
const SCHEMA_VERSION: u32 = 1;

pub(super) fn document(review: &Review, version: &str) -> Result<String, Error> {
    let (errors, warnings, notes) = review.counts;
    let document = json!({
        "schema_version": SCHEMA_VERSION,
        "tool": { "name": "gigasite", "version": version },
        "checked": review.what,
        "summary": {
            "error": errors,
            "warning": warnings,
            "note": notes,
            "known": review.known_count,
            "not_shown": review.hidden_count,
            "files": review.resources.len(),
        },
        "findings": review.rows.iter().map(finding).collect::<Vec<_>>(),
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

pub(super) fn lines(review: &Review) -> Result<String, Error> {
    let mut text = String::new();
    for row in &review.rows {
        text.push_str(&serde_json::to_string(&finding(row))?);
        text.push('\n');
    }
    Ok(text)
}

fn finding(row: &Row) -> Value {
    let Row { fingerprint, finding, count } = row;
    let rule = rule::of(&finding.code);
    json!({
        "code": finding.code,
        "severity": word(finding.severity),
        "check": rule.map(|rule| rule.check),
        "frictionless_type": rule.and_then(|rule| rule.frictionless),
        "message": finding.message,
        "hint": finding.hint,
        "file": finding.place.file,
        "line": finding.place.line,
        "column": finding.place.column,
        "field": finding.place.field,
        "value": finding.value,
        "expected": finding.expected,
        "count": count,
        "fingerprint": fingerprint,
    })
}
