//! Carbon and adequacy of zones in a dispatched year.

use crate::table::{Table, column};
use gigasite_case::{Case, Hourly};
use gigasite_grid::zonal::Dispatch;
use gigasite_grid::zonal::adequacy::Adequacy;
use serde_json::Value;

/// A table for people and for scripts.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Aligned columns.
    pub text: String,
    /// A list of objects.
    pub json: Value,
}

fn shown(table: &Table) -> Shown {
    Shown { text: table.text(table.rows.len()), json: table.json() }
}

/// Scarcity, LOLE and EENS of every zone, the worst first.
pub fn adequacy(zones: &[Adequacy]) -> Shown {
    let mut table = Table::new(
        "adequacy",
        "Adequacy, the worst first: of one weather year, an order of magnitude",
        vec![
            column("zone", "zone", None),
            column("scarcity_h", "scarce", Some(0)),
            column("unserved_mwh", "not served", Some(0)),
            column("lole_h", "LOLE", Some(2)),
            column("eens_mwh", "EENS", Some(0)),
            column("isolated_lole_h", "LOLE alone", Some(2)),
            column("isolated_eens_mwh", "EENS alone", Some(0)),
        ],
    );
    let mut order: Vec<&Adequacy> = zones.iter().collect();
    order.sort_by(|a, b| {
        b.lole_h
            .total_cmp(&a.lole_h)
            .then(b.isolated_lole_h.total_cmp(&a.isolated_lole_h))
            .then(a.zone.cmp(&b.zone))
    });
    for one in order {
        table.push(vec![
            one.zone.as_str().into(),
            (one.scarcity_h as f64).into(),
            one.unserved_mwh.into(),
            one.lole_h.into(),
            one.eens_mwh.into(),
            one.isolated_lole_h.into(),
            one.isolated_eens_mwh.into(),
        ]);
    }
    shown(&table)
}

/// Carbon of what a zone consumes, on average and of one more megawatt hour, with what the middle nine tenths of the hours lie
/// between; the lowest average first.
pub fn carbon(case: &Case, dispatch: &Dispatch, marginal_t_per_mwh: &[Hourly<f64>]) -> Shown {
    let mut table = Table::new(
        "carbon",
        "Carbon of consumption, imports followed to their plants, the lowest first",
        vec![
            column("zone", "zone", None),
            column("average_g_per_kwh", "average", Some(0)),
            column("marginal_g_per_kwh", "one more MWh", Some(0)),
            column("marginal_p5_g_per_kwh", "of it 5 %", Some(0)),
            column("marginal_p95_g_per_kwh", "95 %", Some(0)),
        ],
    );
    let mean = |hours: &[f64]| hours.iter().sum::<f64>() / hours.len().max(1) as f64;
    let mut rows: Vec<(&str, f64, f64, f64, f64)> = Vec::new();
    for (zone, (data, more)) in case.dataset.zones.iter().zip(marginal_t_per_mwh).enumerate() {
        let load = &dispatch.load_mw[zone].0;
        let emitted: f64 = load.iter().zip(&dispatch.carbon_t_per_mwh[zone].0).map(|(mw, t)| mw * t).sum();
        let mut sorted = more.0.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |part: f64| sorted.get((part * sorted.len() as f64) as usize).copied().unwrap_or(f64::NAN);
        let grams = |t: f64| 1e3 * t;
        let average = emitted / load.iter().sum::<f64>();
        rows.push((data.id.as_str(), grams(average), grams(mean(&more.0)), grams(at(0.05)), grams(at(0.95))));
    }
    rows.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(b.0)));
    for (zone, average, more, low, high) in rows {
        table.push(vec![zone.into(), average.into(), more.into(), low.into(), high.into()]);
    }
    shown(&table)
}
