//! A programme in the form that the method works on: equations, blocks, a border, everything scaled.
//!
//! ```text
//! minimise  Σ_k c_kᵀ x_k + c_yᵀ y
//! subject   A_k x_k + B_k y = b_k            rows of block k
//!           Σ_k E_k x_k + D y = d            linking rows
//!           l ≤ x ≤ u                        infinite where there is none
//! ```
//!
//! An inequality gets a slack; a fixed column becomes a part of the right-hand side. With row scales `R` and column scales
//! `C` from Ruiz' equilibration (powers of two), the size `β` of the right-hand side and `γ` of the cost:
//!
//! ```text
//! Â = R A C,   b̂ = R b / β,   ĉ = C c / γ,   x = β C x̂,   π = γ R π̂
//! ```

use super::Partition;
use super::sparse::{Csc, norm};
use crate::{Programme, Sense};

/// A difference below this part of its terms is none.
const ROUNDING: f64 = 1e-14;
/// Passes of the equilibration.
const PASSES: usize = 8;

/// Columns of a block, or the linking ones.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub(super) lower: Vec<f64>,
    pub(super) upper: Vec<f64>,
    pub(super) cost: Vec<f64>,
}

impl Columns {
    pub(super) fn len(&self) -> usize {
        self.cost.len()
    }
}

/// A block.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub(super) columns: Columns,
    /// Rows of the block by columns of the block.
    pub(super) a: Csc,
    /// Rows of the block by linking columns.
    pub(super) b: Csc,
    /// Linking rows by columns of the block.
    pub(super) e: Csc,
    pub(super) rhs: Vec<f64>,
}

/// The whole programme.
#[derive(Debug)]
pub(super) struct Standard {
    pub(super) blocks: Vec<Block>,
    pub(super) link: Columns,
    /// Linking rows by linking columns.
    pub(super) d: Csc,
    pub(super) link_rhs: Vec<f64>,
    places: Places,
    row_scale: Vec<f64>,
    column_scale: Vec<f64>,
    rhs_size: f64,
    cost_size: f64,
}

/// Where the columns and rows of the programme went.
#[derive(Debug)]
struct Places {
    /// Block (or the number of blocks for the border) and place, per column; `None` for a fixed column.
    column: Vec<Option<(usize, usize)>>,
    /// The same per row.
    row: Vec<(usize, usize)>,
}

impl Standard {
    pub(super) fn of(programme: &Programme, partition: &Partition) -> Self {
        let count = partition.blocks;
        let mut widths = vec![0; count + 1];
        let take = |widths: &mut [usize], part: usize| {
            widths[part] += 1;
            (part, widths[part] - 1)
        };
        let column: Vec<Option<(usize, usize)>> = programme
            .columns
            .iter()
            .zip(&partition.columns)
            .map(|(column, part)| {
                let free = column.upper > column.lower;
                free.then(|| take(&mut widths, part.map_or(count, |part| part as usize)))
            })
            .collect();
        let mut heights = vec![0; count + 1];
        let row: Vec<(usize, usize)> = partition
            .rows
            .iter()
            .map(|part| take(&mut heights, part.map_or(count, |part| part as usize)))
            .collect();
        let places = Places { column, row };
        let (row_scale, column_scale) = equilibrate(programme, &places);

        let mut rhs: Vec<Vec<f64>> = heights.iter().map(|height| vec![0.0; *height]).collect();
        // of every block: A, B, E; of the border: D
        let mut triplets: Vec<[Vec<(u32, u32, f64)>; 3]> =
            (0..=count).map(|_| [Vec::new(), Vec::new(), Vec::new()]).collect();
        let mut slacks: Vec<(usize, usize, f64)> = Vec::new();
        for (index, row) in programme.rows.iter().enumerate() {
            let (part, place) = places.row[index];
            let scale = row_scale[index];
            let (mut right, mut moved) = (row.rhs, row.rhs.abs());
            for (column, value) in &programme.terms[row.terms.clone()] {
                let column = *column as usize;
                let Some((home, at)) = places.column[column] else {
                    right -= value * programme.columns[column].lower;
                    moved += (value * programme.columns[column].lower).abs();
                    continue;
                };
                let entry = (place as u32, at as u32, scale * value * column_scale[column]);
                match (part == count, home == count) {
                    (false, false) | (true, true) => triplets[part][0].push(entry),
                    (false, true) => triplets[part][1].push(entry),
                    (true, false) => triplets[home][2].push(entry),
                }
            }
            // what fixed columns leave of nothing is rounding
            rhs[part][place] = if right.abs() > ROUNDING * moved { scale * right } else { 0.0 };
            match row.sense {
                Sense::AtMost => slacks.push((part, place, 1.0)),
                Sense::AtLeast => slacks.push((part, place, -1.0)),
                Sense::Equal => {}
            }
        }
        let mut columns: Vec<Columns> = widths
            .iter()
            .map(|width| Columns {
                lower: vec![0.0; *width],
                upper: vec![0.0; *width],
                cost: vec![0.0; *width],
            })
            .collect();
        for (index, (column, place)) in programme.columns.iter().zip(&places.column).enumerate() {
            let Some((part, at)) = *place else { continue };
            let own = &mut columns[part];
            own.lower[at] = column.lower / column_scale[index];
            own.upper[at] = column.upper / column_scale[index];
            own.cost[at] = column.cost * column_scale[index];
        }
        // the slack of a linking row lives in the first block, so that the border stays small
        for (part, place, sign) in slacks {
            let home = if part == count && count > 0 { 0 } else { part };
            let own = &mut columns[home];
            let entry = (place as u32, own.len() as u32, sign);
            let kind = if part == home { 0 } else { 2 };
            triplets[home][kind].push(entry);
            own.lower.push(0.0);
            own.upper.push(f64::INFINITY);
            own.cost.push(0.0);
        }
        let rhs_size = size(rhs.iter().map(|rhs| norm(rhs)));
        let cost_size = size(columns.iter().map(|columns| norm(&columns.cost)));
        for columns in &mut columns {
            columns.lower.iter_mut().chain(&mut columns.upper).for_each(|bound| *bound /= rhs_size);
            columns.cost.iter_mut().for_each(|cost| *cost /= cost_size);
        }
        rhs.iter_mut().flatten().for_each(|value| *value /= rhs_size);

        let link_width = columns[count].len();
        let link_height = heights[count];
        let mut parts = columns.into_iter().zip(rhs).zip(triplets);
        let blocks = parts
            .by_ref()
            .take(count)
            .map(|((columns, rhs), [a, b, e])| Block {
                a: Csc::of(rhs.len(), columns.len(), &a),
                b: Csc::of(rhs.len(), link_width, &b),
                e: Csc::of(link_height, columns.len(), &e),
                columns,
                rhs,
            })
            .collect();
        let ((link, link_rhs), [d, ..]) = parts.next().unwrap_or_default();
        let d = Csc::of(link_height, link.len(), &d);
        Self { blocks, link, d, link_rhs, places, row_scale, column_scale, rhs_size, cost_size }
    }

