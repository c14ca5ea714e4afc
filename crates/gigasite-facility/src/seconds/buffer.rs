//! The battery or capacitor between a site and a ramp limit.
//!
//! The grid side follows the load causally, at most `R` MW/s up or down; the store takes the difference. It aims at a trailing
//! mean of the load, since steps that it chased one by one would pull it to their median and fill or drain the store; what the
//! store holds above or below its rest level returns slowly, by aiming beside:
//!
//! ```text
//! aim = max(0, mean of the load over the last W − e / restore)    e: energy above the rest level
//! grid moves towards aim with |d grid/dt| ≤ R, then holds
//! de/dt = grid − load                       exact within every step: grid is linear, load constant
//! power  = max |grid − load|,   energy = max e − min e
//! ```
//!
//! W is the one of [`AVERAGING_S`] that needs the least energy on the profile. A single step ΔP from rest needs
//! `ΔP²/(2R)` with the shortest W ([`step_energy_mwh`]). Losses of the store are left out.

use serde::Serialize;

/// Time in which the store returns to its rest level, s: 300 (EST).
pub const RESTORE_S: f64 = 300.0;
/// Lengths of the trailing mean to choose from, s: none, and up to twice the longest step (EST).
pub const AVERAGING_S: [f64; 5] = [0.0, 1.0, 2.0, 5.0, 10.0];

/// The store that a load needs to meet a ramp limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Buffer {
    /// Ramp limit, MW/s.
    pub limit_mw_per_s: f64,
    /// Length of the trailing mean that the grid side aims at, s.
    pub averaging_s: f64,
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
    /// The smallest store for `load_mw`, constant over each `step_s`, from a grid power of `start_mw` and a store at rest.
    pub fn size(load_mw: &[f64], step_s: f64, limit_mw_per_s: f64, start_mw: f64) -> Self {
        let follow = Follow { step_s, limit_mw_per_s, start_mw };
        let energy_mj = |averaging_s: &f64| follow.through(load_mw, *averaging_s, |_, _| ()).energy_mj();
        // the first of equals: the shortest
        let best = AVERAGING_S.iter().map(|w| (*w, energy_mj(w))).min_by(|a, b| a.1.total_cmp(&b.1));
        let averaging_s = best.map_or(0.0, |(w, _)| w);
        let (mut grid_mw, mut stored_mwh) =
            (Vec::with_capacity(load_mw.len()), Vec::with_capacity(load_mw.len()));
        let used = follow.through(load_mw, averaging_s, |grid, stored_mj| {
            grid_mw.push(grid);
            stored_mwh.push(stored_mj / 3600.0);
        });
        let energy_mwh = used.energy_mj() / 3600.0;
        Self { limit_mw_per_s, averaging_s, power_mw: used.power_mw, energy_mwh, grid_mw, stored_mwh }
    }
}

/// A grid side that follows.
#[derive(Debug, Clone, Copy)]
struct Follow {
    step_s: f64,
    limit_mw_per_s: f64,
    start_mw: f64,
}

/// Extremes of the store.
#[derive(Debug, Clone, Copy, Default)]
struct Used {
    low_mj: f64,
    high_mj: f64,
    power_mw: f64,
}

impl Used {
    fn energy_mj(self) -> f64 {
        self.high_mj - self.low_mj
    }
}

impl Follow {
    /// Follows a load; `record` sees grid power and stored energy at the end of each step.
    fn through(&self, load_mw: &[f64], averaging_s: f64, mut record: impl FnMut(f64, f64)) -> Used {
        let Self { step_s, limit_mw_per_s, start_mw } = *self;
        let steps = ((averaging_s / step_s).round() as usize).max(1);
        // divided once, not in every step
        let (per_step, s_per_mw, per_restore_s) = (1.0 / steps as f64, 1.0 / limit_mw_per_s, 1.0 / RESTORE_S);
        let leaving = std::iter::repeat_n(&start_mw, steps).chain(load_mw);
        let mut mean_mw = start_mw;
        let (mut grid, mut stored_mj) = (start_mw, 0.0_f64);
        let mut used = Used::default();
        for (load, left) in load_mw.iter().zip(leaving) {
            mean_mw = if steps == 1 { *load } else { mean_mw + (load - left) * per_step };
            let aim = (mean_mw - stored_mj * per_restore_s).max(0.0);
            let slope = limit_mw_per_s.copysign(aim - grid);
            let moving_s = ((aim - grid).abs() * s_per_mw).min(step_s);
            let gap = grid - load;
            // energy t seconds into the step while the grid side moves
            let energy_mj = |t: f64| stored_mj + gap * t + 0.5 * slope * t * t;
            let turn_s = (-gap * s_per_mw.copysign(slope)).clamp(0.0, moving_s);
            let moved_mj = energy_mj(moving_s);
            let reached = grid + slope * moving_s;
            let end_mj = moved_mj + (reached - load) * (step_s - moving_s);
            for energy in [energy_mj(turn_s), moved_mj, end_mj] {
                used.low_mj = used.low_mj.min(energy);
                used.high_mj = used.high_mj.max(energy);
            }
            used.power_mw = used.power_mw.max(gap.abs()).max((reached - load).abs());
            (grid, stored_mj) = (reached, end_mj);
            record(grid, stored_mj);
        }
        used
    }
}
