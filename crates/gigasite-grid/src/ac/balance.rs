//! What every bus is given, and who makes up for what is missing.

use super::model::{AcModel, Held};
use gigasite_case::network::Network;
use nalgebra::Complex;

/// Power put in at every bus as the file sets it, per unit: generators and links less loads. Shunts are admittances.
pub(super) fn given(
    model: &AcModel,
    network: &Network,
    snapshot: usize,
    output_mw: &[f64],
) -> Vec<Complex<f64>> {
    let mut given = vec![Complex::new(0.0, 0.0); network.buses.len()];
    for load in network.loads.iter().filter(|load| load.in_service) {
        let power_mw = network.at(load.profile, snapshot, load.power_mw);
        // the reactive part follows the active one over the snapshots
        let ratio =
            if load.profile.is_some() && load.power_mw != 0.0 { power_mw / load.power_mw } else { 1.0 };
        given[load.bus] -= Complex::new(power_mw, load.power_mvar * ratio);
    }
    for (generator, output_mw) in network.generators.iter().zip(output_mw) {
        if generator.in_service {
            given[generator.bus] += Complex::new(*output_mw, generator.power_mvar);
        }
    }
    for link in network.links.iter().filter(|link| link.in_service) {
        given[link.from] += Complex::new(-link.power_mw, link.from_mvar);
        given[link.to] += Complex::new(link.efficiency * link.power_mw - link.loss_mw, link.to_mvar);
    }
    for one in &mut given {
        *one /= model.base_mva;
    }
    given
}

/// Share of every generator in what its island is missing: by participation, else by rated power, else nothing.
pub(super) fn generator_shares(model: &AcModel, network: &Network) -> Vec<f64> {
    let island = |number: usize| {
        let generator = &network.generators[number];
        let bus = generator.bus;
        model.island[bus].filter(|_| generator.in_service && model.held[bus] != Held::Dead)
    };
    let sums = |weight: &dyn Fn(usize) -> f64| {
        let mut sums = vec![0.0; model.references.len()];
        for number in 0..network.generators.len() {
            if let Some(island) = island(number) {
                sums[island] += weight(number);
            }
        }
        sums
    };
    let by_file = |number: usize| network.generators[number].participation.max(0.0);
    let by_size = |number: usize| network.generators[number].rated_mw.max(0.0);
    let (file, size) = (sums(&by_file), sums(&by_size));
    (0..network.generators.len())
        .map(|number| match island(number) {
            Some(island) if file[island] > 0.0 => by_file(number) / file[island],
            Some(island) if size[island] > 0.0 => by_size(number) / size[island],
            _ => 0.0,
        })
        .collect()
}
