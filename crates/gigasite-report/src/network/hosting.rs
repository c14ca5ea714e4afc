//! How much load can stand where.

use super::alternating::check_words;
use super::opf::binding_label;
use super::{Answer, branch_label, bus_label, generator_label, mw};
use crate::format;
use crate::map::{Canvas, outlines};
use crate::svg::{Anchor, Svg, polyline, short};
use crate::table::{Column, Table, column};
use gigasite_case::network::{Network, Project};
use gigasite_grid::ac::{AcCheck, AcStatus};
use gigasite_grid::dispatch::Moment;
use gigasite_grid::hosting::{
    BusHosting, DETOUR_RATIO, Existing, HostingOptions, LINE_EUR_PER_MVA_KM, Limit, Redispatched, works,
};
use serde_json::json;

/// What a hosting study was made of beside its answers.
#[derive(Debug, Clone, Copy)]
pub struct HostingStudy<'a> {
    /// The network.
    pub network: &'a Network,
    /// What was asked.
    pub options: &'a HostingOptions,
    /// Moments that were looked at.
    pub moments: &'a [Moment],
    /// Planned lines.
    pub projects: &'a [Project],
    /// The answers.
    pub answers: &'a [BusHosting],
    /// Branches above their limit in some moment before any load is added.
    pub overloaded: usize,
    /// Branches above their limit after some outage in the first moment, before any load is added.
    pub overloaded_after: usize,
    /// What redispatch lets the first buses draw: with everything in service, and secure.
    pub redispatched: &'a [(Redispatched, Redispatched)],
}

impl<'a> HostingStudy<'a> {
    /// Answers, the most firm first.
    pub fn order(&self) -> Vec<&'a BusHosting> {
        let mut order: Vec<&'a BusHosting> = self.answers.iter().collect();
        order.sort_by(|a, b| {
            let key = |one: &BusHosting| [one.n1.power_mw, one.n1_grid.power_mw, one.n0.power_mw];
            let greatest = key(b).into_iter().zip(key(a)).map(|(b, a)| b.total_cmp(&a));
            greatest.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then).then(a.bus.cmp(&b.bus))
        });
        order
    }

    /// Whether hours can be given up: not of a single moment.
    fn has_curve(&self) -> bool {
        self.moments.len() > 1
    }
}

/// Loss of load or generation that Continental Europe is dimensioned for, MW. **Source**: Regulation (EU) 2017/1485,
/// article 153(2)(b)(i).
const REFERENCE_INCIDENT_MW: f64 = 3000.0;

/// Capacities by bus, the greatest first; `checks` has alternating-current flows of the first, in their order.
pub fn hosting(study: &HostingStudy<'_>, checks: &[AcCheck]) -> Answer {
    let HostingStudy { network, options, answers, .. } = *study;
    let mut answer = Answer::new(network);
    let order = study.order();
    answer.fact("ceiling_mw", options.ceiling_mw);
    answer.fact("share_min_frac", options.share_min_frac);
    answer.fact("factor_min_ratio", options.factor_min);
    answer.fact("line_eur_per_mva_km", LINE_EUR_PER_MVA_KM);
    answer.fact("detour_ratio", DETOUR_RATIO);
    answer.fact("snapshots_count", study.moments.len());
    let firm = answers.iter().filter(|one| one.n1.power_mw > 0.0).count();
    answer.say(match answers {
        [_] => {
            format!("one bus asked: it can {}take load firmly in N-1", if firm == 0 { "not " } else { "" })
        }
        _ => format!(
            "{} buses asked, {} of them can take load firmly in N-1",
            format::count(answers.len()),
            format::count(firm)
        ),
    });
    if let Some(best) = order.first().filter(|best| best.n1.power_mw > 0.0) {
        answer.say(format!(
            "most at {}: {} firm, held back by {}",
            bus_label(network, best.bus),
            mw(best.n1.power_mw),
            limit_label(network, best.n1.limit)
        ));
    }
    say_assumptions(&mut answer, study);
    answer.tables = vec![capacities(study, &order)];
    if study.has_curve() {
        answer.tables.push(curves(network, &order));
    }
    if !checks.is_empty() {
        let table = alternating(&mut answer, network, &order, checks);
        answer.tables.insert(1, table);
    }
    if !study.redispatched.is_empty() {
        answer.tables.insert(1, redispatched(network, &order, study.redispatched));
    }
    answer.fact("limits", limits(network, &order));
    if let Some(map) = map(network, &order) {
        answer.file("hosting.svg", map.into_bytes());
    }
    answer
}

