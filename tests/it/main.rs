//! Promises no single crate can make.

mod architecture;
mod scenarios;
mod year;
