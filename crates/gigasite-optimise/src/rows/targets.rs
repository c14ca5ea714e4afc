//! What is asked for, stage by stage.

use crate::programme::Context;
use crate::sets::{HallOption, Stage};
use gigasite_case::Case;
use gigasite_lp::{Programme, Sense};

/// A target of one stage: how much, of what, and how much of it a hall brings.
pub(crate) struct Target {
    pub(crate) amount: f64,
    pub(crate) unit: &'static str,
    /// The row counts in these: GPU-hours would drown the solver's tolerance.
    pub(crate) scale: f64,
    pub(crate) of_hall: fn(&HallOption) -> f64,
}

/// The target of a stage; `None` where the case states none.
pub(crate) fn target_of(case: &Case, stage: &Stage) -> Option<Target> {
    let wanted = &case.file.programme.stages[stage.index];
    let target = |amount: Option<f64>, unit, scale, of_hall: fn(&HallOption) -> f64| {
        amount.map(|amount| Target { amount, unit, scale, of_hall })
    };
    target(wanted.target_gpus, "accelerators", 1.0, |hall: &HallOption| hall.gpus)
        .or(target(wanted.target_pflops, "PFLOP/s", 1.0, |hall: &HallOption| hall.pflops))
        .or(target(wanted.target_it_mw, "MW of IT", 1.0, |hall: &HallOption| hall.it_mw))
        .or(target(wanted.target_gpu_hours, "GPU-hours a year", 1e6, |hall: &HallOption| hall.gpu_hours))
}

/// For every stage `y` with a target:
///
/// ```text
/// target[y]:  Σ_{s,d} a_d · halls[s,d,y] ≥ T_y          a = accelerators, PFLOP/s, MW of IT or GPU-hours of a hall
/// halls_min[y]: Σ_{s,d} halls[s,d,y] ≥ ⌈T_y / max_d a_d⌉  (valid: whole halls)
/// ```
pub(crate) fn targets(context: &Context<'_>, programme: &mut Programme) {
    for (place, stage) in context.sets.stages.iter().enumerate() {
        let Some(target) = target_of(context.case, stage) else { continue };
        let mut terms = Vec::new();
        let mut halls = Vec::new();
        let mut densest = 0.0_f64;
        for (site, columns) in context.sites() {
            terms.extend(columns.halls_at(&site.halls, place, |hall| (target.of_hall)(hall) / target.scale));
            halls.extend(columns.halls_at(&site.halls, place, |_| 1.0));
            densest = site.halls.iter().map(target.of_hall).fold(densest, f64::max);
        }
        programme.row(
            format!("target[{}]", stage.year),
            &terms,
            Sense::AtLeast,
            target.amount / target.scale,
        );
        if context.tighten && densest > 0.0 && target.amount > 0.0 {
            let least = (target.amount / densest - 1e-9).ceil();
            programme.row(format!("halls_min[{}]", stage.year), &halls, Sense::AtLeast, least);
        }
    }
}
