//! How the rows of a pass are shared out to groups.

use crate::kernel::{GROUP, PACKED_ROWS};
use std::ops::Range;

/// Rows in groups of equal size, but for the last: what is computed of a row depends neither on its group nor on the
/// others there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Groups {
    rows: usize,
    /// Rows of each but the last.
    of_group: usize,
}

impl Groups {
    /// As few as there can be; but if there are several, and they are not left less than half full, as many as each
    /// thread can have equally many of. Weights are read once for each group.
    pub(crate) fn new(rows: usize) -> Self {
        let least = rows.div_ceil(GROUP);
        let even = least.next_multiple_of(rayon::current_num_threads());
        let candidate = Self::with_count(rows, even);
        let is_worth_it = least > 1 && 2 * rows >= even * GROUP && candidate.are_even();
        if is_worth_it { candidate } else { Self::with_count(rows, least) }
    }

    fn with_count(rows: usize, count: usize) -> Self {
        // Whole runs of rows that are packed together.
        Self { rows, of_group: rows.div_ceil(count.max(1)).next_multiple_of(PACKED_ROWS).max(1) }
    }

    /// How many rows there are.
    pub(crate) fn rows(self) -> usize {
        self.rows
    }

    /// How many groups there are.
    pub(crate) fn count(self) -> usize {
        self.rows.div_ceil(self.of_group.max(1))
    }

    /// How many runs of rows are packed together; a group begins with one.
    pub(crate) fn runs(self) -> usize {
        self.rows.div_ceil(PACKED_ROWS)
    }

    /// The first row of a group.
    pub(crate) fn first_row(self, group: usize) -> usize {
        group * self.of_group
    }

    /// How many rows a group has.
    pub(crate) fn rows_of(self, group: usize) -> usize {
        self.of_group.min(self.rows - self.first_row(group))
    }

    /// The group of a row, and which of the group's rows it is.
    pub(crate) fn place(self, row: usize) -> (usize, usize) {
        (row / self.of_group, row % self.of_group)
    }

    /// Consecutive rows, cut where groups begin: each part's group, and which of the group's rows it has.
    pub(crate) fn parts(self, rows: Range<usize>) -> impl Iterator<Item = (usize, Range<usize>)> {
        let mut next = rows.start;
        std::iter::from_fn(move || {
            (next < rows.end).then(|| {
                let (group, first) = self.place(next);
                let end = self.rows_of(group).min(first + rows.end - next);
                next += end - first;
                (group, first..end)
            })
        })
    }

    /// Whether each thread can have as many groups as others, nearly alike.
    pub(crate) fn are_even(self) -> bool {
        let (count, threads) = (self.count(), rayon::current_num_threads());
        count > 0 && count.is_multiple_of(threads) && 4 * self.rows_of(count - 1) >= 3 * self.of_group
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sizes of groups of so many rows, with so many threads.
    fn sizes(rows: usize, threads: usize) -> (Vec<usize>, bool) {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| {
            let groups = Groups::new(rows);
            for row in 0..rows {
                let (group, index) = groups.place(row);
                assert!(group < groups.count() && index < groups.rows_of(group));
                assert_eq!(groups.first_row(group) + index, row);
            }
            ((0..groups.count()).map(|group| groups.rows_of(group)).collect(), groups.are_even())
        })
    }

    #[test]
    fn rows_are_cut_where_groups_begin() {
        let groups = Groups { rows: 700, of_group: 240 };
        let parts = |rows| groups.parts(rows).collect::<Vec<_>>();
        assert_eq!(parts(230..700), [(0, 230..240), (1, 0..240), (2, 0..220)]);
        assert_eq!(parts(240..250), [(1, 0..10)]);
        assert_eq!(parts(7..7), []);
    }

    #[test]
    fn groups_are_equal_and_as_many_for_each_thread() {
        assert_eq!(sizes(0, 2), (vec![], false));
        assert_eq!(sizes(1, 2), (vec![1], false));
        assert_eq!(sizes(256, 2), (vec![256], false));
        assert_eq!(sizes(257, 2), (vec![144, 113], true));
        assert_eq!(sizes(512, 2), (vec![256, 256], true));
        assert_eq!(sizes(513, 2), (vec![176, 176, 161], false));
        assert_eq!(sizes(900, 2), (vec![240, 240, 240, 180], true));
        assert_eq!(sizes(900, 3), (vec![240, 240, 240, 180], false));
        assert_eq!(sizes(900, 1), (vec![240, 240, 240, 180], true));
        // Eight groups would be less than half full.
        assert_eq!(sizes(900, 8), (vec![240, 240, 240, 180], false));
    }
}
