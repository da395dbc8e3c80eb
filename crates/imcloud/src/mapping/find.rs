//! One customer, by one's own key.

use imcloud_raw::{
    Id,
    types::{Customer, CustomerSummary, CustomerUpdate},
};

use crate::{
    CustomerFilter, Error,
    error::{Details, ErrorKind, Result},
    resources::Customers,
};

/// Who has an external id.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ExternalIdMatch {
    /// Nobody.
    Nobody,
    /// One customer.
    One(Box<CustomerSummary>),
    /// Several customers, which the service may allow (not documented).
    Several(Vec<CustomerSummary>),
}

impl ExternalIdMatch {
    /// The customer, if there is exactly one.
    #[must_use]
    pub fn one(self) -> Option<CustomerSummary> {
        match self {
            Self::One(customer) => Some(*customer),
            Self::Nobody | Self::Several(_) => None,
        }
    }

    fn customers(&self) -> &[CustomerSummary] {
        match self {
            Self::Nobody => &[],
            Self::One(customer) => std::slice::from_ref(customer),
            Self::Several(customers) => customers,
        }
    }
}

impl Customers<'_> {
    /// Finds who has exactly this external id.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use imcloud::mapping::ExternalIdMatch;
    ///
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// match client.customers().find_by_external_id("crm-77").await? {
    ///     ExternalIdMatch::One(customer) => println!("{:?}", customer.name),
    ///     ExternalIdMatch::Several(customers) => println!("{} have it; give each its own", customers.len()),
    ///     _ => println!("nobody has it"),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`is_invalid_request`](Error::is_invalid_request) for an empty id, and those of any call.
    pub async fn find_by_external_id(&self, external_id: impl Into<Id>) -> Result<ExternalIdMatch> {
        let external_id = external_id.into();
        not_empty(&external_id)?;
        let mut rows = self.list(CustomerFilter::new().external_id(&external_id)).items();
        let mut found = Vec::new();
        while let Some(row) = rows.next().await {
            // Should the service judge equality in another way, or ignore the filter.
            let row = row?;
            if row.external_id.as_ref() == Some(&external_id) {
                found.push(row);
            }
        }
        Ok(match found.len() {
            0 => ExternalIdMatch::Nobody,
            1 => ExternalIdMatch::One(Box::new(found.remove(0))),
            _ => ExternalIdMatch::Several(found),
        })
    }

    /// Sets a customer's external id, unless another customer has it. The customer comes back as it is afterwards.
    ///
    /// Somebody who sets the same id at the same moment is not noticed.
    ///
    /// # Errors
    /// [`is_conflict`](Error::is_conflict) when another customer has it, and nothing was changed; or when the customer does not have it
    /// afterwards. [`is_invalid_request`](Error::is_invalid_request) for an empty id. And those of any call.
    pub async fn set_external_id(
        &self,
        customer: impl Into<Id>,
        external_id: impl Into<Id>,
    ) -> Result<Customer> {
        let (customer, external_id) = (customer.into(), external_id.into());
        let found = self.find_by_external_id(&external_id).await?;
        let mut others = found.customers().iter().filter_map(|row| row.id.as_ref());
        if let Some(other) = others.find(|id| **id != customer) {
            let reason = format!(
                "was not sent for customer {customer}: customer {other} has the external id {external_id} already; give it another one first"
            );
            return Err(conflict(reason));
        }
        let mut after = self.update(&customer, &CustomerUpdate::new().external_id(&external_id)).await?;
        if after.external_id.is_none() {
            after = self.get(&customer).await?;
        }
        if after.external_id.as_ref() != Some(&external_id) {
            let says = after.external_id.as_ref().map_or("none", Id::as_str);
            let reason = format!(
                "was accepted, but customer {customer} has not the external id {external_id} afterwards but {says}; look at it again later"
            );
            return Err(conflict(reason));
        }
        Ok(after)
    }
}

fn conflict(reason: String) -> Error {
    Details::new(ErrorKind::Conflict, "update_customer", reason).into()
}

fn not_empty(external_id: &Id) -> Result<()> {
    if external_id.as_str().trim().is_empty() {
        let reason = "cannot look for an empty external id; give the key of your record";
        return Err(Error::invalid_request("list_customers", reason));
    }
    Ok(())
}
