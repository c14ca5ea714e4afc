//! What can stop a day at one second.

/// Why a day cannot be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A figure outside the range in which the model means something.
    #[error("`{what}` is {value}, expected {expected}")]
    OutOfRange {
        /// Field.
        what: &'static str,
        /// What it is.
        value: f64,
        /// What it may be.
        expected: &'static str,
    },
    /// An hour of the year that no power between idle and full can give.
    #[error(
        "hour {hour} asks for a mean of {it_mw} MW of IT power, expected between {idle_mw} MW (all idle) and {full_mw} MW (all at full power)"
    )]
    HourOutOfBounds {
        /// Hour of the day, 0–23.
        hour: usize,
        /// Mean IT power asked for.
        it_mw: f64,
        /// IT power with every accelerator idle.
        idle_mw: f64,
        /// IT power with every accelerator at full power.
        full_mw: f64,
    },
    /// A waveform that does not lie within the day.
    #[error(
        "a waveform of {duration_s} s from second {from_s} at {rate_hz} Hz, expected whole seconds within 86400 and at least 1 Hz"
    )]
    WaveformOutsideDay {
        /// First second.
        from_s: usize,
        /// Seconds.
        duration_s: usize,
        /// Samples per second.
        rate_hz: usize,
    },
}

impl Error {
    /// What the user could try next.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::OutOfRange { what, expected, .. } => format!("set `{what}` to {expected}"),
            Self::HourOutOfBounds { .. } => {
                "give the seconds the same hall and the same number of halls as the year".into()
            }
            Self::WaveformOutsideDay { .. } => "ask for a shorter waveform".into(),
        })
    }
}
