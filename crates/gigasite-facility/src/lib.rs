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
//! [`hall_year::HallYear`], linear in the number of halls: `n` halls draw `n` times one hall. [`mod@envelope`] states the error
//! of that for plant shared between halls.
//!
//! # What it assumes, and what that costs
//! * **IT power** of an hour is a mixture of sustained and idle power by share of time: exact for energy if the utilisation
//!   is a share of time. Node figures are the table's; the H100 node is within 1 % of its measurement.
//! * **Heat split**: the liquid share applies to compute; network and storage (`overhead_ratio`) are cooled by air.
//! * **Plant** is sized for provisioned IT power in a design hour never milder than any hour of the year. Coolers that cannot
//!   reach their set point then are sized at the smallest approach (dry 5 K, wet 3 K, estimates); the loop floats up to the
//!   accelerator's limit, then accelerators throttle. Loop pumps run at constant flow (conservative).
//! * **Dry coolers** ε-NTU, both fluids unmixed, cube law: the catalogue point is met to 0.01 K. **Towers** Merkel:
//!   `EnergyPlus` to 0.3 K and 15 % of fan power. **Chillers** Carnot with 5 K approaches (rms 9 % over 124 machines), with
//!   free-cooling coils of 5 K approach (estimate).
//! * **Evaporation** of towers lets air leave saturated: likely too high. A smooth year of Denver gives 1.5 L/kWh where NREL
//!   ESIF reports 0.86–1.08 with heat reuse. Drift counts as blow-down.
//! * **Sea and river** temperature is smoothed air temperature: an estimate, not validated. **Hand-over** of heat: 95 %.
//! * **Throttling** follows the power-cap fit for BERT on earlier accelerators (rms 0.04); later ones are extrapolation.
//! * **Tables** of 0.25 K: cooling power within 0.15 %, facility power within 0.02 %, water within 0.1 % of the exact hour.
//! * **Linear in halls**: transformers shared by many halls change facility power by at most 0.24 %; a flat PUE misses
//!   single hours by up to 6.3 % (Seville). See [`mod@envelope`].
//!
//! # What it does not do
//! No seconds and no thermal inertia (rows TR-1, TR-3 of `facility_vectors.csv`), no flexibility (FX-1), no EIR chillers
//! (CH-M1, CH-Y…), no York polynomial (TWR-Y…), no logarithmic power law (GPU-2), no rack built from its parts (RACK-2), no
//! loss factors of fluid coolers (W-4), no unit conversions (W-1, W-2), no reporting indicators (KPI-1: co-simulation).
//! No direct outside air, no chiller-less air side, no cooling of the air side by sea or tower, no glycol, no degraded modes;
//! heat handed over does not unload the coolers.

pub mod campus;
pub mod chain;
pub mod chiller;
mod climate;
pub mod curtailment;
pub mod district;
pub mod dry_cooler;
pub mod eir;
pub mod enefg;
pub mod envelope;
mod error;
pub mod flexibility;
mod hall;
pub mod hall_year;
pub mod kpi;
pub mod open_water;
mod outside_air;
pub mod power;
pub mod psychro;
pub mod pump;
mod root;
pub mod seconds;
mod sink;
mod table;
pub mod tower;
pub mod validity;
pub mod water;
pub mod water_balance;
mod year;
pub mod york;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use campus::Campus;
pub use climate::{Normals, Outdoors};
pub use envelope::{Envelope, HourlyEnvelope, envelope};
pub use error::Error;
pub use hall::{Component, Hour, Lost, Settings};
pub use hall_year::HallYear;
pub use year::{Asked, Build, FacilityYear, Place, facility_year, hall_years, normals_of};
