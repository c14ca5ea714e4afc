//! How a linear or mixed-integer programme is written with named columns and rows, solved, certified and explained.
//!
//! # What it answers
//! The least cost of a [`Programme`], a proof of it that does not trust the solver ([`Programme::dual_bound`],
//! [`Programme::check`]), and, when nothing fits, which named rows would have to give and by how much
//! ([`Infeasibility::explain`]).
//!
//! # What goes in
//! Columns with bounds and cost, rows with a sense and a right-hand side, all named: `halls[FR-FOUJU,2030]` as text, or,
//! for the million, a [`Family`] and indices, spelt as `dispatch_mw[FR,gas_new,17]` only when somebody asks.
//!
//! # What comes out
//! A [`Solution`] with an honest [`Status`]; duals in `d objective / d right-hand side`. [`WarmBlocks`] solves many
//! independent programmes again and again from their last basis, on several threads, with the same answer on any number.
//!
//! ```
//! use gigasite_lp::{Programme, Sense, SolveOptions, Status};
//!
//! let mut lp = Programme::new();
//! let north = lp.column("built_mw[north]", 0.0, 200.0, 10.0);
//! let south = lp.column("built_mw[south]", 0.0, 100.0, 20.0);
//! let demand = lp.row("demand", &[(north, 1.0), (south, 1.0)], Sense::AtLeast, 250.0);
//! let answer = lp.solve(&SolveOptions::default())?;
//! assert_eq!(answer.status, Status::Optimal);
//! assert!((answer.value(south) - 50.0).abs() < 1e-9);
//! assert!((answer.dual(demand) - 20.0).abs() < 1e-9); // one more MW is built in the south
//! # Ok::<(), gigasite_lp::Error>(())
//! ```
//!
//! # What it assumes
//! Minimisation. HiGHS 1.15 through `good_lp`, one thread and a fixed seed inside each programme; a row may be missed by
//! 1e-7 and an integer by 1e-6 in absolute terms, which [`Programme::check`] measures on every answer, and HiGHS leaves
//! coefficients below 1e-9 out, so rows want units in which their numbers are near one. A certified bound is short by
//! about 1e-13 of the largest term in its sum.
//!
//! # What it does not do
//! It knows nothing of sites or hours. It does not stop HiGHS inside a solve: an interruption is seen between solves. It
//! offers no second thread inside one programme, since HiGHS fixes their number once per process thread and refuses any
//! other afterwards.

mod blocks;
mod certificate;
mod error;
mod explain;
pub mod interior;
mod lp_format;
mod model;
mod mps;
mod names;
mod programme;
mod ranges;
mod solve;
mod warm;

#[cfg(test)]
mod tests;

pub use blocks::WarmBlocks;
pub use certificate::Violation;
pub use error::Error;
pub use explain::{Infeasibility, Relaxation, explain_infeasible, family_of};
pub use interior::{InteriorOptions, Partition};
pub use mps::MpsError;
pub use names::{Axis, Family};
pub use programme::{Column, Programme, Row, Sense};
pub use ranges::{Placed, Range, Ranges, SPREAD_LIMIT};
pub use solve::{Controls, Effort, Presolve, Solution, SolveOptions, Status};
pub use warm::{BoundChange, WarmProgramme};
