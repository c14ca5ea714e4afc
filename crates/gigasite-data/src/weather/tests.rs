//! Every real file, every finding.

use super::{Pick, WeatherFile, read};
use gigasite_case::Findings;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/weather").join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: there is no ../shared/data/weather beside this clone");
    None
}

fn pick(place: &str, year: Option<i32>) -> Pick {
    Pick { place: (!place.is_empty()).then(|| place.to_owned()), year }
}

fn mean(series: &[f64]) -> f64 {
    series.iter().sum::<f64>() / series.len() as f64
}

fn codes(findings: &Findings) -> Vec<&str> {
    findings.0.iter().map(|finding| finding.code.as_str()).collect()
}

fn of_text(text: impl AsRef<[u8]>, pick: &Pick) -> Result<(WeatherFile, Findings), Findings> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("weather.csv");
    std::fs::write(&path, text).expect("written");
    read(&path, pick).map_err(|error| error.findings().expect("findings").clone())
}

/// A plain table of a year, changed row by row.
fn plain(change: impl Fn(usize, &mut Vec<String>)) -> String {
    let mut text = String::from("time_utc,temperature_c,humidity_frac,pressure_pa\n");
    for hour in 0..8760 {
        let (month, day) = super::finish::day_of(usize::div_euclid(hour, 24), false);
        let mut cells = vec![
            format!("2019-{month:02}-{day:02}T{:02}:00", hour % 24),
            format!("{:.1}", 10.0 + (hour % 24) as f64 / 10.0),
            "0.5".to_owned(),
            "101325".to_owned(),
        ];
        change(hour, &mut cells);
        if !cells.is_empty() {
            let _ = writeln!(text, "{}", cells.join(","));
        }
    }
    text
}

/// Means computed by a script of Python's csv module over the raw columns: temperature °C, humidity %, pressure Pa.
#[test]
fn real_files_have_the_means_of_their_columns() {
    let files = [
        ("epw/BE_Uccle_TMYx2007-2021.epw.gz", "", None, 8760, 11.0892, Some(76.766), 100_226.1),
        ("epw/IT_45N8E_PVGIS_TMY2005-2023.epw.gz", "", None, 8760, 13.5641, Some(75.1243), 99_854.91),
        ("dwd_try/01_bremerhaven.dat.gz", "", None, 8760, 10.2665, Some(79.6696), 101_474.9),
        ("dwd_try/04_potsdam.dat.gz", "", None, 8760, 9.939, Some(77.7904), 101_133.0),
        ("dwd_try/05_essen.dat.gz", "", None, 8760, 10.9572, Some(74.4741), 100_277.7),
        ("dwd_try/12_mannheim.dat.gz", "", None, 8760, 12.1943, Some(67.847), 100_378.0),
        ("dwd_try/13_muehldorf.dat.gz", "", None, 8760, 8.8331, Some(81.6901), 97_133.5),
        ("openmeteo_frankfurt_2020_2024.csv.gz", "", Some(2020), 8784, 12.0385, Some(70.4415), 101_325.0),
        ("openmeteo_frankfurt_2020_2024.csv.gz", "", Some(2022), 8760, 12.1189, Some(71.2837), 101_325.0),
        ("nsrdb_2019_hourly_20cities.csv.gz", "Amsterdam", None, 8760, 11.1179, None, 101_306.24),
        ("nsrdb_2019_hourly_20cities.csv.gz", "dublin", None, 8760, 10.5111, None, 101_156.74),
    ];
    for (name, place, year, hours, air, humidity, pressure) in files {
        let Some(path) = shared(name) else { return };
        let (file, findings) =
            read(&path, &pick(place, year)).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        println!("{name}: {} {} {} {:?}", file.format, file.place, file.year, codes(&findings));
        assert_eq!(file.weather.temperature_c.len(), hours, "{name}");
        assert_eq!(file.months.len(), hours, "{name}");
        assert!((mean(&file.weather.temperature_c) - air).abs() < 2e-4, "{name}");
        assert!((file.weather.pressure_pa - pressure).abs() < 0.1, "{name}: {}", file.weather.pressure_pa);
        match humidity {
            Some(percent) => {
                assert!((100.0 * mean(&file.weather.humidity_frac) - percent).abs() < 2e-3, "{name}");
                assert!(!codes(&findings).contains(&"humidity-assumed"));
            }
            None => assert!(codes(&findings).contains(&"humidity-assumed"), "{name}"),
        }
    }
}

