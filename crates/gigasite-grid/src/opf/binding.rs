//! Which limits hold flows back, and what each does to the prices.

use super::outcome::{Binding, Element, Limit};
use super::prices::{built, price_model, pulled};
use super::rows::room;
use super::settle::Session;
use super::{Error, Problem};
use gigasite_lp::{Column, Solution};

/// A shadow price below this, in money per megawatt hour, is rounding.
const NO_PRICE: f64 = 1e-7;

/// A limit with its dual and the flows it acts on.
struct Held {
    element: Element,
    limit: Limit,
    flow_mw: f64,
    /// Money for one more unit of room, against the sign of the flow.
    dual: f64,
    sign: f64,
    /// Branches and the part of each in the limit.
    acts_on: Vec<(usize, f64)>,
}

/// Limits of branches and links with a shadow price.
pub(super) fn of(
    problem: &Problem<'_>,
    session: &Session<'_>,
    (times, t): (&[usize], usize),
    solution: &Solution,
) -> Result<Vec<Binding>, Error> {
    let hours = problem.cost_h(times[t]);
    let mut all = held(problem, session, t, solution);
    all.retain(|held| held.dual.abs() / hours > NO_PRICE);
    let model = if problem.options.split_congestion && !all.is_empty() {
        Some(price_model(problem, &built(problem, session, solution))?)
    } else {
        None
    };
    let bind = |held: Held| {
        let id = match held.element {
            Element::Branch(l) => problem.network.branches[l].id.clone(),
            Element::Link(k) => problem.network.links[k].id.clone(),
        };
        let pulls = held.acts_on.iter().map(|(l, part)| (*l, part * held.dual / hours));
        Binding {
            snapshot: t,
            element: held.element,
            id,
            limit: held.limit,
            flow_mw: held.flow_mw,
            shadow_price: held.dual.abs() / hours,
            sign: held.sign,
            congestion: model.as_ref().map_or(Vec::new(), |model| pulled(problem, model, pulls)),
        }
    };
    Ok(all.into_iter().map(bind).collect())
}

fn held(problem: &Problem<'_>, session: &Session<'_>, t: usize, solution: &Solution) -> Vec<Held> {
    let (network, at) = (problem.network, session.at);
    let reduced =
        |column: Option<Column>| column.and_then(|column| solution.reduced_cost(column)).unwrap_or(0.0);
    let mut all = Vec::new();
    for (l, branch) in network.branches.iter().enumerate() {
        let dual = reduced(at.flow.get(t, l));
        if dual == 0.0 {
            continue;
        }
        let rating = branch.limit_mva().filter(|_| at.growth.branches[l].is_none());
        let room = room(branch, problem.series[l], network.base_mva, rating);
        let limit = if dual < 0.0 { room.high_by } else { room.low_by };
        let flow_mw = at.flow.value(t, l, solution);
        all.push(Held {
            element: Element::Branch(l),
            limit,
            flow_mw,
            dual,
            sign: -dual.signum(),
            acts_on: vec![(l, 1.0)],
        });
    }
    for k in 0..network.links.len() {
        let (dual, flow_mw) = (reduced(at.link.get(t, k)), at.link.value(t, k, solution));
        // at rest is no limit, unless it may not run at all
        if flow_mw != 0.0 || network.links[k].power_max_mw == 0.0 {
            let element = Element::Link(k);
            all.push(Held {
                element,
                limit: Limit::Rating,
                flow_mw,
                dual,
                sign: -dual.signum(),
                acts_on: Vec::new(),
            });
        }
    }
    let rooms = at.branch_room.iter().map(|room| (Element::Branch(room.1), room));
    let rooms = rooms.chain(at.link_room.iter().map(|room| (Element::Link(room.1), room)));
    for (element, (_, _, sign, row)) in rooms.filter(|(_, room)| room.0 == t) {
        let (flow_mw, acts_on) = match element {
            Element::Branch(l) => (at.flow.value(t, l, solution), vec![(l, *sign)]),
            Element::Link(k) => (at.link.value(t, k, solution), Vec::new()),
        };
        let dual = solution.try_dual(*row).unwrap_or(0.0);
        all.push(Held { element, limit: Limit::ChosenCapacity, flow_mw, dual, sign: *sign, acts_on });
    }
    all.extend(after_outages(problem, session, t, solution));
    all
}

fn after_outages(problem: &Problem<'_>, session: &Session<'_>, t: usize, solution: &Solution) -> Vec<Held> {
    let at = session.at;
    let branch_of =
        |column: Column| (0..problem.network.branches.len()).find(|l| at.flow.get(t, *l) == Some(column));
    let mut all = Vec::new();
    for secured in session.secured.iter().filter(|secured| secured.breach.t == t) {
        let (breach, dual) = (&secured.breach, solution.try_dual(secured.row).unwrap_or(0.0));
        if dual == 0.0 {
            continue;
        }
        let capacity = at.growth.branches[breach.branch];
        let flow_terms: Vec<(Column, f64)> =
            breach.terms.iter().copied().filter(|(column, _)| Some(*column) != capacity).collect();
        all.push(Held {
            element: Element::Branch(breach.branch),
            limit: Limit::Outage(
                problem.outages.map_or_else(String::new, |all| all.name(breach.outage).to_owned()),
            ),
            flow_mw: flow_terms.iter().map(|(column, part)| part * solution.value(*column)).sum(),
            dual,
            sign: breach.sign,
            acts_on: flow_terms
                .iter()
                .filter_map(|(column, part)| Some((branch_of(*column)?, *part)))
                .collect(),
        });
    }
    all
}
