//! How far apart the numbers of a programme lie: what a solver's tolerances cannot bridge.

use crate::{Column, Programme, Row};

/// Past this, least and largest coefficient can no longer both be kept to the solver's tolerances.
pub const SPREAD_LIMIT: f64 = 1e9;

/// A number with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// Absolute value.
    pub value: f64,
    /// Row and column of a coefficient, else the row or the column.
    pub at: String,
}

/// Least and largest absolute values that are not zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Range {
    /// Least.
    pub least: Placed,
    /// Largest.
    pub most: Placed,
}

impl Range {
    /// Largest over least.
    pub fn spread(&self) -> f64 {
        self.most.value / self.least.value
    }
}

/// Ranges of a programme; `None` where all are zero or infinite.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranges {
    /// Coefficients of the rows.
    pub coefficients: Option<Range>,
    /// Costs.
    pub costs: Option<Range>,
    /// Right-hand sides.
    pub right_hand_sides: Option<Range>,
    /// Finite bounds.
    pub bounds: Option<Range>,
}

impl Ranges {
    /// A sentence where coefficients lie too far apart, with the two and a way out.
    pub fn warning(&self) -> Option<String> {
        let range = self.coefficients.as_ref().filter(|range| range.spread() > SPREAD_LIMIT)?;
        Some(format!(
            "coefficients lie {:.0e} apart ({:.1e} at {}, {:.1e} at {}): the solver's tolerances cannot hold both; choose \
             units that bring them together",
            range.spread(),
            range.least.value,
            range.least.at,
            range.most.value,
            range.most.at
        ))
    }
}

impl Programme {
    /// Least and largest numbers, with their places.
    pub fn ranges(&self) -> Ranges {
        let rows = (0..self.rows.len()).map(Row::nth);
        let coefficients = rows.clone().flat_map(|row| {
            self.terms_of(row).iter().map(move |(column, value)| (*value, (Some(row), Some(Column(*column)))))
        });
        let columns = || self.columns.iter().enumerate();
        let costs = columns().map(|(index, column)| (column.cost, (None, Some(Column::nth(index)))));
        let bounds = columns().flat_map(|(index, column)| {
            [column.lower, column.upper].map(|bound| (bound, (None, Some(Column::nth(index)))))
        });
        let sides = rows.map(|row| (self.rows[row.index()].rhs, (Some(row), None)));
        Ranges {
            coefficients: self.range(coefficients),
            costs: self.range(costs),
            right_hand_sides: self.range(sides),
            bounds: self.range(bounds),
        }
    }

    fn range(&self, numbers: impl Iterator<Item = (f64, (Option<Row>, Option<Column>))>) -> Option<Range> {
        let mut ends = None;
        for (value, at) in numbers.map(|(value, at)| (value.abs(), at)) {
            if value > 0.0 && value.is_finite() {
                let (least, most) = ends.get_or_insert(((value, at), (value, at)));
                if value < least.0 {
                    *least = (value, at);
                }
                if value > most.0 {
                    *most = (value, at);
                }
            }
        }
        let placed = |(value, (row, column)): (f64, (Option<Row>, Option<Column>))| {
            let names = [row.map(|row| self.row_name(row)), column.map(|column| self.column_name(column))];
            Placed { value, at: names.into_iter().flatten().collect::<Vec<_>>().join(" × ") }
        };
        ends.map(|(least, most)| Range { least: placed(least), most: placed(most) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sense;

    #[test]
    fn the_extremes_are_named_and_a_wide_spread_is_said() {
        let mut lp = Programme::new();
        let a = lp.column("a", 0.0, f64::INFINITY, 2.0);
        let b = lp.column("b", -3.0, 40.0, 0.0);
        lp.row("tight", &[(a, 1e-4), (b, 5.0)], Sense::AtMost, 0.0);
        assert!(lp.ranges().warning().is_none());
        lp.row("wide", &[(a, 1.0), (b, -1e6)], Sense::AtLeast, -7.0);
        let ranges = lp.ranges();
        let coefficients = ranges.coefficients.as_ref().expect("coefficients");
        assert_eq!(
            (coefficients.least.at.as_str(), coefficients.most.at.as_str()),
            ("tight × a", "wide × b")
        );
        assert!((coefficients.spread() / 1e10 - 1.0).abs() < 1e-12);
        assert!(ranges.warning().is_some_and(|text| text.contains("tight × a") && text.contains("wide × b")));
        assert_eq!(ranges.costs.map(|range| range.most.at), Some("a".to_owned()));
        assert!(ranges.bounds.is_some_and(|range| (range.most.value - 40.0).abs() < 1e-12));
        assert!(Programme::new().ranges().coefficients.is_none());
    }
}
