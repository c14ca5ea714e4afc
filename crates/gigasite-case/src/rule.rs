//! The register of finding codes: severity, check, meaning, way out and what frictionless calls it. `rules.md` is the table.

use crate::Severity;
use std::sync::LazyLock;

/// A kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Kebab-case code, such as `unknown-key`.
    pub code: &'static str,
    /// How bad at worst.
    pub severity: Severity,
    /// The check that raises it, such as `values` or `provenance`.
    pub check: &'static str,
    /// The error type of the frictionless standard, where it has one.
    pub frictionless: Option<&'static str>,
    /// What it means, one sentence without full stop.
    pub meaning: &'static str,
    /// What to do about it.
    pub mend: &'static str,
}

/// The table as a reader sees it, in Markdown.
pub const TABLE: &str = include_str!("rules.md");

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| TABLE.lines().filter_map(row).collect());

fn row(line: &'static str) -> Option<Rule> {
    let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
    let [code, severity, check, frictionless, meaning, mend] = cells[..] else { return None };
    let severity = match severity {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        "note" => Severity::Note,
        _ => return None,
    };
    let frictionless = Some(frictionless).filter(|name| *name != "–");
    Some(Rule { code, severity, check, frictionless, meaning, mend })
}

/// Every rule, in the order of the table.
pub fn all() -> &'static [Rule] {
    &RULES
}

/// The rule of a code.
///
/// ```
/// let rule = gigasite_case::rule::of("ragged-row").unwrap();
/// assert_eq!(rule.frictionless, Some("extra-cell"));
/// ```
pub fn of(code: &str) -> Option<&'static Rule> {
    all().iter().find(|rule| rule.code == code)
}

/// Whether a code is meant by a pattern: the code itself, its check, or a beginning with `*`.
///
/// ```
/// use gigasite_case::rule::is_meant;
/// assert!(is_meant("missing-*", "missing-source") && is_meant("provenance", "missing-source"));
/// assert!(!is_meant("missing", "missing-source"));
/// ```
pub fn is_meant(pattern: &str, code: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => code.starts_with(beginning),
        None => pattern == code || of(code).is_some_and(|rule| rule.check == pattern),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_has_every_code_once_and_in_words() {
        let lines = TABLE.lines().filter(|line| line.starts_with("| ")).count();
        assert_eq!(lines, all().len() + 1, "every line but the head is a rule");
        let codes: BTreeSet<&str> = all().iter().map(|rule| rule.code).collect();
        assert_eq!(codes.len(), all().len());
        for rule in all() {
            assert!(!rule.meaning.is_empty() && !rule.mend.is_empty(), "{}", rule.code);
            assert!(!rule.meaning.ends_with('.') && !rule.mend.ends_with('.'), "{}", rule.code);
        }
    }
}
