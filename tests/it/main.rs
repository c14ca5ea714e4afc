//! Promises no single crate can make.

mod architecture;
mod flexible;
mod flow_based;
#[cfg(test)]
mod frictionless;
mod hosting;
mod matching;
mod opf;
#[cfg(test)]
mod other_tools;
#[cfg(test)]
mod power_flow;
#[cfg(test)]
mod pypsa;
mod rules;
mod scenarios;
mod sets;
mod whole_year;
mod year;
mod year_2016;
