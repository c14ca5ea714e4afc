//! One bus: which elements its load leans on, and how far they let it.

use super::outages::Outages;
use super::states::States;
use super::{BusHosting, Capacity, Existing, HostingOptions, Interruptible, Limit, Reinforcement};
use crate::dc::DcModel;
use gigasite_case::network::Network;

/// Everything that is the same for all buses.
pub(super) struct Study<'a> {
    model: &'a DcModel,
    states: &'a States,
    outages: &'a Outages,
    options: &'a HostingOptions,
    /// Limit of every branch in normal operation and after an outage, MW; infinite = none.
    normal_mw: Vec<f32>,
    after_mw: Vec<f32>,
    /// Lowest and highest flow of a branch over the moments, MW.
    flow_range: Vec<(f32, f32)>,
    /// By island and moment: what the loss of the site itself leaves, and which branch is full.
    site: Vec<Vec<(f32, usize)>>,
}

/// An element that takes enough of the load: flow `f_branch + factor · f_lost`, answer likewise less `share`.
struct Leaning {
    branch: usize,
    /// What was lost, and how much of its flow the branch takes over.
    lost: Option<(usize, f32)>,
    /// `p_branch + factor · p_lost`.
    share: f32,
    limit_mw: f32,
}

/// Capacity in every moment.
type Moments = Vec<f32>;

