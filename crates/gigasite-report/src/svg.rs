//! A few lines of SVG: text that is escaped, numbers that are short, ticks that are round.

use crate::format;
use std::fmt::Write as _;

/// The Okabe–Ito palette without black and yellow, in the order of use; as the style sheet's `--s0` … `--s7`.
///
/// **Source**: Okabe, Ito, Color Universal Design (2008): told apart by people with any common colour vision.
pub(crate) const PALETTE: [(u8, u8, u8); 8] = [
    (0x00, 0x72, 0xB2),
    (0xE6, 0x9F, 0x00),
    (0x00, 0x9E, 0x73),
    (0xD5, 0x5E, 0x00),
    (0x56, 0xB4, 0xE9),
    (0xCC, 0x79, 0xA7),
    (0x80, 0x80, 0x80),
    (0xF0, 0xE4, 0x42),
];

/// A drawing that grows.
#[derive(Debug, Clone)]
pub(crate) struct Svg {
    body: String,
    width: f64,
    height: f64,
    label: String,
}

/// Where a text stands at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

impl Svg {
    /// `label` is what a screen reader says.
    pub(crate) fn new(width: f64, height: f64, label: impl Into<String>) -> Self {
        Self { body: String::new(), width, height, label: label.into() }
    }
    /// Class names carry the style: see `page/style.css`.
    pub(crate) fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, class: &str, text: &str) {
        let _ = write!(
            self.body,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{}\" class=\"{class}\">{}</text>",
            short(x),
            short(y),
            anchor.word(),
            format::html(text)
        );
    }
    pub(crate) fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), class: &str) {
        let _ = write!(
            self.body,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" class=\"{class}\"/>",
            short(x1),
            short(y1),
            short(x2),
            short(y2)
        );
    }
    /// A rectangle; `tip` is shown when the pointer rests on it.
    pub(crate) fn rect(&mut self, (x, y, w, h): (f64, f64, f64, f64), class: &str, tip: &str) {
        let _ = write!(
            self.body,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"{class}\"",
            short(x),
            short(y),
            short(w.max(0.0)),
            short(h.max(0.0))
        );
        self.close("rect", tip);
    }
    pub(crate) fn circle(&mut self, (x, y, r): (f64, f64, f64), class: &str, tip: &str) {
        let _ = write!(
            self.body,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" class=\"{class}\"",
            short(x),
            short(y),
            short(r)
        );
        self.close("circle", tip);
    }
    pub(crate) fn path(&mut self, d: &str, class: &str, tip: &str) {
        let _ = write!(self.body, "<path d=\"{d}\" class=\"{class}\"");
        self.close("path", tip);
    }
    /// Anything else.
    pub(crate) fn raw(&mut self, text: &str) {
        self.body.push_str(text);
    }
    fn close(&mut self, tag: &str, tip: &str) {
        if tip.is_empty() {
            self.body.push_str("/>");
        } else {
            let _ = write!(self.body, "><title>{}</title></{tag}>", format::html(tip));
        }
    }
    /// The finished drawing as a file of its own.
    pub(crate) fn standalone(self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" role=\"img\" \
             aria-label=\"{}\">{}</svg>\n",
            short(self.width),
            short(self.height),
            short(self.width),
            short(self.height),
            format::html(&self.label),
            self.body
        )
    }
    /// The finished drawing, scaling with its container.
    pub(crate) fn finish(self) -> String {
        format!(
            "<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\" style=\"max-width:{}px\">{}</svg>",
            short(self.width),
            short(self.height),
            format::html(&self.label),
            short(self.width),
            self.body
        )
    }
}

/// A coordinate with at most one decimal.
pub(crate) fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// `M x,y L …` through points.
pub(crate) fn polyline(points: &[(f64, f64)]) -> String {
    let mut d = String::new();
    for (place, (x, y)) in points.iter().enumerate() {
        let _ = write!(d, "{}{} {}", if place == 0 { "M" } else { "L" }, short(*x), short(*y));
    }
    d
}

/// Round numbers from below `low` to above `high`, about `wanted` of them: steps of 1, 2, 2.5 or 5 times a power of ten.
pub(crate) fn ticks(low: f64, high: f64, wanted: f64) -> Vec<f64> {
    let span = (high - low).max(1e-9);
    let rough = span / wanted;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|m| m * power)
        .find(|s| *s >= rough)
        .unwrap_or(10.0 * power);
    let first = (low / step).floor();
    let last = (high / step - 1e-9).ceil().max(first + 1.0);
    (0..=(last - first) as usize).map(|i| (first + i as f64) * step).collect()
}

/// Digits that a tick needs.
pub(crate) fn tick_decimals(ticks: &[f64]) -> usize {
    let step = if ticks.len() > 1 { ticks[1] - ticks[0] } else { 1.0 };
    (0..4).find(|d| ((step * 10_f64.powi(*d)).round() - step * 10_f64.powi(*d)).abs() < 1e-6).unwrap_or(4)
        as usize
}

/// Rough width of a text in pixels: system fonts average a little over half an em.
pub(crate) fn text_width(text: &str, size_px: f64) -> f64 {
    text.chars().count() as f64 * size_px * 0.57
}

/// Moves positions apart so that neighbours keep `gap`; order and count stay.
pub(crate) fn spread(wanted: &[f64], gap: f64, low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]).then(a.cmp(&b)));
    let mut placed = wanted.to_vec();
    let mut floor = low;
    for &i in &order {
        placed[i] = wanted[i].max(floor);
        floor = placed[i] + gap;
    }
    let mut ceiling = high;
    for &i in order.iter().rev() {
        placed[i] = placed[i].min(ceiling);
        ceiling = placed[i] - gap;
    }
    placed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_the_data() {
        assert_eq!(ticks(0.0, 97.0, 5.0), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        let fine = ticks(1.07, 1.19, 4.0);
        assert!(fine[0] <= 1.07 && fine[fine.len() - 1] >= 1.19, "{fine:?}");
        assert_eq!(tick_decimals(&fine), 2);
    }

    #[test]
    fn labels_at_one_height_are_spread_within_the_frame() {
        let placed = spread(&[50.0, 50.0, 50.0, 95.0], 12.0, 0.0, 100.0);
        let mut sorted = placed.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= 12.0 - 1e-9), "{placed:?}");
        assert!(sorted[3] <= 100.0);
    }
}
