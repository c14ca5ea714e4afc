//! `gigasite grid`: questions to a power network.

mod hosting;

use crate::args::{FlowArgs, GridArgs, GridCommand, N1Args, NetworkArgs, PtdfArgs};
use crate::commands::plan::with_hint;
use crate::say::{self, Exit, Hint};
use anyhow::{Context as _, anyhow};
use gigasite_case::network::Network;
use gigasite_case::{Severity, suggest};
use gigasite_grid::dc::{DcModel, ScreenOptions};
use gigasite_report::RunInfo;
use gigasite_report::network::{self, Answer};

pub(crate) fn run(args: &GridArgs) -> anyhow::Result<Exit> {
    match &args.command {
        GridCommand::Info(args) => with_network(args, |network| Ok(network::info(network))),
        GridCommand::Flow(args) => flow(args),
        GridCommand::N1(args) => n1(args),
        GridCommand::Ptdf(args) => ptdf(args),
        GridCommand::Hosting(args) => hosting::run(args),
    }
}

fn flow(args: &FlowArgs) -> anyhow::Result<Exit> {
    with_network(&args.network, |network| {
        let model = model(network, &args.network)?;
        let snapshot = snapshot(network, &args.network)?;
        Ok(network::dc_flow(network, &model, &model.state(network, snapshot), snapshot))
    })
}

fn n1(args: &N1Args) -> anyhow::Result<Exit> {
    with_network(&args.network, |network| {
        let model = model(network, &args.network)?;
        let state = model.state(network, snapshot(network, &args.network)?);
        let options = ScreenOptions { rating: args.rating.into(), ..ScreenOptions::default() };
        Ok(network::screening(network, &model.screen(network, &state, &options)))
    })
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
        Ok(network::ptdf(network, &model, &branches, args.least))
    })
}

/// Reads the network, asks, and hands the answer over as it was asked for.
fn with_network(
    args: &NetworkArgs,
    ask: impl FnOnce(&Network) -> anyhow::Result<Answer>,
) -> anyhow::Result<Exit> {
    if let Some(out) = &args.out {
        gigasite_report::check_out(out).map_err(with_hint(gigasite_report::Error::hint))?;
    }
    let (network, findings) =
        gigasite_data::network::read(&args.network).map_err(with_hint(gigasite_data::Error::hint))?;
    let fatal = if args.strict { Severity::Warning } else { Severity::Error };
    let refused = network.is_none() || findings.0.iter().any(|finding| finding.severity >= fatal);
    if refused || (!args.quiet && !findings.is_empty()) {
        say::findings(&findings, if refused { Severity::Warning } else { Severity::Note });
    }
    let Some(network) = network.filter(|_| !refused) else { return Ok(Exit::Findings) };
    let answer = ask(&network)?;
    if args.json {
        say::data(&serde_json::to_string_pretty(&answer.json())?)?;
    } else {
        say::data(&answer.text(args.rows))?;
    }
    if let Some(out) = &args.out {
        let info = RunInfo {
            command: std::env::args().collect::<Vec<_>>().join(" "),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            threads: 0,
            timing_s: Vec::new(),
        };
        answer
            .write(out, &info)
            .map_err(with_hint(gigasite_report::Error::hint))
            .with_context(|| format!("writing the answer to `{}`", out.display()))?;
        if !args.quiet {
            say::talk(&format!("tables in `{}`", out.display()));
        }
    }
    Ok(Exit::Done)
}

fn model(network: &Network, args: &NetworkArgs) -> anyhow::Result<DcModel> {
    DcModel::new(network, args.form.into()).map_err(with_hint(gigasite_grid::Error::hint))
}

/// Number of the snapshot that is asked for.
fn snapshot(network: &Network, args: &NetworkArgs) -> anyhow::Result<usize> {
    let Some(asked) = &args.snapshot else { return Ok(0) };
    let labels: Vec<&str> = network.snapshots.labels.iter().map(String::as_str).collect();
    let number = asked.parse::<usize>().ok().filter(|number| (1..=labels.len()).contains(number));
    match labels.iter().position(|label| label == asked) {
        Some(found) => Ok(found),
        None => number.map_or_else(|| find("snapshot", asked, &labels), |number| Ok(number - 1)),
    }
}

/// Position of `id` among `ids`.
fn find(what: &str, id: &str, ids: &[&str]) -> anyhow::Result<usize> {
    ids.iter().position(|known| *known == id).ok_or_else(|| {
        let hint = suggest::hint(id, ids.iter().copied());
        anyhow!("there is no {what} `{id}` in the network").context(Hint(hint))
    })
}
