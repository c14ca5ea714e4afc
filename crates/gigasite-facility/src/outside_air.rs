//! Outside air blown through the hall: mixed with return air in the cold, wetted in the heat.
//!
//! ```text
//! T_in = max(T_set, T_air − c),   c = clamp(T_air − T_set, 0, e (T_air − T_wb))
//! ΔT   = min(12 K, T_limit + 12 K − T_in),   ṁ = Q / (c_p ΔT),   Q ≤ Q0 ΔT / 12 K
//! water = ṁ (W(T_in on the line of the wet bulb) − W_air)
//! ```
//!
//! The exhaust never passes limit + 12 K: above the class limit more air must flow, and fans of design flow set the end.

use crate::climate::Outdoors;
use crate::psychro::humidity_ratio_from_wet_bulb;

/// Rise of the air over the servers, K (equations 1.9).
const RISE_K: f64 = 12.0;
/// Specific heat of air, MJ/(kg·K).
const AIR_MJ_PER_KG_K: f64 = 1.006e-3;

/// Outside air as it reaches the servers in an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Blown {
    /// Air enters the servers at this temperature, °C.
    pub(crate) inlet_c: f64,
    /// Air needed over that at the usual rise, at least 1; infinite where no air can cool.
    pub(crate) flow_ratio: f64,
    /// Water taken up, kg per kg dry air.
    moisture_ratio: f64,
}

/// Prepares outside air; `pads` is their effectiveness, 0 without.
pub(crate) fn blow(set_c: f64, limit_c: f64, pads: f64, outdoors: &Outdoors) -> Blown {
    let over_k = (outdoors.air_c - set_c).max(0.0);
    let wanted = pads > 0.0 && over_k > 0.0;
    let (cooled_k, moisture_ratio) = if wanted {
        let wet_bulb = outdoors.wet_bulb_c();
        let cooled_k = (pads * (outdoors.air_c - wet_bulb)).clamp(0.0, over_k);
        let line = |c: f64| humidity_ratio_from_wet_bulb(c, wet_bulb, outdoors.pressure_pa);
        (cooled_k, line(outdoors.air_c - cooled_k) - line(outdoors.air_c))
    } else {
        (0.0, 0.0)
    };
    let inlet_c = outdoors.air_c.max(set_c) - cooled_k;
    let rise_k = RISE_K.min(limit_c + RISE_K - inlet_c);
    let flow_ratio = if rise_k > 0.0 { RISE_K / rise_k } else { f64::INFINITY };
    Blown { inlet_c, flow_ratio, moisture_ratio }
}

impl Blown {
    /// Water evaporated while the air takes `heat_mw`, kg/s.
    pub(crate) fn evaporation_kg_per_s(&self, heat_mw: f64) -> f64 {
        if self.moisture_ratio <= 0.0 || self.flow_ratio.is_infinite() {
            return 0.0;
        }
        heat_mw * self.flow_ratio / (AIR_MJ_PER_KG_K * RISE_K) * self.moisture_ratio
    }

    /// Most heat with fans sized for `design_mw`, MW; infinite below the class limit.
    pub(crate) fn most_mw(&self, design_mw: f64) -> f64 {
        if self.flow_ratio > 1.0 + 1e-9 { design_mw / self.flow_ratio } else { f64::INFINITY }
    }
}
