//! The loop: predictor, corrector, centrality correctors, step, until the proof is there.
//!
//! ```text
//! predictor     gain −s z                          σ = (μ after it / μ)³
//! corrector     gain σμ − s z ∓ dx dz              (Mehrotra 1992)
//! correctors    push products of the trial point back into [β σμ, σμ/β]     (Gondzio 1996)
//! ```

use super::cholesky::{NotDefinite, Pattern};
use super::newton::{Gain, Iterate, Newton, Point, Residual, priced_border, products, room};
use super::sparse::norm;
use super::standard::{Columns, Standard};
use rayon::prelude::*;
use std::sync::Arc;

/// A scaled objective below this counts as this where the gap is related to it.
const ZERO: f64 = 1e-4;
/// Share of the way to the boundary that a step goes: while the gap is wide, and near the end. A bold step early leaves columns
/// at their bounds that the next steps stumble over.
const SHORT: (f64, f64) = (0.9, 0.98);
/// The gap from which steps are bold.
const NEAR: f64 = 1e-2;
/// Products within this factor of the target are left alone.
const BETA: f64 = 0.1;
/// A corrector aims this much farther than the step before it, and must win this share of that.
const AIM: (f64, f64) = (0.3, 0.1);
/// Most centrality correctors a step.
const CORRECTORS: usize = 3;

/// Numbers of an iterate, relative.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Progress {
    /// Iteration, from 0.
    pub iteration: usize,
    /// Cost of the point, which may still miss rows.
    pub objective: f64,
    /// Cost of the duals, which may still miss reduced costs.
    pub dual_objective: f64,
    /// Largest miss of a row over the largest right-hand side.
    pub primal_miss: f64,
    /// Largest miss of a reduced cost over the largest cost.
    pub dual_miss: f64,
    /// `|objective − dual objective|` over the larger of both.
    pub gap_rel: f64,
}

/// Residuals and sums of a point.
pub(super) struct Look {
    pub(super) residual: Residual,
    pub(super) progress: Progress,
    pub(super) mu: f64,
    count: f64,
}

fn columns_of(standard: &Standard) -> Vec<&Columns> {
    standard.blocks.iter().map(|block| &block.columns).chain([&standard.link]).collect()
}

/// `Aᵀ π + Eᵀ ν` of every block, then of the border.
fn priced(standard: &Standard, duals: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let last = standard.blocks.len();
    let mut all: Vec<Vec<f64>> = standard
        .blocks
        .par_iter()
        .zip(duals)
        .map(|(block, own)| {
            let mut sum = vec![0.0; block.columns.len()];
            block.a.add_transposed_product(own, &mut sum);
            block.e.add_transposed_product(&duals[last], &mut sum);
            sum
        })
        .collect();
    all.push(priced_border(standard, duals));
    all
}

