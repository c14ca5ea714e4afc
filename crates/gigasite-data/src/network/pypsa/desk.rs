//! Reading tables attribute by attribute: defaults filled in, references resolved, and a record of what was read, so that
//! the rest can be said.

mod rest;

use super::schema;
use super::tables::{Column, Table, Tables, place};
use super::types;
use gigasite_case::network::{Expansion, Profile, Snapshots};
use gigasite_case::{Findings, Place};
use std::collections::{BTreeMap, BTreeSet};

/// Hours of a year in which PyPSA spreads an annuity.
const YEAR_H: f64 = 8760.0;

pub(super) struct Desk<'a> {
    pub(super) label: &'a str,
    pub(super) tables: &'a Tables,
    pub(super) findings: &'a mut Findings,
    pub(super) snapshots: Snapshots,
    pub(super) profiles: Vec<Vec<f64>>,
    buses: BTreeMap<&'a str, usize>,
    read: BTreeSet<(String, String)>,
    read_series: BTreeSet<(String, String)>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(label: &'a str, tables: &'a Tables, findings: &'a mut Findings) -> Self {
        let names = tables.lists.get("buses").map_or(&[] as &[String], |table| &table.names);
        let buses = names.iter().enumerate().map(|(index, name)| (name.as_str(), index)).collect();
        let mut desk = Self {
            label,
            tables,
            findings,
            snapshots: Snapshots::default(),
            profiles: Vec::new(),
            buses,
            read: BTreeSet::new(),
            read_series: BTreeSet::new(),
        };
        desk.snapshots = desk.read_snapshots();
        desk
    }

    pub(super) fn names(&self, list: &str) -> &'a [String] {
        self.tables.lists.get(list).map_or(&[], |table| &table.names)
    }

    pub(super) fn place(&self, list: &str, name: &str, attribute: &str) -> Place {
        place(self.label, list, name, attribute)
    }

    fn column(&mut self, list: &str, attribute: &str) -> Option<&'a Column> {
        self.read.insert((list.to_owned(), attribute.to_owned()));
        self.tables.lists.get(list)?.columns.get(attribute)
    }

    /// Numbers of an attribute, one per row; PyPSA's default where the file says nothing.
    pub(super) fn numbers(&mut self, list: &str, attribute: &str) -> Vec<f64> {
        let default = schema::find(list, attribute).map_or(f64::NAN, schema::Attribute::number);
        let given = self.given(list, attribute);
        given.into_iter().map(|value| value.unwrap_or(default)).collect()
    }

    /// Numbers that must be finite: impedances, efficiencies, demands.
    pub(super) fn finite(&mut self, list: &str, attribute: &str) -> Vec<f64> {
        let values = self.numbers(list, attribute);
        for (name, value) in self.names(list).iter().zip(&values) {
            if !value.is_finite() {
                let message = format!("{value}, expected a finite number");
                let place = self.place(list, name, attribute);
                self.findings.error("not-finite", place, message, "write the value itself");
            }
        }
        values
    }

    /// Numbers of an attribute where the file says them.
    pub(super) fn given(&mut self, list: &str, attribute: &str) -> Vec<Option<f64>> {
        let rows = self.names(list).len();
        let column = self.column(list, attribute).and_then(Column::numbers);
        column.map_or_else(
            || vec![None; rows],
            |values| values.into_iter().map(|value| Some(value).filter(|value| !value.is_nan())).collect(),
        )
    }

    pub(super) fn flags(&mut self, list: &str, attribute: &str) -> Vec<bool> {
        let default = schema::find(list, attribute).is_some_and(|attribute| attribute.default == "true");
        self.given(list, attribute)
            .into_iter()
            .map(|value| value.map_or(default, |value| value != 0.0))
            .collect()
    }

    pub(super) fn texts(&mut self, list: &str, attribute: &str) -> Vec<String> {
        let default = schema::find(list, attribute).map_or("", |attribute| attribute.default);
        let rows = self.names(list).len();
        let column = self.column(list, attribute).map(Column::texts);
        let texts = column.unwrap_or_else(|| vec![String::new(); rows]);
        texts.into_iter().map(|text| if text.is_empty() { default.to_owned() } else { text }).collect()
    }

    /// Carriers and the like: `None` where there is none.
    pub(super) fn optional_texts(&mut self, list: &str, attribute: &str) -> Vec<Option<String>> {
        self.texts(list, attribute)
            .into_iter()
            .map(|text| Some(text).filter(|text| !text.is_empty()))
            .collect()
    }

    /// Buses that rows name; `None` with an error where there is no such bus.
    pub(super) fn buses(&mut self, list: &str, attribute: &str) -> Vec<Option<usize>> {
        let texts = self.texts(list, attribute);
        let names = self.names(list);
        let mut found = Vec::with_capacity(texts.len());
        for (name, bus) in names.iter().zip(texts) {
            let index = self.buses.get(bus.as_str()).copied();
            if index.is_none() {
                let place = self.place(list, name, attribute);
                let message = format!("there is no bus `{bus}`");
                self.findings.error("dangling-reference", place, message, "add the bus, or correct its name");
            }
            found.push(index);
        }
        found
    }

    /// Profiles of an attribute by component, as they stand in the file.
    pub(super) fn series(&mut self, list: &str, attribute: &str) -> BTreeMap<&'a str, Profile> {
        let key = (list.to_owned(), attribute.to_owned());
        self.read_series.insert(key.clone());
        let Some(series) = self.tables.series.get(&key) else { return BTreeMap::new() };
        let may_miss = schema::find(list, attribute).is_some_and(|attribute| attribute.number().is_nan());
        let known: BTreeSet<&str> = self.names(list).iter().map(String::as_str).collect();
        let mut found = BTreeMap::new();
        for (name, values) in series.names.iter().zip(&series.values) {
            if !known.contains(name.as_str()) {
                let message = format!("a series of `{name}`, which is not among the {list}");
                let place = self.place(list, name, attribute);
                self.findings.warning(
                    "unknown-component",
                    place,
                    message,
                    "remove the column, or add the component",
                );
                continue;
            }
            if !may_miss && let Some(hour) = values.iter().position(|value| !value.is_finite()) {
                let message = format!("{} in snapshot {hour}, expected a finite number", values[hour]);
                let place = self.place(list, name, attribute);
                self.findings.error("not-finite", place, message, "fill the gap");
            }
            found.insert(name.as_str(), Profile { series: self.profiles.len(), scale: 1.0 });
            self.profiles.push(values.clone());
        }
        found
    }

    /// Results of a single snapshot, by component: the operating point of a file that holds one.
    pub(super) fn results(&mut self, list: &str, attribute: &str) -> BTreeMap<&'a str, f64> {
        if self.snapshots.len() != 1 {
            return BTreeMap::new();
        }
        let key = (list.to_owned(), attribute.to_owned());
        self.read_series.insert(key.clone());
        let Some(series) = self.tables.series.get(&key) else { return BTreeMap::new() };
        let pairs = series
            .names
            .iter()
            .map(String::as_str)
            .zip(series.values.iter().filter_map(|values| values.first()));
        pairs.filter(|(_, value)| value.is_finite()).map(|(name, value)| (name, *value)).collect()
    }

    /// A column of a standard type, by the type's name; PyPSA's own types go before those of the file.
    pub(super) fn type_numbers(&mut self, list: &'static str, attribute: &str) -> BTreeMap<&'a str, f64> {
        let own = self.numbers(list, attribute);
        let mut found: BTreeMap<&str, f64> = self.names(list).iter().map(String::as_str).zip(own).collect();
        let standard = types::standard(list);
        let values = standard.columns.get(attribute).and_then(Column::numbers);
        let default = schema::find(list, attribute).map_or(f64::NAN, schema::Attribute::number);
        for (row, name) in standard.names.iter().enumerate() {
            let value = values.as_ref().map_or(default, |values| values[row]);
            let before = found.insert(name, value);
            if before.is_some_and(|before| before.to_bits() != value.to_bits()) {
                let message = format!(
                    "{} in the file, {value} in PyPSA's standard type, which is taken",
                    before.unwrap_or(f64::NAN)
                );
                let place = self.place(list, name, attribute);
                self.findings.warning(
                    "standard-type",
                    place,
                    message,
                    "give the type of the file another name",
                );
            }
        }
        found
    }

    /// How capacities may grow: `nominal` is `p_nom`, `s_nom` or `e_nom`, `least` and `most` their use in parts of it.
    ///
    /// The cost of a unit over all snapshots is `capital_cost + fom_cost`, or, where `overnight_cost` is given,
    /// `overnight_cost · annuity(discount_rate, lifetime) · Σ objective weightings / 8760 + fom_cost`.
    pub(super) fn expansions(
        &mut self,
        list: &str,
        nominal: &str,
        least: &[f64],
        most: &[f64],
    ) -> Vec<Option<Expansion>> {
        let mut of = |what: &str| self.numbers(list, &format!("{nominal}_{what}"));
        let (min, max, block, set) = (of("min"), of("max"), of("mod"), of("set"));
        let extendable = self.flags(list, &format!("{nominal}_extendable"));
        let costs = self.capital_costs(list, &extendable);
        self.fixed_growth(list, nominal, &extendable);
        (0..extendable.len())
            .map(|row| {
                let (min, max) = if set[row].is_nan() { (min[row], max[row]) } else { (set[row], set[row]) };
                extendable[row].then(|| Expansion {
                    min,
                    max,
                    cost: costs[row],
                    use_min_pu: least[row],
                    use_max_pu: most[row],
                    block: Some(block[row]).filter(|block| *block > 0.0),
                })
            })
            .collect()
    }

    fn capital_costs(&mut self, list: &str, extendable: &[bool]) -> Vec<f64> {
        let capital = self.numbers(list, "capital_cost");
        let overnight = self.numbers(list, "overnight_cost");
        let fom = self.numbers(list, "fom_cost");
        let (rate, lifetime) = (self.numbers(list, "discount_rate"), self.numbers(list, "lifetime"));
        let years = self.snapshots.cost_h.iter().sum::<f64>() / YEAR_H;
        let mut costs = Vec::with_capacity(capital.len());
        for (row, name) in self.names(list).iter().enumerate() {
            let per_period = if overnight[row].is_nan() {
                capital[row]
            } else {
                overnight[row] * annuity(rate[row], lifetime[row]) * years
            };
            let cost = per_period + fom[row];
            if extendable[row] && !cost.is_finite() {
                let message = format!("the cost of a unit comes out as {cost}");
                let place = self.place(list, name, "capital_cost");
                let hint = "give capital_cost, or overnight_cost with discount_rate and lifetime";
                self.findings.error("not-finite", place, message, hint);
            }
            costs.push(cost);
        }
        costs
    }

    /// Costs and limits of growth of what cannot grow change nothing: said once a list.
    fn fixed_growth(&mut self, list: &str, nominal: &str, extendable: &[bool]) {
        let attributes = ["capital_cost", "overnight_cost", "fom_cost"].map(str::to_owned);
        let limits = ["min", "max", "mod", "set"].map(|what| format!("{nominal}_{what}"));
        let fixed = attributes
            .iter()
            .chain(&limits)
            .map(|attribute| self.changed(list, attribute))
            .fold(vec![false; extendable.len()], |any, changed| {
                any.iter().zip(changed).map(|(any, changed)| *any || changed).collect()
            });
        let count =
            fixed.iter().zip(extendable).filter(|(fixed, extendable)| **fixed && !**extendable).count();
        if count > 0 {
            let message = format!("limits and costs of growth of {count} that cannot grow are not kept");
            self.findings.note("not-kept", Place::file(self.label).field(list), message, "");
        }
    }

    /// Which rows of an attribute differ from its default.
    fn changed(&self, list: &str, attribute: &str) -> Vec<bool> {
        let Some(table) = self.tables.lists.get(list) else { return Vec::new() };
        let Some(column) = table.columns.get(attribute) else { return vec![false; table.names.len()] };
        let known = schema::find(list, attribute);
        differing(column, known)
    }

    fn read_snapshots(&mut self) -> Snapshots {
        let Some(table) = &self.tables.snapshots else { return Snapshots::default() };
        let labels: Vec<Vec<String>> = ["period", "snapshot", "timestep"]
            .iter()
            .filter_map(|name| table.columns.get(*name))
            .map(Column::texts)
            .collect();
        let label = |row: usize| labels.iter().map(|texts| texts[row].as_str()).collect::<Vec<_>>().join(" ");
        let names =
            if labels.is_empty() { table.names.clone() } else { (0..table.names.len()).map(label).collect() };
        let mut hours = |name: &str| self.weights(table, name);
        let (cost_h, store_h, energy_h) = (hours("objective"), hours("stores"), hours("generators"));
        Snapshots { labels: names, cost_h, energy_h, store_h }
    }

    /// A weighting; the old single column stands for all three.
    fn weights(&mut self, table: &Table, name: &str) -> Vec<f64> {
        let column = table.columns.get(name).or_else(|| table.columns.get("weightings"));
        let weights = column.and_then(Column::numbers).unwrap_or_else(|| vec![1.0; table.names.len()]);
        if let Some(row) = weights.iter().position(|weight| !weight.is_finite() || *weight < 0.0) {
            let message = format!("a weighting of {} hours, expected zero or more", weights[row]);
            let place = self.place("snapshots", &table.names[row], name);
            self.findings.error("wrong-value", place, message, "write the hours the snapshot stands for");
        }
        weights
    }

    /// Series that do not have a value for every snapshot.
    pub(super) fn check_lengths(&mut self) {
        let n = self.snapshots.len();
        for ((list, attribute), series) in &self.tables.series {
            if let Some(values) = series.values.iter().find(|values| values.len() != n) {
                let message = format!("{} values, but there are {n} snapshots", values.len());
                let place = Place::file(self.label).field(format!("{list}-{attribute}"));
                self.findings.error(
                    "series-length",
                    place,
                    message,
                    "PyPSA pairs rows and snapshots by position",
                );
            }
        }
    }
}

