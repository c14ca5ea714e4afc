//! Rules: what law and programme ask, checked against what the plan does.

use super::{Binds, Evidence, promise};
use crate::result::{Promise, SiteYear};
use gigasite_case::programme::Rule;
use gigasite_case::schema::Matching;
use gigasite_case::site::Site;
use gigasite_optimise::plan::SitePlan;

pub(super) fn check(evidence: &Evidence<'_>, promises: &mut Vec<Promise>) {
    let wanted = &evidence.case.file.programme;
    let plan = evidence.plan;
    let count = plan.sites.len() as f64;
    promises.push(promise(
        "rule",
        "at least as many sites as the programme asks",
        (Binds::AtLeast, wanted.sites_min_count as f64, count),
        "sites",
        0.0,
    ));
    promises.push(promise(
        "rule",
        "at most as many sites as the programme allows",
        (Binds::AtMost, wanted.sites_max_count as f64, count),
        "sites",
        0.0,
    ));
    let rows: Vec<&Site> = plan
        .sites
        .iter()
        .filter_map(|site| evidence.case.dataset.sites.iter().find(|row| row.id == site.site))
        .collect();
    let most = rows
        .iter()
        .map(|site| rows.iter().filter(|other| other.country == site.country).count())
        .max()
        .unwrap_or(0);
    promises.push(promise(
        "rule",
        "sites in one country",
        (Binds::AtMost, wanted.sites_per_country_count as f64, most as f64),
        "sites",
        0.0,
    ));
    let mut areas: Vec<&str> = rows
        .iter()
        .filter_map(|site| evidence.case.dataset.zones.iter().find(|zone| zone.id == site.zone))
        .map(|zone| zone.synchronous_area.as_str())
        .collect();
    areas.sort_unstable();
    areas.dedup();
    promises.push(promise(
        "rule",
        "different synchronous areas",
        (Binds::AtLeast, wanted.synchronous_areas_min_count as f64, areas.len() as f64),
        "areas",
        0.0,
    ));
    if wanted.eu_only {
        let outside = rows.iter().filter(|site| !site.is_eu_eligible()).count();
        promises.push(promise(
            "rule",
            "every site may receive Union money",
            (Binds::AtMost, 0.0, outside as f64),
            "sites",
            0.0,
        ));
    }
    for ((site, row), year) in plan.sites.iter().zip(&rows).zip(evidence.site_years) {
        for rule in evidence.case.dataset.rules.iter().filter(|rule| rule.jurisdiction == row.country) {
            if binds(evidence, rule, site) {
                promises.extend(of_rule(rule, site, row, year));
            }
        }
    }
    clean_energy(evidence, promises);
}

/// In force (or a draft that the case lets bind), and something is built from its first year on.
fn binds(evidence: &Evidence<'_>, rule: &Rule, site: &SitePlan) -> bool {
    let status = match rule.status.as_str() {
        "in_force" | "reported" => true,
        "draft" | "proposal" => evidence.case.file.programme.drafts_bind,
        _ => false,
    };
    status && site.stages.last().is_some_and(|stage| rule.from_year <= stage.year)
}

