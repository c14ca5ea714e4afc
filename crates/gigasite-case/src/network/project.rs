//! Planned lines.

use serde::{Deserialize, Serialize};

/// A planned or upgraded line that is not yet part of a network.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Project {
    /// Its name in the file.
    pub id: String,
    /// Where it stands, as the file says it: `in_permitting`, `under_construction`.
    pub status: String,
    /// Year it is planned to be in service.
    pub year: Option<i32>,
    /// Voltage, kV.
    pub voltage_kv: f64,
    /// Circuits.
    pub circuits: f64,
    /// Length, km, where the file has one.
    pub length_km: Option<f64>,
    /// Rating of all circuits, MVA, where the voltage has a standard line.
    pub rating_mva: Option<f64>,
    /// Longitude and latitude of both ends, degrees.
    pub ends_lon_lat_deg: [(f64, f64); 2],
}

/// Mean radius of the Earth, km. Source: Moritz, GRS 80, R1 = 6371.0088 km.
const RADIUS_KM: f64 = 6371.0088;

/// Great circle between two places given as longitude and latitude, degrees, in km: the haversine formula.
pub fn distance_km(a_lon_lat_deg: (f64, f64), b_lon_lat_deg: (f64, f64)) -> f64 {
    let (a_lat, b_lat) = (a_lon_lat_deg.1.to_radians(), b_lon_lat_deg.1.to_radians());
    let half = |from: f64, to: f64| ((to - from).to_radians() / 2.0).sin().powi(2);
    let h = half(a_lon_lat_deg.1, b_lon_lat_deg.1)
        + a_lat.cos() * b_lat.cos() * half(a_lon_lat_deg.0, b_lon_lat_deg.0);
    2.0 * RADIUS_KM * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_a_three_hundred_and_sixtieth_of_the_way_round() {
        let degree = 2.0 * std::f64::consts::PI * RADIUS_KM / 360.0;
        assert!((distance_km((10.0, 50.0), (10.0, 51.0)) - degree).abs() < 1e-9);
        assert!((distance_km((10.0, 60.0), (11.0, 60.0)) - degree / 2.0).abs() < 0.01);
        assert!(distance_km((2.0, 48.0), (2.0, 48.0)) < 1e-12);
    }
}
