//! What a hall of GPUs draws, must reject as heat, drinks and can give back, hour by hour and second by second.
//!
//! # What it answers
//! For every site and design (accelerator × cooling) the 8,760 hours of one standard hall ([`hall_years`]), or of one design in
//! one weather with every megawatt kept ([`facility_year`]): IT power, losses, pumps, fans, compressors, water by kind, heat, PUE,
//! peak megawatts, components with their spares. A [`campus`] of such halls, its indicators ([`kpi`], [`enefg`]), its day at one
//! second ([`mod@seconds`]), its flexibility ([`flexibility`], [`curtailment`]), heat to a network ([`district`]), and safe linear
//! statements of it for an optimiser ([`mod@envelope`]).
//!
//! # What goes in
//! Rows of accelerators, nodes, cooling designs and the power chain; hourly weather. A [`gigasite_case::Case`] has them all.
//!
//! # What comes out
//! [`hall_year::HallYear`] and [`FacilityYear`], linear in the number of halls: `n` halls draw `n` times one hall.
//! [`mod@envelope`] states the error of that.
//!
//! # What it assumes, and what that costs
//! * **IT power** of an hour is a mixture of sustained and idle power by share of time: exact for energy if the utilisation is a
//!   share of time. Nodes built from their parts ([`power::node`]) are within 3 % of the measured H100 node.
//! * **Heat split**: the liquid share applies to compute; network and storage (`overhead_ratio`) are cooled by air unless the
//!   design is all liquid.
//! * **Plant** is sized for provisioned IT power in a design hour never milder than any hour of the year, with spare units that
//!   run along. Coolers that cannot reach their set point then are sized at the smallest approach (dry 5 K, wet 3 K, estimates);
//!   the loop floats up to the accelerator's limit, then accelerators throttle.
//! * **Dry coolers** ε-NTU, both fluids unmixed, cube law: the catalogue point is met to 0.01 K. **Towers** Merkel: `EnergyPlus` to
//!   0.3 K and 15 % of fan power; [`york`] is within 0.8 K of it. **Chillers** Carnot with 5 K approaches (rms 9 % over 124 machines
//!   above 1 MW); [`eir`] holds two machines beside. **Economisers** in closed form. **Pumps**: constant at the racks, by load with
//!   a differential-pressure set point in the facility loop.
//! * **Evaporation** of towers lets air leave saturated: see the page of published sites below.
//! * **Sea and river** temperature is smoothed air temperature: an estimate, not validated. **Hand-over** of heat: 95 %.
//! * **Throttling** follows the power-cap fit for BERT on earlier accelerators (rms 0.04); later ones are extrapolation with a band
//!   ([`power::cap`]).
//! * **Tables** over temperature: cooling power within 0.12 %, facility power within 0.003 %, water within 0.05 % of the exact hour.
//! * **Linear in halls**: transformers shared by many halls change facility power by at most 0.25 %; a flat PUE misses single
//!   hours by up to 7 %. See [`mod@envelope`].
//!
//! # What it does not do
//! No hybrid of dry and wet coolers in one design, no ice, no server fans that speed up in warm air, no refrigerants, no throttling
//! within a second. The Merkel and Carnot models work the year; York and EIR are checks. Accelerator power has not been measured
//! by this project.
#![doc = include_str!("VALIDATION.md")]

pub mod campus;
pub mod chain;
pub mod chiller;
mod climate;
pub mod curtailment;
pub mod district;
pub mod dry_cooler;
pub mod economiser;
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
pub mod reach;
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
pub use reach::Reach;
pub use year::{Asked, Build, FacilityYear, Place, facility_year, hall_years, normals_of, scheduled_year};
