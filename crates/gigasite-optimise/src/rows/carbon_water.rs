//! Carbon and water.

use crate::programme::Context;
use gigasite_lp::{Programme, Sense};

/// ```text
/// carbon_max:   Σ_{s,d} (carbon_t_d − carbon_max_t_per_mwh · facility_mwh_d) · halls[s,d,Y] ≤ 0     over the plan
/// water_max[s]: Σ_d (water_m3_d − water_max_l_per_kwh · it_mwh_d) · halls[s,d,Y] ≤ 0                1 L/kWh = 1 m3/MWh
/// ```
pub(crate) fn carbon_and_water(context: &Context<'_>, programme: &mut Programme) {
    let last = context.last();
    let supply = &context.case.file.supply;
    if let Some(limit) = supply.carbon_max_t_per_mwh {
        let mut terms = Vec::new();
        for (site, columns) in context.sites() {
            terms.extend(
                columns.halls_at(&site.halls, last, |hall| (hall.carbon_t - limit * hall.facility_mwh) / 1e3),
            );
        }
        programme.row("carbon_max", &terms, Sense::AtMost, 0.0);
    }
    if let Some(limit) = supply.water_max_l_per_kwh {
        for (site, columns) in context.sites() {
            let terms: Vec<_> = columns
                .halls_at(&site.halls, last, |hall| (hall.water_m3 - limit * hall.it_mwh) / 1e3)
                .collect();
            programme.row(format!("water_max[{}]", site.id), &terms, Sense::AtMost, 0.0);
        }
    }
}
