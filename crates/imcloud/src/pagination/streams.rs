//! A list as a stream of pages, of items, or of the details of its items.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::Stream;
use futures_util::{
    StreamExt,
    future::{self, BoxFuture, Either},
    stream::BoxStream,
};
use imcloud_raw::Id;

use super::{Listing, pager::Pager};
use crate::{Client, error::Error, runtime::Background};

/// A page of a list.
///
/// Example: see [`Pages`].
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
    /// Offset for [`Listing::from_offset`](crate::Listing::from_offset) to continue; `None` on the last page.
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
/// Removing those moves all others, which costs about as much as decoding. [`Items`] skips them.
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

/// A stream of the pages of a list, in order. Has one page at least. Ends after the last or an error.
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// let mut pages = client.customers().list().page_size(100).pages();
/// while let Some(page) = pages.try_next().await? {
///     println!("{} customers from {} of {:?}", page.items.len(), page.offset, page.total);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<T>(pub(super) Pager<T>);

impl<T: Send + 'static> Pages<T> {
    next_methods!(Page<T>, Error);
}

impl<T: Send + 'static> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll(context).map_ok(FetchedPage::into_page)
    }
}

impl_debug!(Pages<T>, self);

/// A stream of the items of a list, in order. Ends after the last item or the first error.
///
/// Example: see [`Listing`](crate::Listing).
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

    /// Returns the number of items in the list by the latest page; `None` before it, or if not reported.
    total(self) -> Option<u64> = self.total;

    /// Returns the number of items that the total counts and the service did not list, zero before the end.
    /// They are usually invisible to the API user (assumed). A warning is logged as well.
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

/// An item of a list that has fewer properties than the object itself. Implemented by this crate only.
///
/// Example: see [`DetailedListing`].
pub trait Summary: Sealed {}

/// The private part of [`Summary`], which also seals it.
pub trait Sealed: Send + 'static {
    #[doc(hidden)]
    type Detail: Send + 'static;

    #[doc(hidden)]
    fn id(&self) -> &Id;

    #[doc(hidden)]
    fn detail(client: Client, id: Id) -> BoxFuture<'static, Result<Self::Detail, Error>>;
}

impl<T: Summary, F> Listing<T, F> {
    /// Fetches the details of each item with one call per item. Up to `concurrency` calls are in flight, from
    /// 1 to 64, within the client's rate limit.
    pub fn with_details(self, concurrency: usize) -> DetailedListing<T, F> {
        DetailedListing { listing: self, concurrency: concurrency.clamp(1, 64) }
    }
}

/// A list whose items are fetched one by one. Created by [`Listing::with_details`].
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// let mut customers = client.customers().list().with_details(8).items();
/// while let Some(customer) = customers.try_next().await? {
///     println!("{}: {:?}", customer.id, customer.contact_persons);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a listing sends nothing until it is streamed"]
pub struct DetailedListing<T, F = ()> {
    listing: Listing<T, F>,
    concurrency: usize,
}

impl<T: Summary, F> DetailedListing<T, F> {
    /// Returns a stream of the objects, in the order of the list. Objects removed meanwhile are left out.
    pub fn items(self) -> DetailItems<T::Detail> {
        let Self { mut listing, concurrency } = self;
        let client = listing.client.clone();
        let runtime = client.stack().sender.runtime.clone();
        // The next page is a background task, because the list is not polled while details are read.
        listing.prefetch = listing.prefetch.max(1);
        let items = listing.items();
        let details = items.map(move |item| match item {
            Ok(item) => {
                let (client, id) = (client.clone(), item.id().clone());
                Either::Left(Background::spawn(&runtime, move || T::detail(client.clone(), id.clone())))
            }
            Err(error) => Either::Right(future::ready(Err(error))),
        });
        let found = details.buffered(concurrency).filter_map(|detail| {
            future::ready(match detail {
                Err(error) if error.is_not_found() => None,
                detail => Some(detail),
            })
        });
        ResultStream::new(found)
    }
}

impl_debug!(DetailedListing<T, F>, self, listing = self.listing, concurrency = self.concurrency);

/// The objects of a [`DetailedListing`], in the order of the list.
///
/// Example: see [`DetailedListing`].
pub type DetailItems<D> = ResultStream<D>;

/// A stream of results. Ends after the last value or the first error.
///
/// Example: see [`DetailedListing`].
#[must_use = "a stream does nothing until it is polled"]
pub struct ResultStream<T>(Option<BoxStream<'static, Result<T, Error>>>);

impl<T: Send + 'static> ResultStream<T> {
    pub(crate) fn new(stream: impl Stream<Item = Result<T, Error>> + Send + 'static) -> Self {
        Self(Some(Box::pin(stream)))
    }

    next_methods!(T, Error);
}

impl<T> Stream for ResultStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(stream) = &mut self.0 else { return Poll::Ready(None) };
        let next = stream.as_mut().poll_next(context);
        if matches!(next, Poll::Ready(None | Some(Err(_)))) {
            self.0 = None;
        }
        next
    }
}

impl_debug!(ResultStream<T>, self);
