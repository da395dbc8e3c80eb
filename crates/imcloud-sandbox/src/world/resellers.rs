//! Resellers below the account's own.

use imcloud_raw::types::{self, ResellerInput, ResellerUpdate};

use super::{
    Call, Event, Rejection, World,
    accounts::{self, account, account_detail},
    page::Page,
};
use crate::model::Reseller;

impl World {
    /// Items have the properties of those of customers (assumed).
    pub(super) fn list_resellers(&self, call: &Call<'_>) -> Result<types::ResellerList, Rejection> {
        let page = Page::of(call, &self.behavior)?;
        let matches = accounts::matches(call);
        let found = page.filter(self.data.resellers.iter().rev(), |reseller| {
            reseller.id != self.data.reseller_id && matches(&reseller.profile)
        });
        Ok(list!(ResellerList, page, found, |reseller| account!(ResellerSummary, reseller => name, status)))
    }

    pub(super) fn reseller(&self, id: &str) -> Result<&Reseller, Rejection> {
        self.find(&self.data.resellers, "reseller", id)
    }

    pub(super) fn get_reseller(&self, id: &str) -> Result<types::Reseller, Rejection> {
        self.reseller(id).map(detail)
    }

    /// Pending at first, as customers are (assumed).
    pub(super) fn create_reseller(&mut self, sent: &ResellerInput) -> Result<types::Reseller, Rejection> {
        let profile = accounts::new_profile(&accounts::received(sent)?, self.now)?;
        self.check_currency(&sent.currency)?;
        let reseller = Reseller {
            id: self.next_number("account"),
            currency: sent.currency.clone(),
            customer_class: sent.customer_class.clone(),
            taxation_provider_name: sent.taxation_provider_name.clone(),
            profile,
        };
        let mut created = detail(&reseller);
        created.tax_reg_id = None;
        self.later(self.behavior.account_activation, Event::ResellerActivates(reseller.id));
        self.data.resellers.push(reseller);
        Ok(created)
    }

    pub(super) fn update_reseller(
        &mut self,
        id: &str,
        sent: &ResellerUpdate,
    ) -> Result<types::Reseller, Rejection> {
        let mut reseller = self.reseller(id)?.clone();
        reseller.profile = accounts::updated(reseller.profile, &accounts::received(sent)?)?;
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

    fn check_currency(&self, currency: &str) -> Result<(), Rejection> {
        let currencies = self.data.products.currencies();
        if currencies.contains(currency) {
            return Ok(());
        }
        let known = Vec::from_iter(currencies).join(", ");
        Err(Rejection::bad(format!("currency {currency:?} is none of {known}.")))
    }
}

fn detail(reseller: &Reseller) -> types::Reseller {
    let mut detail = account_detail!(Reseller, reseller);
    copy!(reseller => detail: currency, customer_class, taxation_provider_name);
    detail
}
