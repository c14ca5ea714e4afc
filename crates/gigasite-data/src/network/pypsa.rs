//! Networks of PyPSA: CSV folders and netCDF files, read and written.
//!
//! Two steps each way, so that nothing is lost between the two formats and everything that a [`Network`] has no place for
//! is said: files ⇄ [`Tables`] ⇄ [`Network`]. Layout, units and defaults are those of PyPSA 1.4.0.
//!
//! [`Network`]: gigasite_case::network::Network

mod clock;
mod desk;
mod folder;
mod from_network;
mod into_network;
mod netcdf;
mod periods;
mod schema;
mod tables;
mod text;
mod typed;
mod types;

pub use folder::{is_folder, read_folder, write_folder};
pub use from_network::from_network;
pub use into_network::into_network;
pub use netcdf::{netcdf_bytes, parse_netcdf, read_netcdf, write_netcdf};
pub use periods::into_periods;
pub use tables::{Cell, Column, Curves, Series, Table, Tables};

use crate::Error;
use gigasite_case::network::Network;
use gigasite_case::{Findings, Severity};
use std::path::Path;

/// Reads a CSV folder or a netCDF file into a network. `None` if it cannot be computed with; the reasons are findings.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read(path: &Path, findings: &mut Findings) -> Result<Option<Network>, Error> {
    let before = findings.count(Severity::Error);
    let tables =
        if path.is_dir() { Some(read_folder(path, findings)?) } else { read_netcdf(path, findings)? };
    let label = path.display().to_string();
    let network = tables.and_then(|tables| into_network(&label, &tables, findings));
    Ok(network.filter(|_| findings.count(Severity::Error) == before))
}

#[cfg(test)]
mod tests;
