//! Contracts and plants.

use crate::programme::Context;
use crate::sets::Kind;
use gigasite_lp::{Programme, Sense};

/// Megawatt hours in a gigawatt hour: rows of energy count in those.
pub(crate) const MWH_PER_GWH: f64 = 1e3;

/// ```text
/// supply_max[s,k]: supply_mw[s,k] − max_ratio_k · connection_mw[s,Y] ≤ 0
/// contracts[s]:    Σ_k energy_mwh_k · supply_mw[s,k] − contracts_max_ratio · Σ_d facility_mwh_d · halls[s,d,Y] ≤ 0
/// carbon_free[s]:  Σ_{k clean} energy_mwh_k · supply_mw[s,k] − carbon_free_frac · Σ_d facility_mwh_d · halls[s,d,Y] ≥ 0
/// ```
///
/// and the rows of `matching.rs` where energy is matched within shorter periods than the year. Contracts stand in the site's own bidding zone; every site answers for itself. Unless the case says otherwise it contracts no more
/// than it consumes: to trade with the rest is another business and must not decide where halls stand.
pub(crate) fn supply(context: &Context<'_>, programme: &mut Programme) {
    let last = context.last();
    let (share, most) =
        (context.case.file.supply.carbon_free_frac, context.case.file.supply.contracts_max_ratio);
    for (site, columns) in context.sites() {
        for (option, column) in site.supply.iter().zip(&columns.supply) {
            let terms = [(*column, 1.0), (columns.connection[last], -option.max_ratio)];
            programme.row(
                format!("supply_max[{},{}]", site.id, option.technology),
                &terms,
                Sense::AtMost,
                0.0,
            );
        }
        let clean: Vec<_> = site
            .supply
            .iter()
            .zip(&columns.supply)
            .filter(|(option, _)| matches!(option.kind, Kind::Renewable | Kind::FirmClean))
            .map(|(option, column)| (*column, option.energy_mwh / MWH_PER_GWH))
            .collect();
        let against = |share: f64| -> Vec<_> {
            let used =
                columns.halls_at(&site.halls, last, move |hall| -share * hall.facility_mwh / MWH_PER_GWH);
            clean.iter().copied().chain(used).collect()
        };
        if !clean.is_empty() {
            programme.row(format!("contracts[{}]", site.id), &against(most), Sense::AtMost, 0.0);
        }
        if share > 0.0 {
            programme.row(format!("carbon_free[{}]", site.id), &against(share), Sense::AtLeast, 0.0);
        }
    }
    for (number, row) in context.shortfalls.iter().enumerate() {
        let (site, columns) = (&context.sets.sites[row.place], &context.columns.sites[row.place]);
        let supply = columns.supply.iter().copied().zip(row.supply.iter().copied());
        let halls = columns
            .halls
            .iter()
            .zip(&row.halls)
            .filter_map(|(stages, used)| Some((*stages.get(last)?, *used)));
        let terms: Vec<_> = supply.chain(halls).filter(|term| term.1.abs() > 0.0).collect();
        programme.row(format!("carbon_free[{},{}]", site.id, number + 1), &terms, Sense::AtLeast, 0.0);
    }
}
