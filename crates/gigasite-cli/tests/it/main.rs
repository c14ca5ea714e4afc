//! The command as a user meets it: words, exit codes, and what it leaves on the disk.

mod check;
mod data;
mod diff;
mod facility;
mod grid;
mod sources;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin_cmd;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;

fn gigasite(arguments: &[&str]) -> Command {
    let mut command = cargo_bin_cmd!("gigasite");
    command.args(arguments);
    command
}

/// Exit code, standard output, standard error.
fn said(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    let output = gigasite(arguments).current_dir(folder).output().expect("the command runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[test]
fn every_verb_helps_with_an_example() {
    let here = folder();
    let (code, out, _) = said(&["--help"], here.path());
    assert_eq!(code, 0);
    for verb in ["plan", "explain", "compare", "check", "prices", "init", "schema", "completions"] {
        assert!(out.contains(&format!("\n  {verb} ")), "{verb} is listed");
    }
    assert!(out.contains("Exit codes:") && out.contains("gigasite plan"));
    for verb in ["plan", "explain", "compare", "check", "prices", "init"] {
        let (code, out, _) = said(&[verb, "--help"], here.path());
        assert!(
            code == 0 && out.contains("Examples:") && out.contains(&format!("gigasite {verb}")),
            "{verb}: {out}"
        );
    }
}

#[test]
fn misuse_ends_in_two() {
    let here = folder();
    for wrong in [
        &["plann"][..],
        &["plan", "--nonsense"],
        &["plan", "--gap", "much"],
        &["plan", "--pareto", "beauty"],
        &["plan", "--export", "xml"],
        &["explain", "plan"],
        &["plan", "--set", "no-equals"],
        &[],
    ] {
        let (code, out, err) = said(wrong, here.path());
        assert_eq!((code, out.as_str()), (2, ""), "{wrong:?}: {err}");
        assert!(!err.is_empty());
    }
}

#[test]
fn trade_by_factors_wants_a_table_and_no_network_of_links() {
    let here = folder();
    for (line, text) in [
        (&["plan", "--grid", "ptdf"][..], "flow_based = \"elements.csv\" under [grid], or --flow-based FILE"),
        (&["plan", "--flow-based", "core.csv"], "there is no table `"),
        (&["prices", "--flow-based", "core.csv"], "there is no table `"),
    ] {
        let (code, out, err) = said(line, here.path());
        assert_eq!((code, out.as_str()), (1, ""), "{line:?}: {err}");
        assert!(err.contains(text) && err.contains("hint: "), "{line:?}: {err}");
    }
    std::fs::write(here.path().join("core.csv"), "element,ram_mw,ptdf_FR,ptdf_BE\nA,100,0.5,-0.5\n")
        .expect("written");
    let (code, out, err) = said(&["plan", "--flow-based", "core.csv", "--export", "pypsa"], here.path());
    assert_eq!((code, out.as_str()), (2, ""), "{err}");
    assert!(err.contains("--grid ntc"), "before the year is dispatched, and with a way out: {err}");
}

#[test]
fn a_study_that_was_just_begun_is_clean() {
    let here = folder();
    let (code, out, err) = said(&["init", "study", "--case", "private"], here.path());
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.contains("gigasite check study/case.toml"), "it says what comes next: {err}");
    for file in ["case.toml", "gigasite-case.schema.json", "dataset/zones.csv", "dataset/datapackage.json"] {
        assert!(here.path().join("study").join(file).is_file(), "{file}");
    }
    let case = std::fs::read_to_string(here.path().join("study/case.toml")).expect("a case");
    assert!(case.starts_with("#:schema ./gigasite-case.schema.json"), "editors find the schema");
    let (code, out, err) = said(&["check", "study/case.toml", "--strict"], here.path());
    assert_eq!(code, 0, "{out}{err}");
    let (code, ..) = said(&["check", "study/dataset"], here.path());
    assert_eq!(code, 0);
    let (code, _, err) = said(&["init", "study"], here.path());
    assert_eq!(code, 2, "a second init does not overwrite");
    assert!(err.contains("hint:"), "{err}");
}

#[test]
fn defects_come_all_at_once_and_leave_no_results() {
    let here = folder();
    assert_eq!(said(&["init", "study"], here.path()).0, 0);
    let path = here.path().join("study/case.toml");
    let case = std::fs::read_to_string(&path).expect("a case");
    let spoilt = case
        .replace("sites_max_count = 5", "sites_max_cuont = 5")
        .replace("\"gb300_nvl72\"", "\"gb300_nvl27\"")
        .replace("zone_peak_max_frac = 0.25", "zone_peak_max_frac = nan");
    std::fs::write(&path, spoilt).expect("a spoilt case");
    let (code, out, err) = said(&["plan", "study/case.toml", "--out", "results"], here.path());
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    for said in
        ["case.toml:", "did you mean `sites_max_count`", "did you mean `gb300_nvl72`", "zone_peak_max_frac"]
    {
        assert!(err.contains(said), "{said} in {err}");
    }
    assert!(!here.path().join("results").exists());
    assert_eq!(
        std::fs::read_dir(here.path()).expect("a folder").count(),
        1,
        "nothing half-written beside it"
    );

    let (code, out, _) = said(&["check", "study/case.toml", "--format", "json"], here.path());
    let findings: serde_json::Value = serde_json::from_str(&out).expect("one JSON document");
    assert_eq!(code, 1);
    assert!(findings["summary"]["error"].as_u64().is_some_and(|count| count >= 3), "{findings}");
    assert!(findings["findings"][0]["code"].is_string());
}

#[test]
fn a_target_above_all_connections_names_the_limit_and_the_megawatts_short() {
    let here = folder();
    let (code, out, err) =
        said(&["plan", "--set", "programme.stages.1.target_gpus=50000000", "--quiet"], here.path());
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("MW") && err.contains("short") && err.contains("hint:"), "{err}");
    assert!(!here.path().join("plan").exists());
}

