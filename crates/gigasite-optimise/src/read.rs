//! From the columns of a solved programme to a plan in the user's nouns; every euro is recomputed from the coefficients.

use crate::component::{Component, Costs};
use crate::plan::{HallCount, SitePlan, StagePlan, SupplyPlan};
use crate::programme::{Built, MILLION, SiteColumns, count};
use crate::sets::{Kind, Sets, SiteSet};
use crate::{Inputs, battery};
use gigasite_lp::Solution;

/// A solved programme in words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    pub(crate) sites: Vec<SitePlan>,
    pub(crate) costs: Costs,
}

/// Reads the chosen sites. `solution` has whole numbers of halls, to rounding.
pub(crate) fn read(inputs: &Inputs<'_>, sets: &Sets, built: &Built, solution: &Solution) -> Reading {
    let system_eur = solution.value(built.columns.system) * MILLION;
    let cut = binding_cut(sets, built, solution);
    let mut sites = Vec::new();
    let mut all = Costs::default();
    let mut own: Vec<(f64, f64)> = Vec::new();
    for (site, columns) in sets.sites.iter().zip(&built.columns.sites) {
        if solution.value(columns.open) < 0.5 {
            continue;
        }
        let (plan, costs, energy_mwh) = read_site(inputs, sets, (site, columns), solution, cut);
        own.push((costs.get(Component::Energy), energy_mwh));
        all.add_scaled(&costs, 1.0);
        sites.push((plan, costs));
    }
    // what the cut charges beyond the sites' own coefficients is shared by energy, so that sites add up to the programme
    let rest = system_eur - own.iter().map(|(eur, _)| eur).sum::<f64>();
    let energy: f64 = own.iter().map(|(_, mwh)| mwh).sum();
    all.set(Component::Energy, system_eur);
    let sites = sites
        .into_iter()
        .zip(&own)
        .map(|((mut plan, mut costs), (_, mwh))| {
            costs.add(Component::Energy, if energy > 0.0 { rest * mwh / energy } else { 0.0 });
            plan.cost = costs.items();
            plan
        })
        .collect();
    Reading { sites, costs: all }
}

/// The cut that holds the system cost up: the first of the highest.
fn binding_cut(sets: &Sets, built: &Built, solution: &Solution) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (index, constant) in sets.cut_constant.iter().enumerate() {
        let height: f64 = constant
            + sets
                .sites
                .iter()
                .zip(&built.columns.sites)
                .map(|(s, c)| cut_eur((s, c), solution, index))
                .sum::<f64>();
        if height > best.1 {
            best = (index, height);
        }
    }
    best.0
}

/// What a site adds to one cut, EUR/a.
fn cut_eur((site, columns): (&SiteSet, &SiteColumns), solution: &Solution, cut: usize) -> f64 {
    let halls: f64 = site
        .halls
        .iter()
        .zip(&columns.halls)
        .map(|(hall, stages)| {
            hall.cut_eur[cut] * stages.last().map_or(0.0, |column| solution.value(*column).round())
        })
        .sum();
    let supply: f64 = site
        .supply
        .iter()
        .zip(&columns.supply)
        .map(|(option, column)| option.cut_eur[cut] * solution.value(*column))
        .sum();
    halls + supply
}

fn read_site(
    inputs: &Inputs<'_>,
    sets: &Sets,
    (site, columns): (&SiteSet, &SiteColumns),
    solution: &Solution,
    cut: usize,
) -> (SitePlan, Costs, f64) {
    let last = sets.stages.len().saturating_sub(1);
    let at = |design: usize, stage: usize| f64::from(count(solution, columns.halls[design][stage]));
    let sum = |stage: usize, weight: &dyn Fn(usize) -> f64| -> f64 {
        (0..site.halls.len()).map(|design| weight(design) * at(design, stage)).sum()
    };
    let stages = sets
        .stages
        .iter()
        .enumerate()
        .map(|(place, stage)| StagePlan {
            year: stage.year,
            halls: (0..site.halls.len())
                .map(|design| HallCount {
                    design: site.halls[design].design.clone(),
                    count: count(solution, columns.halls[design][place]),
                })
                .filter(|halls| halls.count > 0)
                .collect(),
            connection_mw: sum(place, &|design| site.halls[design].peak_mw),
            firm_mw: site.firm_mw[place],
            it_mw: sum(place, &|design| site.halls[design].it_mw),
            gpus: sum(place, &|design| site.halls[design].gpus),
            pflops: sum(place, &|design| site.halls[design].pflops),
        })
        .collect();

    let connection_mw = sum(last, &|design| site.halls[design].peak_mw);
    let mut costs = Costs::default();
    let (mut capex_eur, mut compute_capex_eur, mut energy_mwh) =
        (connection_mw * site.connection_capex_eur_per_mw, 0.0, 0.0);
    for (design, hall) in site.halls.iter().enumerate() {
        let halls = at(design, last);
        costs.add_scaled(&hall.cost, halls);
        capex_eur += halls * hall.capex_eur;
        compute_capex_eur += halls * hall.compute_capex_eur;
        energy_mwh += halls * hall.facility_mwh;
        for (place, stage) in sets.stages.iter().enumerate() {
            let late = stage.span_years * (halls - at(design, place));
            costs.add(Component::Waiting, hall.waiting_eur_per_gpu_hour * hall.gpu_hours * late);
        }
    }
    costs.add(Component::Connection, connection_mw * site.connection_eur_per_mw_a);
    costs.add(Component::HeatSales, -site.heat_eur_per_mwh * solution.value(columns.heat));
    costs.add(Component::Energy, cut_eur((site, columns), solution, cut));
    let mut supply = Vec::new();
    for (option, column) in site.supply.iter().zip(&columns.supply) {
        let power_mw = solution.value(*column).max(0.0);
        costs.add(option.component, power_mw * option.eur_per_mw_a);
        capex_eur += power_mw * option.capex_eur_per_mw;
        if power_mw > 1e-6 {
            let energy_mwh = if option.kind == Kind::Battery {
                power_mw * discharged_mwh(inputs, site.zone, &option.technology, cut)
            } else {
                power_mw * option.energy_mwh
            };
            supply.push(SupplyPlan { technology: option.technology.clone(), power_mw, energy_mwh });
        }
    }
    let plan =
        SitePlan { site: site.id.clone(), stages, supply, cost: Vec::new(), capex_eur, compute_capex_eur };
    (plan, costs, energy_mwh)
}

/// Energy one megawatt of battery discharges over the horizon at the prices of a cut.
fn discharged_mwh(inputs: &Inputs<'_>, zone: usize, technology: &str, cut: usize) -> f64 {
    let efficiency = inputs
        .case
        .dataset
        .technologies
        .iter()
        .find(|row| row.technology == technology)
        .map_or(1.0, |row| row.efficiency_frac);
    let schedule = battery::battery_schedule(&inputs.cuts[cut].price_eur_per_mwh[zone], efficiency);
    schedule.iter().map(|mw| (-mw).max(0.0)).sum()
}
