//! Direct-current flows by reactance, for small networks.
//!
//! ```text
//! flow_l = b_l (θ_from − θ_to),   B θ = injection,   PTDF = diag(b) A B⁻¹   (slack column zero)
//! ```
//!
//! Angles in radians, per-unit on any common base. Losses and voltages are ignored: against an AC flow, branch flows of
//! transmission networks are off by a few percent (Stott, Jardim, Alsaç 2009).

mod susceptance;

pub use susceptance::{Form, Series};

use crate::Error;
use nalgebra::DMatrix;

/// A branch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Branch {
    /// Bus at one end.
    pub from: usize,
    /// Bus at the other end.
    pub to: usize,
    /// Series reactance, per unit.
    pub reactance: f64,
}

/// Power transfer distribution factors: branches × buses, per unit of injection withdrawn at the slack.
///
/// # Errors
/// [`Error::Singular`] if a reactance is zero or not finite, or the network is not connected.
pub fn ptdf(branches: &[Branch], buses: usize, slack: usize) -> Result<DMatrix<f64>, Error> {
    let mut susceptance = DMatrix::<f64>::zeros(buses, buses);
    for (number, branch) in branches.iter().enumerate() {
        let b = 1.0 / branch.reactance;
        if !b.is_finite() || branch.reactance.abs() < 1e-12 {
            return Err(Error::Singular {
                why: format!("branch {} has reactance {}", number + 1, branch.reactance),
            });
        }
        for (bus, other) in [(branch.from, branch.to), (branch.to, branch.from)] {
            susceptance[(bus, bus)] += b;
            susceptance[(bus, other)] -= b;
        }
    }
    let reduced = susceptance.remove_row(slack).remove_column(slack);
    let singular = || Error::Singular { why: "some buses are not connected to the slack".into() };
    if reduced.clone().rank(1e-9) < buses - 1 {
        return Err(singular());
    }
    let inverse =
        reduced.try_inverse().ok_or_else(singular)?.insert_row(slack, 0.0).insert_column(slack, 0.0);
    let mut factors = DMatrix::<f64>::zeros(branches.len(), buses);
    for (row, branch) in branches.iter().enumerate() {
        for bus in 0..buses {
            factors[(row, bus)] =
                (inverse[(branch.from, bus)] - inverse[(branch.to, bus)]) / branch.reactance;
        }
    }
    Ok(factors)
}

#[cfg(test)]
mod tests {
    use super::*;
    use gigasite_lp::{Column, Programme, Sense, SolveOptions};

    struct Network {
        branches: Vec<Branch>,
        limit_mw: Vec<f64>,
        load_mw: Vec<f64>,
        /// bus, capacity, cost
        plants: Vec<(usize, f64, f64)>,
    }

    /// Least-cost dispatch under PTDF limits: cost, dispatch and LMP (balance dual + congestion).
    fn opf(net: &Network) -> (f64, Vec<f64>, Vec<f64>) {
        let buses = net.load_mw.len();
        let factors = ptdf(&net.branches, buses, 0).expect("connected");
        let mut lp = Programme::new();
        let plants: Vec<Column> = net
            .plants
            .iter()
            .enumerate()
            .map(|(g, plant)| lp.column(format!("mw[{g}]"), 0.0, plant.1, plant.2))
            .collect();
        let all: Vec<_> = plants.iter().map(|column| (*column, 1.0)).collect();
        let balance = lp.row("balance", &all, Sense::Equal, net.load_mw.iter().sum());
        let mut rows = Vec::new();
        for (branch, limit) in net.limit_mw.iter().enumerate() {
            let terms: Vec<_> = plants
                .iter()
                .zip(&net.plants)
                .map(|(column, plant)| (*column, factors[(branch, plant.0)]))
                .collect();
            let drawn: f64 = (0..buses).map(|bus| factors[(branch, bus)] * net.load_mw[bus]).sum();
            rows.push((branch, lp.row("room", &terms, Sense::AtMost, limit + drawn)));
            rows.push((branch, lp.row("room_back", &terms, Sense::AtLeast, -limit + drawn)));
        }
        let answer = lp.solve(&SolveOptions::default()).expect("solves");
        let lmp = (0..buses)
            .map(|bus| {
                answer.dual(balance)
                    + rows.iter().map(|(l, row)| factors[(*l, bus)] * answer.dual(*row)).sum::<f64>()
            })
            .collect();
        (answer.objective, answer.values, lmp)
    }

