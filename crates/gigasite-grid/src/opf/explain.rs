//! When no dispatch keeps all limits: which of them would have to give, in words.
//!
//! The programme is solved again with a price on every breach. First only flows may exceed what branches let through, then
//! everything may give; at last, with all limits in force, only demand may go unserved.

use super::draft::Places;
use super::outcome::{Conflict, Limit, Why};
use super::rows::room;
use super::settle::Session;
use super::{Error, Problem};
use gigasite_lp::{Column, Infeasibility, Programme, Relaxation, Row, SolveOptions, family_of};
use std::collections::BTreeMap;

/// Limits that are named in the sentence; the others are counted.
const NAMED: usize = 3;

/// What a softened row is about.
#[derive(Debug, Clone, Copy)]
enum About {
    Flow { t: usize, branch: usize, above: bool },
    Output { t: usize, generator: usize, above: bool },
    Link { t: usize, link: usize, above: bool },
    Balance { t: usize, bus: usize },
    Secured { number: usize },
}

pub(super) fn explain(problem: &Problem<'_>, times: &[usize], session: &Session<'_>) -> Result<Why, Error> {
    let (soft, about) = soften(session.warm.programme(), session.at, problem, times.len(), session);
    let is_flow = |name: &str| {
        name.contains("[flow_mw[")
            || matches!(family_of(name), "security" | "branch_room_mw" | "branch_room_back_mw")
    };
    let options = SolveOptions { time_limit_s: problem.options.time_limit_s, ..SolveOptions::default() };
    let flows = Infeasibility::explain(&soft, |name| is_flow(name).then_some(1.0), &options)?;
    let found = if flows.rows.is_empty() {
        // demand and output are dearer than flows, so that flows are named where they do
        let any = |name: &str| match family_of(name) {
            _ if is_flow(name) => Some(1.0),
            "at_least" | "at_most" | "link_room_mw" | "link_room_back_mw" => Some(2.0),
            "balance_mw" => Some(10.0),
            "cap_t" => Some(0.1),
            _ => None,
        };
        Infeasibility::explain(&soft, any, &options)?
    } else {
        flows
    };
    let shed =
        Infeasibility::explain(&soft, |name| (family_of(name) == "balance_mw").then_some(1.0), &options)?;
    let words = Words { problem, times, session, about: &about };
    let mut limits: Vec<Conflict> = found.rows.iter().map(|row| words.conflict(row)).collect();
    limits.sort_by(|a, b| b.amount.abs().total_cmp(&a.amount.abs()));
    // demand that would have to rise is no way out
    let helps = shed.rows.iter().all(|row| row.amount < 0.0);
    let unserved: Vec<Conflict> = shed.rows.iter().filter(|_| helps).map(|row| words.unserved(row)).collect();
    Ok(Why { sentence: sentence(&limits), hint: hint(&limits, &unserved), limits, unserved })
}

/// The programme with the limits of flows, outputs and links as rows that can give.
fn soften(
    programme: &Programme,
    at: &Places,
    problem: &Problem<'_>,
    times: usize,
    session: &Session<'_>,
) -> (Programme, BTreeMap<Row, About>) {
    let network = problem.network;
    let mut columns: Vec<(Column, [About; 2])> = Vec::new();
    for t in 0..times {
        let both = |about: &dyn Fn(bool) -> About| [about(false), about(true)];
        for branch in 0..network.branches.len() {
            let about = |above| About::Flow { t, branch, above };
            columns.extend(at.flow.get(t, branch).map(|column| (column, both(&about))));
        }
        for generator in 0..network.generators.len() {
            let about = |above| About::Output { t, generator, above };
            columns.extend(at.dispatch.get(t, generator).map(|column| (column, both(&about))));
        }
        for link in 0..network.links.len() {
            let about = |above| About::Link { t, link, above };
            columns.extend(at.link.get(t, link).map(|column| (column, both(&about))));
        }
    }
    let mut about = BTreeMap::new();
    let mut next = programme.size().1;
    for (column, [below, above]) in &columns {
        let (low, high) = programme.bounds(*column);
        for (bound, meaning) in [(low, below), (high, above)] {
            if bound.is_finite() {
                about.insert(Row::nth(next), *meaning);
                next += 1;
            }
        }
    }
    for (t, branch, sign, row) in &at.branch_room {
        about.insert(*row, About::Flow { t: *t, branch: *branch, above: *sign > 0.0 });
    }
    for (t, link, sign, row) in &at.link_room {
        about.insert(*row, About::Link { t: *t, link: *link, above: *sign > 0.0 });
    }
    for (number, secured) in session.secured.iter().enumerate() {
        about.insert(secured.row, About::Secured { number });
    }
    let buses = network.buses.len();
    for (place, row) in at.balance.iter().enumerate() {
        if let Some(row) = row {
            about.insert(*row, About::Balance { t: place.div_euclid(buses), bus: place % buses });
        }
    }
    let columns: Vec<Column> = columns.into_iter().map(|(column, _)| column).collect();
    (programme.with_bounds_as_rows(&columns), about)
}

