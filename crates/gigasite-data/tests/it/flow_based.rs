//! Tables of critical elements: what is read, and everything that may be wrong with one.

use crate::bench::Study;
use gigasite_case::{Finding, Findings, Severity};
use gigasite_data::CaseSource;
use std::fs;

/// A study that trades by a table of that text.
fn study(text: &str) -> Study {
    let study = Study::new();
    study.change_case("exchange = \"ntc\"", "exchange = \"ptdf\"");
    study.change_case("# flow_based = ", "flow_based = ");
    fs::write(study.root.join("core.csv"), text).unwrap();
    study
}

fn errors(findings: &Findings) -> Vec<&Finding> {
    findings.0.iter().filter(|finding| finding.severity == Severity::Error).collect()
}

#[test]
fn a_region_is_read_with_its_zones_in_the_order_of_the_columns() {
    let text =
        "element,ram_mw,ptdf_FR,ptdf_BE\n\"Lonny, Achêne\",900,0.25,-0.1\r\n\nAvelgem–Mastaing,0,-1,1\n";
    let study = study(text);
    let source = CaseSource::Path(study.root.join("case.toml"));
    let (case, _) = gigasite_data::load_case(&source, &[], None).unwrap();
    let region = case.flow_based.unwrap();
    assert_eq!(region.zones, ["FR", "BE"]);
    assert_eq!(region.elements.len(), 2);
    assert_eq!(region.elements[0].name, "Lonny, Achêne");
    assert!((region.elements[0].ram_mw - 900.0).abs() < 1e-12);
    assert_eq!(region.elements[1].ptdf, [-1.0, 1.0]);
    assert!(case.input_hashes.iter().any(|(name, _)| name == "core.csv"), "{:?}", case.input_hashes);

    let ntc = [("grid.exchange".to_owned(), "ntc".to_owned())];
    assert!(gigasite_data::load_case(&source, &ntc, None).unwrap().0.flow_based.is_none());
}

#[test]
fn everything_that_is_wrong_with_a_table_is_said_at_once_where_it_stands() {
    let study = study(
        "element,ram_mw,ptdf_FR,ptdf_BE\n\
         A,-5,0.2,0.1\n\
         A,10,2.5,0.1\n\
         ,10,x,\n\
         B,10,0.1\n",
    );
    let findings = study.check_case();
    let found: Vec<(&str, Option<usize>, Option<&str>)> = errors(&findings)
        .into_iter()
        .map(|finding| (finding.code.as_str(), finding.place.line, finding.place.field.as_deref()))
        .collect();
    let expected = [
        ("out-of-range", Some(2), Some("ram_mw")),
        ("duplicate-id", Some(3), Some("element")),
        ("out-of-range", Some(3), Some("ptdf_FR")),
        ("missing-value", Some(4), Some("element")),
        ("not-a-number", Some(4), Some("ptdf_FR")),
        ("missing-value", Some(4), Some("ptdf_BE")),
        ("ragged-row", Some(5), None),
    ];
    assert_eq!(found, expected, "{findings:#?}");
    assert!(errors(&findings).iter().all(|finding| finding.hint.is_some()));
}

#[test]
fn headings_files_and_keys_that_do_not_fit_are_named() {
    for (text, code) in [
        ("element,ram_mw,ptdf_FR,ptdf_XY\nA,1,0.1,0.2\n", "dangling-reference"),
        ("element,ram,ptdf_FR,ptdf_BE\nA,1,0.1,0.2\n", "unknown-column"),
        ("element,ram_mw,ptdf_FR\nA,1,0.1\n", "missing-column"),
        ("element,ram_mw,ptdf_FR,ptdf_FR,ptdf_BE\nA,1,0.1,0.2,0.3\n", "duplicate-column"),
        ("element,ram_mw,ptdf_FR,ptdf_BE\n", "empty-file"),
        ("", "empty-file"),
    ] {
        let findings = study(text).check_case();
        assert!(errors(&findings).iter().any(|finding| finding.code == code), "{text}: {findings:#?}");
    }
    let study = Study::new();
    let line = study.change_case("exchange = \"ntc\"", "exchange = \"ptdf\"");
    let findings = study.check_case();
    assert_eq!(errors(&findings)[0].code, "missing-file", "{findings:#?}");
    assert_eq!(errors(&findings)[0].place.line, Some(line));
    study.change_case("# flow_based = ", "flow_based = ");
    let findings = study.check_case();
    assert!(errors(&findings)[0].message.contains("core.csv"), "{findings:#?}");
}
