//! A table in the making: only what differs from PyPSA's defaults becomes a column.

use crate::network::pypsa::schema::{self, Attribute};
use crate::network::pypsa::tables::{Column, Table};
use gigasite_case::network::Expansion;

/// A static table of a list.
pub(super) struct Sheet {
    list: &'static str,
    pub(super) table: Table,
}

impl Sheet {
    pub(super) fn of(list: &'static str, names: impl Iterator<Item = String>) -> Self {
        Self { list, table: Table::of(names.collect()) }
    }

    /// Numbers; NaN stands for the default.
    pub(super) fn numbers(&mut self, attribute: &str, values: impl Iterator<Item = f64>) {
        let default = schema::find(self.list, attribute).map_or(f64::NAN, Attribute::number);
        let values: Vec<f64> = values.map(|value| if value.is_nan() { default } else { value }).collect();
        let differs = |value: &f64| !value.is_nan() && value.to_bits() != default.to_bits();
        if values.iter().any(differs) {
            self.table.columns.insert(attribute.to_owned(), Column::Float(values));
        }
    }

    /// Numbers that may be unknown: empty cells, for which PyPSA takes the default.
    pub(super) fn optional(&mut self, attribute: &str, values: impl Iterator<Item = Option<f64>>) {
        let values: Vec<f64> = values.map(|value| value.unwrap_or(f64::NAN)).collect();
        if values.iter().any(|value| !value.is_nan()) {
            self.table.columns.insert(attribute.to_owned(), Column::Float(values));
        }
    }

    pub(super) fn whole(&mut self, attribute: &str, values: impl Iterator<Item = i64>) {
        let default = schema::find(self.list, attribute).map_or(0.0, Attribute::number) as i64;
        let values: Vec<i64> = values.collect();
        if values.iter().any(|value| *value != default) {
            self.table.columns.insert(attribute.to_owned(), Column::Int(values));
        }
    }

    pub(super) fn flags(&mut self, attribute: &str, values: impl Iterator<Item = bool>) {
        let default = schema::find(self.list, attribute).is_some_and(|attribute| attribute.default == "true");
        let values: Vec<bool> = values.collect();
        if values.iter().any(|value| *value != default) {
            self.table.columns.insert(attribute.to_owned(), Column::Bool(values));
        }
    }

    pub(super) fn texts(&mut self, attribute: &str, values: impl Iterator<Item = String>) {
        let default = schema::find(self.list, attribute).map_or("", |attribute| attribute.default);
        let values: Vec<String> = values.collect();
        if values.iter().any(|value| value != default) {
            self.table.columns.insert(attribute.to_owned(), Column::Text(values));
        }
    }

    /// Growth of `p_nom`, `s_nom` or `e_nom`.
    pub(super) fn growth<'b>(&mut self, nominal: &str, of: impl Iterator<Item = Option<&'b Expansion>>) {
        let growth: Vec<Option<&Expansion>> = of.collect();
        let each = |of: fn(&Expansion) -> f64| growth.iter().map(move |one| one.map_or(f64::NAN, of));
        self.flags(&format!("{nominal}_extendable"), growth.iter().map(Option::is_some));
        self.numbers(&format!("{nominal}_min"), each(|one| one.min));
        self.numbers(&format!("{nominal}_max"), each(|one| one.max));
        self.numbers(&format!("{nominal}_mod"), each(|one| one.block.unwrap_or(f64::NAN)));
        self.numbers("capital_cost", each(|one| one.cost));
    }
}
