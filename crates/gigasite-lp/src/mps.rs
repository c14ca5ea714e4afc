//! Programmes in MPS, the format every solver reads: fixed and free layout, as HiGHS, Gurobi and CPLEX understand it.
//!
//! Read: `NAME`, `OBJSENSE`, `ROWS`, `COLUMNS` with integer markers, `RHS` (of the objective: minus a constant), `RANGES`,
//! `BOUNDS` (UP LO FX FR MI PL BV LI UI). Fields are split at white space, so names hold none. Maximisation becomes the
//! minimisation of the negative. A row with a range becomes two-sided ([`Programme::row_between`]). What an unknown section says
//! (quadratic terms, cones, special ordered sets) would be lost, so it is refused.
//!
//! Written: free layout, numbers in full precision; white space in names becomes `_`, and a name that is then there twice gets its
//! number.

use crate::{Column, Programme, Row, Sense};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct MpsError {
    /// Line, from 1.
    pub line: usize,
    /// What was found and what was expected.
    pub what: String,
}

/// A row while it is read.
struct Draft {
    name: String,
    sense: Sense,
    rhs: f64,
    range: Option<f64>,
    terms: Vec<(Column, f64)>,
}

#[derive(Default)]
struct Reader {
    programme: Programme,
    rows: Vec<Draft>,
    row_of: BTreeMap<String, usize>,
    column_of: BTreeMap<String, Column>,
    objective: Option<String>,
    /// `N` rows beside the objective: read and left out, as solvers do.
    ignored: BTreeSet<String>,
    maximise: bool,
    integer: bool,
    /// Columns whose lower bound was given.
    lower_given: BTreeSet<Column>,
}

type Read<T> = Result<T, String>;

fn number(word: &str) -> Read<f64> {
    let value: f64 = word.parse().map_err(|_| format!("`{word}` is no number"))?;
    if value.is_nan() { Err(format!("`{word}` is no usable number")) } else { Ok(value) }
}

impl Programme {
    /// Reads a programme in MPS.
    ///
    /// # Errors
    /// The first line that cannot be read, with what was expected there.
    pub fn from_mps(text: &str) -> Result<Self, MpsError> {
        let mut reader = Reader::default();
        let mut section = String::new();
        let mut last = 0;
        for (index, line) in text.lines().enumerate() {
            last = index + 1;
            if line.starts_with('*') || line.trim().is_empty() {
                continue;
            }
            let words: Vec<&str> = line.split_whitespace().collect();
            let done = if line.starts_with(char::is_whitespace) {
                reader.data(&section, &words)
            } else {
                words[0].clone_into(&mut section);
                if section == "ENDATA" {
                    return Ok(reader.finish());
                }
                reader.header(&words)
            };
            done.map_err(|what| MpsError { line: last, what })?;
        }
        Err(MpsError { line: last, what: "the file ends without ENDATA: it was cut off".into() })
    }

    /// The programme in MPS.
    pub fn to_mps(&self) -> String {
        let mut text = String::from("NAME gigasite\nROWS\n N objective\n");
        let columns = spelt(self.columns().map(|(_, name)| name), "objective");
        let rows = spelt(self.rows().map(|(_, name)| name), "objective");
        for (row, name) in self.rows.iter().zip(&rows) {
            let kind = match row.sense {
                Sense::AtMost => 'L',
                Sense::Equal => 'E',
                Sense::AtLeast => 'G',
            };
            let _ = writeln!(text, " {kind} {name}");
        }
        let mut entries: Vec<Vec<(usize, f64)>> = vec![Vec::new(); self.columns.len()];
        for index in 0..self.rows.len() {
            for (column, value) in self.terms_of(Row::nth(index)) {
                entries[*column as usize].push((index, *value));
            }
        }
        text.push_str("COLUMNS\n");
        let mut integer = false;
        for ((column, name), entries) in self.columns.iter().zip(&columns).zip(&entries) {
            if column.integer != integer {
                integer = column.integer;
                let _ = writeln!(text, " MARKER 'MARKER' '{}'", if integer { "INTORG" } else { "INTEND" });
            }
            // a column without entries is known by its cost alone
            if column.cost.abs() > 0.0 || entries.is_empty() {
                let _ = writeln!(text, " {name} objective {}", column.cost);
            }
            for (row, value) in entries {
                let _ = writeln!(text, " {name} {} {value}", rows[*row]);
            }
        }
        if integer {
            text.push_str(" MARKER 'MARKER' 'INTEND'\n");
        }
        text.push_str("RHS\n");
        if self.offset.abs() > 0.0 {
            let _ = writeln!(text, " RHS objective {}", -self.offset);
        }
        for (row, name) in self.rows.iter().zip(&rows).filter(|(row, _)| row.rhs.abs() > 0.0) {
            let _ = writeln!(text, " RHS {name} {}", row.rhs);
        }
        text.push_str("BOUNDS\n");
        for (column, name) in self.columns.iter().zip(&columns) {
            let (lower, upper) = (column.lower, column.upper);
            match (lower.is_finite(), upper.is_finite()) {
                (false, false) => {
                    let _ = writeln!(text, " FR BND {name}");
                }
                (true, true) if lower >= upper => {
                    let _ = writeln!(text, " FX BND {name} {lower}");
                }
                (low, high) => {
                    let _ = if low {
                        writeln!(text, " LO BND {name} {lower}")
                    } else {
                        writeln!(text, " MI BND {name}")
                    };
                    let _ = if high {
                        writeln!(text, " UP BND {name} {upper}")
                    } else {
                        writeln!(text, " PL BND {name}")
                    };
                }
            }
        }
        text.push_str("ENDATA\n");
        text
    }
}

