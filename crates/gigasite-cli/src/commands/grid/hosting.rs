//! `gigasite grid hosting`

use super::{find, model, moments, say_dispatch, with_network};
use crate::args::HostingArgs;
use crate::commands::plan::with_hint;
use crate::commands::progress::Talk;
use crate::say::{self, Exit};
use gigasite_case::network::Project;
use gigasite_case::{Findings, Severity};
use gigasite_cosim::Progress as _;
use gigasite_grid::hosting::{self, HostingOptions};
use gigasite_grid::series;
use gigasite_report::network::HostingStudy;

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
        let study = HostingStudy {
            network,
            options: &options,
            moments: &moments,
            projects: &projects,
            answers: &answers,
            overloaded,
        };
        let checks = if args.ac {
            let first: Vec<_> = study.order().into_iter().take(args.network.rows).collect();
            hosting::check(network, &moments, &first).map_err(with_hint(gigasite_grid::Error::hint))?
        } else {
            Vec::new()
        };
        let mut answer = gigasite_report::network::hosting(&study, &checks);
        say_dispatch(&mut answer, dispatch, &moments);
        Ok((answer, Exit::Done))
    })
}

/// Planned lines; `None` if their tables are refused.
fn projects(args: &HostingArgs) -> anyhow::Result<Option<Vec<Project>>> {
    let Some(path) = &args.projects else { return Ok(Some(Vec::new())) };
    let mut findings = Findings::default();
    let projects = gigasite_data::network::projects::read(path, &mut findings)
        .map_err(with_hint(gigasite_data::Error::hint))?;
    let fatal = if args.network.strict { Severity::Warning } else { Severity::Error };
    let refused = findings.0.iter().any(|finding| finding.severity >= fatal);
    if refused || (!args.network.quiet && !findings.is_empty()) {
        say::findings(&findings, if refused { Severity::Warning } else { Severity::Note });
    }
    Ok((!refused).then_some(projects))
}
