//! What is described first and done later.

use std::{future::IntoFuture, io, path::Path, time::Duration};

use bytes::Bytes;
use imcloud_raw::{Id, types::SubscriptionStatus};
use serde::{Serialize, de::DeserializeOwned};

use super::Iter;
use crate::{
    Effect, Items, Page, Pages, Result,
    downloads::{self, Pieces, Rows, unwritable},
    licences::{InventoryCheckpoint, InventoryRows, LicenceError, SeatEstimate, SeatOutcome, SeatPlan},
    placing::{OrderReference, PlaceError, Placed},
    waiting::{Awaited, Interval, NotDone, Progress},
};

blocking_form! { Listing[T] = "crate::Listing" crate::Listing<T> {
    set page_size(rows: u32);
    set from_offset(rows: u64);
    set prefetch(pages: usize);
    turn items() -> Iter<Items<T>>;
    turn pages() -> Iter<Pages<T>>;
}}

impl<T: Send> Listing<T> {
    blocking_method! { "crate::Listing" end collect(bound: usize) -> Result<Vec<T>> }
    blocking_method! { "crate::Listing" end first_page() -> Result<Option<Page<T>>> }
    blocking_method! { "crate::Listing" end total() -> Result<Option<u64>> }
}

blocking_form! { PlaceOrder = "crate::placing::PlaceOrder" crate::placing::PlaceOrder {
    set resume(reference: OrderReference);
    set search_for(time: Duration);
    set look_back(time: Duration);
    set max_sends(times: u32);
}}

impl PlaceOrder {
    /// As [`reference`](crate::placing::PlaceOrder::reference).
    #[must_use]
    pub fn reference(&self) -> &OrderReference {
        self.inner.reference()
    }

    /// Places the order.
    ///
    /// # Errors
    /// Those of the async form.
    pub fn wait(self) -> Result<Placed, PlaceError> {
        self.waiter.wait(self.inner.into_future())
    }
}

blocking_form! { Waiting[T] = "crate::waiting::Waiting" crate::waiting::Waiting<T> {}}

impl<T: Awaited + 'static> Waiting<T> {
    blocking_method! { "crate::waiting::Waiting" set timeout(limit: Duration) }
    blocking_method! { "crate::waiting::Waiting" set interval(interval: Interval) }
    blocking_method! { "crate::waiting::Waiting" set on_progress(tell: impl FnMut(Progress<'_, T>) + Send + 'static) }

    /// Waits.
    ///
    /// # Errors
    /// Those of the async form.
    pub fn wait(self) -> Result<T, NotDone<T>> {
        self.waiter.wait(self.inner.into_future())
    }
}

blocking_form! { SeatChange['a] = "crate::licences::SeatChange" crate::licences::SeatChange<'a> {
    set mpn(mpn: impl Into<String>);
    set product_id(id: impl Into<Id>);
    set at_renewal();
    set po_number(number: impl Into<String>);
    set without_estimate();
    call plan() -> Result<SeatPlan, LicenceError>;
    call estimate() -> Result<SeatEstimate, LicenceError>;
    call place() -> Result<SeatOutcome, LicenceError>;
}}

blocking_form! { Inventory = "crate::licences::Inventory" crate::licences::Inventory {
    set customer(id: impl Into<Id>);
    set status(status: impl Into<SubscriptionStatus>);
    set every_status();
    set concurrency(calls: usize);
    set resume(checkpoint: InventoryCheckpoint);
    turn rows() -> Iter<InventoryRows>;
}}

blocking_form! { Download = "crate::downloads::Download" crate::downloads::Download {
    set max_bytes(bytes: u64);
    set on_progress(tell: impl FnMut(downloads::Progress) + Send + 'static);
    set delimiter(delimiter: u8);
    set keep_partial();
    turn pieces() -> Iter<Pieces>;
    end bytes() -> Result<Bytes>;
    end to_file(path: impl AsRef<Path> + Send) -> Result<u64>;
}}

impl Download {
    /// The blocking form of [`rows`](crate::downloads::Download::rows).
    pub fn rows<T: DeserializeOwned>(self) -> Iter<Rows<T>> {
        Iter::over(self.inner.rows(), &self.waiter)
    }

    /// As [`to_writer`](crate::downloads::Download::to_writer), to a writer of the standard library.
    ///
    /// # Errors
    /// Those of the async form.
    pub fn to_writer<W: io::Write + ?Sized>(self, writer: &mut W) -> Result<u64> {
        let mut written = 0;
        for bytes in self.pieces() {
            let bytes = bytes?;
            writer.write_all(&bytes).map_err(|error| unwritable("the writer", error))?;
            written += bytes.len() as u64;
        }
        writer.flush().map_err(|error| unwritable("the writer", error))?;
        Ok(written)
    }
}

blocking_form! { RequestBuilder['a] = "crate::resources::RequestBuilder" crate::resources::RequestBuilder<'a> {
    set query(name: impl Into<String>, value: impl ToString);
    set json(body: &(impl Serialize + ?Sized));
    set effect(effect: Effect);
    end send_json() -> Result<serde_json::Value>;
    end send_bytes() -> Result<Bytes>;
}}

impl RequestBuilder<'_> {
    /// Waits for [`send`](crate::resources::RequestBuilder::send).
    ///
    /// # Errors
    /// Those of the async form.
    pub fn send<T: DeserializeOwned + Send>(self) -> Result<T> {
        self.waiter.wait(self.inner.send())
    }

    /// The blocking form of [`list`](crate::resources::RequestBuilder::list).
    pub fn list<T: DeserializeOwned + Send + 'static>(self, id: fn(&T) -> Option<&Id>) -> Listing<T> {
        Listing::over(self.inner.list(id), &self.waiter)
    }
}
