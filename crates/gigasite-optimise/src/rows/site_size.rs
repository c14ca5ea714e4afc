//! A site is a gigafactory or nothing.

use crate::programme::Context;
use crate::sets::least;
use gigasite_lp::{Programme, Sense};

/// ```text
/// site_min[s]: Σ_d gpus_d · halls[s,d,Y] − site_min_gpus · open[s] ≥ 0
/// site_max[s]: Σ_d gpus_d · halls[s,d,Y] − site_max_gpus · open[s] ≤ 0
/// halls_of[s]: Σ_d halls[s,d,Y] − ⌈site_min_gpus / max_d gpus_d⌉ · open[s] ≥ 0   (valid: whole halls)
/// halls_to[s]: Σ_d halls[s,d,Y] − ⌊site_max_gpus / min_d gpus_d⌋ · open[s] ≤ 0   (valid: whole halls)
/// ```
pub(crate) fn site_size(context: &Context<'_>, programme: &mut Programme) {
    let asked = &context.case.file.programme;
    let last = context.last();
    for (site, columns) in context.sites() {
        let id = &site.id;
        let with_open = |terms: &mut Vec<_>, factor: f64| terms.push((columns.open, -factor));
        for (name, limit, sense) in [
            ("site_min", asked.site_min_gpus, Sense::AtLeast),
            ("site_max", asked.site_max_gpus, Sense::AtMost),
        ] {
            let mut terms: Vec<_> = columns.halls_at(&site.halls, last, |hall| hall.gpus).collect();
            with_open(&mut terms, limit);
            programme.row(format!("{name}[{id}]"), &terms, sense, 0.0);
        }
        if context.tighten {
            let densest = site.halls.iter().map(|hall| hall.gpus).fold(0.0, f64::max);
            let sparsest = least(site.halls.iter().map(|hall| hall.gpus));
            let fewest = (asked.site_min_gpus / densest - 1e-9).ceil();
            let most = (asked.site_max_gpus / sparsest + 1e-9).floor();
            for (name, limit, sense) in
                [("halls_of", fewest, Sense::AtLeast), ("halls_to", most, Sense::AtMost)]
            {
                let mut terms: Vec<_> = columns.halls_at(&site.halls, last, |_| 1.0).collect();
                with_open(&mut terms, limit);
                programme.row(format!("{name}[{id}]"), &terms, sense, 0.0);
            }
        }
    }
}
