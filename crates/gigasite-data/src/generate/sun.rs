//! Sun: the clear sky of the hour behind the cloud of its field.

use super::calibrate::scale_to_mean;
use super::rng::normal_cdf;
use gigasite_case::Horizon;

/// Cosine of the zenith angle in the middle of hour `t` UTC, 0 at night (Cooper's declination; equation of time ignored,
/// which moves noon by at most 16 minutes).
pub(crate) fn cos_zenith(horizon: Horizon, t: usize, (lat_deg, lon_deg): (f64, f64)) -> f64 {
    let day = t.div_euclid(24) as f64 + 1.0;
    let year = horizon.hours as f64 / 24.0;
    let declination = 23.45_f64.to_radians() * ((284.0 + day) / year * std::f64::consts::TAU).sin();
    let hour_angle = (((t % 24) as f64 + 0.5 + lon_deg / 15.0) - 12.0) * 15.0_f64.to_radians();
    let lat = lat_deg.to_radians();
    (lat.sin() * declination.sin() + lat.cos() * declination.cos() * hour_angle.cos()).max(0.0)
}

/// Capacity factors of a zone: `cos^1.15` of the zenith angle times a clearness between 0.15 and 1, zero at night.
pub(super) fn capacity_factors(
    horizon: Horizon,
    cloud: &[f64],
    place: (f64, f64),
    monthly: &[f64],
) -> Vec<f64> {
    let mut series: Vec<f64> = cloud
        .iter()
        .enumerate()
        .map(|(t, x)| {
            let clear = 0.15 + 0.85 * normal_cdf(*x).powf(0.7);
            cos_zenith(horizon, t, place).powf(1.15) * clear
        })
        .collect();
    scale_to_mean(horizon, &mut series, monthly, 0.92);
    series
}
