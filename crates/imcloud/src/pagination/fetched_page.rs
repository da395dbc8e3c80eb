//! A page as it comes from the list.

use std::vec;

use super::Page;

/// A page whose first row may be one that the page before it had.
///
/// To take that row out moves all others, which costs as much as a good part of decoding them; who reads row by row passes over it instead.
pub(super) struct FetchedPage<T> {
    pub(super) page: Page<T>,
    pub(super) overlaps: bool,
}

impl<T> FetchedPage<T> {
    /// The page with its new rows only.
    pub(super) fn into_page(mut self) -> Page<T> {
        if self.overlaps {
            self.page.items.remove(0);
        }
        self.page
    }

    /// The new rows.
    pub(super) fn into_rows(self) -> vec::IntoIter<T> {
        let mut rows = self.page.items.into_iter();
        if self.overlaps {
            rows.next();
        }
        rows
    }
}
