//! Lines, transformers and controlled links.

use super::Expansion;
use serde::{Deserialize, Serialize};

/// What a branch is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BranchKind {
    /// Overhead line or cable.
    #[default]
    Line,
    /// Transformer, also one that only shifts.
    Transformer,
}

/// A line or transformer, as a π section behind an ideal transformer at its from end.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Branch {
    /// Number or name in the file, unique among branches.
    pub id: String,
    /// What it is.
    pub kind: BranchKind,
    /// Index of the bus at the from end.
    pub from: usize,
    /// Index of the bus at the to end.
    pub to: usize,
    /// Series resistance, per unit.
    pub resistance_pu: f64,
    /// Series reactance, per unit.
    pub reactance_pu: f64,
    /// Total charging susceptance, per unit.
    pub charging_pu: f64,
    /// Total shunt conductance, per unit.
    pub conductance_pu: f64,
    /// Long-term rating, MVA; `None` = no limit (0 in MATPOWER).
    pub rating_mva: Option<f64>,
    /// Short-term rating.
    pub rating_short_mva: Option<f64>,
    /// Emergency rating.
    pub rating_emergency_mva: Option<f64>,
    /// Share of the rating that may be used (PyPSA `s_max_pu`).
    pub usable_frac: f64,
    /// Off-nominal turns ratio; `None` for a line (0 in MATPOWER), which flows as 1.
    pub tap_ratio: Option<f64>,
    /// Phase shift, degrees, positive = delay.
    pub shift_deg: f64,
    /// Whether it is in service.
    pub in_service: bool,
    /// Least angle difference, degrees; `None` = unconstrained (0 and 0, or ±360).
    pub angle_min_deg: Option<f64>,
    /// Largest angle difference, degrees.
    pub angle_max_deg: Option<f64>,
    /// Length, km, where known.
    pub length_km: Option<f64>,
    /// Circuits in parallel, where known.
    pub circuits: Option<f64>,
    /// How it may grow.
    pub expansion: Option<Expansion>,
}

impl Branch {
    /// Turns ratio to compute with.
    pub fn tap(&self) -> f64 {
        self.tap_ratio.unwrap_or(1.0)
    }

    /// Largest flow in normal operation, MVA.
    pub fn limit_mva(&self) -> Option<f64> {
        self.rating_mva.map(|rating| rating * self.usable_frac)
    }
}

impl Default for Branch {
    fn default() -> Self {
        Self {
            id: String::new(),
            kind: BranchKind::Line,
            from: 0,
            to: 0,
            resistance_pu: 0.0,
            reactance_pu: 0.0,
            charging_pu: 0.0,
            conductance_pu: 0.0,
            rating_mva: None,
            rating_short_mva: None,
            rating_emergency_mva: None,
            usable_frac: 1.0,
            tap_ratio: None,
            shift_deg: 0.0,
            in_service: true,
            angle_min_deg: None,
            angle_max_deg: None,
            length_km: None,
            circuits: None,
            expansion: None,
        }
    }
}

/// A controlled transfer: `p_to = efficiency · p_from − loss`, with `p_from` drawn at the from end.
///
/// A MATPOWER `dcline` with `loss0`, `loss1` is `loss_mw = loss0`, `efficiency = 1 − loss1`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Number or name in the file, unique among links.
    pub id: String,
    /// Index of the bus that power is drawn from.
    pub from: usize,
    /// Index of the bus that power is given to.
    pub to: usize,
    /// Whether it is in service.
    pub in_service: bool,
    /// Power drawn at the from end in the file, MW.
    pub power_mw: f64,
    /// Rated power at the from end, MW.
    pub rated_mw: f64,
    /// Least power drawn at the from end, MW; negative = it may turn.
    pub power_min_mw: f64,
    /// Most power drawn at the from end, MW.
    pub power_max_mw: f64,
    /// Power given for power drawn.
    pub efficiency: f64,
    /// Constant loss, MW.
    pub loss_mw: f64,
    /// Reactive power injected at the from end, Mvar.
    pub from_mvar: f64,
    /// Reactive power injected at the to end, Mvar.
    pub to_mvar: f64,
    /// Limits of the reactive power at the from end, Mvar.
    pub from_limits_mvar: (f64, f64),
    /// Limits of the reactive power at the to end, Mvar.
    pub to_limits_mvar: (f64, f64),
    /// Voltage set points of both ends, per unit.
    pub voltage_pu: (f64, f64),
    /// Cost of a megawatt hour drawn at the from end.
    pub marginal_cost_per_mwh: f64,
    /// What it carries, as the file says it.
    pub carrier: Option<String>,
    /// Length, km, where known.
    pub length_km: Option<f64>,
    /// How it may grow.
    pub expansion: Option<Expansion>,
}

impl Default for Link {
    fn default() -> Self {
        Self {
            id: String::new(),
            from: 0,
            to: 0,
            in_service: true,
            power_mw: 0.0,
            rated_mw: 0.0,
            power_min_mw: 0.0,
            power_max_mw: 0.0,
            efficiency: 1.0,
            loss_mw: 0.0,
            from_mvar: 0.0,
            to_mvar: 0.0,
            from_limits_mvar: (f64::NEG_INFINITY, f64::INFINITY),
            to_limits_mvar: (f64::NEG_INFINITY, f64::INFINITY),
            voltage_pu: (1.0, 1.0),
            marginal_cost_per_mwh: 0.0,
            carrier: None,
            length_km: None,
            expansion: None,
        }
    }
}
