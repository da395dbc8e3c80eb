//! Customers.

use imcloud_raw::{
    Id,
    types::{Customer, CustomerInput, CustomerSummary, CustomerUpdate},
};

use crate::{Client, Listing, error::Result, wait::Waiting};

/// The reseller's customers.
///
/// # Examples
///
/// ```no_run
/// use imcloud::CustomerFilter;
///
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// let named = client.customers().list(CustomerFilter::new().external_id("crm-77")).collect(10).await?;
/// if let Some(id) = named.first().and_then(|row| row.id.as_ref()) {
///     let customer = client.customers().get(id).await?;
///     println!("{:?}", customer.address);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Customers<'a> {
    client: &'a Client,
}

filter! {
    /// Which customers to list.
    CustomerFilter for ListCustomers {
        /// With this e-mail address at one of the contacts.
        email: String,
        /// With exactly this key of one's own.
        external_id: Id,
        /// With a similar name; how similarity is judged is not documented.
        name: String,
        /// Of this reseller, for providers.
        reseller_id: Id,
    }
}

impl<'a> Customers<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Lists customers, newest first. Rows carry id, external id, name and status only (documented).
    pub fn list(&self, filter: impl Into<CustomerFilter>) -> Listing<CustomerSummary> {
        let filter = filter.into();
        listing!(self.client, ListCustomers, (filter), |raw| filter.narrow(raw.list_customers()))
    }

    /// Fetches a customer in full.
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) for an unknown id, and those of any call.
    pub async fn get(&self, id: impl Into<Id>) -> Result<Customer> {
        call!(self.client, GetCustomer, get_customer(id))
    }

    /// Creates a customer, who is `pending` at first and becomes `active` later (documented).
    ///
    /// Not repeated when its end is unclear: look for it by its external id then.
    ///
    /// # Errors
    /// [`is_invalid_request`](crate::Error::is_invalid_request) for wrong input, [`is_ambiguous`](crate::Error::is_ambiguous) when its end is
    /// unclear, and those of any call.
    pub async fn create(&self, customer: &CustomerInput) -> Result<Customer> {
        call!(self.client, CreateCustomer, create_customer(customer))
    }

    /// Changes what is set in `changes`. Of the statuses only `active` and `creditHold` can be set (documented).
    ///
    /// # Errors
    /// [`is_not_found`](crate::Error::is_not_found) for an unknown id, and those of any call.
    pub async fn update(&self, id: impl Into<Id>, changes: &CustomerUpdate) -> Result<Customer> {
        call!(self.client, UpdateCustomer, update_customer(id, changes))
    }

    /// Waits until a customer is active, for 10 minutes by default.
    ///
    /// # Errors
    /// [`WaitError`](crate::wait::WaitError) distinguishes the outcomes.
    pub fn wait_for(&self, id: impl Into<Id>) -> Waiting<Customer> {
        Waiting::new(self.client, id.into())
    }
}
