//! The programme, one file for each family of rows.

mod balance;
mod candidates;
mod caps;
mod commitment;
pub(super) mod cost;
mod flows;
mod generators;
mod kirchhoff;
mod links;
mod losses;
mod ramps;
mod storage;

pub(super) use flows::room;
pub(super) use kirchhoff::{Cycles, angles_of_cycles};

use super::Error;
use super::draft::{Draft, Places};
use gigasite_lp::Programme;

/// Writes the whole programme.
pub(super) fn write(mut draft: Draft<'_>) -> Result<(Programme, Places), Error> {
    generators::write(&mut draft)?;
    links::write(&mut draft);
    storage::write(&mut draft);
    flows::write(&mut draft);
    losses::write(&mut draft);
    kirchhoff::write(&mut draft);
    candidates::write(&mut draft)?;
    commitment::write(&mut draft)?;
    ramps::write(&mut draft);
    caps::write(&mut draft)?;
    balance::write(&mut draft);
    Ok((draft.lp, draft.at))
}
