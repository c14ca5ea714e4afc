//! Why not there: what each rejected site would cost if it were forced into the plan, and what drives it.

use crate::component::{Costs, NAMES};
use crate::plan::{Alternative, CostItem, Plan, SitePlan};
use crate::programme::Shape;
use crate::sets::{Keep, Sets};
use crate::solve::{Found, FoundPlan, claim, search};
use crate::{Error, Inputs, Options};

/// A driver below this share of the difference is not worth a word.
const SAID_FRAC: f64 = 0.02;

/// Every rejected site, best first; sites that no plan can have stand at the end with their reason.
///
/// Each site is first forced into the programme of the chosen sites and itself (a small search that ends in a real plan,
/// so its cost is an upper bound); the `how_many` best, and all that do not fit there, are then searched again over all
/// sites, with `options`' gap and time limit each, and the cheaper plan stands. Costs are differences of claims on the
/// same cuts. A difference within the gap is reported as it is, but never below zero.
///
/// `on_site` hears of every search (done, of how many) and ends the second round with `false`: the first answer then stands.
///
/// # Errors
/// As [`crate::solve`], without the explanations.
pub fn alternatives(
    inputs: &Inputs<'_>,
    plan: &Plan,
    how_many: usize,
    options: &Options,
    on_site: &dyn Fn(usize, usize) -> bool,
) -> Result<Vec<Alternative>, Error> {
    let sets = Sets::new(inputs, Keep::Useful)?;
    let chosen: Vec<usize> = (0..sets.sites.len())
        .filter(|index| plan.sites.iter().any(|site| site.site == sets.sites[*index].id))
        .collect();
    let base = claim(inputs, &sets, plan)?.unwrap_or_else(|| Costs::from_items(&plan.cost));

    let first = sets.sites.len() - chosen.len();
    let again = how_many.min(first);
    let mut searches = 0;
    let mut tried: Vec<Tried> = Vec::new();
    for index in (0..sets.sites.len()).filter(|index| !chosen.contains(index)) {
        let mut only = chosen.clone();
        only.push(index);
        let shape = Shape { force: Some(&sets.sites[index].id), ..Shape::default() };
        let outcome = match search(inputs, &sets.only(&only), shape, options)? {
            Found::Plan(found) => Outcome::Fits(found),
            Found::Nothing | Found::Infeasible(_) => Outcome::NotWithThese,
        };
        tried.push(Tried { index, outcome });
        searches += 1;
        on_site(searches, first + again);
    }
    tried.sort_by(|a, b| a.rank().total_cmp(&b.rank()).then(a.index.cmp(&b.index)));

    for (place, one) in tried.iter_mut().enumerate() {
        if place >= how_many && matches!(one.outcome, Outcome::Fits(_)) {
            continue;
        }
        let shape = Shape { force: Some(&sets.sites[one.index].id), ..Shape::default() };
        let rank = one.rank();
        match search(inputs, &sets, shape, options)? {
            Found::Plan(found) if found.reading.costs.total() < rank => one.outcome = Outcome::Fits(found),
            Found::Infeasible(_) => one.outcome = Outcome::Impossible,
            Found::Plan(_) | Found::Nothing => {}
        }
        searches += 1;
        if !on_site(searches.min(first + again), first + again) {
            break;
        }
    }
    tried.sort_by(|a, b| a.rank().total_cmp(&b.rank()).then(a.index.cmp(&b.index)));

    let mut list: Vec<Alternative> = tried
        .iter()
        .map(|one| {
            let site = &sets.sites[one.index].id;
            match &one.outcome {
                Outcome::Fits(found) => priced(inputs, site, &base, &plan.sites, found),
                Outcome::NotWithThese => unpriced(site, "no plan with it was found in the time allowed"),
                Outcome::Impossible => unpriced(site, "no plan that keeps every limit can have it"),
            }
        })
        .collect();
    list.extend(sets.dropped.iter().map(|dropped| unpriced(&dropped.site, &dropped.why.reason)));
    Ok(list)
}

struct Tried {
    index: usize,
    outcome: Outcome,
}

enum Outcome {
    Fits(Box<FoundPlan>),
    NotWithThese,
    Impossible,
}

impl Tried {
    fn rank(&self) -> f64 {
        match &self.outcome {
            Outcome::Fits(found) => found.reading.costs.total(),
            Outcome::NotWithThese | Outcome::Impossible => f64::INFINITY,
        }
    }
}

fn unpriced(site: &str, reason: &str) -> Alternative {
    Alternative {
        site: site.to_owned(),
        forced_in_eur_per_a: None,
        drivers: Vec::new(),
        displaces: None,
        reason: format!("{site}: {reason}"),
    }
}

fn priced(
    inputs: &Inputs<'_>,
    site: &str,
    base: &Costs,
    sites: &[SitePlan],
    found: &FoundPlan,
) -> Alternative {
    let mut difference = found.reading.costs;
    difference.add_scaled(base, -1.0);
    let extra = difference.total().max(0.0);
    let gone: Vec<String> = sites
        .iter()
        .filter(|old| found.reading.sites.iter().all(|new| new.site != old.site))
        .map(|old| old.site.clone())
        .collect();
    let come: Vec<&str> = found
        .reading
        .sites
        .iter()
        .map(|new| new.site.as_str())
        .filter(|new| *new != site && sites.iter().all(|old| old.site != *new))
        .collect();
    let displaces = (!gone.is_empty()).then(|| gone.join(" and "));
    let mut drivers = difference.items();
    let mut largest: Vec<&CostItem> = drivers.iter().filter(|item| item.eur_per_a > 0.0).collect();
    largest.sort_by(|a, b| b.eur_per_a.total_cmp(&a.eur_per_a).then_with(|| place(a).cmp(&place(b))));
    let because: Vec<String> = largest
        .iter()
        .take(2)
        .filter(|item| item.eur_per_a >= SAID_FRAC * extra)
        .map(|item| format!("{} (+{})", words(&item.component), million(item.eur_per_a)))
        .collect();
    let name =
        inputs.case.site_index(site).map_or(site, |index| inputs.case.dataset.sites[index].name.as_str());
    let with = if come.is_empty() { String::new() } else { format!(" with {}", come.join(" and ")) };
    let swap = displaces.as_ref().map_or(with.clone(), |old| format!("{with} in place of {old}"));
    let reason = if because.is_empty() || extra <= 0.0 {
        format!("{name}{swap} costs as much as the plan, within the gap of the search")
    } else {
        format!("{name}{swap} costs {} a year more, mostly {}", million(extra), because.join(" and "))
    };
    drivers.retain(|item| item.eur_per_a.abs() > 0.5);
    Alternative { site: site.to_owned(), forced_in_eur_per_a: Some(extra), drivers, displaces, reason }
}

fn place(item: &CostItem) -> usize {
    NAMES.iter().position(|name| *name == item.component).unwrap_or(NAMES.len())
}

fn words(component: &str) -> String {
    if component == "it" { "accelerators".to_owned() } else { component.replace('_', " ") }
}

fn million(eur: f64) -> String {
    if eur.abs() < 1e6 { format!("{:.2} M EUR", eur / 1e6) } else { format!("{:.1} M EUR", eur / 1e6) }
}
