//! `gigasite prices`: the dispatched year without a plan beside the prices that were observed.

use crate::args::PricesArgs;
use crate::commands::plan::{key_values, refused, with_hint};
use crate::commands::progress::{Talk, listen};
use crate::say::{self, Exit};
use gigasite_case::Severity;
use gigasite_cosim::{Error as StudyError, Progress as _};
use gigasite_data::CaseSource;
use gigasite_grid::zonal::calibration;

pub(crate) fn run(args: &PricesArgs) -> anyhow::Result<Exit> {
    listen()?;
    let talk = Talk::new(args.quiet);
    talk.stage("reading the dataset and making the hours");
    let pairs = key_values(&args.study.set)?;
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
    let base = gigasite_cosim::base_year(&case, &talk);
    talk.done();
    let base = match base {
        Ok(base) => base,
        Err(error) if error.is_interrupted() => return Ok(Exit::Interrupted),
        Err(error) => return Err(with_hint(StudyError::hint)(error)),
    };
    let rows = calibration::calibration(&case, &base);
    say::data(&if args.json { serde_json::to_string_pretty(&rows)? } else { calibration::table(&rows) })?;
    Ok(Exit::Done)
}
