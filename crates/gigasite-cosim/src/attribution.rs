//! Which change of the input moved which decision.
//!
//! ```text
//! groups of changes G,  v(S) = yearly cost of the plan with the changes S ⊆ G made
//! few groups    φ_g = Σ_{S ⊆ G∖g} |S|! (|G|−|S|−1)! / |G|! · ( v(S ∪ g) − v(S) )          Shapley; Σ_g φ_g = v(G) − v(∅)
//! many          φ_g = v({g}) − v(∅),   together = v(G) − v(∅) − Σ_g φ_g                     one at a time
//! ```
//!
//! A site that comes or goes is put down to the groups that bring it about alone, else to all of them together.

use gigasite_optimise::plan::Plan;
use serde::Serialize;
use std::collections::BTreeMap;

/// Most groups that every subset is planned for: 2³ plans.
pub const SHAPLEY_MAX_COUNT: usize = 3;

/// What a plan comes to, as far as changes are looked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decision {
    /// Annualised cost, EUR/a.
    pub objective_eur_per_a: f64,
    /// Proven lower bound of any plan, EUR/a.
    pub bound_eur_per_a: f64,
    /// Chosen sites, by name.
    pub sites: BTreeMap<String, SiteDecision>,
}

/// What is decided for a site, in the last stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SiteDecision {
    /// Grid connection in use, MW.
    pub connection_mw: f64,
    /// Accelerators.
    pub gpus: f64,
    /// Halls by cooling design.
    pub halls: BTreeMap<String, u32>,
}

impl Decision {
    /// What a plan decides.
    pub fn of(plan: &Plan) -> Self {
        let sites = plan.sites.iter().filter_map(|site| {
            let last = site.stages.last()?;
            let mut halls = BTreeMap::new();
            for one in last.halls.iter().filter(|one| one.count > 0) {
                *halls.entry(one.design.cooling.clone()).or_insert(0) += one.count;
            }
            let decision = SiteDecision { connection_mw: last.connection_mw, gpus: last.gpus, halls };
            Some((site.site.clone(), decision))
        });
        Self {
            objective_eur_per_a: plan.objective_eur_per_a,
            bound_eur_per_a: plan.bound_eur_per_a,
            sites: sites.collect(),
        }
    }

    /// How far the cost may be from the least there is, EUR/a.
    pub fn gap_eur_per_a(&self) -> f64 {
        (self.objective_eur_per_a - self.bound_eur_per_a).max(0.0)
    }
}

/// What became of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// In the new plan alone.
    Comes,
    /// In the old plan alone.
    Goes,
    /// In both, with other halls or megawatts.
    Differs,
}

/// A decision that changed, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Moved {
    /// The site.
    pub site: String,
    /// What became of it.
    pub change: Change,
    /// In the old plan.
    pub before: Option<SiteDecision>,
    /// In the new plan.
    pub after: Option<SiteDecision>,
    /// Groups that bring the same about alone; empty = only together.
    pub because: Vec<String>,
}

/// A group's part in the change of cost.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The group.
    pub group: String,
    /// Its part, EUR/a.
    pub eur_per_a: f64,
}

/// What changed, and what it is put down to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Attribution {
    /// Before.
    pub before: Decision,
    /// After.
    pub after: Decision,
    /// Parts of the groups, in their order.
    pub parts: Vec<Part>,
    /// What only several groups together make, EUR/a; none of it under Shapley.
    pub together_eur_per_a: f64,
    /// Every site whose decision changed, by name.
    pub moved: Vec<Moved>,
    /// How many plans were made.
    pub plans_count: usize,
}

impl Attribution {
    /// Change of the yearly cost, EUR/a.
    pub fn change_eur_per_a(&self) -> f64 {
        self.after.objective_eur_per_a - self.before.objective_eur_per_a
    }

    /// What no group stands for: nothing changed and the plan did, or the groups' parts miss the change by more than a tenth
    /// of the largest and what the proofs leave open. `None` if all is explained.
    pub fn unexplained(&self) -> Option<String> {
        let open = self.before.gap_eur_per_a() + self.after.gap_eur_per_a();
        if self.parts.is_empty() {
            let still = self.moved.is_empty() && self.change_eur_per_a().abs() <= open + 1.0;
            return (!still).then(|| {
                let eur = self.change_eur_per_a();
                format!("no number changed, but {} sites and {eur:.0} EUR a year did", self.moved.len())
            });
        }
        let largest = self.parts.iter().map(|part| part.eur_per_a.abs()).fold(0.0, f64::max);
        (self.together_eur_per_a.abs() > 0.1 * largest + open + 1.0).then(|| {
            format!(
                "{:.0} EUR a year of the change stand for no group of records alone",
                self.together_eur_per_a
            )
        })
    }
}

