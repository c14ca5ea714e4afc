//! An answer to a question: on the screen, as JSON, and as a folder of tables.

use crate::document::{TOOL, pretty, sha256};
use crate::folder::{self, Written};
use crate::table::Table;
use crate::{Error, RunInfo, check_out};
use serde_json::{Map, Value, json};
use std::path::Path;

/// What is said: sentences, facts and tables.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Sentences for people.
    pub(crate) lines: Vec<String>,
    /// Facts for scripts.
    pub(crate) facts: Map<String, Value>,
    /// Tables; each is a key of the JSON and a file of the folder.
    pub(crate) tables: Vec<Table>,
    /// Other files of the folder.
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

impl Answer {
    /// Nothing yet about a subject, such as `network` and its name.
    pub(crate) fn about(subject: &str, name: &str) -> Self {
        let facts = [("schema_version", json!(1)), (subject, json!(name))];
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
