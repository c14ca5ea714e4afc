//! There and back: what is written reads as it was, or its loss is said.

use super::defects::sound;
use super::*;
use crate::Error;

/// Every case file of the collection.
fn cases() -> Vec<PathBuf> {
    let Some(root) = shared("grid") else { return Vec::new() };
    let folders = ["matpower", "pglib", "rts_gmlc"];
    let entries = folders.iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap().flatten());
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            name.contains(".m") && (name.contains("case") || name.starts_with("RTS"))
        })
        .collect();
    files.sort();
    files
}

/// NaN of free storage levels equals nothing, so networks are compared as texts.
fn same(a: &Network, b: &Network, what: &str) {
    let (a, b) = (format!("{a:#?}"), format!("{b:#?}"));
    let first = a.lines().zip(b.lines()).enumerate().find(|(_, (a, b))| a != b);
    assert!(first.is_none() && a.len() == b.len(), "{what}: {first:?}");
}

#[test]
fn every_case_comes_back_from_matpower_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let cases = cases();
    assert!(cases.is_empty() || cases.len() == 24);
    for path in cases {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let network = read(&path).unwrap().0.unwrap();
        let file = folder.path().join(name.trim_end_matches(".gz"));
        let lost = write(&file, &network).unwrap();
        let back = read(&file).unwrap().0.unwrap();
        assert!(lost.is_empty(), "{name}: {lost:#?}");
        assert!(back == network, "{name}");
    }
}

#[test]
fn pypsa_comes_back_from_a_folder_and_from_netcdf_as_it_was() {
    for name in [
        "optimiser/pypsa/ac-dc-meshed",
        "optimiser/pypsa/storage-hvdc",
        "grid/scigrid_de",
        "grid/pl_nuts2_16",
    ] {
        let Some(path) = shared(name) else { return };
        let network = read(&path).unwrap().0.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut texts = Vec::new();
        for file in ["again", "again.nc"] {
            let file = folder.path().join(file);
            let lost = write(&file, &network).unwrap();
            let (back, findings) = read(&file).unwrap();
            let back = back.unwrap_or_else(|| panic!("{name}: {findings:#?}"));
            compare_pypsa(&network, &back, name);
            texts.push((codes(&lost).join(" "), format!("{back:#?}")));
        }
        assert_eq!(texts[0], texts[1], "{name}: a folder and a file hold the same");
    }
}

/// The network with its series in the order in which components point at them.
fn in_order_of_use(mut network: Network) -> Network {
    let profiles = std::mem::take(&mut network.profiles);
    let loads = network.loads.iter_mut().map(|one| &mut one.profile);
    let generators = network
        .generators
        .iter_mut()
        .flat_map(|one| [&mut one.availability, &mut one.floor, &mut one.marginal_cost]);
    let storage = network.storage.iter_mut().flat_map(|one| [&mut one.inflow, &mut one.level]);
    let mut sorted = Vec::new();
    for profile in loads.chain(generators).chain(storage).flatten() {
        sorted.push(profiles[profile.series].clone());
        profile.series = sorted.len() - 1;
    }
    Network { profiles: sorted, ..network }
}

/// Equal but for the last digits of impedances, which go through ohms.
fn compare_pypsa(before: &Network, after: &Network, what: &str) {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-12 * a.abs() || a.to_bits() == b.to_bits();
    assert_eq!(before.branches.len(), after.branches.len(), "{what}");
    let base = after.base_mva / before.base_mva;
    for (a, b) in before.branches.iter().zip(&after.branches) {
        assert_eq!((&a.id, a.from, a.to, a.in_service, a.kind), (&b.id, b.from, b.to, b.in_service, b.kind));
        let pairs = [
            (a.resistance_pu * base, b.resistance_pu),
            (a.reactance_pu * base, b.reactance_pu),
            (a.charging_pu / base, b.charging_pu),
            (a.tap(), b.tap()),
            (a.shift_deg, b.shift_deg),
            (a.rating_mva.unwrap_or(f64::INFINITY), b.rating_mva.unwrap_or(f64::INFINITY)),
        ];
        assert!(pairs.iter().all(|(a, b)| near(*a, *b)), "{what}: {a:?} {b:?}");
    }
    let plain = |network: &Network| {
        in_order_of_use(Network { branches: Vec::new(), base_mva: 0.0, ..network.clone() })
    };
    same(&plain(after), &plain(before), what);
}

