//! What a series can be of: its name with the unit's suffix, its unit, how parts of an hour add up, what can be true.

/// How values of parts of an hour make the value of the hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gather {
    /// Power, price, temperature: the mean.
    Mean,
    /// Energy: the sum.
    Sum,
}

/// A quantity of the tidy tables. Its name is also the name of the table it is written into.
#[derive(Debug, PartialEq)]
pub struct Quantity {
    /// Name, ending in the suffix of its unit where it is no share.
    pub name: &'static str,
    /// Unit, as people write it.
    pub unit: &'static str,
    /// How parts of an hour add up.
    pub gather: Gather,
    /// Least and most that can be true, in the unit.
    pub range: (f64, f64),
    /// Whether a zero between values far from zero means that the value is missing.
    pub is_never_zero: bool,
    /// Whether a single hour far from its neighbours and from the same hour of other days is a spike. Prices do spike.
    pub is_smooth: bool,
}

const fn mean(name: &'static str, unit: &'static str, range: (f64, f64)) -> Quantity {
    Quantity { name, unit, gather: Gather::Mean, range, is_never_zero: false, is_smooth: false }
}
const fn load(name: &'static str) -> Quantity {
    Quantity { is_never_zero: true, is_smooth: true, ..mean(name, "MW", (0.0, 1e6)) }
}
const fn share(name: &'static str) -> Quantity {
    mean(name, "1", (0.0, 1.0))
}
const fn generation(name: &'static str) -> Quantity {
    mean(name, "MW", (0.0, 1e6))
}
/// A tariff or count that publishers write as zero where they have none.
const fn tariff(name: &'static str) -> Quantity {
    Quantity { is_never_zero: true, ..mean(name, "EUR/MWh", (0.0, 5_000.0)) }
}
const fn energy(name: &'static str, unit: &'static str, most: f64) -> Quantity {
    Quantity { gather: Gather::Sum, ..mean(name, unit, (0.0, most)) }
}

/// Hourly load.
pub const LOAD: &str = "load_mw";
/// Hourly temperature of the air.
pub const TEMPERATURE: &str = "temperature_c";
/// Hourly price of the day before.
pub const PRICE: &str = "price_eur_per_mwh";

/// Eurostat's bands of consumption of non-household consumers, and the tariff of each.
pub(crate) const BANDS: [(&str, &str); 7] = [
    ("IA", "price_non_household_ia_eur_per_mwh"),
    ("IB", "price_non_household_ib_eur_per_mwh"),
    ("IC", "price_non_household_ic_eur_per_mwh"),
    ("ID", "price_non_household_id_eur_per_mwh"),
    ("IE", "price_non_household_ie_eur_per_mwh"),
    ("IF", "price_non_household_if_eur_per_mwh"),
    ("IG", "price_non_household_ig_eur_per_mwh"),
];

/// Every quantity, by name.
pub static QUANTITIES: [Quantity; 61] = [
    load(LOAD),
    load("load_forecast_mw"),
    share("cf_wind_onshore"),
    share("cf_wind_offshore"),
    share("cf_solar_pv"),
    share("cf_hydro_ror"),
    share("profile_frac"),
    mean("hydro_inflow_scaled", "1", (0.0, 1e3)),
    mean("hydro_inflow_mw", "MW", (0.0, 1e6)),
    energy("hydro_inflow_gwh", "GWh/day", 1e5),
    Quantity { is_smooth: true, ..mean(TEMPERATURE, "°C", (-60.0, 55.0)) },
    share("humidity_frac"),
    mean("pressure_pa", "Pa", (5e4, 1.1e5)),
    mean("wind_speed_m_per_s", "m/s", (0.0, 100.0)),
    mean("shape_wind_onshore", "1", (0.0, 1.0)),
    mean("shape_wind_offshore", "1", (0.0, 1.0)),
    mean("shape_solar_pv", "1", (0.0, 1.0)),
    mean(PRICE, "EUR/MWh", (-5_000.0, 15_000.0)),
    mean("price_gbp_per_mwh", "GBP/MWh", (-5_000.0, 15_000.0)),
    generation("generation_biomass_mw"),
    generation("generation_coal_mw"),
    generation("generation_gas_mw"),
    generation("generation_geothermal_mw"),
    generation("generation_hard_coal_mw"),
    generation("generation_hydro_mw"),
    generation("generation_hydro_pumped_mw"),
    generation("generation_hydro_reservoir_mw"),
    generation("generation_hydro_ror_mw"),
    generation("generation_lignite_mw"),
    generation("generation_marine_mw"),
    generation("generation_nuclear_mw"),
    generation("generation_oil_mw"),
    generation("generation_oil_shale_mw"),
    generation("generation_other_mw"),
    generation("generation_other_renewable_mw"),
    generation("generation_peat_mw"),
    generation("generation_solar_mw"),
    generation("generation_storage_mw"),
    generation("generation_waste_mw"),
    generation("generation_wind_mw"),
    generation("generation_wind_offshore_mw"),
    generation("generation_wind_onshore_mw"),
    mean("consumption_hydro_pumped_mw", "MW", (0.0, 1e6)),
    mean("flow_mw", "MW", (-1e5, 1e5)),
    generation("capacity_solar_mw"),
    generation("capacity_wind_mw"),
    generation("capacity_wind_onshore_mw"),
    generation("capacity_wind_offshore_mw"),
    energy("demand_mwh", "MWh", 1e11),
    mean("carbon_t_per_mwh", "t/MWh", (0.0, 2.0)),
    energy("population_count", "1", 1e10),
    mean("gdp_per_head_eur", "EUR", (0.0, 1e7)),
    mean("gdp_per_head_pps", "PPS", (0.0, 1e7)),
    tariff("price_non_household_ia_eur_per_mwh"),
    tariff("price_non_household_ib_eur_per_mwh"),
    tariff("price_non_household_ic_eur_per_mwh"),
    tariff("price_non_household_id_eur_per_mwh"),
    tariff("price_non_household_ie_eur_per_mwh"),
    tariff("price_non_household_if_eur_per_mwh"),
    tariff("price_non_household_ig_eur_per_mwh"),
    mean("water_stress_score", "0–5", (0.0, 5.0)),
];

/// The quantity of a name.
pub fn find(name: &str) -> Option<&'static Quantity> {
    QUANTITIES.iter().find(|quantity| quantity.name == name)
}

/// A quantity that is in the table, by name. Names in code are checked by a test.
pub(crate) fn known(name: &str) -> &'static Quantity {
    find(name).unwrap_or(&QUANTITIES[0])
}

#[cfg(test)]
mod tests {
    use super::{QUANTITIES, find};

    #[test]
    fn names_are_unique_and_say_their_unit() {
        for quantity in &QUANTITIES {
            assert_eq!(
                QUANTITIES.iter().filter(|other| other.name == quantity.name).count(),
                1,
                "{}",
                quantity.name
            );
            assert!(find(quantity.name).is_some() && quantity.range.0 < quantity.range.1);
            let ends = |unit: &str, end: &str| quantity.unit != unit || quantity.name.ends_with(end);
            assert!(
                ends("MW", "_mw") && ends("EUR/MWh", "_eur_per_mwh") && ends("°C", "_c"),
                "{}",
                quantity.name
            );
        }
    }
}
