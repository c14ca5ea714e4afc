//! Sea, lake or river as a sink: an intake, a heat exchanger, a discharge that must stay cool enough.
//!
//! ```text
//! ΔT = min(ΔT_max, T_discharge,max − T_water),   flow ∝ Q/ΔT,   supply = T_water + 2 K · Q/Q0
//! ```
//!
//! The intake is sized for the warmest month of the year. Intake pumps follow [`crate::pump`].

use crate::pump::Pump;

/// Approach of the titanium exchanger at design heat, K (equations 1.11).
const APPROACH_K: f64 = 2.0;

/// Limits of the intake and the discharge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WaterLimits {
    /// Water may return at most this warm, °C.
    pub discharge_max_c: f64,
    /// And at most this much warmer than it came, K.
    pub rise_max_k: f64,
}

impl WaterLimits {
    /// What the water may be heated by, K; 0 where it is too warm already.
    pub fn rise_k(&self, water_c: f64) -> f64 {
        self.rise_max_k.min(self.discharge_max_c - water_c).max(0.0)
    }
}

/// An intake, sized.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OpenWater {
    design_mw: f64,
    design_rise_k: f64,
    limits: WaterLimits,
    pump: Pump,
    units_ratio: f64,
}

/// What the intake does in an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intake {
    /// Intake pumps.
    pub pump_mw: f64,
    /// Facility water could leave the exchanger this cold.
    pub leaving_c: f64,
    /// Most heat that the discharge limits and the pumps allow, MW.
    pub most_mw: f64,
}

impl OpenWater {
    /// Sizes an intake for `design_mw` while the water has `warmest_c`; `pump_mw` is its power at design flow.
    pub fn size(
        design_mw: f64,
        warmest_c: f64,
        limits: WaterLimits,
        pump_mw: f64,
        static_frac: f64,
        units_ratio: f64,
    ) -> Self {
        let pump = Pump { design_mw: pump_mw, static_frac, floor_ratio: 0.0 };
        // an intake that may not heat its water at all in the warmest month is built for a tenth of the usual rise
        let design_rise_k = limits.rise_k(warmest_c).max(0.1 * limits.rise_max_k);
        Self { design_mw, design_rise_k, limits, pump, units_ratio }
    }

    /// Works the intake for `heat_mw` in water of `water_c`.
    pub fn work(&self, heat_mw: f64, water_c: f64) -> Intake {
        let rise_k = self.limits.rise_k(water_c);
        let most_mw = self.design_mw * self.units_ratio * (rise_k / self.design_rise_k);
        let taken_mw = heat_mw.min(most_mw);
        let flow = if rise_k > 0.0 { taken_mw / self.design_mw * self.design_rise_k / rise_k } else { 0.0 };
        Intake {
            pump_mw: self.pump.power_mw(flow),
            leaving_c: water_c + APPROACH_K * heat_mw / self.design_mw,
            most_mw,
        }
    }

    /// Most heat with facility water leaving at `limit_c`, MW.
    pub fn most_heat_mw(&self, water_c: f64, limit_c: f64) -> f64 {
        (self.design_mw * (limit_c - water_c) / APPROACH_K).clamp(0.0, self.work(0.0, water_c).most_mw)
    }
}
