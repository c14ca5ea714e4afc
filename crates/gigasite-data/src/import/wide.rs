//! Tables with a stamp first and one column a series, read in blocks: the file is never held whole.
//!
//! A block of a few megabytes is cut at a line's end, its pieces are read side by side, and the numbers go straight to their
//! columns. Besides the numbers themselves only a block is in memory.

use super::stamp::{self, Stamp};
use crate::Error;
use flate2::read::MultiGzDecoder;
use gigasite_case::{Findings, Place};
use rayon::prelude::*;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Bytes read at once.
const BLOCK: usize = 8 << 20;
/// Bytes that one thread reads at once.
const PIECE: usize = 1 << 20;
/// Bad cells and stamps told one by one; the rest is counted.
const TOLD: usize = 8;

/// What the headings of a table mean.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub(crate) delimiter: u8,
    /// Column of the stamp.
    pub(crate) stamp: usize,
    /// Whether each column of the file is read as numbers.
    pub(crate) wanted: Vec<bool>,
    /// Line of the heading.
    pub(crate) heading_line: usize,
    /// How a stamp cell is read.
    pub(crate) read_stamp: fn(&str) -> Option<Stamp>,
}

/// A table as read.
#[derive(Debug, Default)]
pub(crate) struct Wide {
    pub(crate) stamps: Vec<Stamp>,
    /// The wanted columns, in the order of the file.
    pub(crate) columns: Vec<Vec<f64>>,
    pub(crate) first_line: usize,
}

/// Opens a file, unpacking it where its first bytes say gzip.
pub(crate) fn open(path: &Path) -> Result<Box<dyn Read + Send>, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(failed)?;
    let mut magic = [0_u8; 2];
    let n = file.read(&mut magic).map_err(failed)?;
    let whole = std::io::Cursor::new(magic[..n].to_vec()).chain(file);
    if magic == [0x1f, 0x8b] {
        return Ok(Box::new(MultiGzDecoder::new(std::io::BufReader::with_capacity(1 << 16, whole))));
    }
    Ok(Box::new(whole))
}

/// Reads until the buffer holds `target` bytes or the file ends; whether it ended.
fn fill(reader: &mut dyn Read, buffer: &mut Vec<u8>, target: usize) -> std::io::Result<bool> {
    let missing = target.saturating_sub(buffer.len()) as u64;
    let got = reader.take(missing).read_to_end(buffer)?;
    Ok((got as u64) < missing)
}

/// What one thread has read.
#[derive(Default)]
struct Piece {
    lines: usize,
    stamps: Vec<Stamp>,
    columns: Vec<Vec<f64>>,
    /// Line within the piece, column of the file (`None`: too few cells), text.
    bad: Vec<(usize, Option<usize>, String)>,
    bad_count: usize,
}

