//! The results folder as a reader finds it.

mod questions;

use crate::sample::{case, result};
use crate::{Error, RunInfo, check_out, document, folder, render, summary, write};
use gigasite_optimise::plan::PlanStatus;
use polars::prelude::*;
use serde_json::Value;
use std::io;
use std::path::Path;

const FILES: [&str; 30] = [
    "alternatives.csv",
    "audit.json",
    "cost.csv",
    "duals.parquet",
    "figures/cost_stack.svg",
    "figures/front_carbon.svg",
    "figures/load_duration.svg",
    "figures/map.svg",
    "figures/money_layers.svg",
    "figures/pue_duration.svg",
    "figures/tornado.svg",
    "front_carbon.csv",
    "hourly.parquet",
    "intervals.csv",
    "kpi.csv",
    "manifest.json",
    "money.csv",
    "near_optimal.csv",
    "plan.json",
    "plan.schema.json",
    "plan.xlsx",
    "report.html",
    "rival.csv",
    "rival_sites.csv",
    "sites.csv",
    "sites.geojson",
    "stages.csv",
    "supply.csv",
    "tornado.csv",
    "zones.parquet",
];

fn run() -> RunInfo {
    RunInfo {
        command: "gigasite plan".into(),
        version: "0.1.0".into(),
        threads: 2,
        timing_s: vec![("data".into(), 1.5), ("optimise".into(), 40.0)],
        extra_files: Vec::new(),
    }
}

fn rendered(status: PlanStatus) -> Vec<(String, Vec<u8>)> {
    render(&case(48), &result(48, status), &run()).unwrap()
}

fn text(files: &[(String, Vec<u8>)], name: &str) -> String {
    let (_, bytes) = files.iter().find(|(file, _)| file == name).unwrap();
    String::from_utf8(bytes.clone()).unwrap()
}

fn frame(folder: &Path, name: &str) -> DataFrame {
    ParquetReader::new(std::fs::File::open(folder.join(name)).unwrap()).finish().unwrap()
}

#[test]
fn every_file_is_written_and_reads_back() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("a/new/plan");
    let written = write(&out, &case(48), &result(48, PlanStatus::Optimal), &run()).unwrap();
    let mut names: Vec<&str> = written.files.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, FILES);
    for (name, bytes) in &written.files {
        assert_eq!(std::fs::metadata(out.join(name)).unwrap().len(), *bytes as u64, "{name}");
        assert!(*bytes > 60, "{name} is empty");
    }
    for name in ["plan.json", "audit.json", "sites.geojson", "manifest.json"] {
        let bytes = std::fs::read(out.join(name)).unwrap();
        assert!(serde_json::from_slice::<Value>(&bytes).unwrap().is_object(), "{name}");
    }
    let hourly = frame(&out, "hourly.parquet");
    assert_eq!(hourly.height(), 3 * 48);
    let stamps = hourly.column("time_utc").unwrap();
    assert_eq!(stamps.dtype(), &DataType::Datetime(TimeUnit::Milliseconds, Some(TimeZone::UTC)));
    let first = stamps.datetime().unwrap().physical().get(48).unwrap();
    assert_eq!(first, 1_893_456_000_000, "each site starts at 2030-01-01T00:00Z");
    let load = hourly.column("facility_mw").unwrap().f64().unwrap().get(50).unwrap();
    assert_eq!(load.to_bits(), result(48, PlanStatus::Optimal).site_years[1].facility_mw[2].to_bits());
    assert_eq!(frame(&out, "zones.parquet").height(), 4 * 48);
    assert_eq!(frame(&out, "duals.parquet").height(), 1);
    let left: Vec<_> =
        std::fs::read_dir(out.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["plan"], "nothing else stays beside");
}

