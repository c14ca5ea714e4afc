//! Normal equations of a block, `A Θ Aᵀ + δ`, factorised: the ordering once, the numbers in every iteration.

use super::sparse::Csc;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::LltRegularization;
use faer::linalg::matmul::matmul;
use faer::linalg::matmul::triangular::{self, BlockStructure};
use faer::linalg::triangular_solve::solve_lower_triangular_in_place;
use faer::sparse::linalg::SupernodalThreshold;
use faer::sparse::linalg::cholesky::{
    CholeskySymbolicParams, LltRef, SymbolicCholesky, SymbolicCholeskyRaw, SymmetricOrdering,
    factorize_symbolic_cholesky,
    supernodal::{SupernodalLltRef, SymbolicSupernodalCholesky},
};
use faer::sparse::{SparseColMatRef, SymbolicSparseColMatRef};
use faer::{Accum, Conj, Mat, MatMut, Par, Side};

/// Where `A Θ Aᵀ` has entries, and how its factor is ordered.
#[derive(Debug)]
pub(super) struct Pattern {
    /// Lower triangle by columns.
    start: Vec<usize>,
    row: Vec<usize>,
    /// `A` by rows.
    by_row: Csc,
    symbolic: SymbolicCholesky<usize>,
    /// Supernode of every row of the ordered factor.
    supernode_of: Vec<u32>,
}

/// Columns of a border that reach every supernode, ascending.
#[derive(Debug)]
pub(super) struct Reach {
    columns: Vec<Vec<u32>>,
}

/// A factor.
#[derive(Debug)]
pub(super) struct Factor {
    values: Vec<f64>,
}

/// The matrix was not positive definite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotDefinite;

impl Pattern {
    /// Orders the normal equations of `a`.
    pub(super) fn of(a: &Csc) -> Result<Self, NotDefinite> {
        let by_row = a.transposed();
        let mut seen = vec![usize::MAX; a.rows];
        let (mut start, mut row) = (vec![0], Vec::new());
        for column in 0..a.rows {
            let from = row.len();
            // the diagonal is always there: a row without columns is held by δ
            seen[column] = column;
            row.push(column);
            for (j, _) in by_row.column(column) {
                for (other, _) in a.column(j) {
                    if other > column && seen[other] != column {
                        seen[other] = column;
                        row.push(other);
                    }
                }
            }
            row[from..].sort_unstable();
            start.push(row.len());
        }
        let lower = SymbolicSparseColMatRef::new_checked(a.rows, a.rows, &start, None, &row);
        let parameters = CholeskySymbolicParams {
            supernodal_flop_ratio_threshold: SupernodalThreshold::FORCE_SUPERNODAL,
            ..CholeskySymbolicParams::default()
        };
        let symbolic = factorize_symbolic_cholesky(lower, Side::Lower, SymmetricOrdering::Amd, parameters)
            .map_err(|_| NotDefinite)?;
        let mut supernode_of = vec![0; a.rows];
        if let SymbolicCholeskyRaw::Supernodal(nodes) = symbolic.raw() {
            for node in 0..nodes.n_supernodes() {
                let range = nodes.supernode_begin()[node]..nodes.supernode_end()[node];
                supernode_of[range].fill(node as u32);
            }
        }
        Ok(Self { start, row, by_row, symbolic, supernode_of })
    }

    fn rows(&self) -> usize {
        self.by_row.columns()
    }

    /// Factorises `A Θ Aᵀ + δ I`.
    pub(super) fn factorise(&self, a: &Csc, theta: &[f64], delta: f64) -> Result<Factor, NotDefinite> {
        let rows = self.rows();
        let mut entries = vec![0.0; self.row.len()];
        let mut sum = vec![0.0; rows];
        for column in 0..rows {
            for (j, left) in self.by_row.column(column) {
                let weight = theta[j] * left;
                for (other, right) in a.column(j) {
                    sum[other] += weight * right;
                }
            }
            // entries above the diagonal were summed too; they are cleared with the others by whoever visits them
            let range = self.start[column]..self.start[column + 1];
            for (entry, row) in entries[range.clone()].iter_mut().zip(&self.row[range]) {
                *entry = sum[*row];
            }
            for (j, _) in self.by_row.column(column) {
                for (other, _) in a.column(j) {
                    sum[other] = 0.0;
                }
            }
            entries[self.start[column]] += delta;
        }
        let symbolic = SymbolicSparseColMatRef::new_checked(rows, rows, &self.start, None, &self.row);
        let matrix = SparseColMatRef::new(symbolic, entries.as_slice());
        let mut values = vec![0.0; self.symbolic.len_val()];
        let mut memory = MemBuffer::new(
            self.symbolic.factorize_numeric_llt_scratch::<f64>(Par::Seq, faer::Spec::default()),
        );
        self.symbolic
            .factorize_numeric_llt(
                &mut values,
                matrix,
                Side::Lower,
                LltRegularization::default(),
                Par::Seq,
                MemStack::new(&mut memory),
                faer::Spec::default(),
            )
            .map_err(|_| NotDefinite)?;
        if values.iter().all(|value| value.is_finite()) { Ok(Factor { values }) } else { Err(NotDefinite) }
    }

