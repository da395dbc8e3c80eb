//! What sending a request twice would do.

use imcloud_raw::Operation;
use reqwest::Method;

/// What a call does to the service, and so whether it may be sent again when its end is unclear.
///
/// # Examples
///
/// ```
/// use imcloud::{Effect, raw::operations};
///
/// assert_eq!(Effect::of(&operations::ListOrders::OPERATION), Effect::Read);
/// assert_eq!(Effect::of(&operations::EstimateOrder::OPERATION), Effect::Read);
/// assert_eq!(Effect::of(&operations::CreateOrder::OPERATION), Effect::Once);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// It changes nothing. Sent again after any failure that can pass.
    Read,
    /// It sets values; sending it again leaves the same result (assumed). Sent again like a read, except after a refusal for business reasons.
    Set,
    /// Each time it is carried out it does something: places an order, creates an account. Sent again only when it is certain
    /// that nothing happened: no connection came about, the rate limit refused it, or the token was not accepted.
    Once,
}

/// `POST` that creates nothing, and `PATCH` that may do more than set a value.
const EXCEPTIONS: &[(&str, Effect)] = &[
    ("estimate_order", Effect::Read),
    ("validate_parameters", Effect::Read),
    ("generate_auth_token", Effect::Read),
    ("update_subscription_special_pricing", Effect::Set),
    // A status code sets an order in motion; what a second one does to an order in motion is not known.
    ("update_order", Effect::Once),
];

impl Effect {
    /// The effect of an operation of the API. One that this version does not know is judged by its method.
    #[must_use]
    pub fn of(operation: &Operation) -> Self {
        let exception = EXCEPTIONS.iter().find(|(name, _)| *name == operation.name);
        exception.map_or_else(|| Self::of_name(operation.method), |(_, effect)| *effect)
    }

    /// The effect that a method has when nothing else is known: `GET` and `HEAD` read, `PUT`, `PATCH` and `DELETE` set, all else acts each time.
    #[must_use]
    pub fn of_method(method: &Method) -> Self {
        Self::of_name(method.as_str())
    }

    fn of_name(method: &str) -> Self {
        match method {
            "GET" | "HEAD" | "OPTIONS" => Self::Read,
            "PUT" | "PATCH" | "DELETE" => Self::Set,
            _ => Self::Once,
        }
    }
}

#[cfg(test)]
mod tests {
    use imcloud_raw::operations::OPERATIONS;

    use super::*;

    #[test]
    fn every_exception_is_an_operation() {
        for (name, _) in EXCEPTIONS {
            assert!(OPERATIONS.iter().any(|operation| operation.name == *name), "{name} is gone");
        }
    }

    #[test]
    fn what_creates_something_acts_each_time() {
        for operation in OPERATIONS.iter().filter(|operation| operation.name.starts_with("create_")) {
            assert_eq!(Effect::of(operation), Effect::Once, "{operation}");
        }
        for operation in OPERATIONS.iter().filter(|operation| operation.method == "GET") {
            assert_eq!(Effect::of(operation), Effect::Read, "{operation}");
        }
    }
}
