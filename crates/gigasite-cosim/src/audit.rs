//! The audit: every promise of a plan, recomputed without the optimiser.
//!
//! Nothing here reads a coefficient, row or dual of the siting programme. Inputs are the plan as written, the tables of
//! the case, the halls as the facility works them anew in every hour, and the two dispatched years of the grid.

mod grid;
mod money;
mod rules;
mod sites;

use crate::facility::TrueSite;
use crate::result::{Audit, Promise, SiteYear};
use gigasite_case::Case;
use gigasite_facility::hall_year::HallYear;
use gigasite_grid::zonal::Dispatch;
use gigasite_optimise::plan::Plan;

/// What an audit looks at.
pub(crate) struct Evidence<'a> {
    pub(crate) case: &'a Case,
    pub(crate) halls: &'a [HallYear],
    pub(crate) plan: &'a Plan,
    pub(crate) site_years: &'a [SiteYear],
    pub(crate) true_sites: &'a [TrueSite],
    pub(crate) base: &'a Dispatch,
    pub(crate) with_plan: &'a Dispatch,
}

/// How a promise binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Binds {
    /// Found must equal claimed.
    Equal,
    /// Found must not exceed claimed.
    AtMost,
    /// Found must not fall short of claimed.
    AtLeast,
}

/// Recomputes every promise.
pub(crate) fn audit(evidence: &Evidence<'_>) -> Audit {
    let mut promises = Vec::new();
    sites::check(evidence, &mut promises);
    rules::check(evidence, &mut promises);
    money::check(evidence, &mut promises);
    grid::check(evidence, &mut promises);
    Audit { promises }
}

/// Files one promise; `tolerance_frac` is relative to the larger of both numbers and 1.
pub(crate) fn promise(
    family: &str,
    what: impl Into<String>,
    (binds, claimed, found): (Binds, f64, f64),
    unit: &str,
    tolerance_frac: f64,
) -> Promise {
    let tolerance = tolerance_frac * claimed.abs().max(found.abs()).max(1.0);
    let kept = match binds {
        Binds::Equal => (found - claimed).abs() <= tolerance,
        Binds::AtMost => found <= claimed + tolerance,
        Binds::AtLeast => found >= claimed - tolerance,
    };
    Promise {
        family: family.to_owned(),
        what: what.into(),
        claimed,
        found,
        unit: unit.to_owned(),
        tolerance,
        kept,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_broken_on_its_own_side_only() {
        let kept = |binds, claimed, found| promise("limit", "x", (binds, claimed, found), "MW", 1e-6).kept;
        assert!(kept(Binds::AtMost, 100.0, 99.0) && !kept(Binds::AtMost, 100.0, 100.1));
        assert!(kept(Binds::AtLeast, 100.0, 101.0) && !kept(Binds::AtLeast, 100.0, 99.9));
        assert!(kept(Binds::Equal, 100.0, 100.000_01) && !kept(Binds::Equal, 100.0, 100.1));
        assert!(!kept(Binds::Equal, 100.0, f64::NAN), "nothing is proven by a number that is none");
    }
}
