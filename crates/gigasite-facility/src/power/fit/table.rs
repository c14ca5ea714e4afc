//! A monotone table from samples: means of equal bins, pooled where they would fall.

use super::super::Law;
use super::super::law::Points;
use super::candidate::Candidate;

const BINS: usize = 10;

/// Sums of a bin.
#[derive(Debug, Clone, Copy, Default)]
struct Bin {
    count: f64,
    u: f64,
    power: f64,
}

impl Bin {
    fn joined(self, other: Self) -> Self {
        Self { count: self.count + other.count, u: self.u + other.u, power: self.power + other.power }
    }

    fn mean(self) -> (f64, f64) {
        (self.u / self.count, self.power / self.count)
    }
}

/// The table with its exact leave-one-out error; none where it would be flat.
pub(super) fn fit(samples: &[(f64, f64)]) -> Option<Candidate> {
    let bin_of = |u: f64| ((u * BINS as f64) as usize).min(BINS - 1);
    let mut bins = [Bin::default(); BINS];
    for (u, power) in samples {
        let bin = &mut bins[bin_of(*u)];
        *bin = bin.joined(Bin { count: 1.0, u: *u, power: *power });
    }
    let mut left_out = 0.0;
    for (u, power) in samples {
        let mut others = bins;
        let bin = &mut others[bin_of(*u)];
        *bin = bin.joined(Bin { count: -1.0, u: -u, power: -power });
        left_out += (power - at(&knots(&others)?, *u)).powi(2);
    }
    let error_w = (left_out / samples.len() as f64).sqrt();
    let knots = knots(&bins)?;
    let (idle_w, max_w) = (knots.first()?.1, knots.last()?.1);
    let share = |(u, power): &(f64, f64)| (*u, (power - idle_w) / (max_w - idle_w));
    let points = Points::new(knots.iter().map(share).collect()).ok()?;
    Some(Candidate::new(Law::Table(points), idle_w, max_w, error_w))
}

/// Points from utilisation 0 to 1 whose power never falls, the ends along the first and the last segment.
fn knots(bins: &[Bin]) -> Option<Vec<(f64, f64)>> {
    let mut pooled: Vec<Bin> = Vec::new();
    for bin in bins.iter().filter(|bin| bin.count > 0.5) {
        let mut bin = *bin;
        // pool with those before while they stand higher
        while let Some(last) = pooled.last().filter(|last| last.mean().1 >= bin.mean().1) {
            bin = last.joined(bin);
            pooled.pop();
        }
        pooled.push(bin);
    }
    let means: Vec<(f64, f64)> = pooled.into_iter().map(Bin::mean).collect();
    let (first, last) = (means.get(..2)?, means.get(means.len() - 2..)?);
    let along = |pair: &[(f64, f64)], u: f64| {
        let ((u0, p0), (u1, p1)) = (pair[0], pair[1]);
        p0 + (p1 - p0) / (u1 - u0) * (u - u0)
    };
    let inner = means.iter().copied().filter(|(u, _)| *u > 1e-9 && *u < 1.0 - 1e-9);
    let start = (0.0, along(first, 0.0).max(0.0).min(first[0].1));
    Some(std::iter::once(start).chain(inner).chain(std::iter::once((1.0, along(last, 1.0)))).collect())
}

fn at(knots: &[(f64, f64)], u: f64) -> f64 {
    let right = knots.partition_point(|knot| knot.0 <= u).clamp(1, knots.len() - 1);
    let ((u0, p0), (u1, p1)) = (knots[right - 1], knots[right]);
    p0 + (p1 - p0) * ((u - u0) / (u1 - u0))
}
