//! Which sites, which sizes, which supply: the siting programme, its proof and its explanations.

pub mod plan;
