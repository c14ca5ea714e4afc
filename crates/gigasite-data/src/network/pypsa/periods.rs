//! Cycles within parts of the horizon: PyPSA closes the cycle of storage over the whole of it, or period by period.

use super::tables::{Cell, Column, Table, Tables};
use std::ops::Range;

/// Parts the snapshots of [`from_network`](super::from_network()) into periods `1, 2, …` that count alike: cyclic storage
/// ends each as it began it, other storage begins each at its initial level. `n.optimize(multi_investment_periods=True)`
/// solves it. Snapshots outside all `parts` belong to the last period.
pub fn into_periods(tables: &mut Tables, parts: &[Range<usize>]) {
    if parts.is_empty() {
        return;
    }
    if let Some(snapshots) = &mut tables.snapshots {
        let count = snapshots.names.len();
        let labels = match snapshots.columns.shift_remove("snapshot") {
            Some(column) => column,
            None => Column::Text(snapshots.names.clone()),
        };
        let number = |hour: usize| {
            let ends = (1_i64..).zip(parts).take(parts.len());
            let later = ends.clone().find(|(_, part)| part.end > hour);
            later.or(ends.last()).map_or(1, |(number, _)| number)
        };
        let periods = (0..count).map(number).collect();
        snapshots.names = (0..count).map(|hour| hour.to_string()).collect();
        snapshots.columns.shift_insert(0, "timestep".to_owned(), labels);
        snapshots.columns.shift_insert(0, "period".to_owned(), Column::Int(periods));
    }
    let mut years = Table::of((1..=parts.len()).map(|number| number.to_string()).collect());
    for weight in ["objective", "years"] {
        years.columns.insert(weight.to_owned(), Column::Float(vec![1.0; parts.len()]));
    }
    tables.investment_periods = Some(years);
    tables.attributes.insert("_multi_invest".to_owned(), Cell::Int(1));
    if let Some(storage) = tables.lists.get_mut("storage_units") {
        let each = || Column::Bool(vec![true; storage.names.len()]);
        let flags = ["cyclic_state_of_charge_per_period", "state_of_charge_initial_per_period"];
        let columns: Vec<(String, Column)> = flags.iter().map(|flag| ((*flag).to_owned(), each())).collect();
        storage.columns.extend(columns);
    }
}
