//! `gigasite data list`: the catalogue of open sources.

use super::aligned;
use crate::args::ListArgs;
use crate::say::{self, Exit};
use gigasite_data::catalogue;
use serde_json::json;

pub(crate) fn run(args: &ListArgs) -> anyhow::Result<Exit> {
    let cache = args.cache.clone().unwrap_or_else(catalogue::cache_folder);
    let entries = catalogue::entries();
    if args.json {
        let sources: Vec<_> = entries
            .iter()
            .map(|entry| {
                json!({
                    "name": entry.name, "licence": entry.licence, "years": entry.years, "bytes": entry.bytes,
                    "address": entry.address(None), "revision": entry.revision, "sha256": entry.sha256,
                    "import": entry.import, "in_cache": catalogue::is_there(&cache, entry),
                })
            })
            .collect();
        let document =
            json!({ "schema_version": 1, "cache": cache.display().to_string(), "sources": sources });
        say::data(&serde_json::to_string_pretty(&document)?)?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|entry| {
            vec![
                entry.name.clone(),
                entry.licence.clone(),
                entry.years.clone(),
                format!("{:.0}", entry.bytes as f64 / 1000.0),
                if catalogue::is_there(&cache, entry) { "yes" } else { "" }.to_owned(),
                entry.revision.get(..10).unwrap_or_default().to_owned(),
                entry.sha256.get(..12).unwrap_or_default().to_owned(),
                entry.address(None),
            ]
        })
        .collect();
    say::data(&aligned(
        &["name", "licence", "years", "kB", "here", "revision", "sha256", "address"],
        &[3],
        &rows,
    ))?;
    say::talk(&format!(
        "{} files; the cache is `{}`; --json has whole checksums",
        rows.len(),
        cache.display()
    ));
    Ok(Exit::Done)
}
