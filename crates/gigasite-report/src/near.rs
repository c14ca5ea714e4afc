//! Plans beside the best: other sets of sites, megawatts that may move, fronts.

use crate::format::{money, percent, thousands};
use crate::table::{Cell, Table, column};
use gigasite_optimise::Measure;
use gigasite_optimise::plan::{Front, Plan, Swing, SwingEnd};

/// The tables of what was asked for.
pub(crate) fn published(plan: &Plan) -> Vec<Table> {
    let mut tables = Vec::new();
    if !plan.near_optimal.is_empty() {
        tables.push(site_sets(plan));
    }
    if !plan.intervals.is_empty() {
        tables.push(intervals(plan));
    }
    tables.extend(plan.fronts.iter().map(front));
    if !plan.swings.is_empty() {
        tables.push(swings(plan));
    }
    tables
}

/// Lines for the screen.
pub(crate) fn said(plan: &Plan) -> Vec<(&'static str, String)> {
    let mut lines = Vec::new();
    if let [first, others @ ..] = plan.near_optimal.as_slice() {
        let near = others.iter().map(|other| {
            let new: Vec<&str> =
                other.sites.iter().filter(|site| !first.sites.contains(site)).map(String::as_str).collect();
            let gone: Vec<&str> =
                first.sites.iter().filter(|site| !other.sites.contains(site)).map(String::as_str).collect();
            format!("{} for {} (+{})", new.join(" and "), gone.join(" and "), percent(other.extra_frac, 2))
        });
        let near: Vec<String> = near.collect();
        let text = if near.is_empty() {
            "no other set of sites costs so little".to_owned()
        } else {
            near.join("; ")
        };
        lines.push(("as good", text));
    }
    if !plan.intervals.is_empty() {
        let spans: Vec<String> = plan
            .intervals
            .iter()
            .map(|one| {
                format!("{} {}–{} MW", one.site, thousands(one.least_mw, 0), thousands(one.most_mw, 0))
            })
            .collect();
        let within = plan.intervals.first().map_or(0.0, |one| one.within_frac);
        lines.push(("may move", format!("within {} of cost: {}", percent(within, 1), spans.join(", "))));
    }
    for front in &plan.fronts {
        let (Some(first), Some(last)) = (front.points.first(), front.points.last()) else { continue };
        let (from, to) = (first.value(front.measure), last.value(front.measure));
        let text = if front.points.len() < 2 {
            format!("no plan has less {} than the cheapest", words(front.measure))
        } else {
            format!(
                "{} from {} to {} {} costs {} a year more",
                words(front.measure),
                thousands(from, 1),
                thousands(to, 1),
                front.measure.unit(),
                money(last.cost_eur_per_a - first.cost_eur_per_a)
            )
        };
        lines.push(("front", text));
    }
    if !plan.swings.is_empty() {
        lines.push(("prices", moving(plan)));
    }
    lines
}

/// Prices that change the sites, by what the plan loses if it is kept.
fn moving(plan: &Plan) -> String {
    let mut moving: Vec<(&Swing, &SwingEnd, char)> = plan
        .swings
        .iter()
        .flat_map(|swing| [(swing, &swing.low, '−'), (swing, &swing.high, '+')])
        .filter(|(_, end, _)| !end.come.is_empty() || !end.gone.is_empty())
        .collect();
    moving.sort_by(|a, b| b.1.regret_eur_per_a().total_cmp(&a.1.regret_eur_per_a()));
    let ends = 2 * plan.swings.len();
    if moving.is_empty() {
        return format!("none of {ends} moved prices changes a site");
    }
    let worst = moving.iter().take(3).map(|(swing, end, sign)| {
        format!(
            "{} {sign}{}: {} (worth {})",
            swing.price,
            percent(swing.by_frac, 0),
            exchange(end),
            money(end.regret_eur_per_a())
        )
    });
    let worst: Vec<String> = worst.collect();
    format!("{} of {ends} moved prices change sites; most: {}", moving.len(), worst.join("; "))
}

/// Which sites a moved price brings and drives out.
pub(crate) fn exchange(end: &SwingEnd) -> String {
    match (end.come.join(" and "), end.gone.join(" and ")) {
        (come, gone) if come.is_empty() && gone.is_empty() => "the same sites".to_owned(),
        (come, gone) if gone.is_empty() => format!("{come} too"),
        (come, gone) if come.is_empty() => format!("without {gone}"),
        (come, gone) => format!("{come} for {gone}"),
    }
}

