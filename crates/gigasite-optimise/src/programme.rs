//! The programme itself: columns, then one file of rows per family.

use crate::law;
use crate::matching::{self, Shortfall, ShortfallRow};
use crate::measure::Measure;
use crate::sets::{Sets, SiteSet};
use crate::{Inputs, rows};
use gigasite_case::Case;
use gigasite_lp::{Column, Programme, Solution};
use indexmap::IndexMap;

/// Money inside the programme is in million euro, so that coefficients stay near one.
pub(crate) const MILLION: f64 = 1e6;

/// Columns of one site.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SiteColumns {
    pub(crate) open: Column,
    /// `[design][stage]`
    pub(crate) halls: Vec<Vec<Column>>,
    /// `[stage]`
    pub(crate) connection: Vec<Column>,
    /// `[technology]`
    pub(crate) supply: Vec<Column>,
    pub(crate) heat: Column,
}

/// All columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Columns {
    /// One per site of the sets.
    pub(crate) sites: Vec<SiteColumns>,
    /// One per synchronous area that has a site.
    pub(crate) areas: IndexMap<String, Column>,
    /// Incremental system dispatch cost, M EUR/a.
    pub(crate) system: Column,
}

/// What the row families look at.
pub(crate) struct Context<'a> {
    pub(crate) case: &'a Case,
    pub(crate) sets: &'a Sets,
    pub(crate) columns: Columns,
    /// Whole-number inequalities that tighten the relaxation; off where rows are to be relaxed.
    pub(crate) tighten: bool,
    /// Sites that must be open, by identifier.
    pub(crate) force: Vec<String>,
    pub(crate) shortfalls: Vec<ShortfallRow>,
}

/// A programme with the map of its columns.
pub(crate) struct Built {
    pub(crate) programme: Programme,
    pub(crate) columns: Columns,
}

/// What to build beside the inputs.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shape<'a> {
    /// One more site that must be open.
    pub(crate) force: Option<&'a str>,
    /// Leave out the whole-number inequalities and tight column bounds.
    pub(crate) loose: bool,
    /// Sites may be opened and halls built in part: the linear relaxation.
    pub(crate) divisible: bool,
    /// Sets of sites that must not all be open again.
    pub(crate) not: &'a [Vec<String>],
    /// Most of a measure, in its unit.
    pub(crate) at_most: &'a [(Measure, f64)],
    /// The dispatch itself is written behind the programme: no cuts, and nothing stands for its cost.
    pub(crate) dispatched: bool,
    /// Periods in which contracts fell short in answers of this search.
    pub(crate) shortfalls: &'a [Shortfall],
}

/// Writes the whole programme.
pub(crate) fn build(inputs: &Inputs<'_>, sets: &Sets, shape: Shape<'_>) -> Built {
    let mut programme = Programme::new();
    let columns = columns(inputs, sets, shape, &mut programme);
    let mut force = inputs.case.file.sites.force.clone();
    force.extend(shape.force.map(str::to_owned));
    let shortfalls = matching::rows(inputs, sets, shape.shortfalls);
    let context = Context { case: inputs.case, sets, columns, tighten: !shape.loose, force, shortfalls };
    rows::targets(&context, &mut programme);
    rows::build_up(&context, &mut programme);
    rows::connection(&context, &mut programme);
    rows::site_size(&context, &mut programme);
    rows::site_count(&context, &mut programme);
    rows::zones(&context, &mut programme);
    rows::supply(&context, &mut programme);
    rows::heat(&context, &mut programme);
    rows::law(&context, &mut programme);
    rows::carbon_and_water(&context, &mut programme);
    rows::money(&context, &mut programme);
    if !shape.dispatched {
        rows::cuts(&context, &mut programme);
    }
    rows::asked(&context, (shape.not, shape.at_most), &mut programme);
    Built { programme, columns: context.columns }
}

fn columns(inputs: &Inputs<'_>, sets: &Sets, shape: Shape<'_>, programme: &mut Programme) -> Columns {
    let case = inputs.case;
    let sites = sets.sites.iter().map(|site| site_columns(case, sets, site, shape, programme)).collect();
    let mut areas = IndexMap::new();
    for site in &sets.sites {
        let area = &case.dataset.zones[site.zone].synchronous_area;
        if !areas.contains_key(area) {
            let column = programme.column(format!("area[{area}]"), 0.0, 1.0, 0.0);
            areas.insert(area.clone(), column);
        }
    }
    let most = if shape.dispatched { 0.0 } else { f64::INFINITY };
    let system = programme.column("system_meur", -most, most, 1.0);
    Columns { sites, areas, system }
}

