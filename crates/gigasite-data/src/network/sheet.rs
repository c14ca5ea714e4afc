//! CSV tables of network sets: borrowed cells, the line of every row, any quote character.

use super::tally::Tally;
use crate::Error;
use crate::files::read_bytes;
use gigasite_case::{Findings, Place};
use std::borrow::Cow;
use std::path::{Path, PathBuf};

/// A folder of tables, plain or packed.
pub(crate) struct Folder {
    path: PathBuf,
    /// Names of its files, sorted.
    names: Vec<String>,
}

impl Folder {
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let failed = |source| Error::Read { path: path.to_owned(), source };
        let mut names = Vec::new();
        for entry in std::fs::read_dir(path).map_err(failed)? {
            names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
        }
        names.sort();
        Ok(Self { path: path.to_owned(), names })
    }

    /// Name of the file of a table, plain before packed.
    fn file(&self, table: &str) -> Option<String> {
        let names = [format!("{table}.csv"), format!("{table}.csv.gz")];
        names.into_iter().find(|name| self.names.contains(name))
    }

    /// Whether every one of these tables is there.
    pub(crate) fn has(&self, tables: &[&str]) -> bool {
        tables.iter().all(|table| self.file(table).is_some())
    }

    /// What stands before `table.csv` in the name of a file, if there is one.
    pub(crate) fn prefix(&self, table: &str) -> Option<&str> {
        let end = format!("{table}.csv");
        self.names.iter().find_map(|name| name.trim_end_matches(".gz").strip_suffix(end.as_str()))
    }

    /// The folder as the user finds it.
    pub(crate) fn label(&self) -> String {
        self.path.display().to_string()
    }

    /// Name of the folder itself.
    pub(crate) fn name(&self) -> String {
        let whole = self.path.canonicalize().unwrap_or_else(|_| self.path.clone());
        whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Label and text of a table; a missing one is an error.
    pub(crate) fn text(&self, table: &str, findings: &mut Findings) -> Result<(String, String), Error> {
        let Some(name) = self.file(table) else {
            let place = Place::file(self.path.join(format!("{table}.csv")).display().to_string());
            findings.error("missing-file", place, "the set has this table, but it is not there", "add it");
            return Ok(Default::default());
        };
        let path = self.path.join(name);
        let label = path.display().to_string();
        let text = String::from_utf8(read_bytes(&path)?).unwrap_or_else(|wrong| {
            let place = Place::file(&label);
            findings.error("not-utf8", place, "the file is not UTF-8 text", "save it as UTF-8");
            String::from_utf8_lossy(wrong.as_bytes()).into_owned()
        });
        Ok((label, text))
    }
}

/// A table with a header.
#[derive(Debug, Default)]
pub(crate) struct Sheet<'a> {
    label: String,
    header: Vec<Cow<'a, str>>,
    lines: Vec<usize>,
    /// Cells, row by row.
    cells: Vec<Cow<'a, str>>,
}

impl<'a> Sheet<'a> {
    /// Splits a text; rows with other than the columns of the header are errors and left out.
    pub(crate) fn read(label: &str, text: &'a str, quote: u8, findings: &mut Findings) -> Self {
        let mut sheet = Self { label: label.to_owned(), ..Self::default() };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut ragged = Tally::default();
        for (line, cells) in (Records { text, quote, line: 1 }) {
            if sheet.header.is_empty() {
                sheet.header = cells;
            } else if cells.len() == sheet.header.len() {
                sheet.lines.push(line);
                sheet.cells.extend(cells);
            } else {
                ragged.add(format!("line {line} with {}", cells.len()));
            }
        }
        let what = format!("rows have other than the {} columns of the header", sheet.header.len());
        if let Some(message) = ragged.sentence(what) {
            findings.error("ragged-row", Place::file(label), message, "quote a text that holds a comma");
        }
        if sheet.header.is_empty() && !label.is_empty() {
            findings.error(
                "empty-file",
                Place::file(label),
                "the file holds no table",
                "name the columns first",
            );
        }
        sheet
    }

    pub(crate) fn label(&self) -> &str {
        &self.label
    }

    pub(crate) fn header(&self) -> &[Cow<'a, str>] {
        &self.header
    }

    /// Places of columns; a missing one is an error.
    pub(crate) fn columns<const N: usize>(
        &self,
        names: [&str; N],
        findings: &mut Findings,
    ) -> Option<[usize; N]> {
        let mut places = [0; N];
        let mut is_whole = true;
        for (place, name) in places.iter_mut().zip(names) {
            let found = self.column(name);
            if found.is_none() && !self.label.is_empty() {
                let at = Place::file(&self.label).line(1).field(name);
                let is_one = self.header.len() == 1 && self.header[0].contains([';', '\t']);
                let hint = if is_one { "put commas between columns" } else { "add it" };
                findings.error("missing-column", at, format!("there is no column `{name}`"), hint);
            }
            is_whole &= found.is_some();
            *place = found.unwrap_or(0);
        }
        is_whole.then_some(places)
    }

    /// Place of a column that may be missing.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|label| label == name)
    }

    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        self.lines.iter().enumerate().map(|(at, line)| {
            let width = self.header.len();
            Row {
                label: &self.label,
                header: &self.header,
                line: *line,
                cells: &self.cells[at * width..][..width],
            }
        })
    }

    /// Values of a column as numbers; what is none is an error and NaN.
    pub(crate) fn numbers(&self, column: usize, findings: &mut Findings) -> Vec<f64> {
        self.rows().map(|row| row.number(column, findings)).collect()
    }
}

