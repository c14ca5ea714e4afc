//! One Newton step: the arrow-shaped system, eliminated block by block.
//!
//! ```text
//! Θ = 1 / (z/s_l + w/s_u + ρ),   s_l = x − l,  s_u = u − x,   g = r_d − comp_l/s_l + comp_u/s_u
//!
//! N_k dπ_k + C_k dν + B_k dy = r_k + A_k Θ_k g_k            N_k = A_k Θ_k A_kᵀ + δ,   C_k = A_k Θ_k E_kᵀ
//! Σ C_kᵀ dπ_k + G dν + D dy  = r_ν + Σ E_k Θ_k g_k          G = Σ E_k Θ_k E_kᵀ + δ
//! Σ B_kᵀ dπ_k + Dᵀ dν − Θ_y⁻¹ dy = g_y
//! dx_k = Θ_k (A_kᵀ dπ_k + E_kᵀ dν − g_k),   dz = (comp_l − z dx)/s_l,   dw = (comp_u + w dx)/s_u
//! ```
//!
//! With `F = L⁻¹ P [C B]` of `N = Pᵀ L Lᵀ P`, zero where no column of the border reaches, the border is
//!
//! ```text
//! S_y = Θ_y⁻¹ + Σ F_Bᵀ F_B,   Q = D − Σ F_Cᵀ F_B,   R = G − Σ F_Cᵀ F_C + Q S_y⁻¹ Qᵀ      both positive definite
//! ```
//!
//! `δ` and `ρ` are those of a proximal method whose centre is the present point (Friedlander and Orban 2012; Pougkakiotis
//! and Gondzio 2021): they bend the way, not the end. What `δ` costs a step is taken back by refinement.

use super::cholesky::{Factor, NotDefinite, Pattern};
use super::sparse::{Csc, norm};
use super::standard::{Columns, Standard};
use faer::linalg::matmul::matmul;
use faer::linalg::solvers::{Llt, Solve};
use faer::{Accum, Mat, Par, Side};
use rayon::prelude::*;
use std::sync::Arc;

/// Weight of the proximal term of a column with a bound, and of one without.
const RHO: (f64, f64) = (1e-11, 1e-8);
/// Rounds of refinement, and the relative residual that needs none.
const REFINE: (usize, f64) = (3, 1e-10);

/// Values, lower and upper multipliers of a part's columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Iterate {
    pub(super) x: Vec<f64>,
    pub(super) z: Vec<f64>,
    pub(super) w: Vec<f64>,
}

/// Everything that moves: one part per block, then the border; row duals alike.
#[derive(Debug, Clone, Default)]
pub(super) struct Point {
    pub(super) parts: Vec<Iterate>,
    pub(super) duals: Vec<Vec<f64>>,
}

/// What a step should undo, in the shape of [`Point`]: primal and dual residuals, products `s_l z` and `s_u w` to gain.
#[derive(Debug, Clone, Default)]
pub(super) struct Residual {
    pub(super) primal: Vec<Vec<f64>>,
    pub(super) dual: Vec<Vec<f64>>,
}

/// Gain in `s_l z` and in `s_u w` of a part's columns.
#[derive(Debug, Clone, Default)]
pub(super) struct Gain {
    pub(super) lower: Vec<f64>,
    pub(super) upper: Vec<f64>,
}

/// The factorised system at a point.
pub(super) struct Newton<'a> {
    standard: &'a Standard,
    patterns: &'a [Arc<Pattern>],
    theta: Vec<Vec<f64>>,
    factors: Vec<Factor>,
    border: Border,
}

struct Border {
    /// `S_y`
    columns: Option<Llt<f64>>,
    /// `Q`
    mixed: Mat<f64>,
    /// `R`
    rows: Option<Llt<f64>>,
}

/// Room to the lower and the upper bound.
pub(super) fn room(columns: &Columns, x: &[f64], j: usize) -> (f64, f64) {
    (x[j] - columns.lower[j], columns.upper[j] - x[j])
}

fn theta(columns: &Columns, at: &Iterate) -> Vec<f64> {
    (0..columns.len())
        .map(|j| {
            let (below, above) = room(columns, &at.x, j);
            let bounded = below.is_finite() || above.is_finite();
            let rho = if bounded { RHO.0 } else { RHO.1 };
            (at.z[j] / below + at.w[j] / above + rho).recip()
        })
        .collect()
}

