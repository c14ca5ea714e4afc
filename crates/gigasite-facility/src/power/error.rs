//! What can be wrong with a power model.

/// Why power cannot be told.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PowerError {
    /// A figure outside its range.
    #[error("{what} is {value}, expected {least} to {most}")]
    Outside {
        /// What the figure is.
        what: &'static str,
        /// Figure.
        value: f64,
        /// Lower end of the range.
        least: f64,
        /// Upper end.
        most: f64,
    },
    /// Idle power that is negative or above maximum power.
    #[error("idle power is {idle_w} W, expected 0 to the {max_w} W of full power")]
    IdleAboveMax {
        /// Idle power.
        idle_w: f64,
        /// Maximum power.
        max_w: f64,
    },
    /// Shares of time that are no whole.
    #[error("the shares of time sum to {sum}, expected 1")]
    NotWhole {
        /// Their sum.
        sum: f64,
    },
    /// A table that does not span its range.
    #[error("the points of a law must run from (0, 0) to (1, 1)")]
    OpenTable,
    /// A table that goes back.
    #[error(
        "point {point} of the law falls behind the one before, expected utilisation to rise and power not to fall"
    )]
    FallingTable {
        /// Index of the point, from 0.
        point: usize,
    },
    /// A node whose power supply has no row.
    #[error("the node of `{accelerator}` is fed by `{supply}`, which is not in `power_chain.csv`")]
    NoSupply {
        /// Accelerator.
        accelerator: String,
        /// Power supply.
        supply: String,
    },
    /// An accelerator whose node has no row.
    #[error("accelerator `{accelerator}` has no row in `nodes.csv`")]
    NoNode {
        /// Accelerator.
        accelerator: String,
    },
}

impl PowerError {
    pub(super) fn outside(what: &'static str, value: f64, least: f64, most: f64) -> Self {
        Self::Outside { what, value, least, most }
    }

    /// What the user could try next.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Outside { value, most, .. } if *value > *most && *value <= 100.0 * most => {
                Some(format!("is it percent? write {}", value / 100.0))
            }
            Self::Outside { .. } => None,
            Self::IdleAboveMax { .. } => Some("both are of one accelerator, in watts".into()),
            Self::NotWhole { .. } => Some("computing, waiting and idle time make the whole hour".into()),
            Self::OpenTable => {
                Some("give the share of the range between idle and full power at each utilisation".into())
            }
            Self::FallingTable { .. } => Some("sort the points, and merge those of one utilisation".into()),
            Self::NoSupply { .. } => Some("use `psu_titanium` or `rack_shelf`, or add a row".into()),
            Self::NoNode { .. } => Some("say what stands around it in its node and rack".into()),
        }
    }
}
