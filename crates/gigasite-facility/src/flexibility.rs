//! What a site can shed, for how long, how fast and at what price.
//!
//! ```text
//! lost work of a cut d:   stopped accelerators   L(d) = d / (1 − idle)
//!                         capped accelerators    L(d) = 1 − T(1 − d),  T = ((p − s)/(1 − s))^g
//! price of the next MW:   EUR/MWh = EUR/GPU-hour · GPUs/MW · [ ΔL/Δd · (1 − made up) + restart / (1 − idle) / duration ]
//! ```
//!
//! Power is IT power while computing; the facility sheds more, but its cooling follows only after minutes. A tranche answers a
//! call as a whole or not at all: nothing is passed from one tranche to the next within a call.
//!
//! **Against trials** (tests): the public job list of Phoenix (25 % for 3 h) leaves 35–45 % to shed here, and 25 % cost 16 % of
//! the work where 9 % was measured: the cap curve is that of training, inference gives up less. London (30–35 %, 30 s, up to
//! 10 h) is met by caps alone if jobs bear 25 % less throughput.

use crate::power::capped_throughput;
use crate::validity::{Refused, demand};
use gigasite_units::Fraction;
use serde::{Deserialize, Serialize};

/// Width of the steps a cap is cut into, share of the tranche's power (EST).
const CAP_STEP_FRAC: f64 = 0.05;

/// What may happen to work.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Kind {
    /// Somebody waits: what is shed is lost.
    LatencyBound,
    /// Jobs that need not start yet: accelerators run dry, the work is done later.
    Deferrable,
    /// Jobs that stop at a checkpoint.
    Pausable {
        /// Work lost per stop, h: since the checkpoint, and until the job runs again (10 min, 3–30 MEM).
        restart_h: f64,
    },
    /// Jobs that run slower under a power cap ([`capped_throughput`]).
    Cappable {
        /// Power ratio of no throughput: 0.25–0.45.
        floor_frac: f64,
        /// Exponent: 0.25–0.45.
        exponent: f64,
    },
}

/// A share of a site that can be shed in one way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tranche {
    /// For people.
    pub name: String,
    /// What may happen to the work.
    pub kind: Kind,
    /// Share of the site's computing power.
    pub share_frac: Fraction,
    /// Deepest cut, of the tranche's own power.
    pub depth_frac: Fraction,
    /// Longest call, h.
    pub duration_h: f64,
    /// From signal to full cut, s.
    pub response_s: f64,
    /// Rest before the next call, h.
    pub recovery_h: f64,
    /// Share of lost work that is made up afterwards on spare accelerators.
    pub made_up_frac: Fraction,
    /// Worth of a GPU-hour not delivered, EUR.
    pub eur_per_gpu_hour: f64,
}

impl Tranche {
    /// Why the tranche cannot answer a call, if it cannot.
    pub fn fails(&self, call: Call) -> Option<LeftOut> {
        if self.duration_h < call.duration_h {
            Some(LeftOut::TooShort)
        } else if self.response_s > call.response_s {
            Some(LeftOut::TooSlow)
        } else if self.recovery_h > call.rested_h {
            Some(LeftOut::NotRested)
        } else {
            None
        }
    }
}

/// Computing of a site.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Computing {
    /// IT power while computing, MW.
    pub busy_mw: f64,
    /// Accelerators that compute.
    pub gpus: f64,
    /// Power of a stopped accelerator over that of a busy one.
    pub idle_frac: f64,
}

/// What the grid asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Call {
    /// How long, h.
    pub duration_h: f64,
    /// How soon, s.
    pub response_s: f64,
    /// Since the end of the last call, h; infinite where there was none.
    pub rested_h: f64,
}

/// Megawatts at a price.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// Index of the tranche.
    pub tranche: usize,
    /// Power that can be shed, MW.
    pub mw: f64,
    /// Price, EUR per MWh shed.
    pub eur_per_mwh: f64,
    /// Work lost, GPU-hours per MWh shed.
    pub lost_gpu_hours_per_mwh: f64,
}

/// Why a tranche does not answer a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum LeftOut {
    /// It cannot be shed for so long.
    TooShort,
    /// It cannot be shed so soon.
    TooSlow,
    /// It has not rested since the last call.
    NotRested,
}

/// What can be shed, cheapest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curve {
    /// Steps in order of price; of equals, in order of tranches.
    pub steps: Vec<Step>,
    /// Tranches that do not answer, and why.
    pub left_out: Vec<(usize, LeftOut)>,
}

impl Curve {
    /// All that can be shed, MW.
    pub fn total_mw(&self) -> f64 {
        self.steps.iter().map(|step| step.mw).sum()
    }

    /// Power that is shed at a price, MW.
    pub fn mw_at(&self, eur_per_mwh: f64) -> f64 {
        let cheap = self.steps.iter().take_while(|step| step.eur_per_mwh <= eur_per_mwh);
        cheap.map(|step| step.mw).sum()
    }

    /// Price of the last of `mw`, EUR/MWh; none beyond [`Curve::total_mw`].
    pub fn price_of(&self, mw: f64) -> Option<f64> {
        let mut reached_mw = 0.0;
        self.steps.iter().find_map(|step| {
            reached_mw += step.mw;
            (reached_mw >= mw).then_some(step.eur_per_mwh)
        })
    }

