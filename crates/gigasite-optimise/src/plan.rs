//! The answer: which sites, which halls, when, with which supply, at what cost, paid by whom, and how sure.

use crate::measure::Measure;
use gigasite_facility::hall_year::Design;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A siting plan. All money in euro of the case's price year; "per year" means annualised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// How it ended.
    pub status: PlanStatus,
    /// Annualised programme cost of the plan, as evaluated with the true dispatch of the last round.
    pub objective_eur_per_a: f64,
    /// Proven lower bound on the programme cost of any plan of this case.
    pub bound_eur_per_a: f64,
    /// `(objective - bound) / objective`: relative to programme cost, not to Europe's system cost.
    pub gap_rel: f64,
    /// Chosen sites, by identifier.
    pub sites: Vec<SitePlan>,
    /// Annualised cost of the last stage, by component, over all sites; the sum is the objective.
    pub cost: Vec<CostItem>,
    /// Who pays the investment.
    pub money: Vec<MoneyItem>,
    /// Shadow prices by name: what one more unit of a limit would save.
    pub duals: Vec<Dual>,
    /// Rejected sites and what forcing them in would cost, best first.
    pub alternatives: Vec<Alternative>,
    /// Other sets of sites that cost nearly as little, the best first; empty if not asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near_optimal: Vec<NearPlan>,
    /// How far the megawatts of chosen sites may move; empty if not asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub intervals: Vec<Interval>,
    /// What it costs to have less of something, one front a measure; empty if not asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fronts: Vec<Front>,
    /// What moved prices do to cost and sites, widest first; empty unless asked for ([`crate::swings`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub swings: Vec<Swing>,
    /// Counted work of the siting programme.
    pub effort: ProgrammeEffort,
}

/// How a plan ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanStatus {
    /// Within the asked gap, proven.
    Optimal,
    /// A limit of time or rounds came first; the gap says how far the proof is.
    StoppedAtLimit,
    /// The user interrupted; the incumbent is saved.
    Interrupted,
}

/// A chosen site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SitePlan {
    /// Site.
    pub site: String,
    /// Halls in service by stage, cumulative.
    pub stages: Vec<StagePlan>,
    /// Contracts and plants of the last stage.
    pub supply: Vec<SupplyPlan>,
    /// Annualised cost by component, last stage.
    pub cost: Vec<CostItem>,
    /// Investment, undiscounted, all stages.
    pub capex_eur: f64,
    /// Investment in computing infrastructure alone: the base of Union money.
    pub compute_capex_eur: f64,
}

/// What stands at a site from a year on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StagePlan {
    /// Year.
    pub year: i32,
    /// Halls by design.
    pub halls: Vec<HallCount>,
    /// Grid connection in use, at the peak hour.
    pub connection_mw: f64,
    /// Firm megawatts the grid offers that year.
    pub firm_mw: f64,
    /// Provisioned IT power.
    pub it_mw: f64,
    /// Accelerators.
    pub gpus: f64,
    /// Dense FP8 throughput, petaFLOP/s.
    pub pflops: f64,
}

/// Halls of one design.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HallCount {
    /// Design.
    pub design: Design,
    /// Number of halls.
    pub count: u32,
}

/// A contract or plant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SupplyPlan {
    /// Row of `technologies.csv`.
    pub technology: String,
    /// Power.
    pub power_mw: f64,
    /// Energy it delivers in a year (for a battery: discharged).
    pub energy_mwh: f64,
}

/// A part of the cost. Components: `it`, `building`, `cooling`, `power_chain`, `connection`, `energy` (incremental system
/// dispatch cost), `network_charges`, `electricity_tax`, `contracts`, `battery`, `backup`, `carbon`, `water`,
/// `heat_sales` (negative), `lost_compute`, `waiting`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CostItem {
    /// Component.
    pub component: String,
    /// Euro per year.
    pub eur_per_a: f64,
}

