//! Rules of law as data, resolved for one site.

use gigasite_case::{Case, programme::Rule, site::Site};

/// A number with the rule that sets it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Demand {
    pub(crate) rule: String,
    pub(crate) value: f64,
}

/// What the law asks of a site.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Law {
    /// Halls added from a year on may not have a higher PUE: `(from_year, limit)`.
    pub(crate) pue_max: Vec<(i32, Demand)>,
    /// Least share of the energy that is reused as heat.
    pub(crate) reuse: Option<Demand>,
    /// Least share of the consumption matched by contracted wind and sun (additional or not: every contract of the
    /// programme is an additional plant).
    pub(crate) renewable: Option<Demand>,
    /// Least dispatchable megawatts per megawatt of connection.
    pub(crate) dispatchable: Option<Demand>,
    /// No hall before this year.
    pub(crate) not_before: Option<(i32, String)>,
    /// Why nothing may stand here at all.
    pub(crate) barred: Option<String>,
}

/// Whether a rule binds this study: in force or reported, or a draft where the case says that drafts bind, and
/// applicable by the year of the last stage, because halls added then are new.
pub(crate) fn binds(case: &Case, rule: &Rule) -> bool {
    let status = match rule.status.as_str() {
        "in_force" | "reported" => true,
        "draft" | "proposal" => case.file.programme.drafts_bind,
        _ => false,
    };
    let last = case.file.programme.stages.iter().map(|stage| stage.year).max();
    status && last.is_some_and(|last| rule.from_year <= last)
}

fn reaches(case: &Case, rule: &Rule, site: &Site) -> bool {
    if rule.jurisdiction == "EU" {
        case.country(&site.country).is_some_and(gigasite_case::money::Country::is_eu)
    } else {
        rule.jurisdiction == site.country
    }
}

fn names(rule: &Rule) -> impl Iterator<Item = &str> {
    rule.list.split(';').map(str::trim).filter(|name| !name.is_empty())
}

/// Everything the law asks of a site; the strictest of several rules stands.
pub(crate) fn of_site(case: &Case, site: &Site) -> Law {
    let mut law = Law::default();
    let call = case.file.money.public;
    if !site.is_eu_eligible() && case.file.programme.eu_only {
        law.barred = Some("cannot receive Union money, and the study asks for EU sites only".into());
    }
    for rule in case.dataset.rules.iter().filter(|rule| binds(case, rule)) {
        // a condition of the call binds every site where public money takes part, whatever its country
        if rule.parameter == "eu_only" && call && !site.is_eu_eligible() {
            law.barred = Some(format!("cannot receive Union money ({})", rule.id));
        }
        if !reaches(case, rule, site) {
            continue;
        }
        match (rule.parameter.as_str(), rule.value_ratio) {
            ("pue_max", Some(value)) => {
                law.pue_max.push((rule.from_year, Demand { rule: rule.id.clone(), value }));
            }
            ("erf_min_frac", Some(value)) => strictest(&mut law.reuse, rule, value),
            ("renewable_share_frac" | "additional_renewable_frac", Some(value)) => {
                strictest(&mut law.renewable, rule, value);
            }
            ("dispatchable_ratio", Some(value)) => strictest(&mut law.dispatchable, rule, value),
            ("only_sites", _) if names(rule).all(|name| name != site.id) => {
                law.barred = Some(format!("is not among the places that {} allows", rule.id));
            }
            ("no_connection_before_year", Some(year))
                if names(rule).next().is_none() || names(rule).any(|name| name == site.id) =>
            {
                let year = year as i32;
                if law.not_before.as_ref().is_none_or(|(earlier, _)| *earlier < year) {
                    law.not_before = Some((year, rule.id.clone()));
                }
            }
            _ => {}
        }
    }
    law
}

fn strictest(demand: &mut Option<Demand>, rule: &Rule, value: f64) {
    if demand.as_ref().is_none_or(|standing| standing.value < value) {
        *demand = Some(Demand { rule: rule.id.clone(), value });
    }
}

/// Most sites in one country, with the rule or key that says so: the case's own limit, and the call's where public money
/// takes part.
pub(crate) fn sites_per_country(case: &Case) -> (usize, String) {
    let own = (case.file.programme.sites_per_country_count, "programme.sites_per_country_count".to_owned());
    case.dataset
        .rules
        .iter()
        .filter(|rule| {
            rule.parameter == "bids_per_country_count" && case.file.money.public && binds(case, rule)
        })
        .filter_map(|rule| rule.value_ratio.map(|value| (value as usize, rule.id.clone())))
        .chain([own.clone()])
        .min_by_key(|(count, _)| *count)
        .unwrap_or(own)
}
