//! One hall of a design at a site: every coefficient it has in the programme.

use super::{SiteSet, Stage, Why, annuity, bill, technology};
use crate::assumptions::{
    BUILDING_LIFETIME_YEARS, COOLING_IN_TURNKEY_FRAC, MOVED_ENERGY_FRAC, MOVED_WATER_FRAC, SHELL_MIN_FRAC,
};
use crate::component::{Component, Costs};
use crate::heat::heat_taken_frac;
use crate::law::Law;
use crate::{DispatchCut, Error, Inputs, operation};
use gigasite_case::money::Country;
use gigasite_facility::hall_year::{Design, HallYear};

/// One hall of a design. Energy, water and carbon are of the last stage's year.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct HallOption {
    /// Index into [`Inputs::halls`].
    pub(crate) hall: usize,
    pub(crate) design: Design,
    pub(crate) gpus: f64,
    pub(crate) pflops: f64,
    pub(crate) it_mw: f64,
    pub(crate) peak_mw: f64,
    pub(crate) gpu_hours: f64,
    pub(crate) it_mwh: f64,
    /// What rows reckon with: all that the hall may draw and drink, moved work included. Its cost is of the flat load.
    pub(crate) facility_mwh: f64,
    pub(crate) water_m3: f64,
    pub(crate) carbon_t: f64,
    /// Heat a network would take.
    pub(crate) heat_mwh: f64,
    /// Stages in which it may be added: accelerators exist, PUE is lawful.
    pub(crate) addable: Vec<bool>,
    /// Annual cost of one hall in the last stage; energy, connection, heat sales and waiting not in it.
    pub(crate) cost: Costs,
    /// Annualised cost of one GPU-hour a year missing for one year.
    pub(crate) waiting_eur_per_gpu_hour: f64,
    pub(crate) capex_eur: f64,
    pub(crate) compute_capex_eur: f64,
    /// Price-weighted energy in every cut, EUR/a.
    pub(crate) cut_eur: Vec<f64>,
}

/// The halls a site may have, in the order of the inputs.
pub(super) fn options(
    inputs: &Inputs<'_>,
    stages: &[Stage],
    country: &Country,
    site: &SiteSet,
    halls: &[usize],
) -> Result<Vec<HallOption>, Error> {
    let case = inputs.case;
    let chain = technology(case, "power_chain")?;
    let taken = heat_taken_frac(case, site.site);
    let mut options = Vec::with_capacity(halls.len());
    for &index in halls {
        let hall = &inputs.halls[index];
        let moves = if hall.reach.is_some() { 1.0 } else { 0.0 };
        let (more_energy, more_water) = (1.0 + moves * MOVED_ENERGY_FRAC, 1.0 + moves * MOVED_WATER_FRAC);
        let accelerator =
            case.dataset.accelerators.iter().find(|row| row.id == hall.design.accelerator).ok_or_else(
                || Error::MissingRow { table: "accelerators.csv", row: hall.design.accelerator.clone() },
            )?;
        let cooling =
            case.dataset.cooling_designs.iter().find(|row| row.id == hall.design.cooling).ok_or_else(
                || Error::MissingRow { table: "cooling_designs.csv", row: hall.design.cooling.clone() },
            )?;
        let addable: Vec<bool> = stages
            .iter()
            .map(|stage| {
                let lawful = site.law.pue_max.iter().all(|(from, limit)| {
                    stage.year < *from || hall.kpi.pue_ratio * more_energy <= limit.value + 1e-9
                });
                stage.year >= accelerator.available_year && lawful
            })
            .collect();
        if !addable.contains(&true) {
            continue;
        }

        let it_mw = case.file.halls.hall_it_mw;
        let compute_capex = hall.gpus * accelerator.system_eur_per_gpu;
        let turnkey = country.building_eur_per_mw;
        let shell = (turnkey * (1.0 - COOLING_IN_TURNKEY_FRAC) - chain.capex_eur_per_mw)
            .max(SHELL_MIN_FRAC * turnkey);
        let value = case.file.programme.value_eur_per_gpu_hour;
        let carbon_t = bill(&inputs.carbon_t_per_mwh[site.zone], &hall.facility_mw);

        let mut cost = Costs::default();
        cost.add(Component::It, compute_capex * annuity(country, accelerator.lifetime_years));
        cost.add(Component::Building, it_mw * shell * annuity(country, BUILDING_LIFETIME_YEARS));
        cost.add(
            Component::Cooling,
            it_mw * cooling.capex_eur_per_mw * annuity(country, BUILDING_LIFETIME_YEARS),
        );
        let chain_a =
            chain.capex_eur_per_mw * annuity(country, chain.lifetime_years) + chain.fixed_om_eur_per_mw_a;
        cost.add(Component::PowerChain, it_mw * chain_a);
        cost.add(Component::NetworkCharges, hall.kpi.facility_mwh * country.network_charge_eur_per_mwh);
        cost.add(Component::ElectricityTax, hall.kpi.facility_mwh * country.electricity_tax_eur_per_mwh);
        cost.add(Component::Carbon, carbon_t * case.file.supply.carbon_price_eur_per_t);
        cost.add(Component::Water, hall.kpi.water_m3 * country.water_eur_per_m3);
        cost.add(Component::LostCompute, hall.kpi.lost_gpu_hours * value);
        options.push(HallOption {
            hall: index,
            design: hall.design.clone(),
            gpus: hall.gpus,
            pflops: hall.pflops,
            it_mw,
            peak_mw: hall.kpi.peak_mw,
            gpu_hours: hall.kpi.gpu_hours,
            it_mwh: hall.kpi.it_mwh,
            facility_mwh: hall.kpi.facility_mwh * more_energy,
            water_m3: hall.kpi.water_m3 * more_water,
            carbon_t,
            heat_mwh: bill(&taken, &hall.heat_mw),
            addable,
            cost,
            waiting_eur_per_gpu_hour: value * annuity(country, accelerator.lifetime_years),
            capex_eur: compute_capex + it_mw * (shell + cooling.capex_eur_per_mw + chain.capex_eur_per_mw),
            compute_capex_eur: compute_capex,
            cut_eur: inputs.cuts.iter().map(|cut| cut_eur(inputs, (country, site.zone), hall, cut)).collect(),
        });
    }
    Ok(options)
}

