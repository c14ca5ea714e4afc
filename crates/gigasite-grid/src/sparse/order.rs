//! Which unknown to eliminate first.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::sparse::SymbolicSparseColMatRef;
use faer::sparse::linalg::amd;

/// An ordering of `n` unknowns that keeps the factor sparse: the old number of every new one.
///
/// `edges` are pairs of unknowns that share an equation, in any order and number (approximate minimum degree, Amestoy,
/// Davis, Duff 1996).
pub(crate) fn minimum_degree(n: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let mut upper: Vec<(usize, usize)> =
        edges.iter().filter(|(a, b)| a != b).map(|(a, b)| ((*a).max(*b), (*a).min(*b))).collect();
    upper.sort_unstable();
    upper.dedup();
    let mut starts = vec![0_usize; n + 1];
    for (column, _) in &upper {
        starts[column + 1] += 1;
    }
    for column in 0..n {
        starts[column + 1] += starts[column];
    }
    let rows: Vec<usize> = upper.iter().map(|(_, row)| *row).collect();
    let pattern = SymbolicSparseColMatRef::new_checked(n, n, &starts, None, &rows);
    let (mut order, mut inverse) = (vec![0_usize; n], vec![0_usize; n]);
    let mut memory = MemBuffer::new(amd::order_scratch::<usize>(n, rows.len()));
    let stack = MemStack::new(&mut memory);
    match amd::order(&mut order, &mut inverse, pattern, amd::Control::default(), stack) {
        Ok(_) => order,
        // only an index overflow ends here: any order is right, this one is slow
        Err(_) => (0..n).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_eliminated_from_its_points() {
        let edges: Vec<(usize, usize)> = (1..9).map(|leaf| (0, leaf)).collect();
        let order = minimum_degree(9, &edges);
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..9).collect::<Vec<_>>());
        assert!(order.iter().position(|old| *old == 0) >= Some(7), "the centre comes late: {order:?}");
    }
}
