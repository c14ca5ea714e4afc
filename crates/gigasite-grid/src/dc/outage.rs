//! Flows after elements are lost together.
//!
//! ```text
//! δ = (I − diag(b_K) A_Kᵀ B⁻¹ A_K)⁻¹ f_K,   f' = f + diag(b) Aᵀ B⁻¹ A_K δ,   f'_K = 0
//! ```
//!
//! with `K` the lost branches. Where losing them tears the network apart, the greatest part of every island is computed
//! anew, and its generators make up for what went with the rest.

use super::{DcModel, DcState};
use crate::Error;
use gigasite_case::network::{BusKind, Contingency, Network};
use nalgebra::{DMatrix, DVector};
use serde::Serialize;

/// What is cut off from the greatest part of its island.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Islanded {
    /// Number of buses.
    pub buses: usize,
    /// Demand that is lost, MW.
    pub load_mw: f64,
    /// Generation that is lost, MW.
    pub generation_mw: f64,
}

/// Flows after an outage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AfterOutage {
    /// Flow of every branch, MW; zero for those lost and those cut off.
    pub flow_mw: Vec<f64>,
    /// What is cut off, if the network falls apart. Taken as de-energised, which is the careful reading.
    pub islanded: Option<Islanded>,
}

impl DcModel {
    /// Flows after every element of `contingency` is lost from `before`. What a lost generator gave is
    /// picked up by the others of its island in proportion to their room, and by the reference where there is none.
    ///
    /// # Errors
    /// Those of [`DcModel::new`], where the torn network is computed anew.
    pub fn after(
        &self,
        network: &Network,
        before: &DcState,
        contingency: &Contingency,
    ) -> Result<AfterOutage, Error> {
        let mut shifted = vec![0.0; self.buses()];
        for lost in contingency.generators.iter().copied() {
            for (bus, change) in self.generator_loss(network, lost) {
                shifted[bus] += change;
            }
        }
        let mut flow_mw = before.flow.flow_mw.clone();
        if contingency.generators.iter().any(|lost| network.generators[*lost].in_service) {
            let change = self.unshifted(&shifted);
            flow_mw.iter_mut().zip(&change).for_each(|(flow, change)| *flow += change);
        }
        let mut lost: Vec<usize> = contingency
            .branches
            .iter()
            .copied()
            .filter(|lost| self.series[*lost].susceptance != 0.0)
            .collect();
        lost.sort_unstable();
        lost.dedup();
        if lost.is_empty() {
            return Ok(AfterOutage { flow_mw, islanded: None });
        }
        let columns = self.solve_pairs(&lost, |_| 1.0);
        let across = |branch: usize, column: usize| {
            let (from, to) = self.ends[branch];
            self.series[branch].susceptance * (columns[column][from] - columns[column][to])
        };
        let left = DMatrix::from_fn(lost.len(), lost.len(), |row, column| {
            f64::from(u8::from(row == column)) - across(lost[row], column)
        });
        let singular = lost.iter().any(|lost| self.is_bridge(*lost));
        let carried = DVector::from_iterator(lost.len(), lost.iter().map(|lost| flow_mw[*lost]));
        let solved = if singular { None } else { solve_well(left, &carried) };
        let Some(push) = solved else {
            return self.torn(network, before, contingency, &shifted);
        };
        for (branch, flow) in flow_mw.iter_mut().enumerate() {
            *flow += (0..lost.len()).map(|column| across(branch, column) * push[column]).sum::<f64>();
        }
        for lost in &lost {
            flow_mw[*lost] = 0.0;
        }
        Ok(AfterOutage { flow_mw, islanded: None })
    }

    /// Changes of injection, MW, when a generator is lost and the others of its island pick up.
    pub(super) fn generator_loss(&self, network: &Network, lost: usize) -> Vec<(usize, f64)> {
        let generator = &network.generators[lost];
        let Some(island) = self.island[generator.bus].filter(|_| generator.in_service) else {
            return Vec::new();
        };
        let mut changes = self.made_up(network, island, generator.power_mw, Some(lost), |_| false);
        changes.push((generator.bus, -generator.power_mw));
        changes
    }

    /// Flows of a change of injections that adds to zero, MW, without the pull of phase shifters.
    fn unshifted(&self, change_mw: &[f64]) -> Vec<f64> {
        let mut x = vec![[0.0; 1]; self.buses()];
        for (bus, change) in change_mw.iter().enumerate() {
            self.put(bus, *change, 0, &mut x);
        }
        self.factor.solve(&mut x);
        self.across(0, &x)
    }

    /// The flow of the greatest part of every island once the network is torn; of equal parts, the one with the middle.
    fn torn(
        &self,
        network: &Network,
        before: &DcState,
        contingency: &Contingency,
        shifted_mw: &[f64],
    ) -> Result<AfterOutage, Error> {
        let mut left = network.clone();
        for lost in &contingency.branches {
            left.branches[*lost].in_service = false;
        }
        let parts = left.islands();
        let mut size = vec![0_usize; parts.len()];
        for part in &parts {
            size[*part] += 1;
        }
        let mut kept: Vec<usize> = self.bridges.roots.iter().map(|bus| parts[*bus]).collect();
        for (bus, island) in self.island.iter().enumerate() {
            if let Some(island) = *island
                && size[parts[bus]] > size[kept[island]]
            {
                kept[island] = parts[bus];
            }
        }
        let is_gone = |bus: usize| self.island[bus].is_some_and(|island| kept[island] != parts[bus]);
        let mut injection: Vec<f64> =
            before.injection_mw.iter().zip(shifted_mw).map(|(mw, change)| mw + change).collect();
        let mut islanded = Islanded { buses: 0, load_mw: 0.0, generation_mw: 0.0 };
        let mut missing = vec![0.0; self.references.len()];
        for (number, generator) in network.generators.iter().enumerate() {
            if generator.in_service && is_gone(generator.bus) && !contingency.generators.contains(&number) {
                islanded.generation_mw += generator.power_mw;
            }
        }
        for (bus, injection) in injection.iter_mut().enumerate() {
            let Some(island) = self.island[bus].filter(|_| is_gone(bus)) else { continue };
            left.buses[bus].kind = BusKind::Isolated;
            // what the reference had made up for there is missing as well
            let balance = if bus == self.references[island] { before.flow.balance_mw[island] } else { 0.0 };
            missing[island] += std::mem::take(injection) + balance;
            islanded.buses += 1;
            islanded.load_mw += before.demand_mw[bus];
        }
        for (island, missing) in missing.into_iter().enumerate() {
            if missing != 0.0 {
                for (bus, change) in self.made_up(network, island, missing, None, is_gone) {
                    injection[bus] += change;
                }
            }
        }
        let flow = Self::new(&left, self.form)?.flow(&injection);
        Ok(AfterOutage { flow_mw: flow.flow_mw, islanded: Some(islanded) })
    }
}

/// Solves a small dense system, or says that it has no unique solution.
fn solve_well(matrix: DMatrix<f64>, rhs: &DVector<f64>) -> Option<DVector<f64>> {
    let scale = matrix.amax().max(1.0);
    let factor = matrix.full_piv_lu();
    let smallest = factor.u().diagonal().iter().fold(f64::INFINITY, |least, pivot| least.min(pivot.abs()));
    if smallest < 1e-9 * scale { None } else { factor.solve(rhs) }
}
