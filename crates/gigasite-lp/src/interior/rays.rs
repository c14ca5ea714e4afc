//! Proofs that there is no optimum: a ray of duals that no point can satisfy, a ray of points that never ends.

use super::newton::Point;
use super::standard::Standard;
use crate::{Programme, Sense, Status};

/// What a ray may miss, relative to its own gain.
const RAY: f64 = 1e-8;

/// Whether the point, taken as a direction, proves that there is no optimum.
pub(super) fn proven(programme: &Programme, standard: &Standard, point: &Point) -> Option<Status> {
    let duals = standard.duals(|part, place| point.duals[part][place]);
    if programme.is_farkas(&duals) {
        return Some(Status::Infeasible);
    }
    let values = standard.values(programme, |part, place| point.parts[part].x[place]);
    programme.is_endless(&values).then_some(Status::Unbounded)
}

impl Programme {
    /// `yᵀb + Σ_j min(d_j l_j, d_j u_j) > 0` with `d = −Aᵀy`: no point satisfies the rows within its bounds.
    fn is_farkas(&self, duals: &[f64]) -> bool {
        let size = duals.iter().fold(0.0_f64, |most, dual| most.max(dual.abs()));
        if size <= 0.0 || !size.is_finite() {
            return false;
        }
        let mut reduced = vec![(0.0, 0.0); self.columns.len()];
        let (mut gain, mut turned_over) = (0.0, 0.0);
        for (row, dual) in self.rows.iter().zip(duals) {
            let dual = match row.sense {
                Sense::AtMost => dual.min(0.0),
                Sense::Equal => *dual,
                Sense::AtLeast => dual.max(0.0),
            } / size;
            gain += dual * row.rhs;
            turned_over += (dual * row.rhs).abs();
            for (column, coefficient) in &self.terms[row.terms.clone()] {
                let (sum, size) = &mut reduced[*column as usize];
                *sum -= dual * coefficient;
                *size += (dual * coefficient).abs();
            }
        }
        for (column, (cost, size)) in self.columns.iter().zip(reduced) {
            let at = if cost > 0.0 { column.lower } else { column.upper };
            if at.is_finite() {
                gain += cost * at;
                turned_over += (cost * at).abs();
            } else if cost.abs() > RAY * size {
                return false;
            }
        }
        gain > RAY * turned_over
    }

    /// A direction that lowers the cost, keeps every row and leaves no bound.
    fn is_endless(&self, values: &[f64]) -> bool {
        let size = values.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        // a direction shows itself by its size: bounded columns are nothing beside it
        if size < 1e6 || !size.is_finite() {
            return false;
        }
        let along: Vec<f64> = self
            .columns
            .iter()
            .zip(values)
            .map(|(column, value)| {
                let step = value / size;
                let barred =
                    (column.lower.is_finite() && step < 0.0) || (column.upper.is_finite() && step > 0.0);
                if barred { 0.0 } else { step }
            })
            .collect();
        let gain = -self.columns.iter().zip(&along).map(|(column, step)| column.cost * step).sum::<f64>();
        if gain <= 0.0 {
            return false;
        }
        self.rows.iter().all(|row| {
            let (mut left, mut turned_over) = (0.0, 0.0);
            for (column, a) in &self.terms[row.terms.clone()] {
                left += a * along[*column as usize];
                turned_over += (a * along[*column as usize]).abs();
            }
            let slack = RAY * turned_over.max(gain.min(1.0));
            match row.sense {
                Sense::AtMost => left <= slack,
                Sense::Equal => left.abs() <= slack,
                Sense::AtLeast => left >= -slack,
            }
        })
    }
}
