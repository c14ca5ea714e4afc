//! Answers about a network: on the screen, as JSON, and as a folder of tables.

mod alternating;
mod flow;
mod hosting;
mod info;
mod opf;
mod outage;
mod time;

pub use alternating::ac_flow;
pub use flow::{dc_flow, ptdf};
pub use hosting::{HostingStudy, hosting};
pub use info::info;
pub use opf::opf;
pub use outage::{screening, screening_over_time};
pub use time::{ac_series, dc_series};

use crate::document::{TOOL, pretty, sha256};
use crate::folder::{self, Written};
use crate::table::Table;
use crate::{Error, RunInfo, check_out, format};
use gigasite_case::network::Network;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::path::Path;

/// What is said about a network: sentences, facts and tables.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Sentences for people.
    lines: Vec<String>,
    /// Facts for scripts.
    facts: Map<String, Value>,
    /// Tables; each is a key of the JSON and a file of the folder.
    tables: Vec<Table>,
    /// Other files of the folder.
    files: Vec<(String, Vec<u8>)>,
}

impl Answer {
    fn new(network: &Network) -> Self {
        let facts = [("schema_version", json!(1)), ("network", json!(network.name))];
        Self {
            lines: Vec::new(),
            facts: facts.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
            tables: Vec::new(),
            files: Vec::new(),
        }
    }

    /// Adds a sentence for people.
    pub fn say(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// Adds a fact for scripts.
    pub fn fact(&mut self, key: &str, value: impl Into<Value>) {
        self.facts.insert(key.to_owned(), value.into());
    }

    /// Sentences, and at most `rows` rows of every table.
    pub fn text(&self, rows: usize) -> String {
        let mut out = self.lines.join("\n");
        out.push('\n');
        for table in self.tables.iter().filter(|table| !table.rows.is_empty()) {
            out.push('\n');
            out.push_str(&table.text(rows));
        }
        out
    }

    /// Facts and tables as one document.
    pub fn json(&self) -> Value {
        let mut all = self.facts.clone();
        for table in &self.tables {
            all.insert(table.name.to_owned(), table.json());
        }
        Value::Object(all)
    }

    /// Adds a file to the folder, such as a network in another format.
    pub fn file(&mut self, name: impl Into<String>, bytes: Vec<u8>) {
        self.files.push((name.into(), bytes));
    }

    /// Writes `answer.json`, a CSV a table, the other files and a manifest; the folder appears whole or not at all.
    ///
    /// # Errors
    /// As [`crate::write()`].
    pub fn write(&self, out: &Path, run: &RunInfo) -> Result<Written, Error> {
        check_out(out)?;
        let mut files = vec![("answer.json".to_owned(), pretty(&self.json())?)];
        files.extend(
            self.tables.iter().map(|table| (format!("{}.csv", table.name), table.csv().into_bytes())),
        );
        files.extend(self.files.iter().cloned());
        let outputs: Vec<Value> = files
            .iter()
            .map(|(name, bytes)| json!({ "path": name, "bytes_count": bytes.len(), "sha256": sha256(bytes) }))
            .collect();
        let manifest = json!({
            "tool": TOOL,
            "version": run.version,
            "command": run.command,
            "outputs": outputs,
        });
        files.push(("manifest.json".to_owned(), pretty(&manifest)?));
        folder::write(out, &files, &mut folder::write_file)
    }
}

/// `name (id)`, or the id alone.
fn bus_label(network: &Network, bus: usize) -> String {
    let bus = &network.buses[bus];
    match bus.name.as_deref().map(str::trim).filter(|name| !name.is_empty() && *name != bus.id) {
        Some(name) => format!("{} ({name})", bus.id),
        None => bus.id.clone(),
    }
}

/// `id (from–to)`.
fn branch_label(network: &Network, branch: usize) -> String {
    let branch = &network.branches[branch];
    format!("{} ({}–{})", branch.id, network.buses[branch.from].id, network.buses[branch.to].id)
}

/// `id (at bus)`.
fn generator_label(network: &Network, generator: usize) -> String {
    let generator = &network.generators[generator];
    let name = generator.name.as_deref().unwrap_or(&generator.id);
    format!("{name} (at {})", network.buses[generator.bus].id)
}

/// `1,234 MW`.
fn mw(value: f64) -> String {
    format!("{} MW", format::thousands(value, usize::from(value.abs() < 100.0)))
}

/// A row a snapshot, a column an element; empty where there is no value.
fn wide<'a>(ids: &[&str], labels: impl Iterator<Item = &'a str>, grid: &[Vec<f64>]) -> String {
    let quoted = |text: &str| {
        if text.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let mut out = String::from("snapshot");
    for id in ids {
        out.push(',');
        out.push_str(&quoted(id));
    }
    out.push('\n');
    for (label, row) in labels.zip(grid) {
        out.push_str(&quoted(label));
        for element in 0..ids.len() {
            out.push(',');
            if let Some(value) = row.get(element).filter(|value| value.is_finite()) {
                let _ = write!(out, "{}", value + 0.0);
            }
        }
        out.push('\n');
    }
    out
}
