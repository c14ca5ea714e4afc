//! Limits after outages, written only where an answer breaks them.
//!
//! ```text
//! p'_l = flow_l + Σ_g d_lg p_g                              g lost, its output shared by the others of the island
//! f'_l = p'_l + Σ_k Λ_lk p'_k                               k lost, Λ = H (I − H_K)⁻¹, H_lk = flow on l for 1 MW along k
//! security[l,outage,t]:   −L_l ≤ f'_l ≤ L_l                 linear in flows and outputs before the outage
//! ```
//!
//! Nobody redispatches after the outage; what a lost generator gave is shared in proportion to rated power, whatever room
//! there is. An outage that tears the network apart has no such factors: it is reported, not secured. Angle limits are
//! those of normal operation.

use super::Error;
use super::draft::Places;
use super::live::Live;
use super::options::{Options, Security};
use crate::dc::DcModel;
use gigasite_case::network::{Contingency, Network};
use gigasite_lp::{Column, Row, Solution};
use nalgebra::DMatrix;
use rayon::prelude::*;

/// Outages whose factors are held at once.
const BATCH: usize = 256;
/// Rows written for an outage and snapshot in a round, the worst ones.
const WORST: usize = 8;
/// An excess below this, MW, is the solver's tolerance.
const SLIGHT_MW: f64 = 1e-6;
/// A pivot below this is a network torn apart.
const TORN: f64 = 1e-9;

/// Outages to survive.
#[derive(Debug)]
pub(super) struct Outages<'a> {
    network: &'a Network,
    security: &'a Security,
    model: DcModel,
    live: &'a Live,
    list: Vec<Contingency>,
}

/// Effects of an outage on all branches, MW a megawatt before it.
struct Effect {
    by_branch: Vec<(usize, Vec<f64>)>,
    by_generator: Vec<(usize, Vec<f64>)>,
}

/// A limit after an outage that an answer breaks.
#[derive(Debug, Clone)]
pub(super) struct Breach {
    pub(super) outage: usize,
    pub(super) t: usize,
    pub(super) branch: usize,
    /// 1 where the flow is too high, −1 where it is too low.
    pub(super) sign: f64,
    pub(super) limit_mw: f64,
    /// Flow after the outage, in columns.
    pub(super) terms: Vec<(Column, f64)>,
    pub(super) excess_mw: f64,
}

/// A limit after an outage that stands in the programme.
#[derive(Debug, Clone)]
pub(super) struct Secured {
    pub(super) breach: Breach,
    pub(super) row: Row,
}

/// What a look at all outages found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) breaches: Vec<Breach>,
    pub(super) islanding: Vec<usize>,
    pub(super) worst_mw: f64,
}

