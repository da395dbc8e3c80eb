//! Customers.

use imcloud_raw::types::{self, CustomerInput, CustomerUpdate};

use super::{
    Call, Event, Rejection, World,
    accounts::{self, account, account_detail},
    page::Page,
};
use crate::model::Customer;

impl World {
    /// Items have id, external id, name and status only (documented and observed).
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
        let found = page.filter(self.data.customers.iter().rev(), |customer| {
            belongs(customer) && matches(&customer.profile)
        });
        Ok(list!(CustomerList, page, found, |customer| account!(CustomerSummary, customer => name, status)))
    }

    pub(super) fn customer(&self, id: &str) -> Result<&Customer, Rejection> {
        self.find(&self.data.customers, "customer", id)
    }

    /// Returns the customer that a body names.
    pub(super) fn customer_of_body(&self, id: &imcloud_raw::Id) -> Result<&Customer, Rejection> {
        self.data.customers.by_id(id.as_str()).ok_or_else(|| {
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
        let mut created = detail(&customer);
        created.tax_reg_id = None;
        self.later(self.behavior.account_activation, Event::CustomerActivates(customer.id));
        self.data.customers.push(customer);
        Ok(created)
    }

    pub(super) fn update_customer(
        &mut self,
        id: &str,
        sent: &CustomerUpdate,
    ) -> Result<types::Customer, Rejection> {
        let mut customer = self.customer(id)?.clone();
        customer.profile = accounts::updated(customer.profile, sent)?;
        if let Some(stored) = self.data.customers.get_mut(&customer.id) {
            *stored = customer;
        }
        self.get_customer(id)
    }
}

fn detail(customer: &Customer) -> types::Customer {
    let mut detail = account_detail!(Customer, customer);
    detail.reseller_id = Some(customer.reseller_id.into());
    detail
}
