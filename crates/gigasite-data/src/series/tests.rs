//! Each defect of a folder has its finding; a good folder has its numbers.

use super::*;
use std::fmt::Write as _;

fn europe() -> Dataset {
    crate::read_dataset(&crate::Source::Embedded("europe".into())).expect("reads").dataset
}

/// A folder with a load of 1,000 MW for DE, one row an hour of 2030, changed line by line.
fn read(change: impl Fn(usize, String) -> Option<String>) -> (Findings, Horizon, Vec<ZoneSeries>) {
    let folder = tempfile::tempdir().expect("a folder");
    let horizon = Horizon::year(2030);
    let mut text = String::from("utc,DE\n");
    for hour in 0..horizon.hours {
        let stamp = horizon.stamp(hour).replace('T', " ").replace('Z', ":00");
        if let Some(line) = change(hour, format!("{stamp},1000")) {
            let _ = writeln!(text, "{line}");
        }
    }
    std::fs::write(folder.path().join("load_mw.csv"), text).expect("writes");
    let mut findings = Findings::default();
    let (horizon, series) = read_folder(folder.path(), &europe(), &mut findings).expect("readable");
    (findings, horizon, series)
}

fn codes(findings: &Findings) -> Vec<&str> {
    findings
        .0
        .iter()
        .filter(|f| f.severity == gigasite_case::Severity::Error)
        .map(|f| f.code.as_str())
        .collect()
}

#[test]
fn a_good_folder_replaces_the_load() {
    let (findings, horizon, series) = read(|_, line| Some(line));
    assert!(!findings.has_errors(), "{findings:?}");
    assert_eq!(horizon.hours, 8760);
    let germany = europe().zones.iter().position(|zone| zone.id == "DE").expect("DE");
    assert!(series[germany].load_mw.iter().all(|mw| (mw - 1000.0).abs() < 1e-9));
}

#[test]
fn an_hour_short_is_refused_with_its_line() {
    let (findings, ..) = read(|hour, line| (hour < 8759).then_some(line));
    assert_eq!(codes(&findings), ["series-length"], "{findings:?}");
    assert!(findings.0[0].message.contains("8759"), "{findings:?}");
}

#[test]
fn a_leap_day_too_few_is_named() {
    let (findings, ..) =
        read(|_, line| Some(line.replace("2030-", "2028-").replace("2028-02-29", "2028-02-28")));
    let found = codes(&findings);
    assert!(
        !found.is_empty() && found.iter().all(|code| ["leap-year", "series-order"].contains(code)),
        "{findings:?}"
    );
}

#[test]
fn summer_time_shows_as_a_gap_and_a_double() {
    let (findings, ..) = read(|hour, line| (hour != 2137).then_some(line));
    assert_eq!(codes(&findings), ["dst-gap"]);
    assert_eq!(findings.0[0].place.line, Some(2139));
    let (findings, ..) = read(|hour, line| Some(if hour == 7177 { format!("{line}\n{line}") } else { line }));
    assert_eq!(codes(&findings), ["dst-double"]);
}

#[test]
fn a_year_of_local_time_is_named_as_such() {
    let (findings, ..) = read(|hour, line| match hour {
        2137 => None,
        7177 => Some(format!("{line}\n{line}")),
        _ => Some(line),
    });
    assert_eq!(codes(&findings), ["dst-gap", "dst-double", "not-utc"]);
}

#[test]
fn infinite_load_is_refused_and_foreign_columns_are_named() {
    let (findings, ..) = read(|_, line| Some(line.replace("1000", "inf")));
    assert_eq!(codes(&findings), ["nan"], "{findings:?}");
    let (findings, ..) = read(|_, line| Some(line.replace("utc,DE", "utc,ZZ")));
    assert!(!findings.has_errors());
    let (findings, _, series) = read(|_, line| Some(line));
    assert!(findings.0.iter().any(|f| f.code == "series-level"));
    assert!(series.iter().all(|zone| zone.humidity_frac.iter().all(|share| (0.05..=1.0).contains(share))));
}

