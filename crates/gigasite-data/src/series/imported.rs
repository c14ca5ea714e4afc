//! Tables that `gigasite data import` wrote: one calendar year of them.

use super::{Quantity, Table, repair};
use crate::Error;
use crate::import::stamp::{DAY_S, HOUR_S, date, days, hours_after};
use crate::import::tidy::{self, Read};
use gigasite_case::{Findings, Horizon, Place};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads a table; `year` is that of the load, if there is one already.
pub(super) fn read(
    path: &Path,
    quantity: &Quantity,
    year: Option<i32>,
    findings: &mut Findings,
) -> Result<Option<Table>, Error> {
    let label = path.display().to_string();
    let series = match tidy::read(path)? {
        Ok(series) => series,
        Err((zone, row)) => {
            let message = format!("row {row}: {zone} has a hole, or is not hourly");
            let hint = "write the table with `gigasite data import`";
            findings.error("not-hourly", Place::file(label).field(zone), message, hint);
            return Ok(None);
        }
    };
    let mut whole: BTreeMap<i32, usize> = BTreeMap::new();
    for one in &series {
        for year in whole_years(one) {
            *whole.entry(year).or_default() += 1;
        }
    }
    let best = whole.iter().max_by_key(|(year, zones)| (**zones, **year)).map(|(year, _)| *year);
    let Some(chosen) = year.or(best) else {
        let message = "no zone has a whole calendar year";
        findings.error(
            "series-length",
            Place::file(label),
            message,
            "import a whole year, 1 January 00:00 to 31 December 23:00 UTC",
        );
        return Ok(None);
    };
    if year.is_none() && whole.len() > 1 {
        let years: Vec<String> = whole.keys().map(i32::to_string).collect();
        let message = format!("of the years {} the plan takes {chosen}", years.join(", "));
        findings.note("series-year", Place::file(&label), message, "");
    }
    let horizon = Horizon::year(chosen);
    let mut columns = Vec::new();
    for one in &series {
        let (zone, start, values) = one;
        let place = || Place::file(&label).field(zone.clone());
        if columns.iter().any(|(name, _): &(String, Vec<f64>)| name == zone) {
            findings.error(
                "double-series",
                place(),
                format!("{zone} stands there twice"),
                "import its files one by one",
            );
            continue;
        }
        if !whole_years(one).contains(&chosen) {
            let message = format!("{zone} does not have the whole year {chosen}: it is not used");
            findings.warning("incomplete-year", place(), message, "import the rest of the year");
            continue;
        }
        let from = (january(chosen) - start).div_euclid(HOUR_S) as usize;
        let raw: Vec<Option<f64>> = values[from..from + horizon.hours].iter().copied().map(Some).collect();
        if let Some(values) = repair(&label, zone, &raw, quantity, findings) {
            columns.push((zone.clone(), values));
        }
    }
    Ok(Some(Table { label, horizon, columns, is_dispaset: false }))
}

fn january(year: i32) -> i64 {
    days(i64::from(year), 1, 1) * DAY_S
}

/// Calendar years that a series covers.
fn whole_years((_, start, values): &Read) -> Vec<i32> {
    let end = hours_after(*start, values.len());
    let year_of = |at: i64| date(at.div_euclid(DAY_S)).0 as i32;
    (year_of(*start)..=year_of(end))
        .filter(|year| january(*year) >= *start && january(year + 1) <= end)
        .collect()
}
