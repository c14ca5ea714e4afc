//! How the command speaks: results on standard output, everything else on standard error.

use anyhow::Context as _;
use gigasite_case::{Findings, Severity};
use std::io::Write as _;
use std::process::ExitCode;

/// What the command ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    Done,
    Findings,
    Error,
    Limit,
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Findings => 1,
            Exit::Error => 2,
            Exit::Limit => 3,
            Exit::Interrupted => 130,
        })
    }
}

/// A way out, attached to an error as context and printed last.
#[derive(Debug)]
pub(crate) struct Hint(pub(crate) String);

impl std::fmt::Display for Hint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Prints data. A closed pipe is the reader's choice and no error of ours; a full disk is.
pub(crate) fn data(text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    let ending = if text.ends_with('\n') { "" } else { "\n" };
    let written = out
        .write_all(text.as_bytes())
        .and_then(|()| out.write_all(ending.as_bytes()))
        .and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(error).context("standard output cannot be written")
        }
        _ => Ok(()),
    }
}

/// Says something to the person at the terminal.
pub(crate) fn talk(text: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// `error:`, the chain as `caused by:`, a blank line, `hint:`.
pub(crate) fn error(error: &anyhow::Error) {
    let mut hint = None;
    let mut lines = Vec::new();
    if let Some(found) = error.downcast_ref::<Hint>() {
        hint = Some(found.0.clone());
    }
    for cause in error.chain() {
        let text = cause.to_string();
        if hint.as_deref() != Some(&text) && lines.last() != Some(&text) {
            lines.push(text);
        }
    }
    for (depth, line) in lines.iter().enumerate() {
        talk(&if depth == 0 { format!("error: {line}") } else { format!("  caused by: {line}") });
    }
    if let Some(hint) = hint {
        talk(&format!("\nhint: {hint}"));
    }
}

/// Findings, worst last so that they stay in sight, with a count.
pub(crate) fn findings(findings: &Findings, least: Severity) {
    let mut shown: Vec<_> = findings.0.iter().filter(|finding| finding.severity >= least).collect();
    shown.sort_by_key(|finding| finding.severity);
    for finding in &shown {
        talk(&finding.to_string());
    }
    talk(&count(findings));
}

/// «2 errors, 1 warning, 3 notes»
pub(crate) fn count(findings: &Findings) -> String {
    let word = |severity, name: &str| {
        let n = findings.count(severity);
        format!("{n} {name}{}", if n == 1 { "" } else { "s" })
    };
    [word(Severity::Error, "error"), word(Severity::Warning, "warning"), word(Severity::Note, "note")]
        .join(", ")
}
