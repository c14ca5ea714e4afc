//! Where a fitted curve may be read, said with every reading.

/// A quantity outside the range over which a curve was fitted: what was computed there is an extrapolation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outside {
    /// The quantity with its unit, such as `wet_bulb_c`.
    pub what: &'static str,
    /// Its value.
    pub value: f64,
    /// Lower end of the fit.
    pub low: f64,
    /// Upper end of the fit.
    pub high: f64,
}

impl std::fmt::Display for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} is outside {} to {} of the fit", self.what, self.value, self.low, self.high)
    }
}

/// Names a value that is not between the ends of `range`; a value that is no number is outside.
pub(crate) fn outside(what: &'static str, value: f64, range: (f64, f64)) -> Option<Outside> {
    let (low, high) = range;
    (!(low..=high).contains(&value)).then_some(Outside { what, value, low, high })
}

/// An input that no model can work with.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{what} is {value}, expected {expected}")]
pub struct Refused {
    /// The input with its unit, such as `concentration_ratio`.
    pub what: &'static str,
    /// What was given.
    pub value: f64,
    /// What would do, as the end of a sentence.
    pub expected: &'static str,
}

impl Refused {
    /// What the user could try next.
    pub fn hint(&self) -> Option<String> {
        Some(format!("set `{}` to {}", self.what, self.expected))
    }
}

/// Lets a value through if `holds`, else says what was expected.
pub(crate) fn demand(
    holds: bool,
    what: &'static str,
    value: f64,
    expected: &'static str,
) -> Result<f64, Refused> {
    if holds { Ok(value) } else { Err(Refused { what, value, expected }) }
}
