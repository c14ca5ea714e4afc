//! `gigasite data get`: sources of the catalogue into the cache.

use crate::args::GetArgs;
use crate::commands::plan::with_hint;
use crate::say::{self, Exit};
use gigasite_data::catalogue::fetch::{self, Fetch, Outcome, Watch};
use gigasite_data::catalogue::{self, Entry};
use gigasite_data::import;
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Write as _;
use std::io::IsTerminal as _;

pub(crate) fn run(args: &GetArgs) -> anyhow::Result<Exit> {
    let entries = catalogue::choose(&args.names).map_err(with_hint(gigasite_data::Error::hint))?;
    let cache = args.cache.clone().unwrap_or_else(catalogue::cache_folder);
    let fetch = Fetch::new(cache.clone(), args.mirror.clone());
    let mut exit = Exit::Done;
    for entry in &entries {
        let bar = Bar::new(entry, args.quiet);
        let outcome = fetch::get(entry, &fetch, &bar);
        bar.0.finish_and_clear();
        match outcome {
            Ok(Outcome::AlreadyThere) => say::data(&format!("{}: already there", entry.name))?,
            Ok(Outcome::Fetched { bytes, resumed, import }) => {
                let mut line = format!("{}: {bytes} bytes", entry.name);
                if resumed > 0 {
                    let _ = write!(line, ", resumed {resumed} time(s)");
                }
                if let Some(import) = import {
                    let _ = write!(line, ", {} series", import.series().count());
                    if !args.quiet && !import.findings.is_empty() {
                        say::findings(&import.findings, gigasite_case::Severity::Warning);
                    }
                    if import::stops(&import.findings, false) {
                        exit = Exit::Findings;
                    }
                }
                say::data(&line)?;
            }
            Err(error @ gigasite_data::Error::NoNetwork { .. }) => {
                say::talk(&there(&catalogue::entries(), &cache));
                return Err(with_hint(gigasite_data::Error::hint)(error));
            }
            Err(error) => return Err(with_hint(gigasite_data::Error::hint)(error)),
        }
    }
    if !args.quiet {
        say::talk(&format!("the cache is `{}`", cache.display()));
    }
    Ok(exit)
}

/// What can be used without a network.
fn there(entries: &[Entry], cache: &std::path::Path) -> String {
    let names: Vec<&str> = entries
        .iter()
        .filter(|entry| catalogue::is_there(cache, entry))
        .map(|entry| entry.name.as_str())
        .collect();
    if names.is_empty() {
        return format!("nothing is in the cache `{}` yet", cache.display());
    }
    format!("in the cache `{}` are already: {}", cache.display(), names.join(", "))
}

/// A bar on a terminal.
struct Bar(ProgressBar);

impl Bar {
    fn new(entry: &Entry, quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new(entry.bytes);
        if let Ok(style) = ProgressStyle::with_template(
            "{msg:36} {bar:28} {bytes}/{total_bytes} {bytes_per_sec} (about {eta} left)",
        ) {
            bar.set_style(style);
        }
        bar.set_message(entry.name.clone());
        Self(bar)
    }
}

impl Watch for Bar {
    fn at(&self, _: &Entry, have: u64, _: u64) {
        self.0.set_position(have);
    }
}
