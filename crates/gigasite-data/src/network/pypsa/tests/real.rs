//! Real folders.

use super::*;
use crate::network;
use gigasite_case::network::Current;

/// A folder of the collection; `None` where there is none beside the clone.
fn shared(folder: &str) -> Option<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    if !root.exists() {
        eprintln!("skipped: there is no ../shared/data beside this clone");
        return None;
    }
    Some(root.join(folder))
}

#[test]
fn real_folders_read_without_errors() {
    for folder in [
        "optimiser/pypsa/ac-dc-meshed",
        "optimiser/pypsa/storage-hvdc",
        "grid/scigrid_de",
        "grid/pl_nuts2_16",
    ] {
        let Some(path) = shared(folder) else { return };
        let (network, findings) = network::read(&path).unwrap();
        for f in &findings.0 {
            println!("{f}");
        }
        assert!(network.is_some());
        println!("{}", Current::Direct as u8);
    }
}
