//! Rules of law that are rows. (Bans and years are in the sets, PUE in the rows of build-up.)

use super::supply::MWH_PER_GWH;
use crate::programme::Context;
use crate::sets::Kind;
use gigasite_lp::{Programme, Sense};

/// For every site whose law asks for it, with the limit `v` of the rule `r`:
///
/// ```text
/// reuse[s,r]:        heat_mwh[s] − v · Σ_d facility_mwh_d · halls[s,d,Y] ≥ 0
/// renewable[s,r]:    Σ_{k wind, sun} energy_mwh_k · supply_mw[s,k] − v · Σ_d facility_mwh_d · halls[s,d,Y] ≥ 0
/// dispatchable[s,r]: Σ_{k battery, backup} supply_mw[s,k] − v · connection_mw[s,Y] ≥ 0
/// ```
pub(crate) fn law(context: &Context<'_>, programme: &mut Programme) {
    let last = context.last();
    for (site, columns) in context.sites() {
        let energy = |share: f64| {
            columns.halls_at(&site.halls, last, move |hall| -share * hall.facility_mwh / MWH_PER_GWH)
        };
        if let Some(demand) = &site.law.reuse {
            let mut terms = vec![(columns.heat, 1.0 / MWH_PER_GWH)];
            terms.extend(energy(demand.value));
            programme.row(format!("reuse[{},{}]", site.id, demand.rule), &terms, Sense::AtLeast, 0.0);
        }
        let supplies = || site.supply.iter().zip(&columns.supply);
        if let Some(demand) = &site.law.renewable {
            let mut terms: Vec<_> = supplies()
                .filter(|(option, _)| option.kind == Kind::Renewable)
                .map(|(option, column)| (*column, option.energy_mwh / MWH_PER_GWH))
                .collect();
            terms.extend(energy(demand.value));
            programme.row(format!("renewable[{},{}]", site.id, demand.rule), &terms, Sense::AtLeast, 0.0);
        }
        if let Some(demand) = &site.law.dispatchable {
            let mut terms: Vec<_> = supplies()
                .filter(|(option, _)| matches!(option.kind, Kind::Battery | Kind::Backup))
                .map(|(_, column)| (*column, 1.0))
                .collect();
            terms.push((columns.connection[last], -demand.value));
            programme.row(format!("dispatchable[{},{}]", site.id, demand.rule), &terms, Sense::AtLeast, 0.0);
        }
    }
}
