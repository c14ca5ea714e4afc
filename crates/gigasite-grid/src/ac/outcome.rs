//! What comes out.

use super::AcOptions;
use super::balance::{generator_shares, given};
use super::limits;
use super::model::{AcModel, Held};
use super::newton::Newton;
use crate::Error;
use gigasite_case::network::Network;
use nalgebra::Complex;
use serde::Serialize;

/// How an iteration ended.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum AcStatus {
    /// Every bus balances within the tolerance.
    Solved,
    /// It does not: no figure of this flow is an answer.
    NotSolved {
        /// Number of the bus with the largest mismatch.
        bus: usize,
        /// Its mismatch, MW, positive = more flows away than is given.
        mismatch_mw: f64,
        /// Its mismatch, Mvar.
        mismatch_mvar: f64,
    },
}

/// What flows at both ends of a branch, positive = into the branch.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct AcBranch {
    /// Active power at the from end, MW.
    pub from_mw: f64,
    /// Reactive power at the from end, Mvar.
    pub from_mvar: f64,
    /// Active power at the to end, MW.
    pub to_mw: f64,
    /// Reactive power at the to end, Mvar.
    pub to_mvar: f64,
}

impl AcBranch {
    /// Apparent power at the end where it is larger, MVA.
    pub fn apparent_mva(&self) -> f64 {
        self.from_mw.hypot(self.from_mvar).max(self.to_mw.hypot(self.to_mvar))
    }
}

/// An alternating-current flow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AcFlow {
    /// Whether it is one.
    pub status: AcStatus,
    /// Magnitude of every bus, per unit; zero where there is no voltage.
    pub voltage_pu: Vec<f64>,
    /// Angle of every bus, degrees.
    pub angle_deg: Vec<f64>,
    /// Flow of every branch; zeros for those out of service.
    pub branches: Vec<AcBranch>,
    /// Output of every generator, MW.
    pub output_mw: Vec<f64>,
    /// Reactive output of every generator, Mvar: of a bus, in proportion to their ranges.
    pub output_mvar: Vec<f64>,
    /// What was missing beside the outputs of the file, by island, MW.
    pub missing_mw: Vec<f64>,
    /// Losses of all branches, MW.
    pub losses_mw: f64,
    /// Buses held at a reactive limit.
    pub at_limit: Vec<usize>,
    /// Buses in service without voltage: their island has no generator.
    pub dead: Vec<usize>,
    /// Steps of the last round.
    pub steps: usize,
    /// Factorisations of all rounds.
    pub factorisations: usize,
    /// Largest mismatch of a bus, per unit.
    pub mismatch_pu: f64,
}

impl AcModel {
    /// The flow of `network` in `snapshot`, with the outputs of its file.
    ///
    /// # Errors
    /// Those of [`crate::dc::DcModel::new`], where the flow by reactance gives the start.
    pub fn solve(&self, network: &Network, snapshot: usize, options: &AcOptions) -> Result<AcFlow, Error> {
        let output: Vec<f64> = network.generators.iter().map(|generator| generator.power_mw).collect();
        self.solve_with(network, snapshot, &output, options)
    }

    /// The flow with the output of every generator given, MW.
    ///
    /// # Errors
    /// As [`AcModel::solve`].
    pub fn solve_with(
        &self,
        network: &Network,
        snapshot: usize,
        output_mw: &[f64],
        options: &AcOptions,
    ) -> Result<AcFlow, Error> {
        let shares = if options.distributed_slack { generator_shares(self, network) } else { Vec::new() };
        let mut bus_share = vec![0.0; if shares.is_empty() { 0 } else { self.place.len() }];
        for (generator, share) in network.generators.iter().zip(&shares) {
            bus_share[generator.bus] += share;
        }
        let given = given(self, network, snapshot, output_mw);
        let mut newton = Newton::new(self, &given, &bus_share);
        newton.start(network, snapshot, options.start)?;
        let (solved, at_limit) = limits::run(self, network, &mut newton, options);
        Ok(self.outcome(network, &newton, &given, output_mw, &shares, solved, at_limit))
    }

