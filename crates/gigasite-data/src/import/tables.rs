//! What every table with one column a series has in common: headings, zones, clock.

use super::frame::{Column, Frame};
use super::quantity::Quantity;
use super::stamp::{Clock, Turned, Turner};
use super::wide::{self, Layout};
use super::{Reading, records, zone};
use crate::Error;
use gigasite_case::Place;
use std::path::Path;

/// What a heading means.
pub(super) struct Named {
    /// The publisher's code of the zone.
    pub(super) zone: String,
    pub(super) quantity: &'static Quantity,
}

/// Reads a table whose first column is the stamp. `None` where nothing is left; the reason is a finding.
pub(super) fn read(
    path: &Path,
    reading: &mut Reading<'_>,
    source: &str,
    name: impl FnMut(&str) -> Option<Named>,
) -> Result<Option<Frame>, Error> {
    read_with(path, reading, source, name, wide::start_of_row)
}

/// The same with another reading of the stamps.
pub(super) fn read_with(
    path: &Path,
    reading: &mut Reading<'_>,
    source: &str,
    mut name: impl FnMut(&str) -> Option<Named>,
    read_stamp: fn(&str) -> Option<super::stamp::Stamp>,
) -> Result<Option<Frame>, Error> {
    let label = path.display().to_string();
    let (heading_line, heading) = reading.heading();
    let delimiter = delimiter_of(heading);
    let mut cells = Vec::new();
    records::cells(heading, char::from(delimiter), &mut cells);
    let headings: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
    let named: Vec<Option<Named>> = headings
        .iter()
        .enumerate()
        .map(|(index, heading)| if index == 0 { None } else { name(heading) })
        .collect();
    let layout = Layout {
        delimiter,
        stamp: 0,
        wanted: named.iter().map(Option::is_some).collect(),
        heading_line,
        read_stamp,
    };
    let before = reading.findings.0.len();
    let table = wide::read(path, &layout, &headings, reading.findings)?;
    if reading.findings.0[before..].iter().any(|finding| finding.severity == gigasite_case::Severity::Error) {
        return Ok(None);
    }
    let zones = zones(&label, &named, reading);
    let columns = headings.iter().zip(named).filter_map(|(heading, named)| Some((heading, named?)));
    let mut frame = Frame {
        file: label,
        source: source.to_owned(),
        first_line: table.first_line,
        stamps: Vec::new(),
        columns: columns
            .zip(table.columns)
            .zip(zones)
            .map(|(((heading, named), values), zone)| Column {
                name: heading.clone(),
                zone,
                quantity: named.quantity,
                values,
            })
            .collect(),
    };
    let clock = super::clock_of(&headings[0]);
    turn(&mut frame, &table.stamps, clock, reading);
    Ok(Some(frame))
}

/// Comma, semicolon or tabulator, whatever the heading has most of.
pub(super) fn delimiter_of(heading: &str) -> u8 {
    let count = |byte: u8| heading.bytes().filter(|other| *other == byte).count();
    *[b',', b';', b'\t'].iter().max_by_key(|byte| (count(**byte), **byte == b',')).unwrap_or(&b',')
}

/// Our zone of each column: theirs where ours is taken by another column of the same quantity. Renamed codes are told.
fn zones(label: &str, named: &[Option<Named>], reading: &mut Reading<'_>) -> Vec<String> {
    let mut taken: Vec<(String, &'static str)> = Vec::new();
    let mut renamed = Vec::new();
    for column in named.iter().flatten() {
        let ours = zone::of_code(&column.zone);
        let is_same = ours == column.zone;
        let exact =
            named.iter().flatten().any(|other| other.zone == ours && other.quantity == column.quantity);
        let zone = if is_same || !exact { ours } else { column.zone.clone() };
        if zone::renamed(&column.zone).is_some() {
            renamed.push(format!("{} to {zone}", column.zone));
        }
        taken.push((zone, column.quantity.name));
    }
    renamed.dedup();
    if !renamed.is_empty() {
        let message = format!("country codes are renamed: {}", renamed.join(", "));
        reading.findings.note("country-code", Place::file(label).line(reading.heading().0), message, "");
    }
    taken.into_iter().map(|(zone, _)| zone).collect()
}

/// Puts stamps on UTC; rows of the hour that spring skips are dropped, with a finding.
pub(super) fn turn(
    frame: &mut Frame,
    stamps: &[super::stamp::Stamp],
    clock: Clock,
    reading: &mut Reading<'_>,
) {
    let mut turner = Turner::new(clock);
    let turned: Vec<Turned> = stamps.iter().map(|stamp| turner.turn(*stamp)).collect();
    let place = |row: usize| Place::file(&frame.file).line(frame.first_line + row);
    let offset = match clock {
        Clock::Fixed(0) => None,
        Clock::Fixed(seconds) => Some(format!("{} h ahead of UTC", seconds.div_euclid(3600))),
        Clock::European(_) => Some("local time with summer time".to_owned()),
    };
    if let Some(offset) = offset.filter(|_| stamps.iter().any(|stamp| stamp.offset_s.is_none())) {
        let message = format!("the stamps are {offset}: they are turned to UTC");
        reading.findings.note("not-utc", place(0), message, "");
    }
    let nowhere: Vec<usize> = (0..turned.len()).filter(|row| turned[*row] == Turned::Nowhere).collect();
    let is_filled = |row: &&usize| frame.columns.iter().any(|column| !column.values[**row].is_nan());
    if let Some(row) = nowhere.iter().find(is_filled) {
        let message = format!(
            "{} row(s) stand in the hour that summer time skips: they are dropped",
            nowhere.iter().filter(is_filled).count()
        );
        reading.findings.warning(
            "dst-hour",
            place(*row),
            message,
            "such hours exist on no clock: ask the publisher",
        );
    }
    if !nowhere.is_empty() {
        for column in &mut frame.columns {
            let mut row = 0;
            column.values.retain(|_| {
                row += 1;
                turned[row - 1] != Turned::Nowhere
            });
        }
    }
    frame.stamps = turned
        .into_iter()
        .filter_map(|turned| match turned {
            Turned::Utc(at) => Some(at),
            Turned::Nowhere => None,
        })
        .collect();
}
