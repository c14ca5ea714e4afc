//! Network files in and out: read whole, with every defect a finding.
//!
//! | format | told by | what it gives | what is derived, and said |
//! |---|---|---|---|
//! | MATPOWER case, version 2: [`matpower`] | `.m`, `.m.gz` | everything of an optimal power flow, at one moment | nothing |
//! | `PowerModels`: [`powermodels`] | `.json`, `.json.gz` | as MATPOWER, and places | nothing |
//! | PyPSA: [`pypsa`] | a folder of its tables, plain or gzipped; `.nc` | series, storage, growth, caps; no machine data | impedances of standard types, slacks |
//! | European set of 90 nodes: [`eu_90node`] | a folder with `nodes`, `lines`, `load_shares` | ratings, links, plants, hours of sun and water | reactances, loads |
//! | European base network of 3,532 nodes: [`eu_base`] | a folder with `nodes`, `edges` | reactances and ratings only | nothing |
//! | `PowerGAMA` case: [`powergama`] | a folder with `…nodes`, `…branches`, `…generators`, `…consumers` | reactances, plants, costs, mean loads | means in place of series |
//! | `GridKit` extract of the ENTSO-E map: [`gridkit`] | a folder with `buses`, `lines`, `transformers`, `converters`, `generators` | topology, voltages, circuits, plants | impedances and ratings |
//! | `OpenStreetMap` of PyPSA-Eur: [`osm`] | a folder with `buses`, `transformers`, `links`, `converters` | topology, voltages, ratings of all but lines | impedances |
//! | RTS-GMLC: [`rts_gmlc`] | a folder with `bus`, `branch`, `gen` | plants with starts and ramps, a year of hours | states at the start |
//!
//! Tables are `.csv` or `.csv.gz`. [`add`] reads a MATPOWER change table, named outages or hours of loads, into a network that
//! was read. [`write`](write()) writes MATPOWER (`.m`), PyPSA (a folder or `.nc`) and maps (`.geojson`). Nothing is repaired or
//! left out without a finding.

#![expect(clippy::float_cmp, reason = "cells are codes or copies, which are the same or not")]

pub mod check;
pub mod country_loads;
pub mod eu_90node;
pub mod eu_base;
pub mod geojson;
pub mod gridkit;
pub mod matpower;
pub mod osm;
pub mod powergama;
pub mod powermodels;
pub mod projects;
pub mod pypsa;
pub mod rts_gmlc;
mod sheet;
mod standard_lines;
mod tally;
mod write;

pub use write::write;

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
    Osm,
    PowerModels,
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
        Some(Format::Osm) => osm::read(path, &mut findings)?,
        Some(Format::PowerModels) => powermodels::read(path, &mut findings)?,
        Some(Format::RtsGmlc) => rts_gmlc::read(path, &mut findings)?,
        None => {
            let message = "no network format that is known";
            let hint = "give a MATPOWER case (.m, .m.gz), a network of PowerModels (.json, .json.gz) or PyPSA (.nc), or a folder with the tables of PyPSA, RTS-GMLC, PowerGAMA, GridKit, the OpenStreetMap set, eu_90node or eu_base_3532";
            findings.error("unknown-format", Place::file(&label), message, hint);
            None
        }
    };
    if let Some(network) = &network {
        check::check(&label, network, &mut findings);
    }
    Ok((network, findings))
}

/// Reads a MATPOWER change table into a network that was read: outages that it names (`contab_….m`) go to its contingencies,
/// hours of area loads (`scenarios_….m`) to its snapshots. With an error among the findings the network is left as it is.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn add(path: &Path, network: &mut Network) -> Result<Findings, Error> {
    let mut findings = Findings::default();
    matpower::read_changes_of(path, network, &mut findings)?;
    Ok(findings)
}

/// The format of a path, told by names alone.
fn format(path: &Path) -> Result<Option<Format>, Error> {
    if !path.is_dir() {
        let name = path.display().to_string();
        let endings = [
            (".m", Format::Matpower),
            (".m.gz", Format::Matpower),
            (".json", Format::PowerModels),
            (".json.gz", Format::PowerModels),
            (".nc", Format::Pypsa),
        ];
        return Ok(endings.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, format)| *format));
    }
    let folder = Folder::open(path)?;
    let tables: [(Format, &[&str]); 5] = [
        (Format::Eu90Node, &["nodes", "lines", "load_shares"]),
        (Format::EuBase, &["nodes", "edges"]),
        (Format::GridKit, &["buses", "lines", "transformers", "converters", "generators"]),
        (Format::Osm, &["buses", "transformers", "links", "converters"]),
        (Format::RtsGmlc, &["bus", "branch", "gen"]),
    ];
    let known = tables.into_iter().find(|(_, tables)| folder.has(tables)).map(|(format, _)| format);
    let pypsa = || pypsa::is_folder(path).then_some(Format::Pypsa);
    Ok(known.or_else(pypsa).or_else(|| powergama::is_case(&folder).then_some(Format::PowerGama)))
}

#[cfg(test)]
mod tests;
