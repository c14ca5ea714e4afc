//! Text into records by a CSV dialect.

use serde_json::Value;

/// How cells are told apart.
#[expect(clippy::struct_excessive_bools, reason = "switches of the standard")]
pub(super) struct Dialect {
    delimiter: char,
    quote: Option<char>,
    is_quote_doubled: bool,
    escape: Option<char>,
    comment: Option<String>,
    skips_initial_space: bool,
    skips_blank_rows: bool,
    pub(super) has_header: bool,
}

/// One record and the line it begins on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

impl Dialect {
    /// The dialect of a resource; keys of the standard, and `csv.…` as frictionless nests them.
    pub(super) fn of(resource: &Value, is_tsv: bool) -> Self {
        let dialect = &resource["dialect"];
        let key = |name: &str| match &dialect[name] {
            Value::Null => &dialect["csv"][name],
            value => value,
        };
        let letter = |name: &str| key(name).as_str().and_then(|text| text.chars().next());
        Self {
            delimiter: letter("delimiter").unwrap_or(if is_tsv { '\t' } else { ',' }),
            quote: if key("quoteChar") == "" { None } else { letter("quoteChar").or(Some('"')) },
            is_quote_doubled: key("doubleQuote").as_bool().unwrap_or(true),
            escape: letter("escapeChar"),
            comment: key("commentChar").as_str().filter(|text| !text.is_empty()).map(str::to_owned),
            skips_initial_space: key("skipInitialSpace").as_bool().unwrap_or(false),
            skips_blank_rows: key("skipBlankRows").as_bool().unwrap_or(false),
            has_header: key("header").as_bool().unwrap_or(true),
        }
    }
}

/// Every record, blank ones too; comments left out.
pub(super) fn split(text: &str, dialect: &Dialect) -> Vec<Record> {
    let text = text.replace("\r\n", "\n");
    let mut records = Vec::new();
    let (mut line, mut first) = (1, 1);
    let mut cells: Vec<String> = Vec::new();
    let mut cell = String::new();
    let (mut quoted, mut begun) = (false, false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if quoted {
            if Some(letter) == dialect.quote {
                if dialect.is_quote_doubled && letters.peek().copied() == dialect.quote {
                    cell.extend(letters.next());
                } else {
                    quoted = false;
                }
            } else if Some(letter) == dialect.escape {
                cell.extend(letters.next());
            } else {
                line += usize::from(letter == '\n');
                cell.push(letter);
            }
        } else if letter == '\n' {
            if begun || !cells.is_empty() || !cell.is_empty() {
                cells.push(std::mem::take(&mut cell));
            }
            records.push(Record { line: first, cells: std::mem::take(&mut cells) });
            line += 1;
            (first, begun) = (line, false);
        } else if letter == dialect.delimiter {
            cells.push(std::mem::take(&mut cell));
            begun = true;
        } else if Some(letter) == dialect.quote && cell.is_empty() {
            (quoted, begun) = (true, true);
        } else if Some(letter) == dialect.escape {
            cell.extend(letters.next());
        } else if !(dialect.skips_initial_space && letter == ' ' && cell.is_empty()) {
            cell.push(letter);
        }
    }
    if begun || !cells.is_empty() || !cell.is_empty() {
        cells.push(cell);
        records.push(Record { line: first, cells });
    }
    if let Some(comment) = &dialect.comment {
        records.retain(|record| record.cells.first().is_none_or(|cell| !cell.starts_with(comment.as_str())));
    }
    if dialect.skips_blank_rows {
        records.retain(|record| record.cells.iter().any(|cell| !cell.is_empty()));
    }
    records
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn cells(text: &str, dialect: &Value) -> Vec<Vec<String>> {
        let dialect = Dialect::of(&json!({ "dialect": dialect }), false);
        split(text, &dialect).into_iter().map(|record| record.cells).collect()
    }

    #[test]
    fn quotes_lines_and_blank_rows_are_told_apart() {
        assert_eq!(
            cells("a,b\r\n\"x,\"\"y\"\"\",\n\n", &Value::Null),
            [vec!["a", "b"], vec!["x,\"y\"", ""], vec![]]
        );
        assert_eq!(
            cells("a;'b;c'\n#no\n", &json!({"delimiter": ";", "quoteChar": "'", "commentChar": "#"})),
            [["a", "b;c"]]
        );
        let dialect = Dialect::of(&Value::Null, false);
        let lines: Vec<usize> = split("a\n\"b\nc\"\nd", &dialect).iter().map(|record| record.line).collect();
        assert_eq!(lines, [1, 2, 4]);
    }
}
