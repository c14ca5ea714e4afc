//! A function of one temperature, tabulated once and interpolated in every hour.

/// Widest steps of every table, K: below a kink, where fans speed up, and elsewhere; what they cost is tested in
/// `tests/year.rs`.
const STEPS_K: (f64, f64) = (0.08, 0.5);
/// How far below a kink the narrow steps begin, K.
const NEAR_K: f64 = 4.0;

/// What stands at a node and can be interpolated.
pub(crate) trait Blend: Copy {
    /// `self + share · (other − self)`.
    fn blend(&self, other: &Self, share: f64) -> Self;
}

/// A tabulated function over pieces between its kinks; outside its range the end values hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table<T> {
    pieces: Vec<Piece<T>>,
}

#[derive(Debug, Clone, PartialEq)]
struct Piece<T> {
    from_c: f64,
    to_c: f64,
    per_k: f64,
    values: Vec<T>,
}

impl<T: Blend> Table<T> {
    /// Tabulates `f` between `from_c` and `to_c`, with a node on each of the `kinks` that lie between.
    pub(crate) fn of(from_c: f64, to_c: f64, kinks: &[f64], f: impl Fn(f64) -> T) -> Self {
        let to_c = to_c.max(from_c + 1e-6);
        let inside = |c: &f64| *c > from_c + 1e-9 && *c < to_c - 1e-9;
        let near = kinks.iter().chain([&to_c]).map(|kink| kink - NEAR_K);
        let mut cuts: Vec<f64> = kinks.iter().copied().chain(near).filter(inside).chain([to_c]).collect();
        cuts.sort_by(f64::total_cmp);
        let mut low = from_c;
        let pieces = cuts.into_iter().map(|high| {
            let step = if high - low <= NEAR_K + 1e-9 { STEPS_K.0 } else { STEPS_K.1 };
            let steps = ((high - low) / step).ceil().max(1.0);
            let width = (high - low) / steps;
            let values = (0..=steps as usize).map(|i| f(low + width * i as f64)).collect();
            let piece = Piece { from_c: low, to_c: high, per_k: 1.0 / width, values };
            low = high;
            piece
        });
        Self { pieces: pieces.collect() }
    }

    /// Value at a temperature.
    pub(crate) fn at(&self, temperature_c: f64) -> T {
        let last = self.pieces.len() - 1;
        let number = self.pieces[..last].iter().position(|piece| temperature_c <= piece.to_c).unwrap_or(last);
        let piece = &self.pieces[number];
        let end = piece.values.len() - 1;
        let place = ((temperature_c - piece.from_c) * piece.per_k).clamp(0.0, end as f64);
        let low = (place as usize).min(end - 1);
        piece.values[low].blend(&piece.values[low + 1], place - low as f64)
    }
}
