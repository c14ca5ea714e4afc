//! Temperature, water and carbon.

use crate::energy::MegawattHours;

quantity!(
    /// A difference of temperature.
    Kelvins, "K");
quantity!(
    /// A volume of water.
    CubicMetres, "m3");
quantity!(
    /// A mass of carbon dioxide.
    TonnesCo2, "t");
quantity!(
    /// Carbon intensity of electricity.
    TonnesPerMwh, "t/MWh");

relate!(MegawattHours * TonnesPerMwh = TonnesCo2);

/// A temperature on the Celsius scale: a point, not a difference.
///
/// Two points cannot be added:
///
/// ```compile_fail
/// use gigasite_units::Celsius;
/// let _ = Celsius(20.0) + Celsius(20.0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
#[repr(transparent)]
pub struct Celsius(pub f64);

impl core::ops::Sub for Celsius {
    type Output = Kelvins;
    fn sub(self, rhs: Self) -> Kelvins {
        Kelvins(self.0 - rhs.0)
    }
}
impl core::ops::Add<Kelvins> for Celsius {
    type Output = Self;
    fn add(self, rhs: Kelvins) -> Self {
        Self(self.0 + rhs.0)
    }
}
impl core::fmt::Display for Celsius {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        core::fmt::Display::fmt(&self.0, f)?;
        f.write_str(" °C")
    }
}
