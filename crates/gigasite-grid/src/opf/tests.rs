//! Small networks whose answers are known by hand, and properties that hold for all.

use super::*;
use gigasite_case::network::{Branch, Bus, Cost, CostCurve, Generator, Link, Load, Network};

mod costs;
mod expansion;
mod losses;
mod security;
mod single;
mod time;

/// Buses named `1`, `2`, …, without anything.
fn buses(count: usize) -> Network {
    let named = |number: usize| Bus { id: (number + 1).to_string(), ..Bus::default() };
    Network {
        name: "test".into(),
        base_mva: 100.0,
        buses: (0..count).map(named).collect(),
        ..Network::default()
    }
}

fn line(number: usize, from: usize, to: usize, reactance_pu: f64, rating_mva: Option<f64>) -> Branch {
    Branch { id: number.to_string(), from, to, reactance_pu, rating_mva, ..Branch::default() }
}

fn plant(number: usize, bus: usize, most: f64, price: f64) -> Generator {
    Generator {
        id: number.to_string(),
        bus,
        rated_mw: most,
        power_max_mw: most,
        cost: Some(Cost::per_mwh(price)),
        ..Generator::default()
    }
}

fn load(bus: usize, power_mw: f64) -> Load {
    Load { id: format!("load {}", bus + 1), bus, power_mw, ..Load::default() }
}

/// Three buses in a ring of equal lines, all load at the third (PyPSA notebook `negative-prices-kvl-baker`).
fn baker() -> Network {
    let mut network = buses(3);
    network.branches =
        vec![line(1, 0, 1, 1.0, None), line(2, 1, 2, 1.0, None), line(3, 0, 2, 1.0, Some(10.0))];
    network.generators = vec![plant(1, 0, 100.0, 10.0), plant(2, 1, 100.0, 20.0), plant(3, 2, 100.0, 100.0)];
    network.loads = vec![load(2, 100.0)];
    network
}

/// Solves, and checks what every optimum keeps: a proof, prices that add up.
fn optimum(network: &Network, options: &Options) -> Outcome {
    let outcome = solve(network, options).expect("a programme");
    assert_eq!(outcome.status, Status::Optimal, "{:?} {:?}", outcome.why, outcome.gap_rel);
    let (objective, bound) = (outcome.objective.expect("a cost"), outcome.bound.expect("a bound"));
    assert!((objective - bound).abs() <= 1e-7 * objective.abs().max(1.0), "{objective} and {bound}");
    for t in 0..outcome.moments.len() {
        for bus in 0..network.buses.len() {
            let lmp = &outcome.lmp;
            let sum = lmp.energy[t][bus] + lmp.congestion[t][bus] + lmp.loss[t][bus];
            assert!(lmp.total[t][bus].is_nan() || (sum - lmp.total[t][bus]).abs() < 1e-9, "{lmp:?}");
        }
    }
    outcome
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{found}, not {expected}");
}

/// A ring of `n` buses with chords, plants and loads from a small generator of numbers: always connected.
fn random(seed: u64, n: usize) -> Network {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut draw = move |low: f64, high: f64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        low + (high - low) * (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut network = buses(n);
    for bus in 0..n {
        let number = network.branches.len() + 1;
        network.branches.push(line(number, bus, (bus + 1) % n, draw(0.05, 0.4), Some(draw(60.0, 200.0))));
        network.loads.push(load(bus, draw(5.0, 40.0)));
    }
    for chord in 0..n.div_euclid(2) {
        let number = network.branches.len() + 1;
        network.branches.push(line(number, chord, (chord + n.div_euclid(2)) % n, draw(0.05, 0.4), None));
    }
    for branch in &mut network.branches {
        branch.resistance_pu = 0.1 * branch.reactance_pu;
        branch.shift_deg = if draw(0.0, 1.0) < 0.2 { draw(-2.0, 2.0) } else { 0.0 };
    }
    for bus in (0..n).step_by(2) {
        let mut one = plant(bus + 1, bus, 300.0, draw(10.0, 60.0));
        if draw(0.0, 1.0) < 0.5 {
            one.cost = Some(Cost {
                startup: 0.0,
                shutdown: 0.0,
                curve: CostCurve::Polynomial(vec![draw(0.01, 0.1), draw(5.0, 30.0), draw(0.0, 100.0)]),
            });
        }
        network.generators.push(one);
    }
    network
}
