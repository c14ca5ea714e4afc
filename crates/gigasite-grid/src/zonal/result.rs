//! What a year of dispatch answers.

use gigasite_case::Hourly;
use serde::{Deserialize, Serialize};

/// Load that a plan adds to zones (negative where its contracted plants feed in more than it draws).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AddedLoad {
    /// One per zone of the case; an empty series adds nothing.
    pub added_mw: Vec<Hourly<f64>>,
}

/// One dispatched year of every zone. All vectors are one per zone (or border) of the case, in its order.
#[derive(Debug, Clone, PartialEq)]
pub struct Dispatch {
    /// Operating cost of the year: fuel, carbon, variable cost, unserved energy.
    pub cost_eur: f64,
    /// Rigorous lower bound on that cost from the duals.
    pub cost_bound_eur: f64,
    /// Price of one more megawatt hour of demand.
    pub price_eur_per_mwh: Vec<Hourly<f64>>,
    /// Load plus added load.
    pub load_mw: Vec<Hourly<f64>>,
    /// Flow over each border, positive from → to.
    pub flow_mw: Vec<Hourly<f64>>,
    /// Demand not served.
    pub unserved_mw: Vec<Hourly<f64>>,
    /// Surplus spilled.
    pub spill_mw: Vec<Hourly<f64>>,
    /// Pumped storage and batteries: discharge less charge.
    pub stores_mw: Vec<Hourly<f64>>,
    /// What one more megawatt of margin would save, one series per critical element of a flow-based region; 0 while it has
    /// room, never negative.
    pub element_price_eur_per_mwh: Vec<Hourly<f64>>,
    /// Carbon of consumption after tracing flows through the borders, t/MWh.
    pub carbon_t_per_mwh: Vec<Hourly<f64>>,
    /// Carbon of the plant that serves one more megawatt hour, t/MWh.
    pub marginal_carbon_t_per_mwh: Vec<Hourly<f64>>,
    /// Megawatts a zone could still take: idle available plant plus free import capacity, by hour.
    pub headroom_mw: Vec<Hourly<f64>>,
    /// What of [`Dispatch::headroom_mw`] comes over the borders: their free room, as far as plant idles behind it.
    pub free_import_mw: Vec<Hourly<f64>>,
    /// Energy by zone and technology.
    pub generation: Vec<GenerationRow>,
    /// How much work it was: the same for the same input.
    pub effort: Effort,
}

/// Energy of a technology in a zone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GenerationRow {
    /// Zone.
    pub zone: String,
    /// Technology of the fleet, or `wind_onshore`, `solar`, `reservoir`, `pumped`, `battery` …
    pub technology: String,
    /// Energy of the year.
    pub energy_mwh: f64,
    /// Direct carbon of the year.
    pub carbon_t: f64,
}

/// Counted work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Effort {
    /// Weekly programmes solved.
    pub weeks: usize,
    /// Columns of all of them.
    pub columns: usize,
    /// Rows of all of them.
    pub rows: usize,
    /// Simplex iterations of all of them.
    pub iterations: usize,
}
