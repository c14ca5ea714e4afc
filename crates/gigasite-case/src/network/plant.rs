//! Generators, storage and stores.

use super::Profile;
use serde::{Deserialize, Serialize};

/// A generator.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Generator {
    /// Number or name in the file, unique among generators.
    pub id: String,
    /// Index of its bus.
    pub bus: usize,
    /// Output of the file, MW.
    pub power_mw: f64,
    /// Reactive output of the file, Mvar.
    pub power_mvar: f64,
    /// Most reactive output, Mvar; infinite where the file says so.
    pub power_max_mvar: f64,
    /// Least reactive output, Mvar.
    pub power_min_mvar: f64,
    /// Voltage set point, per unit.
    pub voltage_pu: f64,
    /// Whether it is in service.
    pub in_service: bool,
    /// Rated power, MW.
    pub rated_mw: f64,
    /// Most output, MW.
    pub power_max_mw: f64,
    /// Least output, MW.
    pub power_min_mw: f64,
    /// Most output over the snapshots, in parts of the rated power.
    pub availability: Option<Profile>,
    /// Least output over the snapshots, in parts of the rated power.
    pub floor: Option<Profile>,
    /// Cost of active power.
    pub cost: Option<Cost>,
    /// Marginal cost over the snapshots, instead of that of the curve.
    pub marginal_cost: Option<Profile>,
    /// Electricity for fuel.
    pub efficiency: f64,
    /// Share in balancing a mismatch; zero = none.
    pub participation: f64,
    /// Largest rise, MW in an hour.
    pub ramp_up_mw_per_h: Option<f64>,
    /// Largest fall, MW in an hour.
    pub ramp_down_mw_per_h: Option<f64>,
    /// What starting and stopping takes, if it is either on or off.
    pub commitment: Option<Commitment>,
    /// How it may grow.
    pub expansion: Option<Expansion>,
    /// Name for people, where the file has one.
    pub name: Option<String>,
    /// Fuel in the file, where it has one.
    pub carrier: Option<String>,
}

impl Default for Generator {
    fn default() -> Self {
        Self {
            id: String::new(),
            bus: 0,
            power_mw: 0.0,
            power_mvar: 0.0,
            power_max_mvar: f64::INFINITY,
            power_min_mvar: f64::NEG_INFINITY,
            voltage_pu: 1.0,
            in_service: true,
            rated_mw: 0.0,
            power_max_mw: 0.0,
            power_min_mw: 0.0,
            availability: None,
            floor: None,
            cost: None,
            marginal_cost: None,
            efficiency: 1.0,
            participation: 0.0,
            ramp_up_mw_per_h: None,
            ramp_down_mw_per_h: None,
            commitment: None,
            expansion: None,
            name: None,
            carrier: None,
        }
    }
}

/// Starting and stopping of a plant that is either on or off; its costs are in [`Cost`].
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Commitment {
    /// Hours it stays on once started.
    pub min_up_h: f64,
    /// Hours it stays off once stopped.
    pub min_down_h: f64,
    /// Hours it has been on before the first snapshot; negative = off.
    pub before_h: f64,
    /// Most output in the hour of a start, MW.
    pub start_up_mw: Option<f64>,
    /// Most output in the hour before a stop, MW.
    pub shut_down_mw: Option<f64>,
    /// Cost of an hour on.
    pub stand_by_cost_per_h: f64,
}

/// Cost of output in the file's money per hour, as a function of MW.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cost {
    /// Cost of a start, money.
    pub startup: f64,
    /// Cost of a shutdown, money.
    pub shutdown: f64,
    /// Its shape.
    pub curve: CostCurve,
}

/// Shape of a cost curve.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CostCurve {
    /// Coefficients, highest power first: `c_n P^n + … + c_0`.
    Polynomial(Vec<f64>),
    /// Points `(MW, money per hour)`, joined by straight lines.
    Piecewise(Vec<(f64, f64)>),
}

impl Cost {
    /// A constant cost of a megawatt hour.
    pub fn per_mwh(price: f64) -> Self {
        Self { startup: 0.0, shutdown: 0.0, curve: CostCurve::Polynomial(vec![price, 0.0]) }
    }
}

