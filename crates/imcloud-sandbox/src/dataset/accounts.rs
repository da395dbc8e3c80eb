//! Resellers and customers.

use std::{collections::BTreeMap, sync::LazyLock};

use chrono::{DateTime, Utc};
use imcloud_raw::types::{AccountStatus, Address, ContactPerson, ContactType};
use serde::Deserialize;
use serde_json::Value;

use super::catalogue::DIRECTORY_DOMAIN;
use crate::{
    model::{ParameterKind, Product, Profile},
    random::Random,
};

/// An account without id and time.
pub(super) struct Account {
    pub(super) country: &'static Country,
    pub(super) profile: Profile,
    /// The host name of its e-mail addresses.
    pub(super) domain: String,
}

/// The reseller whose credentials are used.
pub(super) fn main_reseller(random: &mut Random) -> Account {
    let country = &PLACES.countries[0].1;
    account("Quillmarrow Cloud Inc.".to_owned(), country, AccountStatus::Active, None, random)
}

pub(super) fn reseller(index: usize, random: &mut Random) -> Account {
    let country = random.weighted(&PLACES.countries);
    let name = format!("{} IT {}", invented(random), random.pick(&country.legal_forms));
    account(name, country, AccountStatus::Active, Some(format!("R-{:03}", index + 1)), random)
}

/// Draws a customer. Some have nearly the name of the one before, as in real lists of customers.
pub(super) fn customer(index: usize, before: Option<&Account>, random: &mut Random) -> Account {
    let status = status(index, random);
    let external_id = random.percent(65).then(|| format!("CRM-{}", 40_000 + index));
    let (country, name) = match before {
        Some(before) if index == 1 || random.percent(4) => {
            (before.country, similar(&before.profile.name, before.country, random))
        }
        _ => {
            let country = random.weighted(&PLACES.countries);
            let (name, trade) = (invented(random), random.pick(&PLACES.trades));
            (country, format!("{name} {trade} {}", random.pick(&country.legal_forms)))
        }
    };
    account(name, country, status, external_id, random)
}

/// Most of the first six, those of a handful, are active, and nine of ten of the others.
fn status(index: usize, random: &mut Random) -> AccountStatus {
    match index {
        0..=2 | 5 => AccountStatus::Active,
        3 => AccountStatus::CreditHold,
        4 => AccountStatus::Pending,
        6 => AccountStatus::AdminHold,
        7 => AccountStatus::Cancelled,
        8 => AccountStatus::Error,
        _ => random
            .weighted(&[
                (180, AccountStatus::Active),
                (5, AccountStatus::Cancelled),
                (4, AccountStatus::CreditHold),
                (3, AccountStatus::AdminHold),
                (2, AccountStatus::Pending),
                (1, AccountStatus::Error),
            ])
            .clone(),
    }
}

fn invented(random: &mut Random) -> String {
    format!("{}{}", random.pick(&PLACES.name_starts), random.pick(&PLACES.name_ends))
}

fn similar(name: &str, country: &Country, random: &mut Random) -> String {
    let (stem, form) = country
        .legal_forms
        .iter()
        .find_map(|form| name.strip_suffix(form).map(|stem| (stem.trim_end(), *form)))
        .unwrap_or((name, ""));
    let other = country.legal_forms.iter().find(|other| **other != form).copied().unwrap_or(form);
    match random.below(4) {
        0 => format!("{stem} {other}"),
        1 => format!("{} {form}", stem.to_uppercase()),
        2 => format!("{} {form}", stem.replace(' ', "-")),
        _ => format!("{stem} Group {form}"),
    }
}

