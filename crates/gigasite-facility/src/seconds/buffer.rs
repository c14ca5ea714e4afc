//! The battery or capacitor between a site and a ramp limit.
//!
//! The grid side follows the load causally, at most `R` MW/s up or down; the store takes the difference. Whatever it holds above
//! or below its rest level returns slowly, by aiming beside the load:
//!
//! ```text
//! aim = max(0, load − e / restore)        e: energy above the rest level
//! grid moves towards aim with |d grid/dt| ≤ R, then holds
//! de/dt = grid − load                     exact within every step: grid is linear, load constant
//! power  = max |grid − load|,   energy = max e − min e
//! ```
//!
//! A single step ΔP from rest needs `ΔP²/(2R)` ([`step_energy_mwh`]). Losses of the store are left out.

use serde::Serialize;

/// Time in which the store returns to its rest level, s: 300 (EST).
pub const RESTORE_S: f64 = 300.0;

/// The store that a load needs to meet a ramp limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Buffer {
    /// Ramp limit, MW/s.
    pub limit_mw_per_s: f64,
    /// Highest power into or out of the store, MW.
    pub power_mw: f64,
    /// Energy between fullest and emptiest, MWh.
    pub energy_mwh: f64,
    /// What the grid sees at the end of each step, MW.
    pub grid_mw: Vec<f64>,
    /// Energy above the rest level at the end of each step, MWh.
    pub stored_mwh: Vec<f64>,
}

/// Energy for a single step of `step_mw` under a ramp limit, MWh.
pub fn step_energy_mwh(step_mw: f64, limit_mw_per_s: f64) -> f64 {
    step_mw * step_mw / (2.0 * limit_mw_per_s) / 3600.0
}

impl Buffer {
    /// Follows `load_mw`, constant over each `step_s`, from a grid power of `start_mw` and a store at rest.
    pub fn follow(load_mw: &[f64], step_s: f64, limit_mw_per_s: f64, start_mw: f64) -> Self {
        let (mut grid, mut stored_mj) = (start_mw, 0.0_f64);
        let (mut low_mj, mut high_mj, mut power_mw) = (0.0_f64, 0.0_f64, 0.0_f64);
        let mut grid_mw = Vec::with_capacity(load_mw.len());
        let mut stored_mwh = Vec::with_capacity(load_mw.len());
        for load in load_mw {
            let aim = (load - stored_mj / RESTORE_S).max(0.0);
            let slope = limit_mw_per_s.copysign(aim - grid);
            let moving_s = ((aim - grid) / slope).min(step_s);
            let gap = grid - load;
            // energy t seconds into the step while the grid side moves
            let energy_mj = |t: f64| stored_mj + gap * t + 0.5 * slope * t * t;
            let turn_s = (-gap / slope).clamp(0.0, moving_s);
            let moved_mj = energy_mj(moving_s);
            let reached = grid + slope * moving_s;
            let end_mj = moved_mj + (reached - load) * (step_s - moving_s);
            for energy in [energy_mj(turn_s), moved_mj, end_mj] {
                low_mj = low_mj.min(energy);
                high_mj = high_mj.max(energy);
            }
            power_mw = power_mw.max(gap.abs()).max((reached - load).abs());
            (grid, stored_mj) = (reached, end_mj);
            grid_mw.push(grid);
            stored_mwh.push(stored_mj / 3600.0);
        }
        Self { limit_mw_per_s, power_mw, energy_mwh: (high_mj - low_mj) / 3600.0, grid_mw, stored_mwh }
    }
}
