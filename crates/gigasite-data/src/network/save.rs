//! Writing a network in the format that a path asks for.

use super::{geojson, matpower, pypsa};
use crate::Error;
use gigasite_case::Findings;
use gigasite_case::network::Network;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Writes `network` to `path`, which must not exist: `.m` is a MATPOWER case, `.nc` a PyPSA netCDF file, `.geojson` a map, no
/// ending a folder of PyPSA tables. Nothing half-written is left under that name. Findings say what the format cannot hold.
///
/// # Errors
/// [`Error::Exists`], [`Error::UnknownEnding`], [`Error::NetCdf`], [`Error::Write`].
pub fn write(path: &Path, network: &Network) -> Result<Findings, Error> {
    if std::fs::symlink_metadata(path).is_ok() {
        return Err(Error::Exists(path.to_owned()));
    }
    let partial = partial(path);
    let failed = |source| Error::Write { path: path.to_owned(), source };
    let file =
        |text: String, findings: Findings| std::fs::write(&partial, text).map_err(failed).map(|()| findings);
    let pypsa = |write: &dyn Fn(&pypsa::Tables) -> Result<(), Error>| {
        let mut findings = Findings::default();
        write(&pypsa::from_network(network, &mut findings)).map(|()| findings)
    };
    let written = match path.extension().map(|ending| ending.to_string_lossy()).as_deref() {
        Some("m") => {
            let (text, findings) = matpower::write(network);
            file(text, findings)
        }
        Some("geojson") => {
            let (text, findings) = geojson::write(network);
            file(text, findings)
        }
        Some("nc") => pypsa(&|tables| pypsa::write_netcdf(tables, &partial)),
        None => pypsa(&|tables| pypsa::write_folder(tables, &partial)),
        Some(_) => return Err(Error::UnknownEnding(path.to_owned())),
    };
    let named = written.and_then(|findings| {
        std::fs::rename(&partial, path).map_err(failed)?;
        Ok(findings)
    });
    if named.is_err() {
        // whatever was begun; that it cannot be removed changes nothing about the error that is told
        let _ = std::fs::remove_file(&partial);
        let _ = std::fs::remove_dir_all(&partial);
    }
    named
}

/// A name beside `path` that nobody else uses.
fn partial(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.partial", std::process::id()));
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::read;
    use gigasite_case::network::{Branch, Bus, BusKind, Generator};

    fn small() -> Network {
        Network {
            name: "small".into(),
            base_mva: 100.0,
            buses: vec![
                Bus { id: "1".into(), kind: BusKind::Reference, base_kv: 110.0, ..Bus::default() },
                Bus { id: "2".into(), base_kv: 110.0, ..Bus::default() },
            ],
            branches: vec![Branch {
                id: "1".into(),
                to: 1,
                reactance_pu: 0.1,
                rating_mva: Some(90.0),
                ..Branch::default()
            }],
            generators: vec![Generator {
                id: "1".into(),
                rated_mw: 50.0,
                power_max_mw: 50.0,
                ..Generator::default()
            }],
            ..Network::default()
        }
    }

    #[test]
    fn the_ending_says_the_format_and_what_is_written_reads_again() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["net.m", "net.nc", "net"] {
            let path = folder.path().join(name);
            write(&path, &small()).unwrap();
            let (network, findings) = read(&path).unwrap();
            let network = network.unwrap_or_else(|| panic!("{name}: {findings:?}"));
            // PyPSA has no base power: it reads as 1 MVA
            let reactance_pu = network.branches[0].reactance_pu * 100.0 / network.base_mva;
            assert!(network.buses.len() == 2 && (reactance_pu - 0.1).abs() < 1e-12, "{name}: {reactance_pu}");
            assert_eq!(
                (network.branches[0].rating_mva, network.generators[0].rated_mw),
                (Some(90.0), 50.0),
                "{name}"
            );
        }
        write(&folder.path().join("net.geojson"), &small()).unwrap();
        let entries = std::fs::read_dir(folder.path()).unwrap();
        assert_eq!(entries.count(), 4, "nothing partial is left");
    }

    #[test]
    fn what_is_there_stays_and_unknown_endings_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("net.m");
        std::fs::write(&path, "mine").unwrap();
        let error = write(&path, &small()).unwrap_err();
        assert!(matches!(error, Error::Exists(_)) && error.hint().is_some());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
        let error = write(&folder.path().join("net.xlsx"), &small()).unwrap_err();
        assert!(error.hint().is_some_and(|hint| hint.contains(".geojson")), "{error}");
        assert!(matches!(write(&folder.path().join("none/net.m"), &small()), Err(Error::Write { .. })));
    }
}
