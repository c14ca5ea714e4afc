//! Heat for others.

use super::supply::MWH_PER_GWH;
use crate::programme::Context;
use gigasite_lp::{Programme, Sense};

/// ```text
/// heat_there[s]: heat_mwh[s] − Σ_d heat_mwh_d · halls[s,d,Y] ≤ 0
/// ```
///
/// `heat_mwh_d` is what a network takes of one hall's heat, see [`crate::heat_taken_frac`].
pub(crate) fn heat(context: &Context<'_>, programme: &mut Programme) {
    for (site, columns) in context.sites() {
        let mut terms = vec![(columns.heat, 1.0 / MWH_PER_GWH)];
        terms.extend(columns.halls_at(&site.halls, context.last(), |hall| -hall.heat_mwh / MWH_PER_GWH));
        programme.row(format!("heat_there[{}]", site.id), &terms, Sense::AtMost, 0.0);
    }
}
