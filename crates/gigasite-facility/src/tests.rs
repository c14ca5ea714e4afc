//! Vectors of `facility_vectors.csv`, properties, years.

mod plant;
mod properties;
mod validation;
mod vectors;
mod year;
