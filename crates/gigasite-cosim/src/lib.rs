//! Does the plan survive: facility and grid run against each other through the year, and every promise is audited.
//!
//! # What it answers
//! Which plan stands after optimiser, facility and grid agree, what it costs with the prices it makes itself, how far that
//! is from the best possible, and which of its promises are kept ([`result::StudyResult`]).
//!
//! # What goes in
//! A checked [`gigasite_case::Case`] and somebody who listens ([`Progress`]).
//!
//! # What comes out
//! The plan with its certified bound, the dispatched year without and with it, hourly series of every chosen site, KPIs by
//! the codes of Delegated Regulation (EU) 2024/1364, the audit, and a comparison with the rival where the case names one.
//!
//! # What it assumes, and how big that error is
//! The loop is Kelley's cutting planes: the dispatch cost is convex in the load a plan adds, so the prices of every
//! evaluated plan bound the cost of every other from below. The stated gap therefore holds whatever the number of rounds.
//! Batteries of a plan follow the prices of the year before the plan moved them: their evaluated cost is an upper bound.
//!
//! # What it does not do
//! It prints nothing and writes nothing; seconds are not stepped; the year of the last stage stands for all years after it.

pub mod attribution;
mod audit;
mod error;
mod facility;
mod kpi;
mod progress;
pub mod result;
mod rival;
mod run;
mod site_year;

pub use error::Error;
pub use progress::{Progress, Silent};
pub use run::{BaseYear, Moved, Questions, base_year, base_year_with, run, run_with, set_threads};
