//! The API, by resource. Calls for unknown ids return an error that
//! [`is_not_found`](crate::Error::is_not_found).
//!
//! | accessor | operations |
//! | --- | --- |
//! | [`Client::customers`](crate::Client::customers) | list, get, create, update, wait, external ids |
//! | [`Client::resellers`](crate::Client::resellers) | list, get, create, update, customers, orders |
//! | [`Client::products`](crate::Client::products) | list |
//! | [`Client::plans`](crate::Client::plans) | list, get |
//! | [`Client::orders`](crate::Client::orders) | list, get, create, place, estimate, update, wait |
//! | [`Client::subscriptions`](crate::Client::subscriptions) | list, get, update, special pricing, wait |
//! | [`Client::reports`](crate::Client::reports) | list, get, create, download, wait |
//! | [`Client::validation`](crate::Client::validation) | parameters |
//!
//! [`Client::request`](crate::Client::request) sends other calls.

mod customers;
mod reports;
mod request;

use imcloud_raw::{
    Date, DateTime, Id,
    types::{
        Customer, CustomerInput, CustomerSummary, Order, OrderInput, OrderStatus, OrderStatusCode,
        OrderSummary, OrderUpdate, ParameterValidationRequest, ParameterValidationResultList, Product,
        Report, ReportSummary, Reseller, ResellerInput, ResellerSummary, ResellerUpdate, ServicePlan,
        ServicePlanSummary, SpecialPricingInput, Subscription, SubscriptionStatus, SubscriptionSummary,
        SubscriptionUpdate,
    },
};

use crate::{Client, orders::PlaceOrder};
pub use customers::{CustomerFilter, Customers};
pub use reports::{LatestReport, ReportFilter, Reports};
pub use request::RequestBuilder;

resources! {
    /// Accesses customers.
    customers: Customers [CustomerFilter] CustomerSummary => Customer;
    /// Accesses resellers, for providers and distributors.
    resellers: Resellers [ResellerFilter, ResellerCustomerFilter, ResellerOrderFilter] ResellerSummary => Reseller;
    /// Accesses the catalog.
    products: Products [ProductFilter];
    /// Accesses service plans.
    plans: Plans [] ServicePlanSummary => ServicePlan;
    /// Accesses orders.
    orders: Orders [OrderFilter] OrderSummary => Order;
    /// Accesses subscriptions.
    subscriptions: Subscriptions [SubscriptionFilter] SubscriptionSummary => Subscription;
    /// Accesses reports.
    reports: Reports [ReportFilter] ReportSummary => Report;
    /// Accesses the validation of parameters before an order.
    validation: Validation [];
}

resource! {
    /// Orders.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use imcloud::types::{OrderInput, OrderLineProductInput, OrderType};
    ///
    /// # async fn example(client: imcloud::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let line = OrderLineProductInput::new().mpn("FJ-DOCS-01").quantity(3);
    /// let order = OrderInput::new("1000042", OrderType::Sales).products([line]).po_number("PO-2026-0117");
    /// let estimate = client.orders().estimate(&order).await?;
    /// println!("{:?}", estimate.total);
    /// let placed = client.orders().place(&order).await?;
    /// println!("{:?}", placed.order.order_number);
    /// # Ok(())
    /// # }
    /// ```
    Orders {
        /// Lists orders, newest first. Items have no `poNumber`, products or prices (observed).
        list list(OrderFilter) -> OrderSummary = ListOrders.list_orders;
        /// Returns an order. Renewals and cancellations have no products (observed).
        call get(id: impl Into<Id>) -> Order = GetOrder.get_order;
        /// Sends an order once. [`place`](Self::place) does it safely. The response is sent before
        /// provisioning. Placing a sales order accepts the vendor's terms (documented).
        ///
        /// There is no idempotency key, so the call is not retried after an
        /// [ambiguous](crate::Error::is_ambiguous) error; a unique `poNumber` helps to find it. After a
        /// [business rule](crate::Error::is_business_rule) error, [`message`](crate::Error::message) has the
        /// reason.
        call create(order: &OrderInput) -> Order = CreateOrder.create_order;
        /// Returns the price of an order. Nothing is stored (assumed), so errors are never ambiguous.
        call estimate(order: &OrderInput) -> Order = EstimateOrder.estimate_order;
        /// Updates credit check or status code. `CL` may withdraw an order (assumed). Not retried after an
        /// [ambiguous](crate::Error::is_ambiguous) error: then get the order.
        call update(id: impl Into<Id>, changes: &OrderUpdate) -> Order = UpdateOrder.update_order;
        /// Waits until an order is completed. The timeout defaults to 10 minutes. A change at renewal ends
        /// the waiting with [`WaitError::Scheduled`](crate::wait::WaitError::Scheduled).
        wait wait_for(id: impl Into<Id>) -> Order;
    }
}

