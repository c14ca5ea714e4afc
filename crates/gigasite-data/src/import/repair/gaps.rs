//! Missing hours: short, long, too long, and the leap day.

use super::{LONG_GAP_H, SHORT_GAP_H, Teller};
use crate::import::quantity::Quantity;
use crate::import::stamp::{DAY_S, HOUR_S, date, days, hours_after};
use gigasite_case::Severity;

/// Hours of a week.
const WEEK_H: usize = 168;

/// Fills a 29 February that has no value while the days around it do. Never refuses.
pub(super) fn leap_day(start: i64, values: &mut [f64], teller: &mut Teller<'_>) -> bool {
    let end = hours_after(start, values.len());
    let (first_year, ..) = date(start.div_euclid(DAY_S));
    let (last_year, ..) = date(end.div_euclid(DAY_S));
    for year in (first_year..=last_year).filter(|year| gigasite_case::time::is_leap(*year as i32)) {
        let noon = days(year, 2, 29) * DAY_S - start;
        if noon < DAY_S {
            continue;
        }
        let at = noon.div_euclid(HOUR_S) as usize;
        let Some(around) = values.get(at - 24..at + 48) else { continue };
        let has = |part: &[f64]| part.iter().all(|value| !value.is_nan());
        if !(has(&around[..24]) && around[24..48].iter().all(|value| value.is_nan()) && has(&around[48..])) {
            continue;
        }
        for hour in at..at + 24 {
            values[hour] = f64::midpoint(values[hour - 24], values[hour + 24]);
        }
        let done = format!("29 February {year} is missing: it is the mean of the days around it");
        teller.tell(("leap-day", Severity::Warning), (at, 24), done, "");
    }
    true
}

/// Fills gaps between the first and the last value; `false` if one is too long and the series is refused.
pub(super) fn fill(values: &mut [f64], quantity: &Quantity, teller: &mut Teller<'_>) -> bool {
    let Some(begin) = values.iter().position(|value| !value.is_nan()) else { return true };
    let last = values.iter().rposition(|value| !value.is_nan()).unwrap_or(begin);
    ends(values.len(), (begin, last), teller);
    let gaps = runs(values, begin, last);
    let mut short: Option<(usize, usize, usize)> = None;
    let mut long: Option<(usize, usize, usize)> = None;
    let mut weekly = Vec::new();
    for (from, to) in gaps {
        let hours = to - from;
        let tally = if hours <= SHORT_GAP_H { &mut short } else { &mut long };
        let (_, count, runs) = tally.get_or_insert((from, 0, 0));
        *count += hours;
        *runs += 1;
        if hours > LONG_GAP_H {
            let done = format!(
                "{hours} hours in a row have no {}, more than the {LONG_GAP_H} that are filled: the series is refused",
                quantity.name
            );
            let hint = "fill the gap from another source before the import, or cut the file at it";
            teller.tell(("gap-too-long", Severity::Error), (from, hours), done, hint);
            return false;
        }
        if hours <= SHORT_GAP_H {
            let (left, right) = (values[from - 1], values[to]);
            let steps = (hours + 1) as f64;
            for (step, value) in values[from..to].iter_mut().enumerate() {
                *value = left + (right - left) * (step + 1) as f64 / steps;
            }
        } else {
            weekly.push((from, to));
        }
    }
    // from the values of the file alone, whatever the order of the gaps
    let mut filled = Vec::new();
    for (from, to) in weekly {
        for hour in from..to {
            let Some(value) = of_weeks(values, hour) else {
                let done = format!(
                    "{} hours have no {} and neither have the weeks around them: the series is refused",
                    to - from,
                    quantity.name
                );
                let hint = "fill the gap from another source before the import";
                teller.tell(("gap-too-long", Severity::Error), (from, to - from), done, hint);
                return false;
            };
            filled.push((hour, value));
        }
    }
    for (hour, value) in filled {
        values[hour] = value;
    }
    if let Some((first, count, runs)) = short {
        let done = format!("{count} hour(s) in {runs} gap(s) are missing and interpolated");
        teller.tell(("gap-interpolated", Severity::Warning), (first, count), done, "");
    }
    if let Some((first, count, runs)) = long {
        let done =
            format!("{count} hour(s) in {runs} gap(s) are missing and taken from the weeks before and after");
        teller.tell(("gap-weeks", Severity::Warning), (first, count), done, "");
    }
    true
}

/// Says where a series begins late or ends early.
fn ends(hours: usize, (begin, last): (usize, usize), teller: &mut Teller<'_>) {
    if begin > 0 {
        let done = format!("the first {begin} hour(s) of the file have no value: the series begins later");
        teller.tell(("begins-late", Severity::Note), (0, begin), done, "");
    }
    if last + 1 < hours {
        let done = format!(
            "the last {} hour(s) of the file have no value: the series ends earlier",
            hours - last - 1
        );
        teller.tell(("ends-early", Severity::Note), (last + 1, hours - last - 1), done, "");
    }
}

/// Runs of missing hours between two values.
fn runs(values: &[f64], begin: usize, last: usize) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (hour, value) in values.iter().enumerate().take(last).skip(begin) {
        if value.is_nan() {
            match runs.last_mut() {
                Some((_, to)) if *to == hour => *to += 1,
                _ => runs.push((hour, hour + 1)),
            }
        }
    }
    runs
}

/// The mean of the nearest same hours of the week before and after, at most two weeks away.
fn of_weeks(values: &[f64], hour: usize) -> Option<f64> {
    let has = |at: Option<usize>| at.and_then(|at| values.get(at)).copied().filter(|value| !value.is_nan());
    let before = has(hour.checked_sub(WEEK_H)).or_else(|| has(hour.checked_sub(2 * WEEK_H)));
    let after = has(Some(hour + WEEK_H)).or_else(|| has(Some(hour + 2 * WEEK_H)));
    match (before, after) {
        (Some(before), Some(after)) => Some(f64::midpoint(before, after)),
        (one, other) => one.or(other),
    }
}