#[test]
fn the_same_study_gives_the_same_bytes_except_in_the_manifest() {
    let (one, two) = (rendered(PlanStatus::Optimal), rendered(PlanStatus::Optimal));
    for ((name, a), (_, b)) in one.iter().zip(&two) {
        assert!(a == b || name == "manifest.json", "{name} differs");
    }
    let other = RunInfo { command: "other --out elsewhere".into(), threads: 9, timing_s: vec![], ..run() };
    let three = render(&case(48), &result(48, PlanStatus::Optimal), &other).unwrap();
    for ((name, a), (_, b)) in one.iter().zip(&three) {
        assert!(a == b || name == "manifest.json", "{name} depends on how it was run");
    }
}

#[test]
fn plan_json_keeps_its_published_schema() {
    let schema: Value = serde_json::from_str(document::PLAN_SCHEMA).unwrap();
    let mut plan: Value =
        serde_json::from_str(&text(&rendered(PlanStatus::StoppedAtLimit), "plan.json")).unwrap();
    assert_eq!(defects(&schema, &schema, &plan, "plan"), Vec::<String>::new());
    assert_eq!(plan["status"], "stopped_at_limit");
    plan["gap_rel"] = "none".into();
    plan["plan"]["surprise"] = 1.into();
    assert_eq!(
        defects(&schema, &schema, &plan, "plan").len(),
        2,
        "the checker sees a wrong type and a stray key"
    );
}

/// The part of JSON Schema that the published schemas use.
pub(crate) fn defects(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        return defects(root, &root["$defs"][name], value, at);
    }
    let is = |word: &str| match word {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        other => panic!("the schema says `{other}`"),
    };
    let fits = match &schema["type"] {
        Value::String(word) => is(word),
        Value::Array(words) => words.iter().any(|word| is(word.as_str().unwrap())),
        _ => true,
    };
    let mut found = Vec::new();
    if !fits || schema["enum"].as_array().is_some_and(|words| !words.contains(value)) {
        found.push(format!("{at} is {value}"));
    }
    if let (Some(object), Some(known)) = (value.as_object(), schema["properties"].as_object()) {
        for key in schema["required"].as_array().into_iter().flatten().map(|key| key.as_str().unwrap()) {
            if !object.contains_key(key) {
                found.push(format!("{at}.{key} is missing"));
            }
        }
        for (key, part) in object {
            match known.get(key) {
                Some(schema) => found.extend(defects(root, schema, part, &format!("{at}.{key}"))),
                None => found.push(format!("{at}.{key} is not in the schema")),
            }
        }
    }
    if let (Some(items), Some(part)) = (value.as_array(), schema.get("items")) {
        for (place, item) in items.iter().enumerate() {
            found.extend(defects(root, part, item, &format!("{at}[{place}]")));
        }
    }
    found
}

#[test]
fn the_geojson_is_a_feature_collection_of_points_in_degrees() {
    let map: Value = serde_json::from_str(&text(&rendered(PlanStatus::Optimal), "sites.geojson")).unwrap();
    assert_eq!(map["type"], "FeatureCollection");
    let features = map["features"].as_array().unwrap();
    assert_eq!(features.len(), 6, "three chosen and three rejected");
    assert_eq!(features.iter().filter(|feature| feature["properties"]["chosen"] == true).count(), 3);
    for feature in features {
        assert_eq!((&feature["type"], &feature["geometry"]["type"]), (&"Feature".into(), &"Point".into()));
        let at = feature["geometry"]["coordinates"].as_array().unwrap();
        let (lon, lat) = (at[0].as_f64().unwrap(), at[1].as_f64().unwrap());
        assert!(
            (-30.0..40.0).contains(&lon) && (34.0..72.0).contains(&lat),
            "longitude comes first: {lon} {lat}"
        );
    }
}

