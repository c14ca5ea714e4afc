//! Two results side by side: sites, money, indicators, and which inputs differ.

use crate::answer::Answer;
use crate::format;
use crate::results::{Results, connection_mw, gpus};
use crate::table::{Cell, Column, Table, column};
use gigasite_optimise::plan::CostItem;
use indexmap::IndexMap;
use serde_json::Value;

/// Sets two results beside each other; `names` are the folders as typed.
pub fn compare(a: &Results, b: &Results, names: (&str, &str)) -> Answer {
    let mut answer = Answer::about("compared", &format!("{} and {}", names.0, names.1));
    for line in sentences(a, b, names) {
        answer.say(line);
    }
    let extra = b.plan.objective_eur_per_a - a.plan.objective_eur_per_a;
    answer.fact("difference_eur_per_a", extra);
    answer.fact("difference_is_proven", is_proven(a, b));
    answer.tables = [totals(a, b), sites(a, b), costs(a, b), money(a, b), kpis(a, b), inputs(a, b)].into();
    answer
}

/// Whether the dearer plan costs more than the cheaper one even if all that its proof leaves open were saved.
fn is_proven(a: &Results, b: &Results) -> bool {
    let (cheap, dear) = if a.plan.objective_eur_per_a <= b.plan.objective_eur_per_a {
        (&a.plan, &b.plan)
    } else {
        (&b.plan, &a.plan)
    };
    dear.bound_eur_per_a > cheap.objective_eur_per_a
}

fn sentences(a: &Results, b: &Results, names: (&str, &str)) -> Vec<String> {
    let (cost_a, cost_b) = (a.plan.objective_eur_per_a, b.plan.objective_eur_per_a);
    let extra = cost_b - cost_a;
    let mut lines = vec![format!(
        "A is `{}` ({}), B is `{}` ({}): B costs {} M EUR a year {} ({:+.2} %).",
        names.0,
        a.name,
        names.1,
        b.name,
        format::thousands(extra.abs() / 1e6, 1),
        if extra < 0.0 { "less" } else { "more" },
        100.0 * extra / cost_a.abs().max(1.0)
    )];
    lines.push(if is_proven(a, b) {
        "The difference is larger than what the proof of either leaves open.".to_owned()
    } else {
        format!(
            "The difference is within what the proofs leave open ({:.2} % and {:.2} %): with a smaller --gap it may vanish.",
            100.0 * a.plan.gap_rel,
            100.0 * b.plan.gap_rel
        )
    });
    let only = |one: &Results, other: &Results| -> Vec<String> {
        let sites = one.sites.iter().filter(|site| other.chosen(&site.site).is_none());
        sites.map(|site| format!("{} ({})", site.name, site.country)).collect()
    };
    let (left, came) = (only(a, b), only(b, a));
    let shared = a.sites.len() - left.len();
    lines.push(match (left.is_empty(), came.is_empty()) {
        (true, true) => format!("The same {shared} sites."),
        _ => format!(
            "{shared} sites are in both; in A alone: {}; in B alone: {}.",
            listed(&left),
            listed(&came)
        ),
    });
    if a.price_year != b.price_year {
        lines.push(format!(
            "Money is not comparable: A counts in EUR of {}, B of {}.",
            a.price_year, b.price_year
        ));
    }
    lines
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { "none".into() } else { names.join(", ") }
}

/// Columns `a`, `b` and `difference` in one unit suffix.
fn pair(suffix: &str, decimals: Option<usize>) -> [Column; 3] {
    [("a", "A"), ("b", "B"), ("difference", "B − A")]
        .map(|(key, heading)| column(format!("{key}_{suffix}"), heading, decimals))
}

fn cells(a: Option<f64>, b: Option<f64>) -> [Cell; 3] {
    [a.into(), b.into(), a.zip(b).map(|(a, b)| b - a).into()]
}

/// A figure of some results.
type Of<'a> = &'a dyn Fn(&Results) -> f64;

