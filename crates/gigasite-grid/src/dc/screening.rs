//! Every outage, one after the other: which overloads what, the worst first.

use super::{DcModel, DcState, LANES};
use crate::Error;
use gigasite_case::network::{Branch, Network};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Which rating holds after an outage; a branch without it has its long-term one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// Long-term (MATPOWER rate A), times the usable share.
    #[default]
    LongTerm,
    /// Short-term (rate B).
    ShortTerm,
    /// Emergency (rate C).
    Emergency,
}

impl Rating {
    /// Limit of a branch, MVA; `None` = unlimited.
    pub fn limit_mva(self, branch: &Branch) -> Option<f64> {
        match self {
            Self::LongTerm => None,
            Self::ShortTerm => branch.rating_short_mva,
            Self::Emergency => branch.rating_emergency_mva,
        }
        .or(branch.limit_mva())
    }
}

/// What is screened, and against what.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScreenOptions {
    /// Rating after an outage.
    pub rating: Rating,
    /// Whether branches are lost.
    pub branches: bool,
    /// Whether generators are lost.
    pub generators: bool,
    /// Whether the outages are lost that the network names.
    pub named: bool,
}

impl Default for ScreenOptions {
    fn default() -> Self {
        Self { rating: Rating::LongTerm, branches: true, generators: true, named: false }
    }
}

/// What is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outage {
    /// The branch of this number.
    Branch(usize),
    /// The generator of this number.
    Generator(usize),
    /// The elements of the named outage of this number.
    Named(usize),
}

/// A branch above its limit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Overload {
    /// Number of the branch.
    pub branch: usize,
    /// Its flow, MW, positive = from → to.
    pub flow_mw: f64,
    /// Its limit, MW.
    pub limit_mw: f64,
}

/// What an outage does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutageCase {
    /// What is lost.
    pub outage: Outage,
    /// Highest loading of a branch that the outage loads further, in parts of its limit.
    pub worst_loading_frac: f64,
    /// Branches it loads further and above their limit.
    pub overloads: Vec<Overload>,
    /// Demand it cuts off, MW.
    pub lost_load_mw: f64,
    /// Generation it cuts off, MW, beside that of a lost generator.
    pub lost_generation_mw: f64,
}

impl OutageCase {
    /// How bad it is: megawatts above limits and megawatts cut off.
    pub fn severity_mw(&self) -> f64 {
        let above: f64 = self.overloads.iter().map(|over| over.flow_mw.abs() - over.limit_mw).sum();
        above + self.lost_load_mw
    }
}

/// All outages, the most severe first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Screening {
    /// Branches above their long-term limit before any outage.
    pub before: Vec<Overload>,
    /// One case an outage, most severe first.
    pub cases: Vec<OutageCase>,
}

/// A branch with a limit, ready for the inner loop.
struct Watched {
    branch: usize,
    places: (usize, usize),
    /// MW a radian.
    strength: f64,
    before_mw: f64,
    limit_mw: f64,
    /// Loading below which an outage has not made it worse.
    base_frac: f64,
}

/// Loading that an outage must add before it counts as its doing.
const RAISED_FRAC: f64 = 1e-6;

impl DcModel {
    /// Loses every branch, every generator that gives power, or every named outage of `network` in turn.
    ///
    /// What is lost is made up for by the generators of the island in proportion to their room. What a lost bridge cuts
    /// off, the smaller part, is taken as de-energised.
    ///
    /// # Errors
    /// Those of [`DcModel::new`] for named outages that tear the network and leave a part that has no unique flow.
    pub fn screen(
        &self,
        network: &Network,
        before: &DcState,
        options: &ScreenOptions,
    ) -> Result<Screening, Error> {
        let overloads = network.branches.iter().zip(&before.flow.flow_mw).enumerate();
        let over = overloads.filter_map(|(branch, (data, flow_mw))| {
            let limit_mw = data.limit_mva()?;
            (flow_mw.abs() > limit_mw).then_some(Overload { branch, flow_mw: *flow_mw, limit_mw })
        });
        let watched = self.watched(network, before, options.rating);
        let mut outages: Vec<Outage> = Vec::new();
        if options.branches {
            let mut carrying: Vec<usize> =
                (0..self.branches()).filter(|branch| self.series[*branch].susceptance != 0.0).collect();
            // outages close to each other share their way through the factor
            carrying.sort_by_key(|branch| (self.places[*branch].0.min(self.places[*branch].1), *branch));
            outages.extend(carrying.into_iter().map(Outage::Branch));
        }
        if options.generators {
            let running = network.generators.iter().enumerate().filter(|(_, generator)| {
                generator.in_service && generator.power_mw != 0.0 && self.island[generator.bus].is_some()
            });
            outages.extend(running.map(|(number, _)| Outage::Generator(number)));
        }
        let behind = Behind::new(self, network, before);
        let mut cases: Vec<OutageCase> = outages
            .par_chunks(LANES)
            .map_init(
                || vec![[0.0; LANES]; self.buses()],
                |x, chunk| self.screen_some(network, before, &watched, &behind, chunk, x),
            )
            .flatten_iter()
            .collect();
        if options.named {
            cases.extend(self.screen_named(network, before, &watched)?);
        }
        cases.sort_by(|a, b| {
            b.severity_mw()
                .total_cmp(&a.severity_mw())
                .then(b.worst_loading_frac.total_cmp(&a.worst_loading_frac))
                .then(a.outage.cmp(&b.outage))
        });
        Ok(Screening { before: over.collect(), cases })
    }

