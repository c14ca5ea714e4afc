//! The iteration.

use super::block::{Block, Factor};
use super::model::{AcModel, Held};
use super::{AcOptions, Start};
use crate::Error;
use faer::linalg::solvers::Solve as _;
use faer::sparse::{SparseColMat, Triplet};
use gigasite_case::network::Network;
use nalgebra::Complex;

/// Below this mismatch, per unit, a factor is good for more than one step.
const NEAR_PU: f64 = 0.5;
/// A step on an old factor that does not shrink the mismatch to this part asks for a new one.
const WORTHWHILE: f64 = 0.2;
/// Share of the promised decrease that a step must bring (Armijo).
const ENOUGH: f64 = 1e-4;
/// Largest change of a magnitude's logarithm and of an angle in one step.
const STEP_MOST: (f64, f64) = (0.5, 1.2);

/// An iteration in progress; everything in the order of elimination.
pub(super) struct Newton<'a> {
    model: &'a AcModel,
    pub(super) held: Vec<Held>,
    pub(super) given: Vec<Complex<f64>>,
    angle: Vec<f64>,
    magnitude: Vec<f64>,
    pub(super) voltage: Vec<Complex<f64>>,
    /// Power that flows into the network at every bus.
    pub(super) power: Vec<Complex<f64>>,
    mismatch: Vec<[f64; 2]>,
    /// Part of every bus in what its island is missing; empty = the reference takes all.
    share: Vec<f64>,
    /// What is missing, by island, per unit.
    pub(super) missing: Vec<f64>,
    factor: Factor,
    /// Answer of all unknowns to one unit of missing power, by the last factor.
    answer: Vec<[f64; 2]>,
    pub(super) steps: usize,
    pub(super) factorisations: usize,
}

impl<'a> Newton<'a> {
    pub(super) fn new(model: &'a AcModel, given: &[Complex<f64>], bus_share: &[f64]) -> Self {
        let n = model.order.len();
        let at = |place: usize| model.order[place];
        Self {
            model,
            held: (0..n).map(|place| model.held[at(place)]).collect(),
            given: (0..n).map(|place| given[at(place)]).collect(),
            angle: vec![0.0; n],
            magnitude: (0..n).map(|place| model.set_pu[at(place)]).collect(),
            voltage: vec![Complex::new(0.0, 0.0); n],
            power: vec![Complex::new(0.0, 0.0); n],
            mismatch: vec![[0.0; 2]; n],
            share: if bus_share.is_empty() {
                Vec::new()
            } else {
                (0..n).map(|place| bus_share[at(place)]).collect()
            },
            missing: vec![0.0; model.references.len()],
            factor: Factor::new(&model.pattern),
            answer: Vec::new(),
            steps: 0,
            factorisations: 0,
        }
    }

    /// Sets the voltages that the iteration starts from.
    pub(super) fn start(&mut self, network: &Network, snapshot: usize, start: Start) -> Result<(), Error> {
        let reference =
            |bus: usize| self.model.island[bus].map_or(bus, |island| self.model.references[island]);
        let file_angle = |bus: usize| network.buses[bus].angle_deg.to_radians();
        let angles: Vec<f64> = match start {
            Start::Flat => (0..self.angle.len()).map(|bus| file_angle(reference(bus))).collect(),
            Start::File => (0..self.angle.len()).map(file_angle).collect(),
            Start::Dc => {
                let flow = self.model.by_reactance(network)?.state(network, snapshot).flow;
                flow.angle_rad
                    .iter()
                    .enumerate()
                    .map(|(bus, angle)| angle + file_angle(reference(bus)))
                    .collect()
            }
        };
        for (place, bus) in self.model.order.iter().enumerate() {
            self.angle[place] = angles[*bus];
            if start == Start::File && self.held[place] == Held::Power {
                self.magnitude[place] = network.buses[*bus].voltage_pu;
            }
            if self.held[place] == Held::Dead {
                (self.angle[place], self.magnitude[place]) = (0.0, 0.0);
            }
        }
        self.look();
        Ok(())
    }

    /// Holds the magnitude of a bus at `set_pu`, or its power.
    pub(super) fn hold(&mut self, place: usize, held: Held, set_pu: Option<f64>) {
        self.held[place] = held;
        if let Some(set_pu) = set_pu {
            self.magnitude[place] = set_pu;
        }
        self.look();
    }

    pub(super) fn magnitude(&self, place: usize) -> f64 {
        self.magnitude[place]
    }

    pub(super) fn angle(&self, place: usize) -> f64 {
        self.angle[place]
    }

    /// The bus with the largest mismatch, and the mismatch, per unit.
    pub(super) fn worst(&self) -> (usize, f64) {
        let mut worst = (0, 0.0);
        for (place, [p, q]) in self.mismatch.iter().enumerate() {
            let most = p.abs().max(q.abs());
            // a mismatch that is no number is the worst of all
            if most > worst.1 || most.is_nan() {
                worst = (place, if most.is_nan() { f64::INFINITY } else { most });
            }
        }
        worst
    }

