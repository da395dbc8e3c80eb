//! Calls of operations, their dispatch and their rejections.

use std::str::FromStr;

use imcloud_raw::{
    Operation,
    types::{
        CustomerInput, CustomerUpdate, OrderInput, OrderUpdate, ParameterValidationRequest, ReportInput,
        ResellerInput, ResellerUpdate, SpecialPricingInput, SubscriptionUpdate,
    },
};
use serde::{Serialize, de::DeserializeOwned};

use super::World;
use crate::{UnknownId, behavior::Behavior};

impl World {
    /// Returns the JSON of a successful call. The server handles tokens itself.
    pub(crate) fn respond(&mut self, call: &Call<'_>) -> Result<Vec<u8>, Rejection> {
        if call.operation.path.starts_with("/resellers") && !self.behavior.may_manage_resellers {
            return Err(Rejection::forbidden("This account may not manage resellers."));
        }
        match call.operation.name {
            "list_customers" => json(&self.list_customers(call)?),
            "create_customer" => {
                json(&self.create_customer(self.reseller_id, &call.body::<CustomerInput>()?)?)
            }
            "get_customer" => json(&self.get_customer(call.id())?),
            "update_customer" => json(&self.update_customer(call.id(), &call.body::<CustomerUpdate>()?)?),
            "list_resellers" => json(&self.list_resellers(call)?),
            "create_reseller" => json(&self.create_reseller(&call.body::<ResellerInput>()?)?),
            "get_reseller" => json(&self.get_reseller(call.id())?),
            "update_reseller" => json(&self.update_reseller(call.id(), &call.body::<ResellerUpdate>()?)?),
            "list_reseller_customers" => json(&self.list_reseller_customers(call)?),
            "create_reseller_customer" => {
                let reseller = self.reseller(call.id())?.id;
                json(&self.create_customer(reseller, &call.body::<CustomerInput>()?)?)
            }
            "list_reseller_orders" => json(&self.list_reseller_orders(call)?),
            "list_products" => json(&self.list_products(call)?),
            "list_plans" => json(&self.list_plans(call)?),
            "get_plan" => json(&self.get_plan(call.id())?),
            "list_orders" => json(&self.list_orders(call)?),
            "create_order" => json(&self.create_order(call.body::<OrderInput>()?)?),
            "estimate_order" => json(&self.estimate_order(call.body::<OrderInput>()?)?),
            "get_order" => json(&self.get_order(call.id())?),
            "update_order" => json(&self.update_order(call.id(), &call.body::<OrderUpdate>()?)?),
            "list_subscriptions" => json(&self.list_subscriptions(call)?),
            "get_subscription" => json(&self.get_subscription(call.id())?),
            "update_subscription" => {
                json(&self.update_subscription(call.id(), &call.body::<SubscriptionUpdate>()?)?)
            }
            "update_subscription_special_pricing" => {
                json(&self.set_special_pricing(call.id(), &call.body::<SpecialPricingInput>()?)?)
            }
            "list_reports" => json(&self.list_reports(call)?),
            "create_report" => json(&self.create_report(&call.body::<ReportInput>()?)?),
            "get_report" => json(&self.get_report(call.id())?),
            "validate_parameters" => {
                json(&self.validate_parameters(&call.body::<ParameterValidationRequest>()?)?)
            }
            other => Err(Rejection {
                status: 501,
                message: format!(
                    "The sandbox does not know the operation {other}; a newer version of it may."
                ),
            }),
        }
    }
}

fn json(value: &impl Serialize) -> Result<Vec<u8>, Rejection> {
    serde_json::to_vec(value)
        .map_err(|error| Rejection::business(format!("The response cannot be written: {error}.")))
}

/// A call of an operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    pub(crate) operation: &'static Operation,
    /// The one parameter that paths of this API have.
    pub(crate) id: Option<&'a str>,
    /// Decoded, in the order given.
    pub(crate) query: &'a [(String, String)],
    /// Matches the specification.
    pub(crate) body: &'a [u8],
}

impl Call<'_> {
    /// A query parameter; the last one when there are several.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().rev().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A query parameter in its type.
    pub(crate) fn parsed<T: FromStr>(&self, name: &str) -> Result<Option<T>, Rejection> {
        let Some(text) = self.query(name) else { return Ok(None) };
        match text.parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(Rejection::bad(format!("{name} is {text:?}, which cannot be read."))),
        }
    }

    /// The parameter of the path, empty when there is none.
    pub(crate) fn id(&self) -> &str {
        self.id.unwrap_or_default()
    }

    /// The body in its type.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Rejection> {
        serde_json::from_slice(self.body)
            .map_err(|error| Rejection::bad(format!("The body cannot be read: {error}.")))
    }
}

/// An error of the platform. The server adds path, time and correlation id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rejection {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The message.
    pub(crate) message: String,
}

impl Rejection {
    /// Rejects an invalid request.
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Self { status: 400, message: message.into() }
    }

    /// Rejects a request by a business rule, which is an HTTP 500 (observed).
    pub(crate) fn business(message: impl Into<String>) -> Self {
        Self { status: 500, message: message.into() }
    }

    /// Rejects a request that the account may not send.
    pub(crate) fn forbidden(message: impl Into<String>) -> Self {
        Self { status: 403, message: message.into() }
    }

    /// Rejects an id in the path that does not exist.
    pub(crate) fn unknown(what: &str, id: &str, behavior: &Behavior) -> Self {
        match behavior.unknown_id {
            UnknownId::NotFound => Self { status: 404, message: format!("There is no {what} with id {id}.") },
            UnknownId::BadRequest => {
                Self::bad(format!("No entity has been found: there is no {what} with id {id}."))
            }
        }
    }
}
