//! Lists, page by page or item by item.
//!
//! A [`Listing`] describes how a list is read. [`Items`] and [`Pages`] are the streams that read it. They
//! return every item of a list once and in order, despite changes of the list and deviations of the service:
//!
//! * **Inserted and removed items.** Lists are newest first, so an insertion moves all other items down. Each
//!   page is requested so that its first item is the last one that was read. Everything up to the last
//!   recognized item of a page is old, the rest is new. If no item is recognized, items in between were
//!   missed, and the page is fetched again: from where the total moved to, then further and further back.
//!   Items that are inserted while the list is read may be returned or not.
//! * **Items without an id** are returned like all others. They cannot be recognized, so after a page without
//!   any id the client trusts the offset: insertions may then push items into two pages.
//! * **Totals** may change or be missing. The latest one counts, and a total that contradicts a full page is
//!   ignored. If the total counts items that the service does not list, the list ends normally and reports
//!   them: see [`Items::missing`] and [`Page::missing`].
//! * **Limits** may be ignored or clamped: the client advances by the items received.
//! * **Empty pages** before the total is reached are fetched again, then skipped.
//! * **Repeated pages.** The same page for two offsets is an error: the service ignores `offset`.
//! * **Prefetch.** A task of [`Listing::prefetch`] is started again if its tokio runtime ends.
//! * **Memory is bounded.** At most the prefetched pages and the one being read are stored, and the ids of
//!   four times as many pages, of 2,000 items at least.
//!
//! A stream ends after its first error. A list that cannot be read completely is an error.

mod pager;
mod streams;

use std::{
    borrow::Cow,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use futures_util::future::{BoxFuture, ready};
use imcloud_raw::{Id, types::Pagination};
use serde::Serialize;

use self::pager::Pager;
pub(crate) use self::streams::Sealed;
pub use self::streams::{DetailItems, DetailedListing, Items, Page, Pages, ResultStream, Summary};
use crate::{
    Client,
    error::{Details, Error, ErrorKind},
};

/// A filter of a list, which sets the parameters of the raw request `R`.
pub(crate) trait Filter<R> {
    fn narrow(&self, request: R) -> R;
}

impl<R> Filter<R> for () {
    fn narrow(&self, request: R) -> R {
        request
    }
}

/// Largest page size that is known to work (observed).
pub(crate) const MAX_PAGE_SIZE: u32 = 500;

pub(crate) struct Fetched<T> {
    pub(crate) items: Vec<T>,
    pub(crate) limit: Option<u64>,
    pub(crate) total: Option<u64>,
    /// Identifies the content of a page whose items have no ids; `None` if it has ids.
    pub(crate) fingerprint: Option<u64>,
}

impl<T> Fetched<T> {
    /// Makes a page of a complete list.
    pub(crate) fn of_list(items: Vec<T>, offset: u64) -> Self {
        let total = items.len() as u64;
        let items = items.into_iter().skip(usize::try_from(offset).unwrap_or(usize::MAX)).collect();
        Self { items, limit: None, total: Some(total), fingerprint: None }
    }

    /// Makes a page. `content` is called if no item has an id.
    pub(crate) fn new<C: AsRef<[u8]>>(
        items: Vec<T>,
        (limit, total): (Option<u64>, Option<u64>),
        id: fn(&T) -> Option<&Id>,
        content: impl FnOnce(&[T]) -> Option<C>,
    ) -> Self {
        let has_ids = items.iter().any(|item| id(item).is_some_and(|id| !id.is_empty()));
        let content = if has_ids { None } else { content(&items) };
        let fingerprint = content.map(|content| {
            let mut hasher = DefaultHasher::new();
            content.as_ref().hash(&mut hasher);
            hasher.finish()
        });
        Self { items, limit, total, fingerprint }
    }
}

impl<T: Serialize> Fetched<T> {
    /// Makes a page of the parts of a response.
    pub(crate) fn of_page(
        items: Option<Vec<T>>,
        pagination: Option<Pagination>,
        id: fn(&T) -> Option<&Id>,
    ) -> Self {
        let Pagination { limit, total, .. } = pagination.unwrap_or_default();
        let unsigned = |number: Option<i64>| number.and_then(|number| u64::try_from(number).ok());
        let content = |items: &[T]| serde_json::to_vec(items).ok();
        Self::new(items.unwrap_or_default(), (unsigned(limit), unsigned(total)), id, content)
    }
}

/// Requests the page with this filter, offset and limit.
pub(crate) type Fetch<T, F> =
    Arc<dyn Fn(&F, u64, u64) -> BoxFuture<'static, Result<Fetched<T>, Error>> + Send + Sync>;

pub(crate) struct Source<T, F> {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) fetch: Fetch<T, F>,
    /// Returns the id of an item, by which it is recognized.
    pub(crate) id: fn(&T) -> Option<&Id>,
    /// True if each response has the complete list.
    pub(crate) unpaged: bool,
}

impl<T, F> Source<T, F> {
    /// Returns the id of an item. An empty one is none.
    fn id_of(&self, item: &T) -> Option<Id> {
        (self.id)(item).filter(|id| !id.is_empty()).cloned()
    }
}

