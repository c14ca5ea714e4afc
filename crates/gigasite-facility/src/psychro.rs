//! Moist air, exactly, with pressure as an input (ASHRAE Fundamentals 2017, chapter 1).

use crate::root::bracketed;
use std::sync::LazyLock;

/// Ratio of the molar masses of water and dry air.
const EPSILON: f64 = 0.621_945;

/// Saturation pressure of water (over ice below 0.01 °C), Pa. Hyland and Wexler; −100 … 200 °C, 300 ppm.
///
/// Read from a table with slopes, within 1e-9 of the equation of Hyland and Wexler: the hours of a year ask for it half a million times.
pub fn saturation_pressure_pa(temperature_c: f64) -> f64 {
    SATURATION.at(temperature_c).unwrap_or_else(|| hyland_wexler_pa(temperature_c))
}

/// The two equations themselves.
fn hyland_wexler_pa(temperature_c: f64) -> f64 {
    let k = temperature_c + 273.15;
    let ln = if temperature_c <= TRIPLE_C {
        -5.674_535_9e3 / k + 6.392_524_7 - 9.677_843e-3 * k
            + 6.221_570_1e-7 * k.powi(2)
            + 2.074_782_5e-9 * k.powi(3)
            - 9.484_024e-13 * k.powi(4)
            + 4.163_501_9 * k.ln()
    } else {
        -5.800_220_6e3 / k + 1.391_499_3 - 4.864_023_9e-2 * k + 4.176_476_8e-5 * k.powi(2)
            - 1.445_209_3e-8 * k.powi(3)
            + 6.545_967_3 * k.ln()
    };
    ln.exp()
}

/// Ice ends and water begins, °C.
const TRIPLE_C: f64 = 0.01;
/// Nodes of the table lie this far apart, K.
const NODE_K: f64 = 0.125;
/// Nodes over ice (down to −85 °C) and over water (up to 110 °C).
const NODES: (usize, usize) = (680, 880);

static SATURATION: LazyLock<SaturationTable> = LazyLock::new(SaturationTable::new);

/// Pressure and its change over a step at equal steps from the triple point, over ice downwards and over water upwards.
struct SaturationTable {
    ice: Vec<(f64, f64)>,
    water: Vec<(f64, f64)>,
}

impl SaturationTable {
    fn new() -> Self {
        let node = |temperature_c: f64, step_k: f64| {
            let pressure = hyland_wexler_pa(temperature_c);
            (pressure, pressure * ln_saturation_slope(temperature_c) * step_k)
        };
        // the first node over water stands just on its side of the triple point
        let water = |i: usize| node((TRIPLE_C + NODE_K * i as f64).max(TRIPLE_C + 1e-12), NODE_K);
        let ice = |i: usize| node(TRIPLE_C - NODE_K * i as f64, -NODE_K);
        Self { ice: (0..=NODES.0).map(ice).collect(), water: (0..=NODES.1).map(water).collect() }
    }

    /// Cubic between two nodes that meets their values and slopes; `None` outside the table.
    fn at(&self, temperature_c: f64) -> Option<f64> {
        let above_k = temperature_c - TRIPLE_C;
        let nodes = if above_k > 0.0 { &self.water } else { &self.ice };
        let place = above_k.abs() / NODE_K;
        let low = place as usize;
        let ((a, rise_a), (b, rise_b)) = (*nodes.get(low)?, *nodes.get(low + 1)?);
        let x = place - low as f64;
        let bend = (3.0 * (b - a) - 2.0 * rise_a - rise_b, rise_a + rise_b - 2.0 * (b - a));
        Some(a + x * (rise_a + x * (bend.0 + x * bend.1)))
    }
}

/// Humidity ratio of air, kg water per kg dry air.
pub fn humidity_ratio(temperature_c: f64, humidity_frac: f64, pressure_pa: f64) -> f64 {
    let vapour = humidity_frac * saturation_pressure_pa(temperature_c);
    EPSILON * vapour / (pressure_pa - vapour)
}

/// Specific enthalpy of moist air, J per kg dry air, from 0 °C.
pub fn enthalpy_j_per_kg(temperature_c: f64, ratio: f64) -> f64 {
    1006.0 * temperature_c + ratio * (2_501_000.0 + 1860.0 * temperature_c)
}

/// Humidity ratio of air at a wet-bulb temperature (ASHRAE eq. 33 and 35).
pub fn humidity_ratio_from_wet_bulb(temperature_c: f64, wet_bulb_c: f64, pressure_pa: f64) -> f64 {
    let saturated = humidity_ratio(wet_bulb_c, 1.0, pressure_pa);
    let (t, w) = (temperature_c, wet_bulb_c);
    if w >= 0.0 {
        ((2501.0 - 2.326 * w) * saturated - 1.006 * (t - w)) / (2501.0 + 1.86 * t - 4.186 * w)
    } else {
        ((2830.0 - 0.24 * w) * saturated - 1.006 * (t - w)) / (2830.0 + 1.86 * t - 2.1 * w)
    }
}

/// Enthalpy of saturated air, J per kg dry air, and its slope with temperature, J/(kg·K).
pub(crate) fn saturated_enthalpy_and_slope(temperature_c: f64, pressure_pa: f64) -> (f64, f64) {
    let vapour = saturation_pressure_pa(temperature_c);
    let ratio = EPSILON * vapour / (pressure_pa - vapour);
    let steeper = ratio * ln_saturation_slope(temperature_c) * pressure_pa / (pressure_pa - vapour);
    let latent = 2_501_000.0 + 1860.0 * temperature_c;
    (1006.0 * temperature_c + ratio * latent, 1006.0 + 1860.0 * ratio + latent * steeper)
}