#[test]
fn clocks_are_turned_to_universal_time() {
    let Some(path) = shared("nsrdb_2019_hourly_20cities.csv.gz") else { return };
    // the raw hours are 1.5 and 7.925 °C at 0:00 and 1:00 of UTC+1
    let (file, findings) = read(&path, &pick("Amsterdam", None)).expect("read");
    assert!((file.weather.temperature_c[0] - 7.925).abs() < 1e-9);
    assert!((file.weather.temperature_c[8759] - 1.5).abs() < 1e-9);
    assert!(codes(&findings).contains(&"clock-shifted"));
    let (file, findings) = read(&path, &pick("Dublin", None)).expect("read");
    assert!(
        (file.weather.temperature_c[0] - 8.35).abs() < 1e-9 && !codes(&findings).contains(&"clock-shifted")
    );
    // hour 1 of EPW begins at 0:00; Uccle is UTC+1
    let Some(path) = shared("epw/BE_Uccle_TMYx2007-2021.epw.gz") else { return };
    let (file, _) = read(&path, &Pick::default()).expect("read");
    assert!(
        (file.weather.temperature_c[0] - 6.8).abs() < 1e-9
            && (file.weather.temperature_c[8759] - 7.1).abs() < 1e-9
    );
    assert_eq!((file.place.as_str(), file.elevation_m), ("Uccle", Some(101.0)));
}

#[test]
fn files_of_many_places_or_years_ask_which() {
    let Some(path) = shared("nsrdb_2019_hourly_20cities.csv.gz") else { return };
    let message = |found: &crate::Error| found.findings().expect("findings").0[0].message.clone();
    let which = read(&path, &Pick::default()).expect_err("which");
    assert!(message(&which).contains("20 places") && message(&which).contains("Malaga"));
    let none = read(&path, &pick("Dubln", None)).expect_err("no such place");
    let finding = &none.findings().expect("findings").0[0];
    assert!(
        finding.code == "unknown-name" && finding.hint.as_deref().is_some_and(|hint| hint.contains("Dublin")),
        "{finding:?}"
    );
    let Some(path) = shared("openmeteo_frankfurt_2020_2024.csv.gz") else { return };
    assert!(
        message(&read(&path, &Pick::default()).expect_err("which year"))
            .contains("2020, 2021, 2022, 2023, 2024")
    );
    assert!(message(&read(&path, &pick("", Some(2019))).expect_err("no 2019")).contains("no hour of 2019"));
}

#[test]
fn the_missing_last_day_of_2012_is_filled_and_said() {
    let Some(path) = shared("hydesign_era5_2012_9sites.csv.gz") else { return };
    let (file, findings) = read(&path, &pick("Karlsruhe_DE4W", None)).expect("read");
    assert_eq!(file.weather.temperature_c.len(), 8784);
    let filled = findings.0.iter().find(|finding| finding.code == "gap-filled").expect("said");
    assert!(filled.message.contains("12-31 00:00 to 12-31 23:00"), "{}", filled.message);
    assert!((file.weather.temperature_c[8783] - 7.444).abs() < 1e-9, "30 December at 23:00");
    assert!(codes(&findings).contains(&"humidity-assumed") && codes(&findings).contains(&"pressure-assumed"));
}

#[test]
fn the_assumed_humidity_of_frankfurt_is_near_the_measured() {
    let Some(path) = shared("openmeteo_frankfurt_2020_2024.csv.gz") else { return };
    let (file, _) = read(&path, &pick("", Some(2022))).expect("read");
    let mut bare = String::from("temperature_c\n");
    file.weather.temperature_c.iter().for_each(|air| {
        let _ = writeln!(bare, "{air}");
    });
    let (assumed, findings) = of_text(&bare, &Pick::default()).expect("read");
    assert!(codes(&findings).contains(&"humidity-assumed"));
    let pairs = || assumed.weather.humidity_frac.iter().zip(file.weather.humidity_frac.iter());
    let bias = pairs().map(|(a, b)| a - b).sum::<f64>() / 8760.0;
    let off = pairs().map(|(a, b)| (a - b).abs()).sum::<f64>() / 8760.0;
    println!("assumed humidity of Frankfurt 2022: bias {bias:.3}, mean error {off:.3}");
    assert!(bias.abs() < 0.06 && off < 0.125, "{bias} {off}");
}

#[test]
fn bytes_that_are_no_utf8_are_latin_1() {
    let mut text = b"LOCATION,M\xfcnchen,BY,DEU,x,1,48.1,11.6,1.0,520\n".to_vec();
    text.extend("DESIGN\nTYPICAL\nGROUND\nHOLIDAYS/DAYLIGHT SAVING\nC1\nC2\nDATA\n".bytes());
    for hour in 0..8760 {
        let (month, day) = super::finish::day_of(usize::div_euclid(hour, 24), false);
        // hour 5 of 1 January is missing in all three codes
        let cells = if hour == 4 { "99.9,99.9,999,999999" } else { "5.0,1.0,80,95000" };
        text.extend(format!("2010,{month},{day},{},0,?,{cells},0\n", hour % 24 + 1).bytes());
    }
    let (file, findings) = of_text(&text, &Pick::default()).expect("read");
    assert_eq!(file.place, "München");
    assert_eq!(codes(&findings), ["gap-closed", "gap-closed", "clock-shifted"]);
    assert!(findings.0[0].message.contains("01-01 04:00"), "{}", findings.0[0].message);
    assert!((file.weather.pressure_pa - 95_000.0).abs() < 1e-9);
}

