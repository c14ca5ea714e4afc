//! `gigasite grid hosting`

use super::{find, snapshot, with_network};
use crate::args::HostingArgs;
use crate::commands::plan::with_hint;
use crate::commands::progress::Talk;
use crate::say::Exit;
use gigasite_case::network::Network;
use gigasite_cosim::Progress as _;
use gigasite_grid::hosting::{self, HostingOptions, Moment};

pub(crate) fn run(args: &HostingArgs) -> anyhow::Result<Exit> {
    with_network(&args.network, |network| {
        let ids: Vec<&str> = network.buses.iter().map(|bus| bus.id.as_str()).collect();
        let buses =
            args.bus.iter().map(|id| find("bus", id, &ids)).collect::<anyhow::Result<Vec<usize>>>()?;
        let options = HostingOptions {
            form: args.network.form.into(),
            buses,
            ceiling_mw: args.up_to,
            rating: args.rating.into(),
            share_min_frac: args.least_share,
            give_up_h: args.give_up.clone(),
            ..HostingOptions::default()
        };
        let talk = Talk::new(args.network.quiet);
        talk.stage("asking every bus");
        let moments = moments(args, network)?;
        let answers = hosting::study(network, &moments, &options, &|done, all| talk.step(done, all));
        talk.done();
        let answers = answers.map_err(with_hint(gigasite_grid::Error::hint))?;
        Ok(gigasite_report::network::hosting(network, &options, &answers))
    })
}

fn moments(args: &HostingArgs, network: &Network) -> anyhow::Result<Vec<Moment>> {
    if !args.all_snapshots {
        return Ok(vec![Moment::of_file(network, snapshot(network, &args.network)?)]);
    }
    let all: f64 = network.snapshots.energy_h.iter().sum();
    let of = |(snapshot, hours): (usize, &f64)| Moment {
        hours: 8_760.0 * hours / all,
        ..Moment::of_file(network, snapshot)
    };
    Ok(network.snapshots.energy_h.iter().enumerate().map(of).collect())
}
