//! Resellers, for providers and distributors.

use imcloud_raw::{
    DateTime, Id,
    types::{
        Customer, CustomerInput, CustomerSummary, OrderStatus, OrderSummary, Reseller, ResellerInput,
        ResellerSummary, ResellerUpdate,
    },
};

use crate::{Client, Listing, error::Result};

/// Resellers, their customers and orders. An ordinary reseller is expected to be refused (assumed):
/// [`is_permission_denied`](crate::Error::is_permission_denied).
///
/// # Examples
///
/// ```no_run
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// for reseller in client.resellers().list(()).collect(1_000).await? {
///     let Some(id) = reseller.id else { continue };
///     println!("{id}: {:?} customers", client.resellers().list_customers(&id, ()).total().await?);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Resellers<'a> {
    client: &'a Client,
}

filter! {
    /// Which resellers to list.
    ResellerFilter for ListResellers {
        /// With this e-mail address at one of the contacts.
        email: String,
        /// With exactly this key of one's own.
        external_id: Id,
        /// With a similar name; how similarity is judged is not documented.
        name: String,
    }
}

filter! {
    /// Which customers of a reseller to list.
    ResellerCustomerFilter for ListResellerCustomers {
        /// With this e-mail address at one of the contacts.
        email: String,
        /// With exactly this key of one's own.
        external_id: Id,
        /// With a similar name; how similarity is judged is not documented.
        name: String,
    }
}

filter! {
    /// Which orders of a reseller's customers to list.
    ResellerOrderFilter for ListResellerOrders {
        /// Created from this moment on.
        creation_time_from: DateTime,
        /// Created up to this moment.
        creation_time_to: DateTime,
        /// Of this customer.
        customer_id: Id,
        /// In this state (documented, not confirmed): check the rows.
        status: OrderStatus,
        /// Of this subscription.
        subscription_id: Id,
    }
}

impl<'a> Resellers<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Lists resellers. Rows are probably as thin as those of customers (assumed).
    pub fn list(&self, filter: impl Into<ResellerFilter>) -> Listing<ResellerSummary> {
        let filter = filter.into();
        listing!(self.client, ListResellers, (filter), |raw| filter.narrow(raw.list_resellers()))
    }

    /// Fetches a reseller in full.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) for an unknown id, and those of any call.
    pub async fn get(&self, id: impl Into<Id>) -> Result<Reseller> {
        call!(self.client, GetReseller, get_reseller(id))
    }

    /// Creates a reseller. Not repeated when its end is unclear: look for it by its external id then.
    ///
    /// # Errors
    /// [`is_ambiguous`](crate::Error::is_ambiguous) when its end is unclear, and those of any call.
    pub async fn create(&self, reseller: &ResellerInput) -> Result<Reseller> {
        call!(self.client, CreateReseller, create_reseller(reseller))
    }

    /// Changes what is set in `changes`.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) for an unknown id, and those of any call.
    pub async fn update(&self, id: impl Into<Id>, changes: &ResellerUpdate) -> Result<Reseller> {
        call!(self.client, UpdateReseller, update_reseller(id, changes))
    }

    /// Lists the customers of a reseller.
    pub fn list_customers(
        &self,
        id: impl Into<Id>,
        filter: impl Into<ResellerCustomerFilter>,
    ) -> Listing<CustomerSummary> {
        let (id, filter) = (id.into(), filter.into());
        listing!(self.client, ListResellerCustomers, (id, filter), |raw| {
            filter.narrow(raw.list_reseller_customers(id))
        })
    }

    /// Creates a customer of a reseller. Not repeated when its end is unclear: look for it by its external id then.
    ///
    /// # Errors
    /// [`is_ambiguous`](crate::Error::is_ambiguous) when its end is unclear, and those of any call.
    pub async fn create_customer(&self, id: impl Into<Id>, customer: &CustomerInput) -> Result<Customer> {
        call!(self.client, CreateResellerCustomer, create_reseller_customer(id, customer))
    }

    /// Lists the orders of a reseller's customers, newest first.
    pub fn list_orders(
        &self,
        id: impl Into<Id>,
        filter: impl Into<ResellerOrderFilter>,
    ) -> Listing<OrderSummary> {
        let (id, filter) = (id.into(), filter.into());
        listing!(self.client, ListResellerOrders, (id, filter), |raw| {
            filter.narrow(raw.list_reseller_orders(id))
        })
    }
}