/// A list that has not been read yet. No request is sent before a stream is polled or a method awaited.
///
/// Each list has setters for its filters, such as `status`. [`filter`](Self::filter) sets all of them.
///
/// # Examples
///
/// ```no_run
/// use imcloud::types::OrderStatus;
///
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// let mut orders = client.orders().list().status(OrderStatus::Processing).prefetch(3).items();
/// while let Some(order) = orders.try_next().await? {
///     println!("{} of {:?}: {}", orders.next_offset(), orders.total(), order.id);
/// }
///
/// let customers = client.customers().list().collect(10_000).await?;
/// println!("{} customers", customers.len());
/// # Ok(())
/// # }
/// ```
#[must_use = "a listing sends nothing until it is streamed or collected"]
pub struct Listing<T, F = ()> {
    source: Source<T, F>,
    bind: fn(Fetch<T, F>, F) -> Fetch<T, ()>,
    client: Client,
    pub(crate) filter: F,
    page_size: u32,
    offset: u64,
    prefetch: usize,
}

setters! { blocking impl Listing<T, F> {
    /// Sets all filters.
    filter(filter: F) => filter = filter;

    /// Sets the number of items per page, 1 to 500. Defaults to that of the client. Others are an error when
    /// the list is read. Pages of one item do not overlap, so removals can hide items.
    page_size(items: u32) => page_size = items;

    /// Starts at this offset. Defaults to 0. To continue a list, pass [`Page::next_offset`] or
    /// [`Items::next_offset`]. Items inserted meanwhile repeat others, and removed ones hide others.
    from_offset(offset: u64) => offset = offset;

    /// Sets the number of pages fetched ahead of the one being read. Defaults to 0, up to 64.
    ///
    /// Prefetched pages are background tasks of the tokio runtime in which the stream is polled. They are
    /// aborted when the stream is dropped. The rate limit applies to them as well.
    ///
    /// Without prefetch a page makes progress only while the stream is polled. Use at least 1 with
    /// combinators such as `buffered`: otherwise a slow consumer can make the page time out.
    prefetch(pages: usize) => prefetch = pages.min(64);
}}

impl<T: 'static, F: Default + Send + Sync + 'static> Listing<T, F> {
    pub(crate) fn new(client: &Client, source: Source<T, F>) -> Self {
        let (client, filter) = (client.clone(), F::default());
        let bind = |fetch: Fetch<T, F>, filter| -> Fetch<T, ()> {
            Arc::new(move |(), offset, limit| fetch(&filter, offset, limit))
        };
        Self { source, bind, page_size: client.page_size(), client, filter, offset: 0, prefetch: 0 }
    }
}

impl<T: Send + 'static, F> Listing<T, F> {
    /// Returns a stream of the items.
    pub fn items(self) -> Items<T> {
        let offset = self.offset;
        Items::new(self.pager(), offset)
    }

    /// Returns a stream of the pages, with the totals.
    pub fn pages(self) -> Pages<T> {
        Pages(self.pager())
    }

    /// Returns all items from the offset on.
    ///
    /// # Errors
    /// Those of any call, and [`Pagination`](ErrorKind::Pagination) for more than `max` items.
    pub async fn collect(self, max: usize) -> Result<Vec<T>, Error> {
        let (operation, offset) = (self.source.operation.clone(), self.offset);
        let mut items = Vec::new();
        let mut pages = self.pages();
        while let Some(page) = pages.next().await {
            let page = page?;
            items.extend(page.items);
            let known = page.total.unwrap_or_default().saturating_sub(offset).max(items.len() as u64);
            if known > max as u64 {
                let reason = format!(
                    "failed: the list has at least {known} items, the maximum is {max}; use a narrower filter or a stream"
                );
                return Err(Details::new(ErrorKind::Pagination, operation, reason).into());
            }
        }
        Ok(items)
    }

    /// Returns the first page, which is empty if the list is.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn first_page(mut self) -> Result<Page<T>, Error> {
        self.prefetch = 0;
        let offset = self.offset;
        self.pages().next().await.unwrap_or_else(|| Ok(Page::empty(offset, None)))
    }

    /// Returns the number of items that match the filter, by one request; `None` if it is not reported.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn total(self) -> Result<Option<u64>, Error> {
        let page = (self.source.fetch)(&self.filter, 0, 1);
        Ok(page.await?.total)
    }

    fn pager(self) -> Pager<T> {
        let Self { source, bind, client, filter, mut page_size, offset, mut prefetch } = self;
        let Source { operation, fetch, id, unpaged } = source;
        let mut fetch = bind(fetch, filter);
        if !(1..=MAX_PAGE_SIZE).contains(&page_size) {
            let reason = format!("failed: page size {page_size} is not between 1 and {MAX_PAGE_SIZE}");
            let error = Error::invalid_request(operation.clone(), reason);
            fetch = Arc::new(move |_, _, _| Box::pin(ready(Err(error.clone()))));
            (page_size, prefetch) = (MAX_PAGE_SIZE, 0);
        }
        let runtime = Arc::clone(&client.stack().sender.runtime);
        Pager::new(Source { operation, fetch, id, unpaged }, runtime, page_size, offset, prefetch)
    }
}

impl_debug!(
    Listing<T, F>,
    self,
    operation = self.source.operation,
    page_size = self.page_size,
    offset = self.offset,
    prefetch = self.prefetch
);
