//! How a linear or mixed-integer programme is written with named columns and rows, solved, certified and explained.
