//! How far angles can lie apart: along the shortest way of branches at their limits.

use super::rows::room;
use crate::dc::Series;
use gigasite_case::network::{Branch, Network};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Largest angle over a branch, radians; infinite where nothing limits it. `most_mw` stands in for a missing limit.
pub(super) fn span(branch: &Branch, series: Series, base_mva: f64, most_mw: f64) -> f64 {
    if series.susceptance == 0.0 {
        return f64::INFINITY; // carries nothing, holds nothing
    }
    let room = room(branch, series, base_mva, branch.limit_mva());
    let flow = room.high.abs().max(room.low.abs()).min(most_mw);
    flow / (series.susceptance.abs() * base_mva) + series.shift.abs()
}

/// Distance of every bus from the nearest of `starts`, over branches with a length: `(from, to, length)`.
pub(super) fn distances(buses: usize, branches: &[(usize, usize, f64)], starts: &[usize]) -> Vec<f64> {
    let mut beside: Vec<Vec<(usize, f64)>> = vec![Vec::new(); buses];
    for (from, to, length) in branches.iter().filter(|branch| branch.2.is_finite()) {
        beside[*from].push((*to, *length));
        beside[*to].push((*from, *length));
    }
    let mut distance = vec![f64::INFINITY; buses];
    let mut heap = BinaryHeap::new();
    for start in starts {
        distance[*start] = 0.0;
        heap.push(Near(0.0, *start));
    }
    while let Some(Near(here, bus)) = heap.pop() {
        if here > distance[bus] {
            continue;
        }
        for (other, length) in &beside[bus] {
            if here + length < distance[*other] {
                distance[*other] = here + length;
                heap.push(Near(here + length, *other));
            }
        }
    }
    distance
}

/// A bus and its distance; the nearest comes first out of a heap.
#[derive(PartialEq)]
struct Near(f64, usize);

impl Eq for Near {}

impl Ord for Near {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.total_cmp(&self.0).then(other.1.cmp(&self.1))
    }
}

impl PartialOrd for Near {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// All power that can come into a network or leave it in any snapshot, MW: what no branch carries more of.
pub(super) fn all_power_mw(network: &Network) -> f64 {
    let size = |low: f64, high: f64| low.abs().max(high.abs());
    let demand = |time: usize| network.demand_mw(time).iter().map(|mw| mw.abs()).sum::<f64>();
    network
        .generators
        .iter()
        .map(|plant| size(plant.power_min_mw, plant.power_max_mw).max(plant.rated_mw))
        .sum::<f64>()
        + network.links.iter().map(|link| size(link.power_min_mw, link.power_max_mw)).sum::<f64>()
        + network.storage.iter().map(|unit| unit.charge_max_mw.max(unit.discharge_max_mw)).sum::<f64>()
        + (0..network.snapshots.len()).map(demand).fold(0.0, f64::max)
}
