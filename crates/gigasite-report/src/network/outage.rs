//! Outages, the worst first.

use super::{Answer, branch_label, generator_label, mw};
use crate::format;
use crate::table::{Table, column};
use gigasite_case::network::Network;
use gigasite_grid::dc::{Outage, Overload, Screening};

/// Every outage with what it overloads and cuts off.
pub fn screening(network: &Network, screening: &Screening) -> Answer {
    let mut answer = Answer::new(network);
    let bad = screening.cases.iter().filter(|case| !case.overloads.is_empty()).count();
    let cutting = screening.cases.iter().filter(|case| case.lost_load_mw > 0.0).count();
    answer.say(format!(
        "{} outages: {} overload something, {} cut load off",
        format::count(screening.cases.len()),
        format::count(bad),
        format::count(cutting)
    ));
    if !screening.before.is_empty() {
        answer.say(format!("{} branches are above their limit before any outage", screening.before.len()));
    }
    answer.fact("outages_count", screening.cases.len());
    answer.fact("overloading_count", bad);
    answer.fact("cutting_off_count", cutting);
    let mut outages = Table::new(
        "outages",
        "Outages, the worst first",
        vec![
            column("outage", "lost", None),
            column("severity_mw", "severity", Some(1)),
            column("overloads_count", "overloads", Some(0)),
            column("worst_loading_frac", "worst loading", Some(3)),
            column("worst_branch", "on", None),
            column("lost_load_mw", "load cut off", Some(1)),
            column("lost_generation_mw", "generation cut off", Some(1)),
        ],
    );
    let mut overloads = Table::new(
        "overloads",
        "Overloads after an outage",
        vec![
            column("outage", "lost", None),
            column("branch", "branch", None),
            column("flow_mw", "flow", Some(1)),
            column("limit_mva", "limit", Some(0)),
            column("loading_frac", "loading", Some(3)),
        ],
    );
    for case in &screening.cases {
        let name = outage_label(network, case.outage);
        let loading = |over: &Overload| over.flow_mw.abs() / over.limit_mw;
        let worst = case.overloads.iter().max_by(|a, b| loading(a).total_cmp(&loading(b)));
        outages.push(vec![
            name.as_str().into(),
            case.severity_mw().into(),
            (case.overloads.len() as f64).into(),
            case.worst_loading_frac.into(),
            worst.map_or(String::new(), |over| branch_label(network, over.branch)).into(),
            case.lost_load_mw.into(),
            case.lost_generation_mw.into(),
        ]);
        for over in &case.overloads {
            overloads.push(vec![
                name.as_str().into(),
                branch_label(network, over.branch).into(),
                over.flow_mw.into(),
                over.limit_mw.into(),
                loading(over).into(),
            ]);
        }
    }
    if let Some(case) = screening.cases.first().filter(|case| case.severity_mw() > 0.0) {
        answer.say(format!("worst: {}, {}", outage_label(network, case.outage), mw(case.severity_mw())));
    }
    answer.tables = vec![outages, overloads];
    answer
}

/// `branch 12 (A–B)`, `generator 3 (at A)`.
pub(super) fn outage_label(network: &Network, outage: Outage) -> String {
    match outage {
        Outage::Branch(branch) => format!("branch {}", branch_label(network, branch)),
        Outage::Generator(generator) => format!("generator {}", generator_label(network, generator)),
    }
}
