//! `gigasite data import`: publishers' files to tidy tables.

use super::aligned;
use crate::args::ImportArgs;
use crate::commands::plan::with_hint;
use crate::say::{self, Exit, Hint};
use anyhow::anyhow;
use gigasite_case::{Severity, suggest};
use gigasite_data::import::{self, Format, Import, Options};
use serde_json::json;
use std::path::PathBuf;

pub(crate) fn run(args: &ImportArgs) -> anyhow::Result<Exit> {
    let options = options(args)?;
    let import = import::import(&args.paths, &options).map_err(with_hint(gigasite_data::Error::hint))?;
    let refused = import::stops(&import.findings, args.strict);
    let mut written = Vec::new();
    if let Some(out) = args.out.as_ref().filter(|_| !refused) {
        written = import::write(out, &import).map_err(with_hint(gigasite_data::Error::hint))?;
    }
    if args.json {
        say::data(&serde_json::to_string_pretty(&document(&import, refused, &written))?)?;
    } else {
        let least = if args.quiet { Severity::Warning } else { Severity::Note };
        if !import.findings.is_empty() {
            say::findings(&import.findings, least);
        }
        if import.series().next().is_some() {
            say::data(&table(&import))?;
        }
        for listing in import.files.iter().flat_map(|file| &file.listings) {
            say::data(&format!("{}: {} rows of {}", listing.name, listing.rows(), listing.source))?;
        }
        if let Some(out) = &args.out
            && !args.quiet
        {
            let what = if refused {
                "nothing is written: something above is refused".to_owned()
            } else {
                format!("{} table(s) in `{}`", written.len(), out.display())
            };
            say::talk(&what);
        }
    }
    Ok(if refused { Exit::Findings } else { Exit::Done })
}

fn options(args: &ImportArgs) -> anyhow::Result<Options> {
    let format = match &args.format {
        None => None,
        Some(name) => Some(Format::parse(name).ok_or_else(|| {
            let names = Format::ALL.map(Format::name);
            let hint = format!("{}; the formats are {}", suggest::hint(name, names), names.join(", "));
            anyhow!("there is no format named `{name}`").context(Hint(hint))
        })?),
    };
    let quantity = match &args.quantity {
        None => None,
        Some(name) => Some(
            import::quantity_of(name)
                .map_err(|hint| anyhow!("there is no quantity named `{name}`").context(Hint(hint)))?,
        ),
    };
    Ok(Options { format, zone: args.zone.clone(), quantity, source: None })
}

fn table(import: &Import) -> String {
    let mut rows = Vec::new();
    for file in &import.files {
        for series in &file.series {
            let (first, last) = series.span();
            rows.push(vec![
                series.zone.clone(),
                series.quantity.name.to_owned(),
                series.quantity.unit.to_owned(),
                series.values.len().to_string(),
                first,
                last,
                series.repaired.to_string(),
                series.source.clone(),
            ]);
        }
    }
    aligned(&["zone", "quantity", "unit", "hours", "first", "last", "repaired", "source"], &[3, 6], &rows)
}

fn document(import: &Import, refused: bool, written: &[PathBuf]) -> serde_json::Value {
    let series = |file: &import::FileImport| -> Vec<serde_json::Value> {
        let of = |series: &import::Series| {
            let (first, last) = series.span();
            json!({
                "zone": series.zone, "quantity": series.quantity.name, "unit": series.quantity.unit,
                "source": series.source, "values": series.values.len(), "hourly": import::is_hourly(series),
                "first": first, "last": last, "repaired": series.repaired,
            })
        };
        file.series.iter().map(of).collect()
    };
    let files: Vec<_> = import
        .files
        .iter()
        .map(|file| {
            json!({
                "file": file.file.display().to_string(), "format": file.format.name(),
                "series": series(file), "repairs": file.repairs,
                "tables": file.listings.iter().map(|listing| {
                    json!({ "name": listing.name, "rows": listing.rows(), "source": listing.source })
                }).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "schema_version": 1,
        "refused": refused,
        "files": files,
        "findings": import.findings.0,
        "written": written.iter().map(|path| path.display().to_string()).collect::<Vec<_>>(),
    })
}
