//! Network files in: read whole, with every defect a finding.
//!
//! | format | read by |
//! |---|---|
//! | MATPOWER case, version 2 (`.m`, `.m.gz`) | [`matpower`] |

pub mod check;
pub mod matpower;

use crate::Error;
use crate::files::read_bytes;
use gigasite_case::Findings;
use gigasite_case::network::Network;
use std::path::Path;

/// Reads a network file; the format is told by its name. `None` if there is nothing to go on with; the reasons are findings.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read(path: &Path) -> Result<(Option<Network>, Findings), Error> {
    let bytes = read_bytes(path)?;
    // comments of older files are Latin-1; data are ASCII, so nothing is lost
    let text = String::from_utf8_lossy(&bytes);
    let label = path.display().to_string();
    let mut findings = Findings::default();
    let network = matpower::read(&label, &text, &mut findings);
    if let Some(network) = &network {
        check::check(&label, network, &mut findings);
    }
    Ok((network, findings))
}

#[cfg(test)]
mod tests;
