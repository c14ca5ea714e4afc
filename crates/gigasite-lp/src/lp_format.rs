//! The programme as text, to read it or to take it to another solver.

use crate::{Programme, Row, Sense};
use std::collections::BTreeSet;
use std::fmt::Write as _;

impl Programme {
    /// The programme in CPLEX LP format. `built_mw[FR,17]` is written `built_mw(FR,17)`, since brackets mean something
    /// else there; a name that is taken, or that the format refuses, gets its number.
    pub fn to_lp_format(&self) -> String {
        let mut taken = BTreeSet::new();
        let names: Vec<String> =
            self.columns().map(|(column, name)| plain(&name, column.0, &mut taken)).collect();
        let mut text = String::from("Minimize\n obj:");
        for (column, name) in self.columns.iter().zip(&names).filter(|(column, _)| column.cost.abs() > 0.0) {
            let _ = write!(text, " {:+} {name}", column.cost);
        }
        if self.offset.abs() > 0.0 {
            let _ = write!(text, " {:+}", self.offset);
        }
        text.push_str("\nSubject To\n");
        taken.clear();
        for (index, row) in self.rows.iter().enumerate() {
            let _ = write!(text, " {}:", plain(&self.row_name(Row(index as u32)), index as u32, &mut taken));
            for (column, coefficient) in &self.terms[row.terms.clone()] {
                let _ = write!(text, " {coefficient:+} {}", names[*column as usize]);
            }
            if let (true, Some(first)) = (row.terms.is_empty(), names.first()) {
                let _ = write!(text, " 0 {first}");
            }
            let sense = match row.sense {
                Sense::AtMost => "<=",
                Sense::Equal => "=",
                Sense::AtLeast => ">=",
            };
            let _ = writeln!(text, " {sense} {}", row.rhs);
        }
        text.push_str("Bounds\n");
        for (column, name) in self.columns.iter().zip(&names) {
            let _ = writeln!(text, " {} <= {name} <= {}", column.lower, column.upper);
        }
        if self.has_integers() {
            text.push_str("General\n");
            for (_, name) in self.columns.iter().zip(&names).filter(|(column, _)| column.integer) {
                let _ = writeln!(text, " {name}");
            }
        }
        text.push_str("End\n");
        text
    }
}

/// A name that LP readers take: no brackets, not like a number, once only, at most 255 bytes.
fn plain(name: &str, index: u32, taken: &mut BTreeSet<String>) -> String {
    let mut plain: String = name
        .chars()
        .map(|letter| match letter {
            '[' => '(',
            ']' => ')',
            letter if letter.is_ascii_alphanumeric() || "_,.()".contains(letter) => letter,
            _ => '_',
        })
        .collect();
    let first = plain.chars().next().unwrap_or('1');
    if !(first.is_ascii_alphabetic() || first == '_') || matches!(first, 'e' | 'E') {
        plain.insert(0, '_');
    }
    plain.truncate(240);
    if taken.contains(&plain) {
        let _ = write!(plain, "#{index}");
    }
    taken.insert(plain.clone());
    plain
}
