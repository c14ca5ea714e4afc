//! Capacities that can be worked out by hand, and the re-solved network as judge.

use super::*;
use crate::dc::{Outage, ScreenOptions};
use gigasite_case::network::{Branch, Bus, BusKind, Generator, Load};

/// Three buses in a ring of equal lines rated 100, 100 and `third` MVA; a plant of 500 MW at bus 1.
fn ring(third: f64) -> Network {
    let bus = |id: usize| Bus {
        id: (id + 1).to_string(),
        kind: if id == 0 { BusKind::Reference } else { BusKind::Load },
        ..Bus::default()
    };
    let branch = |from, to, rating| Branch {
        id: format!("{from}-{to}"),
        from,
        to,
        reactance_pu: 0.1,
        rating_mva: Some(rating),
        ..Branch::default()
    };
    Network {
        base_mva: 100.0,
        buses: (0..3).map(bus).collect(),
        branches: vec![branch(0, 1, 100.0), branch(1, 2, 100.0), branch(0, 2, third)],
        loads: vec![Load { bus: 2, power_mw: 30.0, ..Load::default() }],
        generators: vec![Generator {
            bus: 0,
            power_mw: 30.0,
            power_max_mw: 500.0,
            rated_mw: 500.0,
            ..Generator::default()
        }],
        ..Network::default()
    }
}

fn hosted(network: &Network, options: &HostingOptions) -> Vec<BusHosting> {
    let moments: Vec<Moment> = (0..network.snapshots.len())
        .map(|snapshot| Moment {
            hours: 8_760.0 / network.snapshots.len() as f64,
            ..Moment::of_file(network, snapshot)
        })
        .collect();
    study(network, &moments, options, &|_, _| ()).unwrap()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-3 * (1.0 + b.abs())
}

#[test]
fn a_ring_hosts_what_its_lines_leave() {
    let answer = hosted(&ring(100.0), &HostingOptions::default());
    // at bus 3: 20 of 30 MW come straight, 2/3 of a further MW too: (100 − 20) · 3/2
    assert!(close(answer[2].n0.power_mw, 120.0), "{:?}", answer[2]);
    assert_eq!(answer[2].n0.limit, Limit::Branch { branch: 2 });
    // after losing either line to bus 3 the other carries all: 100 − 30
    assert!(close(answer[2].n1.power_mw, 70.0), "{:?}", answer[2]);
    assert!(matches!(answer[2].n1.limit, Limit::AfterBranch { .. }));
    // at the plant itself only the plant limits
    assert!(close(answer[0].n1.power_mw, 470.0) && answer[0].n1.limit == Limit::Generation);
    // doubling one line leaves the other
    let more = answer[2].reinforcement.unwrap();
    assert!(close(more.frees_mw, 0.0) && close(more.added_mva, 100.0), "{more:?}");
}

#[test]
fn raising_the_weakest_line_frees_what_the_next_leaves() {
    let answer = hosted(&ring(60.0), &HostingOptions::default());
    // N-0: (60 − 20) · 3/2 = 60; N-1: the weak line after losing a strong one, 60 − 30
    assert!(close(answer[2].n0.power_mw, 60.0) && close(answer[2].n1.power_mw, 30.0), "{:?}", answer[2]);
    let more = answer[2].reinforcement.unwrap();
    assert_eq!(more.branch, 2);
    // 120 MVA then; 100 − 30 left on the others
    assert!(close(more.frees_mw, 40.0) && close(more.added_mva, 60.0), "{more:?}");
}

#[test]
fn a_bus_on_one_line_is_not_firm() {
    let mut network = ring(100.0);
    network.branches[1].in_service = false;
    let answer = hosted(&network, &HostingOptions::default());
    assert!(close(answer[2].n0.power_mw, 70.0));
    assert_eq!((answer[2].n1.power_mw, answer[2].n1.limit), (0.0, Limit::CutOff { lost: 2 }));
    assert!(close(answer[2].n1_grid.power_mw, 70.0), "{:?}", answer[2].n1_grid);
}

#[test]
fn redispatch_frees_what_following_in_proportion_does_not() {
    // a dear plant at bus 3 itself; both plants have room, so half of the load comes over the lines unless redispatched
    let mut network = ring(100.0);
    network.generators.push(Generator {
        id: "2".into(),
        bus: 2,
        power_max_mw: 400.0,
        rated_mw: 400.0,
        ..Generator::default()
    });
    let close = |found: Option<f64>, by_hand: f64| {
        found.is_some_and(|found| (found - by_hand).abs() < 1e-3 * by_hand)
    };
    let most = |secure| with_redispatch(&network, (2, 0), 3_000.0, Form::Matpower, secure).unwrap();
    // N-0: 150 MW come over the lines (2/3 of them straight), 400 from the plant, 30 are drawn already
    assert!(close(most(None).power_mw, 150.0 + 400.0 - 30.0), "{:?}", most(None));
    // N-1: after losing one line to bus 3, the other carries 100
    let secure = most(Some(Rating::LongTerm));
    assert!(close(secure.power_mw, 100.0 + 400.0 - 30.0) && !secure.binding.is_empty(), "{secure:?}");
    let followed = hosted(&network, &HostingOptions::default());
    assert!(followed[2].n1.power_mw < 0.5 * 470.0, "{:?}", followed[2].n1);
    network.branches[2].rating_mva = Some(0.1);
    network.generators.clear();
    assert_eq!(with_redispatch(&network, (2, 0), 100.0, Form::Matpower, None).unwrap().power_mw, None);
}

