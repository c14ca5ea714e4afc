//! Questions to results that were written: why a site, and what differs between two.

use super::{rendered, text};
use crate::results::Results;
use crate::{Error, compare, explain};
use gigasite_optimise::plan::PlanStatus;
use serde_json::Value;

fn results() -> Results {
    let folder = tempfile::tempdir().unwrap();
    let files = rendered(PlanStatus::Optimal);
    std::fs::write(folder.path().join("plan.json"), text(&files, "plan.json")).unwrap();
    Results::read(folder.path()).unwrap()
}

fn rows<'a>(document: &'a Value, table: &str) -> &'a Vec<Value> {
    document[table].as_array().unwrap()
}

#[test]
fn results_compared_with_themselves_do_not_differ() {
    let one = results();
    let answer = compare(&one, &one, ("a", "b"));
    let document = answer.json();
    assert_eq!(document["difference_eur_per_a"], 0.0);
    assert!(rows(&document, "kpi").is_empty() && rows(&document, "case").is_empty());
    assert!(rows(&document, "totals").iter().all(|row| row["difference"] == 0.0), "{document}");
    assert!(answer.text(9).contains("The same"), "{}", answer.text(9));
}

#[test]
fn what_was_changed_is_what_is_shown() {
    let (one, mut other) = (results(), results());
    let gone = other.plan.sites.remove(0).site;
    other.sites.retain(|site| site.site != gone);
    other.plan.objective_eur_per_a *= 1.5;
    other.plan.bound_eur_per_a *= 1.5;
    other.kpis.last_mut().unwrap().values[0].value += 1.0;
    other.case["programme"]["sites_max_count"] = Value::from(1);
    let answer = compare(&one, &other, ("a", "b"));
    let (document, screen) = (answer.json(), answer.text(99));
    assert_eq!(document["difference_is_proven"], true);
    assert!(screen.contains("M EUR a year more (+50.00 %)"), "{screen}");
    assert!(screen.contains("in A alone: ") && screen.contains("in B alone: none"), "{screen}");
    let left = rows(&document, "sites").iter().find(|row| row["site"] == gone.as_str()).unwrap();
    assert!(left["a_mw"].is_number() && left["b_mw"].is_null(), "{left}");
    assert_eq!(rows(&document, "kpi").len(), 1, "one indicator was moved");
    let keys: Vec<&Value> = rows(&document, "case").iter().map(|row| &row["key"]).collect();
    assert_eq!(keys, ["programme.sites_max_count"]);
}

#[test]
fn a_difference_within_the_gap_is_said_to_be_none() {
    let (one, mut other) = (results(), results());
    other.plan.objective_eur_per_a *= 1.0 + one.plan.gap_rel / 4.0;
    let answer = compare(&one, &other, ("a", "b"));
    assert_eq!(answer.json()["difference_is_proven"], false);
    assert!(answer.text(1).contains("may vanish"), "{}", answer.text(1));
}

#[test]
fn a_chosen_site_shows_its_costs_and_a_rejected_one_what_would_bring_it_in() {
    let results = results();
    let chosen = results.plan.sites[0].site.clone();
    let answer = explain(&results, &chosen).unwrap();
    let document = answer.json();
    assert_eq!(document["chosen"], true);
    let sum: f64 = rows(&document, "cost").iter().map(|row| row["meur_per_a"].as_f64().unwrap()).sum();
    let expected: f64 = results.plan.sites[0].cost.iter().map(|item| item.eur_per_a / 1e6).sum();
    assert!((sum - expected).abs() < 1e-9, "{sum} {expected}");

    let mut priced = results.clone();
    priced.plan.alternatives[0].displaces = Some(chosen);
    let other = priced.plan.alternatives[0].clone();
    let document = explain(&priced, &other.site).unwrap().json();
    let energy = &rows(&document, "to_win")[0];
    let by = other.forced_in_eur_per_a.unwrap() / priced.sites[0].kpi.facility_mwh;
    assert!((energy["by"].as_f64().unwrap() - by).abs() < 1e-12, "{energy}");

    let barred = &results.plan.alternatives[2].site;
    assert!(explain(&results, barred).unwrap().text(9).contains("no price would bring it in"));
    assert!(explain(&results, "XX-NOWHERE").is_none());
}

#[test]
fn what_is_no_result_is_refused_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Results::read(&folder.path().join("nothing")).unwrap_err();
    assert!(matches!(missing, Error::NoResults { .. }) && missing.hint().is_some());
    std::fs::write(folder.path().join("plan.json"), "{}").unwrap();
    let strange = Results::read(folder.path()).unwrap_err();
    assert!(matches!(strange, Error::StrangeResults { .. }) && strange.hint().is_some());
}