/// Slope of the logarithm of [`saturation_pressure_pa`], 1/K.
fn ln_saturation_slope(temperature_c: f64) -> f64 {
    let k = temperature_c + 273.15;
    if temperature_c <= TRIPLE_C {
        5.674_535_9e3 / (k * k) - 9.677_843e-3 + 2.0 * 6.221_570_1e-7 * k + 3.0 * 2.074_782_5e-9 * k * k
            - 4.0 * 9.484_024e-13 * k * k * k
            + 4.163_501_9 / k
    } else {
        5.800_220_6e3 / (k * k) - 4.864_023_9e-2 + 2.0 * 4.176_476_8e-5 * k - 3.0 * 1.445_209_3e-8 * k * k
            + 6.545_967_3 / k
    }
}

/// [`humidity_ratio_from_wet_bulb`] and its slope with the wet bulb, 1/K.
fn ratio_and_slope(t: f64, w: f64, pressure_pa: f64) -> (f64, f64) {
    let vapour = saturation_pressure_pa(w);
    let saturated = EPSILON * vapour / (pressure_pa - vapour);
    let steeper = saturated * ln_saturation_slope(w) * pressure_pa / (pressure_pa - vapour);
    // latent heat, its slope, heat capacity of condensed water
    let (latent, falls, water) = if w >= 0.0 { (2501.0, 2.326, 4.186) } else { (2830.0, 0.24, 2.1) };
    let above = (latent - falls * w) * saturated - 1.006 * (t - w);
    let below = latent + 1.86 * t - water * w;
    let slope = ((latent - falls * w) * steeper - falls * saturated + 1.006) / below
        + water * (above / below) / below;
    (above / below, slope)
}

/// Wet-bulb temperature, °C: the exact inverse of [`humidity_ratio_from_wet_bulb`], to 1e-5 K, by Newton.
///
/// At 0 °C, where the equations for ice and water do not meet, Newton may not settle; a bracket then does.
pub fn wet_bulb_c(temperature_c: f64, humidity_frac: f64, pressure_pa: f64) -> f64 {
    wet_bulb_near_c(stull_wet_bulb_c(temperature_c, humidity_frac), temperature_c, humidity_frac, pressure_pa)
}

/// Wet-bulb temperatures of a series, °C: as [`wet_bulb_c`], each hour from the answer of the hour before.
pub fn wet_bulbs_c(temperature_c: &[f64], humidity_frac: &[f64], pressure_pa: f64) -> Vec<f64> {
    let mut before: Option<(f64, f64)> = None;
    let hours = temperature_c.iter().zip(humidity_frac);
    hours
        .map(|(air, humidity)| {
            let near = before.map_or_else(|| stull_wet_bulb_c(*air, *humidity), |(a, w)| w + 0.6 * (air - a));
            let wet_bulb = wet_bulb_near_c(near, *air, *humidity, pressure_pa);
            before = Some((*air, wet_bulb));
            wet_bulb
        })
        .collect()
}

/// The same from a first guess.
fn wet_bulb_near_c(near_c: f64, temperature_c: f64, humidity_frac: f64, pressure_pa: f64) -> f64 {
    if humidity_frac >= 1.0 {
        return temperature_c;
    }
    let wanted = humidity_ratio(temperature_c, humidity_frac, pressure_pa);
    let mut wet_bulb = near_c.min(temperature_c);
    for _ in 0..6 {
        let (ratio, slope) = ratio_and_slope(temperature_c, wet_bulb, pressure_pa);
        let step = (ratio - wanted) / slope;
        wet_bulb -= step;
        if step.abs() < 5e-3 {
            // the next step would be below 1e-6 K: the curvature over the slope is below 0.04/K
            return wet_bulb.min(temperature_c);
        }
    }
    let miss = |wet_bulb: f64| humidity_ratio_from_wet_bulb(temperature_c, wet_bulb, pressure_pa) - wanted;
    bracketed(temperature_c - 45.0, temperature_c, 1e-6, miss)
}

/// Stull's explicit wet bulb (2011), sea level only: a start and a cross-check, off by −1.2 … +3.9 K at the edges.
pub fn stull_wet_bulb_c(temperature_c: f64, humidity_frac: f64) -> f64 {
    let (t, rh) = (temperature_c, humidity_frac * 100.0);
    t * (0.151_977 * (rh + 8.313_659).sqrt()).atan() + (t + rh).atan() - (rh - 1.676_331).atan()
        + 0.003_918_38 * rh * rh.sqrt() * (0.023_101 * rh).atan()
        - 4.686_035
}

/// Dew point, °C (frost point below 0.01 °C): inverts the saturation pressure.
pub fn dew_point_c(temperature_c: f64, humidity_frac: f64) -> f64 {
    let wanted = (humidity_frac * saturation_pressure_pa(temperature_c)).ln();
    bracketed(temperature_c - 80.0, temperature_c, 1e-9, |t| saturation_pressure_pa(t).ln() - wanted)
}

/// Pressure of the standard atmosphere at a height, Pa.
pub fn pressure_pa(elevation_m: f64) -> f64 {
    101_325.0 * (1.0 - 2.25577e-5 * elevation_m).powf(5.2559)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_saturation_is_the_equation_to_1e_9() {
        for i in -99_000..150_000 {
            let temperature_c = f64::from(i) * 1e-3 + 1.7e-4;
            let (quick, exact) = (saturation_pressure_pa(temperature_c), hyland_wexler_pa(temperature_c));
            assert!((quick / exact - 1.0).abs() < 1e-9, "{temperature_c} °C: {quick} Pa, {exact} Pa");
        }
    }
}
