//! Where the water of an evaporative plant goes, and where it comes from.
//!
//! ```text
//! E = f · ΔT · m            (loss factor)      or  E = Q · 3600 / (2501 − 2.361 T)   (all heat latent: a bound)
//! D = d · m_design · air ratio                    B = max(E / (CoC − 1) − D, 0)
//! make-up = E + D + B = potable + other
//! ```
//!
//! Water is in cubic metres of the hour; 1 kg is 1 L.
//!
//! **Sources**: `EnergyPlus` Engineering Reference, cooling towers (loss factor, drift, blow-down); Qureshi and Zubair 2007
//! there (fluid coolers). All heat latent over-states towers in cold dry air by 15–40 %.

use crate::validity::{Refused, demand};
use gigasite_units::Fraction;

/// Evaporation over circulating water per kelvin of range, 1/K: 0.20 % (`EnergyPlus`; 0.15–0.27 % by climate).
///
/// It makes 1.72 L per kWh of heat, 16 % above [`all_latent_l_per_kwh`]: as much heat can make only with warm dry air, which
/// gives heat to the water. 0.172 % is the bound, 0.15 % a tower in a mild climate.
pub const EVAPORATION_PER_K: f64 = 0.0020;
/// Drift over design circulation, modern eliminators: 0.005 % (MEM; 0.0005–0.008 %).
pub const DRIFT_FRAC: f64 = 5e-5;
/// Litres of a US gallon (exact).
const L_PER_GALLON: f64 = 3.785_411_784;
/// Hours of a common year.
const YEAR_H: f64 = 8760.0;

/// Evaporation of a tower by its loss factor, m³: `circulating_m3` of water cooled by `range_k`.
pub fn evaporation_m3(circulating_m3: f64, range_k: f64, per_k: f64) -> f64 {
    circulating_m3 * range_k * per_k
}

/// Loss factor of an evaporative fluid cooler, 1/K (Qureshi and Zubair): `(113 − 8.417 φ + 1.6147 T) · 10⁻⁵`.
pub fn fluid_cooler_loss_per_k(humidity_frac: f64, dry_bulb_c: f64) -> f64 {
    (113.0 - 8.417 * humidity_frac + 1.6147 * dry_bulb_c) * 1e-5
}

/// Evaporation if all heat leaves as vapour, L per kWh of heat, at a water temperature: what no tower exceeds by heat alone.
pub fn all_latent_l_per_kwh(water_c: f64) -> f64 {
    3600.0 / (2501.0 - 2.361 * water_c)
}

/// Drops carried away, m³: by design circulation and air flow over design.
pub fn drift_m3(design_circulating_m3: f64, drift_frac: f64, air_ratio: f64) -> f64 {
    design_circulating_m3 * drift_frac * air_ratio
}

/// Where the water of an hour went, m³.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Balance {
    /// Vapour.
    pub evaporation_m3: f64,
    /// Drops.
    pub drift_m3: f64,
    /// Drained to hold the cycles of concentration; what drift carries away need not be drained.
    pub blow_down_m3: f64,
}

impl Balance {
    /// Closes the balance at cycles of concentration, dissolved solids of the basin over those of the make-up.
    ///
    /// # Errors
    /// Cycles that are not above 1: no blow-down would hold them.
    pub fn close(evaporation_m3: f64, drift_m3: f64, concentration_ratio: f64) -> Result<Self, Refused> {
        demand(concentration_ratio > 1.0, "concentration_ratio", concentration_ratio, "more than 1")?;
        let blow_down_m3 = (evaporation_m3 / (concentration_ratio - 1.0) - drift_m3).max(0.0);
        Ok(Self { evaporation_m3, drift_m3, blow_down_m3 })
    }

    /// Water that has to come in, m³.
    pub fn make_up_m3(&self) -> f64 {
        self.evaporation_m3 + self.drift_m3 + self.blow_down_m3
    }

    /// The same by source: `potable_frac` from the drinking-water network (`W_IN-POT`), the rest from elsewhere.
    pub fn by_source(&self, potable_frac: Fraction) -> BySource {
        let potable_m3 = self.make_up_m3() * potable_frac.get();
        BySource { potable_m3, other_m3: self.make_up_m3() - potable_m3 }
    }
}

/// Make-up by source, m³.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BySource {
    /// From the drinking-water network.
    pub potable_m3: f64,
    /// Reclaimed, surface, ground or rain water.
    pub other_m3: f64,
}

/// Water used where the electricity is made, m³: never part of `W_IN`. `l_per_kwh` comes from the supply's mix.
pub fn off_site_m3(electricity_mwh: f64, l_per_kwh: f64) -> f64 {
    // MWh · L/kWh = m³
    electricity_mwh * l_per_kwh
}

/// Millions of US gallons per megawatt and year, as vendors write it, in L/kWh.
pub fn l_per_kwh_of(mgal_per_mw_year: f64) -> f64 {
    mgal_per_mw_year * 1e6 * L_PER_GALLON / (YEAR_H * 1e3)
}

/// L/kWh as millions of US gallons per megawatt and year.
pub fn mgal_per_mw_year_of(l_per_kwh: f64) -> f64 {
    l_per_kwh * YEAR_H * 1e3 / (1e6 * L_PER_GALLON)
}

#[cfg(test)]
mod tests;
