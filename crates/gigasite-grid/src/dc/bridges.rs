//! Branches whose loss tears the network apart.

/// A depth-first walk over every island: bridges (Tarjan 1974), and who hangs on each.
///
/// The walk starts in the middle of the island, so that what lies behind a bridge is never more than half of it.
#[derive(Debug, Clone)]
pub(super) struct Bridges {
    /// Where the walk of every island starts.
    pub(super) roots: Vec<usize>,
    /// Bus at the end of a bridge that is cut off with the smaller part; `None` = no bridge.
    far_end: Vec<Option<usize>>,
    /// When the walk came to a bus, and when it left what lies behind; the buses behind came between.
    span: Vec<(usize, usize)>,
    /// The bridge nearest to a bus on its way to the middle.
    hangs_on: Vec<Option<usize>>,
}

type Neighbours = Vec<Vec<(usize, usize)>>;

impl Bridges {
    /// Bridges of the islands that `starts` lie in, of branches that carry something.
    pub(super) fn find(buses: usize, ends: &[(usize, usize)], carries: &[bool], starts: &[usize]) -> Self {
        let mut neighbours: Neighbours = vec![Vec::new(); buses];
        for (branch, (from, to)) in ends.iter().enumerate().filter(|(branch, _)| carries[*branch]) {
            neighbours[*from].push((*to, branch));
            neighbours[*to].push((*from, branch));
        }
        let first = Self::walk(&neighbours, ends.len(), starts);
        // seen from the start, the deepest part with more than half of the island holds its middle
        let behind = |bus: usize| first.span[bus].1 - first.span[bus].0;
        let mut roots = starts.to_vec();
        for (island, root) in roots.iter_mut().enumerate() {
            let start = starts[island];
            let parts = first.far_end.iter().flatten().copied();
            let middle = parts
                .filter(|far| {
                    first.span[start].0 <= first.span[*far].0 && first.span[*far].1 <= first.span[start].1
                })
                .filter(|far| 2 * behind(*far) > behind(start))
                .min_by_key(|far| behind(*far));
            *root = middle.unwrap_or(start);
        }
        if roots == starts { first } else { Self::walk(&neighbours, ends.len(), &roots) }
    }

    fn walk(neighbours: &Neighbours, branches: usize, roots: &[usize]) -> Self {
        let buses = neighbours.len();
        let mut far_end = vec![None; branches];
        let mut span = vec![(usize::MAX, usize::MAX); buses];
        let mut low = vec![usize::MAX; buses];
        let mut reached_by = vec![None; buses];
        let mut visited = Vec::with_capacity(buses);
        for root in roots.iter().copied() {
            // bus, bus it was reached from, next neighbour to look at
            let mut stack = vec![(root, root, 0_usize)];
            span[root].0 = visited.len();
            low[root] = visited.len();
            visited.push((root, root));
            while let Some((bus, above, next)) = stack.last_mut() {
                let (here, above) = (*bus, *above);
                if let Some((other, branch)) = neighbours[here].get(*next).copied() {
                    *next += 1;
                    if Some(branch) == reached_by[here] {
                        continue;
                    }
                    if span[other].0 == usize::MAX {
                        span[other].0 = visited.len();
                        low[other] = visited.len();
                        reached_by[other] = Some(branch);
                        visited.push((other, here));
                        stack.push((other, here, 0));
                    } else {
                        low[here] = low[here].min(span[other].0);
                    }
                    continue;
                }
                span[here].1 = visited.len();
                stack.pop();
                if let Some(branch) = reached_by[here] {
                    if low[here] > span[above].0 {
                        far_end[branch] = Some(here);
                    }
                    low[above] = low[above].min(low[here]);
                }
            }
        }
        let mut hangs_on: Vec<Option<usize>> = vec![None; buses];
        for (bus, above) in visited {
            let own = reached_by[bus].filter(|branch| far_end[*branch] == Some(bus));
            hangs_on[bus] = own.or(hangs_on[above]);
        }
        Self { roots: roots.to_vec(), far_end, span, hangs_on }
    }

    /// The end of `branch` that is cut off when it is lost; `None` = nothing is cut off.
    pub(super) fn far_end(&self, branch: usize) -> Option<usize> {
        self.far_end[branch]
    }

    /// The bridge that cuts `bus` off when it is lost; the nearest, if there are several.
    pub(super) fn hangs_on(&self, bus: usize) -> Option<usize> {
        self.hangs_on[bus]
    }

    /// When the walk came to `bus`; `None` = never.
    pub(super) fn came(&self, bus: usize) -> Option<usize> {
        Some(self.span[bus].0).filter(|came| *came != usize::MAX)
    }

    /// When the walk came to `bus` and when it left: what lies behind came between.
    pub(super) fn span(&self, bus: usize) -> (usize, usize) {
        self.span[bus]
    }

    /// Whether `bus` is cut off together with `far_end`.
    pub(super) fn is_behind(&self, bus: usize, far_end: usize) -> bool {
        let (came, left) = self.span[far_end];
        (came..left).contains(&self.span[bus].0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_line_to_the_tail_is_a_bridge() {
        // 0–1–2–0 is a ring, 2–3 a bridge, 3–4 twice is none
        let ends = [(0, 1), (1, 2), (2, 0), (3, 2), (3, 4), (4, 3), (5, 6)];
        let mut carries = [true; 7];
        let found = Bridges::find(7, &ends, &carries, &[0, 5]);
        let far: Vec<Option<usize>> = (0..7).map(|branch| found.far_end(branch)).collect();
        assert_eq!(far, [None, None, None, Some(3), None, None, Some(6)]);
        assert_eq!([4, 3, 2, 6].map(|bus| found.is_behind(bus, 3)), [true, true, false, false]);
        assert_eq!((0..7).map(|bus| found.hangs_on(bus)).collect::<Vec<_>>()[2..5], [None, Some(3), Some(3)]);
        carries[1] = false;
        let opened = Bridges::find(7, &ends, &carries, &[0, 5]);
        assert_eq!((opened.far_end(0), opened.hangs_on(1)), (Some(1), Some(0)));
    }

    #[test]
    fn the_smaller_part_is_the_one_cut_off_wherever_the_reference_lies() {
        // the reference 0 hangs on a ring of three by a line
        let ends = [(0, 1), (1, 2), (2, 3), (3, 1)];
        let found = Bridges::find(4, &ends, &[true; 4], &[0]);
        assert_eq!(found.far_end(0), Some(0));
        assert_eq!(found.roots, [1]);
    }
}