#[test]
fn the_page_needs_no_network_and_is_small() {
    let html = text(&rendered(PlanStatus::Optimal), "report.html");
    assert!(html.len() < 2_000_000, "{} bytes", html.len());
    for forbidden in
        ["http://", "https://", "src=", "@import", "url(", "<script", "base64", "NaN", "inf ", "undefined"]
    {
        assert!(!html.contains(forbidden), "the page holds `{forbidden}`");
    }
    assert!(html.contains("Sample &lt;of&gt; three sites"), "names are escaped");
    assert!(!html.contains("Boxberg <Lusatia>"), "names are escaped");
    assert!(html.contains("prefers-color-scheme:dark") && html.contains("@media print"));
    // every chart but the map, whose table is the section after it, folds its own table
    let (charts, tables) =
        (html.matches("<figure>").count(), html.matches("<summary>Table</summary>").count());
    assert_eq!((charts, tables), (11, 10));
}

#[test]
fn markup_of_the_page_is_balanced() {
    let html = text(&rendered(PlanStatus::StoppedAtLimit), "report.html");
    for tag in [
        "section",
        "figure",
        "figcaption",
        "details",
        "summary",
        "table",
        "tr",
        "td",
        "th",
        "svg",
        "div",
        "p",
        "dl",
    ] {
        let open = html.matches(&format!("<{tag}>")).count() + html.matches(&format!("<{tag} ")).count();
        assert_eq!(open, html.matches(&format!("</{tag}>")).count(), "<{tag}>");
    }
}

#[test]
fn a_plan_that_is_not_proven_says_so_everywhere() {
    let banner = "not proven optimal: gap 4.12 %";
    let files = rendered(PlanStatus::StoppedAtLimit);
    let html = text(&files, "report.html");
    let sections = html.matches("<section ").count();
    assert!(sections >= 14, "{sections}");
    assert_eq!(html.matches("class=\"banner\"").count(), sections + 1, "one a section and one at the top");
    for figure in FILES.iter().filter(|name| name.starts_with("figures/")) {
        assert!(text(&files, figure).contains(banner), "{figure}");
    }
    let screen = summary(&case(48), &result(48, PlanStatus::Interrupted), &[]);
    assert!(screen.contains("NOT PROVEN OPTIMAL: GAP 4.12 % (INTERRUPTED)"), "{screen}");
    let proven = rendered(PlanStatus::Optimal);
    assert!(!text(&proven, "report.html").contains("not proven"));
    assert!(!summary(&case(48), &result(48, PlanStatus::Optimal), &[]).to_lowercase().contains("not proven"));
}

#[test]
fn the_summary_fits_one_screen() {
    let timing = [("data".to_owned(), 3.2), ("optimise".to_owned(), 61.0), ("write".to_owned(), 0.9)];
    let screen = summary(&case(48), &result(48, PlanStatus::Optimal), &timing);
    let lines: Vec<&str> = screen.lines().collect();
    assert!(lines.len() <= 45, "{} lines", lines.len());
    assert!(lines.iter().all(|line| line.chars().count() <= 100), "{screen}");
    for needle in [
        "FR-FOUJU",
        "dry_adiabatic",
        "who pays",
        "least headroom",
        "3 promises kept, 0 broken",
        "optimise 61.0 s",
    ] {
        assert!(screen.contains(needle), "no `{needle}` in\n{screen}");
    }
    let table: Vec<&&str> =
        lines.iter().filter(|line| line.starts_with("FR-F") || line.starts_with("all sites")).collect();
    assert_eq!(table[0].chars().count(), table[1].chars().count(), "columns are aligned");
}

