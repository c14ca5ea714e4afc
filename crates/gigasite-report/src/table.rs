//! A table: written once, shown as CSV, as a sheet and as HTML.

use crate::format;
use gigasite_units::suffix::unit_of;
use std::borrow::Cow;
use std::fmt::Write as _;

/// A table with named columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table {
    /// File stem.
    pub(crate) name: &'static str,
    /// For people.
    pub(crate) title: &'static str,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// A column: its key carries the unit as a suffix.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    pub(crate) key: Cow<'static, str>,
    /// Heading for people, without the unit.
    pub(crate) heading: Cow<'static, str>,
    /// Digits after the point when shown to people; `None` = telling digits.
    pub(crate) decimals: Option<usize>,
}

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Text(String),
    Number(f64),
    /// A calendar year or code: never with separators.
    Label(i32),
    Empty,
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        if value.is_finite() { Self::Number(value) } else { Self::Empty }
    }
}
impl From<Option<f64>> for Cell {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Empty, Self::from)
    }
}
impl From<&str> for Cell {
    fn from(value: &str) -> Self {
        if value.is_empty() { Self::Empty } else { Self::Text(value.to_owned()) }
    }
}
impl From<String> for Cell {
    fn from(value: String) -> Self {
        Self::from(value.as_str())
    }
}
impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Text(if value { "yes" } else { "no" }.to_owned())
    }
}

/// A column.
pub(crate) fn column(
    key: impl Into<Cow<'static, str>>,
    heading: impl Into<Cow<'static, str>>,
    decimals: Option<usize>,
) -> Column {
    Column { key: key.into(), heading: heading.into(), decimals }
}

impl Column {
    /// The unit that the key promises, as people write it.
    fn unit(&self) -> Option<String> {
        let plain = ["calendar year", "count", "ratio", "fraction 0–1", "accelerators", "GPU-hours"];
        unit_of(&self.key).filter(|unit| !plain.contains(unit)).map(people)
    }
    /// Heading with its unit.
    pub(crate) fn label(&self) -> String {
        self.unit().map_or_else(|| self.heading.to_string(), |unit| format!("{}, {unit}", self.heading))
    }
}

/// A unit as people write it on a page.
fn people(unit: &str) -> String {
    unit.replace("m3", "m³").replace("CO2", "CO₂").replace("EUR/a", "EUR a year").replace("GPU-hour", "GPU-h")
}

impl Table {
    pub(crate) fn new(name: &'static str, title: &'static str, columns: Vec<Column>) -> Self {
        Self { name, title, columns, rows: Vec::new() }
    }
    pub(crate) fn push(&mut self, row: Vec<Cell>) {
        debug_assert_eq!(row.len(), self.columns.len(), "row of `{}`", self.name);
        self.rows.push(row);
    }

    /// RFC 4180 with `\n`: shortest decimals that read back to the same number, empty where there is none.
    pub(crate) fn csv(&self) -> String {
        let mut out = String::new();
        let line = |out: &mut String, cells: &mut dyn Iterator<Item = String>| {
            for (place, cell) in cells.enumerate() {
                if place > 0 {
                    out.push(',');
                }
                if cell.contains([',', '"', '\n', '\r']) {
                    let _ = write!(out, "\"{}\"", cell.replace('"', "\"\""));
                } else {
                    out.push_str(&cell);
                }
            }
            out.push('\n');
        };
        line(&mut out, &mut self.columns.iter().map(|column| column.key.to_string()));
        for row in &self.rows {
            line(&mut out, &mut row.iter().map(Cell::plain));
        }
        out
    }

    /// The first `rows` rows with aligned columns, for a terminal; says how many are left out.
    pub(crate) fn text(&self, rows: usize) -> String {
        let shown: Vec<Vec<String>> = self
            .rows
            .iter()
            .take(rows)
            .map(|row| {
                row.iter().zip(&self.columns).map(|(cell, column)| cell.shown(column.decimals)).collect()
            })
            .collect();
        let labels: Vec<String> = self.columns.iter().map(Column::label).collect();
        let width = |c: usize| {
            let cells = shown.iter().map(|row| row[c].chars().count()).max().unwrap_or(0);
            cells.max(labels[c].chars().count())
        };
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let line = |cells: &[String], numeric: &dyn Fn(usize) -> bool| {
            let padded: Vec<String> = cells
                .iter()
                .enumerate()
                .map(|(c, cell)| {
                    let width = widths[c];
                    if numeric(c) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
                })
                .collect();
            format!("  {}\n", padded.join("  ").trim_end())
        };
        let is_number =
            |c: usize| self.rows.iter().any(|row| matches!(row[c], Cell::Number(_) | Cell::Label(_)));
        let mut out = format!("{}\n{}", self.title, line(&labels, &is_number));
        for row in &shown {
            out.push_str(&line(row, &is_number));
        }
        if self.rows.len() > rows {
            let _ = writeln!(out, "  … and {} more", format::count(self.rows.len() - rows));
        }
        out
    }

    /// The rows as JSON objects; numbers as numbers, `null` where there is none.
    pub(crate) fn json(&self) -> serde_json::Value {
        let value = |cell: &Cell| match cell {
            Cell::Text(text) => serde_json::Value::from(text.as_str()),
            Cell::Number(value) => serde_json::Value::from(*value),
            Cell::Label(value) => serde_json::Value::from(*value),
            Cell::Empty => serde_json::Value::Null,
        };
        let object = |row: &Vec<Cell>| -> serde_json::Map<String, serde_json::Value> {
            self.columns.iter().zip(row).map(|(column, cell)| (column.key.to_string(), value(cell))).collect()
        };
        self.rows.iter().map(|row| serde_json::Value::Object(object(row))).collect()
    }

    /// The table as HTML, numbers right-aligned; a caption where one is given.
    pub(crate) fn html(&self) -> String {
        let mut out = String::from("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
        let _ = write!(out, "{}\"><table><thead><tr>", format::html(self.title));
        let numeric: Vec<bool> = (0..self.columns.len())
            .map(|c| self.rows.iter().any(|row| matches!(row[c], Cell::Number(_) | Cell::Label(_))))
            .collect();
        let class = |c: usize| if numeric[c] { " class=\"n\"" } else { "" };
        for (c, column) in self.columns.iter().enumerate() {
            let _ = write!(out, "<th scope=\"col\"{}>{}", class(c), format::html(&column.heading));
            if let Some(unit) = column.unit() {
                let _ = write!(out, " <small>{}</small>", format::html(&unit));
            }
            out.push_str("</th>");
        }
        out.push_str("</tr></thead><tbody>");
        for row in &self.rows {
            out.push_str("<tr>");
            for (c, cell) in row.iter().enumerate() {
                let text = format::html(&cell.shown(self.columns[c].decimals));
                if c == 0 {
                    let _ = write!(out, "<th scope=\"row\"{}>{text}</th>", class(c));
                } else {
                    let _ = write!(out, "<td{}>{text}</td>", class(c));
                }
            }
            out.push_str("</tr>");
        }
        out.push_str("</tbody></table></div>");
        out
    }
}

impl Cell {
    /// For machines.
    pub(crate) fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(value) => format!("{}", value + 0.0),
            Self::Label(value) => value.to_string(),
            Self::Empty => String::new(),
        }
    }
    /// For people.
    pub(crate) fn shown(&self, decimals: Option<usize>) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(value) => {
                decimals.map_or_else(|| format::telling(*value), |digits| format::thousands(*value, digits))
            }
            Self::Label(value) => value.to_string(),
            Self::Empty => format::NONE.to_owned(),
        }
    }
}