/// Reads the rows after the heading.
///
/// # Errors
/// A file that cannot be read. Cells that are no number are error findings.
pub(crate) fn read(
    path: &Path,
    layout: &Layout,
    headings: &[String],
    findings: &mut Findings,
) -> Result<Wide, Error> {
    let failed = |source| Error::Read { path: path.to_owned(), source };
    let label = path.display().to_string();
    let mut reader = open(path)?;
    let mut buffer = Vec::with_capacity(BLOCK + (BLOCK >> 1));
    let wanted = layout.wanted.iter().filter(|wanted| **wanted).count();
    let mut wide =
        Wide { columns: vec![Vec::new(); wanted], first_line: layout.heading_line + 1, ..Wide::default() };
    let (mut skip, mut line, mut told) = (layout.heading_line, layout.heading_line + 1, 0);
    let packed_size = std::fs::metadata(path).map_or(0, |meta| meta.len());
    loop {
        let target = BLOCK.max(buffer.len() + PIECE);
        let ended = fill(reader.as_mut(), &mut buffer, target).map_err(failed)?;
        let cut = if ended {
            buffer.len()
        } else {
            buffer.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
        };
        let mut body = &buffer[..cut];
        while skip > 0 && !body.is_empty() {
            let at = body.iter().position(|byte| *byte == b'\n').map_or(body.len(), |at| at + 1);
            body = &body[at..];
            skip -= 1;
        }
        let pieces: Vec<Piece> =
            pieces(body).into_par_iter().map(|part| read_piece(part, layout, wanted)).collect();
        if wide.stamps.is_empty() && !ended {
            // room for the whole, so that growing never doubles what is held; a packed file is about four times as long
            let rows: usize = pieces.iter().map(|piece| piece.stamps.len()).sum();
            let bytes = packed_size as f64 / body.len().max(1) as f64;
            let rows = (rows as f64 * bytes * 1.01) as usize;
            wide.columns.iter_mut().for_each(|column| column.reserve_exact(rows));
        }
        for piece in &pieces {
            for (within, column, text) in &piece.bad {
                if told < TOLD {
                    bad_cell(&label, line + within, *column, text, headings, findings);
                }
                told += 1;
            }
            told += piece.bad_count - piece.bad.len();
            line += piece.lines;
            wide.stamps.extend_from_slice(&piece.stamps);
        }
        wide.columns.par_iter_mut().enumerate().for_each(|(index, column)| {
            for piece in &pieces {
                column.extend_from_slice(&piece.columns[index]);
            }
        });
        buffer.drain(..cut);
        if ended {
            break;
        }
    }
    if told > TOLD {
        let rest = format!("{} more cells are no number or no time stamp", told - TOLD);
        findings.error("not-a-number", Place::file(&label), rest, "see the lines named before");
    }
    Ok(wide)
}

fn bad_cell(
    label: &str,
    line: usize,
    column: Option<usize>,
    text: &str,
    headings: &[String],
    findings: &mut Findings,
) {
    let place = Place::file(label).line(line);
    let Some(column) = column else {
        let message = format!("the row has {text} cells, but there are {} headings", headings.len());
        return findings.error("cell-count", place, message, "give every row as many cells as the heading");
    };
    let place = place.field(headings.get(column).cloned().unwrap_or_default());
    if column == 0 || headings.get(column).is_some_and(|name| name.contains("MTU") || name.contains("Time")) {
        let message = format!("`{text}` is no time stamp");
        findings.error("bad-stamp", place, message, "write the start of the period, as 2016-01-01 00:00");
    } else {
        let hint = "write a number with a point for decimals, or leave the cell empty";
        findings.error("not-a-number", place, format!("`{text}` is no number"), hint);
    }
}

/// The rows, cut into pieces at line ends.
fn pieces(mut body: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    while body.len() > PIECE {
        let Some(end) = body[PIECE..].iter().position(|byte| *byte == b'\n') else { break };
        let (part, rest) = body.split_at(PIECE + end + 1);
        parts.push(part);
        body = rest;
    }
    if !body.is_empty() {
        parts.push(body);
    }
    parts
}

fn read_piece(part: &[u8], layout: &Layout, wanted: usize) -> Piece {
    let mut piece = Piece { columns: vec![Vec::new(); wanted], ..Piece::default() };
    let mut rest = part;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n');
        let (row, next) = end.map_or((rest, &rest[rest.len()..]), |end| (&rest[..end], &rest[end + 1..]));
        rest = next;
        let row = row.strip_suffix(b"\r").unwrap_or(row);
        if !row.iter().all(u8::is_ascii_whitespace) {
            read_row(row, layout, &mut piece);
        }
        piece.lines += 1;
    }
    piece
}