    /// Work lost while `mw` is shed in order of price, GPU-hours per hour; none beyond [`Curve::total_mw`].
    pub fn lost_gpu_hours_per_h(&self, mw: f64) -> Option<f64> {
        let mut left_mw = mw;
        let mut lost = 0.0;
        for step in &self.steps {
            let taken_mw = step.mw.min(left_mw);
            lost += taken_mw * step.lost_gpu_hours_per_mwh;
            left_mw -= taken_mw;
        }
        (left_mw <= 1e-9).then_some(lost)
    }
}

/// Deepest cut that costs at most `loss_frac` of the throughput: the inverse of [`capped_throughput`].
pub fn depth_for_loss_frac(loss_frac: f64, floor_frac: f64, exponent: f64) -> f64 {
    (1.0 - floor_frac) * (1.0 - (1.0 - loss_frac).powf(1.0 / exponent))
}

/// The curve of a site for a call.
///
/// # Errors
/// Shares of more than the whole, a cut below idle power or below the floor of a cap, nonsense in a call or site.
pub fn curve(computing: &Computing, tranches: &[Tranche], call: Call) -> Result<Curve, Refused> {
    check(computing, tranches, call)?;
    let mut curve = Curve { steps: Vec::new(), left_out: Vec::new() };
    for (index, tranche) in tranches.iter().enumerate() {
        match tranche.fails(call) {
            Some(why) => curve.left_out.push((index, why)),
            None => curve.steps.extend(steps(computing, index, tranche, call)),
        }
    }
    curve.steps.sort_by(|a, b| a.eur_per_mwh.total_cmp(&b.eur_per_mwh));
    Ok(curve)
}

fn check(computing: &Computing, tranches: &[Tranche], call: Call) -> Result<(), Refused> {
    let Computing { busy_mw, gpus, idle_frac } = *computing;
    demand(busy_mw > 0.0, "busy_mw", busy_mw, "more than 0")?;
    demand(gpus > 0.0, "gpus", gpus, "more than 0")?;
    demand((0.0..1.0).contains(&idle_frac), "idle_frac", idle_frac, "at least 0 and below 1")?;
    demand(call.duration_h > 0.0, "duration_h", call.duration_h, "more than 0")?;
    demand(call.response_s >= 0.0, "response_s", call.response_s, "at least 0")?;
    demand(call.rested_h >= 0.0, "rested_h", call.rested_h, "at least 0")?;
    let shares: f64 = tranches.iter().map(|tranche| tranche.share_frac.get()).sum();
    demand(shares <= 1.0 + 1e-9, "sum of share_frac", shares, "at most 1")?;
    for tranche in tranches {
        let depth = tranche.depth_frac.get();
        let (deepest, expected) = match tranche.kind {
            Kind::Cappable { floor_frac, exponent } => {
                demand((0.0..1.0).contains(&floor_frac), "floor_frac", floor_frac, "at least 0 and below 1")?;
                demand(exponent > 0.0 && exponent <= 1.0, "exponent", exponent, "above 0 and at most 1")?;
                (1.0 - floor_frac, "at most 1 less the floor of the cap")
            }
            Kind::LatencyBound | Kind::Deferrable | Kind::Pausable { .. } => {
                (1.0 - idle_frac, "at most 1 less the idle share")
            }
        };
        demand(depth <= deepest + 1e-9, "depth_frac", depth, expected)?;
    }
    Ok(())
}

/// Share of the work lost under a cut of `depth` of the tranche's power.
fn lost_frac(kind: Kind, idle_frac: f64, depth: f64) -> f64 {
    match kind {
        Kind::Cappable { floor_frac, exponent } => 1.0 - capped_throughput(1.0 - depth, floor_frac, exponent),
        Kind::LatencyBound | Kind::Deferrable | Kind::Pausable { .. } => depth / (1.0 - idle_frac),
    }
}

fn steps(computing: &Computing, index: usize, tranche: &Tranche, call: Call) -> Vec<Step> {
    let depth = tranche.depth_frac.get();
    let pieces = match tranche.kind {
        Kind::Cappable { .. } => (depth / CAP_STEP_FRAC).ceil().max(1.0),
        Kind::LatencyBound | Kind::Deferrable | Kind::Pausable { .. } => 1.0,
    };
    let made_up = match tranche.kind {
        Kind::LatencyBound => 0.0,
        Kind::Deferrable | Kind::Pausable { .. } | Kind::Cappable { .. } => tranche.made_up_frac.get(),
    };
    let restarts = match tranche.kind {
        Kind::Pausable { restart_h } => restart_h / call.duration_h / (1.0 - computing.idle_frac),
        Kind::LatencyBound | Kind::Deferrable | Kind::Cappable { .. } => 0.0,
    };
    let width = depth / pieces;
    let power_mw = computing.busy_mw * tranche.share_frac.get();
    if width * power_mw <= 0.0 {
        return Vec::new();
    }
    let lost_at = |piece: usize| lost_frac(tranche.kind, computing.idle_frac, width * piece as f64);
    let step = |piece: usize| {
        let per_power = (lost_at(piece + 1) - lost_at(piece)) / width * (1.0 - made_up) + restarts;
        let lost = per_power * computing.gpus / computing.busy_mw;
        Step {
            tranche: index,
            mw: width * power_mw,
            eur_per_mwh: lost * tranche.eur_per_gpu_hour,
            lost_gpu_hours_per_mwh: lost,
        }
    };
    (0..pieces as usize).map(step).collect()
}

#[cfg(test)]
mod tests;
