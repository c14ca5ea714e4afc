//! Money and prices, in euro of the case's price year.

use crate::climate::{CubicMetres, TonnesCo2};
use crate::energy::{MegawattHours, Megawatts};

quantity!(
    /// Money, in euro of the case's price year.
    Eur, "EUR");
quantity!(
    /// Price of energy.
    EurPerMwh, "EUR/MWh");
quantity!(
    /// Price of capacity, once or per year as the name of the field says.
    EurPerMw, "EUR/MW");
quantity!(
    /// Price of a tonne of CO2.
    EurPerTonne, "EUR/t");
quantity!(
    /// Price of water.
    EurPerCubicMetre, "EUR/m3");

relate!(MegawattHours * EurPerMwh = Eur);
relate!(Megawatts * EurPerMw = Eur);
relate!(TonnesCo2 * EurPerTonne = Eur);
relate!(CubicMetres * EurPerCubicMetre = Eur);

/// The share of an investment that falls due every year over its life: `r / (1 - (1 + r)^-n)`, and `1/n` at `r = 0`.
///
/// `rate_frac` is the real weighted average cost of capital as a fraction, `lifetime_years` the depreciation time.
///
/// # Panics
/// If the lifetime is not positive or the rate is negative: both are checked when a case is read.
pub fn annuity_factor(rate_frac: f64, lifetime_years: f64) -> f64 {
    assert!(lifetime_years > 0.0 && rate_frac >= 0.0, "annuity of {lifetime_years} years at {rate_frac}");
    if rate_frac < 1e-12 {
        1.0 / lifetime_years
    } else {
        rate_frac / (1.0 - (1.0 + rate_frac).powf(-lifetime_years))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annuity_pays_the_loan_back() {
        // 7 % over 20 years: 0.09439293 (standard annuity table)
        assert!((annuity_factor(0.07, 20.0) - 0.094_392_93).abs() < 1e-8);
        assert!((annuity_factor(0.0, 20.0) - 0.05).abs() < 1e-15);
    }
}
