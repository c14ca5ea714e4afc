//! `P A Pᵀ = L D Lᵀ` of a sparse symmetric matrix, without pivoting.
//!
//! Up-looking: row `k` of `L` solves `L_{0..k} y = a_{0..k,k}` over the path of the elimination tree, then
//! `d_k = a_kk − Σ y_i² / d_i` (Davis, *Direct Methods for Sparse Linear Systems*, 2006, section 4.8). Negative reactances
//! make `D` indefinite, which is no harm as long as no pivot vanishes; that is checked and named.

use super::minimum_degree;

/// A factorised matrix. Vectors it solves for are in the new order: position `k` is unknown `order[k]`.
#[derive(Debug, Clone)]
pub(crate) struct Ldl {
    /// Old number of every new one.
    pub(crate) order: Vec<usize>,
    /// New number of every old one.
    pub(crate) place: Vec<usize>,
    starts: Vec<u32>,
    rows: Vec<u32>,
    values: Vec<f64>,
    inverse_diagonal: Vec<f64>,
}

/// Unknown whose pivot vanished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ZeroPivot(pub(crate) usize);

/// A pivot this small beside its diagonal entry is rounding.
const PIVOT_TOLERANCE: f64 = 1e-11;

impl Ldl {
    /// Factorises the matrix with `diagonal` and, for every `(a, b, value)`, `value` at `(a, b)` and `(b, a)`; entries of
    /// the same place add up.
    pub(crate) fn new(diagonal: &[f64], pairs: &[(usize, usize, f64)]) -> Result<Self, ZeroPivot> {
        let n = diagonal.len();
        let edges: Vec<(usize, usize)> = pairs.iter().map(|(a, b, _)| (*a, *b)).collect();
        let order = minimum_degree(n, &edges);
        let mut place = vec![0; n];
        for (new, old) in order.iter().enumerate() {
            place[*old] = new;
        }
        let upper = Upper::new(n, &place, pairs);
        let (parent, counts) = upper.tree();
        let mut starts = vec![0_u32; n + 1];
        for k in 0..n {
            starts[k + 1] = starts[k] + counts[k];
        }
        let fill = starts[n] as usize;
        let mut factor = Self {
            order,
            place,
            starts,
            rows: vec![0; fill],
            values: vec![0.0; fill],
            inverse_diagonal: vec![0.0; n],
        };
        factor.fill(&upper, &parent, diagonal)?;
        Ok(factor)
    }

    fn fill(&mut self, upper: &Upper, parent: &[usize], diagonal: &[f64]) -> Result<(), ZeroPivot> {
        let n = diagonal.len();
        let mut next: Vec<u32> = self.starts[..n].to_vec();
        let mut y = vec![0.0; n];
        let mut seen = vec![usize::MAX; n];
        let (mut path, mut stack) = (Vec::<usize>::with_capacity(n), Vec::<usize>::with_capacity(n));
        for k in 0..n {
            seen[k] = k;
            stack.clear();
            for (row, value) in upper.column(k) {
                y[row] += value;
                path.clear();
                let mut i = row;
                while seen[i] != k {
                    seen[i] = k;
                    path.push(i);
                    i = parent[i];
                }
                // deeper paths are solved first
                stack.extend(path.iter().rev());
            }
            let own = diagonal[self.order[k]];
            let mut pivot = own;
            for i in stack.iter().rev().copied() {
                let value = std::mem::take(&mut y[i]);
                let (from, to) = (self.starts[i] as usize, next[i] as usize);
                for (row, factor) in self.rows[from..to].iter().zip(&self.values[from..to]) {
                    y[*row as usize] -= factor * value;
                }
                let scaled = value * self.inverse_diagonal[i];
                pivot -= scaled * value;
                self.rows[to] = k as u32;
                self.values[to] = scaled;
                next[i] += 1;
            }
            let scale = own.abs().max(f64::MIN_POSITIVE);
            if pivot.abs().partial_cmp(&(PIVOT_TOLERANCE * scale)) != Some(std::cmp::Ordering::Greater) {
                return Err(ZeroPivot(self.order[k]));
            }
            self.inverse_diagonal[k] = 1.0 / pivot;
        }
        Ok(())
    }

