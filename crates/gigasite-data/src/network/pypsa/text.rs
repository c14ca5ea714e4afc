//! CSV text: records of cells with the line each begins on.

use std::borrow::Cow;
use std::fmt::Write as _;

/// A record.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record<'a> {
    /// Line it begins on, counted from 1.
    pub(super) line: usize,
    /// Its cells, quotes taken away.
    pub(super) cells: Vec<Cow<'a, str>>,
}

/// Splits a text into records; blank lines are left out. The error is the line of a quote that never closes.
pub(super) fn records(text: &str) -> Result<Vec<Record<'_>>, usize> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (mut found, mut line, mut rest) = (Vec::new(), 1, text);
    while !rest.is_empty() {
        let first_line = line;
        let mut cells = Vec::new();
        loop {
            let (cell, lines, end) = cell(rest).ok_or(first_line)?;
            cells.push(cell);
            line += lines;
            let after = &rest[end..];
            rest = after.strip_prefix(',').unwrap_or(after);
            if rest.len() == after.len() {
                break;
            }
        }
        rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')).unwrap_or(rest);
        line += 1;
        if cells.len() > 1 || !cells[0].is_empty() {
            found.push(Record { line: first_line, cells });
        }
    }
    Ok(found)
}

/// The first cell of `rest`: its text, the line breaks in it, and where it ends.
fn cell(rest: &str) -> Option<(Cow<'_, str>, usize, usize)> {
    if !rest.starts_with('"') {
        let end = rest.find([',', '\n']).unwrap_or(rest.len());
        let is_last = !rest[end..].starts_with(',');
        let end = if is_last && rest[..end].ends_with('\r') { end - 1 } else { end };
        return Some((Cow::Borrowed(&rest[..end]), 0, end));
    }
    let mut at = 1;
    loop {
        at += rest[at..].find('"')?;
        if !rest[at + 1..].starts_with('"') {
            break;
        }
        at += 2;
    }
    let inside = &rest[1..at];
    let text =
        if inside.contains('"') { Cow::Owned(inside.replace("\"\"", "\"")) } else { Cow::Borrowed(inside) };
    // what follows a closing quote up to the comma belongs to the cell, as spreadsheets read it
    let tail = rest[at + 1..].find([',', '\n']).map_or(rest.len(), |end| at + 1 + end);
    let tail = if rest[..tail].ends_with('\r') { tail - 1 } else { tail };
    let more = &rest[at + 1..tail];
    let lines = inside.matches('\n').count();
    let text = if more.is_empty() { text } else { Cow::Owned(text.into_owned() + more) };
    Some((text, lines, tail))
}

/// Adds a record, with quotes where they are needed.
pub(super) fn write_record<'a>(into: &mut String, cells: impl IntoIterator<Item = Cow<'a, str>>) {
    for (number, cell) in cells.into_iter().enumerate() {
        let comma = if number == 0 { "" } else { "," };
        let written = if cell.contains([',', '"', '\n', '\r']) {
            write!(into, "{comma}\"{}\"", cell.replace('"', "\"\""))
        } else {
            write!(into, "{comma}{cell}")
        };
        debug_assert!(written.is_ok(), "a text takes every record");
    }
    into.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<(usize, Vec<String>)> {
        let found = records(text).unwrap();
        found
            .into_iter()
            .map(|record| (record.line, record.cells.iter().map(ToString::to_string).collect()))
            .collect()
    }

    #[test]
    fn quotes_lines_and_blanks_are_understood() {
        let text = "\u{feff}name,x\r\n\"a, \"\"b\"\"\",1\r\n\r\n\"two\nlines\",\n,\nlast,\"\"";
        let expected: [(usize, [&str; 2]); 5] = [
            (1, ["name", "x"]),
            (2, ["a, \"b\"", "1"]),
            (4, ["two\nlines", ""]),
            (6, ["", ""]),
            (7, ["last", ""]),
        ];
        let found = cells(text);
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for ((line, record), (expected_line, expected)) in found.iter().zip(&expected) {
            assert_eq!((*line, record.as_slice()), (*expected_line, expected.map(String::from).as_slice()));
        }
        assert_eq!(records("a\n\"b,c\nd"), Err(2));
        assert_eq!(cells(""), []);
    }

    #[test]
    fn whatever_is_written_reads_back() {
        let rows = [vec!["a", "b,c", "d\"e\""], vec!["", " f ", "g\nh"], vec!["ü", "\"", "\r\n"]];
        let mut text = String::new();
        for row in &rows {
            write_record(&mut text, row.iter().map(|cell| Cow::Borrowed(*cell)));
        }
        let read: Vec<Vec<String>> = cells(&text).into_iter().map(|(_, record)| record).collect();
        assert_eq!(read, rows.map(|row| row.into_iter().map(str::to_owned).collect::<Vec<_>>()));
    }
}
