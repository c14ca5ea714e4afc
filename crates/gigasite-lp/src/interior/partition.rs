//! Which columns and rows of a programme belong together.

use crate::{Column, Error, Programme, Row, Sense};

/// Blocks of columns and rows, and the few that link them.
///
/// Every row that touches columns of one block only (and linking ones) belongs to that block. An inequality of linking columns
/// alone belongs to the last block, where its slack stands. A row that touches columns of several blocks links, and so does an
/// equation of linking columns alone.
///
/// The method pays for what links: columns of a plan that no hour looks at are best a block of their own, the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partition {
    pub(super) blocks: usize,
    pub(super) columns: Vec<Option<u32>>,
    pub(super) rows: Vec<Option<u32>>,
}

impl Partition {
    /// One block that holds everything.
    pub fn whole(programme: &Programme) -> Self {
        let (columns, rows, _) = programme.size();
        Self { blocks: 1, columns: vec![Some(0); columns], rows: vec![Some(0); rows] }
    }

    /// Blocks by column: `block_of` says which block a column belongs to, `None` for a linking one. Blocks are numbered from
    /// 0; a number that no column has makes an empty block.
    ///
    /// # Errors
    /// No block at all.
    pub fn by_column(
        programme: &Programme,
        block_of: impl Fn(Column) -> Option<usize>,
    ) -> Result<Self, Error> {
        let columns: Vec<Option<u32>> = (0..programme.columns.len())
            .map(|index| block_of(Column::nth(index)).map(|block| block as u32))
            .collect();
        let blocks = columns.iter().flatten().max().map_or(0, |most| *most as usize + 1);
        if blocks == 0 {
            return Err(Error::NoBlock);
        }
        let rows = (0..programme.rows.len()).map(|index| {
            let mut touched = programme
                .terms_of(Row::nth(index))
                .iter()
                .filter_map(|(column, _)| columns[*column as usize]);
            let Some(first) = touched.next() else {
                let sense = programme.rows[index].sense;
                return (sense != Sense::Equal).then_some(blocks as u32 - 1);
            };
            touched.all(|block| block == first).then_some(first)
        });
        Ok(Self { blocks, rows: rows.collect(), columns })
    }

    /// Blocks, linking columns and linking rows.
    pub fn size(&self) -> (usize, usize, usize) {
        let linking = |parts: &[Option<u32>]| parts.iter().filter(|part| part.is_none()).count();
        (self.blocks, linking(&self.columns), linking(&self.rows))
    }
}