/// `open ∈ {0,1}`, `halls ∈ {0, …, ⌊limit_mw / peak_mw⌋}`, `connection_mw`, `supply_mw`, `heat_mwh ≥ 0`, with their own
/// annual costs. Waiting is a cost of halls: `w · gpu_hours · Σ_{y<Y} span_y · (halls_Y − halls_y)`.
fn site_columns(
    case: &Case,
    sets: &Sets,
    site: &SiteSet,
    shape: Shape<'_>,
    programme: &mut Programme,
) -> SiteColumns {
    let loose = shape.loose;
    let whole = |programme: &mut Programme, name: String, upper: f64, cost: f64| {
        if shape.divisible {
            programme.column(name, 0.0, upper, cost)
        } else {
            programme.integer(name, 0.0, upper, cost)
        }
    };
    let id = &site.id;
    let last = sets.stages.len().saturating_sub(1);
    let open = whole(programme, format!("open[{id}]"), 1.0, 0.0);
    let limit_mw = site.firm_mw.last().copied().unwrap_or(0.0).min(site.incident_mw);
    let wait_years: f64 = sets.stages.iter().map(|stage| stage.span_years).sum();
    let halls = site
        .halls
        .iter()
        .map(|hall| {
            sets.stages
                .iter()
                .enumerate()
                .map(|(place, stage)| {
                    let firm_mw = if loose { f64::INFINITY } else { limit_mw.min(site.firm_mw[place]) };
                    let most = if loose { 1e4 } else { case.file.programme.site_max_gpus / hall.gpus };
                    let upper = (firm_mw / hall.peak_mw).min(most) + 1e-9;
                    let per_year = hall.waiting_eur_per_gpu_hour * hall.gpu_hours;
                    let cost = if place == last {
                        hall.cost.total() + wait_years * per_year
                    } else {
                        -stage.span_years * per_year
                    };
                    let name = format!("halls[{id},{},{}]", hall.design, stage.year);
                    whole(programme, name, upper.floor(), cost / MILLION)
                })
                .collect()
        })
        .collect();
    let connection = sets
        .stages
        .iter()
        .enumerate()
        .map(|(place, stage)| {
            let cost = if place == last { site.connection_eur_per_mw_a / MILLION } else { 0.0 };
            programme.column(format!("connection_mw[{id},{}]", stage.year), 0.0, f64::INFINITY, cost)
        })
        .collect();
    let supply = site
        .supply
        .iter()
        .map(|supply| {
            let name = format!("supply_mw[{id},{}]", supply.technology);
            programme.column(name, 0.0, f64::INFINITY, supply.eur_per_mw_a / MILLION)
        })
        .collect();
    let heat =
        programme.column(format!("heat_mwh[{id}]"), 0.0, f64::INFINITY, -site.heat_eur_per_mwh / MILLION);
    SiteColumns { open, halls, connection, supply, heat }
}

impl Context<'_> {
    /// Place of the last stage.
    pub(crate) fn last(&self) -> usize {
        self.sets.stages.len().saturating_sub(1)
    }
    /// Sites with their columns.
    pub(crate) fn sites(&self) -> impl Iterator<Item = (&SiteSet, &SiteColumns)> {
        self.sets.sites.iter().zip(&self.columns.sites)
    }
    /// Most sites in one country, and who says so.
    pub(crate) fn sites_per_country(&self) -> (usize, String) {
        law::sites_per_country(self.case)
    }
}

impl SiteColumns {
    /// `Σ_d weight(d) · halls[d, stage]`.
    pub(crate) fn halls_at<'a, H>(
        &'a self,
        halls: &'a [H],
        stage: usize,
        weight: impl Fn(&H) -> f64 + 'a,
    ) -> impl Iterator<Item = (Column, f64)> + 'a {
        self.halls.iter().zip(halls).map(move |(columns, hall)| (columns[stage], weight(hall)))
    }
}

/// Reads an integer column.
pub(crate) fn count(solution: &Solution, column: Column) -> u32 {
    solution.value(column).round().max(0.0) as u32
}
