#![doc = include_str!("YEAR_2016.md")]
