//! `gigasite data`: the data behind a study.

mod show;
mod synth;

use crate::args::{DataArgs, DataCommand};
use crate::commands::plan::with_hint;
use crate::say::{self, Exit};
use gigasite_case::Severity;
use gigasite_data::{Error, Loaded, Source};

pub(crate) fn run(args: &DataArgs) -> anyhow::Result<Exit> {
    match &args.command {
        DataCommand::Synth(args) => synth::run(args),
        DataCommand::Show(args) => show::run(args),
    }
}

/// Reads a dataset by name or folder; `None` if its findings refuse it, which has then been said.
fn dataset(name: &str) -> anyhow::Result<Option<Loaded>> {
    let source =
        if name == "europe" { Source::Embedded(name.to_owned()) } else { Source::Folder(name.into()) };
    let loaded = gigasite_data::read_dataset(&source).map_err(with_hint(Error::hint))?;
    if loaded.findings.has_errors() {
        say::findings(&loaded.findings, Severity::Warning);
        return Ok(None);
    }
    Ok(Some(loaded))
}
