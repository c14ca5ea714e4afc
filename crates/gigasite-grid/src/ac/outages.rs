//! Alternating-current flows after outages: what the screening by reactance cannot see.
//!
//! Voltages, reactive power and losses after the loss of an element. What a lost generator gave, and what losses change, all
//! generators of the island share ([`AcOptions::distributed_slack`]). The smaller part of a torn island is de-energised, as
//! in [`crate::dc`].

use super::{AcFlow, AcModel, AcOptions, AcStatus};
use crate::Error;
use crate::dc::{Outage, Rating};
use gigasite_case::network::{BusKind, Network};
use rayon::prelude::*;
use serde::Serialize;

/// A branch above its rating.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct AcOverload {
    /// Number of the branch.
    pub branch: usize,
    /// Apparent power at the end where it is larger, MVA.
    pub apparent_mva: f64,
    /// Its rating, MVA.
    pub limit_mva: f64,
}

/// A bus outside its band.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OutOfBand {
    /// Number of the bus.
    pub bus: usize,
    /// Its voltage, per unit.
    pub voltage_pu: f64,
    /// The end of its band that it passes, per unit.
    pub limit_pu: f64,
}

/// A flow held against ratings and voltage bands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AcCheck {
    /// Whether there is a flow; without one, lists are empty and the outage is past what the network survives.
    pub status: AcStatus,
    /// Highest loading, in parts of a rating.
    pub worst_loading_frac: f64,
    /// Branches above their rating, the highest loading first.
    pub overloads: Vec<AcOverload>,
    /// Lowest voltage, and where.
    pub lowest: Option<OutOfBand>,
    /// Buses outside their band, the furthest first.
    pub out_of_band: Vec<OutOfBand>,
    /// Losses, MW.
    pub losses_mw: f64,
}

impl AcCheck {
    /// Holds a flow against `rating` and the bands of the buses.
    pub fn of(network: &Network, flow: &AcFlow, rating: Rating) -> Self {
        let mut check = Self {
            status: flow.status.clone(),
            worst_loading_frac: 0.0,
            overloads: Vec::new(),
            lowest: None,
            out_of_band: Vec::new(),
            losses_mw: flow.losses_mw,
        };
        if flow.status != AcStatus::Solved {
            check.losses_mw = f64::NAN;
            return check;
        }
        for (branch, data) in network.branches.iter().enumerate().filter(|(_, data)| data.in_service) {
            let Some(limit_mva) = rating.limit_mva(data).filter(|limit| *limit > 0.0) else { continue };
            let apparent_mva = flow.branches[branch].apparent_mva();
            check.worst_loading_frac = check.worst_loading_frac.max(apparent_mva / limit_mva);
            if apparent_mva > limit_mva {
                check.overloads.push(AcOverload { branch, apparent_mva, limit_mva });
            }
        }
        let loading = |over: &AcOverload| over.apparent_mva / over.limit_mva;
        check.overloads.sort_by(|a, b| loading(b).total_cmp(&loading(a)).then(a.branch.cmp(&b.branch)));
        for (bus, data) in network.buses.iter().enumerate() {
            let voltage_pu = flow.voltage_pu[bus];
            if voltage_pu <= 0.0 {
                continue;
            }
            if check.lowest.is_none_or(|lowest| voltage_pu < lowest.voltage_pu) {
                check.lowest = Some(OutOfBand { bus, voltage_pu, limit_pu: data.voltage_min_pu });
            }
            let limit_pu =
                voltage_pu.clamp(data.voltage_min_pu.min(data.voltage_max_pu), data.voltage_max_pu);
            if (voltage_pu - limit_pu).abs() > BAND_SLACK_PU {
                check.out_of_band.push(OutOfBand { bus, voltage_pu, limit_pu });
            }
        }
        let by = |one: &OutOfBand| (one.voltage_pu - one.limit_pu).abs();
        check.out_of_band.sort_by(|a, b| by(b).total_cmp(&by(a)).then(a.bus.cmp(&b.bus)));
        check
    }
}

/// A voltage is held at the end of its band by many generators; this much beyond it is not outside.
const BAND_SLACK_PU: f64 = 1e-6;

/// What each of `outages` does, in their order, on all threads.
///
/// # Errors
/// Those of [`AcModel::new`] and [`AcModel::solve`].
pub fn after_outages(
    network: &Network,
    snapshot: usize,
    outages: &[Outage],
    rating: Rating,
    options: &AcOptions,
) -> Result<Vec<AcCheck>, Error> {
    let options = AcOptions { distributed_slack: true, ..options.clone() };
    outages
        .par_iter()
        .map(|outage| {
            let left = without(network, *outage);
            let flow = AcModel::new(&left)?.solve(&left, snapshot, &options)?;
            Ok(AcCheck::of(&left, &flow, rating))
        })
        .collect()
}

/// The network after a loss: of every island, the part with most buses.
fn without(network: &Network, outage: Outage) -> Network {
    let mut left = network.clone();
    let (branches, generators) = match outage {
        Outage::Generator(lost) => (vec![], vec![lost]),
        Outage::Branch(lost) => (vec![lost], vec![]),
        Outage::Named(number) => {
            let named = &network.contingencies[number];
            (named.branches.clone(), named.generators.clone())
        }
    };
    for lost in generators {
        left.generators[lost].in_service = false;
        left.generators[lost].power_mw = 0.0;
    }
    if !branches.is_empty() {
        let before = network.islands();
        for lost in branches {
            left.branches[lost].in_service = false;
        }
        let parts = left.islands();
        let mut size = vec![0_usize; network.buses.len()];
        for part in &parts {
            size[*part] += 1;
        }
        let mut kept: Vec<Option<usize>> = vec![None; network.buses.len()];
        for (bus, part) in parts.iter().enumerate() {
            let best = &mut kept[before[bus]];
            if best.is_none_or(|best| size[*part] > size[best]) {
                *best = Some(*part);
            }
        }
        for (bus, part) in parts.iter().enumerate() {
            if kept[before[bus]] != Some(*part) {
                left.buses[bus].kind = BusKind::Isolated;
            }
        }
    }
    left
}
