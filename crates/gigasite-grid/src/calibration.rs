//! How close the simulated year comes to the observed one.

use crate::result::Dispatch;
use gigasite_case::Case;
use serde::{Deserialize, Serialize};

/// A zone's mean price, simulated and observed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CalibrationRow {
    /// Zone.
    pub zone: String,
    /// Simulated mean of the year, EUR/MWh.
    pub simulated_eur_per_mwh: f64,
    /// Observed mean day-ahead price of 2024, EUR/MWh.
    pub observed_2024_eur_per_mwh: f64,
    /// `simulated / observed − 1`.
    pub error_frac: f64,
}

/// The calibration table: one row for every zone with an observed price.
pub fn calibration(case: &Case, dispatch: &Dispatch) -> Vec<CalibrationRow> {
    case.dataset
        .zones
        .iter()
        .zip(&dispatch.price_eur_per_mwh)
        .filter(|(zone, _)| zone.observed_2024.0 > 0.0)
        .map(|(zone, price)| {
            let simulated = price.iter().sum::<f64>() / price.len() as f64;
            CalibrationRow {
                zone: zone.id.clone(),
                simulated_eur_per_mwh: simulated,
                observed_2024_eur_per_mwh: zone.observed_2024.0,
                error_frac: simulated / zone.observed_2024.0 - 1.0,
            }
        })
        .collect()
}

/// Share of zones within `tolerance_frac` of the observation.
pub fn share_within(rows: &[CalibrationRow], tolerance_frac: f64) -> f64 {
    rows.iter().filter(|row| row.error_frac.abs() <= tolerance_frac).count() as f64 / rows.len().max(1) as f64
}

/// The table, lined up for people.
pub fn table(rows: &[CalibrationRow]) -> String {
    let line = |row: &CalibrationRow| {
        format!(
            "{:8} {:10.1} {:14.1} {:+7.1} %\n",
            row.zone,
            row.simulated_eur_per_mwh,
            row.observed_2024_eur_per_mwh,
            row.error_frac * 100.0
        )
    };
    let body: String = rows.iter().map(line).collect();
    let share = share_within(rows, 0.15) * 100.0;
    format!(
        "zone      simulated  observed 2024   error\n{body}within 15 %: {share:.0} % of {} zones\n",
        rows.len()
    )
}
