//! Writing netCDF-4 as PyPSA does.

use crate::Error;
use crate::network::pypsa::clock;
use crate::network::pypsa::tables::{Cell, Column, Curves, Series, Table, Tables};
use netcdf_writer::{DimensionId, NcAttrValue, NcFileBuilder, NcWriteFormat, NcWriteOptions, VariableId};
use std::path::Path;

/// How hard numbers are compressed, as PyPSA does.
const DEFLATE: u8 = 4;

type Written<T> = Result<T, netcdf_writer::Error>;

/// Writes a netCDF-4 file that PyPSA opens.
///
/// # Errors
/// [`Error::Write`], [`Error::NetCdf`].
pub fn write_netcdf(tables: &Tables, path: &Path) -> Result<(), Error> {
    std::fs::write(path, netcdf_bytes(tables)?)
        .map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// The bytes of a netCDF-4 file.
///
/// # Errors
/// [`Error::NetCdf`] for what the format cannot hold: a global attribute (`meta`, `crs`) of 64 KiB or more, a zero byte
/// in a text.
pub fn netcdf_bytes(tables: &Tables) -> Result<Vec<u8>, Error> {
    let mut file = NcFileBuilder::new();
    attributes(&mut file, tables)?;
    let n = tables.n_snapshots();
    let snapshots = file.add_dimension("snapshots", n as u64)?;
    let counts: Vec<i64> = (0..).take(n).collect();
    whole(&mut file, "snapshots", snapshots, &counts)?;
    if let Some(table) = &tables.snapshots {
        columns(&mut file, "snapshots", snapshots, table)?;
    } else {
        texts(&mut file, "snapshots_snapshot", snapshots, &["now".to_owned()])?;
    }
    if let Some(table) = &tables.investment_periods {
        index(&mut file, "investment_periods", "investment_periods", table)?;
    }
    for (list, table) in tables.lists.iter().filter(|(_, table)| !table.names.is_empty()) {
        index(&mut file, list, &format!("{list}_i"), table)?;
    }
    for ((list, attribute), one) in tables.series.iter().filter(|(_, series)| !series.names.is_empty()) {
        series(&mut file, &format!("{list}_t_{attribute}"), snapshots, n, one)?;
    }
    pieces(&mut file, tables)?;
    let options = NcWriteOptions { format: NcWriteFormat::Nc4 };
    Ok(file.to_vec(options)?.1)
}

fn attributes(file: &mut NcFileBuilder, tables: &Tables) -> Written<()> {
    for (key, cell) in &tables.attributes {
        let value = match cell {
            Cell::Float(value) => NcAttrValue::Doubles(vec![*value]),
            Cell::Int(value) => NcAttrValue::Int64s(vec![*value]),
            Cell::Text(text) => NcAttrValue::Strings(vec![text.clone()]),
        };
        file.add_attribute(format!("network_{key}"), value)?;
    }
    for (name, text) in [("crs", &tables.crs), ("meta", &tables.meta)] {
        if let Some(text) = text {
            file.add_attribute(name, NcAttrValue::Strings(vec![text.clone()]))?;
        }
    }
    Ok(())
}

/// A table with the coordinate of its names.
fn index(file: &mut NcFileBuilder, list: &str, coordinate: &str, table: &Table) -> Written<()> {
    let dimension = file.add_dimension(coordinate, table.names.len() as u64)?;
    let years: Result<Vec<i64>, _> = table.names.iter().map(|name| name.parse()).collect();
    match years {
        Ok(years) if list == "investment_periods" => {
            whole(file, coordinate, dimension, &years)?;
        }
        Ok(_) | Err(_) => texts(file, coordinate, dimension, &table.names)?,
    }
    columns(file, list, dimension, table)
}

fn columns(file: &mut NcFileBuilder, list: &str, dimension: DimensionId, table: &Table) -> Written<()> {
    for (attribute, column) in &table.columns {
        let name = format!("{list}_{attribute}");
        match column {
            Column::Float(values) => numbers(file, &name, &[dimension], values)?,
            Column::Int(values) => {
                whole(file, &name, dimension, values)?;
            }
            Column::Bool(values) => {
                let variable = file.add_variable::<i8>(&name, &[dimension])?;
                file.add_variable_attribute(variable, "dtype", NcAttrValue::Chars("bool".into()))?;
                compress(file, variable, values.len())?;
                file.write_variable(
                    variable,
                    &values.iter().map(|value| i8::from(*value)).collect::<Vec<_>>(),
                )?;
            }
            Column::Text(cells) => {
                let moments: Option<Vec<i64>> = cells.iter().map(|cell| clock::parse(cell)).collect();
                match moments {
                    Some(moments) if list == "snapshots" => times(file, &name, dimension, &moments)?,
                    Some(_) | None => texts(file, &name, dimension, cells)?,
                }
            }
        }
    }
    Ok(())
}

fn times(file: &mut NcFileBuilder, name: &str, dimension: DimensionId, moments: &[i64]) -> Written<()> {
    let (units, counts) = clock::encode(moments);
    let variable = whole(file, name, dimension, &counts)?;
    file.add_variable_attribute(variable, "units", NcAttrValue::Chars(units))?;
    file.add_variable_attribute(variable, "calendar", NcAttrValue::Chars("proleptic_gregorian".into()))
}

fn texts(file: &mut NcFileBuilder, name: &str, dimension: DimensionId, cells: &[String]) -> Written<()> {
    let variable = file.add_string_variable(name, &[dimension])?;
    file.write_string_variable(variable, cells)
}

fn whole(
    file: &mut NcFileBuilder,
    name: &str,
    dimension: DimensionId,
    values: &[i64],
) -> Written<VariableId> {
    let variable = file.add_variable::<i64>(name, &[dimension])?;
    compress(file, variable, values.len())?;
    file.write_variable(variable, values)?;
    Ok(variable)
}

fn numbers(file: &mut NcFileBuilder, name: &str, dimensions: &[DimensionId], values: &[f64]) -> Written<()> {
    let variable = file.add_variable::<f64>(name, dimensions)?;
    file.set_variable_fill_value(variable, f64::NAN)?;
    compress(file, variable, values.len())?;
    file.write_variable(variable, values)
}

/// A filter needs data to work on.
fn compress(file: &mut NcFileBuilder, variable: VariableId, n: usize) -> Written<()> {
    if n > 0 { file.set_variable_deflate(variable, Some(DEFLATE), true) } else { Ok(()) }
}

fn series(
    file: &mut NcFileBuilder,
    name: &str,
    snapshots: DimensionId,
    n: usize,
    series: &Series,
) -> Written<()> {
    let coordinate = format!("{name}_i");
    let components = file.add_dimension(&coordinate, series.names.len() as u64)?;
    texts(file, &coordinate, components, &series.names)?;
    let value = |values: &Vec<f64>, snapshot: usize| values.get(snapshot).copied().unwrap_or(f64::NAN);
    let by_snapshot: Vec<f64> =
        (0..n).flat_map(|snapshot| series.values.iter().map(move |values| value(values, snapshot))).collect();
    numbers(file, name, &[snapshots, components], &by_snapshot)
}

/// Curves of all attributes share the dimension of the breakpoints, as long as the longest.
fn pieces(file: &mut NcFileBuilder, tables: &Tables) -> Written<()> {
    let longest = tables.curves.values().flat_map(|curves| curves.points.values().map(Vec::len)).max();
    let Some(longest) = longest.filter(|longest| *longest > 0) else { return Ok(()) };
    let breakpoint = file.add_dimension("breakpoint", longest as u64)?;
    whole(file, "breakpoint", breakpoint, &(0..).take(longest).collect::<Vec<_>>())?;
    for ((list, attribute), curves) in tables.curves.iter().filter(|(_, curves)| !curves.points.is_empty()) {
        curves_of(file, &format!("{list}_pw_{attribute}"), attribute, (breakpoint, longest), curves)?;
    }
    Ok(())
}

fn curves_of(
    file: &mut NcFileBuilder,
    name: &str,
    attribute: &str,
    (breakpoint, longest): (DimensionId, usize),
    curves: &Curves,
) -> Written<()> {
    let names: Vec<String> = curves.points.keys().cloned().collect();
    let (names_i, kinds_i) = (format!("{name}_i"), format!("{name}_attr_i"));
    let components = file.add_dimension(&names_i, names.len() as u64)?;
    texts(file, &names_i, components, &names)?;
    let kinds = file.add_dimension(&kinds_i, 2)?;
    texts(file, &kinds_i, kinds, &[curves.along.clone(), attribute.to_owned()])?;
    let point =
        |points: &Vec<(f64, f64)>, row: usize| points.get(row).copied().unwrap_or((f64::NAN, f64::NAN));
    let values: Vec<f64> = (0..longest)
        .flat_map(|row| curves.points.values().map(move |points| point(points, row)))
        .flat_map(|(x, y)| [x, y])
        .collect();
    numbers(file, name, &[breakpoint, components, kinds], &values)
}
