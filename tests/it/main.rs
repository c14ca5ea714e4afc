//! Promises no single crate can make.

mod architecture;
mod opf;
mod scenarios;
mod year;
