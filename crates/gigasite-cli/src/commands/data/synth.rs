//! `gigasite data synth`: years of weather and load.

use crate::args::SynthArgs;
use crate::commands::plan::with_hint;
use crate::say::{self, Exit};
use gigasite_case::Horizon;
use gigasite_data::Error;
use gigasite_data::generate::Climate;
use gigasite_data::synth::{Draw, Format, draw};

pub(crate) fn run(args: &SynthArgs) -> anyhow::Result<Exit> {
    let Some(loaded) = super::dataset(&args.dataset)? else { return Ok(Exit::Findings) };
    let wanted = Draw {
        years: usize::from(args.years),
        seed: args.seed,
        horizon: Horizon::year(args.calendar_year),
        climate: args.climate_shift_c.or(args.climate).unwrap_or_else(Climate::today),
        format: if args.csv { Format::Csv } else { Format::Parquet },
    };
    if let Some(threads) = args.threads {
        gigasite_cosim::set_threads(usize::from(threads));
    }
    let manifest = draw(&loaded.dataset, &loaded.hashes, wanted, args.out.as_deref(), |year| {
        if !args.quiet && args.out.is_some() {
            say::talk(&format!("{} of {}", year.folder, wanted.years));
        }
    })
    .map_err(with_hint(Error::hint))?;
    if args.json {
        say::data(&serde_json::to_string_pretty(&manifest)?)?;
    } else {
        say::data(&manifest.text())?;
    }
    if let (Some(out), false) = (&args.out, args.quiet) {
        let out = out.display();
        say::talk(&format!(
            "wrote {} years and `{out}/manifest.json`\nnext: `gigasite plan --series {out}/year-001`",
            manifest.years_count
        ));
    }
    Ok(Exit::Done)
}
