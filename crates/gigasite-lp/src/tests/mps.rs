//! MPS there and back, and the case studies of Tulipa.

use crate::{InteriorOptions, Partition, Programme, Sense, SolveOptions, Status};
use std::io::Read as _;

/// Objectives of the case studies of Tulipa, as HiGHS finds them in the same files (reference values, 6.10).
const TULIPA: [(&str, f64); 10] = [
    ("Tiny", 269_238.438_25),
    ("Tinier", 269_238.438_25),
    ("Storage", 2_582.214_722),
    ("UC-ramping", 293_074.923_309),
    ("Variable_Resolution", 28.458_72),
    ("Power-flow", 417_486.999_87),
    ("MIMO", 89_360.638_146),
    ("CVaR", 31_050.0),
    ("Rolling_Horizon", 410_873.921_8),
    ("DEMOSES-bids-7bids-1hour", -404.0),
];

fn tulipa(name: &str) -> Option<Programme> {
    let path =
        format!("{}/../../../shared/data/optimiser/tulipa_mps/{name}.mps.gz", env!("CARGO_MANIFEST_DIR"));
    let file = std::fs::File::open(path).ok()?;
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).expect("gzip");
    Some(Programme::from_mps(&text).expect("MPS"))
}

#[test]
fn every_case_study_of_tulipa_has_its_objective() {
    for (name, expected) in TULIPA {
        let Some(lp) = tulipa(name) else {
            eprintln!("skipped: there is no ../shared beside this clone");
            return;
        };
        let answer = lp.solve(&SolveOptions::default()).expect("a solve");
        assert_eq!(answer.status, Status::Optimal, "{name}");
        let size = expected.abs().max(1.0);
        assert!((answer.objective - expected).abs() < 2e-6 * size, "{name}: {} {expected}", answer.objective);
        let again = Programme::from_mps(&lp.to_mps()).expect("our own MPS").solve(&SolveOptions::default());
        let again = again.expect("a solve").objective;
        assert!((again - answer.objective).abs() < 1e-7 * size, "{name} written and read: {again}");
    }
}

#[test]
fn the_interior_point_agrees_on_every_relaxation_of_tulipa() {
    for (name, _) in TULIPA {
        let Some(lp) = tulipa(name) else {
            eprintln!("skipped: there is no ../shared beside this clone");
            return;
        };
        let relaxed = lp.relaxed();
        let highs = relaxed.solve(&SolveOptions::default()).expect("HiGHS");
        let own = lp
            .solve_interior(&Partition::whole(&lp), &InteriorOptions::default(), &mut |_| true)
            .expect("a solve");
        assert_eq!(own.status, Status::Optimal, "{name}");
        let size = highs.objective.abs().max(1.0);
        assert!(
            (own.objective - highs.objective).abs() < 1e-7 * size,
            "{name}: {} {}",
            own.objective,
            highs.objective
        );
        assert!((own.bound - highs.objective).abs() < 1e-6 * size, "{name}: bound {}", own.bound);
        assert!(own.bound <= highs.objective + 1e-7 * size, "{name}: the bound is one");
    }
}

const SMALL: &str = "\
* a comment
NAME small
OBJSENSE
    MAX
ROWS
 N profit
 N ignored
 L room
 G need
 E meet
COLUMNS
 a profit 3 room 1
 a need 1
 MARKER 'MARKER' 'INTORG'
 b profit 2 room 1
 b meet 1 ignored 7
 MARKER 'MARKER' 'INTEND'
 c meet 1
 d room -1
RHS
 RHS profit -10 room 8
 RHS need 1 meet 4
RANGES
 RNG room 6
BOUNDS
 UP BND a 5
 UP BND b 3
 FR BND c
 MI BND d
 UP BND d 1
ENDATA
";

#[test]
fn every_section_means_what_solvers_take_it_for() {
    let lp = Programme::from_mps(SMALL).expect("MPS");
    // maximise 3a + 2b + 10; 2 ≤ a + b − d ≤ 8; a ≥ 1; b + c = 4: a = 5, b = 3, d in [0, 1]
    let answer = lp.solve(&SolveOptions::default()).expect("a solve");
    assert!((answer.objective + 31.0).abs() < 1e-9, "{}", answer.objective);
    let value = |name: &str| answer.value(lp.find_column(name).expect(name));
    assert!(
        (value("a") - 5.0).abs() < 1e-9 && (value("b") - 3.0).abs() < 1e-9 && (value("c") - 1.0).abs() < 1e-9
    );
    let again = Programme::from_mps(&lp.to_mps()).expect("our own").solve(&SolveOptions::default());
    assert!((again.expect("a solve").objective + 31.0).abs() < 1e-9);
}

#[test]
fn names_with_spaces_and_twice_survive_the_journey() {
    let mut lp = Programme::new();
    let one = lp.column("site [a b]", 0.0, 4.0, -1.0);
    let two = lp.column("site_[a_b]", 0.0, 4.0, -2.0);
    lp.column("objective", 1.0, 2.0, 3.0);
    lp.row("a row", &[(one, 1.0), (two, 1.0)], Sense::AtMost, 5.0);
    lp.offset = 7.5;
    let expected = lp.solve(&SolveOptions::default()).expect("a solve").objective;
    let back =
        Programme::from_mps(&lp.to_mps()).expect("MPS").solve(&SolveOptions::default()).expect("a solve");
    assert!((back.objective - expected).abs() < 1e-9);
}

#[test]
fn a_broken_file_is_refused_where_it_breaks() {
    // what is put in the place of what, the line it stands on, what is said
    let cases = [
        ("ENDATA\n", "", SMALL.lines().count() - 1, "cut off"),
        (" E meet", " X meet", line_of(" E meet"), "`X` is no sense"),
        (" c meet 1", " c nowhere 1", line_of(" c meet 1"), "no row `nowhere`"),
        (" UP BND b 3", " UP BND q 3", line_of(" UP BND b 3"), "no column `q`"),
        ("RANGES", "QUADOBJ", line_of("RANGES"), "would be lost"),
        (" UP BND a 5", " UP BND a five", line_of(" UP BND a 5"), "`five` is no number"),
        (" G need", " G room", line_of(" G need"), "there twice"),
    ];
    for (old, new, line, what) in cases {
        let error = Programme::from_mps(&SMALL.replace(old, new)).expect_err(what);
        assert!(error.what.contains(what), "{error}");
        assert_eq!(error.line, line, "{error}");
    }
}

fn line_of(text: &str) -> usize {
    SMALL.lines().position(|line| line == text).expect("a line of the file") + 1
}