/// Both ends of every price.
pub(crate) fn swings(plan: &Plan) -> Table {
    let mut table = Table::new(
        "tornado",
        "What moved prices do",
        vec![
            column("price", "Price", None),
            column("moved_frac", "Moved by", Some(2)),
            column("kept_eur_per_a", "Yearly cost of the plan", Some(0)),
            column("best_eur_per_a", "Of the best plan then", Some(0)),
            column("bound_eur_per_a", "Proven bound", Some(0)),
            column("regret_eur_per_a", "Lost by keeping it", Some(0)),
            column("sites", "Sites then", None),
        ],
    );
    for swing in &plan.swings {
        for (end, moved) in [(&swing.low, -swing.by_frac), (&swing.high, swing.by_frac)] {
            table.push(vec![
                swing.price.as_str().into(),
                moved.into(),
                end.kept_eur_per_a.into(),
                end.best_eur_per_a.into(),
                end.bound_eur_per_a.into(),
                end.regret_eur_per_a().into(),
                exchange(end).as_str().into(),
            ]);
        }
    }
    table
}

pub(crate) fn words(measure: Measure) -> String {
    measure.name().replace('_', " ")
}

/// Name of a front's table and figure.
pub(crate) fn front_name(measure: Measure) -> &'static str {
    match measure {
        Measure::Cost => "front_cost",
        Measure::Carbon => "front_carbon",
        Measure::Water => "front_water",
        Measure::Waiting => "front_waiting",
        Measure::PublicMoney => "front_public_money",
    }
}

fn site_sets(plan: &Plan) -> Table {
    let mut columns = vec![
        column("rank", "Rank", Some(0)),
        column("sites", "Sites", None),
        column("cost_eur_per_a", "Yearly cost as claimed", Some(0)),
        column("bound_eur_per_a", "Proven bound", Some(0)),
        column("extra_frac", "More than the first", Some(4)),
    ];
    columns.extend(measured());
    let mut table = Table::new("near_optimal", "As good as the plan", columns);
    for (place, one) in plan.near_optimal.iter().enumerate() {
        let mut row: Vec<Cell> = vec![
            (place as f64 + 1.0).into(),
            one.sites.join(" ").as_str().into(),
            one.cost_eur_per_a.into(),
            one.bound_eur_per_a.into(),
            one.extra_frac.into(),
        ];
        row.extend(BESIDE.map(|(measure, ..)| Cell::from(one.measures.get(&measure).copied())));
        table.push(row);
    }
    table
}

/// Measures beside cost, with their columns.
const BESIDE: [(Measure, &str, &str); 4] = [
    (Measure::Carbon, "carbon_kt", "Carbon"),
    (Measure::Water, "water_1000_m3", "Water"),
    (Measure::Waiting, "waiting_1000_gpu_years", "Waiting"),
    (Measure::PublicMoney, "public_money_meur", "Public money"),
];

fn measured() -> Vec<crate::table::Column> {
    BESIDE.map(|(_, key, title)| column(key, title, Some(1))).to_vec()
}

fn intervals(plan: &Plan) -> Table {
    let mut table = Table::new(
        "intervals",
        "How far megawatts may move",
        vec![
            column("site", "Site", None),
            column("connection_mw", "In the plan", Some(1)),
            column("least_mw", "Least", Some(1)),
            column("most_mw", "Most", Some(1)),
            column("within_frac", "For so much more cost", Some(4)),
        ],
    );
    for one in &plan.intervals {
        table.push(vec![
            one.site.as_str().into(),
            one.connection_mw.into(),
            one.least_mw.into(),
            one.most_mw.into(),
            one.within_frac.into(),
        ]);
    }
    table
}

pub(crate) fn front(front: &Front) -> Table {
    let mut columns = vec![
        column("cost_eur_per_a", "Yearly cost as claimed", Some(0)),
        column("bound_eur_per_a", "Proven bound", Some(0)),
    ];
    columns.extend(measured());
    columns.push(column("sites", "Sites", None));
    let mut table = Table::new(front_name(front.measure), "What less costs", columns);
    for point in &front.points {
        let mut row: Vec<Cell> = vec![point.cost_eur_per_a.into(), point.bound_eur_per_a.into()];
        row.extend(BESIDE.map(|(measure, ..)| Cell::from(point.measures.get(&measure).copied())));
        row.push(point.sites.join(" ").as_str().into());
        table.push(row);
    }
    table
}
