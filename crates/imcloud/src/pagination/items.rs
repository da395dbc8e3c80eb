//! A list as a stream of rows.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
    vec,
};

use futures_core::Stream;

use super::pager::Pager;
use crate::error::Error;

/// After so many rows, pages that are under way are looked after. Looking after each row would cost more than reading it.
const ROWS_BETWEEN: usize = 64;

/// The rows of a list, in order. Ends after the last row or the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<T> {
    walk: Result<Pager<T>, Option<Error>>,
    rows: vec::IntoIter<T>,
    /// The offset behind the last row of the page being read.
    end: u64,
}

impl<T> Items<T> {
    pub(super) fn new(walk: Result<Pager<T>, Error>) -> Self {
        let end = walk.as_ref().map_or(0, Pager::next_offset);
        Self { walk: walk.map_err(Some), rows: Vec::new().into_iter(), end }
    }

    /// The next row; `None` after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        // Rows are large, and most of them are here already: each is moved once from the page to the caller this way.
        if !self.rows.len().is_multiple_of(ROWS_BETWEEN)
            && let Some(row) = self.rows.next()
        {
            return Some(Ok(row));
        }
        poll_fn(|context| self.poll(context)).await
    }

    /// Where to go on later, by [`Listing::from_offset`](crate::Listing::from_offset): behind the rows that were yielded.
    #[must_use]
    pub fn next_offset(&self) -> u64 {
        self.end.saturating_sub(self.rows.len() as u64)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let walk = match &mut self.walk {
            Ok(walk) => walk,
            Err(error) => return Poll::Ready(error.take().map(Err)),
        };
        if let Some(row) = self.rows.next() {
            if self.rows.len() % ROWS_BETWEEN == ROWS_BETWEEN - 1 {
                walk.keep_going(context);
            }
            return Poll::Ready(Some(Ok(row)));
        }
        match walk.poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error))),
            Poll::Ready(Some(Ok(landed))) => {
                self.end = landed.page.covered;
                self.rows = landed.into_rows();
                walk.keep_going(context);
                // A page is never empty.
                Poll::Ready(self.rows.next().map(Ok))
            }
        }
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T> Unpin for Items<T> {}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("next_offset", &self.next_offset()).finish_non_exhaustive()
    }
}
