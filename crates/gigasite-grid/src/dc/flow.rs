//! Flows of one moment and of many.

use super::{DcModel, LANES, injections_mw};
use gigasite_case::network::Network;
use rayon::prelude::*;
use serde::Serialize;

/// A flow by reactance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DcFlow {
    /// Angle of every bus, radians; zero at references and isolated buses.
    pub angle_rad: Vec<f64>,
    /// Flow of every branch, MW, positive = from → to.
    pub flow_mw: Vec<f64>,
    /// What the reference of every island puts in beside its own injection, MW: the mismatch of the island.
    pub balance_mw: Vec<f64>,
}

/// A network at one moment: what goes in, what is drawn, what flows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DcState {
    /// Power put in at every bus, MW.
    pub injection_mw: Vec<f64>,
    /// Demand of every bus, MW.
    pub demand_mw: Vec<f64>,
    /// Angles and flows.
    pub flow: DcFlow,
}

impl DcModel {
    /// The network as its file has it in `snapshot`.
    pub fn state(&self, network: &Network, snapshot: usize) -> DcState {
        let injection_mw = injections_mw(network, snapshot);
        let flow = self.flow(&injection_mw);
        DcState { injection_mw, demand_mw: network.demand_mw(snapshot), flow }
    }

    /// Flows of one set of injections, MW a bus; the references balance their islands.
    pub fn flow(&self, injection_mw: &[f64]) -> DcFlow {
        let mut x = vec![[0.0; 1]; self.buses()];
        self.right_hand_side(injection_mw, 0, &mut x);
        self.factor.solve(&mut x);
        self.read(injection_mw, 0, &x)
    }

    /// Flows of many sets of injections: [`flow`](Self::flow) of each, several at once and on all threads.
    pub fn flows(&self, injections_mw: &[Vec<f64>]) -> Vec<DcFlow> {
        injections_mw
            .par_chunks(LANES)
            .flat_map_iter(|chunk| {
                let mut x = vec![[0.0; LANES]; self.buses()];
                for (lane, injection) in chunk.iter().enumerate() {
                    self.right_hand_side(injection, lane, &mut x);
                }
                self.factor.solve(&mut x);
                let answers: Vec<DcFlow> = chunk
                    .iter()
                    .enumerate()
                    .map(|(lane, injection)| self.read(injection, lane, &x))
                    .collect();
                answers
            })
            .collect()
    }

    /// Writes injections and the pull of phase shifters into a lane, per unit; fixed rows stay zero.
    fn right_hand_side<const N: usize>(&self, injection_mw: &[f64], lane: usize, x: &mut [[f64; N]]) {
        for (injection, place) in injection_mw.iter().zip(&self.factor.place) {
            x[*place][lane] = injection / self.base_mva;
        }
        for (reference, balance_mw) in self.references.iter().zip(self.balance_mw(injection_mw)) {
            x[self.factor.place[*reference]][lane] += balance_mw / self.base_mva;
        }
        for (series, (from, to)) in self.series.iter().zip(&self.places) {
            if series.shift != 0.0 {
                x[*from][lane] += series.susceptance * series.shift;
                x[*to][lane] -= series.susceptance * series.shift;
            }
        }
        for (bus, island) in self.island.iter().enumerate() {
            if island.is_none() {
                x[self.factor.place[bus]][lane] = 0.0;
            }
        }
        for ground in &self.bridges.roots {
            x[self.factor.place[*ground]][lane] = 0.0;
        }
    }

    fn read<const N: usize>(&self, injection_mw: &[f64], lane: usize, x: &[[f64; N]]) -> DcFlow {
        let flow_mw = self
            .series
            .iter()
            .zip(&self.places)
            .map(|(series, (from, to))| {
                self.base_mva * series.susceptance * (x[*from][lane] - x[*to][lane] - series.shift)
            })
            .collect();
        let angle = |bus: usize| x[self.factor.place[bus]][lane];
        let angle_rad = (0..self.buses())
            .map(|bus| self.island[bus].map_or(0.0, |island| angle(bus) - angle(self.references[island])))
            .collect();
        DcFlow { angle_rad, flow_mw, balance_mw: self.balance_mw(injection_mw) }
    }

    /// What every island lacks, MW.
    fn balance_mw(&self, injection_mw: &[f64]) -> Vec<f64> {
        let mut balance_mw = vec![0.0; self.references.len()];
        for (island, injection) in self.island.iter().zip(injection_mw) {
            if let Some(island) = island {
                balance_mw[*island] -= injection;
            }
        }
        balance_mw
    }
}