/// Money of a layer for a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MoneyItem {
    /// Site.
    pub site: String,
    /// Row of `money_layers.csv`.
    pub layer: String,
    /// What it pays: `compute_capex` or `other_capex`.
    pub pays_for: String,
    /// Amount over the programme.
    pub amount_eur: f64,
}

/// A shadow price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dual {
    /// Name of the row as it stands in the programme.
    pub row: String,
    /// Unit of the value, such as `EUR/a per MW`.
    pub unit: String,
    /// Change of the objective per unit more of the right-hand side, at the chosen integers.
    pub value: f64,
}

/// Why a site is not in the plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alternative {
    /// Site.
    pub site: String,
    /// Extra annualised cost of the programme if the site is forced in; `None` = no plan exists with it.
    pub forced_in_eur_per_a: Option<f64>,
    /// The same, split by component (same names as [`CostItem`]).
    pub drivers: Vec<CostItem>,
    /// The site it would displace, if one.
    pub displaces: Option<String>,
    /// One sentence for people.
    pub reason: String,
}

/// A set of sites that costs nearly as little as the best.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NearPlan {
    /// Its sites.
    pub sites: Vec<String>,
    /// Annualised cost as the cuts claim it.
    pub cost_eur_per_a: f64,
    /// Proven: no plan on these sites, or on sites not listed before, costs less.
    pub bound_eur_per_a: f64,
    /// Cost over that of the first set, less 1.
    pub extra_frac: f64,
    /// What it comes to by every measure, in the unit of the measure.
    pub measures: BTreeMap<Measure, f64>,
}

/// How far the connection of a site may move.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Site.
    pub site: String,
    /// In the plan.
    pub connection_mw: f64,
    /// Least, 0 if the plan can do without the site.
    pub least_mw: f64,
    /// Most.
    pub most_mw: f64,
    /// Cost that may be added, share of the best plan's.
    pub within_frac: f64,
}

/// Plans between the cheapest and the one with the least of a measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Front {
    /// What is traded for cost.
    pub measure: Measure,
    /// Cheapest first.
    pub points: Vec<FrontPoint>,
}

/// A plan on a front.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrontPoint {
    /// Its sites.
    pub sites: Vec<String>,
    /// Annualised cost as the cuts claim it.
    pub cost_eur_per_a: f64,
    /// Proven: no plan with as little of the measure costs less.
    pub bound_eur_per_a: f64,
    /// What it comes to by every measure, in the unit of the measure.
    pub measures: BTreeMap<Measure, f64>,
}

impl FrontPoint {
    /// What the plan comes to by a measure.
    pub fn value(&self, measure: Measure) -> f64 {
        self.measures.get(&measure).copied().unwrap_or(f64::NAN)
    }
}

/// A price moved down and up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Swing {
    /// The price, in words.
    pub price: String,
    /// How far it is moved either way, share of itself.
    pub by_frac: f64,
    /// At the lower price.
    pub low: SwingEnd,
    /// At the higher price.
    pub high: SwingEnd,
}

impl Swing {
    /// How far apart the cost of the plan comes out at both ends, EUR/a.
    pub fn width_eur_per_a(&self) -> f64 {
        (self.high.kept_eur_per_a - self.low.kept_eur_per_a).abs()
    }
}

/// The plan and the best plan at a moved price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SwingEnd {
    /// What the plan costs if it is kept.
    pub kept_eur_per_a: f64,
    /// What the best plan costs.
    pub best_eur_per_a: f64,
    /// Proven: no plan costs less.
    pub bound_eur_per_a: f64,
    /// Sites of the best plan that are not in the plan.
    pub come: Vec<String>,
    /// Sites of the plan that are not in the best one.
    pub gone: Vec<String>,
}

impl SwingEnd {
    /// Lost by keeping the plan, EUR/a.
    pub fn regret_eur_per_a(&self) -> f64 {
        self.kept_eur_per_a - self.best_eur_per_a
    }
}

/// Counted work of the siting programme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeEffort {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// Non-zeros.
    pub nonzeros: usize,
    /// Rounds of master and dispatch.
    pub rounds: usize,
}
