//! `JUnit` XML: one test suite a file, one test case a check, passed ones too.

use gigasite_case::Severity;
use gigasite_case::review::{Resource, Review, Row};
use gigasite_case::rule;
use std::fmt::Write as _;

pub(super) fn document(review: &Review) -> String {
    let check = |row: &Row| rule::of(&row.finding.code).map_or("other", |rule| rule.check);
    // files that a finding names and no check listed: missing ones, parts of a folder
    let mut resources = review.resources.clone();
    for row in &review.rows {
        let (file, check) = (&row.finding.place.file, check(row));
        let at = resources.iter().position(|one| one.file == *file).unwrap_or_else(|| {
            resources.push(Resource { file: file.clone(), checks: Vec::new() });
            resources.len() - 1
        });
        if !resources[at].checks.contains(&check) {
            resources[at].checks.push(check);
        }
    }
    let (mut suites, mut tests, mut failures, mut skips) = (String::new(), 0, 0, 0);
    for resource in &resources {
        let (mut cases, mut failed, mut skipped) = (String::new(), 0, 0);
        for name in &resource.checks {
            let rows: Vec<&Row> = review
                .rows
                .iter()
                .filter(|row| row.finding.place.file == resource.file && check(row) == *name)
                .collect();
            let wrong = rows.iter().any(|row| row.finding.severity == Severity::Error);
            failed += usize::from(wrong);
            skipped += usize::from(!wrong && !rows.is_empty());
            case(&mut cases, &resource.file, name, &rows);
        }
        let count = resource.checks.len();
        let _ = writeln!(
            suites,
            "  <testsuite name=\"{}\" tests=\"{count}\" failures=\"{failed}\" errors=\"0\" skipped=\"{skipped}\">\n{cases}  </testsuite>",
            escape(&resource.file),
        );
        (tests, failures, skips) = (tests + count, failures + failed, skips + skipped);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"gigasite check {}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"{skips}\">\n{suites}</testsuites>\n",
        escape(&review.what),
    )
}

/// Errors fail the case; warnings alone leave it skipped, with their words; notes go to its output.
fn case(out: &mut String, file: &str, name: &str, rows: &[&Row]) {
    let head = format!("    <testcase classname=\"{}\" name=\"{name}\"", escape(file));
    let Some(worst) = rows.iter().max_by_key(|row| row.finding.severity) else {
        let _ = writeln!(out, "{head}/>");
        return;
    };
    let all: Vec<String> = rows.iter().map(|row| row.finding.to_string()).collect();
    let all = escape(&all.join("\n"));
    let message = escape(&worst.finding.message);
    let body = match worst.finding.severity {
        Severity::Error => {
            format!("<failure type=\"{}\" message=\"{message}\">{all}</failure>", worst.finding.code)
        }
        Severity::Warning | Severity::Note => {
            format!("<skipped message=\"{message}\"/>\n      <system-out>{all}</system-out>")
        }
    };
    let _ = writeln!(out, "{head}>\n      {body}\n    </testcase>");
}

/// Text as XML; letters that XML 1.0 cannot hold become question marks.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(letter),
            '\u{fffe}' | '\u{ffff}' => escaped.push('?'),
            letter if letter.is_control() => escaped.push('?'),
            letter => escaped.push(letter),
        }
    }
    escaped
}
