//! The map of Europe: projection, outlines and labels that do not cover each other.

/// Outlines: see `datasets/map/README.md`.
const OUTLINES: &str = include_str!("../../../datasets/map/europe.csv");

/// Mean radius of the sphere with the Earth's area, km. Source: Moritz, GRS 80, R2 = 6371.0072 km.
const RADIUS_KM: f64 = 6371.0072;
/// Centre of the projection, as EPSG:3035.
const CENTRE_DEG: (f64, f64) = (10.0, 52.0);
/// The frame in kilometres from the centre: west, south, east, north.
pub(crate) const FRAME_KM: (f64, f64, f64, f64) = (-2480.0, -1870.0, 2440.0, 2170.0);

/// Kilometres east and north of 52° N, 10° E: Lambert azimuthal equal-area on the sphere.
///
/// **Source**: Snyder, Map Projections – A Working Manual (USGS PP 1395), equations 24-2 to 24-4.
pub(crate) fn project(lon_deg: f64, lat_deg: f64) -> (f64, f64) {
    let (lambda, phi) = ((lon_deg - CENTRE_DEG.0).to_radians(), lat_deg.to_radians());
    let (sin0, cos0) = CENTRE_DEG.1.to_radians().sin_cos();
    let (sin, cos) = phi.sin_cos();
    let k = (2.0 / (1.0 + sin0 * sin + cos0 * cos * lambda.cos())).sqrt();
    (RADIUS_KM * k * cos * lambda.sin(), RADIUS_KM * k * (cos0 * sin - sin0 * cos * lambda.cos()))
}

/// The map on a canvas of a given width in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Canvas {
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Canvas {
    pub(crate) fn new(width: f64) -> Self {
        let (west, south, east, north) = FRAME_KM;
        Self { width, height: (width * (north - south) / (east - west)).round() }
    }
    /// Pixels from the upper left corner.
    pub(crate) fn place(self, lon_deg: f64, lat_deg: f64) -> (f64, f64) {
        let (west, _, east, north) = FRAME_KM;
        let scale = self.width / (east - west);
        let (x, y) = project(lon_deg, lat_deg);
        ((x - west) * scale, (north - y) * scale)
    }
    /// Whether a place is on the map.
    pub(crate) fn shows(self, lon_deg: f64, lat_deg: f64) -> bool {
        let (x, y) = self.place(lon_deg, lat_deg);
        // The projection folds the far side of the Earth back; nothing of Europe is that far.
        (-60.0..=80.0).contains(&lon_deg)
            && (0.0..=self.width).contains(&x)
            && (0.0..=self.height).contains(&y)
    }
}

/// A country's outline in pixels.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outline {
    pub(crate) country: &'static str,
    pub(crate) rings: Vec<Vec<(f64, f64)>>,
}

/// Every country that the map touches, by code.
pub(crate) fn outlines(canvas: Canvas) -> Vec<Outline> {
    let mut found: Vec<Outline> = Vec::new();
    let mut open = None;
    for line in OUTLINES.lines().skip(1) {
        let mut cells = line.split(',');
        let (Some(country), Some(ring), Some(lon), Some(lat)) =
            (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let (Ok(lon), Ok(lat)) = (lon.parse(), lat.parse()) else { continue };
        if found.last().is_none_or(|outline| outline.country != country) {
            found.push(Outline { country, rings: Vec::new() });
        }
        let Some(outline) = found.last_mut() else { continue };
        if open != Some(ring) {
            outline.rings.push(Vec::new());
            open = Some(ring);
        }
        if let Some(points) = outline.rings.last_mut() {
            points.push(canvas.place(lon, lat));
        }
    }
    for outline in &mut found {
        outline.rings.retain(|ring| touches(ring, canvas));
    }
    found.retain(|outline| !outline.rings.is_empty());
    found
}

fn touches(ring: &[(f64, f64)], canvas: Canvas) -> bool {
    let range = |of: fn(&(f64, f64)) -> f64| {
        ring.iter().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(lo, hi), v| (lo.min(v), hi.max(v)))
    };
    let ((left, right), (top, bottom)) = (range(|p| p.0), range(|p| p.1));
    right >= 0.0 && left <= canvas.width && bottom >= 0.0 && top <= canvas.height
}

/// A rectangle: left, top, right, bottom.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

