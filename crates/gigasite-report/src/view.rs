//! The study as the report reads it: each chosen site with its row, plan and year, and sums over all of them.

use crate::{Error, format};
use gigasite_case::schema::CaseFile;
use gigasite_case::{Case, site::Site, time::Horizon};
use gigasite_cosim::result::{SiteYear, StudyResult};
use gigasite_facility::hall_year::Design;
use gigasite_optimise::plan::{Alternative, Plan, PlanStatus, SitePlan, StagePlan};
use std::collections::BTreeMap;

/// Everything a page needs, resolved once.
pub(crate) struct Study<'a> {
    pub(crate) case: &'a Case,
    pub(crate) result: &'a StudyResult,
    pub(crate) plan: &'a Plan,
    pub(crate) sites: Vec<SiteView<'a>>,
}

/// A chosen site.
pub(crate) struct SiteView<'a> {
    pub(crate) row: &'a Site,
    pub(crate) plan: &'a SitePlan,
    pub(crate) year: &'a SiteYear,
    pub(crate) last: &'a StagePlan,
}

/// Demand not served, over all zones.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Unserved {
    pub(crate) zone_hours: usize,
    pub(crate) energy_mwh: f64,
}

/// A zone and how its mean price moves with the plan.
pub(crate) struct PriceShift {
    pub(crate) zone: String,
    pub(crate) hosts: bool,
    pub(crate) without: f64,
    pub(crate) with: f64,
}

impl<'a> Study<'a> {
    /// Joins plan, year and case.
    pub(crate) fn new(case: &'a Case, result: &'a StudyResult) -> Result<Self, Error> {
        check_shapes(case, result)?;
        let mut sites = Vec::new();
        for (plan, year) in result.plan.sites.iter().zip(&result.site_years) {
            let missing = |what: &str| Error::Shape {
                what: format!("site `{}`", plan.site),
                found: format!("no {what}"),
                expected: "one".into(),
            };
            let index = case.site_index(&plan.site).ok_or_else(|| missing("row in the case"))?;
            let last = plan.stages.last().ok_or_else(|| missing("stage"))?;
            sites.push(SiteView { row: &case.dataset.sites[index], plan, year, last });
        }
        Ok(Self { case, result, plan: &result.plan, sites })
    }

