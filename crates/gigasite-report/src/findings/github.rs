//! Workflow commands of GitHub: `::error file=…,line=…,title=…::message`.

use gigasite_case::Severity;
use gigasite_case::review::Review;
use std::fmt::Write as _;

pub(super) fn commands(review: &Review) -> String {
    let mut text = String::new();
    for row in &review.rows {
        let finding = &row.finding;
        let verb = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let _ = write!(text, "::{verb} file={}", property(&finding.place.file));
        if let Some(line) = finding.place.line {
            let _ = write!(text, ",line={line}");
        }
        let field = finding.place.field.as_ref().map_or_else(String::new, |field| format!("`{field}`: "));
        let hint = finding.hint.as_ref().map_or_else(String::new, |hint| format!("\nhint: {hint}"));
        let message = data(&format!("{field}{}{hint}", finding.message));
        let _ = writeln!(text, ",title={}::{message}", property(&finding.code));
    }
    text
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