impl Area {
    pub(crate) fn overlaps(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
    fn of_circle((x, y, r): (f64, f64, f64)) -> Self {
        Self { left: x - r, top: y - r, right: x + r, bottom: y + r }
    }
    fn inside(self, canvas: Canvas) -> bool {
        self.left >= 2.0
            && self.top >= 2.0
            && self.right <= canvas.width - 2.0
            && self.bottom <= canvas.height - 2.0
    }
}

/// Places one label of `(width, height)` for each `(x, y, radius)`, clear of all circles, of `taken` and of each other.
///
/// Sixteen directions at growing distance are tried in a fixed order; circles in crowded places choose first. A label that
/// finds no room at all stays right of its circle.
pub(crate) fn labels(
    canvas: Canvas,
    circles: &[(f64, f64, f64)],
    sizes: &[(f64, f64)],
    taken: &[Area],
) -> Vec<Area> {
    let mut order: Vec<usize> = (0..circles.len()).collect();
    let crowd = |i: usize| -> f64 {
        circles.iter().enumerate().filter(|(j, _)| *j != i).fold(f64::INFINITY, |near, (_, other)| {
            near.min((other.0 - circles[i].0).hypot(other.1 - circles[i].1))
        })
    };
    order.sort_by(|&a, &b| crowd(a).total_cmp(&crowd(b)).then(a.cmp(&b)));
    let mut placed: Vec<Option<Area>> = vec![None; circles.len()];
    let blocked: Vec<Area> =
        circles.iter().map(|circle| Area::of_circle(*circle)).chain(taken.iter().copied()).collect();
    for index in order {
        let free = |area: &Area| {
            area.inside(canvas)
                && !blocked.iter().any(|other| area.overlaps(*other))
                && !placed.iter().flatten().any(|other| area.overlaps(*other))
        };
        let found = candidates(circles[index], sizes[index]).find(free);
        let fallback = candidates(circles[index], sizes[index]).next();
        placed[index] = found.or(fallback);
    }
    placed.into_iter().flatten().collect()
}

fn candidates((x, y, r): (f64, f64, f64), (width, height): (f64, f64)) -> impl Iterator<Item = Area> {
    // right, left, above, below, then between
    const DIRECTIONS: [f64; 16] = [
        0.0, 180.0, -90.0, 90.0, -30.0, 30.0, -150.0, 150.0, -60.0, 60.0, -120.0, 120.0, -15.0, 15.0, -165.0,
        165.0,
    ];
    [4.0, 12.0, 24.0, 40.0, 60.0, 85.0, 115.0, 150.0].into_iter().flat_map(move |gap| {
        DIRECTIONS.into_iter().map(move |degrees| {
            let (sin, cos) = f64::to_radians(degrees).sin_cos();
            let (cx, cy) = (x + cos * (r + gap), y + sin * (r + gap));
            let left = cx - width * (1.0 - cos) / 2.0;
            let top = cy - height * (1.0 - sin) / 2.0;
            Area { left, top, right: left + width, bottom: top + height }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_projection_lies_within_ten_kilometres_of_epsg_3035() {
        // EPSG guidance note 7-2, Lambert azimuthal equal area: 50° N 5° E = 3962799.45 E, 2999718.85 N
        let (x, y) = project(5.0, 50.0);
        assert!((x - (3_962.799 - 4_321.0)).abs() < 10.0, "{x}");
        assert!((y - (2_999.719 - 3_210.0)).abs() < 10.0, "{y}");
    }

    #[test]
    fn europe_is_on_the_map_and_texas_is_not() {
        let canvas = Canvas::new(760.0);
        for (lon, lat) in [(-9.1, 38.7), (33.4, 35.1), (25.8, 71.0), (-8.5, 51.9), (14.4, 35.9), (30.5, 50.4)]
        {
            assert!(canvas.shows(lon, lat), "{lon} {lat}");
        }
        assert!(!canvas.shows(-99.7, 32.4));
        let names: Vec<_> = outlines(canvas).into_iter().map(|outline| outline.country).collect();
        for country in ["AT", "CY", "DE", "FR", "GB", "IT", "LU", "MT", "NO", "SE", "XK"] {
            assert!(names.contains(&country), "{country} is missing");
        }
    }

    #[test]
    fn labels_in_a_crowd_do_not_cover_each_other() {
        let canvas = Canvas::new(760.0);
        let circles: Vec<_> =
            (0..8).map(|i| (380.0 + f64::from(i % 3) * 14.0, 400.0 + f64::from(i) * 9.0, 9.0)).collect();
        let sizes = vec![(120.0, 30.0); 8];
        let legend = Area { left: 0.0, top: 0.0, right: 200.0, bottom: 100.0 };
        let found = labels(canvas, &circles, &sizes, &[legend]);
        for (i, a) in found.iter().enumerate() {
            assert!(!a.overlaps(legend), "label {i} covers the legend");
            for (j, b) in found.iter().enumerate().skip(i + 1) {
                assert!(!a.overlaps(*b), "labels {i} and {j} overlap");
            }
        }
    }
}
