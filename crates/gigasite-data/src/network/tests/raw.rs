//! Files of sets read once more, by other means than the readers'.

use flate2::read::GzDecoder;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

/// A row by the names of its columns.
pub(super) type Row = BTreeMap<String, String>;

/// Text of a file, plain or packed: whichever is there.
pub(super) fn text(folder: &Path, name: &str) -> String {
    let plain = folder.join(name);
    if plain.is_file() {
        return String::from_utf8_lossy(&std::fs::read(plain).unwrap()).into_owned();
    }
    let packed = std::fs::File::open(folder.join(format!("{name}.gz"))).unwrap();
    let mut bytes = Vec::new();
    GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Rows of a table.
pub(super) fn table(folder: &Path, name: &str, quote: char) -> Vec<Row> {
    let mut lines = text(folder, name);
    lines.retain(|letter| letter != '\r');
    let mut records = lines.lines().filter(|line| !line.is_empty()).map(|line| cells(line, quote));
    let header = records.next().unwrap();
    records.map(|cells| header.iter().cloned().zip(cells).collect()).collect()
}

fn cells(line: &str, quote: char) -> Vec<String> {
    let (mut cells, mut is_quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            _ if letter == quote => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            _ => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

/// A cell as a number; zero where it is empty.
pub(super) fn number(row: &Row, column: &str) -> f64 {
    if row[column].is_empty() { 0.0 } else { row[column].parse().unwrap() }
}

/// Sum of a column.
pub(super) fn sum(rows: &[Row], column: &str) -> f64 {
    rows.iter().map(|row| number(row, column)).sum()
}

/// Sums of a column by the texts of another.
pub(super) fn sums(rows: &[Row], by: &str, column: &str) -> BTreeMap<String, f64> {
    let mut sums = BTreeMap::new();
    for row in rows {
        *sums.entry(row[by].clone()).or_insert(0.0) += number(row, column);
    }
    sums
}

/// Rows of a matrix of a MATPOWER case.
pub(super) fn matrix(text: &str, name: &str) -> Vec<Vec<f64>> {
    let begin = text.find(&format!("mpc.{name} = [")).unwrap();
    let body = &text[begin..][..text[begin..].find("];").unwrap()];
    let rows = body.lines().skip(1).map(|line| line.split(['%', ';']).next().unwrap().split_whitespace());
    let rows = rows.map(|words| words.map(|word| word.parse().unwrap()).collect::<Vec<f64>>());
    rows.filter(|row| !row.is_empty()).collect()
}
