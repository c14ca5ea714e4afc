//! Proofs that do not trust the solver: a bound from any dual vector, and a look at every row of an answer.

use crate::{Column, Programme, Row, Sense};

/// A reduced cost below this part of the terms that cancelled in it has no sign, only rounding.
const ROUNDING: f64 = 1e-9;

/// The worst breaches of a point; all zero and all names empty where it satisfies everything.
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
    /// Name of that column.
    pub integer_name: String,
}

impl Violation {
    /// Whether nothing is breached by more than `tolerance`.
    pub fn is_within(&self, tolerance: f64) -> bool {
        self.row <= tolerance && self.bound <= tolerance && self.integrality <= tolerance
    }
}

impl Programme {
    /// A lower bound on the cost of *every* feasible point, from any row-dual vector `y` (weak duality):
    ///
    /// ```text
    /// min_x cᵀx + yᵀ(b − A x)  =  yᵀb + Σ_j min(d_j l_j, d_j u_j),   d = c − Aᵀy
    /// ```
    ///
    /// with `y_i ≤ 0` on `≤` rows and `y_i ≥ 0` on `≥` rows; components of the wrong sign are dropped, which keeps the
    /// bound valid, and so are missing ones. It holds for integers too, as a bound of the relaxation.
    ///
    /// A reduced cost against an infinite bound makes it `−∞` or, where the programme has a [`Programme::reach`], is paid for up
    /// to there, unless it is below 1e-9 of `|c_j| + Σ_i |y_i a_ij|`, the
    /// terms that cancelled in it: that is rounding of the solver, and the bound is then short of proof by at most that
    /// times the column's value. [`Programme::dual_bound_within`] leaves nothing out.
    ///
    /// `row_duals`: one per row, `d objective / d right-hand side`.
    pub fn dual_bound(&self, row_duals: &[f64]) -> f64 {
        self.lagrangian(row_duals, |_| f64::INFINITY)
    }

    /// As [`Programme::dual_bound`], for all points whose unbounded columns stay within `±reach`: then every reduced
    /// cost is paid for, and the bound is a proof but for the rounding of its own sums (some 1e-13 of the largest term).
    pub fn dual_bound_within(&self, row_duals: &[f64], reach: f64) -> f64 {
        self.lagrangian(row_duals, |_| reach)
    }

    /// As [`Programme::dual_bound_within`], with a reach for every column: infinite where none is known, which is then
    /// treated as [`Programme::dual_bound`] does.
    pub fn dual_bound_reaching(&self, row_duals: &[f64], reach: impl Fn(Column) -> f64) -> f64 {
        self.lagrangian(row_duals, reach)
    }

    fn lagrangian(&self, row_duals: &[f64], reach: impl Fn(Column) -> f64) -> f64 {
        if row_duals.iter().any(|dual| dual.is_nan()) {
            return f64::NEG_INFINITY;
        }
        let mut reduced: Vec<(f64, f64)> =
            self.columns.iter().map(|column| (column.cost, column.cost.abs())).collect();
        let mut bound = self.offset;
        for (row, dual) in self.rows.iter().zip(row_duals) {
            let dual = match row.sense {
                Sense::AtMost => dual.min(0.0),
                Sense::Equal => *dual,
                Sense::AtLeast => dual.max(0.0),
            };
            bound += dual * row.rhs;
            for (column, coefficient) in &self.terms[row.terms.clone()] {
                let (cost, turned_over) = &mut reduced[*column as usize];
                *cost -= dual * coefficient;
                *turned_over += (dual * coefficient).abs();
            }
        }
        for (index, (column, (cost, turned_over))) in self.columns.iter().zip(reduced).enumerate() {
            let reach = reach(Column(index as u32));
            let at = if cost > 0.0 { column.lower.max(-reach) } else { column.upper.min(reach) };
            if at.is_finite() {
                bound += cost * at;
            } else if cost.abs() > ROUNDING * turned_over {
                match self.reach {
                    Some(reach) => bound -= cost.abs() * reach,
                    None => return f64::NEG_INFINITY,
                }
            }
        }
        bound
    }

    /// How far a point is from satisfying every row, bound and integrality. A value that is missing or not a number
    /// breaches without end.
    pub fn check(&self, values: &[f64]) -> Violation {
        let value = |column: usize| values.get(column).copied().unwrap_or(f64::NAN);
        let mut worst = Violation::default();
        for (index, row) in self.rows.iter().enumerate() {
            let left: f64 = self.terms[row.terms.clone()].iter().map(|(c, a)| a * value(*c as usize)).sum();
            let breach = endless_if_nan(match row.sense {
                Sense::AtMost => left - row.rhs,
                Sense::Equal => (left - row.rhs).abs(),
                Sense::AtLeast => row.rhs - left,
            });
            if breach > worst.row {
                worst.row = breach;
                worst.row_name = self.row_name(Row(index as u32));
            }
        }
        for (index, column) in self.columns.iter().enumerate() {
            let value = value(index);
            let breach =
                if value.is_nan() { f64::INFINITY } else { (column.lower - value).max(value - column.upper) };
            if breach > worst.bound {
                worst.bound = breach;
                worst.column_name = self.column_name(Column(index as u32));
            }
            let fraction = if column.integer { endless_if_nan((value - value.round()).abs()) } else { 0.0 };
            if fraction > worst.integrality {
                worst.integrality = fraction;
                worst.integer_name = self.column_name(Column(index as u32));
            }
        }
        worst
    }
}

fn endless_if_nan(breach: f64) -> f64 {
    if breach.is_nan() { f64::INFINITY } else { breach }
}