impl<'a> Newton<'a> {
    /// Factorises the system at a point.
    pub(super) fn at(
        standard: &'a Standard,
        patterns: &'a [Arc<Pattern>],
        point: &Point,
        delta: f64,
    ) -> Result<Self, NotDefinite> {
        let parts = || standard.blocks.iter().map(|block| &block.columns).chain([&standard.link]);
        let theta: Vec<Vec<f64>> =
            parts().zip(&point.parts).map(|(columns, at)| theta(columns, at)).collect();
        Self::with(standard, patterns, theta, delta)
    }

    /// Factorises the system with given weights.
    pub(super) fn with(
        standard: &'a Standard,
        patterns: &'a [Arc<Pattern>],
        theta: Vec<Vec<f64>>,
        delta: f64,
    ) -> Result<Self, NotDefinite> {
        let (rows, columns) = (standard.link_rhs.len(), standard.link.len());
        let worked: Result<Vec<(Factor, Mat<f64>)>, NotDefinite> = standard
            .blocks
            .par_iter()
            .zip(patterns)
            .zip(&theta)
            .map(|((block, pattern), theta)| {
                let factor = pattern.factorise(&block.a, theta, delta)?;
                let border = border_of(&block.a, theta, &block.e, &block.b);
                let square = pattern.border_square(&factor, &border.0, &pattern.reach(&border.0));
                let mut whole = Mat::<f64>::zeros(rows + columns, rows + columns);
                for (i, to_i) in border.1.iter().enumerate() {
                    for (j, to_j) in border.1.iter().enumerate() {
                        whole[(*to_i, *to_j)] = square[(i, j)];
                    }
                }
                Ok((factor, whole))
            })
            .collect();
        let mut sum = Mat::<f64>::zeros(rows + columns, rows + columns);
        let mut factors = Vec::with_capacity(standard.blocks.len());
        for (factor, square) in worked? {
            sum += square;
            factors.push(factor);
        }
        let border = Border::of(standard, &theta, &sum, delta)?;
        Ok(Self { standard, patterns, theta, factors, border })
    }

    /// The step that undoes the residuals and gains the products, at a point.
    pub(super) fn step(&self, point: &Point, residual: &Residual, gain: &[Gain]) -> Point {
        let standard = self.standard;
        let parts: Vec<&Columns> =
            standard.blocks.iter().map(|block| &block.columns).chain([&standard.link]).collect();
        let g: Vec<Vec<f64>> = parts
            .par_iter()
            .zip(&point.parts)
            .zip(&residual.dual)
            .zip(gain)
            .map(|(((columns, at), dual), gain)| {
                (0..columns.len())
                    .map(|j| {
                        let (below, above) = room(columns, &at.x, j);
                        let mut g = dual[j];
                        if below.is_finite() {
                            g -= gain.lower[j] / below;
                        }
                        if above.is_finite() {
                            g += gain.upper[j] / above;
                        }
                        g
                    })
                    .collect()
            })
            .collect();
        let (mut duals, mut moved) = self.eliminate(&residual.primal, &g);
        let size = residual.primal.iter().map(|rows| norm(rows)).fold(norm(&g[parts.len() - 1]), f64::max);
        for _ in 0..REFINE.0 {
            let (rows, border) = self.missed(&residual.primal, &g, &duals, &moved);
            let miss = rows.iter().map(|rows| norm(rows)).fold(norm(&border), f64::max);
            if miss.is_nan() || miss <= REFINE.1 * size {
                break;
            }
            let nothing: Vec<Vec<f64>> =
                g[..parts.len() - 1].iter().map(|g| vec![0.0; g.len()]).chain([border]).collect();
            let (more, further) = self.eliminate(&rows, &nothing);
            add(&mut duals, &more);
            add(&mut moved, &further);
        }
        let steps: Vec<Iterate> = parts
            .into_par_iter()
            .zip(&point.parts)
            .zip(gain)
            .zip(moved)
            .map(|(((columns, at), gain), dx)| {
                let (mut dz, mut dw) = (vec![0.0; dx.len()], vec![0.0; dx.len()]);
                for j in 0..dx.len() {
                    let (below, above) = room(columns, &at.x, j);
                    if below.is_finite() {
                        dz[j] = (gain.lower[j] - at.z[j] * dx[j]) / below;
                    }
                    if above.is_finite() {
                        dw[j] = (gain.upper[j] + at.w[j] * dx[j]) / above;
                    }
                }
                Iterate { x: dx, z: dz, w: dw }
            })
            .collect();
        Point { parts: steps, duals }
    }