impl<'a> Outages<'a> {
    pub(super) fn new(
        network: &'a Network,
        options: &'a Options,
        live: &'a Live,
    ) -> Result<Option<Self>, Error> {
        let Some(security) = &options.security else { return Ok(None) };
        let mut list = Vec::new();
        if security.every_branch {
            let all = network.branches.iter().enumerate().filter(|(l, _)| live.branches[*l]);
            list.extend(all.map(|(l, branch)| Contingency {
                id: format!("branch {}", branch.id),
                branches: vec![l],
                generators: Vec::new(),
            }));
        }
        if security.every_generator {
            let all = network.generators.iter().enumerate().filter(|(g, _)| live.generators[*g]);
            list.extend(all.map(|(g, plant)| Contingency {
                id: format!("generator {}", plant.id),
                branches: Vec::new(),
                generators: vec![g],
            }));
        }
        list.extend(security.outages.iter().cloned());
        Ok(Some(Self { network, security, model: DcModel::new(network, options.form)?, live, list }))
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn name(&self, outage: usize) -> &str {
        &self.list[outage].id
    }

    /// Looks at every outage in every snapshot.
    pub(super) fn breaches(&self, at: &Places, times: usize, solution: &Solution) -> Found {
        let mut found = Found::default();
        for (batch, outages) in self.list.chunks(BATCH).enumerate() {
            let effects = self.effects(outages);
            let looked: Vec<Option<(Vec<Breach>, f64)>> = effects
                .par_iter()
                .enumerate()
                .map(|(number, effect)| {
                    let effect = effect.as_ref()?;
                    let mut worst_mw = 0.0_f64;
                    let mut breaches = Vec::new();
                    for t in 0..times {
                        let mut here = self.look(batch * BATCH + number, effect, (at, t), solution);
                        here.sort_by(|a, b| b.excess_mw.total_cmp(&a.excess_mw));
                        here.truncate(WORST);
                        worst_mw = here.first().map_or(worst_mw, |breach| worst_mw.max(breach.excess_mw));
                        breaches.extend(here);
                    }
                    Some((breaches, worst_mw))
                })
                .collect();
            for (number, look) in looked.into_iter().enumerate() {
                match look {
                    None => found.islanding.push(batch * BATCH + number),
                    Some((breaches, worst_mw)) => {
                        found.breaches.extend(breaches);
                        found.worst_mw = found.worst_mw.max(worst_mw);
                    }
                }
            }
        }
        found
    }

    /// Factors of some outages; none for one that tears the network apart.
    fn effects(&self, outages: &[Contingency]) -> Vec<Option<Effect>> {
        let lost = |outage: &Contingency| -> (Vec<usize>, Vec<usize>) {
            let mut branches: Vec<usize> =
                outage.branches.iter().copied().filter(|l| self.live.branches[*l]).collect();
            branches.sort_unstable();
            branches.dedup();
            let generators = outage.generators.iter().copied().filter(|g| self.live.generators[*g]);
            (branches, generators.collect())
        };
        let mut patterns = Vec::new();
        for outage in outages {
            let (branches, generators) = lost(outage);
            patterns.extend(branches.iter().map(|l| self.along(*l)));
            patterns.extend(generators.iter().map(|g| self.shared(*g, &generators)));
        }
        let mut responses = self.model.responses(&patterns).into_iter();
        let mut effect = |outage: &Contingency| {
            let (branches, generators) = lost(outage);
            let moved: Vec<Vec<f64>> = responses.by_ref().take(branches.len()).collect();
            let by_generator: Vec<(usize, Vec<f64>)> =
                generators.iter().copied().zip(responses.by_ref().take(generators.len())).collect();
            if branches.iter().any(|l| self.model.is_bridge(*l)) {
                return None;
            }
            let by_branch = branches.iter().copied().zip(taken_over(&branches, &moved)?).collect();
            Some(Effect { by_branch, by_generator })
        };
        outages.iter().map(&mut effect).collect()
    }

    /// One megawatt put in where a branch begins and taken out where it ends.
    fn along(&self, branch: usize) -> Vec<f64> {
        let mut pattern = vec![0.0; self.network.buses.len()];
        pattern[self.network.branches[branch].from] += 1.0;
        pattern[self.network.branches[branch].to] -= 1.0;
        pattern
    }

    /// One megawatt less of a generator, shared by the others of its island in proportion to rated power.
    fn shared(&self, lost: usize, all_lost: &[usize]) -> Vec<f64> {
        let plants = &self.network.generators;
        let mut pattern = vec![0.0; self.network.buses.len()];
        pattern[plants[lost].bus] -= 1.0;
        let island = self.live.island[plants[lost].bus];
        let helps = |g: usize| {
            self.live.generators[g] && self.live.island[plants[g].bus] == island && !all_lost.contains(&g)
        };
        let rated = |g: usize| plants[g].rated_mw.max(0.0);
        let all: f64 = (0..plants.len()).filter(|g| helps(*g)).map(rated).sum();
        if all > 0.0 {
            for g in (0..plants.len()).filter(|g| helps(*g)) {
                pattern[plants[g].bus] += rated(g) / all;
            }
        } else {
            pattern[self.live.reference[island]] += 1.0; // nobody else: the reference makes up for it
        }
        pattern
    }

    /// Branches that an outage overloads in a snapshot.
    fn look(
        &self,
        outage: usize,
        effect: &Effect,
        (at, t): (&Places, usize),
        solution: &Solution,
    ) -> Vec<Breach> {
        let value = |column: Option<Column>| column.map_or(0.0, |column| solution.value(column));
        let lost = |l: usize| effect.by_branch.iter().any(|(k, _)| *k == l);
        let given: Vec<f64> =
            effect.by_generator.iter().map(|(g, _)| value(at.dispatch.get(t, *g))).collect();
        let moved = |l: usize| -> f64 {
            value(at.flow.get(t, l))
                + effect.by_generator.iter().zip(&given).map(|((_, d), mw)| d[l] * mw).sum::<f64>()
        };
        let carried: Vec<f64> = effect.by_branch.iter().map(|(k, _)| moved(*k)).collect();
        let mut breaches = Vec::new();
        for (l, branch) in self.network.branches.iter().enumerate() {
            let capacity = at.growth.branches.get(l).copied().flatten();
            let usable = branch.expansion.as_ref().map_or(1.0, |expansion| expansion.use_max_pu);
            let limit_mw = match capacity {
                Some(capacity) => Some(usable * solution.value(capacity)),
                None => self.security.rating.limit_mva(branch).or(branch.limit_mva()),
            };
            let (Some(limit_mw), true) = (limit_mw, self.live.branches[l] && !lost(l)) else { continue };
            let taken: f64 = effect.by_branch.iter().zip(&carried).map(|((_, h), mw)| h[l] * mw).sum();
            let after = moved(l) + taken;
            let excess_mw = after.abs() - limit_mw;
            if excess_mw > SLIGHT_MW.max(1e-9 * limit_mw) {
                let sign = after.signum();
                let mut terms = after_in_columns(effect, l, at, t);
                let mut limit_mw = limit_mw;
                if let Some(capacity) = capacity {
                    terms.push((capacity, -usable * sign));
                    limit_mw = 0.0;
                }
                breaches.push(Breach { outage, t, branch: l, sign, limit_mw, terms, excess_mw });
            }
        }
        breaches
    }
}

/// `H (I − H_K)⁻¹`, a vector over branches for each lost one; none where the network is torn.
fn taken_over(lost: &[usize], moved: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = lost.len();
    if n == 0 {
        return Some(Vec::new());
    }
    let left = DMatrix::from_fn(n, n, |i, j| f64::from(u8::from(i == j)) - moved[j][lost[i]]);
    let factor = left.full_piv_lu();
    if factor.u().diagonal().iter().any(|pivot| pivot.abs() < TORN) {
        return None;
    }
    let inverse = factor.try_inverse()?;
    let column = |k: usize| {
        let branches = moved.first().map_or(0, Vec::len);
        (0..branches).map(|l| (0..n).map(|j| moved[j][l] * inverse[(j, k)]).sum()).collect()
    };
    Some((0..n).map(column).collect())
}

/// Flow of a branch after an outage, in columns.
fn after_in_columns(effect: &Effect, l: usize, at: &Places, t: usize) -> Vec<(Column, f64)> {
    let mut terms: Vec<(Column, f64)> = at.flow.get(t, l).map(|flow| (flow, 1.0)).into_iter().collect();
    for (k, h) in &effect.by_branch {
        terms.extend(at.flow.get(t, *k).map(|flow| (flow, h[l])));
    }
    for (g, d) in &effect.by_generator {
        let through: f64 = effect.by_branch.iter().map(|(k, h)| h[l] * d[*k]).sum();
        terms.extend(at.dispatch.get(t, *g).map(|dispatch| (dispatch, d[l] + through)));
    }
    terms
}
