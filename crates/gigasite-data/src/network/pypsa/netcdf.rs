//! netCDF files, classic and netCDF-4.
//!
//! Static attributes are variables `LIST_ATTRIBUTE(LIST_i)` with the names in the coordinate `LIST_i`; series are
//! `LIST_t_ATTRIBUTE(snapshots, LIST_t_ATTRIBUTE_i)`, curves `LIST_pw_ATTRIBUTE(breakpoint, …_i, …_attr_i)`; attributes of
//! the network are global attributes `network_…`. Source: `pypsa/network/io.py` of PyPSA 1.4.0.

mod write;

pub use write::{netcdf_bytes, write_netcdf};

use super::clock;
use super::schema::{self, Kind};
use super::tables::{Cell, Column, Curves, Series, Table, Tables};
use crate::Error;
use gigasite_case::{Findings, Place};
use indexmap::IndexMap;
use netcdf_reader::{NcAttrValue, NcFile, NcType, NcVariable};
use std::path::Path;

/// Reads a netCDF file of either kind. Every defect is a finding; `None` if it is no netCDF file at all.
///
/// # Errors
/// [`Error::Read`] with the system's reason.
pub fn read_netcdf(path: &Path, findings: &mut Findings) -> Result<Option<Tables>, Error> {
    let bytes = std::fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
    Ok(parse_netcdf(&path.display().to_string(), bytes, findings))
}

/// The tables of a netCDF file in memory.
pub fn parse_netcdf(label: &str, bytes: Vec<u8>, findings: &mut Findings) -> Option<Tables> {
    let read = || {
        let file = NcFile::from_vec(bytes)?;
        let mut desk = Desk { label, file: &file, tables: Tables::default(), findings };
        desk.everything()?;
        Ok(desk.tables)
    };
    let result: Result<Tables, netcdf_reader::Error> = read();
    match result {
        Ok(tables) => Some(tables),
        Err(error) => {
            let message = format!("not a netCDF file that can be read: {error}");
            findings.error(
                "not-netcdf",
                Place::file(label),
                message,
                "write it with PyPSA's export_to_netcdf",
            );
            None
        }
    }
}

/// What a variable is, by its name.
enum Role {
    Static(String, String),
    Series(String, String),
    Curves(String, String),
}

struct Desk<'a> {
    label: &'a str,
    file: &'a NcFile,
    tables: Tables,
    findings: &'a mut Findings,
}

