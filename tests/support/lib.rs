//! Shared helpers of the end-to-end tests: a study from its case to its results folder, and what every study must keep.

pub mod year_2016;

use gigasite_case::Case;
use gigasite_cosim::Silent;
use gigasite_cosim::result::StudyResult;
use gigasite_data::CaseSource;
use gigasite_optimise::plan::PlanStatus;
use gigasite_report::RunInfo;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Held while a year is dispatched: one study at a time, since each takes 7 GB and every core there is.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Waits until no other test dispatches a year.
pub fn alone() -> MutexGuard<'static, ()> {
    // a test that failed while it held the lock has spoilt nothing
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A Python that can import a module: `GIGASITE_PYTHON`, or the one that `make test` puts into the target folder. Without one the
/// test skips, and a line says so.
#[expect(clippy::print_stderr, reason = "a test that skips says so")]
pub fn python(module: &str) -> Option<PathBuf> {
    let built =
        || std::env::current_exe().ok()?.ancestors().nth(3).map(|target| target.join("venv/bin/python"));
    let python = std::env::var_os("GIGASITE_PYTHON").map(PathBuf::from).or_else(built)?;
    let found = Command::new(&python).args(["-c", &format!("import {module}")]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    eprintln!("skipped: `{}` cannot import {module}; set GIGASITE_PYTHON to one that can", python.display());
    None
}

/// A finished study and the folder it was written to.
#[derive(Debug)]
pub struct Study {
    /// What went in.
    pub case: Case,
    /// What came out.
    pub result: StudyResult,
    /// Every file of the results folder but the manifest, by relative path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// `plan.json`.
    pub plan: Value,
}

/// Loads an embedded case with some keys changed.
///
/// # Panics
/// If the case does not load without an error.
pub fn load(name: &str, series: Option<&Path>, keys: &[(&str, &str)]) -> Case {
    let keys: Vec<(String, String)> =
        keys.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    match gigasite_data::load_case(&CaseSource::parse(name), &keys, series) {
        Ok((case, _)) => case,
        Err(error) => panic!("`{name}` does not load: {error}: {:?}", error.findings()),
    }
}

/// Runs a case, writes its results and checks what every plan must keep: proven within the asked gap, every promise of
/// the audit kept, costs that add up, money that pays for everything, and the same story in every file.
///
/// # Panics
/// If any of it does not hold.
pub fn study(case: Case) -> Study {
    let _guard = alone();
    let result = match gigasite_cosim::run(&case, &Silent) {
        Ok(result) => result,
        Err(error) => panic!("`{}` has no plan: {error}", case.file.name),
    };
    let plan = &result.plan;
    assert_eq!(plan.status, PlanStatus::Optimal, "{}", result.convergence.verdict);
    assert!(plan.gap_rel <= case.file.solver.gap_frac && plan.bound_eur_per_a <= plan.objective_eur_per_a);
    assert!(result.convergence.converged, "{}", result.convergence.verdict);
    let broken: Vec<_> = result.audit.promises.iter().filter(|promise| !promise.kept).collect();
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(result.audit.promises.len() > 30, "an audit of {} promises", result.audit.promises.len());
    let sum: f64 = plan.cost.iter().map(|item| item.eur_per_a).sum();
    close(sum, plan.objective_eur_per_a, "costs add up to the objective");
    let paid: f64 = plan.money.iter().map(|item| item.amount_eur).sum();
    let built: f64 = plan.sites.iter().map(|site| site.capex_eur).sum();
    close(paid, built, "every euro of investment has a payer");

    let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("no temporary folder: {error}"));
    let out = folder.path().join("plan");
    let run = RunInfo {
        command: "test".into(),
        version: "0".into(),
        threads: 0,
        timing_s: result.timing_s.clone(),
        extra_files: Vec::new(),
    };
    if let Err(error) = gigasite_report::write(&out, &case, &result, &run) {
        panic!("the results of `{}` cannot be written: {error}", case.file.name);
    }
    let mut files = read(&out);
    files.remove("manifest.json").unwrap_or_else(|| panic!("no manifest"));
    let document: Value =
        serde_json::from_slice(&files["plan.json"]).unwrap_or_else(|error| panic!("{error}"));
    let stated = document["objective_eur_per_a"].as_f64().unwrap_or(f64::NAN);
    close(stated, plan.objective_eur_per_a, "plan.json states the objective");
    assert_eq!(document["status"], "optimal");
    Study { case, result, files, plan: document }
}

/// Equal to a part in a million.
///
/// # Panics
/// If not.
pub fn close(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() <= 1e-6 * expected.abs().max(1.0), "{what}: {found}, not {expected}");
}

/// Folder of real data beside the repository, which a user's clone does not have: then `None`, and a line that says so.
pub fn shared(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    let found = root.join(path);
    if !found.exists() {
        #[expect(clippy::print_stderr, reason = "a skipped test says why")]
        {
            eprintln!("skipped: there is no ../shared/{path} beside this clone");
        }
        return None;
    }
    Some(found)
}

fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(&next).unwrap_or_else(|error| panic!("{error}")).flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if let (Ok(name), Ok(bytes)) = (path.strip_prefix(folder), std::fs::read(&path)) {
                files.insert(name.display().to_string(), bytes);
            }
        }
    }
    files
}
