//! `gigasite plan`: data → facility → optimise → grid → co-simulate → audit → report.

use crate::args::{Export, GridLevel, PlanArgs, StudyArgs};
use crate::commands::progress::{Talk, listen};
use crate::say::{self, Exit, Hint};
use anyhow::{Context as _, anyhow};
use gigasite_case::network::Network;
use gigasite_case::{Case, Findings, Severity};
use gigasite_cosim::result::StudyResult;
use gigasite_cosim::{Error as StudyError, Progress as _, Questions};
use gigasite_data::CaseSource;
use gigasite_data::network::pypsa::{from_network, into_periods, netcdf_bytes};
use gigasite_optimise::Measure;
use gigasite_optimise::plan::PlanStatus;
use gigasite_report::RunInfo;
use std::time::Instant;

pub(crate) fn run(args: &PlanArgs) -> anyhow::Result<Exit> {
    listen()?;
    let start = Instant::now();
    let talk = Talk::new(args.quiet);

    talk.stage("reading the dataset and making the hours");
    gigasite_report::check_out(&args.out).map_err(with_hint(gigasite_report::Error::hint))?;
    let (case, findings) = match gigasite_data::load_case(
        &CaseSource::parse(&args.study.case),
        &overrides(args)?,
        args.study.series.as_deref(),
    ) {
        Ok(loaded) => loaded,
        Err(error) => {
            talk.done();
            return refused(error);
        }
    };
    talk.done();
    let fatal = if args.strict { Severity::Warning } else { Severity::Error };
    if findings.0.iter().any(|finding| finding.severity >= fatal) {
        say::findings(&findings, Severity::Warning);
        return Ok(Exit::Findings);
    }
    if !args.quiet && findings.count(Severity::Warning) + findings.count(Severity::Note) > 0 {
        say::findings(&findings, Severity::Warning);
    }
    let data_s = start.elapsed().as_secs_f64();

    if case.flow_based.is_some() && args.export.contains(&Export::Pypsa) {
        talk.done();
        let hint = Hint("export lp or mps, or plan with --grid ntc".into());
        return Err(anyhow!("limits of critical elements have no place in a network of links: `--export pypsa` cannot hold this year")
            .context(hint));
    }
    if case.file.solver.threads_count > 0 {
        gigasite_cosim::set_threads(case.file.solver.threads_count);
    }
    let questions = Questions {
        site_sets: if args.alternatives > 0 { args.alternatives + 1 } else { 0 },
        within_frac: args.within,
        fronts: args.pareto.iter().copied().filter(|measure| *measure != Measure::Cost).collect(),
        prices: args.tornado,
        explain: args.explain,
        network: args.export.contains(&Export::Pypsa),
        ..Questions::default()
    };
    let result = match gigasite_cosim::run_with(&case, &questions, &talk) {
        Ok(result) => result,
        Err(error) => {
            talk.done();
            return unsolved(error);
        }
    };

    talk.stage("writing the report");
    let write_start = Instant::now();
    let mut timing_s = vec![("data".to_owned(), data_s)];
    timing_s.extend(result.timing_s.iter().cloned());
    let info = RunInfo {
        command: std::env::args().collect::<Vec<_>>().join(" "),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        threads: case.file.solver.threads_count,
        timing_s: timing_s.clone(),
        extra_files: exported(&args.export, &case, &result)?,
    };
    gigasite_report::write(&args.out, &case, &result, &info)
        .map_err(with_hint(gigasite_report::Error::hint))
        .with_context(|| format!("writing the results to `{}`", args.out.display()))?;
    talk.done();
    timing_s.push(("write".to_owned(), write_start.elapsed().as_secs_f64()));

    if args.json {
        let path = args.out.join("plan.json");
        say::data(&std::fs::read_to_string(&path).with_context(|| format!("reading `{}`", path.display()))?)?;
    } else {
        say::data(&gigasite_report::summary(&case, &result, &timing_s))?;
        if args.explain {
            say::data(&gigasite_report::why_not(&case, &result.plan))?;
        }
    }
    if let Some(warning) = result.programme.ranges().warning().filter(|_| !args.quiet) {
        say::talk(&format!("warning: {warning}"));
    }
    if !args.quiet {
        say::talk(&format!(
            "results in `{}`; open `{}`",
            args.out.display(),
            args.out.join("report.html").display()
        ));
    }
    Ok(match result.plan.status {
        PlanStatus::Optimal => Exit::Done,
        PlanStatus::StoppedAtLimit => Exit::Limit,
        PlanStatus::Interrupted => Exit::Interrupted,
    })
}