#[test]
fn a_place_that_cannot_be_written_is_said_before_the_work() {
    let here = folder();
    std::fs::write(here.path().join("file"), "not a folder").expect("a file");
    let start = std::time::Instant::now();
    let (code, _, err) = said(&["plan", "--out", "file/results"], here.path());
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("file") && err.contains("hint:"), "{err}");
    assert!(start.elapsed() < Duration::from_secs(20), "before the year is dispatched");
    std::fs::create_dir(here.path().join("mine")).expect("a folder");
    std::fs::write(here.path().join("mine/thesis.tex"), "years of work").expect("a file");
    let (code, _, err) = said(&["plan", "--out", "mine"], here.path());
    assert_eq!(code, 2, "a stranger's folder is left alone: {err}");
    assert!(here.path().join("mine/thesis.tex").is_file());
}

#[test]
fn the_schema_is_the_published_one_and_completions_know_the_verbs() {
    let here = folder();
    let (code, out, _) = said(&["schema"], here.path());
    let printed: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let published =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../datasets/cases/gigasite-case.schema.json");
    let published = std::fs::read_to_string(published).expect("the published schema");
    let published: serde_json::Value = serde_json::from_str(&published).expect("JSON");
    assert_eq!((code, printed), (0, published));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, out, _) = said(&["completions", shell], here.path());
        assert!(code == 0 && out.contains("prices") && out.contains("time-limit"), "{shell}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_an_error_and_a_closed_pipe_is_not() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a full device");
    let output = std::process::Command::new(assert_cmd::cargo::cargo_bin!("gigasite"))
        .arg("schema")
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("standard output cannot be written"));
}

#[cfg(unix)]
#[test]
fn an_interruption_before_the_first_plan_ends_in_130_and_leaves_nothing() {
    let here = folder();
    let child = std::process::Command::new(assert_cmd::cargo::cargo_bin!("gigasite"))
        .args(["plan", "--out", "results"])
        .current_dir(here.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    std::thread::sleep(Duration::from_secs(6));
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.is_ok_and(|status| status.success()), "still running after six seconds");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.stdout, b"", "no answer on standard output");
    assert_eq!(std::fs::read_dir(here.path()).expect("a folder").count(), 0);
}

#[test]
fn questions_to_what_is_no_result_say_what_to_run_first() {
    let here = folder();
    for question in [&["explain", "nowhere", "FR-FOUJU"][..], &["compare", "nowhere", "elsewhere"]] {
        let (code, out, err) = said(question, here.path());
        assert_eq!((code, out.as_str()), (2, ""), "{err}");
        assert!(err.contains("nowhere") && err.contains("hint:") && err.contains("gigasite plan"), "{err}");
    }
}