#[test]
fn numbers_that_do_not_exist_are_dashes_and_never_nan() {
    let mut study = result(48, PlanStatus::StoppedAtLimit);
    study.plan.gap_rel = f64::NAN;
    study.plan.bound_eur_per_a = f64::NEG_INFINITY;
    study.site_years[0].eur_per_gpu_hour = f64::NAN;
    study.site_years[1].it_mw.0.fill(0.0);
    study.site_years[2].kpi.pue_ratio = f64::INFINITY;
    study.kpis[0].values[0].value = f64::NAN;
    study.audit.promises[0].found = f64::NAN;
    study.base.price_eur_per_mwh[1].0.fill(f64::NAN);
    let files = render(&case(48), &study, &run()).unwrap();
    for (name, bytes) in
        files.iter().filter(|(name, _)| !name.ends_with("parquet") && !name.ends_with("xlsx"))
    {
        let text = String::from_utf8(bytes.clone()).unwrap();
        for word in ["NaN", ">inf", " inf", "-inf", "\"inf"] {
            assert!(!text.contains(word), "`{word}` in {name}");
        }
    }
    assert!(!summary(&case(48), &study, &[]).contains("NaN"));
}

#[test]
fn a_plan_without_sites_is_written_too() {
    let mut study = result(48, PlanStatus::Optimal);
    study.plan.sites.clear();
    study.plan.money.clear();
    study.plan.cost.clear();
    study.site_years.clear();
    study.kpis.clear();
    study.plan.near_optimal.clear();
    study.plan.intervals.clear();
    study.plan.fronts.clear();
    study.plan.swings.clear();
    let files = render(&case(48), &study, &run()).unwrap();
    assert_eq!(files.len(), FILES.len() - 6, "nothing was asked beside the plan");
    assert!(text(&files, "report.html").contains("No site is needed"));
}

#[test]
fn every_number_in_a_csv_has_a_unit_in_its_name() {
    let (case, result) = (case(48), result(48, PlanStatus::Optimal));
    let study = crate::view::Study::new(&case, &result).unwrap();
    for table in crate::tables::published(&study) {
        for (c, column) in table.columns.iter().enumerate() {
            let numeric = table.rows.iter().any(|row| matches!(row[c], crate::table::Cell::Number(_)));
            let own_unit = table.name == "kpi" && column.key == "value";
            assert!(
                !numeric || own_unit || gigasite_units::suffix::unit_of(&column.key).is_some(),
                "{}.csv: {}",
                table.name,
                column.key
            );
        }
        let header = table.csv().lines().next().unwrap().split(',').count();
        let parsed = CsvReader::new(io::Cursor::new(table.csv())).finish().unwrap();
        assert_eq!((parsed.width(), parsed.height()), (header, table.rows.len()), "{}.csv", table.name);
    }
}

#[test]
fn a_strangers_folder_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("thesis.tex"), "years of work").unwrap();
    let error = write(dir.path(), &case(48), &result(48, PlanStatus::Optimal), &run()).unwrap_err();
    assert!(matches!(error, Error::Foreign { .. }) && error.hint().is_some(), "{error}");
    std::fs::write(dir.path().join("manifest.json"), "{\"name\":\"a web page\"}").unwrap();
    assert!(matches!(check_out(dir.path()), Err(Error::Foreign { .. })), "any manifest will not do");
    assert_eq!(std::fs::read_to_string(dir.path().join("thesis.tex")).unwrap(), "years of work");
}

#[test]
fn an_older_results_folder_and_an_empty_one_are_replaced() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("plan");
    std::fs::create_dir(&out).unwrap();
    let (case, result) = (case(48), result(48, PlanStatus::Optimal));
    write(&out, &case, &result, &run()).unwrap();
    std::fs::remove_file(out.join("plan.json")).unwrap();
    write(&out, &case, &result, &run()).unwrap();
    assert!(out.join("plan.json").exists());
    std::fs::write(out.join("notes.txt"), "mine").unwrap();
    let refused = write(&out, &case, &result, &run());
    assert!(matches!(refused, Err(Error::Foreign { .. })), "a file that the manifest does not list is kept");
    assert_eq!(std::fs::read_to_string(out.join("notes.txt")).unwrap(), "mine");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing else stays beside");
}

