//! Outside air blown through the hall: mixed with return air in the cold, wetted in the heat.
//!
//! ```text
//! T_in = max(T_set, T_air − c),   c = clamp(T_air − T_set, 0, e (T_air − T_wb)),   ṁ = Q / (c_p · 12 K)
//! water = ṁ (W(T_in on the line of the wet bulb) − W_air)
//! ```
//!
//! Above the class limit the hall may only reject what keeps its exhaust at limit + 12 K.

use crate::climate::Outdoors;
use crate::psychro::humidity_ratio_from_wet_bulb;

/// Rise of the air over the servers, K (equations 1.9).
const RISE_K: f64 = 12.0;
/// Specific heat of air, MJ/(kg·K).
const AIR_MJ_PER_KG_K: f64 = 1.006e-3;

/// What outside air does in an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Blown {
    /// Air enters the servers at this temperature.
    pub(crate) inlet_c: f64,
    pub(crate) evaporation_kg_per_s: f64,
    pub(crate) most_mw: f64,
}

/// Blows air through a hall that gives off `heat_mw`; `pads` is their effectiveness, 0 without.
pub(crate) fn blow(heat_mw: f64, set_c: f64, limit_c: f64, pads: f64, outdoors: &Outdoors) -> Blown {
    let over_k = (outdoors.air_c - set_c).max(0.0);
    if over_k <= 0.0 {
        return Blown { inlet_c: set_c, evaporation_kg_per_s: 0.0, most_mw: f64::INFINITY };
    }
    let (cooled_k, evaporation_kg_per_s) = if pads > 0.0 {
        let wet_bulb = outdoors.wet_bulb_c();
        let cooled_k = (pads * (outdoors.air_c - wet_bulb)).clamp(0.0, over_k);
        let line = |c: f64| humidity_ratio_from_wet_bulb(c, wet_bulb, outdoors.pressure_pa);
        let air_kg_per_s = heat_mw / (AIR_MJ_PER_KG_K * RISE_K);
        (cooled_k, air_kg_per_s * (line(outdoors.air_c - cooled_k) - line(outdoors.air_c)))
    } else {
        (0.0, 0.0)
    };
    let inlet_c = outdoors.air_c - cooled_k;
    let most_mw = if inlet_c > limit_c + 1e-6 {
        heat_mw * ((limit_c + RISE_K - inlet_c) / RISE_K).max(0.0)
    } else {
        f64::INFINITY
    };
    Blown { inlet_c, evaporation_kg_per_s, most_mw }
}
