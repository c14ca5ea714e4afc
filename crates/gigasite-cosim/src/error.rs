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
    Grid(#[from] gigasite_grid::Error),
    /// The optimiser refused, or proved that there is no plan.
    #[error("choosing the sites")]
    Optimise(#[source] gigasite_optimise::Error),
    /// The optimiser proved that there is no plan.
    #[error("there is no plan: {sentence}")]
    Infeasible {
        /// Whose limit, which year, how many megawatts.
        sentence: String,
        /// The cheapest repairs.
        repairs: Option<String>,
    },
    /// The user interrupted before there was a plan to save.
    #[error("interrupted before the first plan was found")]
    Interrupted,
    /// A plan names a hall that the facility never modelled: a bug.
    #[error("the plan names design `{design}` at `{site}`, which the facility did not model")]
    UnknownHall {
        /// Site.
        site: String,
        /// Design.
        design: String,
    },
}

impl Error {
    /// What the user could try next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Facility(error) => error.hint(),
            Self::Grid(error) => error.hint(),
            Self::Optimise(error) => error.hint(),
            Self::Infeasible { repairs, .. } => repairs.clone(),
            Self::Interrupted => Some("nothing was written; run again, or ask for less with --gap 0.02".into()),
            Self::UnknownHall { .. } => Some("this is a defect of gigasite; please report it with the case file".into()),
        }
    }

    /// Whether it is a proof that no plan exists.
    pub fn is_infeasible(&self) -> bool {
        matches!(self, Self::Infeasible { .. })
    }

    /// Whether the user stopped it.
    pub fn is_interrupted(&self) -> bool {
        matches!(self, Self::Interrupted)
    }
}