/// Looks at a point.
pub(super) fn look(standard: &Standard, point: &Point, iteration: usize) -> Look {
    let x: Vec<Vec<f64>> = point.parts.iter().map(|part| part.x.clone()).collect();
    let rhs = || standard.blocks.iter().map(|block| &block.rhs).chain([&standard.link_rhs]);
    let primal: Vec<Vec<f64>> = rhs()
        .zip(products(standard, &x))
        .map(|(b, got)| b.iter().zip(&got).map(|(b, got)| b - got).collect())
        .collect();
    let priced = priced(standard, &point.duals);
    let parts = columns_of(standard);
    // per part: reduced costs missed, cost, dual cost of the bounds, Σ s z, number of bounds
    let seen: Vec<(Vec<f64>, [f64; 4])> = parts
        .par_iter()
        .zip(&point.parts)
        .zip(&priced)
        .map(|((columns, at), priced)| {
            let mut sums = [0.0; 4];
            let miss = (0..columns.len())
                .map(|j| {
                    let (below, above) = room(columns, &at.x, j);
                    sums[0] += columns.cost[j] * at.x[j];
                    if below.is_finite() {
                        sums[1] += columns.lower[j] * at.z[j];
                        sums[2] += below * at.z[j];
                        sums[3] += 1.0;
                    }
                    if above.is_finite() {
                        sums[1] -= columns.upper[j] * at.w[j];
                        sums[2] += above * at.w[j];
                        sums[3] += 1.0;
                    }
                    columns.cost[j] - priced[j] - at.z[j] + at.w[j]
                })
                .collect();
            (miss, sums)
        })
        .collect();
    let total = |place: usize| seen.iter().map(|(_, sums)| sums[place]).sum::<f64>();
    let of_rows: f64 =
        rhs().zip(&point.duals).map(|(b, duals)| b.iter().zip(duals).map(|(b, y)| b * y).sum::<f64>()).sum();
    let (objective, dual_objective, count) = (total(0), of_rows + total(1), total(3));
    let most = |vectors: &mut dyn Iterator<Item = f64>| vectors.fold(0.0, f64::max);
    let primal_miss = most(&mut primal.iter().map(|rows| norm(rows)));
    let dual_miss = most(&mut seen.iter().map(|(miss, _)| norm(miss)));
    let size = (
        1.0 + most(&mut rhs().map(|rhs| norm(rhs))),
        1.0 + most(&mut parts.iter().map(|part| norm(&part.cost))),
    );
    let progress = Progress {
        iteration,
        objective,
        dual_objective,
        primal_miss: primal_miss / size.0,
        dual_miss: dual_miss / size.1,
        gap_rel: (objective - dual_objective).abs() / objective.abs().max(dual_objective.abs()).max(ZERO),
    };
    let mu = if count > 0.0 { total(2) / count } else { 0.0 };
    let residual = Residual { primal, dual: seen.into_iter().map(|(miss, _)| miss).collect() };
    Look { residual, progress, mu, count }
}

/// Moves a point by one step of the method.
pub(super) fn advance(
    standard: &Standard,
    patterns: &[Arc<Pattern>],
    point: &mut Point,
    look: &Look,
    delta: f64,
) -> Result<(f64, f64), NotDefinite> {
    let newton = Newton::at(standard, patterns, point, delta)?;
    let parts = columns_of(standard);
    let affine_gain = gains(&parts, point, &|below, z, _| -below * z);
    let affine = newton.step(point, &look.residual, &affine_gain);
    let (primal, dual) = lengths(&parts, point, &affine);
    let after = mean_product(&parts, point, &affine, (primal, dual), look.count);
    let sigma = if look.mu > 0.0 { (after / look.mu).powi(3).clamp(1e-8, 1.0) } else { 0.0 };
    let target = sigma * look.mu;

    let mut gain: Vec<Gain> = parts
        .par_iter()
        .zip(&point.parts)
        .zip(&affine.parts)
        .map(|((columns, at), step)| {
            gain_of(columns, at, |j, room, multiplier, side| {
                let along = if side > 0.0 { step.x[j] * step.z[j] } else { -step.x[j] * step.w[j] };
                target - room * multiplier - along
            })
        })
        .collect();
    let mut best = newton.step(point, &look.residual, &gain);
    let (mut primal, mut dual) = lengths(&parts, point, &best);
    for _ in 0..CORRECTORS {
        let aimed = ((primal + AIM.0).min(1.0), (dual + AIM.0).min(1.0));
        let pushed: Vec<Gain> = parts
            .par_iter()
            .zip(&point.parts)
            .zip(&best.parts)
            .zip(&gain)
            .map(|(((columns, at), step), gain)| push(columns, at, step, gain, aimed, target))
            .collect();
        let trial = newton.step(point, &look.residual, &pushed);
        let (longer, higher) = lengths(&parts, point, &trial);
        let worth = AIM.0 * AIM.1;
        if longer + higher < primal + dual + worth || longer < 0.9 * primal || higher < 0.9 * dual {
            break;
        }
        (best, gain, primal, dual) = (trial, pushed, longer, higher);
    }
    let short = if look.progress.gap_rel > NEAR { SHORT.0 } else { SHORT.1 };
    let (primal, dual) = (short * primal, short * dual);
    point.parts.par_iter_mut().zip(&best.parts).for_each(|(at, step)| {
        for j in 0..at.x.len() {
            at.x[j] += primal * step.x[j];
            at.z[j] += dual * step.z[j];
            at.w[j] += dual * step.w[j];
        }
    });
    for (duals, step) in point.duals.iter_mut().zip(&best.duals) {
        duals.iter_mut().zip(step).for_each(|(y, step)| *y += dual * step);
    }
    Ok((primal, dual))
}

