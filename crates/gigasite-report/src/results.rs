//! A results folder read back: what later questions ask of a plan that was written.

use crate::Error;
use gigasite_cosim::result::SiteKpis;
use gigasite_facility::hall_year::HallKpi;
use gigasite_optimise::plan::{Plan, SitePlan};
use serde::Deserialize;
use serde_json::Value;
use std::path::Path;

/// What `plan.json` says.
#[derive(Debug, Clone, Deserialize)]
pub struct Results {
    /// Name of the case.
    pub name: String,
    /// Price year of all money.
    pub price_year: i32,
    /// What the hours were made from.
    pub series_source: String,
    /// The plan.
    pub plan: Plan,
    /// Chosen sites in one line each.
    pub sites: Vec<ChosenSite>,
    /// Indicators of every chosen site.
    pub kpis: Vec<SiteKpis>,
    /// The case as it was asked.
    pub case: Value,
}

/// A chosen site in one line.
#[derive(Debug, Clone, Deserialize)]
pub struct ChosenSite {
    /// Identifier.
    pub site: String,
    /// Name for people.
    pub name: String,
    /// ISO code.
    pub country: String,
    /// Bidding zone.
    pub zone: String,
    /// What a megawatt hour costs it.
    pub price_paid_eur_per_mwh: f64,
    /// All costs over GPU-hours.
    pub eur_per_gpu_hour: f64,
    /// Carbon over GPU-hours.
    pub g_per_gpu_hour: f64,
    /// The year of its halls.
    pub kpi: HallKpi,
}

impl Results {
    /// Reads a results folder, or its `plan.json`.
    ///
    /// # Errors
    /// No such file, or a file that no version of this programme wrote.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let file = if path.is_dir() { path.join("plan.json") } else { path.to_owned() };
        let text = std::fs::read_to_string(&file)
            .map_err(|source| Error::NoResults { path: file.clone(), source })?;
        serde_json::from_str(&text).map_err(|source| Error::StrangeResults { path: file, source })
    }

    /// The plan of a site and its line, if it was chosen.
    pub fn chosen(&self, site: &str) -> Option<(&SitePlan, &ChosenSite)> {
        let plan = self.plan.sites.iter().find(|plan| plan.site == site)?;
        Some((plan, self.sites.iter().find(|line| line.site == site)?))
    }

    /// Every site that the plan speaks of: chosen, then rejected.
    pub fn known_sites(&self) -> impl Iterator<Item = &str> + Clone {
        let chosen = self.plan.sites.iter().map(|plan| plan.site.as_str());
        chosen.chain(self.plan.alternatives.iter().map(|other| other.site.as_str()))
    }
}

/// Connection of the last stage, MW.
pub(crate) fn connection_mw(site: &SitePlan) -> f64 {
    site.stages.last().map_or(0.0, |stage| stage.connection_mw)
}

/// Accelerators of the last stage.
pub(crate) fn gpus(site: &SitePlan) -> f64 {
    site.stages.last().map_or(0.0, |stage| stage.gpus)
}
