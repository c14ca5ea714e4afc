//! When nothing fits: the cheapest set of rows that would have to give, by name and amount.

use crate::{Column, Error, Programme, Sense, SolveOptions};

/// A row that has to give.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxation {
    /// Its name.
    pub row: String,
    /// By how much its right-hand side must move, in the row's own unit; positive = up.
    pub amount: f64,
}

/// Solves the programme again with priced slack on chosen rows and says which of them gave.
///
/// ```text
/// min Σ w_i (s⁺_i + s⁻_i)   subject to   A x + s⁺ − s⁻ {≤,=,≥} b
/// ```
///
/// `weight` gives `w_i` by row name: `Some(price)` of one unit, or `None` for a row that must stay hard (physics). The
/// answer is empty when even that is infeasible: then the hard rows contradict each other.
///
/// # Errors
/// As [`Programme::solve`].
pub fn explain_infeasible(
    programme: &Programme,
    weight: impl Fn(&str) -> Option<f64>,
    options: &SolveOptions,
) -> Result<Vec<Relaxation>, Error> {
    let mut elastic = programme.clone();
    for column in &mut elastic.columns {
        column.cost = 0.0;
    }
    elastic.offset = 0.0;
    let mut slacks: Vec<(String, Column, f64)> = Vec::new();
    for (index, row) in programme.rows.iter().enumerate() {
        let name = programme.row_name(crate::Row(index as u32));
        let Some(price) = weight(&name) else { continue };
        let mut terms: Vec<(u32, f64)> = programme.terms[row.terms.clone()].to_vec();
        for (wanted, sign) in [(Sense::AtLeast, 1.0), (Sense::AtMost, -1.0)] {
            if row.sense == wanted || row.sense == Sense::Equal {
                let slack = elastic.column(format!("slack[{name}]"), 0.0, f64::INFINITY, price);
                terms.push((slack.0, sign));
                slacks.push((name.clone(), slack, -sign));
            }
        }
        let start = elastic.terms.len();
        elastic.terms.extend(terms);
        elastic.rows[index].terms = start..elastic.terms.len();
    }
    let solution = elastic.solve(options)?;
    if !solution.is_feasible() {
        return Ok(Vec::new());
    }
    Ok(slacks
        .into_iter()
        .map(|(row, slack, direction)| Relaxation { row, amount: direction * solution.value(slack) })
        .filter(|relaxation| relaxation.amount.abs() > 1e-6)
        .collect())
}
