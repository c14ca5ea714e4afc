//! `gigasite grid opf`

use super::{names_outages, snapshots, with_network};
use crate::args::OpfArgs;
use crate::commands::plan::with_hint;
use crate::commands::progress::Talk;
use crate::say::{self, Exit};
use gigasite_case::Severity;
use gigasite_case::network::Network;
use gigasite_cosim::Progress as _;
use gigasite_grid::opf::{self, Capacity, Coupling, Losses, Options, Security, Status, UnitCommitment};

/// Snapshots that are solved one after another from the basis of the one before.
const BLOCK: usize = 24;
/// More joined snapshots than this are worth a word: a week of hours.
const LONG: usize = 168;

pub(crate) fn run(args: &OpfArgs) -> anyhow::Result<Exit> {
    with_network(&args.network, |network| {
        let options = options(args, network)?;
        let talk = Talk::new(args.network.quiet);
        talk.stage(&stage(network, &options));
        let outcome = opf::solve_seen(network, &options, &|done, all| talk.step(done, all));
        talk.done();
        let outcome = outcome.map_err(with_hint(opf::Error::hint))?;
        if !args.network.quiet && !outcome.findings.is_empty() {
            say::findings(&outcome.findings, Severity::Note);
        }
        let exit = match outcome.status {
            Status::Optimal => Exit::Done,
            Status::Infeasible | Status::Unbounded => Exit::Findings,
            Status::NotSettled | Status::AtLimit => Exit::Limit,
            Status::NumericalTrouble => Exit::Error,
        };
        Ok((gigasite_report::network::opf(network, &options, &outcome), exit))
    })
}

/// What is going on, with its size where it will take long.
fn stage(network: &Network, options: &Options) -> String {
    let count = if options.snapshots.is_empty() { network.snapshots.len() } else { options.snapshots.len() };
    if options.coupling == Coupling::Joined && count > LONG {
        format!(
            "finding the cheapest dispatch of {count} joined snapshots in one programme, which takes long; \
             --snapshot 1..{LONG} takes a week, --apart each on its own"
        )
    } else {
        "finding the cheapest dispatch".to_owned()
    }
}

fn options(args: &OpfArgs, network: &Network) -> anyhow::Result<Options> {
    let mut options = Options {
        form: args.network.form.into(),
        kirchhoff: args.law.into(),
        gap_rel: args.gap,
        losses: args.losses.map(|tolerance_frac| Losses { tolerance_frac }),
        commitment: args.commitment.into(),
        capacity: if args.fixed_capacity { Capacity::Fixed } else { Capacity::Chosen },
        time_limit_s: args.time_limit,
        ..Options::default()
    };
    if let Some(asked) = &args.snapshot {
        options.snapshots = snapshots(network, asked)?;
    }
    if args.contingencies {
        names_outages(network)?;
    }
    if args.secure || args.contingencies {
        options.security = Some(Security {
            every_branch: args.secure,
            outages: if args.contingencies { network.contingencies.clone() } else { Vec::new() },
            rating: args.rating.into(),
            ..Security::default()
        });
    }
    if args.apart {
        (options.commitment, options.capacity) = (UnitCommitment::Ignored, Capacity::Fixed);
    }
    if args.apart || !options.joins_snapshots(network) {
        options.coupling = Coupling::Apart { block: BLOCK };
    }
    Ok(options)
}
