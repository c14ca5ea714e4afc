//! What the door of `gigasite-data` promises, from outside.

mod bench;
mod case_defects;
mod clean;
mod dataset_defects;
