//! Alternating-current power flow by Newton's method.
//!
//! ```text
//! S_i = V_i Σ_j conj(Y_ij V_j),   P_i + jQ_i = S_i − S_i(given) = 0
//! unknown: angle of all buses but references, magnitude of PQ buses
//! ∂P_i/∂θ_j =  Q_ij        ∂P_i/∂ln|V_j| = P_ij      P_ij + jQ_ij = V_i conj(Y_ij V_j)
//! ∂Q_i/∂θ_j = −P_ij        ∂Q_i/∂ln|V_j| = Q_ij
//! ```
//!
//! A bus is a 2 × 2 block; the block matrix has the pattern of the network, which is ordered once and factorised with a
//! static pivot order. References and PV buses keep their rows as identities, so that switching between PV and
//! PQ changes numbers and no pattern. Magnitudes are stepped in their logarithm, which keeps them positive. A step that
//! does not lower the mismatch is shortened; near the solution a factor serves several steps.
//!
//! # What it assumes, and what that costs
//! Balanced three phases at one frequency. Links inject what they are set to, with the reactive power of their file: a
//! converter that holds its voltage does not. An island without a generator is dead: its voltages are zero and it is
//! named. An island without a reference bus takes the bus with the most generation.

mod balance;
mod block;
mod branch;
mod limits;
mod model;
mod newton;
mod outages;
mod outcome;
#[cfg(test)]
mod tests;

pub use model::AcModel;
pub use outages::{AcCheck, AcOverload, OutOfBand, after_outages};
pub use outcome::{AcBranch, AcFlow, AcStatus};

use serde::{Deserialize, Serialize};

/// Where the iteration starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Start {
    /// Angles of the flow by reactance, magnitudes 1 or as set.
    #[default]
    Dc,
    /// Angle 0, magnitudes 1 or as set.
    Flat,
    /// Voltages of the file.
    File,
}

/// How a flow is solved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AcOptions {
    /// Where it starts.
    pub start: Start,
    /// Largest mismatch of a bus that counts as none, per unit; no finer than rounding lets it be, where impedances are tiny.
    pub tolerance_pu: f64,
    /// Most steps.
    pub steps_max: usize,
    /// Whether generators stay within their reactive limits, giving up their voltage.
    pub reactive_limits: bool,
    /// Whether all generators share in what is missing, by participation or else by rated power, instead of the reference.
    pub distributed_slack: bool,
}

impl Default for AcOptions {
    fn default() -> Self {
        Self {
            start: Start::Dc,
            tolerance_pu: 1e-8,
            steps_max: 60,
            reactive_limits: false,
            distributed_slack: false,
        }
    }
}
