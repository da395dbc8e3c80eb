//! Customers.

use imcloud_raw::types::{self, CustomerInput, CustomerUpdate};

use super::{Call, Event, Rejection, World, accounts, page::Page};
use crate::model::Customer;

impl World {
    /// Rows carry id, external id, name and status, nothing else (documented and observed).
    pub(super) fn list_customers(&self, call: &Call<'_>) -> Result<types::CustomerList, Rejection> {
        let reseller = call.query("resellerId").map(str::to_owned);
        self.customers_where(call, |customer| {
            reseller.as_ref().is_none_or(|id| customer.reseller_id.to_string() == *id)
        })
    }

    pub(super) fn list_reseller_customers(&self, call: &Call<'_>) -> Result<types::CustomerList, Rejection> {
        let reseller = self.reseller(call.id())?.id;
        self.customers_where(call, |customer| customer.reseller_id == reseller)
    }

    fn customers_where(
        &self,
        call: &Call<'_>,
        belongs: impl Fn(&Customer) -> bool,
    ) -> Result<types::CustomerList, Rejection> {
        let page = Page::of(call, &self.behavior)?;
        let matches = accounts::matches(call);
        let rows = self.data.customers.iter().rev();
        let found = page.filter(rows, |row| belongs(row) && matches(&row.profile));
        Ok(list!(CustomerList, page, found, row))
    }

    pub(super) fn customer(&self, id: &str) -> Result<&Customer, Rejection> {
        self.find(&self.data.customers, "customer", id)
    }

    /// The customer that a body names. Its absence is the body's fault, not that of the address.
    pub(super) fn customer_meant(&self, id: &imcloud_raw::Id) -> Result<&Customer, Rejection> {
        let found = id.as_str().parse().ok().and_then(|id| self.data.customers.get(&id));
        found.ok_or_else(|| {
            Rejection::bad(format!("No entity has been found: customerId {id} names no customer."))
        })
    }

    pub(super) fn get_customer(&self, id: &str) -> Result<types::Customer, Rejection> {
        self.customer(id).map(detail)
    }

    /// A new customer is pending at first, and the response does not repeat `taxRegId` (both documented).
    pub(super) fn create_customer(
        &mut self,
        reseller_id: u64,
        sent: &CustomerInput,
    ) -> Result<types::Customer, Rejection> {
        let profile = accounts::new_profile(sent, self.now)?;
        let reseller = self.data.resellers.get(&reseller_id).map(|reseller| reseller.currency.clone());
        let currency = self.data.products.currency_of(&sent.address.country_code, reseller.as_deref());
        let customer = Customer { id: self.next_number("account"), reseller_id, currency, profile };
        let mut answer = detail(&customer);
        answer.tax_reg_id = None;
        self.later(self.behavior.account_activation, Event::CustomerActivates(customer.id));
        self.data.customers.push(customer);
        Ok(answer)
    }

    pub(super) fn update_customer(
        &mut self,
        id: &str,
        sent: &CustomerUpdate,
    ) -> Result<types::Customer, Rejection> {
        let profile = accounts::updated(self.customer(id)?.profile.clone(), sent)?;
        if let Some(customer) = id.parse().ok().and_then(|id| self.data.customers.get_mut(&id)) {
            customer.profile = profile;
        }
        self.get_customer(id)
    }
}

fn row(customer: &Customer) -> types::CustomerSummary {
    fill!(CustomerSummary {
        id: imcloud_raw::Id::from(customer.id),
        external_id: customer.profile.external_id.as_ref().map(Into::into),
        name: customer.profile.name.clone(),
        status: customer.profile.status.clone(),
    })
}

fn detail(customer: &Customer) -> types::Customer {
    let profile = &customer.profile;
    fill!(Customer {
        id: imcloud_raw::Id::from(customer.id),
        external_id: profile.external_id.as_ref().map(Into::into),
        name: profile.name.clone(),
        status: profile.status.clone(),
        language: profile.language.clone(),
        tax_reg_id: profile.tax_reg_id.as_ref().map(Into::into),
        reseller_id: imcloud_raw::Id::from(customer.reseller_id),
        address: profile.address.clone(),
        contact_persons: profile.contact_persons.clone(),
        attributes: (!profile.attributes.is_empty()).then(|| profile.attributes.clone()),
    })
}
