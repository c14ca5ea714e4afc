//! Time stamps as publishers write them, to seconds since 1 January 1970 in UTC.

use std::fmt::Write as _;

/// Seconds of an hour.
pub const HOUR_S: i64 = 3600;
/// Seconds of a day.
pub const DAY_S: i64 = 86_400;

/// A stamp as it stands in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// Seconds since 1970 on the clock of the file.
    pub naive_s: i64,
    /// What the stamp says its clock is ahead of UTC, seconds.
    pub offset_s: Option<i64>,
}

/// So many hours after a moment.
pub fn hours_after(seconds: i64, hours: usize) -> i64 {
    seconds + HOUR_S * hours.cast_signed() as i64
}

/// Days from 1 January 1970 to a date of the Gregorian calendar. After Hinnant, *chrono-compatible low-level date algorithms*.
pub fn days(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let year_of_era = y - era * 400;
    let shifted = (month + 9).rem_euclid(12);
    let day_of_year = (153 * shifted + 2).div_euclid(5) + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era.div_euclid(4) - year_of_era.div_euclid(100) + day_of_year
        - 719_468
}

/// Year, month and day of a day counted from 1 January 1970.
pub fn date(day: i64) -> (i64, i64, i64) {
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z - era * 146_097;
    let yoe = (doe - doe.div_euclid(1460) + doe.div_euclid(36_524) - doe.div_euclid(146_096)).div_euclid(365);
    let doy = doe - (365 * yoe + yoe.div_euclid(4) - yoe.div_euclid(100));
    let mp = (5 * doy + 2).div_euclid(153);
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, doy - (153 * mp + 2).div_euclid(5) + 1)
}

/// `2016-01-01T00:00Z` of seconds since 1970.
pub fn text(seconds: i64) -> String {
    let (year, month, day) = date(seconds.div_euclid(DAY_S));
    let rest = seconds.rem_euclid(DAY_S);
    let mut text = format!("{year:04}-{month:02}-{day:02}");
    let _ = write!(text, "T{:02}:{:02}Z", rest.div_euclid(3600), rest.rem_euclid(3600).div_euclid(60));
    text
}

/// Length of a month, with the leap day where it belongs.
fn month_days(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if gigasite_case::time::is_leap(year as i32) => 29,
        2 => 28,
        _ => 31,
    }
}

fn number(text: &[u8]) -> Option<i64> {
    if text.is_empty() || text.len() > 4 {
        return None;
    }
    text.iter().try_fold(0_i64, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
}

/// Reads `2016-01-01[ T]00:00[:00[.0]][Z|+01:00]`, `01.01.2016 00:00[:00]`, `01/01/2016 00:00[:00]`, `2016-01-01`, `20160101:0010`
/// or `2016-01`; with ENTSO-E's suffix ` (CET)` or ` (CEST)` where there is one. `None` for everything else, 31 April included.
pub fn parse(text: &str) -> Option<Stamp> {
    let text = text.trim();
    let (text, named) = match text.rsplit_once(" (") {
        Some((head, "CET)")) => (head, Some(HOUR_S)),
        Some((head, "CEST)")) => (head, Some(2 * HOUR_S)),
        Some((head, "UTC)")) => (head, Some(0)),
        _ => (text, None),
    };
    let b = text.as_bytes();
    let at = |i: usize| b.get(i).copied().unwrap_or(0);
    let part = |from: usize, to: usize| b.get(from..to).and_then(number);
    let (year, month, day, rest) = if at(4) == b'-' && at(7) == b'-' {
        (part(0, 4)?, part(5, 7)?, part(8, 10)?, 10)
    } else if matches!(at(2), b'.' | b'/' | b'-') && at(5) == at(2) {
        (part(6, 10)?, part(3, 5)?, part(0, 2)?, 10)
    } else if at(4) == b'-' && b.len() == 7 {
        (part(0, 4)?, part(5, 7)?, 1, 7)
    } else if at(8) == b':' && b.len() == 13 {
        (part(0, 4)?, part(4, 6)?, part(6, 8)?, 8)
    } else {
        return None;
    };
    if !(1..=12).contains(&month) || day < 1 || day > month_days(year, month) {
        return None;
    }
    let midnight = days(year, month, day) * DAY_S;
    if rest == b.len() {
        return Some(Stamp { naive_s: midnight, offset_s: named });
    }
    if rest == 8 {
        let (hour, minute) = (part(9, 11)?, part(11, 13)?);
        // PVGIS stamps radiation at minute 10 or so of the hour it belongs to
        return (hour < 24 && minute < 60)
            .then_some(Stamp { naive_s: midnight + hour * HOUR_S, offset_s: Some(0) });
    }
    if !matches!(at(rest), b' ' | b'T') {
        return None;
    }
    let (hour, minute) = (part(rest + 1, rest + 3)?, part(rest + 4, rest + 6)?);
    if at(rest + 3) != b':' || hour > 23 || minute > 59 {
        return None;
    }
    let mut next = rest + 6;
    let mut second = 0;
    if at(next) == b':' {
        second = part(next + 1, next + 3).filter(|second| *second < 60)?;
        next += 3;
        if at(next) == b'.' {
            next += 1 + b[next + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        }
    }
    let offset_s = match (b.len() - next, at(next)) {
        (0, _) => named,
        (1, b'Z') => Some(0),
        (5 | 6, sign @ (b'+' | b'-')) => {
            let minutes = if at(next + 3) == b':' { next + 4 } else { next + 3 };
            let ahead = part(next + 1, next + 3)? * HOUR_S + part(minutes, minutes + 2)? * 60;
            Some(if sign == b'+' { ahead } else { -ahead })
        }
        _ => return None,
    };
    Some(Stamp { naive_s: midnight + hour * HOUR_S + minute * 60 + second, offset_s })
}

/// The clock of a column of stamps without an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// A fixed time ahead of UTC, seconds.
    Fixed(i64),
    /// A European clock with summer time: how far its winter time is ahead of UTC, seconds.
    European(i64),
}

/// What became of a local stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turned {
    /// Seconds since 1970 in UTC.
    Utc(i64),
    /// The hour is skipped in spring: there is no such moment.
    Nowhere,
}

