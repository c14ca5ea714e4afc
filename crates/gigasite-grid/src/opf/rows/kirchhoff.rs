//! The voltage law, in angles or in cycles.
//!
//! ```text
//! angle_law[l,t]:   flow − B (θ_from − θ_to) = −B φ          B = b · base,  θ = 0 at the reference of each island
//! cycle_law[c,t]:   Σ ± (flow / B + φ) = 0                    around each cycle of branches that a spanning tree leaves
//! ```
//!
//! In direct-current parts `b` is 1 / resistance. A branch without impedance joins its buses: `θ_from − θ_to = φ`; one
//! without susceptance carries nothing and is in no cycle. Impedances stay as they are where capacity is chosen.

use super::Draft;
use crate::dc::Series;
use crate::opf::draft::Places;
use crate::opf::live::Live;
use crate::opf::options::Kirchhoff;
use crate::opf::spans::{all_power_mw, distances, span};
use gigasite_case::network::Network;
use gigasite_lp::{Column, Sense, Solution};
use std::collections::VecDeque;

pub(super) fn write(draft: &mut Draft<'_>) {
    // circuits that are not built yet are in no cycle
    if draft.options.kirchhoff == Kirchhoff::Cycles && draft.options.candidates.is_empty() {
        cycles(draft);
    } else {
        angles(draft);
    }
}

fn angles(draft: &mut Draft<'_>) {
    let network = draft.network;
    let angle = draft.family("angle_rad", network.buses.iter().map(|bus| bus.id.as_str()));
    let law = draft.family("angle_law", network.branches.iter().map(|branch| branch.id.as_str()));
    draft.at.angle = draft.grid(network.buses.len());
    draft.at.reach_rad = reach_rad(draft);
    let mut meshed = vec![false; network.buses.len()];
    let circuits = draft.options.candidates.iter().map(|candidate| &candidate.circuit);
    let live = network.branches.iter().zip(&draft.live.branches).filter(|(_, live)| **live);
    for branch in live.map(|(branch, _)| branch).chain(circuits) {
        meshed[branch.from] = true;
        meshed[branch.to] = true;
    }
    for t in 0..draft.times.len() {
        for bus in (0..meshed.len()).filter(|bus| meshed[*bus]) {
            let bounds =
                if draft.live.is_reference(bus) { (0.0, 0.0) } else { (f64::NEG_INFINITY, f64::INFINITY) };
            let column = draft.lp.column_in(angle, &[bus, t], bounds, 0.0);
            draft.at.angle.set(t, bus, column);
        }
        for (l, branch) in network.branches.iter().enumerate() {
            let (Some(flow), Some(from), Some(to)) = (
                draft.at.flow.get(t, l),
                draft.at.angle.get(t, branch.from),
                draft.at.angle.get(t, branch.to),
            ) else {
                continue;
            };
            let Series { susceptance, shift } = draft.series[l];
            let base = network.base_mva;
            let (terms, rhs): (Vec<(Column, f64)>, f64) = if susceptance.is_finite() {
                let b = susceptance * base;
                (vec![(flow, 1.0), (from, -b), (to, b)], -b * shift)
            } else {
                (vec![(from, base), (to, -base)], base * shift)
            };
            draft.lp.row_in(law, &[l, t], &terms, Sense::Equal, rhs);
        }
    }
}

/// How far the angle of every bus can be from its reference: the certificate of the optimum needs an end to free columns.
/// A branch without a limit is taken to carry no more than all power there is, which none does where reactances are
/// positive; with capacities or circuits to be chosen, nothing is known.
fn reach_rad(draft: &Draft<'_>) -> Vec<f64> {
    let network = draft.network;
    if draft.anything_grows() || !draft.options.candidates.is_empty() {
        return vec![f64::INFINITY; network.buses.len()];
    }
    let most_mw = all_power_mw(network);
    let live = (0..network.branches.len()).filter(|l| draft.live.branches[*l]);
    let branches: Vec<(usize, usize, f64)> = live
        .map(|l| {
            let branch = &network.branches[l];
            (branch.from, branch.to, span(branch, draft.series[l], network.base_mva, most_mw))
        })
        .collect();
    let starts: Vec<usize> =
        draft.live.reference.iter().copied().filter(|bus| *bus < network.buses.len()).collect();
    distances(network.buses.len(), &branches, &starts)
}