fn say_assumptions(answer: &mut Answer, study: &HostingStudy<'_>) {
    let HostingStudy { network, options, .. } = *study;
    let live = network.branches.iter().filter(|branch| branch.in_service);
    let unlimited = live.clone().filter(|branch| branch.limit_mva().is_none()).count();
    answer.fact("branches_without_rating_count", unlimited);
    if unlimited > 0 {
        answer.say(format!(
            "{} of {} branches have no rating and hold nothing back: where they carry the load, answers are too high",
            format::count(unlimited),
            format::count(live.count())
        ));
    }
    answer.fact("overloaded_before_count", study.overloaded);
    answer.fact("overloaded_after_outage_before_count", study.overloaded_after);
    if study.overloaded + study.overloaded_after > 0 {
        let what = match options.existing {
            Existing::Count => "which leaves no room behind them; `--existing ignore` leaves them out",
            Existing::Ignore => "and are left out where they are",
        };
        answer.say(format!(
            "before any load is added, {} branches are above their limit and {} are after some outage, {what}",
            study.overloaded, study.overloaded_after
        ));
    }
    if options.ceiling_mw > REFERENCE_INCIDENT_MW {
        answer.say(format!(
            "the ceiling of {} is above {}, the loss that Continental Europe is dimensioned for",
            mw(options.ceiling_mw),
            mw(REFERENCE_INCIDENT_MW)
        ));
    }
    if !study.has_curve() {
        answer.say("one moment: no hours to give up (--all-snapshots looks at all that the file has)");
    }
}

fn capacities(study: &HostingStudy<'_>, order: &[&BusHosting]) -> Table {
    let HostingStudy { network, options, projects, .. } = *study;
    let given_up: Vec<f64> =
        options.give_up_h.iter().copied().filter(|hours| *hours > 0.0 && study.has_curve()).collect();
    let mut columns: Vec<Column> = vec![
        column("bus", "bus", None),
        column("n0_mw", "N-0", Some(0)),
        column("firm_n1_mw", "N-1 firm", Some(0)),
        column("grid_n1_mw", "N-1 grid", Some(0)),
    ];
    for hours in &given_up {
        columns.push(column(format!("without_{hours}_h_mw"), format!("{hours} h given up"), Some(0)));
    }
    columns.extend([
        column("limited_by", "held back by", None),
        column("snapshot", "when", None),
        column("reinforce", "reinforce", None),
        column("added_mva", "by", Some(0)),
        column("frees_mw", "frees", Some(0)),
        column("reinforce_eur", "cost", Some(0)),
    ]);
    if !projects.is_empty() {
        columns.push(column("project", "planned", None));
    }
    let mut table = Table::new("hosting", "Hosting capacity, the most firm first", columns);
    for one in order {
        let mut row = vec![
            network.buses[one.bus].id.as_str().into(),
            one.n0.power_mw.into(),
            one.n1.power_mw.into(),
            one.n1_grid.power_mw.into(),
        ];
        for hours in &given_up {
            let point = one.curve.iter().find(|point| point.give_up_h.to_bits() == hours.to_bits());
            row.push(point.map(|point| point.power_mw).into());
        }
        let more = one.reinforcement;
        let works = more.map(|more| works(network, more.branch, more.added_mva, projects));
        row.extend([
            limit_label(network, one.n1.limit).into(),
            network.snapshots.labels[one.n1.snapshot].as_str().into(),
            more.map_or(String::new(), |more| branch_label(network, more.branch)).into(),
            more.map(|more| more.added_mva).into(),
            more.map(|more| more.frees_mw).into(),
            works.as_ref().and_then(|works| works.cost_eur).into(),
        ]);
        if !projects.is_empty() {
            let planned =
                works.and_then(|works| works.project).map(|project| project_label(&projects[project]));
            row.push(planned.unwrap_or_default().into());
        }
        table.push(row);
    }
    table
}