/// A capacity to be chosen: MW of a generator, link or storage, MVA of a branch, MWh of a store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expansion {
    /// Least capacity.
    pub min: f64,
    /// Most capacity.
    pub max: f64,
    /// Cost of a unit of capacity over all snapshots together.
    pub cost: f64,
    /// Least use of the capacity, in parts of it.
    pub use_min_pu: f64,
    /// Most use of the capacity, in parts of it.
    pub use_max_pu: f64,
    /// Size of a block, if it comes in blocks.
    pub block: Option<f64>,
}

/// Storage behind one power limit.
///
/// `level_t = (1 − standing_loss)^h level_{t−1} + h (efficiency_store · charge − discharge / efficiency_dispatch + inflow −
/// spill)`, with `h` the hours of the snapshot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Storage {
    /// Number or name in the file, unique among storage.
    pub id: String,
    /// Index of its bus.
    pub bus: usize,
    /// Whether it is in service.
    pub in_service: bool,
    /// Rated power, MW.
    pub rated_mw: f64,
    /// Most discharge, MW.
    pub discharge_max_mw: f64,
    /// Most charge, MW; zero = it only has inflow.
    pub charge_max_mw: f64,
    /// Energy in hours of rated power.
    pub energy_h: f64,
    /// Stored for drawn.
    pub efficiency_store: f64,
    /// Given for taken out of store.
    pub efficiency_dispatch: f64,
    /// Part lost in an hour.
    pub standing_loss_per_h: f64,
    /// Inflow, MW, at every snapshot.
    pub inflow_mw: f64,
    /// Inflow over the snapshots, MW, instead.
    pub inflow: Option<Profile>,
    /// Energy before the first snapshot, MWh.
    pub initial_mwh: f64,
    /// Whether it ends as it began, whatever that is.
    pub is_cyclic: bool,
    /// Energy prescribed in some snapshots, MWh; NaN = free.
    pub level: Option<Profile>,
    /// Cost of a megawatt hour given.
    pub marginal_cost_per_mwh: f64,
    /// How it may grow.
    pub expansion: Option<Expansion>,
    /// What it is, as the file says it.
    pub carrier: Option<String>,
}

impl Default for Storage {
    fn default() -> Self {
        Self {
            id: String::new(),
            bus: 0,
            in_service: true,
            rated_mw: 0.0,
            discharge_max_mw: 0.0,
            charge_max_mw: 0.0,
            energy_h: 1.0,
            efficiency_store: 1.0,
            efficiency_dispatch: 1.0,
            standing_loss_per_h: 0.0,
            inflow_mw: 0.0,
            inflow: None,
            initial_mwh: 0.0,
            is_cyclic: false,
            level: None,
            marginal_cost_per_mwh: 0.0,
            expansion: None,
            carrier: None,
        }
    }
}

/// A store of energy at a bus.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Store {
    /// Number or name in the file, unique among stores.
    pub id: String,
    /// Index of its bus.
    pub bus: usize,
    /// Whether it is in service.
    pub in_service: bool,
    /// Most energy, MWh.
    pub energy_max_mwh: f64,
    /// Least energy, MWh.
    pub energy_min_mwh: f64,
    /// Part lost in an hour.
    pub standing_loss_per_h: f64,
    /// Energy before the first snapshot, MWh.
    pub initial_mwh: f64,
    /// Whether it ends as it began, whatever that is.
    pub is_cyclic: bool,
    /// Cost of a megawatt hour given.
    pub marginal_cost_per_mwh: f64,
    /// How it may grow.
    pub expansion: Option<Expansion>,
    /// What it holds, as the file says it.
    pub carrier: Option<String>,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            id: String::new(),
            bus: 0,
            in_service: true,
            energy_max_mwh: 0.0,
            energy_min_mwh: 0.0,
            standing_loss_per_h: 0.0,
            initial_mwh: 0.0,
            is_cyclic: false,
            marginal_cost_per_mwh: 0.0,
            expansion: None,
            carrier: None,
        }
    }
}
