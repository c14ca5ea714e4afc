//! Sparse matrices by columns, and the few things that are done with them.

/// A matrix by columns: rows ascending in each.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Csc {
    pub(super) rows: usize,
    pub(super) start: Vec<usize>,
    pub(super) row: Vec<u32>,
    pub(super) value: Vec<f64>,
}

impl Csc {
    /// From `(row, column, value)`, each place once.
    pub(super) fn of(rows: usize, columns: usize, triplets: &[(u32, u32, f64)]) -> Self {
        let mut start = vec![0; columns + 1];
        for (_, column, _) in triplets {
            start[*column as usize + 1] += 1;
        }
        for column in 0..columns {
            start[column + 1] += start[column];
        }
        let mut next = start.clone();
        let (mut row, mut value) = (vec![0; triplets.len()], vec![0.0; triplets.len()]);
        let mut sorted: Vec<u32> = (0..triplets.len() as u32).collect();
        sorted.sort_by_key(|place| triplets[*place as usize].0);
        for place in sorted {
            let (r, column, v) = triplets[place as usize];
            let at = &mut next[column as usize];
            (row[*at], value[*at]) = (r, v);
            *at += 1;
        }
        Self { rows, start, row, value }
    }

    pub(super) fn columns(&self) -> usize {
        self.start.len().saturating_sub(1)
    }

    /// Entries of a column.
    pub(super) fn column(&self, column: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let range = self.start[column]..self.start[column + 1];
        self.row[range.clone()].iter().map(|row| *row as usize).zip(self.value[range].iter().copied())
    }

    /// `y += A x`
    pub(super) fn add_product(&self, x: &[f64], y: &mut [f64]) {
        for (column, x) in x.iter().enumerate() {
            if x.abs() > 0.0 {
                for (row, value) in self.column(column) {
                    y[row] += value * x;
                }
            }
        }
    }

    /// `y += Aᵀ x`
    pub(super) fn add_transposed_product(&self, x: &[f64], y: &mut [f64]) {
        for (column, y) in y.iter_mut().enumerate() {
            *y += self.column(column).map(|(row, value)| value * x[row]).sum::<f64>();
        }
    }

    /// The same matrix by rows, as the columns of its transpose.
    pub(super) fn transposed(&self) -> Self {
        let mut start = vec![0; self.rows + 1];
        for row in &self.row {
            start[*row as usize + 1] += 1;
        }
        for row in 0..self.rows {
            start[row + 1] += start[row];
        }
        let mut next = start.clone();
        let (mut row, mut value) = (vec![0; self.row.len()], vec![0.0; self.row.len()]);
        for column in 0..self.columns() {
            for (r, v) in self.column(column) {
                (row[next[r]], value[next[r]]) = (column as u32, v);
                next[r] += 1;
            }
        }
        Self { rows: self.columns(), start, row, value }
    }
}

/// Largest absolute value.
pub(super) fn norm(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |most, value| value.abs().max(most))
}
