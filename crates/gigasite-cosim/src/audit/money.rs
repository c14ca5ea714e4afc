//! Money: layers add up, stay under their ceilings and never pay for the same euro twice.

use super::{Binds, Evidence, promise};
use crate::result::Promise;

const BN: f64 = 1e9;

pub(super) fn check(evidence: &Evidence<'_>, promises: &mut Vec<Promise>) {
    let plan = evidence.plan;
    let layers = &evidence.case.dataset.money_layers;
    let share =
        |name: &str| layers.iter().find(|layer| layer.layer == name).map(|layer| layer.max_share_frac);
    let paid = |site: &str, layer: &str, what: Option<&str>| -> f64 {
        plan.money
            .iter()
            .filter(|item| {
                item.site == site && item.layer == layer && what.is_none_or(|what| item.pays_for == what)
            })
            .map(|item| item.amount_eur)
            .sum()
    };

    let components: f64 = plan.cost.iter().map(|item| item.eur_per_a).sum();
    promises.push(promise(
        "cost",
        "the components of the programme cost add up to the objective",
        (Binds::Equal, plan.objective_eur_per_a, components),
        "EUR/a",
        1e-6,
    ));
    for site in &plan.sites {
        let all: f64 =
            plan.money.iter().filter(|item| item.site == site.site).map(|item| item.amount_eur).sum();
        promises.push(promise(
            "money",
            format!("{}: the layers pay the investment, each euro once", site.site),
            (Binds::Equal, site.capex_eur, all),
            "EUR",
            1e-6,
        ));
        let (union, state) = (paid(&site.site, "union", None), paid(&site.site, "member_state", None));
        if let Some(ceiling) = share("union") {
            promises.push(promise(
                "money",
                format!(
                    "{}: the Union pays at most {:.0} % of the computing infrastructure",
                    site.site,
                    ceiling * 100.0
                ),
                (Binds::AtMost, ceiling * site.compute_capex_eur, union),
                "EUR",
                1e-6,
            ));
        }
        let matched = state + paid(&site.site, "cohesion", Some("compute_capex"));
        promises.push(promise(
            "money",
            format!("{}: the Member State at least matches the Union", site.site),
            (Binds::AtLeast, union, matched),
            "EUR",
            1e-6,
        ));
        let lowest =
            plan.money.iter().filter(|i| i.site == site.site).map(|i| i.amount_eur).fold(0.0, f64::min);
        promises.push(promise(
            "money",
            format!("{}: no layer pays a negative amount", site.site),
            (Binds::AtLeast, 0.0, lowest),
            "EUR",
            1e-9,
        ));
    }
    for layer in layers {
        let envelope = match (&*layer.layer, evidence.case.file.money.union_envelope_bn_eur) {
            ("union", Some(own)) => Some(own),
            _ => layer.envelope_bn_eur,
        };
        if let Some(envelope) = envelope {
            let total: f64 = plan.money.iter().filter(|i| i.layer == layer.layer).map(|i| i.amount_eur).sum();
            promises.push(promise(
                "money",
                format!("{}: the envelope holds", layer.name),
                (Binds::AtMost, envelope * BN, total),
                "EUR",
                1e-6,
            ));
        }
    }
    if let Some(limit) = evidence.case.file.money.capex_max_bn_eur {
        let total: f64 = plan.sites.iter().map(|site| site.capex_eur).sum();
        promises.push(promise(
            "money",
            "the investment limit holds",
            (Binds::AtMost, limit * BN, total),
            "EUR",
            1e-6,
        ));
    }
}
