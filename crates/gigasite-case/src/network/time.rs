//! Snapshots and profiles.

use serde::{Deserialize, Serialize};

/// The moments a network is seen at, and what each stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Snapshots {
    /// Their names in the file: time in UTC without an offset, as a rule.
    pub labels: Vec<String>,
    /// Hours each counts for in the cost.
    pub cost_h: Vec<f64>,
    /// Hours each counts for in energy and emissions.
    pub energy_h: Vec<f64>,
    /// Hours each lasts for stores.
    pub store_h: Vec<f64>,
}

impl Snapshots {
    /// Snapshots of one hour each.
    pub fn hourly(labels: Vec<String>) -> Self {
        let hours = vec![1.0; labels.len()];
        Self { labels, cost_h: hours.clone(), energy_h: hours.clone(), store_h: hours }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }
}

/// One nameless snapshot of an hour.
impl Default for Snapshots {
    fn default() -> Self {
        Self::hourly(vec!["now".to_owned()])
    }
}

/// A series of a component: `scale · profiles[series][snapshot]`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Index into [`Network::profiles`](super::Network::profiles).
    pub series: usize,
    /// Factor.
    pub scale: f64,
}
