//! Heat on its way out: accelerator, loops, tank, and the cooling that follows.
//!
//! One accelerator: `C dT/dt = P − (T − T_coolant)/R`. The site: three nodes, heat P in at the first, out of the third,
//!
//! ```text
//! C₁ dT₁/dt = P − (T₁ − T₂)/R₁                        cold plates
//! C₂ dT₂/dt = (T₁ − T₂)/R₁ − (T₂ − T₃)/R₂             coolant to the plates (TCS)
//! C₃ dT₃/dt = (T₂ − T₃)/R₂ − (T₃ − T_sink)/R₃         facility water (FWS) and buffer tank
//! rejected  = (T₃ − T_sink)/R₃
//! ```
//!
//! Steps are exact (exponential integrator) while the heat holds, and the heat is the mean of its second. `T_sink` is
//! constant and set so that at full heat the coolant has its supply temperature: rejection is a first-order lag with
//! `R₃ C₃` (a tank slows it) behind what the TCS hands over; at part load the water floats below its set point, as with fans held still. A plant that turns
//! fans down instead keeps the loop warmer in a dip.

mod ladder;

pub use ladder::{Heat, Ladder};

use super::Plant;
use super::workload::{expect, expect_positive};
use serde::{Deserialize, Serialize};

/// Thermal figures of a site's loops. Rows are those of `facts/facility_cooling.csv`; MEM: from memory; EST: own estimate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Loops {
    /// Junction to coolant, K/W. 0.025 (row "Cold plate junction-to-coolant resistance", MEM; 0.015–0.035).
    pub junction_k_per_w: f64,
    /// Time constant of an accelerator on its cold plate, s. 6 (row "GPU+cold plate thermal time constant", MEM; 3–15).
    pub junction_s: f64,
    /// Coolant in the TCS loop per heat, kg/kW. 80/120 (row "TCS loop coolant per 120-130 kW rack", MEM; 60–150 kg).
    pub tcs_kg_per_kw: f64,
    /// Heat capacity of the coolant, kJ/(kg K). 3.9 (row "Coolant flow at 10 K, PG25").
    pub tcs_kj_per_kg_k: f64,
    /// TCS supply over FWS supply at full heat, K. 3 (row "CDU approach", MEM; 2–5).
    pub cdu_approach_k: f64,
    /// Water in the FWS loop per heat, m³/MW. 4.3 (EST: three minutes of the 86 m³/h per MW of facility-equations 1.6; row
    /// "Primary loop response": minutes).
    pub fws_m3_per_mw: f64,
    /// Time constant of the FWS loop without a tank, s. 300 (facility-equations 1.14: 120–600); coolant and cold plates add about
    /// a minute ([`Ladder::lag_s`]).
    pub rejection_s: f64,
    /// Buffer tank in the FWS loop, m³ for the whole site. 0 (none unless asked for).
    pub tank_m3: f64,
}

impl Default for Loops {
    fn default() -> Self {
        Self {
            junction_k_per_w: 0.025,
            junction_s: 6.0,
            tcs_kg_per_kw: 80.0 / 120.0,
            tcs_kj_per_kg_k: 3.9,
            cdu_approach_k: 3.0,
            fws_m3_per_mw: 4.3,
            rejection_s: 300.0,
            tank_m3: 0.0,
        }
    }
}

impl Loops {
    pub(super) fn check(&self) -> Result<(), super::Error> {
        expect_positive("junction_k_per_w", self.junction_k_per_w)?;
        expect_positive("junction_s", self.junction_s)?;
        expect_positive("tcs_kg_per_kw", self.tcs_kg_per_kw)?;
        expect_positive("tcs_kj_per_kg_k", self.tcs_kj_per_kg_k)?;
        expect_positive("cdu_approach_k", self.cdu_approach_k)?;
        expect_positive("fws_m3_per_mw", self.fws_m3_per_mw)?;
        expect_positive("rejection_s", self.rejection_s)?;
        expect(self.tank_m3 >= 0.0 && self.tank_m3.is_finite(), "tank_m3", self.tank_m3, "0 m³ or more")
    }
}

