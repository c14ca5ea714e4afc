//! What the grid can carry: dispatch of zones, flows of networks, and how much load can still stand where.
//!
//! # What it answers
//! * [`zonal`]: a year of Europe's bidding zones: who generates, what an hour costs, how much carbon it carries.
//! * [`dc`]: flows of a network by reactance, with factors, outages and screening.
//! * [`opf`]: the cheapest dispatch that a network can carry, its prices, and what limits it.
//! * [`dispatch`]: who generates what, where a question does not say so itself.
//! * [`series`]: flows and outages of many moments.
//! * [`hosting`]: how much load can stand at a bus, how firm, and what breaks first.
//! * [`ac`]: voltages, reactive power and losses.
//!
//! # What goes in
//! A [`gigasite_case::Case`] for zones, a [`gigasite_case::network::Network`] for buses and branches.
//!
//! # What comes out
//! Plain results with units in their names; every optimum carries the rigorous lower bound of its own cost.
//!
//! # What it assumes, and what that costs
//! Each room says it at its door.
//!
//! # What it does not do
//! No dynamics: no frequency, no rotor angles, no short circuits. No file is opened.

pub mod ac;
pub mod dc;
pub mod dispatch;
mod error;
pub mod hosting;
pub mod opf;
pub mod series;
mod sparse;
pub mod zonal;

pub use error::Error;