fn read_row(row: &[u8], layout: &Layout, piece: &mut Piece) {
    let bad = |piece: &mut Piece, column: Option<usize>, text: String| {
        if piece.bad.len() < TOLD {
            piece.bad.push((piece.lines, column, text));
        }
        piece.bad_count += 1;
    };
    let (mut at, mut column, mut target) = (0, 0, 0);
    let mut stamp = None;
    loop {
        let is_wanted = layout.wanted.get(column).copied().unwrap_or(false);
        let start = at;
        if is_wanted && let Some((value, end)) = plain_number(row, at, layout.delimiter) {
            piece.columns[target].push(value);
            target += 1;
            at = end;
        } else {
            let (cell, end) = cell(row, start, layout.delimiter);
            at = end;
            if column == layout.stamp {
                stamp = std::str::from_utf8(cell).ok().and_then(layout.read_stamp);
                if stamp.is_none() {
                    bad(piece, Some(column), String::from_utf8_lossy(cell).into_owned());
                }
            } else if is_wanted {
                let value = word(cell);
                if value.is_none() {
                    bad(piece, Some(column), String::from_utf8_lossy(cell).into_owned());
                }
                piece.columns[target].push(value.unwrap_or(f64::NAN));
                target += 1;
            }
        }
        column += 1;
        if at >= row.len() {
            break;
        }
        at += 1;
        if at == row.len() {
            // a delimiter at the end leaves one empty cell
            if layout.wanted.get(column).copied().unwrap_or(false) {
                piece.columns[target].push(f64::NAN);
                target += 1;
            }
            column += 1;
            break;
        }
    }
    if column != layout.wanted.len() && (stamp.is_some() || column > 1) {
        bad(piece, None, column.to_string());
    }
    if let Some(stamp) = stamp {
        piece.columns[target..].iter_mut().for_each(|column| column.push(f64::NAN));
        piece.stamps.push(stamp);
    } else {
        piece.columns[..target].iter_mut().for_each(|column| {
            column.pop();
        });
    }
}

/// The cell from `at`, without quotes, and where its delimiter stands.
fn cell(row: &[u8], at: usize, delimiter: u8) -> (&[u8], usize) {
    if row.get(at) == Some(&b'"') {
        let body = &row[at + 1..];
        let close = body.iter().position(|byte| *byte == b'"').unwrap_or(body.len());
        let after = (at + close + 2).min(row.len());
        let end =
            row[after..].iter().position(|byte| *byte == delimiter).map_or(row.len(), |next| after + next);
        return (&body[..close], end);
    }
    let end = row[at..].iter().position(|byte| *byte == delimiter).map_or(row.len(), |next| at + next);
    (row[at..end].trim_ascii(), end)
}

/// A decimal number up to the delimiter where it is short enough to be exact: digits below 2^53 and at most 22 places (Clinger,
/// *How to read floating point numbers accurately*). `None` leaves the cell to the slow path.
fn plain_number(row: &[u8], mut at: usize, delimiter: u8) -> Option<(f64, usize)> {
    static TENS: [f64; 23] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
        1e18, 1e19, 1e20, 1e21, 1e22,
    ];
    let is_negative = row.get(at) == Some(&b'-');
    at += usize::from(is_negative);
    let (mut mantissa, mut digits, mut places, mut after_point) = (0_u64, 0_u32, 0_usize, false);
    while let Some(&byte) = row.get(at) {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            digits += 1;
            places += usize::from(after_point);
        } else if byte == b'.' && !after_point {
            after_point = true;
        } else if byte == delimiter {
            break;
        } else {
            return None;
        }
        at += 1;
    }
    if digits == 0 || digits > 19 || mantissa > 1 << 53 || places > 22 {
        return None;
    }
    let value = mantissa as f64 / TENS[places];
    Some((if is_negative { -value } else { value }, at))
}

/// Every other number, and the words for none.
pub(crate) fn word(cell: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(cell).ok()?.trim();
    match text {
        "" | "-" | "n/e" | "N/A" | "NA" | "n/a" | "null" | "NULL" | "NaN" | "nan" | ":" => Some(f64::NAN),
        _ => text.parse().ok(),
    }
}

/// The default reading of stamps.
pub(crate) fn start_of_row(text: &str) -> Option<Stamp> {
    stamp::parse(text)
}

/// The start of ENTSO-E's market time unit, `01.01.2020 00:00 - 01.01.2020 01:00 (CET)`.
pub(crate) fn start_of_unit(text: &str) -> Option<Stamp> {
    let (start, end) = text.split_once(" - ").unwrap_or((text, ""));
    let zone = end.rsplit_once(" (").map_or("", |(_, zone)| zone);
    if zone.is_empty() || start.ends_with(')') {
        return stamp::parse(start);
    }
    stamp::parse(&format!("{start} ({zone}"))
}

