//! What can stop an optimal power flow before it is solved.

/// Why there is no programme.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A snapshot that the network does not have.
    #[error("snapshot {number} is asked for, but the network has {count}, numbered from 0")]
    UnknownSnapshot {
        /// The number.
        number: usize,
        /// How many there are.
        count: usize,
    },
    /// A cost that is not convex.
    #[error("the cost of generator `{generator}` is not convex: {why}")]
    NotConvex {
        /// Generator.
        generator: String,
        /// What is wrong.
        why: String,
    },
    /// A cost of more than second degree.
    #[error("the cost of generator `{generator}` is a polynomial of degree {degree}, expected 2 at most")]
    Degree {
        /// Generator.
        generator: String,
        /// Its degree.
        degree: usize,
    },
    /// A cost curve that is none.
    #[error("the cost of generator `{generator}` has {points} points, expected at least 2 of growing MW")]
    Points {
        /// Generator.
        generator: String,
        /// Points.
        points: usize,
    },
    /// Least above most.
    #[error("{what} may not be below {low} MW nor above {high} MW, so it has no output")]
    Inverted {
        /// Which element, and when.
        what: String,
        /// Least.
        low: f64,
        /// Most.
        high: f64,
    },
    /// A branch between an alternating and a direct-current bus.
    #[error("branch `{branch}` joins an alternating and a direct-current bus")]
    MixedCurrent {
        /// Branch.
        branch: String,
    },
    /// A branch that needs an impedance.
    #[error("branch `{branch}` has no impedance, which {what} need")]
    NoImpedance {
        /// Branch.
        branch: String,
        /// What needs it.
        what: &'static str,
    },
    /// A generator that starts, stops and grows.
    #[error("generator `{generator}` starts and stops and may grow, which is not linear")]
    CommittedGrowth {
        /// Generator.
        generator: String,
    },
    /// A sense that is none.
    #[error("cap `{cap}` has the sense `{sense}`, expected `<=`, `==` or `>=`")]
    Sense {
        /// Cap.
        cap: String,
        /// Its sense.
        sense: String,
    },
    /// Emission without efficiency.
    #[error("generator `{generator}` emits, but its efficiency is {efficiency}, expected a positive number")]
    Efficiency {
        /// Generator.
        generator: String,
        /// Its efficiency.
        efficiency: f64,
    },
    /// Circuits to be built between angles without a limit.
    #[error("no limit holds the angle over candidate {candidate}, so its circuits cannot be left out")]
    Span {
        /// Number of the candidate, 1 = first.
        candidate: usize,
    },
    /// Things that do not go together.
    #[error("{one} and {other} cannot be asked for together")]
    Together {
        /// One.
        one: &'static str,
        /// The other.
        other: &'static str,
    },
    /// No factors of outages or prices.
    #[error(transparent)]
    Factors(#[from] crate::Error),
    /// The programme could not be written or solved.
    #[error("the programme of the optimal power flow")]
    Programme(#[from] gigasite_lp::Error),
}

impl Error {
    /// What the user could try next.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::UnknownSnapshot { .. } => "leave the choice of snapshots out to take all of them".into(),
            Self::NotConvex { generator, .. } => {
                format!(
                    "make the marginal cost of `{generator}` rise with its output, or give it a constant one"
                )
            }
            Self::Degree { .. } => "fit a quadratic, or give points of a convex curve".into(),
            Self::Points { .. } => "sort the points by MW and give each MW once".into(),
            Self::Inverted { .. } => {
                "swap the limits, or lower the least output where less is available".into()
            }
            Self::MixedCurrent { .. } => "use a link for the converter, or correct a bus".into(),
            Self::NoImpedance { branch, .. } => {
                format!("give `{branch}` a small reactance, or join its buses")
            }
            Self::CommittedGrowth { .. } => "fix its capacity, or let it run without starts".into(),
            Self::Sense { .. } => "write `<=` for an upper limit".into(),
            Self::Efficiency { .. } => "give the electricity made from a unit of fuel, such as 0.4".into(),
            Self::Span { .. } => "give the existing branches a rating".into(),
            Self::Together { one, .. } => format!("leave out {one}"),
            Self::Factors(error) => return error.hint(),
            Self::Programme(_) => return None,
        })
    }
}
