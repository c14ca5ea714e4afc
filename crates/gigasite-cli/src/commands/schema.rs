//! `gigasite schema`

use crate::args::Schema;
use crate::say::{self, Exit};

pub(crate) fn run(of: Schema) -> anyhow::Result<Exit> {
    let text = match of {
        Schema::Case => gigasite_data::case_schema_json(),
        Schema::Plan => gigasite_report::PLAN_SCHEMA.to_owned(),
        Schema::Findings => gigasite_report::findings::SCHEMA.to_owned(),
    };
    say::data(&text)?;
    Ok(Exit::Done)
}