impl Desk<'_> {
    fn everything(&mut self) -> Result<(), netcdf_reader::Error> {
        self.attributes()?;
        let variables = self.file.variables()?;
        let names: Vec<&str> = variables.iter().map(NcVariable::name).collect();
        for list in schema::LISTS {
            let index = format!("{list}_i");
            if names.contains(&index.as_str()) {
                let table = Table::of(self.texts(&index)?);
                self.unique(list, &table.names);
                self.tables.lists.insert(list.to_owned(), table);
            }
        }
        for index in ["snapshots", "investment_periods"] {
            if names.contains(&index) {
                let table = Some(Table::of(self.texts(index)?));
                if index == "snapshots" {
                    self.tables.snapshots = table;
                } else {
                    self.tables.investment_periods = table;
                }
            }
        }
        if names.contains(&"scenario") {
            let message = "a network with scenarios: only networks without can be read";
            let hint = "take one scenario in PyPSA with n.get_scenario(…)";
            self.findings.error("scenarios", Place::file(self.label).field("scenario"), message, hint);
            return Ok(());
        }
        for variable in variables {
            self.variable(variable)?;
        }
        Ok(())
    }

    fn attributes(&mut self) -> Result<(), netcdf_reader::Error> {
        for attribute in self.file.global_attributes()? {
            let name = attribute.name.as_str();
            let text = attribute_text(&attribute.value);
            match (name, name.strip_prefix("network_")) {
                ("meta", _) => self.tables.meta = text,
                ("crs", _) => self.tables.crs = text,
                (_, Some(key)) => {
                    let number = attribute.value.as_f64();
                    let is_float =
                        matches!(attribute.value, NcAttrValue::Floats(_) | NcAttrValue::Doubles(_));
                    let cell = match (text, number) {
                        (Some(text), _) => Cell::Text(text),
                        (None, Some(number)) if is_float => Cell::Float(number),
                        (None, Some(number)) => Cell::Int(number as i64),
                        (None, None) => continue,
                    };
                    self.tables.attributes.insert(key.to_owned(), cell);
                }
                (_, None) => {}
            }
        }
        Ok(())
    }

    fn unique(&mut self, list: &str, names: &[String]) {
        let mut sorted: Vec<&String> = names.iter().collect();
        sorted.sort();
        for pair in sorted.windows(2).filter(|pair| pair[0] == pair[1]) {
            let place = Place::file(self.label).field(format!("{list}[{}]", pair[0]));
            self.findings.error("duplicate-id", place, "the name stands twice", "name every component once");
        }
    }

    fn variable(&mut self, variable: &NcVariable) -> Result<(), netcdf_reader::Error> {
        let name = variable.name();
        let dimensions = dimensions(variable);
        if dimensions == [name] {
            return Ok(());
        }
        match role(name) {
            Some(Role::Static(list, attribute)) => {
                let column = self.column(variable, &list, &attribute)?;
                let table = match list.as_str() {
                    "snapshots" => self.tables.snapshots.as_mut(),
                    "investment_periods" => self.tables.investment_periods.as_mut(),
                    _ => self.tables.lists.get_mut(&list),
                };
                match table {
                    Some(table) if table.names.len() == column.len() => {
                        table.columns.insert(attribute, column);
                    }
                    Some(_) | None => {
                        self.unfit(name, &format!("`{list}_i` does not name its values one by one"));
                    }
                }
            }
            Some(Role::Series(list, attribute)) => {
                if let Some(series) = self.series(variable, &dimensions)? {
                    self.tables.series.insert((list, attribute), series);
                }
            }
            Some(Role::Curves(list, attribute)) => {
                if let Some(curves) = self.curves(variable, &attribute)? {
                    self.tables.curves.insert((list, attribute), curves);
                }
            }
            None => {
                let place = Place::file(self.label).field(name);
                self.findings.note(
                    "unknown-variable",
                    place,
                    "not a variable of PyPSA, so it is not read",
                    "",
                );
            }
        }
        Ok(())
    }

    fn unfit(&mut self, name: &str, message: &str) {
        let hint = "write the file with PyPSA's export_to_netcdf";
        self.findings.error("wrong-shape", Place::file(self.label).field(name), message, hint);
    }

    /// Texts of a variable; whole numbers as they are written.
    fn texts(&self, name: &str) -> Result<Vec<String>, netcdf_reader::Error> {
        let variable = self.file.variable(name)?;
        match variable.dtype() {
            NcType::Char | NcType::String => self.file.read_variable_as_strings(name),
            _ => Ok(self.numbers(name)?.into_iter().map(|value| format!("{value}")).collect()),
        }
    }

    /// Numbers of a variable, unpacked, fill values as NaN.
    fn numbers(&self, name: &str) -> Result<Vec<f64>, netcdf_reader::Error> {
        Ok(self.file.read_variable_unpacked_masked(name)?.into_iter().collect())
    }

    fn column(
        &mut self,
        variable: &NcVariable,
        list: &str,
        attribute: &str,
    ) -> Result<Column, netcdf_reader::Error> {
        let name = variable.name();
        if matches!(variable.dtype(), NcType::Char | NcType::String) {
            let cells = self.file.read_variable_as_strings(name)?;
            let kind = schema::find(list, attribute).map(|attribute| attribute.kind);
            if list != "snapshots" && kind.is_some_and(|kind| kind != Kind::Text) {
                self.unfit(name, "texts where PyPSA has numbers or truth values");
            }
            return Ok(Column::Text(cells));
        }
        let values = self.numbers(name)?;
        if let Some(units) = text_attribute(variable, "units")
            && list == "snapshots"
        {
            return Ok(self.moments(variable, &units, &values));
        }
        let is_bool = text_attribute(variable, "dtype").is_some_and(|dtype| dtype == "bool");
        let is_whole = !matches!(variable.dtype(), NcType::Float | NcType::Double);
        let is_complete = values.iter().all(|value| value.is_finite());
        Ok(if is_bool {
            Column::Bool(values.into_iter().map(|value| value != 0.0).collect())
        } else if is_whole && is_complete {
            Column::Int(values.into_iter().map(|value| value as i64).collect())
        } else {
            Column::Float(values)
        })
    }

    fn moments(&mut self, variable: &NcVariable, units: &str, counts: &[f64]) -> Column {
        let calendar = text_attribute(variable, "calendar").unwrap_or_default();
        let known = ["", "standard", "gregorian", "proleptic_gregorian"].contains(&calendar.as_str());
        let moments: Option<Vec<i64>> = counts.iter().map(|count| clock::decode(units, *count)).collect();
        match moments {
            Some(moments) if known => Column::Text(moments.into_iter().map(clock::text).collect()),
            Some(_) | None => {
                let message = format!("time in `{units}`, calendar `{calendar}`, is not understood");
                let place = Place::file(self.label).field(variable.name());
                let hint = "count hours since a date of the Gregorian calendar";
                self.findings.error("wrong-time", place, message, hint);
                Column::Float(counts.to_vec())
            }
        }
    }

    fn series(
        &mut self,
        variable: &NcVariable,
        dimensions: &[&str],
    ) -> Result<Option<Series>, netcdf_reader::Error> {
        let name = variable.name();
        let index = format!("{name}_i");
        let is_transposed = match dimensions {
            ["snapshots", other] if *other == index => false,
            [other, "snapshots"] if *other == index => true,
            _ => {
                self.unfit(
                    name,
                    &format!("its dimensions are {dimensions:?}, not `snapshots` and `{index}`"),
                );
                return Ok(None);
            }
        };
        let names = self.texts(&index)?;
        let values = self.numbers(name)?;
        let n = self.tables.n_snapshots();
        let at = |snapshot: usize, column: usize| {
            values[if is_transposed { column * n + snapshot } else { snapshot * names.len() + column }]
        };
        let columns =
            (0..names.len()).map(|column| (0..n).map(|snapshot| at(snapshot, column)).collect()).collect();
        Ok(Some(Series { names, values: columns }))
    }

    fn curves(
        &mut self,
        variable: &NcVariable,
        attribute: &str,
    ) -> Result<Option<Curves>, netcdf_reader::Error> {
        let name = variable.name();
        let (names_i, kinds_i) = (format!("{name}_i"), format!("{name}_attr_i"));
        let dimensions = dimensions(variable);
        if dimensions != ["breakpoint", names_i.as_str(), kinds_i.as_str()] {
            self.unfit(
                name,
                &format!("its dimensions are {dimensions:?}, not breakpoint, component and attribute"),
            );
            return Ok(None);
        }
        let (names, kinds, values) = (self.texts(&names_i)?, self.texts(&kinds_i)?, self.numbers(name)?);
        let y = kinds.iter().position(|kind| kind == attribute);
        let x = kinds.iter().position(|kind| kind != attribute);
        let (Some(x), Some(y), 2) = (x, y, kinds.len()) else {
            self.unfit(name, &format!("it holds {kinds:?}, not `{attribute}` along another attribute"));
            return Ok(None);
        };
        let width = 2 * names.len();
        let mut points: IndexMap<String, Vec<(f64, f64)>> = IndexMap::new();
        for (column, component) in names.into_iter().enumerate() {
            let pairs = values.chunks(width.max(1)).map(|row| (row[2 * column + x], row[2 * column + y]));
            points.insert(component, pairs.filter(|(x, y)| !x.is_nan() || !y.is_nan()).collect());
        }
        Ok(Some(Curves { along: kinds[x].clone(), points }))
    }
}

