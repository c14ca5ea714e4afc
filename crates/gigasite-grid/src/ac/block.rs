//! `L U` of a matrix of 2 × 2 blocks with symmetric pattern and static pivot order.
//!
//! Row by row: row `i` of the matrix is spread out, for every `k` of its `L` part in order `l_ik = w_k D_k⁻¹` and
//! `w −= l_ik U_k`, and what is left is row `i` of `U`. The pattern comes from the elimination tree, once.

/// A 2 × 2 block, row by row.
pub(super) type Block = [f64; 4];

/// A pivot block whose determinant is this small beside its entries is singular.
const PIVOT_TOLERANCE: f64 = 1e-13;

/// Where `L` and `U` have entries.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    upper_starts: Vec<u32>,
    upper: Vec<u32>,
    lower_starts: Vec<u32>,
    lower: Vec<u32>,
}

impl Pattern {
    /// The filled pattern of a symmetric matrix; `neighbours` of every row, in the order of elimination.
    pub(super) fn new(neighbours: &[Vec<u32>]) -> Self {
        let n = neighbours.len();
        let mut children: Vec<Vec<u32>> = vec![Vec::new(); n];
        let mut rows: Vec<Vec<u32>> = Vec::with_capacity(n);
        let mut seen = vec![u32::MAX; n];
        for k in 0..n {
            let mut row: Vec<u32> = Vec::new();
            let mut take = |other: u32, row: &mut Vec<u32>| {
                if other as usize > k && seen[other as usize] != k as u32 {
                    seen[other as usize] = k as u32;
                    row.push(other);
                }
            };
            for other in &neighbours[k] {
                take(*other, &mut row);
            }
            for child in &children[k] {
                for other in &rows[*child as usize] {
                    take(*other, &mut row);
                }
            }
            row.sort_unstable();
            if let Some(parent) = row.first() {
                children[*parent as usize].push(k as u32);
            }
            rows.push(row);
        }
        let mut upper_starts = vec![0_u32; n + 1];
        let mut lower_starts = vec![0_u32; n + 1];
        for (k, row) in rows.iter().enumerate() {
            upper_starts[k + 1] = upper_starts[k] + row.len() as u32;
            for other in row {
                lower_starts[*other as usize + 1] += 1;
            }
        }
        for k in 0..n {
            lower_starts[k + 1] += lower_starts[k];
        }
        let mut next = lower_starts.clone();
        let mut lower = vec![0; upper_starts[n] as usize];
        for (k, row) in rows.iter().enumerate() {
            for other in row {
                lower[next[*other as usize] as usize] = k as u32;
                next[*other as usize] += 1;
            }
        }
        Self { upper_starts, upper: rows.concat(), lower_starts, lower }
    }

    fn upper_of(&self, row: usize) -> std::ops::Range<usize> {
        self.upper_starts[row] as usize..self.upper_starts[row + 1] as usize
    }

    fn lower_of(&self, row: usize) -> std::ops::Range<usize> {
        self.lower_starts[row] as usize..self.lower_starts[row + 1] as usize
    }
}

/// Numbers of a factorisation; the memory is used again and again.
#[derive(Debug, Clone)]
pub(super) struct Factor {
    upper: Vec<Block>,
    lower: Vec<Block>,
    /// Inverse pivots.
    pivot: Vec<Block>,
    work: Vec<Block>,
}

impl Factor {
    pub(super) fn new(pattern: &Pattern) -> Self {
        let (n, entries) = (pattern.upper_starts.len() - 1, pattern.upper.len());
        let zero = [0.0; 4];
        Self {
            upper: vec![zero; entries],
            lower: vec![zero; entries],
            pivot: vec![zero; n],
            work: vec![zero; n],
        }
    }