/// A row of a table.
#[derive(Clone, Copy)]
pub(crate) struct Row<'s> {
    label: &'s str,
    header: &'s [Cow<'s, str>],
    line: usize,
    cells: &'s [Cow<'s, str>],
}

impl<'s> Row<'s> {
    pub(crate) fn text(&self, column: usize) -> &'s str {
        &self.cells[column]
    }

    pub(crate) fn place(&self, column: usize) -> Place {
        Place::file(self.label).line(self.line).field(self.header[column].to_string())
    }

    /// A number; anything else is an error and NaN.
    pub(crate) fn number(&self, column: usize, findings: &mut Findings) -> f64 {
        let text = self.text(column);
        let number = text.parse().ok().filter(|number: &f64| !number.is_nan());
        number.unwrap_or_else(|| {
            let message = format!("`{text}` is no number");
            findings.error("not-a-number", self.place(column), message, "write a plain number");
            f64::NAN
        })
    }

    /// A number above zero; anything else is an error.
    pub(crate) fn positive(&self, column: usize, findings: &mut Findings) -> f64 {
        let number = self.number(column, findings);
        if number <= 0.0 {
            let message = format!("{number}, expected more than zero");
            findings.error("wrong-value", self.place(column), message, "correct it");
        }
        number
    }

    /// A number, or nothing where the cell is empty, `NA` or `NaN`.
    pub(crate) fn maybe(&self, column: usize, findings: &mut Findings) -> Option<f64> {
        let is_empty = ["", "na", "nan"].contains(&self.text(column).to_ascii_lowercase().as_str());
        (!is_empty).then(|| self.number(column, findings))
    }

    /// Yes or no, as `t`, `f`, `True`, `False`; empty is no.
    pub(crate) fn flag(&self, column: usize, findings: &mut Findings) -> bool {
        match self.text(column) {
            "t" | "True" | "true" => true,
            "f" | "False" | "false" | "" => false,
            other => {
                let message = format!("`{other}` is neither t nor f");
                findings.error("wrong-value", self.place(column), message, "write t or f");
                false
            }
        }
    }
}

/// Records of a text: the line each begins at, and its trimmed cells. Blank lines are left out.
struct Records<'a> {
    text: &'a str,
    quote: u8,
    line: usize,
}

impl<'a> Iterator for Records<'a> {
    type Item = (usize, Vec<Cow<'a, str>>);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.text.is_empty() {
            let (first_line, mut cells) = (self.line, Vec::new());
            let (mut start, mut is_quoted) = (0, false);
            let bytes = self.text.as_bytes();
            let mut end = bytes.len();
            for (at, &byte) in bytes.iter().enumerate() {
                match byte {
                    _ if byte == self.quote => is_quoted = !is_quoted,
                    b',' if !is_quoted => {
                        cells.push(cell(&self.text[start..at], self.quote));
                        start = at + 1;
                    }
                    b'\n' if !is_quoted => {
                        end = at;
                        break;
                    }
                    b'\n' => self.line += 1,
                    _ => {}
                }
            }
            self.line += 1;
            let last = &self.text[start..end];
            self.text = self.text.get(end + 1..).unwrap_or_default();
            if !cells.is_empty() || !last.trim().is_empty() {
                cells.push(cell(last, self.quote));
                return Some((first_line, cells));
            }
        }
        None
    }
}

/// A cell without blanks around it and without its quotes; a doubled quote is a quote.
fn cell(text: &str, quote: u8) -> Cow<'_, str> {
    let text = text.trim();
    let quote = char::from(quote);
    let Some(inner) = text.strip_prefix(quote).map(|text| text.strip_suffix(quote).unwrap_or(text)) else {
        return Cow::Borrowed(text);
    };
    if inner.contains(quote) {
        return Cow::Owned(inner.replace(&format!("{quote}{quote}"), &quote.to_string()));
    }
    Cow::Borrowed(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str, quote: u8) -> (Vec<Vec<String>>, Vec<usize>, Findings) {
        let mut findings = Findings::default();
        let sheet = Sheet::read("t.csv", text, quote, &mut findings);
        let rows = sheet.rows().map(|row| row.cells.iter().map(ToString::to_string).collect()).collect();
        let lines = sheet.rows().map(|row| row.line).collect();
        (rows, lines, findings)
    }

    #[test]
    fn quotes_hold_commas_line_breaks_and_themselves() {
        let (rows, lines, findings) = cells("\u{feff}a,b\r\n1,'x,\"y\"\nz'\n\n'O''Neill', 2 \n", b'\'');
        assert_eq!(rows, [["1", "x,\"y\"\nz"], ["O'Neill", "2"]]);
        assert_eq!((lines, findings.is_empty()), (vec![2, 5], true));
    }

    #[test]
    fn ragged_rows_and_missing_columns_are_errors() {
        let (rows, _, findings) = cells("a,b\n1\n2,3\n", b'"');
        assert_eq!((rows.len(), findings.0[0].code.as_str()), (1, "ragged-row"));
        let mut findings = Findings::default();
        let sheet = Sheet::read("t.csv", "a,b\n1,x\n", b'"', &mut findings);
        assert_eq!(sheet.columns(["a", "c"], &mut findings), None);
        assert_eq!(findings.0[0].place.to_string(), "t.csv:1 `c`");
        assert!(sheet.numbers(1, &mut findings)[0].is_nan());
        assert_eq!(findings.0[1].place.to_string(), "t.csv:2 `b`");
    }
}