#[test]
fn a_case_keeps_its_flows_through_pypsa_and_says_what_it_drops() {
    for path in cases() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !["case14.m", "case118.m", "case300.m", "pglib_opf_case5_pjm.m", "RTS_GMLC.m"]
            .contains(&name.as_str())
        {
            continue;
        }
        let network = read(&path).unwrap().0.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (there, back) = (folder.path().join("pypsa"), folder.path().join("back.m"));
        let lost = write(&there, &network).unwrap();
        let middle = read(&there).unwrap().0.unwrap();
        let lost_again = write(&back, &middle).unwrap();
        let last = read(&back).unwrap().0.unwrap();
        assert!(codes(&lost).contains(&"base-power"), "{name}: {lost:#?}");
        assert_eq!(last.buses.len(), network.buses.len());
        // PyPSA has lines before transformers: compared by their ends and reactances
        let key = |network: &Network| {
            let base = network.base_mva;
            let mut all: Vec<(usize, usize, i64, i64)> = network
                .branches
                .iter()
                .map(|one| {
                    let x = (one.reactance_pu / base * 1e12).round() as i64;
                    (one.from, one.to, x, (one.tap() * 1e9).round() as i64)
                })
                .collect();
            all.sort_unstable();
            all
        };
        assert_eq!(key(&last), key(&network), "{name}");
        for (ours, theirs) in network.demand_mw(0).iter().zip(last.demand_mw(0)) {
            assert!((ours - theirs).abs() <= 1e-9 * ours.abs().max(1.0), "{name}");
        }
        for (before, after) in network.generators.iter().zip(&last.generators) {
            assert_eq!((before.bus, before.in_service), (after.bus, after.in_service), "{name}");
            assert!((before.power_max_mw - after.power_max_mw).abs() < 1e-9, "{name}");
            assert!((before.power_mw - after.power_mw).abs() < 1e-9, "{name}");
        }
        let dropped: Vec<&str> =
            lost.0.iter().chain(&lost_again.0).map(|finding| finding.message.as_str()).collect();
        let has_reactive = network.generators.iter().any(|one| one.power_max_mvar.is_finite());
        let is_said = dropped.iter().any(|message| message.contains("limits of reactive power"));
        assert!(!has_reactive || is_said, "{name}: {dropped:#?}");
    }
}

#[test]
fn the_ending_tells_the_format() {
    let folder = tempfile::tempdir().unwrap();
    let network = sound();
    let starts: [(&str, &[u8]); 3] =
        [("a.m", b"function mpc"), ("a.nc", b"\x89HDF"), ("a.geojson", b"{\"features\"")];
    for (name, start) in starts {
        let path = folder.path().join(name);
        write(&path, &network).unwrap();
        let first = std::fs::read(&path).unwrap();
        assert!(first.starts_with(start), "{name}: {:?}", &first[..12]);
        write(&path, &network).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), first, "{name}: the same bytes again");
    }
    write(&folder.path().join("deep/a"), &network).unwrap();
    assert!(folder.path().join("deep/a/buses.csv").is_file());
    let error = write(&folder.path().join("a.xlsx"), &network).unwrap_err();
    assert!(matches!(error, Error::UnknownEnding(_)));
    let hint = error.hint().unwrap();
    assert!([".m", ".nc", ".geojson", "folder"].iter().all(|format| hint.contains(format)), "{hint}");
}

#[test]
fn nothing_is_half_written_and_a_folder_of_others_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let names = |path: &Path| {
        let mut names: Vec<String> = std::fs::read_dir(path)
            .unwrap()
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let mut broken = sound();
    broken.branches[0].reactance_pu = f64::NAN;
    let error = write(&folder.path().join("a.m"), &broken).unwrap_err();
    assert!(matches!(&error, Error::Findings(found) if found.0[0].code == "not-finite"), "{error}");
    assert!(names(folder.path()).is_empty());
    std::fs::create_dir(folder.path().join("others")).unwrap();
    std::fs::write(folder.path().join("others/thesis.txt"), "mine").unwrap();
    let error = write(&folder.path().join("others"), &sound()).unwrap_err();
    assert!(matches!(error, Error::NotEmpty(_)));
    std::fs::create_dir(folder.path().join("taken.m")).unwrap();
    assert!(write(&folder.path().join("taken.m/x.m"), &sound()).is_ok());
    std::fs::write(folder.path().join("file"), "mine").unwrap();
    assert!(matches!(write(&folder.path().join("file"), &sound()).unwrap_err(), Error::NotEmpty(_)));
    assert_eq!(names(folder.path()), ["file", "others", "taken.m"]);
    assert_eq!(names(&folder.path().join("others")), ["thesis.txt"]);
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    write(&folder.path().join("empty"), &sound()).unwrap();
    assert!(names(&folder.path().join("empty")).contains(&"buses.csv".to_owned()));
}
