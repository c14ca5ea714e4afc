//! Which licences a row of open data may carry.

use crate::csv::Text;
use gigasite_case::Findings;

/// Beginnings of SPDX ids and of the words of our own tables that allow use, change and passing on.
const OPEN: [&str; 27] = [
    "0bsd",
    "apache-2.0",
    "bsd-",
    "cc-by-",
    "cc-pddc",
    "cc0",
    "citation",
    "cdla-permissive",
    "dl-de/",
    "dl-de-",
    "etalab",
    "eu reuse",
    "eupl",
    "facts",
    "figures cited from",
    "gpl-",
    "isc",
    "mit",
    "nlod",
    "odbl",
    "odc-by",
    "ogl",
    "own estimate",
    "pddl",
    "public domain",
    "lgpl-",
    "unlicense",
];

/// What forbids use or change, wherever it stands.
const REFUSED: [&str; 8] = [
    "-nc",
    "-nd",
    "all rights reserved",
    "confidential",
    "non-commercial",
    "noncommercial",
    "no redistribution",
    "proprietary",
];

/// What a licence allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Open,
    Refused,
    Unknown,
}

/// Licences joined by `;` or «and», a remark in parentheses.
pub(super) fn verdict(cell: &str) -> Verdict {
    let cell = cell.to_lowercase();
    if REFUSED.iter().any(|word| cell.contains(word)) {
        return Verdict::Refused;
    }
    let mut plain = String::new();
    let mut depth = 0;
    for letter in cell.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            letter if depth == 0 => plain.push(letter),
            _ => {}
        }
    }
    let is_open = |part: &str| OPEN.iter().any(|name| part.trim().starts_with(name));
    let all = plain.split(';').flat_map(|part| part.split(" and ")).all(is_open);
    if all { Verdict::Open } else { Verdict::Unknown }
}

/// Every licence of a table.
pub(super) fn check(text: &Text, findings: &mut Findings) {
    for (row, cell) in text.columns.get("licence").into_iter().flatten().enumerate() {
        let place = || text.place(row, "licence");
        match verdict(cell) {
            Verdict::Open => continue,
            Verdict::Refused => findings.error(
                "licence-refused",
                place(),
                format!("`{cell}` forbids use, change or passing on"),
                "take the figure from an open source",
            ),
            Verdict::Unknown => findings.warning(
                "licence-unknown",
                place(),
                format!("`{cell}` is not on the list of open licences"),
                "name it by its SPDX id, as CC-BY-4.0",
            ),
        }
        findings.with(cell, "an open licence");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_closed_and_unheard_of() {
        for open in [
            "CC-BY-4.0 (distances, GridKit)",
            "facts; own estimate",
            "EUPL-1.2 and MIT (measured)",
            "CC0-1.0",
        ] {
            assert_eq!(verdict(open), Verdict::Open, "{open}");
        }
        for closed in ["CC-BY-NC-4.0", "CC-BY-ND-4.0; MIT", "All rights reserved", "proprietary"] {
            assert_eq!(verdict(closed), Verdict::Refused, "{closed}");
        }
        for unheard in ["ask the author", "MIT; see web page", ""] {
            assert_eq!(verdict(unheard), Verdict::Unknown, "{unheard}");
        }
    }
}
