//! Rows that were seen lately.

use std::collections::{HashSet, VecDeque};

use imcloud_raw::Id;

/// At least so many rows are remembered.
const AT_LEAST: usize = 2_000;

/// The ids of the last pages, in order.
#[derive(Debug)]
pub(super) struct SeenIds {
    pages: VecDeque<Vec<Id>>,
    rows: usize,
    max: usize,
    complete: bool,
}

impl SeenIds {
    /// Remembers four pages of this size for each of the pages that can be under way.
    pub(super) fn new(page_size: usize, width: usize) -> Self {
        Self { pages: VecDeque::new(), rows: 0, max: AT_LEAST.max(4 * page_size * width), complete: true }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Whether nothing was forgotten yet.
    pub(super) fn is_complete(&self) -> bool {
        self.complete
    }

    pub(super) fn all(&self) -> HashSet<&Id> {
        self.pages.iter().flatten().collect()
    }

    pub(super) fn remember(&mut self, page: Vec<Id>) {
        self.rows += page.len();
        self.pages.push_back(page);
        // A page is forgotten whole, and never the last one.
        while self.pages.len() > 1 && self.rows - self.pages[0].len() >= self.max {
            self.rows -= self.pages.pop_front().map_or(0, |page| page.len());
            self.complete = false;
        }
    }

    pub(super) fn forget(&mut self) {
        self.complete = self.complete && self.rows == 0;
        self.pages.clear();
        self.rows = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_pages_are_forgotten_and_memory_stays_bounded() {
        let mut recent = SeenIds::new(500, 2);
        for page in 0_u32..1_000 {
            recent.remember((0_u32..500).map(|row| Id::from(page * 500 + row)).collect());
            assert!(recent.rows < 4_000 + 500, "{}", recent.rows);
        }
        let all = recent.all();
        assert!(all.contains(&Id::from(499_999_u32)) && all.contains(&Id::from(496_000_u32)));
        assert!(!all.contains(&Id::from(400_000_u32)));
    }
}