struct Words<'a> {
    problem: &'a Problem<'a>,
    times: &'a [usize],
    session: &'a Session<'a>,
    about: &'a BTreeMap<Row, About>,
}

impl Words<'_> {
    fn when(&self, t: usize) -> String {
        self.problem.network.snapshots.labels[self.times[t]].clone()
    }

    fn conflict(&self, row: &Relaxation) -> Conflict {
        let network = self.problem.network;
        let bus = |bus: usize| format!("bus `{}`", network.buses[bus].id);
        let (what, t) = match self.about.get(&row.place) {
            Some(About::Flow { t, branch, above }) => (self.flow(*branch, *above, row.amount), *t),
            Some(About::Output { t, generator, above }) => {
                let plant = &network.generators[*generator];
                let most = if *above { "most" } else { "least" };
                (format!("the {most} output of generator `{}` at {}", plant.id, bus(plant.bus)), *t)
            }
            Some(About::Link { t, link, above }) => {
                let most = if *above { "most" } else { "least" };
                (format!("the {most} transfer of link `{}`", network.links[*link].id), *t)
            }
            Some(About::Balance { t, bus: at }) => {
                let what = if row.amount < 0.0 { "the demand at" } else { "output that nobody takes at" };
                (format!("{what} {}", bus(*at)), *t)
            }
            Some(About::Secured { number }) => {
                let breach = &self.session.secured[*number].breach;
                let outage = self.problem.outages.map_or("", |outages| outages.name(breach.outage));
                let branch = self.branch(breach.branch);
                (format!("the rating of {branch} after the outage of {outage}"), breach.t)
            }
            None => {
                return Conflict { what: format!("`{}`", row.row), when: String::new(), amount: row.amount };
            }
        };
        Conflict { what, when: self.when(t), amount: row.amount }
    }

    fn branch(&self, branch: usize) -> String {
        let network = self.problem.network;
        let branch = &network.branches[branch];
        format!("branch `{}` ({}–{})", branch.id, network.buses[branch.from].id, network.buses[branch.to].id)
    }

    /// A limit of a flow, with what it lets through.
    fn flow(&self, number: usize, above: bool, amount: f64) -> String {
        let network = self.problem.network;
        let branch = &network.branches[number];
        let series = self.problem.series[number];
        if self.session.at.growth.branches[number].is_some() {
            return format!("the chosen capacity of {}", self.branch(number));
        }
        let room = room(branch, series, network.base_mva, branch.limit_mva());
        let (mw, by) = if above { (room.high, room.high_by) } else { (room.low, room.low_by) };
        let name = match by {
            Limit::Angle => {
                let degrees =
                    |limit: Option<f64>| limit.map_or("any".to_owned(), |limit| format!("{limit:.3}°"));
                let (low, high) = (degrees(branch.angle_min_deg), degrees(branch.angle_max_deg));
                format!("the angle limit ({low} to {high}) of {}", self.branch(number))
            }
            Limit::Rating | Limit::ChosenCapacity | Limit::Outage(_) => {
                format!("the rating of {}", self.branch(number))
            }
        };
        let needed = (mw + amount).abs();
        format!("{name}, which lets {:.2} MW through where {needed:.2} MW would have to flow", mw.abs())
    }

    fn unserved(&self, row: &Relaxation) -> Conflict {
        let (what, when) = match self.about.get(&row.place) {
            Some(About::Balance { t, bus }) => {
                (format!("bus `{}`", self.problem.network.buses[*bus].id), self.when(*t))
            }
            _ => (row.row.clone(), String::new()),
        };
        Conflict { what, when, amount: -row.amount }
    }
}

fn sentence(limits: &[Conflict]) -> String {
    if limits.is_empty() {
        return "no dispatch keeps all limits, and none does if flows, outputs, transfers and demand give: limits of \
                storage, ramps, starts or capacities contradict each other"
            .to_owned();
    }
    let named: Vec<String> = limits.iter().take(NAMED).map(|limit| limit.what.clone()).collect();
    let more = limits.len() - named.len();
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    let when = &limits[0].when;
    let when = if when.is_empty() { String::new() } else { format!(" in snapshot `{when}`") };
    format!(
        "no dispatch keeps all limits{when}; nearest to it, these would have to give: {}{more}",
        named.join("; ")
    )
}

fn hint(limits: &[Conflict], unserved: &[Conflict]) -> String {
    let all_mw: f64 = unserved.iter().map(|bus| bus.amount).sum();
    let first = unserved.iter().max_by(|a, b| a.amount.total_cmp(&b.amount));
    match (limits.is_empty(), first) {
        (false, Some(first)) => format!(
            "widen these limits, or leave {all_mw:.2} MW of demand unserved ({:.2} MW of it at {})",
            first.amount, first.what
        ),
        (true, Some(first)) => {
            format!(
                "leave {all_mw:.2} MW of demand unserved ({:.2} MW of it at {})",
                first.amount, first.what
            )
        }
        (false, None) => "widen these limits: leaving demand unserved does not help".to_owned(),
        (true, None) => {
            "look at energy before the first snapshot, prescribed levels and least capacities".to_owned()
        }
    }
}
