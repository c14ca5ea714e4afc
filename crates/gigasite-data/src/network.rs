//! Network files in and out: read whole, with every defect a finding.
//!
//! | format | told by | read by |
//! |---|---|---|
//! | MATPOWER case, version 2 | `.m`, `.m.gz` | [`matpower`] |
//! | PyPSA | a folder of its tables, plain or gzipped; `.nc` | [`pypsa`] |
//! | European set of 90 nodes | a folder with `nodes`, `lines`, `load_shares` | [`eu_90node`] |
//! | European base network of 3,532 nodes | a folder with `nodes`, `edges` | [`eu_base`] |
//! | PowerGAMA case | a folder with `…nodes`, `…branches`, `…generators`, `…consumers` | [`powergama`] |
//! | `GridKit` extract of the ENTSO-E map | a folder with `buses`, `lines`, `transformers`, `converters` | [`gridkit`] |
//! | RTS-GMLC | a folder with `bus`, `branch`, `gen` | [`rts_gmlc`] |
//!
//! Tables are `.csv` or `.csv.gz`. [`write()`] writes MATPOWER, PyPSA (folder or netCDF) and GeoJSON. Nothing is repaired or left
//! out without a finding; what a set does not give and is derived from standard equipment says so.

pub mod check;
pub mod country_loads;
pub mod eu_90node;
pub mod eu_base;
pub mod geojson;
pub mod gridkit;
pub mod matpower;
pub mod powergama;
pub mod projects;
pub mod pypsa;
pub mod rts_gmlc;
mod save;
mod sheet;
mod standard_lines;
mod tally;

pub use save::write;

use crate::Error;
use crate::files::read_bytes;
use gigasite_case::network::Network;
use gigasite_case::{Findings, Place};
use sheet::Folder;
use std::path::Path;

/// What a path holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Matpower,
    Pypsa,
    Eu90Node,
    EuBase,
    PowerGama,
    GridKit,
    RtsGmlc,
}

/// Reads a network file or folder; the format is told by its name and files. `None` if there is nothing to go on with; the
/// reasons are findings.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read(path: &Path) -> Result<(Option<Network>, Findings), Error> {
    let label = path.display().to_string();
    let mut findings = Findings::default();
    let network = match format(path)? {
        Some(Format::Matpower) => {
            // comments of older files are Latin-1; data are ASCII, so nothing is lost
            let bytes = read_bytes(path)?;
            matpower::read(&label, &String::from_utf8_lossy(&bytes), &mut findings)
        }
        Some(Format::Pypsa) => pypsa::read(path, &mut findings)?,
        Some(Format::Eu90Node) => eu_90node::read(path, &mut findings)?,
        Some(Format::EuBase) => eu_base::read(path, &mut findings)?,
        Some(Format::PowerGama) => powergama::read(path, &mut findings)?,
        Some(Format::GridKit) => gridkit::read(path, &mut findings)?,
        Some(Format::RtsGmlc) => rts_gmlc::read(path, &mut findings)?,
        None => {
            let message = "no network format that is known";
            let hint = "give a MATPOWER case (.m), a netCDF file of PyPSA (.nc), or a folder with the tables of PyPSA, \
                        RTS-GMLC, PowerGAMA, GridKit or a European set";
            findings.error("unknown-format", Place::file(&label), message, hint);
            None
        }
    };
    if let Some(network) = &network {
        check::check(&label, network, &mut findings);
    }
    Ok((network, findings))
}

/// Whether a name ends in `.ending`, in capitals or not.
fn ends_in(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// The format of a path, told by names alone.
fn format(path: &Path) -> Result<Option<Format>, Error> {
    if !path.is_dir() {
        let plain = if ends_in(path, "gz") { path.with_extension("") } else { path.to_owned() };
        let is_matpower = ends_in(&plain, "m").then_some(Format::Matpower);
        return Ok(is_matpower.or_else(|| ends_in(path, "nc").then_some(Format::Pypsa)));
    }
    let folder = Folder::open(path)?;
    let tables: [(Format, &[&str]); 4] = [
        (Format::Eu90Node, &["nodes", "lines", "load_shares"]),
        (Format::EuBase, &["nodes", "edges"]),
        (Format::GridKit, &["buses", "lines", "transformers", "converters"]),
        (Format::RtsGmlc, &["bus", "branch", "gen"]),
    ];
    // most telling first: GridKit shares names of tables with PyPSA, which has no converters
    let known = tables.into_iter().find(|(_, tables)| folder.has(tables)).map(|(format, _)| format);
    let known = known.or_else(|| pypsa::is_folder(path).then_some(Format::Pypsa));
    Ok(known.or_else(|| powergama::is_case(&folder).then_some(Format::PowerGama)))
}

#[cfg(test)]
mod tests;
