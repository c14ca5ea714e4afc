//! Hosting capacity: how much load can stand at a bus, how firm, and what breaks first.
//!
//! A load of `P` MW at bus `i` is met by generators in proportion to the room they have in that moment. With `p` a column
//! of PTDF and `q = Σ_g room_g PTDF_g / Σ room`, branch `l` carries
//!
//! ```text
//! N-0   f_l + T_l P,                               T_l  = q_l − p_li
//! N-1   (f_l + F_lk f_k) + (T_l + F_lk T_k) P      after losing k, with F_lk = LODF
//!       (f_l + Δ_lg)     +  T_l P                  after losing generator g, others picking up Δ
//!       f_l + (q_l − r_l) P                        after losing the site itself, with r the running plants giving way
//! ```
//!
//! and each must stay within `±limit_l`. The capacity of a moment is the smallest `P` at which one does not; generation room
//! bounds it too. Over many moments the smallest is **firm**; the `(h+1)`-th smallest may be drawn if `h` hours a year can
//! be given up. Elements that take less than [`HostingOptions::share_min_frac`] of the load do not count, and on demand
//! neither do those that are above their limit without it ([`Existing`]).
//!
//! # What it assumes, and what that costs
//! Flows by reactance (a few percent against AC, and no voltage limits: weak buses may host less); generators follow in
//! proportion to room, where redispatch could free more ([`with_redispatch`] tells for one bus); factors `F` below
//! [`HostingOptions::factor_min`] are left out, which moves a flow after an outage by at most that part of what the lost
//! branch carried.

mod alternating;
mod bus;
mod outages;
mod redispatch;
mod reinforce;
mod states;
#[cfg(test)]
mod tests;

pub use alternating::check;
pub use redispatch::{Redispatched, with_redispatch};
pub use reinforce::{DETOUR_RATIO, LINE_EUR_PER_MVA_KM, NEAR_KM, Works, works};

use crate::Error;
use crate::dc::{DcModel, Form, Rating};
use crate::dispatch::Moment;
use gigasite_case::network::Network;
use rayon::prelude::*;
use serde::Serialize;
use states::States;

/// What an element that is above its limit before the load is added means for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Existing {
    /// No load that makes it worse.
    #[default]
    Count,
    /// Nothing: it needs relief with or without the load.
    Ignore,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HostingOptions {
    /// Which susceptances count.
    pub form: Form,
    /// Numbers of the buses asked about; empty = all that are in service.
    pub buses: Vec<usize>,
    /// Most that is looked for, MW.
    pub ceiling_mw: f64,
    /// Rating after an outage.
    pub rating: Rating,
    /// Elements that take a smaller part of the load do not count. 5 % is the threshold below which European capacity
    /// calculation does not monitor an element (Core day-ahead methodology, ACER decision 02/2019, article 15).
    pub share_min_frac: f64,
    /// Whether elements count that are above their limit before the load.
    pub existing: Existing,
    /// Outage factors below this are left out.
    pub factor_min: f64,
    /// Hours a year that could be given up, each a point of the curve.
    pub give_up_h: Vec<f64>,
}

impl Default for HostingOptions {
    fn default() -> Self {
        Self {
            form: Form::Matpower,
            buses: Vec::new(),
            ceiling_mw: 3_000.0,
            rating: Rating::LongTerm,
            share_min_frac: 0.05,
            existing: Existing::Count,
            factor_min: 0.005,
            give_up_h: vec![0.0, 10.0, 50.0, 100.0, 500.0, 1000.0],
        }
    }
}

/// What keeps a load from being larger.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Limit {
    /// Nothing, up to the ceiling.
    Ceiling,
    /// A branch with everything in service.
    Branch {
        /// Its number.
        branch: usize,
    },
    /// A branch after another was lost.
    AfterBranch {
        /// The branch that is full.
        branch: usize,
        /// The branch that was lost.
        lost: usize,
    },
    /// A branch after a generator was lost.
    AfterGenerator {
        /// The branch that is full.
        branch: usize,
        /// The generator that was lost.
        lost: usize,
    },
    /// A branch after the site itself was lost.
    AfterSite {
        /// The branch that is full.
        branch: usize,
    },
    /// The bus hangs on one branch.
    CutOff {
        /// That branch.
        lost: usize,
    },
    /// There is no more generation.
    Generation,
}

impl Limit {
    /// The branch that is full, if one is.
    pub fn branch(self) -> Option<usize> {
        match self {
            Self::Branch { branch }
            | Self::AfterBranch { branch, .. }
            | Self::AfterGenerator { branch, .. }
            | Self::AfterSite { branch } => Some(branch),
            Self::Ceiling | Self::CutOff { .. } | Self::Generation => None,
        }
    }
}

/// A capacity, and what makes it no larger.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Capacity {
    /// MW that can be added in every snapshot.
    pub power_mw: f64,
    /// What is full.
    pub limit: Limit,
    /// The snapshot in which it is.
    pub snapshot: usize,
}

/// What raising the rating of the limiting branch would bring.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reinforcement {
    /// The branch whose rating is doubled.
    pub branch: usize,
    /// MW that become possible beyond the firm capacity, impedances unchanged.
    pub frees_mw: f64,
    /// What limits then.
    pub then: Limit,
    /// MVA that are added.
    pub added_mva: f64,
}

/// A point of the curve of interruptible load.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interruptible {
    /// Hours a year in which less is possible.
    pub give_up_h: f64,
    /// MW that can be drawn in all other hours.
    pub power_mw: f64,
    /// Part of the year's energy that is not drawn.
    pub lost_frac: f64,
}

/// The answer for a bus.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BusHosting {
    /// Number of the bus.
    pub bus: usize,
    /// With everything in service.
    pub n0: Capacity,
    /// Whatever single branch, generator or the site itself is lost. Zero where the loss of one branch cuts the bus off.
    pub n1: Capacity,
    /// As `n1`, for the rest of the grid: how much can be drawn if the site may be cut off with its only branch.
    pub n1_grid: Capacity,
    /// MW against hours given up, in N-1 of the rest of the grid.
    pub curve: Vec<Interruptible>,
    /// What doubling the rating of the branch that limits `n1_grid` would bring.
    pub reinforcement: Option<Reinforcement>,
}

/// Capacity of every asked bus of `network`. `dispatch_mw` has the output of every generator for every snapshot looked at,
/// each standing for `hours` of the year. `seen` is told how many buses are done.
///
/// # Errors
/// Those of [`DcModel::new`].
pub fn study(
    network: &Network,
    dispatch: &[Moment],
    options: &HostingOptions,
    seen: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<BusHosting>, Error> {
    let model = DcModel::new(network, options.form)?;
    let states = States::new(&model, network, dispatch);
    let outages = outages::Outages::new(&model, options.factor_min, &states.room_at);
    let study = bus::Study::new(&model, network, &states, &outages, options);
    let asked: Vec<usize> = if options.buses.is_empty() {
        (0..model.buses()).filter(|bus| model.islands()[*bus].is_some()).collect()
    } else {
        options.buses.clone()
    };
    let done = std::sync::atomic::AtomicUsize::new(0);
    Ok(asked
        .par_iter()
        .map(|bus| {
            let answer = study.answer(*bus);
            seen(done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1, asked.len());
            answer
        })
        .collect())
}
