//! `gigasite check`: every defect of a case or a dataset, at once.

use crate::args::{CheckArgs, Format};
use crate::say::{self, Exit};
use gigasite_case::Severity;

pub(crate) fn run(args: &CheckArgs) -> anyhow::Result<Exit> {
    let findings = gigasite_data::check(&args.what);
    match args.format {
        Format::Json => say::data(&serde_json::to_string_pretty(&serde_json::json!({
            "schema_version": 1,
            "tool": { "name": "gigasite", "version": env!("CARGO_PKG_VERSION") },
            "summary": {
                "error": findings.count(Severity::Error),
                "warning": findings.count(Severity::Warning),
                "note": findings.count(Severity::Note),
            },
            "findings": findings.0,
        }))?)?,
        Format::Text => {
            for finding in &findings.0 {
                say::data(&finding.to_string())?;
            }
            say::talk(&format!("`{}`: {}", args.what, say::count(&findings)));
        }
    }
    let fatal = if args.strict { Severity::Warning } else { Severity::Error };
    Ok(if findings.0.iter().any(|finding| finding.severity >= fatal) { Exit::Findings } else { Exit::Done })
}
