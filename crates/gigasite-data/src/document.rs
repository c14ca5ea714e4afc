//! A case file as a tree that remembers its lines, held against the JSON Schema of [`CaseFile`].

use crate::files::line_of;
use gigasite_case::schema::CaseFile;
use gigasite_case::{Findings, Place, suggest};
use indexmap::IndexMap;
use serde_json::{Map, Value as Json};
use toml::de::{DeTable, DeValue};

/// A value and where it was written.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) place: Place,
    pub(crate) value: Value,
}

/// What was written.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(String),
    Whole(i64),
    Number(f64),
    Switch(bool),
    Date,
    List(Vec<Node>),
    Table(IndexMap<String, Node>),
}

impl Value {
    fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Whole(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Switch(_) => "true or false",
            Self::Date => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

/// The tree of a TOML text; syntax errors are findings.
pub(crate) fn parse(file: &str, text: &str, findings: &mut Findings) -> Node {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut said = None;
    for error in errors {
        let place = error.span().map_or_else(|| Place::file(file), |span| at(file, text, span.start));
        if said.replace(place.line) == Some(place.line) {
            continue; // the parser stumbles on over the rest of the line
        }
        let message = error.message().trim().replace('\n', ", ");
        findings.error("toml-syntax", place, message, "see https://toml.io for the syntax");
    }
    Node { place: Place::file(file).line(1), value: tree(file, text, "", table.get_ref()) }
}

fn at(file: &str, text: &str, byte: usize) -> Place {
    Place::file(file).line(line_of(text.as_bytes(), byte))
}

fn tree(file: &str, text: &str, path: &str, table: &DeTable<'_>) -> Value {
    let entries = table.iter().map(|(key, value)| {
        let path = join(path, key.get_ref());
        let place = at(file, text, key.span().start).field(&path);
        (key.get_ref().to_string(), Node { place, value: leaf(file, text, &path, value.get_ref()) })
    });
    Value::Table(entries.collect())
}

fn leaf(file: &str, text: &str, path: &str, value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(string) => Value::Text(string.to_string()),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .map_or_else(|_| Value::Number(f64::INFINITY), Value::Whole),
        DeValue::Float(float) => Value::Number(float.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(switch) => Value::Switch(*switch),
        DeValue::Datetime(_) => Value::Date,
        DeValue::Array(list) => Value::List(
            list.iter()
                .enumerate()
                .map(|(i, item)| {
                    let path = join(path, &i.to_string());
                    let place = at(file, text, item.span().start).field(&path);
                    Node { place, value: leaf(file, text, &path, item.get_ref()) }
                })
                .collect(),
        ),
        DeValue::Table(table) => tree(file, text, path, table),
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

impl Node {
    /// The place of a dotted key, or of its nearest parent that was written.
    pub(crate) fn place_of(&self, path: &str) -> Place {
        let mut node = self;
        for key in path.split('.') {
            let next = match &node.value {
                Value::Table(table) => table.get(key),
                Value::List(list) => key.parse::<usize>().ok().and_then(|i| list.get(i)),
                _ => None,
            };
            match next {
                Some(next) => node = next,
                None => return node.place.clone().field(path),
            }
        }
        node.place.clone()
    }

    /// Writes `value` under a dotted key, making the tables in between.
    pub(crate) fn set(&mut self, path: &str, value: &str, findings: &mut Findings) {
        let place = Place::file("--set").field(path);
        let wrapped = format!("v = {value}");
        let value = match DeTable::parse(&wrapped).ok().and_then(|table| {
            let (_, value) = table.get_ref().iter().next()?;
            Some(leaf("--set", &wrapped, path, value.get_ref()))
        }) {
            Some(value) => value,
            None => Value::Text(value.to_owned()),
        };
        let mut node = self;
        for key in path.split('.') {
            let here =
                match &mut node.value {
                    Value::Table(table) => Some(table.entry(key.to_owned()).or_insert_with(|| Node {
                        place: place.clone(),
                        value: Value::Table(IndexMap::new()),
                    })),
                    Value::List(list) => key.parse::<usize>().ok().and_then(|i| list.get_mut(i)),
                    _ => None,
                };
            let Some(next) = here else {
                let hint = "items of a list are numbered from 0, as in programme.stages.0.year";
                findings.error("unknown-key", place, format!("there is no `{key}` to set"), hint);
                return;
            };
            node = next;
        }
        *node = Node { place, value };
    }

    /// The same as JSON, for serde.
    pub(crate) fn json(&self) -> Json {
        match &self.value {
            Value::Text(text) => Json::String(text.clone()),
            Value::Whole(whole) => Json::from(*whole),
            Value::Number(number) => Json::from(*number),
            Value::Switch(switch) => Json::Bool(*switch),
            Value::Date => Json::Null,
            Value::List(list) => Json::Array(list.iter().map(Self::json).collect()),
            Value::Table(table) => Json::Object(
                table.iter().map(|(key, node)| (key.clone(), node.json())).collect::<Map<_, _>>(),
            ),
        }
    }
}

/// The JSON Schema of a case file.
pub(crate) fn schema() -> Json {
    schemars::schema_for!(CaseFile).to_value()
}

/// Every key and type of the tree against the schema. What does not belong is taken out of the tree, so that the rest
/// can still be checked.
pub(crate) fn check(node: &mut Node, schema: &Json, findings: &mut Findings) {
    walk(node, schema, schema, findings);
}

/// Whether the node may stay.
fn walk(node: &mut Node, schema: &Json, root: &Json, findings: &mut Findings) -> bool {
    let schema = resolve(schema, root);
    let types: Vec<&str> = match &schema["type"] {
        Json::String(name) => vec![name.as_str()],
        Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    let fits = types.iter().any(|name| {
        matches!(
            (*name, &node.value),
            ("string", Value::Text(_))
                | ("integer", Value::Whole(_))
                | ("number", Value::Whole(_) | Value::Number(_))
                | ("boolean", Value::Switch(_))
                | ("array", Value::List(_))
                | ("object", Value::Table(_))
        )
    });
    if !types.is_empty() && !fits {
        let expected =
            types.iter().find(|name| **name != "null").map_or("something else", |name| match *name {
                "string" => "a text in quotes",
                "integer" => "a whole number",
                "number" => "a number",
                "boolean" => "true or false",
                "array" => "a list in brackets",
                _ => "a table",
            });
        let message = format!("{} stands where {expected} is expected", node.value.name());
        findings.error("wrong-type", node.place.clone(), message, format!("write {expected}"));
        return false;
    }
    match &mut node.value {
        Value::Number(number) if !number.is_finite() => {
            findings.error("not-finite", node.place.clone(), "not a finite number", "write the value itself");
            return false;
        }
        Value::Whole(whole)
            if types.contains(&"integer")
                && schema["minimum"].as_f64().is_some_and(|least| (*whole as f64) < least) =>
        {
            let message = format!("{whole} is negative");
            findings.error("negative-value", node.place.clone(), message, "counts start at 0");
            return false;
        }
        Value::List(list) => list.retain_mut(|item| walk(item, &schema["items"], root, findings)),
        Value::Table(table) => keys(&node.place, table, schema, root, findings),
        _ => {}
    }
    true
}

fn keys(
    place: &Place,
    table: &mut IndexMap<String, Node>,
    schema: &Json,
    root: &Json,
    findings: &mut Findings,
) {
    let none = Map::new();
    let known = schema["properties"].as_object().unwrap_or(&none);
    let written: Vec<String> = table.keys().cloned().collect();
    table.retain(|key, child| {
        if let Some(schema) = known.get(key) {
            return walk(child, schema, root, findings);
        }
        if schema["additionalProperties"].is_object() {
            return walk(child, &schema["additionalProperties"], root, findings);
        }
        let names = known.keys().map(String::as_str);
        let hint = match (suggest::nearest(key, names.clone()), home(key, root)) {
            (None, Some(home)) => format!("it belongs under [{home}]"),
            _ => suggest::hint(key, names),
        };
        findings.error("unknown-key", child.place.clone(), format!("there is no key `{key}` here"), hint);
        false
    });
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str) {
        if !written.iter().any(|name| name == key) {
            let field = place.field.as_deref().map_or_else(|| key.to_owned(), |path| join(path, key));
            let what = known.get(key).and_then(|schema| schema["description"].as_str()).unwrap_or_default();
            findings.error(
                "missing-key",
                place.clone().field(field),
                format!("`{key}` is missing"),
                if what.is_empty() { String::new() } else { format!("{key}: {}", first_line(what)) },
            );
        }
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The table of the case file that knows a key.
fn home<'a>(key: &str, root: &'a Json) -> Option<&'a str> {
    let tables = root["properties"].as_object()?;
    let found = tables.iter().find(|(_, schema)| resolve(schema, root)["properties"].get(key).is_some());
    found.map(|(name, _)| name.as_str())
}

/// Follows `$ref` and the «or nothing» of an optional table.
fn resolve<'a>(schema: &'a Json, root: &'a Json) -> &'a Json {
    if let Some(path) = schema["$ref"].as_str() {
        return resolve(root.pointer(path.trim_start_matches('#')).unwrap_or(&Json::Null), root);
    }
    match schema["anyOf"].as_array() {
        Some(options) => options
            .iter()
            .find(|option| option["type"] != "null")
            .map_or(schema, |option| resolve(option, root)),
        None => schema,
    }
}
