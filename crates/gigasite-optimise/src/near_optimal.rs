//! Plans beside the best: other sets of sites, how far a site's megawatts may move, and what carbon, water, waiting or public
//! money cost to save.
//!
//! ```text
//! site sets    min cost   s.t.  the open sites are none of the sets S_i found before                   until cost > (1 + x) · best
//! intervals    min, max connection_mw[s,Y]   s.t.  cost ≤ (1 + x) · best
//! front        min cost   s.t.  X ≤ level,   levels evenly between X of the best plan and the least X there is
//! ```
//!
//! Every one is a search of its own over the whole programme with all its cuts, to the gap of `options`. Costs are claims on these
//! cuts: a lower bound of what a dispatch with the plan would find, as near as the cuts are (the first set is the plan itself).

use crate::measure::Measure;
use crate::plan::{FrontPoint, Interval, NearPlan, Plan};
use crate::programme::{Built, MILLION, Shape, build};
use crate::read::Reading;
use crate::sets::{Keep, Sets};
use crate::solve::{Found, search, whole_numbers};
use crate::{Error, Inputs, Options};
use gigasite_lp::{Column, SolveOptions};
use std::collections::BTreeMap;

/// Room for the rounding of a level that was itself the end of a search, relative.
const ROUNDING: f64 = 1e-6;

/// The cheapest sets of sites, best first, each within `within_frac` of the first; at most `how_many`.
///
/// # Errors
/// As [`crate::solve`], without the explanations.
pub fn site_sets(
    inputs: &Inputs<'_>,
    how_many: usize,
    within_frac: f64,
    options: &Options,
) -> Result<Vec<NearPlan>, Error> {
    let sets = Sets::new(inputs, Keep::Useful)?;
    let mut found: Vec<NearPlan> = Vec::new();
    let mut not: Vec<Vec<String>> = Vec::new();
    while found.len() < how_many {
        let shape = Shape { not: &not, ..Shape::default() };
        let Found::Plan(next) = search(inputs, &sets, shape, options)? else { break };
        let cost_eur_per_a = next.reading.costs.total();
        let best = found.first().map_or(cost_eur_per_a, |first| first.cost_eur_per_a);
        if next.bound_eur > best * (1.0 + within_frac) {
            break;
        }
        let sites: Vec<String> = next.reading.sites.iter().map(|site| site.site.clone()).collect();
        not.push(sites.clone());
        found.push(NearPlan {
            sites,
            cost_eur_per_a,
            bound_eur_per_a: next.bound_eur,
            extra_frac: cost_eur_per_a / best - 1.0,
            measures: measures(inputs, &sets, &next.reading),
        });
    }
    Ok(found)
}

/// How far the connection of every site of a plan may move while the programme costs at most `within_frac` more than the best plan
/// of these cuts. Sites outside the plan are not asked: their least is 0.
///
/// # Errors
/// As [`crate::solve`], without the explanations.
pub fn intervals(
    inputs: &Inputs<'_>,
    plan: &Plan,
    within_frac: f64,
    options: &Options,
) -> Result<Vec<Interval>, Error> {
    let sets = Sets::new(inputs, Keep::Useful)?;
    let Found::Plan(best) = search(inputs, &sets, Shape::default(), options)? else { return Ok(Vec::new()) };
    let most = [(Measure::Cost, best.reading.costs.total() / MILLION * (1.0 + within_frac))];
    let built = build(inputs, &sets, Shape { at_most: &most, ..Shape::default() });
    let mut intervals = Vec::new();
    for site in &plan.sites {
        let Some(place) = sets.sites.iter().position(|set| set.id == site.site) else { continue };
        let Some(column) = built.columns.sites[place].connection.last().copied() else { continue };
        let (least, greatest) =
            (extreme(&built, &[(column, 1.0)], options)?, extreme(&built, &[(column, -1.0)], options)?);
        let (Some(least_mw), Some(most_mw)) = (least, greatest.map(|mw| -mw)) else { continue };
        intervals.push(Interval {
            site: site.site.clone(),
            connection_mw: site.stages.last().map_or(0.0, |stage| stage.connection_mw),
            least_mw: least_mw.max(0.0),
            most_mw,
            within_frac,
        });
    }
    Ok(intervals)
}

