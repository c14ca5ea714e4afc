//! What a branch is worth in a flow by reactance.

use gigasite_case::network::{Branch, Bus, Current, Network};
use serde::{Deserialize, Serialize};

/// How a branch's susceptance and shift enter a direct-current flow. Published results follow one of two conventions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// `b = 1 / (x · tap)`, phase shifts kept: MATPOWER, PyPSA, pandapower.
    #[default]
    Matpower,
    /// `b = x / (r² + x²)`, taps and shifts left out: `PowerModels` with `DCPPowerModel`, and the `PGLib` table.
    Powermodels,
}

/// Susceptance and shift of a branch: `flow = susceptance · (θ_from − θ_to − shift)`, per unit and radians.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Series {
    /// Susceptance, per unit; not finite for a branch without impedance.
    pub susceptance: f64,
    /// Phase shift, radians.
    pub shift: f64,
}

impl Form {
    /// Susceptance and shift of a branch that starts at `from`. Between direct-current buses the resistance decides.
    pub fn series(self, branch: &Branch, from: &Bus) -> Series {
        if from.current == Current::Direct {
            return Series { susceptance: 1.0 / branch.resistance_pu, shift: 0.0 };
        }
        let (r, x) = (branch.resistance_pu, branch.reactance_pu);
        match self {
            Self::Matpower => {
                Series { susceptance: 1.0 / (x * branch.tap()), shift: branch.shift_deg.to_radians() }
            }
            Self::Powermodels => Series { susceptance: x / (r * r + x * x), shift: 0.0 },
        }
    }

    /// Susceptances and shifts of all branches, in their order.
    pub fn all(self, network: &Network) -> Vec<Series> {
        network.branches.iter().map(|branch| self.series(branch, &network.buses[branch.from])).collect()
    }
}