    #[expect(clippy::too_many_arguments, reason = "everything a flow was made of")]
    fn outcome(
        &self,
        network: &Network,
        newton: &Newton<'_>,
        given: &[Complex<f64>],
        output_mw: &[f64],
        shares: &[f64],
        solved: bool,
        at_limit: Vec<usize>,
    ) -> AcFlow {
        let buses = self.place.len();
        let base = self.base_mva;
        let at = |bus: usize| self.place[bus];
        let (worst, mismatch_pu) = newton.worst();
        let status = if solved {
            AcStatus::Solved
        } else {
            let [p, q] = newton.mismatch(worst);
            AcStatus::NotSolved { bus: self.order[worst], mismatch_mw: p * base, mismatch_mvar: q * base }
        };
        let branches: Vec<AcBranch> = network
            .branches
            .iter()
            .zip(&self.admittances)
            .map(|(branch, one)| {
                let Some(one) = one else { return AcBranch::default() };
                let (from, to) = (newton.voltage[at(branch.from)], newton.voltage[at(branch.to)]);
                let out = from * (one.ff * from + one.ft * to).conj() * base;
                let back = to * (one.tf * from + one.tt * to).conj() * base;
                AcBranch { from_mw: out.re, from_mvar: out.im, to_mw: back.re, to_mvar: back.im }
            })
            .collect();
        // what the generators of a bus put in together beside what the file gave
        let more: Vec<Complex<f64>> =
            (0..buses).map(|bus| (newton.power[at(bus)] - given[bus]) * base).collect();
        let mut missing_mw: Vec<f64> = newton.missing.iter().map(|missing| missing * base).collect();
        if shares.is_empty() {
            for (island, reference) in self.references.iter().enumerate() {
                if self.held[*reference] == Held::Reference {
                    missing_mw[island] = more[*reference].re;
                }
            }
        }
        let mut output_mw = output_mw.to_vec();
        let mut output_mvar: Vec<f64> =
            network.generators.iter().map(|generator| generator.power_mvar).collect();
        for (number, generator) in network.generators.iter().enumerate() {
            if let (Some(share), Some(island)) = (shares.get(number), self.island[generator.bus]) {
                output_mw[number] += share * missing_mw[island];
            }
        }
        let mut at_bus: Vec<Vec<usize>> = vec![Vec::new(); buses];
        for (number, generator) in network.generators.iter().enumerate().filter(|(_, one)| one.in_service) {
            at_bus[generator.bus].push(number);
        }
        for (bus, numbers) in at_bus.iter().enumerate() {
            let Some(first) = numbers.first() else { continue };
            if shares.is_empty() && self.held[bus] == Held::Reference {
                output_mw[*first] += more[bus].re;
            }
            if matches!(self.held[bus], Held::Reference | Held::Magnitude) {
                let all = more[bus].im + numbers.iter().map(|number| output_mvar[*number]).sum::<f64>();
                spread(network, numbers, all, &mut output_mvar);
            }
        }
        AcFlow {
            status,
            voltage_pu: (0..buses).map(|bus| newton.magnitude(at(bus))).collect(),
            angle_deg: (0..buses).map(|bus| newton.angle(at(bus)).to_degrees()).collect(),
            losses_mw: branches.iter().map(|branch| branch.from_mw + branch.to_mw).sum(),
            branches,
            output_mw,
            output_mvar,
            missing_mw,
            at_limit,
            dead: (0..buses)
                .filter(|bus| self.island[*bus].is_some() && self.held[*bus] == Held::Dead)
                .collect(),
            steps: newton.steps,
            factorisations: newton.factorisations,
            mismatch_pu,
        }
    }
}

/// Shares reactive power among generators of a bus in proportion to their ranges, or equally where a range is endless.
fn spread(network: &Network, numbers: &[usize], all_mvar: f64, output_mvar: &mut [f64]) {
    let least: f64 = numbers.iter().map(|number| network.generators[*number].power_min_mvar).sum();
    let most: f64 = numbers.iter().map(|number| network.generators[*number].power_max_mvar).sum();
    let range = most - least;
    for number in numbers {
        let generator = &network.generators[*number];
        output_mvar[*number] = if range.is_finite() && range > 0.0 {
            let own = generator.power_max_mvar - generator.power_min_mvar;
            generator.power_min_mvar + (all_mvar - least) * own / range
        } else {
            all_mvar / numbers.len() as f64
        };
    }
}
