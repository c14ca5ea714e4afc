//! `gigasite grid n1`

use super::{model, moments, names_outages, say_dispatch, with_network};
use crate::args::N1Args;
use crate::commands::plan::with_hint;
use crate::commands::progress::Talk;
use crate::say::Exit;
use gigasite_cosim::Progress as _;
use gigasite_grid::ac::{AcOptions, after_outages};
use gigasite_grid::dc::ScreenOptions;
use gigasite_grid::series;
use gigasite_report::network;

pub(crate) fn run(args: &N1Args) -> anyhow::Result<Exit> {
    with_network(&args.network, |network| {
        if args.contingencies {
            names_outages(network)?;
        }
        let talk = Talk::new(args.network.quiet);
        let model = model(network, &args.network)?;
        let (dispatch, moments) = moments(network, &args.moment, &args.network, &talk)?;
        let options = ScreenOptions {
            rating: args.rating.into(),
            branches: !args.contingencies,
            generators: !args.contingencies,
            named: args.contingencies,
        };
        talk.stage("losing every branch and generator");
        let mut answer = if let [moment] = moments.as_slice() {
            let mut now = network.clone();
            moment.set(&mut now);
            let screening = model
                .screen(&now, &moment.state(&model, network), &options)
                .map_err(with_hint(gigasite_grid::Error::hint))?;
            let worst: Vec<_> = screening.cases.iter().take(args.worst).map(|case| case.outage).collect();
            let checks = if args.ac {
                talk.stage("checking the most severe with alternating current");
                after_outages(&now, moment.snapshot, &worst, options.rating, &AcOptions::default())
                    .map_err(with_hint(gigasite_grid::Error::hint))?
            } else {
                Vec::new()
            };
            network::screening(network, &screening, &checks)
        } else {
            let step = |done, all| talk.step(done, all);
            let outages = series::screen(&model, network, &moments, &options, &step)
                .map_err(with_hint(gigasite_grid::Error::hint))?;
            network::screening_over_time(network, &moments, &outages)
        };
        talk.done();
        say_dispatch(&mut answer, dispatch, &moments);
        Ok((answer, Exit::Done))
    })
}
