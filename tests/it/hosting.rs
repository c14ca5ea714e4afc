//! What hosting promises on a real network, held against that network with the load added and solved again.

use gigasite_case::network::{Load, Network};
use gigasite_grid::dc::{DcModel, Form, Outage, Rating, ScreenOptions};
use gigasite_grid::dispatch::Moment;
use gigasite_grid::hosting::{BusHosting, HostingOptions, Limit, study};
use gigasite_tests::shared;

/// RTS-GMLC as its case file has it, every rating a fifth above what any outage puts on the branch.
fn secure() -> Option<Network> {
    let path = shared("data/grid/rts_gmlc/RTS_GMLC.m")?;
    let (network, findings) = gigasite_data::network::read(&path).expect("the file is there");
    let mut network = network.unwrap_or_else(|| panic!("{findings:?}"));
    let most = highest(&network);
    for (branch, most) in network.branches.iter_mut().zip(most) {
        branch.rating_mva = Some(1.2 * most + 20.0);
        branch.usable_frac = 1.0;
    }
    Some(network)
}

/// Largest flow of every branch over all outages, MW.
fn highest(network: &Network) -> Vec<f64> {
    let model = DcModel::new(network, Form::Matpower).expect("a model");
    let mut low = network.clone();
    low.branches.iter_mut().for_each(|branch| branch.rating_mva = Some(1e-3));
    let state = model.state(&low, 0);
    let mut most: Vec<f64> = state.flow.flow_mw.iter().map(|mw| mw.abs()).collect();
    for case in model.screen(&low, &state, &ScreenOptions::default()).expect("a screening").cases {
        for over in case.overloads {
            most[over.branch] = most[over.branch].max(over.flow_mw.abs());
        }
    }
    most
}

/// The network with more load at a bus, met by generators in proportion to their room.
fn loaded(network: &Network, bus: usize, power_mw: f64) -> Network {
    let room = |one: &gigasite_case::network::Generator| {
        if one.in_service { (one.power_max_mw - one.power_mw).max(0.0) } else { 0.0 }
    };
    let all: f64 = network.generators.iter().map(room).sum();
    let mut loaded = network.clone();
    for generator in &mut loaded.generators {
        generator.power_mw += power_mw * room(generator) / all;
    }
    loaded.loads.push(Load { bus, power_mw, ..Load::default() });
    loaded
}

/// Highest loading by `limit`'s element of the network with `power_mw` more at the bus of `answer`.
fn loading(network: &Network, answer: &BusHosting, power_mw: f64) -> Option<f64> {
    let more = loaded(network, answer.bus, power_mw);
    let model = DcModel::new(&more, Form::Matpower).expect("a model");
    let state = model.state(&more, 0);
    let of =
        |branch: usize, flow_mw: f64| flow_mw.abs() / more.branches[branch].limit_mva().expect("a rating");
    let after = |branch: usize, outage: Outage| {
        let cases = model.screen(&more, &state, &ScreenOptions::default()).expect("a screening").cases;
        let case = cases.iter().find(|case| case.outage == outage).expect("the outage");
        let over = case.overloads.iter().find(|over| over.branch == branch);
        over.map_or(case.worst_loading_frac.min(1.0), |over| of(branch, over.flow_mw))
    };
    match answer.n1_grid.limit {
        Limit::Branch { branch } => Some(of(branch, state.flow.flow_mw[branch])),
        Limit::AfterBranch { branch, lost } => Some(after(branch, Outage::Branch(lost))),
        _ => None,
    }
}

#[test]
fn the_element_that_is_named_is_full_at_the_capacity_that_is_promised() {
    let Some(network) = secure() else { return };
    let options = HostingOptions { factor_min: 1e-6, ..HostingOptions::default() };
    let answers = study(&network, &[Moment::of_file(&network, 0)], &options, &|_, _| ()).expect("answers");
    let mut looked_at = 0;
    for answer in answers.iter().filter(|answer| answer.n1_grid.power_mw > 5.0) {
        let power_mw = answer.n1_grid.power_mw;
        let Some(above) = loading(&network, answer, 1.01 * power_mw) else { continue };
        let below = loading(&network, answer, 0.99 * power_mw).expect("the same element");
        assert!(below <= 1.0 + 1e-4 && above > 1.0, "{answer:?}: {below} below, {above} above");
        looked_at += 1;
    }
    assert!(looked_at > 20, "{looked_at} of {} buses", answers.len());
}

#[test]
fn nothing_that_counts_is_overloaded_at_the_firm_capacity() {
    let Some(network) = secure() else { return };
    let options = HostingOptions { factor_min: 1e-6, ..HostingOptions::default() };
    let answers = study(&network, &[Moment::of_file(&network, 0)], &options, &|_, _| ()).expect("answers");
    let before = DcModel::new(&network, Form::Matpower).expect("a model");
    let base = before.state(&network, 0);
    for answer in answers.iter().filter(|answer| answer.n1.power_mw > 5.0) {
        let power_mw = 0.999 * answer.n1.power_mw;
        let more = loaded(&network, answer.bus, power_mw);
        let state = before.state(&more, 0);
        let screening = before.screen(&more, &state, &ScreenOptions::default()).expect("a screening");
        let was = before.screen(&network, &base, &ScreenOptions::default()).expect("a screening");
        assert!(was.cases.iter().all(|case| case.overloads.is_empty()), "the network is secure before");
        for case in screening.cases.iter().filter(|case| matches!(case.outage, Outage::Branch(_))) {
            for over in &case.overloads {
                // only what takes less than a twentieth of the load may be above its limit
                let excess = over.flow_mw.abs()
                    - Rating::LongTerm.limit_mva(&network.branches[over.branch]).expect("a rating");
                assert!(
                    excess <= options.share_min_frac * power_mw,
                    "{:?} at bus {} after {:?}: {excess} MW",
                    over,
                    network.buses[answer.bus].id,
                    case.outage
                );
            }
        }
    }
}
