//! Investment.

use crate::programme::{Context, MILLION};
use gigasite_lp::{Programme, Sense};

/// ```text
/// capex_max: Σ_{s,d} capex_d · halls[s,d,Y] + Σ_s capex_connection_s · connection_mw[s,Y]
///            + Σ_{s,k} capex_k · supply_mw[s,k] ≤ capex_max
/// ```
///
/// Layers of public money never change what is cheapest without subsidy and never force a euro to be taken, so they need
/// no row: they are shared out after the search, in closed form (`layers.rs`).
pub(crate) fn money(context: &Context<'_>, programme: &mut Programme) {
    let Some(limit) = context.case.file.money.capex_max_bn_eur else { return };
    let last = context.last();
    let mut terms = Vec::new();
    for (site, columns) in context.sites() {
        terms.extend(columns.halls_at(&site.halls, last, |hall| hall.capex_eur / MILLION));
        terms.push((columns.connection[last], site.connection_capex_eur_per_mw / MILLION));
        terms.extend(
            site.supply
                .iter()
                .zip(&columns.supply)
                .map(|(option, column)| (*column, option.capex_eur_per_mw / MILLION)),
        );
    }
    programme.row("capex_max", &terms, Sense::AtMost, limit * 1e3);
}
