//! Why a site is in a plan, or what keeps it out.

use crate::answer::Answer;
use crate::format;
use crate::results::{ChosenSite, Results, connection_mw, gpus};
use crate::table::{Table, column};
use gigasite_optimise::plan::{Alternative, CostItem, SitePlan};

/// Explains a site; `None` if the results do not speak of it.
pub fn explain(results: &Results, site: &str) -> Option<Answer> {
    if let Some((plan, line)) = results.chosen(site) {
        return Some(chosen(results, plan, line));
    }
    results.plan.alternatives.iter().find(|other| other.site == site).map(|other| rejected(results, other))
}

fn millions(eur: f64) -> String {
    format::thousands(eur / 1e6, 2)
}

fn chosen(results: &Results, plan: &SitePlan, line: &ChosenSite) -> Answer {
    let mut answer = Answer::about("site", &plan.site);
    answer.fact("chosen", true);
    let total: f64 = plan.cost.iter().map(|item| item.eur_per_a).sum();
    answer.say(format!(
        "{} ({}, zone {}) is in the plan: {} accelerators on {} MW, {} M EUR a year, {:.2} EUR per GPU-hour.",
        line.name,
        line.country,
        line.zone,
        format::thousands(gpus(plan), 0),
        format::thousands(connection_mw(plan), 1),
        millions(total),
        line.eur_per_gpu_hour
    ));
    let rivals: Vec<&Alternative> = results
        .plan
        .alternatives
        .iter()
        .filter(|other| other.displaces.as_deref() == Some(&plan.site) && other.forced_in_eur_per_a.is_some())
        .collect();
    if let Some(next) = rivals.first() {
        answer.say(format!("Nearest in its place: {}.", next.reason));
    }
    let mut hours = Table::new(
        "stages",
        "Stages",
        vec![
            column("year", "Year", Some(0)),
            column("halls_count", "Halls", Some(0)),
            column("gpus", "Accelerators", Some(0)),
            column("connection_mw", "Connection", Some(1)),
            column("firm_mw", "Firm", Some(1)),
        ],
    );
    for stage in &plan.stages {
        let halls: f64 = stage.halls.iter().map(|halls| f64::from(halls.count)).sum();
        hours.push(vec![
            crate::table::Cell::Label(stage.year),
            halls.into(),
            stage.gpus.into(),
            stage.connection_mw.into(),
            stage.firm_mw.into(),
        ]);
    }
    answer.tables = vec![hours, costs(plan, line), limits(results, &plan.site), in_its_place(&rivals)];
    answer
}

fn costs(plan: &SitePlan, line: &ChosenSite) -> Table {
    let mut table = Table::new(
        "cost",
        "What it costs",
        vec![
            column("component", "Component", None),
            column("meur_per_a", "M EUR a year", Some(2)),
            column("eur_per_gpu_hour", "A GPU-hour", Some(4)),
        ],
    );
    for item in plan.cost.iter().filter(|item| item.eur_per_a.abs() > 0.0) {
        table.push(vec![
            item.component.as_str().into(),
            (item.eur_per_a / 1e6).into(),
            (item.eur_per_a / line.kpi.gpu_hours).into(),
        ]);
    }
    table
}

/// Shadow prices of rows that name the site.
fn limits(results: &Results, site: &str) -> Table {
    let mut table = Table::new(
        "limits",
        "Limits that bind there, and what one more unit would change",
        vec![column("row", "Limit", None), column("value", "Change", None), column("unit", "Unit", None)],
    );
    let names = |row: &str| row.split(['[', ',', ']']).any(|word| word == site);
    for dual in results.plan.duals.iter().filter(|dual| names(&dual.row)) {
        table.push(vec![dual.row.as_str().into(), dual.value.into(), dual.unit.as_str().into()]);
    }
    table
}

fn in_its_place(rivals: &[&Alternative]) -> Table {
    let mut table = Table::new(
        "rivals",
        "Sites that could stand in its place",
        vec![column("site", "Site", None), column("extra_meur_per_a", "M EUR a year more", Some(2))],
    );
    for rival in rivals {
        table.push(vec![rival.site.as_str().into(), rival.forced_in_eur_per_a.map(|eur| eur / 1e6).into()]);
    }
    table
}

fn rejected(results: &Results, other: &Alternative) -> Answer {
    let mut answer = Answer::about("site", &other.site);
    answer.fact("chosen", false);
    answer.say(format!("{}.", other.reason));
    let Some(extra) = other.forced_in_eur_per_a else {
        answer.say("No plan of this case has it: no price would bring it in.");
        return answer;
    };
    answer.fact("forced_in_eur_per_a", extra);
    let mut drivers = Table::new(
        "drivers",
        "What makes the difference, M EUR a year",
        vec![column("component", "Component", None), column("extra_meur_per_a", "Extra", Some(3))],
    );
    let mut sorted: Vec<&CostItem> = other.drivers.iter().collect();
    sorted.sort_by(|a, b| b.eur_per_a.total_cmp(&a.eur_per_a));
    for item in sorted {
        drivers.push(vec![item.component.as_str().into(), (item.eur_per_a / 1e6).into()]);
    }
    answer.tables = vec![drivers];
    let open = results.plan.objective_eur_per_a - results.plan.bound_eur_per_a;
    if extra <= open {
        answer.say(format!(
            "That is within what the proof leaves open ({} M EUR a year): the plan and this one are as good as each other.",
            millions(open)
        ));
    }
    if let Some((plan, line)) = other.displaces.as_deref().and_then(|site| results.chosen(site)) {
        let mut table = Table::new(
            "to_win",
            "It would win with any one of these, at the size of the site it would displace",
            vec![column("change", "Change", None), column("by", "By", None), column("unit", "Unit", None)],
        );
        let changes = [
            ("energy cheaper", extra / line.kpi.facility_mwh, "EUR/MWh"),
            ("connection cheaper", extra / connection_mw(plan), "EUR/a per MW"),
            (
                "everything cheaper",
                100.0 * extra / plan.cost.iter().map(|item| item.eur_per_a).sum::<f64>(),
                "%",
            ),
            ("worth more", extra / line.kpi.gpu_hours, "EUR per GPU-hour"),
        ];
        for (change, by, unit) in changes {
            table.push(vec![change.into(), by.into(), unit.into()]);
        }
        answer.tables.push(table);
    }
    answer
}
