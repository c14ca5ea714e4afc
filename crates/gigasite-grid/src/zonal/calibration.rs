//! How close the simulated year comes to the observed one.

use crate::zonal::result::Dispatch;
use gigasite_case::Case;
use serde::{Deserialize, Serialize};

/// A zone counts as met within this share of its observed mean price.
pub const TOLERANCE_FRAC: f64 = 0.15;

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
    /// Price that a twentieth of the hours stay below, EUR/MWh.
    pub simulated_p5_eur_per_mwh: f64,
    /// Price that a twentieth of the hours exceed, EUR/MWh.
    pub simulated_p95_eur_per_mwh: f64,
    /// Exports less imports of the year, MWh.
    pub net_export_mwh: f64,
    /// Demand that could not be served, MWh.
    pub unserved_mwh: f64,
}

/// The calibration table: one row for every zone with an observed price.
pub fn calibration(case: &Case, dispatch: &Dispatch) -> Vec<CalibrationRow> {
    let net_export_mwh = |zone: &str| -> f64 {
        let flows = case.dataset.borders.iter().zip(&dispatch.flow_mw);
        flows
            .map(|(border, flow)| {
                let sign = f64::from(u8::from(border.from == zone)) - f64::from(u8::from(border.to == zone));
                sign * flow.iter().sum::<f64>()
            })
            .sum()
    };
    case.dataset
        .zones
        .iter()
        .zip(dispatch.price_eur_per_mwh.iter().zip(&dispatch.unserved_mw))
        .filter(|(zone, _)| zone.observed_2024.0 > 0.0)
        .map(|(zone, (price, unserved))| {
            let simulated = price.iter().sum::<f64>() / price.len() as f64;
            let mut sorted = price.to_vec();
            sorted.sort_by(f64::total_cmp);
            let quantile = |share: f64| sorted[(share * (sorted.len() - 1) as f64).round() as usize];
            CalibrationRow {
                zone: zone.id.clone(),
                simulated_eur_per_mwh: simulated,
                observed_2024_eur_per_mwh: zone.observed_2024.0,
                error_frac: simulated / zone.observed_2024.0 - 1.0,
                simulated_p5_eur_per_mwh: quantile(0.05),
                simulated_p95_eur_per_mwh: quantile(0.95),
                net_export_mwh: net_export_mwh(&zone.id),
                unserved_mwh: unserved.iter().sum(),
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
            "{:8}{:10.1}{:10.1}{:+8.1} %{:8.1}{:8.1}{:+12.2}{:11.0}\n",
            row.zone,
            row.simulated_eur_per_mwh,
            row.observed_2024_eur_per_mwh,
            row.error_frac * 100.0,
            row.simulated_p5_eur_per_mwh,
            row.simulated_p95_eur_per_mwh,
            row.net_export_mwh / 1e6,
            row.unserved_mwh
        )
    };
    let body: String = rows.iter().map(line).collect();
    let within = rows.iter().filter(|row| row.error_frac.abs() <= TOLERANCE_FRAC).count();
    format!(
        "zone     simulated      2024     error     p5     p95  net export   unserved\n\
         \x20         EUR/MWh   EUR/MWh            EUR/MWh EUR/MWh         TWh        MWh\n\
         {body}within {:.0} % of 2024: {within} of {} zones\n",
        TOLERANCE_FRAC * 100.0,
        rows.len()
    )
}
