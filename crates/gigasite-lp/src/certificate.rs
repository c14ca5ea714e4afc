//! Proofs that do not trust the solver: a bound from any dual vector, and a look at every row of an answer.

use crate::{Column, Programme, Row, Sense};

/// The worst breach of a point.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Violation {
    /// Largest breach of a row, in its own unit.
    pub row: f64,
    /// Name of that row.
    pub row_name: String,
    /// Largest breach of a bound.
    pub bound: f64,
    /// Name of that column.
    pub column_name: String,
    /// Largest distance of an integer column from an integer.
    pub integrality: f64,
}

impl Programme {
    /// A lower bound on the cost of *every* feasible point, from any row-dual vector `y` (weak duality):
    ///
    /// ```text
    /// min_x cᵀx + yᵀ(b − A x)  =  yᵀb + Σ_j min(d_j l_j, d_j u_j),   d = c − Aᵀy
    /// ```
    ///
    /// with `y_i ≤ 0` on `≤` rows and `y_i ≥ 0` on `≥` rows; components of the wrong sign are dropped, which keeps the
    /// bound valid. A reduced cost against an infinite bound makes it `−∞`, except within `1e-9` of zero relative to the
    /// largest cost, which is rounding of the solver and is reported as no contribution.
    ///
    /// `row_duals`: one per row, `d objective / d right-hand side`.
    pub fn dual_bound(&self, row_duals: &[f64]) -> f64 {
        let mut reduced: Vec<f64> = self.columns.iter().map(|column| column.cost).collect();
        let mut bound = self.offset;
        for (row, dual) in self.rows.iter().zip(row_duals) {
            let dual = match row.sense {
                Sense::AtMost => dual.min(0.0),
                Sense::Equal => *dual,
                Sense::AtLeast => dual.max(0.0),
            };
            bound += dual * row.rhs;
            for (column, coefficient) in &self.terms[row.terms.clone()] {
                reduced[*column as usize] -= dual * coefficient;
            }
        }
        let noise = 1e-9 * self.columns.iter().map(|column| column.cost.abs()).fold(1.0, f64::max);
        for (column, cost) in self.columns.iter().zip(reduced) {
            let at = if cost > 0.0 { column.lower } else { column.upper };
            if at.is_finite() {
                bound += cost * at;
            } else if cost.abs() > noise {
                return f64::NEG_INFINITY;
            }
        }
        bound
    }

    /// How far a point is from satisfying every row, bound and integrality.
    pub fn check(&self, values: &[f64]) -> Violation {
        let mut worst = Violation::default();
        for (index, row) in self.rows.iter().enumerate() {
            let left: f64 = self.terms[row.terms.clone()].iter().map(|(c, a)| a * values[*c as usize]).sum();
            let breach = match row.sense {
                Sense::AtMost => left - row.rhs,
                Sense::Equal => (left - row.rhs).abs(),
                Sense::AtLeast => row.rhs - left,
            };
            if breach > worst.row {
                worst.row = breach;
                worst.row_name = self.row_name(Row(index as u32));
            }
        }
        for (index, (column, value)) in self.columns.iter().zip(values).enumerate() {
            let breach = (column.lower - value).max(value - column.upper);
            if breach > worst.bound {
                worst.bound = breach;
                worst.column_name = self.column_name(Column(index as u32));
            }
            if column.integer {
                worst.integrality = worst.integrality.max((value - value.round()).abs());
            }
        }
        worst
    }
}
