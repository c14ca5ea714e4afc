//! Megawatts from the grid.

use crate::programme::Context;
use crate::sets::least;
use gigasite_lp::{Programme, Sense};

/// ```text
/// draw[s,y]:      Σ_d peak_mw_d · halls[s,d,y] − connection_mw[s,y] = 0
/// firm[s,y]:      connection_mw[s,y] − firm_mw(s,y) · open[s] ≤ 0
/// incident[s]:    connection_mw[s,Y] − incident_mw(area of s) · open[s] ≤ 0     loss of the whole site at once
/// halls_max[s,y]: Σ_d halls[s,d,y] − ⌊limit_mw / min_d peak_mw_d⌋ · open[s] ≤ 0  (valid: whole halls)
/// ```
pub(crate) fn connection(context: &Context<'_>, programme: &mut Programme) {
    let last = context.last();
    for (site, columns) in context.sites() {
        for (place, stage) in context.sets.stages.iter().enumerate() {
            let key = format!("[{},{}]", site.id, stage.year);
            let drawn = columns.connection[place];
            let mut draw: Vec<_> = columns.halls_at(&site.halls, place, |hall| hall.peak_mw).collect();
            draw.push((drawn, -1.0));
            programme.row(format!("draw{key}"), &draw, Sense::Equal, 0.0);
            let firm = [(drawn, 1.0), (columns.open, -site.firm_mw[place])];
            programme.row(format!("firm{key}"), &firm, Sense::AtMost, 0.0);
            if place == last && (!context.tighten || site.incident_mw < site.firm_mw[place]) {
                let loss = [(drawn, 1.0), (columns.open, -site.incident_mw)];
                programme.row(format!("incident[{}]", site.id), &loss, Sense::AtMost, 0.0);
            }
            if context.tighten {
                let limit_mw = site.firm_mw[place].min(site.incident_mw);
                let smallest = least(site.halls.iter().map(|hall| hall.peak_mw));
                let mut halls: Vec<_> = columns.halls_at(&site.halls, place, |_| 1.0).collect();
                halls.push((columns.open, -(limit_mw / smallest + 1e-9).floor()));
                programme.row(format!("halls_max{key}"), &halls, Sense::AtMost, 0.0);
            }
        }
    }
}
