//! What can go wrong while a programme is written or solved.

/// Why a programme could not be written or solved.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A number that is none.
    #[error("`{name}` has {what} {value}, which is no usable number")]
    NotANumber {
        /// Column or row.
        name: String,
        /// `cost`, `bound`, `coefficient`, `right-hand side` or `weight`.
        what: &'static str,
        /// The value.
        value: f64,
    },
    /// Lower bound above upper bound.
    #[error("column `{name}` may not be below {lower} nor above {upper}, so it has no value")]
    EmptyColumn {
        /// Column.
        name: String,
        /// Lower bound.
        lower: f64,
        /// Upper bound.
        upper: f64,
    },
    /// A row speaks of a column that this programme does not have.
    #[error("row `{row}` uses column number {column}, which belongs to another programme")]
    StrangeColumn {
        /// Row.
        row: String,
        /// Place of the column.
        column: u32,
    },
    /// A start of the wrong length.
    #[error("the start has {found} values for {expected} columns")]
    StartLength {
        /// Values given.
        found: usize,
        /// Columns.
        expected: usize,
    },
    /// A partition without blocks.
    #[error("every column links: a partition needs at least one block")]
    NoBlock,
    /// A partition of a programme of another size.
    #[error("the partition is of {found} columns and rows, the programme has {expected}")]
    StrangePartition {
        /// Columns and rows of the partition.
        found: usize,
        /// Columns and rows of the programme.
        expected: usize,
    },
    /// No weight made the normal equations definite.
    #[error("the normal equations of the interior point method cannot be factorised")]
    NotDefinite,
    /// HiGHS refused the model or an option.
    #[error("HiGHS refused to {doing}: {why}")]
    Solver {
        /// What was asked.
        doing: &'static str,
        /// Its answer.
        why: String,
    },
    /// A worker thread ended early: a bug.
    #[error("a solver thread ended before it answered")]
    WorkerLost,
}
