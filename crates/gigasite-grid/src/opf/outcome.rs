//! What an optimal power flow answers.

use gigasite_case::Findings;
use serde::Serialize;

/// How it ended. Only [`Status::Optimal`] vouches for every figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Proven within the asked gap.
    Optimal,
    /// A dispatch that keeps its limits, but the rounds ended before curved costs, losses or outages were settled.
    NotSettled,
    /// The time limit came first; there may be a dispatch, with a gap.
    AtLimit,
    /// No dispatch keeps all limits: see [`Outcome::why`].
    Infeasible,
    /// The cost falls without end: something earns without a limit.
    Unbounded,
    /// The solver gave up for numerical reasons.
    NumericalTrouble,
}

/// The answer. Grids are `[snapshot][element]`, in the order asked for and of the network; zero where an element is out
/// of service. Everything is empty without a dispatch.
#[derive(Debug, Clone, Serialize)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// True cost over all snapshots, capacities that stood before included; none without a dispatch.
    pub objective: Option<f64>,
    /// Proven lower bound of that cost.
    pub bound: Option<f64>,
    /// `(objective − bound) / |objective|`.
    pub gap_rel: Option<f64>,
    /// Cost of the capacity that stood before, of elements that may grow.
    pub constant: f64,
    /// The objective without that constant: what PyPSA prints.
    pub objective_of_change: Option<f64>,
    /// Each snapshot.
    pub moments: Vec<Moment>,
    /// Output of generators, MW.
    pub dispatch_mw: Vec<Vec<f64>>,
    /// Flow of branches at their middle, MW, from → to.
    pub flow_mw: Vec<Vec<f64>>,
    /// Loss of branches, MW; empty if losses are not asked for.
    pub loss_mw: Vec<Vec<f64>>,
    /// Voltage angles, degrees; zero at the reference of each island.
    pub angle_deg: Vec<Vec<f64>>,
    /// Power drawn by links at their from end, MW.
    pub link_mw: Vec<Vec<f64>>,
    /// Power given by storage, less what it draws, MW.
    pub storage_mw: Vec<Vec<f64>>,
    /// Energy in storage at the end of the snapshot, MWh.
    pub storage_mwh: Vec<Vec<f64>>,
    /// Power given by stores, MW.
    pub store_mw: Vec<Vec<f64>>,
    /// Energy in stores at the end of the snapshot, MWh.
    pub store_mwh: Vec<Vec<f64>>,
    /// How much of each generator is on; empty without commitment.
    pub on: Vec<Vec<f64>>,
    /// Prices.
    pub lmp: Lmp,
    /// Limits of branches and links that bind.
    pub binding: Vec<Binding>,
    /// What the network earns: payments of demand less those to generation, links and storage, money per hour.
    pub surplus_per_h: Vec<f64>,
    /// Capacities of elements that may grow.
    pub capacities: Capacities,
    /// Circuits built, by candidate.
    pub built: Vec<usize>,
    /// Flow of all circuits built, by candidate, MW.
    pub built_flow_mw: Vec<Vec<f64>>,
    /// Limits on the whole network.
    pub caps: Vec<CapUse>,
    /// How well the losses are met, if they are asked for.
    pub losses: Option<LossReport>,
    /// Which outages were looked at, if they are asked for.
    pub security: Option<SecurityReport>,
    /// Why there is no dispatch.
    pub why: Option<Why>,
    /// What was left out or seen differently.
    pub findings: Findings,
    /// Counted work.
    pub effort: Effort,
}

/// One snapshot.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moment {
    /// Its label.
    pub label: String,
    /// How it ended: that of the whole programme, where snapshots are joined.
    pub status: Status,
    /// Its own cost, money per hour, where snapshots are apart.
    pub cost_per_h: Option<f64>,
}

