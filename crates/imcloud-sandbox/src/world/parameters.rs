//! Activation parameters of products, and their validation.

use imcloud_raw::types::{
    self, ParameterResult, ParameterValidationRequest, ParameterValueInput, ProductWithParametersInput,
};
use serde_json::Value;

use super::{Rejection, World, accounts, catalogue::Wanted, page::Page, parameters};
use crate::{
    model::{ActivationParameter, ParameterKind, Period, Product},
    random::stable_uuid,
};

/// What came of one parameter.
#[derive(Debug)]
pub(super) struct Outcome<'a> {
    pub(super) name: &'a str,
    pub(super) value: Option<&'a Value>,
    /// What the product says about it; nothing when it does not know it.
    pub(super) asked: Option<&'a ActivationParameter>,
    /// Why it will not do.
    pub(super) fault: Option<String>,
}

impl Outcome<'_> {
    pub(super) fn result(&self) -> ParameterResult {
        if self.fault.is_some() { ParameterResult::Error } else { ParameterResult::Success }
    }
}

/// Checks every parameter that was sent or is required. A product takes no others (assumed).
pub(super) fn check<'a>(product: &'a Product, given: &'a [ParameterValueInput]) -> Vec<Outcome<'a>> {
    let of_given = given.iter().map(|given| {
        let asked = product.parameters.iter().find(|asked| asked.name == given.name);
        let value = given.value.as_ref().or(given.structured_value.as_ref());
        let fault = match (asked, value) {
            (None, _) => Some(unknown(product, &given.name)),
            (Some(asked), None) => asked.required.then(|| format!("{} has no value.", given.name)),
            (Some(asked), Some(value)) => wrong(asked, value),
        };
        Outcome { name: &given.name, value, asked, fault }
    });
    let missing = product
        .parameters
        .iter()
        .filter(|asked| asked.required && !given.iter().any(|given| given.name == asked.name));
    let missing = missing.map(|asked| Outcome {
        name: &asked.name,
        value: None,
        asked: Some(asked),
        fault: Some(format!("{} is missing; {} needs it.", asked.name, product.name)),
    });
    of_given.chain(missing).collect()
}

/// Rejects an order with an invalid parameter (assumed).
pub(super) fn reject_invalid(product: &Product, given: &[ParameterValueInput]) -> Result<(), Rejection> {
    let faults: Vec<_> = check(product, given).into_iter().filter_map(|outcome| outcome.fault).collect();
    if faults.is_empty() {
        return Ok(());
    }
    Err(Rejection::business(format!("Parameters of {} cannot be used: {}", product.name, faults.join(" "))))
}

/// Names are case-sensitive (documented), so a name that differs by case alone deserves a hint.
fn unknown(product: &Product, name: &str) -> String {
    let alike = product.parameters.iter().find(|asked| asked.name.eq_ignore_ascii_case(name));
    match alike {
        Some(asked) => format!("{name} is not known; names are case-sensitive, write {}.", asked.name),
        None => format!("{name} is not a parameter of {}.", product.name),
    }
}

fn wrong(asked: &ActivationParameter, value: &Value) -> Option<String> {
    let Some(text) = value.as_str() else {
        return Some(format!("{} must be a text.", asked.name));
    };
    let fits = match &asked.kind {
        ParameterKind::Text => !text.trim().is_empty(),
        ParameterKind::Domain => is_domain(text),
        ParameterKind::Email => accounts::is_email(text),
        ParameterKind::Choice(choices) => choices.iter().any(|(value, _)| value == text),
    };
    let expected = match &asked.kind {
        ParameterKind::Text => "a text that is not empty",
        ParameterKind::Domain => "a domain such as fabrikam.example",
        ParameterKind::Email => "an e-mail address",
        ParameterKind::Choice(_) => "one of its choices",
    };
    (!fits).then(|| format!("{} is {text:?}; it must be {expected}.", asked.name))
}

fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    };
    text.contains('.') && text.split('.').all(label)
}

impl World {
    /// A wrong parameter is reported inside a success (assumed from the property `result`). A customer or
    /// product that does not exist rejects the request.
    pub(super) fn validate_parameters(
        &self,
        sent: &ParameterValidationRequest,
    ) -> Result<types::ParameterValidationResultList, Rejection> {
        let customer = self.customer_meant(&sent.customer_id)?.id;
        let results: Vec<_> = sent
            .products
            .iter()
            .map(|product| self.validate_product(customer, product))
            .collect::<Result<_, _>>()?;
        let total = results.len();
        Ok(fill!(ParameterValidationResultList { data: results, pagination: Page::whole().envelope(total) }))
    }

    fn validate_product(
        &self,
        customer: u64,
        sent: &ProductWithParametersInput,
    ) -> Result<types::ParameterValidationResult, Rejection> {
        let wanted = Wanted {
            id: sent.id.as_ref().map(imcloud_raw::Id::as_str),
            mpn: sent.mpn.as_deref(),
            vendor: sent.vendor.as_deref(),
            subscription_period: sent.subscription_period.as_ref().map(Period::from),
            billing_period: sent.billing_period.as_ref().map(Period::from),
        };
        let product = self.data.products.find(&wanted, |_| true).map_err(Rejection::business)?;
        let outcomes = parameters::check(product, &sent.parameters);
        let shown = outcomes.iter().map(|outcome| {
            let choices = match outcome.asked.map(|asked| &asked.kind) {
                Some(ParameterKind::Choice(choices)) => Some(choices.iter().enumerate()),
                _ => None,
            };
            let choices = choices.map(|choices| {
                let choice = |(number, (value, label)): (usize, &(String, String))| {
                    fill!(Choice { value: value.clone(), label: label.clone(), default: number == 0 })
                };
                choices.map(choice).collect::<Vec<_>>()
            });
            fill!(Parameter {
                name: outcome.name.to_owned(),
                value: outcome.value.cloned(),
                result: outcome.result(),
                message: outcome.fault.clone(),
                value_error: outcome.fault.clone().filter(|_| outcome.value.is_some()),
                value_choices: choices,
            })
        });
        // The draft continues when its id is sent again (assumed).
        let draft = sent.draft_request_id.clone();
        let draft = draft.unwrap_or_else(|| stable_uuid(&format!("{customer} {}", product.id)).into());
        Ok(fill!(ParameterValidationResult {
            id: imcloud_raw::Id::from(product.id.as_str()),
            mpn: product.mpn.clone(),
            vendor: product.vendor.clone(),
            subscription_period: product.subscription_period.shown(),
            billing_period: product.billing_period.shown(),
            draft_request_id: draft,
            parameters: shown.collect::<Vec<_>>(),
        }))
    }
}
