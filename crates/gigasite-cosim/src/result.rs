//! What a finished study knows: the plan, the year it lived through, and the audit of every promise.

use gigasite_case::Hourly;
use gigasite_case::network::Network;
use gigasite_facility::hall_year::HallKpi;
use gigasite_grid::zonal::Dispatch;
use gigasite_optimise::Programme;
use gigasite_optimise::plan::Plan;
use serde::{Deserialize, Serialize};

/// A finished study.
#[derive(Debug, Clone)]
pub struct StudyResult {
    /// The plan.
    pub plan: Plan,
    /// How the iteration between optimiser, facility and grid ended.
    pub convergence: Convergence,
    /// One per chosen site, order of the plan.
    pub site_years: Vec<SiteYear>,
    /// Dispatch without the plan.
    pub base: Dispatch,
    /// Dispatch with the plan.
    pub with_plan: Dispatch,
    /// Every promise: claimed, found, gap.
    pub audit: Audit,
    /// KPIs of Delegated Regulation (EU) 2024/1364, per site.
    pub kpis: Vec<SiteKpis>,
    /// Comparison with the rival, where the case names one.
    pub rival: Option<RivalComparison>,
    /// The siting programme with the cuts of every round, in million EUR.
    pub programme: Programme,
    /// The year with the plan as a network, where it was asked for ([`Questions::network`](crate::Questions::network)).
    pub network: Option<Network>,
    /// Wall clock by stage (`facility`, `optimise`, `grid`, `audit`), seconds. Never part of deterministic output.
    pub timing_s: Vec<(String, f64)>,
}

/// How the rounds ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Convergence {
    /// Whether sites stayed and cost moved less than the tolerance.
    pub converged: bool,
    /// One sentence.
    pub verdict: String,
    /// Stated tolerance on cost, relative.
    pub tolerance_frac: f64,
    /// One line a round.
    pub rounds: Vec<Round>,
}

/// One round of optimiser and dispatch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Round {
    /// 1, 2, …
    pub round_count: usize,
    /// Sites chosen.
    pub sites: Vec<String>,
    /// What the optimiser believed.
    pub claimed_eur_per_a: f64,
    /// What the true dispatch says of that plan.
    pub found_eur_per_a: f64,
    /// Best proven lower bound so far.
    pub bound_eur_per_a: f64,
}

/// A chosen site through the year of the last stage.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteYear {
    /// Site.
    pub site: String,
    /// Index of its zone.
    pub zone: usize,
    /// Facility power of all halls, MW.
    pub facility_mw: Hourly<f64>,
    /// IT power, MW.
    pub it_mw: Hourly<f64>,
    /// Battery at the site, MW, charging positive.
    pub battery_mw: Hourly<f64>,
    /// Contracted generation in the hour, MW.
    pub contracted_mw: Hourly<f64>,
    /// Water, m3 in the hour.
    pub water_m3: Hourly<f64>,
    /// Reusable heat, MW.
    pub heat_mw: Hourly<f64>,
    /// Heat taken by the network, MW.
    pub heat_sold_mw: Hourly<f64>,
    /// Zone price with the plan in place, EUR/MWh.
    pub price_eur_per_mwh: Hourly<f64>,
    /// The year in one line, of all halls.
    pub kpi: HallKpi,
    /// What a megawatt hour costs the site: system energy, contracts, battery, backup, network charges and electricity tax
    /// over the energy of the year.
    pub price_paid_eur_per_mwh: f64,
    /// Carbon of the grid energy, flow-traced, tonnes.
    pub carbon_t: f64,
    /// Share of hourly consumption matched by contracted carbon-free generation in the same hour.
    pub matched_hourly_frac: f64,
    /// The same over the year.
    pub matched_annual_frac: f64,
    /// All costs over GPU-hours delivered.
    pub eur_per_gpu_hour: f64,
    /// Carbon over GPU-hours delivered, grams.
    pub g_per_gpu_hour: f64,
}

/// The audit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Audit {
    /// Every promise, recomputed without the optimiser.
    pub promises: Vec<Promise>,
}

/// One promise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Promise {
    /// `balance`, `limit`, `money`, `rule`, `kpi`, `target`, `cost`.
    pub family: String,
    /// What was promised, in words with its site or zone.
    pub what: String,
    /// What the plan claims.
    pub claimed: f64,
    /// What the recomputation finds.
    pub found: f64,
    /// Unit of both.
    pub unit: String,
    /// Largest gap that still counts as kept.
    pub tolerance: f64,
    /// Whether it is kept.
    pub kept: bool,
}

/// KPIs of a site by the codes of Delegated Regulation (EU) 2024/1364: `(code, value, unit)`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SiteKpis {
    /// Site.
    pub site: String,
    /// Code, value and unit.
    pub values: Vec<KpiValue>,
}

/// One KPI.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KpiValue {
    /// Code, such as `E_DC`.
    pub code: String,
    /// Value.
    pub value: f64,
    /// Unit.
    pub unit: String,
}

/// The plan beside its rival.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RivalComparison {
    /// Name of the rival.
    pub name: String,
    /// `(what, ours, theirs, unit)`.
    pub rows: Vec<RivalRow>,
}

/// One line of the comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RivalRow {
    /// What is compared.
    pub what: String,
    /// The plan.
    pub ours: f64,
    /// The rival.
    pub theirs: f64,
    /// Unit.
    pub unit: String,
}
