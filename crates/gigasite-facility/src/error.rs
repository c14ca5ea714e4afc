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
            Self::UnknownSink { .. } => "liquid sinks are dry, dry_adiabatic, wet_tower, sea_water and chiller; the air sink is chiller".into(),
            Self::HallTooSmall { .. } => "raise `halls.hall_it_mw`".into(),
            Self::NoWeather { .. } => "give the site a row of `climate_stations.csv`, or a folder of series that covers it".into(),
        })
    }
}
