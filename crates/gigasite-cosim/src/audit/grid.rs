//! Grid: flows stay within their borders, nobody is cut off because of the plan, losses of a site are bearable.

use super::{Binds, Evidence, promise};
use crate::result::Promise;
use gigasite_case::flow_based::FlowBased;

pub(super) fn check(evidence: &Evidence<'_>, promises: &mut Vec<Promise>) {
    let (base, with_plan) = (evidence.base, evidence.with_plan);
    let mut worst = (0.0_f64, String::from("no border"));
    let region = evidence.case.flow_based.as_ref();
    for (border, flow_mw) in evidence.case.dataset.borders.iter().zip(&with_plan.flow_mw) {
        if region.is_some_and(|region| region.holds(&border.from, &border.to)) {
            continue;
        }
        for flow in flow_mw.iter() {
            let over = (flow - border.forward.0).max(-flow - border.backward.0);
            if over > worst.0 {
                worst = (over, format!("{}–{}", border.from, border.to));
            }
        }
    }
    promises.push(promise(
        "limit",
        format!("every flow stays within its transfer capacity (worst: {})", worst.1),
        (Binds::AtMost, 0.0, worst.0),
        "MW",
        1e-5,
    ));
    if let Some(region) = region {
        let (over_mw, element) = overload(region, evidence);
        promises.push(promise(
            "limit",
            format!("every critical element stays within its margin (worst: {element})"),
            (Binds::AtMost, 0.0, over_mw),
            "MW",
            1e-5,
        ));
    }
    let unserved = |dispatch: &gigasite_grid::zonal::Dispatch| -> f64 {
        dispatch.unserved_mw.iter().map(|zone| zone.iter().sum::<f64>()).sum()
    };
    promises.push(promise(
        "limit",
        "the plan leaves no more demand unserved than there was without it",
        (Binds::AtMost, unserved(base), unserved(with_plan)),
        "MWh/a",
        1e-4,
    ));
    for (name, dispatch) in [("without", base), ("with", with_plan)] {
        promises.push(promise(
            "cost",
            format!("the dispatch {name} the plan is optimal: its cost meets its own proof"),
            (Binds::Equal, dispatch.cost_bound_eur, dispatch.cost_eur),
            "EUR/a",
            1e-6,
        ));
    }
    let energy = evidence.plan.cost.iter().filter(|i| i.component == "energy").map(|i| i.eur_per_a).sum();
    promises.push(promise(
        "cost",
        "energy is the extra cost of the whole system, dispatched with and without the plan",
        (Binds::Equal, energy, with_plan.cost_eur - base.cost_eur),
        "EUR/a",
        1e-6,
    ));
    for zone in 0..evidence.case.dataset.zones.len() {
        let drawn: f64 =
            with_plan.load_mw[zone].iter().zip(base.load_mw[zone].iter()).map(|(a, b)| a - b).sum();
        let expected: f64 = evidence
            .site_years
            .iter()
            .filter(|year| year.zone == zone)
            .map(|year| {
                (0..year.facility_mw.len())
                    .map(|t| year.facility_mw[t] + year.battery_mw[t] - year.contracted_mw[t])
                    .sum::<f64>()
            })
            .sum();
        if drawn.abs() + expected.abs() > 0.0 {
            promises.push(promise(
                "balance",
                format!(
                    "{}: the grid sees what the sites draw, less their plants",
                    evidence.case.dataset.zones[zone].id
                ),
                (Binds::Equal, expected, drawn),
                "MWh/a",
                1e-6,
            ));
        }
    }
}

/// Most megawatts above its margin that any element carries in any hour, from the net positions of its zones.
fn overload(region: &FlowBased, evidence: &Evidence<'_>) -> (f64, String) {
    let hours = evidence.case.horizon.hours;
    let mut position_mw = vec![vec![0.0; hours]; region.zones.len()];
    let place = |zone: &str| region.zones.iter().position(|name| name == zone);
    for (border, flow_mw) in evidence.case.dataset.borders.iter().zip(&evidence.with_plan.flow_mw) {
        let (Some(from), Some(to)) = (place(&border.from), place(&border.to)) else { continue };
        for (hour, mw) in flow_mw.iter().enumerate() {
            position_mw[from][hour] += mw;
            position_mw[to][hour] -= mw;
        }
    }
    let mut worst = (0.0, String::from("none"));
    for element in &region.elements {
        for hour in 0..hours {
            let mw: f64 = element.ptdf.iter().zip(&position_mw).map(|(factor, mw)| factor * mw[hour]).sum();
            if mw - element.ram_mw > worst.0 {
                worst = (mw - element.ram_mw, element.name.clone());
            }
        }
    }
    worst
}
