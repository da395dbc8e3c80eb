//! Resellers below the account's own.

use imcloud_raw::types::{self, ResellerInput, ResellerUpdate};

use super::{Call, Event, Rejection, World, accounts, page::Page};
use crate::model::Reseller;

impl World {
    /// Rows are as thin as those of customers (assumed: no capture exists).
    pub(super) fn list_resellers(&self, call: &Call<'_>) -> Result<types::ResellerList, Rejection> {
        let page = Page::of(call, &self.behavior)?;
        let matches = accounts::matches(call);
        let rows = self.data.resellers.iter().rev();
        let found = page.filter(rows, |row| row.id != self.data.reseller_id && matches(&row.profile));
        Ok(list!(ResellerList, page, found, row))
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
        let mut answer = detail(&reseller);
        answer.tax_reg_id = None;
        self.later(self.behavior.account_activation, Event::ResellerActivates(reseller.id));
        self.data.resellers.push(reseller);
        Ok(answer)
    }

    pub(super) fn update_reseller(
        &mut self,
        id: &str,
        sent: &ResellerUpdate,
    ) -> Result<types::Reseller, Rejection> {
        let profile = accounts::updated(self.reseller(id)?.profile.clone(), &accounts::received(sent)?)?;
        if let Some(currency) = &sent.currency {
            self.check_currency(currency)?;
        }
        if let Some(reseller) = id.parse().ok().and_then(|id| self.data.resellers.get_mut(&id)) {
            reseller.profile = profile;
            if let Some(currency) = &sent.currency {
                reseller.currency.clone_from(currency);
            }
            let (class, provider) = (&sent.customer_class, &sent.taxation_provider_name);
            reseller.customer_class = class.clone().or(reseller.customer_class.take());
            reseller.taxation_provider_name = provider.clone().or(reseller.taxation_provider_name.take());
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

fn row(reseller: &Reseller) -> types::ResellerSummary {
    fill!(ResellerSummary {
        id: imcloud_raw::Id::from(reseller.id),
        external_id: reseller.profile.external_id.as_ref().map(Into::into),
        name: reseller.profile.name.clone(),
        status: reseller.profile.status.clone(),
    })
}

fn detail(reseller: &Reseller) -> types::Reseller {
    let profile = &reseller.profile;
    fill!(Reseller {
        id: imcloud_raw::Id::from(reseller.id),
        external_id: profile.external_id.as_ref().map(Into::into),
        name: profile.name.clone(),
        status: profile.status.clone(),
        language: profile.language.clone(),
        tax_reg_id: profile.tax_reg_id.as_ref().map(Into::into),
        currency: reseller.currency.clone(),
        customer_class: reseller.customer_class.clone(),
        taxation_provider_name: reseller.taxation_provider_name.clone(),
        address: profile.address.clone(),
        contact_persons: profile.contact_persons.clone(),
        attributes: (!profile.attributes.is_empty()).then(|| profile.attributes.clone()),
    })
}
