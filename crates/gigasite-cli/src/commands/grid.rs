//! `gigasite grid`: questions to a power network.

mod convert;
mod flow;
mod hosting;
mod opf;
mod outages;

use crate::args::{GridArgs, GridCommand, MomentArgs, NetworkArgs, PtdfArgs};
use crate::commands::plan::with_hint;
use crate::commands::progress::Talk;
use crate::say::{self, Exit, Hint};
use anyhow::{Context as _, anyhow};
use gigasite_case::network::Network;
use gigasite_case::{Findings, Severity, suggest};
use gigasite_cosim::Progress as _;
use gigasite_grid::dc::DcModel;
use gigasite_grid::dispatch::{self, Dispatch, Moment};
use gigasite_report::RunInfo;
use gigasite_report::network::{self, Answer};
use std::path::Path;

pub(crate) fn run(args: &GridArgs) -> anyhow::Result<Exit> {
    match &args.command {
        GridCommand::Info(args) => with_network(args, |network| Ok((network::info(network), Exit::Done))),
        GridCommand::Flow(args) => flow::run(args),
        GridCommand::Opf(args) => opf::run(args),
        GridCommand::N1(args) => outages::run(args),
        GridCommand::Ptdf(args) => ptdf(args),
        GridCommand::Hosting(args) => hosting::run(args),
        GridCommand::Convert(args) => convert::run(args),
    }
}

fn ptdf(args: &PtdfArgs) -> anyhow::Result<Exit> {
    with_network(&args.network, |network| {
        let model = model(network, &args.network)?;
        let branches = if args.branch.is_empty() {
            (0..network.branches.len()).collect()
        } else {
            let ids: Vec<&str> = network.branches.iter().map(|branch| branch.id.as_str()).collect();
            args.branch.iter().map(|id| find("branch", id, &ids)).collect::<anyhow::Result<Vec<usize>>>()?
        };
        Ok((network::ptdf(network, &model, &branches, args.least), Exit::Done))
    })
}

/// Reads a network and says what is found; `None` if it is refused.
fn read(path: &Path, strict: bool, quiet: bool) -> anyhow::Result<Option<Network>> {
    let (network, findings) =
        gigasite_data::network::read(path).map_err(with_hint(gigasite_data::Error::hint))?;
    let refused = say_findings(&findings, strict, quiet);
    Ok(network.filter(|_| !refused))
}

/// Says findings about an input; whether they refuse it.
pub(crate) fn say_findings(findings: &Findings, strict: bool, quiet: bool) -> bool {
    let fatal = if strict { Severity::Warning } else { Severity::Error };
    let refused = findings.0.iter().any(|finding| finding.severity >= fatal);
    if refused || (!quiet && !findings.is_empty()) {
        say::findings(findings, if refused { Severity::Warning } else { Severity::Note });
    }
    refused
}

/// Reads the network, asks, and hands the answer over as it was asked for.
fn with_network(
    args: &NetworkArgs,
    ask: impl FnOnce(&Network) -> anyhow::Result<(Answer, Exit)>,
) -> anyhow::Result<Exit> {
    if let Some(out) = &args.out {
        gigasite_report::check_out(out).map_err(with_hint(gigasite_report::Error::hint))?;
    }
    let Some(mut network) = read(&args.network, args.strict, args.quiet)? else { return Ok(Exit::Findings) };
    for path in &args.add {
        let findings =
            gigasite_data::network::add(path, &mut network).map_err(with_hint(gigasite_data::Error::hint))?;
        if say_findings(&findings, args.strict, args.quiet) {
            return Ok(Exit::Findings);
        }
    }
    let (answer, exit) = ask(&network)?;
    hand_over(&answer, args.json, args.rows, args.out.as_deref(), args.quiet)?;
    Ok(exit)
}

/// Hands an answer over as it was asked for: on the screen, as JSON, into a folder.
pub(crate) fn hand_over(
    answer: &Answer,
    json: bool,
    rows: usize,
    out: Option<&Path>,
    quiet: bool,
) -> anyhow::Result<()> {
    say::data(&if json { serde_json::to_string_pretty(&answer.json())? } else { answer.text(rows) })?;
    let Some(out) = out else { return Ok(()) };
    let info = RunInfo {
        command: std::env::args().collect::<Vec<_>>().join(" "),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        threads: 0,
        timing_s: Vec::new(),
        extra_files: Vec::new(),
    };
    answer
        .write(out, &info)
        .map_err(with_hint(gigasite_report::Error::hint))
        .with_context(|| format!("writing the answer to `{}`", out.display()))?;
    if !quiet {
        say::talk(&format!("tables in `{}`", out.display()));
    }
    Ok(())
}