fn totals(a: &Results, b: &Results) -> Table {
    let mut columns = vec![column("what", "What", None), column("unit", "Unit", None)];
    columns
        .extend([("a", "A"), ("b", "B"), ("difference", "B − A")].map(|(key, name)| column(key, name, None)));
    let mut table = Table::new("totals", "In one view", columns);
    let sum = |results: &Results, of: fn(&gigasite_optimise::plan::SitePlan) -> f64| -> f64 {
        results.plan.sites.iter().map(of).sum()
    };
    let energy = |results: &Results| results.sites.iter().map(|site| site.kpi.facility_mwh).sum::<f64>();
    let it = |results: &Results| results.sites.iter().map(|site| site.kpi.it_mwh).sum::<f64>();
    let water = |results: &Results| results.sites.iter().map(|site| site.kpi.water_m3).sum::<f64>();
    let rows: [(&str, &str, Of<'_>); 10] = [
        ("cost", "M EUR/a", &|r| r.plan.objective_eur_per_a / 1e6),
        ("proven bound", "M EUR/a", &|r| r.plan.bound_eur_per_a / 1e6),
        ("investment", "M EUR", &|r| sum(r, |site| site.capex_eur) / 1e6),
        ("sites", "1", &|r| r.sites.len() as f64),
        ("accelerators", "1", &|r| sum(r, gpus)),
        ("connection", "MW", &|r| sum(r, connection_mw)),
        ("energy", "GWh/a", &|r| energy(r) / 1e3),
        ("PUE", "1", &|r| energy(r) / it(r)),
        ("WUE", "L/kWh", &|r| water(r) / it(r)),
        ("water", "1000 m³/a", &|r| water(r) / 1e3),
    ];
    for (what, unit, of) in rows {
        let mut row: Vec<Cell> = vec![what.into(), unit.into()];
        row.extend(cells(Some(of(a)), Some(of(b))));
        table.push(row);
    }
    table
}

fn sites(a: &Results, b: &Results) -> Table {
    let mut columns = vec![column("site", "Site", None), column("country", "Country", None)];
    columns.extend(pair("mw", Some(1)));
    columns.extend([column("a_gpus", "A", Some(0)), column("b_gpus", "B", Some(0))]);
    columns.push(column("why", "Why not in the other", None));
    let mut table = Table::new("sites", "Sites: connection and accelerators of the last stage", columns);
    let mut all: IndexMap<&str, &str> = IndexMap::new();
    for site in a.sites.iter().chain(&b.sites) {
        all.insert(&site.site, &site.country);
    }
    for (site, country) in all {
        let (in_a, in_b) = (a.chosen(site), b.chosen(site));
        let missing = if in_a.is_none() {
            Some(a)
        } else if in_b.is_none() {
            Some(b)
        } else {
            None
        };
        let why = missing.and_then(|other| other.plan.alternatives.iter().find(|known| known.site == site));
        let mut row: Vec<Cell> = vec![site.into(), country.into()];
        row.extend(cells(
            in_a.map(|(plan, _)| connection_mw(plan)),
            in_b.map(|(plan, _)| connection_mw(plan)),
        ));
        row.extend([in_a.map(|(plan, _)| gpus(plan)).into(), in_b.map(|(plan, _)| gpus(plan)).into()]);
        row.push(why.map_or(Cell::Empty, |why| why.reason.as_str().into()));
        table.push(row);
    }
    table
}

fn costs(a: &Results, b: &Results) -> Table {
    let mut columns = vec![column("component", "Component", None)];
    columns.extend(pair("meur_per_a", Some(2)));
    let mut table = Table::new("cost", "Cost by component, M EUR a year", columns);
    for (component, [in_a, in_b]) in joined(&a.plan.cost, &b.plan.cost) {
        let mut row: Vec<Cell> = vec![component.into()];
        row.extend(cells(Some(in_a / 1e6), Some(in_b / 1e6)));
        table.push(row);
    }
    table
}

/// Components of two lists, in the order of the first, with what each holds.
fn joined<'a>(a: &'a [CostItem], b: &'a [CostItem]) -> IndexMap<&'a str, [f64; 2]> {
    let mut sums: IndexMap<&str, [f64; 2]> = IndexMap::new();
    for (place, items) in [a, b].into_iter().enumerate() {
        for item in items {
            sums.entry(&item.component).or_default()[place] += item.eur_per_a;
        }
    }
    sums.retain(|_, sums| sums.iter().any(|eur| eur.abs() > 0.0));
    sums
}

fn money(a: &Results, b: &Results) -> Table {
    let mut columns = vec![column("layer", "Layer", None), column("pays_for", "Pays for", None)];
    columns.extend(pair("meur", Some(1)));
    let mut table = Table::new("money", "Who pays the investment, M EUR", columns);
    let mut sums: IndexMap<(&str, &str), [f64; 2]> = IndexMap::new();
    for (place, results) in [a, b].into_iter().enumerate() {
        for item in &results.plan.money {
            sums.entry((&item.layer, &item.pays_for)).or_default()[place] += item.amount_eur;
        }
    }
    for ((layer, pays_for), [in_a, in_b]) in sums {
        let mut row: Vec<Cell> = vec![layer.into(), pays_for.into()];
        row.extend(cells(Some(in_a / 1e6), Some(in_b / 1e6)));
        table.push(row);
    }
    table
}

/// Indicators of sites that are in both, where they differ.
fn kpis(a: &Results, b: &Results) -> Table {
    let mut columns =
        vec![column("site", "Site", None), column("code", "Code", None), column("unit", "Unit", None)];
    columns
        .extend([("a", "A"), ("b", "B"), ("difference", "B − A")].map(|(key, name)| column(key, name, None)));
    let mut table = Table::new("kpi", "Indicators that differ at sites in both", columns);
    for site in &a.kpis {
        let Some(other) = b.kpis.iter().find(|other| other.site == site.site) else { continue };
        for kpi in &site.values {
            let Some(theirs) = other.values.iter().find(|value| value.code == kpi.code) else { continue };
            if (theirs.value - kpi.value).abs() > 1e-9 * kpi.value.abs().max(theirs.value.abs()) {
                let mut row: Vec<Cell> =
                    vec![site.site.as_str().into(), kpi.code.as_str().into(), kpi.unit.as_str().into()];
                row.extend(cells(Some(kpi.value), Some(theirs.value)));
                table.push(row);
            }
        }
    }
    table
}

/// Keys of the two case files that differ: where a different answer may come from.
fn inputs(a: &Results, b: &Results) -> Table {
    let columns = vec![column("key", "Key", None), column("a", "A", None), column("b", "B", None)];
    let mut table = Table::new("case", "Keys of the case that differ", columns);
    let (mut in_a, mut in_b) = (IndexMap::new(), IndexMap::new());
    flatten(String::new(), &a.case, &mut in_a);
    flatten(String::new(), &b.case, &mut in_b);
    in_a.insert("(hours)".into(), a.series_source.clone());
    in_b.insert("(hours)".into(), b.series_source.clone());
    let keys: Vec<&String> = in_a.keys().chain(in_b.keys().filter(|key| !in_a.contains_key(*key))).collect();
    for key in keys {
        let (one, other) = (in_a.get(key), in_b.get(key));
        if one != other && !["name", "description"].contains(&key.as_str()) {
            let cell = |value: Option<&String>| value.map_or(Cell::Empty, |text| text.as_str().into());
            table.push(vec![key.as_str().into(), cell(one), cell(other)]);
        }
    }
    table
}

/// Leaves of a document by dotted key.
fn flatten(key: String, value: &Value, leaves: &mut IndexMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                flatten(if key.is_empty() { name.clone() } else { format!("{key}.{name}") }, value, leaves);
            }
        }
        Value::String(text) => {
            leaves.insert(key, text.clone());
        }
        Value::Null => {}
        other => {
            leaves.insert(key, other.to_string());
        }
    }
}
