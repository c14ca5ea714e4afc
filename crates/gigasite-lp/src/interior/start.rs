//! Where the method begins (after Mehrotra 1992): the point nearest to the middle of the bounds that meets the rows, and the
//! duals that leave the smallest reduced costs, both pushed inside.

use super::cholesky::{NotDefinite, Pattern};
use super::newton::{Gain, Iterate, Newton, Point, Residual, products, room};
use super::standard::{Columns, Standard};
use std::sync::Arc;

/// A box is entered by at least this share of its width.
const INSIDE: f64 = 0.1;
/// Mean product where no reduced cost says anything.
const LEAST: f64 = 1e-3;
/// Distance from a single bound before anything is known.
const APART: f64 = 0.01;

pub(super) fn start(
    standard: &Standard,
    patterns: &[Arc<Pattern>],
    delta: f64,
) -> Result<Point, NotDefinite> {
    let parts: Vec<&Columns> =
        standard.blocks.iter().map(|block| &block.columns).chain([&standard.link]).collect();
    let ones = parts.iter().map(|columns| vec![1.0; columns.len()]).collect();
    let newton = Newton::with(standard, patterns, ones, delta)?;
    let middle: Vec<Vec<f64>> = parts.iter().map(|columns| middle(columns)).collect();
    let nothing: Vec<Vec<f64>> = middle.iter().map(|x| vec![0.0; x.len()]).collect();

    // x = middle + Aᵀ (A Aᵀ)⁻¹ (b − A middle)
    let got = products(standard, &middle);
    let rhs = || standard.blocks.iter().map(|block| &block.rhs).chain([&standard.link_rhs]);
    let primal =
        rhs().zip(&got).map(|(b, got)| b.iter().zip(got).map(|(b, got)| b - got).collect()).collect();
    let centre = Point {
        parts: middle.iter().map(|x| Iterate { x: x.clone(), z: zeros(x), w: zeros(x) }).collect(),
        duals: got.iter().map(|rows| zeros(rows)).collect(),
    };
    let gain: Vec<Gain> = middle.iter().map(|x| Gain { lower: zeros(x), upper: zeros(x) }).collect();
    let step = newton.step(&centre, &Residual { primal, dual: nothing }, &gain);
    // π = argmin |c − Aᵀ π|: the same system with the costs as reduced costs
    let costs = parts.iter().map(|columns| columns.cost.clone()).collect();
    let rows = got.iter().map(|rows| zeros(rows)).collect();
    let priced = newton.step(&centre, &Residual { primal: rows, dual: costs }, &gain);

    let mut point = Point { parts: Vec::with_capacity(parts.len()), duals: priced.duals };
    for ((columns, middle), (step, priced)) in
        parts.iter().zip(middle).zip(step.parts.iter().zip(&priced.parts))
    {
        // reduced costs are −dx of the second step: dx = Aᵀ π − c
        let d: Vec<f64> = priced.x.iter().map(|dx| -dx).collect();
        point.parts.push(inside(columns, middle.iter().zip(&step.x).map(|(a, b)| a + b).collect(), &d));
    }
    balance(&parts, &mut point);
    Ok(point)
}

fn zeros(like: &[f64]) -> Vec<f64> {
    vec![0.0; like.len()]
}

fn middle(columns: &Columns) -> Vec<f64> {
    let bounds = columns.lower.iter().zip(&columns.upper);
    bounds
        .map(|(lower, upper)| match (lower.is_finite(), upper.is_finite()) {
            (true, true) => f64::midpoint(*lower, *upper),
            (true, false) => lower + APART,
            (false, true) => upper - APART,
            (false, false) => 0.0,
        })
        .collect()
}

/// Pushes a point inside its bounds and gives every bound a multiplier of the right sign.
fn inside(columns: &Columns, mut x: Vec<f64>, d: &[f64]) -> Iterate {
    let (mut z, mut w) = (zeros(&x), zeros(&x));
    for j in 0..x.len() {
        let (lower, upper) = (columns.lower[j], columns.upper[j]);
        let width = upper - lower;
        let apart = APART.min(INSIDE * width);
        x[j] = x[j].clamp(lower + apart, (upper - apart).max(lower + apart));
        z[j] = if lower.is_finite() { d[j].max(0.0) } else { 0.0 };
        w[j] = if upper.is_finite() { (-d[j]).max(0.0) } else { 0.0 };
    }
    Iterate { x, z, w }
}

/// Adds what makes every product of room and multiplier at least the mean one: the start is centred from above.
fn balance(parts: &[&Columns], point: &mut Point) {
    let (mut products, mut count) = (0.0, 0.0);
    for (columns, at) in parts.iter().zip(&point.parts) {
        for j in 0..columns.len() {
            let (below, above) = room(columns, &at.x, j);
            for (room, multiplier) in [(below, at.z[j]), (above, at.w[j])] {
                if room.is_finite() {
                    products += room * multiplier;
                    count += 1.0;
                }
            }
        }
    }
    let mean = if products > 0.0 { products / count } else { LEAST };
    for (columns, at) in parts.iter().zip(&mut point.parts) {
        for j in 0..columns.len() {
            let (below, above) = room(columns, &at.x, j);
            if below.is_finite() {
                at.z[j] += mean / below;
            }
            if above.is_finite() {
                at.w[j] += mean / above;
            }
        }
    }
}
