//! A table schema: fields, keys, what stands for missing.

use gigasite_case::{Findings, Place};
use serde_json::Value;
use std::path::Path;

/// Types of the standard.
const TYPES: [&str; 16] = [
    "any",
    "array",
    "boolean",
    "date",
    "datetime",
    "duration",
    "geojson",
    "geopoint",
    "integer",
    "list",
    "number",
    "object",
    "string",
    "time",
    "year",
    "yearmonth",
];

/// One field.
pub(super) struct Field {
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) descriptor: Value,
    /// Texts that stand for nothing.
    pub(super) missing: Vec<String>,
}

impl Field {
    pub(super) fn constraint(&self, name: &str) -> &Value {
        &self.descriptor["constraints"][name]
    }
}

/// How labels find their fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    Exact,
    Equal,
    Subset,
    Superset,
    Partial,
}

/// Fields, here or in another resource.
pub(super) struct ForeignKey {
    pub(super) fields: Vec<String>,
    /// Empty for the table itself.
    pub(super) resource: String,
    pub(super) to: Vec<String>,
}

/// A table schema.
pub(super) struct Schema {
    pub(super) fields: Vec<Field>,
    pub(super) by: Match,
    pub(super) primary_key: Vec<String>,
    pub(super) foreign_keys: Vec<ForeignKey>,
}

impl Schema {
    /// The schema of a resource, inline or in a file beside the package; `None` if there is none or it is not valid.
    pub(super) fn of(at: &Place, resource: &Value, folder: &Path, findings: &mut Findings) -> Option<Self> {
        let loaded: Value;
        let mut error = |message: String| {
            let hint = "see https://datapackage.org/standard/table-schema/";
            findings.error("schema-error", at.clone(), message, hint);
        };
        let schema = match &resource["schema"] {
            Value::Null => return None,
            Value::String(path) if path.contains("://") => return None,
            Value::String(path) => {
                let read = std::fs::read(folder.join(path)).map_err(|reason| reason.to_string());
                let parsed = read
                    .and_then(|bytes| serde_json::from_slice(&bytes).map_err(|reason| reason.to_string()));
                match parsed {
                    Ok(value) => {
                        loaded = value;
                        &loaded
                    }
                    Err(reason) => {
                        error(format!("the schema `{path}` cannot be read: {reason}"));
                        return None;
                    }
                }
            }
            inline => inline,
        };
        let Some(listed) = schema["fields"].as_array() else {
            error("the schema lists no `fields`".into());
            return None;
        };
        let texts = |value: &Value| -> Option<Vec<String>> {
            let text = |one: &Value| one.as_str().or_else(|| one["value"].as_str()).map(str::to_owned);
            match value {
                Value::Null => None,
                Value::Array(all) => Some(all.iter().filter_map(text).collect()),
                one => text(one).map(|text| vec![text]),
            }
        };
        let missing = texts(&schema["missingValues"]).unwrap_or_else(|| vec![String::new()]);
        let mut fields: Vec<Field> = Vec::new();
        for (index, descriptor) in listed.iter().enumerate() {
            let Some(name) = descriptor["name"].as_str() else {
                error(format!("field {} has no name", index + 1));
                return None;
            };
            let kind = descriptor["type"].as_str().unwrap_or("any");
            if !TYPES.contains(&kind) {
                error(format!("field `{name}` has the type `{kind}`, expected one of {}", TYPES.join(", ")));
                return None;
            }
            if fields.iter().any(|field| field.name == name) {
                error(format!("two fields are named `{name}`"));
                return None;
            }
            fields.push(Field {
                name: name.to_owned(),
                kind: kind.to_owned(),
                missing: texts(&descriptor["missingValues"]).unwrap_or_else(|| missing.clone()),
                descriptor: descriptor.clone(),
            });
        }
        let primary_key = texts(&schema["primaryKey"]).unwrap_or_default();
        let mut foreign_keys = Vec::new();
        for key in schema["foreignKeys"].as_array().into_iter().flatten() {
            let to = &key["reference"];
            foreign_keys.push(ForeignKey {
                fields: texts(&key["fields"]).unwrap_or_default(),
                resource: to["resource"].as_str().unwrap_or_default().to_owned(),
                to: texts(&to["fields"]).unwrap_or_default(),
            });
        }
        let known = |name: &String| fields.iter().any(|field| field.name == *name);
        let named = primary_key.iter().chain(foreign_keys.iter().flat_map(|key| &key.fields));
        if let Some(stranger) = named.into_iter().find(|name| !known(name)) {
            error(format!("a key names `{stranger}`, which is no field"));
            return None;
        }
        let by = match texts(&schema["fieldsMatch"]).unwrap_or_default().first().map(String::as_str) {
            Some("equal") => Match::Equal,
            Some("subset") => Match::Subset,
            Some("superset") => Match::Superset,
            Some("partial") => Match::Partial,
            _ => Match::Exact,
        };
        Some(Self { fields, by, primary_key, foreign_keys })
    }

    /// The field of each column, by position or by name.
    pub(super) fn of_columns(&self, labels: &[String]) -> Vec<Option<usize>> {
        labels
            .iter()
            .enumerate()
            .map(|(position, label)| match self.by {
                Match::Exact => (position < self.fields.len()).then_some(position),
                _ => self.fields.iter().position(|field| field.name == *label),
            })
            .collect()
    }
}
