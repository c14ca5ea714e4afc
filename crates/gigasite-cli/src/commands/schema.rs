//! `gigasite schema`

use crate::say::{self, Exit};

pub(crate) fn run() -> anyhow::Result<Exit> {
    say::data(&gigasite_data::case_schema_json())?;
    Ok(Exit::Done)
}
