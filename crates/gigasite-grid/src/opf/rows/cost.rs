//! What output costs.
//!
//! ```text
//! c₁ p + c₀                        in the objective as it stands
//! c₂ p² + c₁ p + c₀, c₂ > 0        c₁ p + y,   tangent:  y ≥ 2 c₂ p̂ p − c₂ p̂²    for points p̂ that are added where p lies
//! joined points, convex            y,          segment:  y ≥ slope · p + intercept     for every segment; beyond the points
//!                                              the outer segments go on
//! ```
//!
//! Tangents lie below the curve: the programme's cost is a lower bound, the true cost of its dispatch an upper one, and
//! both are answered. A curve that is not convex has no such proof and is refused.

use crate::opf::Error;
use gigasite_case::network::{Cost, CostCurve, Generator, Network};

/// Slopes may fall by this much, in parts of the largest, before a curve counts as not convex: files round.
const STRAIGHT: f64 = 1e-9;

/// A convex cost of output, without its constant.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::opf) enum Shape {
    /// Money per megawatt hour.
    Line(f64),
    /// `(c₂, c₁)`.
    Bowl(f64, f64),
    /// Slopes and intercepts.
    Segments(Vec<(f64, f64)>),
}

impl Shape {
    /// The linear part of the cost, money per megawatt hour: a series takes the place of that of the curve.
    pub(in crate::opf) fn slope(&self, network: &Network, plant: &Generator, snapshot: usize) -> f64 {
        let own = match self {
            Self::Line(slope) | Self::Bowl(_, slope) => *slope,
            Self::Segments(_) => 0.0,
        };
        network.at(plant.marginal_cost, snapshot, own)
    }
}

/// Shape and constant of a generator's cost.
pub(in crate::opf) fn shape(generator: &Generator) -> Result<(Shape, f64), Error> {
    match generator.cost.as_ref().map(|cost: &Cost| &cost.curve) {
        None => Ok((Shape::Line(0.0), 0.0)),
        Some(CostCurve::Polynomial(coefficients)) => polynomial(generator, coefficients),
        Some(CostCurve::Piecewise(points)) => piecewise(generator, points),
    }
}

fn polynomial(generator: &Generator, coefficients: &[f64]) -> Result<(Shape, f64), Error> {
    let used = coefficients.iter().position(|value| *value != 0.0).unwrap_or(coefficients.len());
    match coefficients[used..] {
        [] => Ok((Shape::Line(0.0), 0.0)),
        [constant] => Ok((Shape::Line(0.0), constant)),
        [slope, constant] => Ok((Shape::Line(slope), constant)),
        [square, slope, constant] if square > 0.0 => Ok((Shape::Bowl(square, slope), constant)),
        [square, ..] if coefficients.len() - used == 3 => {
            let why = format!("its quadratic coefficient is {square}");
            Err(Error::NotConvex { generator: generator.id.clone(), why })
        }
        _ => Err(Error::Degree { generator: generator.id.clone(), degree: coefficients.len() - used - 1 }),
    }
}

fn piecewise(generator: &Generator, points: &[(f64, f64)]) -> Result<(Shape, f64), Error> {
    let id = || generator.id.clone();
    if points.len() < 2 || points.windows(2).any(|pair| pair[1].0 <= pair[0].0) {
        return Err(Error::Points { generator: id(), points: points.len() });
    }
    let slope = |pair: &[(f64, f64)]| (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0);
    let mut segments: Vec<(f64, f64)> =
        points.windows(2).map(|pair| (slope(pair), pair[0].1 - slope(pair) * pair[0].0)).collect();
    let largest = segments.iter().fold(0.0_f64, |most, segment| most.max(segment.0.abs()));
    for (number, pair) in segments.windows(2).enumerate() {
        if pair[1].0 < pair[0].0 - STRAIGHT * largest {
            let why = format!(
                "from {} MW on a megawatt hour costs {}, before {}",
                points[number + 1].0,
                pair[1].0,
                pair[0].0
            );
            return Err(Error::NotConvex { generator: id(), why });
        }
    }
    segments.dedup_by(|next, kept| (next.0 - kept.0).abs() <= STRAIGHT * largest);
    if let [(slope, intercept)] = segments[..] {
        return Ok((Shape::Line(slope), intercept));
    }
    Ok((Shape::Segments(segments), 0.0))
}