/// Plans with subsets of changes made and puts the change of the plan down to them. `decide` makes the plan with the groups
/// that are true.
///
/// # Errors
/// What `decide` fails with.
pub fn attribute<E>(
    groups: &[String],
    mut decide: impl FnMut(&[bool]) -> Result<Decision, E>,
) -> Result<Attribution, E> {
    let n = groups.len();
    let exact = n <= SHAPLEY_MAX_COUNT;
    let all = (1_usize << n) - 1;
    let subsets: Vec<usize> =
        if exact { (0..=all).collect() } else { (0..n).map(|g| 1 << g).chain([0, all]).collect() };
    let mut plans: BTreeMap<usize, Decision> = BTreeMap::new();
    for subset in subsets {
        let made: Vec<bool> = (0..n).map(|g| subset & (1 << g) != 0).collect();
        plans.insert(subset, decide(&made)?);
    }
    let cost = |subset: usize| plans[&subset].objective_eur_per_a;
    let part = |group: usize| -> f64 {
        let bit = 1 << group;
        if !exact {
            return cost(bit) - cost(0);
        }
        let without = (0..=all).filter(|subset| subset & bit == 0);
        without
            .map(|subset| weight(n, subset.count_ones() as usize) * (cost(subset | bit) - cost(subset)))
            .sum()
    };
    let parts: Vec<Part> = groups
        .iter()
        .enumerate()
        .map(|(index, group)| Part { group: group.clone(), eur_per_a: part(index) })
        .collect();
    let (before, after) = (plans[&0].clone(), plans[&all].clone());
    let explained: f64 = parts.iter().map(|part| part.eur_per_a).sum();
    let moved = moved(&before, &after)
        .into_iter()
        .map(|mut one| {
            let alone = |group: &usize| plans[&(1 << group)].sites.get(&one.site) == one.after.as_ref();
            one.because = (0..n).filter(alone).map(|group| groups[group].clone()).collect();
            one
        })
        .collect();
    Ok(Attribution {
        together_eur_per_a: after.objective_eur_per_a - before.objective_eur_per_a - explained,
        before,
        after,
        parts,
        moved,
        plans_count: plans.len(),
    })
}

/// `k! (n − k − 1)! / n!`
fn weight(n: usize, k: usize) -> f64 {
    let factorial = |m: usize| (1..=m).map(|i| i as f64).product::<f64>();
    factorial(k) * factorial(n - k - 1) / factorial(n)
}

fn moved(before: &Decision, after: &Decision) -> Vec<Moved> {
    let mut names: Vec<&String> = before.sites.keys().chain(after.sites.keys()).collect();
    names.sort();
    names.dedup();
    names
        .into_iter()
        .filter_map(|site| {
            let (old, new) = (before.sites.get(site), after.sites.get(site));
            let change = match (old, new) {
                (None, Some(_)) => Change::Comes,
                (Some(_), None) => Change::Goes,
                (Some(old), Some(new)) if !same(old, new) => Change::Differs,
                _ => return None,
            };
            Some(Moved {
                site: site.clone(),
                change,
                before: old.cloned(),
                after: new.cloned(),
                because: Vec::new(),
            })
        })
        .collect()
}