filter! {
    /// A filter of orders.
    OrderFilter for ListOrders -> OrderSummary {
        /// Earliest time of creation.
        creation_time_from: DateTime,
        /// Latest time of creation.
        creation_time_to: DateTime,
        /// Id of the customer.
        customer_id: Id,
        /// Number, such as `SO000012`.
        order_number: String,
        /// Status (documented, not confirmed): check the items.
        status: OrderStatus,
        /// Internal status, such as `CP` (documented, not confirmed).
        status_code: OrderStatusCode,
        /// Id of the subscription.
        subscription_id: Id,
    }
}

impl Orders<'_> {
    /// Places an order without duplicates: see [orders](crate::orders) for the guarantees and their limits.
    ///
    /// # Errors
    /// [`PlaceOrderError`](crate::orders::PlaceOrderError): rejected, or of unknown outcome.
    pub fn place(&self, order: &OrderInput) -> PlaceOrder {
        PlaceOrder::new(self.client, order)
    }
}

resource! {
    /// Subscriptions.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use imcloud::types::SubscriptionStatus;
    ///
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// let active = client.subscriptions().list().customer_id("1000042").status(SubscriptionStatus::Active);
    /// let mut subscriptions = active.with_details(8).items();
    /// while let Some(subscription) = subscriptions.try_next().await? {
    ///     println!("{}: {:?}", subscription.id, subscription.products);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    Subscriptions {
        /// Lists subscriptions, newest first. Items have no products and no quantities (observed).
        list list(SubscriptionFilter) -> SubscriptionSummary = ListSubscriptions.list_subscriptions;
        /// Returns a subscription with products, quantities and prices.
        call get(id: impl Into<Id>) -> Subscription = GetSubscription.get_subscription;
        /// Updates attributes, automatic renewal or product prices. Quantities are changed by orders.
        call update(id: impl Into<Id>, changes: &SubscriptionUpdate) -> Subscription = UpdateSubscription.update_subscription;
        /// Sets special prices and costs of products.
        call set_special_pricing(id: impl Into<Id>, prices: &SpecialPricingInput) -> Subscription =
            UpdateSubscriptionSpecialPricing.update_subscription_special_pricing;
        /// Waits until a subscription is active. The timeout defaults to 30 minutes.
        wait wait_for(id: impl Into<Id>) -> Subscription;
    }
}

filter! {
    /// A filter of subscriptions.
    SubscriptionFilter for ListSubscriptions -> SubscriptionSummary {
        /// First day of creation.
        creation_date_from: Date,
        /// Last day of creation.
        creation_date_to: Date,
        /// Id of the customer.
        customer_id: Id,
        /// Status, one only (observed). Without it, ended subscriptions are included.
        status: SubscriptionStatus,
    }
}