/// The programme and the year in the formats asked for.
fn exported(formats: &[Export], case: &Case, result: &StudyResult) -> anyhow::Result<Vec<(String, Vec<u8>)>> {
    let mut formats: Vec<Export> = formats.to_vec();
    formats.sort_unstable();
    formats.dedup();
    let mut files = Vec::new();
    for format in formats {
        match format {
            Export::Lp => {
                files.push(("programme.lp".to_owned(), result.programme.to_lp_format().into_bytes()));
            }
            Export::Mps => files.push(("programme.mps".to_owned(), result.programme.to_mps().into_bytes())),
            Export::Pypsa => {
                if let Some(network) = &result.network {
                    files.push(("network.nc".to_owned(), pypsa(network, case)?));
                }
            }
        }
    }
    Ok(files)
}

/// A network whose storage cycles week by week. Nothing of it is without a place there.
fn pypsa(network: &Network, case: &Case) -> anyhow::Result<Vec<u8>> {
    let mut tables = from_network(network, &mut Findings::default());
    into_periods(&mut tables, &gigasite_grid::zonal::whole_weeks(case.horizon));
    netcdf_bytes(&tables).map_err(with_hint(gigasite_data::Error::hint))
}

/// `--set` and its shorthands, as dotted keys.
fn overrides(args: &PlanArgs) -> anyhow::Result<Vec<(String, String)>> {
    let mut pairs = study_keys(&args.study)?;
    let mut short = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            pairs.push((key.to_owned(), value));
        }
    };
    short("solver.gap_frac", args.gap.map(|gap| gap.to_string()));
    short("solver.time_limit_s", args.time_limit.map(|seconds| seconds.to_string()));
    short("solver.threads_count", args.threads.map(|threads| threads.to_string()));
    Ok(pairs)
}

/// `--set`, `--grid` and `--flow-based`, as dotted keys. A file of the command line lies where the user stands, not beside the case.
pub(crate) fn study_keys(args: &StudyArgs) -> anyhow::Result<Vec<(String, String)>> {
    let mut pairs = key_values(&args.set)?;
    let level = args.grid.or(args.flow_based.as_ref().map(|_| GridLevel::Ptdf));
    if let Some(level) = level {
        let name = match level {
            GridLevel::Ntc => "ntc",
            GridLevel::Ptdf => "ptdf",
        };
        pairs.push(("grid.exchange".to_owned(), name.to_owned()));
    }
    if let Some(file) = &args.flow_based {
        let path = std::path::absolute(file).with_context(|| format!("finding `{}`", file.display()))?;
        pairs.push(("grid.flow_based".to_owned(), serde_json::to_string(&path.display().to_string())?));
    }
    Ok(pairs)
}

/// Every `--set`.
pub(crate) fn key_values(texts: &[String]) -> anyhow::Result<Vec<(String, String)>> {
    let pair = |text: &String| {
        let (key, value) = text
            .split_once('=')
            .ok_or_else(|| anyhow!("`--set {text}` has no `=`"))
            .context(Hint("write it as --set programme.sites_max_count=4".into()))?;
        Ok((key.trim().to_owned(), value.trim().to_owned()))
    };
    texts.iter().map(pair).collect()
}

/// Input that cannot be planned with: findings are printed and end in 1, anything else in 2.
pub(crate) fn refused(error: gigasite_data::Error) -> anyhow::Result<Exit> {
    match error.findings() {
        Some(findings) => {
            say::findings(findings, Severity::Warning);
            Ok(Exit::Findings)
        }
        None => Err(with_hint(gigasite_data::Error::hint)(error)),
    }
}

/// A proven «no» is an answer and ends in 1; an interruption before the first plan in 130.
pub(crate) fn unsolved(error: StudyError) -> anyhow::Result<Exit> {
    if error.is_infeasible() {
        say::error(&with_hint(StudyError::hint)(error));
        return Ok(Exit::Findings);
    }
    if error.is_interrupted() {
        say::error(&with_hint(StudyError::hint)(error));
        return Ok(Exit::Interrupted);
    }
    Err(with_hint(StudyError::hint)(error))
}

/// Keeps an error's own hint when it becomes an `anyhow::Error`.
pub(crate) fn with_hint<E>(hint: impl Fn(&E) -> Option<String>) -> impl Fn(E) -> anyhow::Error
where
    E: std::error::Error + Send + Sync + 'static,
{
    move |error| match hint(&error) {
        Some(text) => anyhow::Error::new(error).context(Hint(text)),
        None => anyhow::Error::new(error),
    }
}
