//! `gigasite grid hosting`

use super::{find, model, moments, say_dispatch, say_findings, with_network};
use crate::args::HostingArgs;
use crate::commands::plan::with_hint;
use crate::commands::progress::Talk;
use crate::say::Exit;
use gigasite_case::Findings;
use gigasite_case::network::{Network, Project};
use gigasite_cosim::Progress as _;
use gigasite_grid::dc::{DcModel, Rating, ScreenOptions};
use gigasite_grid::dispatch::Moment;
use gigasite_grid::hosting::{self, BusHosting, HostingOptions, Redispatched};
use gigasite_grid::{opf, series};
use gigasite_report::network::HostingStudy;
use std::collections::BTreeSet;

pub(crate) fn run(args: &HostingArgs) -> anyhow::Result<Exit> {
    let Some(projects) = projects(args)? else { return Ok(Exit::Findings) };
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
            existing: args.existing.into(),
            give_up_h: args.give_up.clone(),
            ..HostingOptions::default()
        };
        let talk = Talk::new(args.network.quiet);
        let model = model(network, &args.network)?;
        let (dispatch, moments) = moments(network, &args.moment, &args.network, &talk)?;
        let overloaded = series::overloaded(network, &series::dc_flows(&model, network, &moments)).len();
        talk.stage("asking every bus");
        let answers = hosting::study(network, &moments, &options, &|done, all| talk.step(done, all));
        talk.done();
        let answers = answers.map_err(with_hint(gigasite_grid::Error::hint))?;
        let mut study = HostingStudy {
            network,
            options: &options,
            moments: &moments,
            projects: &projects,
            answers: &answers,
            overloaded,
            overloaded_after: overloaded_after(network, &model, &moments[0], options.rating)?,
            redispatched: &[],
        };
        let shown: Vec<_> = study.order().into_iter().take(args.network.rows).collect();
        let redispatched = if args.redispatch {
            redispatch(network, &options, &shown, moments[0].snapshot, &talk)?
        } else {
            Vec::new()
        };
        study.redispatched = &redispatched;
        let checks = if args.ac {
            hosting::check(network, &moments, &shown).map_err(with_hint(gigasite_grid::Error::hint))?
        } else {
            Vec::new()
        };
        let mut answer = gigasite_report::network::hosting(&study, &checks);
        say_dispatch(&mut answer, dispatch, &moments);
        Ok((answer, Exit::Done))
    })
}

/// Branches above their limit after some outage, before any load is added.
fn overloaded_after(
    network: &Network,
    model: &DcModel,
    moment: &Moment,
    rating: Rating,
) -> anyhow::Result<usize> {
    let mut now = network.clone();
    moment.set(&mut now);
    let options = ScreenOptions { rating, ..ScreenOptions::default() };
    let screening = model
        .screen(&now, &moment.state(model, network), &options)
        .map_err(with_hint(gigasite_grid::Error::hint))?;
    let over = screening.cases.iter().flat_map(|case| case.overloads.iter().map(|over| over.branch));
    Ok(over.collect::<BTreeSet<usize>>().len())
}

/// What redispatch lets each of the shown buses draw, with everything in service and secure.
fn redispatch(
    network: &Network,
    options: &HostingOptions,
    shown: &[&BusHosting],
    snapshot: usize,
    talk: &Talk,
) -> anyhow::Result<Vec<(Redispatched, Redispatched)>> {
    talk.stage("redispatching for every bus that is shown");
    let most = |bus: usize, secure: Option<Rating>| {
        hosting::with_redispatch(network, (bus, snapshot), options.ceiling_mw, options.form, secure)
            .map_err(with_hint(opf::Error::hint))
    };
    let mut found = Vec::new();
    for (number, one) in shown.iter().enumerate() {
        found.push((most(one.bus, None)?, most(one.bus, Some(options.rating))?));
        talk.step(number + 1, shown.len());
    }
    talk.done();
    Ok(found)
}

/// Planned lines; `None` if their tables are refused.
fn projects(args: &HostingArgs) -> anyhow::Result<Option<Vec<Project>>> {
    let Some(path) = &args.projects else { return Ok(Some(Vec::new())) };
    let mut findings = Findings::default();
    let projects = gigasite_data::network::projects::read(path, &mut findings)
        .map_err(with_hint(gigasite_data::Error::hint))?;
    let refused = say_findings(&findings, args.network.strict, args.network.quiet);
    Ok((!refused).then_some(projects))
}
