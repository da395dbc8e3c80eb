//! How a list is to be read.

use std::{borrow::Cow, fmt, sync::Arc};

use futures_util::future::BoxFuture;
use imcloud_raw::Id;

use super::{Items, LARGEST_PAGE, Page, Pages, pager::Pager};
use crate::error::{Details, Error, ErrorKind};

/// What a page call brought.
pub(crate) struct Fetched<T> {
    pub(crate) rows: Vec<T>,
    pub(crate) limit: Option<u64>,
    pub(crate) total: Option<u64>,
}

/// Fetches so many rows from an offset on.
pub(crate) type Fetch<T> =
    Arc<dyn Fn(u64, u64) -> BoxFuture<'static, Result<Fetched<T>, Error>> + Send + Sync>;

/// Where rows come from.
pub(crate) struct Source<T> {
    pub(crate) operation: Cow<'static, str>,
    pub(crate) fetch: Fetch<T>,
    /// The id of a row, by which it is recognised.
    pub(crate) id: fn(&T) -> Option<&Id>,
    /// The whole list always comes at once.
    pub(crate) unpaged: bool,
}

/// A list that has not been read yet. Nothing is sent before a stream is polled or a method awaited.
///
/// # Examples
///
/// ```no_run
/// use imcloud::{OrderFilter, types::OrderStatus};
///
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// let filter = OrderFilter::new().status(OrderStatus::Processing);
/// let mut orders = client.orders().list(filter).prefetch(4).items();
/// while let Some(order) = orders.next().await {
///     println!("{:?}", order?.order_number);
/// }
///
/// let customers = client.customers().list(()).collect(10_000).await?;
/// println!("{} customers", customers.len());
/// # Ok(())
/// # }
/// ```
#[must_use = "a listing reads nothing until it is streamed or collected"]
pub struct Listing<T> {
    source: Source<T>,
    page_size: u32,
    offset: u64,
    width: usize,
}

impl<T> Listing<T> {
    pub(crate) fn new(source: Source<T>, page_size: u32) -> Self {
        Self { source, page_size, offset: 0, width: 1 }
    }

    /// Rows per page, 1 to 500; that of the client by default. With 1, rows that are inserted or removed meanwhile cannot be noticed.
    ///
    /// Any other number is an error when the list is read.
    pub fn page_size(mut self, rows: u32) -> Self {
        self.page_size = rows;
        self
    }

    /// Begins so many rows behind the first; 0 by default. To resume, give [`Page::next_offset`] or [`Items::next_offset`]. Rows inserted since then come once more,
    /// because their like cannot be recognised after a pause; none is left out unless some were removed.
    pub fn from_offset(mut self, rows: u64) -> Self {
        self.offset = rows;
        self
    }

    /// Keeps so many pages under way or in memory, the one being read included; 1 by default, 64 at most. The rate limit still holds.
    pub fn prefetch(mut self, pages: usize) -> Self {
        self.width = pages.clamp(1, 64);
        self
    }

    /// The rows, one by one.
    pub fn items(self) -> Items<T> {
        Items::new(self.walk())
    }

    /// The rows page by page, with the totals.
    pub fn pages(self) -> Pages<T> {
        Pages::new(self.walk())
    }

    /// All rows from the offset on, if they are no more than `bound`.
    ///
    /// # Errors
    /// Those of the calls; and when there are more rows than `bound`, as soon as that is known.
    pub async fn collect(self, bound: usize) -> Result<Vec<T>, Error> {
        let (operation, offset) = (self.source.operation.clone(), self.offset);
        let too_many = |rows: u64| {
            let reason = format!(
                "has {rows} rows or more, which is more than the bound of {bound}; narrow the filter, raise the bound, or stream the rows"
            );
            Error::from(Details::new(ErrorKind::Pagination, operation.clone(), reason))
        };
        let mut rows = Vec::new();
        let mut pages = self.pages();
        while let Some(page) = pages.next().await {
            let page = page?;
            rows.extend(page.items);
            let known = page.total.unwrap_or_default().saturating_sub(offset).max(rows.len() as u64);
            if known > bound as u64 {
                return Err(too_many(known));
            }
        }
        Ok(rows)
    }

    /// The first page alone; `None` when there are no rows.
    ///
    /// # Errors
    /// Those of the call.
    pub async fn first_page(mut self) -> Result<Option<Page<T>>, Error> {
        self.width = 1;
        self.pages().next().await.transpose()
    }

    /// How many rows match, by a call for one of them; `None` when the service does not say.
    ///
    /// # Errors
    /// Those of the call.
    pub async fn total(self) -> Result<Option<u64>, Error> {
        Ok((self.source.fetch)(0, 1).await?.total)
    }

    fn walk(self) -> Result<Pager<T>, Error> {
        if !(1..=LARGEST_PAGE).contains(&self.page_size) {
            let reason = format!("cannot have {} rows per page; ask for 1 to {LARGEST_PAGE}", self.page_size);
            return Err(Error::invalid_request(self.source.operation, reason));
        }
        Ok(Pager::new(self.source, self.page_size, self.offset, self.width))
    }
}

impl<T> fmt::Debug for Listing<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listing")
            .field("operation", &self.source.operation)
            .field("page_size", &self.page_size)
            .field("offset", &self.offset)
            .field("prefetch", &self.width)
            .finish_non_exhaustive()
    }
}
