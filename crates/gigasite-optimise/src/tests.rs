//! The siting programme on a Europe small enough to enumerate.

mod brute;
mod infeasible;
mod limits;
mod matching;
mod promises;
mod size;
mod swing;