    #[test]
    fn bakers_three_buses_have_a_negative_price() {
        // PyPSA notebook negative-prices-kvl-baker: cost 7600, LMP at bus 1 = −60
        let line = |from, to| Branch { from, to, reactance: 1.0 };
        let net = Network {
            branches: vec![line(0, 1), line(1, 2), line(0, 2)],
            limit_mw: vec![1e4, 1e4, 10.0],
            load_mw: vec![0.0, 0.0, 100.0],
            plants: vec![(0, 100.0, 10.0), (1, 100.0, 20.0), (2, 100.0, 100.0)],
        };
        let (cost, dispatch, lmp) = opf(&net);
        assert!(
            (cost - 7600.0).abs() < 1e-6
                && (dispatch[1] - 30.0).abs() < 1e-6
                && (dispatch[2] - 70.0).abs() < 1e-6
        );
        assert!((lmp[0] + 60.0).abs() < 1e-6, "{lmp:?}");
    }

    #[test]
    fn the_pjm_five_buses_have_their_published_prices() {
        // PGLib case5_pjm (CC-BY 4.0): cost 17479.8969; LMP 16.9774, 26.3845, 30, 39.9427, 10 (Li & Bo)
        let line = |from, to, reactance| Branch { from, to, reactance };
        let net = Network {
            branches: vec![
                line(0, 1, 0.0281),
                line(0, 3, 0.0304),
                line(0, 4, 0.0064),
                line(1, 2, 0.0108),
                line(2, 3, 0.0297),
                line(3, 4, 0.0297),
            ],
            limit_mw: vec![400.0, 426.0, 426.0, 426.0, 426.0, 240.0],
            load_mw: vec![0.0, 300.0, 300.0, 400.0, 0.0],
            plants: vec![
                (0, 40.0, 14.0),
                (0, 170.0, 15.0),
                (2, 520.0, 30.0),
                (3, 200.0, 40.0),
                (4, 600.0, 10.0),
            ],
        };
        let (cost, _, lmp) = opf(&net);
        assert!((cost - 17_479.896_9).abs() < 1e-3, "{cost}");
        for (ours, published) in lmp.iter().zip([16.9774, 26.3845, 30.0, 39.9427, 10.0]) {
            assert!((ours - published).abs() < 1e-4, "{lmp:?}");
        }
    }

    #[test]
    fn factors_vanish_at_the_slack_and_flows_scale() {
        let line = |from, to, reactance| Branch { from, to, reactance };
        let factors = ptdf(&[line(0, 1, 0.1), line(1, 2, 0.2), line(0, 2, 0.3)], 3, 0).expect("connected");
        for branch in 0..3 {
            assert!(factors[(branch, 0)].abs() < 1e-12);
        }
        // 1 p.u. from bus 1 to the slack: 0.1 direct against 0.5 around
        assert!((factors[(0, 1)] + 5.0 / 6.0).abs() < 1e-9, "{factors}");
    }

    #[test]
    fn islands_and_zero_reactance_are_named() {
        let line = |from, to, reactance| Branch { from, to, reactance };
        assert!(
            ptdf(&[line(0, 1, 0.1)], 3, 0).expect_err("bus 3 is alone").to_string().contains("not connected")
        );
        let zero = ptdf(&[line(0, 1, 0.0)], 2, 0).expect_err("no reactance").to_string();
        assert!(zero.contains("branch 1"), "{zero}");
    }
}
