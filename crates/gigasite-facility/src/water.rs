//! Make-up water, and the temperature of the sea.

/// Make-up of an evaporative plant: evaporation, drift and blow-down, `E·CoC/(CoC − 1)`; drift is part of the blow-down.
pub fn make_up(evaporation: f64, concentration_ratio: f64) -> f64 {
    if evaporation <= 0.0 {
        0.0
    } else {
        evaporation * concentration_ratio / (concentration_ratio - 1.0).max(0.1)
    }
}

/// Surface water temperature of a month, °C: air temperature smoothed over three months, never below 1 °C.
///
/// An own estimate that stands in for a table of intakes, not validated against one. It decides nothing below 25 °C, where
/// the loop of a 30 °C design is met whatever the water does.
pub fn surface_water_c(monthly_air_c: &[f64; 12], month: usize) -> f64 {
    let at = |shift: usize| monthly_air_c[(month + 12 - shift) % 12];
    (0.4 * at(0) + 0.4 * at(1) + 0.2 * at(2)).max(1.0)
}

/// Heat-pump coefficient after Lorentz: `η T_sink / (T_sink − T_source)` at logarithmic mean temperatures.
///
/// Source and sink are `(from, to)` in °C.
pub fn heat_pump_cop(source_c: (f64, f64), sink_c: (f64, f64), efficiency: f64) -> f64 {
    let mean = |(a, b): (f64, f64)| {
        let (a, b) = (a + 273.15, b + 273.15);
        if (a - b).abs() < 1e-9 { a } else { (a - b) / (a / b).ln() }
    };
    let (cold, hot) = (mean(source_c), mean(sink_c));
    efficiency * hot / (hot - cold)
}