    /// Replaces a right-hand side by its solution.
    pub(super) fn solve(&self, factor: &Factor, rhs: &mut [f64]) {
        if rhs.is_empty() {
            return;
        }
        let mut memory = MemBuffer::new(self.symbolic.solve_in_place_scratch::<f64>(1, Par::Seq));
        LltRef::new(&self.symbolic, &factor.values).solve_in_place_with_conj(
            Conj::No,
            MatMut::from_column_major_slice_mut(rhs, self.rows(), 1),
            Par::Seq,
            MemStack::new(&mut memory),
        );
    }

    /// Which columns of a border reach which supernode: those with an entry there, and those of every supernode below.
    pub(super) fn reach(&self, border: &Csc) -> Reach {
        let mut columns = vec![Vec::new(); self.nodes().map_or(0, SymbolicSupernodalCholesky::n_supernodes)];
        let (Some(nodes), Some(place)) = (self.nodes(), self.places()) else { return Reach { columns } };
        for column in 0..border.columns() {
            for (row, _) in border.column(column) {
                columns[self.supernode_of[place[row]] as usize].push(column as u32);
            }
        }
        for node in 0..columns.len() {
            columns[node].sort_unstable();
            columns[node].dedup();
            let parent = nodes.supernode(node).pattern().first().map(|row| self.supernode_of[*row] as usize);
            if let Some(parent) = parent {
                let own = columns[node].clone();
                columns[parent].extend(own);
            }
        }
        Reach { columns }
    }

    fn nodes(&self) -> Option<&SymbolicSupernodalCholesky<usize>> {
        match self.symbolic.raw() {
            SymbolicCholeskyRaw::Supernodal(nodes) => Some(nodes),
            SymbolicCholeskyRaw::Simplicial(_) => None,
        }
    }

    /// Place of every row in the ordered factor.
    fn places(&self) -> Option<&[usize]> {
        self.symbolic.perm().map(|order| order.arrays().1)
    }

    /// `Wᵀ N⁻¹ W = Fᵀ F`, `F = L⁻¹ P W`, for a sparse border `W`: supernode by supernode, each with the columns that reach it
    /// alone.
    pub(super) fn border_square(&self, factor: &Factor, border: &Csc, reach: &Reach) -> Mat<f64> {
        let mut square = Mat::<f64>::zeros(border.columns(), border.columns());
        let (Some(nodes), Some(place)) = (self.nodes(), self.places()) else { return square };
        let numeric = SupernodalLltRef::new(nodes, &factor.values);
        let mut panels: Vec<Mat<f64>> = (0..nodes.n_supernodes())
            .map(|node| {
                let size = nodes.supernode_end()[node] - nodes.supernode_begin()[node];
                Mat::zeros(if reach.columns[node].is_empty() { 0 } else { size }, reach.columns[node].len())
            })
            .collect();
        for column in 0..border.columns() {
            for (row, value) in border.column(column) {
                let node = self.supernode_of[place[row]] as usize;
                if let Ok(at) = reach.columns[node].binary_search(&(column as u32)) {
                    panels[node][(place[row] - nodes.supernode_begin()[node], at)] = value;
                }
            }
        }
        for node in 0..nodes.n_supernodes() {
            let active = &reach.columns[node];
            if active.is_empty() {
                continue;
            }
            let own = numeric.supernode(node);
            let (top, bottom) = own.val().split_at_row(own.val().ncols());
            let mut here = std::mem::replace(&mut panels[node], Mat::zeros(0, 0));
            solve_lower_triangular_in_place(top, here.as_mut(), Par::Seq);
            let mut below = Mat::<f64>::zeros(own.pattern().len(), active.len());
            matmul(below.as_mut(), Accum::Replace, bottom, here.as_ref(), 1.0, Par::Seq);
            let mut from = 0;
            while from < own.pattern().len() {
                // rows of the pattern that lie in one supernode above
                let above = self.supernode_of[own.pattern()[from]] as usize;
                let (begin, end) = (nodes.supernode_begin()[above], nodes.supernode_end()[above]);
                let to = from + own.pattern()[from..].iter().take_while(|row| **row < end).count();
                let panel = &mut panels[above];
                let mut at = 0;
                for (column, number) in active.iter().enumerate() {
                    while reach.columns[above][at] < *number {
                        at += 1;
                    }
                    for (place, row) in own.pattern()[from..to].iter().enumerate() {
                        panel[(row - begin, at)] -= below[(from + place, column)];
                    }
                }
                from = to;
            }
            let mut product = Mat::<f64>::zeros(active.len(), active.len());
            let shape = (BlockStructure::TriangularLower, BlockStructure::Rectangular);
            triangular::matmul(
                product.as_mut(),
                shape.0,
                Accum::Replace,
                here.transpose(),
                shape.1,
                here.as_ref(),
                shape.1,
                1.0,
                Par::Seq,
            );
            for (j, to_j) in active.iter().enumerate() {
                for (i, to_i) in active.iter().enumerate().skip(j) {
                    square[(*to_i as usize, *to_j as usize)] += product[(i, j)];
                }
            }
        }
        for j in 0..square.ncols() {
            for i in 0..j {
                square[(i, j)] = square[(j, i)];
            }
        }
        square
    }
}
