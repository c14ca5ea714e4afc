//! A power law from a user's own samples.

use crate::commands::plan::{refused, with_hint};
use crate::say::{self, Exit};
use gigasite_facility::power::fit::fit;
use serde_json::json;
use std::fmt::Write as _;
use std::path::Path;

pub(super) fn run(path: &Path, as_json: bool) -> anyhow::Result<Exit> {
    let samples = match gigasite_data::samples::read(path) {
        Ok(samples) => samples,
        Err(error) => return refused(error),
    };
    let fit = fit(&samples).map_err(with_hint(gigasite_facility::power::fit::FitError::hint))?;
    let law = format!("{:?}", fit.law);
    if as_json {
        let outliers: Vec<_> = fit.outliers.iter().map(|outlier| format!("{outlier:?}")).collect();
        let warnings: Vec<_> = fit.warnings.iter().map(ToString::to_string).collect();
        say::data(&serde_json::to_string_pretty(&json!({
            "law": law,
            "idle_w": fit.idle_w,
            "max_w": fit.max_w,
            "rmse_w": fit.rmse_w,
            "r_squared": fit.r_squared,
            "leave_one_out_w": fit.leave_one_out_w,
            "samples_count": fit.samples_count,
            "outliers": outliers,
            "warnings": warnings,
        }))?)?;
        return Ok(Exit::Done);
    }
    let mut text = format!(
        "law          {law}\nidle         {:.1} W\nfull         {:.1} W\nrms error    {:.1} W\nleft out     {:.1} W (error of each sample when it is left out)\nR squared    {:.4}\nsamples      {}\n",
        fit.idle_w, fit.max_w, fit.rmse_w, fit.leave_one_out_w, fit.r_squared, fit.samples_count
    );
    for warning in &fit.warnings {
        let _ = writeln!(text, "warning: {warning}");
    }
    for outlier in &fit.outliers {
        let _ = writeln!(text, "outlier: {outlier:?}");
    }
    say::data(&text)?;
    Ok(Exit::Done)
}
