//! Outlines of countries, to see whether a place lies in its own. Simplified to 3.5 km: good for slips, not for borders.

use std::collections::BTreeMap;
use std::sync::LazyLock;

const OUTLINES: &str = include_str!("../../../../datasets/map/europe.csv");
/// Kilometres a degree of latitude.
const KM_PER_DEG: f64 = 111.2;

/// Longitude and latitude of corners, the last joined to the first.
type Ring = Vec<(f64, f64)>;
type Rings = Vec<Ring>;

static COUNTRIES: LazyLock<BTreeMap<&'static str, Rings>> = LazyLock::new(|| {
    let mut countries: BTreeMap<&str, BTreeMap<&str, Ring>> = BTreeMap::new();
    for line in OUTLINES.lines().skip(1) {
        let mut cells = line.split(',');
        let (Some(country), Some(ring), Some(Ok(lon)), Some(Ok(lat))) = (
            cells.next(),
            cells.next(),
            cells.next().map(str::parse::<f64>),
            cells.next().map(str::parse::<f64>),
        ) else {
            continue;
        };
        countries.entry(country).or_default().entry(ring).or_default().push((lon, lat));
    }
    countries.into_iter().map(|(country, rings)| (country, rings.into_values().collect())).collect()
});

/// How far outside its country a place lies, km; 0 inside; `None` where the map has no such country.
pub(super) fn outside_km(country: &str, lat_deg: f64, lon_deg: f64) -> Option<f64> {
    let rings = COUNTRIES.get(country)?;
    let sides = || {
        rings
            .iter()
            .flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)).map(|(from, to)| (*from, *to)))
    };
    // a ray to the east crosses the outline an odd number of times from inside
    let crossings = sides()
        .filter(|((x1, y1), (x2, y2))| {
            (*y1 > lat_deg) != (*y2 > lat_deg) && lon_deg < (x2 - x1) * (lat_deg - y1) / (y2 - y1) + x1
        })
        .count();
    if crossings % 2 == 1 {
        return Some(0.0);
    }
    let shrink = lat_deg.to_radians().cos();
    let km = |(lon, lat): (f64, f64)| ((lon - lon_deg) * shrink * KM_PER_DEG, (lat - lat_deg) * KM_PER_DEG);
    sides()
        .map(|(from, to)| {
            let ((ax, ay), (bx, by)) = (km(from), km(to));
            let (dx, dy) = (bx - ax, by - ay);
            let length = dx * dx + dy * dy;
            let along = if length > 0.0 { (-(ax * dx + ay * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
            (ax + along * dx).hypot(ay + along * dy)
        })
        .min_by(f64::total_cmp)
}

#[cfg(test)]
mod tests {
    use super::outside_km;

    #[test]
    fn capitals_lie_in_their_countries_and_not_in_others() {
        for (country, lat, lon) in
            [("FR", 48.86, 2.35), ("DE", 52.52, 13.4), ("PT", 38.72, -9.14), ("FI", 60.17, 24.94)]
        {
            assert!(outside_km(country, lat, lon).is_some_and(|km| km < 10.0), "{country}");
        }
        // Paris to the German border: about 300 km
        let paris = outside_km("DE", 48.86, 2.35).unwrap_or_default();
        assert!((250.0..350.0).contains(&paris), "{paris} km");
        assert_eq!(outside_km("US", 40.0, -100.0), None);
    }
}
