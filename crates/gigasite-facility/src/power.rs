//! From accelerators to the IT power of a hall.
//!
//! Utilisation laws ([`law`]), activity ([`mix`]), power caps ([`cap`]), nodes and racks ([`node`]), Frontier's cabinets
//! ([`frontier`]), and laws from a user's own samples ([`mod@fit`]).

pub mod cap;
mod error;
pub mod fit;
pub mod frontier;
pub mod law;
pub mod mix;
pub mod node;

#[cfg(test)]
mod tests;

pub use cap::{Band, CapLaw};
pub use error::PowerError;
pub use law::Law;
pub use mix::{Mix, Phase};
pub use node::{Levels, Node, Work};

use gigasite_case::facility::Accelerator;
use gigasite_case::schema::HallsTable;

/// IT figures of one hall.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HallIt {
    /// Accelerators.
    pub gpus: f64,
    /// IT power at the provisioned level: what connection and cooling are sized for, MW.
    pub provisioned_mw: f64,
    /// Mean IT power of an hour at the case's utilisation, MW.
    pub mean_mw: f64,
    /// The part of the mean that computing causes and a power cap can lower, MW; the rest is idle power.
    pub busy_mw: f64,
    /// IT power with every accelerator idle, MW.
    pub idle_mw: f64,
}

/// Fills a hall with accelerators.
///
/// ```text
/// p_gpu    = node nameplate / accelerators per node · provisioned · (1 + overhead)
/// gpus     = ⌊hall / p_gpu⌋
/// mean     = gpus · nameplate/node · (u · min(sustained, provisioned) + (1 − u) · idle) · (1 + overhead)
/// ```
pub fn fill_hall(accelerator: &Accelerator, halls: &HallsTable) -> HallIt {
    let nameplate_mw =
        accelerator.node_max_kw / accelerator.node_gpus / 1000.0 * (1.0 + halls.overhead_ratio);
    let gpu_mw = nameplate_mw * halls.provisioned_ratio;
    let gpus = (halls.hall_it_mw / gpu_mw + 1e-9).floor();
    let busy = accelerator.sustained_frac.get().min(halls.provisioned_ratio);
    let rated_mw = gpus * nameplate_mw;
    let idle = accelerator.idle_frac.get();
    let waiting_mw = rated_mw * (1.0 - halls.utilisation_frac) * idle;
    let busy_mw = rated_mw * halls.utilisation_frac * busy;
    HallIt {
        gpus,
        provisioned_mw: gpus * gpu_mw,
        mean_mw: busy_mw + waiting_mw,
        busy_mw,
        idle_mw: rated_mw * idle,
    }
}

/// Power of one accelerator between idle and maximum at activity `u` (share of time), W.
pub fn linear_w(idle_w: f64, max_w: f64, u: f64) -> f64 {
    idle_w + u * (max_w - idle_w)
}

/// The same when `u` is a scheduler's utilisation (Fan et al. 2007): `2u − u^1.4`.
pub fn fan_w(idle_w: f64, max_w: f64, u: f64) -> f64 {
    idle_w + (max_w - idle_w) * (2.0 * u - u.powf(1.4))
}

/// Power of a node, W: accelerators plus host over the efficiency of its power supplies.
pub fn node_w(gpus: f64, gpu_w: f64, host_w: f64, supply_efficiency: f64) -> f64 {
    (gpus * gpu_w + host_w) / supply_efficiency
}

/// Power into a converter with a standing loss, W: `(P + standing) / efficiency` (RAPS: rectifiers 17 W and 0.96, SIVOC 13 W
/// and 0.98).
pub fn through_w(power_w: f64, standing_w: f64, efficiency: f64) -> f64 {
    (power_w + standing_w) / efficiency
}

/// Throughput under a power cap, relative to none: `((p − s)/(1 − s))^g` (fit to the Zeus profiles, rms 0.04).
///
/// `power_ratio` = capped over uncapped power; `floor` s and `exponent` g by kind of job: BERT 0.35 and 0.36. Zero at or
/// below the floor. Applying it to Hopper and later is an extrapolation: s and g within 0.25–0.45 each.
pub fn capped_throughput(power_ratio: f64, floor: f64, exponent: f64) -> f64 {
    ((power_ratio.min(1.0) - floor) / (1.0 - floor)).max(0.0).powf(exponent)
}