    /// Duals and columns for given residuals of rows and reduced costs.
    fn eliminate(&self, primal: &[Vec<f64>], g: &[Vec<f64>]) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
        let standard = self.standard;
        let last = standard.blocks.len();
        // t = N⁻¹ h, and what it means for the border
        let first: Vec<(Vec<f64>, Vec<f64>, Vec<f64>)> = standard
            .blocks
            .par_iter()
            .enumerate()
            .map(|(k, block)| {
                let weighted: Vec<f64> =
                    self.theta[k].iter().zip(&g[k]).map(|(theta, g)| theta * g).collect();
                let mut t = primal[k].clone();
                block.a.add_product(&weighted, &mut t);
                self.patterns[k].solve(&self.factors[k], &mut t);
                // E Θ (g − Aᵀ t) and −Bᵀ t
                let mut lifted = vec![0.0; weighted.len()];
                block.a.add_transposed_product(&t, &mut lifted);
                let rest: Vec<f64> = lifted
                    .iter()
                    .zip(&weighted)
                    .zip(&self.theta[k])
                    .map(|((a, w), theta)| w - theta * a)
                    .collect();
                let mut to_rows = vec![0.0; standard.link_rhs.len()];
                block.e.add_product(&rest, &mut to_rows);
                let mut to_columns = vec![0.0; standard.link.len()];
                block.b.add_transposed_product(&t, &mut to_columns);
                (t, to_rows, to_columns)
            })
            .collect();
        let mut rows_rhs = primal[last].clone();
        let mut columns_rhs = g[last].clone();
        for (_, to_rows, to_columns) in &first {
            rows_rhs.iter_mut().zip(to_rows).for_each(|(sum, more)| *sum += more);
            columns_rhs.iter_mut().zip(to_columns).for_each(|(sum, more)| *sum -= more);
        }
        let (nu, y) = self.border.solve(&rows_rhs, &columns_rhs);
        let second: Vec<(Vec<f64>, Vec<f64>)> = standard
            .blocks
            .par_iter()
            .zip(&first)
            .enumerate()
            .map(|(k, (block, (t, ..)))| {
                let mut priced = vec![0.0; block.columns.len()];
                block.e.add_transposed_product(&nu, &mut priced);
                let weighted: Vec<f64> =
                    priced.iter().zip(&self.theta[k]).map(|(e, theta)| theta * e).collect();
                let mut back = vec![0.0; t.len()];
                block.a.add_product(&weighted, &mut back);
                block.b.add_product(&y, &mut back);
                self.patterns[k].solve(&self.factors[k], &mut back);
                let duals: Vec<f64> = t.iter().zip(&back).map(|(t, back)| t - back).collect();
                block.a.add_transposed_product(&duals, &mut priced);
                let dx = priced.iter().zip(&g[k]).zip(&self.theta[k]).map(|((p, g), theta)| theta * (p - g));
                (duals, dx.collect())
            })
            .collect();
        let (mut duals, mut moved): (Vec<_>, Vec<_>) = second.into_iter().unzip();
        duals.push(nu);
        moved.push(y);
        (duals, moved)
    }

    /// What a step left undone: of the rows, and of the reduced costs of the border.
    fn missed(
        &self,
        primal: &[Vec<f64>],
        g: &[Vec<f64>],
        duals: &[Vec<f64>],
        moved: &[Vec<f64>],
    ) -> (Vec<Vec<f64>>, Vec<f64>) {
        let last = self.standard.blocks.len();
        let products = products(self.standard, moved);
        let rows = primal.iter().zip(products).map(|(wanted, got)| difference(wanted, &got)).collect();
        let mut border = priced_border(self.standard, duals);
        for (j, value) in border.iter_mut().enumerate() {
            *value = g[last][j] - (*value - moved[last][j] / self.theta[last][j]);
        }
        (rows, border)
    }
}

/// `A x + B y` of every block, then `Σ E x + D y`.
pub(super) fn products(standard: &Standard, x: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let last = standard.blocks.len();
    let worked: Vec<(Vec<f64>, Vec<f64>)> = standard
        .blocks
        .par_iter()
        .zip(x)
        .map(|(block, own)| {
            let mut rows = vec![0.0; block.rhs.len()];
            block.a.add_product(own, &mut rows);
            block.b.add_product(&x[last], &mut rows);
            let mut linking = vec![0.0; standard.link_rhs.len()];
            block.e.add_product(own, &mut linking);
            (rows, linking)
        })
        .collect();
    let mut linking = vec![0.0; standard.link_rhs.len()];
    standard.d.add_product(&x[last], &mut linking);
    let mut all: Vec<Vec<f64>> = Vec::with_capacity(last + 1);
    for (rows, more) in worked {
        linking.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        all.push(rows);
    }
    all.push(linking);
    all
}

