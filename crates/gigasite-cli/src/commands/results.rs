//! `gigasite explain` and `gigasite compare`: questions to results that were written.

use crate::args::{CompareArgs, ExplainArgs};
use crate::commands::grid::hand_over;
use crate::commands::plan::with_hint;
use crate::say::{Exit, Hint};
use anyhow::{Context as _, anyhow};
use gigasite_case::suggest;
use gigasite_report::results::Results;
use std::path::Path;

pub(crate) fn explain(args: &ExplainArgs) -> anyhow::Result<Exit> {
    let results = read(&args.results)?;
    let answer = gigasite_report::explain(&results, &args.site)
        .ok_or_else(|| anyhow!("the results in `{}` do not speak of `{}`", args.results.display(), args.site))
        .with_context(|| Hint(suggest::hint(&args.site, results.known_sites().collect::<Vec<_>>())))?;
    hand_over(&answer, args.json, usize::MAX, None, false)?;
    Ok(Exit::Done)
}

pub(crate) fn compare(args: &CompareArgs) -> anyhow::Result<Exit> {
    let (a, b) = (read(&args.a)?, read(&args.b)?);
    let names = (args.a.display().to_string(), args.b.display().to_string());
    let answer = gigasite_report::compare(&a, &b, (&names.0, &names.1));
    hand_over(&answer, args.json, 60, args.out.as_deref(), args.quiet)?;
    Ok(Exit::Done)
}

fn read(path: &Path) -> anyhow::Result<Results> {
    Results::read(path).map_err(with_hint(gigasite_report::Error::hint))
}
