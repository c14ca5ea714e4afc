//! What a study is: places, hours, sites, halls, money and rules; checked once, then impossible to hold wrong.
//!
//! # What it answers
//! Which nouns a siting study is made of ([`Case`]), what a user may write about it ([`schema::CaseFile`]), and what is
//! wrong with what was written ([`Findings`], all of them at once).
//!
//! # What goes in
//! A case file (TOML) and the typed tables that `gigasite-data` reads from a dataset folder.
//!
//! # What comes out
//! A [`Case`]: zones, borders, fleets, sites, designs, money, rules and one year of [`Hourly`] series, complete and
//! consistent: every reference resolves, every series has the same length, every quantity has a unit in its type.
//!
//! # What it assumes
//! **Signs.** Load positive = drawn from the grid; injection positive = into the grid; flow positive = from → to;
//! price = cost of one more megawatt hour of demand. **Time.** Hours in UTC, hour `t` covers `[t, t+1)`.
//! **Money.** Euro of [`Case::price_year`], real. None of these costs accuracy.
//!
//! # What it does not do
//! It opens no table and solves nothing.

pub mod dataset;
pub mod facility;
pub mod finding;
pub mod flow_based;
pub mod money;
pub mod network;
pub mod programme;
pub mod review;
pub mod rule;
pub mod schema;
pub mod site;
pub mod study;
pub mod suggest;
pub mod time;
pub mod zone;

pub use dataset::Dataset;
pub use finding::{Finding, Findings, Place, Severity};
pub use study::Case;
pub use time::{Horizon, Hourly};
