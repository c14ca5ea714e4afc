//! Network files in: read whole, with every defect a finding.
//!
//! | format | read by |
//! |---|---|
//! | MATPOWER case, version 2 (`.m`, `.m.gz`) | [`matpower`] |
//! | PyPSA CSV folder (plain or gzipped files), netCDF (`.nc`) | [`pypsa`] |

pub mod check;
pub mod matpower;
pub mod pypsa;

use crate::Error;
use flate2::read::GzDecoder;
use gigasite_case::Findings;
use gigasite_case::network::Network;
use std::io::Read as _;
use std::path::Path;

/// Reads a network; the format is told by the name of the file or what lies in the folder. `None` if there is nothing to go
/// on with; the reasons are findings.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read(path: &Path) -> Result<(Option<Network>, Findings), Error> {
    let label = path.display().to_string();
    let mut findings = Findings::default();
    let network = match path.extension().and_then(|ending| ending.to_str()) {
        Some("nc") => pypsa::read(path, &mut findings)?,
        _ if pypsa::is_folder(path) => pypsa::read(path, &mut findings)?,
        _ => read_matpower(path, &label, &mut findings)?,
    };
    if let Some(network) = &network {
        check::check(&label, network, &mut findings);
    }
    Ok((network, findings))
}

fn read_matpower(path: &Path, label: &str, findings: &mut Findings) -> Result<Option<Network>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut bytes = std::fs::read(path).map_err(failed)?;
    if path.extension().is_some_and(|ending| ending == "gz") {
        let mut plain = Vec::new();
        GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).map_err(failed)?;
        bytes = plain;
    }
    // comments of older files are Latin-1; data are ASCII, so nothing is lost
    let text = String::from_utf8_lossy(&bytes);
    Ok(matpower::read(label, &text, findings))
}

#[cfg(test)]
mod tests;
