//! What a plan adds to the load of every zone, hour by hour: the hand-over to the dispatch.

use crate::battery::battery_schedule;
use crate::plan::{Plan, SitePlan};
use crate::sets::output;
use gigasite_case::{Case, Hourly};
use gigasite_facility::hall_year::HallYear;
use gigasite_grid::zonal::AddedLoad;

/// Facility power of the halls of a site in the last stage, MW per hour.
pub fn facility_load(case: &Case, halls: &[HallYear], plan: &SitePlan) -> Hourly<f64> {
    let mut load = Hourly(vec![0.0; case.horizon.hours]);
    let site = case.site_index(&plan.site);
    for counted in plan.stages.last().map_or(&[][..], |stage| stage.halls.as_slice()) {
        let hall = halls.iter().find(|hall| Some(hall.site) == site && hall.design == counted.design);
        if let Some(hall) = hall {
            for (sum, mw) in load.iter_mut().zip(hall.facility_mw.iter()) {
                *sum += f64::from(counted.count) * mw;
            }
        }
    }
    load
}

/// Contracted generation of a site, MW per hour, in its own zone.
pub fn contracted_output(case: &Case, plan: &SitePlan) -> Hourly<f64> {
    let mut sum = Hourly(vec![0.0; case.horizon.hours]);
    let zone = case.site_index(&plan.site).and_then(|site| case.zone_index(&case.dataset.sites[site].zone));
    for supply in &plan.supply {
        if let Some(output) = zone.and_then(|zone| output(case, zone, &supply.technology)) {
            for (sum, factor) in sum.iter_mut().zip(output.iter()) {
                *sum += supply.power_mw * factor;
            }
        }
    }
    sum
}

/// Schedules of the batteries of a plan at given prices (EUR/MWh, one series per zone): MW, charging positive, one series
/// per site of the plan.
pub fn battery_schedules(case: &Case, plan: &Plan, price_eur_per_mwh: &[Hourly<f64>]) -> Vec<Hourly<f64>> {
    plan.sites
        .iter()
        .map(|site| {
            let power_mw: f64 = site
                .supply
                .iter()
                .filter(|supply| supply.technology == "battery")
                .map(|supply| supply.power_mw)
                .sum();
            let zone = case
                .site_index(&site.site)
                .and_then(|index| case.zone_index(&case.dataset.sites[index].zone));
            let row = case.dataset.technologies.iter().find(|row| row.technology == "battery");
            match (zone, row) {
                (Some(zone), Some(row)) if power_mw > 0.0 => {
                    let one = battery_schedule(&price_eur_per_mwh[zone], row.efficiency_frac);
                    one.iter().map(|mw| power_mw * mw).collect()
                }
                _ => Hourly(vec![0.0; case.horizon.hours]),
            }
        })
        .collect()
}

/// Net load that a plan adds to every zone in the last stage: facility load and battery, less contracted generation.
///
/// `battery_mw`: one series per site of the plan as [`battery_schedules`] gives them, or empty for none.
pub fn added_load(case: &Case, halls: &[HallYear], plan: &Plan, battery_mw: &[Hourly<f64>]) -> AddedLoad {
    let mut added = AddedLoad { added_mw: vec![Hourly::default(); case.dataset.zones.len()] };
    for (index, site) in plan.sites.iter().enumerate() {
        let zone =
            case.site_index(&site.site).and_then(|index| case.zone_index(&case.dataset.sites[index].zone));
        let Some(series) = zone.map(|zone| &mut added.added_mw[zone]) else { continue };
        if series.is_empty() {
            *series = Hourly(vec![0.0; case.horizon.hours]);
        }
        let load = facility_load(case, halls, site);
        let contracted = contracted_output(case, site);
        for (hour, sum) in series.iter_mut().enumerate() {
            let battery = battery_mw.get(index).map_or(0.0, |schedule| schedule[hour]);
            *sum += load[hour] + battery - contracted[hour];
        }
    }
    added
}
