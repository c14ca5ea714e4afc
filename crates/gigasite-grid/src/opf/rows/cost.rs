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
//! both are answered. A curve that is not convex has no such proof: points that lie less than [`DENT_FRAC`] of the largest
//! cost above their lower convex hull are taken as the hull, with a finding; anything else is refused.

use crate::opf::Error;
use gigasite_case::network::{Cost, CostCurve, Generator, Network};

/// Slopes that differ by less than this part of the largest are one: files round.
const STRAIGHT: f64 = 1e-9;

/// Dents in a curve of points up to this part of its largest cost are levelled. The heat rates of RTS-GMLC have some of
/// 1e-5; one in a thousand is below what any heat rate is known to.
const DENT_FRAC: f64 = 1e-3;

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
    let hull = hull(points);
    let largest = points.iter().fold(0.0_f64, |most, point| most.max(point.1.abs()));
    if let Some((mw, dent)) = deepest(points, &hull).filter(|(_, dent)| *dent > DENT_FRAC * largest) {
        let why = format!("at {mw} MW it costs {dent} more than between its neighbours");
        return Err(Error::NotConvex { generator: id(), why });
    }
    let slope = |pair: &[(f64, f64)]| (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0);
    let mut segments: Vec<(f64, f64)> =
        hull.windows(2).map(|pair| (slope(pair), pair[0].1 - slope(pair) * pair[0].0)).collect();
    let largest = segments.iter().fold(0.0_f64, |most, segment| most.max(segment.0.abs()));
    segments.dedup_by(|next, kept| (next.0 - kept.0).abs() <= STRAIGHT * largest);
    if let [(slope, intercept)] = segments[..] {
        return Ok((Shape::Line(slope), intercept));
    }
    Ok((Shape::Segments(segments), 0.0))
}

/// The lower convex hull of points of growing MW.
fn hull(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let mut hull: Vec<(f64, f64)> = Vec::with_capacity(points.len());
    for point in points {
        while let [.., a, b] = hull[..] {
            let turn = (b.0 - a.0) * (point.1 - a.1) - (b.1 - a.1) * (point.0 - a.0);
            if turn > 0.0 {
                break;
            }
            hull.pop();
        }
        hull.push(*point);
    }
    hull
}

/// The point that lies furthest above the hull: its MW, and how far; `None` if all lie on it.
fn deepest(points: &[(f64, f64)], hull: &[(f64, f64)]) -> Option<(f64, f64)> {
    let above = |point: &(f64, f64)| {
        let pair = hull.windows(2).find(|pair| (pair[0].0..=pair[1].0).contains(&point.0))?;
        let on_hull = pair[0].1 + (pair[1].1 - pair[0].1) * (point.0 - pair[0].0) / (pair[1].0 - pair[0].0);
        Some((point.0, point.1 - on_hull))
    };
    points.iter().filter_map(above).max_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, dent)| *dent > 0.0)
}

/// How far the hull that is taken lies below a generator's cost, money per hour; `None` where it does not.
pub(in crate::opf) fn dent(generator: &Generator) -> Option<f64> {
    let Some(CostCurve::Piecewise(points)) = generator.cost.as_ref().map(|cost: &Cost| &cost.curve) else {
        return None;
    };
    let largest = points.iter().fold(0.0_f64, |most, point| most.max(point.1.abs()));
    deepest(points, &hull(points)).map(|(_, dent)| dent).filter(|dent| *dent > STRAIGHT * largest)
}
