//! What the siting programme is built from in every round.

use crate::Shortfall;
use gigasite_case::{Case, Hourly};
use gigasite_facility::hall_year::HallYear;
use gigasite_grid::zonal::{AddedLoad, Dispatch};

/// Everything one round of the siting programme looks at.
#[derive(Debug, Clone, Copy)]
pub struct Inputs<'a> {
    /// The study.
    pub case: &'a Case,
    /// One hall of each design at each site over the horizon, any order.
    pub halls: &'a [HallYear],
    /// The year without the plan: its cost is the zero of the incremental system cost, its headroom limits the zones.
    pub base: &'a Dispatch,
    /// Flow-traced carbon of consumption, t/MWh, one series per zone: of the base at first, then of the last evaluation.
    pub carbon_t_per_mwh: &'a [Hourly<f64>],
    /// What is known of the system cost: at least one cut ([`DispatchCut::of`] the base dispatch).
    pub cuts: &'a [DispatchCut],
    /// Periods in which contracts fell short in earlier rounds; empty at first, and where energy is matched over the year.
    pub shortfalls: &'a [Shortfall],
}

/// One evaluated dispatch, as a lower bound on the system cost of every other load:
/// `C(L) ≥ cost + Σ_{z,t} price(z,t) · (L_z(t) − added_z(t))`.
#[derive(Debug, Clone, PartialEq)]
pub struct DispatchCut {
    /// System cost of the evaluated load, EUR/a: the rigorous bound of the dispatch, not its incumbent.
    pub cost_eur: f64,
    /// Price of one more megawatt hour of demand, EUR/MWh, one series per zone.
    pub price_eur_per_mwh: Vec<Hourly<f64>>,
    /// Load that the evaluated plan added.
    pub added: AddedLoad,
}

impl DispatchCut {
    /// The cut of a dispatch at the load that was added to it.
    pub fn of(dispatch: &Dispatch, added: AddedLoad) -> Self {
        Self {
            cost_eur: dispatch.cost_bound_eur,
            price_eur_per_mwh: dispatch.price_eur_per_mwh.clone(),
            added,
        }
    }
}

/// How to solve it.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Relative gap at which the search may stop.
    pub gap_rel: f64,
    /// Wall clock of one search, seconds.
    pub time_limit_s: f64,
    /// Site that must be opened, beside those the case forces.
    pub force: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { gap_rel: 0.001, time_limit_s: 60.0, force: None }
    }
}