/// `P43 (2031, confirmed)`.
fn project_label(project: &Project) -> String {
    let year = project.year.map_or_else(|| "no year".to_owned(), |year| year.to_string());
    format!("{} ({year}, {})", project.id, project.status.replace('_', " "))
}

fn alternating(answer: &mut Answer, network: &Network, order: &[&BusHosting], checks: &[AcCheck]) -> Table {
    let fits = |check: &AcCheck| {
        check.status == AcStatus::Solved && check.overloads.is_empty() && check.out_of_band.is_empty()
    };
    let fine = checks.iter().filter(|check| fits(check)).count();
    answer.fact("ac_fits_count", fine);
    answer.say(format!(
        "{fine} of the first {} fit in alternating current with everything in service",
        checks.len()
    ));
    let mut table = Table::new(
        "ac_checks",
        "The firm load in alternating current, everything in service",
        vec![
            column("bus", "bus", None),
            column("firm_n1_mw", "load", Some(0)),
            column("voltage_pu", "lowest voltage", Some(3)),
            column("worst_loading_frac", "worst loading", Some(3)),
            column("what", "in words", None),
        ],
    );
    for (one, check) in order.iter().zip(checks) {
        let solved = check.status == AcStatus::Solved;
        let words = if solved {
            check_words(network, check)
        } else {
            "no flow: the load is too large there".to_owned()
        };
        table.push(vec![
            network.buses[one.bus].id.as_str().into(),
            one.n1.power_mw.into(),
            check.lowest.map(|lowest| lowest.voltage_pu).into(),
            solved.then_some(check.worst_loading_frac).into(),
            words.into(),
        ]);
    }
    table
}

fn redispatched(network: &Network, order: &[&BusHosting], found: &[(Redispatched, Redispatched)]) -> Table {
    let mut table = Table::new(
        "redispatch",
        "With all plants redispatched for the load",
        vec![
            column("bus", "bus", None),
            column("n0_mw", "N-0", Some(0)),
            column("secure_mw", "any branch lost", Some(0)),
            column("limited_by", "held back by", None),
        ],
    );
    for (one, (normal, secure)) in order.iter().zip(found) {
        let words = match (secure.power_mw, secure.binding.first()) {
            (None, _) => "no dispatch even without the load".to_owned(),
            (Some(_), None) => "generation or the ceiling".to_owned(),
            (Some(_), Some(first)) => {
                let more = secure.binding.len() - 1;
                let others = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!("{}{others}", binding_label(network, first))
            }
        };
        table.push(vec![
            network.buses[one.bus].id.as_str().into(),
            normal.power_mw.into(),
            secure.power_mw.into(),
            words.into(),
        ]);
    }
    table
}

fn curves(network: &Network, order: &[&BusHosting]) -> Table {
    let columns = vec![
        column("bus", "bus", None),
        column("give_up_h", "given up", Some(0)),
        column("power_mw", "power", Some(1)),
        column("lost_frac", "energy not drawn", Some(4)),
    ];
    let mut table = Table::new("curves", "Interruptible load", columns);
    for one in order {
        for point in &one.curve {
            let bus = network.buses[one.bus].id.as_str().into();
            table.push(vec![bus, point.give_up_h.into(), point.power_mw.into(), point.lost_frac.into()]);
        }
    }
    table
}

fn limits(network: &Network, order: &[&BusHosting]) -> Vec<serde_json::Value> {
    order
        .iter()
        .map(|one| {
            json!({
                "bus": network.buses[one.bus].id,
                "n0": limit_label(network, one.n0.limit),
                "n1": limit_label(network, one.n1.limit),
                "n1_grid": limit_label(network, one.n1_grid.limit),
                "then": one.reinforcement.map(|more| limit_label(network, more.then)),
            })
        })
        .collect()
}

