//! `gigasite schema`

use crate::say::{self, Exit};

pub(crate) fn run() -> Exit {
    say::data(&gigasite_data::case_schema_json());
    Exit::Done
}
