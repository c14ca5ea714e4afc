//! Long tables, one value a row: cells without copying, and points gathered to frames.

use super::frame::{Column, Frame};
use super::quantity::Quantity;
use std::collections::BTreeMap;

/// The cells of a line into `out`, without quotes. A doubled quote within a quoted cell is left doubled.
pub(crate) fn cells<'a>(line: &'a str, delimiter: char, out: &mut Vec<&'a str>) {
    out.clear();
    let mut rest = line.trim_end_matches(['\r', '\n']);
    loop {
        if let Some(body) = rest.strip_prefix('"') {
            let mut close = 0;
            while let Some(at) = body[close..].find('"') {
                close += at;
                if body[close + 1..].starts_with('"') {
                    close += 2;
                } else {
                    break;
                }
            }
            let close = if body[close..].starts_with('"') { close } else { body.len() };
            out.push(&body[..close]);
            match body[close..].find(delimiter) {
                Some(at) => rest = &body[close + at + delimiter.len_utf8()..],
                None => return,
            }
        } else if let Some(at) = rest.find(delimiter) {
            out.push(rest[..at].trim());
            rest = &rest[at + delimiter.len_utf8()..];
        } else {
            out.push(rest.trim());
            return;
        }
    }
}

/// Points of several series, in the order in which the series first appear by name.
#[derive(Debug, Default)]
pub(crate) struct Points(BTreeMap<(String, &'static str), Points1>);

#[derive(Debug)]
struct Points1 {
    quantity: &'static Quantity,
    column: String,
    first_line: usize,
    stamps: Vec<i64>,
    values: Vec<f64>,
}

impl Points {
    /// Adds a value.
    pub(crate) fn push(
        &mut self,
        zone: &str,
        quantity: &'static Quantity,
        (line, column): (usize, &str),
        (stamp, value): (i64, f64),
    ) {
        let key = (zone.to_owned(), quantity.name);
        let series = self.0.entry(key).or_insert_with(|| Points1 {
            quantity,
            column: column.to_owned(),
            first_line: line,
            stamps: Vec::new(),
            values: Vec::new(),
        });
        series.stamps.push(stamp);
        series.values.push(value);
    }

    /// One frame a series.
    pub(crate) fn frames(self, file: &str, source: &str) -> Vec<Frame> {
        self.0
            .into_iter()
            .map(|((zone, _), points)| Frame {
                file: file.to_owned(),
                source: source.to_owned(),
                stamps: points.stamps,
                first_line: points.first_line,
                columns: vec![Column {
                    name: points.column,
                    zone,
                    quantity: points.quantity,
                    values: points.values,
                }],
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::cells;

    #[test]
    fn quotes_hide_delimiters() {
        let mut out = Vec::new();
        cells("a,\"b, c\", d ,\"\",\"e \"\"f\"\"\"\r\n", ',', &mut out);
        assert_eq!(out, ["a", "b, c", "d", "", "e \"\"f\"\""]);
        cells("one", '\t', &mut out);
        assert_eq!(out, ["one"]);
        cells("", ',', &mut out);
        assert_eq!(out, [""]);
        cells("\"open", ',', &mut out);
        assert_eq!(out, ["open"]);
    }
}
