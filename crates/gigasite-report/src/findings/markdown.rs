//! A table for a job summary or a pull request.

use super::{count, word};
use gigasite_case::review::Review;
use std::fmt::Write as _;

pub(super) fn page(review: &Review) -> String {
    let mut text = format!("## `gigasite check {}`\n\n{}", cell(&review.what), count(review));
    let _ = writeln!(text, " in {} files.", review.resources.len());
    if review.rows.is_empty() {
        return text;
    }
    text.push_str("\n| | code | place | what | hint |\n|---|---|---|---|---|\n");
    for row in &review.rows {
        let finding = &row.finding;
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            word(finding.severity),
            finding.code,
            cell(&finding.place.to_string()),
            cell(&finding.message),
            cell(finding.hint.as_deref().unwrap_or_default()),
        );
    }
    text
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
