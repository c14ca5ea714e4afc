//! What the door of `gigasite-data` promises, from outside.
#![expect(clippy::unwrap_used, reason = "a helper of a test that cannot go on should end the test")]

mod bench;
mod case_defects;
mod clean;
mod dataset_defects;
mod fidelity;
mod flow_based;
mod seeded;
mod years;
mod years_statistics;
