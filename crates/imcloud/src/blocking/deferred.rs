//! The blocking forms of builders and streams.

use std::{
    future::{IntoFuture, poll_fn},
    io,
    ops::Deref,
    path::Path,
    pin::Pin,
    time::Duration,
};

use bytes::Bytes;
use futures_core::Stream;
use imcloud_raw::{Id, types::SubscriptionStatus};
use serde::{Serialize, de::DeserializeOwned};

use super::worker::Worker;
use crate::{
    Idempotency, Items, Page, Pages, Result, RetryPolicy,
    licenses::{InventoryRows, LicenseError, SeatEstimate, SeatOutcome, SeatPlan},
    orders::{OrderReference, PlaceOrderError, Placed},
    pagination::{DetailItems, Summary},
    reports::{self, Chunks, Rows, write_failed},
    wait::{Interval, WaitError, WaitUpdate, Waitable},
};

/// A stream of the async API as an iterator. Dereferences to the stream, for methods such as
/// [`Items::next_offset`](crate::Items::next_offset).
///
/// Prefetched pages make progress in the background, also between calls of `next`.
#[must_use = "an iterator does nothing until it is advanced"]
#[derive(Debug)]
pub struct Iter<S> {
    stream: S,
    worker: Worker,
}

impl<S> Iter<S> {
    pub(super) fn new(stream: S, worker: &Worker) -> Self {
        Self { stream, worker: worker.clone() }
    }
}

impl<S: Stream<Item: Send> + Unpin + Send> Iterator for Iter<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        let stream = &mut self.stream;
        self.worker.wait(poll_fn(|context| Pin::new(&mut *stream).poll_next(context)))
    }
}

impl<S> Deref for Iter<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.stream
    }
}

blocking_form! { Listing[T, F] = "crate::Listing" crate::Listing<T, F> {
    set filter(filter: F);
    set page_size(rows: u32);
    set from_offset(rows: u64);
    set prefetch(pages: usize);
}}

impl<T: Send + 'static, F: Send> Listing<T, F> {
    blocking_method! { "crate::Listing", wrap_owned items() -> Iter<Items<T>> }
    blocking_method! { "crate::Listing", wrap_owned pages() -> Iter<Pages<T>> }
    blocking_method! { "crate::Listing", call_owned collect(max: usize) -> Result<Vec<T>> }
    blocking_method! { "crate::Listing", call_owned first_page() -> Result<Page<T>> }
    blocking_method! { "crate::Listing", call_owned total() -> Result<Option<u64>> }
}

impl<T: Summary, F: Send> Listing<T, F> {
    blocking_method! { "crate::Listing", wrap_owned with_details(concurrency: usize) -> DetailedListing<T, F> }
}

blocking_form! { DetailedListing[T, F] = "crate::pagination::DetailedListing" crate::pagination::DetailedListing<T, F> {}}

impl<T: Summary, F: Send> DetailedListing<T, F> {
    /// The blocking form of [`items`](crate::pagination::DetailedListing::items).
    pub fn items(self) -> Iter<DetailItems<T::Detail>> {
        Iter::new(self.inner.items(), &self.worker)
    }
}

blocking_form! { PlaceOrder = "crate::orders::PlaceOrder" crate::orders::PlaceOrder {
    set resume(reference: OrderReference);
    set timeout(limit: Duration);
    set search_timeout(limit: Duration);
    set lookback(time: Duration);
    set max_attempts(times: u32);
}}

impl PlaceOrder {
    /// As [`reference`](crate::orders::PlaceOrder::reference).
    #[must_use]
    pub fn reference(&self) -> &OrderReference {
        self.inner.reference()
    }

    /// Places the order.
    ///
    /// # Errors
    /// Those of the async form.
    pub fn wait(self) -> Result<Placed, PlaceOrderError> {
        self.worker.wait(self.inner.into_future())
    }
}

blocking_form! { Waiting[T] = "crate::wait::Waiting" crate::wait::Waiting<T> {}}