impl<'a> Study<'a> {
    pub(super) fn new(
        model: &'a DcModel,
        network: &Network,
        states: &'a States,
        outages: &'a Outages,
        options: &'a HostingOptions,
    ) -> Self {
        let limit = |of: Option<f64>| of.map_or(f32::INFINITY, |mva| mva as f32);
        let normal_mw: Vec<f32> = network.branches.iter().map(|branch| limit(branch.limit_mva())).collect();
        let after_mw: Vec<f32> =
            network.branches.iter().map(|branch| limit(options.rating.limit_mva(branch))).collect();
        let flow_range = (0..model.branches())
            .map(|branch| {
                let flows = states.flow_mw(branch).iter();
                flows
                    .fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), at| (low.min(*at), high.max(*at)))
            })
            .collect();
        let mut study =
            Self { model, states, outages, options, normal_mw, after_mw, flow_range, site: Vec::new() };
        study.site = study.loss_of_the_site();
        study
    }

    /// `f_l + (q_l − r_l) P` within limits: the same for all buses of an island.
    fn loss_of_the_site(&self) -> Vec<Vec<(f32, usize)>> {
        let mut site = vec![vec![(f32::INFINITY, 0); self.states.moments]; self.model.references().len()];
        for branch in (0..self.model.branches()).filter(|branch| self.after_mw[*branch].is_finite()) {
            let Some(island) = self.model.island_of_branch(branch) else { continue };
            let (flow, room) = (self.states.flow_mw(branch), self.states.room(branch));
            for (moment, give_way) in self.states.give_way(branch).iter().enumerate() {
                let room_mw = self.room_mw(flow[moment], room[moment] - give_way, self.after_mw[branch]);
                if room_mw < site[island][moment].0 {
                    site[island][moment] = (room_mw, branch);
                }
            }
        }
        site
    }

    /// Load until a flow that answers by `answer` a megawatt is at its limit.
    fn room_mw(&self, flow_mw: f32, answer: f32, limit_mw: f32) -> f32 {
        if answer.abs() < self.options.share_min_frac as f32 {
            return f32::INFINITY;
        }
        let room_mw = limit_mw - flow_mw * answer.signum();
        if room_mw < 0.0 && self.options.existing == Existing::Ignore {
            return f32::INFINITY;
        }
        (room_mw / answer.abs()).max(0.0)
    }

    pub(super) fn answer(&self, bus: usize) -> BusHosting {
        let start = self.start(bus);
        if start.iter().all(|most| *most <= 0.0) {
            return self.nothing(bus);
        }
        let mut pattern = vec![0.0; self.model.buses()];
        pattern[bus] = 1.0;
        let share: Vec<f32> =
            self.model.responses(&[pattern]).swap_remove(0).into_iter().map(|share| share as f32).collect();
        let island = self.model.islands()[bus];
        let normal = self.lean_on(&share, island);
        let after = self.lean_after(&share, island);
        let n0 = self.capacities(&normal, start.clone(), None);
        let n1 = self.secure(&normal, &after, bus, start.clone(), None);
        let n0_worst = self.worst(&n0, |moment| self.limit_n0(&normal, bus, moment, None));
        let grid = self.worst(&n1, |moment| self.limit_n1(&normal, &after, bus, moment, None));
        let firm = match self.model.hangs_on(bus) {
            Some(lost) => Capacity { power_mw: 0.0, limit: Limit::CutOff { lost }, snapshot: grid.snapshot },
            None => grid,
        };
        let reinforcement = grid.limit.branch().map(|branch| {
            let raised = Some(branch);
            let more = self.secure(&normal, &after, bus, start, raised);
            let then = self.worst(&more, |moment| self.limit_n1(&normal, &after, bus, moment, raised));
            Reinforcement {
                branch,
                frees_mw: then.power_mw - grid.power_mw,
                then: then.limit,
                added_mva: f64::from(self.normal_mw[branch]),
            }
        });
        BusHosting { bus, n0: n0_worst, n1: firm, n1_grid: grid, curve: self.curve(&n1), reinforcement }
    }

    /// The answer where no generator has room in any moment.
    fn nothing(&self, bus: usize) -> BusHosting {
        let none = Capacity { power_mw: 0.0, limit: Limit::Generation, snapshot: self.states.snapshot[0] };
        let curve = self.curve(&vec![0.0; self.states.moments]);
        BusHosting { bus, n0: none, n1: none, n1_grid: none, curve, reinforcement: None }
    }

    /// Ceiling and generation, in every moment.
    fn start(&self, bus: usize) -> Moments {
        (0..self.states.moments)
            .map(|moment| self.generation_mw(bus, moment).min(self.options.ceiling_mw as f32))
            .collect()
    }

    fn generation_mw(&self, bus: usize, moment: usize) -> f32 {
        let islands = self.model.references().len();
        self.model.islands()[bus].map_or(0.0, |island| self.states.room_mw(islands, island, moment) as f32)
    }

    /// Branches that take enough of the load in some moment.
    fn lean_on(&self, share: &[f32], island: Option<usize>) -> Vec<Leaning> {
        let least = self.options.share_min_frac as f32;
        (0..share.len())
            .filter(|branch| self.normal_mw[*branch].is_finite() || self.after_mw[*branch].is_finite())
            .filter(|branch| self.model.island_of_branch(*branch) == island)
            .filter(|branch| {
                let (low, high) = self.states.room_range[*branch];
                (low - share[*branch]).abs().max((high - share[*branch]).abs()) >= least
            })
            .map(|branch| Leaning {
                branch,
                lost: None,
                share: share[branch],
                limit_mw: self.normal_mw[branch],
            })
            .collect()
    }

    /// Branches and outages after which they take enough of the load and could be full below the ceiling.
    fn lean_after(&self, share: &[f32], island: Option<usize>) -> Vec<Leaning> {
        let (least, ceiling) = (self.options.share_min_frac as f32, self.options.ceiling_mw as f32);
        let mut found = Vec::new();
        for lost in 0..share.len() {
            if self.model.island_of_branch(lost) != island {
                continue;
            }
            let (lost_low, lost_high) = self.states.room_range[lost];
            let (flow_low, flow_high) = self.flow_range[lost];
            for (branch, factor) in self.outages.of(lost) {
                let (branch, factor) = (*branch as usize, *factor);
                let limit_mw = self.after_mw[branch];
                let share = share[branch] + factor * share[lost];
                let (low, high) = self.states.room_range[branch];
                let turn = |low: f32, high: f32| if factor < 0.0 { (high, low) } else { (low, high) };
                let (add_low, add_high) = turn(lost_low, lost_high);
                let most =
                    (low + factor * add_low - share).abs().max((high + factor * add_high - share).abs());
                if most < least || !limit_mw.is_finite() {
                    continue;
                }
                let (own_low, own_high) = self.flow_range[branch];
                let (add_low, add_high) = turn(flow_low, flow_high);
                let highest = (own_low + factor * add_low).abs().max((own_high + factor * add_high).abs());
                if limit_mw - highest < most * ceiling {
                    found.push(Leaning { branch, lost: Some((lost, factor)), share, limit_mw });
                }
            }
        }
        found
    }

    /// Capacity by some elements in every moment, no more than `most`; the rating of `raised` is doubled.
    fn capacities(&self, leaning: &[Leaning], mut most: Moments, raised: Option<usize>) -> Moments {
        for one in leaning.iter().filter(|one| one.limit_mw.is_finite()) {
            let limit_mw = if raised == Some(one.branch) { 2.0 * one.limit_mw } else { one.limit_mw };
            let (flow, room) = (self.states.flow_mw(one.branch), self.states.room(one.branch));
            match one.lost {
                None => {
                    for (moment, most) in most.iter_mut().enumerate() {
                        *most = most.min(self.room_mw(flow[moment], room[moment] - one.share, limit_mw));
                    }
                }
                Some((lost, factor)) => {
                    let (lost_flow, lost_room) = (self.states.flow_mw(lost), self.states.room(lost));
                    for (moment, most) in most.iter_mut().enumerate() {
                        let flow = flow[moment] + factor * lost_flow[moment];
                        let answer = room[moment] + factor * lost_room[moment] - one.share;
                        *most = most.min(self.room_mw(flow, answer, limit_mw));
                    }
                }
            }
        }
        most
    }

    /// Capacity with everything in service and after every outage.
    fn secure(
        &self,
        normal: &[Leaning],
        after: &[Leaning],
        bus: usize,
        start: Moments,
        raised: Option<usize>,
    ) -> Moments {
        let most = self.capacities(after, self.capacities(normal, start, raised), raised);
        let each = most.into_iter().enumerate();
        each.map(|(moment, most)| {
            let by_plant = normal.iter().map(|one| self.after_generator_mw(one, moment, raised).0);
            by_plant.fold(most, f32::min).min(self.site_mw(bus, moment, raised).0)
        })
        .collect()
    }

    /// Capacity after the worst loss of a generator, and which.
    fn after_generator_mw(&self, one: &Leaning, moment: usize, raised: Option<usize>) -> (f32, u32) {
        let doubled = if raised == Some(one.branch) { 2.0 } else { 1.0 };
        let limit_mw = doubled * self.after_mw[one.branch];
        let after = self.states.after_generator(one.branch)[moment];
        let answer = self.states.room(one.branch)[moment] - one.share;
        let (flow, lost) = if answer > 0.0 {
            (after.highest_mw, after.by_highest)
        } else {
            (after.lowest_mw, after.by_lowest)
        };
        (self.room_mw(flow, answer, limit_mw), lost)
    }

    /// Capacity by the loss of the site, and the branch that is full then.
    fn site_mw(&self, bus: usize, moment: usize, raised: Option<usize>) -> (f32, usize) {
        let found = self.model.islands()[bus].map_or((f32::INFINITY, 0), |island| self.site[island][moment]);
        if raised == Some(found.1) && found.0.is_finite() {
            let branch = found.1;
            let answer = self.states.room(branch)[moment] - self.states.give_way(branch)[moment];
            let flow = self.states.flow_mw(branch)[moment];
            return (self.room_mw(flow, answer, 2.0 * self.after_mw[branch]), branch);
        }
        found
    }

    /// The moment with the least, and what limits it.
    fn worst(&self, capacity: &Moments, limit: impl Fn(usize) -> (f32, Limit)) -> Capacity {
        let mut worst = 0;
        for (moment, power) in capacity.iter().enumerate() {
            if *power < capacity[worst] {
                worst = moment;
            }
        }
        let (power, limit) = limit(worst);
        Capacity { power_mw: f64::from(power), limit, snapshot: self.states.snapshot[worst] }
    }

    fn limit_n0(&self, normal: &[Leaning], bus: usize, moment: usize, raised: Option<usize>) -> (f32, Limit) {
        let mut least = (self.options.ceiling_mw as f32, Limit::Ceiling);
        let generation = self.generation_mw(bus, moment);
        if generation < least.0 {
            least = (generation, Limit::Generation);
        }
        for one in normal.iter().filter(|one| one.limit_mw.is_finite()) {
            let power = self.one_mw(one, moment, raised);
            if power < least.0 {
                least = (power, Limit::Branch { branch: one.branch });
            }
        }
        least
    }

    fn limit_n1(
        &self,
        normal: &[Leaning],
        after: &[Leaning],
        bus: usize,
        moment: usize,
        raised: Option<usize>,
    ) -> (f32, Limit) {
        let mut least = self.limit_n0(normal, bus, moment, raised);
        for one in after {
            let power = self.one_mw(one, moment, raised);
            if let Some((lost, _)) = one.lost.filter(|_| power < least.0) {
                least = (power, Limit::AfterBranch { branch: one.branch, lost });
            }
        }
        for one in normal {
            let (power, lost) = self.after_generator_mw(one, moment, raised);
            if power < least.0 {
                // without a generator that makes it worse, it is the rating after outages that binds
                let limit = if lost == u32::MAX {
                    Limit::Branch { branch: one.branch }
                } else {
                    Limit::AfterGenerator { branch: one.branch, lost: lost as usize }
                };
                least = (power, limit);
            }
        }
        let (power, branch) = self.site_mw(bus, moment, raised);
        if power < least.0 { (power, Limit::AfterSite { branch }) } else { least }
    }

    fn one_mw(&self, one: &Leaning, moment: usize, raised: Option<usize>) -> f32 {
        let (lost, factor) = one.lost.unwrap_or((one.branch, 0.0));
        let flow = self.states.flow_mw(one.branch)[moment] + factor * self.states.flow_mw(lost)[moment];
        let answer =
            self.states.room(one.branch)[moment] + factor * self.states.room(lost)[moment] - one.share;
        let doubled = if raised == Some(one.branch) { 2.0 } else { 1.0 };
        self.room_mw(flow, answer, doubled * one.limit_mw)
    }

    /// MW against hours given up: the worst moments are those in which less is drawn.
    fn curve(&self, capacity: &Moments) -> Vec<Interruptible> {
        let mut order: Vec<usize> = (0..capacity.len()).collect();
        order.sort_by(|a, b| capacity[*a].total_cmp(&capacity[*b]).then(a.cmp(b)));
        let year: f64 = self.states.hours.iter().sum();
        let point = |give_up_h: f64| {
            let mut given_up = 0.0;
            let mut at = 0;
            while at + 1 < order.len() && given_up + self.states.hours[order[at]] <= give_up_h + 1e-9 {
                given_up += self.states.hours[order[at]];
                at += 1;
            }
            let power_mw = f64::from(capacity[order[at]]);
            let lost_mwh: f64 = order[..at]
                .iter()
                .map(|one| (power_mw - f64::from(capacity[*one])) * self.states.hours[*one])
                .sum();
            let asked_mwh = power_mw * year;
            Interruptible {
                give_up_h,
                power_mw,
                lost_frac: if asked_mwh > 0.0 { lost_mwh / asked_mwh } else { 0.0 },
            }
        };
        self.options.give_up_h.iter().map(|hours| point(*hours)).collect()
    }
}
