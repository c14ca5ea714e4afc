//! How much load can stand at one bus if all plants may be redispatched for it.
//!
//! ```text
//! max P   s.t.   the optimal power flow of the snapshot with P more drawn at the bus, 0 ≤ P ≤ ceiling
//! ```
//!
//! written as an optimal power flow in which a megawatt hour at the bus is worth [`WORTH`], above any cost of the network. It
//! bounds from above what [`study`](super::study) finds for the same moment, where generators follow in proportion to room.

use crate::dc::{Form, Rating};
use crate::opf::{self, Binding, Capacity, Coupling, Options, Security, Status, UnitCommitment};
use gigasite_case::network::{Cost, Generator, Network};
use serde::Serialize;

/// Worth of a megawatt hour of the load, in the money of the network.
const WORTH: f64 = 1e5;

/// What redispatch lets a bus draw.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Redispatched {
    /// MW that can be added in the snapshot; `None` where the network has no dispatch even without the load.
    pub power_mw: Option<f64>,
    /// Limits that hold it there, the dearest first.
    pub binding: Vec<Binding>,
    /// Outages that split the network: flows after them are not secured.
    pub islanding: usize,
}

/// The most that can be drawn at `bus` in `snapshot` up to `ceiling_mw`, secure against the loss of any one branch if asked.
///
/// # Errors
/// Those of [`opf::solve`].
pub fn with_redispatch(
    network: &Network,
    (bus, snapshot): (usize, usize),
    ceiling_mw: f64,
    form: Form,
    secure: Option<Rating>,
) -> Result<Redispatched, opf::Error> {
    let mut asked = network.clone();
    asked.generators.push(Generator {
        id: "the load that is asked for".to_owned(),
        bus,
        rated_mw: ceiling_mw,
        power_min_mw: -ceiling_mw,
        cost: Some(Cost::per_mwh(WORTH)),
        ..Generator::default()
    });
    let security = secure.map(|rating| Security { every_branch: true, rating, ..Security::default() });
    let options = Options {
        form,
        snapshots: vec![snapshot],
        coupling: Coupling::Apart { block: 1 },
        commitment: UnitCommitment::Ignored,
        capacity: Capacity::Fixed,
        gap_rel: 1e-6,
        security,
        ..Options::default()
    };
    let outcome = opf::solve(&asked, &options)?;
    let mut binding = outcome.binding;
    binding.sort_by(|a, b| b.shadow_price.total_cmp(&a.shadow_price));
    // what holds the load back is worth part of the load; what only makes generation dearer is not
    binding.retain(|one| one.shadow_price > 1e-2 * WORTH);
    let drawn = outcome.dispatch_mw.first().and_then(|row| row.last()).map(|power| -power);
    Ok(Redispatched {
        power_mw: drawn.filter(|_| outcome.status == Status::Optimal),
        binding,
        islanding: outcome.security.map_or(0, |security| security.islanding.len()),
    })
}