/// A gain for every bound: `of(j, room, multiplier, side)`, side 1 below and −1 above.
fn gain_of(columns: &Columns, at: &Iterate, of: impl Fn(usize, f64, f64, f64) -> f64) -> Gain {
    let mut gain = Gain { lower: vec![0.0; columns.len()], upper: vec![0.0; columns.len()] };
    for j in 0..columns.len() {
        let (below, above) = room(columns, &at.x, j);
        if below.is_finite() {
            gain.lower[j] = of(j, below, at.z[j], 1.0);
        }
        if above.is_finite() {
            gain.upper[j] = of(j, above, at.w[j], -1.0);
        }
    }
    gain
}

fn gains(parts: &[&Columns], point: &Point, of: &(dyn Fn(f64, f64, f64) -> f64 + Sync)) -> Vec<Gain> {
    parts
        .par_iter()
        .zip(&point.parts)
        .map(|(columns, at)| gain_of(columns, at, |_, room, multiplier, side| of(room, multiplier, side)))
        .collect()
}

/// Gains that also pull the products of a longer step towards the target.
fn push(
    columns: &Columns,
    at: &Iterate,
    step: &Iterate,
    gain: &Gain,
    (primal, dual): (f64, f64),
    target: f64,
) -> Gain {
    let (low, high) = (BETA * target, target / BETA);
    gain_of(columns, at, |j, room, multiplier, side| {
        let (moved, known) = if side > 0.0 { (step.z[j], gain.lower[j]) } else { (step.w[j], gain.upper[j]) };
        let product = (room + side * primal * step.x[j]) * (multiplier + dual * moved);
        let wanted = product.clamp(low, high) - product;
        known + wanted.max(-high)
    })
}

/// Longest primal and dual steps that stay inside, at most 1.
fn lengths(parts: &[&Columns], point: &Point, step: &Point) -> (f64, f64) {
    let each: Vec<(f64, f64)> = parts
        .par_iter()
        .zip(&point.parts)
        .zip(&step.parts)
        .map(|((columns, at), step)| {
            let (mut primal, mut dual) = (1.0_f64, 1.0_f64);
            for j in 0..columns.len() {
                let (below, above) = room(columns, &at.x, j);
                let dx = step.x[j];
                if dx < 0.0 && below < -primal * dx {
                    primal = below / -dx;
                }
                if dx > 0.0 && above < primal * dx {
                    primal = above / dx;
                }
                if step.z[j] < 0.0 && at.z[j] < -dual * step.z[j] {
                    dual = at.z[j] / -step.z[j];
                }
                if step.w[j] < 0.0 && at.w[j] < -dual * step.w[j] {
                    dual = at.w[j] / -step.w[j];
                }
            }
            (primal, dual)
        })
        .collect();
    each.into_iter().fold((1.0, 1.0), |(a, b), (primal, dual)| (a.min(primal), b.min(dual)))
}

/// Mean product after a step.
fn mean_product(
    parts: &[&Columns],
    point: &Point,
    step: &Point,
    (primal, dual): (f64, f64),
    count: f64,
) -> f64 {
    let sums: Vec<f64> = parts
        .par_iter()
        .zip(&point.parts)
        .zip(&step.parts)
        .map(|((columns, at), step)| {
            (0..columns.len())
                .map(|j| {
                    let (below, above) = room(columns, &at.x, j);
                    let mut sum = 0.0;
                    if below.is_finite() {
                        sum += (below + primal * step.x[j]) * (at.z[j] + dual * step.z[j]);
                    }
                    if above.is_finite() {
                        sum += (above - primal * step.x[j]) * (at.w[j] + dual * step.w[j]);
                    }
                    sum
                })
                .sum()
        })
        .collect();
    if count > 0.0 { sums.iter().sum::<f64>() / count } else { 0.0 }
}
