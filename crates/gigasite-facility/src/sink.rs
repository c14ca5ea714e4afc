//! Where the heat of a loop goes: a source of cold, perhaps with chillers behind it.
//!
//! Without chillers the loop floats above its set point when the weather is too hot, up to its limit. With them the source
//! pre-cools what it can and the chillers do the rest (water-side economiser, closed form):
//!
//! ```text
//! free = clamp((T_ret − T_source) / (T_ret − T_set), 0, 1),   the chillers take 1 − free
//! ```
//!
//! `T_source` is what the source reaches at full effort with all the heat on it, compressors included.

mod size;
mod tabled;
mod work;

pub(crate) use size::{Duty, Service};
pub(crate) use tabled::Tabled;

use crate::chiller::Chillers;
use crate::dry_cooler::DryCooler;
use crate::open_water::OpenWater;
use crate::tower::Tower;

/// The source of cold.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source {
    /// Dry coolers; effectiveness of their pads, 0 without.
    Dry { cooler: DryCooler, pads: f64 },
    /// Coils of air-cooled chillers, per megawatt of design heat: plant is switched with load.
    Coils { coil: DryCooler },
    /// Wet towers; approach of the heat exchanger in front of the chillers, 0 without.
    Tower { tower: Tower, exchanger_k: f64 },
    /// Sea, lake, river.
    Water { intake: OpenWater },
}

/// A sink, sized.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sink {
    pub(crate) source: Source,
    pub(crate) chillers: Option<Chillers>,
    /// Fans of the duty units at full speed, MW.
    pub(crate) fan_mw: f64,
    /// Units in service over duty units.
    pub(crate) units_ratio: f64,
    pub(crate) design_mw: f64,
    /// Water leaves the sink at this temperature, if the weather allows.
    pub(crate) set_c: f64,
    /// It may be this warm before the hall throttles.
    pub(crate) limit_c: f64,
    /// Rise of the water over the load, at design.
    pub(crate) rise_k: f64,
    /// Smallest water flow over design flow.
    pub(crate) floor_ratio: f64,
    /// Drift over circulating water, at full fan speed.
    pub(crate) drift_frac: f64,
}

/// What the sink does in an hour.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Rejection {
    /// Fans outdoors.
    pub(crate) fan_mw: f64,
    /// Intake pumps.
    pub(crate) intake_mw: f64,
    pub(crate) compressor_mw: f64,
    pub(crate) evaporation_kg_per_s: f64,
    pub(crate) drift_kg_per_s: f64,
    /// Water leaves towards the load at this temperature.
    pub(crate) leaving_c: f64,
    /// Share of the heat that needed no compressor.
    pub(crate) free_frac: f64,
    /// Heat the sink could take at its limit; below the heat there is only when the limit is passed.
    pub(crate) most_mw: f64,
}
