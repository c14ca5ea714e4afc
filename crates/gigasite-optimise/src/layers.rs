//! Who pays: layers of public money over a finished plan, in closed form.
//!
//! ```text
//! u = min(Union share, Member State share)            of computing investment, for sites that may receive it
//! union_s    = f · u · compute_capex_s                f ≤ 1 shrinks all sites alike until every envelope holds
//! matching_s = union_s                                Member States match, no more
//! cohesion_s = g · ceiling_s · matching_s             pays part of the Member State's match, never of the Union's euro
//! state_s    = matching_s − cohesion_s
//! private_s  = the rest
//! ```
//!
//! It is the largest use of the Union layer that the envelopes allow, spread in proportion; private money pays what is
//! left. Cohesion money counts as the Member State's share (Regulation (EU) 2021/1060 sets its ceiling on that priority).

use crate::plan::{MoneyItem, SitePlan};
use gigasite_case::Case;

const BN: f64 = 1e9;

/// Public money per euro of a site's computing investment before any envelope binds: the Union's share and its match.
pub(crate) fn public_share(case: &Case, site: &str) -> f64 {
    let layer = |name: &str| case.dataset.money_layers.iter().find(|row| row.layer == name);
    let eligible = case
        .site_index(site)
        .is_some_and(|index| gigasite_case::site::Site::is_eu_eligible(&case.dataset.sites[index]));
    match (layer("union"), layer("member_state")) {
        (Some(union), Some(state)) if case.file.money.public && eligible => {
            2.0 * union.max_share_frac.min(state.max_share_frac)
        }
        _ => 0.0,
    }
}

/// Shares the investment of the chosen sites among the layers of the case.
pub(crate) fn share(case: &Case, sites: &[SitePlan]) -> Vec<MoneyItem> {
    let layer = |name: &str| case.dataset.money_layers.iter().find(|row| row.layer == name);
    let (union, state) = (layer("union"), layer("member_state"));
    let public = case.file.money.public;
    let share = match (union, state) {
        (Some(union), Some(state)) if public => union.max_share_frac.min(state.max_share_frac),
        _ => 0.0,
    };
    let eligible = |site: &SitePlan| -> f64 {
        let row = case.site_index(&site.site).map(|index| &case.dataset.sites[index]);
        if row.is_some_and(gigasite_case::site::Site::is_eu_eligible) {
            share * site.compute_capex_eur
        } else {
            0.0
        }
    };
    let full: f64 = sites.iter().map(eligible).sum();
    let union_envelope = case.file.money.union_envelope_bn_eur.or(union.and_then(|row| row.envelope_bn_eur));
    let mut factor = fits(full, union_envelope);

    let ceiling = |site: &SitePlan| -> f64 {
        let row = case.site_index(&site.site).map(|index| &case.dataset.sites[index]);
        match (row, layer("cohesion")) {
            (Some(row), Some(cohesion)) => row.cohesion_ceiling_frac.min(cohesion.max_share_frac),
            _ => 0.0,
        }
    };
    let cohesion_full: f64 = sites.iter().map(|site| factor * ceiling(site) * eligible(site)).sum();
    let cohesion_envelope = layer("cohesion").and_then(|row| row.envelope_bn_eur);
    let cohesion_factor = fits(cohesion_full, cohesion_envelope);
    let state_full = factor * full - cohesion_factor * cohesion_full;
    factor *= fits(state_full, state.and_then(|row| row.envelope_bn_eur));

    let mut money = Vec::new();
    for site in sites {
        let from_union = factor * eligible(site);
        let from_cohesion = cohesion_factor * ceiling(site) * from_union;
        let from_state = from_union - from_cohesion;
        let compute_rest = (site.compute_capex_eur - from_union - from_cohesion - from_state).max(0.0);
        let other = site.capex_eur - site.compute_capex_eur;
        for (layer, pays_for, amount_eur) in [
            ("union", "compute_capex", from_union),
            ("member_state", "compute_capex", from_state),
            ("cohesion", "compute_capex", from_cohesion),
            ("private", "compute_capex", compute_rest),
            ("private", "other_capex", other),
        ] {
            if amount_eur > 0.0 {
                money.push(MoneyItem {
                    site: site.site.clone(),
                    layer: layer.to_owned(),
                    pays_for: pays_for.to_owned(),
                    amount_eur,
                });
            }
        }
    }
    money
}

/// The part of an amount that an envelope of billions carries.
fn fits(amount_eur: f64, envelope_bn_eur: Option<f64>) -> f64 {
    match envelope_bn_eur {
        Some(envelope) if amount_eur > envelope * BN => envelope * BN / amount_eur,
        _ => 1.0,
    }
}