/// Names without white space, each once, none of them `taken`.
fn spelt(names: impl Iterator<Item = String>, taken: &str) -> Vec<String> {
    let mut known = BTreeSet::from([taken.to_owned()]);
    let mut spell = |(index, name): (usize, String)| {
        let plain: String = name.split_whitespace().collect::<Vec<_>>().join("_");
        let mut unique = if plain.is_empty() { format!("x{index}") } else { plain.clone() };
        while !known.insert(unique.clone()) {
            unique = format!("{unique}#{index}");
        }
        unique
    };
    names.enumerate().map(&mut spell).collect()
}

impl Reader {
    fn header(&mut self, words: &[&str]) -> Read<()> {
        match words[0] {
            "OBJSENSE" => match words.get(1) {
                Some(sense) => self.sense(sense),
                None => Ok(()),
            },
            "NAME" | "ROWS" | "COLUMNS" | "RHS" | "RANGES" | "BOUNDS" => Ok(()),
            other => Err(format!("section `{other}` is not understood, and what it says would be lost")),
        }
    }

    fn sense(&mut self, word: &str) -> Read<()> {
        self.maximise = match word.to_ascii_uppercase().as_str() {
            "MAX" | "MAXIMIZE" | "MAXIMISE" => true,
            "MIN" | "MINIMIZE" | "MINIMISE" => false,
            _ => return Err(format!("`{word}` is neither MIN nor MAX")),
        };
        Ok(())
    }

    fn data(&mut self, section: &str, words: &[&str]) -> Read<()> {
        match section {
            "OBJSENSE" => self.sense(words[0]),
            "ROWS" => self.row(words),
            "COLUMNS" if words.contains(&"'MARKER'") => self.marker(words),
            "COLUMNS" => self.entries(words),
            "RHS" => self.pairs(words, Self::rhs),
            "RANGES" => self.pairs(words, Self::range),
            "BOUNDS" => self.bound(words),
            _ => Err("data stand before the first section".into()),
        }
    }

    fn row(&mut self, words: &[&str]) -> Read<()> {
        let [kind, name] = words else { return Err("expected a sense and a name".into()) };
        let sense = match *kind {
            "N" if self.objective.is_none() => {
                self.objective = Some((*name).to_owned());
                return Ok(());
            }
            "N" => {
                self.ignored.insert((*name).to_owned());
                return Ok(());
            }
            "L" => Sense::AtMost,
            "G" => Sense::AtLeast,
            "E" => Sense::Equal,
            other => return Err(format!("`{other}` is no sense: expected N, L, G or E")),
        };
        if self.row_of.insert((*name).to_owned(), self.rows.len()).is_some() {
            return Err(format!("row `{name}` is there twice"));
        }
        self.rows.push(Draft { name: (*name).to_owned(), sense, rhs: 0.0, range: None, terms: Vec::new() });
        Ok(())
    }

    fn marker(&mut self, words: &[&str]) -> Read<()> {
        self.integer = match words.last() {
            Some(&"'INTORG'") => true,
            Some(&"'INTEND'") => false,
            _ => return Err("expected 'INTORG' or 'INTEND'".into()),
        };
        Ok(())
    }

