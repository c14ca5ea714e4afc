//! Limits of a flow-based region: `element, ram_mw`, then `ptdf_ZONE` for every zone of the region. One row is a line,
//! transformer or pair of them in one direction, in the state after one outage (or none): N-1 is in the rows.

use crate::csv::{fields, raw};
use crate::files::sha256;
use crate::{Error, document::Node};
use gigasite_case::flow_based::{CriticalElement, FlowBased};
use gigasite_case::schema::{CaseFile, Exchange};
use gigasite_case::{Dataset, Findings, Place, suggest};
use std::collections::BTreeSet;
use std::path::Path;

/// Beginning of the columns of factors.
const PTDF: &str = "ptdf_";
/// Least and greatest factor: a megawatt of trade loads no line with more than itself.
const FACTORS: (f64, f64) = (-1.0, 1.0);

/// A region and the hash of its file.
pub(crate) type Read = (FlowBased, (String, String));

/// The region that a case names, if it trades by one.
pub(crate) fn of_case(
    case: &CaseFile,
    folder: &Path,
    dataset: &Dataset,
    (node, findings): (&Node, &mut Findings),
) -> Result<Option<Read>, Error> {
    if case.grid.exchange == Exchange::Ntc {
        return Ok(None);
    }
    let Some(name) = &case.grid.flow_based else {
        findings.error(
            "missing-file",
            node.place_of("grid.exchange"),
            "trade by factors needs a table of critical elements",
            "name it: flow_based = \"elements.csv\" under [grid], or --flow-based FILE",
        );
        return Ok(None);
    };
    let path = folder.join(name);
    if !path.is_file() {
        let message = format!("there is no table `{}`", path.display());
        let hint = "name a file of element, ram_mw and ptdf_ZONE columns, relative to the case file";
        findings.error("missing-file", node.place_of("grid.flow_based"), message, hint);
        return Ok(None);
    }
    let bytes = std::fs::read(&path).map_err(|source| Error::Read { path: path.clone(), source })?;
    let file = path.display().to_string();
    let short = path.file_name().map_or_else(|| name.clone(), |name| name.to_string_lossy().into_owned());
    let hash = (short, sha256(&bytes));
    Ok(parse(&file, &String::from_utf8_lossy(&bytes), dataset, findings).map(|region| (region, hash)))
}

