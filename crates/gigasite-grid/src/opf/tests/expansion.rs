//! Circuits to be built: Garver's six buses (Romero, Monticelli, Garcia, Haffner 2002).

use super::*;
use gigasite_case::network::BusKind;

/// Corridor, reactance and cost in percent of 100 MVA, rating.
const CORRIDORS: [(usize, usize, f64, f64); 15] = [
    (1, 2, 40.0, 100.0),
    (1, 3, 38.0, 100.0),
    (1, 4, 60.0, 80.0),
    (1, 5, 20.0, 100.0),
    (1, 6, 68.0, 70.0),
    (2, 3, 20.0, 100.0),
    (2, 4, 40.0, 100.0),
    (2, 5, 31.0, 100.0),
    (2, 6, 30.0, 100.0),
    (3, 4, 59.0, 82.0),
    (3, 5, 20.0, 100.0),
    (3, 6, 48.0, 100.0),
    (4, 5, 63.0, 75.0),
    (4, 6, 30.0, 100.0),
    (5, 6, 61.0, 78.0),
];

const EXISTING: [(usize, usize); 6] = [(1, 2), (1, 4), (1, 5), (2, 3), (2, 4), (3, 5)];

fn garver(output: [(f64, f64); 3]) -> (Network, Vec<Candidate>) {
    let mut network = buses(6);
    network.buses[0].kind = BusKind::Reference;
    network.loads =
        [80.0, 240.0, 40.0, 160.0, 240.0].into_iter().enumerate().map(|(bus, mw)| load(bus, mw)).collect();
    for (number, (bus, (least, most))) in [0, 2, 5].into_iter().zip(output).enumerate() {
        network.generators.push(Generator { power_min_mw: least, ..plant(number + 1, bus, most, 0.0) });
    }
    let mut candidates = Vec::new();
    for (from, to, percent, rating) in CORRIDORS {
        let circuit = Branch {
            id: format!("{from}-{to}"),
            from: from - 1,
            to: to - 1,
            reactance_pu: percent / 100.0,
            rating_mva: Some(rating),
            ..Branch::default()
        };
        if EXISTING.contains(&(from, to)) {
            network.branches.push(circuit.clone());
        }
        candidates.push(Candidate { circuit, cost: percent, most: 4 });
    }
    // the file's costs are its reactances, but for none: 1-3 38, 3-4 59, as listed
    (network, candidates)
}

/// Corridors built, with their number.
fn built(outcome: &Outcome, candidates: &[Candidate]) -> Vec<(String, usize)> {
    let pairs = candidates.iter().zip(&outcome.built).filter(|(_, count)| **count > 0);
    pairs.map(|(candidate, count)| (candidate.circuit.id.clone(), *count)).collect()
}

fn cheapest(output: [(f64, f64); 3]) -> (Outcome, Vec<(String, usize)>) {
    let (network, candidates) = garver(output);
    let options = Options { candidates: candidates.clone(), ..Options::default() };
    let outcome = solve(&network, &options).expect("a programme");
    assert_eq!(outcome.status, Status::Optimal, "{:?}", outcome.gap_rel);
    let chosen = built(&outcome, &candidates);
    (outcome, chosen)
}

#[test]
fn garver_with_redispatch_costs_110() {
    let (outcome, built) = cheapest([(0.0, 150.0), (0.0, 360.0), (0.0, 600.0)]);
    near(outcome.objective.expect("a cost"), 110.0);
    assert_eq!(built, [("3-5".to_owned(), 1), ("4-6".to_owned(), 3)]);
    near(outcome.dispatch_mw[0].iter().sum(), 760.0);
    // the new circuits obey the voltage law and their rating
    let flow = outcome.built_flow_mw[0][13];
    let across = (outcome.angle_deg[0][3] - outcome.angle_deg[0][5]).to_radians();
    near(flow, 3.0 * 100.0 / 0.3 * across);
    assert!(flow.abs() <= 300.0 + 1e-6);
}

#[test]
fn garver_with_fixed_generation_costs_200() {
    let (outcome, built) = cheapest([(50.0, 50.0), (165.0, 165.0), (545.0, 545.0)]);
    near(outcome.objective.expect("a cost"), 200.0);
    let circuits: usize = built.iter().map(|(_, count)| count).sum();
    assert_eq!(circuits, 7, "{built:?}");
    assert!(built.contains(&("3-5".to_owned(), 1)), "{built:?}");
}

#[test]
fn a_corridor_is_left_out_where_power_is_dearer_to_bring_than_to_make() {
    let mut network = buses(2);
    network.branches = vec![line(1, 0, 1, 0.1, Some(50.0))];
    network.generators = vec![plant(1, 0, 200.0, 10.0), plant(2, 1, 200.0, 30.0)];
    network.loads = vec![load(1, 100.0)];
    let circuit = line(2, 0, 1, 0.1, Some(50.0));
    for (cost, count) in [(900.0, 1), (1100.0, 0)] {
        let options = Options {
            candidates: vec![Candidate { circuit: circuit.clone(), cost, most: 2 }],
            ..Options::default()
        };
        let outcome = solve(&network, &options).expect("a programme");
        assert_eq!((outcome.status, outcome.built.as_slice()), (Status::Optimal, [count].as_slice()));
        near(outcome.objective.expect("a cost"), if count == 1 { 1900.0 } else { 2000.0 });
    }
    network.branches[0].rating_mva = None;
    let unlimited = Candidate { circuit: line(2, 0, 1, 0.1, None), cost: 1.0, most: 1 };
    let options = Options { candidates: vec![unlimited], ..Options::default() };
    assert!(solve(&network, &options).expect_err("refused").to_string().contains("candidate 1"));
    let both = Options { security: Some(Security::default()), ..options };
    assert!(
        solve(&network, &both).expect_err("refused").to_string().contains("cannot be asked for together")
    );
}