    /// Demand that left the market at a high price, without and with the plan, MWh a year.
    pub(crate) fn demand_response_mwh(&self) -> (f64, f64) {
        let sum = |dispatch: &gigasite_grid::zonal::Dispatch| -> f64 {
            let rows = dispatch.generation.iter().filter(|row| row.technology == "demand_response");
            rows.map(|row| row.energy_mwh).sum()
        };
        (sum(&self.result.base), sum(&self.result.with_plan))
    }
    /// The case file as asked, without the number of threads: that is of the run, not of the answer.
    pub(crate) fn asked(&self) -> CaseFile {
        let mut file = self.case.file.clone();
        file.solver.threads_count = 0;
        file
    }
    pub(crate) fn horizon(&self) -> Horizon {
        self.case.horizon
    }
    /// Sum over the chosen sites.
    pub(crate) fn total(&self, of: impl Fn(&SiteView<'a>) -> f64) -> f64 {
        self.sites.iter().map(of).sum()
    }
    pub(crate) fn gpus(&self) -> f64 {
        self.total(|site| site.last.gpus)
    }
    pub(crate) fn connection_mw(&self) -> f64 {
        self.total(|site| site.last.connection_mw)
    }
    pub(crate) fn capex_eur(&self) -> f64 {
        self.total(|site| site.plan.capex_eur)
    }
    pub(crate) fn pue(&self) -> f64 {
        self.total(|site| site.year.kpi.facility_mwh) / self.total(|site| site.year.kpi.it_mwh)
    }
    pub(crate) fn wue(&self) -> f64 {
        self.total(|site| site.year.kpi.water_m3) / self.total(|site| site.year.kpi.it_mwh)
    }
    pub(crate) fn eur_per_gpu_hour(&self) -> f64 {
        self.weighted(|site| site.year.eur_per_gpu_hour, |site| site.year.kpi.gpu_hours)
    }
    pub(crate) fn g_per_gpu_hour(&self) -> f64 {
        self.weighted(|site| site.year.g_per_gpu_hour, |site| site.year.kpi.gpu_hours)
    }
    pub(crate) fn matched_annual(&self) -> f64 {
        self.weighted(|site| site.year.matched_annual_frac, |site| site.year.kpi.facility_mwh)
    }
    pub(crate) fn matched_hourly(&self) -> f64 {
        self.weighted(|site| site.year.matched_hourly_frac, |site| site.year.kpi.facility_mwh)
    }
    pub(crate) fn weighted(
        &self,
        value: impl Fn(&SiteView<'a>) -> f64,
        weight: impl Fn(&SiteView<'a>) -> f64,
    ) -> f64 {
        self.total(|site| value(site) * weight(site)) / self.total(weight)
    }

    /// Last stage year of the plan.
    pub(crate) fn last_year(&self) -> i32 {
        self.stage_years().last().copied().unwrap_or(self.case.horizon.calendar_year)
    }
    /// Years of all stages, ascending.
    pub(crate) fn stage_years(&self) -> Vec<i32> {
        let mut years: Vec<i32> =
            self.plan.sites.iter().flat_map(|site| site.stages.iter().map(|stage| stage.year)).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// `None` when the plan is proven; otherwise what every page must say.
    pub(crate) fn banner(&self) -> Option<String> {
        let why = match self.plan.status {
            PlanStatus::Optimal => return None,
            PlanStatus::StoppedAtLimit => "stopped at a limit",
            PlanStatus::Interrupted => "interrupted",
        };
        Some(format!("not proven optimal: gap {} ({why})", format::percent(self.plan.gap_rel, 2)))
    }
    /// How sure the answer is, in one clause.
    pub(crate) fn certainty(&self) -> String {
        self.banner().unwrap_or_else(|| {
            format!(
                "proven: no plan of this case is more than {} cheaper",
                format::percent(self.plan.gap_rel, 2)
            )
        })
    }

    pub(crate) fn promises(&self) -> (usize, usize) {
        let promises = &self.result.audit.promises;
        let kept = promises.iter().filter(|promise| promise.kept).count();
        (kept, promises.len() - kept)
    }

    /// Demand not served without and with the plan.
    pub(crate) fn unserved(&self) -> (Unserved, Unserved) {
        let of = |series: &[gigasite_case::Hourly<f64>]| {
            let hours = series.iter().flat_map(|zone| zone.iter()).filter(|&&mw| mw > 1e-3);
            hours.fold(Unserved::default(), |sum, mw| Unserved {
                zone_hours: sum.zone_hours + 1,
                energy_mwh: sum.energy_mwh + mw,
            })
        };
        (of(&self.result.base.unserved_mw), of(&self.result.with_plan.unserved_mw))
    }

    /// Zones that host a site, in the order of the case.
    pub(crate) fn host_zones(&self) -> Vec<usize> {
        let mut zones: Vec<usize> = self.sites.iter().map(|site| site.year.zone).collect();
        zones.sort_unstable();
        zones.dedup();
        zones
    }

    /// Least headroom left in a host zone with the plan in place: `(MW, zone, hour)`.
    pub(crate) fn tightest(&self) -> Option<(f64, &'a str, usize)> {
        let mut least: Option<(f64, &str, usize)> = None;
        for zone in self.host_zones() {
            for (hour, &mw) in self.result.with_plan.headroom_mw[zone].iter().enumerate() {
                if least.is_none_or(|(best, _, _)| mw < best) {
                    least = Some((mw, self.case.dataset.zones[zone].id.as_str(), hour));
                }
            }
        }
        least
    }

    /// Mean price of every zone without and with the plan, largest move first.
    pub(crate) fn price_shifts(&self) -> Vec<PriceShift> {
        let mean = |series: &[f64]| series.iter().sum::<f64>() / series.len() as f64;
        let hosts = self.host_zones();
        let mut shifts: Vec<PriceShift> = self
            .case
            .dataset
            .zones
            .iter()
            .enumerate()
            .map(|(z, zone)| PriceShift {
                zone: zone.id.clone(),
                hosts: hosts.contains(&z),
                without: mean(&self.result.base.price_eur_per_mwh[z]),
                with: mean(&self.result.with_plan.price_eur_per_mwh[z]),
            })
            .collect();
        shifts.sort_by(|a, b| (b.with - b.without).abs().total_cmp(&(a.with - a.without).abs()));
        shifts
    }

    /// Mean price over all zones, weighted by load: without, with.
    pub(crate) fn mean_prices(&self) -> (f64, f64) {
        let of = |dispatch: &gigasite_grid::zonal::Dispatch| {
            let pairs = dispatch.price_eur_per_mwh.iter().zip(&dispatch.load_mw);
            let (mut money, mut energy) = (0.0, 0.0);
            for (price, load) in pairs.flat_map(|(price, load)| price.iter().zip(load.iter())) {
                money += price * load;
                energy += load;
            }
            money / energy
        };
        (of(&self.result.base), of(&self.result.with_plan))
    }

    /// Money by layer over all sites, in the order of the case's layers, then any other by name.
    pub(crate) fn money_by_layer(&self) -> Vec<(String, f64)> {
        let mut sums: BTreeMap<&str, f64> = BTreeMap::new();
        for item in &self.plan.money {
            *sums.entry(item.layer.as_str()).or_default() += item.amount_eur;
        }
        let mut rows = Vec::new();
        for layer in &self.case.dataset.money_layers {
            if let Some(sum) = sums.remove(layer.layer.as_str()) {
                rows.push((layer.layer.clone(), sum));
            }
        }
        rows.extend(sums.into_iter().map(|(layer, sum)| (layer.to_owned(), sum)));
        rows
    }
    /// A layer's name for people.
    pub(crate) fn layer_name(&self, layer: &str) -> String {
        let row = self.case.dataset.money_layers.iter().find(|row| row.layer == layer);
        row.map_or_else(|| words(layer), |row| row.name.clone())
    }

    /// An accelerator's name for people.
    pub(crate) fn accelerator_name(&self, id: &str) -> String {
        let row = self.case.dataset.accelerators.iter().find(|row| row.id == id);
        row.map_or_else(|| id.to_owned(), |row| row.name.clone())
    }
    pub(crate) fn cooling_name(&self, id: &str) -> String {
        let row = self.case.dataset.cooling_designs.iter().find(|row| row.id == id);
        row.map_or_else(|| words(id), |row| row.name.clone())
    }

    /// A site's row in the case.
    pub(crate) fn site_row(&self, id: &str) -> Option<&'a Site> {
        self.case.site_index(id).map(|index| &self.case.dataset.sites[index])
    }
    /// A site's name for people.
    pub(crate) fn site_name(&self, id: &str) -> String {
        self.site_row(id).map_or_else(|| id.to_owned(), short_name)
    }
    /// Candidates that are not in the plan, with what is known of why.
    pub(crate) fn rejected(&self) -> impl Iterator<Item = (&'a Site, Option<&'a Alternative>)> {
        let (case, plan) = (self.case, self.plan);
        case.dataset
            .sites
            .iter()
            .filter(move |row| !plan.sites.iter().any(|site| site.site == row.id))
            .map(move |row| (row, plan.alternatives.iter().find(|other| other.site == row.id)))
    }
}

impl SiteView<'_> {
    pub(crate) fn name(&self) -> String {
        short_name(self.row)
    }
    pub(crate) fn halls(&self) -> u32 {
        self.last.halls.iter().map(|halls| halls.count).sum()
    }
    /// Designs of the last stage by number of halls, most first.
    pub(crate) fn designs(&self) -> Vec<(&Design, u32)> {
        let mut sums: BTreeMap<&Design, u32> = BTreeMap::new();
        for halls in self.last.halls.iter().filter(|halls| halls.count > 0) {
            *sums.entry(&halls.design).or_default() += halls.count;
        }
        let mut rows: Vec<_> = sums.into_iter().collect();
        rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        rows
    }
    pub(crate) fn cost_eur_per_a(&self) -> f64 {
        self.plan.cost.iter().map(|item| item.eur_per_a).sum()
    }
}

/// A site's name without what stands in brackets or after a comma.
fn short_name(row: &Site) -> String {
    let name = row.name.split([',', '(']).next().unwrap_or(&row.name).trim();
    if name.is_empty() { row.id.clone() } else { name.to_owned() }
}

/// `network_charges` → `Network charges`.
pub(crate) fn words(key: &str) -> String {
    let text = key.replace('_', " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A cost component's name for people.
pub(crate) fn component_name(component: &str) -> String {
    match component {
        "it" => "Accelerators and IT".to_owned(),
        "energy" => "Electricity, system cost".to_owned(),
        "lost_compute" => "Compute lost to heat".to_owned(),
        "waiting" => "Waiting for the grid".to_owned(),
        other => words(other),
    }
}

fn check_shapes(case: &Case, result: &StudyResult) -> Result<(), Error> {
    let same = |what: &str, found: usize, expected: usize| {
        if found == expected {
            return Ok(());
        }
        Err(Error::Shape { what: what.into(), found: found.to_string(), expected: expected.to_string() })
    };
    let (zones, hours) = (case.dataset.zones.len(), case.horizon.hours);
    same("the list of site years", result.site_years.len(), result.plan.sites.len())?;
    for (label, dispatch) in [("without", &result.base), ("with", &result.with_plan)] {
        for (name, series) in [
            ("price", &dispatch.price_eur_per_mwh),
            ("load", &dispatch.load_mw),
            ("unserved", &dispatch.unserved_mw),
            ("spill", &dispatch.spill_mw),
            ("carbon", &dispatch.carbon_t_per_mwh),
            ("marginal carbon", &dispatch.marginal_carbon_t_per_mwh),
            ("headroom", &dispatch.headroom_mw),
        ] {
            same(&format!("{name} of the dispatch {label} the plan"), series.len(), zones)?;
            for zone in series {
                same(&format!("{name} of the dispatch {label} the plan, hours"), zone.len(), hours)?;
            }
        }
    }
    for (plan, year) in result.plan.sites.iter().zip(&result.site_years) {
        if plan.site != year.site || year.zone >= zones {
            return Err(Error::Shape {
                what: format!("the year of site `{}`", plan.site),
                found: format!("site `{}` in zone {}", year.site, year.zone),
                expected: format!("its own in a zone below {zones}"),
            });
        }
        for (name, series) in [
            ("facility power", &year.facility_mw),
            ("IT power", &year.it_mw),
            ("battery", &year.battery_mw),
            ("contracted power", &year.contracted_mw),
            ("water", &year.water_m3),
            ("heat", &year.heat_mw),
            ("heat sold", &year.heat_sold_mw),
            ("price", &year.price_eur_per_mwh),
        ] {
            same(&format!("{name} of site `{}`", year.site), series.len(), hours)?;
        }
    }
    Ok(())
}