    /// Named outages, each by its own small system ([`DcModel::after`]).
    fn screen_named(
        &self,
        network: &Network,
        before: &DcState,
        watched: &[Watched],
    ) -> Result<Vec<OutageCase>, Error> {
        network
            .contingencies
            .par_iter()
            .enumerate()
            .map(|(number, contingency)| {
                let after = self.after(network, before, contingency)?;
                let mut case = OutageCase {
                    outage: Outage::Named(number),
                    worst_loading_frac: 0.0,
                    overloads: Vec::new(),
                    lost_load_mw: after.islanded.as_ref().map_or(0.0, |islanded| islanded.load_mw),
                    lost_generation_mw: after
                        .islanded
                        .as_ref()
                        .map_or(0.0, |islanded| islanded.generation_mw),
                };
                for seen in watched {
                    let flow_mw = after.flow_mw[seen.branch];
                    let loading = flow_mw.abs() / seen.limit_mw;
                    if loading > seen.base_frac {
                        case.worst_loading_frac = case.worst_loading_frac.max(loading);
                        if loading > 1.0 {
                            let limit_mw = seen.limit_mw;
                            case.overloads.push(Overload { branch: seen.branch, flow_mw, limit_mw });
                        }
                    }
                }
                Ok(case)
            })
            .collect()
    }

    fn watched(&self, network: &Network, before: &DcState, rating: Rating) -> Vec<Watched> {
        (0..self.branches())
            .filter(|branch| self.series[*branch].susceptance != 0.0)
            .filter_map(|branch| {
                let limit_mw = rating.limit_mva(&network.branches[branch])?;
                let before_mw = before.flow.flow_mw[branch];
                Some(Watched {
                    branch,
                    places: self.places[branch],
                    strength: self.base_mva * self.series[branch].susceptance,
                    before_mw,
                    limit_mw,
                    base_frac: before_mw.abs() / limit_mw + RAISED_FRAC,
                })
            })
            .collect()
    }

