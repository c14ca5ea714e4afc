//! What can stop a power chain.

/// Why a chain cannot be built or cannot carry its load.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
    /// A stage that is not there.
    #[error("the power chain has no stage `{stage}`, expected one of {known}")]
    Unknown {
        /// Stage asked for.
        stage: String,
        /// Stages there are, joined by commas.
        known: String,
    },
    /// More units lost than the stage can lose.
    #[error("stage `{stage}` has {units} unit(s), expected to lose fewer than that, not {lost}")]
    NoUnitLeft {
        /// Stage.
        stage: String,
        /// Units it has.
        units: usize,
        /// Units lost.
        lost: usize,
    },
    /// A stage below its load.
    #[error(
        "stage `{stage}` must carry {output_mw:.3} MW, expected at most the {rated_mw:.3} MW of its units"
    )]
    Overloaded {
        /// Stage.
        stage: String,
        /// Load.
        output_mw: f64,
        /// Rating of the units that are on.
        rated_mw: f64,
    },
}

impl ChainError {
    pub(super) fn unknown<'a>(stage: &str, known: impl Iterator<Item = &'a str>) -> Self {
        Self::Unknown { stage: stage.to_owned(), known: known.collect::<Vec<_>>().join(", ") }
    }

    /// What the user could try next.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unknown { .. } => "use a stage of `power_chain.csv`, or add a row to it".into(),
            Self::NoUnitLeft { .. } => "the load is lost with the last unit; raise `units_count`".into(),
            Self::Overloaded { .. } => {
                "cap the accelerators until it is repaired, or raise `spare_count` and `redundancy_ratio`"
                    .into()
            }
        })
    }
}
