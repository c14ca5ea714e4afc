//! What can stop a study.

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The facility model refused.
    #[error("modelling the halls")]
    Facility(#[from] gigasite_facility::Error),
    /// The grid model refused.
    #[error("dispatching the power system")]
    Grid(#[source] gigasite_grid::Error),
    /// The optimiser refused, or proved that there is no plan.
    #[error("choosing the sites")]
    Optimise(#[from] gigasite_optimise::Error),
    /// The year of a site does not add up.
    #[error("the account of {site} does not add up")]
    Account {
        /// Site.
        site: String,
        /// What does not.
        #[source]
        refused: gigasite_facility::validity::Refused,
    },
    /// The user interrupted before there was a plan to save.
    #[error("interrupted before the first plan was found")]
    Interrupted,
}

impl From<gigasite_grid::Error> for Error {
    fn from(error: gigasite_grid::Error) -> Self {
        match error {
            gigasite_grid::Error::Interrupted => Self::Interrupted,
            other => Self::Grid(other),
        }
    }
}

impl Error {
    /// What the user could try next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Facility(error) => error.hint(),
            Self::Grid(error) => error.hint(),
            Self::Optimise(error) => error.hint(),
            Self::Account { refused, .. } => refused.hint(),
            Self::Interrupted => {
                Some("nothing was written; run again, or ask for less with --gap 0.02".into())
            }
        }
    }

    /// Whether it is a proof that no plan exists.
    pub fn is_infeasible(&self) -> bool {
        matches!(self, Self::Optimise(error) if error.is_infeasible())
    }

    /// Whether the user stopped it.
    pub fn is_interrupted(&self) -> bool {
        matches!(self, Self::Interrupted)
    }
}
