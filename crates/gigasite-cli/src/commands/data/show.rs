//! `gigasite data show`: what is known of a zone or a site.

use crate::args::{ShowArgs, ShownArgs};
use crate::commands::grid::hand_over;
use crate::commands::plan::{refused, with_hint};
use crate::commands::progress::{Talk, listen};
use crate::say::{Exit, Hint};
use anyhow::anyhow;
use gigasite_case::{Case, suggest};
use gigasite_cosim::{Error as StudyError, Progress as _};
use gigasite_data::regions::{GDP_WEIGHT, Level, shared_out};
use gigasite_data::{CaseSource, Error};
use gigasite_report::Answer;
use gigasite_report::place::{self, Dispatched};

pub(crate) fn run(args: &ShowArgs) -> anyhow::Result<Exit> {
    listen()?;
    let talk = Talk::new(args.quiet);
    let case = match read(&args.study, &talk)? {
        Ok(case) => case,
        Err(error) => return refused(error),
    };
    let answer = match answer(args, &case, &talk) {
        Ok(Some(answer)) => answer,
        Ok(None) => return Ok(Exit::Interrupted),
        Err(error) => return Err(error),
    };
    hand_over(&answer, args.json, args.rows, args.out.as_deref(), args.quiet)?;
    Ok(Exit::Done)
}

/// The case that places are shown of, or why there is none.
pub(super) fn read(study: &ShownArgs, talk: &Talk) -> anyhow::Result<Result<Case, Error>> {
    talk.stage("reading the dataset and making the hours");
    let changes = crate::commands::plan::key_values(&study.set)?;
    let loaded = gigasite_data::load_case(&CaseSource::parse(&study.case), &changes, study.series.as_deref());
    talk.done();
    Ok(loaded.map(|(case, _)| case))
}

/// `None` where the dispatch was interrupted.
fn answer(args: &ShowArgs, case: &Case, talk: &Talk) -> anyhow::Result<Option<Answer>> {
    let (dataset, id) = (&case.dataset, args.id.as_str());
    let loads = shared_out(dataset, Level::Nuts2, GDP_WEIGHT);
    if let Some(index) = dataset.sites.iter().position(|site| site.id == id) {
        return Ok(place::site(dataset, index, case.horizon, (&case.site_weather[index], &loads)));
    }
    let Some(index) = dataset.zones.iter().position(|zone| zone.id == id) else {
        let known: Vec<&str> = dataset
            .zones
            .iter()
            .map(|zone| zone.id.as_str())
            .chain(dataset.sites.iter().map(|site| site.id.as_str()))
            .collect();
        let hint = suggest::hint(id, known);
        return Err(anyhow!("there is no zone or site `{id}` in the dataset").context(Hint(hint)));
    };
    let dispatch = if args.dispatch {
        match gigasite_cosim::base_year(case, talk) {
            Ok(dispatch) => Some(dispatch),
            Err(error) if error.is_interrupted() => return Ok(None),
            Err(error) => return Err(with_hint(StudyError::hint)(error)),
        }
    } else {
        None
    };
    talk.done();
    let found = dispatch.as_ref().map(|dispatch| Dispatched {
        price_eur_per_mwh: &dispatch.price_eur_per_mwh[index],
        carbon_t_per_mwh: &dispatch.carbon_t_per_mwh[index],
    });
    Ok(place::zone(dataset, index, case.horizon, &case.zone_series[index], (&loads, found)))
}