/// Temperature after `step_s` of a body of one capacity under constant power, °C: exact for any step.
///
/// `junction_c` before; `power_w`; `coolant_c`; `resistance_k_per_w`; `time_constant_s` = resistance · capacity.
pub fn junction_after_c(
    junction_c: f64,
    power_w: f64,
    coolant_c: f64,
    resistance_k_per_w: f64,
    time_constant_s: f64,
    step_s: f64,
) -> f64 {
    let end_c = coolant_c + power_w * resistance_k_per_w;
    end_c + (junction_c - end_c) * (-step_s / time_constant_s).exp()
}

/// How fast coolant that no longer flows warms, K/s: `P / (m c)`, nothing lost (120 kW on 80 kg of PG25: 0.38).
pub fn no_flow_k_per_s(power_kw: f64, coolant_kg: f64, heat_capacity_kj_per_kg_k: f64) -> f64 {
    power_kw / (coolant_kg * heat_capacity_kj_per_kg_k)
}

/// Temperatures of a day and the heat rejected in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Day {
    pub(super) coolant_c: Vec<f64>,
    pub(super) facility_water_c: Vec<f64>,
    pub(super) junction_c: Vec<f64>,
    pub(super) rejected_mw: Vec<f64>,
    /// Shortest time from a loss of flow to the coolant's limit, s.
    pub(super) no_flow_s: f64,
}

/// First-order lag of a series of seconds behind itself, exact for a mean held over each second: an air-cooled site's heat.
pub(super) fn lagged(series: &[f64], start: f64, time_constant_s: f64) -> Vec<f64> {
    let kept = (-1.0 / time_constant_s).exp();
    let follow = |now: &mut f64, aim: &f64| {
        *now = aim + (*now - aim) * kept;
        Some(*now)
    };
    series.iter().scan(start, follow).collect()
}

/// A day of IT power through the ladder; it begins in balance with the heat of its first hour.
pub(super) fn day(plant: &Plant, loops: &Loops, it_mw: &[f64], gpu_level: &[f64], first_hour_mw: f64) -> Day {
    let ladder = Ladder::of(plant, loops);
    let mut state = ladder.balance(plant.liquid_frac * first_hour_mw);
    let gpu_w = |level: f64| plant.gpu_idle_w + level * (plant.gpu_full_w - plant.gpu_idle_w);
    let kept = (-1.0 / loops.junction_s).exp();
    let mut junction_c = state.coolant_c + gpu_w(gpu_level[0]) * loops.junction_k_per_w;
    let coolant_kg = loops.tcs_kg_per_kw * plant.liquid_frac * plant.it_full_mw * 1000.0;
    let n = it_mw.len();
    let empty = || Vec::with_capacity(n);
    let mut day = Day {
        coolant_c: empty(),
        facility_water_c: empty(),
        junction_c: empty(),
        rejected_mw: empty(),
        no_flow_s: f64::INFINITY,
    };
    for (it_mw, level) in it_mw.iter().zip(gpu_level) {
        let heat_mw = plant.liquid_frac * it_mw;
        let (next, rejected_mw) = ladder.step(state, heat_mw);
        // `junction_after_c` with the exponential taken once
        let end_c = state.coolant_c + gpu_w(*level) * loops.junction_k_per_w;
        junction_c = end_c + (junction_c - end_c) * kept;
        state = next;
        let rise = no_flow_k_per_s(heat_mw * 1000.0, coolant_kg, loops.tcs_kj_per_kg_k);
        let left_s = (plant.coolant_max_c - state.coolant_c).max(0.0) / rise;
        day.no_flow_s = day.no_flow_s.min(left_s);
        day.coolant_c.push(state.coolant_c);
        day.facility_water_c.push(state.facility_water_c);
        day.junction_c.push(junction_c);
        day.rejected_mw.push(rejected_mw);
    }
    day
}
