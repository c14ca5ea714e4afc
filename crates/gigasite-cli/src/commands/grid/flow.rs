//! `gigasite grid flow`

use super::{model, moments, say_dispatch, with_network};
use crate::args::{AcArgs, FlowArgs};
use crate::commands::plan::with_hint;
use crate::commands::progress::Talk;
use crate::say::Exit;
use gigasite_case::network::Network;
use gigasite_cosim::Progress as _;
use gigasite_grid::ac::{AcModel, AcOptions, AcStatus};
use gigasite_grid::dispatch::Moment;
use gigasite_grid::series;
use gigasite_report::network::{self, Answer};

pub(crate) fn run(args: &FlowArgs) -> anyhow::Result<Exit> {
    with_network(&args.network, |network| {
        let talk = Talk::new(args.network.quiet);
        let (dispatch, moments) = moments(network, &args.moment, &args.network, &talk)?;
        let (mut answer, exit) = match (args.ac.ac, moments.as_slice()) {
            (false, [moment]) => {
                let model = model(network, &args.network)?;
                let state = moment.state(&model, network);
                (network::dc_flow(network, &model, &state, moment.snapshot), Exit::Done)
            }
            (false, moments) => {
                let model = model(network, &args.network)?;
                let flows = series::dc_flows(&model, network, moments);
                (network::dc_series(network, moments, &flows), Exit::Done)
            }
            (true, moments) => alternating(network, moments, &options(&args.ac), &talk)?,
        };
        say_dispatch(&mut answer, dispatch, &moments);
        Ok((answer, exit))
    })
}

/// What an alternating-current flow is asked for.
pub(super) fn options(args: &AcArgs) -> AcOptions {
    AcOptions {
        start: args.start.into(),
        reactive_limits: args.q_limits,
        distributed_slack: args.distributed_slack,
        ..AcOptions::default()
    }
}

fn alternating(
    network: &Network,
    moments: &[Moment],
    options: &AcOptions,
    talk: &Talk,
) -> anyhow::Result<(Answer, Exit)> {
    talk.stage("solving alternating-current flows");
    let model = AcModel::new(network).map_err(with_hint(gigasite_grid::Error::hint))?;
    let flows = series::ac_flows(&model, network, moments, options, &|done, all| talk.step(done, all));
    talk.done();
    let flows = flows.map_err(with_hint(gigasite_grid::Error::hint))?;
    let solved = flows.iter().all(|flow| flow.status == AcStatus::Solved);
    let exit = if solved { Exit::Done } else { Exit::Findings };
    let answer = match (moments, flows.as_slice()) {
        ([moment], [flow]) => network::ac_flow(network, flow, moment.snapshot),
        _ => network::ac_series(network, moments, &flows),
    };
    Ok((answer, exit))
}
