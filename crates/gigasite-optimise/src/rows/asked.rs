//! What a question adds to the programme: sets of sites that are known already, levels that must not be passed.

use crate::measure::Measure;
use crate::programme::Context;
use gigasite_lp::{Programme, Sense};

/// ```text
/// not[i]:        Σ_{s in S_i} open[s] − Σ_{s not in S_i} open[s] ≤ |S_i| − 1      exactly these sites are out
/// at_most[name]: Σ coefficients of the measure ≤ level
/// ```
pub(crate) fn asked(
    context: &Context<'_>,
    (not, at_most): (&[Vec<String>], &[(Measure, f64)]),
    programme: &mut Programme,
) {
    for (number, set) in not.iter().enumerate() {
        let sign = |id: &String| if set.contains(id) { 1.0 } else { -1.0 };
        let terms: Vec<_> = context.sites().map(|(site, columns)| (columns.open, sign(&site.id))).collect();
        programme.row(format!("not[{number}]"), &terms, Sense::AtMost, set.len() as f64 - 1.0);
    }
    for (measure, level) in at_most {
        let terms = measure.terms(context.case, context.sets, &context.columns, programme);
        programme.row(format!("at_most[{}]", measure.name()), &terms, Sense::AtMost, *level);
    }
}
