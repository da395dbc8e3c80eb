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
    give list(filter: impl Into<CustomerFilter>) -> Listing<CustomerSummary>;
    call get(id: impl Into<Id> + Send) -> Result<Customer>;
    call create(customer: &CustomerInput) -> Result<Customer>;
    call update(id: impl Into<Id> + Send, changes: &CustomerUpdate) -> Result<Customer>;
    give wait_for(id: impl Into<Id>) -> Waiting<Customer>;
    call find_by_external_id(external_id: impl Into<Id> + Send) -> Result<Option<CustomerSummary>>;
    call set_external_id(customer: impl Into<Id> + Send, external_id: impl Into<Id> + Send) -> Result<Customer>;
}}

blocking_form! { Resellers['a] = "crate::resources::Resellers" crate::resources::Resellers<'a> {
    give list(filter: impl Into<ResellerFilter>) -> Listing<ResellerSummary>;
    call get(id: impl Into<Id> + Send) -> Result<Reseller>;
    call create(reseller: &ResellerInput) -> Result<Reseller>;
    call update(id: impl Into<Id> + Send, changes: &ResellerUpdate) -> Result<Reseller>;
    give list_customers(id: impl Into<Id>, filter: impl Into<ResellerCustomerFilter>) -> Listing<CustomerSummary>;
    call create_customer(id: impl Into<Id> + Send, customer: &CustomerInput) -> Result<Customer>;
    give list_orders(id: impl Into<Id>, filter: impl Into<ResellerOrderFilter>) -> Listing<OrderSummary>;
}}

blocking_form! { Products['a] = "crate::resources::Products" crate::resources::Products<'a> {
    give list(filter: impl Into<ProductFilter>) -> Listing<Product>;
}}

blocking_form! { Plans['a] = "crate::resources::Plans" crate::resources::Plans<'a> {
    give list() -> Listing<ServicePlanSummary>;
    call get(id: impl Into<Id> + Send) -> Result<ServicePlan>;
}}

blocking_form! { Orders['a] = "crate::resources::Orders" crate::resources::Orders<'a> {
    give list(filter: impl Into<OrderFilter>) -> Listing<OrderSummary>;
    call get(id: impl Into<Id> + Send) -> Result<Order>;
    call create(order: &OrderInput) -> Result<Order>;
    give place(order: &OrderInput) -> PlaceOrder;
    call estimate(order: &OrderInput) -> Result<Order>;
    call update(id: impl Into<Id> + Send, changes: &OrderUpdate) -> Result<Order>;
    give wait_for(id: impl Into<Id>) -> Waiting<Order>;
}}

blocking_form! { Subscriptions['a] = "crate::resources::Subscriptions" crate::resources::Subscriptions<'a> {
    give list(filter: impl Into<SubscriptionFilter>) -> Listing<SubscriptionSummary>;
    call get(id: impl Into<Id> + Send) -> Result<Subscription>;
    call update(id: impl Into<Id> + Send, changes: &SubscriptionUpdate) -> Result<Subscription>;
    call set_special_pricing(id: impl Into<Id> + Send, prices: &SpecialPricingInput) -> Result<Subscription>;
    give wait_for(id: impl Into<Id>) -> Waiting<Subscription>;
}}

blocking_form! { Reports['a] = "crate::resources::Reports" crate::resources::Reports<'a> {
    give list(filter: impl Into<ReportFilter>) -> Listing<ReportSummary>;
    call get(id: impl Into<Id> + Send) -> Result<Report>;
    call create(report: &ReportInput) -> Result<Report>;
    give wait_for(id: impl Into<Id>) -> Waiting<Report>;
    give download(file: impl Into<ReportFile>) -> Download;
}}

blocking_form! { Validation['a] = "crate::resources::Validation" crate::resources::Validation<'a> {
    call parameters(request: &ParameterValidationRequest) -> Result<ParameterValidationResultList>;
}}

blocking_form! { Licenses['a] = "crate::licenses::Licenses" crate::licenses::Licenses<'a> {
    give add(subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a>;
    give remove(subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a>;
    give set(subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a>;
    call check(change: &PlacedChange) -> Result<SeatState>;
    call set_auto_renewal(subscription: impl Into<Id> + Send, renews: bool) -> Result<AutoRenewal, LicenseError>;
    give inventory() -> Inventory;
    call rows_of(subscription: impl Into<Id> + Send) -> Result<Vec<InventoryRow>, InventoryError>;
}}
