//! SARIF 2.1.0: one rule a code, a result a row, fingerprints that outlive moved lines.

use super::word;
use crate::Error;
use gigasite_case::Severity;
use gigasite_case::review::{Review, Row};
use gigasite_case::rule::{self, Rule};
use serde_json::{Value, json};

/// What GitHub takes in one run; see its documentation of code scanning.
const RESULTS_MAX: usize = 25_000;

pub(super) fn document(review: &Review, version: &str) -> Result<String, Error> {
    let mut rules: Vec<&Rule> = review.rows.iter().filter_map(|row| rule::of(&row.finding.code)).collect();
    rules.sort_by_key(|rule| rule.code);
    rules.dedup_by_key(|rule| rule.code);
    let results: Vec<Value> = review.rows.iter().take(RESULTS_MAX).map(|row| result(row, &rules)).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "gigasite",
                "version": version,
                "rules": rules.iter().map(|rule| describe(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn describe(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.meaning },
        "help": { "text": rule.mend },
        "defaultConfiguration": { "level": word(rule.severity) },
        "properties": { "tags": [rule.check], "frictionless": rule.frictionless },
    })
}

fn result(row: &Row, rules: &[&Rule]) -> Value {
    let finding = &row.finding;
    let mut text = finding.message.clone();
    if let Some(field) = &finding.place.field {
        text = format!("`{field}`: {text}");
    }
    if let Some(hint) = &finding.hint {
        text = format!("{text} ({hint})");
    }
    let mut location = json!({ "artifactLocation": { "uri": uri(&finding.place.file) } });
    // a result without a region stands at the head of the file in every viewer
    location["region"] = json!({ "startLine": finding.place.line.unwrap_or(1).max(1) });
    let mut result = json!({
        "ruleId": finding.code,
        "level": match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        "message": { "text": text },
        "locations": [{ "physicalLocation": location }],
        "partialFingerprints": { "gigasite/v1": row.fingerprint },
        "occurrenceCount": row.count,
    });
    if let Some(index) = rules.iter().position(|rule| rule.code == finding.code) {
        result["ruleIndex"] = json!(index);
    }
    result
}

/// A path as a URI reference: relative ones stay relative, odd letters are escaped.
fn uri(path: &str) -> String {
    use std::fmt::Write as _;
    let path = path.replace('\\', "/");
    let mut text = String::new();
    if path.starts_with('/') {
        text.push_str("file://");
    }
    for byte in path.trim_start_matches("./").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}