/// Points between the cheapest plan and the plan with the least of `measure`, cheapest first: each the cheapest plan with no more
/// of it than the point says. Points that no plan lies between fall together and stand once.
///
/// # Errors
/// As [`crate::solve`], without the explanations.
pub fn front(
    inputs: &Inputs<'_>,
    measure: Measure,
    points: usize,
    options: &Options,
) -> Result<Vec<FrontPoint>, Error> {
    let sets = Sets::new(inputs, Keep::Useful)?;
    let free = build(inputs, &sets, Shape::default());
    let terms = measure.terms(inputs.case, &sets, &free.columns, &free.programme);
    let Some(least) = extreme(&free, &terms, options)? else { return Ok(Vec::new()) };
    let mut front: Vec<FrontPoint> = Vec::new();
    let mut add = |point: Option<FrontPoint>| -> f64 {
        let Some(point) = point else { return f64::NAN };
        let value = point.value(measure);
        if front.last().is_none_or(|last| value < last.value(measure) * (1.0 - ROUNDING) - 1e-9) {
            front.push(point);
        }
        value
    };
    let from = add(point(inputs, &sets, &[], options)?);
    let steps = points.max(2) - 1;
    for step in 1..=steps {
        let level = from + (least - from) * step as f64 / steps as f64;
        let most = [(measure, level + ROUNDING * level.abs().max(1.0))];
        add(point(inputs, &sets, &most, options)?);
    }
    Ok(front)
}

/// The cheapest plan below some levels.
fn point(
    inputs: &Inputs<'_>,
    sets: &Sets,
    at_most: &[(Measure, f64)],
    options: &Options,
) -> Result<Option<FrontPoint>, Error> {
    let Found::Plan(found) = search(inputs, sets, Shape { at_most, ..Shape::default() }, options)? else {
        return Ok(None);
    };
    Ok(Some(FrontPoint {
        sites: found.reading.sites.iter().map(|site| site.site.clone()).collect(),
        cost_eur_per_a: found.reading.costs.total(),
        bound_eur_per_a: found.bound_eur,
        measures: measures(inputs, sets, &found.reading),
    }))
}

/// The least of an expression over the programme's plans; `None` if none was found.
fn extreme(built: &Built, terms: &[(Column, f64)], options: &Options) -> Result<Option<f64>, Error> {
    let mut programme = built.programme.clone();
    for index in 0..programme.size().0 {
        programme.set_cost(Column::nth(index), 0.0);
    }
    let mut coefficients = vec![0.0; programme.size().0];
    for (column, value) in terms {
        coefficients[column.index()] += value;
    }
    for (index, value) in coefficients.iter().enumerate().filter(|(_, value)| value.abs() > 0.0) {
        programme.set_cost(Column::nth(index), *value);
    }
    programme.offset = 0.0;
    let limits = SolveOptions { gap_rel: options.gap_rel, time_limit_s: Some(options.time_limit_s) };
    let solution = programme.solve(&limits)?;
    Ok(solution.is_feasible().then_some(solution.objective))
}

/// What a plan comes to by every measure.
fn measures(inputs: &Inputs<'_>, sets: &Sets, reading: &Reading) -> BTreeMap<Measure, f64> {
    let built = build(inputs, sets, Shape::default());
    let values = whole_numbers(sets, &built, &reading.sites);
    Measure::ALL
        .into_iter()
        .map(|measure| {
            let value = match measure {
                Measure::Cost => reading.costs.total() / MILLION,
                _ => measure
                    .terms(inputs.case, sets, &built.columns, &built.programme)
                    .iter()
                    .map(|(column, coefficient)| coefficient * values[column.index()])
                    .sum(),
            };
            (measure, value)
        })
        .collect()
}
