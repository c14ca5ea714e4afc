//! Does the plan survive: facility and grid run against each other through the year, and every promise is audited.

pub mod result;
