use super::*;
use std::path::PathBuf;

mod real;
