//! Outages, the worst first.

use super::alternating::check_words;
use super::{Answer, branch_label, generator_label, mw};
use crate::format;
use crate::table::{Table, column};
use gigasite_case::network::Network;
use gigasite_grid::ac::{AcCheck, AcStatus};
use gigasite_grid::dc::{Outage, Overload, Screening};
use gigasite_grid::dispatch::Moment;
use gigasite_grid::series::OutageOverTime;

/// Every outage with what it overloads and cuts off; `checks` has the most severe in alternating current, in their order.
pub fn screening(network: &Network, screening: &Screening, checks: &[AcCheck]) -> Answer {
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
    if !checks.is_empty() {
        alternating(&mut answer, network, screening, checks);
    }
    answer
}

/// The most severe outages as an alternating-current flow sees them.
fn alternating(answer: &mut Answer, network: &Network, screening: &Screening, checks: &[AcCheck]) {
    let unsolved = checks.iter().filter(|check| check.status != AcStatus::Solved).count();
    let clean = |check: &&AcCheck| {
        check.status == AcStatus::Solved && check.overloads.is_empty() && check.out_of_band.is_empty()
    };
    let fine = checks.iter().filter(clean).count();
    answer.say(format!(
        "the {} most severe in alternating current: {fine} within all limits, {} outside, {unsolved} without a flow",
        checks.len(),
        checks.len() - fine - unsolved
    ));
    answer.fact("ac_checked_count", checks.len());
    answer.fact("ac_unsolved_count", unsolved);
    let mut table = Table::new(
        "ac_checks",
        "The most severe outages in alternating current",
        vec![
            column("outage", "lost", None),
            column("status", "flow", None),
            column("worst_loading_dc_frac", "by reactance", Some(3)),
            column("worst_loading_frac", "worst loading", Some(3)),
            column("overloads_count", "overloads", Some(0)),
            column("voltage_min_pu", "lowest voltage", Some(3)),
            column("out_of_band_count", "out of band", Some(0)),
            column("what", "in words", None),
        ],
    );
    for (case, check) in screening.cases.iter().zip(checks) {
        let solved = check.status == AcStatus::Solved;
        let count = |many: usize| solved.then_some(many as f64);
        let words = if solved {
            check_words(network, check)
        } else {
            "no flow: the network may not survive it".to_owned()
        };
        table.push(vec![
            outage_label(network, case.outage).into(),
            if solved { "solved" } else { "not solved" }.into(),
            case.worst_loading_frac.into(),
            solved.then_some(check.worst_loading_frac).into(),
            count(check.overloads.len()).into(),
            check.lowest.map(|lowest| lowest.voltage_pu).into(),
            count(check.out_of_band.len()).into(),
            words.into(),
        ]);
    }
    answer.tables.insert(1, table);
}

/// Every outage over many moments, at its worst.
pub fn screening_over_time(network: &Network, moments: &[Moment], outages: &[OutageOverTime]) -> Answer {
    let mut answer = Answer::new(network);
    let bad = outages.iter().filter(|one| one.overloading_h > 0.0).count();
    answer.fact("outages_count", outages.len());
    answer.fact("overloading_count", bad);
    answer.fact("snapshots_count", moments.len());
    answer.say(format!(
        "{} outages in each of {} snapshots: {} overload something at least once",
        format::count(outages.len()),
        format::count(moments.len()),
        format::count(bad)
    ));
    let mut table = Table::new(
        "outages",
        "Outages at their worst, the most severe first",
        vec![
            column("outage", "lost", None),
            column("severity_mw", "severity", Some(1)),
            column("snapshot", "when", None),
            column("overloads_count", "overloads", Some(0)),
            column("worst_loading_frac", "worst loading", Some(3)),
            column("worst_branch", "on", None),
            column("lost_load_mw", "load cut off", Some(1)),
            column("overloading_h", "overloads for", Some(0)),
        ],
    );
    for one in outages {
        let loading = |over: &Overload| over.flow_mw.abs() / over.limit_mw;
        let worst = one.worst.overloads.iter().max_by(|a, b| loading(a).total_cmp(&loading(b)));
        table.push(vec![
            outage_label(network, one.worst.outage).into(),
            one.worst.severity_mw().into(),
            network.snapshots.labels[moments[one.worst_moment].snapshot].as_str().into(),
            (one.worst.overloads.len() as f64).into(),
            one.worst.worst_loading_frac.into(),
            worst.map_or(String::new(), |over| branch_label(network, over.branch)).into(),
            one.worst.lost_load_mw.into(),
            one.overloading_h.into(),
        ]);
    }
    answer.tables = vec![table];
    answer
}

/// `branch 12 (A–B)`, `generator 3 (at A)`.
pub(super) fn outage_label(network: &Network, outage: Outage) -> String {
    match outage {
        Outage::Branch(branch) => format!("branch {}", branch_label(network, branch)),
        Outage::Generator(generator) => format!("generator {}", generator_label(network, generator)),
        Outage::Named(number) => network.contingencies[number].id.clone(),
    }
}
