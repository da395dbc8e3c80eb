//! Profiles of customers and resellers: checks, filters, changes.

use chrono::{DateTime, Utc};
use imcloud_raw::types::{
    AccountStatus, Address, AddressInput, ContactPerson, ContactPersonInput, ContactType, CustomerInput,
    CustomerUpdate,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{Call, Rejection, Result};
use crate::model::Profile;

/// Countries in which a state is mandatory (that some exist is documented, the list is assumed).
const WITH_STATES: [&str; 6] = ["AU", "BR", "CA", "IN", "MX", "US"];

/// Converts a request type to a response type, without properties that only requests have, such as passwords.
pub(super) fn received<T: DeserializeOwned>(sent: &impl Serialize) -> Result<T> {
    let value = serde_json::to_value(sent).and_then(serde_json::from_value);
    value.map_err(|error| rejection!(bad, "The body cannot be read: {error}."))
}

/// A new account is pending at first (documented for customers).
pub(super) fn new_profile(sent: &CustomerInput, now: DateTime<Utc>) -> Result<Profile> {
    not_empty("name", &sent.name)?;
    Ok(Profile {
        name: sent.name.clone(),
        status: AccountStatus::Pending,
        created: now,
        external_id: sent.external_id.as_ref().map(ToString::to_string),
        tax_reg_id: sent.tax_reg_id.as_ref().map(ToString::to_string),
        language: language_code(&sent.language)?,
        address: address(&sent.address)?,
        contact_persons: contact_persons(&sent.contact_persons)?,
        attributes: sent.attributes.clone().unwrap_or_default(),
    })
}

pub(super) fn updated(mut profile: Profile, sent: &CustomerUpdate) -> Result<Profile> {
    if let Some(name) = &sent.name {
        not_empty("name", name)?;
        profile.name.clone_from(name);
    }
    match &sent.status {
        None => {}
        // Only these two can be set, although the enum has six (documented).
        Some(status @ (AccountStatus::Active | AccountStatus::CreditHold)) => profile.status = status.clone(),
        Some(other) => {
            return Err(rejection!(bad, "status cannot be set to {other}; only to active or creditHold."));
        }
    }
    if let Some(sent) = &sent.address {
        profile.address = address(sent)?;
    }
    if let Some(sent) = &sent.contact_persons {
        profile.contact_persons = contact_persons(sent)?;
    }
    // Not in the published document, but other clients send them (observed).
    if let Some(language) = &sent.language {
        profile.language = language_code(language)?;
    }
    profile.attributes = sent.attributes.clone().unwrap_or(profile.attributes);
    profile.external_id = sent.external_id.as_ref().map(ToString::to_string).or(profile.external_id);
    profile.tax_reg_id = sent.tax_reg_id.as_ref().map(ToString::to_string).or(profile.tax_reg_id);
    Ok(profile)
}

fn language_code(sent: &str) -> Result<String> {
    if two_letters(sent, char::is_ascii_alphabetic) {
        Ok(sent.to_owned())
    } else {
        Err(Rejection::bad("language must be two letters, such as en."))
    }
}

fn address(sent: &AddressInput) -> Result<Address> {
    if !two_letters(&sent.country_code, char::is_ascii_uppercase) {
        return Err(Rejection::bad("address.countryCode must be two upper-case letters, such as DE."));
    }
    let state = sent.state.as_deref().unwrap_or_default();
    if state.trim().is_empty() && WITH_STATES.contains(&sent.country_code.as_str()) {
        let country = &sent.country_code;
        return Err(rejection!(bad, "address.state is missing; addresses in {country} need one."));
    }
    not_empty("address.city", &sent.city)?;
    not_empty("address.postalCode", &sent.postal_code)?;
    not_empty("address.streetAddress", &sent.street_address)?;
    received(sent)
}

fn contact_persons(sent: &[ContactPersonInput]) -> Result<Vec<ContactPerson>> {
    for (number, person) in sent.iter().enumerate() {
        let at = format!("contactPersons[{number}]");
        not_empty(&format!("{at}.firstName"), &person.first_name)?;
        not_empty(&format!("{at}.lastName"), &person.last_name)?;
        if !is_email(&person.email) {
            return Err(rejection!(bad, "{at}.email is no e-mail address."));
        }
        let Some(login) = &person.login else { continue };
        if person.type_ != ContactType::Admin {
            return Err(rejection!(bad, "{at}.login is only for a contact of type admin."));
        }
        let letters = |letter: char| letter.is_ascii_alphanumeric() || "_.@-".contains(letter);
        if login.chars().count() < 5 || !login.chars().all(letters) {
            return Err(rejection!(
                bad,
                "{at}.login must have at least 5 of the characters A-Z, a-z, 0-9, _, ., @ and -."
            ));
        }
        let password = person.password.as_ref().map(|secret| secret.expose()).unwrap_or_default();
        let mixed = password.chars().any(char::is_lowercase)
            && password.chars().any(char::is_uppercase)
            && password.chars().any(|letter| !letter.is_alphabetic());
        if password.chars().count() < 7 || !mixed {
            return Err(rejection!(
                bad,
                "{at}.password must have at least 7 characters: small and capital letters, and others."
            ));
        }
    }
    received(&sent)
}

fn not_empty(property: &str, value: &str) -> Result<()> {
    if value.trim().is_empty() { Err(rejection!(bad, "{property} is empty.")) } else { Ok(()) }
}

pub(super) fn is_email(text: &str) -> bool {
    let Some((user, host)) = text.split_once('@') else { return false };
    !user.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
}

/// Returns the filters of all lists of accounts: name (similar), e-mail of a contact and external id (equal).
pub(super) fn matches(call: &Call) -> impl Fn(&Profile) -> bool + use<> {
    let name = call.query("name").map(str::to_lowercase);
    let email = call.query("email").map(str::to_lowercase);
    let external_id = call.query("externalId").map(str::to_owned);
    move |profile| {
        let contacts = || profile.contact_persons.iter().filter_map(|person| person.email.as_ref());
        name.as_ref().is_none_or(|name| profile.name.to_lowercase().contains(name))
            && external_id.as_ref().is_none_or(|id| profile.external_id.as_ref() == Some(id))
            && email.as_ref().is_none_or(|email| contacts().any(|other| other.to_lowercase() == *email))
    }
}

fn two_letters(text: &str, fits: impl Fn(&char) -> bool) -> bool {
    text.chars().count() == 2 && text.chars().all(|letter| fits(&letter))
}
