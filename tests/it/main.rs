//! Promises no single crate can make.

mod architecture;
