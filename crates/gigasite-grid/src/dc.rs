//! Flows by reactance: who carries what, which outage breaks what.
//!
//! ```text
//! flow_l = b_l (θ_from − θ_to − shift_l),   B θ = injection + Σ b_l shift_l,   θ = 0 at one reference an island
//! PTDF_l = b_l a_lᵀ B⁻¹                      flow on l for 1 MW put in at a bus and taken out at its reference
//! LODF_lk = PTDF_l a_k / (1 − PTDF_k a_k)    flow on l for 1 MW that flowed on k before k was lost
//! ```
//!
//! with `a_l` = +1 at the from bus, −1 at the to bus. `B` is factorised once; every answer after that is a pair of
//! triangular solves, many at a time. Losses and voltages are ignored: against an AC flow, branch flows of transmission
//! networks are off by a few percent (Stott, Jardim, Alsaç 2009); [`crate::ac`] measures it.

mod bridges;
mod factors;
mod flow;
mod injection;
mod model;
mod outage;
mod screening;
mod susceptance;

#[cfg(test)]
mod tests;

pub use flow::{DcFlow, DcState};
pub use injection::{injections_mw, injections_of};
pub use model::DcModel;
pub(crate) use model::islands;
pub use outage::{AfterOutage, Islanded};
pub use screening::{Outage, OutageCase, Overload, Rating, ScreenOptions, Screening};
pub use susceptance::{Form, Series};

/// Right-hand sides that are solved at once.
const LANES: usize = 8;
