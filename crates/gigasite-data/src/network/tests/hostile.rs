//! Broken files: findings, never a panic.

use super::broken::{Files, folder};
use super::*;
use proptest::prelude::*;

/// Small real files of every kind, as the collection has them; a folder as its files.
fn victims() -> Vec<Vec<(String, Vec<u8>)>> {
    let Some(root) = shared("") else { return Vec::new() };
    let one = |path: &str| {
        let path = root.join(path);
        vec![(path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap())]
    };
    let all = |path: &str| {
        let files = std::fs::read_dir(root.join(path)).unwrap().flatten();
        let files = files.filter(|entry| entry.metadata().unwrap().len() < 40_000);
        files
            .map(|entry| {
                (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).unwrap())
            })
            .collect::<Vec<_>>()
    };
    vec![
        one("grid/matpower/case9.m"),
        one("grid/matpower/case14.m"),
        one("grid/pglib/pglib_opf_case3_lmbd.m"),
        one("grid/pglib/pglib_opf_case5_pjm.m"),
        one("grid/pantagruel_countries/switzerland.json.gz"),
        all("optimiser/pypsa/ac-dc-meshed"),
        all("optimiser/pypsa/storage-hvdc"),
        all("grid/eu_90node"),
        all("grid/rts_gmlc"),
        all("grid/osm_prebuilt"),
    ]
}

/// Reads what is left of a victim; a single file is read as itself.
fn survives(files: &[(String, Vec<u8>)]) {
    let root = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        std::fs::write(root.path().join(name), bytes).unwrap();
    }
    let path = if files.len() == 1 { root.path().join(&files[0].0) } else { root.path().to_owned() };
    match read(&path) {
        Ok((network, findings)) => {
            assert!(network.is_some() || findings.has_errors(), "nothing was read and nothing said");
            if let Some(network) = network.filter(|_| !findings.has_errors()) {
                let _ = (network.islands(), network.demand_mw(0));
            }
        }
        Err(error) => assert!(error.hint().is_some(), "{error}"),
    }
}

/// What may stand where it should not.
const GARBAGE: [&str; 14] = [
    "",
    ";",
    "\t",
    "NaN",
    "-inf",
    "1e999",
    "'",
    "\"",
    "]",
    "}",
    "\u{feff}",
    "äöü",
    "0",
    "99999999999999999999",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_file_cut_anywhere_is_said_to_be(which in 0_usize..10, file in 0_usize..20, at in 0.0_f64..1.0) {
        let Some(mut files) = victims().into_iter().nth(which) else { return Ok(()) };
        let number = file % files.len();
        let bytes = &mut files[number].1;
        bytes.truncate((bytes.len() as f64 * at) as usize);
        survives(&files);
    }

    #[test]
    fn a_token_of_garbage_anywhere_is_survived(
        which in 0_usize..10,
        file in 0_usize..20,
        at in 0.0_f64..1.0,
        garbage in 0_usize..14,
    ) {
        let Some(mut files) = victims().into_iter().nth(which) else { return Ok(()) };
        let number = file % files.len();
        let text = String::from_utf8_lossy(&files[number].1).into_owned();
        let is_edge = |letter: char| letter.is_whitespace() || ",;[]".contains(letter);
        let mut words: Vec<&str> = text.split_inclusive(is_edge).collect();
        prop_assume!(!words.is_empty());
        let place = (words.len() as f64 * at) as usize;
        let edge: String = words[place].chars().filter(|letter| is_edge(*letter)).collect();
        let word = format!("{}{edge}", GARBAGE[garbage]);
        words[place] = &word;
        files[number].1 = words.concat().into_bytes();
        survives(&files);
    }

    #[test]
    fn a_letter_of_another_kind_anywhere_is_survived(which in 0_usize..10, file in 0_usize..20, at in 0.0_f64..1.0, byte: u8) {
        let Some(mut files) = victims().into_iter().nth(which) else { return Ok(()) };
        let number = file % files.len();
        let bytes = &mut files[number].1;
        prop_assume!(!bytes.is_empty());
        let place = (bytes.len() as f64 * at) as usize;
        bytes[place] = byte;
        survives(&files);
    }
}

#[test]
fn other_kinds_of_text_are_said() {
    let case = "function mpc = c\nmpc.version = '2';\nmpc.baseMVA = 100;\nmpc.bus = [\n1 3 0 0 0 0 1 1 0 380 1 1.1 0.9;\n];\nmpc.gen = [\n1 0 0 1 -1 1 100 1 9 0;\n];\nmpc.branch = [\n];\n";
    let latin: Vec<u8> =
        case.replace("= c", "= c % K\u{f6}ln").chars().map(|letter| letter as u32 as u8).collect();
    let cases: [(Vec<u8>, &str); 9] = [
        (case.as_bytes().to_vec(), ""),
        (latin, ""),
        (format!("\u{feff}{case}").into_bytes(), ""),
        (case.replace('\n', "\r\n").into_bytes(), ""),
        (case.replace(' ', "\t").into_bytes(), ""),
        (Vec::new(), "missing-key"),
        (case.as_bytes()[..90].to_vec(), "unclosed"),
        (case.replace("1 3 0 0", "1;3;0;0").into_bytes(), "row-count"),
        (b"bus;voltage\n1;380\n".to_vec(), "not-data"),
    ];
    for (bytes, code) in cases {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("c.m");
        std::fs::write(&path, &bytes).unwrap();
        let (network, findings) = read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!(network.is_some(), code.is_empty(), "{text}: {findings:#?}");
        assert!(code.is_empty() || codes(&findings).contains(&code), "{code}: {findings:#?}");
        assert!(
            findings.0.iter().filter(|one| one.severity == Severity::Error).all(|one| one.hint.is_some())
        );
    }
}

const TABLES: Files<'_> =
    &[("nodes.csv", "Bus;x;y\nA;10;50\n"), ("edges.csv", "Line\tbus0\tbus1\ts_nom\tx_pu\n")];

#[test]
fn tables_with_semicolons_or_tabs_say_which_columns_are_missing() {
    let (network, findings) = read(folder(TABLES).path()).unwrap();
    assert!(network.is_none());
    let missing: Vec<&str> = findings
        .0
        .iter()
        .filter(|one| one.code == "missing-column")
        .map(|one| one.message.as_str())
        .collect();
    assert!(missing.contains(&"there is no column `Bus`"), "{findings:#?}");
    let hints: Vec<&str> = findings.0.iter().filter_map(|one| one.hint.as_deref()).collect();
    assert!(hints.iter().any(|hint| hint.contains("comma")), "{hints:?}");
}
