//! What the format cannot carry of plants and branches.

use crate::network::matpower::rows::{ANY_ANGLE_DEG, ANY_RATING_MVA};
use gigasite_case::network::{Branch, BranchKind, Generator};

/// What is lost, and of which elements.
pub(super) type Losses<Element, const N: usize> = [(&'static str, fn(&Element) -> bool); N];

pub(super) const LOST_OF_GENERATORS: Losses<Generator, 9> = [
    ("generators lose their series of most or least output", |one| {
        one.availability.is_some() || one.floor.is_some()
    }),
    ("generators lose their series of marginal cost", |one| one.marginal_cost.is_some()),
    ("generators lose their efficiency", |one| one.efficiency != 1.0),
    ("generators lose the ramp down, which differs from that up", |one| {
        one.ramp_up_mw_per_h != one.ramp_down_mw_per_h
    }),
    ("generators have a ramp of zero, which the format takes as none", |one| {
        one.ramp_up_mw_per_h == Some(0.0)
    }),
    ("generators lose what starting and stopping takes", |one| one.commitment.is_some()),
    ("generators lose their expansion", |one| one.expansion.is_some()),
    ("generators lose their rated power", |one| {
        one.availability.is_none() && one.rated_mw != one.power_max_mw
    }),
    ("generators have an infinite ramp, which the format takes as none", |one| {
        one.ramp_up_mw_per_h.is_some_and(f64::is_infinite)
    }),
];

pub(super) const LOST_OF_BRANCHES: Losses<Branch, 8> = [
    ("branches lose their shunt conductance", |one| one.conductance_pu != 0.0),
    ("branches lose the share of the rating that may be used", |one| one.usable_frac != 1.0),
    ("branches lose their length or circuits", |one| one.length_km.is_some() || one.circuits.is_some()),
    ("branches lose their expansion", |one| one.expansion.is_some()),
    ("branches have a rating the format takes as none", |one| {
        let ratings = [one.rating_mva, one.rating_short_mva, one.rating_emergency_mva];
        ratings.iter().flatten().any(|mva| *mva <= 0.0 || *mva >= ANY_RATING_MVA)
    }),
    ("branches have angle limits the format takes as none", |one| {
        let is_wide = |limit: Option<f64>| limit.is_some_and(|limit| limit.abs() >= ANY_ANGLE_DEG);
        let is_zero = one.angle_min_deg == Some(0.0) && one.angle_max_deg == Some(0.0);
        is_zero || is_wide(one.angle_min_deg) || is_wide(one.angle_max_deg)
    }),
    ("transformers have no ratio and are written with 1", |one| {
        one.kind == BranchKind::Transformer && one.tap_ratio.is_none() && one.shift_deg == 0.0
    }),
    ("lines have a ratio or shift and become transformers", |one| {
        one.kind == BranchKind::Line && (one.tap_ratio.is_some() || one.shift_deg != 0.0)
    }),
];
