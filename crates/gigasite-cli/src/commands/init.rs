//! `gigasite init`: the embedded case and its dataset, as files to edit.

use crate::args::InitArgs;
use crate::say::{self, Exit, Hint};
use anyhow::Context as _;

pub(crate) fn run(args: &InitArgs) -> anyhow::Result<Exit> {
    gigasite_data::write_case(&args.case, &args.dir)
        .map_err(|error| {
            let hint = error.hint();
            let error = anyhow::Error::new(error);
            match hint {
                Some(text) => error.context(Hint(text)),
                None => error,
            }
        })
        .with_context(|| format!("writing the case to `{}`", args.dir.display()))?;
    say::talk(&format!(
        "wrote `{0}/case.toml` and its dataset\nnext: edit it, then `gigasite check {0}/case.toml` and `gigasite plan {0}/case.toml`",
        args.dir.display()
    ));
    Ok(Exit::Done)
}
