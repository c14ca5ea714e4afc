//! A share between nothing and all, checked once.

use serde::{Deserialize, Serialize};

/// A number in 0..=1; never percent.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Fraction(f64);

/// A number that is no fraction.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OutOfRange(pub f64);

impl core::fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} is not a fraction between 0 and 1", self.0)
    }
}
impl std::error::Error for OutOfRange {}

impl Fraction {
    /// None of it.
    pub const ZERO: Self = Self(0.0);
    /// All of it.
    pub const ONE: Self = Self(1.0);

    /// Checks once.
    ///
    /// # Errors
    /// [`OutOfRange`] if `value` is below 0, above 1 or not a number.
    pub fn new(value: f64) -> Result<Self, OutOfRange> {
        if (0.0..=1.0).contains(&value) { Ok(Self(value)) } else { Err(OutOfRange(value)) }
    }
    /// The number.
    pub fn get(self) -> f64 {
        self.0
    }
}
impl TryFrom<f64> for Fraction {
    type Error = OutOfRange;
    fn try_from(value: f64) -> Result<Self, OutOfRange> {
        Self::new(value)
    }
}
impl From<Fraction> for f64 {
    fn from(fraction: Fraction) -> Self {
        fraction.0
    }
}
impl core::fmt::Display for Fraction {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        core::fmt::Display::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_shares_are_fractions() {
        assert!(Fraction::new(1.0).is_ok());
        for wrong in [-0.01, 1.01, f64::NAN, f64::INFINITY] {
            assert!(Fraction::new(wrong).is_err(), "{wrong} passed");
        }
    }
}
