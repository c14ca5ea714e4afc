//! What a hall of GPUs draws, must reject as heat, drinks and can give back, hour by hour.

pub mod hall_year;
