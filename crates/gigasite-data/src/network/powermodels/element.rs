//! An element of a table, read key by key.

use super::Desk;
use gigasite_case::Place;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Index of a bus by its number.
pub(super) type Index = BTreeMap<String, usize>;

/// An entry of a table.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) table: &'static str,
    pub(super) number: u64,
    pub(super) fields: &'a Map<String, Value>,
}

impl Element<'_> {
    pub(super) fn id(&self) -> String {
        self.number.to_string()
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.fields.get(key)?.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
    }
}

impl Desk<'_> {
    pub(super) fn place(&self, element: &Element<'_>, key: &str) -> Place {
        Place::file(self.label).field(format!("{}[{}].{key}", element.table, element.number))
    }

    /// A number that may be missing or null; anything else is an error.
    pub(super) fn maybe(&mut self, element: &Element<'_>, key: &str) -> Option<f64> {
        let value = element.fields.get(key).filter(|value| !value.is_null())?;
        let infinite = |text: &str| ["Inf", "-Inf"].contains(&text).then(|| text.parse().ok()).flatten();
        let number = value.as_f64().or_else(|| value.as_str().and_then(infinite));
        if number.is_none() {
            let message = format!("`{value}` is no number");
            self.findings.error("not-a-number", self.place(element, key), message, "write a plain number");
        }
        number
    }

    /// A number that has to be there.
    pub(super) fn number(&mut self, element: &Element<'_>, key: &str) -> f64 {
        if !element.fields.contains_key(key) {
            let place = self.place(element, key);
            self.findings.error("missing-key", place, format!("there is no `{key}`"), "add it");
        }
        self.maybe(element, key).unwrap_or(0.0)
    }

    /// A power in MW or Mvar, zero where it is missing.
    pub(super) fn power(&mut self, element: &Element<'_>, key: &str) -> f64 {
        self.maybe(element, key).map_or(0.0, |power| power * self.to_mw)
    }

    /// A limit in MW or Mvar, open where it is missing.
    pub(super) fn limit(&mut self, element: &Element<'_>, key: &str, open: f64) -> f64 {
        self.maybe(element, key).map_or(open, |power| power * self.to_mw)
    }

    /// An angle in degrees.
    pub(super) fn angle(&mut self, element: &Element<'_>, key: &str) -> Option<f64> {
        self.maybe(element, key).map(|angle| angle * self.to_deg)
    }

    /// Whether a status, 1 where it is missing, is not zero.
    pub(super) fn is_on(&mut self, element: &Element<'_>, key: &str) -> bool {
        self.maybe(element, key).is_none_or(|status| status != 0.0)
    }

    /// The bus that a key names; none is an error.
    pub(super) fn bus(&mut self, element: &Element<'_>, key: &str, index: &Index) -> Option<usize> {
        let number = self.number(element, key);
        let found = index.get(&format!("{number}")).copied();
        if found.is_none() {
            let message = format!("there is no bus {number}");
            let hint = "add the bus, or correct the number";
            self.findings.error("dangling-reference", self.place(element, key), message, hint);
        }
        found
    }

    /// Remembers the keys of an element that are not among those that are read.
    pub(super) fn unread(&mut self, element: &Element<'_>, read: &[&str]) {
        let known = ["index", "source_id"];
        let keys = element.fields.iter().filter(|(key, value)| {
            !known.contains(&key.as_str()) && !read.contains(&key.as_str()) && !value.is_null()
        });
        let keys: Vec<String> = keys.map(|(key, _)| key.clone()).collect();
        if !keys.is_empty() {
            self.unread.entry(element.table).or_default().extend(keys);
        }
    }
}
