//! `gigasite data diff`: what changed between two datasets, and which decisions change with it.

mod page;

use super::dataset;
use crate::args::{DiffArgs, DiffBy, DiffFormat};
use crate::commands::plan::{key_values, refused, unsolved, with_hint};
use crate::commands::progress::{Talk, listen};
use crate::say::{self, Exit};
use anyhow::anyhow;
use gigasite_cosim::attribution::{Attribution, Decision, attribute};
use gigasite_cosim::{Error as StudyError, Progress};
use gigasite_data::diff::{Difference, TableDifference, difference};
use gigasite_data::{CaseSource, Error, Part, Source};
use serde::Serialize;
use serde_json::json;

pub(crate) fn run(args: &DiffArgs) -> anyhow::Result<Exit> {
    let (old, new) = (source(&args.old), source(&args.new));
    // both are read even if the first is refused, so that all that is wrong is said at once
    let (before, after) = (dataset(&args.old)?, dataset(&args.new)?);
    if before.is_none() || after.is_none() {
        return Ok(Exit::Findings);
    }
    let found = difference(&old, &new).map_err(with_hint(Error::hint))?;
    let mut canaries = Vec::new();
    if !args.no_decisions && !numbers(&found).is_empty() {
        listen()?;
        for case in &args.case {
            match decisions(args, case, (&old, &new), &found) {
                Ok(decided) => canaries.push(Canary { case, unexplained: decided.unexplained(), decided }),
                Err(Stop::Data(error)) => return refused(error),
                Err(Stop::Study(error)) => return unsolved(error),
                Err(Stop::Other(error)) => return Err(error),
            }
        }
    }
    match args.format {
        DiffFormat::Text => say::data(&page::text(args, &found, &canaries))?,
        DiffFormat::Markdown => say::data(&page::markdown(args, &found, &canaries))?,
        DiffFormat::Json => {
            let document = json!({
                "schema_version": 1,
                "old": args.old,
                "new": args.new,
                "records": found,
                "cases": canaries,
            });
            say::data(&serde_json::to_string_pretty(&document)?)?;
        }
    }
    let unexplained: Vec<String> = canaries.iter().filter_map(Canary::complaint).collect();
    if !unexplained.is_empty() {
        let error = anyhow!("{}", unexplained.join("; ")).context(say::Hint(
            "change the tables one after the other, or raise the precision of the plans with --set solver.gap_frac=1e-5".into(),
        ));
        say::error(&error);
        return Ok(Exit::Findings);
    }
    Ok(Exit::Done)
}

/// A case planned on both datasets.
#[derive(Serialize)]
struct Canary<'a> {
    case: &'a str,
    #[serde(rename = "decisions")]
    decided: Attribution,
    unexplained: Option<String>,
}

impl Canary<'_> {
    fn complaint(&self) -> Option<String> {
        self.unexplained.as_ref().map(|sentence| format!("case `{}`: {sentence}", self.case))
    }
}

fn source(name: &str) -> Source {
    if name == "europe" { Source::Embedded(name.to_owned()) } else { Source::Folder(name.into()) }
}

/// Tables in which a number differs, or a row.
fn numbers(found: &Difference) -> Vec<&TableDifference> {
    let counts = |table: &&TableDifference| {
        let rows = !table.added.is_empty() || !table.removed.is_empty() || !table.renamed.is_empty();
        rows || table.cells.iter().any(|cell| !cell.is_provenance)
    };
    found.tables.iter().filter(counts).collect()
}

/// Why there are no decisions.
enum Stop {
    Data(Error),
    Study(StudyError),
    Other(anyhow::Error),
}

fn decisions(
    args: &DiffArgs,
    case: &str,
    (old, new): (&Source, &Source),
    found: &Difference,
) -> Result<Attribution, Stop> {
    let talk = Talk::new(args.quiet);
    let groups = groups((old, new), &parts(args.by, &numbers(found))).map_err(Stop::Data)?;
    let name = |parts: &Vec<Part>| parts.iter().map(Part::to_string).collect::<Vec<_>>().join(" + ");
    let names: Vec<String> = groups.iter().map(name).collect();
    let exact = names.len() <= gigasite_cosim::attribution::SHAPLEY_MAX_COUNT;
    let plans = if exact { 1 << names.len() } else { names.len() + 2 };
    talk.stage(&format!("planning case {case} {plans} times, a minute each for a year"));
    let overrides = key_values(&args.set).map_err(Stop::Other)?;
    let mut made_count = 0;
    let attribution = attribute(&names, |made| {
        let from_new =
            groups.iter().zip(made).filter(|(_, made)| **made).flat_map(|(parts, _)| parts.clone());
        let mixed = Source::Mixed {
            old: Box::new(old.clone()),
            new: Box::new(new.clone()),
            from_new: from_new.collect(),
        };
        let (mut case, _) =
            gigasite_data::load_case_on(&CaseSource::parse(case), Some(&mixed), &overrides, None)
                .map_err(Stop::Data)?;
        if let Some(hours) = args.first_hours {
            case = case.first_hours(hours);
        }
        let result = gigasite_cosim::run(&case, &Listening(&talk)).map_err(Stop::Study)?;
        made_count += 1;
        talk.step(made_count, plans);
        Ok(Decision::of(&result.plan))
    });
    talk.done();
    attribution
}

/// What is looked at as one change: a table, or the rows of one zone, site or country in it.
fn parts(by: DiffBy, tables: &[&TableDifference]) -> Vec<Part> {
    let of = |table: &&TableDifference| -> Vec<Part> {
        let part = |rows: Option<String>| Part { file: table.file.clone(), rows };
        match by {
            DiffBy::Table => vec![part(None)],
            DiffBy::Record => table.groups.iter().map(|group| part(Some(group.clone()))).collect(),
        }
    };
    tables.iter().flat_map(of).collect()
}

/// Parts that can change alone, each a group; those that only read together with others are one.
fn groups((old, new): (&Source, &Source), parts: &[Part]) -> Result<Vec<Vec<Part>>, Error> {
    let (mut alone, mut together) = (Vec::new(), Vec::new());
    for part in parts {
        let from_new = vec![part.clone()];
        let mixed = Source::Mixed {
            old: Box::new(old.clone()),
            new: Box::new(new.clone()),
            from_new: from_new.clone(),
        };
        if gigasite_data::read_dataset(&mixed)?.findings.has_errors() {
            together.extend(from_new);
        } else {
            alone.push(from_new);
        }
    }
    if !together.is_empty() {
        alone.push(together);
    }
    Ok(alone)
}

/// Hands an interruption on and keeps the stages of single plans to itself.
struct Listening<'a>(&'a Talk);

impl Progress for Listening<'_> {
    fn stage(&self, _: &str) {}
    fn step(&self, _: usize, _: usize) {}
    fn interrupted(&self) -> bool {
        self.0.interrupted()
    }
}
