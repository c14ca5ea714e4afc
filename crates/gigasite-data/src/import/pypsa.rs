//! PyPSA: a table of values over time (`loads-p_set.csv`, `generators-p_max_pu.csv` …) by its file's name. Rows that are numbered
//! take their moments from `snapshots.csv` beside the file. A netCDF file is a network, and the same tables of it are read as series.

use super::frame::Frame;
use super::records::cells;
use super::tables::{self, Named};
use super::{Reading, quantity, stamp};
use crate::Error;
use crate::network::pypsa::{Column, read_netcdf};
use gigasite_case::{Findings, Place};
use std::path::Path;

/// Endings of stems and what they are. A generator's availability is a share of its capacity.
const STEMS: [(&str, &str); 4] = [
    ("loads-p_set", quantity::LOAD),
    ("generators-p_max_pu", "profile_frac"),
    ("storage_units-inflow", "hydro_inflow_mw"),
    ("lines-p0", "flow_mw"),
];

/// The quantity of a file's name.
pub(super) fn of_stem(stem: &str) -> Option<&'static quantity::Quantity> {
    STEMS.iter().find(|(name, _)| stem == *name).map(|(_, name)| quantity::known(name))
}

/// Reads a file.
pub(super) fn read(path: &Path, reading: &mut Reading<'_>) -> Result<Vec<Frame>, Error> {
    let label = path.display().to_string();
    let Some(quantity) = reading.options.quantity.or_else(|| of_stem(&super::stem(path))) else {
        let known: Vec<&str> = STEMS.iter().map(|(stem, _)| *stem).collect();
        let hint = format!("say it with --quantity, or name the file {}", known.join(", "));
        reading.findings.error(
            "unknown-quantity",
            Place::file(label),
            "nothing says what the numbers are",
            hint,
        );
        return Ok(Vec::new());
    };
    let moments = numbered(path, reading)?;
    // a number stands for its row; the moment is looked up below
    let named = |heading: &str| Some(Named { zone: heading.to_owned(), quantity });
    let Some(moments) = moments else {
        return Ok(tables::read(path, reading, "PyPSA", named)?.into_iter().collect());
    };
    let frame = tables::read_with(path, reading, "PyPSA", named, row_number)?;
    let Some(mut frame) = frame else { return Ok(Vec::new()) };
    for at in &mut frame.stamps {
        let Some(moment) = usize::try_from(*at).ok().and_then(|row| moments.get(row)) else {
            let message = format!("there is no snapshot {at}, only {} of them", moments.len());
            reading.findings.error(
                "missing-snapshot",
                Place::file(&label),
                message,
                "give snapshots.csv of the same network",
            );
            return Ok(Vec::new());
        };
        *at = *moment;
    }
    Ok(vec![frame])
}

/// The series of a netCDF network; what is wrong with the network has been said.
pub(super) fn of_network(path: &Path, reading: &mut Reading<'_>) -> Result<Vec<Frame>, Error> {
    let label = path.display().to_string();
    let Some(network) = read_netcdf(path, &mut Findings::default())? else { return Ok(Vec::new()) };
    let found = STEMS.iter().filter_map(|(stem, name)| {
        let (list, attribute) = stem.split_once('-')?;
        let series = network.series.get(&(list.to_owned(), attribute.to_owned()))?;
        (!series.names.is_empty()).then(|| (series, quantity::known(name)))
    });
    let found: Vec<_> = found.collect();
    let Some(snapshots) = network.snapshots.as_ref().filter(|_| !found.is_empty()) else {
        return Ok(Vec::new());
    };
    let labels = match snapshots.columns.get("snapshot") {
        Some(Column::Text(labels)) => labels,
        _ => &snapshots.names,
    };
    let mut stamps = Vec::with_capacity(labels.len());
    for snapshot in labels {
        let Some(moment) = stamp::parse(snapshot) else {
            let message = format!("the snapshot `{snapshot}` is no moment: the series are left out");
            let hint = "give snapshots as dates where series are wanted";
            reading.findings.warning("bad-stamp", Place::file(label), message, hint);
            return Ok(Vec::new());
        };
        stamps.push(moment.naive_s);
    }
    let frames = found.into_iter().map(|(series, quantity)| Frame {
        file: label.clone(),
        source: "PyPSA".into(),
        stamps: stamps.clone(),
        first_line: 1,
        columns: series
            .names
            .iter()
            .zip(&series.values)
            .map(|(name, values)| super::frame::Column {
                name: name.clone(),
                zone: name.clone(),
                quantity,
                values: values.clone(),
            })
            .collect(),
    });
    Ok(frames.collect())
}

fn row_number(text: &str) -> Option<stamp::Stamp> {
    text.trim().parse().ok().map(|naive_s| stamp::Stamp { naive_s, offset_s: Some(0) })
}

/// Moments of the snapshots, where the rows of a table are numbered.
fn numbered(path: &Path, reading: &Reading<'_>) -> Result<Option<Vec<i64>>, Error> {
    let (line, _) = reading.heading();
    let first = reading.head.lines().nth(line).and_then(|row| row.split(',').next()).unwrap_or("");
    if first.trim().parse::<u32>().is_err() {
        return Ok(None);
    }
    let beside = ["snapshots.csv", "snapshots.csv.gz"].map(|name| path.with_file_name(name));
    let Some(table) = beside.iter().find(|path| path.is_file()) else { return Ok(Some(Vec::new())) };
    let text = super::text(table)?;
    let mut row = Vec::new();
    cells(text.lines().next().unwrap_or(""), ',', &mut row);
    let at = row.iter().position(|head| *head == "snapshot" || *head == "name").unwrap_or(0);
    let moments = text.lines().skip(1).filter(|line| !line.trim().is_empty()).filter_map(|line| {
        let cell = line.split(',').nth(at)?;
        stamp::parse(cell).map(|stamp| stamp.naive_s)
    });
    Ok(Some(moments.collect()))
}