    /// Mismatch of a bus, per unit.
    pub(super) fn mismatch(&self, place: usize) -> [f64; 2] {
        self.mismatch[place]
    }

    fn squares(&self) -> f64 {
        self.mismatch.iter().map(|[p, q]| p * p + q * q).sum()
    }

    /// Voltages, powers and mismatches of the present angles and magnitudes.
    fn look(&mut self) {
        let model = self.model;
        for (place, voltage) in self.voltage.iter_mut().enumerate() {
            let (sin, cos) = self.angle[place].sin_cos();
            *voltage = Complex::new(self.magnitude[place] * cos, self.magnitude[place] * sin);
        }
        for place in 0..self.voltage.len() {
            let mut current = Complex::new(0.0, 0.0);
            for at in model.row(place) {
                current += model.values[at] * self.voltage[model.columns[at] as usize];
            }
            let power = self.voltage[place] * current.conj();
            self.power[place] = power;
            let mut left = power - self.given[place];
            if !self.share.is_empty()
                && let Some(island) = model.island[model.order[place]]
            {
                left.re -= self.share[place] * self.missing[island];
            }
            self.mismatch[place] = match self.held[place] {
                Held::Power => [left.re, left.im],
                Held::Magnitude => [left.re, 0.0],
                Held::Reference if !self.share.is_empty() => [left.re, 0.0],
                Held::Reference | Held::Dead => [0.0, 0.0],
            };
        }
    }

    /// Steps until the mismatch is within the tolerance; whether it is.
    pub(super) fn run(&mut self, options: &AcOptions) -> bool {
        let tolerance_pu = options.tolerance_pu.max(self.model.rounding_pu);
        let mut fresh = false;
        let mut is_usable = false;
        loop {
            let (_, before) = self.worst();
            if before <= tolerance_pu {
                return true;
            }
            if self.steps >= options.steps_max || !before.is_finite() {
                return false;
            }
            if !(is_usable && before < NEAR_PU) {
                is_usable = self.factorise();
                fresh = true;
            }
            let Some(step) = self.direction(is_usable) else { return false };
            self.steps += 1;
            if fresh || !is_usable {
                if !self.descend(&step) {
                    return false;
                }
                fresh = false;
            } else {
                let kept = (self.angle.clone(), self.magnitude.clone(), self.missing.clone());
                self.go(&step, 1.0);
                let after = self.worst().1;
                if !after.is_finite() || after > before {
                    (self.angle, self.magnitude, self.missing) = kept;
                    self.look();
                }
                is_usable = after <= WORTHWHILE * before;
            }
        }
    }

    /// Entries of a row of the Jacobian. Columns of what is held are left out.
    fn entries(&self, place: usize, spread: &mut dyn FnMut(usize, Block)) {
        let model = self.model;
        let own = self.held[place];
        if matches!(own, Held::Reference | Held::Dead) {
            spread(place, [1.0, 0.0, 0.0, 1.0]);
            return;
        }
        let squared = self.magnitude[place] * self.magnitude[place];
        let range = model.row(place);
        let (power, y) = (self.power[place], model.values[range.start]);
        let mut block = [
            -power.im - y.im * squared,
            power.re + y.re * squared,
            power.re - y.re * squared,
            power.im - y.im * squared,
        ];
        if own == Held::Magnitude {
            (block[1], block[2], block[3]) = (0.0, 0.0, 1.0);
        }
        spread(place, block);
        for at in range.skip(1) {
            let other = model.columns[at] as usize;
            let between = self.voltage[place] * (model.values[at] * self.voltage[other]).conj();
            let (p, q) = (between.re, between.im);
            let block = match (own, self.held[other]) {
                (_, Held::Reference | Held::Dead) => continue,
                (Held::Power, Held::Power) => [q, p, -p, q],
                (Held::Power, Held::Magnitude) => [q, 0.0, -p, 0.0],
                (_, Held::Power) => [q, p, 0.0, 0.0],
                (_, Held::Magnitude) => [q, 0.0, 0.0, 0.0],
            };
            spread(other, block);
        }
    }

    /// Factorises at the present voltages; whether the static pivots held.
    fn factorise(&mut self) -> bool {
        self.factorisations += 1;
        let mut factor = std::mem::replace(&mut self.factor, Factor::new(&super::block::Pattern::new(&[])));
        let held = factor.factorise(&self.model.pattern, |place, spread| self.entries(place, spread)).is_ok();
        self.factor = factor;
        if held && !self.share.is_empty() {
            let mut answer = self.missing_column();
            self.factor.solve(&self.model.pattern, &mut answer);
            self.answer = answer;
        }
        held
    }

    /// What a unit of missing power puts into every equation.
    fn missing_column(&self) -> Vec<[f64; 2]> {
        let is_free = |place: usize| matches!(self.held[place], Held::Power | Held::Magnitude);
        let part = |(place, share): (usize, &f64)| if is_free(place) { [*share, 0.0] } else { [0.0, 0.0] };
        self.share.iter().enumerate().map(part).collect()
    }

