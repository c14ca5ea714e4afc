//! Many moments of one network: factorised once, solved many times, on all threads.
//!
//! Answers come in the order of the moments and do not depend on threads. [`crate::opf`] takes snapshots by itself.

use crate::Error;
use crate::ac::{AcFlow, AcModel, AcOptions};
use crate::dc::{DcFlow, DcModel, Outage, OutageCase, ScreenOptions};
use crate::dispatch::Moment;
use gigasite_case::network::Network;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Told how many are done of how many.
pub type Seen<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Flows by reactance of all `moments`.
pub fn dc_flows(model: &DcModel, network: &Network, moments: &[Moment]) -> Vec<DcFlow> {
    let injections: Vec<Vec<f64>> = moments.par_iter().map(|moment| moment.injections_mw(network)).collect();
    model.flows(&injections)
}

/// Alternating-current flows of all `moments`.
///
/// # Errors
/// Those of [`AcModel::solve`].
pub fn ac_flows(
    model: &AcModel,
    network: &Network,
    moments: &[Moment],
    options: &AcOptions,
    seen: Seen<'_>,
) -> Result<Vec<AcFlow>, Error> {
    let done = AtomicUsize::new(0);
    moments
        .par_iter()
        .map(|moment| {
            let mut own = network.clone();
            moment.set(&mut own);
            let flow = model.solve(&own, moment.snapshot, options);
            seen(done.fetch_add(1, Ordering::Relaxed) + 1, moments.len());
            flow
        })
        .collect()
}

/// Branches above their long-term limit in any of `flows`.
pub fn overloaded(network: &Network, flows: &[DcFlow]) -> Vec<usize> {
    let is_over = |branch: &usize| {
        let limit = network.branches[*branch].limit_mva().map(|limit| limit * (1.0 + ROUNDING));
        limit.is_some_and(|limit| flows.iter().any(|flow| flow.flow_mw[*branch].abs() > limit))
    };
    (0..network.branches.len()).filter(is_over).collect()
}

/// An optimal flow lies at its limits to the tolerance of the solver, in parts of the limit.
const ROUNDING: f64 = 1e-6;

/// What an outage does over many moments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutageOverTime {
    /// The moment in which it is most severe, by its place.
    pub worst_moment: usize,
    /// What it does then.
    pub worst: OutageCase,
    /// Hours a year in which it overloads something.
    pub overloading_h: f64,
    /// Hours a year in which it was looked at: a generator only while it gives power.
    pub looked_at_h: f64,
}

