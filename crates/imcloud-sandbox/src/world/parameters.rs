//! Activation parameters of products, and their validation.

use imcloud_raw::types::{
    self, ParameterResult, ParameterValidationRequest, ParameterValueInput, ProductWithParametersInput,
};
use serde_json::Value;

use super::{Page, Rejection, Result, World, catalogue::Criteria, profile};
use crate::{
    model::{ActivationParameter, ParameterKind, Period, Product},
    random::stable_uuid,
};

struct Outcome<'a> {
    name: &'a str,
    value: Option<&'a Value>,
    /// `None` if the product has no such parameter.
    expected: Option<&'a ActivationParameter>,
    fault: Option<String>,
}

/// Checks every parameter that was sent or is required. A product takes no others (assumed).
fn check<'a>(product: &'a Product, given: &'a [ParameterValueInput]) -> Vec<Outcome<'a>> {
    let of_given = given.iter().map(|given| {
        let expected = product.parameters.iter().find(|expected| expected.name == given.name);
        let value = given.value.as_ref().or(given.structured_value.as_ref());
        let fault = match (expected, value) {
            (None, _) => Some(unknown(product, &given.name)),
            (Some(expected), None) => expected.required.then(|| format!("{} has no value.", given.name)),
            (Some(expected), Some(value)) => invalid(expected, value),
        };
        Outcome { name: &given.name, value, expected, fault }
    });
    let required = product.parameters.iter().filter(|expected| expected.required);
    let missing = required.filter(|expected| !given.iter().any(|given| given.name == expected.name));
    let missing = missing.map(|expected| Outcome {
        name: &expected.name,
        value: None,
        expected: Some(expected),
        fault: Some(format!("{} is missing; {} needs it.", expected.name, product.name)),
    });
    of_given.chain(missing).collect()
}

/// Rejects an order with an invalid parameter (assumed).
pub(super) fn reject_invalid(product: &Product, given: &[ParameterValueInput]) -> Result<()> {
    let faults: Vec<_> = check(product, given).into_iter().filter_map(|outcome| outcome.fault).collect();
    if faults.is_empty() {
        return Ok(());
    }
    Err(rejection!(business, "Parameters of {} cannot be used: {}", product.name, faults.join(" ")))
}

/// Names are case-sensitive (documented), so a name that differs by case alone deserves a hint.
fn unknown(product: &Product, name: &str) -> String {
    let similar = product.parameters.iter().find(|expected| expected.name.eq_ignore_ascii_case(name));
    match similar {
        Some(expected) => format!("{name} is not known; names are case-sensitive, write {}.", expected.name),
        None => format!("{name} is not a parameter of {}.", product.name),
    }
}

fn invalid(parameter: &ActivationParameter, value: &Value) -> Option<String> {
    let Some(text) = value.as_str() else {
        return Some(format!("{} must be a text.", parameter.name));
    };
    let (valid, expected) = match &parameter.kind {
        ParameterKind::Text => (!text.trim().is_empty(), "a text that is not empty"),
        ParameterKind::Domain => (is_domain(text), "a domain such as fabrikam.example"),
        ParameterKind::Email => (profile::is_email(text), "an e-mail address"),
        ParameterKind::Choice(choices) => {
            (choices.iter().any(|(value, _)| value == text), "one of its choices")
        }
    };
    (!valid).then(|| format!("{} is {text:?}; it must be {expected}.", parameter.name))
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
    /// Responds with a success that reports invalid parameters (assumed from the property `result`). Rejects
    /// an unknown customer or product.
    pub(super) fn validate_parameters(
        &self,
        sent: &ParameterValidationRequest,
    ) -> Result<types::ParameterValidationResultList> {
        let customer = self.customer_of_body(&sent.customer_id)?.id;
        let results = sent.products.iter().map(|product| self.validate_product(customer, product));
        let results: Vec<_> = results.collect::<Result<_, _>>()?;
        let pagination = Page::all().envelope(results.len());
        Ok(fill!(ParameterValidationResultList { data: results, pagination: pagination }))
    }

    fn validate_product(
        &self,
        customer: u64,
        sent: &ProductWithParametersInput,
    ) -> Result<types::ParameterValidationResult> {
        let criteria = Criteria {
            id: sent.id.as_ref().map(imcloud_raw::Id::as_str),
            mpn: sent.mpn.as_deref(),
            vendor: sent.vendor.as_deref(),
            subscription_period: sent.subscription_period.as_ref().map(Period::from),
            billing_period: sent.billing_period.as_ref().map(Period::from),
        };
        let product = self.data.products.find(&criteria, |_| true).map_err(Rejection::business)?;
        let parameters = check(product, &sent.parameters).into_iter().map(|outcome| {
            let choices = match outcome.expected.map(|expected| &expected.kind) {
                Some(ParameterKind::Choice(choices)) => Some(choices.iter().enumerate()),
                _ => None,
            };
            let choices = choices.map(|choices| {
                let choice = |(index, (value, label)): (usize, &(String, String))| {
                    fill!(Choice { value: value.clone(), label: label.clone(), default: index == 0 })
                };
                choices.map(choice).collect::<Vec<_>>()
            });
            let failed = outcome.fault.is_some();
            fill!(Parameter {
                name: outcome.name.to_owned(),
                value: outcome.value.cloned(),
                result: if failed { ParameterResult::Error } else { ParameterResult::Success },
                message: outcome.fault.clone(),
                value_error: outcome.fault.filter(|_| outcome.value.is_some()),
                value_choices: choices,
            })
        });
        // The draft continues when its id is sent again (assumed).
        let draft = sent.draft_request_id.clone();
        let draft = draft.unwrap_or_else(|| stable_uuid(&format!("{customer} {}", product.id)).into());
        let mut result = fill!(ParameterValidationResult {
            id: imcloud_raw::Id::from(product.id.as_str()),
            subscription_period: product.subscription_period.response(),
            billing_period: product.billing_period.response(),
            draft_request_id: draft,
            parameters: parameters.collect::<Vec<_>>(),
        });
        copy!(product => result: mpn, vendor);
        Ok(result)
    }
}
