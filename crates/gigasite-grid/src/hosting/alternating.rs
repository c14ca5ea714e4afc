//! Answers held against an alternating-current flow: voltages may give way before currents do.

use super::BusHosting;
use crate::Error;
use crate::ac::{AcCheck, AcModel, AcOptions};
use crate::dc::Rating;
use crate::dispatch::Moment;
use gigasite_case::network::{Load, Network};
use rayon::prelude::*;

/// Every one of `answers` with its firm load drawn at power factor 1, in the moment that limits it, everything in service.
/// All generators share in what that takes.
///
/// # Errors
/// Those of [`AcModel::new`] and [`AcModel::solve`].
pub fn check(network: &Network, moments: &[Moment], answers: &[&BusHosting]) -> Result<Vec<AcCheck>, Error> {
    let model = AcModel::new(network)?;
    let options = AcOptions { distributed_slack: true, ..AcOptions::default() };
    answers
        .par_iter()
        .map(|answer| {
            let mut loaded = network.clone();
            if let Some(moment) = moments.iter().find(|moment| moment.snapshot == answer.n1.snapshot) {
                moment.set(&mut loaded);
            }
            loaded.loads.push(Load { bus: answer.bus, power_mw: answer.n1.power_mw, ..Load::default() });
            let flow = model.solve(&loaded, answer.n1.snapshot, &options)?;
            Ok(AcCheck::of(&loaded, &flow, Rating::LongTerm))
        })
        .collect()
}