/// Which cells are something else than the default; empty ones are the default.
fn differing(column: &Column, known: Option<&schema::Attribute>) -> Vec<bool> {
    let default = known.map_or("", |known| known.default);
    let number = known.map_or(f64::NAN, schema::Attribute::number);
    let differs =
        |value: f64| !value.is_nan() && (value - number).abs() != 0.0 && !same_infinity(value, number);
    match column {
        Column::Text(texts) => texts.iter().map(|text| !text.is_empty() && text != default).collect(),
        Column::Bool(values) => values.iter().map(|value| *value != (default == "true")).collect(),
        Column::Int(values) => values.iter().map(|value| differs(*value as f64)).collect(),
        Column::Float(values) => values.iter().map(|value| differs(*value)).collect(),
    }
}

fn same_infinity(a: f64, b: f64) -> bool {
    a.is_infinite() && b.is_infinite() && a.is_sign_positive() == b.is_sign_positive()
}

/// Annual part of an investment over its life.
fn annuity(rate: f64, life_years: f64) -> f64 {
    if rate == 0.0 {
        return if life_years.is_infinite() { 0.0 } else { 1.0 / life_years };
    }
    if life_years.is_infinite() {
        return rate.max(0.0);
    }
    rate / (1.0 - (1.0 + rate).powf(-life_years))
}
