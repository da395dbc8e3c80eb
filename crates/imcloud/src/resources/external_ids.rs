//! Customers by external id, the caller's own key of a customer.

use imcloud_raw::{
    Id,
    types::{Customer, CustomerSummary, CustomerUpdate},
};

use super::{CustomerFilter, Customers};
use crate::{
    Error, Items,
    error::{Details, ErrorKind, Result},
};

impl Customers<'_> {
    /// Finds the customer with exactly this external id.
    ///
    /// # Errors
    /// [`is_conflict`](Error::is_conflict) if several customers have it, which the service may allow (not
    /// documented). [`is_invalid_request`](Error::is_invalid_request) for an empty id. Otherwise the errors
    /// of the list.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// match client.customers().find_by_external_id("crm-77").await? {
    ///     Some(customer) => println!("{:?}", customer.name),
    ///     None => println!("no customer has it"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn find_by_external_id(&self, external_id: impl Into<Id>) -> Result<Option<CustomerSummary>> {
        let external_id = external_id.into();
        let mut holders = self.holders(&external_id)?;
        let Some(first) = holders.next().await? else { return Ok(None) };
        match holders.next().await? {
            None => Ok(Some(first)),
            Some(second) => {
                let [first, second] = [&first, &second].map(|holder| name_of(holder.id.as_ref()));
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
        let mut holders = self.holders(&external_id)?;
        while let Some(holder) = holders.next().await? {
            if holder.id.as_ref() != Some(&customer) {
                let holder = name_of(holder.id.as_ref());
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
            let found = name_of(updated.external_id.as_ref());
            return Err(conflict(format!(
                "was accepted, but customer {customer} still has external id {found} instead of {external_id}; check again later"
            )));
        }
        Ok(updated)
    }

    fn holders(&self, external_id: &Id) -> Result<Holders> {
        if external_id.as_str().trim().is_empty() {
            let reason = "cannot search for an empty external id; give the key of your record";
            return Err(Error::invalid_request("list_customers", reason));
        }
        let items = self.list(CustomerFilter::new().external_id(external_id)).items();
        Ok(Holders { items, external_id: external_id.clone() })
    }
}

/// The customers with exactly one external id, even if the service ignores the filter or compares otherwise.
struct Holders {
    items: Items<CustomerSummary>,
    external_id: Id,
}

impl Holders {
    async fn next(&mut self) -> Result<Option<CustomerSummary>> {
        while let Some(item) = self.items.next().await {
            let item = item?;
            if item.external_id.as_ref() == Some(&self.external_id) {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }
}

fn conflict(reason: String) -> Error {
    Details::new(ErrorKind::Conflict, "update_customer", reason).into()
}

fn name_of(id: Option<&Id>) -> &str {
    id.map_or("none", Id::as_str)
}
