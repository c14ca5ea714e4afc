//! What can stop the facility model.

/// Why a hall cannot be modelled.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A design names a row that is not there.
    #[error("the case asks for {what} `{name}`, which is not in `{table}`")]
    Unknown {
        /// `accelerator` or `cooling`.
        what: &'static str,
        /// Name asked for.
        name: String,
        /// Table.
        table: &'static str,
    },
    /// A heat sink that no model knows.
    #[error("cooling design `{cooling}` has the sink `{sink}`, which no model knows")]
    UnknownSink {
        /// Design.
        cooling: String,
        /// Sink.
        sink: String,
    },
    /// A hall too small for one accelerator.
    #[error("a hall of {hall_it_mw} MW is too small for one `{accelerator}` at {gpu_kw} kW")]
    HallTooSmall {
        /// IT power of the hall.
        hall_it_mw: f64,
        /// Accelerator.
        accelerator: String,
        /// Power of one.
        gpu_kw: f64,
    },
    /// A power chain that cannot be built or cannot carry its load.
    #[error(transparent)]
    Chain(#[from] crate::chain::ChainError),
    /// A power cap below what idle accelerators draw.
    #[error(
        "provisioned power of a hall is {provisioned_mw:.2} MW, below the {idle_mw:.2} MW that it draws idle"
    )]
    CapBelowIdle {
        /// Provisioned power.
        provisioned_mw: f64,
        /// Idle power.
        idle_mw: f64,
    },
    /// More units lost than there are.
    #[error("{lost} {what} are lost, expected fewer than the {units} there are")]
    NothingLeft {
        /// `coolers`, `chillers` or `pumps`.
        what: &'static str,
        /// Units there are.
        units: usize,
        /// Units lost.
        lost: usize,
    },
    /// A figure of a cooling design that no plant can have.
    #[error("cooling design `{cooling}` has {column} {value}, expected {expected}")]
    Column {
        /// Design.
        cooling: String,
        /// Column.
        column: &'static str,
        /// Its value.
        value: f64,
        /// What would do.
        expected: &'static str,
    },
    /// IT power of another number of hours.
    #[error("there are {hours} hours of IT power, expected {expected} as the weather has")]
    ItHours {
        /// Hours there are.
        hours: usize,
        /// Hours of the weather.
        expected: usize,
    },
    /// IT power that a hall cannot have.
    #[error("hour {hour} asks for {it_mw} MW of IT, expected more than 0 and at most {provisioned_mw} MW")]
    ItPower {
        /// Hour, from 0.
        hour: usize,
        /// Power asked for.
        it_mw: f64,
        /// Power of the hall.
        provisioned_mw: f64,
    },
    /// A site without weather of the horizon's length.
    #[error("site `{site}` has {hours} hours of weather, expected {expected}")]
    NoWeather {
        /// Site.
        site: String,
        /// Hours there are.
        hours: usize,
        /// Hours of the horizon.
        expected: usize,
    },
}

impl Error {
    /// What the user could try next.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Unknown { table, .. } => format!("use a name of `{table}`, or add a row to it"),
            Self::UnknownSink { .. } => "sinks are dry, dry_adiabatic, wet_tower, sea_water, chiller, wet_tower_chiller and sea_water_chiller; for air also outside_air".into(),
            Self::Chain(error) => return error.hint(),
            Self::CapBelowIdle { .. } => "raise `halls.provisioned_ratio`; a cap of 0.5 is the deepest that jobs survive".into(),
            Self::NothingLeft { .. } => "a hall without any of them is off; lose fewer, or raise `units_count`".into(),
            Self::Column { .. } => "mend the row of `cooling_designs.csv`, or what changes it".into(),
            Self::ItHours { .. } => "give one figure an hour of the weather file".into(),
            Self::ItPower { .. } => "IT power of one hall in megawatts, not of the site and not in kilowatts".into(),
            Self::HallTooSmall { .. } => "raise `halls.hall_it_mw`".into(),
            Self::NoWeather { .. } => "give the site a row of `climate_stations.csv`, or a folder of series that covers it".into(),
        })
    }
}
