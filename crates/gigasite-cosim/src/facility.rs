//! The halls of a plan, worked hour by hour by the facility itself: no table, no coefficient of the optimiser.

use crate::Error;
use crate::site_year::hall_of;
use gigasite_case::Case;
use gigasite_facility::hall_year::{Design, HallYear};
use gigasite_facility::kpi::Account;
use gigasite_facility::{Asked, Build, Campus, Place, Settings, facility_year, normals_of};
use gigasite_optimise::plan::{Plan, SitePlan};
use rayon::prelude::*;

/// What the halls of one site really do in the year of the last stage.
pub(crate) struct TrueSite {
    /// Facility power of all halls, MW per hour.
    pub(crate) facility_mw: Vec<f64>,
    /// IT power after throttling, MW per hour.
    pub(crate) it_mw: Vec<f64>,
    /// Water of the year, m³.
    pub(crate) water_m3: f64,
    /// The year as an account; `None` for a site without halls.
    pub(crate) account: Option<Account>,
}

/// Works every hall of a plan at the hours that `halls` say it ran, one entry per site of the plan.
///
/// # Errors
/// What the facility refuses.
pub(crate) fn true_sites(case: &Case, halls: &[HallYear], plan: &Plan) -> Result<Vec<TrueSite>, Error> {
    plan.sites.par_iter().map(|site| true_site(case, halls, site)).collect()
}

fn true_site(case: &Case, halls: &[HallYear], site: &SitePlan) -> Result<TrueSite, Error> {
    let hours = case.horizon.hours;
    let mut sum =
        TrueSite { facility_mw: vec![0.0; hours], it_mw: vec![0.0; hours], water_m3: 0.0, account: None };
    let Some(index) = case.site_index(&site.site) else { return Ok(sum) };
    let months: Vec<usize> = (0..hours).map(|t| case.horizon.month(t)).collect();
    let place =
        Place { weather: &case.site_weather[index], months: &months, normals: normals_of(case, index) };
    for built in site.stages.last().map_or(&[][..], |stage| stage.halls.as_slice()) {
        let Some(build) = build_of(case, &built.design) else { continue };
        let run = hall_of(case, halls, &site.site, &built.design).filter(|hall| hall.reach.is_some());
        let it_mw = run.and_then(HallYear::asked_it_mw);
        let asked = Asked { exactly: true, it_mw: it_mw.as_deref(), ..Asked::default() };
        let mut year = facility_year(&build, &place, &asked)?;
        let given_up = run.map_or(0.0, |hall| hall.given_up_gpu_hours);
        year.kpi.gpu_hours -= given_up;
        year.kpi.lost_gpu_hours += given_up;
        let count = f64::from(built.count);
        for (t, hour) in year.hours.iter().enumerate() {
            sum.facility_mw[t] += count * hour.facility_mw();
            sum.it_mw[t] += count * hour.it_mw;
            sum.water_m3 += count * hour.water_m3();
        }
        let campus = Campus { build: &build, place: &place, year: &year, halls_count: count };
        let account = campus.account();
        sum.account = Some(match sum.account {
            Some(known) => known.joined(account),
            None => account,
        });
    }
    Ok(sum)
}

fn build_of<'a>(case: &'a Case, design: &Design) -> Option<Build<'a>> {
    Some(Build {
        accelerator: case.dataset.accelerators.iter().find(|row| row.id == design.accelerator)?,
        cooling: case.dataset.cooling_designs.iter().find(|row| row.id == design.cooling)?,
        chain: &case.dataset.power_chain,
        halls: &case.file.halls,
        settings: Settings::default(),
    })
}
