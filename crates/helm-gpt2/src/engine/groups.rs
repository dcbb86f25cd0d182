//! How the rows of a pass are shared out to groups.

use crate::kernel::{GROUP, PACKED_ROWS};
use std::ops::Range;

/// Rows in groups that are as equal as they can be of whole runs of rows that are packed together: what is computed of a
/// row depends neither on its group nor on the others there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Groups {
    rows: usize,
    count: usize,
}

impl Groups {
    /// As few as there can be, since all weights are read for each group. If there are several, their number is rounded up
    /// to a multiple of the number of threads, unless that would leave them less than half full.
    pub(crate) fn new(rows: usize) -> Self {
        let least = rows.div_ceil(GROUP);
        let even = least.next_multiple_of(rayon::current_num_threads());
        let is_worth_it = least > 1 && 2 * rows >= even * GROUP;
        Self { rows, count: if is_worth_it { even } else { least } }
    }

    /// How many rows there are.
    pub(crate) fn rows(self) -> usize {
        self.rows
    }

    /// How many groups there are.
    pub(crate) fn count(self) -> usize {
        self.count
    }

    /// How many runs of rows are packed together; a group begins with one.
    pub(crate) fn runs(self) -> usize {
        self.rows.div_ceil(PACKED_ROWS)
    }

    /// The first run of a group; that of the group after the last is the number of runs.
    pub(crate) fn first_run(self, group: usize) -> usize {
        group * self.runs() / self.count.max(1)
    }

    /// The first row of a group.
    pub(crate) fn first_row(self, group: usize) -> usize {
        self.first_run(group) * PACKED_ROWS
    }

    /// How many rows a group has.
    pub(crate) fn rows_of(self, group: usize) -> usize {
        self.first_row(group + 1).min(self.rows) - self.first_row(group)
    }

    /// The group of a row, and which of the group's rows it is.
    pub(crate) fn place(self, row: usize) -> (usize, usize) {
        // The last that begins with the row's run or before.
        let group = ((row / PACKED_ROWS + 1) * self.count - 1) / self.runs();
        (group, row - self.first_row(group))
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

    /// Whether each thread can have as many groups as others.
    pub(crate) fn are_even(self) -> bool {
        self.count > 0 && self.count.is_multiple_of(rayon::current_num_threads())
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
        // 44 runs of 16 rows, the last of 12: 14, 15 and 15 of them.
        let groups = Groups { rows: 700, count: 3 };
        let parts = |rows| groups.parts(rows).collect::<Vec<_>>();
        assert_eq!(parts(220..700), [(0, 220..224), (1, 0..240), (2, 0..236)]);
        assert_eq!(parts(224..234), [(1, 0..10)]);
        assert_eq!(parts(7..7), []);
    }

    #[test]
    fn groups_are_equal_and_as_many_for_each_thread() {
        assert_eq!(sizes(0, 2), (vec![], false));
        assert_eq!(sizes(1, 2), (vec![1], false));
        assert_eq!(sizes(256, 2), (vec![256], false));
        assert_eq!(sizes(257, 2), (vec![128, 129], true));
        assert_eq!(sizes(512, 2), (vec![256, 256], true));
        assert_eq!(sizes(512, 4), (vec![128; 4], true));
        assert_eq!(sizes(513, 2), (vec![128, 128, 128, 129], true));
        // Four groups would be less than half full.
        assert_eq!(sizes(300, 4), (vec![144, 156], false));
        assert_eq!(sizes(900, 2), (vec![224, 224, 224, 228], true));
        assert_eq!(sizes(900, 3), (vec![144, 160, 144, 160, 144, 148], true));
        assert_eq!(sizes(900, 1), (vec![224, 224, 224, 228], true));
        assert_eq!(sizes(1000, 2), (vec![240, 256, 256, 248], true));
        // Eight groups would be less than half full.
        assert_eq!(sizes(900, 8), (vec![224, 224, 224, 228], false));
    }

    #[test]
    fn groups_have_room_for_their_rows() {
        for rows in 1..=2 * GROUP * 3 {
            for count in rows.div_ceil(GROUP)..=rows.div_ceil(GROUP) + 2 {
                let groups = Groups { rows, count };
                let sizes: Vec<usize> = (0..count).map(|group| groups.rows_of(group)).collect();
                assert!(sizes.iter().all(|&size| size <= GROUP) && sizes.iter().sum::<usize>() == rows, "{sizes:?}");
            }
        }
    }
}
