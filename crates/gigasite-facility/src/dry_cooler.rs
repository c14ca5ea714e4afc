//! Dry coolers: cross-flow heat exchangers whose fans obey the cube law.
//!
//! ```text
//! ε = 1 − exp{ [exp(−NTU·Z·a) − 1] / (Z·a) },  a = NTU^−0.22,  Z = C_min/C_max           (both fluids unmixed)
//! UA = 1/(1/hA_w + 1/hA_a),  hA_a ∝ k·y^0.8 · (1 + s(T_air − T_air,0)),  hA_w ∝ k·(v/k)^0.85,  hA_a0/hA_w0 = 0.5
//! P_fan = P0·k·y³
//! ```
//!
//! `y` fan speed, `v` water flow over design, `k` units in service over duty units (1.2 with the spare of N+1 = 6: it runs
//! along, so that all fans turn slower; below 1 when more units are lost than there are spares). Control turns the fans
//! between a tenth and full speed. Free convection is left out: below a tenth of full speed the fans draw a thousandth of
//! their power anyway.

use crate::root::bracketed;

/// hA on the air side over hA on the water side, at design (Modelica Buildings, `UACorrection`).
const SIDES: f64 = 0.5;
/// Exponent of hA on the water side with flow (same source).
const WATER_SIDE_EXPONENT: f64 = 0.85;
/// Change of hA on the air side with air temperature, 1/K (same source).
const AIR_SIDE_PER_K: f64 = 7.8532e-4;
/// Slowest fan.
const SLOWEST: f64 = 0.1;
/// Specific heat of air, MJ/(kg·K).
const AIR_MJ_PER_KG_K: f64 = 1.006e-3;

/// Effectiveness of a cross-flow exchanger, both fluids unmixed (Incropera).
pub fn effectiveness(ntu: f64, z: f64) -> f64 {
    let a = ntu.powf(-0.22);
    1.0 - (((-ntu * z * a).exp() - 1.0) / (z * a)).exp()
}

/// The number of transfer units that gives an effectiveness.
pub fn ntu_for(wanted: f64, z: f64) -> f64 {
    bracketed(1e-3, 50.0, 1e-10, |ntu| effectiveness(ntu, z) - wanted)
}

/// A cooler sized at a design point, water and air of the same heat capacity flow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DryCooler {
    capacity_mw_per_k: f64,
    ua_mw_per_k: f64,
    design_air_c: f64,
    air_side_per_k: f64,
    /// Units in service over duty units.
    units_ratio: f64,
    /// Water flow over design.
    flow_ratio: f64,
}

/// What a cooler does in an hour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Working {
    /// Fan speed, 0.1–1.
    pub speed: f64,
    /// Water leaves at this temperature; above the set point only when the fans are at full speed.
    pub leaving_c: f64,
}

impl DryCooler {
    /// Sizes a cooler that takes `heat_mw` from water between `in_c` and `out_c` into air of `air_c`.
    pub fn size(heat_mw: f64, air_c: f64, in_c: f64, out_c: f64) -> Self {
        let capacity = heat_mw / (in_c - out_c);
        let eps = (in_c - out_c) / (in_c - air_c);
        Self {
            capacity_mw_per_k: capacity,
            ua_mw_per_k: ntu_for(eps, 1.0) * capacity,
            design_air_c: air_c,
            air_side_per_k: AIR_SIDE_PER_K,
            units_ratio: 1.0,
            flow_ratio: 1.0,
        }
    }

    /// The same with `units_ratio` times the duty units in service.
    #[must_use]
    pub fn with_units(self, units_ratio: f64) -> Self {
        Self { units_ratio, ..self }
    }

    /// The same with `flow_ratio` times the design flow of water.
    #[must_use]
    pub fn at_flow(self, flow_ratio: f64) -> Self {
        Self { flow_ratio, ..self }
    }

    /// The same without the influence of air temperature on the conductance, as catalogue comparisons are made.
    #[must_use]
    pub fn without_temperature_factor(self) -> Self {
        Self { air_side_per_k: 0.0, ..self }
    }

    /// Number of transfer units and effectiveness at design.
    pub fn design(&self) -> (f64, f64) {
        let ntu = self.ua_mw_per_k / self.capacity_mw_per_k;
        (ntu, effectiveness(ntu, 1.0))
    }

    /// Air through the cooler at full speed, kg/s.
    pub fn air_kg_per_s(&self) -> f64 {
        self.capacity_mw_per_k * self.units_ratio / AIR_MJ_PER_KG_K
    }

    /// Effectiveness related to the water, at a fan speed: fall of the water over inlet difference.
    pub fn water_effectiveness(&self, air_c: f64, speed: f64) -> f64 {
        let units = self.units_ratio;
        let water = self.capacity_mw_per_k * self.flow_ratio;
        // with hA_a0 = r·hA_w0: 1/UA = 1/hA_w + 1/(r·hA_w)  →  hA_w = UA (1 + 1/r)
        let side = self.ua_mw_per_k * (1.0 + 1.0 / SIDES) * units;
        let flow = self.flow_ratio / units;
        let water_side =
            if (flow - 1.0).abs() < 1e-12 { side } else { side * flow.powf(WATER_SIDE_EXPONENT) };
        let warmth = 1.0 + self.air_side_per_k * (air_c - self.design_air_c);
        let air_side = side * SIDES * speed.powf(0.8) * warmth;
        let ua = 1.0 / (1.0 / water_side + 1.0 / air_side);
        let air = self.capacity_mw_per_k * units * speed;
        let (least, most) = (air.min(water), air.max(water));
        effectiveness(ua / least, least / most) * least / water
    }

    /// Kelvin between leaving water and entering air per megawatt.
    fn approach_k_per_mw(&self, air_c: f64, speed: f64) -> f64 {
        let water = self.capacity_mw_per_k * self.flow_ratio;
        (1.0 / self.water_effectiveness(air_c, speed) - 1.0) / water
    }

    /// Water leaves at this temperature at fan speed `speed`.
    pub fn leaving_c(&self, heat_mw: f64, air_c: f64, speed: f64) -> f64 {
        air_c + heat_mw * self.approach_k_per_mw(air_c, speed)
    }

    /// Fan speed that just holds `set_c`, or full speed and what leaves then.
    pub fn work(&self, heat_mw: f64, air_c: f64, set_c: f64) -> Working {
        let full = self.leaving_c(heat_mw, air_c, 1.0);
        if full >= set_c {
            return Working { speed: 1.0, leaving_c: full };
        }
        if self.leaving_c(heat_mw, air_c, SLOWEST) <= set_c {
            return Working { speed: SLOWEST, leaving_c: set_c };
        }
        let speed = bracketed(SLOWEST, 1.0, 1e-6, |speed| self.leaving_c(heat_mw, air_c, speed) - set_c);
        Working { speed, leaving_c: set_c }
    }

    /// Warmest air at which full speed still holds `set_c`.
    pub fn warmest_air_c(&self, heat_mw: f64, set_c: f64) -> f64 {
        bracketed(set_c - 120.0, set_c, 1e-7, |air| self.leaving_c(heat_mw, air, 1.0) - set_c)
    }

    /// Most heat that a fan speed rejects into air of `air_c` with water leaving at `limit_c`, MW.
    pub fn most_heat_mw(&self, air_c: f64, limit_c: f64, speed: f64) -> f64 {
        ((limit_c - air_c) / self.approach_k_per_mw(air_c, speed)).max(0.0)
    }
}