/// `Σ Bᵀ π + Dᵀ ν`
pub(super) fn priced_border(standard: &Standard, duals: &[Vec<f64>]) -> Vec<f64> {
    let mut sum = vec![0.0; standard.link.len()];
    for (block, duals) in standard.blocks.iter().zip(duals) {
        block.b.add_transposed_product(duals, &mut sum);
    }
    standard.d.add_transposed_product(&duals[standard.blocks.len()], &mut sum);
    sum
}

fn difference(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn add(sum: &mut [Vec<f64>], more: &[Vec<f64>]) {
    for (sum, more) in sum.iter_mut().zip(more) {
        sum.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
    }
}

/// `[C B]` of a block without its empty columns, and where they stand in the border (rows first).
fn border_of(a: &Csc, theta: &[f64], e: &Csc, b: &Csc) -> (Csc, Vec<usize>) {
    let mut triplets = Vec::new();
    let mut places = Vec::new();
    let rows = e.transposed();
    let mut sum = vec![0.0; a.rows];
    for linking in 0..rows.columns() {
        let mut touched: Vec<usize> = Vec::new();
        for (j, value) in rows.column(linking) {
            for (row, entry) in a.column(j) {
                touched.push(row);
                sum[row] += entry * theta[j] * value;
            }
        }
        touched.sort_unstable();
        touched.dedup();
        if !touched.is_empty() {
            let column = places.len() as u32;
            triplets.extend(touched.iter().map(|row| (*row as u32, column, sum[*row])));
            places.push(linking);
        }
        for row in touched {
            sum[row] = 0.0;
        }
    }
    for linking in 0..b.columns() {
        if b.start[linking + 1] > b.start[linking] {
            let column = places.len() as u32;
            triplets.extend(b.column(linking).map(|(row, value)| (row as u32, column, value)));
            places.push(rows.columns() + linking);
        }
    }
    (Csc::of(a.rows, places.len(), &triplets), places)
}

impl Border {
    /// `sum` is `Σ Fᵀ F`, rows first.
    fn of(standard: &Standard, theta: &[Vec<f64>], sum: &Mat<f64>, delta: f64) -> Result<Self, NotDefinite> {
        let (rows, columns) = (standard.link_rhs.len(), standard.link.len());
        let mut s = sum.as_ref().submatrix(rows, rows, columns, columns).to_owned();
        for (j, theta) in theta[standard.blocks.len()].iter().enumerate() {
            s[(j, j)] += theta.recip();
        }
        let mut mixed = Mat::<f64>::zeros(rows, columns);
        for j in 0..columns {
            for (row, value) in standard.d.column(j) {
                mixed[(row, j)] += value;
            }
            for i in 0..rows {
                mixed[(i, j)] -= sum[(i, rows + j)];
            }
        }
        let mut r = Mat::<f64>::zeros(rows, rows);
        for (block, theta) in standard.blocks.iter().zip(theta) {
            for (j, theta) in theta.iter().enumerate() {
                for (left, a) in block.e.column(j) {
                    for (right, b) in block.e.column(j) {
                        r[(left, right)] += theta * a * b;
                    }
                }
            }
        }
        r -= sum.as_ref().submatrix(0, 0, rows, rows);
        for i in 0..rows {
            r[(i, i)] += delta;
        }
        let columns = definite(&s)?;
        if let Some(s) = &columns {
            let solved = s.solve(mixed.transpose());
            matmul(r.as_mut(), Accum::Add, mixed.as_ref(), solved.as_ref(), 1.0, Par::Seq);
        }
        Ok(Self { columns, mixed, rows: definite(&r)? })
    }

    /// `(dν, dy)`
    fn solve(&self, rows: &[f64], columns: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let vector = |values: &[f64]| Mat::from_fn(values.len(), 1, |i, _| values[i]);
        let back =
            |solver: Option<&Llt<f64>>, rhs: Mat<f64>| solver.map_or(rhs.clone(), |llt| llt.solve(&rhs));
        let (first, second) = (vector(rows), vector(columns));
        let inner = back(self.columns.as_ref(), second.clone());
        let nu = back(self.rows.as_ref(), first + &self.mixed * &inner);
        let y = back(self.columns.as_ref(), self.mixed.transpose() * &nu - second);
        let list = |column: Mat<f64>| (0..column.nrows()).map(|i| column[(i, 0)]).collect();
        (list(nu), list(y))
    }
}

/// `None` for an empty matrix.
fn definite(matrix: &Mat<f64>) -> Result<Option<Llt<f64>>, NotDefinite> {
    if matrix.nrows() == 0 {
        return Ok(None);
    }
    Llt::new(matrix.as_ref(), Side::Lower).map(Some).map_err(|_| NotDefinite)
}
