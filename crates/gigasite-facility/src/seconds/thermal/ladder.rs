//! The three-node ladder and its exact step.
//!
//! With `x = (T₁, T₂, T₃)` and inputs constant over a step, `dx/dt = A x + B v` has the solution `x⁺ = Φ x + Γ v`, where Φ and Γ
//! are blocks of the exponential of one matrix (Van Loan 1978): `exp([A B; 0 0] · step)`. A fourth state integrates what is
//! rejected, so its mean over the step is exact too: energy in is energy stored plus energy out.

use super::Loops;
use crate::seconds::Plant;

/// Water at 40 °C, MJ/(m³ K): 992 kg/m³ · 4.18 kJ/(kg K).
const WATER_MJ_PER_M3_K: f64 = 4.147;
/// Nodes, rejected energy, heat in, sink.
const N: usize = 6;
type Matrix = [[f64; N]; N];

/// Temperatures of the loops.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heat {
    /// Cold plates and the accelerators on them, mean of the site, °C.
    pub plate_c: f64,
    /// Coolant to the cold plates (TCS supply), °C.
    pub coolant_c: f64,
    /// Facility water (FWS supply) and tank, °C.
    pub facility_water_c: f64,
}

/// The ladder of a site with a step of one second.
#[derive(Debug, Clone, PartialEq)]
pub struct Ladder {
    step: Matrix,
    resistance_k_per_mw: [f64; 3],
    capacity_mj_per_k: [f64; 3],
    sink_c: f64,
}

impl Ladder {
    /// Sizes resistances and capacities for the liquid heat at full IT power.
    pub fn of(plant: &Plant, loops: &Loops) -> Self {
        let full_mw = plant.liquid_frac * plant.it_full_mw;
        let plate_k_per_mw = loops.junction_k_per_w / plant.gpus * 1e6;
        let water_m3 = loops.fws_m3_per_mw * full_mw;
        let resistance_k_per_mw = [
            plate_k_per_mw,
            loops.cdu_approach_k / full_mw,
            loops.rejection_s / (water_m3 * WATER_MJ_PER_M3_K),
        ];
        let capacity_mj_per_k = [
            loops.junction_s / plate_k_per_mw,
            loops.tcs_kg_per_kw * full_mw * loops.tcs_kj_per_kg_k,
            (water_m3 + loops.tank_m3) * WATER_MJ_PER_M3_K,
        ];
        let sink_c = plant.coolant_supply_c - full_mw * (resistance_k_per_mw[1] + resistance_k_per_mw[2]);
        let step = exponential(&rates(resistance_k_per_mw, capacity_mj_per_k));
        Self { step, resistance_k_per_mw, capacity_mj_per_k, sink_c }
    }

    /// Temperatures after a second at `heat_mw`, and the mean heat rejected in it, MW.
    pub fn step(&self, from: Heat, heat_mw: f64) -> (Heat, f64) {
        let x = [from.plate_c, from.coolant_c, from.facility_water_c, 0.0, heat_mw, self.sink_c];
        let after = |row: usize| self.step[row].iter().zip(&x).map(|(a, x)| a * x).sum::<f64>();
        (Heat { plate_c: after(0), coolant_c: after(1), facility_water_c: after(2) }, after(3))
    }

    /// Temperatures at which `heat_mw` comes and goes.
    pub fn balance(&self, heat_mw: f64) -> Heat {
        let [plate, cdu, rejection] = self.resistance_k_per_mw;
        let facility_water_c = self.sink_c + heat_mw * rejection;
        let coolant_c = facility_water_c + heat_mw * cdu;
        Heat { plate_c: coolant_c + heat_mw * plate, coolant_c, facility_water_c }
    }

    /// Heat stored, MJ above 0 °C.
    pub fn stored_mj(&self, heat: Heat) -> f64 {
        let [plate, coolant, water] = self.capacity_mj_per_k;
        plate * heat.plate_c + coolant * heat.coolant_c + water * heat.facility_water_c
    }

    /// Mean time by which rejected heat follows heat, s: `Σ R·(capacity upstream of it)` (Elmore 1948). The tank counts.
    pub fn lag_s(&self) -> f64 {
        let upstream_mj_per_k = self.capacity_mj_per_k.iter().scan(0.0, |sum, capacity| {
            *sum += capacity;
            Some(*sum)
        });
        upstream_mj_per_k
            .zip(&self.resistance_k_per_mw)
            .map(|(capacity, resistance)| capacity * resistance)
            .sum()
    }
}

/// `[A B; 0 0]` per second.
fn rates(resistance: [f64; 3], capacity: [f64; 3]) -> Matrix {
    let (a, b, c) = (1.0 / resistance[0], 1.0 / resistance[1], 1.0 / resistance[2]);
    let mut m = [[0.0; N]; N];
    m[0] = [-a, a, 0.0, 0.0, 1.0, 0.0].map(|v| v / capacity[0]);
    m[1] = [a, -a - b, b, 0.0, 0.0, 0.0].map(|v| v / capacity[1]);
    m[2] = [0.0, b, -b - c, 0.0, 0.0, c].map(|v| v / capacity[2]);
    m[3] = [0.0, 0.0, c, 0.0, 0.0, -c];
    m
}

fn product(a: &Matrix, b: &Matrix) -> Matrix {
    std::array::from_fn(|i| std::array::from_fn(|j| (0..N).map(|k| a[i][k] * b[k][j]).sum()))
}

/// Matrix exponential: Taylor to the twelfth power of the matrix over 2ˢ, squared s times, so that its norm is below ½.
fn exponential(matrix: &Matrix) -> Matrix {
    let norm = matrix.iter().map(|row| row.iter().map(|v| v.abs()).sum::<f64>()).fold(0.0, f64::max);
    let squarings = (norm.max(0.5).log2().ceil() as i32 + 2).max(1);
    let small = matrix.map(|row| row.map(|v| v * 0.5_f64.powi(squarings)));
    let one: Matrix = std::array::from_fn(|i| std::array::from_fn(|j| if i == j { 1.0 } else { 0.0 }));
    let mut sum = one;
    let mut term = one;
    for power in 1..=12 {
        term = product(&term, &small).map(|row| row.map(|v| v / f64::from(power)));
        for (row, terms) in sum.iter_mut().zip(&term) {
            row.iter_mut().zip(terms).for_each(|(v, t)| *v += t);
        }
    }
    (0..squarings).fold(sum, |m, _| product(&m, &m))
}
