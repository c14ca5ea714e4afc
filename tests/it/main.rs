//! Promises no single crate can make.
