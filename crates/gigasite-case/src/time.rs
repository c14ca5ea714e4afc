//! Hours: the horizon of a study and series over it.

use serde::{Deserialize, Serialize};
use std::ops::{Deref, DerefMut};

/// The modelled year, hour by hour in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Horizon {
    /// Calendar year of the series; its 1 January decides the weekdays.
    pub calendar_year: i32,
    /// 8,760, or 8,784 in a leap year.
    pub hours: usize,
}

impl Horizon {
    /// The whole of a calendar year.
    pub fn year(calendar_year: i32) -> Self {
        Self { calendar_year, hours: if is_leap(calendar_year) { 8784 } else { 8760 } }
    }
    /// Month 0–11 of hour `t`.
    pub fn month(self, t: usize) -> usize {
        let mut day = t.div_euclid(24);
        for (month, days) in self.month_days().into_iter().enumerate() {
            if day < days {
                return month;
            }
            day -= days;
        }
        11
    }
    /// Days per month.
    pub fn month_days(self) -> [usize; 12] {
        let february = if self.hours == 8784 { 29 } else { 28 };
        [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    }
    /// Weekday of hour `t`: 0 = Monday … 6 = Sunday.
    pub fn weekday(self, t: usize) -> usize {
        let y = i64::from(self.calendar_year) - 1;
        // days from Monday 1 January 0001 to 1 January of the year
        let days = 365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400);
        (days.rem_euclid(7) as usize + t.div_euclid(24)) % 7
    }
    /// `YYYY-MM-DDTHH:00Z` of hour `t`.
    pub fn stamp(self, t: usize) -> String {
        let mut day = t.div_euclid(24);
        let mut month = 0;
        for days in self.month_days() {
            if day < days {
                break;
            }
            day -= days;
            month += 1;
        }
        format!("{:04}-{:02}-{:02}T{:02}:00Z", self.calendar_year, month + 1, day + 1, t % 24)
    }
    /// The weeks of the horizon as hour ranges; the last one takes what is left (24 or 48 hours).
    pub fn weeks(self) -> Vec<std::ops::Range<usize>> {
        (0..self.hours).step_by(168).map(|start| start..(start + 168).min(self.hours)).collect()
    }
}

/// Whether `year` has 366 days.
pub fn is_leap(year: i32) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

/// One value per hour of the horizon.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hourly<Q>(pub Vec<Q>);

impl<Q> Deref for Hourly<Q> {
    type Target = [Q];
    fn deref(&self) -> &[Q] {
        &self.0
    }
}
impl<Q> DerefMut for Hourly<Q> {
    fn deref_mut(&mut self) -> &mut [Q] {
        &mut self.0
    }
}
impl<Q> FromIterator<Q> for Hourly<Q> {
    fn from_iter<I: IntoIterator<Item = Q>>(iter: I) -> Self {
        Self(iter.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_is_right() {
        let leap = Horizon::year(2016);
        assert_eq!(leap.hours, 8784);
        assert_eq!(leap.weekday(0), 4, "1 January 2016 was a Friday");
        assert_eq!(leap.stamp(24 * 59), "2016-02-29T00:00Z");
        assert_eq!(leap.stamp(8783), "2016-12-31T23:00Z");
        let plain = Horizon::year(2030);
        assert_eq!((plain.hours, plain.weekday(0)), (8760, 1), "1 January 2030 is a Tuesday");
        assert_eq!(plain.month(24 * 59), 2, "day 60 of a plain year is 1 March");
        assert_eq!(plain.weeks().len(), 53);
        assert_eq!(plain.weeks()[52], 8736..8760);
    }
}