#[test]
fn quarter_hours_become_means() {
    let mut text = String::from(
        "Source,Location ID,Latitude,Longitude,Time Zone,Elevation\nNSRDB,1,50,8,0,112\nYear,Month,Day,Hour,Minute,Temperature,Relative Humidity,Pressure\n",
    );
    for hour in 0..8760 {
        let (month, day) = super::finish::day_of(usize::div_euclid(hour, 24), false);
        for quarter in 0..4 {
            let _ =
                writeln!(text, "2019,{month},{day},{},{},{},50,1000", hour % 24, 15 * quarter, 10 + quarter);
        }
    }
    let (file, findings) = of_text(&text, &Pick::default()).expect("read");
    assert!(findings.is_empty(), "{findings:?}");
    assert!((file.weather.temperature_c[77] - 11.5).abs() < 1e-12);
    assert_eq!((file.elevation_m, file.format), (Some(112.0), "NSRDB"));
}

#[test]
fn an_export_of_open_meteo_is_read_with_its_heading() {
    let mut text = String::from(
        "latitude,longitude,elevation,utc_offset_seconds,timezone\n50.1,8.7,112.0,7200,Europe/Berlin\n\ntime,temperature_2m (°C),relative_humidity_2m (%),surface_pressure (hPa)\n",
    );
    for hour in 0..8760 {
        let (month, day) = super::finish::day_of(usize::div_euclid(hour, 24), false);
        let _ = writeln!(text, "2023-{month:02}-{day:02}T{:02}:00,{},102,1000.5", hour % 24, hour % 24);
    }
    let (file, findings) = of_text(&text, &Pick::default()).expect("read");
    assert!((file.weather.temperature_c[0] - 2.0).abs() < 1e-12, "two hours ahead of UTC");
    assert!((file.weather.pressure_pa - 100_050.0).abs() < 1e-6);
    assert_eq!(findings.0.iter().filter(|finding| finding.code == "humidity-clipped").count(), 8760);
}

#[test]
fn defects_are_named_by_line_all_at_once() {
    let text = plain(|hour, cells| match hour {
        3 => "warm".clone_into(&mut cells[1]),
        5 => "71.5".clone_into(&mut cells[1]),
        9 => "50".clone_into(&mut cells[2]),
        12 => "1013".clone_into(&mut cells[3]),
        20 => "2019-01-01T19:00".clone_into(&mut cells[0]),
        30 => "2019-02-30T00:00".clone_into(&mut cells[0]),
        31 => "yesterday".clone_into(&mut cells[0]),
        _ => {}
    });
    let findings = of_text(text, &Pick::default()).expect_err("seven defects");
    let found: Vec<(Option<usize>, &str)> =
        findings.0.iter().map(|finding| (finding.place.line, finding.code.as_str())).collect();
    for wanted in [
        (Some(5), "not-a-number"),
        (Some(7), "out-of-range"),
        (Some(11), "out-of-range"),
        (Some(14), "out-of-range"),
        (Some(22), "doubled-hour"),
        (Some(32), "not-a-time"),
        (Some(33), "not-a-time"),
    ] {
        assert!(found.contains(&wanted), "{wanted:?} in {found:?}");
    }
}

#[test]
fn gaps_are_closed_filled_or_refused_by_length() {
    let missing = |from: usize, count: usize| {
        plain(move |hour, cells| {
            if (from..from + count).contains(&hour) {
                cells.clear();
            }
        })
    };
    let (file, findings) = of_text(missing(101, 2), &Pick::default()).expect("closed");
    assert!(codes(&findings).iter().all(|code| *code == "gap-closed"));
    let line = |hour: usize| file.weather.temperature_c[hour];
    assert!((line(101) - (line(100) + (line(103) - line(100)) / 3.0)).abs() < 1e-12);
    let (file, findings) = of_text(missing(101, 10), &Pick::default()).expect("filled");
    assert!(codes(&findings).iter().all(|code| *code == "gap-filled"));
    assert!((file.weather.temperature_c[105] - file.weather.temperature_c[81]).abs() < 1e-12);
    let findings = of_text(missing(101, 25), &Pick::default()).expect_err("refused");
    let first = &findings.0[0];
    assert!(
        first.code == "long-gap"
            && first.message.contains("25 hours")
            && first.message.contains("01-05 05:00")
    );
}

#[test]
fn a_file_that_is_no_weather_says_what_would_be() {
    let findings = of_text("a,b\n1,2\n", &Pick::default()).expect_err("no weather");
    assert!(
        findings.0[0].code == "unknown-format"
            && findings.0[0].hint.as_deref().is_some_and(|hint| hint.contains("EPW"))
    );
    assert!(findings.0[0].message.contains("a, b"));
    let findings = of_text("temperature_c\n", &Pick::default()).expect_err("no hours");
    assert_eq!(codes(&findings), ["missing-value"]);
    let findings = of_text("x\n***\n", &Pick::default()).expect_err("no columns");
    assert!(codes(&findings).contains(&"missing-column"));
    let findings = of_text("LOCATION,x\n", &Pick::default()).expect_err("no zone");
    assert!(codes(&findings).contains(&"missing-value"));
}
