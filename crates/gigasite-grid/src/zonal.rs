//! Bidding zones as copper plates, and the borders between them: the dispatch of a year.
//!
//! For a year of load in every zone, with or without a plan on top: who generates, what flows over which border, what one
//! more megawatt hour costs, how much carbon the consumption of a zone carries, and how many megawatts it could still take.
//!
//! What one more megawatt hour emits, over borders and through stores, is in [`marginal`]; how often a zone runs short in
//! [`adequacy`]; how close the year of 2016 comes to the observed one in [`mod@year_2016`].
//!
//! * Zones are copper plates; exchange is limited by net transfer capacities. On meshed borders the flow-based reality
//!   allows more in some hours and less in others ([`flow_based`] takes it where factors and margins are known); planning values
//!   differ between sources by a factor of up to five.
//! * Merit order without start-up cost or ramps: prices are too smooth; published comparisons of linear and integer unit
//!   commitment find about 1 % of system cost.
//! * Weeks are independent: stores end a week as they began it, and reservoirs release a weekly budget that follows the
//!   residual load within their volume ([`hydro`]). Seasonal arbitrage is in the budget, not in the programme.
//! * Weather-driven plant may be curtailed for nothing: no price falls below zero. In 2024 prices were negative in 1–6 %
//!   of the hours of most zones, on average by 10–20 EUR/MWh, so means come out up to 1 EUR/MWh high.

pub mod adequacy;
pub mod calibration;
pub mod carbon;
mod energy;
pub mod flow_based;
pub mod hydro;
pub mod marginal;
mod model;
mod network;
mod result;
mod supply;
mod week;
pub mod year_2016;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use model::{ZonalModel, whole_weeks};
pub use result::*;
