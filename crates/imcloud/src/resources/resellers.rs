//! Resellers, for providers and distributors.

use imcloud_raw::{
    DateTime, Id,
    types::{
        Customer, CustomerInput, CustomerSummary, OrderStatus, OrderSummary, Reseller, ResellerInput,
        ResellerSummary, ResellerUpdate,
    },
};

use crate::{Listing, pagination::Filter};

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
        /// Creates a reseller. Not retried if the outcome is unknown
        /// ([`is_ambiguous`](crate::Error::is_ambiguous)): then search by external id.
        call create(reseller: &ResellerInput) -> Reseller = CreateReseller.create_reseller;
        /// Updates the properties that are set.
        call update(id: impl Into<Id>, changes: &ResellerUpdate) -> Reseller = UpdateReseller.update_reseller;
        /// Creates a customer of a reseller. Not retried if the outcome is unknown
        /// ([`is_ambiguous`](crate::Error::is_ambiguous)): then search by external id.
        call create_customer(id: impl Into<Id>, customer: &CustomerInput) -> Customer = CreateResellerCustomer.create_reseller_customer;
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

impl Resellers<'_> {
    /// Lists the customers of a reseller.
    pub fn list_customers(&self, id: impl Into<Id>) -> Listing<CustomerSummary, ResellerCustomerFilter> {
        let id = id.into();
        listing!(
            self.client,
            ListResellerCustomers,
            CustomerSummary,
            (id),
            |raw, filter: ResellerCustomerFilter| { Filter::narrow(filter, raw.list_reseller_customers(id)) }
        )
    }

    /// Lists the orders of a reseller's customers, newest first.
    pub fn list_orders(&self, id: impl Into<Id>) -> Listing<OrderSummary, ResellerOrderFilter> {
        let id = id.into();
        listing!(self.client, ListResellerOrders, OrderSummary, (id), |raw, filter: ResellerOrderFilter| {
            Filter::narrow(filter, raw.list_reseller_orders(id))
        })
    }
}
