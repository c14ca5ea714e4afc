//! The network without the load, in every moment: what branches carry, and how they answer.

use crate::dc::DcModel;
use crate::dispatch::Moment;
use gigasite_case::network::Network;
use rayon::prelude::*;

/// Series a branch, laid out branch by branch so that a loop over moments runs straight.
pub(super) struct States {
    /// Number of moments.
    pub(super) moments: usize,
    /// Snapshot of every moment.
    pub(super) snapshot: Vec<usize>,
    /// Hours a year that a moment stands for.
    pub(super) hours: Vec<f64>,
    /// Flow, MW.
    flow_mw: Vec<f32>,
    /// Flow for 1 MW that generators with room put in, taken out at the references.
    room: Vec<f32>,
    /// The same for running generators giving way.
    give_way: Vec<f32>,
    /// Lowest and highest `room` of a branch over the moments.
    pub(super) room_range: Vec<(f32, f32)>,
    /// Room by bus in the first moment, in parts of that of its island.
    pub(super) room_at: Vec<f64>,
    /// Highest and lowest flow of a branch after any one generator is lost, MW, and which.
    after_generator: Vec<AfterGenerator>,
    /// Room of all generators of every island, MW, island by island.
    room_mw: Vec<f64>,
}

/// What losing a generator can do to a branch in a moment.
#[derive(Debug, Clone, Copy)]
pub(super) struct AfterGenerator {
    pub(super) highest_mw: f32,
    pub(super) by_highest: u32,
    pub(super) lowest_mw: f32,
    pub(super) by_lowest: u32,
}

/// Shares of generators in an island, as injections of 1 MW in all.
fn shares(network: &Network, model: &DcModel, weight: impl Fn(usize) -> f64) -> (Vec<f64>, Vec<f64>) {
    let islands = model.references().len();
    let mut total = vec![0.0; islands];
    for (number, generator) in network.generators.iter().enumerate() {
        if let Some(island) = model.islands()[generator.bus].filter(|_| generator.in_service) {
            total[island] += weight(number);
        }
    }
    let mut injection = vec![0.0; model.buses()];
    for (number, generator) in network.generators.iter().enumerate() {
        if let Some(island) = model.islands()[generator.bus].filter(|_| generator.in_service)
            && total[island] > 0.0
        {
            injection[generator.bus] += weight(number) / total[island];
        }
    }
    (injection, total)
}

