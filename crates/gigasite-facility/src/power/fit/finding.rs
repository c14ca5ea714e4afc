//! What samples are refused for, and what a user should know of those that are not.

/// Samples below which a fit is warned of.
const FEW: usize = 8;
/// Range of utilisation below which a fit is warned of (EST: idle and full power are then mostly extrapolated).
const NARROW: f64 = 0.5;
/// Share of variance explained below which a fit is warned of (EST).
const POOR: f64 = 0.9;
/// A residual is far off above so many standard deviations, robustly estimated from the median (1.4826 · median)…
const FAR: f64 = 4.0;
/// …and above this share of the power range, or a fit without noise would name rounding.
const FAR_RANGE: f64 = 0.02;

/// How utilisation was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// From 0 to 1.
    Fraction,
    /// From 0 to 100.
    Percent,
}

impl Scale {
    pub(super) fn full(self) -> f64 {
        match self {
            Self::Fraction => 1.0,
            Self::Percent => 100.0,
        }
    }
}

/// A sample far off the fitted law. It is named and stays in the fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlier {
    /// Its place among the samples, from 0.
    pub index: usize,
    /// Utilisation, a fraction.
    pub utilisation_frac: f64,
    /// Measured power.
    pub power_w: f64,
    /// Measured less fitted power.
    pub residual_w: f64,
}

/// What to keep in mind of a fit.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Warning {
    /// Too few samples to trust the choice of law.
    #[error("{samples_count} samples are few, expected at least 8 to tell the laws apart")]
    Few {
        /// Samples.
        samples_count: usize,
    },
    /// Idle or full power is far from any sample.
    #[error(
        "utilisation runs only from {from_frac:.2} to {to_frac:.2}, so idle or full power is extrapolated"
    )]
    Narrow {
        /// Lowest utilisation.
        from_frac: f64,
        /// Highest.
        to_frac: f64,
    },
    /// Utilisation explains little of power.
    #[error(
        "utilisation explains {r_squared:.2} of the variance of power, expected at least 0.9: something else drives it"
    )]
    Poor {
        /// Share of variance explained.
        r_squared: f64,
    },
    /// The samples point to an idle power below 0.
    #[error("the samples point to an idle power below 0 W, which was set to 0 W")]
    IdleAtZero,
}

/// Why samples cannot be fitted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FitError {
    /// A sample that is no number, or negative.
    #[error("sample {index} is ({utilisation}, {power_w} W), expected two finite numbers of at least 0")]
    BadSample {
        /// Its place among the samples, from 0.
        index: usize,
        /// Utilisation.
        utilisation: f64,
        /// Power.
        power_w: f64,
    },
    /// Utilisation above 100 %.
    #[error("utilisation of sample {index} is {utilisation}, expected at most 1, or 100 in percent")]
    AboveFull {
        /// Its place among the samples, from 0.
        index: usize,
        /// Utilisation.
        utilisation: f64,
    },
    /// Neither clearly a fraction nor clearly percent.
    #[error(
        "the highest utilisation is {highest}, expected at most 1 for a fraction or more than 2 for percent"
    )]
    AmbiguousScale {
        /// Highest utilisation.
        highest: f64,
    },
    /// Too few different utilisations for two unknowns and a check.
    #[error("the samples have {different_count} different utilisations, expected at least 3")]
    TooFew {
        /// Different utilisations.
        different_count: usize,
    },
    /// Power that falls or stays while utilisation rises.
    #[error("power does not rise with utilisation, expected busy accelerators to draw more")]
    Falling,
}

impl FitError {
    /// What the user could try next.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::BadSample { .. } => "leave the line out, or mend it".into(),
            Self::AboveFull { .. } => "is the first column utilisation, the second watts?".into(),
            Self::AmbiguousScale { .. } => "divide percent by 100, or clip a fraction at 1".into(),
            Self::TooFew { .. } => "sample idle, half and full load at least".into(),
            Self::Falling => "is the first column utilisation, the second watts, of the same seconds?".into(),
        })
    }
}

/// Fraction if no utilisation is above 1, percent if one is above 2.
pub(super) fn scale_of(samples: &[(f64, f64)]) -> Result<Scale, FitError> {
    let good = |value: f64| value.is_finite() && value >= 0.0;
    for (index, (utilisation, power_w)) in samples.iter().copied().enumerate() {
        if !good(utilisation) || !good(power_w) {
            return Err(FitError::BadSample { index, utilisation, power_w });
        }
        if utilisation > 100.0 {
            return Err(FitError::AboveFull { index, utilisation });
        }
    }
    let highest = samples.iter().fold(0.0, |high: f64, sample| high.max(sample.0));
    if highest <= 1.0 {
        Ok(Scale::Fraction)
    } else if highest > 2.0 {
        Ok(Scale::Percent)
    } else {
        Err(FitError::AmbiguousScale { highest })
    }
}

/// At least three different utilisations (fractions, a millionth apart).
pub(super) fn check_spread(samples: &[(f64, f64)]) -> Result<(), FitError> {
    let mut values: Vec<f64> = samples.iter().map(|sample| sample.0).collect();
    values.sort_by(f64::total_cmp);
    values.dedup_by(|b, a| *b - *a < 1e-6);
    match values.len() {
        different_count @ ..3 => Err(FitError::TooFew { different_count }),
        _ => Ok(()),
    }
}

pub(super) fn outliers(samples: &[(f64, f64)], residuals: &[f64], range_w: f64) -> Vec<Outlier> {
    let mut sizes: Vec<f64> = residuals.iter().map(|residual| residual.abs()).collect();
    sizes.sort_by(f64::total_cmp);
    let median = sizes.get(sizes.len().div_euclid(2)).copied().unwrap_or(0.0);
    let far_w = (FAR * 1.4826 * median).max(FAR_RANGE * range_w);
    samples
        .iter()
        .zip(residuals)
        .enumerate()
        .filter(|(_, (_, residual))| residual.abs() > far_w)
        .map(|(index, ((utilisation_frac, power_w), residual_w))| Outlier {
            index,
            utilisation_frac: *utilisation_frac,
            power_w: *power_w,
            residual_w: *residual_w,
        })
        .collect()
}

pub(super) fn warnings(samples: &[(f64, f64)], r_squared: f64, idle_w: f64) -> Vec<Warning> {
    let from_frac = samples.iter().fold(1.0, |low: f64, sample| low.min(sample.0));
    let to_frac = samples.iter().fold(0.0, |high: f64, sample| high.max(sample.0));
    let all = [
        (samples.len() < FEW, Warning::Few { samples_count: samples.len() }),
        (to_frac - from_frac < NARROW, Warning::Narrow { from_frac, to_frac }),
        (r_squared < POOR, Warning::Poor { r_squared }),
        (idle_w <= 0.0, Warning::IdleAtZero),
    ];
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, warning)| warning).collect()
}
