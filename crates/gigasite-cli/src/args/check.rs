//! Flags of `gigasite check`.

use clap::{Args, ValueEnum};
use gigasite_report::findings::Format;
use std::path::PathBuf;

/// `gigasite check`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gigasite check                                   the embedded case and dataset
  gigasite check case.toml
  gigasite check datasets/europe --format json
  gigasite check data --format github --format junit=checks.xml --format sarif=checks.sarif
  gigasite check datapackage.json                  any Frictionless data package, hashes included
  gigasite check series --select physics --select series
  gigasite check data --write-baseline known.json  remember what is known,
  gigasite check data --baseline known.json        then fail on what is new only

What it understands: a case file or its folder, a dataset folder, a folder of hourly series (see `gigasite plan --help`),
a data package of others (datapackage.json or its folder).
Formats: text, json, jsonl, sarif, junit, github, markdown; with =FILE into a file, else on standard output.
With GITHUB_ACTIONS=true, annotations and the step summary are added by themselves.
Codes: crates/gigasite-case/src/rules.md, or `gigasite check --rules`.

Exit codes: 0 nothing that fails · 1 findings · 2 usage, input or internal error")]
pub(crate) struct CheckArgs {
    /// Case file, embedded case name, dataset folder, folder of series, or data package
    #[arg(default_value = "europe", value_name = "CASE|DIR")]
    pub(crate) what: String,
    /// How to write the findings, as often as you like; FORMAT=FILE writes into a file
    #[arg(long, value_parser = output, value_name = "FORMAT[=FILE]")]
    pub(crate) format: Vec<Output>,
    /// The least severity that ends in exit code 1
    #[arg(long, value_enum, default_value_t = FailOn::Error, value_name = "SEVERITY")]
    pub(crate) fail_on: FailOn,
    /// Warnings count as errors; the same as --fail-on warning
    #[arg(long, conflicts_with = "fail_on")]
    pub(crate) strict: bool,
    /// Findings recorded there are not counted again
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,
    /// Record all findings there, for --baseline, and end in 0
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub(crate) write_baseline: Option<PathBuf>,
    /// Only these codes, checks, or beginnings with `*`; as often as you like
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Not these codes, checks, or beginnings with `*`; as often as you like
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// Show at most this many rows, the worst first; counts and exit code stay whole
    #[arg(long, value_name = "N")]
    pub(crate) max_findings: Option<usize>,
    /// Print the table of all codes and end
    #[arg(long)]
    pub(crate) rules: bool,
}

/// What ends in exit code 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Nothing
    Never,
}

/// A format and where it goes; without a file to standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    pub(crate) format: Format,
    pub(crate) file: Option<PathBuf>,
}

const FORMATS: [(&str, Format); 7] = [
    ("text", Format::Text),
    ("json", Format::Json),
    ("jsonl", Format::JsonLines),
    ("sarif", Format::Sarif),
    ("junit", Format::JUnit),
    ("github", Format::GitHub),
    ("markdown", Format::Markdown),
];

fn output(text: &str) -> Result<Output, String> {
    let (name, file) = match text.split_once('=') {
        Some((_, "")) => return Err("there is no file after `=`".into()),
        Some((name, file)) => (name, Some(PathBuf::from(file))),
        None => (text, None),
    };
    FORMATS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, format)| Output { format: *format, file })
        .ok_or_else(|| {
            let names = FORMATS.map(|(name, _)| name);
            format!("`{name}` is no format; {}", gigasite_case::suggest::hint(name, names))
        })
}