    /// Factorises; `row(i, spread)` calls `spread(j, block)` for every entry of row `i`. The row of a singular pivot is the
    /// error.
    pub(super) fn factorise(
        &mut self,
        pattern: &Pattern,
        mut row: impl FnMut(usize, &mut dyn FnMut(usize, Block)),
    ) -> Result<(), usize> {
        let n = self.pivot.len();
        for i in 0..n {
            let work = &mut self.work;
            work[i] = [0.0; 4];
            for at in pattern.lower_of(i) {
                work[pattern.lower[at] as usize] = [0.0; 4];
            }
            for at in pattern.upper_of(i) {
                work[pattern.upper[at] as usize] = [0.0; 4];
            }
            row(i, &mut |j, block| work[j] = block);
            for at in pattern.lower_of(i) {
                let k = pattern.lower[at] as usize;
                let factor = times(&work[k], &self.pivot[k]);
                self.lower[at] = factor;
                let range = pattern.upper_of(k);
                for (j, value) in pattern.upper[range.clone()].iter().zip(&self.upper[range]) {
                    let target = &mut work[*j as usize];
                    target[0] -= factor[0] * value[0] + factor[1] * value[2];
                    target[1] -= factor[0] * value[1] + factor[1] * value[3];
                    target[2] -= factor[2] * value[0] + factor[3] * value[2];
                    target[3] -= factor[2] * value[1] + factor[3] * value[3];
                }
            }
            self.pivot[i] = inverse(&work[i]).ok_or(i)?;
            for at in pattern.upper_of(i) {
                self.upper[at] = work[pattern.upper[at] as usize];
            }
        }
        Ok(())
    }

    /// Solves in place.
    pub(super) fn solve(&self, pattern: &Pattern, x: &mut [[f64; 2]]) {
        for i in 0..x.len() {
            let mut sum = x[i];
            for at in pattern.lower_of(i) {
                let known = x[pattern.lower[at] as usize];
                let block = &self.lower[at];
                sum[0] -= block[0] * known[0] + block[1] * known[1];
                sum[1] -= block[2] * known[0] + block[3] * known[1];
            }
            x[i] = sum;
        }
        for i in (0..x.len()).rev() {
            let mut sum = x[i];
            for at in pattern.upper_of(i) {
                let known = x[pattern.upper[at] as usize];
                let block = &self.upper[at];
                sum[0] -= block[0] * known[0] + block[1] * known[1];
                sum[1] -= block[2] * known[0] + block[3] * known[1];
            }
            let pivot = &self.pivot[i];
            x[i] = [pivot[0] * sum[0] + pivot[1] * sum[1], pivot[2] * sum[0] + pivot[3] * sum[1]];
        }
    }
}

fn times(a: &Block, b: &Block) -> Block {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
    ]
}

fn inverse(a: &Block) -> Option<Block> {
    let determinant = a[0] * a[3] - a[1] * a[2];
    let scale = a.iter().fold(0.0_f64, |most, entry| most.max(entry.abs()));
    let is_sound = determinant.abs() > PIVOT_TOLERANCE * scale * scale;
    is_sound.then(|| [a[3] / determinant, -a[1] / determinant, -a[2] / determinant, a[0] / determinant])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_factor_solves_what_it_was_made_of() {
        // a ring of seven with a chord
        let n = 7;
        let mut neighbours: Vec<Vec<u32>> = (0..n).map(|i| vec![(i + 1) % n, (i + n - 1) % n]).collect();
        neighbours[0].push(3);
        neighbours[3].push(0);
        let block = |i: usize, j: usize| -> Block {
            let s = (i * 5 + j * 3) as f64;
            if i == j { [9.0 + s, 1.0, -1.0, 8.0] } else { [(s * 0.3).sin(), 0.5, (s * 0.7).cos(), -0.4] }
        };
        let pattern = Pattern::new(&neighbours);
        let mut factor = Factor::new(&pattern);
        factor
            .factorise(&pattern, |i, spread| {
                spread(i, block(i, i));
                for j in &neighbours[i] {
                    spread(*j as usize, block(i, *j as usize));
                }
            })
            .unwrap();
        let rhs: Vec<[f64; 2]> = (0..n).map(|i| [f64::from(i), 3.0 - f64::from(i)]).collect();
        let mut x = rhs.clone();
        factor.solve(&pattern, &mut x);
        for i in 0..n as usize {
            let mut left = [0.0; 2];
            for j in std::iter::once(i).chain(neighbours[i].iter().map(|j| *j as usize)) {
                let b = block(i, j);
                left[0] += b[0] * x[j][0] + b[1] * x[j][1];
                left[1] += b[2] * x[j][0] + b[3] * x[j][1];
            }
            assert!((left[0] - rhs[i][0]).abs() < 1e-10 && (left[1] - rhs[i][1]).abs() < 1e-10);
        }
        assert_eq!(factor.factorise(&pattern, |_, _| ()), Err(0), "a matrix of zeros");
    }
}