#[test]
fn text_and_impossible_values_are_refused_at_their_line() {
    let (findings, ..) = read(|hour, line| Some(if hour == 7 { line.replace("1000", "abc") } else { line }));
    assert_eq!(codes(&findings), ["not-a-number"]);
    assert_eq!(findings.0[0].place.line, Some(9));
    let (findings, ..) = read(|hour, line| Some(if hour == 7 { line.replace("1000", "1e9") } else { line }));
    assert_eq!(codes(&findings), ["out-of-range"]);
}

#[test]
fn offsets_and_half_hours_are_refused() {
    let (findings, ..) = read(|_, line| Some(line.replace(":00:00,", ":00:00+01:00,")));
    assert_eq!(codes(&findings), ["not-utc"]);
    let (findings, ..) =
        read(|hour, line| Some(if hour == 5 { line.replace(":00:00", ":30:00") } else { line }));
    assert_eq!(codes(&findings), ["not-hourly"]);
}

#[test]
fn short_gaps_are_filled_with_a_finding_and_long_ones_refused() {
    let (findings, _, series) =
        read(|hour, line| Some(if hour == 10 { line.replace("1000", "") } else { line }));
    assert!(
        !findings.has_errors()
            && findings.0.iter().any(|f| f.code == "gap-filled" && f.place.line == Some(12))
    );
    assert!(!series.is_empty());
    let (findings, ..) =
        read(|hour, line| Some(if (10..20).contains(&hour) { line.replace("1000", "NaN") } else { line }));
    assert_eq!(codes(&findings), ["nan"]);
}

#[test]
fn a_zone_without_load_and_negative_load_are_errors() {
    let (findings, ..) = read(|_, line| Some(line.replace("1000", "0")));
    assert_eq!(codes(&findings), ["zone-without-load"]);
    let (findings, ..) = read(|hour, line| Some(if hour == 3 { line.replace("1000", "-5") } else { line }));
    assert!(codes(&findings).contains(&"negative"), "{findings:?}");
}

#[test]
fn the_real_year_of_2016_reads() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/timeseries/eu_2016_dispaset");
    if !folder.is_dir() {
        eprintln!("skipped: there is no ../shared with the real series of 2016 beside this clone");
        return;
    }
    let mut findings = Findings::default();
    let (horizon, series) = read_folder(&folder, &europe(), &mut findings).expect("reads");
    assert!(!findings.has_errors(), "{findings:?}");
    assert_eq!(horizon.hours, 8784);
    let france = europe().zones.iter().position(|zone| zone.id == "FR").expect("FR");
    let twh = series[france].load_mw.iter().sum::<f64>() / 1e6;
    assert!((450.0..500.0).contains(&twh), "France used 473–483 TWh in 2016, read {twh}");
    let has = |code: &str, field: &str| {
        findings.0.iter().any(|f| f.code == code && f.place.field.as_deref() == Some(field))
    };
    assert!(has("empty-column", "NL"), "run-of-river of NL is infinite throughout");
    for country in ["FI", "SE", "NO", "RO", "CH"] {
        assert!(has("clipped", country), "run-of-river of {country} exceeds 1");
    }
    assert!(has("generated-zone", "EE") && has("generated-zone", "DK1"), "DK and EE have no run-of-river");
    assert!(has("generated-zone", "AL") && has("generated-zone", "BA"), "AL and BA have no load");
    assert!(has("unused-column", "MD"), "Moldova has sun but no zone");
    assert!(findings.0.iter().any(|f| f.code == "clock-offset"));
    let italy: f64 = europe()
        .zones
        .iter()
        .zip(&series)
        .filter(|(zone, _)| zone.country == "IT")
        .map(|(_, series)| series.load_mw.iter().sum::<f64>() / 1e6)
        .sum();
    assert!((italy - 283.0).abs() < 1.5, "the zones of Italy sum to its 283 TWh, read {italy}");
}
