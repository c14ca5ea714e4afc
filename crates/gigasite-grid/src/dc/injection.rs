//! What buses put in, and who makes up for what is missing.

use super::DcModel;
use gigasite_case::network::{BusKind, Network};

/// Power put into the network at every bus in `snapshot`, MW: generators as in the file, links as they are set, less
/// demand. Isolated buses put in nothing.
pub fn injections_mw(network: &Network, snapshot: usize) -> Vec<f64> {
    let output: Vec<f64> = network.generators.iter().map(|generator| generator.power_mw).collect();
    let links: Vec<f64> = network.links.iter().map(|link| link.power_mw).collect();
    injections_of(network, snapshot, &output, &links)
}

/// As [`injections_mw`], with the output of every generator and the power drawn by every link given, MW.
pub fn injections_of(network: &Network, snapshot: usize, output_mw: &[f64], link_mw: &[f64]) -> Vec<f64> {
    let mut injection: Vec<f64> = network.demand_mw(snapshot).into_iter().map(|demand| -demand).collect();
    for (generator, output) in network.generators.iter().zip(output_mw) {
        if generator.in_service {
            injection[generator.bus] += output;
        }
    }
    for (link, power) in network.links.iter().zip(link_mw).filter(|(link, _)| link.in_service) {
        injection[link.from] -= power;
        injection[link.to] += link.efficiency * power - link.loss_mw;
    }
    for (bus, injection) in network.buses.iter().zip(&mut injection) {
        if bus.kind == BusKind::Isolated {
            *injection = 0.0;
        }
    }
    injection
}

impl DcModel {
    /// Changes of injection, MW, that make up for `missing_mw` in an island, but not from buses that are `gone`:
    /// generators in proportion to their room above their output, or, for a surplus, in proportion to their output. Where
    /// there are none, the reference does it, or the middle of the island if the reference is gone.
    pub(super) fn made_up(
        &self,
        network: &Network,
        island: usize,
        missing_mw: f64,
        without: Option<usize>,
        gone: impl Fn(usize) -> bool,
    ) -> Vec<(usize, f64)> {
        let weigh = |(number, generator): (usize, &gigasite_case::network::Generator)| {
            let takes_part = generator.in_service
                && Some(number) != without
                && generator.power_max_mw > 0.0
                && self.island[generator.bus] == Some(island)
                && !gone(generator.bus);
            let weight = if missing_mw > 0.0 {
                generator.power_max_mw - generator.power_mw
            } else {
                generator.power_mw
            };
            (generator.bus, if takes_part { weight.max(0.0) } else { 0.0 })
        };
        let mut shares: Vec<(usize, f64)> =
            network.generators.iter().enumerate().map(weigh).filter(|(_, weight)| *weight > 0.0).collect();
        let all: f64 = shares.iter().map(|(_, weight)| weight).sum();
        if all > 0.0 {
            for (_, share) in &mut shares {
                *share *= missing_mw / all;
            }
            return shares;
        }
        let reference = self.references[island];
        vec![(if gone(reference) { self.bridges.roots[island] } else { reference }, missing_mw)]
    }
}
