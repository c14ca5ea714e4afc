//! The part of the MATLAB language that case files are written in.

use gigasite_case::{Findings, Place};
use std::borrow::Cow;
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
    /// What is assigned, if it is neither a matrix nor a cell array.
    pub(super) scalar: String,
    /// Line and numbers of each row.
    pub(super) rows: Vec<(usize, Vec<f64>)>,
    /// Rows of a cell array.
    pub(super) cells: Vec<Vec<String>>,
}

impl Field {
    /// The scalar without its quotes.
    pub(super) fn text(&self) -> &str {
        self.scalar.trim_matches(['\'', '"'])
    }
}

/// What the reader is inside of.
enum Inside {
    Nothing,
    Matrix(String),
    Cell(String),
}

impl Script {
    /// First text of every row of a cell array; a single row holds one a column. Empty if there is none.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let cells = self.fields.get(name).map(|field| field.cells.as_slice()).unwrap_or_default();
        match cells {
            [only] => only.clone(),
            rows => rows.iter().filter_map(|row| row.first().cloned()).collect(),
        }
    }

    pub(super) fn read(label: &str, text: &str, findings: &mut Findings) -> Self {
        let mut script = Self::default();
        let mut inside = Inside::Nothing;
        let mut variable = "mpc".to_owned();
        for (line, code) in code_lines(text) {
            let mut rest = code.trim();
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
                            field.cells.extend(cell_rows(row_text));
                        }
                        if closed {
                            inside = Inside::Nothing;
                        }
                        after
                    }
                };
            }
            if script.is_broken && script.name.is_empty() {
                return script;
            }
        }
        if let Inside::Matrix(name) | Inside::Cell(name) = inside {
            let line = script.fields.get(&name).map_or(1, |field| field.line);
            let place = Place::file(label).line(line).field(name.clone());
            let message = format!("`{name}` opens here and never closes");
            findings.error("unclosed", place, message, "close it with ]; or };");
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
        if let Some(head) = code.strip_prefix("function").filter(|head| head.starts_with([' ', '\t'])) {
            self.function(label, line, head, variable, findings);
            return (Inside::Nothing, "");
        }
        if code.is_empty() || ["return", "end", "endfunction"].contains(&code.trim_end_matches(';').trim()) {
            return (Inside::Nothing, "");
        }
        let assigned = code
            .strip_prefix(variable.as_str())
            .and_then(|rest| rest.strip_prefix('.'))
            .and_then(|rest| rest.split_once('='))
            .map(|(name, value)| (name.trim(), value.trim()))
            .filter(|(name, _)| name.chars().all(|letter| letter.is_alphanumeric() || "_.".contains(letter)));
        let Some((name, value)) = assigned else {
            let first: String = code.chars().take(40).collect();
            let message = format!("`{first}` is programme text, which is not run");
            let hint = "load the case in MATPOWER and save it with savecase";
            findings.error("not-data", Place::file(label).line(line), message, hint);
            self.is_broken = true;
            return (Inside::Nothing, "");
        };
        let mut field = Field { line, ..Field::default() };
        let opened = match value.chars().next() {
            Some('[') => (Inside::Matrix(name.to_owned()), &value[1..]),
            Some('{') => (Inside::Cell(name.to_owned()), &value[1..]),
            _ => {
                let (scalar, after, _) = upto(value, ';');
                scalar.trim().clone_into(&mut field.scalar);
                (Inside::Nothing, after)
            }
        };
        self.fields.insert(name.to_owned(), field);
        opened
    }

    /// `mpc = name`: what is filled, and the name of the case.
    fn function(
        &mut self,
        label: &str,
        line: usize,
        head: &str,
        variable: &mut String,
        findings: &mut Findings,
    ) {
        let (left, right) = head.split_once('=').unwrap_or(("mpc", head));
        let left = left.trim().trim_matches(['[', ']']).trim();
        if left.contains([',', ' ']) {
            let message = "a case of version 1, which returns several matrices instead of one struct";
            let hint = "load it in MATPOWER and save it with savecase";
            findings.error("wrong-version", Place::file(label).line(line), message, hint);
            self.is_broken = true;
            return;
        }
        left.clone_into(variable);
        right.split(['(', ';']).next().unwrap_or_default().trim().clone_into(&mut self.name);
    }

    /// Rows of a matrix in one line: ended by semicolons or by the line.
    fn numbers(&mut self, label: &str, line: usize, name: &str, text: &str, findings: &mut Findings) {
        let Some(field) = self.fields.get_mut(name) else { return };
        for row in text.split(';') {
            let width = field.rows.last().map_or(0, |(_, row)| row.len());
            let mut numbers = Vec::with_capacity(width);
            for word in row.split([' ', '\t', ',']).filter(|word| !word.is_empty()) {
                if let Ok(number) = word.parse::<f64>() {
                    numbers.push(number);
                } else {
                    let place = Place::file(label).line(line).field(name.to_owned());
                    let message = format!("`{word}` is no number, and expressions are not computed");
                    findings.error("not-a-number", place, message, "write a number, Inf or -Inf");
                    self.is_broken = true;
                }
            }
            if !numbers.is_empty() {
                field.rows.push((line, numbers));
            }
        }
    }
}