    /// Values of the programme's columns, fixed ones included.
    pub(super) fn values(&self, programme: &Programme, part: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let columns = programme.columns.iter().zip(&self.places.column).zip(&self.column_scale);
        columns
            .map(|((column, place), scale)| match *place {
                Some((home, at)) => {
                    (self.rhs_size * scale * part(home, at)).clamp(column.lower, column.upper)
                }
                None => column.lower,
            })
            .collect()
    }

    /// Duals of the programme's rows. What is rounding beside the largest becomes nothing: any duals prove a bound, and noise
    /// on a column without bounds would prove none.
    pub(super) fn duals(&self, part: impl Fn(usize, usize) -> f64) -> Vec<f64> {
        let most = self.places.row.iter().fold(0.0_f64, |most, (home, at)| part(*home, *at).abs().max(most));
        let rows = self.places.row.iter().zip(&self.row_scale);
        rows.map(|((home, at), scale)| {
            let dual = part(*home, *at);
            if dual.abs() > ROUNDING * most { self.cost_size * scale * dual } else { 0.0 }
        })
        .collect()
    }

    /// Factor between a scaled objective and the programme's.
    pub(super) fn objective_size(&self) -> f64 {
        self.rhs_size * self.cost_size
    }
}

/// A size to divide by: the largest of the norms, 1 if there is none.
fn size(norms: impl Iterator<Item = f64>) -> f64 {
    let most = norms.fold(0.0, f64::max);
    if most > 0.0 { power_of_two(most) } else { 1.0 }
}

fn power_of_two(value: f64) -> f64 {
    value.log2().round().exp2()
}

/// Row and column scales after which the largest entry of every row and column is near 1 (Ruiz, 2001).
fn equilibrate(programme: &Programme, places: &Places) -> (Vec<f64>, Vec<f64>) {
    let mut row_scale = vec![1.0; programme.rows.len()];
    let mut column_scale = vec![1.0; programme.columns.len()];
    for _ in 0..PASSES {
        let (mut rows, mut columns) = (vec![0.0_f64; row_scale.len()], vec![0.0_f64; column_scale.len()]);
        for (index, row) in programme.rows.iter().enumerate() {
            for (column, value) in &programme.terms[row.terms.clone()] {
                let column = *column as usize;
                if places.column[column].is_some() {
                    let entry = (row_scale[index] * value * column_scale[column]).abs();
                    rows[index] = rows[index].max(entry);
                    columns[column] = columns[column].max(entry);
                }
            }
        }
        let update = |scales: &mut [f64], most: &[f64]| {
            for (scale, most) in scales.iter_mut().zip(most) {
                if *most > 0.0 {
                    *scale /= most.sqrt();
                }
            }
        };
        update(&mut row_scale, &rows);
        update(&mut column_scale, &columns);
    }
    row_scale.iter_mut().chain(&mut column_scale).for_each(|scale| *scale = power_of_two(*scale));
    (row_scale, column_scale)
}
