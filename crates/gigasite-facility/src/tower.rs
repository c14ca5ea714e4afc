//! Wet cooling towers by Merkel's method with an equivalent heat capacity (ε-NTU, counter-flow).
//!
//! ```text
//! c_p,e = (h_sat(T_out) − h_sat(T_wb)) / (T_out − T_wb);   C_a = ṁ_a c_p,e;   Q = ε C_min (T_in − T_wb)
//! ε = (1 − e^{−NTU(1−Z)}) / (1 − Z e^{−NTU(1−Z)})
//! UA = UA_0 · k · c_p,e/c_p · (1 + 0.0081 ΔT_wb)(1.3y − 0.3y²) g(v/k),   g(f) = 0.1082 + 1.667f − 0.7713f²
//! ```
//!
//! `ΔT_wb` = design wet bulb less the hour's; `v` water flow over design, `k` cells in service over duty cells, all of them
//! sharing water and air. Air leaves saturated.

use crate::psychro::{humidity_ratio, saturated_enthalpy_and_slope};
use crate::root::bracketed;

/// Heat capacity of water, MJ/(kg·K).
const WATER_MJ_PER_KG_K: f64 = 4.186e-3;
/// Specific heat of air, MJ/(kg·K).
const AIR_MJ_PER_KG_K: f64 = 1.006e-3;
/// Water over air by mass in the towers of halls (default of Modelica Buildings).
pub const FLOW_RATIO: f64 = 1.2;
/// Slowest fan.
const SLOWEST: f64 = 0.1;

/// Fan power over full power at speed 0.1 … 1.0 (`EnergyPlus`, variable-speed tower).
const FAN_CURVE: [f64; 10] = [0.021, 0.0278, 0.0465, 0.0827, 0.1425, 0.2317, 0.3562, 0.5218, 0.7345, 1.0];

/// Fan power over full power, interpolated.
pub fn fan_ratio(speed: f64) -> f64 {
    let place = (speed.clamp(SLOWEST, 1.0) * 10.0 - 1.0).clamp(0.0, 9.0);
    let low = place.floor().min(8.0);
    let index = low as usize;
    FAN_CURVE[index] + (place - low) * (FAN_CURVE[index + 1] - FAN_CURVE[index])
}

/// A tower sized at a design point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tower {
    water_mw_per_k: f64,
    air_kg_per_s: f64,
    ua_mw_per_k: f64,
    design_wet_bulb_c: f64,
    pressure_pa: f64,
    units_ratio: f64,
    flow_ratio: f64,
}

/// Conductance over design at a flow ratio of one cell, 1 at 1 (`EnergyPlus`, Merkel tower; f within 0.3–1.3).
fn flow_factor(f: f64) -> f64 {
    let g = |f: f64| 0.1082 + 1.667 * f - 0.7713 * f * f;
    g(f) / g(1.0)
}

/// What a tower does in an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Working {
    /// Fan speed, 0.1–1.
    pub speed: f64,
    /// Water leaves at this temperature.
    pub leaving_c: f64,
    /// Air through the tower, kg dry air per second.
    pub air_kg_per_s: f64,
    /// Water in the leaving air, kg per kg dry air.
    pub leaving_ratio: f64,
}

impl Tower {
    /// Sizes a tower that cools water from `in_c` to `out_c` at `wet_bulb_c`; `flow_ratio` is water over air by mass.
    pub fn size(
        heat_mw: f64,
        wet_bulb_c: f64,
        in_c: f64,
        out_c: f64,
        pressure_pa: f64,
        flow_ratio: f64,
    ) -> Self {
        let water_mw_per_k = heat_mw / (in_c - out_c);
        let tower = |factor: f64| Self {
            water_mw_per_k,
            air_kg_per_s: water_mw_per_k / WATER_MJ_PER_KG_K / flow_ratio,
            ua_mw_per_k: factor * water_mw_per_k,
            design_wet_bulb_c: wet_bulb_c,
            pressure_pa,
            units_ratio: 1.0,
            flow_ratio: 1.0,
        };
        let miss = |ln_factor: f64| tower(ln_factor.exp()).leaving_c(heat_mw, wet_bulb_c, 1.0).0 - out_c;
        tower(bracketed(-6.0, 5.0, 1e-8, miss).exp())
    }

    /// The same with `units_ratio` times the duty cells in service.
    #[must_use]
    pub fn with_units(self, units_ratio: f64) -> Self {
        Self { units_ratio, ..self }
    }

    /// The same with `flow_ratio` times the design flow of water.
    #[must_use]
    pub fn at_flow(self, flow_ratio: f64) -> Self {
        Self { flow_ratio, ..self }
    }

    /// Circulating water at design, kg/s.
    pub fn water_kg_per_s(&self) -> f64 {
        self.water_mw_per_k / WATER_MJ_PER_KG_K
    }

