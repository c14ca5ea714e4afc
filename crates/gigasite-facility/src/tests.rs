//! Vectors of `facility_vectors.csv`, properties, years.

mod properties;
mod vectors;
mod year;
