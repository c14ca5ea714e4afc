//! After the true dispatch: what the plan really costs.

use crate::component::{Component, Costs};
use crate::plan::{Plan, StagePlan};
use crate::sets::bill;
use crate::{contracted_output, facility_load};
use gigasite_case::{Case, Hourly};
use gigasite_facility::hall_year::HallYear;
use gigasite_grid::zonal::Dispatch;

/// Replaces what the cuts claimed by what the dispatch with the plan found: `energy` becomes the true incremental system
/// cost, `carbon` that of the flow-traced intensity with the plan in place; the objective follows. A site bears what its
/// net load pays at the found prices; what is left of the system cost is shared in proportion to consumption. `bound_eur_per_a` stays; the gap is recomputed against it.
///
/// `flat`: the halls the plan was made with; `lived`: as they ran ([`crate::operated`]): charges, tax, water and lost compute
/// follow what they drew, drank and gave up. `battery_mw`: the schedules the dispatch was given, one per site of the plan, or
/// empty.
pub fn settle(
    case: &Case,
    (flat, lived): (&[HallYear], &[HallYear]),
    plan: &mut Plan,
    (base, with_plan): (&Dispatch, &Dispatch),
    battery_mw: &[Hourly<f64>],
) {
    let system_eur = with_plan.cost_eur - base.cost_eur;
    let mut paid: Vec<(f64, f64, f64)> = Vec::with_capacity(plan.sites.len());
    for (index, site) in plan.sites.iter().enumerate() {
        let zone =
            case.site_index(&site.site).and_then(|index| case.zone_index(&case.dataset.sites[index].zone));
        let Some(zone) = zone else {
            paid.push((0.0, 0.0, 0.0));
            continue;
        };
        let load = facility_load(case, lived, site);
        let price = &with_plan.price_eur_per_mwh[zone];
        let battery = battery_mw.get(index).map_or(0.0, |schedule| bill(price, schedule));
        let net = bill(price, &load) + battery - bill(price, &contracted_output(case, site));
        paid.push((net, load.iter().sum(), bill(&with_plan.carbon_t_per_mwh[zone], &load)));
    }
    let rest = system_eur - paid.iter().map(|(eur, _, _)| eur).sum::<f64>();
    let energy: f64 = paid.iter().map(|(_, mwh, _)| mwh).sum();
    let mut all = Costs::default();
    for (site, (eur, mwh, carbon_t)) in plan.sites.iter_mut().zip(paid) {
        let share = if energy > 0.0 { mwh / energy } else { 0.0 };
        let mut costs = Costs::from_items(&site.cost);
        costs.set(Component::Energy, eur + share * rest);
        moved(case, (flat, lived), &site.site, site.stages.last(), &mut costs);
        costs.set(Component::Carbon, carbon_t * case.file.supply.carbon_price_eur_per_t);
        site.cost = costs.items();
        all.add_scaled(&costs, 1.0);
    }
    all.set(Component::Energy, system_eur);
    plan.cost = all.items();
    plan.objective_eur_per_a = all.total();
    plan.gap_rel = ((plan.objective_eur_per_a - plan.bound_eur_per_a)
        / plan.objective_eur_per_a.abs().max(1.0))
    .max(0.0);
}

/// What moving work changed for a site: `Σ_d halls_d · (lived_d − flat_d) · rate`.
fn moved(
    case: &Case,
    (flat, lived): (&[HallYear], &[HallYear]),
    site: &str,
    last: Option<&StagePlan>,
    costs: &mut Costs,
) {
    let Some(index) = case.site_index(site) else { return };
    let Some(country) = case.country(&case.dataset.sites[index].country) else { return };
    for built in last.map_or(&[][..], |stage| stage.halls.as_slice()) {
        let of = |halls: &[HallYear]| {
            halls.iter().find(|hall| hall.site == index && hall.design == built.design).map(|hall| hall.kpi)
        };
        let Some((before, after)) = of(flat).zip(of(lived)) else { continue };
        let count = f64::from(built.count);
        let drawn_mwh = count * (after.facility_mwh - before.facility_mwh);
        let drunk_m3 = count * (after.water_m3 - before.water_m3);
        let lost_gpu_hours = count * (after.lost_gpu_hours - before.lost_gpu_hours);
        costs.add(Component::NetworkCharges, drawn_mwh * country.network_charge_eur_per_mwh);
        costs.add(Component::ElectricityTax, drawn_mwh * country.electricity_tax_eur_per_mwh);
        costs.add(Component::Water, drunk_m3 * country.water_eur_per_m3);
        costs.add(Component::LostCompute, lost_gpu_hours * case.file.programme.value_eur_per_gpu_hour);
    }
}