fn model(network: &Network, args: &NetworkArgs) -> anyhow::Result<DcModel> {
    DcModel::new(network, args.form.into()).map_err(with_hint(gigasite_grid::Error::hint))
}

/// The moments that are asked for, and who generates in them.
fn moments(
    network: &Network,
    args: &MomentArgs,
    question: &NetworkArgs,
    talk: &Talk,
) -> anyhow::Result<(Dispatch, Vec<Moment>)> {
    let snapshots: Vec<usize> = match &args.snapshot {
        Some(asked) => snapshots(network, asked)?,
        None if args.all_snapshots => (0..network.snapshots.len()).collect(),
        None => vec![0],
    };
    let dispatch = args.dispatch.map_or_else(|| Dispatch::suited(network, &snapshots), Dispatch::from);
    if dispatch != Dispatch::File {
        talk.stage("finding the cheapest outputs");
    }
    let step = |done, all| talk.step(done, all);
    let moments = dispatch::moments(network, &snapshots, dispatch, question.form.into(), &step)
        .map_err(with_hint(dispatch::Error::hint))?;
    talk.done();
    Ok((dispatch, moments))
}

/// Says whose outputs count, and what plants leave to the references.
fn say_dispatch(answer: &mut Answer, dispatch: Dispatch, moments: &[Moment]) {
    answer.fact("dispatch", serde_json::json!(dispatch));
    answer.say(match dispatch {
        Dispatch::File => "outputs of generators as in the file",
        Dispatch::Merit => "outputs of generators: the cheapest if no branch had a limit",
        Dispatch::Opf => "outputs of generators: the cheapest that the branches can carry",
    });
    let missing: Vec<f64> = moments.iter().map(|moment| moment.missing_mw).filter(|mw| *mw != 0.0).collect();
    let most =
        missing.iter().copied().fold(0.0, |most: f64, mw| if mw.abs() > most.abs() { mw } else { most });
    answer.fact("missing_mw", most);
    if !missing.is_empty() {
        let what = if most > 0.0 { "fall short of the demand" } else { "must give more than the demand" };
        answer.say(format!(
            "in {} of {} snapshots plants {what}, by {:.0} MW at most: references make up for it",
            missing.len(),
            moments.len(),
            most.abs()
        ));
    }
}

/// Numbers of the snapshots that are asked for: a label, a number from 1, or `first..last`.
fn snapshots(network: &Network, asked: &str) -> anyhow::Result<Vec<usize>> {
    let labels: Vec<&str> = network.snapshots.labels.iter().map(String::as_str).collect();
    let one = |asked: &str| {
        let number = asked.parse::<usize>().ok().filter(|number| (1..=labels.len()).contains(number));
        match labels.iter().position(|label| *label == asked) {
            Some(found) => Ok(found),
            None => number.map_or_else(|| find("snapshot", asked, &labels), |number| Ok(number - 1)),
        }
    };
    let Some((first, last)) = asked.split_once("..") else { return Ok(vec![one(asked)?]) };
    let (first, last) = (one(first)?, one(last)?);
    if first > last {
        let hint = Hint("give the earlier one first, such as 1..24".to_owned());
        return Err(anyhow!("no snapshot lies in `{asked}`").context(hint));
    }
    Ok((first..=last).collect())
}

/// Refuses to look at the outages that a network names where it names none.
fn names_outages(network: &Network) -> anyhow::Result<()> {
    if network.contingencies.is_empty() {
        let hint = Hint("add a change table that names them: --add contab.m".to_owned());
        return Err(anyhow!("the network names no outages").context(hint));
    }
    Ok(())
}

/// Position of `id` among `ids`.
fn find(what: &str, id: &str, ids: &[&str]) -> anyhow::Result<usize> {
    ids.iter().position(|known| *known == id).ok_or_else(|| {
        let hint = suggest::hint(id, ids.iter().copied());
        anyhow!("there is no {what} `{id}` in the network").context(Hint(hint))
    })
}