resource! {
    /// Resellers, their customers and orders. For an ordinary reseller calls are expected to fail (assumed):
    /// [`is_permission_denied`](crate::Error::is_permission_denied).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// for reseller in client.resellers().list().collect(1_000).await? {
    ///     let customers = client.resellers().list_customers(&reseller.id).total().await?;
    ///     println!("{}: {customers:?} customers", reseller.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    Resellers {
        /// Lists resellers. Items probably have few properties, like those of customers (assumed).
        list list(ResellerFilter) -> ResellerSummary = ListResellers.list_resellers;
        /// Returns a reseller.
        call get(id: impl Into<Id>) -> Reseller = GetReseller.get_reseller;
        /// Creates a reseller. Not retried after an [ambiguous](crate::Error::is_ambiguous) error: search by
        /// external id then.
        call create(reseller: &ResellerInput) -> Reseller = CreateReseller.create_reseller;
        /// Updates the properties that are set.
        call update(id: impl Into<Id>, changes: &ResellerUpdate) -> Reseller = UpdateReseller.update_reseller;
        /// Creates a customer of a reseller, as [`Customers::create`].
        call create_customer(id: impl Into<Id>, customer: &CustomerInput) -> Customer = CreateResellerCustomer.create_reseller_customer;
        /// Lists the customers of a reseller.
        list list_customers(ResellerCustomerFilter, id: impl Into<Id>) -> CustomerSummary = ListResellerCustomers.list_reseller_customers;
        /// Lists the orders of a reseller's customers, newest first.
        list list_orders(ResellerOrderFilter, id: impl Into<Id>) -> OrderSummary = ListResellerOrders.list_reseller_orders;
    }
}

filter! {
    /// A filter of resellers.
    ResellerFilter for ListResellers -> ResellerSummary {
        /// E-mail address of a contact.
        email: String,
        /// External id, compared exactly.
        external_id: Id,
        /// Name. Similar names match too; the rules are not documented.
        name: String,
    }
}

filter! {
    /// A filter of the customers of a reseller.
    ResellerCustomerFilter for ListResellerCustomers -> CustomerSummary {
        /// E-mail address of a contact.
        email: String,
        /// External id, compared exactly.
        external_id: Id,
        /// Name. Similar names match too; the rules are not documented.
        name: String,
    }
}

filter! {
    /// A filter of the orders of a reseller's customers.
    ResellerOrderFilter for ListResellerOrders -> OrderSummary {
        /// Earliest time of creation.
        creation_time_from: DateTime,
        /// Latest time of creation.
        creation_time_to: DateTime,
        /// Id of the customer.
        customer_id: Id,
        /// Status (documented, not confirmed): check the items.
        status: OrderStatus,
        /// Id of the subscription.
        subscription_id: Id,
    }
}

resource! {
    /// The catalog. There is no call for a single product (documented): filter by part number.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// let products = client.products().list().mpn("FJ-DOCS-01").collect(100).await?;
    /// println!("{} products have this part number", products.len()); // it may not be unique
    /// # Ok(())
    /// # }
    /// ```
    Products {
        /// Lists products. Their order is not documented.
        list list(ProductFilter) -> Product = ListProducts.list_products;
    }
}

filter! {
    /// A filter of products.
    ProductFilter for ListProducts -> Product {
        /// Part number, which may not be unique (documented).
        mpn: String,
        /// Name.
        name: String,
        /// Name of the service. All products of an order must have the same one (documented).
        service_name: String,
        /// Vendor.
        vendor: String,
    }
}

resource! {
    /// Service plans.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// let plan = client.plans().get("1000007").await?;
    /// println!("{} ways to switch", plan.plan_switches.unwrap_or_default().len());
    /// # Ok(())
    /// # }
    /// ```
    Plans {
        /// Lists plans, without the switches between them. The order is not documented.
        list list(()) -> ServicePlanSummary = ListPlans.list_plans;
        /// Returns a plan with its switches.
        call get(id: impl Into<Id>) -> ServicePlan = GetPlan.get_plan;
    }
}

resource! {
    /// Checks before an order.
    Validation {
        /// Validates activation parameters. Invalid ones are in the response, not an error (assumed).
        ///
        /// # Examples
        ///
        /// ```no_run
        /// use imcloud::types::{ParameterValidationRequest, ParameterValueInput, ProductWithParametersInput};
        ///
        /// # type Input = ParameterValidationRequest;
        /// # async fn example(client: imcloud::Client, request: Input) -> Result<(), imcloud::Error> {
        /// let result = client.validation().parameters(&request).await?;
        /// for product in result.data.unwrap_or_default() {
        ///     println!("{:?}", product.parameters);
        /// }
        /// # Ok(())
        /// # }
        /// ```
        call parameters(request: &ParameterValidationRequest) -> ParameterValidationResultList = ValidateParameters.validate_parameters;
    }
}
