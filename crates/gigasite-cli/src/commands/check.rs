//! `gigasite check`: every defect of a case, a dataset, a folder of series or a data package, at once.

use crate::args::{CheckArgs, FailOn, Output};
use crate::say::{self, Exit, Hint};
use anyhow::{Context as _, bail};
use gigasite_case::review::{Checked, Choice, Review, review};
use gigasite_case::{Severity, rule, suggest};
use gigasite_report::findings::{Format, count, render};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;

const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(crate) fn run(args: &CheckArgs) -> anyhow::Result<Exit> {
    if args.rules {
        say::data(rule::TABLE)?;
        return Ok(Exit::Done);
    }
    for pattern in args.select.iter().chain(&args.ignore) {
        if !rule::all().iter().any(|one| rule::is_meant(pattern, one.code)) {
            let known = rule::all().iter().flat_map(|one| [one.code, one.check]);
            let hint = suggest::nearest(pattern, known).map(|name| format!("did you mean `{name}`?"));
            let hint = hint.unwrap_or_else(|| "`gigasite check --rules` lists them".into());
            return Err(anyhow::anyhow!("no finding has the code `{pattern}`").context(Hint(hint)));
        }
    }
    let on_stdout: Vec<&Output> = args.format.iter().filter(|output| output.file.is_none()).collect();
    if on_stdout.len() > 1 {
        bail!(
            anyhow::anyhow!("only one format can go to standard output")
                .context(Hint("write the others into files, as in --format junit=checks.xml".into()))
        );
    }
    let baseline = match &args.baseline {
        Some(path) => known(path)?,
        None => BTreeSet::new(),
    };
    let checked = gigasite_data::checks::run(&args.what);
    if let Some(path) = &args.write_baseline {
        let text = record(&checked)?;
        put(path, text.as_bytes())?;
        say::talk(&format!(
            "`{}`: {} findings recorded in {}",
            args.what,
            checked.findings.0.len(),
            path.display()
        ));
        return Ok(Exit::Done);
    }
    let choice = Choice {
        select: args.select.clone(),
        ignore: args.ignore.clone(),
        baseline,
        most: args.max_findings,
    };
    let found = review(&args.what, checked, &choice);
    for output in &args.format {
        let text = render(output.format, &found, VERSION)?;
        match &output.file {
            Some(path) => put(path, text.as_bytes())?,
            None if text.is_empty() => {}
            None => say::data(&text)?,
        }
    }
    if on_stdout.is_empty() {
        let text = render(Format::Text, &found, VERSION)?;
        if !text.is_empty() {
            say::data(&text)?;
        }
    }
    in_github(&args.format, &found)?;
    say::talk(&format!("`{}`: {}", args.what, count(&found)));
    let least = match args.fail_on {
        FailOn::Never => return Ok(Exit::Done),
        FailOn::Error if !args.strict => Severity::Error,
        FailOn::Error | FailOn::Warning => Severity::Warning,
    };
    Ok(if found.has(least) { Exit::Findings } else { Exit::Done })
}

/// Annotations and the step summary, where GitHub runs us. Workflow commands are read from both streams: standard error
/// keeps standard output clean for the format asked for.
fn in_github(asked: &[Output], found: &Review) -> anyhow::Result<()> {
    if std::env::var_os("GITHUB_ACTIONS").is_none_or(|value| value != "true") {
        return Ok(());
    }
    if asked.iter().all(|output| output.format != Format::GitHub) {
        let commands = render(Format::GitHub, found, VERSION)?;
        if !commands.is_empty() {
            say::talk(commands.trim_end());
        }
    }
    if let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY") {
        let page = render(Format::Markdown, found, VERSION)?;
        std::fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(&path)
            .and_then(|mut file| file.write_all(page.as_bytes()))
            .with_context(|| {
                format!("the step summary `{}` cannot be written", Path::new(&path).display())
            })?;
    }
    Ok(())
}

/// The fingerprints of a baseline.
fn known(path: &Path) -> anyhow::Result<BTreeSet<String>> {
    let hint = || Hint("write one with --write-baseline FILE".into());
    let bytes = std::fs::read(path)
        .with_context(|| format!("the baseline `{}` cannot be read", path.display()))
        .with_context(hint)?;
    let document: Value = serde_json::from_slice(&bytes)
        .with_context(|| format!("the baseline `{}` is no JSON", path.display()))
        .with_context(hint)?;
    let Some(findings) = document["findings"].as_array() else {
        return Err(anyhow::anyhow!("the baseline `{}` has no `findings`", path.display()).context(hint()));
    };
    let names = findings.iter().filter_map(|finding| finding["fingerprint"].as_str());
    Ok(names.map(str::to_owned).collect())
}

/// A baseline: fingerprints, and beside each what it was, for readers.
fn record(checked: &Checked) -> anyhow::Result<String> {
    let names = checked.findings.fingerprints();
    let findings: Vec<Value> = names
        .iter()
        .zip(&checked.findings.0)
        .map(|(name, finding)| {
            json!({
                "fingerprint": name,
                "code": finding.code,
                "file": finding.place.file,
                "field": finding.place.field,
                "message": finding.message,
            })
        })
        .collect();
    let document = json!({ "schema_version": 1, "findings": findings });
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn put(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("`{}` cannot be written", path.display()))
}
