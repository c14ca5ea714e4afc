//! `gigasite prices`: the dispatched year without a plan beside the prices that were observed.

use crate::args::PricesArgs;
use crate::commands::plan::{refused, study_keys, with_hint};
use crate::commands::progress::{Talk, listen};
use crate::say::{self, Exit};
use gigasite_case::Severity;
use gigasite_cosim::{Error as StudyError, Progress as _};
use gigasite_data::CaseSource;
use gigasite_grid::zonal::calibration;
use gigasite_report::zones;

pub(crate) fn run(args: &PricesArgs) -> anyhow::Result<Exit> {
    listen()?;
    let talk = Talk::new(args.quiet);
    talk.stage("reading the dataset and making the hours");
    let pairs = study_keys(&args.study)?;
    let loaded =
        gigasite_data::load_case(&CaseSource::parse(&args.study.case), &pairs, args.study.series.as_deref());
    talk.done();
    let (case, findings) = match loaded {
        Ok(loaded) => loaded,
        Err(error) => return refused(error),
    };
    if !args.quiet && findings.count(Severity::Warning) > 0 {
        say::findings(&findings, Severity::Warning);
    }
    let base = gigasite_cosim::base_year_with(&case, (args.adequacy, args.carbon), &talk);
    talk.done();
    let base = match base {
        Ok(base) => base,
        Err(error) if error.is_interrupted() => return Ok(Exit::Interrupted),
        Err(error) => return Err(with_hint(StudyError::hint)(error)),
    };
    let rows = calibration::calibration(&case, &base.dispatch);
    let mut more = Vec::new();
    if args.carbon {
        more.push(("carbon", zones::carbon(&case, &base.dispatch, &base.marginal_carbon_t_per_mwh)));
    }
    if args.adequacy {
        more.push(("adequacy", zones::adequacy(&base.adequacy)));
    }
    say::data(&match (args.json, more.is_empty()) {
        (true, true) => serde_json::to_string_pretty(&rows)?,
        (true, false) => {
            let mut all = serde_json::Map::new();
            all.insert("prices".to_owned(), serde_json::to_value(&rows)?);
            all.extend(more.into_iter().map(|(name, shown)| (name.to_owned(), shown.json)));
            serde_json::to_string_pretty(&all)?
        }
        (false, _) => {
            let tables = more.iter().map(|(_, shown)| format!("\n{}", shown.text));
            calibration::table(&rows) + &tables.collect::<Vec<_>>().concat()
        }
    })?;
    Ok(Exit::Done)
}