/// Second of the year at which European summer time begins and ends, seconds since 1970 in UTC (Directive 2000/84/EC: 01:00
/// UTC on the last Sunday of March and October).
pub fn summer(year: i64) -> (i64, i64) {
    let last_sunday = |month: i64| {
        let last = days(year, month, 31);
        // 1 January 1970 was a Thursday
        last - (last + 4).rem_euclid(7)
    };
    (last_sunday(3) * DAY_S + HOUR_S, last_sunday(10) * DAY_S + HOUR_S)
}

/// Turns local stamps into UTC, in the order of the file: the double hour of autumn is first summer, then winter time.
#[derive(Debug)]
pub struct Turner {
    clock: Clock,
    /// Naive stamps of the double hour met so far.
    seen: Vec<i64>,
    cached: (i64, i64, i64),
}

impl Turner {
    /// For one column of stamps.
    pub fn new(clock: Clock) -> Self {
        Self { clock, seen: Vec::new(), cached: (i64::MIN, 0, 0) }
    }

    /// The moment of a stamp.
    pub fn turn(&mut self, stamp: Stamp) -> Turned {
        if let Some(offset) = stamp.offset_s {
            return Turned::Utc(stamp.naive_s - offset);
        }
        let winter = match self.clock {
            Clock::Fixed(offset) => return Turned::Utc(stamp.naive_s - offset),
            Clock::European(winter) => winter,
        };
        let naive = stamp.naive_s;
        let (year, ..) = date(naive.div_euclid(DAY_S));
        if self.cached.0 != year {
            let (begin, end) = summer(year);
            self.cached = (year, begin, end);
        }
        let (_, begin, end) = self.cached;
        let (as_summer, as_winter) = (naive - winter - HOUR_S, naive - winter);
        if (begin + winter..begin + winter + HOUR_S).contains(&naive) {
            return Turned::Nowhere;
        }
        if (end + winter..end + winter + HOUR_S).contains(&naive) {
            if self.seen.contains(&naive) {
                return Turned::Utc(as_winter);
            }
            self.seen.push(naive);
            return Turned::Utc(as_summer);
        }
        Turned::Utc(if as_summer >= begin && as_winter < end { as_summer } else { as_winter })
    }
}

#[cfg(test)]
mod tests {
    use super::{Clock, Turned, Turner, date, days, parse, text};

    #[test]
    fn dates_count_both_ways() {
        assert_eq!(days(1970, 1, 1), 0);
        assert_eq!(days(2016, 3, 1) - days(2016, 2, 28), 2);
        for day in -200_000..200_000 {
            let (year, month, of_month) = date(day);
            assert_eq!(days(year, month, of_month), day);
        }
    }

    #[test]
    fn publishers_stamps_are_read() {
        let read = |stamp: &str| parse(stamp).map(|stamp| (text(stamp.naive_s), stamp.offset_s));
        let noon = || "2020-10-25T02:00Z".to_owned();
        assert_eq!(read("2020-10-25T02:00:00Z"), Some((noon(), Some(0))));
        assert_eq!(read("2020-10-25 02:00"), Some((noon(), None)));
        assert_eq!(read("2020-10-25T02:00:00+0200"), Some((noon(), Some(7200))));
        assert_eq!(read("2020-10-25T02:00:00.0-01:30"), Some((noon(), Some(-5400))));
        assert_eq!(read("25.10.2020 02:00"), Some((noon(), None)));
        assert_eq!(read("25/10/2020 02:00:00 (CEST)"), Some((noon(), Some(7200))));
        assert_eq!(read("20201025:0210"), Some((noon(), Some(0))));
        assert_eq!(read("2020-10"), Some(("2020-10-01T00:00Z".into(), None)));
        for wrong in
            ["", "2020", "2020-13-01", "31.04.2020 00:00", "2015-02-29 00:00", "2020-01-01 24:00", "noon"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn local_hours_turn_with_summer_time() {
        let mut turner = Turner::new(Clock::European(3600));
        let mut turn = |stamp: &str| match turner.turn(parse(stamp).expect("a stamp")) {
            Turned::Utc(at) => text(at),
            Turned::Nowhere => "nowhere".into(),
        };
        assert_eq!(turn("29.03.2020 01:00"), "2020-03-29T00:00Z");
        assert_eq!(turn("29.03.2020 02:00"), "nowhere");
        assert_eq!(turn("29.03.2020 03:00"), "2020-03-29T01:00Z");
        assert_eq!(turn("25.10.2020 01:00"), "2020-10-24T23:00Z");
        assert_eq!(turn("25.10.2020 02:00"), "2020-10-25T00:00Z");
        assert_eq!(turn("25.10.2020 02:00"), "2020-10-25T01:00Z");
        assert_eq!(turn("25.10.2020 03:00"), "2020-10-25T02:00Z");
        assert_eq!(turn("01.01.2021 00:00"), "2020-12-31T23:00Z");
    }
}