/// Dimensions of a variable without that of the letters of classic texts.
fn dimensions(variable: &NcVariable) -> Vec<&str> {
    let mut names: Vec<&str> =
        variable.dimensions().iter().map(|dimension| dimension.name.as_str()).collect();
    if matches!(variable.dtype(), NcType::Char) {
        names.pop();
    }
    names
}

/// List and attribute of a variable.
fn role(name: &str) -> Option<Role> {
    let mut lists = schema::LISTS.iter().chain(&["snapshots", "investment_periods"]);
    let (list, rest) = lists.find_map(|list| Some((*list, name.strip_prefix(*list)?.strip_prefix('_')?)))?;
    let list = list.to_owned();
    Some(match (rest.strip_prefix("t_"), rest.strip_prefix("pw_")) {
        (Some(attribute), _) => Role::Series(list, attribute.to_owned()),
        (None, Some(attribute)) => Role::Curves(list, attribute.to_owned()),
        (None, None) => Role::Static(list, rest.to_owned()),
    })
}

fn text_attribute(variable: &NcVariable, name: &str) -> Option<String> {
    attribute_text(&variable.attribute(name)?.value)
}

/// Text of an attribute; `None` for numbers.
fn attribute_text(value: &NcAttrValue) -> Option<String> {
    match value {
        NcAttrValue::Chars(text) => Some(text.clone()),
        NcAttrValue::Strings(texts) => texts.first().cloned(),
        _ => None,
    }
}
