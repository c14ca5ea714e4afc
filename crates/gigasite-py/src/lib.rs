//! The verbs of the command for Python: `plan` and `check`.
//!
//! # What it answers
//! The same questions as `gigasite plan` and `gigasite check`, from a notebook or a batch of studies.
//!
//! # What goes in
//! A case by name or path, a dictionary of changed keys, perhaps a folder of hourly series.
//!
//! # What comes out
//! The dictionary of `plan.json`, with the whole results folder on disk if one is named; a list of findings. Plain data, so
//! that both can be pickled and sent between processes.
//!
//! # What it assumes
//! Nothing of its own. The interpreter is released while the year is solved; Ctrl-C is looked at between weeks.
//!
//! # What it does not do
//! It draws no progress and holds no state between calls.

use gigasite_case::Findings;
use gigasite_cosim::Progress;
use gigasite_data::CaseSource;
use gigasite_report::RunInfo;
use pyo3::exceptions::{PyKeyboardInterrupt, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// Plans a case and returns `plan.json` as a dictionary.
///
/// `case` is a name (`europe`) or a path; `set` changes keys, as `{"programme.sites_max_count": 4}`; `series` is a folder of
/// real hourly series; `out` a results folder to write. Raises `ValueError` with every finding, or the reason why no plan exists.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "Python hands its arguments over by value")]
#[pyo3(signature = (case="europe", *, set=None, series=None, out=None))]
fn plan(
    py: Python<'_>,
    case: &str,
    set: Option<&Bound<'_, PyDict>>,
    series: Option<PathBuf>,
    out: Option<PathBuf>,
) -> PyResult<Py<PyAny>> {
    let keys = pairs(set)?;
    let text = py.detach(|| solve(case, &keys, series.as_deref(), out.as_deref()))?;
    load_json(py, &text)
}

/// Every defect of a case or dataset folder, each a dictionary; an empty list if there is none.
#[pyfunction]
#[pyo3(signature = (what="europe"))]
fn check(py: Python<'_>, what: &str) -> PyResult<Py<PyAny>> {
    let findings = py.detach(|| gigasite_data::check(what));
    let text =
        serde_json::to_string(&findings.0).map_err(|error| PyRuntimeError::new_err(error.to_string()))?;
    load_json(py, &text)
}

fn solve(
    case: &str,
    keys: &[(String, String)],
    series: Option<&Path>,
    out: Option<&Path>,
) -> PyResult<String> {
    if let Some(out) = out {
        gigasite_report::check_out(out).map_err(|error| PyValueError::new_err(error.to_string()))?;
    }
    let (case, _) = gigasite_data::load_case(&CaseSource::parse(case), keys, series)
        .map_err(|error| PyValueError::new_err(error.findings().map_or_else(|| error.to_string(), words)))?;
    let listener = Listener::default();
    let result = gigasite_cosim::run(&case, &listener).map_err(|error| {
        if error.is_interrupted() {
            PyKeyboardInterrupt::new_err("interrupted before the first plan")
        } else if error.is_infeasible() {
            PyValueError::new_err(error.to_string())
        } else {
            PyRuntimeError::new_err(error.to_string())
        }
    })?;
    let run = RunInfo {
        command: "gigasite_py.plan".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        threads: case.file.solver.threads_count,
        timing_s: result.timing_s.clone(),
        extra_files: Vec::new(),
    };
    let failed = |error: gigasite_report::Error| PyRuntimeError::new_err(error.to_string());
    if let Some(out) = out {
        gigasite_report::write(out, &case, &result, &run).map_err(failed)?;
    }
    let bytes = gigasite_report::plan_json(&case, &result).map_err(failed)?;
    String::from_utf8(bytes).map_err(|error| PyRuntimeError::new_err(error.to_string()))
}

/// Asks the interpreter between weeks whether the user pressed Ctrl-C.
#[derive(Default)]
struct Listener {
    stopped: AtomicBool,
}

impl Progress for Listener {
    fn stage(&self, _: &str) {}

    fn step(&self, _: usize, _: usize) {
        let pressed = Python::attach(|py| py.check_signals().is_err());
        if pressed {
            self.stopped.store(true, Ordering::SeqCst);
        }
    }

    fn interrupted(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}

fn pairs(set: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<(String, String)>> {
    let Some(set) = set else { return Ok(Vec::new()) };
    let mut pairs = Vec::new();
    for (key, value) in set.iter() {
        let value = if let Ok(switch) = value.extract::<bool>() {
            switch.to_string()
        } else {
            value.str()?.to_string()
        };
        pairs.push((key.extract::<String>()?, value));
    }
    Ok(pairs)
}

/// One line a finding.
fn words(findings: &Findings) -> String {
    findings.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Python's own reader makes the dictionaries, so that numbers are what `json.load` of the file would give.
fn load_json(py: Python<'_>, text: &str) -> PyResult<Py<PyAny>> {
    Ok(py.import("json")?.call_method1("loads", (text,))?.unbind())
}

/// Decides where AI gigafactories should stand in Europe, and proves hour by hour that the grid carries them.
#[pymodule]
fn gigasite_py(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(plan, module)?)?;
    module.add_function(wrap_pyfunction!(check, module)?)
}
