//! What can be chosen of a chain.

/// How the load is carried over an outage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ups {
    /// All power through rectifier and inverter: row `ups_double_conversion`.
    #[default]
    DoubleConversion,
    /// The mains in parallel, the inverter waiting: row `ups_eco`.
    Eco,
    /// A battery on the busbar of the rack, past which the load flows: row `bbu`.
    InRack,
    /// None: an outage stops the hall, as in halls of research.
    None,
}

impl Ups {
    /// Every kind that has a row.
    pub(super) const ROWS: [Self; 3] = [Self::DoubleConversion, Self::Eco, Self::InRack];

    /// Its row of `power_chain.csv`; empty for none.
    pub fn row(self) -> &'static str {
        match self {
            Self::DoubleConversion => "ups_double_conversion",
            Self::Eco => "ups_eco",
            Self::InRack => "bbu",
            Self::None => "",
        }
    }
}

/// How the units of a stage share its load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sharing {
    /// Every unit is on and carries the same: N+1 of five run at 80 % of design, 2N at 50 % at most.
    #[default]
    All,
    /// Only as many are on as lose least together, but never fewer than carry the load and the spare ones besides: with any
    /// loss of as many units as the design can spare, those that are on still carry all. 2N stays as it is.
    Staged,
}

/// What can be chosen of a chain; the default is double conversion with every unit on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// How the load is carried over an outage.
    pub ups: Ups,
    /// How units share the load.
    pub sharing: Sharing,
}

/// Where IT power is metered (EN 50600-4-2: PUE category).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// At the output of the UPS.
    One,
    /// At the output of the power distribution.
    Two,
    /// At the equipment itself.
    Three,
}

impl Category {
    pub(crate) fn count(self) -> usize {
        match self {
            Self::One => 1,
            Self::Two => 2,
            Self::Three => 3,
        }
    }
}