/// Cost of one more megawatt hour of demand, by snapshot and bus: `total = energy + congestion + loss`. Not a number at an
/// isolated bus, and at one that nothing can serve.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Lmp {
    /// The price.
    pub total: Vec<Vec<f64>>,
    /// Its part at the reference bus of the island.
    pub energy: Vec<Vec<f64>>,
    /// Its part by limits of branches.
    pub congestion: Vec<Vec<f64>>,
    /// Its part by losses of branches.
    pub loss: Vec<Vec<f64>>,
}

/// What limits a flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Its rating.
    Rating,
    /// The largest or least angle difference.
    Angle,
    /// The capacity that was chosen for it.
    ChosenCapacity,
    /// Its rating after an outage.
    Outage(String),
}

/// Which element a limit is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Element {
    /// A branch, by its place.
    Branch(usize),
    /// A link, by its place.
    Link(usize),
}

/// A limit that binds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Binding {
    /// Place among the snapshots asked for.
    pub snapshot: usize,
    /// Of what.
    pub element: Element,
    /// Its name in the file.
    pub id: String,
    /// Which limit.
    pub limit: Limit,
    /// Flow, MW; after the outage, if it is one.
    pub flow_mw: f64,
    /// What one more megawatt of room would save, money per megawatt hour.
    pub shadow_price: f64,
    /// 1 where flow from → to is held back, −1 where flow to → from is.
    pub sign: f64,
    /// Its part of the congestion price of every bus, if [`Options::split_congestion`](super::Options) asks for it.
    pub congestion: Vec<f64>,
}

/// Capacities of elements that may grow, in the order of the network; none for the others.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Capacities {
    /// Generators, MW.
    pub generator_mw: Vec<Option<f64>>,
    /// Branches, MVA.
    pub branch_mva: Vec<Option<f64>>,
    /// Links, MW.
    pub link_mw: Vec<Option<f64>>,
    /// Storage, MW.
    pub storage_mw: Vec<Option<f64>>,
    /// Stores, MWh.
    pub store_mwh: Vec<Option<f64>>,
}

/// A limit on the whole network, and what it costs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CapUse {
    /// Its name in the file.
    pub id: String,
    /// Used, t.
    pub used_t: f64,
    /// The limit, t.
    pub limit_t: f64,
    /// What one more tonne would save, money per tonne.
    pub price_per_t: f64,
}

/// How well linear losses meet `r f²`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LossReport {
    /// All losses of the linear programme, by snapshot, MW.
    pub total_mw: Vec<f64>,
    /// Those of its flows by `r f²`, MW.
    pub true_mw: Vec<f64>,
    /// Largest sum over branches of the difference, in parts of the true losses.
    pub error_frac: f64,
    /// The error that was asked for.
    pub tolerance_frac: f64,
    /// Whether it is kept.
    pub converged: bool,
}

/// Outages.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SecurityReport {
    /// How many were looked at.
    pub outages: usize,
    /// Limits after an outage that had to be written.
    pub rows: usize,
    /// Outages that split the network, which no flow without redispatch survives: not secured.
    pub islanding: Vec<String>,
    /// Largest excess after any outage that is left, MW.
    pub worst_excess_mw: f64,
}

/// Why no dispatch keeps all limits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Why {
    /// One sentence.
    pub sentence: String,
    /// What would help.
    pub hint: String,
    /// Limits that give in the cheapest relaxation, largest first.
    pub limits: Vec<Conflict>,
    /// Demand that would have to be left unserved if all limits stay, MW by bus; empty if that does not help.
    pub unserved: Vec<Conflict>,
}

/// A limit that would have to give.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// Which, in words.
    pub what: String,
    /// When: label of the snapshot.
    pub when: String,
    /// By how much, in its own unit: MW as a rule.
    pub amount: f64,
}

/// Counted work: the same for the same programme.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Effort {
    /// Columns, of the largest programme.
    pub columns: usize,
    /// Rows, of the largest programme.
    pub rows: usize,
    /// Solves.
    pub rounds: usize,
    /// Simplex iterations.
    pub iterations: usize,
    /// Tangents of curved costs and losses.
    pub tangents: usize,
}
