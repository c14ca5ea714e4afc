//! What can stop a dispatch.

/// Why there is no dispatch.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A plant burns a fuel that has no price.
    #[error(
        "`{technology}` in zone `{zone}` burns `{fuel}`, which has no price in `fuels.csv` for `{country}` or `EU`"
    )]
    NoFuel {
        /// Technology.
        technology: String,
        /// Zone.
        zone: String,
        /// Fuel.
        fuel: String,
        /// Country.
        country: String,
    },
    /// No price of carbon.
    #[error("there is no carbon price in `carbon_prices.csv` for `{country}` or `EU`")]
    NoCarbonPrice {
        /// Country.
        country: String,
    },
    /// A zone without a row of renewables.
    #[error("zone `{zone}` has no row in `renewables.csv`")]
    NoRenewables {
        /// Zone.
        zone: String,
    },
    /// The programme could not be written or solved.
    #[error("week {week} of the dispatch")]
    Programme {
        /// Week, 1 = first.
        week: usize,
        /// Why.
        #[source]
        source: gigasite_lp::Error,
    },
    /// The week has no optimal dispatch.
    #[error("week {week} of the dispatch ended as {status:?} and has no prices")]
    NotOptimal {
        /// Week, 1 = first.
        week: usize,
        /// How it ended.
        status: gigasite_lp::Status,
    },
    /// A flow-based region that does not fit the zones.
    #[error("the flow-based region does not fit: {what}")]
    FlowBased {
        /// What does not fit, naming zone or element.
        what: String,
    },
    /// The user stopped it.
    #[error("interrupted during the dispatch")]
    Interrupted,
    /// Branches without impedance.
    #[error("{} without reactance: {}", count_of(branches.len()), branches.join(", "))]
    NoImpedance {
        /// Their names.
        branches: Vec<String>,
    },
    /// A network whose reactances cancel.
    #[error("the network has no unique flow: {why}")]
    Singular {
        /// What is wrong.
        why: String,
    },
}

impl Error {
    /// What the user could try next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoFuel { fuel, .. } => Some(format!("add a row for `{fuel}` with country `EU` to `fuels.csv`")),
            Self::NoCarbonPrice { .. } => Some("add a row with country `EU` to `carbon_prices.csv`".into()),
            Self::NoRenewables { zone } => Some(format!("add a row for `{zone}` to `renewables.csv`, zeros where there is nothing")),
            Self::NotOptimal { .. } => Some("unserved demand is always allowed, so look for a must-run share above 1 or a negative capacity".into()),
            Self::FlowBased { .. } => Some("a region names zones of the case once each; an element has one factor per zone of the region and a margin from 0 MW".into()),
            Self::NoImpedance { .. } => Some("give each a small reactance, or join the buses at its ends".into()),
            Self::Singular { .. } => Some("look for negative reactances there: one equals what lies beside it".into()),
            Self::Programme { .. } | Self::Interrupted => None,
        }
    }
}

/// `1 branch`, `2 branches`.
fn count_of(branches: usize) -> String {
    if branches == 1 { "1 branch".to_owned() } else { format!("{branches} branches") }
}