fn account(
    name: String,
    country: &'static Country,
    status: AccountStatus,
    external_id: Option<String>,
    random: &mut Random,
) -> Account {
    let domain = format!("{}.example", slug(&name));
    let (city, state, postal, phone) = *random.pick(&country.cities);
    let street = random.pick(&country.streets);
    let number = random.between(1, 180);
    let mut address = Address::default();
    address.city = Some(city.to_owned());
    address.country_code = Some(country.code.to_owned());
    address.postal_code = Some(postal.to_owned());
    address.state = (!state.is_empty()).then(|| state.to_owned());
    address.street_address =
        Some(if country.number_first { format!("{number} {street}") } else { format!("{street} {number}") });
    address.address_extension = random.percent(20).then(|| format!("Floor {}", random.between(1, 9)));

    let mut contact_persons = vec![person(ContactType::Admin, phone, &domain, random)];
    for (share, type_) in [(40, ContactType::Billing), (25, ContactType::Technical)] {
        if random.percent(share) {
            contact_persons.push(person(type_, phone, &domain, random));
        }
    }
    let tax_reg_id = random
        .percent(70)
        .then(|| format!("{}{}", country.tax_prefix, random.between(100_000_000, 999_999_999)));
    let profile = Profile {
        name,
        status,
        created: DateTime::<Utc>::UNIX_EPOCH,
        external_id,
        tax_reg_id,
        language: country.language.to_owned(),
        address,
        contact_persons,
        attributes: Default::default(),
    };
    Account { country, profile, domain }
}

fn person(type_: ContactType, phone: &str, domain: &str, random: &mut Random) -> ContactPerson {
    let (first, last) = (*random.pick(&PLACES.first_names), *random.pick(&PLACES.last_names));
    let digits: String =
        phone.chars().map(|digit| if digit == 'x' { random.digit() } else { digit }).collect();
    let mut person = ContactPerson::default();
    person.email = Some(format!("{}.{}@{domain}", slug(first), slug(last)));
    person.first_name = Some(first.to_owned());
    person.last_name = Some(last.to_owned());
    person.phone_number = Some(digits);
    person.type_ = Some(type_);
    person
}

/// Returns a part of a host name.
fn slug(text: &str) -> String {
    let mut slug = String::new();
    for letter in text.to_lowercase().chars() {
        match letter {
            'a'..='z' | '0'..='9' => slug.push(letter),
            'ä' | 'å' => slug.push('a'),
            'ö' => slug.push('o'),
            'ü' => slug.push('u'),
            'ç' => slug.push('c'),
            'ë' => slug.push('e'),
            ' ' | '-' if !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_matches('-').to_owned()
}

/// Draws the values of all required activation parameters, and of half of the others.
pub(super) fn parameters<'a>(
    products: impl Iterator<Item = &'a Product>,
    account: &Account,
    random: &mut Random,
) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    for parameter in products.flat_map(|product| &product.parameters) {
        if !parameter.required && !random.percent(50) {
            continue;
        }
        let value = match &parameter.kind {
            ParameterKind::Domain if parameter.name == DIRECTORY_DOMAIN => {
                let stem = account.domain.split('.').next().unwrap_or(&account.domain);
                format!("{stem}.onvelloran.example")
            }
            ParameterKind::Domain => account.domain.clone(),
            ParameterKind::Email => format!("it@{}", account.domain),
            ParameterKind::Choice(choices) => random.pick(choices).0.clone(),
            ParameterKind::Text if parameter.name.ends_with("country") => account.country.code.to_owned(),
            ParameterKind::Text => random.between(10_000_000, 99_999_999).to_string(),
        };
        values.insert(parameter.name.clone(), value.into());
    }
    values
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Country {
    pub(super) code: &'static str,
    pub(super) currency: &'static str,
    pub(super) language: &'static str,
    pub(super) tax_prefix: &'static str,
    pub(super) legal_forms: Vec<&'static str>,
    pub(super) streets: Vec<&'static str>,
    /// True if the number of the house precedes the street.
    pub(super) number_first: bool,
    /// City, state (empty if addresses have none), postal code, and fictional phone number: `x` is any digit.
    pub(super) cities: Vec<(&'static str, &'static str, &'static str, &'static str)>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, bound(deserialize = "'de: 'static"))]
pub(super) struct Places {
    /// With their weights.
    pub(super) countries: Vec<(u64, Country)>,
    /// Starts and ends of fictional company names.
    pub(super) name_starts: Vec<&'static str>,
    pub(super) name_ends: Vec<&'static str>,
    pub(super) trades: Vec<&'static str>,
    pub(super) first_names: Vec<&'static str>,
    pub(super) last_names: Vec<&'static str>,
}

pub(super) static PLACES: LazyLock<Places> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "the file is a part of this crate, and tests read it")]
    serde_json::from_str(include_str!("places.json")).expect("places.json is valid")
});
