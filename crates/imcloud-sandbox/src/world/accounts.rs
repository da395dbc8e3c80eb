//! Customers and resellers.

use imcloud_raw::types::{self, CustomerInput, CustomerUpdate, ResellerInput, ResellerUpdate};

use super::{Call, Event, Page, Result, World, profile};
use crate::model::{Customer, Reseller};

/// Creates a response type with the id of an account and properties of its profile.
macro_rules! account {
    ($type:ident, $account:expr => $($field:ident),+) => {{
        let profile = &$account.profile;
        let mut account = fill!($type {
            id: imcloud_raw::Id::from($account.id),
            external_id: profile.external_id.as_ref().map(imcloud_raw::Id::from),
        });
        copy!(profile => account: $($field),+);
        account
    }};
}

/// Creates the detail of an account with the complete profile.
macro_rules! account_detail {
    ($type:ident, $account:expr) => {{
        let mut detail = account!($type, $account => name, status, language, address, contact_persons);
        let profile = &$account.profile;
        detail.tax_reg_id = profile.tax_reg_id.as_ref().map(imcloud_raw::Id::from);
        detail.attributes = (!profile.attributes.is_empty()).then(|| profile.attributes.clone());
        detail
    }};
}

impl World {
    /// Items have id, external id, name and status only (documented and observed).
    pub(super) fn list_customers(&self, call: &Call) -> Result<types::CustomerList> {
        let reseller = call.query("resellerId").map(str::to_owned);
        self.customers_where(call, |customer| {
            reseller.as_ref().is_none_or(|id| customer.reseller_id.to_string() == *id)
        })
    }

    pub(super) fn list_reseller_customers(&self, call: &Call) -> Result<types::CustomerList> {
        let reseller = self.reseller(call.id())?.id;
        self.customers_where(call, |customer| customer.reseller_id == reseller)
    }

    fn customers_where(
        &self,
        call: &Call,
        belongs: impl Fn(&Customer) -> bool,
    ) -> Result<types::CustomerList> {
        let page = Page::of(call, &self.behavior)?;
        let matches = profile::matches(call);
        let found = page.filter(self.data.customers.iter().rev(), |customer| {
            belongs(customer) && matches(&customer.profile)
        });
        Ok(list!(CustomerList, page, found, |customer| account!(CustomerSummary, customer => name, status)))
    }

    pub(super) fn customer(&self, id: &str) -> Result<&Customer> {
        self.find(&self.data.customers, "customer", id)
    }

    /// Returns the customer that a body names.
    pub(super) fn customer_of_body(&self, id: &imcloud_raw::Id) -> Result<&Customer> {
        self.data
            .customers
            .by_id(id.as_str())
            .ok_or_else(|| rejection!(bad, "No entity has been found: customerId {id} names no customer."))
    }

    pub(super) fn get_customer(&self, id: &str) -> Result<types::Customer> {
        self.customer(id).map(customer_detail)
    }

    /// A new customer is pending at first, and the response does not repeat `taxRegId` (both documented).
    pub(super) fn create_customer(
        &mut self,
        reseller_id: u64,
        sent: &CustomerInput,
    ) -> Result<types::Customer> {
        let profile = profile::new_profile(sent, self.now)?;
        let reseller = self.data.resellers.get(&reseller_id).map(|reseller| reseller.currency.clone());
        let currency = self.data.products.currency_of(&sent.address.country_code, reseller.as_deref());
        let customer = Customer { id: self.next_number("account"), reseller_id, currency, profile };
        let mut created = customer_detail(&customer);
        created.tax_reg_id = None;
        self.later(self.behavior.account_activation, Event::CustomerActivates(customer.id));
        self.data.customers.push(customer);
        Ok(created)
    }

    pub(super) fn update_customer(&mut self, id: &str, sent: &CustomerUpdate) -> Result<types::Customer> {
        let mut customer = self.customer(id)?.clone();
        customer.profile = profile::updated(customer.profile, sent)?;
        if let Some(stored) = self.data.customers.get_mut(&customer.id) {
            *stored = customer;
        }
        self.get_customer(id)
    }

    /// Items have the properties of those of customers (assumed).
    pub(super) fn list_resellers(&self, call: &Call) -> Result<types::ResellerList> {
        let page = Page::of(call, &self.behavior)?;
        let matches = profile::matches(call);
        let found = page.filter(self.data.resellers.iter().rev(), |reseller| {
            reseller.id != self.data.reseller_id && matches(&reseller.profile)
        });
        Ok(list!(ResellerList, page, found, |reseller| account!(ResellerSummary, reseller => name, status)))
    }

    pub(super) fn reseller(&self, id: &str) -> Result<&Reseller> {
        self.find(&self.data.resellers, "reseller", id)
    }

    pub(super) fn get_reseller(&self, id: &str) -> Result<types::Reseller> {
        self.reseller(id).map(reseller_detail)
    }

    /// Pending at first, as customers are (assumed).
    pub(super) fn create_reseller(&mut self, sent: &ResellerInput) -> Result<types::Reseller> {
        let profile = profile::new_profile(&profile::received(sent)?, self.now)?;
        self.check_currency(&sent.currency)?;
        let reseller = Reseller {
            id: self.next_number("account"),
            currency: sent.currency.clone(),
            customer_class: sent.customer_class.clone(),
            taxation_provider_name: sent.taxation_provider_name.clone(),
            profile,
        };
        let mut created = reseller_detail(&reseller);
        created.tax_reg_id = None;
        self.later(self.behavior.account_activation, Event::ResellerActivates(reseller.id));
        self.data.resellers.push(reseller);
        Ok(created)
    }

    pub(super) fn update_reseller(&mut self, id: &str, sent: &ResellerUpdate) -> Result<types::Reseller> {
        let mut reseller = self.reseller(id)?.clone();
        reseller.profile = profile::updated(reseller.profile, &profile::received(sent)?)?;
        if let Some(currency) = &sent.currency {
            self.check_currency(currency)?;
            reseller.currency.clone_from(currency);
        }
        reseller.customer_class = sent.customer_class.clone().or(reseller.customer_class);
        reseller.taxation_provider_name =
            sent.taxation_provider_name.clone().or(reseller.taxation_provider_name);
        if let Some(stored) = self.data.resellers.get_mut(&reseller.id) {
            *stored = reseller;
        }
        self.get_reseller(id)
    }

    fn check_currency(&self, currency: &str) -> Result<()> {
        let currencies = self.data.products.currencies();
        if currencies.contains(currency) {
            return Ok(());
        }
        let known = Vec::from_iter(currencies).join(", ");
        Err(rejection!(bad, "currency {currency:?} is none of {known}."))
    }
}

fn customer_detail(customer: &Customer) -> types::Customer {
    let mut detail = account_detail!(Customer, customer);
    detail.reseller_id = Some(customer.reseller_id.into());
    detail
}

fn reseller_detail(reseller: &Reseller) -> types::Reseller {
    let mut detail = account_detail!(Reseller, reseller);
    copy!(reseller => detail: currency, customer_class, taxation_provider_name);
    detail
}
