//! Resources and licenses. `resource!` declares most methods of resources.

use imcloud_raw::{Id, rust_decimal::Decimal as Number, types::*};

use super::{Download, Inventory, Listing, PlaceOrder, SeatChange};
use crate::{
    ResellerCustomerFilter, ResellerOrderFilter, Result,
    licenses::{AutoRenewal, InventoryError, InventoryRow, LicenseError, PlacedChange, SeatState},
    reports::ReportFile,
    resources::LatestReport,
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
