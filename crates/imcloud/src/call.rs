//! Calls and their idempotency.

use std::borrow::Cow;

use imcloud_raw::Operation;
use reqwest::Method;

/// The effect of sending a call twice, which decides whether a failed attempt is retried.
///
/// # Examples
///
/// ```
/// use imcloud::{Idempotency, raw::operations};
///
/// assert_eq!(Idempotency::of(&operations::ListOrders::OPERATION), Idempotency::Safe);
/// assert_eq!(Idempotency::of(&operations::EstimateOrder::OPERATION), Idempotency::Safe);
/// assert_eq!(Idempotency::of(&operations::CreateOrder::OPERATION), Idempotency::NonIdempotent);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Idempotency {
    /// Changes nothing. Retried after every transient failure.
    Safe,
    /// Sets values, with the same result each time (assumed). Retried except after a business rule error.
    Idempotent,
    /// Acts each time: places an order, creates an account. Retried only if the request certainly had no
    /// effect: no connection, 429 or a rejected token.
    NonIdempotent,
}

/// `POST` operations that create nothing, and `PATCH` operations that may do more than set a value.
const EXCEPTIONS: &[(&str, Idempotency)] = &[
    ("estimate_order", Idempotency::Safe),
    ("validate_parameters", Idempotency::Safe),
    ("generate_auth_token", Idempotency::Safe),
    ("update_subscription_special_pricing", Idempotency::Idempotent),
    // A status code starts the processing of an order. The effect of a second one is unknown.
    ("update_order", Idempotency::NonIdempotent),
];

impl Idempotency {
    /// Returns the idempotency of an operation. Those unknown to this version are classified by method.
    #[must_use]
    pub fn of(operation: &Operation) -> Self {
        let exception = EXCEPTIONS.iter().find(|(name, _)| *name == operation.name);
        exception.map_or_else(|| Self::of_method(operation.method), |(_, idempotency)| *idempotency)
    }

    pub(crate) fn of_method(method: &str) -> Self {
        match method {
            "GET" | "HEAD" | "OPTIONS" => Self::Safe,
            "PUT" | "PATCH" | "DELETE" => Self::Idempotent,
            _ => Self::NonIdempotent,
        }
    }
}

/// A call, whether of a listed operation or not.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The operation's name, or method and path.
    pub(crate) name: Cow<'static, str>,
    pub(crate) method: Cow<'static, str>,
    /// Path under the base URL, with placeholders for ids if the operation is known.
    pub(crate) template: Cow<'static, str>,
    pub(crate) idempotency: Idempotency,
    /// True if the operation is slow, like all operations that calculate the price of an order.
    pub(crate) slow: bool,
}

impl Call {
    pub(crate) fn of(operation: &'static Operation) -> Self {
        Self {
            name: operation.name.into(),
            method: operation.method.into(),
            template: operation.path.into(),
            idempotency: Idempotency::of(operation),
            slow: is_slow(operation.method, operation.path),
        }
    }

    pub(crate) fn unlisted(method: &Method, path: &str, idempotency: Idempotency) -> Self {
        let template = path.split('?').next().unwrap_or_default().to_owned();
        Self {
            name: format!("{method} {template}").into(),
            method: method.as_str().to_owned().into(),
            slow: is_slow(method.as_str(), &template),
            template: template.into(),
            idempotency,
        }
    }
}

fn is_slow(method: &str, path: &str) -> bool {
    method != "GET" && (path == "/orders" || path.starts_with("/orders/"))
}

#[cfg(test)]
mod tests {
    use imcloud_raw::operations::OPERATIONS;

    use super::*;

    #[test]
    fn every_exception_is_an_operation() {
        for (name, _) in EXCEPTIONS {
            assert!(OPERATIONS.iter().any(|operation| operation.name == *name), "{name}");
        }
    }

    #[test]
    fn create_operations_are_not_idempotent() {
        for operation in OPERATIONS.iter().filter(|operation| operation.name.starts_with("create_")) {
            assert_eq!(Idempotency::of(operation), Idempotency::NonIdempotent, "{operation}");
        }
        for operation in OPERATIONS.iter().filter(|operation| operation.method == "GET") {
            assert_eq!(Idempotency::of(operation), Idempotency::Safe, "{operation}");
        }
    }
}