    /// Temperature of saturated air that holds `more_j_per_kg` beyond that of `from_c`: Newton from the right of a convex
    /// function.
    fn saturated_at_c(&self, from_c: f64, more_j_per_kg: f64) -> f64 {
        // 5 K below boiling: no air leaves warmer
        let ceiling_c = 95.0 - (101_325.0 - self.pressure_pa) / 3500.0;
        let (start, slope) = saturated_enthalpy_and_slope(from_c, self.pressure_pa);
        let wanted_j_per_kg = start + more_j_per_kg;
        let mut t = (from_c + more_j_per_kg / slope).min(ceiling_c);
        for _ in 0..40 {
            let (h, slope) = saturated_enthalpy_and_slope(t, self.pressure_pa);
            let step = (h - wanted_j_per_kg) / slope;
            t = (t - step).min(ceiling_c);
            if step.abs() < 1e-6 {
                break;
            }
        }
        t
    }

    /// Leaving water and wet bulb of the leaving air, °C.
    fn leaving_c(&self, heat_mw: f64, wet_bulb_c: f64, speed: f64) -> (f64, f64) {
        let air = self.air_kg_per_s * self.units_ratio * speed;
        let water_mw_per_k = self.water_mw_per_k * self.flow_ratio;
        let leaving_air_c = self.saturated_at_c(wet_bulb_c, heat_mw * 1e6 / air);
        let air_mw_per_k = heat_mw / (leaving_air_c - wet_bulb_c);
        let dry_mw_per_k = air * AIR_MJ_PER_KG_K;
        let cold = 1.0 + 0.0081 * (self.design_wet_bulb_c - wet_bulb_c);
        let full = self.ua_mw_per_k * self.units_ratio * flow_factor(self.flow_ratio / self.units_ratio);
        let ua = full * (air_mw_per_k / dry_mw_per_k) * (1.3 * speed - 0.3 * speed * speed) * cold;
        let (least, most) = (air_mw_per_k.min(water_mw_per_k), air_mw_per_k.max(water_mw_per_k));
        let (z, ntu) = (least / most, ua / least);
        let eps = if 1.0 - z < 1e-6 {
            ntu / (1.0 + ntu)
        } else {
            let e = (-ntu * (1.0 - z)).exp();
            (1.0 - e) / (1.0 - z * e)
        };
        (wet_bulb_c + heat_mw / (eps * least) - heat_mw / water_mw_per_k, leaving_air_c)
    }

    /// Water leaving at a fan speed, °C.
    pub fn at_speed_c(&self, heat_mw: f64, wet_bulb_c: f64, speed: f64) -> f64 {
        self.leaving_c(heat_mw, wet_bulb_c, speed).0
    }

    /// Fall of the water at a heat, K.
    pub fn range_k(&self, heat_mw: f64) -> f64 {
        heat_mw / (self.water_mw_per_k * self.flow_ratio)
    }

    /// What the tower does at a given fan speed.
    pub fn at_fan_speed(&self, heat_mw: f64, wet_bulb_c: f64, speed: f64) -> Working {
        let (leaving_c, air_c) = self.leaving_c(heat_mw, wet_bulb_c, speed);
        Working {
            speed,
            leaving_c,
            air_kg_per_s: self.air_kg_per_s * self.units_ratio * speed,
            leaving_ratio: humidity_ratio(air_c, 1.0, self.pressure_pa),
        }
    }

    /// Fan speed that just holds `set_c`, or full speed and what leaves then.
    pub fn work(&self, heat_mw: f64, wet_bulb_c: f64, set_c: f64) -> Working {
        let speed = if self.at_speed_c(heat_mw, wet_bulb_c, 1.0) >= set_c {
            1.0
        } else if self.leaving_c(heat_mw, wet_bulb_c, SLOWEST).0 <= set_c {
            SLOWEST
        } else {
            // the water's temperature is nearly straight over the inverse of the speed
            let miss = |slow: f64| self.leaving_c(heat_mw, wet_bulb_c, slow.recip()).0 - set_c;
            bracketed(1.0, SLOWEST.recip(), 1e-6, miss).recip()
        };
        let working = self.at_fan_speed(heat_mw, wet_bulb_c, speed);
        Working { leaving_c: working.leaving_c.max(set_c), ..working }
    }

    /// Most heat up to `heat_mw` that a fan speed rejects with water leaving at `limit_c`, MW.
    pub fn most_heat_mw(&self, heat_mw: f64, wet_bulb_c: f64, limit_c: f64, speed: f64) -> f64 {
        let miss = |q| self.at_speed_c(q, wet_bulb_c, speed) - limit_c;
        bracketed(1e-3 * heat_mw, heat_mw, 1e-6 * heat_mw, miss)
    }
}
