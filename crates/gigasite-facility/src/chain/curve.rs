//! The loss curve of a converter.

use gigasite_case::facility::PowerStage;

/// Loss over rated output at a load ratio `x = output / rated`:
///
/// ```text
/// loss(x) = a0 + a1·x + a2·x²,      η(x) = x / (x + loss(x)),      η is best at x = √(a0/a2)
/// ```
///
/// Valid from 0 to 1; above 1 it is the same parabola, an extrapolation. A transformer of rating S with no-load loss `P0` and
/// load loss `Pk` has `a0 = P0/S`, `a1 = 0`, `a2 = Pk/S`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    /// No-load loss over rated.
    pub a0_ratio: f64,
    /// Linear loss over rated; negative where the fit asks for it.
    pub a1_ratio: f64,
    /// Load loss over rated.
    pub a2_ratio: f64,
}

impl Curve {
    /// The curve of a row of `power_chain.csv`.
    pub fn of(stage: &PowerStage) -> Self {
        Self { a0_ratio: stage.a0_ratio, a1_ratio: stage.a1_ratio, a2_ratio: stage.a2_ratio }
    }

    /// Loss over rated output at load ratio `x`.
    pub fn loss_ratio(self, x: f64) -> f64 {
        self.a0_ratio + self.a1_ratio * x + self.a2_ratio * x * x
    }

    /// Output over input at load ratio `x`; 0 at no load.
    pub fn efficiency(self, x: f64) -> f64 {
        x / (x + self.loss_ratio(x))
    }
}