#[test]
fn a_place_that_cannot_be_written_is_an_error_with_a_hint() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "x").unwrap();
    for out in [file.clone(), file.join("plan"), file.join("deeper/plan")] {
        let error = check_out(&out).unwrap_err();
        assert!(error.to_string().contains("file"), "{error}");
        assert!(error.hint().is_some_and(|hint| hint.contains("--out")), "{error}");
        assert!(write(&out, &case(48), &result(48, PlanStatus::Optimal), &run()).is_err());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let locked = dir.path().join("locked");
        std::fs::create_dir(&locked).unwrap();
        std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o555)).unwrap();
        if std::fs::write(locked.join("probe"), "").is_ok() {
            println!("skipped: this user may write everywhere");
            return;
        }
        assert!(matches!(check_out(&locked.join("plan")), Err(Error::Unwritable { .. })));
    }
}

#[test]
fn a_full_disk_leaves_nothing_behind_and_the_older_folder_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let files = rendered(PlanStatus::Optimal);
    let full_after = |limit: usize| {
        let mut room = limit;
        move |path: &Path, bytes: &[u8]| -> io::Result<()> {
            if bytes.len() > room {
                std::fs::write(path, &bytes[..room])?;
                return Err(io::ErrorKind::StorageFull.into());
            }
            room -= bytes.len();
            folder::write_file(path, bytes)
        }
    };
    let out = dir.path().join("a/b/plan");
    let error = folder::write(&out, &files, &mut full_after(30_000)).unwrap_err();
    assert!(matches!(error, Error::DiskFull { .. }) && error.hint().is_some(), "{error}");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0, "not even the parents stay");
    folder::write(&out, &files, &mut folder::write_file).unwrap();
    let before = std::fs::read(out.join("plan.json")).unwrap();
    folder::write(&out, &files, &mut full_after(30_000)).unwrap_err();
    assert_eq!(std::fs::read(out.join("plan.json")).unwrap(), before);
    assert_eq!(std::fs::read_dir(out.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn a_result_of_another_case_is_refused() {
    let mut study = result(48, PlanStatus::Optimal);
    study.plan.sites[0].site = "XX-NOWHERE".into();
    study.site_years[0].site = "XX-NOWHERE".into();
    let error = render(&case(48), &study, &run()).unwrap_err();
    assert!(error.to_string().contains("XX-NOWHERE"), "{error}");
    let error = render(&case(48), &result(47, PlanStatus::Optimal), &run()).unwrap_err();
    assert!(matches!(error, Error::Shape { .. }), "{error}");
}

#[test]
fn the_manifest_vouches_for_every_other_file() {
    let files = rendered(PlanStatus::Optimal);
    let manifest: Value = serde_json::from_str(&text(&files, "manifest.json")).unwrap();
    assert_eq!((&manifest["tool"], &manifest["weather_seed"]), (&"gigasite".into(), &2016.into()));
    let outputs = manifest["outputs"].as_array().unwrap();
    assert_eq!(outputs.len(), files.len() - 1);
    assert!(outputs.iter().all(|file| file["sha256"].as_str().is_some_and(|hash| hash.len() == 64)));
    assert_eq!(manifest["inputs"][0]["name"], "europe/sites.csv");
}

/// `GIGASITE_SAMPLE_OUT=DIR cargo test -p gigasite-report a_whole_year` leaves a report of a full year to look at.
#[test]
fn a_whole_year_stays_small_enough_for_a_mail() {
    let (case, result) = (case(8760), result(8760, PlanStatus::Optimal));
    let dir = tempfile::tempdir().unwrap();
    let out = std::env::var_os("GIGASITE_SAMPLE_OUT").map_or_else(|| dir.path().join("plan"), Into::into);
    let written = write(&out, &case, &result, &run()).unwrap();
    println!("{}", summary(&case, &result, &run().timing_s));
    for (name, bytes) in &written.files {
        println!("{bytes:>9} {name}");
    }
    let page = written.files.iter().find(|(name, _)| name == "report.html").unwrap();
    assert!(page.1 < 1_000_000, "{} bytes", page.1);
}