    fn entries(&mut self, words: &[&str]) -> Read<()> {
        let (name, pairs) = words.split_first().ok_or("expected a column")?;
        let column = if let Some(column) = self.column_of.get(*name) {
            *column
        } else {
            // without a bound, an integer column is a yes or no only in old files; solvers of today say 0 … ∞
            let column = self.programme.column(*name, 0.0, f64::INFINITY, 0.0);
            self.programme.columns[column.index()].integer = self.integer;
            self.column_of.insert((*name).to_owned(), column);
            column
        };
        if pairs.is_empty() || !pairs.len().is_multiple_of(2) {
            return Err("expected a row and a number, once or twice".into());
        }
        for pair in pairs.chunks_exact(2) {
            let value = number(pair[1])?;
            if self.objective.as_deref() == Some(pair[0]) {
                let cost = self.programme.cost(column) + value;
                self.programme.set_cost(column, cost);
            } else if !self.ignored.contains(pair[0]) {
                let row = self.find_row(pair[0])?;
                self.rows[row].terms.push((column, value));
            }
        }
        Ok(())
    }

    fn find_row(&self, name: &str) -> Read<usize> {
        self.row_of.get(name).copied().ok_or_else(|| format!("there is no row `{name}` in ROWS"))
    }

    /// `[set] row value [row value]`
    fn pairs(&mut self, words: &[&str], each: fn(&mut Self, &str, f64) -> Read<()>) -> Read<()> {
        let pairs = if words.len().is_multiple_of(2) { words } else { &words[1..] };
        if pairs.is_empty() {
            return Err("expected a row and a number".into());
        }
        pairs.chunks_exact(2).try_for_each(|pair| each(self, pair[0], number(pair[1])?))
    }

    fn rhs(&mut self, name: &str, value: f64) -> Read<()> {
        if self.objective.as_deref() == Some(name) {
            self.programme.offset = -value;
        } else if !self.ignored.contains(name) {
            let row = self.find_row(name)?;
            self.rows[row].rhs = value;
        }
        Ok(())
    }

    fn range(&mut self, name: &str, value: f64) -> Read<()> {
        let row = self.find_row(name)?;
        self.rows[row].range = Some(value);
        Ok(())
    }

    fn bound(&mut self, words: &[&str]) -> Read<()> {
        let kind = *words.first().ok_or("expected a bound")?;
        let valued = !matches!(kind, "FR" | "MI" | "PL" | "BV");
        let rest = &words[1..];
        // the name of the set may be missing
        let (name, value) = match (valued, rest) {
            (true, [name, value] | [_, name, value]) => (*name, number(value)?),
            (false, [name] | [_, name] | [_, name, _]) => (*name, 0.0),
            _ => return Err(format!("a bound of kind `{kind}` has {} fields", words.len())),
        };
        let column =
            *self.column_of.get(name).ok_or_else(|| format!("there is no column `{name}` in COLUMNS"))?;
        let (lower, upper) = self.programme.bounds(column);
        let given = self.lower_given.contains(&column);
        let (lower, upper) = match kind {
            // an upper bound below zero takes a lower bound that nobody gave with it
            "UP" | "UI" if value < 0.0 && !given => (f64::NEG_INFINITY, value),
            "UP" | "UI" => (lower, value),
            "LO" | "LI" => (value, upper),
            "FX" => (value, value),
            "FR" => (f64::NEG_INFINITY, f64::INFINITY),
            "MI" => (f64::NEG_INFINITY, upper),
            "PL" => (lower, f64::INFINITY),
            "BV" => (0.0, 1.0),
            other => return Err(format!("`{other}` is no kind of bound that is understood")),
        };
        if matches!(kind, "LO" | "LI" | "FX" | "FR" | "MI") {
            self.lower_given.insert(column);
        }
        if matches!(kind, "BV" | "LI" | "UI") {
            self.programme.columns[column.index()].integer = true;
        }
        if lower > upper {
            return Err(format!("column `{name}` may not be below {lower} nor above {upper}"));
        }
        self.programme.set_bounds(column, lower, upper);
        Ok(())
    }

    fn finish(mut self) -> Programme {
        for draft in &self.rows {
            match draft.range {
                None => {
                    self.programme.row(&*draft.name, &draft.terms, draft.sense, draft.rhs);
                }
                Some(range) => {
                    let (lower, upper) = match draft.sense {
                        Sense::AtMost => (draft.rhs - range.abs(), draft.rhs),
                        Sense::AtLeast => (draft.rhs, draft.rhs + range.abs()),
                        Sense::Equal => (draft.rhs + range.min(0.0), draft.rhs + range.max(0.0)),
                    };
                    self.programme.row_between(&*draft.name, &draft.terms, lower, upper);
                }
            }
        }
        if self.maximise {
            self.programme.offset = -self.programme.offset;
            for column in &mut self.programme.columns {
                column.cost = -column.cost;
            }
        }
        self.programme
    }
}
