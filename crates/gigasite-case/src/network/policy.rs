//! Carriers, limits on the whole network, and named outages.

use serde::{Deserialize, Serialize};

/// What plants run on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Carrier {
    /// Its name in the file.
    pub id: String,
    /// Carbon dioxide of a megawatt hour of fuel, t.
    pub co2_t_per_mwh: f64,
}

/// A limit on a weighted sum of primary energy over all snapshots: `Σ co2 · energy / efficiency (≤ = ≥) limit`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cap {
    /// Its name in the file.
    pub id: String,
    /// `<=`, `==` or `>=`.
    pub sense: String,
    /// The limit, t.
    pub limit_t: f64,
}

/// Elements that fail together.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Contingency {
    /// Its name or number in the file.
    pub id: String,
    /// Indices of branches.
    pub branches: Vec<usize>,
    /// Indices of generators.
    pub generators: Vec<usize>,
}