fn cycles(draft: &mut Draft<'_>) {
    let network = draft.network;
    let cycles = Cycles::of(network, draft.live, draft.series);
    let law = draft.family("cycle_law", network.branches.iter().map(|branch| branch.id.as_str()));
    for t in 0..draft.times.len() {
        for (closing, cycle) in &cycles.closed {
            let z = |l: usize| 1.0 / draft.series[l].susceptance;
            let size: f64 = cycle.iter().map(|(l, _)| z(*l).abs()).sum();
            if size == 0.0 {
                continue; // no impedance at all: any split is as good
            }
            let scale = cycle.len() as f64 / size;
            let terms: Vec<(Column, f64)> = cycle
                .iter()
                .filter_map(|(l, sign)| Some((draft.at.flow.get(t, *l)?, sign * z(*l) * scale)))
                .collect();
            let shift: f64 = cycle.iter().map(|(l, sign)| sign * draft.series[*l].shift).sum();
            let rhs = -shift * network.base_mva * scale;
            draft.lp.row_in(law, &[*closing, t], &terms, Sense::Equal, rhs);
        }
    }
}

/// A spanning tree of every island, and the cycle that each branch outside it closes.
#[derive(Debug, Clone, Default)]
pub(in crate::opf) struct Cycles {
    /// Buses from the references outwards, with the branch and the bus they were reached by.
    pub(in crate::opf) order: Vec<(usize, Option<(usize, usize)>)>,
    /// Branch that closes it; branches around it and the sign they are passed with.
    pub(in crate::opf) closed: Vec<(usize, Vec<(usize, f64)>)>,
}

impl Cycles {
    pub(in crate::opf) fn of(network: &Network, live: &Live, series: &[Series]) -> Self {
        let buses = network.buses.len();
        let carries = |l: &usize| live.branches[*l] && series[*l].susceptance != 0.0;
        let mut beside: Vec<Vec<(usize, usize)>> = vec![Vec::new(); buses];
        for l in (0..network.branches.len()).filter(carries) {
            let branch = &network.branches[l];
            beside[branch.from].push((l, branch.to));
            beside[branch.to].push((l, branch.from));
        }
        let mut parent: Vec<Option<(usize, usize)>> = vec![None; buses];
        let mut depth = vec![usize::MAX; buses];
        let mut in_tree = vec![false; network.branches.len()];
        let mut order = Vec::with_capacity(buses);
        let starts = live.reference.iter().copied().filter(|bus| *bus < buses).chain(0..buses);
        for start in starts {
            if depth[start] != usize::MAX || !live.buses[start] {
                continue;
            }
            depth[start] = 0;
            let mut queue = VecDeque::from([start]);
            while let Some(bus) = queue.pop_front() {
                order.push((bus, parent[bus]));
                for (l, other) in &beside[bus] {
                    if depth[*other] == usize::MAX {
                        depth[*other] = depth[bus] + 1;
                        parent[*other] = Some((*l, bus));
                        in_tree[*l] = true;
                        queue.push_back(*other);
                    }
                }
            }
        }
        let closed = (0..network.branches.len())
            .filter(carries)
            .filter(|l| !in_tree[*l] && network.branches[*l].from != network.branches[*l].to)
            .map(|l| (l, around(network, l, &parent, &depth)))
            .collect();
        Self { order, closed }
    }
}

/// The cycle that a branch closes: along it, then through the tree from its far end back to its near one.
fn around(
    network: &Network,
    l: usize,
    parent: &[Option<(usize, usize)>],
    depth: &[usize],
) -> Vec<(usize, f64)> {
    let (mut near, mut far) = (network.branches[l].from, network.branches[l].to);
    let mut cycle = vec![(l, 1.0)];
    while near != far {
        // the deeper end climbs: the far one in the sense of the cycle, the near one against it
        let climbs_far = depth[far] >= depth[near];
        let bus = if climbs_far { far } else { near };
        let Some((branch, up)) = parent[bus] else { break };
        let upwards = if network.branches[branch].from == bus { 1.0 } else { -1.0 };
        cycle.push((branch, if climbs_far { upwards } else { -upwards }));
        if climbs_far {
            far = up;
        } else {
            near = up;
        }
    }
    cycle
}

/// Angles of a programme that has none, radians: along the tree, `θ_from − θ_to = flow / B + φ`.
pub(in crate::opf) fn angles_of_cycles(
    network: &Network,
    series: &[Series],
    cycles: &Cycles,
    (at, t): (&Places, usize),
    solution: &Solution,
) -> Vec<f64> {
    let mut angle = vec![0.0; network.buses.len()];
    for (bus, reached) in &cycles.order {
        let Some((l, before)) = reached else { continue };
        let across =
            at.flow.value(t, *l, solution) / (series[*l].susceptance * network.base_mva) + series[*l].shift;
        let sign = if network.branches[*l].from == *bus { 1.0 } else { -1.0 };
        angle[*bus] = angle[*before] + sign * across;
    }
    angle
}
