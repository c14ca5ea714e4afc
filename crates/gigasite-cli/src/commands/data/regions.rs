//! `gigasite data regions`: who draws the load of a zone.

use super::show;
use crate::args::RegionsArgs;
use crate::commands::grid::hand_over;
use crate::commands::plan::{refused, with_hint};
use crate::commands::progress::{Talk, listen};
use crate::say::{self, Exit, Hint};
use anyhow::anyhow;
use gigasite_case::suggest;
use gigasite_cosim::Progress as _;
use gigasite_data::Error;
use gigasite_data::regions::{Level, shared_out, write_hours};
use gigasite_report::place;

pub(crate) fn run(args: &RegionsArgs) -> anyhow::Result<Exit> {
    listen()?;
    let talk = Talk::new(args.quiet);
    let case = match show::read(&args.study, &talk)? {
        Ok(case) => case,
        Err(error) => return refused(error),
    };
    let zones: Vec<&str> = case.dataset.zones.iter().map(|zone| zone.id.as_str()).collect();
    if let Some(unknown) = args.zones.iter().find(|zone| !zones.contains(&zone.as_str())) {
        let hint = suggest::hint(unknown, zones);
        return Err(anyhow!("there is no zone `{unknown}` in the dataset").context(Hint(hint)));
    }
    let level = if args.level == 2 { Level::Nuts2 } else { Level::Nuts3 };
    let mut loads = shared_out(&case.dataset, level, args.gdp_weight);
    loads.retain(|region| args.zones.is_empty() || args.zones.contains(&region.zone));
    let mut answer = place::region_loads(&case.dataset, &loads);
    answer.fact("gdp_weight_frac", args.gdp_weight);
    if let Some(folder) = &args.hours {
        talk.stage("writing the hours");
        let hours = (case.horizon, case.zone_series.as_slice());
        let files = write_hours(folder, &case.dataset, &loads, hours).map_err(with_hint(Error::hint))?;
        talk.done();
        if !args.quiet {
            for file in &files {
                say::talk(&format!("wrote `{}`", file.display()));
            }
        }
    }
    hand_over(&answer, args.json, args.rows, args.out.as_deref(), args.quiet)?;
    Ok(Exit::Done)
}
