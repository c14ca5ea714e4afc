//! Distribution factors as dense matrices, for the branches and buses that somebody asks for.

use super::{DcModel, LANES};
use nalgebra::DMatrix;
use rayon::prelude::*;

impl DcModel {
    /// Power transfer distribution factors: asked branches × all buses. Entry = MW on the branch, from → to, for 1 MW put in
    /// at the bus and taken out at the reference of its island; zero at the references and for other islands.
    pub fn ptdf(&self, branches: &[usize]) -> DMatrix<f64> {
        let rows = self.solve_pairs(branches, |branch| self.series[branch].susceptance);
        DMatrix::from_fn(branches.len(), self.buses(), |row, bus| {
            let reference = self.island[bus].map(|island| self.references[island]);
            reference.map_or(0.0, |reference| rows[row][bus] - rows[row][reference])
        })
    }

    /// Line outage distribution factors: all branches × asked outages. Entry = MW on the branch for 1 MW that the lost
    /// branch carried; −1 for the lost branch itself; NaN where losing it tears the network apart, for then what happens
    /// is not in proportion to its flow (see [`DcModel::after`]).
    pub fn lodf(&self, outages: &[usize]) -> DMatrix<f64> {
        let columns = self.solve_pairs(outages, |_| 1.0);
        let mut factors = DMatrix::zeros(self.branches(), outages.len());
        for (column, (outage, shift)) in outages.iter().zip(&columns).enumerate() {
            let susceptance = self.series[*outage].susceptance;
            if susceptance == 0.0 {
                factors[(*outage, column)] = -1.0;
                continue;
            }
            if self.is_bridge(*outage) {
                factors.column_mut(column).fill(f64::NAN);
                continue;
            }
            let (from, to) = self.ends[*outage];
            let left = 1.0 - susceptance * (shift[from] - shift[to]);
            for (branch, series) in self.series.iter().enumerate() {
                let (from, to) = self.ends[branch];
                factors[(branch, column)] = series.susceptance * (shift[from] - shift[to]) / left;
            }
            factors[(*outage, column)] = -1.0;
        }
        factors
    }

    /// Flows of all branches, in parts of what is put in, for every pattern of injections (a value a bus). What a pattern
    /// lacks to zero is taken out in the middle of the island, the same place for all patterns: differences of answers
    /// are free of it.
    pub(crate) fn responses(&self, patterns: &[Vec<f64>]) -> Vec<Vec<f64>> {
        patterns
            .par_chunks(LANES)
            .flat_map_iter(|chunk| {
                let mut x = vec![[0.0; LANES]; self.buses()];
                for (lane, pattern) in chunk.iter().enumerate() {
                    for (bus, amount) in pattern.iter().enumerate() {
                        self.put(bus, *amount, lane, &mut x);
                    }
                }
                self.factor.solve(&mut x);
                (0..chunk.len()).map(|lane| self.across(lane, &x)).collect::<Vec<_>>()
            })
            .collect()
    }

    /// For every branch lost, the branches that feel it and the part of what it carried that they take over, where that is
    /// at least `factor_min`. What a bridge cuts off is made up for in proportion to `room`, a value a bus.
    pub(crate) fn outage_factors(&self, factor_min: f64, room: &[f64]) -> Vec<Vec<(u32, f32)>> {
        let all: Vec<usize> = (0..self.branches()).collect();
        all.par_chunks(LANES)
            .flat_map_iter(|chunk| {
                let mut x = vec![[0.0; LANES]; self.buses()];
                for (lane, lost) in chunk.iter().enumerate() {
                    match self.bridges.far_end(*lost) {
                        None => self.put_pair(*lost, 1.0, lane, &mut x),
                        Some(far) => self.put_bridge(*lost, far, room, lane, &mut x),
                    }
                }
                self.factor.solve(&mut x);
                let found: Vec<Vec<(u32, f32)>> = chunk
                    .iter()
                    .enumerate()
                    .map(|(lane, lost)| self.felt(*lost, factor_min, &self.across(lane, &x)))
                    .collect();
                found
            })
            .collect()
    }

    /// One megawatt that no longer flows over a bridge: back at its near end, off the generators with room there.
    fn put_bridge<const N: usize>(
        &self,
        lost: usize,
        far: usize,
        room: &[f64],
        lane: usize,
        x: &mut [[f64; N]],
    ) {
        let (from, to) = self.ends[lost];
        let (near, amount) = if far == to { (from, 1.0) } else { (to, -1.0) };
        let stays = |bus: usize| self.island[bus] == self.island[near] && !self.bridges.is_behind(bus, far);
        let all: f64 = (0..self.buses()).filter(|bus| stays(*bus)).map(|bus| room[bus]).sum();
        self.put(near, amount, lane, x);
        for bus in (0..self.buses()).filter(|bus| all > 0.0 && room[*bus] > 0.0 && stays(*bus)) {
            self.put(bus, -amount * room[bus] / all, lane, x);
        }
    }

    fn felt(&self, lost: usize, factor_min: f64, answer: &[f64]) -> Vec<(u32, f32)> {
        let far = self.bridges.far_end(lost);
        let left = if far.is_some() { 1.0 } else { 1.0 - answer[lost] };
        let stays = |branch: usize| far.is_none_or(|far| !self.bridges.is_behind(self.ends[branch].0, far));
        answer
            .iter()
            .enumerate()
            .map(|(branch, answer)| (branch, answer / left))
            .filter(|(branch, factor)| *branch != lost && factor.abs() >= factor_min && stays(*branch))
            .map(|(branch, factor)| (branch as u32, factor as f32))
            .collect()
    }

    /// Flows of all branches for the angles of a lane, without shifts.
    pub(super) fn across<const N: usize>(&self, lane: usize, x: &[[f64; N]]) -> Vec<f64> {
        let differences = self.places.iter().map(|(from, to)| x[*from][lane] - x[*to][lane]);
        self.series
            .iter()
            .zip(differences)
            .map(|(series, difference)| series.susceptance * difference)
            .collect()
    }

    /// `scale · B⁻¹ a` of asked branches, a vector over buses each.
    pub(super) fn solve_pairs(
        &self,
        branches: &[usize],
        scale: impl Fn(usize) -> f64 + Sync,
    ) -> Vec<Vec<f64>> {
        branches
            .par_chunks(LANES)
            .flat_map_iter(|chunk| {
                let mut x = vec![[0.0; LANES]; self.buses()];
                for (lane, branch) in chunk.iter().enumerate() {
                    self.put_pair(*branch, scale(*branch), lane, &mut x);
                }
                self.factor.solve(&mut x);
                let answers: Vec<Vec<f64>> = (0..chunk.len())
                    .map(|lane| self.factor.place.iter().map(|place| x[*place][lane]).collect())
                    .collect();
                answers
            })
            .collect()
    }

    /// Adds `amount` at the from end and takes it at the to end of a branch.
    pub(super) fn put_pair<const N: usize>(
        &self,
        branch: usize,
        amount: f64,
        lane: usize,
        x: &mut [[f64; N]],
    ) {
        let (from, to) = self.ends[branch];
        self.put(from, amount, lane, x);
        self.put(to, -amount, lane, x);
    }

    /// Adds `amount` at a bus, taken out in the middle of its island unless others add to zero with it; nothing at an
    /// isolated bus.
    pub(super) fn put<const N: usize>(&self, bus: usize, amount: f64, lane: usize, x: &mut [[f64; N]]) {
        if self.island[bus].is_some_and(|island| self.bridges.roots[island] != bus) {
            x[self.factor.place[bus]][lane] += amount;
        }
    }
}
