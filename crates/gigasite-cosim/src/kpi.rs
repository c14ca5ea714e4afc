//! The key performance indicators of every chosen site, with the codes of Delegated Regulation (EU) 2024/1364.
//!
//! The account is that of the facility worked hour by hour; what heat, contracts, carbon and money add comes from the plan and
//! the dispatched year. A power purchasing agreement counts as renewable up to the consumption of the year; nuclear does not.

use crate::Error;
use crate::facility::TrueSite;
use crate::result::{KpiValue, SiteKpis, SiteYear};
use gigasite_facility::kpi::{Renewable, peak_hour_mw};
use gigasite_optimise::plan::{Plan, SitePlan};

/// Indicators of every chosen site in the year of the last stage.
///
/// # Errors
/// An account that does not add up.
pub(crate) fn kpis(
    plan: &Plan,
    site_years: &[SiteYear],
    true_sites: &[TrueSite],
) -> Result<Vec<SiteKpis>, Error> {
    let sites = plan.sites.iter().zip(site_years).zip(true_sites);
    sites.map(|((site, year), real)| of_site(site, year, real)).collect()
}

fn of_site(site: &SitePlan, year: &SiteYear, real: &TrueSite) -> Result<SiteKpis, Error> {
    let Some(mut account) = real.account else {
        return Ok(SiteKpis { site: site.site.clone(), values: Vec::new() });
    };
    let power_of = |technology: &str| -> f64 {
        site.supply.iter().filter(|row| row.technology == technology).map(|row| row.power_mw).sum()
    };
    let contracts_mwh: f64 = site
        .supply
        .iter()
        .filter(|row| row.technology.starts_with("wind") || row.technology == "solar")
        .map(|row| row.energy_mwh)
        .sum();
    account.reused_mwh = year.heat_sold_mw.iter().sum();
    account.renewable =
        Renewable { contracts_mwh: contracts_mwh.min(account.facility_mwh), ..Renewable::default() };
    account.battery_mw = Some(power_of("battery"));
    account.carbon_t = Some(year.carbon_t);
    account.cost_eur = Some(site.cost.iter().map(|item| item.eur_per_a).sum());
    account.peak_hour_mw = peak_hour_mw(&real.facility_mw, &real.it_mw);
    let own = [
        ("CONNECTION", site.stages.last().map_or(0.0, |stage| stage.connection_mw), "MW"),
        ("BACKUP", power_of("gas_backup"), "MW"),
        ("CFE_HOURLY", year.matched_hourly_frac, "1"),
    ];
    let value = |(code, value, unit): (&str, f64, &str)| KpiValue {
        code: code.to_owned(),
        value,
        unit: unit.to_owned(),
    };
    let kpis = account.kpis().map_err(|refused| Error::Account { site: site.site.clone(), refused })?;
    let regulated = kpis.iter().map(|kpi| (kpi.code, kpi.value, kpi.unit));
    Ok(SiteKpis { site: site.site.clone(), values: regulated.chain(own).map(value).collect() })
}
