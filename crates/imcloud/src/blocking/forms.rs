//! The blocking forms of resources, builders and streams. `resource!` declares most methods of resources.

use std::{io, path::Path, time::Duration};

use bytes::Bytes;
use imcloud_raw::{Id, rust_decimal::Decimal as Number, types::*};
use serde::{Serialize, de::DeserializeOwned};

use super::Iter;
use crate::{
    Idempotency, Items, Page, Pages, ResellerCustomerFilter, ResellerOrderFilter, Result, RetryPolicy,
    licenses::{
        AutoRenewal, InventoryError, InventoryRow, InventoryRows, LicenseError, PlacedChange, SeatEstimate,
        SeatOutcome, SeatPlan, SeatState,
    },
    orders::OrderReference,
    pagination::{ResultStream, Summary},
    reports::{self, ReportFile, Rows, write_failed},
    resources::LatestReport,
    wait::{Interval, WaitUpdate, Waitable},
};

blocking_form! { Customers['a] = "crate::resources::Customers" crate::resources::Customers<'a> {
    call find_by_external_id(external_id: impl Into<Id>) -> Result<Option<CustomerSummary>>;
    call set_external_id(customer: impl Into<Id>, external_id: impl Into<Id>) -> Result<Customer>;
}}

blocking_form! { Resellers['a] = "crate::resources::Resellers" crate::resources::Resellers<'a> {
    wrap list_customers(id: impl Into<Id>) -> Listing<CustomerSummary, ResellerCustomerFilter>;
    wrap list_orders(id: impl Into<Id>) -> Listing<OrderSummary, ResellerOrderFilter>;
}}

blocking_form! { Plans['a] = "crate::resources::Plans" crate::resources::Plans<'a> {}}

blocking_form! { Orders['a] = "crate::resources::Orders" crate::resources::Orders<'a> {
    wrap place(order: &OrderInput) -> PlaceOrder;
}}

blocking_form! { Reports['a] = "crate::resources::Reports" crate::resources::Reports<'a> {
    wrap list() -> Listing<ReportSummary, crate::ReportFilter>;
    call latest(name: impl Into<String>) -> Result<LatestReport>;
    wrap download(file: impl Into<ReportFile>) -> Download;
}}

blocking_form! { Products['a] = "crate::resources::Products" crate::resources::Products<'a> {}}
blocking_form! { Subscriptions['a] = "crate::resources::Subscriptions" crate::resources::Subscriptions<'a> {}}
blocking_form! { Validation['a] = "crate::resources::Validation" crate::resources::Validation<'a> {}}

blocking_form! { Licenses['a] = "crate::licenses::Licenses" crate::licenses::Licenses<'a> {
    wrap add(subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a>;
    wrap remove(subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a>;
    wrap set(subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a>;
    call check(change: &PlacedChange) -> Result<SeatState>;
    call set_auto_renewal(subscription: impl Into<Id>, renews: bool) -> Result<AutoRenewal, LicenseError>;
    wrap inventory() -> Inventory;
    call rows_of(subscription: impl Into<Id>) -> Result<Vec<InventoryRow>, InventoryError>;
}}

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

impl<T: Summary, F> Listing<T, F> {
    blocking_method! { "crate::Listing", wrap_owned with_details(concurrency: usize) -> DetailedListing<T, F> }
}

blocking_form! { DetailedListing[T, F] = "crate::pagination::DetailedListing" crate::pagination::DetailedListing<T, F> {}}

impl<T: Summary, F: Send> DetailedListing<T, F> {
    blocking_method! { "crate::pagination::DetailedListing", wrap_owned items() -> Iter<ResultStream<T::Detail>> }
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
}

blocking_form! { Waiting[T] = "crate::wait::Waiting" crate::wait::Waiting<T> {}}

impl<T: Waitable + 'static> Waiting<T> {
    blocking_method! { "crate::wait::Waiting", set timeout(limit: Duration) }
    blocking_method! { "crate::wait::Waiting", set interval(interval: Interval) }
    blocking_method! { "crate::wait::Waiting", set on_progress(tell: impl FnMut(WaitUpdate<'_, T>) + Send + 'static) }
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
    wrap_owned chunks() -> Iter<ResultStream<Bytes>>;
    wrap_owned rows[T: DeserializeOwned]() -> Iter<Rows<T>>;
    call_owned bytes() -> Result<Bytes>;
    call_owned to_file(path: impl AsRef<Path>) -> Result<u64>;
}}

impl Download {
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
    wrap_owned list[T: DeserializeOwned + Send + 'static](id: fn(&T) -> Option<&Id>) -> Listing<T, ()>;
    call_owned send[T: DeserializeOwned]() -> Result<T>;
    call_owned send_json() -> Result<serde_json::Value>;
    call_owned send_bytes() -> Result<Bytes>;
}}