/// What holds a load back, in words.
fn limit_label(network: &Network, limit: Limit) -> String {
    let branch = |number| format!("branch {}", branch_label(network, number));
    match limit {
        Limit::Ceiling => "nothing up to the ceiling".to_owned(),
        Limit::Generation => "generation".to_owned(),
        Limit::Branch { branch: full } => branch(full),
        Limit::AfterBranch { branch: full, lost } => {
            format!("{} after losing {}", branch(full), branch_label(network, lost))
        }
        Limit::AfterGenerator { branch: full, lost } => {
            format!("{} after losing generator {}", branch(full), generator_label(network, lost))
        }
        Limit::AfterSite { branch: full } => format!("{} after losing the site itself", branch(full)),
        Limit::CutOff { lost } => format!("its only {}", branch(lost)),
    }
}

/// Classes of the map, MW.
const CLASSES_MW: [f64; 8] = [1.0, 50.0, 100.0, 200.0, 400.0, 700.0, 1000.0, 1500.0];

/// A light-to-dark scale that is read without colour vision. **Source**: `ColorBrewer` `YlGnBu`, nine classes.
const SHADES: [&str; 9] =
    ["#b0b0b0", "#ffffd9", "#d5eeb3", "#a9ddb7", "#73c9bd", "#45b4c2", "#2897bf", "#2073b2", "#0c2c84"];

/// Buses coloured by firm capacity; `None` without coordinates.
fn map(network: &Network, order: &[&BusHosting]) -> Option<String> {
    let canvas = Canvas::new(1000.0);
    let place = |bus: usize| {
        let (lon, lat) = network.buses[bus].lon_lat_deg?;
        canvas.shows(lon, lat).then(|| canvas.place(lon, lat))
    };
    let placed: Vec<(&BusHosting, (f64, f64))> =
        order.iter().filter_map(|one| Some((*one, place(one.bus)?))).collect();
    if placed.is_empty() {
        return None;
    }
    let class = |(class, shade)| format!(".c{class}{{fill:{shade};stroke:#44505c;stroke-width:.4}}");
    let classes = SHADES.iter().enumerate().map(class).collect::<Vec<_>>().concat();
    let mut svg = Svg::new(canvas.width, canvas.height, "Map of hosting capacity by bus");
    svg.raw(&format!(
        "<style>.sea{{fill:#eaf1f6}}.land{{fill:#fbfaf7;stroke:#b9c2cb;stroke-width:.7}}.wire{{stroke:#8b95a1;stroke-width:.6}}\
         .t{{font:12.5px system-ui,sans-serif;fill:#1b2430}}.key{{fill:#fff;fill-opacity:.88}}{classes}</style>"
    ));
    svg.raw(&format!(
        "<rect class=\"sea\" width=\"{}\" height=\"{}\"/>",
        short(canvas.width),
        short(canvas.height)
    ));
    for outline in outlines(canvas) {
        let rings: Vec<String> = outline.rings.iter().map(|ring| polyline(ring) + "Z").collect();
        svg.path(&rings.concat(), "land", "");
    }
    for branch in network.branches.iter().filter(|branch| branch.in_service) {
        if let (Some(from), Some(to)) = (place(branch.from), place(branch.to)) {
            svg.line(from, to, "wire");
        }
    }
    // the greatest last, on top
    for (one, (x, y)) in placed.iter().rev() {
        let class = CLASSES_MW.iter().filter(|from| one.n1.power_mw >= **from).count();
        let tip = format!(
            "{}: {} firm, {} in N-0, held back by {}",
            bus_label(network, one.bus),
            mw(one.n1.power_mw),
            mw(one.n0.power_mw),
            limit_label(network, one.n1.limit)
        );
        svg.circle((*x, *y, 2.6 + 0.45 * class as f64), &format!("c{class}"), &tip);
    }
    svg.rect((10.0, 10.0, 150.0, 30.0 + 20.0 * 9.0), "key", "");
    svg.text((20.0, 30.0), Anchor::Start, "t", "firm in N-1, MW");
    for class in 0..9 {
        let y = 50.0 + 20.0 * class as f64;
        svg.circle((26.0, y - 4.0, 6.0), &format!("c{class}"), "");
        let text = match class {
            0 => "none".to_owned(),
            8 => format!("{} and more", format::thousands(CLASSES_MW[7], 0)),
            _ => format!("{} to {}", CLASSES_MW[class - 1], CLASSES_MW[class]),
        };
        svg.text((42.0, y), Anchor::Start, "t", &text);
    }
    Some(svg.standalone())
}
