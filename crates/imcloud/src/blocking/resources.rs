//! Resources and licenses.

use imcloud_raw::{Id, rust_decimal::Decimal as Number, types::*};

use super::{Download, Inventory, Listing, PlaceOrder, SeatChange, Waiting};
use crate::{
    CustomerFilter, OrderFilter, ProductFilter, ReportFilter, ResellerCustomerFilter, ResellerFilter,
    ResellerOrderFilter, Result, SubscriptionFilter,
    licenses::{AutoRenewal, InventoryError, InventoryRow, LicenseError, PlacedChange, SeatState},
    reports::ReportFile,
};

blocking_form! { Customers['a] = "crate::resources::Customers" crate::resources::Customers<'a> {
    wrap list(filter: impl Into<CustomerFilter>) -> Listing<CustomerSummary>;
    call get(id: impl Into<Id>) -> Result<Customer>;
    call create(customer: &CustomerInput) -> Result<Customer>;
    call update(id: impl Into<Id>, changes: &CustomerUpdate) -> Result<Customer>;
    wrap wait_for(id: impl Into<Id>) -> Waiting<Customer>;
    call find_by_external_id(external_id: impl Into<Id>) -> Result<Option<CustomerSummary>>;
    call set_external_id(customer: impl Into<Id>, external_id: impl Into<Id>) -> Result<Customer>;
}}

blocking_form! { Resellers['a] = "crate::resources::Resellers" crate::resources::Resellers<'a> {
    wrap list(filter: impl Into<ResellerFilter>) -> Listing<ResellerSummary>;
    call get(id: impl Into<Id>) -> Result<Reseller>;
    call create(reseller: &ResellerInput) -> Result<Reseller>;
    call update(id: impl Into<Id>, changes: &ResellerUpdate) -> Result<Reseller>;
    wrap list_customers(id: impl Into<Id>, filter: impl Into<ResellerCustomerFilter>) -> Listing<CustomerSummary>;
    call create_customer(id: impl Into<Id>, customer: &CustomerInput) -> Result<Customer>;
    wrap list_orders(id: impl Into<Id>, filter: impl Into<ResellerOrderFilter>) -> Listing<OrderSummary>;
}}

blocking_form! { Products['a] = "crate::resources::Products" crate::resources::Products<'a> {
    wrap list(filter: impl Into<ProductFilter>) -> Listing<Product>;
}}

blocking_form! { Plans['a] = "crate::resources::Plans" crate::resources::Plans<'a> {
    wrap list() -> Listing<ServicePlanSummary>;
    call get(id: impl Into<Id>) -> Result<ServicePlan>;
}}

blocking_form! { Orders['a] = "crate::resources::Orders" crate::resources::Orders<'a> {
    wrap list(filter: impl Into<OrderFilter>) -> Listing<OrderSummary>;
    call get(id: impl Into<Id>) -> Result<Order>;
    call create(order: &OrderInput) -> Result<Order>;
    wrap place(order: &OrderInput) -> PlaceOrder;
    call estimate(order: &OrderInput) -> Result<Order>;
    call update(id: impl Into<Id>, changes: &OrderUpdate) -> Result<Order>;
    wrap wait_for(id: impl Into<Id>) -> Waiting<Order>;
}}

blocking_form! { Subscriptions['a] = "crate::resources::Subscriptions" crate::resources::Subscriptions<'a> {
    wrap list(filter: impl Into<SubscriptionFilter>) -> Listing<SubscriptionSummary>;
    call get(id: impl Into<Id>) -> Result<Subscription>;
    call update(id: impl Into<Id>, changes: &SubscriptionUpdate) -> Result<Subscription>;
    call set_special_pricing(id: impl Into<Id>, prices: &SpecialPricingInput) -> Result<Subscription>;
    wrap wait_for(id: impl Into<Id>) -> Waiting<Subscription>;
}}

blocking_form! { Reports['a] = "crate::resources::Reports" crate::resources::Reports<'a> {
    wrap list(filter: impl Into<ReportFilter>) -> Listing<ReportSummary>;
    call get(id: impl Into<Id>) -> Result<Report>;
    call create(report: &ReportInput) -> Result<Report>;
    wrap wait_for(id: impl Into<Id>) -> Waiting<Report>;
    wrap download(file: impl Into<ReportFile>) -> Download;
}}

blocking_form! { Validation['a] = "crate::resources::Validation" crate::resources::Validation<'a> {
    call parameters(request: &ParameterValidationRequest) -> Result<ParameterValidationResultList>;
}}

blocking_form! { Licenses['a] = "crate::licenses::Licenses" crate::licenses::Licenses<'a> {
    wrap add(subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a>;
    wrap remove(subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a>;
    wrap set(subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a>;
    call check(change: &PlacedChange) -> Result<SeatState>;
    call set_auto_renewal(subscription: impl Into<Id>, renews: bool) -> Result<AutoRenewal, LicenseError>;
    wrap inventory() -> Inventory;
    call rows_of(subscription: impl Into<Id>) -> Result<Vec<InventoryRow>, InventoryError>;
}}
