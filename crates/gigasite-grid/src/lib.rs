//! What the grid can carry: zonal dispatch, exchange, price, carbon and headroom for every hour.

pub mod result;
