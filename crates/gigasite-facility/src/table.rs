//! A function of one temperature, tabulated once and interpolated in every hour.

/// Step of every table, K; what it costs is tested in `tests.rs`.
const STEP_K: f64 = 0.25;

/// A tabulated function; outside its range the end values hold.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table {
    to_c: f64,
    values: Vec<f64>,
}

impl Table {
    /// Tabulates `f` from `to_c` downwards to `from_c` or just below.
    ///
    /// The last node is `to_c` itself: put it on a kink of `f` and none is interpolated over.
    pub(crate) fn of(from_c: f64, to_c: f64, f: impl Fn(f64) -> f64) -> Self {
        let steps = ((to_c - from_c) / STEP_K).ceil().max(1.0) as usize;
        Self { to_c, values: (0..=steps).map(|i| f(to_c - STEP_K * i as f64)).collect() }
    }

    /// Temperatures of the nodes, °C.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = f64> {
        (0..self.values.len()).map(|i| self.to_c - STEP_K * i as f64)
    }

    /// Other values at the same nodes.
    pub(crate) fn with(&self, values: Vec<f64>) -> Self {
        Self { to_c: self.to_c, values }
    }

    /// Value at a temperature.
    pub(crate) fn at(&self, temperature_c: f64) -> f64 {
        let place = ((self.to_c - temperature_c) / STEP_K).clamp(0.0, (self.values.len() - 1) as f64);
        let low = (place as usize).min(self.values.len() - 2);
        self.values[low] + (place - low as f64) * (self.values[low + 1] - self.values[low])
    }
}