    /// Solves for `N` right-hand sides at once, in place and in the new order.
    pub(crate) fn solve<const N: usize>(&self, x: &mut [[f64; N]]) {
        let n = x.len();
        for column in 0..n {
            let known = x[column];
            if known.iter().all(|value| *value == 0.0) {
                continue;
            }
            let (from, to) = (self.starts[column] as usize, self.starts[column + 1] as usize);
            for (row, factor) in self.rows[from..to].iter().zip(&self.values[from..to]) {
                let target = &mut x[*row as usize];
                for lane in 0..N {
                    target[lane] -= factor * known[lane];
                }
            }
        }
        for (value, inverse) in x.iter_mut().zip(&self.inverse_diagonal) {
            for lane in value {
                *lane *= inverse;
            }
        }
        for column in (0..n).rev() {
            let mut sum = x[column];
            let (from, to) = (self.starts[column] as usize, self.starts[column + 1] as usize);
            for (row, factor) in self.rows[from..to].iter().zip(&self.values[from..to]) {
                let source = &x[*row as usize];
                for lane in 0..N {
                    sum[lane] -= factor * source[lane];
                }
            }
            x[column] = sum;
        }
    }
}

/// The upper triangle in the new order, by columns; doubled entries are kept.
struct Upper {
    starts: Vec<usize>,
    rows: Vec<usize>,
    values: Vec<f64>,
}

impl Upper {
    fn new(n: usize, place: &[usize], pairs: &[(usize, usize, f64)]) -> Self {
        let ends = |pair: &(usize, usize, f64)| {
            let (a, b) = (place[pair.0], place[pair.1]);
            (a.min(b), a.max(b))
        };
        let mut starts = vec![0; n + 1];
        for pair in pairs {
            starts[ends(pair).1 + 1] += 1;
        }
        for k in 0..n {
            starts[k + 1] += starts[k];
        }
        let mut next = starts.clone();
        let (mut rows, mut values) = (vec![0; pairs.len()], vec![0.0; pairs.len()]);
        for pair in pairs {
            let (row, column) = ends(pair);
            rows[next[column]] = row;
            values[next[column]] = pair.2;
            next[column] += 1;
        }
        Self { starts, rows, values }
    }

    fn column(&self, k: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        (self.starts[k]..self.starts[k + 1]).map(|at| (self.rows[at], self.values[at]))
    }

    /// Elimination tree (a root points at itself) and entries of every column of `L` below the diagonal.
    fn tree(&self) -> (Vec<usize>, Vec<u32>) {
        let n = self.starts.len() - 1;
        let mut parent: Vec<usize> = (0..n).collect();
        let mut counts = vec![0; n];
        let mut seen = vec![usize::MAX; n];
        for k in 0..n {
            seen[k] = k;
            for (row, _) in self.column(k) {
                let mut i = row;
                while seen[i] != k {
                    if parent[i] == i {
                        parent[i] = k;
                    }
                    counts[i] += 1;
                    seen[i] = k;
                    i = parent[i];
                }
            }
        }
        (parent, counts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A ring with chords, by rule and without chance.
    fn matrix(n: usize) -> (Vec<f64>, Vec<(usize, usize, f64)>) {
        let pairs: Vec<(usize, usize, f64)> = (0..n)
            .flat_map(|i| [(i, (i + 1) % n, -1.0 - i as f64 / 7.0), (i, (i * i + 3) % n, 0.25)])
            .filter(|(a, b, _)| a != b)
            .collect();
        let diagonal = (0..n).map(|i| if i % 5 == 0 { -9.0 } else { 11.0 + i as f64 }).collect();
        (diagonal, pairs)
    }

    #[test]
    fn the_solution_solves_an_indefinite_system_in_every_lane() {
        let (diagonal, pairs) = matrix(60);
        let factor = Ldl::new(&diagonal, &pairs).unwrap();
        let rhs: Vec<[f64; 3]> = (0..60).map(|i| [1.0, f64::from(i), f64::from(i % 7) - 3.0]).collect();
        let mut x: Vec<[f64; 3]> = factor.order.iter().map(|old| rhs[*old]).collect();
        factor.solve(&mut x);
        let at = |old: usize| x[factor.place[old]];
        for lane in 0..3 {
            let mut left: Vec<f64> = (0..60).map(|i| diagonal[i] * at(i)[lane]).collect();
            for (a, b, value) in &pairs {
                left[*a] += value * at(*b)[lane];
                left[*b] += value * at(*a)[lane];
            }
            for (row, (left, right)) in left.iter().zip(&rhs).enumerate() {
                assert!((left - right[lane]).abs() < 1e-9, "row {row}: {left} against {}", right[lane]);
            }
        }
    }

    #[test]
    fn a_vanishing_pivot_names_its_unknown() {
        // an island without reference: rows of the pair 1, 2 add up to zero
        let found = Ldl::new(&[1.0, 2.0, 2.0], &[(1, 2, -2.0)]).unwrap_err();
        assert!(found == ZeroPivot(1) || found == ZeroPivot(2), "{found:?}");
    }
}