/// Lines of code and the number each begins at: without comments, lines that `...` continues joined.
pub(super) fn code_lines(text: &str) -> impl Iterator<Item = (usize, Cow<'_, str>)> {
    // a byte-order mark is no code
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let mut depth = 0_usize;
    std::iter::from_fn(move || {
        let mut joined: Option<(usize, String)> = None;
        for (number, raw) in lines.by_ref() {
            match raw.trim() {
                "%{" => depth += 1,
                "%}" => depth = depth.saturating_sub(1),
                _ if depth > 0 => {}
                _ => {
                    let (code, goes_on) = uncommented(raw);
                    match (&mut joined, goes_on) {
                        (None, false) => return Some((number + 1, Cow::Borrowed(code))),
                        (None, true) => joined = Some((number + 1, code.to_owned())),
                        (Some((_, start)), goes_on) => {
                            start.push(' ');
                            start.push_str(code);
                            if !goes_on {
                                break;
                            }
                        }
                    }
                }
            }
        }
        joined.map(|(line, code)| (line, Cow::Owned(code)))
    })
}

/// The line without its comment, and whether the next line continues it. What stands between quotes is text.
fn uncommented(line: &str) -> (&str, bool) {
    let bytes = line.as_bytes();
    let mut quote = None;
    for (place, &byte) in bytes.iter().enumerate() {
        match (byte, quote) {
            (b'\'' | b'"', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            (b'%' | b'#', None) => return (&line[..place], false),
            (b'.', None) if bytes[place..].starts_with(b"...") => return (&line[..place], true),
            _ => {}
        }
    }
    (line, false)
}

/// Text before a closing letter outside quotes, text behind it, and whether it was there.
fn upto(text: &str, close: char) -> (&str, &str, bool) {
    let mut quote = None;
    for (place, letter) in text.char_indices() {
        match (letter, quote) {
            ('\'' | '"', None) => quote = Some(letter),
            (_, Some(open)) if letter == open => quote = None,
            (_, None) if letter == close => return (&text[..place], &text[place + 1..], true),
            _ => {}
        }
    }
    (text, "", false)
}

/// Rows of a cell array: texts without their quotes, a doubled quote being a quote, and bare words.
fn cell_rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![Vec::new()];
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => rows.push(Vec::new()),
            ' ' | '\t' | ',' => {}
            _ => {
                let word = if letter == '\'' || letter == '"' {
                    quoted(&mut letters, letter)
                } else {
                    let mut word = letter.to_string();
                    while let Some(next) = letters.next_if(|next| !" \t,;".contains(*next)) {
                        word.push(next);
                    }
                    word
                };
                if let Some(row) = rows.last_mut() {
                    row.push(word);
                }
            }
        }
    }
    rows.retain(|row| !row.is_empty());
    rows
}

/// The text up to the closing quote.
fn quoted(letters: &mut std::iter::Peekable<std::str::Chars<'_>>, quote: char) -> String {
    let mut word = String::new();
    while let Some(letter) = letters.next() {
        if letter != quote || letters.next_if_eq(&quote).is_some() {
            word.push(letter);
        } else {
            break;
        }
    }
    word
}