impl States {
    pub(super) fn new(model: &DcModel, network: &Network, moments: &[Moment]) -> Self {
        let (branches, count) = (model.branches(), moments.len());
        let room_of = |moment: &Moment, number: usize| {
            let generator = &network.generators[number];
            (network.available_mw(generator, moment.snapshot) - moment.output_mw[number]).max(0.0)
        };
        let flow: Vec<Vec<f64>> = moments.iter().map(|moment| moment.injections_mw(network)).collect();
        let room: Vec<(Vec<f64>, Vec<f64>)> =
            moments.iter().map(|moment| shares(network, model, |number| room_of(moment, number))).collect();
        let running: Vec<Vec<f64>> = moments
            .iter()
            .map(|moment| shares(network, model, |number| moment.output_mw[number].max(0.0)).0)
            .collect();
        let patterns: Vec<Vec<f64>> = room.iter().map(|(pattern, _)| pattern.clone()).collect();
        let flow_mw =
            by_branch(branches, &model.flows(&flow).into_iter().map(|flow| flow.flow_mw).collect::<Vec<_>>());
        let room_flow = by_branch(branches, &model.responses(&patterns));
        let give_way = by_branch(branches, &model.responses(&running));
        let room_range = room_flow
            .chunks(count.max(1))
            .map(|row| {
                row.iter()
                    .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), at| (low.min(*at), high.max(*at)))
            })
            .collect();
        let mut states = Self {
            moments: count,
            snapshot: moments.iter().map(|moment| moment.snapshot).collect(),
            hours: moments.iter().map(|moment| moment.hours).collect(),
            flow_mw,
            room: room_flow,
            give_way,
            room_range,
            room_at: patterns.first().cloned().unwrap_or_else(|| vec![0.0; model.buses()]),
            after_generator: Vec::new(),
            room_mw: room.into_iter().flat_map(|(_, total)| total).collect(),
        };
        states.after_generator = states.losses(model, network, moments, &room_of);
        states
    }

    /// Flow of a branch in every moment, MW.
    pub(super) fn flow_mw(&self, branch: usize) -> &[f32] {
        &self.flow_mw[branch * self.moments..][..self.moments]
    }

    /// Answer of a branch to the generators with room, in every moment.
    pub(super) fn room(&self, branch: usize) -> &[f32] {
        &self.room[branch * self.moments..][..self.moments]
    }

    /// Answer of a branch to running generators giving way, in every moment.
    pub(super) fn give_way(&self, branch: usize) -> &[f32] {
        &self.give_way[branch * self.moments..][..self.moments]
    }

    /// What losing a generator does to a branch, in every moment.
    pub(super) fn after_generator(&self, branch: usize) -> &[AfterGenerator] {
        &self.after_generator[branch * self.moments..][..self.moments]
    }

    /// Room of the generators of an island in a moment, MW.
    pub(super) fn room_mw(&self, islands: usize, island: usize, moment: usize) -> f64 {
        self.room_mw[moment * islands + island]
    }

    /// Extremes over generators: `Δ_lg = P_g (q'_l − p_lg)`, with `q'` the shares of the others.
    fn losses(
        &self,
        model: &DcModel,
        network: &Network,
        moments: &[Moment],
        room_of: &(impl Fn(&Moment, usize) -> f64 + Sync),
    ) -> Vec<AfterGenerator> {
        let running: Vec<usize> = (0..network.generators.len())
            .filter(|number| {
                let generator = &network.generators[*number];
                generator.in_service
                    && model.islands()[generator.bus].is_some()
                    && moments.iter().any(|moment| moment.output_mw[*number] > 0.0)
            })
            .collect();
        let unit: Vec<Vec<f64>> = running
            .iter()
            .map(|number| {
                let mut pattern = vec![0.0; model.buses()];
                pattern[network.generators[*number].bus] = 1.0;
                pattern
            })
            .collect();
        let answers = model.responses(&unit);
        let islands = model.references().len();
        // shares of the room of its island that a generator has itself
        let own: Vec<Vec<f64>> = running
            .iter()
            .map(|number| {
                let island = model.islands()[network.generators[*number].bus].unwrap_or(0);
                moments
                    .iter()
                    .enumerate()
                    .map(|(at, moment)| {
                        let all = self.room_mw(islands, island, at);
                        if all > 0.0 { room_of(moment, *number) / all } else { 0.0 }
                    })
                    .collect()
            })
            .collect();
        (0..model.branches())
            .into_par_iter()
            .flat_map_iter(|branch| {
                let (flow, room) = (self.flow_mw(branch), self.room(branch));
                let mut found: Vec<AfterGenerator> = flow
                    .iter()
                    .map(|flow| AfterGenerator {
                        highest_mw: *flow,
                        by_highest: u32::MAX,
                        lowest_mw: *flow,
                        by_lowest: u32::MAX,
                    })
                    .collect();
                let island = model.island_of_branch(branch);
                for (at, number) in running.iter().enumerate() {
                    if model.islands()[network.generators[*number].bus] != island {
                        continue;
                    }
                    let answer = answers[at][branch];
                    for (moment, found) in found.iter_mut().enumerate() {
                        let output = moments[moment].output_mw[*number];
                        let share = own[at][moment];
                        let others = f64::from(room[moment]);
                        let left = 1.0 - share;
                        let shifted = if left > 1e-9 { (others - share * answer) / left } else { 0.0 };
                        let after = (f64::from(flow[moment]) + output * (shifted - answer)) as f32;
                        if after > found.highest_mw {
                            (found.highest_mw, found.by_highest) = (after, *number as u32);
                        }
                        if after < found.lowest_mw {
                            (found.lowest_mw, found.by_lowest) = (after, *number as u32);
                        }
                    }
                }
                found
            })
            .collect()
    }
}

/// From a vector over branches a moment to a vector over moments a branch.
fn by_branch(branches: usize, moments: &[Vec<f64>]) -> Vec<f32> {
    let mut out = vec![0.0; branches * moments.len()];
    for (at, row) in moments.iter().enumerate() {
        for (branch, value) in row.iter().enumerate() {
            out[branch * moments.len() + at] = *value as f32;
        }
    }
    out
}
