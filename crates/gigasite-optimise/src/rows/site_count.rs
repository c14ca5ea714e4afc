//! How many sites, and how far apart.

use crate::programme::Context;
use gigasite_lp::{Programme, Sense};
use indexmap::IndexMap;

/// ```text
/// sites_min:   Σ_s open[s] ≥ sites_min_count
/// sites_max:   Σ_s open[s] ≤ sites_max_count
/// country[c]:  Σ_{s in c} open[s] ≤ sites per country (the case's own limit, or one bid a country of the call)
/// area_of[a]:  area[a] − Σ_{s in a} open[s] ≤ 0,  0 ≤ area[a] ≤ 1
/// areas_min:   Σ_a area[a] ≥ synchronous_areas_min_count
/// forced[s]:   open[s] ≥ 1
/// ```
pub(crate) fn site_count(context: &Context<'_>, programme: &mut Programme) {
    let asked = &context.case.file.programme;
    let all: Vec<_> = context.sites().map(|(_, columns)| (columns.open, 1.0)).collect();
    programme.row("sites_min", &all, Sense::AtLeast, asked.sites_min_count as f64);
    programme.row("sites_max", &all, Sense::AtMost, asked.sites_max_count as f64);

    let mut countries: IndexMap<&str, Vec<_>> = IndexMap::new();
    for (site, columns) in context.sites() {
        countries.entry(site.country.as_str()).or_default().push((columns.open, 1.0));
    }
    let (most, _) = context.sites_per_country();
    for (country, terms) in &countries {
        programme.row(format!("country[{country}]"), terms, Sense::AtMost, most as f64);
    }

    if asked.synchronous_areas_min_count > 1 {
        for (area, column) in &context.columns.areas {
            let mut terms = vec![(*column, 1.0)];
            for (site, columns) in context.sites() {
                if context.case.dataset.zones[site.zone].synchronous_area == *area {
                    terms.push((columns.open, -1.0));
                }
            }
            programme.row(format!("area_of[{area}]"), &terms, Sense::AtMost, 0.0);
        }
        let areas: Vec<_> = context.columns.areas.values().map(|column| (*column, 1.0)).collect();
        programme.row("areas_min", &areas, Sense::AtLeast, asked.synchronous_areas_min_count as f64);
    }

    for (site, columns) in context.sites() {
        if context.force.contains(&site.id) {
            programme.row(format!("forced[{}]", site.id), &[(columns.open, 1.0)], Sense::AtLeast, 1.0);
        }
    }
}
