//! Carbon-free energy that matches consumption within every hour or month, not only over the year.
//!
//! With the periods `p` of `supply.carbon_free_matching` (the year, its months or its hours) a site must keep
//!
//! ```text
//! Σ_p min( clean_p, used_p ) ≥ carbon_free_frac · Σ_p used_p
//! clean_p = Σ_t∈p Σ_k output_k(t) · supply_mw[s,k]          used_p = Σ_t∈p Σ_d facility_mw_d(t) · halls[s,d,Y]
//! ```
//!
//! What is clean in one period and not used then helps no other. The left side is concave, and it is the least of `2^|p|` sums:
//! for every set `S` of periods
//!
//! ```text
//! carbon_free[s,S]:  Σ_p∈S clean_p + Σ_p∉S used_p ≥ carbon_free_frac · Σ_p used_p
//! ```
//!
//! and of all of them the set of periods in which a plan falls short is the one that it breaks most. So a search begins with the
//! whole year as the only set, and adds the sets that its own answers break until none does: exact, because there are finitely
//! many, and few in practice, because weather repeats. The relaxation, which is cheap, is asked first.
//!
//! Work is reckoned as it comes (a case whose work moves between hours is refused hourly matching), and batteries do not count:
//! what they store is traded at market prices and need not be clean.

use crate::programme::{Built, Shape, build};
use crate::rows::MWH_PER_GWH;
use crate::sets::{Kind, Sets, SiteSet, output};
use crate::{Error, Inputs};
use gigasite_case::schema::Matching;
use gigasite_case::{Case, Hourly};
use gigasite_lp::SolveOptions;

/// What may be missing of a year's consumption before a row is added: rounding of the solver.
const TOLERANCE_FRAC: f64 = 5e-7;

/// Periods in which contracts of a site fell short of its consumption in some answer: one row of every later programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// Index into the case's sites.
    site: usize,
    /// One a period.
    short: Vec<bool>,
}

/// The row of a shortfall: coefficients of one megawatt of every supply and of one hall of every design, GWh.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ShortfallRow {
    /// Index into the sites of the sets.
    pub(crate) place: usize,
    pub(crate) supply: Vec<f64>,
    pub(crate) halls: Vec<f64>,
}

/// Whether more than the year is asked.
pub(crate) fn is_asked(case: &Case) -> bool {
    case.file.supply.carbon_free_frac > 0.0 && case.file.supply.carbon_free_matching != Matching::Year
}

/// Period of every hour, counted from 0.
fn periods(case: &Case) -> Vec<usize> {
    let of = |hour| match case.file.supply.carbon_free_matching {
        Matching::Year => 0,
        Matching::Month => case.horizon.month(hour),
        Matching::Hour => hour,
    };
    (0..case.horizon.hours).map(of).collect()
}

/// Output of one megawatt of every supply of a site; `None` for what is not carbon-free.
fn clean(case: &Case, site: &SiteSet) -> Vec<Option<Hourly<f64>>> {
    let is_clean = |kind| matches!(kind, Kind::Renewable | Kind::FirmClean);
    site.supply
        .iter()
        .map(|option| is_clean(option.kind).then(|| output(case, site.zone, &option.technology)).flatten())
        .collect()
}

/// The rows of what is known and of what a search has found since.
pub(crate) fn rows(inputs: &Inputs<'_>, sets: &Sets, found: &[Shortfall]) -> Vec<ShortfallRow> {
    let case = inputs.case;
    let share = case.file.supply.carbon_free_frac;
    let periods = periods(case);
    let of = |shortfall: &Shortfall| {
        let place = sets.sites.iter().position(|site| site.site == shortfall.site)?;
        let site = &sets.sites[place];
        let within = |series: &[f64], short: bool| -> f64 {
            let hours = series.iter().zip(&periods).filter(|(_, period)| shortfall.short[**period] == short);
            hours.map(|(mw, _)| mw).sum::<f64>() / MWH_PER_GWH
        };
        let supply = clean(case, site)
            .iter()
            .map(|output| output.as_ref().map_or(0.0, |output| within(output, true)))
            .collect();
        let used = |hall: usize| {
            let facility_mw = &inputs.halls[hall].facility_mw;
            let covered = within(facility_mw, false);
            covered - share * (covered + within(facility_mw, true))
        };
        Some(ShortfallRow { place, supply, halls: site.halls.iter().map(|hall| used(hall.hall)).collect() })
    };
    inputs.shortfalls.iter().chain(found).filter_map(of).collect()
}

/// The sites of an answer that fall short, with the periods.
pub(crate) fn broken(inputs: &Inputs<'_>, sets: &Sets, built: &Built, values: &[f64]) -> Vec<Shortfall> {
    let case = inputs.case;
    if !is_asked(case) {
        return Vec::new();
    }
    let share = case.file.supply.carbon_free_frac;
    let periods = periods(case);
    let count = periods.last().map_or(0, |last| last + 1);
    let of = |(site, columns): (&SiteSet, &crate::programme::SiteColumns)| {
        let (mut used, mut made) = (vec![0.0; count], vec![0.0; count]);
        let add = |sums: &mut Vec<f64>, series: &[f64], count: f64| {
            for (mw, period) in series.iter().zip(&periods) {
                sums[*period] += count * mw;
            }
        };
        for (hall, stages) in site.halls.iter().zip(&columns.halls) {
            let count = stages.last().map_or(0.0, |column| values[column.index()]);
            if count > 0.0 {
                add(&mut used, &inputs.halls[hall.hall].facility_mw, count);
            }
        }
        let all: f64 = used.iter().sum();
        if all <= 0.0 {
            return None;
        }
        for (output, column) in clean(case, site).iter().zip(&columns.supply) {
            if let Some(output) = output {
                add(&mut made, output, values[column.index()]);
            }
        }
        let matched: f64 = used.iter().zip(&made).map(|(used, made)| used.min(*made)).sum();
        let short = used.iter().zip(&made).map(|(used, made)| made < used).collect();
        (matched < (share - TOLERANCE_FRAC) * all).then_some(Shortfall { site: site.site, short })
    };
    sets.sites.iter().zip(&built.columns.sites).filter_map(of).collect()
}

/// The shortfalls that the divisible programme finds by itself.
pub(crate) fn of_relaxation(
    inputs: &Inputs<'_>,
    sets: &Sets,
    shape: Shape<'_>,
) -> Result<Vec<Shortfall>, Error> {
    let mut shortfalls = Vec::new();
    while is_asked(inputs.case) {
        let built = build(inputs, sets, Shape { divisible: true, shortfalls: &shortfalls, ..shape });
        let solution = built.programme.solve(&SolveOptions::default())?;
        // an infeasible relaxation is the search's to report
        if !solution.is_feasible() || !extend(&mut shortfalls, broken(inputs, sets, &built, &solution.values))
        {
            break;
        }
    }
    Ok(shortfalls)
}

/// Adds what is new; whether anything was.
pub(crate) fn extend(known: &mut Vec<Shortfall>, more: Vec<Shortfall>) -> bool {
    let before = known.len();
    for shortfall in more {
        if !known.contains(&shortfall) {
            known.push(shortfall);
        }
    }
    known.len() > before
}
