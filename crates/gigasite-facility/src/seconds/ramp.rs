//! How fast the grid sees a site change.

use serde::Serialize;

/// Fastest rise and fall over a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ramp {
    /// Span, s.
    pub over_s: usize,
    /// Fastest rise, MW/s (0 or above).
    pub up_mw_per_s: f64,
    /// Fastest fall, MW/s (0 or above).
    pub down_mw_per_s: f64,
}

/// Ramps of a day and its range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ramps {
    /// From one second to the next.
    pub over_1_s: Ramp,
    /// Over ten seconds.
    pub over_10_s: Ramp,
    /// Over a minute.
    pub over_60_s: Ramp,
    /// Highest second less lowest second, MW.
    pub range_mw: f64,
}

impl Ramp {
    /// `max` and `−min` over t of `(p(t + n) − p(t)) / n`, samples a second apart. A series no longer than the span has none.
    pub fn over(power_mw: &[f64], over_s: usize) -> Self {
        let later = power_mw.get(over_s..).unwrap_or_default();
        let changes = power_mw.iter().zip(later).map(|(now, then)| then - now);
        let (up, down) =
            changes.fold((0.0_f64, 0.0_f64), |(up, down), change| (up.max(change), down.min(change)));
        Self { over_s, up_mw_per_s: up / over_s as f64, down_mw_per_s: -down / over_s as f64 }
    }

    /// The faster of rise and fall, MW/s.
    pub fn fastest_mw_per_s(&self) -> f64 {
        self.up_mw_per_s.max(self.down_mw_per_s)
    }
}

impl Ramps {
    /// Of power per second.
    pub fn of(power_mw: &[f64]) -> Self {
        Self {
            over_1_s: Ramp::over(power_mw, 1),
            over_10_s: Ramp::over(power_mw, 10),
            over_60_s: Ramp::over(power_mw, 60),
            range_mw: range_mw(power_mw),
        }
    }
}

/// Highest less lowest.
pub(super) fn range_mw(power_mw: &[f64]) -> f64 {
    let low = power_mw.iter().copied().fold(f64::INFINITY, f64::min);
    let high = power_mw.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    (high - low).max(0.0)
}
