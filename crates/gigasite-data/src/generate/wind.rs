//! Wind: the Weibull quantile of its field, scaled to the mean of each month.

use super::calibrate::scale_to_mean;
use super::rng::normal_cdf;
use gigasite_case::Horizon;

/// Capacity factors of a zone. `shape` is the Weibull shape measured on the country's year: low = gusty.
pub(super) fn capacity_factors(horizon: Horizon, field: &[f64], shape: f64, monthly: &[f64]) -> Vec<f64> {
    let mut series: Vec<f64> =
        field.iter().map(|x| (-(1.0 - normal_cdf(*x)).max(1e-7).ln()).powf(1.0 / shape)).collect();
    scale_to_mean(horizon, &mut series, monthly, 0.97);
    series
}
