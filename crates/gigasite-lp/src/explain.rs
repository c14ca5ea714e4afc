//! When nothing fits: the cheapest set of rows that would have to give, by name and amount.

use crate::programme::RowData;
use crate::{Column, Error, Programme, Row, Sense, SolveOptions, Status};

/// Less slack than this, in the unit of its row, is the solver's tolerance and no reason.
const SLIGHT: f64 = 1e-6;

/// A row that has to give.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxation {
    /// Its name.
    pub row: String,
    /// Where it stands in the programme.
    pub place: Row,
    /// By how much its right-hand side must move, in the row's own unit; positive = up. Demand that is 100 MW short
    /// says −100.
    pub amount: f64,
}

/// Why a programme has no point.
#[derive(Debug, Clone, PartialEq)]
pub struct Infeasibility {
    /// The rows that give in the cheapest relaxation, in the order of the programme. Empty if the programme is feasible
    /// as it stands, or if the status has no point.
    pub rows: Vec<Relaxation>,
    /// Total price of the relaxation.
    pub price: f64,
    /// How the elastic solve ended: [`Status::Infeasible`] means that the rows kept hard, or the bounds of the
    /// columns, contradict each other, and no relaxation of the others helps.
    pub status: Status,
}

impl Infeasibility {
    /// Solves the programme again with priced slack on chosen rows and says which of them gave.
    ///
    /// ```text
    /// min Σ w_i (s⁺_i + s⁻_i)   subject to   A x + s⁺ − s⁻ {≤,=,≥} b
    /// ```
    ///
    /// `weight` gives `w_i` by row name: `Some(price)` of one unit, or `None` for a row that must stay hard (physics).
    /// [`family_of`] cuts a name to its family.
    ///
    /// # Errors
    /// As [`Programme::solve`]; a weight that is negative or no number.
    pub fn explain(
        programme: &Programme,
        weight: impl Fn(&str) -> Option<f64>,
        options: &SolveOptions,
    ) -> Result<Self, Error> {
        let (elastic, slacks) = soften(programme, weight)?;
        let solution = elastic.solve(options)?;
        if !solution.is_feasible() {
            return Ok(Self { rows: Vec::new(), price: f64::NAN, status: solution.status });
        }
        let rows = slacks
            .into_iter()
            .map(|slack| (slack.row, slack.direction * solution.value(slack.column)))
            .filter(|(_, amount)| amount.abs() > SLIGHT)
            .map(|(row, amount)| Relaxation { row: programme.row_name(row), place: row, amount })
            .collect();
        Ok(Self { rows, price: solution.objective, status: solution.status })
    }
}

/// The rows of [`Infeasibility::explain`]; empty when no relaxation of the softened rows helps.
///
/// # Errors
/// As [`Infeasibility::explain`].
pub fn explain_infeasible(
    programme: &Programme,
    weight: impl Fn(&str) -> Option<f64>,
    options: &SolveOptions,
) -> Result<Vec<Relaxation>, Error> {
    Infeasibility::explain(programme, weight, options).map(|infeasibility| infeasibility.rows)
}

/// The family of a name: what stands before its index.
pub fn family_of(name: &str) -> &str {
    name.split('[').next().unwrap_or(name)
}

struct Slack {
    row: Row,
    column: Column,
    /// Which way the right-hand side moves.
    direction: f64,
}

/// The programme without costs, with a priced slack on every row that may give.
fn soften(
    programme: &Programme,
    weight: impl Fn(&str) -> Option<f64>,
) -> Result<(Programme, Vec<Slack>), Error> {
    let mut elastic = programme.clone();
    elastic.offset = 0.0;
    for column in &mut elastic.columns {
        column.cost = 0.0;
    }
    elastic.rows.clear();
    elastic.terms.clear();
    let mut slacks = Vec::new();
    for (index, row) in programme.rows.iter().enumerate() {
        let name = programme.row_name(Row(index as u32));
        let start = elastic.terms.len();
        elastic.terms.extend_from_slice(&programme.terms[row.terms.clone()]);
        if let Some(price) = weight(&name) {
            if price.is_nan() || price < 0.0 {
                return Err(Error::NotANumber { name, what: "weight", value: price });
            }
            for (wanted, sign) in [(Sense::AtLeast, 1.0), (Sense::AtMost, -1.0)] {
                if row.sense == wanted || row.sense == Sense::Equal {
                    let column = elastic.column(format!("slack[{name}]"), 0.0, f64::INFINITY, price);
                    elastic.terms.push((column.0, sign));
                    slacks.push(Slack { row: Row(index as u32), column, direction: -sign });
                }
            }
        }
        let terms = start..elastic.terms.len();
        elastic.rows.push(RowData { name: row.name.clone(), sense: row.sense, rhs: row.rhs, terms });
    }
    Ok((elastic, slacks))
}
