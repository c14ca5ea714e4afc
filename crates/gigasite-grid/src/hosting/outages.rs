//! Outage factors that matter, kept sparse.

use crate::dc::DcModel;

/// Lines of `F_lk`: for every lost branch the branches that feel it.
pub(super) struct Outages {
    starts: Vec<usize>,
    entries: Vec<(u32, f32)>,
}

impl Outages {
    /// `room` by bus, MW, tells who makes up for what a bridge cuts off.
    pub(super) fn new(model: &DcModel, factor_min: f64, room: &[f64]) -> Self {
        let columns = model.outage_factors(factor_min, room);
        let mut starts = Vec::with_capacity(columns.len() + 1);
        let mut entries = Vec::with_capacity(columns.iter().map(Vec::len).sum());
        starts.push(0);
        for column in columns {
            entries.extend(column);
            starts.push(entries.len());
        }
        Self { starts, entries }
    }

    /// Branches that feel the loss of `lost`, and by how much of what it carried.
    pub(super) fn of(&self, lost: usize) -> &[(u32, f32)] {
        &self.entries[self.starts[lost]..self.starts[lost + 1]]
    }
}
