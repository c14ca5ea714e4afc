//! Moments as PyPSA writes them: `2025-01-01 00:00:00`, without an offset, and in netCDF a count since a moment.

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3600 * SECOND;

/// Microseconds since 1970 of `2025-01-01`, `2025-01-01 00:00[:00[.000001]]` or the same with `T`; `None` otherwise.
pub(super) fn parse(text: &str) -> Option<i64> {
    let (date, time) = text.split_once([' ', 'T']).unwrap_or((text, "00:00"));
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let (clock, fraction) = time.split_once('.').unwrap_or((time, ""));
    let with_seconds = if clock.len() == 5 { format!("{clock}:00") } else { clock.to_owned() };
    let [hour, minute, second] = numbers(&with_seconds, ':', [2, 2, 2])?;
    let in_range = (1..=12).contains(&month) && (1..=month_days(year, month)).contains(&day);
    if !in_range || hour > 23 || minute > 59 || second > 59 || fraction.len() > 6 {
        return None;
    }
    let micros: i64 = if fraction.is_empty() { 0 } else { format!("{fraction:0<6}").parse().ok()? };
    Some(days(year, month, day) * 24 * HOUR + (hour * 3600 + minute * 60 + second) * SECOND + micros)
}

/// The moment as pandas writes it.
pub(super) fn text(micros: i64) -> String {
    let (day, rest) = (micros.div_euclid(24 * HOUR), micros.rem_euclid(24 * HOUR));
    let (year, month, date) = civil(day);
    let (seconds, fraction) = (rest.div_euclid(SECOND), rest.rem_euclid(SECOND));
    let (hour, minute) = (seconds.div_euclid(3600), seconds.rem_euclid(3600).div_euclid(60));
    let whole = format!("{year:04}-{month:02}-{date:02} {hour:02}:{minute:02}:{:02}", seconds.rem_euclid(60));
    if fraction == 0 { whole } else { format!("{whole}.{fraction:06}") }
}

/// Counts since the first moment in the longest unit that counts all: `(units, counts)`.
pub(super) fn encode(moments: &[i64]) -> (String, Vec<i64>) {
    let first = moments.first().copied().unwrap_or(0);
    let units = [("hours", HOUR), ("minutes", 60 * SECOND), ("seconds", SECOND), ("microseconds", 1)];
    let (name, size) = units
        .into_iter()
        .find(|(_, size)| moments.iter().all(|moment| (moment - first).rem_euclid(*size) == 0))
        .unwrap_or(("microseconds", 1));
    let counts = moments.iter().map(|moment| (moment - first).div_euclid(size)).collect();
    (format!("{name} since {}", text(first)), counts)
}

/// The moment of a count in `units` (`hours since 2025-01-01 00:00:00`); `None` if the units are not understood.
pub(super) fn decode(units: &str, count: f64) -> Option<i64> {
    let (name, since) = units.split_once(" since ")?;
    let size = match name.trim().trim_end_matches('s') {
        "day" => 24.0 * HOUR as f64,
        "hour" => HOUR as f64,
        "minute" => 60.0 * SECOND as f64,
        "second" => SECOND as f64,
        "millisecond" => 1000.0,
        "microsecond" => 1.0,
        "nanosecond" => 0.001,
        _ => return None,
    };
    Some(parse(since.trim())? + (count * size).round() as i64)
}

fn numbers(text: &str, between: char, widths: [usize; 3]) -> Option<[i64; 3]> {
    let mut found = [0; 3];
    let mut parts = text.split(between);
    for (number, width) in found.iter_mut().zip(widths) {
        let part = parts.next()?;
        if part.len() != width || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}

fn month_days(year: i64, month: i64) -> i64 {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar; the year is counted from March, so that the leap
/// day is its last.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2).div_euclid(5) + day - 1;
    era * 146_097 + of_era * 365 + of_era.div_euclid(4) - of_era.div_euclid(100) + of_year - 719_468
}

/// The date of a day since 1970-01-01: the inverse of [`days`].
fn civil(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era.div_euclid(1460) + of_era.div_euclid(36_524)
        - of_era.div_euclid(146_096))
    .div_euclid(365);
    let of_year = of_era - (365 * year_of_era + year_of_era.div_euclid(4) - year_of_era.div_euclid(100));
    let from_march = (5 * of_year + 2).div_euclid(153);
    let date = of_year - (153 * from_march + 2).div_euclid(5) + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_five_centuries_reads_back() {
        let (mut day, mut before) = (days(1599, 12, 31), String::new());
        while day < days(2101, 1, 1) {
            let written = text(day * 24 * HOUR);
            assert_eq!(parse(&written), Some(day * 24 * HOUR));
            assert!(written > before, "{before} {written}");
            before = written;
            day += 1;
        }
        assert_eq!(days(1970, 1, 1), 0);
        assert_eq!(days(2000, 2, 29) + 1, days(2000, 3, 1));
    }

    #[test]
    fn moments_are_normalised_and_nonsense_is_not_one() {
        let same = ["2015-01-01", "2015-01-01 00:00", "2015-01-01T00:00:00", "2015-01-01 00:00:00.000"];
        for moment in same {
            assert_eq!(parse(moment).map(text).as_deref(), Some("2015-01-01 00:00:00"), "{moment}");
        }
        assert_eq!(parse("2015-01-01 00:00:00.5").map(text).as_deref(), Some("2015-01-01 00:00:00.500000"));
        for moment in [
            "now",
            "",
            "2015-13-01",
            "2015-02-29",
            "01-01-2015 00:00",
            "2015-01-01 24:00",
            "2015-01-01 00:00+01",
        ] {
            assert_eq!(parse(moment), None, "{moment}");
        }
    }

    #[test]
    fn counts_use_the_longest_unit_that_fits() {
        let of = |texts: &[&str]| encode(&texts.iter().filter_map(|text| parse(text)).collect::<Vec<_>>());
        assert_eq!(
            of(&["2025-01-01", "2025-01-01 03:00"]),
            ("hours since 2025-01-01 00:00:00".to_owned(), vec![0, 3])
        );
        assert_eq!(of(&["2025-01-01", "2025-01-01 00:15"]).1, [0, 15]);
        assert_eq!(decode("days since 2025-01-01", 1.5).map(text).as_deref(), Some("2025-01-02 12:00:00"));
        assert_eq!(decode("seconds since 1970-01-01 00:00:00", 1.0), Some(SECOND));
        assert_eq!(decode("fortnights since 2025-01-01", 1.0), None);
        assert_eq!(decode("hours", 1.0), None);
    }
}
