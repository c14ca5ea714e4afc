//! What an optimal power flow is asked for.

use crate::dc::{Form, Rating};
use gigasite_case::network::{Branch, Contingency, Network};
use serde::{Deserialize, Serialize};

/// How Kirchhoff's voltage law is written. Both say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kirchhoff {
    /// An angle a bus, a row a branch.
    #[default]
    Angles,
    /// A row an independent cycle, no angles: fewer columns, longer rows.
    Cycles,
}

/// Whether snapshots know of one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coupling {
    /// One programme over all of them: stores, ramps, starts, caps and capacities join them.
    Joined,
    /// Each on its own: the same matrix with other demand, solved warm in blocks of so many snapshots, blocks in parallel.
    /// Stores stand still, capacities stay, and there are no caps, ramps or starts.
    Apart {
        /// Snapshots solved one after another from the basis of the one before; the answer does not depend on threads.
        block: usize,
    },
}

/// How plants that are either on or off are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitCommitment {
    /// Always on, at their least output or above.
    Ignored,
    /// On in part: the linear relaxation, with prices.
    #[default]
    Relaxed,
    /// On or off: an integer programme; prices are those of the chosen state.
    Integer,
}

/// Whether capacities that may grow do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// They are chosen.
    #[default]
    Chosen,
    /// They stay as they stand.
    Fixed,
}

/// Losses of branches, `r f²`, half at each end.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Losses {
    /// Largest error of the linear losses, in parts of all losses, at which tangents stop being added. No nearer
    /// than 1e-7 MW a branch: that is how well the solver keeps a row.
    pub tolerance_frac: f64,
}

impl Default for Losses {
    fn default() -> Self {
        Self { tolerance_frac: 1e-6 }
    }
}

/// Outages that flows must survive without redispatch.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Security {
    /// Every branch in service, one at a time.
    pub every_branch: bool,
    /// Every generator in service, one at a time.
    pub every_generator: bool,
    /// Named outages, of one or several elements.
    pub outages: Vec<Contingency>,
    /// Which rating counts after an outage.
    pub rating: Rating,
}

/// A corridor in which circuits can be built.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// One circuit: ends, impedance, rating.
    pub circuit: Branch,
    /// Cost of a circuit, in the money of the generators over all snapshots.
    pub cost: f64,
    /// Most circuits.
    pub most: usize,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// How a branch becomes a susceptance.
    pub form: Form,
    /// How the voltage law is written.
    pub kirchhoff: Kirchhoff,
    /// Numbers of the snapshots; empty = all of them.
    pub snapshots: Vec<usize>,
    /// Whether snapshots know of one another.
    pub coupling: Coupling,
    /// Relative gap between cost and proven bound at which curved costs and integers are good enough.
    pub gap_rel: f64,
    /// Losses, if they count.
    pub losses: Option<Losses>,
    /// Outages to survive.
    pub security: Option<Security>,
    /// How plants that are on or off are seen.
    pub commitment: UnitCommitment,
    /// Whether capacities are chosen.
    pub capacity: Capacity,
    /// Corridors in which circuits can be built.
    pub candidates: Vec<Candidate>,
    /// Whether the congestion of every limit that binds is answered bus by bus.
    pub split_congestion: bool,
    /// Most solves of one programme.
    pub most_rounds: usize,
    /// Wall clock of each solve, seconds.
    pub time_limit_s: Option<f64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            form: Form::default(),
            kirchhoff: Kirchhoff::default(),
            snapshots: Vec::new(),
            coupling: Coupling::Joined,
            gap_rel: 1e-8,
            losses: None,
            security: None,
            commitment: UnitCommitment::default(),
            capacity: Capacity::default(),
            candidates: Vec::new(),
            split_congestion: false,
            most_rounds: 60,
            time_limit_s: None,
        }
    }
}

impl Options {
    /// Whether anything in `network` joins its snapshots under these options: stores, caps, capacities, ramps, starts.
    pub fn joins_snapshots(&self, network: &Network) -> bool {
        let grows = self.capacity == Capacity::Chosen
            && (network.generators.iter().any(|one| one.expansion.is_some())
                || network.branches.iter().any(|one| one.expansion.is_some())
                || network.links.iter().any(|one| one.expansion.is_some()));
        let moves = network.generators.iter().any(|one| {
            one.ramp_up_mw_per_h.is_some()
                || one.ramp_down_mw_per_h.is_some()
                || (one.commitment.is_some() && self.commitment != UnitCommitment::Ignored)
        });
        let keeps = !network.storage.is_empty() || !network.stores.is_empty() || !network.caps.is_empty();
        grows || moves || keeps || !self.candidates.is_empty()
    }
}
