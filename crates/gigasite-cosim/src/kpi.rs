//! The key performance indicators of Delegated Regulation (EU) 2024/1364, Annex II and III, per site.

use crate::result::{KpiValue, SiteKpis, SiteYear};
use gigasite_case::Case;
use gigasite_optimise::plan::Plan;

/// KPIs of every chosen site in the year of the last stage.
///
/// `E_RES-TOT` counts contracted renewable energy up to the consumption of the year; nuclear contracts do not count.
pub(crate) fn kpis(case: &Case, plan: &Plan, site_years: &[SiteYear]) -> Vec<SiteKpis> {
    plan.sites
        .iter()
        .zip(site_years)
        .map(|(site, year)| {
            let facility_mwh: f64 = year.facility_mw.iter().sum();
            let it_mwh: f64 = year.it_mw.iter().sum();
            let reused_mwh: f64 = year.heat_sold_mw.iter().sum();
            let renewable_mwh: f64 = site
                .supply
                .iter()
                .filter(|supply| supply.technology.starts_with("wind") || supply.technology == "solar")
                .map(|supply| supply.energy_mwh)
                .sum::<f64>()
                .min(facility_mwh);
            let last = site.stages.last();
            let backup_mw: f64 =
                site.supply.iter().filter(|s| s.technology == "gas_backup").map(|s| s.power_mw).sum();
            let heat_c = case.dataset.cooling_designs.iter().find(|row| {
                last.is_some_and(|stage| stage.halls.iter().any(|halls| halls.design.cooling == row.id))
            });
            let mut values = Vec::new();
            let mut push = |code: &str, value: f64, unit: &str| {
                values.push(KpiValue { code: code.to_owned(), value, unit: unit.to_owned() });
            };
            push("P_DIT", last.map_or(0.0, |stage| stage.it_mw), "MW");
            push("P_CONN", last.map_or(0.0, |stage| stage.connection_mw), "MW");
            push("P_BG", backup_mw, "MW");
            push("E_DC", facility_mwh, "MWh");
            push("E_IT", it_mwh, "MWh");
            push("E_REUSE", reused_mwh, "MWh");
            push("E_RES-TOT", renewable_mwh, "MWh");
            push("W_IN", year.water_m3.iter().sum(), "m3");
            if let Some(design) = heat_c {
                push("T_WH", design.liquid_supply_c + design.liquid_rise_k, "°C");
                push("T_IN", design.liquid_supply_c, "°C");
            }
            push("PUE", facility_mwh / it_mwh, "1");
            push("PUE_PEAK", year.kpi.pue_peak_hour_ratio, "1");
            push("WUE", year.water_m3.iter().sum::<f64>() / it_mwh, "L/kWh");
            push("ERF", reused_mwh / facility_mwh, "1");
            push("REF", renewable_mwh / facility_mwh, "1");
            push("CFE_HOURLY", year.matched_hourly_frac, "1");
            push("GPU_HOURS", year.kpi.gpu_hours, "GPU-hours");
            push("EUR_PER_GPU_HOUR", year.eur_per_gpu_hour, "EUR");
            push("G_PER_GPU_HOUR", year.g_per_gpu_hour, "g CO2");
            SiteKpis { site: site.site.clone(), values }
        })
        .collect()
}
