//! A list as a stream of pages.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;

use super::{Page, fetched_page::FetchedPage, pager::Pager};
use crate::error::Error;

/// The pages of a list, in order. Ends after the last page or the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T> {
    walk: Result<Pager<T>, Option<Error>>,
}

impl<T> Pages<T> {
    pub(super) fn new(walk: Result<Pager<T>, Error>) -> Self {
        Self { walk: walk.map_err(Some) }
    }

    /// The next page; `None` after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<Page<T>, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        match &mut self.walk {
            Ok(walk) => walk.poll(context).map_ok(FetchedPage::into_page),
            Err(error) => Poll::Ready(error.take().map(Err)),
        }
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<T> Unpin for Pages<T> {}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}
