//! What a bidding zone can take.

use crate::programme::Context;
use gigasite_lp::{Programme, Sense};
use indexmap::IndexMap;

/// ```text
/// zone_peak[z]:     Σ_{s in z} connection_mw[s,Y] ≤ zone_peak_max_frac · peak_load_z
/// zone_headroom[z]: Σ_{s in z} connection_mw[s,Y] ≤ headroom_z   (quantile of the year without the plan)
/// ```
pub(crate) fn zones(context: &Context<'_>, programme: &mut Programme) {
    let last = context.last();
    let mut zones: IndexMap<usize, Vec<_>> = IndexMap::new();
    for (site, columns) in context.sites() {
        zones.entry(site.zone).or_default().push((columns.connection[last], 1.0));
    }
    for (zone, terms) in &zones {
        let row = &context.case.dataset.zones[*zone];
        let peak_mw = context.case.file.supply.zone_peak_max_frac * row.peak_load.0;
        programme.row(format!("zone_peak[{}]", row.id), terms, Sense::AtMost, peak_mw);
        programme.row(
            format!("zone_headroom[{}]", row.id),
            terms,
            Sense::AtMost,
            context.sets.headroom_mw[*zone],
        );
    }
}
