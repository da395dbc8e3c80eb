//! A list as a stream of pages or items.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::Stream;
use futures_util::StreamExt;

use super::pager::Pager;
use crate::error::Error;

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The items, without those of earlier pages of the same stream. Empty only if the list is empty or to
    /// report [`missing`](Page::missing) items.
    pub items: Vec<T>,
    /// Offset of the page in the list.
    pub offset: u64,
    /// Limit as reported by the service. Not the number of items.
    pub limit: Option<u64>,
    /// Number of items in the list when this page was fetched, as reported by the service.
    pub total: Option<u64>,
    /// Offset for [`Listing::from_offset`](crate::Listing::from_offset) to continue later; `None` on the last
    /// page.
    pub next_offset: Option<u64>,
    /// Number of items that the total counts and the service did not list. Set on the last page.
    pub missing: u64,
    /// Offset after the last item.
    pub(super) end: u64,
}

impl<T> Page<T> {
    pub(super) fn empty(offset: u64, total: Option<u64>) -> Self {
        Self { items: Vec::new(), offset, limit: None, total, next_offset: None, missing: 0, end: offset }
    }
}

/// An unchanged page, with items that were read before at its start.
///
/// Removing those moves all others, which costs as much as a good part of decoding them. [`Items`] skips them
/// instead.
pub(super) struct FetchedPage<T> {
    pub(super) page: Page<T>,
    pub(super) old: usize,
}

impl<T> FetchedPage<T> {
    pub(super) fn into_page(mut self) -> Page<T> {
        self.page.items.drain(..self.old);
        self.page
    }

    pub(super) fn into_new_items(self) -> vec::IntoIter<T> {
        let mut items = self.page.items.into_iter();
        if self.old > 0 {
            items.nth(self.old - 1);
        }
        items
    }
}

/// A stream of the pages of a list, in order. Has one page at least, and ends after the last page or the
/// first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T>(pub(super) Pager<T>);

impl<T: Send + 'static> Pages<T> {
    /// Returns the next page; `None` after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        StreamExt::next(self).await
    }

    /// Returns the next page; `None` after the last one or after an error.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        self.next().await.transpose()
    }
}

impl<T: Send + 'static> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(context).map_ok(FetchedPage::into_page)
    }
}

impl_debug!(Pages<T>, self);

/// A stream of the items of a list, in order. Ends after the last item or the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    pager: Pager<T>,
    /// Items of the page being read.
    items: vec::IntoIter<T>,
    /// Offset after the last item of the page being read.
    end: u64,
    total: Option<u64>,
    missing: u64,
}

getters! { impl Items<T> {
    /// Returns the offset after the items read so far, for
    /// [`Listing::from_offset`](crate::Listing::from_offset) to continue later.
    next_offset(self) -> u64 = self.end.saturating_sub(self.items.len() as u64);

    /// Returns the number of items in the list as reported with the latest page; `None` before the first
    /// page, or if the service does not report it.
    total(self) -> Option<u64> = self.total;

    /// Returns the number of items that the total counts and the service did not list. Zero before the end of
    /// the list.
    ///
    /// Such items are usually invisible to the user whose credentials are used (assumed). A warning is logged
    /// as well.
    missing(self) -> u64 = self.missing;
}}

impl<T: Send + 'static> Items<T> {
    pub(super) fn new(pager: Pager<T>, offset: u64) -> Self {
        Self { pager, items: Vec::new().into_iter(), end: offset, total: None, missing: 0 }
    }

    /// Returns the next item; `None` after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        // Most items are there already. This way each is moved once from its page to the caller.
        if let Some(item) = self.items.next() {
            return Some(Ok(item));
        }
        StreamExt::next(self).await
    }

    /// Returns the next item; `None` after the last one or after an error.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        self.next().await.transpose()
    }
}

impl<T: Send + 'static> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(fetched) = ready!(self.pager.poll(context)?) else { return Poll::Ready(None) };
            (self.end, self.total) = (fetched.page.end, fetched.page.total);
            self.missing = fetched.page.missing;
            self.items = fetched.into_new_items();
        }
    }
}

impl<T> Unpin for Items<T> {}

impl_debug!(Items<T>, self, next_offset = self.next_offset());