#[cfg(test)]
mod tests {
    use super::{Layout, Wide, plain_number, read, start_of_row, start_of_unit, word};
    use gigasite_case::Findings;
    use proptest::prelude::*;
    use std::fmt::Write as _;

    fn of(text: &str, columns: usize) -> (Wide, Findings) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("table.csv");
        std::fs::write(&path, text).expect("written");
        let mut wanted = vec![true; columns];
        wanted[0] = false;
        let layout = Layout { delimiter: b',', stamp: 0, wanted, heading_line: 1, read_stamp: start_of_row };
        let headings: Vec<String> = text.lines().next().unwrap_or("").split(',').map(str::to_owned).collect();
        let mut findings = Findings::default();
        (read(&path, &layout, &headings, &mut findings).expect("read"), findings)
    }

    #[test]
    fn numbers_words_and_gaps_reach_their_columns() {
        let (wide, findings) = of(
            "utc,A,B\n2016-01-01 00:00,1.5,\n2016-01-01 01:00,inf,-2e3\r\n\n2016-01-01 02:00,n/e,\"7\"\n",
            3,
        );
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(wide.stamps.len(), 3);
        let bits = |column: &[f64]| column.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&wide.columns[0]), bits(&[1.5, f64::INFINITY, f64::NAN]));
        assert_eq!(bits(&wide.columns[1]), bits(&[f64::NAN, -2000.0, 7.0]));
    }

    #[test]
    fn what_is_no_number_is_named_with_its_line_and_column() {
        let (_, findings) =
            of("utc,A,B\n2016-01-01 00:00,1,2\n2016-01-01 01:00,x1,2\nnoon,1,2\n2016-01-01 03:00,1\n", 3);
        let told: Vec<_> =
            findings.0.iter().map(|f| (f.code.as_str(), f.place.line, f.place.field.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("not-a-number", Some(3), Some("A")),
                ("bad-stamp", Some(4), Some("utc")),
                ("cell-count", Some(5), None)
            ]
        );
    }

    #[test]
    fn a_file_of_many_blocks_is_read_whole_and_in_order() {
        let mut text = String::from("utc,A\n");
        let rows = 400_000_i64;
        for row in 0..rows {
            text.push_str(&crate::import::stamp::text(row * 3600)[..16]);
            let _ = writeln!(text, ",{row}.25");
        }
        let (wide, findings) = of(&text, 2);
        assert!(findings.is_empty() && text.len() > super::BLOCK);
        assert_eq!(wide.stamps.len(), rows as usize);
        assert!(
            wide.stamps
                .iter()
                .enumerate()
                .all(|(row, stamp)| stamp.naive_s == crate::import::stamp::hours_after(0, row))
        );
        let right = |(row, value): (usize, &f64)| value.to_bits() == (row as f64 + 0.25).to_bits();
        assert!(wide.columns[0].iter().enumerate().all(right));
    }

    #[test]
    fn units_of_market_time_are_known_by_their_start() {
        let start = |text: &str| {
            start_of_unit(text).map(|stamp| (crate::import::stamp::text(stamp.naive_s), stamp.offset_s))
        };
        assert_eq!(start("01.01.2020 00:00 - 01.01.2020 01:00"), Some(("2020-01-01T00:00Z".into(), None)));
        assert_eq!(
            start("01/01/2025 00:00:00 - 01/01/2025 00:15:00 (UTC)"),
            Some(("2025-01-01T00:00Z".into(), Some(0)))
        );
        assert_eq!(start("morning - evening"), None);
    }

    proptest! {
        #[test]
        fn the_fast_reading_of_numbers_is_exact(value in -1e9_f64..1e9, places in 0_usize..12) {
            let text = format!("{value:.places$}");
            let row = format!("{text},");
            let exact: f64 = text.parse().expect("a number");
            let read = plain_number(row.as_bytes(), 0, b',').map(|(read, _)| read).or_else(|| word(text.as_bytes()));
            prop_assert_eq!(read.map(f64::to_bits), Some(exact.to_bits()));
        }
    }
}
