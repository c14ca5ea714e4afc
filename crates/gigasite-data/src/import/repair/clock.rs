//! Rows to hours: order, double and missing rows, parts of an hour, and clocks that are not what they say.

use crate::import::frame::Column;
use crate::import::quantity::Gather;
use crate::import::stamp::{DAY_S, HOUR_S, date, hours_after, summer, text};
use crate::import::zone;
use gigasite_case::Severity;

/// Rows of a table may be this many times fewer than its hours before it is no hourly table.
const SPARSEST: usize = 4;
/// Solar noon found this far from where it must be, in hours, is another clock.
const NOON_TOLERANCE_H: f64 = 0.7;
/// Days of sun that are needed to tell a clock.
const DAYS_OF_SUN: usize = 60;

/// What the rows are.
pub(super) enum Grid {
    /// Days, months or years.
    Listed,
    /// Hours, or parts of them.
    Hours(Hours),
}

/// Hours from a start, and the rows that make each.
pub(super) struct Hours {
    pub(super) start: i64,
    pub(super) count: usize,
    /// Hour of every row; `None` where row and hour are the same number. `u32::MAX` is a row that does not count.
    hour_of: Option<Vec<u32>>,
    /// First row of each hour.
    pub(super) rows: Option<Vec<u32>>,
}

/// Tells a repair: code, severity, row, hours, what was done, hint.
pub(super) type Tell<'a> = dyn FnMut(&'static str, Severity, usize, usize, String, &'static str) + 'a;

impl Grid {
    /// From the starts of the rows; `None` if nothing can be made of them, which has been told.
    pub(super) fn of(stamps: &[i64], tell: &mut Tell<'_>) -> Option<Self> {
        let (first, last) = stamps.iter().fold((i64::MAX, i64::MIN), |(a, b), at| (a.min(*at), b.max(*at)));
        if stamps.len() > 1
            && stamps.windows(2).all(|pair| pair[1] - pair[0] == HOUR_S)
            && first % HOUR_S == 0
        {
            return Some(Self::Hours(Hours { start: first, count: stamps.len(), hour_of: None, rows: None }));
        }
        let mut order: Vec<usize> = (0..stamps.len()).collect();
        order.sort_by_key(|row| stamps[*row]);
        let gaps = order.windows(2).map(|pair| (stamps[pair[1]] - stamps[pair[0]], pair[1]));
        let step = gaps.clone().map(|(gap, _)| gap).filter(|gap| *gap > 0).min().unwrap_or(DAY_S);
        if super::is_listed(step) {
            return Some(Self::Listed);
        }
        let start = first.div_euclid(HOUR_S) * HOUR_S;
        let count = (last - start).div_euclid(HOUR_S) as usize + 1;
        if HOUR_S % step != 0 || count > SPARSEST * stamps.len() {
            let done = format!(
                "{} rows stand for {count} hours from {}: no hourly table",
                stamps.len(),
                text(start)
            );
            tell(
                "not-hourly",
                Severity::Error,
                0,
                0,
                done,
                "give a row for every hour, or for equal parts of it",
            );
            return None;
        }
        if let Some(row) = (1..stamps.len()).find(|row| stamps[*row] < stamps[row - 1]) {
            let done =
                format!("the row of {} comes after a later one: the rows are sorted", text(stamps[row]));
            tell("row-order", Severity::Warning, row, 0, done, "");
        }
        let mut hour_of = vec![u32::MAX; stamps.len()];
        let mut rows = vec![u32::MAX; count];
        let (mut doubled, mut first_double) = (0, 0);
        let mut before = i64::MIN;
        for row in &order {
            if stamps[*row] == before {
                doubled += 1;
                first_double = if doubled == 1 { *row } else { first_double };
                continue;
            }
            before = stamps[*row];
            let hour = (before - start).div_euclid(HOUR_S) as usize;
            hour_of[*row] = hour as u32;
            rows[hour] = rows[hour].min(*row as u32);
        }
        if doubled > 0 {
            let done = format!(
                "{doubled} row(s) repeat an earlier one, from {}: the first counts",
                text(stamps[first_double])
            );
            tell("double-hour", Severity::Warning, first_double, doubled, done, "in UTC no hour is double");
        }
        if step < HOUR_S {
            let part = step.div_euclid(60);
            let parts = gaps.filter(|(gap, _)| *gap < HOUR_S).count();
            let done = format!(
                "{parts} rows are {part}-minute values: an hour is the mean of its power and price, the sum of its energy"
            );
            tell("part-hours", Severity::Note, 0, count, done, "");
        }
        let missing = rows.iter().filter(|row| **row == u32::MAX).count();
        let mut line_of_before = 0;
        let mut first_missing = None;
        for (hour, row) in rows.iter_mut().enumerate() {
            if *row == u32::MAX {
                first_missing = first_missing.or(Some((hour, line_of_before)));
                *row = line_of_before;
            } else {
                line_of_before = *row;
            }
        }
        if let Some((hour, row)) = first_missing {
            let at = text(hours_after(start, hour));
            let done =
                format!("{missing} hour(s) have no row, the first {at}: they are gaps of every column");
            tell("missing-hour", Severity::Warning, row as usize, missing, done, "");
        }
        Some(Self::Hours(Hours { start, count, hour_of: Some(hour_of), rows: Some(rows) }))
    }
}

