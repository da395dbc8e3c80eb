//! Validation of activation parameters.

use imcloud_raw::types::{self, ParameterValidationRequest, ProductWithParametersInput};

use super::{Rejection, World, catalogue::Wanted, page::Page, parameters};
use crate::{
    model::{ParameterKind, Period},
    random::stable_uuid,
};

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
        let product = self.catalogue.find(&wanted, |_| true).map_err(Rejection::business)?;
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
