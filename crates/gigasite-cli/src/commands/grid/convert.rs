//! `gigasite grid convert`

use super::read;
use crate::args::ConvertArgs;
use crate::commands::plan::with_hint;
use crate::say::{self, Exit};
use gigasite_case::Severity;

pub(crate) fn run(args: &ConvertArgs) -> anyhow::Result<Exit> {
    let Some(network) = read(&args.network, args.strict, args.quiet)? else { return Ok(Exit::Findings) };
    let findings =
        gigasite_data::network::write(&args.out, &network).map_err(with_hint(gigasite_data::Error::hint))?;
    if !args.quiet {
        if !findings.is_empty() {
            say::findings(&findings, Severity::Note);
        }
        say::talk(&format!("network in `{}`", args.out.display()));
    }
    Ok(Exit::Done)
}