/// Why none of the halls may stand at a site.
pub(super) fn why_none(inputs: &Inputs<'_>, stages: &[Stage], law: &Law, halls: &[usize]) -> Why {
    let last = stages.last().map_or(0, |stage| stage.year);
    let rows = || inputs.case.dataset.accelerators.iter();
    let year_of =
        |hall: &HallYear| rows().find(|row| row.id == hall.design.accelerator).map(|row| row.available_year);
    let halls = || halls.iter().map(|index| &inputs.halls[*index]);
    let Some(first) = halls().filter_map(year_of).min() else {
        return Why::new("has no hall design", "name designs in `halls.cooling` and `halls.accelerators`");
    };
    if first > last {
        return Why::new(
            format!("has no accelerator that exists by {last}: the first comes in {first}"),
            format!(
                "allow accelerators that exist by {last} in `halls.accelerators`, or ask for a stage in {first}"
            ),
        );
    }
    let strictest = law.pue_max.iter().min_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let asked = strictest
        .map_or(String::from("the law"), |(_, limit)| format!("{} (PUE {})", limit.rule, limit.value));
    Why::new(
        format!("has no hall design that meets {asked}"),
        "allow designs of a lower PUE in `halls.cooling`",
    )
}

/// What one hall adds to a cut: its load at the cut's prices. Flexible work counts with the best it can do at these prices and
/// at the charges that the hall pays beside them, less the charges that its own cost holds already.
fn cut_eur(
    inputs: &Inputs<'_>,
    (country, zone): (&Country, usize),
    hall: &HallYear,
    cut: &DispatchCut,
) -> f64 {
    let price = &cut.price_eur_per_mwh[zone];
    if hall.reach.is_none() {
        return bill(price, &hall.facility_mw);
    }
    let carbon = &inputs.carbon_t_per_mwh[zone];
    let weight = operation::weight(inputs.case, country, price, carbon);
    let beside = operation::weight(inputs.case, country, &vec![0.0; price.len()], carbon);
    let value = inputs.case.file.programme.value_eur_per_gpu_hour;
    operation::least_bill_eur(hall, &weight, value) - bill(&beside, &hall.facility_mw)
}

/// Drops a design where another of the same accelerator is no worse in *every* coefficient of every row: exact, whatever
/// the plan. `span_years` is the longest wait there can be, `carbon_max` the limit of the carbon row, if there is one.
pub(super) fn prune_dominated(halls: &mut Vec<HallOption>, span_years: f64, carbon_max: Option<f64>) {
    let mut kept: Vec<HallOption> = Vec::with_capacity(halls.len());
    let all = std::mem::take(halls);
    let no_worse = |a: &HallOption, b: &HallOption| no_worse(a, b, span_years, carbon_max);
    for (place, hall) in all.iter().enumerate() {
        // of two equal ones the first stays
        let beaten = all.iter().enumerate().any(|(other, rival)| {
            other != place && no_worse(rival, hall) && (!no_worse(hall, rival) || other < place)
        });
        if !beaten {
            kept.push(hall.clone());
        }
    }
    *halls = kept;
}

fn no_worse(a: &HallOption, b: &HallOption, span_years: f64, carbon_max: Option<f64>) -> bool {
    // cost is linear in the years a hall is late, so both ends decide
    let late =
        |hall: &HallOption| hall.cost.total() + span_years * hall.waiting_eur_per_gpu_hour * hall.gpu_hours;
    let excess =
        |hall: &HallOption| carbon_max.map_or(0.0, |limit| hall.carbon_t - limit * hall.facility_mwh);
    let lower = [
        (a.cost.total(), b.cost.total()),
        (late(a), late(b)),
        (a.peak_mw, b.peak_mw),
        (a.facility_mwh, b.facility_mwh),
        (a.water_m3, b.water_m3),
        (excess(a), excess(b)),
        (a.capex_eur, b.capex_eur),
        (a.gpus, b.gpus),
    ];
    let higher = [
        (a.gpus, b.gpus),
        (a.pflops, b.pflops),
        (a.gpu_hours, b.gpu_hours),
        (a.it_mw, b.it_mw),
        (a.it_mwh, b.it_mwh),
        (a.heat_mwh, b.heat_mwh),
    ];
    a.design.accelerator == b.design.accelerator
        && lower.iter().all(|(mine, theirs)| mine <= theirs)
        && higher.iter().all(|(mine, theirs)| mine >= theirs)
        && a.cut_eur.iter().zip(&b.cut_eur).all(|(mine, theirs)| mine <= theirs)
        && a.addable.iter().zip(&b.addable).all(|(mine, theirs)| *mine || !theirs)
}
