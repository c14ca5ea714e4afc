//! Approach of a wet tower by the York polynomial: a check on [`crate::tower`], which plans.
//!
//! ```text
//! T_app = Σ_{i,j,k = 0..2} c[9i + 3j + k] · (L/G)^i · T_range^j · T_wb^k,    L/G = water / air, both over nominal
//! ```
//!
//! A tower at its nominal flows is one of 3.9 K approach at 25.6 °C wet bulb and 5.6 K range. The fit ends at 26.7 °C wet
//! bulb and 1.1 K approach, so it cannot size the close-approach towers of chiller-less halls.
//!
//! **Source**: `EnergyPlus` Engineering Reference, cooling towers, table `YorkCalc`; ranges there. Against [`crate::tower`]
//! sized at the same nominal point ([`beside_merkel`]): within 0.82 K of approach at 5–25.6 °C wet bulb, 3–8 K range and
//! 50–100 % of the air.

use crate::tower::Tower;
use crate::validity::{Outside, outside};

#[rustfmt::skip]
const COEFFICIENTS: [f64; 27] = [
    -0.359_741_205, -0.055_053_608, 0.002_385_043_2,
    0.173_926_877, -0.024_847_376_4, 0.000_484_302_24,
    -0.005_589_849_456, 0.000_577_007_971_2, -0.000_013_424_272_56,
    2.847_658_011_111_11, -0.121_765_149, 0.001_459_924_2,
    1.680_428_651, -0.016_692_078_6, -0.000_719_053_2,
    -0.025_485_194_448, 0.000_048_749_169_6, 0.000_027_192_341_52,
    -0.065_376_625_555_555_6, -0.002_278_167, 0.000_250_025_4,
    -0.091_056_545_8, 0.003_181_763_16, 0.000_038_621_772,
    -0.003_428_538_235_2, 0.000_008_565_899_04, -0.000_001_516_821_552,
];
/// Wet bulb of the fit, °C.
const WET_BULB_C: (f64, f64) = (-34.4, 26.7);
/// Range of the fit, K.
const RANGE_K: (f64, f64) = (1.1, 22.2);
/// Approach of the fit, K.
const APPROACH_K: (f64, f64) = (1.1, 40.0);
/// Water flow of the fit over nominal.
const WATER_RATIO: (f64, f64) = (0.75, 1.25);
/// Water over air of the fit, both over nominal.
const WATER_TO_AIR_RATIO: (f64, f64) = (0.0, 8.0);

/// The state of a tower.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct State {
    /// Water cools by this much, K.
    pub range_k: f64,
    /// Wet bulb of the entering air, °C.
    pub wet_bulb_c: f64,
    /// Water flow over nominal.
    pub water_ratio: f64,
    /// Air flow over nominal.
    pub air_ratio: f64,
}

/// How near leaving water comes to the wet bulb, and what of it is extrapolated.
#[derive(Debug, Clone, PartialEq)]
pub struct Approach {
    /// Leaving water less wet bulb, K.
    pub approach_k: f64,
    /// Every quantity outside the fit; empty if the figure stands on data.
    pub outside: Vec<Outside>,
}

/// Approach of a tower in a state.
pub fn approach(state: State) -> Approach {
    let liquid_to_gas = state.water_ratio / state.air_ratio;
    let quadratic = |c: &[f64], x: f64| c[0] + x * (c[1] + x * c[2]);
    let of_ratio: [f64; 3] = std::array::from_fn(|i| {
        let of_range: [f64; 3] =
            std::array::from_fn(|j| quadratic(&COEFFICIENTS[9 * i + 3 * j..][..3], state.wet_bulb_c));
        quadratic(&of_range, state.range_k)
    });
    let approach_k = quadratic(&of_ratio, liquid_to_gas);
    let outside = [
        outside("wet_bulb_c", state.wet_bulb_c, WET_BULB_C),
        outside("range_k", state.range_k, RANGE_K),
        outside("approach_k", approach_k, APPROACH_K),
        outside("water_ratio", state.water_ratio, WATER_RATIO),
        outside("water_to_air_ratio", liquid_to_gas, WATER_TO_AIR_RATIO),
    ];
    Approach { approach_k, outside: outside.into_iter().flatten().collect() }
}

/// Nominal point of the polynomial as `(wet_bulb_c, in_c, out_c)`: 25.55 °C, 35.0 to 29.44 °C.
pub const NOMINAL_C: (f64, f64, f64) = (25.55, 35.0, 29.44);

/// The same hour by both models.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// By the polynomial.
    pub york: Approach,
    /// By Merkel's method, K.
    pub merkel_k: f64,
}

/// Approach of a tower by both models: `tower` was sized for `nominal_heat_mw` at [`NOMINAL_C`], its water flow is nominal.
pub fn beside_merkel(
    tower: &Tower,
    nominal_heat_mw: f64,
    wet_bulb_c: f64,
    range_k: f64,
    speed: f64,
) -> Beside {
    let (_, in_c, out_c) = NOMINAL_C;
    let heat_mw = nominal_heat_mw * range_k / (in_c - out_c);
    let york = approach(State { range_k, wet_bulb_c, water_ratio: 1.0, air_ratio: speed });
    Beside { york, merkel_k: tower.at_speed_c(heat_mw, wet_bulb_c, speed) - wet_bulb_c }
}

#[cfg(test)]
mod tests;