/// Loses every branch and generator in every one of `moments`; the most severe first.
///
/// # Errors
/// Those of [`DcModel::screen`].
pub fn screen(
    model: &DcModel,
    network: &Network,
    moments: &[Moment],
    options: &ScreenOptions,
    seen: Seen<'_>,
) -> Result<Vec<OutageOverTime>, Error> {
    let mut all: BTreeMap<Outage, OutageOverTime> = BTreeMap::new();
    for (number, moment) in moments.iter().enumerate() {
        let mut own = network.clone();
        moment.set(&mut own);
        // outages of a moment are already on all threads
        let screening = model.screen(&own, &moment.state(model, network), options)?;
        for case in screening.cases {
            let overloading_h = if case.overloads.is_empty() { 0.0 } else { moment.hours };
            match all.get_mut(&case.outage) {
                None => {
                    let first = OutageOverTime {
                        worst_moment: number,
                        worst: case.clone(),
                        overloading_h,
                        looked_at_h: moment.hours,
                    };
                    all.insert(case.outage, first);
                }
                Some(one) => {
                    one.overloading_h += overloading_h;
                    one.looked_at_h += moment.hours;
                    let key = |case: &OutageCase| (case.severity_mw(), case.worst_loading_frac);
                    if key(&case) > key(&one.worst) {
                        (one.worst_moment, one.worst) = (number, case);
                    }
                }
            }
        }
        seen(number + 1, moments.len());
    }
    let mut found: Vec<OutageOverTime> = all.into_values().collect();
    found.sort_by(|a, b| {
        let key = |one: &OutageOverTime| (one.worst.severity_mw(), one.worst.worst_loading_frac);
        let ((a_mw, a_frac), (b_mw, b_frac)) = (key(a), key(b));
        b_mw.total_cmp(&a_mw).then(b_frac.total_cmp(&a_frac)).then(a.worst.outage.cmp(&b.worst.outage))
    });
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ac::AcStatus;
    use crate::dc::Form;
    use gigasite_case::network::{Branch, Bus, BusKind, Generator, Load, Profile, Snapshots};

    /// A ring of three; the load at bus 2 follows the hour.
    fn ring() -> Network {
        let branch = |from: usize, to: usize| Branch {
            id: format!("{from}{to}"),
            from,
            to,
            reactance_pu: 0.1,
            rating_mva: Some(70.0),
            ..Branch::default()
        };
        let plant =
            |bus: usize| Generator { bus, power_max_mw: 200.0, rated_mw: 200.0, ..Generator::default() };
        Network {
            base_mva: 100.0,
            buses: (0..3)
                .map(|bus| Bus {
                    kind: if bus == 0 { BusKind::Reference } else { BusKind::Load },
                    ..Bus::default()
                })
                .collect(),
            branches: vec![branch(0, 1), branch(1, 2), branch(0, 2)],
            loads: vec![Load { bus: 2, profile: Some(Profile { series: 0, scale: 1.0 }), ..Load::default() }],
            generators: vec![plant(0), plant(1)],
            snapshots: Snapshots::hourly((0..4).map(|hour| hour.to_string()).collect()),
            profiles: vec![vec![30.0, 60.0, 90.0, 75.0]],
            ..Network::default()
        }
    }

    fn moments(network: &Network) -> Vec<Moment> {
        let moment = |snapshot: usize| Moment {
            snapshot,
            output_mw: vec![network.profiles[0][snapshot] - 20.0, 20.0],
            hours: 2_190.0,
            ..Moment::of_file(network, snapshot)
        };
        (0..4).map(moment).collect()
    }

    #[test]
    fn a_series_is_its_moments_one_by_one() {
        let network = ring();
        let (dc, ac) = (DcModel::new(&network, Form::Matpower).unwrap(), AcModel::new(&network).unwrap());
        let moments = moments(&network);
        let many = dc_flows(&dc, &network, &moments);
        let alternating = ac_flows(&ac, &network, &moments, &AcOptions::default(), &|_, _| ()).unwrap();
        for ((moment, flow), alternating) in moments.iter().zip(&many).zip(&alternating) {
            for (a, b) in flow.flow_mw.iter().zip(&moment.state(&dc, &network).flow.flow_mw) {
                assert!((a - b).abs() < 1e-9);
            }
            assert_eq!(alternating.status, AcStatus::Solved);
            assert!((alternating.branches[2].from_mw - flow.flow_mw[2]).abs() < 1.0);
        }
    }

    #[test]
    fn an_outage_counts_its_hours_and_keeps_its_worst() {
        let network = ring();
        let model = DcModel::new(&network, Form::Matpower).unwrap();
        let found =
            screen(&model, &network, &moments(&network), &ScreenOptions::default(), &|_, _| ()).unwrap();
        // losing a line to bus 2 puts its whole load on the other, above 70 MW in two hours of four
        assert_eq!(found.len(), 5);
        for one in &found[..2] {
            assert!(matches!(one.worst.outage, Outage::Branch(1 | 2)), "{one:?}");
            assert_eq!((one.worst_moment, one.overloading_h, one.looked_at_h), (2, 4_380.0, 8_760.0));
            assert!((one.worst.severity_mw() - 20.0).abs() < 1e-6);
        }
        assert!(found[2..].iter().all(|one| one.overloading_h == 0.0));
    }
}
