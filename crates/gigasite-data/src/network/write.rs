//! Networks to files: the format is told by the ending, and a file is there whole or not at all.

use super::{geojson, matpower, pypsa};
use crate::Error;
use gigasite_case::Findings;
use gigasite_case::network::Network;
use std::path::{Path, PathBuf};

/// Writes a network: `.m` a MATPOWER case, `.nc` PyPSA's netCDF, `.geojson` a map, a name without ending a PyPSA folder.
/// The findings name everything the format has no place for.
///
/// A file of that name is replaced; a folder must be new or empty. What cannot be written whole leaves nothing behind.
///
/// # Errors
/// [`Error::UnknownEnding`], [`Error::NotEmpty`], [`Error::Write`], [`Error::NetCdf`]; [`Error::Findings`] with a network that
/// would not read back.
pub fn write(path: &Path, network: &Network) -> Result<Findings, Error> {
    let mut findings = Findings::default();
    match path.extension().and_then(|ending| ending.to_str()).filter(|_| !path.is_dir()) {
        Some("m") => {
            let (text, found) = matpower::write(network);
            findings = sound(found)?;
            place_file(path, text.as_bytes())?;
        }
        Some("geojson") => {
            let (text, found) = geojson::write(network);
            findings = sound(found)?;
            place_file(path, text.as_bytes())?;
        }
        Some("nc") => {
            let tables = pypsa::from_network(network, &mut findings);
            findings = sound(findings)?;
            place_file(path, &pypsa::netcdf_bytes(&tables)?)?;
        }
        Some(_) => return Err(Error::UnknownEnding(path.to_owned())),
        None => {
            let tables = pypsa::from_network(network, &mut findings);
            findings = sound(findings)?;
            place_folder(path, |part| pypsa::write_folder(&tables, part))?;
        }
    }
    Ok(findings)
}

/// Findings without an error among them.
fn sound(findings: Findings) -> Result<Findings, Error> {
    if findings.has_errors() { Err(Error::Findings(findings)) } else { Ok(findings) }
}

/// A name beside `path` to write under until all is there.
fn part_of(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

fn place_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let part = part_of(path);
    let failed = |source| Error::Write { path: path.to_owned(), source };
    std::fs::write(&part, bytes).and_then(|()| std::fs::rename(&part, path)).map_err(|source| {
        // the part is of no use; why it could not be placed is what counts
        let _ = std::fs::remove_file(&part);
        failed(source)
    })
}

fn place_folder(path: &Path, fill: impl FnOnce(&Path) -> Result<(), Error>) -> Result<(), Error> {
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let is_there = path.symlink_metadata().is_ok();
    if is_there && !std::fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none()) {
        return Err(Error::NotEmpty(path.to_owned()));
    }
    let part = part_of(path);
    let place = || {
        fill(&part)?;
        if is_there {
            std::fs::remove_dir(path).map_err(failed)?;
        }
        std::fs::rename(&part, path).map_err(failed)
    };
    place().inspect_err(|_| {
        let _ = std::fs::remove_dir_all(&part);
    })
}