impl<T: Waitable + 'static> Waiting<T> {
    blocking_method! { "crate::wait::Waiting", set timeout(limit: Duration) }
    blocking_method! { "crate::wait::Waiting", set interval(interval: Interval) }
    blocking_method! { "crate::wait::Waiting", set on_progress(tell: impl FnMut(WaitUpdate<'_, T>) + Send + 'static) }

    /// Blocks until the wait is over.
    ///
    /// # Errors
    /// Those of the async form.
    pub fn wait(self) -> Result<T, WaitError<T>> {
        self.worker.wait(self.inner.into_future())
    }
}

blocking_form! { SeatChange['a] = "crate::licenses::SeatChange" crate::licenses::SeatChange<'a> {
    set mpn(mpn: impl Into<String>);
    set product_id(id: impl Into<Id>);
    set at_renewal();
    set po_number(number: impl Into<String>);
    set skip_estimate();
    call plan() -> Result<SeatPlan, LicenseError>;
    call estimate() -> Result<SeatEstimate, LicenseError>;
    call place() -> Result<SeatOutcome, LicenseError>;
}}

blocking_form! { Inventory = "crate::licenses::Inventory" crate::licenses::Inventory {
    set customer(id: impl Into<Id>);
    set status(status: impl Into<SubscriptionStatus>);
    set all_statuses();
    set concurrency(calls: usize);
    set skip(subscriptions: impl IntoIterator<Item = Id>);
    wrap_owned rows() -> Iter<InventoryRows>;
}}

blocking_form! { Download = "crate::reports::Download" crate::reports::Download {
    set max_bytes(bytes: u64);
    set on_progress(tell: impl FnMut(reports::Progress) + Send + 'static);
    set delimiter(delimiter: u8);
    wrap_owned chunks() -> Iter<Chunks>;
    call_owned bytes() -> Result<Bytes>;
    call_owned to_file(path: impl AsRef<Path>) -> Result<u64>;
}}

impl Download {
    /// The blocking form of [`rows`](crate::reports::Download::rows).
    pub fn rows<T: DeserializeOwned>(self) -> Iter<Rows<T>> {
        Iter::new(self.inner.rows(), &self.worker)
    }

    /// As [`to_writer`](crate::reports::Download::to_writer), to a writer of the standard library.
    ///
    /// # Errors
    /// Those of the async form.
    pub fn to_writer<W: io::Write + ?Sized>(self, writer: &mut W) -> Result<u64> {
        let mut written = 0;
        for bytes in self.chunks() {
            let bytes = bytes?;
            writer.write_all(&bytes).map_err(|error| write_failed("the writer", error))?;
            written += bytes.len() as u64;
        }
        writer.flush().map_err(|error| write_failed("the writer", error))?;
        Ok(written)
    }
}

blocking_form! { RequestBuilder['a] = "crate::resources::RequestBuilder" crate::resources::RequestBuilder<'a> {
    set query(name: impl Into<String>, value: impl ToString);
    set json(body: &(impl Serialize + ?Sized));
    set idempotency(idempotency: Idempotency);
    set header(name: &str, value: &str);
    set timeout(limit: Duration);
    set retry(policy: RetryPolicy);
    call_owned send_json() -> Result<serde_json::Value>;
    call_owned send_bytes() -> Result<Bytes>;
}}

impl RequestBuilder<'_> {
    /// Waits for [`send`](crate::resources::RequestBuilder::send).
    ///
    /// # Errors
    /// Those of the async form.
    pub fn send<T: DeserializeOwned>(self) -> Result<T> {
        self.worker.wait(self.inner.send())
    }

    /// The blocking form of [`list`](crate::resources::RequestBuilder::list).
    pub fn list<T: DeserializeOwned + Send + 'static>(self, id: fn(&T) -> Option<&Id>) -> Listing<T, ()> {
        Listing::new(self.inner.list(id), &self.worker)
    }
}
