//! The repairs, in one place: each leaves a [`Repair`] that says file, line, zone, hours and what was done.
//!
//! | what is found | what is done | code |
//! |---|---|---|
//! | rows out of order, double rows, hours without a row | sorted; the first counts; a gap | `row-order`, `double-hour`, `missing-hour` |
//! | parts of an hour | mean of power, sum of energy | `part-hours` |
//! | PV that peaks whole hours beside the solar noon of its zone | the clock of the table is turned | `clock-shift` |
//! | a leap day without rows | mean of the days around it | `leap-day` |
//! | `inf` | missing | `infinite` |
//! | zero where the quantity is never zero | missing | `zero-missing` |
//! | outside of what can be true | missing; shares are clipped | `out-of-range`, `clipped` |
//! | one hour far off its neighbours and other days | missing | `spike` |
//! | at most [`SHORT_GAP_H`] hours missing | a straight line | `gap-interpolated` |
//! | at most [`LONG_GAP_H`] hours missing | the same hours of the weeks before and after | `gap-weeks` |
//! | more | the series is refused | `gap-too-long` |

mod cells;
mod clock;
mod gaps;

use super::frame::{Column, Frame, Repair, Series, Stamps};
use super::stamp::{DAY_S, hours_after};
use clock::Grid;
use gigasite_case::Severity;
use rayon::prelude::*;

/// Longest gap that is interpolated, hours.
pub const SHORT_GAP_H: usize = 3;
/// Longest gap that is filled from neighbouring weeks, hours.
pub const LONG_GAP_H: usize = 168;

/// Where a repair is told: the column, and the line of each hour.
pub(crate) struct Teller<'a> {
    frame: (&'a str, usize),
    column: &'a str,
    zone: &'a str,
    /// Row of the file that an hour comes from, where rows are no hours.
    rows: Option<&'a [u32]>,
    pub(crate) repairs: Vec<Repair>,
    pub(crate) touched: usize,
}

impl Teller<'_> {
    fn line(&self, hour: usize) -> usize {
        let row = self.rows.map_or(hour, |rows| rows.get(hour).copied().unwrap_or(0) as usize);
        self.frame.1 + row
    }

    pub(crate) fn tell(
        &mut self,
        (code, severity): (&'static str, Severity),
        (hour, hours): (usize, usize),
        done: String,
        hint: &'static str,
    ) {
        if severity == Severity::Warning {
            self.touched += hours;
        }
        self.repairs.push(Repair {
            code,
            severity,
            file: self.frame.0.to_owned(),
            line: self.line(hour),
            zone: self.zone.to_owned(),
            column: self.column.to_owned(),
            hours,
            done,
            hint,
        });
    }
}

/// Repairs every column of a table. The same series and repairs come out whatever the number of threads.
pub(crate) fn tidy(frame: Frame) -> (Vec<Series>, Vec<Repair>) {
    let Frame { file, source, stamps, first_line, columns } = frame;
    let mut repairs = Vec::new();
    let mut tell = |code, severity, row: usize, hours, done: String, hint| {
        repairs.push(Repair {
            code,
            severity,
            file: file.clone(),
            line: first_line + row,
            zone: String::new(),
            column: String::new(),
            hours,
            done,
            hint,
        });
    };
    if stamps.is_empty() {
        tell("empty-table", Severity::Error, 0, 0, "there is no row".into(), "give one row an hour");
        return (Vec::new(), repairs);
    }
    let Some(grid) = Grid::of(&stamps, &mut tell) else { return (Vec::new(), repairs) };
    let grid = match grid {
        Grid::Listed => {
            let each = |column: Column| listed(&file, &source, first_line, &stamps, column);
            let (series, told): (Vec<_>, Vec<_>) = columns.into_iter().map(each).unzip();
            repairs.extend(told.into_iter().flatten());
            return (series.into_iter().flatten().collect(), repairs);
        }
        Grid::Hours(hours) => hours,
    };
    let mut columns = columns;
    columns.par_iter_mut().for_each(|column| grid.gather(column));
    let shift_h = clock::shift(grid.start, &columns, &mut tell);
    let Some(shift_h) = shift_h else { return (Vec::new(), repairs) };
    let start = grid.start - shift_h * 3600;
    let one = |column: Column| {
        let mut teller = Teller {
            frame: (&file, first_line),
            column: &column.name,
            zone: &column.zone,
            rows: grid.rows.as_deref(),
            repairs: Vec::new(),
            touched: 0,
        };
        let mut values = column.values;
        let kept = cells::clean(&mut values, column.quantity, &mut teller)
            && gaps::leap_day(start, &mut values, &mut teller)
            && gaps::fill(&mut values, column.quantity, &mut teller);
        let first = values.iter().position(|value| !value.is_nan()).unwrap_or(values.len());
        let (told, touched) = (teller.repairs, teller.touched);
        if !kept || first == values.len() {
            return (None, told);
        }
        let last = values.iter().rposition(|value| !value.is_nan()).unwrap_or(first);
        values.truncate(last + 1);
        values.drain(..first);
        let series = Series {
            zone: column.zone,
            quantity: column.quantity,
            source: source.clone(),
            stamps: Stamps::Hourly(hours_after(start, first)),
            values,
            repaired: touched,
        };
        (Some(series), told)
    };
    let (series, told): (Vec<_>, Vec<_>) = columns.into_par_iter().map(one).unzip();
    repairs.extend(told.into_iter().flatten());
    (series.into_iter().flatten().collect(), repairs)
}

/// Days, months and years: what is missing stays missing, and nothing is made up.
fn listed(
    file: &str,
    source: &str,
    first_line: usize,
    stamps: &[i64],
    column: Column,
) -> (Option<Series>, Vec<Repair>) {
    let mut teller = Teller {
        frame: (file, first_line),
        column: &column.name,
        zone: &column.zone,
        rows: None,
        repairs: Vec::new(),
        touched: 0,
    };
    let mut values = column.values;
    if !cells::clean(&mut values, column.quantity, &mut teller) {
        return (None, teller.repairs);
    }
    let (told, touched) = (teller.repairs, teller.touched);
    let kept: Vec<usize> = (0..values.len()).filter(|row| !values[*row].is_nan()).collect();
    if kept.is_empty() {
        return (None, told);
    }
    let series = Series {
        zone: column.zone,
        quantity: column.quantity,
        source: source.to_owned(),
        stamps: Stamps::Listed(kept.iter().map(|row| stamps[*row]).collect()),
        values: kept.iter().map(|row| values[*row]).collect(),
        repaired: touched,
    };
    (Some(series), told)
}

/// Whether rows this far apart are days or longer, which are not made into hours.
fn is_listed(step_s: i64) -> bool {
    step_s >= DAY_S
}

#[cfg(test)]
mod tests;
