//! Generators within their reactive limits.

use super::AcOptions;
use super::model::{AcModel, Held};
use super::newton::Newton;
use gigasite_case::network::Network;

/// Most rounds of giving up and taking back voltages.
const ROUNDS_MAX: usize = 30;

/// Solves, gives up the voltage of buses whose generators are at a reactive limit, takes it back where the voltage has
/// come to the other side of what was set, and solves again until nothing changes. Whether it ends, and the buses that
/// are held at a limit.
///
/// A reference keeps its voltage, whatever its limits.
pub(super) fn run(
    model: &AcModel,
    network: &Network,
    newton: &mut Newton<'_>,
    options: &AcOptions,
) -> (bool, Vec<usize>) {
    let mut solved = newton.run(options);
    let mut at_limit: Vec<Option<bool>> = vec![None; network.buses.len()];
    if !options.reactive_limits {
        return (solved, Vec::new());
    }
    let (least, most) = limits(network, model.base_mva);
    // a generator's reactive power in the file is in what the bus is given; only the rest of the bus is a load
    let mut load = vec![0.0; network.buses.len()];
    for generator in network.generators.iter().filter(|generator| generator.in_service) {
        load[generator.bus] += generator.power_mvar / model.base_mva;
    }
    for (bus, load) in load.iter_mut().enumerate() {
        *load -= newton.given[model.place[bus]].im;
    }
    let slack = options.tolerance_pu.max(1e-9);
    for _ in 0..ROUNDS_MAX {
        if !solved {
            return (false, listed(&at_limit));
        }
        let mut changed = false;
        for bus in 0..network.buses.len() {
            let place = model.place[bus];
            match at_limit[bus] {
                None if newton.held[place] == Held::Magnitude => {
                    let output = newton.power[place].im + load[bus];
                    let (limit, is_most) = match () {
                        () if output > most[bus] + slack => (most[bus], true),
                        () if output < least[bus] - slack => (least[bus], false),
                        () => continue,
                    };
                    newton.given[place].im = limit - load[bus];
                    newton.hold(place, Held::Power, None);
                    at_limit[bus] = Some(is_most);
                    changed = true;
                }
                Some(is_most) => {
                    let (now, set) = (newton.magnitude(place), model.set_pu[bus]);
                    if (is_most && now > set + slack) || (!is_most && now < set - slack) {
                        newton.hold(place, Held::Magnitude, Some(set));
                        at_limit[bus] = None;
                        changed = true;
                    }
                }
                None => {}
            }
        }
        if !changed {
            return (true, listed(&at_limit));
        }
        newton.steps = 0;
        solved = newton.run(options);
    }
    (false, listed(&at_limit))
}

fn listed(at_limit: &[Option<bool>]) -> Vec<usize> {
    (0..at_limit.len()).filter(|bus| at_limit[*bus].is_some()).collect()
}

/// Least and most reactive output of the generators in service at every bus, per unit.
fn limits(network: &Network, base_mva: f64) -> (Vec<f64>, Vec<f64>) {
    let (mut least, mut most) = (vec![0.0; network.buses.len()], vec![0.0; network.buses.len()]);
    for generator in network.generators.iter().filter(|generator| generator.in_service) {
        least[generator.bus] += generator.power_min_mvar / base_mva;
        most[generator.bus] += generator.power_max_mvar / base_mva;
    }
    (least, most)
}
