//! What can stop the optimiser.

/// Why there is no siting plan.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Proven: no plan keeps every limit.
    #[error("{sentence}")]
    Infeasible {
        /// Whose limit, which year, how many megawatts or accelerators short.
        sentence: String,
        /// The cheapest repairs in the user's words, best first, at most two.
        repairs: Vec<String>,
        /// Rows of the programme that cannot be kept together, by name.
        rows: Vec<String>,
    },
    /// The wall clock ran out before any plan was found.
    #[error("no plan was found within {time_limit_s} s")]
    NoPlanInTime {
        /// The limit.
        time_limit_s: f64,
    },
    /// A table lacks a row that the costs need.
    #[error("`{table}` has no row `{row}`")]
    MissingRow {
        /// Table.
        table: &'static str,
        /// Key.
        row: String,
    },
    /// A dispatch cut or series does not fit the case.
    #[error("{what} has {found} series, but the case has {expected} zones")]
    Shape {
        /// Which input.
        what: &'static str,
        /// Series found.
        found: usize,
        /// Zones of the case.
        expected: usize,
    },
    /// Without a cut the system cost is unbounded.
    #[error("the siting programme needs at least one dispatch cut")]
    NoCut,
    /// A site is named that the case does not have.
    #[error("site `{site}` is not in the case")]
    UnknownSite {
        /// Name.
        site: String,
    },
    /// The search ended without an answer that can be trusted.
    #[error("the siting programme could not be solved: {status}")]
    Unsolved {
        /// What the solver said.
        status: String,
    },
    /// The facility refused a hall or its schedule.
    #[error("working the halls of the plan")]
    Facility(#[from] gigasite_facility::Error),
    /// The solver refused the programme.
    #[error("solving the siting programme")]
    Solver(#[from] gigasite_lp::Error),
}

impl Error {
    /// What the user could try next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Infeasible { repairs, .. } if repairs.is_empty() => None,
            Self::Infeasible { repairs, .. } => Some(repairs.join("; or ")),
            Self::NoPlanInTime { .. } => {
                Some("raise the time limit, or ask for less with a larger gap".into())
            }
            Self::MissingRow { table, row } => {
                Some(format!("add a row `{row}` with its source to `{table}`"))
            }
            Self::Facility(error) => error.hint(),
            Self::NoCut => Some("start with the cut of the dispatch without the plan".into()),
            Self::UnknownSite { .. } => Some("look at `sites.csv` for what may be chosen".into()),
            Self::Shape { .. } | Self::Unsolved { .. } | Self::Solver(_) => None,
        }
    }

    /// Whether it is a proof that no plan exists.
    pub fn is_infeasible(&self) -> bool {
        matches!(self, Self::Infeasible { .. })
    }
}
