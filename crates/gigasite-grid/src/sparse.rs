//! Sparse symmetric systems of networks: ordered once, factorised once, solved for many right-hand sides at a time.

mod ldl;
mod order;

pub(crate) use ldl::Ldl;
pub(crate) use order::minimum_degree;