    fn screen_some(
        &self,
        network: &Network,
        before: &DcState,
        watched: &[Watched],
        behind: &Behind,
        chunk: &[Outage],
        x: &mut [[f64; LANES]],
    ) -> Vec<OutageCase> {
        x.fill([0.0; LANES]);
        for (lane, outage) in chunk.iter().enumerate() {
            self.put_outage(network, before, *outage, lane, x);
        }
        self.factor.solve(x);
        // what the unit push has to be scaled by
        let mut scale = [0.0; LANES];
        for (scale, (lane, outage)) in scale.iter_mut().zip(chunk.iter().enumerate()) {
            *scale = match outage {
                Outage::Branch(branch) if !self.is_bridge(*branch) => {
                    let (from, to) = self.places[*branch];
                    let across = self.series[*branch].susceptance * (x[from][lane] - x[to][lane]);
                    before.flow.flow_mw[*branch] / self.base_mva / (1.0 - across)
                }
                Outage::Branch(_) | Outage::Generator(_) | Outage::Named(_) => 1.0,
            };
        }
        let mut worst = [0.0_f64; LANES];
        let mut overloads: Vec<Vec<Overload>> = vec![Vec::new(); chunk.len()];
        // a lost branch is not its own victim
        let mut own: Vec<(usize, usize)> = Vec::with_capacity(LANES);
        for (lane, outage) in chunk.iter().enumerate() {
            if let Outage::Branch(branch) = outage {
                own.push((*branch, lane));
            }
        }
        own.sort_unstable();
        let mut own = own.into_iter().peekable();
        for seen in watched {
            let (from, to) = (&x[seen.places.0], &x[seen.places.1]);
            let mut frac = [0.0; LANES];
            for lane in 0..LANES {
                let flow = seen.before_mw + seen.strength * (from[lane] - to[lane]) * scale[lane];
                let loading = flow.abs() / seen.limit_mw;
                frac[lane] = if loading > seen.base_frac { loading } else { 0.0 };
            }
            while let Some((branch, lane)) = own.next_if(|(branch, _)| *branch <= seen.branch) {
                if branch == seen.branch {
                    frac[lane] = 0.0;
                }
            }
            let mut highest = 0.0_f64;
            for lane in 0..LANES {
                worst[lane] = worst[lane].max(frac[lane]);
                highest = highest.max(frac[lane]);
            }
            if highest <= 1.0 {
                continue;
            }
            for lane in 0..chunk.len() {
                if frac[lane] > 1.0 {
                    let flow_mw = seen.before_mw + seen.strength * (from[lane] - to[lane]) * scale[lane];
                    overloads[lane].push(Overload { branch: seen.branch, flow_mw, limit_mw: seen.limit_mw });
                }
            }
        }
        let lost = chunk.iter().map(|outage| match outage {
            Outage::Branch(branch) => {
                self.bridges.far_end(*branch).map_or((0.0, 0.0), |far| behind.of(self, far))
            }
            Outage::Generator(_) | Outage::Named(_) => (0.0, 0.0),
        });
        chunk
            .iter()
            .zip(overloads)
            .zip(worst)
            .zip(lost)
            .map(|(((outage, overloads), worst_loading_frac), (lost_load_mw, lost_generation_mw))| {
                OutageCase {
                    outage: *outage,
                    worst_loading_frac,
                    overloads,
                    lost_load_mw,
                    lost_generation_mw,
                }
            })
            .collect()
    }

    /// The push that an outage is worth: a pair at the ends of a lost branch; what a bridge carried, given back at its near
    /// end and made up for; a generator's power moved to the others.
    fn put_outage(
        &self,
        network: &Network,
        before: &DcState,
        outage: Outage,
        lane: usize,
        x: &mut [[f64; LANES]],
    ) {
        match outage {
            Outage::Branch(branch) => match self.bridges.far_end(branch) {
                None => self.put_pair(branch, 1.0, lane, x),
                Some(far) => {
                    let (from, to) = self.ends[branch];
                    let out_mw = before.flow.flow_mw[branch];
                    let (near, given_back_mw) = if far == to { (from, out_mw) } else { (to, -out_mw) };
                    self.put(near, given_back_mw / self.base_mva, lane, x);
                    let Some(island) = self.island[near] else { return };
                    let gone = |bus: usize| self.bridges.is_behind(bus, far);
                    for (bus, change_mw) in self.made_up(network, island, -given_back_mw, None, gone) {
                        self.put(bus, change_mw / self.base_mva, lane, x);
                    }
                }
            },
            Outage::Generator(number) => {
                for (bus, change_mw) in self.generator_loss(network, number) {
                    self.put(bus, change_mw / self.base_mva, lane, x);
                }
            }
            // more than one push: looked at one by one
            Outage::Named(_) => {}
        }
    }
}

/// Demand and generation of every bus in the order of the walk, summed up, so that what lies behind a bridge is a
/// difference.
struct Behind {
    load_mw: Vec<f64>,
    generation_mw: Vec<f64>,
}

impl Behind {
    fn new(model: &DcModel, network: &Network, before: &DcState) -> Self {
        let mut generation = vec![0.0; network.buses.len()];
        for generator in network.generators.iter().filter(|generator| generator.in_service) {
            generation[generator.bus] += generator.power_mw;
        }
        let summed = |of: &[f64]| {
            let mut sums = vec![0.0; model.buses() + 1];
            for (bus, mw) in of.iter().enumerate() {
                if let Some(came) = model.bridges.came(bus) {
                    sums[came + 1] = *mw;
                }
            }
            for at in 0..model.buses() {
                sums[at + 1] += sums[at];
            }
            sums
        };
        Self { load_mw: summed(&before.demand_mw), generation_mw: summed(&generation) }
    }

    /// Demand and generation behind a bridge's far end, MW.
    fn of(&self, model: &DcModel, far_end: usize) -> (f64, f64) {
        let (came, left) = model.bridges.span(far_end);
        (self.load_mw[left] - self.load_mw[came], self.generation_mw[left] - self.generation_mw[came])
    }
}