fn of_rule(rule: &Rule, site: &SitePlan, row: &Site, year: &SiteYear) -> Option<Promise> {
    let what = format!("{}: {} ({})", site.site, rule.instrument, rule.id);
    let used: f64 = year.facility_mw.iter().sum();
    let contracted = |wanted: &dyn Fn(&str) -> bool| -> f64 {
        site.supply.iter().filter(|supply| wanted(&supply.technology)).map(|supply| supply.energy_mwh).sum()
    };
    let renewable = |name: &str| name.starts_with("wind") || name == "solar";
    let first_year = site.stages.iter().find(|stage| stage.gpus > 0.0).map(|stage| f64::from(stage.year));
    Some(match (rule.parameter.as_str(), rule.value_ratio) {
        ("pue_max", Some(limit)) => {
            promise("rule", what, (Binds::AtMost, limit, year.kpi.pue_ratio), "PUE", 1e-6)
        }
        ("erf_min_frac", Some(limit)) => {
            let reused = year.heat_sold_mw.iter().sum::<f64>() / used;
            promise("rule", what, (Binds::AtLeast, limit, reused), "ERF", 1e-6)
        }
        ("renewable_share_frac" | "additional_renewable_frac", Some(limit)) => promise(
            "rule",
            what,
            (Binds::AtLeast, limit, contracted(&renewable) / used),
            "share of consumption",
            1e-6,
        ),
        ("dispatchable_ratio", Some(limit)) => {
            let firm: f64 = site
                .supply
                .iter()
                .filter(|supply| ["gas_backup", "battery"].contains(&supply.technology.as_str()))
                .map(|supply| supply.power_mw)
                .sum();
            let connection = site.stages.last().map_or(0.0, |stage| stage.connection_mw);
            promise("rule", what, (Binds::AtLeast, limit * connection, firm), "MW", 1e-6)
        }
        ("only_sites", _) => {
            let named = rule.list.split(';').any(|name| name.trim() == row.id);
            promise("rule", what, (Binds::AtLeast, 1.0, f64::from(u8::from(named))), "named in the rule", 0.0)
        }
        ("no_connection_before_year", Some(limit))
            if rule.list.split(';').any(|name| name.trim() == row.id) =>
        {
            promise("rule", what, (Binds::AtLeast, limit, first_year?), "year", 0.0)
        }
        _ => return None,
    })
}

/// Share of a site's consumption that its contracts match within the same month.
fn monthly(evidence: &Evidence<'_>, year: &SiteYear) -> f64 {
    let (mut used, mut made) = ([0.0; 12], [0.0; 12]);
    for (hour, (facility, own)) in year.facility_mw.iter().zip(year.contracted_mw.iter()).enumerate() {
        let month = evidence.case.horizon.month(hour);
        used[month] += facility;
        made[month] += own;
    }
    let matched: f64 = used.iter().zip(made).map(|(used, made)| used.min(made)).sum();
    matched / used.iter().sum::<f64>()
}

fn clean_energy(evidence: &Evidence<'_>, promises: &mut Vec<Promise>) {
    let supply = &evidence.case.file.supply;
    let used: f64 = evidence.site_years.iter().map(|year| year.facility_mw.iter().sum::<f64>()).sum();
    let clean: f64 = evidence
        .plan
        .sites
        .iter()
        .flat_map(|site| &site.supply)
        .filter(|row| {
            row.technology.starts_with("wind") || ["solar", "firm_clean"].contains(&row.technology.as_str())
        })
        .map(|row| row.energy_mwh)
        .sum();
    promises.push(promise(
        "rule",
        "contracted carbon-free energy over the year's consumption",
        (Binds::AtLeast, supply.carbon_free_frac, clean / used),
        "share of consumption",
        1e-6,
    ));
    for year in evidence.site_years {
        let share = supply.carbon_free_frac;
        let (within, found) = match supply.carbon_free_matching {
            Matching::Year => ("the year", year.matched_annual_frac),
            Matching::Month => ("every month", monthly(evidence, year)),
            Matching::Hour => ("every hour", year.matched_hourly_frac),
        };
        let what = format!("{}: contracted carbon-free energy within {within}", year.site);
        promises.push(promise("rule", what, (Binds::AtLeast, share, found), "share of consumption", 1e-6));
    }
    if let Some(limit) = supply.water_max_l_per_kwh {
        let water: f64 = evidence.site_years.iter().map(|year| year.water_m3.iter().sum::<f64>()).sum();
        let it: f64 = evidence.site_years.iter().map(|year| year.it_mw.iter().sum::<f64>()).sum();
        promises.push(promise(
            "rule",
            "water per IT energy of the programme",
            (Binds::AtMost, limit, water / it),
            "L/kWh",
            1e-6,
        ));
    }
    if let Some(limit) = supply.carbon_max_t_per_mwh {
        let carbon: f64 = evidence.site_years.iter().map(|year| year.carbon_t).sum();
        promises.push(promise(
            "rule",
            "carbon of the grid energy",
            (Binds::AtMost, limit, carbon / used),
            "t/MWh",
            1e-3,
        ));
    }
}