#[test]
fn what_is_overloaded_before_counts_or_not_as_asked() {
    let mut network = ring(100.0);
    network.branches[0].rating_mva = Some(5.0);
    // 10 MW flow from 1 to 2, above 5, and more for every megawatt at 2 or 3
    let count = hosted(&network, &HostingOptions::default());
    assert!(
        close(count[2].n0.power_mw, 0.0) && count[2].n0.limit == Limit::Branch { branch: 0 },
        "{:?}",
        count[2]
    );
    let ignore = HostingOptions { existing: Existing::Ignore, ..HostingOptions::default() };
    assert!(close(hosted(&network, &ignore)[2].n0.power_mw, 120.0));
}

#[test]
fn giving_up_hours_buys_megawatts() {
    let mut network = ring(100.0);
    network.snapshots =
        gigasite_case::network::Snapshots::hourly((0..10).map(|hour| hour.to_string()).collect());
    network.profiles = vec![(0..10).map(f64::from).collect()];
    network.loads[0].profile = Some(gigasite_case::network::Profile { series: 0, scale: 5.0 });
    let moments: Vec<Moment> = (0..10)
        .map(|snapshot| {
            let load = f64::from(snapshot as u32) * 5.0;
            Moment { output_mw: vec![load], hours: 876.0, ..Moment::of_file(&network, snapshot) }
        })
        .collect();
    let options = HostingOptions { give_up_h: vec![0.0, 875.0, 876.0, 2_000.0], ..HostingOptions::default() };
    let answer = study(&network, &moments, &options, &|_, _| ()).unwrap();
    let curve: Vec<f64> = answer[2].curve.iter().map(|point| point.power_mw).collect();
    for (found, by_hand) in curve.iter().zip([55.0, 55.0, 60.0, 65.0]) {
        assert!(close(*found, by_hand), "{curve:?}");
    }
    assert_eq!(answer[2].n1.snapshot, 9, "the hour of the highest load");
    // 5 MW short in one hour of ten: 5 / 600
    assert!(close(answer[2].curve[2].lost_frac, 5.0 / 600.0));
}

#[test]
fn the_loss_of_a_plant_and_of_the_site_itself_count() {
    let mut network = ring(100.0);
    // a second plant at bus 2 runs at 80 MW; when it is lost, all comes from bus 1
    network.generators.push(Generator {
        bus: 1,
        power_mw: 80.0,
        power_max_mw: 80.0,
        rated_mw: 80.0,
        ..Generator::default()
    });
    network.loads[0].power_mw = 110.0;
    let options = HostingOptions::default();
    let answer = hosted(&network, &options);
    let after = &answer[2].n1;
    assert!(close(answer[2].n0.power_mw, 1.5 * (100.0 - 140.0 / 3.0)), "{:?}", answer[2].n0);
    assert!(close(after.power_mw, 0.0), "one line to bus 3 cannot carry 110 MW: {after:?}");
    // with double lines to bus 3, the plant's loss is what counts
    for branch in &mut network.branches[1..] {
        branch.rating_mva = Some(200.0);
    }
    network.branches[0].rating_mva = Some(60.0);
    let answer = hosted(&network, &options);
    assert!(matches!(
        answer[1].n1.limit,
        Limit::AfterGenerator { branch: 0, lost: 1 } | Limit::AfterBranch { .. }
    ));
}

#[test]
fn what_is_promised_holds_when_the_network_is_solved_again() {
    let network = ring(70.0);
    let answer = hosted(&network, &HostingOptions::default());
    for bus in &answer {
        let mut loaded = network.clone();
        loaded.loads.push(Load { bus: bus.bus, power_mw: bus.n1.power_mw - 0.01, ..Load::default() });
        loaded.generators[0].power_mw += bus.n1.power_mw - 0.01;
        let model = DcModel::new(&loaded, Form::Matpower).unwrap();
        let screening = model.screen(&loaded, &model.state(&loaded, 0), &ScreenOptions::default()).unwrap();
        assert!(screening.cases.iter().all(|case| case.overloads.is_empty()), "bus {}", bus.bus);
        if matches!(bus.n1.limit, Limit::AfterBranch { .. }) {
            loaded.loads[1].power_mw += 0.02;
            loaded.generators[0].power_mw += 0.02;
            let screening =
                model.screen(&loaded, &model.state(&loaded, 0), &ScreenOptions::default()).unwrap();
            assert!(
                matches!(screening.cases[0].outage, Outage::Branch(_))
                    && !screening.cases[0].overloads.is_empty()
            );
        }
    }
}
