//! Halls come and stay.

use crate::programme::Context;
use gigasite_lp::{Programme, Sense};

/// ```text
/// stays[s,d,y]:      halls[s,d,y] − halls[s,d,y−1] ≥ 0
/// not_added[s,d,y]:  halls[s,d,y] − halls[s,d,y−1] = 0    where the accelerator does not exist yet in y, or the law of
///                                                         year y forbids the design's PUE in new halls
/// ```
pub(crate) fn build_up(context: &Context<'_>, programme: &mut Programme) {
    for (site, columns) in context.sites() {
        for (hall, stages) in site.halls.iter().zip(&columns.halls) {
            for (place, stage) in context.sets.stages.iter().enumerate() {
                let mut terms = vec![(stages[place], 1.0)];
                if place > 0 {
                    terms.push((stages[place - 1], -1.0));
                }
                let key = format!("[{},{},{}]", site.id, hall.design, stage.year);
                if !hall.addable[place] {
                    programme.row(format!("not_added{key}"), &terms, Sense::Equal, 0.0);
                } else if place > 0 {
                    programme.row(format!("stays{key}"), &terms, Sense::AtLeast, 0.0);
                }
            }
        }
    }
}
