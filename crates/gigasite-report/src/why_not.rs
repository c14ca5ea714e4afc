//! Every rejected site on one screen: what it would cost more, and what drives it.

use crate::table::{Cell, Table, column};
use gigasite_case::Case;
use gigasite_optimise::plan::{Alternative, Plan};

/// Drivers as people group them: key, heading, components of the programme's cost.
const GROUPS: [(&str, &str, &[&str]); 6] = [
    ("energy_meur_per_a", "energy", &["energy", "contracts", "battery", "backup"]),
    ("connection_meur_per_a", "grid, wait", &["connection", "waiting"]),
    ("halls_meur_per_a", "halls", &["it", "building", "cooling", "power_chain", "lost_compute"]),
    ("charges_meur_per_a", "charges, tax", &["network_charges", "electricity_tax"]),
    ("carbon_water_meur_per_a", "carbon, water", &["carbon", "water"]),
    ("heat_meur_per_a", "heat", &["heat_sales"]),
];

/// A table of all rejected sites, cheapest first, millions of euro a year; then those that no plan can have, with the reason.
pub fn why_not(case: &Case, plan: &Plan) -> String {
    let (priced, barred): (Vec<&Alternative>, Vec<&Alternative>) =
        plan.alternatives.iter().partition(|other| other.forced_in_eur_per_a.is_some());
    let mut text = format!("\n{}", table(case, &priced).text(priced.len().max(1)));
    if !barred.is_empty() {
        let columns = vec![column("site", "site", None), column("reason", "because it", None)];
        let mut table = Table::new("barred", "No plan of this case has them", columns);
        for other in &barred {
            let reason = other.reason.strip_prefix(&format!("{}: ", other.site)).unwrap_or(&other.reason);
            table.push(vec![other.site.as_str().into(), reason.into()]);
        }
        text = format!("{text}\n{}", table.text(barred.len()));
    }
    text
}

fn table(case: &Case, priced: &[&Alternative]) -> Table {
    let mut columns = vec![
        column("site", "site", None),
        column("zone", "zone", None),
        column("extra_meur_per_a", "more", Some(2)),
    ];
    columns.extend(GROUPS.iter().map(|(key, heading, _)| column(*key, *heading, Some(2))));
    columns.push(column("displaces", "in place of", None));
    let mut table =
        Table::new("why_not", "Why not there: M EUR a year more than the plan, by what drives it", columns);
    for other in priced {
        let zone = case.site_index(&other.site).map_or("", |index| case.dataset.sites[index].zone.as_str());
        let mut row: Vec<Cell> = vec![
            other.site.as_str().into(),
            zone.into(),
            (other.forced_in_eur_per_a.unwrap_or(0.0) / 1e6).into(),
        ];
        row.extend(GROUPS.iter().map(|(_, _, components)| {
            let of_group = other.drivers.iter().filter(|item| components.contains(&item.component.as_str()));
            Cell::from(of_group.map(|item| item.eur_per_a).sum::<f64>() / 1e6)
        }));
        row.push(other.displaces.as_deref().unwrap_or("–").into());
        table.push(row);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use gigasite_optimise::COMPONENTS;

    #[test]
    fn every_component_has_a_group_and_only_one() {
        let mut grouped: Vec<&str> =
            GROUPS.iter().flat_map(|(.., components)| *components).copied().collect();
        grouped.sort_unstable();
        let mut all = COMPONENTS.to_vec();
        all.sort_unstable();
        assert_eq!(grouped, all);
    }
    #[test]
    fn every_rejected_site_is_told_once_and_its_groups_add_up() {
        let case = crate::sample::case(48);
        let plan = crate::sample::result(48, gigasite_optimise::plan::PlanStatus::Optimal).plan;
        let text = why_not(&case, &plan);
        assert!(plan.alternatives.len() >= 2);
        for other in &plan.alternatives {
            assert_eq!(text.matches(other.site.as_str()).count(), 1, "{}: {text}", other.site);
        }
        let priced: Vec<&Alternative> =
            plan.alternatives.iter().filter(|other| other.forced_in_eur_per_a.is_some()).collect();
        for (row, other) in table(&case, &priced).rows.iter().zip(&priced) {
            let groups: f64 = row[3..3 + GROUPS.len()]
                .iter()
                .map(|cell| if let Cell::Number(value) = cell { *value } else { f64::NAN })
                .sum();
            let drivers: f64 = other.drivers.iter().map(|item| item.eur_per_a).sum();
            assert!((groups - drivers / 1e6).abs() < 1e-9, "{}: {groups} is not {drivers}", other.site);
        }
    }
}