impl Hours {
    /// Makes the rows of a column its hours.
    pub(super) fn gather(&self, column: &mut Column) {
        let Some(hour_of) = &self.hour_of else { return };
        let mut sums = vec![0.0; self.count];
        let mut parts = vec![0_u32; self.count];
        for (value, hour) in column.values.iter().zip(hour_of) {
            if *hour != u32::MAX && !value.is_nan() {
                sums[*hour as usize] += value;
                parts[*hour as usize] += 1;
            }
        }
        for (sum, parts) in sums.iter_mut().zip(parts) {
            *sum = match (parts, column.quantity.gather) {
                (0, _) => f64::NAN,
                (_, Gather::Mean) => *sum / f64::from(parts),
                (_, Gather::Sum) => *sum,
            };
        }
        column.values = sums;
    }
}

/// Whole hours that the clock of a table is late, told by the sun; `None` if its clock has summer time and the table is refused.
pub(super) fn shift(start: i64, columns: &[Column], tell: &mut Tell<'_>) -> Option<i64> {
    let is_sun = |column: &&Column| {
        ["cf_solar_pv", "generation_solar_mw", "shape_solar_pv"].contains(&column.quantity.name)
    };
    let mut late = Vec::new();
    let mut seasons = Vec::new();
    for column in columns.iter().filter(is_sun) {
        let Some(east_deg) = zone::longitude_deg(&column.zone) else { continue };
        let expected_h = 12.0 - east_deg / 15.0;
        let Some((noon_h, by_season)) = solar_noon_h(start, &column.values) else { continue };
        late.push(noon_h - expected_h);
        seasons.extend(by_season);
    }
    if late.is_empty() {
        return Some(0);
    }
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len().div_euclid(2)]
    };
    let late_h = median(&mut late);
    if !seasons.is_empty() {
        let moved_h = median(&mut seasons);
        if moved_h > NOON_TOLERANCE_H {
            let done = format!(
                "the sun peaks {moved_h:.1} h later in summer than in winter: the stamps are local time with summer time, not UTC"
            );
            tell("local-time", Severity::Error, 0, 0, done, "convert the stamps to UTC before the import");
            return None;
        }
    }
    if late_h.abs() < NOON_TOLERANCE_H {
        return Some(0);
    }
    let shift = late_h.round() as i64;
    let done = format!("the sun peaks {late_h:.1} h late for UTC: the table is turned by {} h", -shift);
    tell(
        "clock-shift",
        Severity::Warning,
        0,
        columns.first().map_or(0, |column| column.values.len()),
        done,
        "",
    );
    Some(shift)
}

/// Mean hour of the day, weighted by energy; and how much later it is in summer than in winter.
fn solar_noon_h(start: i64, values: &[f64]) -> Option<(f64, Option<f64>)> {
    let mut moment = [[0.0; 2]; 2];
    let mut days = [0_usize; 2];
    for (day, hours) in values.chunks(24).enumerate() {
        let at = hours_after(start, 24 * day);
        let (year, ..) = date(at.div_euclid(DAY_S));
        let (begin, end) = summer(year);
        let season = usize::from((begin..end).contains(&at));
        let mut sun = [0.0; 2];
        for (hour, value) in hours.iter().enumerate().filter(|(_, value)| value.is_finite() && **value > 0.0)
        {
            let of_day = hours_after(at, hour).rem_euclid(DAY_S).div_euclid(HOUR_S) as f64 + 0.5;
            sun[0] += value;
            sun[1] += value * of_day;
        }
        if sun[0] > 0.0 {
            days[season] += 1;
            // each day weighs the same, so that winter is heard
            moment[season][0] += 1.0;
            moment[season][1] += sun[1] / sun[0];
        }
    }
    if days[0] + days[1] < DAYS_OF_SUN {
        return None;
    }
    let mean = (moment[0][1] + moment[1][1]) / (moment[0][0] + moment[1][0]);
    let seasons = (days[0] >= DAYS_OF_SUN && days[1] >= DAYS_OF_SUN)
        .then(|| moment[1][1] / moment[1][0] - moment[0][1] / moment[0][0]);
    Some((mean, seasons))
}
