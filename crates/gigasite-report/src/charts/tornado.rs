//! Which prices the cost hangs on: a bar a price from the lower to the higher end, widest first.

use super::Chart;
use crate::format::{percent, thousands};
use crate::near;
use crate::svg::{Anchor, Svg, tick_decimals, ticks};
use gigasite_optimise::plan::{Plan, Swing, SwingEnd};

/// A price as both drawings show it, in million EUR a year beside the plan.
pub(crate) struct Bar<'a> {
    pub(crate) swing: &'a Swing,
    pub(crate) label: String,
    /// At the lower and at the higher price.
    pub(crate) ends: [(f64, &'a SwingEnd); 2],
}

impl Bar<'_> {
    /// What is written beside it: which sites another price would bring.
    pub(crate) fn note(&self) -> String {
        let [low, high] = [(&self.swing.low, '−'), (&self.swing.high, '+')].map(|(end, sign)| {
            let moves = !end.come.is_empty() || !end.gone.is_empty();
            moves.then(|| format!("{sign} {}", near::exchange(end)))
        });
        [low, high].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

/// Every price, and how far the axis reaches on both sides of zero.
pub(crate) fn bars(plan: &Plan) -> (Vec<Bar<'_>>, f64) {
    let bars: Vec<Bar<'_>> = plan
        .swings
        .iter()
        .map(|swing| {
            let middle = f64::midpoint(swing.low.kept_eur_per_a, swing.high.kept_eur_per_a);
            let beside = |end: &SwingEnd| (end.kept_eur_per_a - middle) / 1e6;
            let label = format!("{} ±{}", swing.price, percent(swing.by_frac, 0));
            let ends = [(beside(&swing.low), &swing.low), (beside(&swing.high), &swing.high)];
            Bar { swing, label, ends }
        })
        .collect();
    let widest = bars.iter().flat_map(|bar| &bar.ends).map(|end| end.0.abs()).fold(1e-3, f64::max);
    (bars, widest)
}

/// The tornado as a chart of the page.
pub(crate) fn tornado(plan: &Plan) -> Chart {
    let (bars, widest) = bars(plan);
    let (width, left, right, row, top) = (860.0, 210.0, 640.0, 26.0, 12.0);
    let bottom = top + row * bars.len() as f64;
    let mut svg = Svg::new(
        width,
        bottom + 46.0,
        "What a lower and a higher price do to the yearly cost, one bar a price",
    );
    let x_of = |value: f64| left + (value + widest) / (2.0 * widest) * (right - left);
    let one_side = ticks(0.0, widest, 2.0);
    let axis: Vec<f64> =
        one_side.iter().rev().map(|tick| -tick).chain(one_side.iter().skip(1).copied()).collect();
    for tick in axis.iter().filter(|tick| tick.abs() <= widest * 1.001) {
        svg.line((x_of(*tick), top), (x_of(*tick), bottom), if tick.abs() < 1e-9 { "axis" } else { "grid" });
        let text = thousands(*tick + 0.0, tick_decimals(&one_side));
        svg.text((x_of(*tick), bottom + 18.0), Anchor::Middle, "m", &text);
    }
    svg.text(
        (f64::midpoint(left, right), bottom + 38.0),
        Anchor::Middle,
        "m",
        "M EUR a year more than the plan",
    );
    for (place, bar) in bars.iter().enumerate() {
        let y = top + row * place as f64;
        svg.text((left - 10.0, y + 17.0), Anchor::End, "t", &bar.label);
        for ((beside, end), class) in bar.ends.iter().zip(["f4", "f3"]) {
            let (from, to) = (x_of(0.0_f64.min(*beside)), x_of(0.0_f64.max(*beside)));
            let tip = format!(
                "{}: {} M EUR a year, {} M EUR lost by keeping the plan; {}",
                bar.label,
                thousands(*beside, 1),
                thousands(end.regret_eur_per_a() / 1e6, 2),
                near::exchange(end)
            );
            svg.rect((from, y + 4.0, to - from, row - 8.0), class, &tip);
        }
        svg.text((right + 10.0, y + 17.0), Anchor::Start, "m", &crate::format::cut(&bar.note(), 34));
    }
    Chart {
        svg: svg.finish(),
        caption: "Blue: the lower price; red: the higher one; everything else as it is. Beside a bar: sites the best plan would \
                  exchange then. What is lost by keeping the plan stands in the table."
            .into(),
        table: near::swings(plan),
    }
}
