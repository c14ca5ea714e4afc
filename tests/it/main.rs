//! Promises no single crate can make.

mod architecture;
mod opf;
mod power_flow;
mod pypsa;
mod scenarios;
mod year;
mod year_2016;
