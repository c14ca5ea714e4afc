//! What less of something costs: one step line a measure, cost upwards.

use super::Chart;
use crate::format::thousands;
use crate::near;
use crate::svg::{Anchor, Svg, polyline, tick_decimals, ticks};
use gigasite_optimise::Measure;
use gigasite_optimise::plan::Front;

/// Points of a front, the steps between them, and what both axes reach.
pub(crate) struct Steps {
    /// The measure and the yearly cost in M EUR, cheapest first.
    pub(crate) points: Vec<(f64, f64)>,
    /// Between two points the dearer plan is the cheapest that keeps the level.
    pub(crate) line: Vec<(f64, f64)>,
    pub(crate) x: (f64, f64),
    pub(crate) y: (f64, f64),
}

impl Steps {
    pub(crate) fn of(front: &Front) -> Self {
        let points: Vec<(f64, f64)> = front
            .points
            .iter()
            .map(|point| (point.value(front.measure), point.value(Measure::Cost)))
            .collect();
        let mut line = Vec::new();
        for pair in points.windows(2) {
            line.extend([pair[0], (pair[0].0, pair[1].1), pair[1]]);
        }
        let (x, y) = (span(points.iter().map(|point| point.0)), span(points.iter().map(|point| point.1)));
        Self { points, line, x, y }
    }
}

/// From the least to the most, with room on both sides.
fn span(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let low = values.clone().fold(f64::INFINITY, f64::min);
    let high = values.fold(f64::NEG_INFINITY, f64::max);
    let room = ((high - low) * 0.08).max(high.abs() * 1e-6);
    (low - room, high + room)
}

/// A front as a chart of the page.
pub(crate) fn front(front: &Front) -> Chart {
    let (width, height) = (860.0, 320.0);
    let (left, right, top, bottom) = (96.0, 24.0, 20.0, 48.0);
    let name = near::words(front.measure);
    let Steps { points, line, x: (x_low, x_high), y: (y_low, y_high) } = Steps::of(front);
    let x_of = |x: f64| left + (x - x_low) / (x_high - x_low) * (width - left - right);
    let y_of = |y: f64| height - bottom - (y - y_low) / (y_high - y_low) * (height - top - bottom);
    let mut svg = Svg::new(width, height, format!("Yearly cost against {name}"));
    let (x_ticks, y_ticks) = (ticks(x_low, x_high, 6.0), ticks(y_low, y_high, 5.0));
    for y in &y_ticks {
        svg.line((left, y_of(*y)), (width - right, y_of(*y)), "grid");
        svg.text((left - 8.0, y_of(*y) + 4.0), Anchor::End, "m", &thousands(*y, tick_decimals(&y_ticks)));
    }
    for x in &x_ticks {
        svg.line((x_of(*x), height - bottom), (x_of(*x), height - bottom + 4.0), "axis");
        let label = thousands(*x, tick_decimals(&x_ticks));
        svg.text((x_of(*x), height - bottom + 18.0), Anchor::Middle, "m", &label);
    }
    svg.line((left, height - bottom), (width - right, height - bottom), "axis");
    svg.text((left, 12.0), Anchor::Start, "m", "yearly cost, M EUR");
    let unit = front.measure.unit();
    svg.text((width - right, height - 8.0), Anchor::End, "m", &format!("{name}, {unit}"));
    let drawn: Vec<(f64, f64)> = line.iter().map(|(x, y)| (x_of(*x), y_of(*y))).collect();
    svg.path(&polyline(&drawn), "l0", "");
    for (point, (x, y)) in front.points.iter().zip(&points) {
        let tip = format!(
            "{} {unit}: {} M EUR a year on {}",
            thousands(*x, 1),
            thousands(*y, 1),
            point.sites.join(", ")
        );
        svg.circle((x_of(*x), y_of(*y), 4.0), "f0", &tip);
    }
    Chart {
        svg: svg.finish(),
        caption: format!(
            "Every point is the cheapest plan found with no more {name}; between two points the next one has to be paid."
        ),
        table: near::front(front),
    }
}
