//! The charts of the page: one file each, drawn as SVG that takes its colours from the page's style.

pub(crate) mod duration;
pub(crate) mod europe;
pub(crate) mod front;
pub(crate) mod heat;
pub(crate) mod price;
pub(crate) mod stack;
pub(crate) mod timeline;
pub(crate) mod tornado;

use crate::table::Table;

/// A chart with the table that says the same.
pub(crate) struct Chart {
    /// The drawing.
    pub(crate) svg: String,
    /// One sentence under it.
    pub(crate) caption: String,
    /// The same in numbers.
    pub(crate) table: Table,
}
