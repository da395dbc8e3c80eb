//! Customers.

use futures_core::Stream;
use futures_util::{TryStreamExt as _, future::ready};
use imcloud_raw::{
    Id,
    types::{Customer, CustomerInput, CustomerSummary, CustomerUpdate},
};

use crate::error::{Details, Error, ErrorKind, Result};

resource! {
    /// The reseller's customers.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// let mut customers = client.customers().list().name("Acme").items();
    /// while let Some(customer) = customers.try_next().await? {
    ///     println!("{} {}", customer.id, customer.name.as_deref().unwrap_or("-"));
    /// }
    /// if let Some(found) = client.customers().find_by_external_id("crm-77").await? {
    ///     let customer = client.customers().get(&found.id).await?;
    ///     println!("{:?}", customer.address);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    Customers {
        /// Lists customers, newest first. Items have id, external id, name and status only (documented).
        list list(CustomerFilter) -> CustomerSummary = ListCustomers.list_customers;
        /// Returns a customer.
        call get(id: impl Into<Id>) -> Customer = GetCustomer.get_customer;
        /// Creates a customer, which is `pending` at first and becomes `active` later (documented). Not
        /// retried after an [ambiguous](crate::Error::is_ambiguous) error: then search by external id.
        call create(customer: &CustomerInput) -> Customer = CreateCustomer.create_customer;
        /// Updates the properties that are set. Statuses to set are `active` and `creditHold` (documented).
        call update(id: impl Into<Id>, changes: &CustomerUpdate) -> Customer = UpdateCustomer.update_customer;
        /// Waits until a customer is active. The timeout defaults to 10 minutes.
        wait wait_for(id: impl Into<Id>) -> Customer;
    }
}

filter! {
    /// A filter of customers.
    CustomerFilter for ListCustomers -> CustomerSummary {
        /// E-mail address of a contact.
        email: String,
        /// External id, compared exactly.
        external_id: Id,
        /// Name. Similar names match too; the rules are not documented.
        name: String,
        /// Id of the reseller, for providers.
        reseller_id: Id,
    }
}

impl Customers<'_> {
    /// Finds the customer with exactly this external id.
    ///
    /// # Errors
    /// [`is_conflict`](Error::is_conflict) if several customers have it, which the service may allow (not
    /// documented). [`is_invalid_request`](Error::is_invalid_request) for an empty id.
    pub async fn find_by_external_id(&self, external_id: impl Into<Id>) -> Result<Option<CustomerSummary>> {
        let external_id = external_id.into();
        let mut holders = self.holders(external_id.clone())?;
        let Some(first) = holders.try_next().await? else { return Ok(None) };
        match holders.try_next().await? {
            None => Ok(Some(first)),
            Some(second) => {
                let [first, second] = [&first.id, &second.id];
                let reason = format!(
                    "found several customers with external id {external_id}: {first} and {second}; give each its own"
                );
                Err(Details::new(ErrorKind::Conflict, "list_customers", reason).into())
            }
        }
    }

    /// Sets a customer's external id, unless another customer has it. Returns the updated customer.
    ///
    /// A concurrent call that sets the same external id is not detected.
    ///
    /// # Errors
    /// [`is_conflict`](Error::is_conflict) if another customer has it, in which case nothing is changed, or
    /// if the service accepts the update without applying it.
    /// [`is_invalid_request`](Error::is_invalid_request) for an empty id. Otherwise the errors of the calls.
    pub async fn set_external_id(
        &self,
        customer: impl Into<Id>,
        external_id: impl Into<Id>,
    ) -> Result<Customer> {
        let (customer, external_id) = (customer.into(), external_id.into());
        let mut holders = self.holders(external_id.clone())?;
        while let Some(holder) = holders.try_next().await? {
            if holder.id != customer {
                let holder = holder.id;
                return Err(conflict(format!(
                    "was not sent for customer {customer}: customer {holder} has external id {external_id}; change that one first"
                )));
            }
        }
        let mut updated = self.update(&customer, &CustomerUpdate::new().external_id(&external_id)).await?;
        if updated.external_id.is_none() {
            updated = self.get(&customer).await?;
        }
        if updated.external_id.as_ref() != Some(&external_id) {
            let found = updated.external_id.as_ref().map_or("none", Id::as_str);
            return Err(conflict(format!(
                "was accepted, but customer {customer} still has external id {found} instead of {external_id}; check again later"
            )));
        }
        Ok(updated)
    }

    /// Returns the customers with exactly this external id, whatever the service compares.
    fn holders(&self, external_id: Id) -> Result<impl Stream<Item = Result<CustomerSummary>> + Unpin> {
        if external_id.as_str().trim().is_empty() {
            let reason = "cannot search for an empty external id; give the key of your record";
            return Err(Error::invalid_request("list_customers", reason));
        }
        let items = self.list().external_id(&external_id).items();
        Ok(items.try_filter(move |item| ready(item.external_id.as_ref() == Some(&external_id))))
    }
}

fn conflict(reason: String) -> Error {
    Details::new(ErrorKind::Conflict, "update_customer", reason).into()
}