/// Halls are whole, so that megawatts of the same halls move with the weather of the dataset alone: a hundredth is no decision.
fn same(old: &SiteDecision, new: &SiteDecision) -> bool {
    old.halls == new.halls && (old.connection_mw - new.connection_mw).abs() <= 0.01 * old.connection_mw.abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn decision(objective_eur_per_a: f64, sites: &[&str]) -> Decision {
        let of = |site: &&str| {
            let halls = [("dry".to_owned(), 4)].into();
            ((*site).to_owned(), SiteDecision { connection_mw: 100.0, gpus: 4e4, halls })
        };
        Decision {
            objective_eur_per_a,
            bound_eur_per_a: objective_eur_per_a,
            sites: sites.iter().map(of).collect(),
        }
    }

    fn groups(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn parts(found: &Attribution) -> Vec<f64> {
        found.parts.iter().map(|part| part.eur_per_a).collect()
    }

    fn close(found: &[f64], wanted: &[f64]) {
        assert_eq!(found.len(), wanted.len());
        for (a, b) in found.iter().zip(wanted) {
            assert!((a - b).abs() < 1e-9, "{found:?} against {wanted:?}");
        }
    }

    #[test]
    fn changes_that_add_up_have_their_own_parts() {
        let cost = |made: &[bool]| 100.0 + 5.0 * f64::from(made[0]) - 7.0 * f64::from(made[1]);
        let found = attribute(&groups(&["a", "b"]), |made| Ok::<_, Infallible>(decision(cost(made), &["X"])))
            .unwrap();
        close(&parts(&found), &[5.0, -7.0]);
        assert_eq!((found.unexplained(), found.plans_count, found.moved.len()), (None, 4, 0));
    }

    #[test]
    fn two_that_only_work_together_share_alike() {
        let both = |made: &[bool]| decision(if made[0] && made[1] { 130.0 } else { 100.0 }, &["X"]);
        let found = attribute(&groups(&["a", "b", "c"]), |made| Ok::<_, Infallible>(both(made))).unwrap();
        close(&parts(&found), &[15.0, 15.0, 0.0]);
        assert!(found.together_eur_per_a.abs() < 1e-9);
        // the glove game: one left, two right
        let glove = |made: &[bool]| decision(if made[0] && (made[1] || made[2]) { 60.0 } else { 0.0 }, &[]);
        let found = attribute(&groups(&["l", "r", "s"]), |made| Ok::<_, Infallible>(glove(made))).unwrap();
        close(&parts(&found), &[40.0, 10.0, 10.0]);
    }

    #[test]
    fn many_are_changed_one_at_a_time_and_what_they_make_together_is_unexplained() {
        let names = groups(&["a", "b", "c", "d"]);
        let mut asked = 0;
        let found = attribute(&names, |made| {
            asked += 1;
            let alone: f64 =
                made.iter().zip([1.0, 2.0, 3.0, 4.0]).map(|(made, eur)| f64::from(*made) * eur).sum();
            let together = if made.iter().all(|made| *made) { 50.0 } else { 0.0 };
            Ok::<_, Infallible>(decision(100.0 + alone + together, &["X"]))
        })
        .unwrap();
        close(&parts(&found), &[1.0, 2.0, 3.0, 4.0]);
        assert_eq!((asked, found.plans_count), (6, 6));
        assert!((found.together_eur_per_a - 50.0).abs() < 1e-9);
        assert!(found.unexplained().unwrap().contains("50 EUR"), "{:?}", found.unexplained());
    }

    #[test]
    fn a_site_that_comes_is_put_down_to_what_brings_it_alone() {
        let found = attribute(&groups(&["fuels.csv", "countries.csv"]), |made| {
            Ok::<_, Infallible>(decision(100.0, if made[1] { &["X", "Z"] } else { &["X", "Y"] }))
        })
        .unwrap();
        let changes: Vec<(&str, Change, &[String])> =
            found.moved.iter().map(|one| (one.site.as_str(), one.change, one.because.as_slice())).collect();
        let because = groups(&["countries.csv"]);
        assert_eq!(
            changes,
            [("Y", Change::Goes, because.as_slice()), ("Z", Change::Comes, because.as_slice())]
        );
    }

    #[test]
    fn a_plan_that_moves_without_a_change_is_unexplained() {
        let same = attribute(&[], |_| Ok::<_, Infallible>(decision(100.0, &["X"]))).unwrap();
        assert_eq!((same.unexplained(), same.plans_count), (None, 1));
        let mut moved = same.clone();
        moved.after = decision(200.0, &["X"]);
        assert!(moved.unexplained().is_some());
    }

    #[test]
    fn a_plan_that_fails_is_said() {
        let failed =
            attribute(&groups(&["a"]), |made| if made[0] { Err("no plan") } else { Ok(decision(1.0, &[])) });
        assert_eq!(failed.unwrap_err(), "no plan");
    }
}
