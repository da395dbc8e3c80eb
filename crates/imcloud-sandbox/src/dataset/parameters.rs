//! Answers to activation parameters.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{accounts::Account, offers::DIRECTORY_DOMAIN};
use crate::model::{ParameterKind, Product};
use crate::random::Random;

/// What the customer would say: everything that is required, and half of the rest.
pub(super) fn answers<'a>(
    products: impl Iterator<Item = &'a Product>,
    account: &Account,
    random: &mut Random,
) -> BTreeMap<String, Value> {
    let mut answers = BTreeMap::new();
    for parameter in products.flat_map(|product| &product.parameters) {
        if !parameter.required && !random.percent(50) {
            continue;
        }
        let answer = match &parameter.kind {
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
        answers.insert(parameter.name.clone(), answer.into());
    }
    answers
}
