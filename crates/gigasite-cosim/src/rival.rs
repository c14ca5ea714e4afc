//! The plan beside a rival programme: the same accounting on the rival's own figures.

use crate::result::{RivalComparison, RivalRow, SiteYear};
use gigasite_case::Case;
use gigasite_optimise::plan::Plan;
use gigasite_units::annuity_factor;

/// Compares EUR and carbon per GPU-hour, where the case names a rival whose accelerator is known.
///
/// ```text
/// EUR/GPU-hour = (IT · a(wacc, life) + building · a(wacc, 20 a) + energy) / GPU-hours,   energy = IT · PUE · price
/// ```
pub(crate) fn compare(case: &Case, plan: &Plan, site_years: &[SiteYear]) -> Option<RivalComparison> {
    let rival = case.file.rival.as_ref()?;
    let accelerator = case.dataset.accelerators.iter().find(|row| row.id == rival.accelerator)?;
    let halls = &case.file.halls;
    let gpu_mw = accelerator.node_max_kw / accelerator.node_gpus / 1000.0 * (1.0 + halls.overhead_ratio);
    let gpus = rival.it_mw / gpu_mw;
    let busy = halls.utilisation_frac * accelerator.sustained_frac.get()
        + (1.0 - halls.utilisation_frac) * accelerator.idle_frac.get();
    let hours = case.horizon.hours as f64;
    let energy_mwh = rival.it_mw * busy * rival.pue_ratio * hours;
    let gpu_hours = gpus * halls.utilisation_frac * hours;
    let capital =
        gpus * accelerator.system_eur_per_gpu * annuity_factor(rival.wacc_frac, accelerator.lifetime_years)
            + rival.it_mw * rival.building_eur_per_mw * annuity_factor(rival.wacc_frac, 20.0);
    let theirs_eur = (capital + energy_mwh * rival.price_eur_per_mwh) / gpu_hours;
    let theirs_g = energy_mwh * rival.carbon_t_per_mwh * 1e6 / gpu_hours;

    let ours_hours: f64 = site_years.iter().map(|year| year.kpi.gpu_hours).sum();
    let ours_mwh: f64 = site_years.iter().map(|year| year.kpi.facility_mwh).sum();
    let ours_it: f64 = site_years.iter().map(|year| year.kpi.it_mwh).sum();
    let ours_t: f64 = site_years.iter().map(|year| year.carbon_t).sum();
    let ours_gpus: f64 =
        plan.sites.iter().filter_map(|site| site.stages.last()).map(|stage| stage.gpus).sum();
    let ours_mw: f64 = plan.sites.iter().filter_map(|site| site.stages.last()).map(|stage| stage.it_mw).sum();
    let paid: f64 = site_years.iter().map(|year| year.price_paid_eur_per_mwh * year.kpi.facility_mwh).sum();
    let row = |what: &str, ours: f64, theirs: f64, unit: &str| RivalRow {
        what: what.to_owned(),
        ours,
        theirs,
        unit: unit.to_owned(),
    };
    Some(RivalComparison {
        name: rival.name.clone(),
        rows: vec![
            row("IT power", ours_mw, rival.it_mw, "MW"),
            row("accelerators", ours_gpus, gpus, "accelerators"),
            row("cost of compute", plan.objective_eur_per_a / ours_hours, theirs_eur, "EUR/GPU-hour"),
            row("carbon of compute", ours_t * 1e6 / ours_hours, theirs_g, "g CO2/GPU-hour"),
            row("price of energy", paid / ours_mwh, rival.price_eur_per_mwh, "EUR/MWh"),
            row("PUE", ours_mwh / ours_it, rival.pue_ratio, "1"),
        ],
    })
}
