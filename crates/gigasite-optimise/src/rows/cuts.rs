//! What the power system charges for the plan.

use crate::programme::{Context, MILLION};
use gigasite_lp::{Programme, Sense};

/// For every evaluated dispatch `k` with cost `C_k`, prices `λ_k` and added load `L_k`:
///
/// ```text
/// cut[k]: system ≥ C_k − C_base + Σ_{z,t} λ_k(z,t) · (L_z(t) − L_k,z(t))
/// L_z(t) = Σ_{s in z} ( Σ_d facility_mw_d(t) · halls[s,d,Y] − Σ_k output_k(t) · supply_mw[s,k] + battery of s at t )
/// ```
///
/// The dispatch cost is convex in the load and `λ_k` a subgradient, so every cut is a valid lower bound. The hour by hour
/// sum is linear in the columns and collapses to one coefficient each. A battery's schedule is free: its coefficient is
/// the *least* of `Σ λ_k·b` over all feasible schedules, minus its best arbitrage profit, which keeps the bound valid.
pub(crate) fn cuts(context: &Context<'_>, programme: &mut Programme) {
    let last = context.last();
    for (index, constant) in context.sets.cut_constant.iter().enumerate() {
        let mut terms = vec![(context.columns.system, 1.0)];
        for (site, columns) in context.sites() {
            terms.extend(columns.halls_at(&site.halls, last, |hall| -hall.cut_eur[index] / MILLION));
            terms.extend(
                site.supply
                    .iter()
                    .zip(&columns.supply)
                    .map(|(option, column)| (*column, -option.cut_eur[index] / MILLION)),
            );
        }
        programme.row(format!("cut[{index}]"), &terms, Sense::AtLeast, constant / MILLION);
    }
}