    /// The Newton step by the present factor, or by one with partial pivoting where there is none; `None` = singular.
    fn direction(&mut self, by_blocks: bool) -> Option<Step> {
        let mut x: Vec<[f64; 2]> = (0..self.mismatch.len())
            .map(|place| match self.held[place] {
                Held::Power | Held::Magnitude => self.mismatch[place].map(|left| -left),
                Held::Reference | Held::Dead => [0.0, 0.0],
            })
            .collect();
        if by_blocks {
            self.factor.solve(&self.model.pattern, &mut x);
        } else {
            let mut columns = vec![x];
            if !self.share.is_empty() {
                columns.push(self.missing_column());
            }
            let mut solved = self.pivoted(&columns)?;
            if solved.len() > 1 {
                self.answer = solved.pop()?;
            }
            x = solved.pop()?;
        }
        let mut missing = vec![0.0; self.missing.len()];
        if !self.share.is_empty() {
            for (island, reference) in self.model.references.iter().enumerate() {
                let place = self.model.place[*reference];
                if self.held[place] != Held::Reference {
                    continue;
                }
                // the reference's own balance says how much is missing
                let by_step = self.mismatch[place][0] + self.reference_row(place, &x);
                let by_missing = self.share[place] - self.reference_row(place, &self.answer);
                missing[island] = by_step / by_missing;
            }
            for (place, x) in x.iter_mut().enumerate() {
                if let Some(island) = self.model.island[self.model.order[place]] {
                    x[0] += missing[island] * self.answer[place][0];
                    x[1] += missing[island] * self.answer[place][1];
                }
            }
        }
        x.iter().all(|[a, b]| a.is_finite() && b.is_finite()).then_some(Step { x, missing })
    }

    /// Change of the reference's active power for a step.
    fn reference_row(&self, place: usize, x: &[[f64; 2]]) -> f64 {
        let model = self.model;
        let mut sum = 0.0;
        for at in model.row(place).skip(1) {
            let other = model.columns[at] as usize;
            let between = self.voltage[place] * (model.values[at] * self.voltage[other]).conj();
            sum += between.im * x[other][0] + between.re * x[other][1];
        }
        sum
    }

    /// Solves by a sparse factorisation with partial pivoting.
    fn pivoted(&self, columns: &[Vec<[f64; 2]>]) -> Option<Vec<Vec<[f64; 2]>>> {
        let n = self.mismatch.len();
        let mut entries = Vec::with_capacity(4 * self.model.values.len());
        for place in 0..n {
            self.entries(place, &mut |other, block| {
                for (at, value) in block.into_iter().enumerate() {
                    let (row, column) = (2 * place + at.div_euclid(2), 2 * other + at % 2);
                    entries.push(Triplet::new(row, column, value));
                }
            });
        }
        let matrix = SparseColMat::<usize, f64>::try_new_from_triplets(2 * n, 2 * n, &entries).ok()?;
        let factor = matrix.sp_lu().ok()?;
        let solve = |column: &Vec<[f64; 2]>| {
            let rhs = faer::Col::from_fn(2 * n, |row| column[row.div_euclid(2)][row % 2]);
            let x = factor.solve(&rhs);
            (0..n).map(|place| [x[2 * place], x[2 * place + 1]]).collect()
        };
        Some(columns.iter().map(solve).collect())
    }

    /// Goes along a step as far as the mismatch falls enough; whether it does.
    fn descend(&mut self, step: &Step) -> bool {
        let kept = (self.angle.clone(), self.magnitude.clone(), self.missing.clone());
        let before = self.squares();
        let most = step
            .x
            .iter()
            .fold((0.0_f64, 0.0_f64), |most, [angle, log]| (most.0.max(log.abs()), most.1.max(angle.abs())));
        let mut length = 1.0_f64.min(STEP_MOST.0 / most.0.max(1e-300)).min(STEP_MOST.1 / most.1.max(1e-300));
        for _ in 0..25 {
            self.go(step, length);
            let after = self.squares();
            if after <= (1.0 - 2.0 * ENOUGH * length) * before {
                return true;
            }
            // the parabola through the start, its slope and the end
            let bend = after - before + 2.0 * before * length;
            let best =
                if bend.is_finite() && bend > 0.0 { before * length * length / bend } else { 0.1 * length };
            length = best.clamp(0.1 * length, 0.5 * length);
            (self.angle, self.magnitude, self.missing) = (kept.0.clone(), kept.1.clone(), kept.2.clone());
        }
        self.look();
        false
    }

    fn go(&mut self, step: &Step, length: f64) {
        for (place, [angle, log]) in step.x.iter().enumerate() {
            self.angle[place] += length * angle;
            if *log != 0.0 {
                self.magnitude[place] *= (length * log).exp();
            }
        }
        for (missing, more) in self.missing.iter_mut().zip(&step.missing) {
            *missing += length * more;
        }
        self.look();
    }
}

/// A step of all unknowns, and of what is missing.
struct Step {
    x: Vec<[f64; 2]>,
    missing: Vec<f64>,
}
