//! The part of the MATLAB language that case files are written in.

use gigasite_case::{Findings, Place};
use std::collections::BTreeMap;

/// What a case function assigns.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// Name of the function.
    pub(super) name: String,
    pub(super) fields: BTreeMap<String, Field>,
    /// A statement could not be read, so fields may be wrong.
    pub(super) is_broken: bool,
}

/// One assigned field.
#[derive(Debug, Default)]
pub(super) struct Field {
    pub(super) line: usize,
    pub(super) number: Option<f64>,
    pub(super) text: Option<String>,
    /// Line and numbers of each row.
    pub(super) rows: Vec<(usize, Vec<f64>)>,
    /// Rows of a cell array.
    pub(super) cells: Vec<Vec<String>>,
}

/// What the reader is inside of.
enum Inside {
    Nothing,
    Matrix(String),
    Cell(String),
}

impl Script {
    /// First text of every row of a cell array; empty if there is none.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let cells = self.fields.get(name).map(|field| field.cells.as_slice()).unwrap_or_default();
        cells.iter().filter_map(|row| row.first().cloned()).collect()
    }

    pub(super) fn read(label: &str, text: &str, findings: &mut Findings) -> Self {
        let mut script = Self::default();
        let mut inside = Inside::Nothing;
        let mut variable = "mpc".to_owned();
        for (number, raw) in text.lines().enumerate() {
            let line = number + 1;
            let code = uncommented(raw).trim_end_matches("...").trim();
            if code.is_empty() {
                continue;
            }
            let mut rest = code;
            while !rest.is_empty() {
                rest = match &inside {
                    Inside::Nothing => {
                        let (next, after) = script.statement(label, line, rest, &mut variable, findings);
                        inside = next;
                        after
                    }
                    Inside::Matrix(name) => {
                        let (row_text, after, closed) = upto(rest, ']');
                        let name = name.clone();
                        script.numbers(label, line, &name, row_text, findings);
                        if closed {
                            inside = Inside::Nothing;
                        }
                        after
                    }
                    Inside::Cell(name) => {
                        let (row_text, after, closed) = upto(rest, '}');
                        if let Some(field) = script.fields.get_mut(name) {
                            field.cells.extend(quoted(row_text));
                        }
                        if closed {
                            inside = Inside::Nothing;
                        }
                        after
                    }
                };
            }
        }
        if let Inside::Matrix(name) | Inside::Cell(name) = inside {
            let line = script.fields.get(&name).map_or(1, |field| field.line);
            let place = Place::file(label).line(line).field(name.clone());
            findings.error(
                "unclosed",
                place,
                format!("`{name}` opens here and never closes"),
                "close it with ]; or };",
            );
            script.is_broken = true;
        }
        script
    }

    /// One statement outside of matrices; returns what it opened and the text behind it.
    fn statement<'a>(
        &mut self,
        label: &str,
        line: usize,
        code: &'a str,
        variable: &mut String,
        findings: &mut Findings,
    ) -> (Inside, &'a str) {
        let code = code.trim_start_matches([';', ',', ' ', '\t']);
        if let Some(head) = code.strip_prefix("function") {
            let (left, right) = head.split_once('=').unwrap_or(("mpc", head));
            left.trim().clone_into(variable);
            right.split(['(', ';']).next().unwrap_or_default().trim().clone_into(&mut self.name);
            return (Inside::Nothing, "");
        }
        if code.is_empty() || ["return", "end", "return;", "end;"].contains(&code) {
            return (Inside::Nothing, "");
        }
        let assigned = code
            .strip_prefix(variable.as_str())
            .and_then(|rest| rest.strip_prefix('.'))
            .and_then(|rest| rest.split_once('='))
            .map(|(name, value)| (name.trim(), value.trim()))
            .filter(|(name, _)| name.chars().all(|letter| letter.is_alphanumeric() || letter == '_'));
        let Some((name, value)) = assigned else {
            let first: String = code.chars().take(40).collect();
            let place = Place::file(label).line(line);
            findings.error(
                "not-data",
                place,
                format!("`{first}` is programme text, which is not run"),
                "load the case in MATPOWER and save it with savecase",
            );
            self.is_broken = true;
            return (Inside::Nothing, "");
        };
        let mut field = Field { line, ..Field::default() };
        let opened = match value.chars().next() {
            Some('[') => (Inside::Matrix(name.to_owned()), &value[1..]),
            Some('{') => (Inside::Cell(name.to_owned()), &value[1..]),
            _ => {
                let (scalar, after) = value.split_once(';').unwrap_or((value, ""));
                let scalar = scalar.trim();
                field.number = scalar.parse().ok();
                field.text = Some(scalar.trim_matches(['\'', '"']).to_owned());
                (Inside::Nothing, after)
            }
        };
        self.fields.insert(name.to_owned(), field);
        opened
    }

    /// Rows of a matrix in one line: ended by semicolons or by the line.
    fn numbers(&mut self, label: &str, line: usize, name: &str, text: &str, findings: &mut Findings) {
        for row in text.split(';') {
            let mut numbers = Vec::new();
            for word in row.split([' ', '\t', ',']).filter(|word| !word.is_empty()) {
                if let Ok(number) = word.parse::<f64>() {
                    numbers.push(number);
                } else {
                    let place = Place::file(label).line(line).field(name.to_owned());
                    findings.error(
                        "not-a-number",
                        place,
                        format!("`{word}` is no number"),
                        "write a number, Inf or -Inf",
                    );
                    self.is_broken = true;
                }
            }
            if !numbers.is_empty()
                && let Some(field) = self.fields.get_mut(name)
            {
                field.rows.push((line, numbers));
            }
        }
    }
}

/// The line without its comment; a per cent sign between quotes is text.
fn uncommented(line: &str) -> &str {
    let mut quoted = false;
    for (place, letter) in line.char_indices() {
        match letter {
            '\'' => quoted = !quoted,
            '%' if !quoted => return &line[..place],
            _ => {}
        }
    }
    line
}

/// Text before a closing bracket outside quotes, text behind it, and whether it was there.
fn upto(text: &str, close: char) -> (&str, &str, bool) {
    let mut quoted = false;
    for (place, letter) in text.char_indices() {
        if letter == '\'' {
            quoted = !quoted;
        } else if letter == close && !quoted {
            return (&text[..place], &text[place + 1..], true);
        }
    }
    (text, "", false)
}

/// Rows of quoted texts; a doubled quote is a quote.
fn quoted(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![Vec::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => rows.push(Vec::new()),
            '\'' => {
                let mut word = String::new();
                while let Some(inner) = letters.next() {
                    if inner != '\'' {
                        word.push(inner);
                    } else if letters.peek() == Some(&'\'') {
                        letters.next();
                        word.push('\'');
                    } else {
                        break;
                    }
                }
                if let Some(row) = rows.last_mut() {
                    row.push(word);
                }
            }
            _ => {}
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}