/// Reads a table; `None` with the reasons as findings.
fn parse(file: &str, text: &str, dataset: &Dataset, findings: &mut Findings) -> Option<FlowBased> {
    let before = findings.0.len();
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let records = raw(file, &text, findings)?;
    let Some((head, rows)) = records.split_first() else {
        let hint = "its first line must name the columns: element, ram_mw, ptdf_ZONE …";
        findings.error("empty-file", Place::file(file), "the file holds no table", hint);
        return None;
    };
    let labels = fields(head);
    let region = Columns::of(file, &labels, dataset, findings)?;
    let mut names = BTreeSet::new();
    let mut elements = Vec::new();
    // records keep their order, and a table of elements has no quoted line breaks
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(at, _)| at + 1);
    for (row, line) in rows.iter().zip(lines.skip(1)) {
        let cells = fields(row);
        let place =
            |column: usize| Place::file(file).line(line).field(labels[column].as_str()).column(column + 1);
        if cells.len() != labels.len() {
            let message = format!("{} fields where the header names {}", cells.len(), labels.len());
            findings.error(
                "ragged-row",
                Place::file(file).line(line),
                message,
                "quote a text that holds a comma",
            );
            continue;
        }
        let name = cells[region.element].clone();
        if name.is_empty() {
            let hint = "name the line, its direction and the outage";
            findings.error("missing-value", place(region.element), "the element has no name", hint);
        } else if !names.insert(name.clone()) {
            let hint = "name the outage too, or keep the row with the smaller margin";
            findings.error("duplicate-id", place(region.element), format!("`{name}` stands twice"), hint);
        }
        let mut number = |column: usize, (least, most): (f64, f64)| -> f64 {
            let cell = &cells[column];
            match cell.parse::<f64>() {
                Ok(value) if value >= least && value <= most => value,
                Ok(value) if value.is_finite() => {
                    let message = format!("{cell} is outside {least} to {most}");
                    let hint = if column == region.ram {
                        "a margin below zero allows no trade at all: validate or leave out the element"
                    } else {
                        "a factor is MW on the element per MW of net position"
                    };
                    findings.error("out-of-range", place(column), message, hint);
                    findings.with(cell, format!("{least} … {most}"));
                    f64::NAN
                }
                _ => {
                    let code = if cell.is_empty() { "missing-value" } else { "not-a-number" };
                    let message = if cell.is_empty() {
                        "the cell is empty".to_owned()
                    } else {
                        format!("`{cell}` is no number")
                    };
                    findings.error(
                        code,
                        place(column),
                        message,
                        "write a number with a point, 0 if the zone does not count",
                    );
                    f64::NAN
                }
            }
        };
        let ram_mw = number(region.ram, (0.0, 1e6));
        let ptdf = region.factors.iter().map(|(column, _)| number(*column, FACTORS)).collect();
        elements.push(CriticalElement { name, ptdf, ram_mw });
    }
    if elements.is_empty() && findings.0.len() == before {
        let hint = "without elements trade in the region has no limit: add rows, or trade by ntc";
        findings.error("empty-file", Place::file(file), "the table has no element", hint);
    }
    let sound = findings.0.len() == before;
    sound.then(|| FlowBased { zones: region.factors.into_iter().map(|(_, zone)| zone).collect(), elements })
}

/// Where the columns stand.
struct Columns {
    element: usize,
    ram: usize,
    factors: Vec<(usize, String)>,
}

impl Columns {
    fn of(file: &str, labels: &[String], dataset: &Dataset, findings: &mut Findings) -> Option<Self> {
        let place = |label: &str| Place::file(file).line(1).field(label);
        let mut seen = BTreeSet::new();
        let mut factors = Vec::new();
        for (column, label) in labels.iter().enumerate() {
            if !seen.insert(label.as_str()) {
                findings.error(
                    "duplicate-column",
                    place(label),
                    "the column is named twice",
                    "keep the right one",
                );
            } else if let Some(zone) = label.strip_prefix(PTDF) {
                if dataset.zones.iter().any(|row| row.id == zone) {
                    factors.push((column, zone.to_owned()));
                } else {
                    let hint = suggest::hint(zone, dataset.zones.iter().map(|row| row.id.as_str()));
                    findings.error(
                        "dangling-reference",
                        place(label),
                        format!("there is no zone `{zone}`"),
                        hint,
                    );
                }
            } else if label != "element" && label != "ram_mw" {
                let hint = suggest::hint(label, ["element", "ram_mw"]);
                findings.error(
                    "unknown-column",
                    place(label),
                    format!("the table has no column `{label}`"),
                    hint,
                );
            }
        }
        let find = |wanted: &str, findings: &mut Findings| {
            let found = labels.iter().position(|label| label == wanted);
            if found.is_none() {
                let message = format!("the column `{wanted}` is missing");
                findings.error(
                    "missing-column",
                    Place::file(file).line(1),
                    message,
                    "the columns are element, ram_mw, ptdf_ZONE …",
                );
            }
            found
        };
        let (element, ram) = (find("element", findings), find("ram_mw", findings));
        if factors.len() < 2 && findings.0.iter().all(|finding| finding.code != "dangling-reference") {
            let message = "a region has two zones or more, each with a column of factors";
            findings.error(
                "missing-column",
                Place::file(file).line(1),
                message,
                "add a column ptdf_ZONE for every zone of the region",
            );
        }
        Some(Self { element: element?, ram: ram?, factors })
    }
}
