//! The door's phrase book: which suffix of a column, key or flag means which unit.
//!
//! A test holds every numeric column of `datasets/` and every numeric key of the case file against this table.

/// `(suffix without the leading underscore, unit as people write it)`, longest first where one ends with another.
pub const SUFFIXES: &[(&str, &str)] = &[
    ("eur_per_mw_a", "EUR/(MW·a)"),
    ("eur_per_mwh_a", "EUR/(MWh·a)"),
    ("eur_per_mwh", "EUR/MWh"),
    ("eur_per_kwh", "EUR/kWh"),
    ("money_per_mwh", "money/MWh"),
    ("money_per_t", "money/t"),
    ("eur_per_mw", "EUR/MW"),
    ("eur_per_gpu_hour", "EUR/GPU-hour"),
    ("eur_per_gpu", "EUR/GPU"),
    ("g_per_gpu_hour", "g CO2/GPU-hour"),
    ("eur_per_kw", "EUR/kW"),
    ("eur_per_m3", "EUR/m3"),
    ("eur_per_m2", "EUR/m2"),
    ("eur_per_km", "EUR/km"),
    ("eur_per_t", "EUR/t"),
    ("eur_per_a", "EUR/a"),
    ("bn_eur", "bn EUR"),
    ("bn_usd", "bn USD"),
    ("m_eur", "M EUR"),
    ("usd_per_eur", "USD/EUR"),
    ("eur", "EUR"),
    ("t_per_mwh", "t CO2/MWh"),
    ("g_per_kwh", "g CO2/kWh"),
    ("kg_per_gpu", "kg CO2e/GPU"),
    ("l_per_kwh", "L/kWh"),
    ("t", "t CO2"),
    ("mw_per_k", "MW/K"),
    ("w_per_w", "W/W"),
    ("k_per_w", "K/W"),
    ("kw_per_k", "kW/K"),
    ("mw", "MW"),
    ("gw", "GW"),
    ("kw", "kW"),
    ("w", "W"),
    ("mva", "MVA"),
    ("mvar", "Mvar"),
    ("mwh", "MWh"),
    ("kwh", "kWh"),
    ("gwh", "GWh"),
    ("twh", "TWh"),
    ("gpu_hours", "GPU-hours"),
    ("gpus", "accelerators"),
    ("pflops", "PFLOP/s"),
    ("tflops", "TFLOP/s"),
    ("c", "°C"),
    ("k", "K"),
    ("pa", "Pa"),
    ("kpa", "kPa"),
    ("m3", "m3"),
    ("m3_per_h", "m3/h"),
    ("m2", "m2"),
    ("m", "m"),
    ("km", "km"),
    ("deg", "°"),
    ("kv", "kV"),
    ("gb", "GB"),
    ("tb_per_s", "TB/s"),
    ("ms", "ms"),
    ("s", "s"),
    ("h", "h"),
    ("years", "a"),
    ("year", "calendar year"),
    ("month", "month 1–12"),
    ("pu", "per unit"),
    ("frac", "fraction 0–1"),
    ("ratio", "ratio"),
    ("score", "score 0–5"),
    ("g", "g of 9.81 m/s2"),
    ("count", "count"),
    ("pps", "PPS"),
    ("seed", "seed"),
];

/// The unit that a column or key name promises, or `None` if it names no unit.
///
/// ```
/// assert_eq!(gigasite_units::suffix::unit_of("firm_supply_mw"), Some("MW"));
/// assert_eq!(gigasite_units::suffix::unit_of("price_eur_per_mwh"), Some("EUR/MWh"));
/// assert_eq!(gigasite_units::suffix::unit_of("power"), None);
/// ```
pub fn unit_of(name: &str) -> Option<&'static str> {
    SUFFIXES
        .iter()
        .filter(|(suffix, _)| {
            name == *suffix || name.strip_suffix(suffix).is_some_and(|stem| stem.ends_with('_'))
        })
        .max_by_key(|(suffix, _)| suffix.len())
        .map(|(_, unit)| *unit)
}
