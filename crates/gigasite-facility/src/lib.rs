//! What a hall of GPUs draws, must reject as heat, drinks and can give back, hour by hour.
//!
//! # What it answers
//! For every site and design (accelerator × cooling) the 8,760 hours of one standard hall: facility power, IT power, water,
//! reusable heat, PUE, peak megawatts for the connection ([`hall_years`]).
//!
//! # What goes in
//! A [`gigasite_case::Case`]: accelerators, cooling designs, power chain, hourly weather of the sites.
//!
//! # What comes out
//! [`hall_year::HallYear`], linear in the number of halls: `n` halls draw `n` times one hall. [`envelope`] states the error
//! of that for plant shared between halls.
//!
//! # What it assumes, and what that costs
//! * Hourly energy of an accelerator is a mixture of sustained and idle power by share of time: exact for energy if the
//!   utilisation is a share of time, up to 10 % off if it is a scheduler's «utilisation» (OpenDC's models bracket it).
//! * Node nameplate, sustained share and idle share come from the table; the H100 node is within 1 % of its measurement.
//! * Dry coolers: ε-NTU, both fluids unmixed, fans by the cube law: the catalogue design point is met exactly.
//! * Wet towers: Merkel's method with an equivalent heat capacity; chillers: Carnot with 5 K approach on both sides
//!   (rms 9 % over 124 machines).
//! * Weather tables are interpolated in steps of 0.25 K: cooling power is off by less than 0.5 % of itself, facility power
//!   by less than 0.005 %.
//!
//! # What it does not do
//! No seconds, no thermal inertia, no EIR chiller curves, no York polynomial, no direct outside air, no degraded modes.

pub mod chain;
pub mod chiller;
pub mod climate;
pub mod dry_cooler;
pub mod envelope;
mod error;
pub mod hall;
pub mod hall_year;
pub mod power;
pub mod psychro;
mod root;
mod sink;
mod table;
pub mod tower;
pub mod water;
mod year;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use envelope::{Envelope, envelope};
pub use error::Error;
pub use hall_year::HallYear;
pub use year::hall_years;
