//! One file a verb.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod data;
pub(crate) mod facility;
pub(crate) mod grid;
pub(crate) mod init;
pub(crate) mod plan;
pub(crate) mod prices;
pub(crate) mod progress;
pub(crate) mod results;
pub(crate) mod schema;
