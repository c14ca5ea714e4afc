//! What is counted and shown of a check: selection, baseline, repeated cells in one line.

use crate::{Finding, Findings, Severity, rule};
use std::collections::{BTreeMap, BTreeSet};

/// Cells of one column with one code that are still listed one by one.
const SINGLE_CELLS_COUNT: usize = 5;

/// A file that was checked, and by which checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// As the user would find it.
    pub file: String,
    /// Names of the checks, as in [`rule::Rule::check`].
    pub checks: Vec<&'static str>,
}

/// Everything a check has seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Every defect.
    pub findings: Findings,
    /// Every file, also the clean ones.
    pub resources: Vec<Resource>,
}

/// What the user wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Codes, checks or beginnings with `*`; empty for all.
    pub select: Vec<String>,
    /// The same, left out.
    pub ignore: Vec<String>,
    /// Fingerprints of findings that are known already.
    pub baseline: BTreeSet<String>,
    /// Rows to show at most; counts stay whole.
    pub most: Option<usize>,
}

/// A line of the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Name that outlives moved lines.
    pub fingerprint: String,
    /// The finding, or the first of several.
    pub finding: Finding,
    /// How many cells it stands for.
    pub count: usize,
}

/// The result of a check, ready to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// What was checked, as typed.
    pub what: String,
    /// Lines to show.
    pub rows: Vec<Row>,
    /// Every file, also the clean ones.
    pub resources: Vec<Resource>,
    /// Errors, warnings and notes that count.
    pub counts: (usize, usize, usize),
    /// Findings of the baseline that were met again.
    pub known_count: usize,
    /// Rows beyond the most.
    pub hidden_count: usize,
}

impl Review {
    /// Whether anything of a severity or worse counts.
    pub fn has(&self, least: Severity) -> bool {
        let (errors, warnings, notes) = self.counts;
        errors > 0 || (least <= Severity::Warning && warnings > 0) || (least == Severity::Note && notes > 0)
    }
}

/// Narrows a check to what was chosen.
pub fn review(what: &str, checked: Checked, choice: &Choice) -> Review {
    let meant = |patterns: &[String], code: &str| patterns.iter().any(|one| rule::is_meant(one, code));
    let mut found = Review { what: what.to_owned(), resources: checked.resources, ..Review::default() };
    let names = checked.findings.fingerprints();
    let mut rows = Vec::new();
    for (fingerprint, finding) in names.into_iter().zip(checked.findings.0) {
        let code = finding.code.as_str();
        if (!choice.select.is_empty() && !meant(&choice.select, code)) || meant(&choice.ignore, code) {
            continue;
        }
        if choice.baseline.contains(&fingerprint) {
            found.known_count += 1;
            continue;
        }
        match finding.severity {
            Severity::Error => found.counts.0 += 1,
            Severity::Warning => found.counts.1 += 1,
            Severity::Note => found.counts.2 += 1,
        }
        rows.push(Row { fingerprint, finding, count: 1 });
    }
    found.rows = together(rows);
    if let Some(most) = choice.most
        && found.rows.len() > most
    {
        // the worst are shown, in the order they were found
        let mut order: Vec<usize> = (0..found.rows.len()).collect();
        order.sort_by_key(|row| (std::cmp::Reverse(found.rows[*row].finding.severity), *row));
        let shown: BTreeSet<usize> = order.into_iter().take(most).collect();
        found.hidden_count = found.rows.len() - most;
        let mut row = 0;
        found.rows.retain(|_| {
            row += 1;
            shown.contains(&(row - 1))
        });
    }
    found
}

/// Cells of one column with one code become one line when there are many.
fn together(rows: Vec<Row>) -> Vec<Row> {
    type Key = (String, String, String);
    let key = |row: &Row| -> Option<Key> {
        let place = &row.finding.place;
        place.line?;
        Some((row.finding.code.clone(), place.file.clone(), place.field.clone()?))
    };
    let mut counts: BTreeMap<Key, usize> = BTreeMap::new();
    for row in &rows {
        if let Some(key) = key(row) {
            *counts.entry(key).or_default() += 1;
        }
    }
    let mut said = BTreeSet::new();
    let mut kept = Vec::new();
    for mut row in rows {
        let count = key(&row).and_then(|key| counts.get(&key)).copied().unwrap_or(1);
        if count > SINGLE_CELLS_COUNT
            && let Some(key) = key(&row)
        {
            if !said.insert(key) {
                continue;
            }
            let meaning = rule::of(&row.finding.code).map_or("the same", |rule| rule.meaning).to_lowercase();
            let line = row.finding.place.line.unwrap_or_default();
            row.finding.message = format!(
                "{count} cells of this column: {meaning}; first at line {line}: {}",
                row.finding.message
            );
            row.count = count;
        }
        kept.push(row);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Place;

    fn spoilt(cells: usize) -> Checked {
        let mut findings = Findings::default();
        for line in 0..cells {
            let place = Place::file("data/cf.csv").line(line + 77).field("DE");
            findings.error("out-of-range", place, format!("1.{line} is not within 0 to 1"), "");
        }
        findings.warning("unknown-file", Place::file("data/x.csv"), "nothing reads this table", "");
        Checked { findings, resources: Vec::new() }
    }

    #[test]
    fn many_cells_of_a_column_become_one_line_and_still_count() {
        let found = review("data", spoilt(312), &Choice::default());
        assert_eq!((found.rows.len(), found.counts), (2, (312, 1, 0)));
        assert_eq!(found.rows[0].count, 312);
        let message = &found.rows[0].finding.message;
        assert!(message.starts_with("312 cells of this column") && message.contains("line 77"), "{message}");
        assert_eq!(review("data", spoilt(5), &Choice::default()).rows.len(), 6);
    }

    #[test]
    fn what_the_baseline_knows_does_not_count_again() {
        let baseline: BTreeSet<String> = spoilt(3).findings.fingerprints().into_iter().collect();
        let choice = Choice { baseline, ..Choice::default() };
        let found = review("data", spoilt(4), &choice);
        assert_eq!((found.counts, found.known_count), ((1, 0, 0), 4));
    }

    #[test]
    fn two_cells_that_read_alike_are_two_in_a_baseline() {
        let mut findings = Findings::default();
        for line in [3, 9] {
            findings.error(
                "missing-value",
                Place::file("a.csv").line(line).field("x"),
                "the cell is empty",
                "",
            );
        }
        let names = findings.fingerprints();
        assert_eq!(names[1], format!("{}-2", names[0]));
    }

    #[test]
    fn codes_are_chosen_by_name_beginning_or_check() {
        let with = |select: &[&str], ignore: &[&str]| {
            let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let choice = Choice { select: owned(select), ignore: owned(ignore), ..Choice::default() };
            review("data", spoilt(1), &choice).counts
        };
        assert_eq!(with(&[], &[]), (1, 1, 0));
        assert_eq!(with(&["out-*"], &[]), (1, 0, 0));
        assert_eq!(with(&["file"], &[]), (0, 1, 0));
        assert_eq!(with(&[], &["values", "unknown-file"]), (0, 0, 0));
    }

    #[test]
    fn of_too_many_rows_the_worst_are_shown() {
        let choice = Choice { most: Some(1), ..Choice::default() };
        let mut checked = spoilt(1);
        checked.findings.0.reverse();
        let found = review("data", checked, &choice);
        assert_eq!((found.rows.len(), found.hidden_count, found.counts), (1, 1, (1, 1, 0)));
        assert_eq!(found.rows[0].finding.severity, Severity::Error);
    }
}
