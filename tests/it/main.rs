//! Promises no single crate can make.

mod architecture;
mod pypsa;
mod scenarios;
mod year;
