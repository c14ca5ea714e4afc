//! How a linear or mixed-integer programme is written with named columns and rows, solved, certified and explained.
//!
//! # What it answers
//! The least cost of a [`Programme`], a proof of it that does not trust the solver ([`Programme::dual_bound`]), and,
//! when nothing fits, which named rows would have to give and by how much ([`explain_infeasible`]).
//!
//! # What goes in
//! Columns with bounds and cost, rows with a sense and a right-hand side, all named: `halls[FR-FOUJU,2030]`.
//!
//! # What comes out
//! A [`Solution`] with an honest [`Status`]; duals in `d objective / d right-hand side`. [`WarmBlocks`] solves many
//! independent programmes again and again from their last basis, on several threads, with the same answer on any number.
//!
//! # What it assumes
//! Minimisation. HiGHS 1.15 through `good_lp`, one thread and a fixed seed inside each programme; feasibility and
//! optimality tolerances are HiGHS' defaults, 1e-7 absolute, which [`Programme::check`] measures on every answer.
//!
//! # What it does not do
//! It knows nothing of sites or hours. It does not stop HiGHS inside a solve: an interruption is seen between solves.

mod certificate;
mod error;
mod explain;
mod programme;
mod solve;
mod warm;

#[cfg(test)]
mod tests;

pub use certificate::Violation;
pub use error::Error;
pub use explain::{Relaxation, explain_infeasible};
pub use programme::{Column, Programme, Row, Sense};
pub use solve::{Effort, Solution, SolveOptions, Status};
pub use warm::{BoundChange, WarmBlocks, WarmProgramme};
