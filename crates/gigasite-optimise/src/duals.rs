//! Shadow prices by name: what one more megawatt, accelerator or euro of a limit would save.

use crate::plan::{Dual, Plan};
use crate::programme::{MILLION, Shape, build};
use crate::rows::{family_of, target_of};
use crate::sets::{Keep, Sets};
use crate::{Error, Inputs};
use gigasite_lp::SolveOptions;

/// Shadow prices of a plan: its sites stay, its halls may be split, everything else is free. Only limits with a price are
/// listed, the largest first.
///
/// With whole halls a target has no price but a staircase; dividing halls at the chosen sites gives the slope of that
/// staircase, which is what a planner trades.
///
/// # Errors
/// As [`crate::solve`], without the explanations.
pub fn duals(inputs: &Inputs<'_>, plan: &Plan) -> Result<Vec<Dual>, Error> {
    let sets = Sets::new(inputs, Keep::Useful)?;
    let mut built = build(inputs, &sets, Shape { loose: true, divisible: true, ..Shape::default() });
    for (site, columns) in sets.sites.iter().zip(&built.columns.sites) {
        let open = plan.sites.iter().any(|chosen| chosen.site == site.id);
        let at = if open { 1.0 } else { 0.0 };
        built.programme.set_bounds(columns.open, at, at);
    }
    let solution = built.programme.solve(&SolveOptions::default())?;
    if !solution.is_feasible() {
        return Ok(Vec::new());
    }
    // a limit of a site that is not in the plan has no price: there is nothing there to grow
    let closed = |row: &str| {
        let key = row.split_once('[').map_or("", |(_, key)| key.split([',', ']']).next().unwrap_or_default());
        sets.sites.iter().any(|site| site.id == key) && plan.sites.iter().all(|chosen| chosen.site != key)
    };
    let mut duals: Vec<Dual> = built
        .programme
        .rows()
        .filter_map(|(row, name)| {
            let family = family_of(&name)?;
            if closed(&name) {
                return None;
            }
            let value = solution.dual(row) * MILLION;
            let unit = match family.name {
                "target" => target_unit(inputs, &sets, &name),
                _ => family.unit,
            };
            (value.abs() > 1e-3).then(|| Dual { row: name, unit: format!("EUR/a per {unit}"), value })
        })
        .collect();
    duals.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()).then_with(|| a.row.cmp(&b.row)));
    Ok(duals)
}

fn target_unit(inputs: &Inputs<'_>, sets: &Sets, row: &str) -> &'static str {
    let target = sets
        .stages
        .iter()
        .find(|stage| row == format!("target[{}]", stage.year))
        .and_then(|stage| target_of(inputs.case, stage));
    match target.map(|target| target.unit) {
        Some("accelerators") => "accelerator",
        Some("GPU-hours a year") => "million GPU-hours a year",
        Some(unit) => unit,
        None => "unit",
    }
}
