//! What the grid can carry: zonal dispatch, exchange, price, carbon and headroom for every hour.
//!
//! # What it answers
//! For a year of load in every bidding zone, with or without a plan on top: who generates, what flows over which border,
//! what one more megawatt hour costs ([`Dispatch::price_eur_per_mwh`](result::Dispatch)), how much carbon the consumption
//! of a zone carries, and how many megawatts it could still take. [`dc`] adds flows by reactance for small networks.
//!
//! # What goes in
//! A [`gigasite_case::Case`] and the [`AddedLoad`](result::AddedLoad) of a plan.
//!
//! # What comes out
//! A [`Dispatch`](result::Dispatch) with the rigorous lower bound of its own cost, and the calibration against observed
//! prices ([`calibration`]).
//!
//! # What it assumes, and what that costs
//! * Zones are copper plates; exchange is limited by net transfer capacities. On meshed borders the flow-based reality
//!   allows more in some hours and less in others; planning values differ between sources by a factor of up to five.
//! * Merit order without start-up cost or ramps: prices are too smooth; published comparisons of linear and integer unit
//!   commitment find about 1 % of system cost.
//! * Weeks are independent: stores end a week as they began it, and reservoirs release a weekly budget that follows the
//!   residual load within their volume ([`hydro`]). Seasonal arbitrage is in the budget, not in the programme.
//! * Weather-driven plant may be curtailed for nothing: no price falls below zero. In 2024 prices were negative in 1–6 %
//!   of the hours of most zones, on average by 10–20 EUR/MWh, so means come out up to 1 EUR/MWh high.
//!
//! # What it does not do
//! No unit commitment, no outages drawn at random, no nodal network of Europe, no AC power flow.

pub mod calibration;
pub mod carbon;
pub mod dc;
mod error;
pub mod hydro;
mod model;
pub mod result;
mod supply;
mod week;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use error::Error;
pub use model::ZonalModel;
